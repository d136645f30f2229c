"""Undo, redo and restore over versions that never change: where each of them leads. Pure.

Every step adds a version. An edit and a restore stand on the version before them (`under`); an undo shows that one
again, so that undoing again goes on backwards, to the empty beginning at last; a redo takes back the undo before it.
An edit or a restore ends what could be redone, but loses nothing: each version can still be restored by its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

__all__ = ["Place", "TurnKind", "redo_target", "undo_target"]

TurnKind = Literal["edit", "talk", "undo", "redo", "restore"]
"""What a turn was; `talk` changed nothing."""


class Place(NamedTuple):
    """A version in its history, as `records.Version` has it."""

    number: int
    step: TurnKind
    shows: int
    under: int


def undo_target(history: Iterable[Place], *, steps: int = 1) -> int | None:
    """The version that `steps` undos from the end of `history` show, or the oldest; None at the beginning."""
    places = list(history)
    if not places or not places[-1].shows:
        return None
    under = {place.shows: place.under for place in places}
    target = places[-1].shows
    for _ in range(steps):
        target = under.get(target, 0)
    return target


def redo_target(history: Iterable[Place], *, steps: int = 1) -> int | None:
    """The version that `steps` redos show, or as far as there is one; None where nothing was undone last."""
    left: list[int] = []
    now = 0
    for place in history:
        if place.step == "undo":
            left.append(now)
        elif place.step == "redo" and left:
            # one redo may take back several undos
            while left and left.pop() != place.shows:
                pass
        elif place.step in ("edit", "restore"):
            left.clear()
        now = place.shows
    return left[-min(steps, len(left))] if left and steps > 0 else None
