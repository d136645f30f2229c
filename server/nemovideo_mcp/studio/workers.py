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


def _process_pool(workers: int) -> Executor:
    from nemovideo_mcp.export.processes import worker_pool

    return worker_pool(workers)


class Workers:
    """Two pools, made when first needed, and made anew when a process of theirs has died; `rendering` is for exports.

    There are as many processes as memory and cores bear. Where there are two lookers or more, one is always left free
    to probe what is uploaded: `analyse_at_once` is how many long looks may go on. With a `cluster`, parts of films go
    there.
    """

    def __init__(
        self,
        *,
        make_pool: Callable[[int], Executor] = _process_pool,
        renderers: int | None = None,
        cluster: Elsewhere | None = None,
    ) -> None:
        self._make_pool = make_pool
        self._looking: Executor | None = None
        counts = worker_counts(memory_bytes(), cores=os.cpu_count())
        self._lookers = counts.lookers
        self.analyse_at_once = max(1, counts.lookers - 1)
        self.rendering = RenderPool(
            make_pool=make_pool, workers=renderers or counts.renderers, cluster=cluster
        )

    async def look(self, task: Callable[..., T], *args: object) -> T:
        """`task(*args)` in a worker. If the process dies of it, it is tried once more; then raises `WorkerDied`."""
        for _ in range(2):
            pool = self._looking = self._looking or self._make_pool(self._lookers)
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, task, *args)
            except BrokenExecutor:
                if self._looking is pool:
                    self._looking = None
                    pool.shutdown(wait=False, cancel_futures=True)
        raise WorkerDied

    def close(self) -> None:
        """Begin nothing more; the processes end when they have done what they are at, or with this one."""
        self.rendering.close()
        if self._looking is not None:
            self._looking.shutdown(wait=False, cancel_futures=True)
            self._looking = None
