"""The ways in which a pulse may be counted: half and double time, off the beat, in threes; and what speaks for each.

Each way is a sequence of beats. Beside the fitted tempo and beat models a second view, which knows nothing of them,
is asked: the Fourier tempogram of the attacks (after Grosche & Müller, 2011), and the phase at which attacks, low
bands and high bands fall between the beats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.metre_features import ACCENTS
from nemovideo_mcp.audio.onset_strength import ATTACK_RATE, FRAME_RATE
from nemovideo_mcp.audio.tempo import PERIODS

__all__ = ["Hypothesis", "Tempogram", "counted_again", "hypothesis_features"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_FEWEST_BEATS = 4
_CENTRE_PERIOD = 52.0
_PARTS = 2
_LAGS = (1, 2, 3, 4, 6, 8)
# What supports a beat supports its half and its double.
_SUPPORT = (1 / 2, 1, 2)


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """Beats in seconds that are `factor` times as long as those found first, `moved` by a part of a beat; some of them
    may stand `between` beats that were tracked."""

    factor: float
    moved: float
    beats_s: Array64
    between: bool = False

    @property
    def period(self) -> float:
        """The median beat in frames."""
        return float(np.median(np.diff(self.beats_s))) * FRAME_RATE


def counted_again(beats_s: Array64) -> Iterator[Hypothesis]:
    """The beats, those between them, both together, and either half of each, at tempos that are considered at all."""
    between = (beats_s[:-1] + beats_s[1:]) / 2
    both = np.sort(np.concatenate([beats_s, between]))
    ways = (
        (1.0, 0.0, False, beats_s),
        (1.0, 0.5, True, between),
        (0.5, 0.0, True, both),
        (2.0, 0.0, False, beats_s[::2]),
        (2.0, 0.5, False, beats_s[1::2]),
        (2.0, 0.25, True, between[::2]),
        (2.0, 0.75, True, between[1::2]),
    )
    for factor, moved, is_between, times in ways:
        if len(times) < _FEWEST_BEATS:
            continue
        way = Hypothesis(factor=factor, moved=moved, beats_s=times, between=is_between)
        if (factor, moved) == (1.0, 0.0) or PERIODS[-1] * 0.98 <= way.period <= PERIODS[0] * 1.02:
            yield way


class Tempogram:
    """How strongly the attacks of a sound come back at each of `PERIODS`."""

    _WINDOW, _TRANSFORM, _HARMONICS = 8 * FRAME_RATE, 8192, 3

    def __init__(self, attack: Array) -> None:
        step = ATTACK_RATE // FRAME_RATE
        self.attack = attack[: len(attack) // step * step].reshape(-1, step).max(axis=1)
        curve = np.minimum(self.attack, np.quantile(self.attack, 0.99)) if len(self.attack) else self.attack
        padded = np.pad(curve - curve.mean(), (self._WINDOW // 2, self._WINDOW))
        starts = np.arange(0, len(curve) + 1, self._WINDOW // 2)
        windows = np.stack([padded[s : s + self._WINDOW] for s in starts]) * np.hanning(self._WINDOW)
        spectrum = np.abs(np.fft.rfft(windows, self._TRANSFORM, axis=1))
        spectrum /= np.linalg.norm(windows, axis=1, keepdims=True) + 1e-9
        bins = self._TRANSFORM / PERIODS
        mean: Array64 = np.asarray(spectrum.mean(axis=0), np.float64)
        at = np.arange(len(mean), dtype=np.float64)
        total = sum(np.interp(h * bins, at, mean) / h for h in range(1, self._HARMONICS + 1))
        self.strength: Array64 = np.log(np.asarray(total) + 1e-3)

    def likes(self, period: float) -> tuple[float, float]:
        """Its strength at a period against the greatest and against the mean, as logarithms."""
        here = float(np.interp(period, PERIODS[::-1], self.strength[::-1]))
        return here - float(self.strength.max()), here - float(self.strength.mean())

    def support(self, period: float) -> float:
        """How strongly a period, its half or its double comes back against the greatest of all, as a logarithm: 0
        where this view agrees with who found the period, but for the metrical level."""
        multiples = [period * ratio for ratio in _SUPPORT]
        return max(self.likes(p)[0] for p in multiples if PERIODS[-1] <= p <= PERIODS[0])


def hypothesis_features(
    way: Hypothesis, *, level: Array, rows: Array, tempogram: Tempogram, model_scores: tuple[float, ...]
) -> Array:
    """What speaks for and against a way to count.

    Args:
        way: the beats.
        level: onset curves relative to their surroundings (frames, bands).
        rows: of a `MetreView` at these beats.
        tempogram: of the same sound.
        model_scores: what the fitted models of tempo and beat say of these beats.
    """
    even, odd = rows[::2].mean(axis=0), rows[1::2].mean(axis=0)
    octave = float(np.log2(way.period / _CENTRE_PERIOD))
    tempo = (octave, octave**2, max(octave - 0.4, 0) ** 2, max(-octave - 0.4, 0) ** 2)
    return np.concatenate(
        [
            rows.mean(axis=0),
            np.abs(even - odd),
            _returns(rows[:, :ACCENTS]),
            _phases(level, tempogram.attack, way.beats_s),
            tempogram.likes(way.period),
            tempo,
            model_scores,
        ]
    ).astype(np.float32)


def _returns(accents: Array) -> Array:
    """The autocorrelation of each band's accents from beat to beat at `_LAGS`."""
    swing = accents - accents.mean(axis=0)
    power = (swing**2).sum(axis=0) + 0.1
    return np.concatenate(
        [(swing[lag:] * swing[:-lag]).sum(axis=0) / power if lag < len(swing) else 0 * power for lag in _LAGS]
    )


def _phases(level: Array, attack: Array, beats_s: Array64) -> Array:
    """Where between the beats the onsets fall: for attacks, low and high bands, in each part of the sound, the mean
    cosine at once and twice a beat; 1 means that they fall on the beat."""
    count = min(len(level), len(attack))
    at = np.arange(count) / FRAME_RATE
    beat = np.interp(at, beats_s, np.arange(len(beats_s)), left=np.nan, right=np.nan)
    inside = np.flatnonzero(np.isfinite(beat))
    curves = np.stack(
        [attack[inside], level[inside, :2].sum(axis=1), level[inside, 2:].sum(axis=1)], axis=1
    ).astype(np.float64)
    angle = 2 * np.pi * beat[inside]
    waves = np.stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.cos(angle / 2), np.sin(angle / 2)])
    parts = np.array_split(np.arange(len(inside)), _PARTS)
    both = np.stack([(waves[:, part] @ curves[part]) / (curves[part].sum(axis=0) + 1e-6) for part in parts])
    mean = both.mean(axis=0)
    mean[3] = np.hypot(mean[3], mean[4])
    return np.concatenate([mean[:4].ravel(), both[:, 0].min(axis=0)])
