"""Routes a person's message: export, credits, state, upload, and messages for the backend, in order.

The text is folded, content is masked, clauses are parted, and each clause is read by a classifier under rules. What is
not understood is a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nemovideo_mcp.conversation.choice import chosen
from nemovideo_mcp.conversation.clauses import Clause, Masked, mask, part
from nemovideo_mcp.conversation.lexicon import FILE, FOLDER, Kind
from nemovideo_mcp.conversation.mentions import Mention
from nemovideo_mcp.conversation.wishes import KINDS, REASONS, Reading
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.language.editor_words import editor_in
from nemovideo_mcp.language.export_words import asks_to_export, options_in
from nemovideo_mcp.messages.catalogue import is_chinese
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions

__all__ = ["Action", "Mention", "Routing", "route"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do: `text` is where the user asks for it; `path` is where an export is to go, `options` how.

    `editor` is the format of a project for another editor, where that is wanted in place of a film.
    """

    kind: Kind
    reason: str
    text: str
    mentions: tuple[Mention, ...] = ()
    path: str | None = None
    options: ExportOptions = STANDARD
    editor: str = ""


@dataclass(frozen=True, kw_only=True)
class Routing:
    """What `text` asks for, in the order in which it is to be done."""

    text: str
    language: str
    actions: tuple[Action, ...]


def route(text: str) -> Routing:
    """The actions of `text`; at least one unless it is blank. Deterministic, and linear in its length."""
    routing = _read(text)
    actions = tuple(
        replace(one, editor=editor_in(one.text)) if one.kind == "export" else one for one in routing.actions
    )
    return replace(routing, actions=actions)


def _read(text: str) -> Routing:
    """The actions of `text`, before it is known which editor an export is for."""
    if not text.strip():
        return Routing(text=text, language=language_of(text), actions=())
    masked = mask(text)
    clauses = part(masked)
    found = options_in([clause.text for clause in clauses], passed=FILE + FOLDER)
    if found is None:
        routing = _routed(text, masked)
        asked = [mask(action.text).folded.text for action in routing.actions if action.kind == "export"]
        loose = options_in(asked, strict=False)
        return _with_options(routing, text, loose.options) if loose is not None else routing
    plain = _without(found.places, masked, clauses)
    routing = _routed(plain, mask(plain))
    if found.is_all and not any(action.kind == "export" for action in routing.actions):
        routing = _routed(_plain_wish(text), mask(_plain_wish(text)))
    return _with_options(routing, text, found.options)


def _with_options(routing: Routing, text: str, options: ExportOptions) -> Routing:
    """The routing of `text`, with the options of its export."""
    actions = tuple(
        replace(action, options=options) if action.kind == "export" else action for action in routing.actions
    )
    return Routing(text=text, language=language_of(text), actions=actions)


def _plain_wish(text: str) -> str:
    return "导出" if is_chinese(language_of(text)) else "export"


def _without(places: Sequence[tuple[int, int, int]], masked: Masked, clauses: Sequence[Clause]) -> str:
    """The text without the options of its export: the classifier knows the plain wish."""
    if not places:
        return masked.text
    first_asked = clauses[places[0][0]]
    origins, text = masked.folded.origins, masked.text

    def origin(place: int) -> int:
        return origins[place] if place < len(origins) else len(text)

    kept: list[str] = []
    at = 0
    for number, start, end in places:
        clause = clauses[number]
        # A clause that is nothing but an option goes with what joins it.
        joined = number > 0 and not clause.text[:start].strip() and not clause.text[end:].strip()
        kept.append(text[at : origin(clauses[number - 1].end if joined else clause.start + start)])
        at = origin(clause.start + end)
    kept.append(text[at:])
    if asks_to_export(first_asked.text):
        return "".join(kept)
    # "Give me an AV1 file": what is left of it asks for nothing.
    return f"{text[: origin(first_asked.start)]}{_plain_wish(text)}{text[origin(first_asked.end) :]}"


def _routed(text: str, masked: Masked) -> Routing:
    language = language_of(text)
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
