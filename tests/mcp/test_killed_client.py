"""The client's process is killed in the middle of the work: the work goes on, and the next client finds it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from mcp import MCPError
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import read_record
from support.agent import Agent, hosted
from support.media import count_frames, make_video

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9"),
]

WISH = "combine these clips, add upbeat music, cut to the beat, 4 seconds"
SECONDS = 120


@pytest.fixture
def clips(tmp_path: Path) -> list[str]:
    return [str(make_video(tmp_path / name, duration_ms=3000)) for name in ("a.mp4", "b.mp4")]


async def killed_in(agent: Agent, tool: str, *, when: Callable[[float], bool], **arguments: object) -> None:
    """Call a tool, and kill the server as soon as `when` says so of the progress that it tells."""

    async def note(progress: float, total: float | None, message: str | None) -> None:
        if when(progress):
            os.kill(agent.pid, signal.SIGKILL)

    with pytest.raises(MCPError):
        await agent.client.call_tool(tool, dict(arguments), progress_callback=note)


def studio_pid(home: Path) -> int:
    record = read_record(Paths.from_env({"NEMO_HOME": str(home)}))
    assert record is not None
    return record.pid


def rows(home: Path, table: str) -> int:
    """How many rows the studio has kept."""
    with sqlite3.connect(f"file:{home / 'data' / 'studio.db'}?mode=ro", uri=True) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


async def test_an_export_goes_on_and_the_next_client_gets_its_film(
    home: Path, clips: list[str], tmp_path: Path
) -> None:
    with anyio.fail_after(SECONDS):
        async with hosted(home, cwd=tmp_path / "work") as agent:
            await agent.does("upload_media", files=clips, project="trip")
            await agent.does("send_edit", message=WISH, project="trip")
            studio = studio_pid(home)
            await killed_in(agent, "export_video", when=lambda percent: percent >= 10, project="trip")
        async with hosted(home, cwd=tmp_path / "work") as agent:
            film = await agent.does("export_video", project="trip")
    assert studio_pid(home) == studio
    assert rows(home, "renders") == 1
    assert "on the beat" in film["receipt"]
    path = Path(film["path"])
    assert path.parent == tmp_path / "work"
    assert [other for other in path.parent.glob("*.mp4*") if other != path] == []
    assert count_frames(path) == pytest.approx(film["duration_s"] * 30, abs=2)


async def test_an_edit_whose_answer_nobody_heard_is_there_and_was_made_once(
    home: Path, clips: list[str], tmp_path: Path
) -> None:
    # The edit is made, and whoever sent it hears of a second stage for a minute.
    faulty = [sys.executable, "-m", "nemovideo_mcp", "studio", "--auto", "--fault", "two-stage=60:times=1"]
    studio = subprocess.Popen(faulty, stderr=subprocess.DEVNULL, env={**os.environ, "NEMO_HOME": str(home)})
    try:
        with anyio.fail_after(SECONDS):
            while read_record(Paths.from_env({"NEMO_HOME": str(home)})) is None:
                await anyio.sleep(0.02)
            async with hosted(home, cwd=tmp_path / "work") as agent:
                await agent.does("upload_media", files=clips, project="trip")
                async with anyio.create_task_group() as group:
                    group.start_soon(_kill_when_made, agent, home)
                    with pytest.raises(MCPError):
                        await agent.client.call_tool("send_edit", {"message": WISH, "project": "trip"})
            async with hosted(home, cwd=tmp_path / "work") as agent:
                seen = await agent.does("get_timeline", project="trip")
    finally:
        studio.terminate()
        assert studio.wait(20) == 0
    assert rows(home, "versions") == 1
    assert [track.partition(":")[0] for track in seen["tracks"]] == ["Video", "BGM"]


async def _kill_when_made(agent: Agent, home: Path) -> None:
    while rows(home, "versions") == 0:
        await anyio.sleep(0.02)
    os.kill(agent.pid, signal.SIGKILL)
