"""An event loop whose time passes only when everybody waits: hours of a protocol in milliseconds, in the same order."""

from __future__ import annotations

import asyncio
import selectors
import threading
from typing import Any

from anyio._backends._asyncio import WorkerThread

__all__ = ["VIRTUAL", "VirtualLoop"]


class _Selector(selectors.SelectSelector):
    """Where a real selector would wait for the next timer, time is moved to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if _a_thread_works() and (ready := super().select(5)):
            return ready
        if timeout is None:
            # No timer runs: only a thread could still wake us.
            ready = super().select(5)
            assert ready, "everybody waits for something that never comes"
            return ready
        self.now += max(timeout, 0.0)
        return []


def _a_thread_works() -> bool:
    """Whether something that the loop waits for goes on in real time."""
    workers = (thread for thread in threading.enumerate() if isinstance(thread, WorkerThread))
    return any(worker not in worker.idle_workers for worker in workers)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


VIRTUAL = ("asyncio", {"loop_factory": VirtualLoop})
"""For the `anyio_backend` fixture; `anyio.run(…, backend_options=VIRTUAL[1])` does the same."""
