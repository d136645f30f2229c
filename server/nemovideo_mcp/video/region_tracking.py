"""Where what a region hides goes to: template matching from its first picture on, smoothed and held where it is lost.

The measure is normalised cross-correlation [J. P. Lewis, "Fast Normalized Cross-Correlation", 1995], weighted towards
the middle of the region. The first picture stays the template as long as it is found; where what is followed comes to
look otherwise, the last picture takes its place [I. Matthews, T. Ishikawa and S. Baker, "The Template Update Problem",
2004]. Everything is NumPy on small grey pictures: the same frames give the same path.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from PIL import Image

from nemovideo_mcp.video.camera_move import planes_of
from nemovideo_mcp.video.geometry import Box

__all__ = ["TRACKER_VERSION", "RegionPath", "tracked"]

TRACKER_VERSION = 1
"""Part of every path's name: raise it when the same frames come to give another path."""

Grey = NDArray[np.float32]

# The region's shorter side in cells, and the most cells of a frame's longer side.
_CELLS, _MOST_CELLS = 24, 640
# How far what is followed may go in a frame, beside what it went in the last one: a share of the region, in cells.
_REACH, _MOST_REACH = 0.75, 20
# A correlation from here on is the same thing; a picture whose spread (of 255) is less than this says nothing.
_SAME, _PLAIN_SPREAD = 0.72, 4.0
_BETTER = 0.05
# Of two places that look alike the nearer one counts: the farthest loses so much.
_FAR = 0.1
# A path is averaged over so many seconds to either side.
_SMOOTH_S = Fraction(1, 10)
# The region stays where it is until it is to move by so many pixels: no jitter.
_STILL_PX = 1.5


@dataclass(frozen=True, kw_only=True)
class RegionPath:
    """Left and top of a region in each frame, and in which frames it stood still because nothing was found."""

    corners: tuple[tuple[int, int], ...]
    held: tuple[bool, ...]


def tracked(
    frames: Iterable[VideoFrame], box: Box, canvas: tuple[int, int], *, frame_rate: Fraction
) -> RegionPath:
    """The path of what `box` covers in the first of `frames`, inside the canvas, on even pixels.

    Where it is not found, the region stands still and is looked for around there. A region that nothing can be told
    apart in stands still throughout.
    """
    scale = min(1.0, _CELLS / min(box.width, box.height), _MOST_CELLS / max(canvas))
    seen: _Tracker | None = None
    places: list[tuple[float, float]] = []
    held: list[bool] = []
    for frame in frames:
        small = _small(frame, scale)
        if seen is None:
            seen = _Tracker(small, box, scale)
            found = seen.knows
        else:
            found = seen.step(small)
        places.append((seen.left / scale, seen.top / scale))
        held.append(not found)
    room = canvas[0] - box.width, canvas[1] - box.height
    side = max(1, round(_SMOOTH_S * frame_rate))
    smooth = _smoothed(np.array(places or [(box.left, box.top)], np.float64), side)
    return RegionPath(corners=_corners(smooth, (box.left, box.top), room), held=tuple(held))


def _small(frame: VideoFrame, scale: float) -> Grey:
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    return np.asarray(planes_of(frame)[0].resize(size, Image.Resampling.BILINEAR), np.float32)


class _Tracker:
    """Follows one template; `left` and `top` are cells, with fractions."""

    def __init__(self, picture: Grey, box: Box, scale: float) -> None:
        self.left: float = box.left * scale
        self.top: float = box.top * scale
        self._size = max(2, round(box.height * scale)), max(2, round(box.width * scale))
        self._reach = tuple(min(_MOST_REACH, max(4, ceil(_REACH * side))) for side in self._size)
        weights = np.outer(*(0.1 + np.hanning(side + 2)[1:-1] for side in self._size))
        self._weights: Grey = (weights / weights.sum()).astype(np.float32)
        self._speed: tuple[float, float] = (0.0, 0.0)
        self._first = self._template(picture)
        self._last = self._first
        self.knows = self._first.spread >= _PLAIN_SPREAD

    def step(self, picture: Grey) -> bool:
        """Move to where the template is in the next picture; False where it is not found, and nothing moves."""
        if not self.knows:
            return False
        top, left = round(self.top + self._speed[0]), round(self.left + self._speed[1])
        windows = self._windows(picture, top, left)
        first, last = self._best(windows, self._first), self._best(windows, self._last)
        # The last picture drifts a little with every frame: it counts only where it is found by far better.
        drifts = last[2] > first[2] + _BETTER
        (down, across, score), template = (last, self._last) if drifts else (first, self._first)
        if score < _SAME:
            self._speed = (0.0, 0.0)
            return False
        place = top + down + template.shift[0], left + across + template.shift[1]
        self._speed = place[0] - self.top, place[1] - self.left
        self.top, self.left = place
        self._last = self._template(picture)
        return True

    def _template(self, picture: Grey) -> _Template:
        top, left = round(self.top), round(self.left)
        cells = _cut_out(picture, top, left, self._size)
        cells = cells - float((self._weights * cells).sum())
        spread = float(np.sqrt((self._weights * np.square(cells)).sum()))
        return _Template(cells, spread, (self.top - top, self.left - left))

    def _windows(self, picture: Grey, top: int, left: int) -> Grey:
        """Every place within reach of (`top`, `left`), as pictures of the template's size."""
        reach_y, reach_x = self._reach
        height, width = self._size
        area = _cut_out(picture, top - reach_y, left - reach_x, (height + 2 * reach_y, width + 2 * reach_x))
        return np.lib.stride_tricks.sliding_window_view(area, self._size)

    def _best(self, windows: Grey, template: _Template) -> tuple[float, float, float]:
        """How far below and right of the middle of `windows` the template is, in cells, and its correlation."""
        weights = self._weights
        mean = np.einsum("yxij,ij->yx", windows, weights)
        power = np.einsum("yxij,yxij,ij->yx", windows, windows, weights)
        spread = np.sqrt(np.maximum(power - np.square(mean), 0))
        product = np.einsum("yxij,ij->yx", windows, weights * template.cells)
        score = product / np.maximum(spread * max(template.spread, _PLAIN_SPREAD), _PLAIN_SPREAD)
        y, x = (np.linspace(-1, 1, side) for side in score.shape)
        near = score - _FAR * (np.square(y)[:, None] + np.square(x)[None, :]) / 2
        row, column = (int(n) for n in np.unravel_index(int(near.argmax()), near.shape))
        down = row - self._reach[0] + _between(score[:, column], row)
        across = column - self._reach[1] + _between(score[row, :], column)
        return down, across, float(score[row, column])


@dataclass(frozen=True)
class _Template:
    """Brightness about its mean, its spread, and how far behind the cells' corner the region's own corner is."""

    cells: Grey
    spread: float
    shift: tuple[float, float]


def _cut_out(picture: Grey, top: int, left: int, size: tuple[int, int]) -> Grey:
    """A part of the picture; behind its edges their last cells go on."""
    rows = np.clip(np.arange(top, top + size[0]), 0, picture.shape[0] - 1)
    columns = np.clip(np.arange(left, left + size[1]), 0, picture.shape[1] - 1)
    return picture[np.ix_(rows, columns)]


def _between(scores: Grey, at: int) -> float:
    """How far beside `at` the peak is, by a parabola through its neighbours."""
    if not 0 < at < len(scores) - 1:
        return 0.0
    before, peak, behind = (float(scores[n]) for n in (at - 1, at, at + 1))
    bend = before - 2 * peak + behind
    return max(-0.5, min(0.5, 0.5 * (before - behind) / bend)) if bend < 0 else 0.0


def _smoothed(places: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """A triangular mean around each frame, narrower at the ends, so that an even movement stays as it is."""
    count = len(places)
    result = np.empty_like(places)
    for n in range(count):
        side = min(most, n, count - 1 - n)
        weights = 1 + side - np.abs(np.arange(-side, side + 1))
        result[n] = weights @ places[n - side : n + side + 1] / weights.sum()
    return result


def _corners(
    places: NDArray[np.float64], start: tuple[int, int], room: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    corners: list[tuple[int, int]] = []
    now = list(start)
    for place in places:
        for axis in (0, 1):
            if abs(place[axis] - now[axis]) >= _STILL_PX:
                now[axis] = min(max(0, round(place[axis] / 2) * 2), room[axis])
        corners.append((now[0], now[1]))
    return tuple(corners)
