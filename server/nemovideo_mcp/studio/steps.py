"""A wish for another version → the version that it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.edit.history import Step, redo_target, undo_target
from nemovideo_mcp.language.instructions import Redo, Restore, Undo
from nemovideo_mcp.language.stepping import Landing, StepWish
from nemovideo_mcp.studio.records import Version
from nemovideo_mcp.studio.store import Store

__all__ = ["Move", "move_for"]


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a wish leads to: what the director is to know of it, and the draft that is there.

    `step` is how it is kept where nothing else is done in the same turn.
    """

    landing: Landing
    draft: Mapping[str, Any]
    step: Step

    @property
    def stands_on(self) -> int | None:
        """What a version stands on that is made of this one in the same turn; None: on the one before the turn.

        So undoing such a turn never comes back to what its own undo left.
        """
        return None if self.step == "restore" else self.landing.number


async def move_for(wish: StepWish, *, session_id: str, store: Store, latest: Version) -> Move:
    """The move that `wish` asks for; one that leads nowhere stays at the `latest` version."""
    history = await store.history(session_id)
    step: Step
    same, message = False, ""
    match wish:
        case Undo():
            step, number = "undo", undo_target(history, steps=wish.steps)
            undone = await store.version(session_id, latest.shows) if wish.steps == 1 else None
            message = undone.message if undone else ""
        case Redo():
            step, number = "redo", redo_target(history, steps=wish.steps)
        case Restore():
            step, number = "restore", wish.version
    found = None if number is None else await store.version(session_id, number)
    if found is not None and isinstance(wish, Restore) and found.draft == latest.draft:
        found, same = None, True
    landing = Landing(number=found.number if found else None, message=message, last=latest.number, same=same)
    return Move(landing=landing, draft=found.draft if found else latest.draft, step=step)
