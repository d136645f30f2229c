"""Long texts are read in a thread, so that whoever else is served by the same event loop goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

__all__ = ["read_aside"]

T = TypeVar("T")

_LONG = 400
"""Characters from which on reading takes longer than going to a thread and back."""


async def read_aside(read: Callable[[str], T], text: str, *, limiter: CapacityLimiter | None = None) -> T:
    """`read(text)`, in a thread of `limiter` where the text is long. `read` is made of many short steps."""
    return read(text) if len(text) <= _LONG else await to_thread.run_sync(read, text, limiter=limiter)
