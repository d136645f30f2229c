"""Processes for work that is too heavy for the event loop: of low priority, bounded, and ending with their parent.

What a process needs for its tasks it loads with its first one: one that looks at files never loads the renderer.
"""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from nemovideo_mcp.export.child import give_way, live_with_parent

__all__ = ["be_worker", "worker_pool"]

_NICENESS = 10
_MOST_BYTES = 3 * 1024**3
"""What a worker may take: a film of 4K is rendered with a third of it."""


def worker_pool(workers: int = 2) -> ProcessPoolExecutor:
    """Processes for `export`: of low priority, without Ctrl-C, and ending with their parent, even if it is killed."""
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin_worker,
    )


def _begin_worker() -> None:
    be_worker()
    live_with_parent()


def be_worker(tasks_at_once: int = 1) -> None:
    """Make this process one that renders: of low priority, and with a bound on its memory."""
    give_way(_NICENESS)
    _bound_memory(_MOST_BYTES * tasks_at_once)


def _bound_memory(most_bytes: int) -> None:
    """Let a decoder that is led astray fail by itself, before it has taken the machine's memory.

    The sizes of pictures are looked at before; this is for what slips through. Only Linux counts memory in this way.
    """
    if sys.platform == "linux":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min([*known, most_bytes]), hard))
