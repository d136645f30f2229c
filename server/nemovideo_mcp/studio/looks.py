"""Who has the lookers when: long looks at files and short ones apart, and in each of them the users in turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.studio.shares import Shares
from nemovideo_mcp.studio.workers import Workers

__all__ = ["Looks"]

T = TypeVar("T")

# A project has as many files as it likes, and each is looked at once; a picture is asked for by somebody who waits.
_LONG_WAITING, _SHORT_WAITING = 5000, 64


class Looks:
    """Measuring a whole film is a long look; probing a file that has come, and drawing a picture, is a short one.

    With two processes or more there are never more looks than processes, so that none waits where nobody can change
    the order; where memory bears only one, a short look waits for the long one that goes on. Long looks of one user may
    take all places of long ones; who comes then has the next place that is free.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        at_once = workers.analyse_at_once
        self._long = Shares(at_once=at_once, per_user=at_once, waiting=_LONG_WAITING, said=STUDIO)
        self._short = Shares(at_once=1, per_user=1, waiting=_SHORT_WAITING, said=STUDIO)

    async def long(self, user: str, task: Callable[..., T], *args: object) -> T:
        """`task(*args)` in a worker, as soon as it is the turn of `user`. Raises `LimitReached` and `WorkerDied`."""
        return await self._long.run(user, partial(self._workers.look, task, *args, long=True))

    async def short(self, user: str, task: Callable[..., T], *args: object) -> T:
        """As `long`, among the short ones."""
        return await self._short.run(user, partial(self._workers.look, task, *args, long=False))
