"""Films in other colours than BT.709 (wide gamut, BT.601 primaries, HDR), by a look-up table for FFmpeg's `lut3d`.

The look of a clip goes into the same table.

libswscale can do it itself, but takes ten seconds to set up for each chunk. A film is taken as it is tagged. What a
standard screen shows is taken for sRGB (IEC 61966-2-1) in and out, whatever curve of that kind the tags name: so greys
keep their values, and only the primaries are converted. Of HDR, highlights are rolled off instead of clipped; its
curves: ITU-R BT.2100; its white: BT.2408 (203 cd/m²).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorTrc
from numpy.typing import NDArray

from nemovideo_mcp.video.grading import Grade, graded, table_size
from nemovideo_mcp.video.primaries import BT709, BT2020, PRIMARIES, luma_shares, to_bt709

__all__ = ["TABLE_FORMAT", "Colors", "colors_of", "cube", "grid_of"]

Light = NDArray[np.float64]

TABLE_FORMAT = "gbrp16le"
"""Full-range RGB that `lut3d` is quick with: 15 ms for a frame of 1080p, where 8 and 10 bits take 60."""

_WHITE_NITS, _PEAK_NITS = 203.0, 1000.0
# Up to here light is kept as it is; above, it nears white.
_KNEE = 0.55
_DISPLAY_GAMMA = 2.2
# Matrices of which the primaries are known where the film does not tag them.
_BT2020_MATRICES = (9, 10)


@dataclass(frozen=True)
class Colors:
    """What a film's colours are, other than BT.709: `primaries` and `color_trc` by their numbers in H.273."""

    primaries: int
    color_trc: int


def colors_of(frame: VideoFrame) -> Colors | None:
    """What has to be converted in `frame`; None where a standard screen shows it as it is."""
    tagged = int(frame.color_primaries)
    color_trc = int(frame.color_trc) if int(frame.color_trc) in _TO_LIGHT else int(ColorTrc.BT709)
    wide = color_trc in _HDR or int(frame.colorspace) in _BT2020_MATRICES
    primaries = tagged if tagged in PRIMARIES else BT2020 if wide else BT709
    if primaries == BT709 and color_trc == ColorTrc.BT709:
        return None
    return Colors(primaries, color_trc)


@lru_cache(maxsize=8)
def cube(colors: Colors | None, grade: Grade | None = None) -> bytes:
    """The table from `colors` to BT.709 for full-range RGB, with the colours of `grade`, as a .cube file.

    Colours that BT.709 does not hold lie outside 0 to 1: `lut3d` clips what it has interpolated, so that colours near
    the edge of the gamut stay right. A grade takes what is shown.
    """
    size = table_size(grade)
    shown = grid_of(size)
    if colors is not None:
        shown = _converted(shown, colors)
    if grade is not None:
        shown = graded(np.clip(shown, 0, 1), grade)
    rows = "\n".join(f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in shown.tolist())
    return f"LUT_3D_SIZE {size}\n{rows}\n".encode("ascii")


def grid_of(size: int) -> Light:
    """Every entry of a table of `size` steps that changes nothing, shape (size³, 3); red changes fastest."""
    axis = np.linspace(0, 1, size)
    grid = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack(grid[::-1], axis=-1).reshape(-1, 3)


def _converted(signal: Light, colors: Colors) -> Light:
    shares = luma_shares(PRIMARIES[colors.primaries])
    light = _TO_LIGHT.get(colors.color_trc, _from_srgb)(signal, shares)
    matrix = to_bt709(PRIMARIES[colors.primaries]).T
    if colors.color_trc in _HDR:
        return np.clip(_rolled_off(light) @ matrix, 0, 1) ** (1 / _DISPLAY_GAMMA)
    return _to_srgb(light @ matrix)


def _rolled_off(light: Light) -> Light:
    brightest = light.max(axis=1, keepdims=True)
    over = np.maximum(brightest - _KNEE, 0)
    rolled = np.minimum(brightest, _KNEE) - (1 - _KNEE) * np.expm1(-over / (1 - _KNEE))
    return light * rolled / np.maximum(brightest, 1e-9)


def _from_srgb(signal: Light, _: Light) -> Light:
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def _to_srgb(light: Light) -> Light:
    """The curve of sRGB, the same below zero."""
    size = np.abs(light)
    curve = np.where(size <= 0.0031308, 12.92 * size, 1.055 * size ** (1 / 2.4) - 0.055)
    return np.copysign(curve, light)


def _linear(signal: Light, _: Light) -> Light:
    return signal


def _from_cinema(signal: Light, _: Light) -> Light:
    """Light relative to white, of a digital cinema's projector (SMPTE ST 428-1, ST 431-2)."""
    return np.minimum(1, 52.37 / 48 * signal**2.6)


def _from_pq(signal: Light, _: Light) -> Light:
    """Light relative to white, from the perceptual quantizer."""
    power = signal ** (1 / 78.84375)
    nits = 10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    )
    return nits / _WHITE_NITS


def _from_hlg(signal: Light, luma_shares: Light) -> Light:
    """Light relative to white, from hybrid log-gamma on a display of 1,000 cd/m²."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luma = np.maximum(scene @ luma_shares, 1e-9)[:, None]
    return scene * luma**0.2 * _PEAK_NITS / _WHITE_NITS


_HDR: Mapping[int, Callable[[Light, Light], Light]] = {
    int(ColorTrc.SMPTE2084): _from_pq,
    int(ColorTrc.ARIB_STD_B67): _from_hlg,
}
_TO_LIGHT: Mapping[int, Callable[[Light, Light], Light]] = {
    int(ColorTrc.LINEAR): _linear,
    int(ColorTrc.SMPTE428): _from_cinema,
    **_HDR,
}
