"""The commands of docs/install.md and docs/chat.md, run as they stand there by somebody with an empty home."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.media import make_video
from support.pages import commands
from support.studio import make_studio, on_a_port

Shell = Callable[..., str]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    for name in (".claude", ".cursor", "clips"):
        (tmp_path / name).mkdir()
    for name in ("a.mp4", "b.mp4"):
        make_video(tmp_path / "clips" / name)

    def run(command: str, **environ: str) -> str:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "NEMO_HOME": str(tmp_path / "nemo"),
            "LC_ALL": "C.UTF-8",
            **environ,
        }
        done = subprocess.run(
            [shutil.which("bash") or "sh", "-c", command],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    yield run
    run("nemovideo studio --stop")


def test_installing_is_done_as_the_page_has_it(shell: Shell, tmp_path: Path) -> None:
    listed = commands("docs/install.md")
    assert len(listed) == 6
    told = {command: shell(command) for command in listed}
    assert "mcpServers.nemovideo" in told["nemovideo install claude          # Claude Code"]
    assert not (tmp_path / ".cursor/mcp.json").exists()
    assert not (tmp_path / ".claude.json").exists()
    assert list((tmp_path / ".claude").iterdir()) == []


def test_the_chat_is_had_as_the_page_has_it(shell: Shell, tmp_path: Path) -> None:
    listed = commands("docs/chat.md")
    assert len(listed) == 4
    with on_a_port(make_studio(tmp_path / "studio")) as address:
        for command in listed:
            shell(command, NEMO_API_URL=address)
    assert (tmp_path / "trip.mp4").is_file()
