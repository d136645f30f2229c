"""Slots that users share: how many each has, whose turn is next, and what is given back."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.errors import LimitReached
from nemovideo_mcp.messages.fetching import FETCHING
from nemovideo_mcp.studio.shares import Shares

pytestmark = pytest.mark.anyio


def shares(*, at_once: int = 4, per_user: int = 2, waiting: int = 20) -> Shares:
    return Shares(at_once=at_once, per_user=per_user, waiting=waiting, said=FETCHING)


async def settle() -> None:
    """Let everybody go on who can."""
    for _ in range(10):
        await asyncio.sleep(0)


class Users:
    """Users who hold a slot until they are told to leave it; `order` is who got one, in turn."""

    def __init__(self, shares: Shares) -> None:
        self.shares = shares
        self.order: list[str] = []
        self.inside: Counter[str] = Counter()
        self.holding: list[tuple[str, asyncio.Event]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def _hold(self, user: str) -> None:
        async with self.shares.slot(user):
            self.order.append(user)
            self.inside[user] += 1
            leave = asyncio.Event()
            self.holding.append((user, leave))
            try:
                await leave.wait()
            finally:
                self.inside[user] -= 1

    async def ask(self, users: str) -> None:
        self.tasks += [asyncio.ensure_future(self._hold(user)) for user in users]
        await settle()

    async def leave(self, user: str = "") -> None:
        """Have the first of the holders, or the first of that user, leave."""
        found = next(entry for entry in self.holding if not user or entry[0] == user)
        self.holding.remove(found)
        found[1].set()
        await settle()

    @property
    def held(self) -> str:
        return "".join(sorted(user for user, _ in self.holding))

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_one_user_never_has_more_than_their_share() -> None:
    users = Users(shares())
    await users.ask("aaaaaaaa")
    assert users.held == "aa"
    await users.ask("b")
    assert users.held == "aab"
    await users.end()


async def test_free_slots_go_to_the_users_in_turn() -> None:
    users = Users(shares(at_once=1))
    await users.ask("x" + "aaaa" + "bb" + "c")
    for _ in range(7):
        await users.leave()
    assert "".join(users.order) == "x" + "abcabaa"
    await users.end()


async def test_a_user_with_a_full_share_does_not_hold_up_who_comes_behind() -> None:
    users = Users(shares(at_once=3))
    await users.ask("aaaa" + "b" + "cc")
    assert users.held == "aab"
    await users.leave("b")
    assert users.held == "aac"
    await users.end()


async def test_too_many_who_wait_are_refused() -> None:
    users = Users(shares(waiting=3))
    await users.ask("aa" + "aaa")
    with pytest.raises(LimitReached):
        async with users.shares.slot("a"):
            raise AssertionError
    async with users.shares.slot("b"):
        pass
    await users.end()


async def test_a_slot_is_kept_for_what_goes_on_behind_its_holder() -> None:
    one = shares(at_once=1)
    async with one.slot("a") as slot:
        release = slot.keep()
    users = Users(one)
    await users.ask("b")
    assert users.held == ""
    release()
    await settle()
    assert users.held == "b"
    await users.end()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["ask", "leave", "cancel"])), max_size=60))
def test_whoever_comes_leaves_and_is_cancelled_no_slot_is_lost(steps: list[tuple[str, str]]) -> None:
    async def run() -> None:
        one = shares(at_once=3, per_user=2)
        users = Users(one)
        for number, (user, step) in enumerate(steps):
            if step == "ask":
                await users.ask(user)
            elif step == "leave" and user in users.held:
                await users.leave(user)
            elif step == "cancel" and users.tasks:
                task = users.tasks[number % len(users.tasks)]
                if users.holding and number % 2:
                    # The slot is given and taken away in the same turn of the loop.
                    users.holding.pop()[1].set()
                task.cancel()
                await settle()
                users.holding = [entry for entry in users.holding if not entry[1].is_set()]
            assert max(users.inside.values(), default=0) <= 2
            assert users.inside.total() <= 3
        await users.end()
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(1):
                for user in "xxy":
                    await stack.enter_async_context(one.slot(user))

    asyncio.run(run())
