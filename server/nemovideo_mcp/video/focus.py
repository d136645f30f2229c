"""Whether a picture is out of focus: an absolute measure that contrast, size and plain ground do not change."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["is_blurred", "softness"]

Values = NDArray[np.float64]
Plane = NDArray[np.int16]

# The picture is looked at about so wide; brightness is compared over a 60th of that, and over a pixel.
_WIDTH, _REACHES = 480, 60
# Tiles of the picture that are judged one by one, down and across: of a shallow focus some are sharp.
_TILES = (3, 4)
_SHARPEST = 2
# A tile whose brightness differs by less than this (mean square, of 255) over the longer step has nothing to judge by.
_LEAST = 40.0
_NOISE = 0.05
# Out of focus whatever the rest of the film is like (Gaussian blur of 1/200 of the picture's width), and out of focus
# against the sharp quarter of it.
_BLURRED, _SOFT, _SOFTER = 0.45, 0.3, 0.35
# Only every so manieth line is looked at.
_LINES = 3


def softness(luma: NDArray[np.uint8]) -> float:
    """0 where edges are as sharp as pixels, 1 where all is smooth; below 0 for fine grain, NaN for a plain picture.

    It is how much brightness changes over a 60th of the picture's width against how much it changes from pixel to
    pixel (the slope of the structure function, as blur flattens it), in the sharper of both ways, so that a fast pan
    is no lack of focus, and of the sharpest tiles.
    """
    step = max(1, round(luma.shape[1] / _WIDTH))
    small = luma[::step, ::step].astype(np.int16)
    if step > 1:
        # The mean of two pixels of each cell: half of the sensor's noise.
        other = luma[step // 2 :: step, step // 2 :: step].astype(np.int16)
        rows, columns = min(len(small), len(other)), min(small.shape[1], other.shape[1])
        small = (small[:rows, :columns] + other[:rows, :columns]) >> 1
    reach = max(2, round(small.shape[1] / _REACHES))
    ratios = np.fmin(
        _ratios(small[::_LINES], reach, _TILES), _ratios(small.T[::_LINES], reach, (_TILES[1], _TILES[0])).T
    )
    known = np.sort(ratios[~np.isnan(ratios)])
    if known.size < _SHARPEST:
        return float("nan")
    edge = reach**-0.5
    return (float(known[:_SHARPEST].mean()) / reach - edge) / (1 - edge)


def is_blurred(softnesses: Values) -> NDArray[np.bool_]:
    """Which pictures of a film are out of focus: by themselves, or against its sharp ones."""
    known = softnesses[~np.isnan(softnesses)]
    usual = float(np.percentile(known, 25)) if known.size else 0.0
    # Nothing compares with NaN.
    return (softnesses > _BLURRED) | ((softnesses > _SOFT) & (softnesses - usual > _SOFTER))


def _ratios(lines: Plane, reach: int, tiles: tuple[int, int]) -> Values:
    """For each of the tiles (across lines, along lines) the change over `reach` against that over a pixel."""
    if lines.shape[0] < tiles[0] or lines.shape[1] <= reach + tiles[1]:
        return np.full(tiles, np.nan)
    near = _tile_means(lines[:, 1:] - lines[:, :-1], tiles)
    far = _tile_means(lines[:, reach:] - lines[:, :-reach], tiles)
    ratios = np.sqrt(far / (near + _NOISE))
    ratios[far < _LEAST] = np.nan
    return ratios


def _tile_means(steps: Plane, tiles: tuple[int, int]) -> Values:
    squares = np.square(steps.astype(np.float32))
    high, wide = squares.shape[0] // tiles[0], squares.shape[1] // tiles[1]
    cut = squares[: tiles[0] * high, : tiles[1] * wide].reshape(tiles[0], high, tiles[1], wide)
    return cut.mean(axis=(1, 3)).astype(np.float64)
