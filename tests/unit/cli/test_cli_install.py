"""`nemovideo install` and `uninstall`: what they say, and that they do what they say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nemovideo_mcp.cli import main
from nemovideo_mcp.cli.install import is_temporary
from nemovideo_mcp.skills import find_skills

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PATH", str(folder / "bin"))
    for name in ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "APPDATA", "OPENCLAW_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def test_without_a_name_the_clients_are_listed(run: Run, home: Path) -> None:
    (home / ".cursor").mkdir()
    (home / ".claude").mkdir()
    assert run("install", "claude")[0] == 0
    code, out, _ = run("install")
    told = {line.split()[0]: line.split(maxsplit=1)[1] for line in out.splitlines()}
    assert code == 0
    assert told["claude"] == "installed (~/.claude.json)"
    assert told["cursor"] == "found here; nemovideo install cursor"
    assert told["codex"] == "not found here"
    assert len(told) == 7
    assert run("uninstall", "--list", "--language", "zh")[1].startswith("claude          已安装")


def test_the_entry_starts_this_very_program_and_says_what_was_chosen(run: Run, home: Path) -> None:
    (home / ".cursor").mkdir()
    name = find_skills()[0].name
    code, out, err = run("install", "cursor", "--skill", name, "--backend", "cloud")
    assert (code, err) == (0, "")
    entry = json.loads((home / ".cursor/mcp.json").read_text())["mcpServers"]["nemovideo"]
    program = Path(entry["command"])
    assert program.is_absolute()
    assert program.parent == Path(sys.executable).parent
    assert entry["args"][-5:] == ["serve", "--skill", name, "--backend", "cloud"]
    assert [path.name for path in (home / ".cursor/skills").iterdir()] == [name]
    assert "+ mcpServers.nemovideo: {" in out
    assert "~/.cursor/skills/" in out


def test_folders_that_are_opened_are_written_by_their_whole_path(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".gemini").mkdir()
    monkeypatch.chdir(home)
    assert run("install", "gemini", "--allow", "footage", "--allow", "~/b", "--allow", "/mnt/c")[0] == 0
    entry = json.loads((home / ".gemini/settings.json").read_text())["mcpServers"]["nemovideo"]
    opened = [str(home / "footage"), str(home / "b"), "/mnt/c"]
    assert entry["args"][-7:] == ["serve", *(word for path in opened for word in ("--allow", path))]
    assert run("uninstall", "gemini")[0] == 0
    assert list((home / ".gemini").glob("*.json")) == []


def test_only_a_client_that_the_protocol_names_gets_a_platform(run: Run, home: Path) -> None:
    for client in ("cursor", "claude", "gemini"):
        assert run("install", client, "--force")[0] == 0
    cursor, claude, gemini = (
        json.loads((home / path).read_text())["mcpServers"]["nemovideo"]["env"]
        for path in (".cursor/mcp.json", ".claude.json", ".gemini/settings.json")
    )
    assert cursor["SKILL_SOURCE"] == "cursor"
    assert "SKILL_SOURCE" not in {**claude, **gemini}


def test_all_skills_come_along_where_none_is_chosen(run: Run, home: Path) -> None:
    assert run("install", "openclaw", "--force")[0] == 0
    copied = {path.name for path in (home / ".openclaw/skills").iterdir()}
    assert copied == {skill.folder.name for skill in find_skills()}


def test_no_token_is_ever_written_and_none_is_shown(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_mine")
    mine = {"command": "old", "args": [], "env": {"NEMO_TOKEN": "nmv_usr_theirs"}}
    other = {"command": "b", "env": {"API_KEY": "other-key"}}
    (home / ".claude.json").write_text(json.dumps({"mcpServers": {"nemovideo": mine, "b": other}}))
    code, out, err = run("install", "claude")
    assert code == 0
    assert "nmv_usr" not in out + err
    assert "other-key" not in out + err
    assert "nmv_usr_mine" not in (home / ".claude.json").read_text()
    entry = json.loads((home / ".claude.json").read_text())["mcpServers"]["nemovideo"]
    # Where the program keeps its things was said by the environment, so the server has to know it too.
    assert set(entry["env"]) == {"NEMO_TOKEN", "NEMO_HOME"}


def test_a_dry_run_shows_the_same_and_writes_nothing(run: Run, home: Path) -> None:
    (home / ".gemini").mkdir()
    code, dry, _ = run("install", "gemini", "--dry-run")
    assert code == 0
    assert dry.endswith("Nothing was written (--dry-run).\n")
    assert list((home / ".gemini").iterdir()) == []
    wet = run("install", "gemini")[1]
    assert wet.splitlines()[:-1] == dry.splitlines()[:-1]


def test_uninstall_says_what_it_takes_and_what_it_leaves(run: Run, home: Path) -> None:
    (home / ".codex").mkdir()
    config = home / ".codex/config.toml"
    config.write_text('model = "o" # mine\n')
    run("install", "codex")
    page = next((home / ".agents/skills").glob("*/SKILL.md"))
    page.write_text("edited")
    code, out, _ = run("uninstall", "codex")
    assert code == 0
    assert config.read_text() == 'model = "o" # mine\n'
    assert "~/.codex/config.toml: nemovideo is taken out" in out
    assert f"{page.parent.name}: the skill has been changed since, and is left" in out
    assert "Nothing had to be changed." in run("uninstall", "gemini")[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["install", "emacs"], 2, "claude | claude-desktop | cursor"),
        (["install", "cursor"], 1, "--force"),
        (["install", "claude", "--force", "--skill", "nope"], 1, "there is no skill 'nope'"),
        (["install", "claude", "--force", "--backend", "nope"], 1, "is not a backend"),
    ],
)
def test_what_cannot_be_done_says_what_can(
    words: list[str], code: int, said: str, run: Run, home: Path
) -> None:
    found, _, err = run(*words)
    assert found == code
    assert said in err
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("program", "is_so"),
    [
        ("/home/a/.cache/uv/archive-v0/LCZm/bin/nemovideo", True),
        ("C:\\Users\\a\\AppData\\Local\\uv\\cache\\archive-v0\\LCZm\\Scripts\\nemovideo.exe", True),
        ("/home/a/.local/pipx/.cache/0a1b/bin/nemovideo", True),
        ("/home/a/.local/share/uv/tools/nemovideo-mcp/bin/nemovideo", False),
        ("/home/a/.local/pipx/venvs/nemovideo-mcp/bin/nemovideo", False),
    ],
)
def test_a_program_in_a_cache_is_told_from_an_installed_one(program: str, is_so: bool) -> None:
    assert is_temporary(program) == is_so


def test_torn_settings_are_named_with_their_place_in_both_languages(run: Run, home: Path) -> None:
    (home / ".claude.json").write_text('{\n  "a": 1,\n}\n')
    assert "(line 3, column 1)" in run("install", "claude")[2]
    assert "第 3 行，第 1 列" in run("install", "claude", "--language", "zh")[2]
    assert (home / ".claude.json").read_text() == '{\n  "a": 1,\n}\n'


def test_torn_settings_do_not_spoil_the_list(run: Run, home: Path) -> None:
    (home / ".claude.json").write_bytes(b"{\xff")
    code, out, _ = run("install")
    assert code == 0
    assert "is not UTF-8 text (line 1, column 2)" in out
    assert len(out.splitlines()) == 7
