"""A wish for another version → the version that it leads to, and what is said of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.edit.history import TurnKind, redo_target, undo_target
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.readings import Redo, Restore, Step, Undo
from nemovideo_mcp.studio.answers import Answered
from nemovideo_mcp.studio.records import Version
from nemovideo_mcp.studio.store import Store

__all__ = ["Move", "keep_move", "move_for", "said_of"]

_LONGEST_QUOTE = 120


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a wish leads to.

    `number` is the version that is back, None where the wish leads nowhere; `draft` is the one that stands then.
    `message` is what was said for the one edit that an undo took back, `last` the newest version's number. `same`: the
    version that was wished is the one that is there. `passed_over`: the newest turn changed nothing, so that the undo
    took back an edit before it. `kind` is how the move is kept where nothing else is done in the same turn.
    """

    wish: Step
    number: int | None
    draft: Mapping[str, Any]
    kind: TurnKind
    message: str = ""
    last: int = 0
    same: bool = False
    passed_over: bool = False

    @property
    def stands_on(self) -> int | None:
        """What a version stands on that is made of this one in the same turn; None: on the one before the turn.

        So undoing such a turn never comes back to what its own undo left.
        """
        return None if self.kind == "restore" else self.number


async def move_for(wish: Step, *, session_id: str, store: Store, latest: Version) -> Move:
    """The move that `wish` asks for; one that leads nowhere stays at the `latest` version."""
    history = await store.history(session_id)
    kind: TurnKind
    same, message = False, ""
    match wish:
        case Undo():
            kind, number = "undo", undo_target(history, steps=wish.steps)
            undone = await store.version(session_id, latest.shows) if wish.steps == 1 else None
            message = undone.message if undone else ""
        case Redo():
            kind, number = "redo", redo_target(history, steps=wish.steps)
        case Restore():
            kind, number = "restore", 1 if wish.version is None else wish.version
    found = None if number is None else await store.version(session_id, number)
    if found is not None and isinstance(wish, Restore) and found.draft == latest.draft:
        found, same = None, True
    return Move(
        wish=wish,
        number=found.number if found else None,
        draft=found.draft if found else latest.draft,
        kind=kind,
        message=message,
        last=latest.number,
        same=same,
        passed_over=isinstance(wish, Undo) and latest.step == "talk",
    )


async def keep_move(
    move: Move,
    *,
    session_id: str,
    store: Store,
    message: str,
    reply: str,
    author: str,
    answered: Answered | None,
) -> None:
    """Make the version of a turn in which nothing was done but `move`; the others are those of `Store.add_version`."""
    await store.add_version(
        session_id,
        draft=move.draft,
        message=message,
        reply=reply,
        changed=True,
        step=move.kind,
        at=move.stands_on,
        author=author,
        answered=answered,
    )


def said_of(move: Move) -> tuple[Words, ...]:
    """What was done, or why it leads nowhere, as sentences."""
    number, wish = move.number, move.wish
    if number is None:
        return (_nowhere(move),)
    if isinstance(wish, Redo):
        return (Words(f"Redone, version {number} is there again.", f"已重做，回到版本 {number}。"),)
    if isinstance(wish, Restore):
        return (Words(f"Version {number} is back.", f"已恢复版本 {number}。"),)
    said: list[Words] = []
    if move.passed_over:
        said.append(
            Words(
                "The last message had changed nothing, so the edit before it was taken back.",
                "上一条消息没有改动任何内容，因此撤销的是它之前的修改。",
            )
        )
    quoted = _short(move.message)
    if wish.steps > 1 and number:
        said.append(
            Words(f"Several edits undone, version {number} is back.", f"已撤销多步，回到版本 {number}。")
        )
    elif number == 0:
        said.append(Words("Undone, the project is empty again.", "已撤销，项目恢复为空。"))
    else:
        said.append(
            Words(f"“{quoted}” undone, version {number} is back.", f"已撤销“{quoted}”，回到版本 {number}。")
        )
    said.append(Words("Say “redo” to have it again.", "如需恢复，请说“重做”。"))
    return tuple(said)


def _nowhere(move: Move) -> Words:
    match move.wish:
        case Undo():
            return Words("There is nothing to undo.", "没有可以撤销的修改。")
        case Redo():
            return Words("There is nothing to redo.", "没有可以重做的修改。")
        case Restore(version=wanted) if move.same:
            return Words(
                f"Version {wanted or 1} is what is there now.", f"现在就是版本 {wanted or 1} 的内容。"
            )
        case Restore(version=wanted):
            return Words(
                f"There is no version {wanted or 1}; the last one is {move.last}.",
                f"没有版本 {wanted or 1}；最新版本是 {move.last}。",
            )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
