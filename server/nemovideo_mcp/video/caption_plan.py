"""Which captions are seen when: pages, the words that are spoken, and who makes way for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.timeline.captions import shown_captions, word_times
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.model import CaptionClip, Timeline
from nemovideo_mcp.video.captions import CaptionPages, Mark, caption_box, caption_pages
from nemovideo_mcp.video.spans import FrameSpan
from nemovideo_mcp.video.text_plan import TextPiece
from nemovideo_mcp.video.titles import TextBox, text_box

__all__ = ["CaptionPiece", "SpokenWord", "caption_pieces"]

# Between captions and what they make way for, and to the frame's upper edge, as shares of its height.
_GAP, _EDGE = 0.012, 0.03


@dataclass(frozen=True, kw_only=True)
class SpokenWord(FrameSpan):
    """Letters that are highlighted for `frames` frames from `first_frame` on."""

    mark: Mark


@dataclass(frozen=True, kw_only=True)
class CaptionPiece(FrameSpan):
    """Lines over the chunk: `frames` frames from `first_frame` on, which may lie before the chunk's start."""

    lines: tuple[str, ...]
    style: str
    lift: int = 0
    words: tuple[SpokenWord, ...] = ()

    @property
    def content(self) -> list[object]:
        """What decides the pixels, as values of JSON."""
        words = [[w.mark.line, w.mark.start, w.mark.end, w.first_frame, w.frames] for w in self.words]
        return [list(self.lines), self.style, self.first_frame, self.frames, self.lift, words]

    def moved(self, frames: int) -> CaptionPiece:
        """The piece so many frames later."""
        words = tuple(word.moved(frames) for word in self.words)
        return replace(self, first_frame=self.first_frame + frames, words=words)


def caption_pieces(
    timeline: Timeline, *, canvas: tuple[int, int], texts: Sequence[TextPiece] = ()
) -> list[CaptionPiece]:
    """The captions of the film in order, with frames counted from its start.

    Those that are seen at one time stand above each other, the later one above the earlier; all stand above the texts
    at the bottom.
    """
    pieces = [piece for caption in shown_captions(timeline) for piece in _pages(caption, timeline, canvas)]
    pieces.sort(key=lambda piece: piece.first_frame)
    return list(_stacked(pieces, texts, canvas)) if pieces else []


def _pages(caption: CaptionClip, timeline: Timeline, canvas: tuple[int, int]) -> Iterator[CaptionPiece]:
    rate, start = timeline.frame_rate, caption.start_ms
    set_out = caption_pages(caption.text, width=canvas[0], height=canvas[1])
    if not set_out.pages:
        return
    is_timed = len(set_out.pages) > 1 or caption.style == "word_by_word"
    starts_ms = _unit_starts(caption, set_out) if is_timed else []
    begins = [0 if n == 0 else starts_ms[page.first] for n, page in enumerate(set_out.pages)]
    end_frame = max(_frame(caption.end_ms, rate), _frame(start, rate) + 1)
    edges = [_frame(start + ms, rate) for ms in begins] + [end_frame]
    for number, (first, end) in enumerate(pairwise(edges)):
        if end <= first:
            continue
        page = set_out.pages[number]
        spoken: list[SpokenWord] = []
        if caption.style == "word_by_word":
            units = range(page.first, page.first + page.count)
            turns = [max(first, _frame(start + starts_ms[unit], rate)) for unit in units] + [end]
            spoken = [
                SpokenWord(mark=mark, first_frame=turn, frames=then - turn)
                for mark, (turn, then) in zip(set_out.marks[number], pairwise(turns), strict=True)
                if then > turn
            ]
        yield CaptionPiece(
            lines=page.lines, style=caption.style, first_frame=first, frames=end - first, words=tuple(spoken)
        )


def _frame(time_ms: float, frame_rate: Fraction) -> int:
    return frame_at(round(time_ms), frame_rate=frame_rate)


def _unit_starts(caption: CaptionClip, set_out: CaptionPages) -> list[float]:
    """When each unit begins to be spoken, in ms from the caption's start; letters of a word are spread evenly."""
    said, letters = "", list[float]()
    for word in word_times(caption):
        bare = "".join(word.text.split())
        step = (word.end_ms - word.start_ms) / max(1, len(bare))
        letters += [word.start_ms + n * step for n in range(len(bare))]
        said += bare
    starts: list[float] = []
    at = 0
    for unit in set_out.units:
        # What the font cannot draw is not among the units.
        found = said.find(unit.text, at)
        at = found if found >= 0 else min(at, max(0, len(said) - 1))
        starts.append(min(letters[at] if letters else 0.0, caption.duration_ms))
        at += len(unit.text)
    return starts


def _stacked(
    pieces: Sequence[CaptionPiece], texts: Sequence[TextPiece], canvas: tuple[int, int]
) -> Iterator[CaptionPiece]:
    width, height = canvas
    gap, edge = round(height * _GAP), round(height * _EDGE)
    boxes = [(text, box) for text in texts if (box := _box_of(text, canvas)) is not None]
    placed: list[CaptionPiece] = []
    for piece in pieces:
        placed = [one for one in placed if one.end_frame > piece.first_frame]
        others = [_raised(one, canvas) for one in placed] + [
            box for text, box in boxes if text.meets(piece.first_frame, piece.end_frame)
        ]
        if not others:
            placed.append(piece)
            yield piece
            continue
        box = caption_box(piece.lines, width=width, height=height)
        lift = 0
        while hit := [o for o in others if _meet(box, o, lift)]:
            lift = box.bottom + gap - min(o.top for o in hit)
        if box.top - lift < edge:
            lift = 0
        placed.append(replace(piece, lift=lift))
        yield placed[-1]


def _raised(piece: CaptionPiece, canvas: tuple[int, int]) -> TextBox:
    box = caption_box(piece.lines, width=canvas[0], height=canvas[1])
    return replace(box, top=box.top - piece.lift, bottom=box.bottom - piece.lift)


def _box_of(text: TextPiece, canvas: tuple[int, int]) -> TextBox | None:
    box = text_box(text.look, width=canvas[0], height=canvas[1])
    return replace(box, top=box.top + text.shift, bottom=box.bottom + text.shift) if box else None


def _meet(box: TextBox, other: TextBox, lift: int) -> bool:
    across = box.left < other.right and other.left < box.right
    return across and box.top - lift < other.bottom and other.top < box.bottom - lift
