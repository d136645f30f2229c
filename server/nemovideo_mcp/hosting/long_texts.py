"""A process of its own for very long messages, whose reading would keep a server of many users from all others."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import TypeVar

from nemovideo_mcp.export.child import give_way, live_with_parent

__all__ = ["LongTexts"]

T = TypeVar("T")

_NICENESS = 5


class LongTexts:
    """Reads texts in a process that is started with the first one and kept; one that dies is replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, read: Callable[[str], T], text: str, /) -> T:
        """`read(text)`; where its process dies, once more in a new one. Raises `BrokenExecutor` where that dies too."""
        for last in (False, True):
            pool = self._opened()
            try:
                return pool.submit(read, text).result()
            except BrokenExecutor:
                self._drop(pool)
                if last:
                    raise
        raise AssertionError

    def close(self) -> None:
        """End the process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _opened(self) -> ProcessPoolExecutor:
        with self._lock:
            self._pool = self._pool or ProcessPoolExecutor(
                1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
            )
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)


def _begin() -> None:
    give_way(_NICENESS)
    live_with_parent()
