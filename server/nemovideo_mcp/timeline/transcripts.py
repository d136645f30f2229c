"""Captions of what is said in a film: the words of its sources where its clips let them be heard, put into lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine, is_wide
from nemovideo_mcp.timeline.model import CaptionWord, Timeline, VideoClip
from nemovideo_mcp.timeline.speech import film_time, speakers

__all__ = ["captions_of_speech"]

_LONGEST_MS, _PAUSE_MS = 6000, 700
# As wide as so many letters; a line may end at a comma from the second on.
_WIDEST, _WIDE = 64, 36
_SENTENCE_END = tuple(".!?…。！？")
_COMMA = tuple(",;:，、；：")
_BEHIND_MS = 300
"""How long a caption stays behind its last word, where nothing follows."""


@dataclass(frozen=True)
class _Spoken:
    """A word with the blank before it, and when it is heard, in ms of the film."""

    text: str
    start_ms: int
    end_ms: int


def captions_of_speech(timeline: Timeline, transcripts: Mapping[str, CaptionFile]) -> tuple[CaptionLine, ...]:
    """The lines of what is heard, in order of the film's time, with the times of their words.

    Args:
        timeline: the film.
        transcripts: what is said in the sources, by media id, in their own times.
    """
    lines: list[CaptionLine] = []
    run: list[_Spoken] = []
    before: VideoClip | None = None
    for clip in speakers(timeline):
        transcript = transcripts.get(clip.media_id)
        if transcript is None or clip.reversed:
            continue
        goes_on = before is not None and before.media_id == clip.media_id and before.end_ms == clip.start_ms
        if not goes_on:
            lines += _lines(run)
            run = []
        run += _heard(clip, transcript)
        before = clip
    lines += _lines(run)
    lines.sort(key=lambda line: (line.start_ms, line.end_ms))
    return tuple(_held(lines, timeline.duration_ms))


def _heard(clip: VideoClip, transcript: CaptionFile) -> Iterator[_Spoken]:
    """The words of which the clip lets at least the half be heard."""
    for line in transcript.lines:
        for word in line.words:
            start, end = (film_time(clip, line.start_ms + ms) for ms in (word.start_ms, word.end_ms))
            if clip.start_ms <= (start + end) / 2 < clip.end_ms:
                first, last = max(round(start), clip.start_ms), min(round(end), clip.end_ms)
                yield _Spoken(word.text, first, max(last, first + 1))


def _lines(words: Sequence[_Spoken]) -> Iterator[CaptionLine]:
    line: list[_Spoken] = []
    for word in words:
        if line and _ends_before(word, line):
            yield _line(line)
            line = []
        line.append(word)
    if line:
        yield _line(line)


def _ends_before(word: _Spoken, line: Sequence[_Spoken]) -> bool:
    last = line[-1]
    said = last.text.rstrip()
    width = sum(_width(w.text) for w in line)
    return (
        said.endswith(_SENTENCE_END)
        or word.start_ms - last.end_ms >= _PAUSE_MS
        or word.end_ms - line[0].start_ms > _LONGEST_MS
        or width + _width(word.text) > _WIDEST
        or (width > _WIDE and said.endswith(_COMMA))
    )


def _width(text: str) -> int:
    return sum(2 if is_wide(character) else 1 for character in text)


def _line(words: Sequence[_Spoken]) -> CaptionLine:
    start = words[0].start_ms
    return CaptionLine(
        text="".join(word.text for word in words).strip(),
        start_ms=start,
        end_ms=max(word.end_ms for word in words),
        words=tuple(
            CaptionWord(text=w.text.strip(), start_ms=w.start_ms - start, end_ms=w.end_ms - start)
            for w in words
        ),
    )


def _held(lines: Sequence[CaptionLine], film_ms: int) -> Iterator[CaptionLine]:
    """The lines, each a little longer where there is room before the next one and the film's end."""
    for line, following in zip_longest(lines, lines[1:]):
        room = film_ms if following is None else following.start_ms
        end = max(line.end_ms, min(line.end_ms + _BEHIND_MS, room))
        yield CaptionLine(text=line.text, start_ms=line.start_ms, end_ms=end, words=line.words)
