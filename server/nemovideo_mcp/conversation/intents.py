"""Routes a person's message: export, credits, state, upload, and messages for the backend, in order.

The text is folded, content is masked, clauses are parted, and each clause is read by a classifier under rules. What is
not understood is a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemovideo_mcp.conversation.choice import chosen
from nemovideo_mcp.conversation.clauses import Clause, Masked, mask, part
from nemovideo_mcp.conversation.lexicon import FILE, FOLDER, Kind
from nemovideo_mcp.conversation.mentions import Mention
from nemovideo_mcp.conversation.wishes import KINDS, REASONS, Reading
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


def route(text: str) -> Routing:
    """The actions of `text`; at least one unless it is blank. Deterministic, and linear in its length."""
    language = language_of(text)
    if not text.strip():
        return Routing(text=text, language=language, actions=())
    masked = mask(text)
    clauses = part(masked)
    readings, steps = chosen(masked, clauses)
    actions = tuple(
        _action(kind, numbers, masked=masked, clauses=clauses, readings=readings) for kind, numbers in steps
    )
    if not actions:
        nothing = "nothing that the tools do by themselves"
        actions = (Action(kind="message", reason=nothing, text=text.strip()),)
    return Routing(text=text, language=language, actions=actions)


def _action(
    kind: Kind,
    numbers: Sequence[int],
    *,
    masked: Masked,
    clauses: Sequence[Clause],
    readings: Sequence[Reading],
) -> Action:
    mentions: list[Mention] = []
    path = None
    if kind == "upload":
        for n in numbers:
            for at, media in masked.mentions(clauses[n].start, clauses[n].end):
                if media is not None and at in readings[n].facts.files and media not in mentions:
                    mentions.append(media)
        if not mentions:
            # A link that does not look like a file may lead to one: whoever fetches it says what it is.
            links = (masked.named(at) for n in numbers for at in readings[n].facts.links)
            mentions = [Mention(kind="url", text=link) for link in links if link]
    elif kind == "export":
        path = _target(masked, clauses, readings)
    text = _words(numbers, masked=masked, clauses=clauses, readings=readings)
    if kind not in ("message", "upload"):
        text = _words(numbers[:1], masked=masked, clauses=clauses, readings=readings)
    return Action(kind=kind, reason=REASONS[kind], text=text, mentions=tuple(mentions), path=path)


def _target(masked: Masked, clauses: Sequence[Clause], readings: Sequence[Reading]) -> str | None:
    """The path that the last export with a name is to have."""
    for clause, reading in zip(reversed(clauses), reversed(readings), strict=True):
        if "export" not in KINDS[reading.label]:
            continue
        at = reading.facts.target
        if at is None:
            places = [n for n in range(clause.start, clause.end) if masked.folded.text[n] in (FILE, FOLDER)]
            at = places[-1] if places else None
        if at is not None:
            return masked.named(at)
    return None


def _words(
    numbers: Sequence[int], *, masked: Masked, clauses: Sequence[Clause], readings: Sequence[Reading]
) -> str:
    """The user's words for the clauses `numbers`: one stretch where nothing else is asked for between them.

    A reason that only a word like "so" parts from a wish stays with it.
    """
    stretches: list[tuple[int, int]] = []
    for n in numbers:
        end = n
        while end + 1 < len(clauses) and clauses[end + 1].is_joined and readings[end + 1].label == "none":
            end += 1
        if stretches and stretches[-1][1] < n and _is_idle(readings[stretches[-1][1] + 1 : n]):
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((n, end))
    said = [masked.original(clauses[first].start, clauses[end].end) for first, end in stretches]
    return " ".join(said)


def _is_idle(readings: Sequence[Reading]) -> bool:
    return all(reading.label == "none" for reading in readings)
