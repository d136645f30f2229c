"""Looks that come over the film for a while: the pieces of shots are parted where one begins or ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nemovideo_mcp.timeline.look import PLAIN, over
from nemovideo_mcp.video.grading import Grade
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["LookPiece", "looked"]


@dataclass(frozen=True, kw_only=True)
class LookPiece(FrameSpan):
    """`grade` comes over the looks of the shots for `frames` frames."""

    grade: Grade


def looked(piece: Piece, looks: Sequence[LookPiece]) -> Iterator[Piece]:
    """The piece in parts, each with the look of its time; the piece itself where none comes over it.

    `looks` are in order and don't overlap.
    """
    at = piece.first_frame
    for look in looks:
        first, end = max(at, look.first_frame), min(piece.end_frame, look.end_frame)
        if first >= end:
            continue
        if at < first:
            yield piece.part(at, first)
        yield _with(piece.part(first, end), look.grade)
        at = end
    if at == piece.first_frame:
        yield piece
    elif at < piece.end_frame:
        yield piece.part(at, piece.end_frame)


def _with(piece: Piece, grade: Grade) -> Piece:
    if piece.mix is not None:
        before, after = (_with(inner, grade) for inner in (piece.mix.before, piece.mix.after))
        return replace(piece, mix=replace(piece.mix, before=before, after=after))
    if piece.source is None:
        return piece
    below = piece.grade
    look = over(grade.look, below.look if below else PLAIN)
    replaces = grade.look.preset is not None or grade.look.lut is not None
    lut = grade.lut if replaces or below is None else below.lut
    return replace(piece, grade=None if look == PLAIN else Grade(look=look, lut=lut))
