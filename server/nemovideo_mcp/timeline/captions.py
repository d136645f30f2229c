"""Captions as values: the lines of a file, the words of a line and their times, and lines written as SubRip."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from nemovideo_mcp.timeline.model import CaptionClip, CaptionWord, Timeline

__all__ = [
    "CaptionFault",
    "CaptionFile",
    "CaptionLine",
    "Unit",
    "is_wide",
    "shown_captions",
    "srt_of",
    "units_of",
    "word_times",
]

FaultKind = Literal["time", "order", "stray", "letters"]

# Never at the start of a line, or of a word that is highlighted; never at an end.
NOT_FIRST = frozenset(
    "、。，．：；？！）］｝〉》」』】〕〗’”…—～·ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.:;?!)]}%°"
)
NOT_LAST = frozenset("（［｛〈《「『【〔〖‘“([{$￥¥#@")
# Between emoji that are drawn as one.
_JOINER = "\u200d"


@dataclass(frozen=True, kw_only=True)
class CaptionLine:
    """One cue of a file of captions."""

    text: str
    start_ms: int
    end_ms: int
    words: tuple[CaptionWord, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaptionFault:
    """Something that is wrong with a file at `line`, from 1, and the words there.

    `time`: a time that cannot be read, its words were left out; `stray`: words that have no time, left out too;
    `order`: an end before its start, which was mended; `letters`: characters that cannot be read.
    """

    kind: FaultKind
    line: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class CaptionFile:
    """What a file of captions holds, in order of time; `empty` is how many of its cues have no words."""

    lines: tuple[CaptionLine, ...] = ()
    faults: tuple[CaptionFault, ...] = ()
    empty: int = 0
    encoding: str = "utf-8"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A piece of a text that is never broken: a word, or a Chinese or Japanese character with its punctuation."""

    text: str
    spaced: bool = False
    """Whether a blank stands before it."""
    new_line: bool = False
    """Whether its writer began a line with it."""


def is_wide(character: str) -> bool:
    """Whether it is as wide as a Chinese character."""
    return unicodedata.east_asian_width(character) in "WF"


def units_of(text: str) -> tuple[Unit, ...]:
    """The pieces of `text` in order; put together again with their blanks and lines they are the text."""
    units: list[Unit] = []
    for number, paragraph in enumerate(text.split("\n")):
        first = True
        for word in paragraph.split():
            for place, piece in enumerate(_pieces(word)):
                units.append(Unit(text=piece, spaced=place == 0 and not first, new_line=first and number > 0))
                first = False
    return tuple(units)


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for character in word:
        previous = pieces[-1][-1] if pieces else ""
        joined = previous and (
            character in NOT_FIRST
            or previous in NOT_LAST
            or _JOINER in (character, previous)
            or unicodedata.category(character)[0] == "M"
            or not (stands_alone(character) or stands_alone(previous))
        )
        if joined:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def stands_alone(character: str) -> bool:
    """Whether lines may break beside it: Chinese, Japanese and emoji; Korean has blanks between its words."""
    return is_wide(character) and not "가" <= character <= "힣"


def word_times(caption: CaptionClip) -> tuple[CaptionWord, ...]:
    """When each word of a caption is spoken: as it is known, else spread over the caption by the words' lengths."""
    if _bare(w.text for w in caption.words) == _bare([caption.text]):
        return caption.words
    texts = [unit.text for unit in units_of(caption.text)]
    weights = [sum(2 if is_wide(c) else 1 for c in text) + 1 for text in texts]
    total = sum(weights)
    edges = [round(caption.duration_ms * done / total) for done in (0, *accumulate(weights))] if total else []
    return tuple(
        CaptionWord(text=text, start_ms=start, end_ms=end)
        for text, (start, end) in zip(texts, pairwise(edges), strict=True)
    )


def _bare(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def shown_captions(timeline: Timeline) -> tuple[CaptionClip, ...]:
    """The captions that are seen in the film: those that begin before it ends."""
    end = timeline.duration_ms
    return tuple(c for c in timeline.captions if c.start_ms < end and c.duration_ms > 0 and c.text.strip())


def srt_of(timeline: Timeline) -> str:
    """The captions that the film shows as a SubRip file: their words as they are shown, within the film's length."""
    end = timeline.duration_ms
    return _subrip([(c.start_ms, min(c.end_ms, end), c.text) for c in shown_captions(timeline)])


def _subrip(cues: Sequence[tuple[int, int, str]]) -> str:
    return "".join(
        f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{_without_gaps(text)}\n\n"
        for number, (start, end, text) in enumerate(cues, 1)
    )


def _without_gaps(text: str) -> str:
    """A blank line would end the cue."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def _stamp(time_ms: int) -> str:
    seconds, milliseconds = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{milliseconds:03d}"
