"""Whose turn it is in the renderer. Pure decisions: no clock, no thread, no worker.

A turn is one task of one export on one worker: a chunk of two to five seconds of film, or the sound, the joining or
the measuring of one film. Turns are taken at the boundaries of tasks, and nothing that runs is broken off.

Between users: fair queueing by the time had, as start-time fair queueing does it (Goyal, Vin, Cheng 1996), with turns
whose length is known only afterwards. A turn goes to the user who has had the least of the workers' time; who had
nothing to run does not make up for it. While two users both have something to run, the time that they get differs by
no more than what their turns under way take.

Within a user: earliest due first, where an export is due `STRETCH` times its expected length after it was asked for.
So the shortest goes first among those that were asked for together, and a long one is overtaken only by what is asked
for within `STRETCH` times its own length: after that nothing that is new goes before it, however short.

The turns of whole films that take long (`LONG_S`) never have all workers: one is left for what is short. Where parts
are rendered elsewhere, in a cluster, all turns of whole films are of the other kind, and have workers of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["LONG_S", "STRETCH", "TURN_S", "FairQueue", "Turn"]

STRETCH = 2.0
"""An export is overtaken by what its user asks for within so many times its expected length, and by nothing later."""

LONG_S = 60.0
"""An export that should take longer than this is a long one: what is done for all of it at once may take minutes."""

TURN_S = 2.0
"""What a turn that goes on counts for, in seconds of a worker, until it is known how long it took."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A decision: the export `key` may begin (`begins`), which costs nothing, or run its next task on a worker.

    `is_long` says that the task is one of those that are for the whole of a long film, or of any where these have
    workers of their own.
    """

    key: str
    user: str
    begins: bool = False
    is_long: bool = False


@dataclass(kw_only=True)
class _Entry:
    key: str
    user: str
    due_s: float
    number: int
    is_long: bool
    begun: bool = False
    offered: bool = False
    waiting: int = 0
    waiting_long: int = 0

    @property
    def order(self) -> tuple[float, int]:
        return self.due_s, self.number

    @property
    def preparing(self) -> bool:
        """It has begun, and has not come to its first task."""
        return self.begun and not self.offered


@dataclass
class FairQueue:
    """The exports that wait or go on. Times are in seconds, of any one clock.

    `whole_apart` says that there are workers for what is done for a whole film, and others for its parts.
    """

    whole_apart: bool = False
    _entries: dict[str, _Entry] = field(default_factory=dict[str, _Entry])
    # Of each user: the time had by turns that are over, the turns that go on, and the number of the last one.
    _had_s: dict[str, float] = field(default_factory=dict[str, float])
    _running: Counter[str] = field(default_factory=Counter[str])
    _last: dict[str, int] = field(default_factory=dict[str, int])
    # Where nobody waits, whoever comes has had as much as the user whose turn it was last had had then.
    _floor_s: float = 0.0
    _turns: int = 0

    def join(self, key: str, *, user: str, arrived_s: float, expected_s: float) -> None:
        """An export that was asked for at `arrived_s`, and should take `expected_s`; it has yet to begin."""
        self._wake(user)
        due_s = arrived_s + STRETCH * max(0.0, expected_s)
        self._turns += 1
        self._entries[key] = _Entry(
            key=key, user=user, due_s=due_s, number=self._turns, is_long=expected_s > LONG_S
        )

    def leave(self, key: str) -> None:
        """The export is over, or is no longer wanted."""
        self._entries.pop(key, None)
        present = self._users()
        if not present:
            self._had_s.clear()
            self._last.clear()
            self._floor_s = 0.0
        for user in set(self._had_s) - present:
            # Who has had more than others keeps that, or would be first again by coming back.
            if self._had_s[user] <= self._floor_s:
                del self._had_s[user]
                self._last.pop(user, None)

    def offer(self, key: str, *, whole: bool = False) -> bool:
        """The export has one more task for a worker, for the `whole` film or a part of it; True for a long one."""
        entry = self._entries.get(key)
        if entry is None:
            return False
        self._wake(entry.user)
        entry.offered = True
        is_long = whole and (self.whole_apart or entry.is_long)
        entry.waiting_long += is_long
        entry.waiting += not is_long
        return is_long

    def next(self, *, free: bool, long_free: bool | None = None) -> Turn | None:
        """Whose turn it is, to run a task where a worker is `free`, or to begin; None if it is nobody's.

        `long_free` says that a worker may be taken by a long task; without it, any that is free may.

        A user's next export begins when all that have begun have come to their first task, and those that are due
        before it have none that waits.
        """
        long_free = free if long_free is None else long_free
        heads = (self._first_of(user, free=free, long_free=long_free) for user in self._users())
        firsts = [first for first in heads if first is not None]
        if not firsts:
            return None
        first = min(firsts, key=lambda entry: self._order_of(entry.user))
        if not first.begun:
            first.begun = True
            return Turn(key=first.key, user=first.user, begins=True)
        is_long = long_free and first.waiting_long > 0
        first.waiting_long -= is_long
        first.waiting -= not is_long
        self._floor_s = max(self._floor_s, self._had_s[first.user])
        self._running[first.user] += 1
        self._turns += 1
        self._last[first.user] = self._turns
        return Turn(key=first.key, user=first.user, is_long=is_long)

    def settle(self, turn: Turn, took_s: float) -> None:
        """A turn is over, and took `took_s` of a worker."""
        self._running[turn.user] -= 1
        if not self._running[turn.user]:
            del self._running[turn.user]
        if turn.user in self._had_s:
            self._had_s[turn.user] += took_s

    def count(self, user: str) -> int:
        """How many exports of the user wait or go on."""
        return sum(entry.user == user for entry in self._entries.values())

    def ahead(self, key: str) -> int:
        """How many exports come before this one: those of its user that are due earlier, and one of each other user
        for each of them and for itself, as far as they have so many. 0 for one that is not in the queue."""
        entry = self._entries.get(key)
        if entry is None:
            return 0
        own = sum(other.order < entry.order for other in self._entries.values() if other.user == entry.user)
        others = self._users() - {entry.user}
        mine = self._order_of(entry.user)
        return own + sum(min(self.count(user), own + (self._order_of(user) < mine)) for user in others)

    def _first_of(self, user: str, *, free: bool = True, long_free: bool = True) -> _Entry | None:
        entries = [entry for entry in self._entries.values() if entry.user == user]
        may_begin = not any(entry.preparing for entry in entries)
        held_back = min((entry.order for entry in entries if entry.waiting), default=None)
        able = [
            entry
            for entry in entries
            if (entry.waiting and free)
            or (entry.waiting_long and long_free)
            or (may_begin and not entry.begun and (held_back is None or entry.order < held_back))
        ]
        return min(able, key=lambda entry: entry.order, default=None)

    def _order_of(self, user: str) -> tuple[float, int, int]:
        came = min(entry.number for entry in self._entries.values() if entry.user == user)
        return self._had_s[user] + TURN_S * self._running[user], self._last.get(user, 0), came

    def _wake(self, user: str) -> None:
        """A user who had nothing to run does not make up for that time now."""
        if self._first_of(user) is None:
            waiting = (other for other in self._users() if self._first_of(other) is not None)
            least_s = min((self._had_s[other] for other in waiting), default=self._floor_s)
            self._had_s[user] = max(self._had_s.get(user, 0.0), least_s)

    def _users(self) -> set[str]:
        return {entry.user for entry in self._entries.values()}
