"""Processes for what is too heavy for the event loop: some that look at files, some that render."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from typing import TypeVar

from nemovideo_mcp.errors import WorkerDied
from nemovideo_mcp.studio.memory import memory_bytes, worker_counts
from nemovideo_mcp.studio.render_pool import Elsewhere, RenderPool

__all__ = ["Workers"]

T = TypeVar("T")

_LONG_IDLE_S, _SHORT_IDLE_S = 60.0, 900.0


def _process_pool(workers: int) -> Executor:
    from nemovideo_mcp.export.processes import worker_pool

    return worker_pool(workers)


class Workers:
    """Pools that are made when first needed, and made anew when a process of theirs has died.

    There are as many processes as memory and cores bear. Where there are two lookers or more, one is always left free
    for short looks: `analyse_at_once` is how many long ones may go on, and the lookers for these are given up when
    there was none for a minute. `rendering` is for exports; with a `cluster`, parts of films go there.
    """

    def __init__(
        self,
        *,
        make_pool: Callable[[int], Executor] = _process_pool,
        renderers: int | None = None,
        cluster: Elsewhere | None = None,
    ) -> None:
        counts = worker_counts(memory_bytes(), cores=os.cpu_count())
        self.analyse_at_once = max(1, counts.lookers - 1)
        self._short = _Lookers(make_pool, 1, idle_s=_SHORT_IDLE_S)
        self._long = (
            self._short
            if counts.lookers == 1
            else _Lookers(make_pool, self.analyse_at_once, idle_s=_LONG_IDLE_S)
        )
        self.rendering = RenderPool(
            make_pool=make_pool, workers=renderers or counts.renderers, cluster=cluster
        )

    async def look(self, task: Callable[..., T], *args: object, long: bool) -> T:
        """`task(*args)` in a worker. If the process dies of it, it is tried once more; then raises `WorkerDied`."""
        return await (self._long if long else self._short).run(task, *args)

    def make_room(self) -> None:
        """Give up the lookers for long looks if they have nothing to do: what begins now needs the memory."""
        if self._long is not self._short and not self._long.is_busy:
            self._long.close()

    def close(self) -> None:
        """Begin nothing more; the processes end when they have done what they are at, or with this one."""
        self.rendering.close()
        self._long.close()
        self._short.close()


class _Lookers:
    """`workers` processes of `make_pool(workers)`, given up when they have had nothing to do for `idle_s`."""

    def __init__(self, make_pool: Callable[[int], Executor], workers: int, *, idle_s: float) -> None:
        self._make_pool = make_pool
        self._workers = workers
        self._idle_s = idle_s
        self._pool: Executor | None = None
        self._running = 0
        self._giving_up: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        return self._running > 0

    async def run(self, task: Callable[..., T], *args: object) -> T:
        """As `Workers.look`."""
        loop = asyncio.get_running_loop()
        if self._giving_up is not None:
            self._giving_up.cancel()
        self._running += 1
        try:
            for _ in range(2):
                pool = self._pool = self._pool or self._make_pool(self._workers)
                try:
                    return await loop.run_in_executor(pool, task, *args)
                except BrokenExecutor:
                    if self._pool is pool:
                        self._end()
            raise WorkerDied
        finally:
            self._running -= 1
            if not self._running:
                self._giving_up = loop.call_later(self._idle_s, self._end)

    def close(self) -> None:
        """Let the processes end, and wait for no more tasks."""
        if self._giving_up is not None:
            self._giving_up.cancel()
        self._end()

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
