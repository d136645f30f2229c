"""Puts the words of one turn together from the texts of its stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nemovideo_mcp.protocol.events import Event, Text, ToolProgress

__all__ = ["TextAssembler", "is_temporary_issue"]

_TEMPORARY_ISSUE = "i encountered a temporary issue"
_ALIKE = 8
_SENTENCE_ENDS = tuple(".!?…。！？")


@dataclass(kw_only=True)
class TextAssembler:
    """Puts the words of one turn together: a partial text and the whole that repeats it are counted once.

    A trailing "I encountered a temporary issue" behind good words is left out [protocol.md].
    """

    _said: list[Text] = field(default_factory=list[Text])
    _pending: list[_Pieces] = field(default_factory=list["_Pieces"])
    # The plain texts since the last tool.
    _run: list[Text] = field(default_factory=list[Text])
    _run_length: int = 0
    _after_tool: bool = True

    def feed(self, event: Event) -> None:
        """Take in the next event of the stream; only texts matter, and where tools come between them."""
        if isinstance(event, ToolProgress):
            self._after_tool = True
        elif isinstance(event, Text) and event.partial:
            self._take_piece(event.text)
        elif isinstance(event, Text):
            self._take_whole(event)

    @property
    def text(self) -> str:
        """All that was said, up to now."""
        said = [t for t in (*self._said, *(Text(text=p.text) for p in self._pending)) if t.text.strip()]
        if len(said) > 1 and is_temporary_issue(said[-1].text):
            said.pop()
        return _joined(said)

    @property
    def unfinished(self) -> bool:
        """True while pieces of a text have come, and the whole that repeats them has not."""
        return any(pieces.text.strip() for pieces in self._pending)

    def _take_piece(self, piece: str) -> None:
        if self._after_tool or not self._pending:
            self._pending.append(_Pieces())
        self._after_tool = False
        self._pending[-1].add(piece)

    def _take_whole(self, event: Text) -> None:
        if event.plain:
            self._take_plain(event)
            return
        pending, self._pending = self._pending, []
        # The whole repeats all pieces since the last one, or only those since the last tool.
        start = _repeated_from(event.text, pending)
        kept = [pieces.text for pieces in pending[:start]]
        if start == len(pending) and kept and not self._after_tool:
            last = kept.pop()
            # A whole that begins as its pieces did takes their place; another one goes on from them.
            event = event if _begins_alike(last, event.text) else Text(text=last + event.text)
        self._said += [Text(text=words) for words in kept]
        if kept or self._after_tool or not self._said or self._said[-1].text != event.text:
            self._said.append(event)
        self._after_tool = False

    def _take_plain(self, event: Text) -> None:
        """A plain text is a piece, the whole of the pieces before it, or repeats all so far and says more."""
        before = [] if self._after_tool else self._run
        self._after_tool = False
        if before and len(before[-1].text) > 1 and event.text.startswith(before[-1].text):
            self._said.pop()
            before.pop()
        # Joined only for a text that may be as long: the work stays linear in what has come.
        elif (
            len(before) > 1
            and 2 * len(event.text) >= self._run_length
            and _bare("".join(text.text for text in before)) == _bare(event.text)
        ):
            del self._said[-len(before) :]
            before.clear()
        before.append(event)
        self._run = before
        self._run_length = len(event.text) + (self._run_length if len(before) > 1 else 0)
        self._said.append(event)


@dataclass(kw_only=True)
class _Pieces:
    """The partial texts of one whole: each says something more, or each repeats all so far and says more."""

    _all: list[str] = field(default_factory=list[str])
    _repeating: bool = True

    def add(self, piece: str) -> None:
        self._repeating = self._repeating and (not self._all or piece.startswith(self._all[-1]))
        self._all.append(piece)

    @property
    def joined(self) -> str:
        return "".join(self._all)

    @property
    def text(self) -> str:
        # Two short pieces may be alike by chance, as "1" and "10".
        more = self._repeating and len(self._all) > 1 and self._all[-1] != self._all[0]
        return self._all[-1] if more and (len(self._all) > 2 or len(self._all[0]) > 1) else self.joined


def is_temporary_issue(text: str) -> bool:
    """True for the apology that says nothing about whether the edit was made [protocol.md]."""
    return text.strip().lower().startswith(_TEMPORARY_ISSUE)


def _repeated_from(whole: str, pending: Sequence[_Pieces]) -> int:
    """The first of `pending` from which on `whole` repeats them all; how many there are where it repeats none."""
    said = _bare(whole)
    found = [len(pending)]
    for reading in ([_bare(pieces.text) for pieces in pending], [_bare(pieces.joined) for pieces in pending]):
        rest = "".join(reading)
        at = 0
        for n, words in enumerate(reading):
            if len(rest) - at <= len(said) and said.startswith(rest[at:]):
                found.append(n)
                break
            at += len(words)
    return min(found)


def _begins_alike(pieces: str, whole: str) -> bool:
    start = _bare(pieces)[:_ALIKE]
    return len(start) == _ALIKE and _bare(whole).startswith(start)


def _bare(text: str) -> str:
    return "".join(text.split())


def _joined(said: Sequence[Text]) -> str:
    words = ""
    for text in said:
        piece_of_sentence = text.plain and words and not words.endswith(_SENTENCE_ENDS)
        words += text.text if not words or piece_of_sentence else f"\n{text.text.lstrip()}"
    return words.strip()
