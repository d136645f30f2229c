"""Routes a person's message: export, credits, state, upload, and messages for the backend, in order.

A keyword is a wish only where a person would put one: the text is folded, content is masked, clauses are parted, and
each clause is read from its start by the tables of `lexicon`. What is not understood is a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemovideo_mcp.conversation.clauses import Clause, Masked, mask, part
from nemovideo_mcp.conversation.lexicon import FILE, Kind
from nemovideo_mcp.conversation.mentions import Mention
from nemovideo_mcp.conversation.wishes import Reading, read
from nemovideo_mcp.language.detect import language_of

__all__ = ["Action", "Mention", "Routing", "route"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do: `text` is where the user asks for it, `path` where an export is to go."""

    kind: Kind
    reason: str
    text: str
    mentions: tuple[Mention, ...] = ()
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class Routing:
    """What `text` asks for, in the order in which it is to be done."""

    text: str
    language: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """An action with what decides its place: `goes_first` before the wishes said so far."""

    action: Action
    optional: bool = False
    weak: bool = False
    goes_first: bool = False


def route(text: str) -> Routing:
    """The actions of `text`; at least one unless it is blank. Deterministic, and linear in its length."""
    language = language_of(text)
    if not text.strip():
        return Routing(text=text, language=language, actions=())
    masked = mask(text)
    steps: list[_Step] = []
    for clause in part(masked):
        reading = read(clause.text, first=clause.is_first)
        if reading.recalls:
            steps = [step for step in steps if step.action.kind == "message"]
        steps += _steps(masked, clause, reading)
    actions = _in_order(steps)
    if not actions:
        actions = [
            Action(kind="message", reason="nothing that the tools do by themselves", text=text.strip())
        ]
    return Routing(text=text, language=language, actions=tuple(_merged(actions, text)))


def _steps(masked: Masked, clause: Clause, reading: Reading) -> list[_Step]:
    """The steps of one clause; what it hands over comes before what it asks for."""
    said = masked.original(clause.start, clause.end)
    files = [mention for mention in masked.mentions(clause.start, clause.end) if mention[1] is not None]
    path = None
    steps: list[_Step] = []
    if reading.target is not None:
        path = masked.named(clause.start + reading.target)
    uploads = tuple(
        media for start, media in files if media is not None and start not in _ignored(clause, reading)
    )
    if uploads and not reading.possessed:
        steps.append(
            _Step(action=Action(kind="upload", reason="names a media file", text=said, mentions=uploads))
        )
    for wish in reading.wishes:
        if wish.kind == "upload" and uploads:
            continue
        steps.append(
            _Step(
                action=Action(
                    kind=wish.kind,
                    reason=wish.reason,
                    text=said,
                    path=path if wish.kind == "export" else None,
                ),
                optional=wish.optional,
                weak=wish.weak,
                goes_first=reading.goes_first,
            )
        )
    return steps


def _ignored(clause: Clause, reading: Reading) -> set[int]:
    """Where in the masked text the export's own name stands."""
    if reading.target is None or clause.text[reading.target : reading.target + 1] != FILE:
        return set()
    return {clause.start + reading.target}


def _in_order(steps: Sequence[_Step]) -> list[Action]:
    """Without what vanishes beside a wish, and with what comes first where it belongs."""
    wanted = [step for step in steps if not step.optional]
    ordered: list[_Step] = []
    for step in wanted:
        if step.weak and ordered and ordered[-1].action.kind == "message":
            step = _Step(action=_as_message(step.action))
        if step.goes_first:
            at = len(ordered)
            while at and ordered[at - 1].action.kind == "export":
                at -= 1
            ordered.insert(at, step)
        else:
            ordered.append(step)
    return [step.action for step in ordered]


def _as_message(action: Action) -> Action:
    return Action(kind="message", reason="a word in an edit", text=action.text)


def _merged(actions: Sequence[Action], text: str) -> list[Action]:
    """Drop repeated files and readings, put one export after what it needs, and join neighbouring edits."""
    exports = [n for n, action in enumerate(actions) if action.kind == "export"]
    merged: list[Action] = []
    for n, action in enumerate(actions):
        same = next((m for m, one in enumerate(merged) if one.kind == action.kind), None)
        if action.kind == "export" and n != exports[-1]:
            continue
        if action.kind == "message" and merged and merged[-1].kind == "message":
            last = merged[-1]
            start = text.find(last.text)
            end = text.find(action.text, start + len(last.text))
            joined = (
                text[start : end + len(action.text)] if 0 <= start < end else f"{last.text} {action.text}"
            )
            merged[-1] = Action(kind="message", reason=last.reason, text=joined)
        elif action.kind == "upload" and same is not None:
            first = merged[same]
            both = first.mentions + tuple(one for one in action.mentions if one not in first.mentions)
            merged[same] = Action(kind="upload", reason=first.reason, text=first.text, mentions=both)
        elif action.kind in ("credits", "state") and same is not None:
            continue
        else:
            path = next((one.path for one in reversed(actions) if one.kind == "export" and one.path), None)
            merged.append(
                Action(
                    kind=action.kind,
                    reason=action.reason,
                    text=action.text,
                    mentions=action.mentions,
                    path=path if action.kind == "export" else None,
                )
            )
    return merged
