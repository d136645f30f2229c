"""From a timeline to chunks: which frames of which files each worker renders, and a name for what comes out.

A chunk is named by its content, so that what did not change is never rendered again: times inside a chunk are counted
from its first frame, sources are named by their hash, and the places where chunks are cut depend on the shots nearby
only, not on all that came before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil

from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.beat_effects import BeatPiece, beat_pieces
from nemovideo_mcp.video.caption_plan import CaptionPiece, caption_pieces
from nemovideo_mcp.video.fades import FadePiece, fades_of
from nemovideo_mcp.video.grounds import Ground, grounds_of
from nemovideo_mcp.video.look_pieces import LookPiece, looked
from nemovideo_mcp.video.overlay_plan import OverlayPiece, overlay_pieces
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.shot_pieces import (
    canvas_of,
    crossed,
    frame_count,
    grade_of,
    look_pieces,
    shot_pieces,
    transition_pieces,
)
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.spans import FrameSpan, counted_from
from nemovideo_mcp.video.text_plan import TextPiece, text_pieces
from nemovideo_mcp.video.untouched import Copied, Copying, apart, copying_of

__all__ = [
    "RENDERER_VERSION",
    "ChunkSpec",
    "EncoderSettings",
    "Piece",
    "SourceFile",
    "frame_count",
    "grade_of",
    "plan_chunks",
    "plan_window",
]

RENDERER_VERSION = 6
"""Part of every chunk's name: raise it when the same plan comes to look different."""

# Seconds. Shots shorter than the least share a chunk; longer than the most, they are split evenly.
_LEAST_S, _MOST_S = 2, 4
# A run of short shots ends its chunk at the latest here.
_RUN_MOST_S = 5
# A title is what is changed most often: its frames are chunks of their own of about so long, for several workers, where
# titles cover no more than this share of the film (each chunk costs a key frame). No part is shorter than the least.
_TITLE_PART_S, _TITLE_LEAST_S = Fraction(5, 4), Fraction(1, 2)
_TITLES_MOST = Fraction(1, 3)


@dataclass(frozen=True, kw_only=True)
class EncoderSettings:
    """How pictures and sound (AAC) are encoded: `preset` and constant quality `crf` are those of `encoder`.

    `encoder` is one of `encoders.ENCODERS`, `most_bit_rate` the most bits a second of the pictures, 0 where there is
    no limit.
    """

    preset: str = "veryfast"
    crf: int = 20
    sample_rate: int = 48_000
    audio_bitrate: int = 192_000
    encoder: str = "libx264"
    most_bit_rate: int = 0

    @property
    def copies_packets(self) -> bool:
        """Whether packets of a source may stand beside what is encoded: the codec is the same, and no rate is set."""
        return self.encoder == "libx264" and not self.most_bit_rate

    @property
    def content(self) -> list[object]:
        """What decides the pictures, as values of JSON; a chunk of x264 without a limit keeps the name that it had."""
        more = [self.encoder, self.most_bit_rate]
        return [self.preset, self.crf, *(more if more != ["libx264", 0] else [])]


@dataclass(frozen=True, kw_only=True)
class ChunkSpec:
    """All that a worker needs to render `frames` frames; it can be pickled. `key` names the result by its content.

    `grounds` are, for each of `texts`, what lies behind it in each shot of the chunk; none for a text that can always
    be read. A chunk that is `copied` consists of the packets of its source; `pieces` say the same for who composes it.
    The parameter sets of one that is encoded have the number `header_id`.
    """

    width: int
    height: int
    frame_rate: Fraction
    frames: int
    pieces: tuple[Piece, ...]
    texts: tuple[TextPiece, ...]
    settings: EncoderSettings
    fades: tuple[FadePiece, ...] = ()
    beats: tuple[BeatPiece, ...] = ()
    grounds: tuple[tuple[Ground, ...], ...] = ()
    overlays: tuple[OverlayPiece, ...] = ()
    captions: tuple[CaptionPiece, ...] = ()
    copied: Copied | None = None
    header_id: int = 0

    @cached_property
    def key(self) -> str:
        """A hexadecimal SHA-256 of all that decides the result: what is seen, its geometry, settings, the renderer."""
        if self.copied is not None:
            return _digest([RENDERER_VERSION, "copied", str(self.frame_rate), self.copied.content])
        grounds = [[ground.content for ground in of_text] for of_text in self.grounds]
        return _digest(
            [
                RENDERER_VERSION,
                [self.width, self.height, str(self.frame_rate), self.frames],
                self.settings.content,
                [piece.content(0) for piece in self.pieces],
                [text.content for text in self.texts],
                [[fade.color, fade.out, fade.first_frame, fade.frames] for fade in self.fades],
                *([[beat.content for beat in self.beats]] if self.beats else []),
                *([{"grounds": grounds}] if any(grounds) else []),
                *([["overlays", *(o.content for o in self.overlays)]] if self.overlays else []),
                # A film without captions keeps the names that it had.
                *([["captions", *(caption.content for caption in self.captions)]] if self.captions else []),
                # Nor is there another number where nothing is copied.
                *([["header", self.header_id]] if self.header_id else []),
            ]
        )


def plan_chunks(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, settings: EncoderSettings
) -> tuple[ChunkSpec, ...]:
    """The chunks that make up the film, in order; together they have exactly its frames.

    Chunks are cut at shot boundaries and are about 2 to 5 seconds long; a long shot is split. Where there are few
    titles, it is also split where they begin and end, so that another title changes their frames only. What shows a
    source untouched, whose packets are known, is copied in chunks of whole GOPs (see `untouched`). Gaps are black;
    where clips overlap, the later track covers the earlier, and in a track the later clip. An empty timeline has no
    chunks.
    Raises RenderFailed where a clip has no source, or one without pictures.
    """
    packets = {
        source.content_hash: source.packets
        for source in sources.values()
        if source.packets and settings.copies_packets
    }
    # What workers get is small: an index has thousands of GOPs.
    sources = {media_id: replace(source, packets=None) for media_id, source in sources.items()}
    pieces = list(shot_pieces(timeline, sources))
    over = _over(timeline, sources, pieces)
    transitions = list(transition_pieces(timeline, sources))
    copying = copying_of(
        pieces,
        [*over.spans, *transitions],
        packets=packets,
        canvas=canvas_of(timeline),
        frame_rate=timeline.frame_rate,
    )
    apiece = list(apart(pieces, copying))
    seams = _title_seams(over.texts, apiece, timeline)
    seen = crossed(_split(_cut_at(apiece, seams), timeline, copying), transitions)
    return tuple(
        _chunk(timeline, group, over, settings, copying)
        for group in _grouped(seen, timeline.frame_rate, copying, seams)
    )


def plan_window(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, first_frame: int, end_frame: int
) -> ChunkSpec | None:
    """A chunk of just the frames from `first_frame` on and before `end_frame` of the film; None where it has none.

    They look as they do in the export. Raises RenderFailed where one of them has no source, or one without pictures.
    """
    first, end = max(0, first_frame), min(end_frame, frame_count(timeline))
    pieces = list(shot_pieces(timeline, sources))
    within = [
        piece.part(max(first, piece.first_frame), min(end, piece.end_frame))
        for piece in crossed(pieces, transition_pieces(timeline, sources))
        if piece.meets(first, end)
    ]
    if not within:
        return None
    return _chunk(timeline, within, _over(timeline, sources, pieces), EncoderSettings(), Copying({}))


@dataclass(frozen=True)
class _Over:
    """What lies over the pictures, and the whole shots that these are of, with frames counted from the film's start."""

    texts: Sequence[TextPiece]
    fades: Sequence[FadePiece]
    beats: Sequence[BeatPiece]
    shots: Sequence[Piece]
    looks: Sequence[LookPiece]
    overlays: Sequence[OverlayPiece]
    captions: Sequence[CaptionPiece]

    @property
    def spans(self) -> list[FrameSpan]:
        """Where there is anything."""
        return [*self.texts, *self.fades, *self.beats, *self.looks, *self.overlays, *self.captions]


def _over(timeline: Timeline, sources: Mapping[str, SourceFile], shots: Sequence[Piece]) -> _Over:
    canvas = canvas_of(timeline)
    texts = text_pieces(timeline, canvas=canvas)
    beats = beat_pieces(timeline)
    return _Over(
        texts=texts,
        fades=fades_of(timeline),
        beats=beats,
        shots=shots,
        looks=look_pieces(timeline, sources),
        overlays=[o.over(shots, beats) for o in overlay_pieces(timeline, sources, canvas=canvas)],
        captions=caption_pieces(timeline, canvas=canvas, texts=texts),
    )


def _title_seams(texts: Sequence[TextPiece], pieces: Sequence[Piece], timeline: Timeline) -> frozenset[int]:
    """The frames at which chunks end for titles: where these begin and end, and evenly between; or at a cut nearby."""
    covered = sum(text.frames for text in texts)
    if not covered or covered > _TITLES_MOST * frame_count(timeline):
        return frozenset()
    part, least = (share * timeline.frame_rate for share in (_TITLE_PART_S, _TITLE_LEAST_S))
    wanted: set[int] = set()
    for text in texts:
        parts = max(1, round(text.frames / part))
        wanted.update(text.first_frame + text.frames * n // parts for n in range(parts + 1))
    seams = {0, *(piece.end_frame for piece in pieces)}
    found: set[int] = set()
    for frame in sorted(wanted):
        near = min(seams, key=lambda n: abs(n - frame))
        seam = near if abs(near - frame) < least else frame
        seams.add(seam)
        found.add(seam)
    return frozenset(found)


def _cut_at(pieces: Iterable[Piece], frames: Set[int]) -> Iterator[Piece]:
    for piece in pieces:
        within = sorted(n for n in frames if piece.first_frame < n < piece.end_frame)
        for first, end in pairwise([piece.first_frame, *within, piece.end_frame]):
            yield piece.part(first, end) if within else piece


def _split(pieces: Iterable[Piece], timeline: Timeline, copying: Copying) -> Iterator[Piece]:
    """Pieces none of which is longer than the most a chunk may be, but those that are copied."""
    most = _MOST_S * timeline.frame_rate
    for piece in pieces:
        if piece.first_frame in copying.stretches:
            yield piece
            continue
        parts = ceil(piece.frames / most)
        for part in range(parts):
            first, end = piece.frames * part // parts, piece.frames * (part + 1) // parts
            yield piece.part(piece.first_frame + first, piece.first_frame + end)


def _grouped(
    pieces: Iterator[Piece], frame_rate: Fraction, copying: Copying, seams: Set[int]
) -> Iterator[list[Piece]]:
    """The pieces of each chunk.

    A long shot stands alone, and so does what is copied; a run of short ones ends where its content says so, and at
    `seams`.

    The rule for runs is that of content-defined chunking: an inserted shot moves the next boundaries, but they fall
    back into their old places soon.
    """
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.first_frame in seams:
            yield run
            run = []
        if piece.frames >= _LEAST_S * frame_rate or piece.first_frame in copying.stretches:
            if run:
                yield run
                run = []
            yield [piece]
            continue
        if run and piece.end_frame - run[0].first_frame > _RUN_MOST_S * frame_rate:
            yield run
            run = []
        run.append(piece)
        long_enough = piece.end_frame - run[0].first_frame >= _LEAST_S * frame_rate
        if long_enough and int(_digest(piece.content(piece.first_frame))[:2], 16) % 2 == 0:
            yield run
            run = []
    if run:
        yield run


def _chunk(
    timeline: Timeline,
    group: Sequence[Piece],
    over: _Over,
    settings: EncoderSettings,
    copying: Copying,
) -> ChunkSpec:
    width, height = canvas_of(timeline)
    first, end = group[0].first_frame, group[-1].end_frame
    texts = [text for text in over.texts if text.meets(first, end)]
    return ChunkSpec(
        width=width,
        height=height,
        frame_rate=timeline.frame_rate,
        frames=end - first,
        pieces=tuple(part.moved(-first) for piece in group for part in looked(piece, over.looks)),
        texts=counted_from(texts, first, end),
        grounds=tuple(
            grounds_of(
                text,
                group,
                shots=over.shots,
                looks=over.looks,
                overlays=over.overlays,
                canvas=(width, height),
            )
            for text in texts
        ),
        settings=settings,
        fades=counted_from(over.fades, first, end),
        overlays=tuple(part for overlay in over.overlays if (part := overlay.within(first, end))),
        captions=counted_from(over.captions, first, end),
        beats=counted_from(over.beats, first, end),
        copied=copying.stretches.get(first),
        header_id=copying.header_id,
    )


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
