"""Fairness of exports as figures: how long anybody waits, whatever the others ask for."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.studio.fair_queue import STRETCH, TURN_S, FairQueue, Turn


@dataclass(kw_only=True)
class Export:
    """An export that is asked for at `at_s` and needs `tasks` turns of `turn_s`, then one of `whole_s` if any."""

    user: str
    at_s: float
    tasks: int
    turn_s: float
    whole_s: float = 0.0
    key: str = ""
    left: int = 0
    done: int = 0
    begun_s: float = -1.0
    ended_s: float = -1.0

    @property
    def work_s(self) -> float:
        return self.tasks * self.turn_s + self.whole_s

    @property
    def next_s(self) -> float:
        """How long its next turn takes."""
        return self.turn_s if self.done < self.tasks else self.whole_s

    @property
    def due_s(self) -> float:
        return self.at_s + STRETCH * self.work_s


@dataclass
class Renderer:
    """Plays exports through a queue with `workers` workers, in time that only passes here."""

    exports: list[Export]
    workers: int
    order: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    """The moment and the export of each turn."""

    def play(self) -> Renderer:
        queue = FairQueue()
        events: list[tuple[float, int, Export, Turn | None]] = []
        for number, export in enumerate(self.exports):
            export.key, export.left, export.done = f"{number:03} {export.user}", export.tasks, 0
            heapq.heappush(events, (export.at_s, number, export, None))
        free, serial, running_long = self.workers, len(self.exports), 0
        while events:
            now_s, _, export, turn = heapq.heappop(events)
            if turn is None:
                queue.join(export.key, user=export.user, arrived_s=export.at_s, expected_s=export.work_s)
            else:
                free, running_long = free + 1, running_long - turn.is_long
                queue.settle(turn, export.next_s)
                export.done += 1
                if export.done == export.tasks and export.whole_s:
                    queue.offer(export.key, whole=True)
                elif export.done >= export.tasks:
                    export.ended_s = now_s
                    queue.leave(export.key)
            known = {one.key: one for one in self.exports}
            most_long = max(1, self.workers - 1)
            while chosen := queue.next(free=free > 0, long_free=free > 0 and running_long < most_long):
                going = known[chosen.key]
                if chosen.begins:
                    going.begun_s = now_s
                    for _ in range(going.tasks):
                        queue.offer(going.key)
                    continue
                free, serial = free - 1, serial + 1
                running_long += chosen.is_long
                self.order.append((now_s, going.key))
                heapq.heappush(events, (now_s + going.next_s, serial, going, chosen))
        return self

    def turns_of(self, user: str) -> list[int]:
        """The numbers of the user's turns."""
        return [n for n, (_, key) in enumerate(self.order) if key.endswith(user)]


_USERS = "abcd"
_EXPORT = st.builds(
    lambda user, at_s, tasks, turn_s: Export(user=user, at_s=at_s, tasks=tasks, turn_s=turn_s),
    st.sampled_from(_USERS),
    st.integers(0, 200).map(float),
    st.integers(1, 40),
    st.sampled_from([0.1, 0.5, 1.0, 3.0]),
)
_EXPORTS = st.lists(_EXPORT, min_size=1, max_size=16)
_WORKERS = st.integers(1, 4)


@settings(max_examples=30)
@given(_EXPORTS, _WORKERS)
def test_every_export_ends_within_the_stated_bound(exports: list[Export], workers: int) -> None:
    played = Renderer(exports, workers).play()
    longest_s = max(max(one.turn_s for one in exports), TURN_S)
    users = len({one.user for one in exports})
    for export in exports:
        # Of its own user, only what is due before it goes first: what was there, and what came within STRETCH times
        # its length. What was under way when it came is finished first, too.
        before = [
            one
            for one in exports
            if one.user == export.user and one is not export and one.due_s <= export.due_s
        ]
        own_s = export.work_s + sum(one.work_s for one in before)
        bound_s = users * (own_s + (workers + 1) * 2 * longest_s)
        assert export.ended_s - export.at_s <= bound_s, export
    assert len(played.order) == sum(one.tasks for one in exports)


@settings(max_examples=30)
@given(_EXPORTS, _WORKERS)
def test_no_worker_is_idle_while_somebody_waits(exports: list[Export], workers: int) -> None:
    Renderer(exports, workers).play()
    work_s = sum(one.work_s for one in exports)
    last_s = max(one.at_s for one in exports)
    longest_s = max(one.turn_s for one in exports)
    assert max(one.ended_s for one in exports) <= last_s + work_s / workers + longest_s + 1e-6


@settings(max_examples=15)
@given(st.integers(1, 8), st.integers(0, 30), st.sampled_from([0.1, 1.0, 7.0]))
def test_a_user_with_a_hundred_exports_delays_the_single_one_of_another_by_one_turn_at_a_time(
    tasks: int, at_s: int, turn_s: float
) -> None:
    many = [Export(user="a", at_s=0.0, tasks=2, turn_s=turn_s) for _ in range(100)]
    single = Export(user="b", at_s=at_s * 0.37 * turn_s, tasks=tasks, turn_s=turn_s)
    played = Renderer([*many, single], 1).play()

    turns = played.turns_of("b")
    started_s = played.order[turns[0]][0]
    assert started_s - single.at_s <= turn_s + 1e-9
    assert all(later - earlier <= 2 for earlier, later in pairwise(turns))
    assert single.ended_s - single.at_s <= 2 * tasks * turn_s + 1e-6


@settings(max_examples=15)
@given(_WORKERS, st.sampled_from([0.1, 0.5, 1.0, 3.0, 10.0]), st.sampled_from([0.1, 0.5, 1.0, 3.0, 10.0]))
def test_two_users_who_both_have_enough_to_do_get_the_same_time(
    workers: int, short_s: float, long_s: float
) -> None:
    exports = [
        Export(user="a", at_s=0.0, tasks=round(100 / short_s), turn_s=short_s),
        Export(user="b", at_s=5.0, tasks=round(100 / long_s), turn_s=long_s),
    ]
    played = Renderer(exports, workers).play()

    until_s = min(one.ended_s for one in exports)
    had = {
        one.user: sum(
            one.turn_s for at_s, key in played.order if key.endswith(one.user) and 5.0 <= at_s < until_s
        )
        for one in exports
    }
    assert abs(had["a"] - had["b"]) <= 2 * (workers + 1) * max(short_s, long_s, TURN_S)


@settings(max_examples=15)
@given(st.integers(20, 40), st.integers(1, 3))
def test_a_long_export_ends_although_short_ones_of_the_same_user_never_cease(long: int, workers: int) -> None:
    film = Export(user="a", at_s=0.0, tasks=long, turn_s=1.0)
    # They alone would keep all workers busy, long after the film is due.
    short = [
        Export(user="a", at_s=at_s / workers, tasks=1, turn_s=1.0) for at_s in range(1, workers * 5 * long)
    ]
    Renderer([film, *short], workers).play()

    overtaking = [one for one in short if one.due_s <= film.due_s]
    work_s = film.work_s + sum(one.work_s for one in overtaking)
    assert film.ended_s <= work_s / workers + 2 * workers + 2
    # Each short one that came in time was not held by the film.
    assert all(one.ended_s - one.at_s <= 3.0 for one in overtaking if one.due_s < film.due_s - 5)


@settings(max_examples=15)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=10, unique=True))
def test_of_exports_asked_for_together_the_shortest_is_ready_first(lengths: list[int]) -> None:
    exports = [Export(user="a", at_s=0.0, tasks=tasks, turn_s=1.0) for tasks in lengths]
    Renderer(exports, 1).play()

    by_end = sorted(exports, key=lambda one: one.ended_s)
    assert [one.tasks for one in by_end] == sorted(lengths)


@settings(max_examples=15)
@given(st.integers(2, 4), st.integers(1, 6), st.integers(0, 1200))
def test_turns_for_the_whole_of_long_films_leave_a_worker_for_a_short_one(
    workers: int, users: int, at_s: int
) -> None:
    films = [Export(user=f"u{n}", at_s=0.0, tasks=5, turn_s=1.0, whole_s=300.0) for n in range(users)]
    short = Export(user="z", at_s=float(at_s), tasks=3, turn_s=0.5, whole_s=0.5)
    Renderer([*films, short], workers).play()

    # Its four turns each wait for a chunk of each of the others at most, never for the whole of a film.
    assert short.ended_s - short.at_s <= 4 * (users + 1) * 1.0 + short.work_s
    assert all(film.ended_s > 0 for film in films)


def test_who_leaves_and_comes_back_is_not_served_before_those_who_stayed() -> None:
    queue = FairQueue()
    for key, user in (("a1", "a"), ("b1", "b")):
        queue.join(key, user=user, arrived_s=0.0, expected_s=10.0)
    assert [queue.next(free=True), queue.next(free=True)] == [
        Turn(key=k, user=k[0], begins=True) for k in ("a1", "b1")
    ]
    for key in ("a1", "b1") * 10:
        queue.offer(key)
    turn = queue.next(free=True)
    assert turn == Turn(key="a1", user="a")
    queue.settle(turn, 30.0)
    queue.leave("a1")
    queue.join("a2", user="a", arrived_s=0.0, expected_s=1.0)

    taken = []
    for _ in range(10):
        turn = queue.next(free=True)
        assert turn is not None
        taken.append(turn.user)
        queue.settle(turn, 3.0)
    assert taken == ["b"] * 10


def test_what_waits_knows_what_is_before_it() -> None:
    queue = FairQueue()
    queue.join("long", user="a", arrived_s=0.0, expected_s=600.0)
    queue.join("short", user="a", arrived_s=1.0, expected_s=3.0)
    assert (queue.ahead("short"), queue.ahead("long")) == (0, 1)
    for n in range(100):
        queue.join(f"b{n}", user="b", arrived_s=2.0 + n, expected_s=3.0)
    queue.join("c", user="c", arrived_s=200.0, expected_s=3.0)

    # Of the hundred, no more count than take their turn before it.
    assert queue.ahead("c") == 2
    assert queue.ahead("b99") == 99 + 2 + 1
    assert queue.ahead("gone") == 0


@pytest.mark.parametrize("expected_s", [0.0, -1.0])
def test_an_export_without_a_length_is_due_at_once(expected_s: float) -> None:
    queue = FairQueue()
    queue.join("later", user="a", arrived_s=0.0, expected_s=1.0)
    queue.join("now", user="a", arrived_s=0.0, expected_s=expected_s)
    assert queue.next(free=True) == Turn(key="now", user="a", begins=True)


def test_where_whole_films_have_workers_of_their_own_neither_kind_waits_for_the_other() -> None:
    queue = FairQueue(whole_apart=True)
    for key, user in (("first", "a"), ("second", "b")):
        queue.join(key, user=user, arrived_s=0.0, expected_s=1.0)
        turn = queue.next(free=False)
        assert turn is not None
        assert (turn.key, turn.begins) == (key, True)
        queue.offer(key)
        assert queue.offer(key, whole=True)
    kinds = [queue.next(free=False, long_free=True) for _ in range(3)]
    assert [turn and (turn.key, turn.is_long) for turn in kinds] == [("first", True), ("second", True), None]
    parts = [queue.next(free=True, long_free=False) for _ in range(3)]
    assert [turn and (turn.key, turn.is_long) for turn in parts] == [
        ("first", False),
        ("second", False),
        None,
    ]
