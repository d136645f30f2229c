"""Undo, redo and restore in a message: which of them is wished, and what is said when the studio has carried it out.

Versions are the studio's. It asks for the wish first, finds the version that it leads to, and gives the director the
timeline of that one, so that the rest of the message is done on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemovideo_mcp.language.grammar import understand
from nemovideo_mcp.language.instructions import Instruction, Redo, Restore, Undo

__all__ = ["STEPS", "Landing", "StepWish", "landing_words", "step_in", "step_wish"]

StepWish = Undo | Redo | Restore
STEPS = (Undo, Redo, Restore)

Notes = tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, kw_only=True)
class Landing:
    """Where a wish for another version has led: to the version `number`, or nowhere if that is None.

    `message` is what was said for the one edit that an undo took back; `last` the newest version's number. `same`: the
    version that was wished is the one that is there.
    """

    number: int | None = None
    message: str = ""
    last: int = 0
    same: bool = False


def step_wish(message: str, *, language: str | None = None) -> StepWish | None:
    """The wish for another version in `message`, if there is one."""
    return step_in(understand(message, language=language).instructions)


def step_in(instructions: Sequence[Instruction]) -> StepWish | None:
    """The first wish for another version among `instructions`."""
    return next((i for i in instructions if isinstance(i, STEPS)), None)


def landing_words(wish: StepWish, landing: Landing) -> tuple[Notes, Notes]:
    """What was done and what is to be noted, as keys of the replies."""
    number = landing.number
    match wish:
        case Undo() if number is None:
            return (), (("no_undo", {}),)
        case Redo() if number is None:
            return (), (("no_redo", {}),)
        case Restore() if number is None:
            key = "same_version" if landing.same else "no_version"
            return (), ((key, {"number": wish.version, "last": landing.last}),)
        case Undo() if number == 0:
            return (("undone_all", {}),), (("redo_how", {}),)
        case Undo() if not landing.message:
            return (("undone_several", {"number": number}),), (("redo_how", {}),)
        case Undo():
            done = ("undone", {"message": landing.message, "number": number})
            return (done,), (("redo_how", {}),)
        case Redo():
            return (("redone", {"number": number}),), ()
        case Restore():
            return (("restored", {"number": number}),), ()
