"""Threads for what is computed: users in turn, no user all of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from nemovideo_mcp.errors import LimitReached
from nemovideo_mcp.studio.computing import Computing
from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

SECONDS = 60


class Work:
    """Work that goes on until it is let go; `begun` are those who had a thread, in order."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.gate = threading.Event()
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def __call__(self, name: str) -> str:
        self.begun.append(name)
        self._loop.call_soon_threadsafe(self._changed.set)
        assert self.gate.wait(SECONDS)
        return name

    async def until(self, count: int) -> None:
        async with asyncio.timeout(SECONDS):
            while len(self.begun) < count:
                await self._changed.wait()
                self._changed.clear()


@asynccontextmanager
async def computing(**settings: int) -> AsyncGenerator[tuple[Computing, Work]]:
    work, threads = Work(), Computing("test", **settings)
    try:
        yield threads, work
    finally:
        work.gate.set()
        threads.close()


async def test_one_user_never_has_all_the_threads() -> None:
    async with computing(at_once=2) as (threads, work):
        many = [asyncio.create_task(threads.run("a", work, f"a{n}")) for n in range(5)]
        await work.until(1)
        other = asyncio.create_task(threads.run("b", work, "b0"))
        await work.until(2)
        assert work.begun == ["a0", "b0"]
        work.gate.set()
        assert await asyncio.gather(*many, other) == ["a0", "a1", "a2", "a3", "a4", "b0"]


async def test_who_waits_has_a_turn_before_another_has_a_second() -> None:
    async with computing(at_once=1) as (threads, work):
        tasks = [asyncio.create_task(threads.run("a", work, f"a{n}")) for n in range(3)]
        await work.until(1)
        tasks.append(asyncio.create_task(threads.run("b", work, "b0")))
        await asyncio.sleep(0)
        work.gate.set()
        await asyncio.gather(*tasks)
        assert work.begun.index("b0") < work.begun.index("a2")


async def test_a_thread_that_nobody_waits_for_still_takes_its_users_place() -> None:
    async with computing(at_once=2) as (threads, work):
        given_up = asyncio.create_task(threads.run("a", work, "a0"))
        await work.until(1)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        again = asyncio.create_task(threads.run("a", work, "a1"))
        other = asyncio.create_task(threads.run("b", work, "b0"))
        await work.until(2)
        assert work.begun == ["a0", "b0"]
        work.gate.set()
        assert await again == "a1"
        await other


async def test_what_goes_wrong_is_told_and_the_place_is_free_again() -> None:
    def fail() -> None:
        raise ValueError("no")

    async with computing() as (threads, work):
        for _ in range(3):
            with pytest.raises(ValueError, match="no"):
                await threads.run("a", fail)
        work.gate.set()
        assert await threads.run("a", work, "a") == "a"


async def test_more_than_may_wait_are_refused_in_words() -> None:
    async with computing(waiting=2) as (threads, work):
        tasks = [asyncio.create_task(threads.run("a", work, f"a{n}")) for n in range(3)]
        await work.until(1)
        with pytest.raises(LimitReached) as refused:
            await threads.run("a", work, "too many")
        assert "2 calls that wait" in refused.value.what("en")
        assert "2 个等待中的请求" in refused.value.what("zh")
        work.gate.set()
        await asyncio.gather(*tasks)


async def test_edits_of_one_user_that_take_long_stop_neither_anothers_edits_nor_readings(
    tmp_path: Path,
) -> None:
    """Of one user in several projects at once: more than there are threads."""
    studio = make_studio(tmp_path)
    async with in_process(studio) as http:
        work = Work()
        held = [asyncio.create_task(studio.computing.run("slow", work, str(n))) for n in range(8)]
        await work.until(1)
        other = Caller(http=http, client_id="other")
        async with asyncio.timeout(SECONDS):
            await other.begin()
            project = f"/studio/sessions/{other.session_id}"
            edited = await other.post(
                f"{project}/edits", {"operations": [{"op": "add_text", "text": "hello"}]}
            )
            assert edited.status_code == 200
            assert (await other.get(f"{project}/timeline")).status_code == 200
        work.gate.set()
        await asyncio.gather(*held)
