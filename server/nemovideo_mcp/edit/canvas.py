"""The canvas of a first film: its shape, its size and its frame rate follow from its footage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.timeline.frame_rates import film_rate
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = [
    "CANVAS_SET",
    "RATE_SET",
    "RATIOS",
    "at_the_rate_shown",
    "canvas_of",
    "for_first_film",
    "with_rate_of",
]

CANVAS_SET = "canvas_set"
"""The timeline's extra key that says: somebody chose the canvas before there was a film."""
RATE_SET = "rate_set"
"""The same of the frame rate."""
RATIOS: Mapping[str, tuple[int, int]] = {
    "16:9": (1920, 1080),
    "9:16": (1080, 1920),
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
}

_LONG, _SHORT = 1920, 1080
# Shapes that differ by less are the same, and one that is more extreme than this is no film's.
_SAME_SHAPE, _MOST_EXTREME = 1.03, 3.0


def canvas_of(item: MediaItem) -> tuple[int, int]:
    """The canvas that suits the shape of a first clip, one of `RATIOS`."""
    ratio = _shape(item)
    return RATIOS["9:16" if ratio < 0.9 else "1:1" if ratio < 1.12 else "16:9"]


def for_first_film(timeline: Timeline, items: Sequence[MediaItem], *, whole: bool) -> Timeline:
    """`timeline` with the canvas and the frame rate that suit `items`, as far as nobody chose them.

    Args:
        timeline: without clips yet.
        items: the film's media in order.
        whole: whether they are shown whole one after the other: then footage of one shape keeps it.
    """
    if not timeline.extra.get(CANVAS_SET):
        width, height = _kept_shape(items) if whole else canvas_of(items[0])
        timeline = replace(timeline, width=width, height=height)
    return with_rate_of(timeline, items, whole=whole)


def with_rate_of(timeline: Timeline, items: Sequence[MediaItem], *, whole: bool = True) -> Timeline:
    """`timeline`, which has no clips yet, at the frame rate of most of the footage of `items`; photos have none.

    Footage that is not shown `whole` is shown for as long as the root of its length, as a film that is cut to the beat
    shares its time out.
    """
    films = [item.info for item in items if item.info.kind == "video"]
    rate = film_rate((info.frame_rate, info.duration_ms ** (1.0 if whole else 0.5)) for info in films)
    return replace(timeline, frame_rate=rate) if rate is not None and _is_free(timeline) else timeline


def at_the_rate_shown(
    made: Timeline, media: Mapping[str, MediaItem], make: Callable[[Fraction], Timeline]
) -> Timeline:
    """A first film at the rate of what it shows the longest; it is made once more where that is another one."""
    shown = [
        (media[clip.media_id].info.frame_rate, clip.duration_ms)
        for clip in made.video_clips
        if clip.media_id in media and media[clip.media_id].info.kind == "video"
    ]
    rate = film_rate(shown)
    if rate is None or rate == made.frame_rate or not _is_free(made):
        return made
    return make(rate)


def _is_free(timeline: Timeline) -> bool:
    return not timeline.extra.get(RATE_SET)


def _shape(item: MediaItem) -> float:
    return max(item.info.width, 1) / max(item.info.height, 1)


def _kept_shape(items: Sequence[MediaItem]) -> tuple[int, int]:
    """The canvas of footage that is shown whole: its own shape where all of it has the same, as large as others are."""
    standard = canvas_of(items[0])
    shapes = [_shape(item) for item in items if item.info.kind == "video"]
    if not shapes or max(shapes) > min(shapes) * _SAME_SHAPE:
        return standard
    shape = shapes[0]
    is_standard = 1 / _SAME_SHAPE <= shape * standard[1] / standard[0] <= _SAME_SHAPE
    if is_standard or max(shape, 1 / shape) > _MOST_EXTREME:
        return standard
    scale = min(_SHORT / min(shape, 1.0), _LONG / max(shape, 1.0))
    return _even(shape * scale), _even(scale)


def _even(side: float) -> int:
    return round(side / 2) * 2
