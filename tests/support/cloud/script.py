"""How a turn of the conversation goes, so that a test or a random source decides what the agent does."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from . import streams
from .drafts import Draft
from .edits import Edit
from .http import CUT, RESET, Framing, Piece, Reply

ByWords = Literal["words"]
Stream = Sequence[Piece] | Callable[[str], Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Landing:
    """An edit that reaches the timeline so many seconds after the stream was closed."""

    after_s: float
    edit: Edit


@dataclass(frozen=True, slots=True)
class Turn:
    """What the backend does with one message.

    `stream`: the pieces, or a function from the editor's words to the pieces, or None for a plain answer.
    `edit`: `words` asks the keyword editor, None changes nothing, a function makes its own draft.
    `lands_after_s`: None puts the edit on the timeline before the stream ends (`at_start`: before its first
    byte); a number puts it there that long after the stream was closed.
    `reply`: a whole reply in place of the stream; the edit is made as told here all the same.
    `made`: whether the edit is made in the end. `kind` and `note` are for the report of a test.
    """

    stream: Stream | None = None
    edit: Edit | ByWords | None = "words"
    lands_after_s: float | None = None
    at_start: bool = False
    later: Sequence[Landing] = ()
    status: int = 200
    content_type: str = "text/event-stream; charset=utf-8"
    framing: Framing = "chunked"
    headers: dict[str, str] = field(default_factory=lambda: dict[str, str]())
    reply: Reply | None = None
    made: bool = True
    kind: str = "answered"
    note: str = ""

    def with_(self, **changes: Any) -> Turn:
        return replace(self, **changes)


@dataclass(slots=True)
class Played:
    """A turn as it went. `before` and `after` are the drafts on both sides of the last landing."""

    turn: Turn
    session_id: str
    text: str
    started_at: float
    closed_at: float | None = None
    landed_at: float | None = None
    before: Draft | None = None
    after: Draft | None = None

    @property
    def changed(self) -> bool:
        """Whether the timeline is another one because of this turn, by now."""
        return self.landed_at is not None and self.before != self.after


def said(text: str, **changes: Any) -> Turn:
    """The agent answers with the text and changes nothing."""
    return Turn(stream=streams.answer(text), edit=None, made=False, kind="talk").with_(**changes)


def silent(edit: Edit | ByWords | None = "words", **changes: Any) -> Turn:
    """The edit is made and the stream closes without a text."""
    made = edit is not None
    quiet = [streams.heartbeat(), streams.tool_call("edit_timeline"), streams.tool_result("edit_timeline")]
    return Turn(stream=quiet, edit=edit, made=made, kind="silent").with_(**changes)


def late(after_s: float, edit: Edit | ByWords = "words", **changes: Any) -> Turn:
    """A silent edit that reaches the timeline after the stream was closed."""
    return silent(edit, lands_after_s=after_s, kind="late").with_(**changes)


def broken(*, made: bool, edit: Edit | ByWords = "words", reset: bool = False, **changes: Any) -> Turn:
    """The line is cut in the stream, with the edit made or not."""
    pieces = [streams.heartbeat(), streams.tool_call("edit_timeline"), RESET if reset else CUT]
    kind = "broken_made" if made else "broken_unmade"
    return Turn(stream=pieces, edit=edit if made else None, made=made, kind=kind).with_(**changes)


def failed(code: int = 5000, shape: str = "code_in_200", *, name: str | None = None, **changes: Any) -> Turn:
    """An error object comes in the stream, and nothing is changed."""
    pieces = [streams.heartbeat(), streams.error_event(code, shape, name=name)]
    return Turn(stream=pieces, edit=None, made=False, kind="error").with_(**changes)


def random_turns(
    rng: random.Random,
    *,
    silent: float = 0.3,
    late: float = 0.1,
    broken: float = 0.05,
    error: float = 0.05,
    talk: float = 0.0,
    late_s: tuple[float, float] = (1.0, 12.0),
    error_code: int = 5000,
) -> Iterator[Turn]:
    """Turns without end. Each share is the part of all turns that are of that kind; the rest answer.

    A late turn is silent, and its edit lands within `late_s` seconds after the stream was closed. A broken
    turn has its line cut, half of the time with the edit made. A turn of talk answers and changes nothing.
    """
    shares = [("broken", broken), ("error", error), ("late", late), ("silent", silent), ("talk", talk)]
    if sum(share for _, share in shares) > 1:
        raise ValueError("the shares are more than one whole")
    while True:
        drawn, kind = rng.random(), "answered"
        for name, share in shares:
            if drawn < share:
                kind = name
                break
            drawn -= share
        style = _Style.drawn(rng)
        if kind == "broken":
            yield _random_broken(rng, style)
        elif kind == "error":
            yield _random_error(rng, style, error_code)
        elif kind == "talk":
            words = "Which of the clips do you mean?"
            yield Turn(style.answering(words), edit=None, made=False, kind=kind, note=style.note)
        elif kind == "late":
            after = rng.uniform(*late_s)
            yield Turn(style.quiet(), lands_after_s=after, kind=kind, note=f"{style.note} {after:.2f}s")
        elif kind == "silent":
            yield Turn(style.quiet(), kind=kind, note=style.note, at_start=rng.random() < 0.3)
        else:
            yield Turn(style.answering, kind=kind, note=style.note, framing=style.framing)


@dataclass(frozen=True, slots=True)
class _Style:
    """The form of the events of one random turn."""

    form: streams.Form
    partials: streams.Partials
    eol: str
    heartbeats: tuple[str, ...]
    chop: int
    trailing_issue: bool
    framing: Framing

    @classmethod
    def drawn(cls, rng: random.Random) -> _Style:
        form: streams.Form = rng.choice(("adk", "adk", "typed"))
        kinds: tuple[streams.Partials, ...] = ("delta", "cumulative", "none")
        return cls(
            form=form,
            # Cumulative pieces of the typed form cannot be told from pieces that follow each other.
            partials=rng.choice(kinds if form == "adk" else ("delta", "none")),
            eol=rng.choice((streams.LF, streams.CRLF)),
            heartbeats=tuple(rng.choices(list(streams.HEARTBEATS), k=rng.randrange(4))),
            chop=rng.choice((0, 0, 3, 17)),
            trailing_issue=rng.random() < 0.1,
            framing=rng.choice(("chunked", "chunked", "close")),
        )

    @property
    def note(self) -> str:
        ends = "crlf" if self.eol == streams.CRLF else "lf"
        return f"{self.form}/{self.partials}/{ends}/{self.framing}/chop{self.chop}"

    def quiet(self) -> list[Piece]:
        return self.cut_up(b"".join(self.start()))

    def answering(self, words: str) -> list[Piece]:
        said = [*self.start(), *streams.answer(words, form=self.form, partials=self.partials, eol=self.eol)]
        if self.trailing_issue:
            said.append(streams.temporary_issue(form=self.form, eol=self.eol))
        return self.cut_up(b"".join(said))

    def start(self) -> list[bytes]:
        return [
            *(streams.heartbeat(form, eol=self.eol) for form in self.heartbeats),
            streams.tool_call("edit_timeline", {"steps": 1}, form=self.form, eol=self.eol),
            streams.tool_result("edit_timeline", form=self.form, eol=self.eol),
        ]

    def cut_up(self, data: bytes) -> list[Piece]:
        return streams.chopped(data, self.chop) if self.chop else [data]


def _random_broken(rng: random.Random, style: _Style) -> Turn:
    made = rng.random() < 0.5
    end = rng.choice((CUT, RESET))
    whole = streams.joined(
        style.answering("I have changed the timeline.") if rng.random() < 0.4 else style.quiet()
    )
    kept = whole[: rng.randrange(len(whole))]
    pieces: list[Piece] = [kept, end] if kept else [end]
    kind = "broken_made" if made else "broken_unmade"
    note = f"{style.note} {end.value} after {len(kept)}/{len(whole)}"
    return Turn(pieces, edit="words" if made else None, made=made, kind=kind, note=note)


def _random_error(rng: random.Random, style: _Style, code: int) -> Turn:
    shape = rng.choice((*streams.ERROR_SHAPES, "adk_failure", "adk_error_code"))
    name = rng.choice((None, "error"))
    if shape == "adk_failure":
        last = streams.adk_failure("The agent failed", eol=style.eol)
    elif shape == "adk_error_code":
        last = streams.adk_error_code("INTERNAL", "The agent failed", eol=style.eol)
    else:
        last = streams.error_event(code, shape, "The agent failed", name=name, eol=style.eol)
    pieces = style.cut_up(b"".join([*style.start(), last]))
    return Turn(pieces, edit=None, made=False, kind="error", note=f"{style.note} {shape} event={name}")
