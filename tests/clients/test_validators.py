"""What others' own validators say of the skills, of the plugin and of the bundle for Claude Desktop."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.programs import PROGRAMS, run

ROOT = Path(__file__).parents[2]
SKILLS = sorted(page.parent for page in (ROOT / "skill").glob("*/SKILL.md"))
UMBRELLA = ROOT / "umbrella/nemovideo-mcp"


@pytest.mark.client("skills-ref")
def test_the_validator_of_agent_skills_on_npm_passes_every_skill(home: Path) -> None:
    for folder in (*SKILLS, UMBRELLA):
        done = run(PROGRAMS["skills-ref"], "validate", str(folder), home=home)
        assert done.code == 0, done.said


@pytest.mark.client("skills-ref")
def test_it_refuses_a_page_that_says_its_version_at_the_top(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "odd" / "SKILL.md"
    page.parent.mkdir()
    page.write_text("---\nname: odd\ndescription: Odd.\nversion: 1.0.0\n---\n# Odd\n", encoding="utf-8")
    assert run(PROGRAMS["skills-ref"], "validate", str(page.parent), home=home).code != 0


@pytest.mark.client("claude")
def test_claude_codes_directory_would_take_the_plugin(home: Path) -> None:
    strictly = ("plugin", "validate", "--strict", "--profile", "directory")
    done = run(PROGRAMS["claude"], *strictly, str(ROOT / "plugin"), home=home)
    assert done.code == 0, done.said
    for folder in SKILLS:
        assert f"skills: nemovideo:{folder.name}" in done.out
    assert "mcpServers: nemovideo stdio uvx" in done.out
    assert run(PROGRAMS["claude"], "plugin", "validate", "--strict", str(ROOT), home=home).code == 0


@pytest.mark.client("claude")
def test_claude_code_installs_the_plugin_from_the_repository(home: Path) -> None:
    claude = PROGRAMS["claude"]
    for words in (("marketplace", "add", str(ROOT)), ("install", "nemovideo@nemovideo")):
        done = run(claude, "plugin", *words, home=home)
        assert done.code == 0, done.said
    listed = run(claude, "plugin", "list", home=home)
    assert "nemovideo@nemovideo" in listed.out
    assert "enabled" in listed.out
    for words in (("uninstall", "nemovideo@nemovideo"), ("marketplace", "remove", "nemovideo")):
        assert run(claude, "plugin", *words, home=home).code == 0


@pytest.mark.client("mcpb")
def test_the_bundle_for_claude_desktop_is_packed(home: Path, tmp_path: Path) -> None:
    folder, packed = tmp_path / "bundle", tmp_path / "nemovideo.mcpb"
    subprocess.run([sys.executable, str(ROOT / "publish/bundle.py"), str(folder)], check=True)
    valid = run(PROGRAMS["mcpb"], "validate", str(folder / "manifest.json"), home=home)
    assert valid.code == 0, valid.said
    done = run(PROGRAMS["mcpb"], "pack", str(folder), str(packed), home=home)
    assert done.code == 0, done.said
    assert 0 < packed.stat().st_size < 5_000_000


class _EmptyRegistry(BaseHTTPRequestHandler):
    """A registry that has heard of no skill yet."""

    def do_GET(self) -> None:
        body = b'{"match": null, "latestVersion": null}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def registry() -> Generator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _EmptyRegistry) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.client("clawhub")
def test_clawhubs_own_program_would_publish_each_skill_and_refuses_the_plugin_as_one(
    registry: str, home: Path
) -> None:
    publish = ("--registry", registry, "skill", "publish", "--dry-run", "--json")
    for folder in (*SKILLS, UMBRELLA):
        done = run(PROGRAMS["clawhub"], *publish, str(folder), home=home)
        assert done.code == 0, done.said
        would = json.loads(done.out)
        assert (would["status"], would["slug"]) == ("would-publish", folder.name)
        assert would["fileCount"] == sum(file.is_file() for file in folder.rglob("*"))
    assert run(PROGRAMS["clawhub"], *publish, str(ROOT / "plugin"), home=home).code != 0


@pytest.mark.client("openclaw")
def test_openclaw_takes_the_plugin_and_the_umbrella_skill(home: Path) -> None:
    openclaw = PROGRAMS["openclaw"]
    done = run(openclaw, "skills", "install", str(UMBRELLA), home=home)
    assert done.code == 0, done.said
    taken = run(
        openclaw,
        "plugins",
        "install",
        str(ROOT / "plugin"),
        "--force",
        "--accept-capabilities",
        home=home,
    )
    assert taken.code == 0, taken.said
