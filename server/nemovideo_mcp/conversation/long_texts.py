"""Long texts are read beside the event loop, so that whoever else is served by it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from anyio import CapacityLimiter, to_thread

__all__ = ["Elsewhere", "Reading", "read_aside"]

T = TypeVar("T")

_LONG = 400
"""Characters from which on reading takes longer than going to a thread and back."""

_VERY_LONG = 1500
"""Characters from which on a thread that reads would keep the interpreter from others for more than 50 ms."""


class Elsewhere(Protocol):
    """Does `read(text)` in another process, and waits for it."""

    def __call__(self, read: Callable[[str], T], text: str, /) -> T: ...


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the messages of one user are read: one long one at a time, very long ones `elsewhere` if that is given."""

    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    elsewhere: Elsewhere | None = None

    async def aside(self, read: Callable[[str], T], text: str) -> T:
        """`read(text)`; a `read` that goes to another process is a function of a module."""
        if self.elsewhere is not None and len(text) > _VERY_LONG:
            return await to_thread.run_sync(self.elsewhere, read, text, limiter=self.limiter)
        return await read_aside(read, text, limiter=self.limiter)


async def read_aside(read: Callable[[str], T], text: str, *, limiter: CapacityLimiter | None = None) -> T:
    """`read(text)`, in a thread of `limiter` where the text is long. `read` is made of many short steps."""
    return read(text) if len(text) <= _LONG else await to_thread.run_sync(read, text, limiter=limiter)
