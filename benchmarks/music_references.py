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
