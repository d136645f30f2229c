"""The links that are being fetched for users: so many at once, each user a fair share, all of them ended in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from nemovideo_mcp.file_types import named_type
from nemovideo_mcp.messages.fetching import FETCHING
from nemovideo_mcp.studio.exchange import FetchTrouble, Pace
from nemovideo_mcp.studio.fetch import Fetched, fetch, not_fetched
from nemovideo_mcp.studio.intake import Arrival
from nemovideo_mcp.studio.lookups import BlockingLookup, look_up, system_addresses
from nemovideo_mcp.studio.shares import Shares, Slot
from nemovideo_mcp.studio.uploads import Receiver, plain_name, take_any

__all__ = ["Fetches"]

_AT_ONCE = 32
_PER_USER = 2
_WAITING = 20


class Fetches:
    """Fetches files to `folder`, 32 at once, two for each user; who waits gets their turn user by user.

    Nothing here uses the event loop's own threads but the writing of megabytes that have come.
    """

    def __init__(
        self,
        *,
        folder: Path,
        limit_bytes: int,
        allow_private: bool = False,
        pace: Pace | None = None,
        blocking_lookup: BlockingLookup = system_addresses,
    ) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._allow_private = allow_private
        self._pace = pace or Pace()
        self._blocking_lookup = blocking_lookup
        self._shares = Shares(at_once=_AT_ONCE, per_user=_PER_USER, waiting=_WAITING, said=FETCHING)
        self._going: set[asyncio.Timeout] = set()
        self._closing = False

    def deadline(self) -> float:
        """The time of the event loop by which all links of a request that comes now have to be there."""
        return asyncio.get_running_loop().time() + self._pace.whole_s

    async def take(
        self, user: str, url: str, *, until: float, take: Callable[[int], None] = take_any
    ) -> Arrival:
        """The file at `url`, as soon as it is the turn of `user`; `until` is a time of the event loop.

        `take` is told of the bytes that come, and raises where there is no room for them. Where the caller is
        cancelled, the connection is closed and nothing is left of the file.

        Raises:
            InvalidRequest: It cannot be fetched, or not in time; in words.
            FileTooLarge, DiskFull: The file does not fit.
            LimitReached: The user waits for too many links already.
        """
        trouble = "no_turn"
        try:
            async with self._limited(until), self._shares.slot(user) as slot:
                trouble = "deadline"
                async with fetch(
                    url,
                    limit_bytes=self._limit_bytes,
                    allow_private=self._allow_private,
                    resolve=partial(self._look_up, slot=slot),
                    pace=self._pace,
                ) as found:
                    return await self._received(found, take)
        except TimeoutError:
            reason = "stopping" if self._closing else trouble
            seconds = round(self._pace.whole_s)
            raise not_fetched(url, FetchTrouble(reason, seconds=seconds)) from None

    def close(self) -> None:
        """End all fetches, with words for their callers; there will be no more."""
        self._closing = True
        now = asyncio.get_running_loop().time()
        for limit in self._going:
            limit.reschedule(now)

    @asynccontextmanager
    async def _limited(self, until: float) -> AsyncGenerator[None]:
        now = asyncio.get_running_loop().time()
        async with asyncio.timeout_at(now if self._closing else until) as limit:
            self._going.add(limit)
            try:
                yield
            finally:
                self._going.discard(limit)

    async def _look_up(self, host: str, port: int, *, slot: Slot) -> list[str]:
        # The thread goes on when nobody waits for it any more: the user has the next slot when it has ended.
        return await look_up(host, port, blocking=self._blocking_lookup, on_end=slot.keep())

    async def _received(self, found: Fetched, take: Callable[[int], None]) -> Arrival:
        name = plain_name(found.name)
        receiver = Receiver(name=name, folder=self._folder, limit_bytes=self._limit_bytes, take=take)
        try:
            async for block in found.blocks:
                await receiver.write(block)
            return await receiver.finish(named=named_type(name) is not None)
        except BaseException:
            receiver.discard()
            raise
