"""A number of slots that users share: each has at most so many, and who waits gets the next one in turn."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from nemovideo_mcp.errors import LimitReached
from nemovideo_mcp.messages.catalogue import Catalogue, words_of

__all__ = ["Shares", "Slot"]


T = TypeVar("T")


class Slot:
    """One slot in use. It is free again when its holder is done, and all that was kept in it as well."""

    def __init__(self, free: Callable[[], None]) -> None:
        self._free = free
        self._uses = 1

    def keep(self) -> Callable[[], None]:
        """Keep the slot beyond its holder, for work that cannot be broken off, until the result is called, once."""
        self._uses += 1
        return self.release

    def release(self) -> None:
        self._uses -= 1
        if self._uses == 0:
            self._free()


class Shares:
    """`at_once` slots for all, `per_user` of them for each, and up to `waiting` requests of each user that wait.

    A free slot goes to the user who has the fewest in use, of several in turn, whatever the number of requests with
    which they wait. A user with whom too many wait already gets `LimitReached`, in the words of `said`: "waiting", with
    a `limit` for all of theirs and the number of those `waiting`, and "waiting_wait".
    """

    def __init__(self, *, at_once: int, per_user: int, waiting: int, said: Catalogue) -> None:
        self._free = at_once
        self._per_user = per_user
        self._most_waiting = waiting
        self._said = said
        self._used: Counter[str] = Counter()
        # The first user is the next whose turn it is.
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def slot(self, user: str) -> AsyncGenerator[Slot]:
        """A slot of `user`, as soon as it is their turn."""
        await self._turn(user)
        slot = Slot(lambda: self._release(user))
        try:
            yield slot
        finally:
            slot.release()

    async def run(self, user: str, begin: Callable[[], Awaitable[T]]) -> T:
        """Do the work that `begin` begins in a slot. Where the caller is cancelled, it goes on and keeps the slot."""
        async with self.slot(user) as slot:
            release = slot.keep()
            doing = asyncio.ensure_future(begin())
            doing.add_done_callback(lambda done: _ended(done, release))
            return await asyncio.shield(doing)

    async def _turn(self, user: str) -> None:
        queue = self._queues.setdefault(user, deque())
        if len(queue) >= self._most_waiting:
            most = self._most_waiting
            limit = words_of(self._said, "waiting", limit=self._per_user + most, waiting=most)
            raise LimitReached(limit=limit.pair(), wait=words_of(self._said, "waiting_wait").pair())
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self._give()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._forget(user, turn)
            else:
                self._release(user)
            raise

    def _release(self, user: str) -> None:
        self._free += 1
        self._used[user] -= 1
        if not self._used[user]:
            del self._used[user]
        self._give()

    def _give(self) -> None:
        """Give free slots to those who wait."""
        while self._free:
            user = min(self._queues, key=self._used.__getitem__, default=None)
            if user is None or self._used[user] >= self._per_user:
                return
            turn = self._queues[user].popleft()
            if self._queues[user]:
                self._queues.move_to_end(user)
            else:
                del self._queues[user]
            if not turn.done():
                self._free -= 1
                self._used[user] += 1
                turn.set_result(None)

    def _forget(self, user: str, turn: asyncio.Future[None]) -> None:
        queue = self._queues.get(user)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[user]


def _ended(done: asyncio.Future[Any], release: Callable[[], None]) -> None:
    release()
    if not done.cancelled():
        # Nobody may be waiting for it any more; whoever does has it as well.
        done.exception()
