"""How a clip's picture stands in the film: what is cropped of its source, and the way of the crop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nemovideo_mcp.timeline.media import Area, Subject, WordsLine
from nemovideo_mcp.timeline.model import Fit, Timeline, VideoClip
from nemovideo_mcp.video.follow import CropPath, crop_paths, is_moving
from nemovideo_mcp.video.geometry import WHOLE, Framing, framing_of, placed, turned_area
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.words_kept import Keep, standing_place

__all__ = ["canvas_of", "clip_framing", "shots_with_words"]

_CENTRE = (0.5, 0.5)
# What is enlarged by more than an automatic edit does is close to what somebody wants to see.
_CLOSE = 1.5


def canvas_of(timeline: Timeline) -> tuple[int, int]:
    """4:2:0 colour wants even sides."""
    return max(2, timeline.width // 2 * 2), max(2, timeline.height // 2 * 2)


def clip_framing(
    clip: VideoClip, source: SourceFile, timeline: Timeline, *, first_ms: float, last_ms: float
) -> tuple[Framing, tuple[CropPath, ...]]:
    """The framing of what a clip shows from `first_ms` to `last_ms` of its source, and the way of a crop that moves.

    A crop that stands, as it does where a single picture is shown, is in the framing; then there is no way.
    """
    canvas = canvas_of(timeline)
    if source.info.kind == "image":
        first_ms = last_ms = 0.0
    automatic = timeline.auto_framing
    crops_bars = automatic if clip.crop_bars is None else clip.crop_bars
    follows = automatic if clip.follow is None else clip.follow
    framing = framing_of(
        clip,
        size=(source.info.width, source.info.height),
        canvas=canvas,
        picture=_picture(source, first_ms, last_ms) if crops_bars else WHOLE,
        fills=automatic or bool(clip.follow),
    )
    if clip.position != _CENTRE:
        return framing, ()
    left, top, right, bottom = framing.picture
    if framing.picture != WHOLE:
        framing = replace(framing, position=(round((left + right) / 2, 5), round((top + bottom) / 2, 5)))
    if not follows or framing.fit is not Fit.COVER:
        return framing, ()
    careful = timeline.careful_framing
    paths = crop_paths(
        source,
        framing,
        canvas=canvas,
        first_ms=first_ms,
        last_ms=last_ms,
        asked=bool(clip.follow),
        careful=careful,
        is_close=clip.zoom > _CLOSE,
    )
    if careful and any(source.words):
        kept = _with_words(clip, source, framing, paths, canvas=canvas, first_ms=first_ms, last_ms=last_ms)
        if kept is None and not (clip.fit or (clip.pinned and clip.zoom > 1)):
            return replace(framing, fit=Fit.BLUR, zoom=min(1.0, framing.zoom)), ()
        paths = paths if kept is None else kept
    if not paths:
        return framing, ()
    if first_ms < last_ms and is_moving(paths):
        return framing, paths
    return replace(framing, position=paths[-1].at(first_ms)), ()


def _with_words(
    clip: VideoClip,
    source: SourceFile,
    framing: Framing,
    paths: tuple[CropPath, ...],
    *,
    canvas: tuple[int, int],
    first_ms: float,
    last_ms: float,
) -> tuple[CropPath, ...] | None:
    """The ways of the crop with those changed that would cut words; None where the words have no room in it.

    Words count that stand in what the clip shows, so that all parts of it are framed alike.
    """
    size = source.info.width, source.info.height
    shown = size if framing.rotation % 180 == 0 else (size[1], size[0])
    if not all(size):
        return paths
    seen = placed(framing, size=shown, canvas=canvas)
    crop = seen.right - seen.left, seen.bottom - seen.top
    if min(crop) >= 1:
        return paths
    middle = (seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2
    kept: list[CropPath] = []
    changed = False
    for start, end, subject, lines in shots_with_words(source):
        if end <= first_ms + 1 or start > last_ms + 1:
            continue
        path = next(
            (p for p in paths if p.start_ms == start), CropPath(start, end, subject.hop_ms, (middle,))
        )
        kept.append(path)
        lines = [line.area for line in lines if line.stands_in(clip.source_start_ms, clip.source_end_ms)]
        if not lines:
            continue
        faces = subject.areas if subject.kind == "face" else ()
        place = standing_place(
            path.points,
            Keep(
                lines=tuple(turned_area(line, framing.orientation) for line in lines),
                faces=tuple(turned_area(face, framing.orientation) for face in faces),
            ),
            crop=crop,
            picture=framing.picture,
            shape=shown[0] / shown[1],
        )
        if place is None:
            return None
        if place != path.points[0]:
            changed = True
            kept[-1] = CropPath(start, end, path.hop_ms, (place,))
    return tuple(kept) if paths or changed else ()


def shots_with_words(source: SourceFile) -> Iterator[tuple[int, int, Subject, tuple[WordsLine, ...]]]:
    """Start, end, subject and lines of words of each shot of a source; the last one has no end."""
    starts = source.shot_starts_ms or (0,)
    subjects = source.subjects or tuple(Subject() for _ in starts)
    words = source.words or tuple(() for _ in starts)
    ends = (*starts[1:], max(source.info.duration_ms, starts[-1]) + 1000)
    yield from zip(starts, ends, subjects, words, strict=False)


def _picture(source: SourceFile, first_ms: float, last_ms: float) -> Area:
    """What is picture in all shots that are shown: no more is cropped than the least of their bars."""
    shown = list(_shown(source, first_ms, last_ms))
    if not shown:
        return WHOLE
    left, top = (min(area[side] for area in shown) for side in (0, 1))
    right, bottom = (max(area[side] for area in shown) for side in (2, 3))
    return left, top, right, bottom


def _shown(source: SourceFile, first_ms: float, last_ms: float) -> Iterator[Area]:
    starts = source.shot_starts_ms or (0,)
    for start, end, area in zip(starts, (*starts[1:], float("inf")), source.pictures, strict=False):
        if start <= last_ms + 1 and end > first_ms + 1:
            yield area
