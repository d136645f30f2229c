"""The renderer's workers, which exports share: each has its lane, and the turns are those of `fair_queue`.

No more tasks go to the processes than there are of them; the others wait here, where their order can still change.
With a cluster, parts of films go there, and what is done for a whole film stays with the processes of this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, Protocol, TypeVar

from nemovideo_mcp.studio.fair_queue import FairQueue, Turn

__all__ = ["Elsewhere", "Lane", "RenderPool"]

# Processes that had nothing to do for so long are given up; they are there again within a second or two.
_IDLE_S = 900.0

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Elsewhere(Protocol):
    """Workers on other machines, as `export.cluster.Cluster`: an executor whose room changes."""

    @property
    def room(self) -> int:
        """How many tasks may be handed over at this moment."""
        ...

    def begin(self, on_change: Callable[[], None]) -> None:
        """Connect; `on_change` is called from any thread when `room` has changed."""
        ...

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]: ...

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None: ...


@dataclass(kw_only=True)
class _Task:
    """A task in its lane, of the `whole` film or a part. One under way when a process died is run again `alone`."""

    future: Future[Any]
    call: partial[Any]
    whole: bool
    alone: bool = False
    is_long: bool = False

    @property
    def wanted(self) -> bool:
        """False for one that was called off while it waited; from now on it cannot be."""
        return self.alone or self.future.set_running_or_notify_cancel()


class Lane(Executor):
    """The executor of one export: its tasks wait here for their turn. `submit` may be called from any thread."""

    def __init__(self, key: str, pool: RenderPool, loop: asyncio.AbstractEventLoop) -> None:
        self.key = key
        self.begun = asyncio.Event()
        """Set when it is the export's turn to begin, or when it has left."""
        self.tasks: deque[_Task] = deque()
        self.has_left = False
        self._pool = pool
        self.loop = loop

    @property
    def ahead(self) -> int:
        """How many exports come before this one."""
        return self._pool.queue.ahead(self.key)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand in a task. The future fails with `BrokenExecutor` where the process dies of this very task."""
        # Imported late: whoever renders has PyAV already, and whoever waits does not need it.
        from nemovideo_mcp.export.tasks import PART_TASKS

        future: Future[_T] = Future()
        task = _Task(future=future, call=partial(fn, *args, **kwargs), whole=fn not in PART_TASKS)
        self.loop.call_soon_threadsafe(self._pool.hand_in, self, task)
        return future

    def leave(self) -> None:
        """The export is over, or is no longer wanted; what waits is called off."""
        self._pool.leave(self)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """The same, from any thread; the workers are others' too."""
        self.loop.call_soon_threadsafe(self.leave)


class RenderPool:
    """`workers` processes of `make_pool(workers)`, made when first needed or foreseen (`warm`), and given up when they
    have had nothing to do for a while. All but `Lane.submit` is the event loop's.

    When a process dies, the tasks that were under way are run once more, each in a process of its own: the one that
    dies of it again fails, and the others' exports never hear of it. `clock` gives seconds, `idle_s` is that while.
    Parts go to `cluster`, where there is one.
    """

    def __init__(
        self,
        *,
        make_pool: Callable[[int], Executor],
        workers: int,
        clock: Callable[[], float] = time.monotonic,
        idle_s: float = _IDLE_S,
        cluster: Elsewhere | None = None,
    ) -> None:
        self.queue = FairQueue(whole_apart=cluster is not None)
        self._cluster = cluster
        self._make_pool = make_pool
        self._workers = workers
        self._clock = clock
        self._pool: Executor | None = None
        self._lanes: dict[str, Lane] = {}
        self._running = 0
        self._running_long = 0
        self._idle_s = idle_s
        self._giving_up: asyncio.TimerHandle | None = None

    def warm(self) -> None:
        """Start the processes, with all that they need, so that an export that is foreseen need not wait for them."""
        # Imported late, as in `Lane.submit`: who warms has it loaded soon.
        from nemovideo_mcp.export.tasks import get_ready

        if self._pool is None:
            self._pool = self._make_pool(self._workers)
            with contextlib.suppress(
                RuntimeError
            ):  # a pool that broke at once is made anew by the first task
                for _ in range(self._workers):
                    self._pool.submit(get_ready)
        self._give_up_later()

    def join(self, key: str, *, user: str, arrived_s: float, expected_s: float) -> Lane:
        """The lane of an export that was asked for at `arrived_s` and should take `expected_s` of a worker."""
        lane = self._lanes[key] = Lane(key, self, asyncio.get_running_loop())
        self.queue.join(key, user=user, arrived_s=arrived_s, expected_s=expected_s)
        if self._cluster is not None:
            self._cluster.begin(partial(_call_soon, lane.loop, self._give_turns))
        self._give_turns()
        return lane

    def leave(self, lane: Lane) -> None:
        """Called by the lane."""
        if lane.has_left:
            return
        lane.has_left = True
        lane.begun.set()
        for task in lane.tasks:
            if task.alone or not task.future.cancel():
                task.future.set_exception(CancelledError())
        lane.tasks.clear()
        del self._lanes[lane.key]
        self.queue.leave(lane.key)
        self._give_turns()
        self._give_up_later()

    def hand_in(self, lane: Lane, task: _Task) -> None:
        """Called by the lane, for a task that was submitted."""
        if lane.has_left:
            task.future.cancel()
            return
        task.is_long = self.queue.offer(lane.key, whole=task.whole)
        lane.tasks.append(task)
        self._give_turns()

    def close(self) -> None:
        """Begin nothing more; the processes end when they have done what they are at."""
        for lane in list(self._lanes.values()):
            self.leave(lane)
        if self._giving_up is not None:
            self._giving_up.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        if self._cluster is not None:
            self._cluster.shutdown(wait=False, cancel_futures=True)

    def _give_up_later(self) -> None:
        """End the processes when nothing is asked of them for `idle_s` from now on."""
        if self._giving_up is not None:
            self._giving_up.cancel()
        self._giving_up = asyncio.get_running_loop().call_later(self._idle_s, self._give_up)

    def _give_up(self) -> None:
        if self._pool is None or self._lanes or self._running:
            return
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

    def _give_turns(self) -> None:
        while (turn := self._next()) is not None:
            lane = self._lanes[turn.key]
            if turn.begins:
                lane.begun.set()
            elif (task := _next_wanted(lane, is_long=turn.is_long)) is None:
                self.queue.settle(turn, 0.0)
            else:
                self._run(lane, task, turn)

    def _next(self) -> Turn | None:
        if self._cluster is not None:
            elsewhere = self._running - self._running_long
            return self.queue.next(
                free=elsewhere < self._cluster.room, long_free=self._running_long < self._workers
            )
        most_long = max(1, self._workers - 1)
        free = self._running < self._workers
        return self.queue.next(free=free, long_free=free and self._running_long < most_long)

    def _run(self, lane: Lane, task: _Task, turn: Turn) -> None:
        self._running += 1
        self._running_long += turn.is_long
        began_s, loop = self._clock(), asyncio.get_running_loop()
        pool: Executor | Elsewhere
        if self._cluster is not None and not task.is_long:
            pool = self._cluster
        elif task.alone:
            pool = self._make_pool(1)
        else:
            pool = self._pool = self._pool or self._make_pool(self._workers)

        def ended(inner: Future[Any]) -> None:
            _call_soon(loop, self._ended, lane, task, turn, pool, self._clock() - began_s, inner)

        try:
            inner = pool.submit(task.call.func, *task.call.args, **task.call.keywords)
        except RuntimeError as error:  # it broke since its last task
            inner = Future[Any]()
            inner.set_exception(error)
        inner.add_done_callback(ended)

    def _ended(
        self,
        lane: Lane,
        task: _Task,
        turn: Turn,
        pool: Executor | Elsewhere,
        took_s: float,
        inner: Future[Any],
    ) -> None:
        self._running -= 1
        self._running_long -= turn.is_long
        self.queue.settle(turn, took_s)
        error = CancelledError() if inner.cancelled() else inner.exception()
        is_broken = isinstance(error, BrokenExecutor)
        if task.alone:
            pool.shutdown(wait=False)
        elif is_broken and pool is self._pool:
            self._pool = None
            pool.shutdown(wait=False, cancel_futures=True)
        if is_broken and not task.alone and not lane.has_left:
            task.alone = True
            lane.tasks.appendleft(task)
            task.is_long = self.queue.offer(lane.key, whole=task.whole)
        elif error is not None:
            task.future.set_exception(error)
        else:
            task.future.set_result(inner.result())
        self._give_turns()


def _call_soon(loop: asyncio.AbstractEventLoop, call: Callable[..., object], *args: object) -> None:
    # What ends behind the studio has nobody who waits for it.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(call, *args)


def _next_wanted(lane: Lane, *, is_long: bool) -> _Task | None:
    """The next task of that kind that was not called off."""
    for task in [task for task in lane.tasks if task.is_long == is_long]:
        lane.tasks.remove(task)
        if task.wanted:
            return task
    return None
