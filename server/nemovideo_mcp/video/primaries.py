"""The colour primaries that films are tagged with, and what turns their light into that of BT.709.

Chromaticities: ITU-T H.273 (2024), table 2. Whites that differ are adapted by Bradford's method (ICC.1:2022, annex E):
white stays white, as in the relative colorimetric rendering of ICC profiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

__all__ = ["BT709", "BT2020", "PRIMARIES", "Primaries", "luma_shares", "to_bt709"]

Matrix = NDArray[np.float64]
Chromaticity = tuple[float, float]

BT709, BT2020 = 1, 9

_D65, _C, _DCI = (0.3127, 0.3290), (0.310, 0.316), (0.314, 0.351)


@dataclass(frozen=True)
class Primaries:
    """The CIE 1931 chromaticities (x, y) of red, green, blue and white."""

    red: Chromaticity
    green: Chromaticity
    blue: Chromaticity
    white: Chromaticity = _D65


_SMPTE_170M = Primaries((0.630, 0.340), (0.310, 0.595), (0.155, 0.070))
_P3 = (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)

PRIMARIES: Mapping[int, Primaries] = {
    BT709: Primaries((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    4: Primaries((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),  # BT.470 System M
    5: Primaries((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),  # BT.470 System B, G; BT.601 with 625 lines
    6: _SMPTE_170M,  # BT.601 with 525 lines
    7: _SMPTE_170M,  # SMPTE ST 240
    8: Primaries((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C),  # film with illuminant C
    BT2020: Primaries((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    11: Primaries(*_P3, _DCI),  # SMPTE RP 431-2: DCI-P3
    12: Primaries(*_P3),  # SMPTE EG 432-1: Display P3
    22: Primaries((0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),  # EBU Tech. 3213-E
}
"""By the number that H.273 and FFmpeg give them. CIE XYZ (10) is left out: FFmpeg decodes it to RGB itself."""

_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def to_bt709(primaries: Primaries) -> Matrix:
    """The 3 × 3 matrix from linear RGB of `primaries` to linear RGB of BT.709; white becomes white."""
    target = PRIMARIES[BT709]
    adapted = _adaptation(primaries.white, target.white) @ _to_xyz(primaries)
    return cast("Matrix", np.linalg.solve(_to_xyz(target), adapted))


def luma_shares(primaries: Primaries) -> Matrix:
    """What red, green and blue contribute to the luminance of white, which is 1."""
    return _to_xyz(primaries)[1]


def _to_xyz(primaries: Primaries) -> Matrix:
    """Linear RGB to XYZ, with a luminance of 1 for white."""
    columns = np.column_stack([_xyz(c) for c in (primaries.red, primaries.green, primaries.blue)])
    return columns * np.linalg.solve(columns, _xyz(primaries.white))


def _xyz(chromaticity: Chromaticity) -> Matrix:
    x, y = chromaticity
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _adaptation(white: Chromaticity, target: Chromaticity) -> Matrix:
    ratio = (_BRADFORD @ _xyz(target)) / (_BRADFORD @ _xyz(white))
    return cast("Matrix", np.linalg.solve(_BRADFORD, ratio[:, None] * _BRADFORD))
