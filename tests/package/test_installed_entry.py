"""A server that is started as the entry says that `nemovideo install` has written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import anyio
import pytest
from mcp.client.stdio import StdioServerParameters, stdio_client

from mcp import Client
from nemovideo_mcp.skills import find_skills

pytestmark = pytest.mark.anyio


@pytest.fixture
def heard() -> Generator[tuple[str, list[str]]]:
    """An address, and the platform that each request to it has named; no request is answered with anything good."""
    platforms: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            platforms.append(self.headers["X-Skill-Platform"])
            self.send_error(400)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", platforms
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("client", "settings", "skill", "platform"),
    [
        ("cursor", ".cursor/mcp.json", None, "cursor"),
        ("claude", ".claude.json", ".clawhub/skills/mine", "clawhub"),
        ("claude", ".claude.json", None, "unknown"),
    ],
)
async def test_it_says_which_platform_it_was_installed_by(
    client: str, settings: str, skill: str | None, platform: str, tmp_path: Path, heard: tuple[str, list[str]]
) -> None:
    address, platforms = heard
    wanted = ["--skill", str(tmp_path / skill)] if skill else []
    if skill:
        shutil.copytree(find_skills()[0].folder, tmp_path / skill)
    program = str(Path(sys.executable).with_name("nemovideo"))
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "NEMO_HOME": str(tmp_path / "nemo")}
    install = [program, "install", client, "--force", *wanted]
    done = subprocess.run(install, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    entry = json.loads((tmp_path / settings).read_text())["mcpServers"]["nemovideo"]
    started = StdioServerParameters(
        command=entry["command"], args=entry["args"], env={**environ, **entry["env"], "NEMO_API_URL": address}
    )
    with anyio.fail_after(60):
        async with Client(stdio_client(started)) as asking:
            assert (await asking.call_tool("check_credits", {})).is_error
    assert set(platforms) == {platform}
