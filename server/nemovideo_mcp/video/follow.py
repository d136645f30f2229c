"""The way of a crop that follows what a shot is about: it stands where it can, and moves smoothly where it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area, Subject
from nemovideo_mcp.video.geometry import Framing, Orientation, placed, turned_area
from nemovideo_mcp.video.source_file import SourceFile

__all__ = ["CropPath", "crop_paths", "is_moving"]

Values = NDArray[np.float64]

# All of these are shares of the crop's side. A face keeps so much of itself free on both sides, and more above and
# below: hair and shoulders. Its middle stands somewhat above the crop's.
_FACE_SIDES, _FACE_TOP, _FACE_BOTTOM, _FACE_RAISED = 0.35, 0.6, 0.8, 0.1
# Of a picture that loses little in height, what is lost is lost at the bottom, but for this share: heads are above.
_HEADROOM_FROM, _HEADROOM = 0.6, 0.15
_CAREFUL_HEADROOM_FROM = 0.45
# A crop of a photo leaves so much of its height above what stands out.
_ABOVE, _NEAR_TOP = 0.04, 0.1
# A subject may stand so far from the middle before a moving crop goes with it. What moves may stand further from the
# middle of a crop that stands, and the crop stands where that is so for most of the time.
_FACE_AWAY, _MOVING_AWAY, _HELD_AWAY, _HELD_TIME = 0.14, 0.18, 0.3, 0.85
# The fastest way in a second, and the least that is worth moving.
_FASTEST, _LEAST_WAY = 1.8, 0.1
# Turns are rounded over so many ms (the spread of a bell), and in a shot of less a crop stands.
_ROUNDED_MS, _SHORTEST_MS = 450.0, 1200.0
# What a crop that follows unasked leaves of a picture, at most.
_MOST_CROPPED = 0.8


@dataclass(frozen=True)
class CropPath:
    """The middle of a crop from `start_ms` to `end_ms` of a source, as shares of the turned picture.

    `points` are `hop_ms` apart, the first one half a hop behind the start, and lead a curve (a uniform cubic B-spline:
    its speed and the change of its speed have no steps). A single point stands.
    """

    start_ms: int
    end_ms: int
    hop_ms: int
    points: tuple[tuple[float, float], ...]

    @property
    def is_still(self) -> bool:
        return len(self.points) == 1

    def at(self, time_ms: float) -> tuple[float, float]:
        """The middle at a moment of the source; before the start and behind the end, it stands."""
        if self.is_still:
            return self.points[0]
        last = len(self.points) - 1
        place = min(max((time_ms - self.start_ms) / self.hop_ms - 0.5, 0.0), float(last))
        first = int(place)
        t = place - first
        weights = (
            (1 - t) ** 3 / 6,
            (3 * t**3 - 6 * t**2 + 4) / 6,
            (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6,
            t**3 / 6,
        )
        near = [self.points[min(max(first + n, 0), last)] for n in (-1, 0, 1, 2)]
        x, y = (sum(w * p[axis] for w, p in zip(weights, near, strict=True)) for axis in (0, 1))
        return x, y

    def reach(self, first_ms: float, last_ms: float) -> Area:
        """The left-, top-, right- and bottommost middle between two moments, or a little more."""
        first, last = (int((t - self.start_ms) // self.hop_ms) for t in (first_ms, last_ms))
        near = self.points[max(0, first - 2) : max(0, last) + 3] or self.points[-1:]
        across, down = [p[0] for p in near], [p[1] for p in near]
        return min(across), min(down), max(across), max(down)

    def within(self, first_ms: float, last_ms: float) -> list[object]:
        """What decides the way between two moments, as values of JSON."""
        first, last = (int((t - self.start_ms) // self.hop_ms) for t in (first_ms, last_ms))
        begin = min(max(0, first - 2), len(self.points) - 1)
        near = self.points[begin : max(0, last) + 3]
        return [self.start_ms, self.hop_ms, begin, [list(point) for point in near]]


def crop_paths(
    source: SourceFile,
    framing: Framing,
    *,
    canvas: tuple[int, int],
    first_ms: float,
    last_ms: float,
    asked: bool,
    careful: bool = False,
    is_close: bool = True,
) -> tuple[CropPath, ...]:
    """The way of the crop in each shot of the source between two moments; none where no way is known.

    A crop that takes away little stays where it is, unless it was `asked` to follow. With `careful`, what a photo loses
    of its height it loses below its heads, and so does a film that is not framed close (`is_close`) by somebody's wish.
    """
    size = source.info.width, source.info.height
    if not all(size) or not source.subjects:
        return ()
    shown = size if framing.rotation % 180 == 0 else (size[1], size[0])
    seen = placed(framing, size=shown, canvas=canvas)
    crop = seen.right - seen.left, seen.bottom - seen.top
    left, top, right, bottom = framing.picture
    kept = crop[0] * crop[1] / ((right - left) * (bottom - top))
    if kept >= (0.999 if asked else _MOST_CROPPED):
        return ()
    paths: list[CropPath] = []
    for start, end, subject in _shots(source):
        if end <= first_ms + 1 or start > last_ms + 1:
            continue
        is_photo = careful and source.info.kind == "image"
        headroom_from = _HEADROOM_FROM if is_close or not careful else _CAREFUL_HEADROOM_FROM
        points = _points(subject, framing.orientation, crop, framing.picture, is_photo, headroom_from)
        paths.append(CropPath(start, end, subject.hop_ms, points))
    return tuple(paths)


def _shots(source: SourceFile) -> Iterator[tuple[int, int, Subject]]:
    starts = source.shot_starts_ms or (0,)
    # A photo has no end.
    ends = (*starts[1:], max(source.info.duration_ms, starts[-1]) + 1000)
    yield from zip(starts, ends, source.subjects, strict=False)


@lru_cache(maxsize=512)
def _points(
    subject: Subject,
    orientation: Orientation,
    crop: tuple[float, float],
    picture: Area,
    is_photo: bool,
    headroom_from: float,
) -> tuple[tuple[float, float], ...]:
    if not subject.areas:
        # In the middle of what is there.
        middle = (picture[0] + picture[2]) / 2, (picture[1] + picture[3]) / 2
        down = _below_heads(subject, crop[1], picture) if is_photo else middle[1]
        return ((round(middle[0], 5), round(down, 5)),)
    areas = np.array([turned_area(area, orientation) for area in subject.areas])
    is_face = subject.kind == "face"
    ways = [
        _way(
            areas[:, axis],
            areas[:, axis + 2],
            crop=crop[axis],
            limits=(picture[axis] + crop[axis] / 2, picture[axis + 2] - crop[axis] / 2),
            hop_ms=subject.hop_ms,
            is_face=is_face,
            upward=axis == 1,
            headroom_from=headroom_from,
        )
        for axis in (0, 1)
    ]
    if is_photo and not is_face and orientation is Orientation.UPRIGHT:
        ways[1] = np.full(len(areas), _below_heads(subject, crop[1], picture))
    points = [(round(float(x), 5), round(float(y), 5)) for x, y in zip(*ways, strict=True)]
    return tuple(points[:1]) if len(set(points)) == 1 else tuple(points)


def _below_heads(subject: Subject, crop: float, picture: Area) -> float:
    """The middle of a crop of a photo on its height: it begins a little above the topmost of what stands out."""
    least, most = picture[1] + crop / 2, picture[3] - crop / 2
    if most <= least:
        return (picture[1] + picture[3]) / 2
    if subject.top is None:
        return least + _HEADROOM * (most - least)
    if subject.top < 2 * _ABOVE:
        # The crop stands at the top, and a slow move is about a point near it.
        return picture[1] + _NEAR_TOP * crop
    return min(max(subject.top - _ABOVE + crop / 2, least), most)


def _way(
    first: Values,
    last: Values,
    *,
    crop: float,
    limits: tuple[float, float],
    hop_ms: int,
    is_face: bool,
    upward: bool,
    headroom_from: float,
) -> Values:
    """The middle of a crop at each hop, on one axis, for a subject between `first` and `last`."""
    if limits[1] - limits[0] < 1e-6:
        return np.full(len(first), sum(limits) / 2)
    if upward and not is_face and crop >= headroom_from:
        return np.full(len(first), limits[0] + _HEADROOM * (limits[1] - limits[0]))
    sides = (last - first) if is_face else np.zeros_like(first)
    before, behind = (_FACE_TOP, _FACE_BOTTOM) if upward else (_FACE_SIDES, _FACE_SIDES)
    aim = (first + last) / 2 + (_FACE_RAISED * crop if is_face and upward else 0.0)
    free = np.maximum(0.0, crop - sides * (1 + before + behind)) / 2
    # Where the face and what belongs to it are seen, the crop's middle is between these.
    middle = (first + last + (behind - before) * sides) / 2
    within = (middle - free, middle + free) if is_face else (aim - _HELD_AWAY * crop, aim + _HELD_AWAY * crop)
    stand = _standing(aim, *(np.clip(side, *limits) for side in within), all_of_it=is_face)
    if stand is not None:
        return np.full(len(aim), stand)
    away = np.minimum(free, _FACE_AWAY * crop) if is_face else np.full(len(aim), _MOVING_AWAY * crop)
    aim = np.clip(aim, *within) if is_face else aim
    low, high = (np.clip(aim + sign * away, *limits) for sign in (-1, 1))
    if len(aim) * hop_ms < _SHORTEST_MS:
        return np.full(len(aim), float(np.median((low + high) / 2)))
    begin = float(np.median((low + high)[: max(1, round(_SHORTEST_MS / hop_ms))] / 2))
    finish = float(np.median((low + high)[-max(1, round(_SHORTEST_MS / hop_ms)) :] / 2))
    # Late in the one direction of time and early in the other: in the middle between them, in time.
    way = (_lazy(low, high, begin) + _lazy(low[::-1], high[::-1], finish)[::-1]) / 2
    step = _FASTEST * crop * hop_ms / 1000
    way = (_slow(way, step) + _slow(way[::-1], step)[::-1]) / 2
    spread = _ROUNDED_MS / hop_ms
    # What rounding takes away of the turns is given back once (Tukey's twicing).
    way = np.clip(_rounded(2 * way - _rounded(way, spread), spread), *limits)
    if way.max() - way.min() < _LEAST_WAY * crop:
        return np.full(len(way), float(way.max() + way.min()) / 2)
    return way


def _standing(aim: Values, low: Values, high: Values, *, all_of_it: bool) -> float | None:
    """Where a crop can stand the whole time; None where that holds too little of the subject."""
    if all_of_it:
        least, most = float(low.max()), float(high.min())
        return min(max(float(np.median(aim)), least), most) if least <= most else None
    places = np.unique(np.concatenate([low, high, [np.median(aim)]]))
    held = ((places[:, None] >= low - 1e-9) & (places[:, None] <= high + 1e-9)).mean(axis=1)
    if held.max() < _HELD_TIME:
        return None
    best = places[held >= held.max() - 1e-9]
    return float(min(max(float(np.median(aim)), float(best.min())), float(best.max())))


def _lazy(low: Values, high: Values, begin: float) -> Values:
    """A way between bounds that moves only where a bound pushes it."""
    way, at = np.empty(len(low)), begin
    for n in range(len(low)):
        at = min(max(at, float(low[n])), float(high[n]))
        way[n] = at
    return way


def _slow(way: Values, step: float) -> Values:
    """The way with no step larger than `step`; it comes late where it was faster."""
    slow, at = np.empty(len(way)), float(way[0])
    for n, wanted in enumerate(way):
        at = min(max(float(wanted), at - step), at + step)
        slow[n] = at
    return slow


def _rounded(way: Values, spread: float) -> Values:
    """The way with its turns rounded by a bell-shaped mean; its ends are held."""
    reach = max(1, round(3 * spread))
    bell = np.exp(-np.square(np.arange(-reach, reach + 1) / spread) / 2)
    rounded: Values = np.convolve(np.pad(way, reach, mode="edge"), bell / bell.sum(), mode="valid").real
    return rounded


def is_moving(paths: Sequence[CropPath]) -> bool:
    """Whether the crop is not in one place all the time."""
    return len(paths) > 0 and (len(paths) > 1 or not paths[0].is_still)
