"""Messages are read in processes that can be ended: one that hangs or dies stops nobody else."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.errors import ServerFailed
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.studio.engine import read_message
from nemovideo_mcp.studio.reader import ReaderProcess
from nemovideo_mcp.studio.readers import Readers
from nemovideo_mcp.timeline.model import Timeline
from support.readings import understand_or_hang
from support.studio import Caller, in_process, make_studio, on_a_port, quick_engine, text_in

pytestmark = pytest.mark.anyio

SCENE = Scene(timeline=Timeline())
NEVER_S = 300.0


@asynccontextmanager
async def two_users(tmp_path: Path, *, limit_s: float) -> AsyncGenerator[tuple[Caller, Caller]]:
    """Two users of a studio whose readers are real processes."""
    studio = make_studio(
        tmp_path,
        engine=quick_engine(understand=understand_or_hang),
        make_reader=ReaderProcess,
        reading_limit_s=limit_s,
        patience_s=0.1,
    )
    async with in_process(studio) as http:
        one = Caller(http=http)
        other = Caller(http=http, client_id="7f9c24e8-3b12-4fef-91e0-56d4b0a4a1a2")
        await one.begin()
        await other.begin()
        yield one, other


async def test_a_message_that_is_not_read_in_time_is_told_in_words_and_the_next_one_is_read(
    tmp_path: Path,
) -> None:
    async with two_users(tmp_path, limit_s=2) as (user, chinese):
        await chinese.begin(language="zh")
        with_limit, other = await asyncio.gather(user.say("hang"), chinese.say("卡住"))
        again = text_in(await user.say("make it vertical"))
        state = (await user.state())["state"]

    assert "could not be read within 2 s, so nothing was done" in text_in(with_limit)
    assert "Send it in shorter parts" in text_in(with_limit)
    assert "未能在 2 秒内读完这条消息" in text_in(other)
    assert all("errorCode" not in event for event in with_limit)
    assert "9:16" in again
    assert state["version"] == 1


async def test_whoever_sends_what_hangs_keeps_nobody_else_from_being_read(tmp_path: Path) -> None:
    async with two_users(tmp_path, limit_s=NEVER_S) as (hostile, user):
        projects = [Caller(http=hostile.http, token=hostile.token) for _ in range(3)]
        for project in projects:
            await project.begin()
        hanging = [asyncio.create_task(project.say("hang")) for project in projects]
        await asyncio.sleep(0)
        async with asyncio.timeout(60):
            answer = text_in(await user.say("make it vertical"))
            timeline = await user.get(f"/studio/sessions/{user.session_id}/timeline")
        assert not any(task.done() for task in hanging)

    assert "9:16" in answer
    assert timeline.status_code == 200
    # The end of the studio has ended the processes, and with them the turns.
    await asyncio.wait_for(asyncio.gather(*hanging, return_exceptions=True), 20)


async def test_a_message_with_which_the_process_died_is_read_once_more(tmp_path: Path) -> None:
    async with two_users(tmp_path, limit_s=NEVER_S) as (user, _):
        answer = text_in(await user.say(f"die once {tmp_path / 'died'}"))

    assert (tmp_path / "died").exists()
    assert "9:16" in answer


async def test_a_message_of_which_the_process_dies_is_told_and_the_next_one_is_read(tmp_path: Path) -> None:
    async with two_users(tmp_path, limit_s=NEVER_S) as (user, _):
        events = await user.say("die")
        answer = text_in(await user.say("make it vertical"))

    assert events[-1]["errorCode"] == "500"
    assert "ended twice" in events[-1]["errorMessage"]
    assert "9:16" in answer


async def test_a_fault_of_the_rules_is_told_and_logged_and_costs_no_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[ReaderProcess] = []

    def make(understand: object) -> ReaderProcess:
        del understand
        made.append(ReaderProcess(understand_or_hang))
        return made[-1]

    readers = Readers(understand_or_hang, limit_s=NEVER_S, make_reader=make)
    try:
        with pytest.raises(ServerFailed, match="ValueError"):
            await readers.read("user", "raise", SCENE)
        assert (await readers.read("user", "make it vertical", SCENE)).operations
    finally:
        readers.close()
    assert len(made) == 1
    assert "a bug" in caplog.text


LONG = {
    "digits": "7" * 4_000,
    "full-width digits": "７" * 4_000,
    "Chinese numerals": "七" * 4_000,
    "too many digits": "7" * 6_000,
    "one word": "x" * 20_000,
    "lines": "a" + "\n" * 19_000 + "b",
    "quotation marks": "“" * 4_000,
    "brackets": "(" * 4_000,
    "list": "- a\n" * 1_000,
    "too long": "mute clip 1 " * 2_000,
    "a hundred kilobytes": "x" * 100_000,
}


async def test_long_messages_are_answered_in_words_while_another_user_is_served(tmp_path: Path) -> None:
    studio = make_studio(
        tmp_path, engine=quick_engine(understand=read_message), make_reader=ReaderProcess, reading_limit_s=60
    )
    with on_a_port(studio) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False, timeout=60) as http:
            user, other = (
                Caller(http=http),
                Caller(http=http, client_id="7f9c24e8-3b12-4fef-91e0-56d4b0a4a1a2"),
            )
            await user.begin()
            await other.begin()
            assert text_in(await user.say("hello"))
            for name, message in LONG.items():
                begun = time.monotonic()
                reply = asyncio.create_task(
                    http.post("/run_sse", json=user.words(message), headers=user.headers)
                )
                looks: list[float] = []
                while not reply.done():
                    looked = time.monotonic()
                    timeline = await other.get(f"/studio/sessions/{other.session_id}/timeline")
                    assert timeline.status_code == 200
                    looks.append(time.monotonic() - looked)
                    await asyncio.wait({reply}, timeout=0.1)
                said = (await reply).text
                refused = "in parts" in said or "in several messages" in said
                assert refused == (len(message) > 4_000 or "\n" in message), (name, said)
                assert time.monotonic() - begun < 45, name
                assert max(looks) < 10, name


async def test_a_reader_that_hangs_is_killed_with_the_studio_that_reads(tmp_path: Path) -> None:
    readers = Readers(understand_or_hang, limit_s=NEVER_S, make_reader=ReaderProcess)
    await readers.read("user", "make it vertical", SCENE)
    reading = asyncio.create_task(readers.read("user", "hang", SCENE))
    await asyncio.sleep(0.1)
    readers.close()
    with pytest.raises(ServerFailed):
        await asyncio.wait_for(reading, 20)


_KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[1:]
from support.readings import understand_or_hang
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.studio.engine import read_message
from nemovideo_mcp.studio.reader import ReaderProcess, ReadingTooSlow
from nemovideo_mcp.timeline.model import Timeline

if __name__ == "__main__":
    reader = ReaderProcess(understand_or_hang)
    scene = Scene(timeline=Timeline())
    reader.read("make it vertical", scene, limit_s=60)
    try:
        reader.read("hang", scene, limit_s=0.1)
    except ReadingTooSlow:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm for a process")
async def test_a_reader_that_hangs_ends_though_its_studio_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED, encoding="utf-8")
    # The reader holds the pipe open as long as it lives.
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, *(path for path in sys.path if path), stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        await process.communicate()
    assert process.returncode == -signal.SIGKILL
