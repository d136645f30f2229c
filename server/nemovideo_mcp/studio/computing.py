"""Threads for what is computed in the studio's own process: users take turns, and one of them never has them all."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.studio.shares import Shares

__all__ = ["Computing"]

P = ParamSpec("P")
T = TypeVar("T")


class Computing:
    """A few threads of their own. More of them would not be quicker, as only one holds the interpreter's lock.

    Args:
        name: of the threads.
        at_once: threads.
        per_user: how many of them work for one user at a time.
        waiting: how many calls of one user may wait.
    """

    def __init__(self, name: str, *, at_once: int = 2, per_user: int = 1, waiting: int = 64) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=f"nemovideo-{name}")
        self._shares = Shares(at_once=at_once, per_user=per_user, waiting=waiting, said=STUDIO)

    async def run(self, user: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `work` for `user`. A thread that nobody waits for any more still takes the user's place.

        Raises `LimitReached` where too many calls of the user wait.
        """
        loop, bound = asyncio.get_running_loop(), functools.partial(work, *args, **kwargs)
        return await self._shares.run(user, lambda: loop.run_in_executor(self._threads, bound))

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
