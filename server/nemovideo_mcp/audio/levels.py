"""Which of the metrical levels is the beat: whether it divides in two or in three, and how sure that is.

A pulse of 60 in 6/8 and a pulse of 90 in 3/4 share their quavers. What tells them apart is after how many quavers the
accents come back: every third one or every second one. Half and double time share all their accents; there the
evidence only says how open the question is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.onset_strength import FRAME_RATE
from nemovideo_mcp.audio.tempo import PERIODS, TempoPath, autocorrelations
from nemovideo_mcp.audio.weights import LevelWeights

__all__ = ["LAGS", "Level", "choose_level", "division_features"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

LAGS = (1, 2, 3, 4, 5, 6, 8, 9, 12)
"""In halves of the shorter pulse, which are thirds of the longer one."""
_USUAL_PERIOD = 50.0
# The tempo model's choice stands until the division speaks against it this clearly.
_LEAST_TO_MOVE = 0.55
# Another level is offered from this share of the chances on.
_LEAST_TO_OFFER = 0.03
_GROUPED_IN_THREES = 0.6


@dataclass(frozen=True, kw_only=True)
class Level:
    """`factor` times the period that was found is the beat's; `certainty` (0 to 1) is the chance that this level is
    the one that is felt; `alternatives` are the factors of other levels, the likeliest first."""

    factor: float
    certainty: float
    alternatives: tuple[float, ...]


def choose_level(path: TempoPath, curves: Array, weights: LevelWeights) -> Level:
    """The level of the beat, where `path` is one that the tempo model found without being told.

    The beat is moved to two thirds or three halves of its period where the accents say so; half and double time are
    left as they are, since taste decides there.
    """
    seconds = path.periods[::FRAME_RATE]
    asked = [seconds, seconds * 2 / 3, seconds * 2]
    shorter, longer, doubled = (_chance(f, weights) for f in division_features(curves, asked))
    # The chances that the period's three halves, or two thirds, are the beat instead of the period.
    odds = {3 / 2: _odds(shorter), 2 / 3: _odds(1 - longer)}
    moved = max(odds, key=lambda factor: odds[factor])
    factor = 1.0
    if odds[moved] > _odds(_LEAST_TO_MOVE):
        factor = _within_range(moved, seconds)
    others: dict[float, float] = {}
    for ratio, weight in odds.items():
        if factor == 1.0:
            others[ratio] = weight
        elif ratio == moved:
            others[1.0] = 1 / weight
    for ratio, score in path.levels.items():
        by_octave = weights.octaves.get(ratio)
        if by_octave is not None:
            others[factor * ratio] = float(np.exp(by_octave(path.likelihood - score)))
    # Quavers that are counted one by one, and come in threes, are felt as dotted crotchets.
    if factor == 1.0 and doubled > _GROUPED_IN_THREES:
        others[3.0] = max(others.get(3.0, 0.0), others.pop(2.0, 0.0), 2 * _LEAST_TO_OFFER)
    if factor in (3 / 2, 3 / 4):
        others[factor / 3] = max(others.get(factor / 3, 0.0), 2 * _LEAST_TO_OFFER)
    whole = 1 + sum(others.values())
    offered = [
        ratio
        for ratio, weight in sorted(others.items(), key=lambda pair: -pair[1])
        if weight / whole >= _LEAST_TO_OFFER and _is_in_range(ratio, seconds)
    ]
    return Level(factor=factor, certainty=1 / whole, alternatives=tuple(offered))


def division_features(curves: Array, shorts: Sequence[Array64]) -> list[Array]:
    """What tells a pulse from one that is half as long again, for each of some pulses.

    Args:
        curves: onset curves (frames, bands).
        shorts: the shorter pulse's period in frames, for each second of the sound.

    Returns:
        For each band and their sum the mean autocorrelation at each of `LAGS`, against its mean over all of them; the
        logarithm of the period and its square.
    """
    totals = np.zeros((len(shorts), len(LAGS), curves.shape[1] + 1))
    count = 0
    for correlation in autocorrelations(curves):
        rows = np.arange(len(correlation))
        longest = correlation.shape[1] - 2
        for total, short in zip(totals, shorts, strict=True):
            unit = short[np.minimum(count + rows, len(short) - 1)] / 2
            for place, lag in enumerate(LAGS):
                at = np.minimum(lag * unit, longest)
                whole = at.astype(np.intp)
                part = (at - whole)[:, None]
                value = correlation[rows, whole] * (1 - part) + correlation[rows, whole + 1] * part
                total[place] += np.where((lag * unit <= longest)[:, None], value, 0).sum(axis=0)
        count += len(rows)
    means = totals / max(count, 1)
    means = means - means.mean(axis=1, keepdims=True)
    tempos = [float(np.log2(np.median(short) / _USUAL_PERIOD)) for short in shorts]
    return [
        np.concatenate([mean.ravel(), (tempo, tempo * tempo)]).astype(np.float32)
        for mean, tempo in zip(means, tempos, strict=True)
    ]


def _chance(features: Array, weights: LevelWeights) -> float:
    """The chance that the longer of the two pulses is the beat."""
    return float(1 / (1 + np.exp(-np.clip(weights.division(features), -8, 8))))


def _odds(chance: float) -> float:
    return chance / (1 - chance)


def _is_in_range(factor: float, periods: Array64) -> bool:
    middle = float(np.median(periods)) * factor
    return bool(PERIODS[-1] * 0.98 <= middle <= PERIODS[0] * 1.02)


def _within_range(factor: float, periods: Array64) -> float:
    """The same division at a tempo that is counted: half the period where the beat would be too slow."""
    return factor if _is_in_range(factor, periods) else factor / 2 if factor > 1 else factor * 2
