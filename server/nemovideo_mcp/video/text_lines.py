"""Finds lines of words in a picture: rows of even, crisp strokes with nothing above and below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nemovideo_mcp.timeline.media import Area, WordsLine
from nemovideo_mcp.video.large_titles import large_titles

__all__ = ["WordsFinder", "lasting_lines", "lines_of_photo", "text_lines"]

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]

# A little less than a second: looks come at whole frames.
_LOOK_EVERY_MS = 950
# Pictures are looked at in about this width, then in a half and a quarter of it for larger letters.
_WIDTH, _SCALES = 640, 3
_BINS = 64
_SMALLER = 0.85
# Letters are so many rows high at the scale that finds them.
_LEAST_HEIGHT, _MOST_HEIGHT = 6, 30
# A step of brightness of so much from pixel to pixel but one is the edge of a stroke.
_EDGE = 34.0
# In a window of so many columns, so many edges belong to words.
_WINDOW, _LEAST_EDGES = 24, 4.0
# A line is at least so many times as wide as high.
_LEAST_SHAPE = 2.0
# What sets letters apart from their ground: the two levels of brightness hold so much of all variance (Otsu), lie so
# far apart, and the ink has so much of the place.
_TWO_LEVELS, _CONTRAST, _INK = 0.785, 47.0, (0.07, 0.62)
# Strokes: so many across a line and in a length of its height, so thin against it, and so alike.
_FEW, _LEAST_STROKES, _THICK, _ALIKE = 4, 1.15, 0.42, 0.72
# Bars look the same a third of their height further down, letters don't.
_CHANGES = 0.16
# A row with less than this share of the usual ink is none of a line's.
_FAINT = 0.12
# Above and below a line there are so many of its strokes at most.
_MARGIN = 0.35
# Words of a line lie so many heights apart, and no letter (or letters that touch) is wider than that.
_WORD_GAP, _MOST_LETTER = 1.0, 4.0
# Lines that lie so far over each other are one, seen twice; those of the larger share are the same from look to look.
_OVER, _SAME = 0.5, 0.55


@dataclass(frozen=True)
class _Box:
    top: int
    bottom: int
    left: int
    right: int


def text_lines(luma: NDArray[np.uint8]) -> tuple[Area, ...]:
    """The lines of words in a picture's brightness (rows, columns; upright), as shares of it.

    Rows with many edges are candidates, at three scales. One of them is a line where its brightness has two levels
    (Otsu, A Threshold Selection Method from Gray-Level Histograms, 1979), its strokes are thin and of even width
    (after Epshtein, Ofek and Wexler, Detecting Text in Natural Scenes with Stroke Width Transform, 2010), change from
    top to bottom as letters do and bars don't, and end above and below. It would rather miss words than see them in
    leaves, fences or crowds.
    """
    step = max(1, round(luma.shape[1] / _WIDTH))
    plane = _shrunk(luma, step)
    found: list[Area] = []
    for scale in range(_SCALES):
        if scale:
            plane = _shrunk(plane, 2)
        if min(plane.shape) < 3 * _LEAST_HEIGHT:
            break
        rows, columns = plane.shape
        for box in _candidates(plane):
            line = _line_in(plane, box)
            if line is None:
                continue
            line = _whole_line(plane, line)
            area = line.left / columns, line.top / rows, line.right / columns, line.bottom / rows
            found.append(area)
    merged = _merged(found)
    return tuple(_rounded(area) for area in sorted(merged, key=lambda a: (a[1], a[0])))


def lines_of_photo(photo: Image.Image) -> tuple[WordsLine, ...]:
    """The lines that are found in a photo as it is and somewhat smaller: what is found once may be a mistake."""
    light = photo.convert("L")
    smaller = max(1, round(light.width * _SMALLER)), max(1, round(light.height * _SMALLER))
    looks = (light, light.resize(smaller, Image.Resampling.BICUBIC))
    found = lasting_lines([(0.0, text_lines(np.asarray(look))) for look in looks], start_ms=0, end_ms=0)
    return tuple(WordsLine(area=line.area) for line in found)


def lasting_lines(
    looks: Sequence[tuple[float, Sequence[Area]]], *, start_ms: float, end_ms: float
) -> tuple[WordsLine, ...]:
    """The lines that stand in two looks in a row, or in the only one.

    Args:
        looks: when a shot was looked at, in ms, and the lines that were seen then.
        start_ms: the shot's start.
        end_ms: its end; a line stands from the last look without it, or the start, to the next one, or the end.
    """
    # The moments between which each look is the only one.
    since = [start_ms, *(time_ms for time_ms, _ in looks[:-1])]
    until = [*(time_ms for time_ms, _ in looks[1:]), end_ms]
    if len(looks) <= 1:
        return tuple(_line(area, start_ms, end_ms) for _, areas in looks for area in areas)
    lasting: list[WordsLine] = []
    for n, ((_, before), (_, after)) in enumerate(pairwise(looks)):
        for area in before:
            same = next((other for other in after if _shared(area, other) >= _SAME), None)
            if same is None:
                continue
            both = _line(_around(area, same), since[n], until[n + 1])
            known = next(
                (n for n, other in enumerate(lasting) if _shared(both.area, other.area) >= _SAME), None
            )
            if known is None:
                lasting.append(both)
            else:
                there = lasting[known]
                lasting[known] = replace(both, area=_around(both.area, there.area), start_ms=there.start_ms)
    return tuple(lasting)


def _line(area: Area, start_ms: float, end_ms: float) -> WordsLine:
    return WordsLine(area=area, start_ms=int(start_ms), end_ms=ceil(end_ms))


class WordsFinder:
    """Looks for words in a film now and then, and says in the end which lines stand in each shot."""

    def __init__(self) -> None:
        self._looks: list[tuple[float, tuple[Area, ...]]] = []

    def look(self, time_ms: float, luma: NDArray[np.uint8]) -> None:
        """The next picture's brightness, upright; most are passed over."""
        if not self._looks or time_ms - self._looks[-1][0] >= _LOOK_EVERY_MS:
            lines = text_lines(luma)
            large = tuple(
                area for area in large_titles(luma) if all(_shared(area, line) < _OVER for line in lines)
            )
            self._looks.append((time_ms, (*lines, *large)))

    def lines(self, shots_ms: Sequence[tuple[float, float]]) -> tuple[tuple[WordsLine, ...], ...]:
        """The lines of each shot, given by its start and end; nothing where no shot has any."""
        found = tuple(
            lasting_lines(
                [look for look in self._looks if start <= look[0] < end], start_ms=start, end_ms=end
            )
            for start, end in shots_ms
        )
        return found if any(found) else ()


def _merged(areas: Sequence[Area]) -> list[Area]:
    """The areas with those joined that are one line, seen at several scales or in parts."""
    kept: list[Area] = []
    for area in sorted(areas, key=lambda a: a[0] - a[2]):
        same = next((n for n, other in enumerate(kept) if _shared(area, other) >= _OVER), None)
        if same is None:
            kept.append(area)
        else:
            kept[same] = _around(area, kept[same])
    return kept


def _around(one: Area, other: Area) -> Area:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _shrunk(plane: NDArray[np.uint8] | Plane, step: int) -> Plane:
    if step == 1:
        return plane.astype(np.float32)
    rows, columns = (side // step * step for side in plane.shape)
    down = plane[0:rows:step, :columns].astype(np.float32)
    for n in range(1, step):
        down = np.add(down, plane[n:rows:step, :columns], out=down)
    across = down[:, 0::step].copy()
    for n in range(1, step):
        across = np.add(across, down[:, n::step], out=across)
    return across / np.float32(step * step)


def _candidates(plane: Plane) -> Iterator[_Box]:
    """Boxes of rows that have many edges of strokes."""
    steps = np.zeros(plane.shape, bool)
    steps[:, 1:-1] = np.abs(plane[:, 2:] - plane[:, :-2]) > _EDGE
    # The beginning of each run of steps counts.
    steps[:, 1:] &= ~steps[:, :-1]
    sums = np.cumsum(steps, axis=1, dtype=np.int16)
    reach = _WINDOW // 2
    dense = np.zeros(plane.shape, bool)
    dense[:, reach:-reach] = sums[:, 2 * reach :] - sums[:, : -2 * reach] >= _LEAST_EDGES
    if not dense.any():
        return
    boxes: list[_Box] = []
    open_boxes: list[_Box] = []
    # The runs of all rows at once: where each begins and ends, row by row.
    turns = np.diff(dense, axis=1, prepend=False, append=False)
    rows, columns = (side.tolist() for side in np.nonzero(turns))
    runs: list[list[tuple[int, int]]] = [[] for _ in range(plane.shape[0])]
    for row, first, end in zip(rows[::2], columns[::2], columns[1::2], strict=True):
        runs[row].append((first, end))
    for row, spans in enumerate(runs):
        still: list[_Box] = []
        for first, end in spans:
            left, right, top = first, end, row
            for box in [b for b in open_boxes if b.left < end and first < b.right and _alike(b, first, end)]:
                open_boxes.remove(box)
                left, right, top = min(left, box.left), max(right, box.right), min(top, box.top)
            still.append(_Box(top, row + 1, left, right))
        boxes += open_boxes
        open_boxes = still
    for box in (*boxes, *open_boxes):
        height = box.bottom - box.top
        if _LEAST_HEIGHT - 2 <= height <= _MOST_HEIGHT + 4:
            yield box


def _alike(box: _Box, first: int, end: int) -> bool:
    """Whether a run goes on with a box, and does not only touch it."""
    return min(box.right, end) - max(box.left, first) >= 0.4 * min(box.right - box.left, end - first)


def _line_in(plane: Plane, box: _Box) -> _Box | None:
    """The line of words in a candidate, as tight as its ink; None where it is none."""
    rows, columns = plane.shape
    spare = max(5, round((box.bottom - box.top) * 0.75))
    top, bottom = max(0, box.top - spare), min(rows, box.bottom + spare)
    reach = _WINDOW // 2
    left, right = max(0, box.left - reach // 2), min(columns, box.right + reach // 2)
    patch = plane[box.top : box.bottom, left:right]
    level, apart, separable = _levels(patch)
    if separable < _TWO_LEVELS or apart < _CONTRAST:
        return None
    around = plane[top:bottom, left:right]
    bright = around > level
    core = bright[box.top - top : box.bottom - top]
    ink = core if core.mean() <= 0.5 else ~core
    whole = bright if core.mean() <= 0.5 else ~bright
    share = float(ink.mean())
    if not _INK[0] <= share <= _INK[1]:
        return None
    across = np.flatnonzero(ink.any(axis=0))
    above, below = _grown(whole.mean(axis=1), box.top - top, box.bottom - top)
    margin = max(2, (below - above) // 4)
    if (top and above < margin) or (bottom < rows and below > bottom - top - margin):
        return None  # it goes on above or below
    line = _Box(top + above, top + below, left + int(across[0]), left + int(across[-1]) + 1)
    height, width = line.bottom - line.top, line.right - line.left
    if not _LEAST_HEIGHT <= height <= _MOST_HEIGHT or width < _LEAST_SHAPE * height:
        return None
    letters = whole[line.top - top : line.bottom - top, line.left - left : line.right - left]
    return line if _are_letters(letters) and _stands_alone(whole, line, top, left) else None


def _grown(ink: NDArray[np.floating], first: int, end: int) -> tuple[int, int]:
    """The rows of a line: those that have many edges, and on both sides the ones that go on with their ink."""
    least = _FAINT * float(np.median(ink[first:end]))
    while first > 0 and ink[first - 1] > least:
        first -= 1
    while end < len(ink) and ink[end] > least:
        end += 1
    while end - first > 1 and ink[first] <= least:
        first += 1
    while end - first > 1 and ink[end - 1] <= least:
        end -= 1
    return first, end


def _whole_line(plane: Plane, line: _Box) -> _Box:
    """The line with the words on its sides: ink of its own level in its rows, with nothing above and below."""
    height = line.bottom - line.top
    margin = max(2, height // 4)
    level, _, _ = _levels(plane[line.top : line.bottom, line.left : line.right])
    bright = plane[line.top : line.bottom, line.left : line.right] > level
    rows = plane[max(0, line.top - margin) : line.bottom + margin]
    marks = rows > level if bright.mean() <= 0.5 else rows <= level
    first = line.top - max(0, line.top - margin)
    filled = _any_row(marks[first : first + height])
    # The rows next to letters are still a little of them.
    clear = ~(_any_row(marks[: max(0, first - 1)]) | _any_row(marks[first + height + 1 :]))
    gap = round(_WORD_GAP * height)
    left = line.left - _reach(filled[: line.left][::-1], clear[: line.left][::-1], gap, _MOST_LETTER * height)
    right = line.right + _reach(filled[line.right :], clear[line.right :], gap, _MOST_LETTER * height)
    return _Box(line.top, line.bottom, left, right)


def _any_row(marks: Mask) -> Mask:
    """For each column, whether a row of it is marked."""
    return np.logical_or.reduce(marks, axis=0)


def _reach(filled: Mask, clear: Mask, gap: int, letter: float) -> int:
    """How far further words go: to the last ink before a gap, something that goes on above or below, or a plain bar."""
    reached = empty = solid = beside = 0
    for n, (ink, free) in enumerate(zip(filled.tolist(), clear.tolist(), strict=True), 1):
        empty, solid = (0, solid + 1) if ink else (empty + 1, 0)
        beside = 0 if free else beside + 1
        if beside > gap / 2 or empty > gap or solid > letter:
            break
        if ink and free:
            reached = n
    return reached


def _levels(patch: Plane) -> tuple[float, float, float]:
    """Otsu's threshold, how far its two levels lie apart, and what share of the variance they hold."""
    counts = np.bincount((patch * 0.25).astype(np.intp).ravel(), minlength=_BINS)[:_BINS]
    middles = (np.arange(_BINS) + 0.5) * 4
    low = np.cumsum(counts)
    total = int(low[-1])
    high = total - low
    moment = np.cumsum(counts * middles)
    apart = (moment[-1] - moment) / np.maximum(high, 1) - moment / np.maximum(low, 1)
    between = low * high * apart**2 / total**2
    at = int(between.argmax())
    variance = float((counts * middles**2).sum()) / total - (float(moment[-1]) / total) ** 2
    return (at + 1) * 4.0, float(apart[at]), float(between[at]) / max(variance, 1e-6)


def _are_letters(letters: Mask) -> bool:
    """Whether the ink of a line has strokes as letters have them."""
    height, width = letters.shape
    middle = letters[round(height * 0.15) : max(round(height * 0.85), 1)]
    padded = np.pad(middle, ((0, 0), (1, 1))).astype(np.int8)
    starts, ends = np.diff(padded, axis=1) == 1, np.diff(padded, axis=1) == -1
    strokes = starts.sum(axis=1)
    if not strokes.any() or np.median(strokes) < max(_FEW, _LEAST_STROKES * width / height):
        return False
    runs = np.flatnonzero(ends.ravel()) - np.flatnonzero(starts.ravel())
    usual = max(1.0, float(np.median(runs)))
    if usual > _THICK * height or float((runs <= 2.2 * usual + 1).mean()) < _ALIKE:
        return False
    third = max(1, height // 3)
    changed = np.logical_xor(letters[third:], letters[:-third]).mean()
    return bool(changed >= _CHANGES * 2 * letters.mean())


def _stands_alone(whole: Mask, line: _Box, top: int, left: int) -> bool:
    """Whether the strokes end above and below the line."""
    height = line.bottom - line.top
    margin = max(2, height // 4)
    inside = whole[line.top - top : line.bottom - top, line.left - left : line.right - left]
    usual = _crossings(inside)
    for first, end in (
        (line.top - top - margin, line.top - top),
        (line.bottom - top, line.bottom - top + margin),
    ):
        beside = whole[max(0, first) : max(0, end), line.left - left : line.right - left]
        if beside.shape[0] and _crossings(beside) > _MARGIN * usual:
            return False
    return True


def _crossings(ink: Mask) -> float:
    return float(np.logical_xor(ink[:, 1:], ink[:, :-1]).mean()) if ink.shape[1] > 1 else 0.0


def _shared(one: Area, other: Area) -> float:
    """What share of the smaller of two areas lies in the other."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / max(1e-9, min((a[2] - a[0]) * (a[3] - a[1]) for a in (one, other)))


def _rounded(area: Area) -> Area:
    left, top, right, bottom = (round(min(1.0, max(0.0, side)), 4) for side in area)
    return left, top, right, bottom
