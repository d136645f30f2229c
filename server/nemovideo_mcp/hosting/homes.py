"""Where a user's data lies among several servers: those that may have it are asked, with a proof that a server asks."""

from __future__ import annotations

import hmac
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import anyio
from filelock import FileLock, Timeout

from nemovideo_mcp.errors import InvalidRequest, ShardUnavailable
from nemovideo_mcp.hosting.shards import Shard, ShardMap
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.shards import SHARDS

__all__ = [
    "MARK_HEADER",
    "USER_KEY",
    "Homes",
    "Mark",
    "Presence",
    "Said",
    "check_users",
    "in_use",
    "moved_folder",
    "presence_of",
    "serving_alone",
]

MARK_HEADER = "X-Nemo-Shard"
"""Says which server sends the request, for whom the others are not to send it on; nobody else can make it."""

USER_KEY = re.compile(r"[0-9a-f]{32}")
"""What a user is known by here: see `users.user_of`."""

_MARK_SECONDS = 60
_KNOWN_SECONDS = 60.0
_KNOWN = 10_000

Presence = Literal["here", "moving", "none"]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a server said of a user, and the number of the map that it has."""

    presence: Presence
    number: int


Ask = Callable[[Shard, str], Awaitable[Said | None]]
"""Ask a server after a user; None where it does not answer."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """That a server of the map has sent a request, and the number of its map."""

    number: int


def moved_folder(data: Path) -> Path:
    """Where a server keeps what it had of users that were packed for another, until they are forgotten."""
    return data / "users-moved"


def check_users(data: Path, shards: ShardMap, own: Shard) -> None:
    """Raise `InvalidRequest` where a user has data here whom the other servers would not look for here."""
    folder = data / "users"
    found = folder.iterdir() if folder.is_dir() else ()
    known = [path.name for path in found if path.is_dir() and USER_KEY.fullmatch(path.name)]
    lost = sum(own not in shards.places_of(user) for user in known)
    if lost:
        raise InvalidRequest(
            detail=words_of(SHARDS, "strays", n=lost, name=own.name).pair(),
            hint=words_of(SHARDS, "strays_hint", name=own.name, url=own.url).pair(),
        )


@contextmanager
def serving_alone(data: Path) -> Generator[None]:
    """Be the only server of several that has this data folder, or the one that moves users out of it and into it.

    Raises `InvalidRequest` where somebody else is.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(data / "serving.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise in_use(data) from None
    try:
        yield
    finally:
        lock.release()


def in_use(data: Path) -> InvalidRequest:
    """That a server or studio works on the data folder."""
    return InvalidRequest(
        detail=words_of(SHARDS, "runs", path=data).pair(), hint=words_of(SHARDS, "runs_hint").pair()
    )


def presence_of(data: Path, user: str) -> Presence:
    """Whether this data folder has the user, had the user and packed the data, or knows nothing."""
    if (data / "users" / user).is_dir():
        return "here"
    return "moving" if (moved_folder(data) / user).is_dir() else "none"


@dataclass(kw_only=True)
class Homes:
    """Finds the server that has a user, for the server called `own`, whose data folder is `data`."""

    own: Shard
    shards: ShardMap
    data: Path
    ask: Ask
    clock: Callable[[], float] = time.monotonic
    epoch: Callable[[], float] = time.time
    _known: OrderedDict[str, tuple[float, Shard]] = field(
        default_factory=OrderedDict[str, tuple[float, Shard]], init=False, repr=False
    )

    async def home_of(self, user: str) -> Shard:
        """The server that has the user's data; the owner by the map where nobody has any.

        Raises `ShardUnavailable` where that cannot be known: somebody who has projects elsewhere must not find none.
        """
        mine = self.said(user)
        if mine.presence == "here":
            return self.own
        if (known := self._fresh(user)) is not None:
            return known
        places = self.shards.places_of(user)
        said = {self.own.name: mine, **await self._asked([one for one in places if one != self.own], user)}
        home = self._decided(places, said)
        if home != self.own:
            self._known[user] = (self.clock(), home)
            while len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        return home

    def forget(self, user: str) -> None:
        """What was known of the user's home is not so any more."""
        self._known.pop(user, None)

    def said(self, user: str) -> Said:
        """What this server says of a user."""
        return Said(presence=presence_of(self.data, user), number=self.shards.number)

    def admits(self, user: str, mark: Mark) -> bool:
        """Whether a request that another server has sent here is for this one."""
        presence = self.said(user).presence
        new_here = mark.number == self.shards.number and self.shards.owner_of(user) == self.own
        return presence == "here" or (presence == "none" and new_here)

    # --- the proof ---------------------------------------------------------------------------------------------------

    def mark_for(self, to: Shard, method: str, target: str) -> str:
        """The value of the header by which `to` knows that this server sends the request."""
        moment = int(self.epoch())
        return f"{self.own.name}:{self.shards.number}:{moment}:" + self._mac(
            self.own.name, to.name, self.shards.number, moment, method, target
        )

    def mark_in(self, value: str | None, method: str, target: str) -> Mark | None:
        """Who has sent the request; None unless it is proven, and not older than a minute."""
        sender, number, moment, mac = (*(value or "").split(":"), "", "", "", "")[:4]
        if not (_is_number(number) and _is_number(moment)) or self.shards.named(sender) is None:
            return None
        wanted = self._mac(sender, self.own.name, int(number), int(moment), method, target)
        if not hmac.compare_digest(wanted.encode(), mac.encode()):
            return None
        if abs(self.epoch() - int(moment)) > _MARK_SECONDS:
            return None
        return Mark(number=int(number))

    def _mac(self, sender: str, to: str, number: int, moment: int, method: str, target: str) -> str:
        said = "\0".join((sender, to, str(number), str(moment), method, target))
        return hmac.digest(self.shards.secret_for("servers"), said.encode(), "sha256").hex()

    # --- asking ------------------------------------------------------------------------------------------------------

    def _fresh(self, user: str) -> Shard | None:
        since, home = self._known.get(user, (0.0, None))
        return home if home is not None and self.clock() - since < _KNOWN_SECONDS else None

    async def _asked(self, others: list[Shard], user: str) -> dict[str, Said]:
        said: dict[str, Said] = {}

        async def ask(shard: Shard) -> None:
            if (answer := await self.ask(shard, user)) is not None:
                said[shard.name] = answer

        async with anyio.create_task_group() as group:
            for shard in others:
                group.start_soon(ask, shard)
        return said

    def _decided(self, places: tuple[Shard, ...], said: dict[str, Said]) -> Shard:
        for shard in places:
            if shard.name in said and said[shard.name].presence == "here":
                return shard
        silent = next((shard for shard in places if shard.name not in said), None)
        if silent is not None:
            raise _unavailable("unreachable" if silent == places[0] else "unsure", name=silent.name)
        if any(answer.presence == "moving" for answer in said.values()):
            raise _unavailable("moving")
        # One that has another map may be about to take the same user for new.
        if any(answer.number != self.shards.number for answer in said.values()):
            raise _unavailable("maps_differ")
        return places[0]


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdecimal() and len(given) <= 12


def _unavailable(key: str, **fields: object) -> ShardUnavailable:
    return ShardUnavailable(detail=words_of(SHARDS, key, **fields).pair())
