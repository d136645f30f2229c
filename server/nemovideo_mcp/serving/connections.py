"""Which connections a server holds, and which of them have taken too long. Nothing here touches a socket."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from nemovideo_mcp.addresses import is_loopback

__all__ = ["Connection", "ConnectionLimits", "Connections", "Line", "Phase", "key_of_address"]

# Whoever has IPv6 has a whole network of this size [RFC 6177].
_V6_SITE = 64


class Phase(Enum):
    """What a connection waits for."""

    HEADER = "header"
    IDLE = "idle"
    BODY = "body"
    ANSWER = "answer"
    LINGER = "linger"


@dataclass(frozen=True, kw_only=True)
class ConnectionLimits:
    """How many connections there may be, and how long a peer may take for its part; times in seconds.

    Args:
        total: connections in all.
        per_address: connections of one address, or of one IPv6 network of 64 bits.
        proxies: addresses of reverse proxies, as `key_of_address` gives them; they stand for many peers and count in
            `total` only.
        loopback_is_shared: whether loopback addresses count in `total` only as well: behind them is a proxy, or a
            program of this machine's user.
        header_s: for the whole header of a request, from the connection on, or from the header's first byte where a
            connection is used again.
        idle_s: between two requests.
        body_s: without progress of a body that the server reads.
        body_bytes_per_s: the rate below which a body uses up `body_s`.
        linger_s: for the rest of a body whose request has been answered.
        unread_s: for the peer to read what waits for it: about 100 kB of an answer, or its end.
    """

    total: int = 512
    per_address: int = 64
    proxies: frozenset[str] = frozenset()
    loopback_is_shared: bool = True
    header_s: float = 10.0
    idle_s: float = 30.0
    body_s: float = 30.0
    body_bytes_per_s: float = 1024.0
    linger_s: float = 10.0
    unread_s: float = 60.0

    def within(self, descriptors: int) -> ConnectionLimits:
        """These limits, with as many connections in all as leave half of a process's file descriptors free."""
        return replace(self, total=max(1, min(self.total, descriptors // 2)))

    def allowed_s(self, phase: Phase) -> float:
        """How long a connection may be in a phase; without end where the server is at work."""
        return {
            Phase.HEADER: self.header_s,
            Phase.IDLE: self.idle_s,
            Phase.BODY: self.body_s,
            Phase.LINGER: self.linger_s,
        }.get(phase, math.inf)

    def is_shared(self, address: str) -> bool:
        """Whether many peers come from this address."""
        return key_of_address(address) in self.proxies or (self.loopback_is_shared and is_loopback(address))


# The server owes these nothing yet.
_WAITING = (Phase.HEADER, Phase.IDLE)


class Line(Protocol):
    """What a connection is made of, for those who keep count of it."""

    def refresh(self, now: float) -> None:
        """Bring the connection's record up to date with what the transport has come to."""

    def make_way(self) -> None:
        """End, as nothing is owed: what has been answered may still be sent."""

    def abort(self) -> None:
        """End at once."""


@dataclass(eq=False, kw_only=True)
class Connection:
    """One connection: whose it is, what it waits for since when, and until when that may last; moments in seconds."""

    limits: ConnectionLimits
    address: str
    line: Line
    since: float
    phase: Phase = Phase.HEADER
    deadline: float = field(init=False)
    read_deadline: float = field(default=math.inf, init=False)

    def __post_init__(self) -> None:
        self.deadline = self.since + self.limits.header_s

    def enter(self, phase: Phase, now: float) -> None:
        """Wait for something else from now on; nothing changes where that is what it already waits for."""
        if phase is not self.phase:
            self.phase, self.since = phase, now
            self.deadline = now + self.limits.allowed_s(phase)

    def received(self, size_bytes: int, now: float) -> None:
        """Bytes of a body have come: they earn the time that they may take, and `body_s` of it at most are saved."""
        if self.phase is Phase.BODY:
            earned_s = size_bytes / self.limits.body_bytes_per_s
            self.deadline = min(now + self.limits.body_s, self.deadline + earned_s)

    def excuse(self, now: float) -> None:
        """The server itself does not read at the moment, so that the peer cannot send."""
        if self.phase is Phase.BODY:
            self.deadline = now + self.limits.body_s

    def unread(self, waits: bool, now: float) -> None:
        """Whether an answer waits for the peer to read it."""
        if not waits:
            self.read_deadline = math.inf
        elif self.read_deadline == math.inf:
            self.read_deadline = now + self.limits.unread_s

    def overrun(self, now: float) -> str | None:
        """The deadline that has passed: `header`, `idle`, `body`, `linger` or `unread`."""
        if now >= self.read_deadline:
            return "unread"
        return self.phase.value if now >= self.deadline else None


class Connections:
    """The connections of one server, counted by address.

    One too many takes the place of the one that has waited longest without a whole request: of its own address where
    that has too many, else of the address that has most. Where all are at work, it is refused. `on_limit` is told
    which limit was met: `connections`, or what `Connection.overrun` says.
    """

    def __init__(
        self,
        limits: ConnectionLimits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        on_limit: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.limits = limits or ConnectionLimits()
        self.clock = clock
        self._on_limit = on_limit
        self._open: dict[Connection, None] = {}
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, address: str, line: Line) -> Connection | None:
        """The record of a new connection of a peer at `address`, or None where it is refused."""
        key = key_of_address(address)
        crowded = self._counts[key] >= self.limits.per_address and not self.limits.is_shared(address)
        full = len(self._open) >= self.limits.total
        if (crowded or full) and not self._make_room(
            [one for one in self._open if one.address == key or not crowded]
        ):
            return None
        connection = Connection(limits=self.limits, address=key, line=line, since=self.clock())
        self._open[connection] = None
        self._counts[key] += 1
        return connection

    def release(self, connection: Connection) -> None:
        """The connection has ended, or is about to."""
        if self._open.pop(connection, self) is self:
            return
        self._counts[connection.address] -= 1
        if not self._counts[connection.address]:
            del self._counts[connection.address]

    def end_overdue(self) -> None:
        """End those whose peer has taken too long."""
        now = self.clock()
        for connection in list(self._open):
            connection.line.refresh(now)
            if reason := connection.overrun(now):
                self._on_limit(reason)
                self.release(connection)
                connection.line.abort()

    def _make_room(self, among: Iterable[Connection]) -> bool:
        self._on_limit("connections")
        waiting = [one for one in among if one.phase in _WAITING]
        if not waiting:
            return False
        oldest = min(waiting, key=lambda one: (-self._counts[one.address], one.since))
        self.release(oldest)
        oldest.line.make_way()
        return True


def key_of_address(address: str) -> str:
    """What an address is counted by: itself, or the IPv6 network that its owner has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _V6_SITE), strict=False))
