"""Kills at fixed steps: nothing acknowledged is lost, nothing is done twice. `benchmarks/kills.py` draws its steps."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcp import MCPError
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import read_record
from support.agent import hosted
from support.failpoints import RUN, killed_after, killed_before
from support.media import count_frames, make_video

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9"),
]

SECONDS = 240
WISH = "join the clips, no music"
TITLE: list[dict[str, Any]] = [{"op": "add_text", "text": "Harbour", "start": 0, "length": 1}]
A_DAY_S = 25 * 3600.0


@pytest.fixture
def film_clip(tmp_path: Path) -> Path:
    return make_video(tmp_path / "a.mp4", duration_ms=1000, width=160, height=90)


@contextmanager
def studio(home: Path, prelude: str) -> Iterator[None]:
    """A studio of the user's that runs `prelude` first."""
    environ = {**os.environ, "NEMO_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-c", prelude + RUN, "studio", "--auto"],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + SECONDS
    while read_record(Paths.from_env(environ)) is None:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    try:
        yield
    finally:
        process.kill()
        process.wait(20)


def a_day_passes(folder: Path) -> None:
    """What lies in `folder` was left there the day before."""
    earlier = time.time() - A_DAY_S
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (earlier, earlier))


async def test_an_edit_whose_studio_is_killed_before_it_can_answer_is_made_once(
    home: Path, film_clip: Path
) -> None:
    with anyio.fail_after(SECONDS), studio(home, killed_after("nemovideo_mcp.studio.edits:Edits.keep")):
        async with NemoClient.from_env(backend="local", environ={"NEMO_HOME": str(home)}) as nemo:
            session = (await nemo.create_session(name="trip")).session_id
            await nemo.upload(session, [film_clip])
            reply = await nemo.send_message(session, WISH)
            answer = await nemo.edit(session, TITLE)
            versions = await nemo.versions(session)
            view = await nemo.timeline(session)
    assert reply.text
    assert reply.answered
    assert answer["version"] == 2
    assert [version.changed for version in versions] == [True, True]
    assert [text["text"] for text in view["texts"]] == ["Harbour"]


async def made_and_exported(home: Path, work: Path, clip: Path, prelude: str) -> None:
    async with hosted(home, cwd=work, prelude=prelude) as agent:
        await agent.does("upload_media", files=str(clip), project="trip")
        await agent.does("send_edit", message=WISH, project="trip", idempotency_key="one")
        await agent.does("export_video", project="trip", output="trip.mp4")


async def test_a_film_whose_server_is_killed_before_it_can_say_so_is_there_once(
    home: Path, film_clip: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    killed = killed_before("nemovideo_mcp.client.projects:ProjectBook.end_export")
    with anyio.fail_after(SECONDS):
        with pytest.raises((MCPError, BaseExceptionGroup)):
            await made_and_exported(home, work, film_clip, killed)
        [film] = work.glob("*.mp4")
        a_day_passes(work)
        async with hosted(home, cwd=work) as agent:
            again = await agent.does("send_edit", message=WISH, project="trip", idempotency_key="one")
            answer = await agent.does("export_video", project="trip", output="trip.mp4")
    assert again["version"] == 1
    assert Path(answer["path"]) == film
    assert list(work.glob("*.mp4")) == [film]
    assert not list(work.glob(".nemovideo-*"))
    assert count_frames(film) == pytest.approx(30, abs=2)


async def test_a_command_that_is_killed_while_it_saves_is_gone_on_with(
    home: Path, film_clip: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    environ = {**os.environ, "NEMO_HOME": str(home)}
    made = ["make", "--project", "trip", "-o", "trip.mp4"]

    def run(prelude: str, *more: str) -> int:
        words = [sys.executable, "-c", prelude + RUN, *made, *more]
        return subprocess.run(
            words, cwd=work, env=environ, check=False, capture_output=True, timeout=SECONDS
        ).returncode

    saving = killed_before("nemovideo_mcp.client.download:_put_in_place")
    assert run(saving, str(film_clip), "-m", WISH) == -9
    assert [path.name[:11] for path in work.iterdir()] == [".nemovideo-"]
    assert run(killed_after("nemovideo_mcp.client.download:_put_in_place")) == -9
    assert (work / "trip.mp4").is_file()
    a_day_passes(work)
    assert run("") == 0
    assert [path.name for path in work.iterdir()] == ["trip.mp4"]
    assert count_frames(work / "trip.mp4") == pytest.approx(30, abs=2)
