"""What lies behind a text in each piece of a chunk: by that, its shade is made as dark as it must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nemovideo_mcp.video.look_pieces import LookPiece, looked
from nemovideo_mcp.video.overlay_plan import OverlayPiece
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.text_plan import TextPiece
from nemovideo_mcp.video.titles import needs_ground, text_box

__all__ = ["Ground", "grounds_of"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies behind a text from `first_frame` of the chunk on: some single frames of the shot, or of two that mix.

    They are chosen from all of a shot that the text is over, so that they are the same in all of its chunks.
    `overlays` are, for each of them, what is laid over the shot below the text; none at all where nothing ever is.
    """

    first_frame: int
    samples: tuple[Piece, ...]
    overlays: tuple[tuple[OverlayPiece, ...], ...] = ()

    @property
    def content(self) -> list[object]:
        """What decides the text's shade, as values of JSON."""
        laid = [[overlay.content for overlay in of_sample] for of_sample in self.overlays]
        return [
            self.first_frame,
            *(sample.content(sample.first_frame) for sample in self.samples),
            *([{"overlays": laid}] if laid else []),
        ]


def grounds_of(
    text: TextPiece,
    group: Sequence[Piece],
    *,
    shots: Sequence[Piece],
    looks: Sequence[LookPiece],
    overlays: Sequence[OverlayPiece],
    canvas: tuple[int, int],
) -> tuple[Ground, ...]:
    """What lies behind a text in each piece of a chunk that it is over: in a transition, both of its shots.

    Overlays that lie below it are part of that. Regions are not: they only even out what is there.
    """
    if not needs_ground(text.look):
        return ()
    below = _below(text, overlays, canvas)
    grounds: list[Ground] = []
    for piece in group:
        if not text.meets(piece.first_frame, piece.end_frame):
            continue
        found = [
            (sample, tuple(part for one in below if (part := one.within(at, at + 1))))
            for shot in shots
            if shot.meets(piece.first_frame, piece.end_frame)
            for single, at in _samples(text, shot, below)
            for sample in looked(single, looks)
        ]
        grounds.append(
            Ground(
                first_frame=piece.first_frame - group[0].first_frame,
                samples=tuple(sample for sample, _ in found),
                overlays=tuple(laid for _, laid in found) if below else (),
            )
        )
    return tuple(grounds)


def _below(text: TextPiece, overlays: Sequence[OverlayPiece], canvas: tuple[int, int]) -> list[OverlayPiece]:
    """The pictures that lie below some of the text's lines while it is seen."""
    box = text_box(text.look, width=canvas[0], height=canvas[1])
    if box is None:
        return []
    top, bottom = box.top + text.shift, box.bottom + text.shift
    return [
        one
        for one in overlays
        if one.effect is None
        and text.meets(one.first_frame, one.end_frame)
        and one.box.left < box.right
        and box.left < one.box.left + one.box.width
        and one.box.top < bottom
        and top < one.box.top + one.box.height
    ]


def _samples(text: TextPiece, shot: Piece, below: Sequence[OverlayPiece]) -> Iterator[tuple[Piece, int]]:
    """Frames of the shot, each with when it is seen: two while the text is over it, or the one next to the text.

    There is also one in the middle of each overlay that lies between them.
    """
    first, end = max(text.first_frame, shot.first_frame), min(text.end_frame, shot.end_frame)
    numbers = [first + (end - first) * share // 4 for share in (1, 3)]
    for one in below:
        begin, stop = max(first, one.first_frame), min(end, one.end_frame)
        numbers += [(begin + stop) // 2] if begin < stop else []
    for number in sorted({min(max(shot.first_frame, n), shot.end_frame - 1) for n in numbers}):
        yield shot.part(number, number + 1), min(max(text.first_frame, number), text.end_frame - 1)
