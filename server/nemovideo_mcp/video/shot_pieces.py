"""From a timeline to pieces: what is seen of which file in which frames, shots and the transitions between them."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.look import PLAIN, Look
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from nemovideo_mcp.timeline.transitions import crossings_of, shot_bounds_ms
from nemovideo_mcp.video.camera_move import ROOM, own_motion
from nemovideo_mcp.video.clip_framing import canvas_of, clip_framing
from nemovideo_mcp.video.follow import CropPath
from nemovideo_mcp.video.geometry import Framing
from nemovideo_mcp.video.grading import Grade, LutFile
from nemovideo_mcp.video.look_pieces import LookPiece
from nemovideo_mcp.video.pieces import Course, Mix, Piece
from nemovideo_mcp.video.source_file import SourceFile

__all__ = [
    "canvas_of",
    "crossed",
    "frame_count",
    "grade_of",
    "look_pieces",
    "shot_pieces",
    "transition_pieces",
]


def frame_count(timeline: Timeline) -> int:
    """How many frames the exported film has."""
    return frame_at(timeline.duration_ms, frame_rate=timeline.frame_rate)


def _span(start_ms: int, end_ms: int, frame_rate: Fraction) -> tuple[int, int]:
    return frame_at(start_ms, frame_rate=frame_rate), frame_at(end_ms, frame_rate=frame_rate)


def shot_pieces(timeline: Timeline, sources: Mapping[str, SourceFile]) -> Iterator[Piece]:
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
            yield from _by_shots(_piece(timeline, sources, clip, span, (first, end)), clip, timeline)


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
    offset, frames = seen[0] - span[0], span[1] - span[0]
    start_ms = Fraction(clip.source_start_ms)
    frame_ms = Fraction(1000, timeline.frame_rate)
    step_ms, course = frame_ms * clip.curve.slowest, None
    moves = source.info.kind == "video" and not clip.freeze
    lacks_frames = moves and step_ms < Fraction(1000) / Fraction(str(source.info.frame_rate or 25))
    if moves and not clip.curve.is_constant:
        course = Course(
            curve=clip.curve, start_ms=start_ms, frame_ms=frame_ms, frames=frames, backwards=clip.reversed
        )
        start_ms, step_ms = course.moment_ms(0), -step_ms if clip.reversed else step_ms
    elif clip.freeze:
        step_ms = Fraction(0)
    elif clip.reversed:
        start_ms, step_ms = start_ms + (frames - 1) * step_ms, -step_ms
    is_photo = source.info.kind == "image"
    motion = "none" if clip.freeze and is_photo and clip.motion is None else clip.motion
    if motion is None and is_photo and timeline.careful_framing:
        # A move that is named begins and ends gently; none goes over words.
        motion = own_motion(source.content_hash) if _leaves_words(source) else "none"
    piece = Piece(
        first_frame=seen[0],
        frames=seen[1] - seen[0],
        name=clip.name or source.path.name,
        source=source,
        source_start_ms=course.moment_ms(offset) if course else start_ms + offset * step_ms,
        step_ms=step_ms,
        course=course,
        smooth=clip.smooth if lacks_frames else None,
        motion=motion,
        grade=grade_of(clip, sources),
        clip_frame=offset,
        clip_frames=frames,
    )
    moments = [float(piece.moment_ms(n)) for n in (0, max(0, piece.frames - 1))]
    framing, path = clip_framing(clip, source, timeline, first_ms=min(moments), last_ms=max(moments))
    return replace(piece, framing=framing, path=path)


def _leaves_words(source: SourceFile) -> bool:
    """Whether all words of a photo stay in sight when it is enlarged by a move."""
    margin = (1 - 1 / ROOM) / 2
    return all(
        margin <= a and c <= 1 - margin and margin <= b and d <= 1 - margin
        for lines in source.words
        for a, b, c, d in (line.area for line in lines)
    )


def _by_shots(piece: Piece, clip: VideoClip, timeline: Timeline) -> Iterator[Piece]:
    """The piece, in parts where some shots of its source are shown whole for their words, and others are not."""
    source = piece.source
    if not timeline.careful_framing or source is None or source.info.kind != "video" or not any(source.words):
        yield piece
        return
    runs: list[tuple[int, int, tuple[Framing, tuple[CropPath, ...]]]] = []
    for first, end, number in _runs(piece, source):
        starts = (*source.shot_starts_ms, float("inf"))
        moments = sorted(float(piece.moment_ms(n)) for n in (first, end - 1))
        framed = clip_framing(
            clip,
            source,
            timeline,
            first_ms=min(max(moments[0], starts[number]), starts[number + 1] - 2),
            last_ms=max(min(moments[1], starts[number + 1] - 2), starts[number]),
        )
        if runs and runs[-1][2][0].fit is framed[0].fit:
            runs[-1] = (runs[-1][0], end, runs[-1][2])
        else:
            runs.append((first, end, framed))
    if len(runs) < 2:
        yield piece
        return
    for first, end, (framing, path) in runs:
        part = piece.part(piece.first_frame + first, piece.first_frame + end)
        yield replace(part, framing=framing, path=path)


def _runs(piece: Piece, source: SourceFile) -> Iterator[tuple[int, int, int]]:
    """Frames of the piece, from the first one and before the end, that show one shot of the source, and its number."""
    starts = source.shot_starts_ms or (0,)
    # The frame that is nearest to a moment is shown.
    early_ms = min(abs(piece.step_ms), 1000 / Fraction(str(source.info.frame_rate or 25))) / 2
    shots = [max(0, bisect_right(starts, piece.moment_ms(n) + early_ms) - 1) for n in range(piece.frames)]
    first = 0
    for n in range(1, piece.frames + 1):
        if n == piece.frames or shots[n] != shots[first]:
            yield first, n, shots[first]
            first = n


def grade_of(clip: VideoClip, sources: Mapping[str, SourceFile]) -> Grade | None:
    """The look of a clip with the file of its table; None where it has none.

    Raises RenderFailed where the file is not among `sources`.
    """
    if clip.look == PLAIN:
        return None
    name = clip.name or clip.media_id
    return _grade(clip.look, sources, (f"the clip {name}", f"片段 {name}"))


def look_pieces(timeline: Timeline, sources: Mapping[str, SourceFile]) -> list[LookPiece]:
    """The looks that come over the film for a while, with frames counted from its start.

    Raises RenderFailed where the file of a table is not among `sources`.
    """
    pieces: list[LookPiece] = []
    for ranged in timeline.look_ranges:
        first, end = _span(ranged.start_ms, min(ranged.end_ms, timeline.duration_ms), timeline.frame_rate)
        if first < end:
            when = f"{ranged.start_ms / 1000:g}–{ranged.end_ms / 1000:g}"
            grade = _grade(ranged.look, sources, (f"the look from {when} s", f"{when} 秒的画面风格"))
            pieces.append(LookPiece(first_frame=first, frames=end - first, grade=grade))
    return pieces


def _grade(look: Look, sources: Mapping[str, SourceFile], whose: tuple[str, str]) -> Grade:
    lut = sources.get(look.lut) if look.lut else None
    if look.lut and (lut is None or lut.info.kind != "lut"):
        raise RenderFailed(
            detail={
                "en": f"the table of colours (.cube) of {whose[0]} is not there",
                "zh": f"{whose[1]} 的 LUT（.cube）文件不存在",
            }
        )
    return Grade(look=look, lut=LutFile(path=lut.path, content_hash=lut.content_hash) if lut else None)


def transition_pieces(timeline: Timeline, sources: Mapping[str, SourceFile]) -> Iterator[Piece]:
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
    ends = piece.moment_ms(0), piece.moment_ms(piece.frames - 1)
    if first <= min(ends) and max(ends) <= last:
        return piece
    return replace(piece, bounds_ms=(first, last))


def crossed(pieces: Iterable[Piece], transitions: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with the transitions in the place of what they cover; all are in order of time."""
    waiting = deque(transitions)
    for piece in pieces:
        at = piece.first_frame
        while waiting and waiting[0].first_frame < piece.end_frame:
            crossing = waiting[0]
            if at < crossing.first_frame:
                yield piece.part(at, crossing.first_frame)
            if at <= crossing.first_frame:
                yield crossing
            at = max(at, min(piece.end_frame, crossing.end_frame))
            if crossing.end_frame > piece.end_frame:
                break
            waiting.popleft()
        if at < piece.end_frame:
            yield piece.part(at, piece.end_frame)
