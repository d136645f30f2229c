"""Crops that don't cut through words: moved aside where the words have room, given up where they have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from nemovideo_mcp.timeline.media import Area, is_large_line

__all__ = ["Keep", "standing_place"]

# Letters want some room: so much of their height on every side, where there is so much.
_ROOM = 0.3
# Places are rounded to 0.00001.
_EXACT = 5e-5


@dataclass(frozen=True)
class Keep:
    """What a crop is to respect: lines of words, and areas (faces) that are to stay in it if the words move it."""

    lines: tuple[Area, ...]
    faces: tuple[Area, ...] = ()


@lru_cache(maxsize=512)
def standing_place(
    points: tuple[tuple[float, float], ...],
    keep: Keep,
    *,
    crop: tuple[float, float],
    picture: Area,
    shape: float,
) -> tuple[float, float] | None:
    """Where a crop stands so that no line is cut and no large one is left out, as near to its way as it goes.

    Args:
        points: the middles on the crop's way, as shares of the picture; a single one where it stands.
        keep: the lines of words and the faces.
        crop: the crop's width and height, as shares of the picture.
        picture: what of it is picture.
        shape: the picture's width in its heights.

    Returns:
        `points[0]` where that way cuts nothing (the way can be kept); None where there is no such place.
    """
    lines = [_roomy(line, crop, picture, shape) for line in keep.lines]
    ways = [[_within(point[axis], crop[axis], picture, axis) for point in points] for axis in (0, 1)]
    states: set[tuple[str, ...]] = {
        tuple(_state(line, point, crop) for line in lines) for point in zip(ways[0], ways[1], strict=True)
    }
    if len(states) == 1 and all(
        _is_good(line, state) for line, state in zip(lines, states.pop(), strict=True)
    ):
        return points[0]
    needed = [*(line for line in lines if is_large_line(line)), *keep.faces]
    for axis in (0, 1) if needed else ():
        if max(a[axis + 2] for a in needed) - min(a[axis] for a in needed) > crop[axis] + _EXACT:
            return None
    wish = _median(ways[0]), _median(ways[1])
    across, down = (set(_places(wish[axis], lines, crop[axis], picture, axis)) for axis in (0, 1))
    for place in sorted(
        product(across, down), key=lambda at: (abs(at[0] - wish[0]) + abs(at[1] - wish[1]), at)
    ):
        if all(_is_good(line, _state(line, place, crop)) for line in lines) and all(
            _state(face, place, crop) == "in" for face in keep.faces
        ):
            return place
    return None


def _is_good(line: Area, state: str) -> bool:
    """A large line is in the crop; a smaller one may be left out as well, but not be cut through."""
    return state == "in" or (state == "out" and not is_large_line(line))


def _state(area: Area, place: tuple[float, float], crop: tuple[float, float]) -> str:
    """Whether an area is in the crop, out of it, or cut."""
    sides = [
        (area[axis], area[axis + 2], place[axis] - crop[axis] / 2, place[axis] + crop[axis] / 2)
        for axis in (0, 1)
    ]
    if all(a >= low - _EXACT and b <= high + _EXACT for a, b, low, high in sides):
        return "in"
    return "out" if any(b <= low + _EXACT or a >= high - _EXACT for a, b, low, high in sides) else "cut"


def _places(wish: float, lines: Sequence[Area], crop: float, picture: Area, axis: int) -> Iterator[float]:
    """The middles on one axis at which something begins or ends to be seen."""
    for place in (wish, *(at for line in lines for at in _edges(line[axis], line[axis + 2], crop))):
        yield round(_within(place, crop, picture, axis), 5)


def _within(place: float, crop: float, picture: Area, axis: int) -> float:
    """Where a crop stands that is to stand at a place, as far as the picture reaches."""
    least, most = picture[axis] + crop / 2, picture[axis + 2] - crop / 2
    return min(max(place, min(least, most)), max(least, most))


def _edges(first: float, last: float, crop: float) -> Iterator[float]:
    yield from (first + crop / 2, last - crop / 2, first - crop / 2, last + crop / 2)


def _roomy(line: Area, crop: tuple[float, float], picture: Area, shape: float) -> Area:
    """The line with room about it, as far as the crop has that."""
    height = line[3] - line[1]
    wide, high = _ROOM * height / shape, _ROOM * height
    wide = max(0.0, min(wide, (crop[0] - (line[2] - line[0])) / 2 - _EXACT))
    high = max(0.0, min(high, (crop[1] - height) / 2 - _EXACT))
    return (
        max(min(picture[0], line[0]), line[0] - wide),
        max(min(picture[1], line[1]), line[1] - high),
        min(max(picture[2], line[2]), line[2] + wide),
        min(max(picture[3], line[3]), line[3] + high),
    )


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]
