"""Stretches of a film that show a source untouched: their packets are copied, in whole closed GOPs.

The frames before and behind them are encoded, with headers of another number (smart rendering, as cutters without a
new encoding do it). What decides is the timeline and the index of each source's packets; nothing is opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from nemovideo_mcp.video.geometry import WHOLE, Box, Orientation, Placement, placed
from nemovideo_mcp.video.packet_index import Gop, PacketIndex
from nemovideo_mcp.video.parameter_sets import free_id, read_headers
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["Copied", "Copying", "apart", "copying_of", "is_untouched", "may_be_copied"]

# Seconds of film. Shorter stretches are encoded; a chunk of copied packets ends after about so long.
_LEAST_S, _CHUNK_S = 2, 10
# Bits a pixel of a stretch, at most. What is encoded has 0.04 to 0.17.
_MOST_BITS = 0.5
# What a film's rate and its source's may differ by: the frames that are shown are looked at one by one.
_RATE_SHARE = Fraction(1, 1000)
# The frame on screen is beyond doubt where it is this much nearer than the next one (see `FilmReader.frames_at`).
_SURE_S = Fraction(15, 10_000)


@dataclass(frozen=True, kw_only=True)
class Copied(FrameSpan):
    """Frames of the film that are copied from `source`, whose frame `source_frame` is the first of them.

    `index` is that of the source's packets, without its GOPs; those that are copied have `size_bytes`.
    """

    source: SourceFile
    source_frame: int
    index: PacketIndex
    size_bytes: int

    @property
    def content(self) -> list[object]:
        """What decides the packets; values of JSON."""
        return [self.source.content_hash, self.source_frame, self.frames]


@dataclass(frozen=True)
class Copying:
    """What of a film is copied, by its first frame, and the number that the headers of all other parts have."""

    stretches: Mapping[int, Copied]
    header_id: int = 0


def may_be_copied(piece: Piece, *, canvas: tuple[int, int], frame_rate: Fraction) -> bool:
    """Whether a piece is worth a look at its source's packets."""
    source = piece.source
    if source is None or piece.frames < _LEAST_S * frame_rate:
        return False
    rate = Fraction(str(source.info.frame_rate or 1))
    near = abs(rate / frame_rate - 1) <= _RATE_SHARE
    return near and is_untouched(piece, canvas=canvas, frame_rate=frame_rate)


def is_untouched(piece: Piece, *, canvas: tuple[int, int], frame_rate: Fraction) -> bool:
    """Whether a piece shows each frame of its film as it is, once."""
    source = piece.source
    if piece.mix is not None or source is None or source.info.kind != "video":
        return False
    size = source.info.width, source.info.height
    plain = (
        piece.step_ms == Fraction(1000) / frame_rate
        and piece.course is None
        and piece.smooth is None
        and not piece.path
        and piece.motion in (None, "none")
        and piece.grade is None
        and piece.bounds_ms is None
        and size == canvas
        and piece.framing.orientation is Orientation.UPRIGHT
    )
    whole = Placement(
        left=WHOLE[0],
        top=WHOLE[1],
        right=WHOLE[2],
        bottom=WHOLE[3],
        target=Box(left=0, top=0, width=canvas[0], height=canvas[1]),
    )
    return plain and placed(piece.framing, size=size, canvas=canvas) == whole


def copying_of(
    pieces: Iterable[Piece],
    covered: Sequence[FrameSpan],
    *,
    packets: Mapping[str, PacketIndex],
    canvas: tuple[int, int],
    frame_rate: Fraction,
) -> Copying:
    """What is copied of `pieces`, where nothing of `covered` lies over them; `packets` are by their sources' content.

    All parts that are copied have the same headers: those of the sources of which most is copied.
    """
    found = [
        stretch
        for piece in pieces
        if piece.source is not None
        and (index := packets.get(piece.source.content_hash)) is not None
        and is_untouched(piece, canvas=canvas, frame_rate=frame_rate)
        for stretch in _stretches(piece, piece.source, index, covered, canvas, frame_rate)
    ]
    frames = Counter[bytes]()
    for stretch in found:
        frames[stretch.index.avcc] += stretch.frames
    for avcc, _ in frames.most_common():
        try:
            number = free_id(read_headers(avcc))
        except ValueError:
            continue
        chosen = [stretch for stretch in found if stretch.index.avcc == avcc]
        return Copying({stretch.first_frame: stretch for stretch in chosen}, number)
    return Copying({})


def apart(pieces: Iterable[Piece], copying: Copying) -> Iterator[Piece]:
    """The pieces, with each stretch that is copied as a piece of its own."""
    starts = sorted(copying.stretches)
    for piece in pieces:
        at = piece.first_frame
        for start in starts:
            if piece.first_frame <= start < piece.end_frame:
                if at < start:
                    yield piece.part(at, start)
                at = start + copying.stretches[start].frames
                yield piece.part(start, at)
        if at == piece.first_frame:
            yield piece
        elif at < piece.end_frame:
            yield piece.part(at, piece.end_frame)


def _stretches(
    piece: Piece,
    source: SourceFile,
    index: PacketIndex,
    covered: Sequence[FrameSpan],
    canvas: tuple[int, int],
    frame_rate: Fraction,
) -> Iterator[Copied]:
    if (index.width, index.height) != canvas:
        return
    first = _first_shown(piece, index, frame_rate)
    if first is None:
        return
    # By how much a frame of the film is later than the same frame of the source.
    shift = piece.first_frame - first
    over = [span for span in covered if span.meets(piece.first_frame, piece.end_frame)]
    whole = [
        gop
        for gop in index.gops
        if piece.first_frame <= gop.first_frame + shift
        and gop.end_frame + shift <= piece.end_frame
        and not any(span.meets(gop.first_frame + shift, gop.end_frame + shift) for span in over)
    ]
    pixels = canvas[0] * canvas[1]
    for run in _runs(whole):
        shown, size = sum(gop.frames for gop in run), sum(gop.size_bytes for gop in run)
        if shown < _LEAST_S * frame_rate or size * 8 > _MOST_BITS * pixels * shown:
            continue
        for group in _groups(run, frame_rate):
            yield Copied(
                first_frame=group[0].first_frame + shift,
                frames=sum(gop.frames for gop in group),
                source=source,
                source_frame=group[0].first_frame,
                index=replace(index, gops=()),
                size_bytes=sum(gop.size_bytes for gop in group),
            )


def _first_shown(piece: Piece, index: PacketIndex, frame_rate: Fraction) -> int | None:
    """The number of the frame of the source that the piece shows first, where it shows one after the other.

    None where it is in doubt, at the piece's first frame or its last, which frame is on screen.
    """
    reach_s = 1 / (2 * max(index.frame_rate, frame_rate)) - index.uneven_s - _SURE_S
    numbers: list[int] = []
    for n in (0, piece.frames - 1):
        time_s = piece.moment_ms(n) / 1000 - index.first_s
        number = round(time_s * index.frame_rate)
        if abs(time_s - number / index.frame_rate) > reach_s:
            return None
        numbers.append(number - n)
    return numbers[0] if numbers[0] == numbers[1] else None


def _runs(gops: Iterable[Gop]) -> Iterator[list[Gop]]:
    """GOPs that follow one another."""
    run: list[Gop] = []
    for gop in gops:
        if run and gop.first_frame != run[-1].end_frame:
            yield run
            run = []
        run.append(gop)
    if run:
        yield run


def _groups(run: Sequence[Gop], frame_rate: Fraction) -> Iterator[list[Gop]]:
    """The GOPs of each chunk. Where one ends depends on the source alone: another cut elsewhere keeps the others."""
    length = ceil(_CHUNK_S * frame_rate)
    group: list[Gop] = []
    for gop in run:
        if group and floor(gop.first_frame / length) != floor(group[0].first_frame / length):
            yield group
            group = []
        group.append(gop)
    if group:
        yield group
