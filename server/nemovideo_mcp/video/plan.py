"""From a timeline to chunks: which frames of which files each worker renders, and a name for what comes out.

A chunk is named by its content, so that what did not change is never rendered again: times inside a chunk are counted
from its first frame, sources are named by their hash, and the places where chunks are cut depend on the shots nearby
only, not on all that came before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil
from pathlib import Path

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from nemovideo_mcp.video.caption_plan import CaptionPiece, caption_pieces
from nemovideo_mcp.video.fades import FadePiece, fades_of
from nemovideo_mcp.video.geometry import Framing, framing_of
from nemovideo_mcp.video.text_plan import TextPiece, text_pieces

__all__ = [
    "RENDERER_VERSION",
    "ChunkSpec",
    "EncoderSettings",
    "Piece",
    "SourceFile",
    "frame_count",
    "plan_chunks",
    "plan_window",
]

RENDERER_VERSION = 5
"""Part of every chunk's name: raise it when the same plan comes to look different."""

# Seconds. Shots shorter than the least share a chunk; longer than the most, they are split evenly.
_LEAST_S, _MOST_S = 2, 4
# A run of short shots ends its chunk at the latest here.
_RUN_MOST_S = 5


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file of the project: where it is, what it is (`content_hash`, by which chunks are named), what it holds."""

    path: Path
    content_hash: str
    info: MediaInfo


@dataclass(frozen=True, kw_only=True)
class EncoderSettings:
    """How pictures (x264) and sound (AAC) are encoded."""

    preset: str = "veryfast"
    crf: int = 20
    sample_rate: int = 48_000
    audio_bitrate: int = 192_000


@dataclass(frozen=True, kw_only=True)
class Piece:
    """`frames` output frames, from `first_frame` of the chunk on, of one source; without a source they are black.

    Frame n of the piece shows the source at `source_start_ms + n · step_ms`: a step below zero runs backwards, a step
    of zero stands still. `motion` is the slow move of the camera, None is the medium's own. `clip_frame` and
    `clip_frames` say which part of its clip the piece is: a slow move goes on over the cuts between chunks.
    """

    first_frame: int
    frames: int
    name: str = ""
    source: SourceFile | None = None
    source_start_ms: Fraction = Fraction(0)
    step_ms: Fraction = Fraction(0)
    framing: Framing = field(default_factory=Framing)
    motion: str | None = None
    clip_frame: int = 0
    clip_frames: int = 0

    @property
    def end_frame(self) -> int:
        return self.first_frame + self.frames

    def content(self, origin: int) -> list[object]:
        """What decides the look of the piece, with frames counted from `origin`; values of JSON."""
        place: list[object] = [self.first_frame - origin, self.frames]
        if self.source is None:
            return place
        moves = self.motion not in (None, "none") or (
            self.motion is None and self.source.info.kind == "image"
        )
        whole = (self.clip_frame, self.clip_frames) if moves else (0, 0)
        extras = {**self.framing.extras, **({"motion": self.motion} if self.motion else {})}
        return [
            *place,
            self.source.content_hash,
            self.source.info.kind,
            str(self.source_start_ms),
            str(self.step_ms),
            self.framing.fit.value,
            self.framing.zoom,
            *whole,
            *([extras] if extras else []),
        ]


@dataclass(frozen=True, kw_only=True)
class ChunkSpec:
    """All that a worker needs to render `frames` frames; it can be pickled. `key` names the result by its content."""

    width: int
    height: int
    frame_rate: Fraction
    frames: int
    pieces: tuple[Piece, ...]
    texts: tuple[TextPiece, ...]
    settings: EncoderSettings
    fades: tuple[FadePiece, ...] = ()
    captions: tuple[CaptionPiece, ...] = ()

    @cached_property
    def key(self) -> str:
        """A hexadecimal SHA-256 of sources, slices, texts, captions, fades, settings and the renderer's version."""
        return _digest(
            [
                RENDERER_VERSION,
                [self.width, self.height, str(self.frame_rate), self.frames],
                [self.settings.preset, self.settings.crf],
                [piece.content(0) for piece in self.pieces],
                [text.content for text in self.texts],
                [[fade.color, fade.out, fade.first_frame, fade.frames] for fade in self.fades],
                # A film without captions keeps the names that it had.
                *([["captions", *(caption.content for caption in self.captions)]] if self.captions else []),
            ]
        )


def frame_count(timeline: Timeline) -> int:
    """How many frames the exported film has."""
    return frame_at(timeline.duration_ms, frame_rate=timeline.frame_rate)


def plan_chunks(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, settings: EncoderSettings
) -> tuple[ChunkSpec, ...]:
    """The chunks that make up the film, in order; together they have exactly its frames.

    Chunks are cut at shot boundaries and are about 2 to 5 seconds long; a long shot is split. Gaps are black; where
    clips overlap, the later track covers the earlier, and in a track the later clip. An empty timeline has no chunks.
    Raises RenderFailed where a clip has no source, or one without pictures.
    """
    pieces, over = list(_pieces(timeline, sources)), _over(timeline)
    return tuple(
        _chunk(timeline, group, over, settings)
        for group in _grouped(_split(pieces, timeline), timeline.frame_rate)
    )


def plan_window(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, first_frame: int, end_frame: int
) -> ChunkSpec | None:
    """A chunk of just the frames from `first_frame` on and before `end_frame` of the film; None where it has none.

    They look as they do in the export. Raises RenderFailed where one of them has no source, or one without pictures.
    """
    first, end = max(0, first_frame), min(end_frame, frame_count(timeline))
    within = [
        _part(piece, max(first, piece.first_frame), min(end, piece.end_frame))
        for piece in _pieces(timeline, sources)
        if piece.first_frame < end and piece.end_frame > first
    ]
    return _chunk(timeline, within, _over(timeline), EncoderSettings()) if within else None


@dataclass(frozen=True)
class _Over:
    """What lies over the pictures, with frames counted from the film's start."""

    texts: Sequence[TextPiece]
    fades: Sequence[FadePiece]
    captions: Sequence[CaptionPiece]


def _over(timeline: Timeline) -> _Over:
    texts = text_pieces(timeline, canvas=_canvas(timeline))
    return _Over(texts, fades_of(timeline), caption_pieces(timeline, canvas=_canvas(timeline), texts=texts))


def _span(start_ms: int, end_ms: int, frame_rate: Fraction) -> tuple[int, int]:
    return frame_at(start_ms, frame_rate=frame_rate), frame_at(end_ms, frame_rate=frame_rate)


def _pieces(timeline: Timeline, sources: Mapping[str, SourceFile]) -> Iterator[Piece]:
    """What is seen, from the first frame to the last without a hole."""
    layers = [
        (_span(clip.start_ms, clip.end_ms, timeline.frame_rate), (number, clip.start_ms), clip)
        for number, track in enumerate(timeline.tracks)
        for clip in track.clips
        if isinstance(clip, VideoClip)
    ]
    last = frame_count(timeline)
    edges = sorted({0, last, *(edge for span, _, _ in layers for edge in span if 0 < edge < last)})
    shown: list[tuple[int, int, tuple[int, int], VideoClip | None]] = []
    for first, end in pairwise(edges):
        covering = [layer for layer in layers if layer[0][0] <= first and layer[0][1] >= end]
        span, _, clip = max(covering, key=lambda layer: layer[1], default=((first, end), (0, 0), None))
        if shown and shown[-1][3] is clip:
            shown[-1] = (shown[-1][0], end, shown[-1][2], clip)
        else:
            shown.append((first, end, span, clip))
    for first, end, span, clip in shown:
        if clip is None:
            yield Piece(first_frame=first, frames=end - first)
        else:
            yield _piece(timeline, sources, clip, span, (first, end))


def _piece(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    clip: VideoClip,
    span: tuple[int, int],
    seen: tuple[int, int],
) -> Piece:
    source = sources.get(clip.media_id)
    if source is None or source.info.kind not in ("video", "image"):
        raise RenderFailed(
            detail={
                "en": f"there is no picture for the clip {clip.name or clip.media_id}",
                "zh": f"片段 {clip.name or clip.media_id} 没有可用的画面",
            }
        )
    canvas, size = _canvas(timeline), (source.info.width, source.info.height)
    offset, frames = seen[0] - span[0], span[1] - span[0]
    start_ms = Fraction(clip.source_start_ms)
    step_ms = Fraction(1000, timeline.frame_rate) * (Fraction(clip.speed) if clip.speed > 0 else 1)
    if clip.freeze:
        step_ms = Fraction(0)
    elif clip.reversed:
        start_ms, step_ms = start_ms + (frames - 1) * step_ms, -step_ms
    is_still_photo = clip.freeze and source.info.kind == "image"
    return Piece(
        first_frame=seen[0],
        frames=seen[1] - seen[0],
        name=clip.name or source.path.name,
        source=source,
        source_start_ms=start_ms + offset * step_ms,
        step_ms=step_ms,
        framing=framing_of(clip, size=size, canvas=canvas),
        motion="none" if is_still_photo and clip.motion is None else clip.motion,
        clip_frame=offset,
        clip_frames=frames,
    )


def _split(pieces: Sequence[Piece], timeline: Timeline) -> Iterator[Piece]:
    """Pieces none of which is longer than the most a chunk may be."""
    most = _MOST_S * timeline.frame_rate
    for piece in pieces:
        parts = ceil(piece.frames / most)
        for part in range(parts):
            first, end = piece.frames * part // parts, piece.frames * (part + 1) // parts
            yield _part(piece, piece.first_frame + first, piece.first_frame + end)


def _part(piece: Piece, first_frame: int, end_frame: int) -> Piece:
    offset = first_frame - piece.first_frame
    return replace(
        piece,
        first_frame=first_frame,
        frames=end_frame - first_frame,
        source_start_ms=piece.source_start_ms + offset * piece.step_ms,
        clip_frame=piece.clip_frame + offset,
    )


def _grouped(pieces: Iterator[Piece], frame_rate: Fraction) -> Iterator[list[Piece]]:
    """The pieces of each chunk. A long shot stands alone; a run of short ones ends where its content says so.

    The rule for runs is that of content-defined chunking: an inserted shot moves the next boundaries, but they fall
    back into their old places soon.
    """
    run: list[Piece] = []
    for piece in pieces:
        if piece.frames >= _LEAST_S * frame_rate:
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


def _chunk(timeline: Timeline, group: Sequence[Piece], over: _Over, settings: EncoderSettings) -> ChunkSpec:
    width, height = _canvas(timeline)
    first, end = group[0].first_frame, group[-1].end_frame
    return ChunkSpec(
        width=width,
        height=height,
        frame_rate=timeline.frame_rate,
        frames=end - first,
        pieces=tuple(replace(piece, first_frame=piece.first_frame - first) for piece in group),
        texts=tuple(
            replace(text, first_frame=text.first_frame - first)
            for text in over.texts
            if text.first_frame < end and text.first_frame + text.frames > first
        ),
        settings=settings,
        fades=tuple(
            replace(fade, first_frame=fade.first_frame - first)
            for fade in over.fades
            if fade.first_frame < end and fade.first_frame + fade.frames > first
        ),
        captions=tuple(
            caption.moved(-first)
            for caption in over.captions
            if caption.first_frame < end and caption.end_frame > first
        ),
    )


def _canvas(timeline: Timeline) -> tuple[int, int]:
    """4:2:0 colour wants even sides."""
    return max(2, timeline.width // 2 * 2), max(2, timeline.height // 2 * 2)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
