"""What real pieces measure, as numbers: `music.py` holds composed pieces against them.

`popular` is a curve: published averages of popular recordings fall by about 5 dB an octave in spectral density from
100 Hz to 4 kHz (so by 2 to 2.6 dB in third-octave levels) and more steeply beyond (P. D. Pestana et al., "Spectral
characteristics of popular commercial recordings 1950-2010", AES 135, 2013; A. Elowsson, A. Friberg, "Long-term average
spectrum in popular music and its relation to the level of the percussion", AES 142, 2017). Its knees (80 Hz, 5.5 kHz)
are set so that the shares of 80-250, 250-800, 800-2500 and 2500-8000 Hz (-3.2, -7.4, -11.8, -16.2 dB) come near the
medians of 16 real pieces (-4.0, -8.3, -13.6, -16.7 dB). `dusty` is the same with the treble of a tape: no recordings
stand behind it.

The others are medians of free recordings that come with games in Debian 12, 40 s out of the middle of each, measured
with `music_sound.py` and smoothed over an octave (weights 1, 2, 1 twice): 14 of wesnoth-1.16-music (every third), 10 of
warzone2100-music, 15 of hyperrogue-music and singularity-music, 8 of fretsonfire-songs (song and guitar summed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from music_sound import CENTERS_HZ


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Third-octave levels from 40 Hz to 16 kHz (dB against their sum), and figures of `music_sound.Figures`."""

    bands_db: tuple[float, ...]
    source: str
    presence_db: float
    loudness_range_lu: float | None = None
    side_db: float | None = None
    flux: float | None = None
    onset_variety: float | None = None
    roughness: float | None = None


def _curve(*points: tuple[float, float]) -> tuple[float, ...]:
    hz, db = zip(*points, strict=True)
    levels = np.interp(np.log2(CENTERS_HZ), np.log2(hz), db)
    return tuple(float(x) for x in levels - 10 * np.log10((10 ** (levels / 10)).sum()))


def _smoothed(*levels: float) -> tuple[float, ...]:
    out = np.array(levels)
    for _ in range(2):
        padded = np.pad(out, 1, mode="edge")
        out = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return tuple(float(x) for x in out - 10 * np.log10((10 ** (out / 10)).sum()))


REFERENCES = {
    "popular": Reference(
        bands_db=_curve((40, -14), (63, -9), (80, -8.3), (5500, -24.2), (16_000, -32)),
        source="published slope", presence_db=-16.7, side_db=-7.5,
    ),
    "dusty": Reference(
        bands_db=_curve((40, -14), (63, -9), (90, -8), (3500, -23.5), (6000, -28), (16_000, -42)),
        source="published slope, tape's treble", presence_db=-17.5,
    ),
    "orchestral": Reference(
        bands_db=_smoothed(
            -27.4, -25.4, -23.8, -13.3, -12.5, -13.2, -15.3, -12.8, -14.5, -12.0, -10.4, -11.0, -10.0, -12.8, -13.6,
            -15.0, -16.6, -20.0, -21.6, -22.8, -25.9, -31.9, -35.9, -37.3, -37.7, -41.7, -45.3,
        ),
        source="14 pieces", presence_db=-18.8, loudness_range_lu=6.7, side_db=-1.7, flux=0.146, onset_variety=0.363,
        roughness=0.518,
    ),
    "electronic": Reference(
        bands_db=_smoothed(
            -10.7, -11.1, -11.5, -9.3, -10.8, -13.0, -13.0, -13.5, -14.6, -14.7, -14.4, -14.6, -15.9, -16.9, -17.9,
            -18.3, -19.1, -18.9, -22.7, -25.3, -27.6, -30.5, -30.7, -32.4, -33.6, -41.1, -46.6,
        ),
        source="10 pieces", presence_db=-20.5, loudness_range_lu=4.0, side_db=-6.8, flux=0.206, onset_variety=0.209,
        roughness=1.081,
    ),
    "ambient": Reference(
        bands_db=_smoothed(
            -14.8, -15.4, -14.2, -10.6, -11.3, -10.9, -10.2, -13.0, -13.4, -14.9, -15.8, -16.6, -14.8, -15.5, -17.1,
            -18.3, -18.4, -23.1, -24.8, -26.5, -28.0, -28.4, -30.5, -30.6, -29.7, -32.0, -40.4,
        ),
        source="15 pieces", presence_db=-20.2, loudness_range_lu=2.7, side_db=-5.8, flux=0.150, onset_variety=0.207,
        roughness=0.588,
    ),
    "metal": Reference(
        bands_db=_smoothed(
            -19.7, -16.4, -12.6, -12.4, -10.0, -11.9, -10.4, -10.1, -13.2, -14.1, -15.2, -17.3, -17.4, -16.8, -18.3,
            -19.0, -17.4, -15.5, -12.5, -13.0, -13.4, -15.2, -18.4, -18.9, -21.7, -23.8, -28.9,
        ),
        source="8 pieces", presence_db=-7.4, loudness_range_lu=1.3, side_db=-7.8, flux=0.203, onset_variety=0.296,
        roughness=1.025,
    ),
}  # fmt: skip

# Each recording as the judge of `music_pairs.py` sees it: mean distance of its third-octave levels from its style (dB),
# flux, entropy of onset times and of onset strengths (bits), loudness range (LU), roughness; 30 s out of its middle.
RECORDINGS: dict[str, tuple[tuple[float, ...], ...]] = {
    "orchestral": (
        (2.64, 0.177, 3.79, 3.03, 2.9, 0.68), (3.69, 0.142, 3.46, 2.48, 8.2, 0.43),
        (10.06, 0.174, 3.21, 2.41, 6.7, 1.20), (2.46, 0.178, 3.35, 3.29, 2.7, 1.01),
        (2.67, 0.152, 3.60, 2.80, 4.3, 0.53), (2.33, 0.135, 3.93, 3.48, 7.3, 0.46),
        (2.34, 0.145, 3.76, 3.46, 12.2, 0.49), (5.05, 0.158, 3.63, 2.65, 3.9, 0.60),
        (7.30, 0.112, 3.65, 2.78, 10.7, 0.44), (4.69, 0.107, 3.86, 3.23, 7.7, 0.37),
        (9.55, 0.107, 3.59, 3.31, 6.8, 0.46), (6.35, 0.106, 3.44, 2.67, 2.2, 0.40),
        (3.13, 0.163, 3.68, 2.93, 15.5, 0.58), (7.13, 0.139, 3.80, 3.16, 6.0, 0.62),
    ),
    "electronic": (
        (4.15, 0.195, 1.15, 3.26, 4.5, 1.08), (4.61, 0.197, 3.05, 3.76, 1.4, 1.06),
        (2.05, 0.204, 3.02, 3.58, 2.1, 0.95), (2.21, 0.214, 1.72, 3.58, 2.3, 1.26),
        (3.29, 0.201, 2.68, 3.22, 3.7, 0.80), (3.51, 0.215, 1.90, 3.58, 2.1, 0.97),
        (2.94, 0.206, 1.37, 3.20, 4.4, 0.92), (6.11, 0.201, 1.21, 3.58, 2.7, 0.94),
        (2.78, 0.216, 1.09, 3.55, 3.7, 1.02), (4.30, 0.223, 0.58, 3.49, 2.6, 1.58),
    ),
    "ambient": (
        (4.06, 0.185, 1.64, 3.57, 2.9, 0.88), (6.45, 0.162, 1.16, 3.57, 3.7, 0.65),
        (3.56, 0.174, 2.89, 3.34, 1.9, 0.70), (2.00, 0.161, 2.70, 3.63, 1.8, 0.82),
        (2.77, 0.172, 0.76, 3.69, 1.6, 0.87), (2.65, 0.167, 0.71, 3.48, 3.3, 0.59),
        (2.72, 0.153, 0.73, 3.31, 2.9, 0.52), (21.58, 0.055, 3.94, 2.58, 15.6, 0.35),
        (2.03, 0.166, 1.40, 3.57, 4.1, 0.71), (2.71, 0.131, 2.08, 3.67, 2.1, 0.39),
        (2.14, 0.148, 1.51, 3.65, 1.6, 0.47), (3.97, 0.166, 1.68, 3.32, 1.6, 0.66),
        (2.66, 0.142, 2.24, 3.65, 4.2, 0.38), (6.84, 0.124, 1.72, 3.60, 2.1, 0.37),
        (3.04, 0.145, 2.14, 3.60, 1.2, 0.60),
    ),
    "metal": (
        (1.63, 0.216, 3.32, 3.00, 0.7, 1.20), (1.02, 0.214, 2.93, 3.09, 3.1, 1.25),
        (1.42, 0.200, 3.73, 3.22, 0.7, 1.06), (1.16, 0.214, 3.12, 3.00, 1.6, 1.25),
        (3.16, 0.183, 2.74, 3.32, 0.7, 0.56), (5.62, 0.127, 2.07, 3.53, 2.7, 0.39),
        (3.03, 0.205, 2.25, 3.61, 3.4, 0.95), (1.25, 0.196, 2.75, 3.15, 1.1, 0.70),
    ),
}  # fmt: skip

# Rock lies between popular music and metal; hip-hop has the bottom of electronic music under a popular top.
OF_MOOD: dict[str, tuple[str, ...]] = {
    "upbeat": ("popular",), "happy": ("popular",), "funk": ("popular",), "acoustic": ("popular",), "lofi": ("dusty",),
    "hiphop": ("popular", "electronic"), "electronic": ("popular", "electronic"), "dark": ("electronic", "orchestral"),
    "rock": ("popular", "popular", "metal"), "cinematic": ("orchestral",), "romantic": ("orchestral",),
    "ambient": ("ambient",),
}  # fmt: skip


def reference_of(mood: str) -> Sequence[float]:
    """The third-octave levels that a mood is held against: the mean of its references."""
    return [float(x) for x in np.mean([REFERENCES[name].bands_db for name in OF_MOOD[mood]], axis=0)]


def figure_of(mood: str, name: str) -> float | None:
    """A figure that a mood is held against, where its references have one."""
    known = [v for v in (getattr(REFERENCES[r], name, None) for r in OF_MOOD[mood]) if v is not None]
    return float(np.mean(known)) if known else None
