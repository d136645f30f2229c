"""Finds titles in letters that are too large and heavy for lines of words, and logos: flat ink with hard edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area

__all__ = ["large_titles"]

Luma = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Pictures are looked at in about this width.
_WIDTH = 320
# Ink is brighter than this, and differs by so much from the level that most of it has.
_BRIGHT, _FLAT = 170, 10
# The ink has so much of the picture, and so much of its box; nearly nothing outside is of its level.
_LEAST_INK, _INK, _INSIDE = 0.006, (0.25, 0.75), 0.88
# Its box is so wide and so high at least, ends before the picture's edge, and is no more than so much of it.
_LEAST_WIDTH, _LEAST_HEIGHT, _MOST_WIDTH, _EDGE = 0.12, 0.07, 0.95, 0.015
# Rows of letters are crossed by so many strokes, which end in steps of so much.
_STROKES, _STEP, _HARD = 4.0, 40, 0.7


def large_titles(luma: Luma) -> tuple[Area, ...]:
    """Where a title or a logo of plain bright ink stands in a picture's brightness (rows, columns; upright).

    What is lit or far away is shaded: a surface of one single level with hard edges, of which nothing else in the
    picture has the level, and which is crossed by strokes as letters are, has been laid over the picture.
    """
    step = max(1, round(luma.shape[1] / _WIDTH))
    # Of a large picture some pixels are enough for a mean.
    thinned = luma[:: max(1, step // 2), :: max(1, step // 2)]
    step //= max(1, step // 2)
    rows, columns = (side // step * step for side in thinned.shape)
    blocks = thinned[:rows, :columns].reshape(rows // step, step, columns // step, step)
    small = blocks.mean(axis=(1, 3), dtype=np.float32).astype(np.int16)
    level = _level(small)
    if level is None:
        return ()
    ink = np.abs(small - level) <= _FLAT
    # Single pixels of that level are everywhere.
    ink[:, 1:-1] &= ink[:, 2:] | ink[:, :-2]
    down, across = _span(ink.sum(axis=1)), _span(ink.sum(axis=0))
    if down is None or across is None:
        return ()
    height, width = ink.shape
    area = across[0] / width, down[0] / height, across[1] / width, down[1] / height
    return (area,) if _is_in_place(area) and _is_written(ink, small, down, across) else ()


def _level(small: NDArray[np.int16]) -> int | None:
    """The bright level that most flat pixels have; None where there are few."""
    flat = np.abs(np.diff(small[:-1], axis=1)) + np.abs(np.diff(small[:, :-1], axis=0)) <= _FLAT
    counts = np.bincount(small[:-1, :-1][flat], minlength=256)
    counts[:_BRIGHT] = 0
    wide = np.convolve(counts, np.ones(2 * _FLAT + 1, int), "same")
    level = int(wide.argmax())
    return level if wide[level] >= _LEAST_INK * small.size else None


def _span(counts: NDArray[np.int_]) -> tuple[int, int] | None:
    """From where to where all but a little of the ink stands."""
    sums = np.cumsum(counts)
    if not sums[-1]:
        return None
    spare = (1 - _INSIDE) / 4 * sums[-1]
    first, last = np.searchsorted(sums, (spare, sums[-1] - spare))
    return int(first), int(last) + 1


def _is_in_place(area: Area) -> bool:
    left, top, right, bottom = area
    inside = min(left, top, 1 - right, 1 - bottom) >= _EDGE
    return inside and _LEAST_WIDTH <= right - left <= _MOST_WIDTH and bottom - top >= _LEAST_HEIGHT


def _is_written(ink: Mask, small: NDArray[np.int16], rows: tuple[int, int], columns: tuple[int, int]) -> bool:
    box = ink[rows[0] : rows[1], columns[0] : columns[1]]
    if not _INK[0] <= box.mean() <= _INK[1] or box.sum() < _INSIDE * ink.sum():
        return False
    padded = np.pad(box, ((0, 0), (1, 1))).astype(np.int8)
    turns = np.diff(padded, axis=1)
    if float(np.median((turns == 1).sum(axis=1))) < _STROKES:
        return False
    at_rows, at_columns = np.nonzero(turns)
    begins = turns[at_rows, at_columns] == 1
    at_rows, at_columns = at_rows + rows[0], at_columns + columns[0]
    # Letters stand near to each other: the step is to the pixel between them that is the least alike.
    edge = small[at_rows, at_columns - ~begins]
    beside = [
        small[at_rows, np.clip(at_columns + np.where(begins, -n, n - 1), 0, small.shape[1] - 1)]
        for n in (1, 2, 3)
    ]
    steps = np.abs(np.stack(beside) - edge).max(axis=0)
    return float((steps >= _STEP).mean()) >= _HARD
