"""Finds black bars that are baked into the pictures of a film, or into a photo: letterbox and pillarbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area

__all__ = ["BarsFinder"]

# Of 0 to 255, black to white: a line of a bar is black throughout; the picture's first line is brighter in so much of
# its length. A dark scene has no straight line of that kind.
_BLACK, _LIT = 12.0, 22.0
_BLACK_SHARE, _EDGE_SHARE = 0.995, 0.35
# The picture's edge may be blurred over so many lines, which are cropped too.
_SOFT_LINES = 3
# Both bars of a pair are as wide as one another, but for so much of the side; one that is less than the least, or more
# than the most, is none.
_UNEVEN, _LEAST, _MOST = 0.012, 0.006, 0.4
# So many looks at the picture have the edge in the same place.
_LEAST_LOOKS = 3
_SAME_LINES = 2
_PIXELS_SKIPPED = 2
# Most pictures have no bar, which their first lines tell.
_LINES_AT_ONCE = 16


@dataclass(frozen=True)
class _Look:
    time_ms: float
    sides: tuple[int, int]
    """Height and width."""
    black: tuple[int, int, int, int]
    """Black lines from the left, top, right and bottom edge."""
    hard: tuple[bool, bool, bool, bool]
    """Whether the picture begins at once there."""


@dataclass
class BarsFinder:
    """Collects looks at a film and says what of it is picture.

    A bar is as black in every look as in any other, ends in a straight hard edge in three looks at least
    (`least_looks`; a photo has one), and has a partner on the other side: a dark scene, whose darkness ends where its
    things end, has none.
    """

    least_looks: int = _LEAST_LOOKS
    _looks: list[_Look] = field(default_factory=list["_Look"])

    def look(self, time_ms: float, luma: NDArray[np.uint8], *, full_range: bool) -> None:
        """Look at a picture's brightness, upright, in full size."""
        level = 255 / 219 if not full_range else 1.0
        floor = 16 if not full_range else 0
        black, lit = floor + _BLACK / level, floor + _LIT / level
        by_row, by_column = luma[:, ::_PIXELS_SKIPPED], luma[::_PIXELS_SKIPPED, :].T
        if not (by_row > lit).any():
            return  # a black picture says nothing
        found: dict[str, tuple[int, bool]] = {}
        for name, lines in (
            ("top", by_row), ("bottom", by_row[::-1]), ("left", by_column), ("right", by_column[::-1]),
        ):  # fmt: skip
            found[name] = _edge(lines, black, lit)
        order = ("left", "top", "right", "bottom")
        counts, hards = zip(*(found[name] for name in order), strict=True)
        self._looks.append(_Look(time_ms, luma.shape, counts, hards))  # pyright: ignore[reportArgumentType]

    def areas(self, shots_ms: Iterable[tuple[float, float]]) -> tuple[Area, ...]:
        """What is picture in each shot, given by start and end, as shares; empty where no shot has bars."""
        shots = list(shots_ms)
        whole = self._picture(self._looks)
        areas = [
            whole if whole != _WHOLE else self._picture([k for k in self._looks if start <= k.time_ms < end])
            for start, end in shots
        ]
        return tuple(areas) if any(area != _WHOLE for area in areas) else ()

    def _picture(self, looks: list[_Look]) -> Area:
        """What all looks have in common as picture."""
        if len(looks) < self.least_looks or len({look.sides for look in looks}) > 1:
            return _WHOLE
        height, width = looks[0].sides
        across = [(look.black[0], look.hard[0], look.black[2], look.hard[2]) for look in looks]
        down = [(look.black[1], look.hard[1], look.black[3], look.hard[3]) for look in looks]
        left, right = _pair(across, width, self.least_looks)
        top, bottom = _pair(down, height, self.least_looks)
        return round(left, 4), round(top, 4), round(1 - right, 4), round(1 - bottom, 4)


_WHOLE: Area = (0.0, 0.0, 1.0, 1.0)


def _edge(lines: NDArray[np.uint8], black: float, lit: float) -> tuple[int, bool]:
    """How many lines are black from the first on, and whether the picture begins hard behind them."""
    most, count = int(len(lines) * _MOST), 0
    while count < most:
        dark = (lines[count : min(count + _LINES_AT_ONCE, most)] <= black).mean(axis=1) >= _BLACK_SHARE
        if not dark.all():
            count += int(np.argmin(dark))
            break
        count += len(dark)
    inside = lines[count : count + _SOFT_LINES]
    return count, bool(len(inside) and (inside > lit).mean(axis=1).max() >= _EDGE_SHARE)


def _pair(looks: list[tuple[int, bool, int, bool]], side: int, least_looks: int) -> tuple[float, float]:
    """The widths of the two bars of a side, as shares of it, with their soft edges; 0 where there are none."""
    widths: list[int] = []
    for near in (0, 2):
        width = min(look[near] for look in looks)
        hard = sum(1 for look in looks if look[near + 1] and look[near] - width <= _SAME_LINES)
        if hard < least_looks or not _LEAST * side <= width < int(_MOST * side):
            return 0.0, 0.0
        widths.append(width)
    if abs(widths[0] - widths[1]) > max(4, _UNEVEN * side):
        return 0.0, 0.0
    return (widths[0] + _SOFT_LINES) / side, (widths[1] + _SOFT_LINES) / side
