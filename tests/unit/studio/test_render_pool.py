"""The renderer's workers between exports: whose task runs next, and what a dead process does to the others."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from typing import Any

import pytest

from nemovideo_mcp.export import tasks
from nemovideo_mcp.studio.render_pool import Lane, RenderPool

pytestmark = pytest.mark.anyio


def processes(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


async def lane_of(pool: RenderPool, key: str, *, user: str, expected_s: float = 1.0) -> Lane:
    """A lane whose turn to begin has come."""
    lane = pool.join(key, user=user, arrived_s=0.0, expected_s=expected_s)
    async with asyncio.timeout(30):
        await lane.begun.wait()
    return lane


async def result_of(future: Future[Any]) -> Any:
    async with asyncio.timeout(60):
        return await asyncio.wrap_future(future)


async def test_a_short_export_of_another_user_takes_its_turn_at_the_next_boundary() -> None:
    now_s = 0.0
    pool = RenderPool(make_pool=ThreadPoolExecutor, workers=1, clock=lambda: now_s)
    order: list[str] = []
    gate, running = threading.Event(), threading.Event()

    def task(name: str) -> None:
        nonlocal now_s
        running.set()
        assert gate.wait(30)
        now_s += 1
        order.append(name)

    film = await lane_of(pool, "film", user="a", expected_s=600.0)
    parts = [film.submit(task, f"film {n}") for n in range(5)]
    assert await asyncio.to_thread(running.wait, 30)
    short = pool.join("short", user="b", arrived_s=1.0, expected_s=3.0)
    # It may prepare itself while all workers are busy, so that it has a task when one is free.
    await asyncio.wait_for(short.begun.wait(), 30)
    last = [short.submit(task, "short") for _ in range(2)]
    await asyncio.sleep(0)
    gate.set()
    for future in (*parts, *last):
        await result_of(future)
    pool.close()

    assert order[:2] == ["film 0", "short"]
    assert max(n for n, name in enumerate(order) if name == "short") <= 3


async def test_a_process_that_dies_takes_nobody_with_it_but_its_own_export() -> None:
    pool = RenderPool(make_pool=processes, workers=2)
    deadly = await lane_of(pool, "deadly", user="a")
    killing = deadly.submit(os._exit, 1)
    other = await lane_of(pool, "other", user="b")
    futures = [other.submit(time.sleep, 0.2) for _ in range(3)]

    with pytest.raises(BrokenExecutor):
        await result_of(killing)
    assert [await result_of(future) for future in futures] == [None] * 3
    again = deadly.submit(abs, -1)
    assert await result_of(again) == 1
    pool.close()


async def test_what_is_called_off_never_runs_and_what_leaves_is_called_off() -> None:
    pool = RenderPool(make_pool=ThreadPoolExecutor, workers=1)
    gate = threading.Event()
    ran: list[int] = []
    lane = await lane_of(pool, "film", user="a")
    first = lane.submit(gate.wait, 30)
    called_off, left = lane.submit(ran.append, 1), lane.submit(ran.append, 2)
    await asyncio.sleep(0)
    assert called_off.cancel()
    lane.leave()
    with pytest.raises(CancelledError):
        left.result(timeout=0)
    gate.set()
    assert await result_of(first) is True
    late = lane.submit(ran.append, 3)
    other = await lane_of(pool, "other", user="a")
    assert await result_of(other.submit(abs, -2)) == 2
    assert late.cancelled()
    assert ran == []
    pool.close()


async def test_workers_that_got_ready_take_the_export_and_are_given_up_when_there_is_no_other() -> None:
    made: list[ThreadPoolExecutor] = []

    def make_pool(workers: int) -> Executor:
        made.append(ThreadPoolExecutor(workers, thread_name_prefix=f"pool {len(made)}"))
        return made[-1]

    def worker() -> str:
        return threading.current_thread().name.rpartition("_")[0]

    pool = RenderPool(make_pool=make_pool, workers=2, idle_s=0.0)
    pool.warm()
    pool.warm()
    assert len(made) == 1
    lane = await lane_of(pool, "film", user="a")
    await asyncio.sleep(0.01)  # the time to give them up passes while there is something to do
    assert await result_of(lane.submit(worker)) == "pool 0"
    lane.leave()
    async with asyncio.timeout(30):
        while not made[0]._shutdown:
            await asyncio.sleep(0)
    later = await lane_of(pool, "later", user="a")
    assert await result_of(later.submit(worker)) == "pool 1"
    pool.close()


async def test_an_error_of_a_task_comes_out_as_it_is() -> None:
    pool = RenderPool(make_pool=ThreadPoolExecutor, workers=1)
    lane = await lane_of(pool, "film", user="a")
    with pytest.raises(ZeroDivisionError):
        await result_of(lane.submit(divmod, 1, 0))
    assert await result_of(lane.submit(divmod, 7, 2)) == (3, 1)
    pool.close()


async def test_when_the_pool_closes_those_who_wait_hear_of_it() -> None:
    pool = RenderPool(make_pool=ThreadPoolExecutor, workers=1)
    gate = threading.Event()
    lane = await lane_of(pool, "film", user="a")
    running, waiting = lane.submit(gate.wait, 30), lane.submit(abs, -1)
    await asyncio.sleep(0)
    second = pool.join("second", user="a", arrived_s=1.0, expected_s=1.0)
    pool.close()
    assert waiting.cancelled()
    assert second.begun.is_set()
    assert second.has_left
    gate.set()
    assert await result_of(running) is True


class Elsewhere(ThreadPoolExecutor):
    """A cluster of so many threads, which says who ran where."""

    def __init__(self, room: int) -> None:
        super().__init__(8, thread_name_prefix="elsewhere")
        self.room = room
        self.on_change: Callable[[], None] = lambda: None

    def begin(self, on_change: Callable[[], None]) -> None:
        self.on_change = on_change


def part(gate: threading.Event) -> str:
    """Where a part of a film runs, when the gate is open."""
    assert gate.wait(30)
    return threading.current_thread().name


async def test_parts_go_to_the_cluster_as_it_has_room_and_whole_films_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "PART_TASKS", frozenset({part}))
    cluster = Elsewhere(room=1)
    pool = RenderPool(make_pool=ThreadPoolExecutor, workers=1, cluster=cluster)
    gates = [threading.Event() for _ in range(4)]
    lane = await lane_of(pool, "film", user="a")
    parts = [lane.submit(part, gate) for gate in gates]
    # All workers there are busy, and those here are not.
    sound = await result_of(lane.submit(lambda: threading.current_thread().name))
    assert not sound.startswith("elsewhere")
    assert [p.running() for p in parts] == [True, False, False, False]
    cluster.room = 3
    await asyncio.to_thread(cluster.on_change)
    async with asyncio.timeout(30):
        while not parts[2].running():
            await asyncio.sleep(0)
    assert not parts[3].running()
    # A short film of somebody else is next, also where the first has a part that waits.
    other = await lane_of(pool, "other", user="b")
    short = other.submit(part, gates[3])
    gates[0].set()
    assert (await result_of(parts[0])).startswith("elsewhere")
    async with asyncio.timeout(30):
        while not short.running():
            await asyncio.sleep(0)
    assert not parts[3].running()
    for gate in gates:
        gate.set()
    for future in (*parts, short):
        assert (await result_of(future)).startswith("elsewhere")
    pool.close()
