"""Which texts are seen when, and where those stand that would cover one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.model import TextClip, Timeline
from nemovideo_mcp.video.spans import FrameSpan
from nemovideo_mcp.video.text_motion import POP_ATTACK_MS
from nemovideo_mcp.video.titles import TextBox, TextLook, text_box
from nemovideo_mcp.video.typefaces import NEUTRAL

__all__ = ["TextPiece", "text_pieces"]

# Between texts that had to make way, and to the frame's edge, as shares of its height.
_GAP, _EDGE = 0.015, 0.03


@dataclass(frozen=True, kw_only=True)
class TextPiece(FrameSpan):
    """A text over the chunk: `frames` frames from `first_frame` on, which may lie before the chunk's start.

    It stands `shift` pixels lower than by itself, to make way for another one. `peak` is the frame, of its own, that a
    pop lands on.
    """

    look: TextLook
    shift: int = 0
    entrance: str = "fade"
    exit: str = "fade"
    peak: int | None = None

    @property
    def content(self) -> list[object]:
        """What decides the text's pixels, as values of JSON."""
        look = self.look
        placed = [look.place, list(look.position or ()), look.size, look.color, self.shift]
        dressed = [look.font, look.effect, look.effect_color, self.entrance, self.exit, self.peak]
        usual: list[object] = [NEUTRAL, "soft", None, "fade", "fade", None]
        return [
            *(look.text, look.style, *placed, self.first_frame, self.frames),
            *(dressed if dressed != usual else []),
        ]


def text_pieces(timeline: Timeline, *, canvas: tuple[int, int]) -> list[TextPiece]:
    """The texts of the film, with frames counted from its start.

    Texts that are seen at one time don't cover one another where there is room: whoever comes later stands above
    what is low in the frame, below what is high. A text with a position of its own goes first.
    """
    pieces: list[TextPiece] = []
    for clip in timeline.text_clips:
        first, end = (frame_at(ms, frame_rate=timeline.frame_rate) for ms in (clip.start_ms, clip.end_ms))
        if end > first and clip.text.strip():
            look = TextLook(
                text=clip.text,
                style=clip.style,
                place=clip.place,
                position=clip.position,
                size=clip.size,
                color=clip.color,
                font=clip.font,
                effect=clip.effect,
                effect_color=clip.effect_color,
            )
            piece = TextPiece(
                look=look,
                first_frame=first,
                frames=end - first,
                entrance=clip.entrance,
                exit=clip.exit,
            )
            pieces.append(_on_beat(piece, clip, timeline) if clip.entrance == "pop" else piece)
    pieces.sort(key=lambda piece: piece.first_frame)
    return [stacked for group in _at_one_time(pieces) for stacked in _stacked(group, canvas)]


def _on_beat(piece: TextPiece, clip: TextClip, timeline: Timeline) -> TextPiece:
    """A pop whose largest frame is that of the first beat that it can reach; it is not seen before it grows."""
    grid = timeline.music.grid if timeline.music else None
    rate = timeline.frame_rate
    attack = round(POP_ATTACK_MS * rate / 1000)
    half_frame_ms = Fraction(500) / rate
    beats = grid.times_ms if grid else ()
    beat_ms = next((beat for beat in beats if beat >= clip.start_ms - half_frame_ms), None)
    peak = frame_at(beat_ms, frame_rate=rate) - piece.first_frame if beat_ms is not None else attack
    if not 0 <= peak <= piece.frames // 2:
        peak = min(attack, piece.frames // 2)
    late = max(0, peak - attack)
    return replace(piece, first_frame=piece.first_frame + late, frames=piece.frames - late, peak=peak - late)


def _at_one_time(pieces: Sequence[TextPiece]) -> Iterator[list[TextPiece]]:
    """Runs of texts, each of which shares a frame with one before it in its run."""
    run: list[TextPiece] = []
    end = 0
    for piece in pieces:
        if run and piece.first_frame >= end:
            yield run
            run = []
        run.append(piece)
        end = max(end, piece.end_frame)
    if run:
        yield run


def _stacked(group: Sequence[TextPiece], canvas: tuple[int, int]) -> Iterator[TextPiece]:
    if len(group) == 1:
        yield group[0]
        return
    placed: list[tuple[TextPiece, TextBox]] = []
    for piece in sorted(group, key=lambda piece: piece.look.position is None):
        box = text_box(piece.look, width=canvas[0], height=canvas[1])
        if box is None:
            continue
        others = [other for beside, other in placed if beside.meets(piece.first_frame, piece.end_frame)]
        shift = _free_shift(box, others, canvas[1])
        placed.append((piece, replace(box, top=box.top + shift, bottom=box.bottom + shift)))
        yield replace(piece, shift=shift)


def _free_shift(box: TextBox, others: Sequence[TextBox], height: int) -> int:
    """How much lower (or, below zero, higher) the text covers no other; 0 where there is no room either way."""
    gap, edge = round(height * _GAP), round(height * _EDGE)
    for upwards in (box.is_low, not box.is_low):
        shift = 0
        while hit := [other for other in others if _meet(box, other, shift)]:
            if upwards:
                shift = min(other.top for other in hit) - gap - box.bottom
            else:
                shift = max(other.bottom for other in hit) + gap - box.top
        if edge <= box.top + shift and box.bottom + shift <= height - edge:
            return shift
    return 0


def _meet(box: TextBox, other: TextBox, shift: int) -> bool:
    across = box.left < other.right and other.left < box.right
    return across and box.top + shift < other.bottom and other.top < box.bottom + shift
