"""HDR films (HLG of phones, PQ) as standard BT.709, by a look-up table for FFmpeg's `lut3d`.

libswscale can do it itself, but takes ten seconds to set up for each chunk. Curves: ITU-R BT.2100; white: BT.2408 (203
cd/m²); primaries: BT.2087. Highlights are rolled off instead of clipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from av.video.reformatter import ColorTrc
from numpy.typing import NDArray

__all__ = ["is_hdr", "write_lut"]

Light = NDArray[np.float64]

_SIZE = 33
_WHITE_NITS, _PEAK_NITS = 203.0, 1000.0
# Up to here light is kept as it is; above, it nears white.
_KNEE = 0.55
_DISPLAY_GAMMA = 2.2

_BT2020_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)
_BT2020_LUMA = np.array([0.2627, 0.6780, 0.0593])


def is_hdr(color_trc: int) -> bool:
    """Whether pictures of this transfer characteristic need the table."""
    return color_trc in _TO_LIGHT


def write_lut(path: Path, color_trc: int) -> None:
    """Write the table from BT.2020 with `color_trc` to BT.709, as a .cube file for full-range RGB."""
    axis = np.linspace(0, 1, _SIZE)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")  # red changes fastest, as .cube has it
    light = _TO_LIGHT[color_trc](np.stack([red, green, blue], axis=-1).reshape(-1, 3))
    brightest = light.max(axis=1, keepdims=True)
    over = np.maximum(brightest - _KNEE, 0)
    rolled = np.minimum(brightest, _KNEE) - (1 - _KNEE) * np.expm1(-over / (1 - _KNEE))
    toned = light * rolled / np.maximum(brightest, 1e-9)
    shown = np.clip(toned @ _BT2020_TO_BT709.T, 0, 1) ** (1 / _DISPLAY_GAMMA)
    with path.open("w", encoding="ascii") as file:
        file.write(f"LUT_3D_SIZE {_SIZE}\n")
        np.savetxt(file, shown, fmt="%.5f")


def _from_pq(signal: Light) -> Light:
    """Light relative to white, from the perceptual quantizer."""
    power = signal ** (1 / 78.84375)
    nits = 10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    )
    return nits / _WHITE_NITS


def _from_hlg(signal: Light) -> Light:
    """Light relative to white, from hybrid log-gamma on a display of 1,000 cd/m²."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luma = np.maximum(scene @ _BT2020_LUMA, 1e-9)[:, None]
    return scene * luma**0.2 * _PEAK_NITS / _WHITE_NITS


_TO_LIGHT: Mapping[int, Callable[[Light], Light]] = {
    int(ColorTrc.SMPTE2084): _from_pq,
    int(ColorTrc.ARIB_STD_B67): _from_hlg,
}
