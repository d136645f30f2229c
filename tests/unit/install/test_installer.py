"""A whole installation into a home folder, and its removal: files, links, modes, backups and skills."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import ClientMissing, OutputNotWritable, SettingsUnreadable
from nemovideo_mcp.install import installer as installer_module
from nemovideo_mcp.install.book import InstallBook
from nemovideo_mcp.install.clients import CLIENTS, Client, Surroundings
from nemovideo_mcp.install.files import SettingsFile, read_settings
from nemovideo_mcp.install.installer import Installer, Outcome
from nemovideo_mcp.install.plan import server_entry

COMMAND = ("/opt/n/bin/nemovideo",)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    return folder


@pytest.fixture
def installer(home: Path, tmp_path: Path) -> Installer:
    around = Surroundings(home=home, platform="linux", environ={}, which=lambda _: None)
    book = InstallBook(Paths(data=tmp_path / "data", config=tmp_path / "config"))
    return Installer(around=around, book=book, now=lambda: datetime(2026, 11, 25, 18, 0, 0), force=True)


@pytest.fixture
def skill(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped" / "clip-maker"
    (folder / "references").mkdir(parents=True)
    (folder / "SKILL.md").write_text("---\nname: clip-maker\n---\n")
    (folder / "references" / "more.md").write_text("more")
    return folder


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def install(
    tool: Installer, client: Client, *skills: Path, arguments: tuple[str, ...] = ("serve",)
) -> Outcome:
    return tool.install(client, server_entry(client, COMMAND, arguments, {}), skills)


@pytest.mark.parametrize("client", CLIENTS.values(), ids=list(CLIENTS))
def test_every_client_is_installed_twice_as_once_and_an_empty_home_is_empty_again(
    client: Client, installer: Installer, home: Path, skill: Path
) -> None:
    first = install(installer, client, skill)
    after = tree(home)
    assert [step.do for step in first.settings] == ["add"]
    second = install(installer, client, skill)
    assert tree(home) == after
    assert not any(step.writes for step in (*second.settings, *second.skills))
    if client.skills:
        copied = installer.around.expand(client.skills) / "clip-maker"
        assert (copied / "references" / "more.md").read_text() == "more"
    outcome = installer.uninstall(client)
    assert [step.do for step in outcome.settings] == ["remove"]
    assert tree(home) == {}
    assert installer.book.all() == ()
    assert [step.do for step in installer.uninstall(client).settings] == ["gone"]


@pytest.mark.parametrize(
    ("platform", "environ", "client", "expected"),
    [
        ("linux", {}, "claude-desktop", "~/.config/Claude/claude_desktop_config.json"),
        ("linux", {"XDG_CONFIG_HOME": "/x"}, "vscode", "/x/Code/User/mcp.json"),
        ("darwin", {}, "claude-desktop", "~/Library/Application Support/Claude/claude_desktop_config.json"),
        ("darwin", {}, "vscode", "~/Library/Application Support/Code/User/mcp.json"),
        ("win32", {"APPDATA": "/r"}, "claude-desktop", "/r/Claude/claude_desktop_config.json"),
        ("linux", {}, "claude", "~/.claude.json"),
        ("linux", {"CLAUDE_CONFIG_DIR": "/c"}, "claude", "/c/.claude.json"),
        ("linux", {"CODEX_HOME": "/c"}, "codex", "/c/config.toml"),
        ("linux", {"OPENCLAW_STATE_DIR": "/o"}, "openclaw", "/o/openclaw.json"),
        ("linux", {"OPENCLAW_STATE_DIR": "/o", "OPENCLAW_CONFIG_PATH": "/p.json"}, "openclaw", "/p.json"),
        ("linux", {}, "cursor", "~/.cursor/mcp.json"),
        ("linux", {}, "gemini", "~/.gemini/settings.json"),
    ],
)
def test_settings_stand_where_the_system_and_the_environment_put_them(
    platform: str, environ: dict[str, str], client: str, expected: str, home: Path
) -> None:
    around = Surroundings(home=home, platform=platform, environ=environ, which=lambda _: None)
    found = CLIENTS[client].config_path(around)
    assert found.as_posix() == expected.replace("~", home.as_posix())


def test_a_client_that_is_not_there_is_refused_unless_it_is_forced(installer: Installer, home: Path) -> None:
    careful = replace(installer, force=False)
    with pytest.raises(ClientMissing, match=r"Cursor does not seem.*\.cursor"):
        install(careful, CLIENTS["cursor"])
    assert tree(home) == {}
    (home / ".cursor").mkdir()
    assert install(careful, CLIENTS["cursor"]).settings[0].do == "add"


def test_a_program_on_the_path_is_a_sign_too(installer: Installer) -> None:
    around = replace(installer.around, which=lambda name: f"/bin/{name}" if name == "claude" else None)
    assert CLIENTS["claude"].is_here(around)
    assert not CLIENTS["openclaw"].is_here(around)


def test_mark_newlines_mode_and_link_stay_and_a_private_backup_is_kept(
    installer: Installer, home: Path, tmp_path: Path
) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir()
    real = dotfiles / "mcp.json"
    before = (
        b'\xef\xbb\xbf{\r\n\t"mcpServers": {\r\n\t\t"a": {"env": {"KEY": "s3cret"}} // mine\r\n\t}\r\n}\r\n'
    )
    real.write_bytes(before)
    real.chmod(0o640)
    (home / ".cursor").mkdir()
    link = home / ".cursor" / "mcp.json"
    link.symlink_to(real)
    outcome = install(installer, CLIENTS["cursor"])
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    written = real.read_bytes()
    assert written.startswith(b'\xef\xbb\xbf{\r\n\t"mcpServers"')
    assert written.count(b"\n") == written.count(b"\r\n")
    [backup] = outcome.backups
    assert backup.read_bytes() == before
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(dotfiles.iterdir()) == [real]
    installer.uninstall(CLIENTS["cursor"])
    assert real.read_bytes() == before
    assert link.is_symlink()


@pytest.mark.parametrize(
    ("client", "raw", "place"),
    [
        ("claude", b'{"a": 1,\n "b": 2,}', r"line 2, column 9"),
        ("claude", b'{\n "a": "\xff"}', r"UTF-8 text \(line 2, column 8\)"),
        ("claude", b'{"mcpServers": []}', r'"mcpServers" is not an object'),
        ("vscode", b'{"servers": {}\n', r"the file ends too early \(line 2"),
        ("codex", b"a = 1\nb = \n", r"line 2"),
        ("openclaw", b"{mcp: {servers: 3}}", r'"mcp.servers" is not an object'),
    ],
)
def test_settings_that_the_client_could_not_read_are_left_with_the_place_named(
    client: str, raw: bytes, place: str, installer: Installer, skill: Path
) -> None:
    path = CLIENTS[client].config_path(installer.around)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    with pytest.raises(SettingsUnreadable, match=place) as caught:
        install(installer, CLIENTS[client], skill)
    assert str(path) in caught.value.what("zh")
    assert path.read_bytes() == raw
    assert installer.book.all() == ()


def test_a_read_only_file_is_left(installer: Installer, home: Path) -> None:
    path = home / ".claude.json"
    path.write_text("{}")
    path.chmod(0o444)
    with pytest.raises(OutputNotWritable, match="read-only"):
        install(installer, CLIENTS["claude"])
    assert path.read_text() == "{}"


def test_what_its_user_changed_since_is_left_and_forced_out(installer: Installer, home: Path) -> None:
    client = CLIENTS["claude"]
    path = home / ".claude.json"
    path.write_text('{"x": 1}\n')
    install(installer, client)
    changed = json.loads(path.read_text())
    changed["mcpServers"]["nemovideo"]["args"].append("--language=zh")
    path.write_text(json.dumps(changed))
    assert [step.do for step in replace(installer, force=False).uninstall(client).settings] == ["left"]
    assert json.loads(path.read_text()) == changed
    assert [step.do for step in installer.uninstall(client).settings] == ["remove"]
    assert json.loads(path.read_text()) == {"x": 1}


def test_a_client_that_writes_its_settings_anew_changes_nothing_for_us(
    installer: Installer, home: Path
) -> None:
    path = home / ".claude.json"
    path.write_text('{"x": 1}\n')
    install(installer, CLIENTS["claude"])
    theirs: dict[str, Any] = {"numStartups": 2, **json.loads(path.read_text())}
    path.write_text(json.dumps(theirs, indent=4))
    installer.uninstall(CLIENTS["claude"])
    assert path.read_text() == '{\n    "numStartups": 2,\n    "x": 1\n}'


def test_an_entry_of_the_users_own_comes_back(installer: Installer, home: Path) -> None:
    path = home / ".claude.json"
    before = '{"mcpServers": {"nemovideo": {"command": "mine", "env": {"NEMO_TOKEN": "nmv_usr_1"}}}}'
    path.write_text(before)
    install(installer, CLIENTS["claude"])
    assert json.loads(path.read_text())["mcpServers"]["nemovideo"]["env"] == {"NEMO_TOKEN": "nmv_usr_1"}
    install(installer, CLIENTS["claude"], arguments=("serve", "--backend", "local"))
    assert [step.do for step in installer.uninstall(CLIENTS["claude"]).settings] == ["restore"]
    assert path.read_text() == before


@pytest.mark.parametrize("client", ["claude", "codex"])
def test_other_arguments_are_brought_in_and_the_way_back_leads_before_the_first_time(
    client: str, installer: Installer
) -> None:
    path = CLIENTS[client].config_path(installer.around)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = "# mine\n" if client == "codex" else '{"a": 1}\n'
    path.write_text(before)
    install(installer, CLIENTS[client])
    again = install(installer, CLIENTS[client], arguments=("serve", "--backend", "cloud"))
    assert [step.do for step in again.settings] == ["change"]
    assert "cloud" in path.read_text()
    installer.uninstall(CLIENTS[client])
    assert path.read_text() == before


def test_an_entry_that_nobody_remembers_is_left(installer: Installer, home: Path) -> None:
    path = home / ".claude.json"
    path.write_text('{"mcpServers": {"nemovideo": {"command": "x"}, "b": {}}}')
    careful = replace(installer, force=False)
    assert [step.do for step in careful.uninstall(CLIENTS["claude"]).settings] == ["foreign"]
    installer.uninstall(CLIENTS["claude"])
    assert path.read_text() == '{"mcpServers": {"b": {}}}'


def test_a_changed_skill_is_set_aside_and_what_was_there_first_comes_back(
    installer: Installer, home: Path, skill: Path
) -> None:
    client = CLIENTS["claude"]
    theirs = home / ".claude/skills/clip-maker"
    theirs.mkdir(parents=True)
    (theirs / "SKILL.md").write_text("mine")
    first = install(installer, client, skill)
    assert [step.do for step in first.skills] == ["replace"]
    assert (first.backups[0] / "SKILL.md").read_text() == "mine"
    (theirs / "SKILL.md").write_text("edited")
    second = install(installer, client, skill)
    assert (second.backups[0] / "SKILL.md").read_text() == "edited"
    outcome = installer.uninstall(client)
    assert [step.do for step in outcome.skills] == ["restore"]
    assert tree(theirs) == {"SKILL.md": b"mine"}


def test_a_new_version_of_a_skill_takes_the_place_of_our_old_one(
    installer: Installer, home: Path, skill: Path
) -> None:
    client = CLIENTS["cursor"]
    install(installer, client, skill)
    (skill / "SKILL.md").write_text("version 2")
    (skill / "references" / "more.md").unlink()
    (skill / "references").rmdir()
    again = install(installer, client, skill)
    assert [step.do for step in again.skills] == ["update"]
    assert again.backups == []
    assert tree(home / ".cursor/skills/clip-maker") == {"SKILL.md": b"version 2"}


def test_what_a_user_keeps_beside_a_skills_files_stays(installer: Installer, home: Path, skill: Path) -> None:
    client = CLIENTS["cursor"]
    install(installer, client, skill)
    copied = home / ".cursor/skills/clip-maker"
    (copied / ".git").mkdir()
    (copied / ".git/HEAD").write_text("x")
    (skill / "SKILL.md").write_text("version 2")
    assert [step.do for step in install(installer, client, skill).skills] == ["update"]
    assert (copied / "SKILL.md").read_text() == "version 2"
    installer.uninstall(client)
    assert tree(copied) == {".git": None, ".git/HEAD": b"x"}


def test_a_link_that_leads_nowhere_yet_is_followed_and_left(
    installer: Installer, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "claude.json"
    (home / ".claude.json").symlink_to(target)
    install(installer, CLIENTS["claude"])
    assert "nemovideo" in target.read_text()
    installer.uninstall(CLIENTS["claude"])
    assert not target.exists()
    assert (home / ".claude.json").is_symlink()


def test_a_skill_that_was_changed_since_stays_when_the_rest_goes(
    installer: Installer, home: Path, skill: Path
) -> None:
    client = CLIENTS["openclaw"]
    install(installer, client, skill)
    page = home / ".openclaw/skills/clip-maker/SKILL.md"
    page.write_text("edited")
    careful = replace(installer, force=False)
    assert [step.do for step in careful.uninstall(client).skills] == ["left"]
    assert page.read_text() == "edited"
    assert not (home / ".openclaw/openclaw.json").exists()
    installer.uninstall(client)
    assert tree(home) == {}


def test_a_linked_skill_is_left(installer: Installer, home: Path, skill: Path) -> None:
    folder = home / ".claude/skills"
    folder.mkdir(parents=True)
    (folder / "clip-maker").symlink_to(skill)
    assert [step.do for step in install(installer, CLIENTS["claude"], skill).skills] == ["linked"]
    installer.uninstall(CLIENTS["claude"])
    assert (folder / "clip-maker").is_symlink()
    assert (skill / "SKILL.md").exists()


def test_a_dry_run_writes_nothing(installer: Installer, home: Path, skill: Path, tmp_path: Path) -> None:
    (home / ".claude.json").write_text("{}")
    before = tree(home)
    dry = replace(installer, dry_run=True)
    assert [step.do for step in install(dry, CLIENTS["claude"], skill).settings] == ["add"]
    assert tree(home) == before
    install(installer, CLIENTS["claude"], skill)
    between = tree(tmp_path)
    assert [step.do for step in dry.uninstall(CLIENTS["claude"]).settings] == ["remove"]
    assert tree(tmp_path) == between


def _busy(times: int) -> Callable[[Path], SettingsFile]:
    """A file that its program writes `times` times while we look at it."""
    looks = [0]

    def read(path: Path) -> SettingsFile:
        looks[0] += 1
        if looks[0] % 2 == 0 and looks[0] <= 2 * times:
            path.write_text(json.dumps({"startups": looks[0]}))
        return read_settings(path)

    return read


def test_what_the_client_writes_at_the_same_moment_is_not_lost(
    installer: Installer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / ".claude.json"
    path.write_text('{"startups": 0}')
    monkeypatch.setattr(installer_module, "read_settings", _busy(2))
    install(installer, CLIENTS["claude"])
    told = json.loads(path.read_text())
    assert told["startups"] == 4
    assert "nemovideo" in told["mcpServers"]


def test_a_client_that_never_stops_writing_is_named(
    installer: Installer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".claude.json").write_text("{}")
    monkeypatch.setattr(installer_module, "read_settings", _busy(99))
    with pytest.raises(OutputNotWritable, match="quit that first"):
        install(installer, CLIENTS["claude"])


def test_a_torn_record_is_as_good_as_none(installer: Installer, home: Path) -> None:
    install(installer, CLIENTS["claude"])
    installer.book.path.write_text(
        '{"installed": [{"client": 3}, 7, {"client": "x", "config": "y", "skills": 1}]}'
    )
    assert installer.book.all() == ()
    assert [step.do for step in replace(installer, force=False).uninstall(CLIENTS["claude"]).settings] == [
        "foreign"
    ]
