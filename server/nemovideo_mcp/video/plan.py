"""From a timeline to chunks: which frames of which files each worker renders, and a name for what comes out.

A chunk is named by its content, so that what did not change is never rendered again: times inside a chunk are counted
from its first frame, sources are named by their hash, and the places where chunks are cut depend on the shots nearby
only, not on all that came before.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.look import PLAIN
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from nemovideo_mcp.timeline.transitions import crossings_of, shot_bounds_ms
from nemovideo_mcp.video.beat_effects import BeatPiece, beat_pieces
from nemovideo_mcp.video.caption_plan import CaptionPiece, caption_pieces
from nemovideo_mcp.video.fades import FadePiece, fades_of
from nemovideo_mcp.video.geometry import Framing, framing_of
from nemovideo_mcp.video.grading import Grade, LutFile
from nemovideo_mcp.video.overlay_plan import OverlayPiece, overlay_pieces
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.text_plan import TextPiece, text_pieces
from nemovideo_mcp.video.titles import needs_ground

__all__ = [
    "RENDERER_VERSION",
    "ChunkSpec",
    "EncoderSettings",
    "Ground",
    "Mix",
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
    `clip_frames` say which part of its clip the piece is: a slow move goes on over the cuts between chunks. `grade` is
    the look of the clip, None where it has none.

    A piece with a `mix` is a part of a transition and has no source: `clip_frame` and `clip_frames` count in the
    transition. In its inner pieces nothing is shown from before or behind `bounds_ms`: the picture there is held.
    """

    first_frame: int
    frames: int
    name: str = ""
    source: SourceFile | None = None
    source_start_ms: Fraction = Fraction(0)
    step_ms: Fraction = Fraction(0)
    framing: Framing = field(default_factory=Framing)
    motion: str | None = None
    grade: Grade | None = None
    clip_frame: int = 0
    clip_frames: int = 0
    mix: Mix | None = None
    bounds_ms: tuple[Fraction, Fraction] | None = None

    def moment_ms(self, number: int) -> Fraction:
        """The moment of the source that frame `number` of the piece shows."""
        moment = self.source_start_ms + number * self.step_ms
        return moment if self.bounds_ms is None else min(max(moment, self.bounds_ms[0]), self.bounds_ms[1])

    @property
    def end_frame(self) -> int:
        return self.first_frame + self.frames

    def content(self, origin: int) -> list[object]:
        """What decides the look of the piece, with frames counted from `origin`; values of JSON."""
        place: list[object] = [self.first_frame - origin, self.frames]
        if self.mix is not None:
            inner = [piece.content(self.first_frame) for piece in (self.mix.before, self.mix.after)]
            return [*place, "transition", self.mix.kind, self.clip_frame, self.clip_frames, *inner]
        if self.source is None:
            return place
        moves = self.motion not in (None, "none") or (
            self.motion is None and self.source.info.kind == "image"
        )
        whole = (self.clip_frame, self.clip_frames) if moves else (0, 0)
        extras = {
            **self.framing.extras,
            **({"motion": self.motion} if self.motion else {}),
            **({"look": self.grade.content} if self.grade else {}),
            **({"bounds": [str(bound) for bound in self.bounds_ms]} if self.bounds_ms is not None else {}),
        }
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
class Mix:
    """What a transition of `kind` is made of: two pieces of the same frames, going on and starting early."""

    kind: str
    before: Piece
    after: Piece


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies behind a text from `first_frame` of the chunk on: some single frames of the shot.

    They are chosen from all of the shot that the text is over, so that they are the same in all of its chunks.
    """

    first_frame: int
    samples: tuple[Piece, ...]

    @property
    def content(self) -> list[object]:
        """What decides the text's shade, as values of JSON."""
        return [self.first_frame, *(sample.content(sample.first_frame) for sample in self.samples)]


@dataclass(frozen=True, kw_only=True)
class ChunkSpec:
    """All that a worker needs to render `frames` frames; it can be pickled. `key` names the result by its content.

    `grounds` are, for each of `texts`, what lies behind it in each shot of the chunk; none for a text that can always
    be read.
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

    @cached_property
    def key(self) -> str:
        """A hexadecimal SHA-256 of all that decides the result: what is seen, its geometry, settings, the renderer."""
        grounds = [[ground.content for ground in of_text] for of_text in self.grounds]
        return _digest(
            [
                RENDERER_VERSION,
                [self.width, self.height, str(self.frame_rate), self.frames],
                [self.settings.preset, self.settings.crf],
                [piece.content(0) for piece in self.pieces],
                [text.content for text in self.texts],
                [[fade.color, fade.out, fade.first_frame, fade.frames] for fade in self.fades],
                *([[beat.content for beat in self.beats]] if self.beats else []),
                *([{"grounds": grounds}] if any(grounds) else []),
                *([["overlays", *(o.content for o in self.overlays)]] if self.overlays else []),
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
    pieces = list(_pieces(timeline, sources))
    over = _over(timeline, sources, pieces)
    crossed = _crossed(_split(pieces, timeline), _transitions(timeline, sources))
    return tuple(_chunk(timeline, group, over, settings) for group in _grouped(crossed, timeline.frame_rate))


def plan_window(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, first_frame: int, end_frame: int
) -> ChunkSpec | None:
    """A chunk of just the frames from `first_frame` on and before `end_frame` of the film; None where it has none.

    They look as they do in the export. Raises RenderFailed where one of them has no source, or one without pictures.
    """
    first, end = max(0, first_frame), min(end_frame, frame_count(timeline))
    pieces = list(_pieces(timeline, sources))
    within = [
        _part(piece, max(first, piece.first_frame), min(end, piece.end_frame))
        for piece in _crossed(pieces, _transitions(timeline, sources))
        if piece.first_frame < end and piece.end_frame > first
    ]
    return _chunk(timeline, within, _over(timeline, sources, pieces), EncoderSettings()) if within else None


@dataclass(frozen=True)
class _Over:
    """What lies over the pictures, and the whole shots that these are of, with frames counted from the film's start."""

    texts: Sequence[TextPiece]
    fades: Sequence[FadePiece]
    beats: Sequence[BeatPiece]
    shots: Sequence[Piece]
    overlays: Sequence[OverlayPiece]
    captions: Sequence[CaptionPiece]


def _over(timeline: Timeline, sources: Mapping[str, SourceFile], shots: Sequence[Piece]) -> _Over:
    canvas = _canvas(timeline)
    texts = text_pieces(timeline, canvas=canvas)
    return _Over(
        texts=texts,
        fades=fades_of(timeline),
        beats=beat_pieces(timeline),
        shots=shots,
        overlays=overlay_pieces(timeline, sources, canvas=canvas),
        captions=caption_pieces(timeline, canvas=canvas, texts=texts),
    )


def _grounds(text: TextPiece, group: Sequence[Piece], shots: Sequence[Piece]) -> tuple[Ground, ...]:
    """What lies behind a text in each piece of a chunk that it is over."""
    if not needs_ground(text.look):
        return ()
    origin, grounds = group[0].first_frame, list[Ground]()
    for piece in group:
        shot = next(s for s in shots if s.first_frame <= piece.first_frame < s.end_frame)
        first, end = max(text.first_frame, shot.first_frame), min(text.end_frame, shot.end_frame)
        if piece.first_frame < text.end_frame and text.first_frame < piece.end_frame:
            numbers = sorted({first + (end - first) // 4, first + (end - first) * 3 // 4})
            samples = tuple(_part(shot, number, number + 1) for number in numbers)
            grounds.append(Ground(first_frame=piece.first_frame - origin, samples=samples))
    return tuple(grounds)


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
        grade=grade_of(clip, sources),
        clip_frame=offset,
        clip_frames=frames,
    )


def grade_of(clip: VideoClip, sources: Mapping[str, SourceFile]) -> Grade | None:
    """The look of a clip with the file of its table; None where it has none.

    Raises RenderFailed where the file is not among `sources`.
    """
    if clip.look == PLAIN:
        return None
    lut = sources.get(clip.look.lut) if clip.look.lut else None
    if clip.look.lut and (lut is None or lut.info.kind != "lut"):
        raise RenderFailed(
            detail={
                "en": f"the table of colours (.cube) of the clip {clip.name or clip.media_id} is not there",
                "zh": f"片段 {clip.name or clip.media_id} 的 LUT（.cube）文件不存在",
            }
        )
    return Grade(look=clip.look, lut=LutFile(path=lut.path, content_hash=lut.content_hash) if lut else None)


def _transitions(timeline: Timeline, sources: Mapping[str, SourceFile]) -> Iterator[Piece]:
    """The transitions of the film: each shows more of both of its clips than they do by themselves."""
    rate = timeline.frame_rate
    for crossing in crossings_of(timeline):
        first, end = crossing.first_frame, crossing.first_frame + crossing.frames
        before, after = (
            _bounded(
                _piece(timeline, sources, clip, _span(clip.start_ms, clip.end_ms, rate), (first, end)), clip
            )
            for clip in (crossing.before, crossing.after)
        )
        yield Piece(
            first_frame=first,
            frames=end - first,
            name=after.name,
            clip_frames=end - first,
            mix=Mix(kind=crossing.kind, before=before, after=after),
        )


def _bounded(piece: Piece, clip: VideoClip) -> Piece:
    """The piece, with the bounds of the shot of its source where it would reach over them."""
    source = piece.source
    if source is None or not piece.step_ms or not source.shot_starts_ms:
        return piece
    first, last = shot_bounds_ms(clip, source.info, source.shot_starts_ms)
    ends = piece.source_start_ms, piece.source_start_ms + (piece.frames - 1) * piece.step_ms
    if first <= min(ends) and max(ends) <= last:
        return piece
    return replace(piece, bounds_ms=(first, last))


def _crossed(pieces: Iterable[Piece], transitions: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with the transitions in the place of what they cover; all are in order of time."""
    waiting = deque(transitions)
    for piece in pieces:
        at = piece.first_frame
        while waiting and waiting[0].first_frame < piece.end_frame:
            crossing = waiting[0]
            if at < crossing.first_frame:
                yield _part(piece, at, crossing.first_frame)
            if at <= crossing.first_frame:
                yield crossing
            at = max(at, min(piece.end_frame, crossing.end_frame))
            if crossing.end_frame > piece.end_frame:
                break
            waiting.popleft()
        if at < piece.end_frame:
            yield _part(piece, at, piece.end_frame)


def _split(pieces: Iterable[Piece], timeline: Timeline) -> Iterator[Piece]:
    """Pieces none of which is longer than the most a chunk may be."""
    most = _MOST_S * timeline.frame_rate
    for piece in pieces:
        parts = ceil(piece.frames / most)
        for part in range(parts):
            first, end = piece.frames * part // parts, piece.frames * (part + 1) // parts
            yield _part(piece, piece.first_frame + first, piece.first_frame + end)


def _part(piece: Piece, first_frame: int, end_frame: int) -> Piece:
    offset, mix = first_frame - piece.first_frame, piece.mix
    if mix is not None:
        before, after = (_part(inner, first_frame, end_frame) for inner in (mix.before, mix.after))
        mix = replace(mix, before=before, after=after)
    return replace(
        piece,
        first_frame=first_frame,
        frames=end_frame - first_frame,
        source_start_ms=piece.source_start_ms + offset * piece.step_ms,
        clip_frame=piece.clip_frame + offset,
        mix=mix,
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
    texts = [text for text in over.texts if text.first_frame < end and text.end_frame > first]
    return ChunkSpec(
        width=width,
        height=height,
        frame_rate=timeline.frame_rate,
        frames=end - first,
        pieces=tuple(_counted_from(piece, first) for piece in group),
        texts=tuple(replace(text, first_frame=text.first_frame - first) for text in texts),
        grounds=tuple(_grounds(text, group, over.shots) for text in texts),
        settings=settings,
        fades=tuple(
            replace(fade, first_frame=fade.first_frame - first)
            for fade in over.fades
            if fade.first_frame < end and fade.first_frame + fade.frames > first
        ),
        overlays=tuple(part for overlay in over.overlays if (part := overlay.within(first, end))),
        captions=tuple(
            caption.moved(-first)
            for caption in over.captions
            if caption.first_frame < end and caption.end_frame > first
        ),
        beats=tuple(
            replace(beat, first_frame=beat.first_frame - first)
            for beat in over.beats
            if beat.first_frame < end and beat.first_frame + beat.frames > first
        ),
    )


def _counted_from(piece: Piece, first_frame: int) -> Piece:
    mix = piece.mix and replace(
        piece.mix,
        before=_counted_from(piece.mix.before, first_frame),
        after=_counted_from(piece.mix.after, first_frame),
    )
    return replace(piece, first_frame=piece.first_frame - first_frame, mix=mix)


def _canvas(timeline: Timeline) -> tuple[int, int]:
    """4:2:0 colour wants even sides."""
    return max(2, timeline.width // 2 * 2), max(2, timeline.height // 2 * 2)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
