"""The processes that look at files: made when needed, given up when idle, replaced when they die."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any, ParamSpec, TypeVar

import anyio
import pytest

from nemovideo_mcp.errors import WorkerDied
from nemovideo_mcp.studio import workers as workers_module
from nemovideo_mcp.studio.memory import WorkerCounts
from nemovideo_mcp.studio.workers import Workers

pytestmark = pytest.mark.anyio

P = ParamSpec("P")
T = TypeVar("T")


class Pool(ThreadPoolExecutor):
    """Threads in the place of processes, that know when they were given up."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers)
        self.workers = workers
        self.given_up = anyio.Event()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        self.given_up.set()


class DyingPool(Pool):
    """Its process dies of whatever it is asked."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        del fn, args, kwargs
        ended: Future[Any] = Future()
        ended.set_exception(BrokenExecutor())
        return ended


@pytest.fixture(autouse=True)
def three_lookers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine has."""
    monkeypatch.setattr(workers_module, "worker_counts", lambda *_, **__: WorkerCounts(3, 2))


async def test_idle_lookers_of_films_make_room_for_an_export_and_the_one_for_pictures_stays() -> None:
    made: list[Pool] = []

    def make_pool(count: int) -> Executor:
        made.append(Pool(count))
        return made[-1]

    workers = Workers(make_pool=make_pool)
    assert await workers.look(len, "look", long=False) == 4
    assert await workers.look(len, "film", long=True) == 4
    short, long = made
    assert (short.workers, long.workers) == (1, 2)
    workers.make_room()
    assert long.given_up.is_set()
    assert not short.given_up.is_set()
    assert await workers.look(len, "another", long=True) == 7
    assert len(made) == 3
    workers.close()
    assert short.given_up.is_set()
    assert made[2].given_up.is_set()


async def test_a_looker_that_is_at_work_makes_no_room() -> None:
    made: list[Pool] = []

    def make_pool(count: int) -> Executor:
        made.append(Pool(count))
        return made[-1]

    workers = Workers(make_pool=make_pool)
    begun, end = Event(), Event()

    def look() -> bool:
        begun.set()
        return end.wait(30)

    async with anyio.create_task_group() as group:
        group.start_soon(partial(workers.look, look, long=True))
        await anyio.to_thread.run_sync(begun.wait)
        workers.make_room()
        assert not made[0].given_up.is_set()
        end.set()
    workers.close()


async def test_a_look_of_which_a_process_dies_is_tried_once_more() -> None:
    pools = iter([DyingPool(2), Pool(2), DyingPool(2), DyingPool(2)])
    workers = Workers(make_pool=lambda _: next(pools))
    assert await workers.look(len, "film", long=True) == 4
    workers.close()
    with pytest.raises(WorkerDied):
        await workers.look(len, "film", long=True)
    workers.close()
