"""At which metrical level, and on or off which beat, a pulse is counted; and how sure that is.

A pulse of 60 in 6/8 and a pulse of 90 in 3/4 share their quavers. What tells them apart is after how many quavers the
accents come back: every third one or every second one. Between half and double time, and between the beat and the
off-beat of reggae and ska, a fitted model decides by what surrounds the beats of each way to count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.hypotheses import Hypothesis, counted_again
from nemovideo_mcp.audio.onset_strength import FRAME_RATE
from nemovideo_mcp.audio.tempo import PERIODS, TempoPath, autocorrelations
from nemovideo_mcp.audio.weights import LevelWeights

__all__ = [
    "LAGS",
    "Divisions",
    "Verdict",
    "division_features",
    "divisions",
    "judge",
    "likeliest",
    "ways_to_count",
]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

LAGS = (1, 2, 3, 4, 5, 6, 8, 9, 12)
"""In halves of the shorter pulse, which are thirds of the longer one."""
_USUAL_PERIOD = 50.0
# Two thirds and three halves of a beat are looked at from this chance on.
_LEAST_TO_LOOK = 0.2
# Another level is offered from this share of the chances on, once they are evened out by this power.
_LEAST_TO_OFFER, _EVENNESS = 0.07, 0.5
# A slower level is offered sooner: fast songs are often felt in half their tempo.
_LEAST_OF_SLOWER = 0.04
# Beats that are shorter than this, in frames (222 a minute), are counted where they are likeliest, and never offered.
_SHORTEST_OFFERED = 27.0
_GROUPED_IN_THREES = 0.6
# The beats that were found first stand until another way is this much likelier (a logarithm).
_LEAST_TO_MOVE = 0.6


@dataclass(frozen=True, kw_only=True)
class Divisions:
    """The chances that three halves, or two thirds, of a period are the beat, and that its double divides in three."""

    three_halves: float
    two_thirds: float
    doubled: float


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`chosen` is the place of the way to count that is believed, `chance` (0 to 1) what the model gives it;
    `alternatives` are the factors of other levels against the chosen one's period, the likeliest first."""

    chosen: int
    chance: float
    alternatives: tuple[float, ...]


def divisions(path: TempoPath, curves: Array, weights: LevelWeights) -> Divisions:
    """Whether the pulse of `path` divides in two or in three, and is grouped in two or in three."""
    seconds = path.periods[::FRAME_RATE]
    asked = [seconds, seconds * 2 / 3, seconds * 2]
    shorter, longer, doubled = (_chance(f, weights) for f in division_features(curves, asked))
    return Divisions(three_halves=shorter, two_thirds=1 - longer, doubled=doubled)


def ways_to_count(
    beats_s: Array64, path: TempoPath, found: Divisions, track: Callable[[TempoPath], Array64]
) -> Iterator[Hypothesis]:
    """The beats that were found, the first one, and the other ways in which they may be counted.

    `track` finds beats along a tempo path; it is asked for beats in threes where the accents may say so.
    """
    yield from counted_again(beats_s)
    for factor, chance in ((3 / 2, found.three_halves), (2 / 3, found.two_thirds)):
        if chance <= _LEAST_TO_LOOK:
            continue
        factor = _within_range(factor, path.periods)
        for way in counted_again(track(path.at_level(factor))):
            if way.factor <= 1.0 and not way.moved:
                yield replace(way, factor=way.factor * factor)


def judge(ways: Sequence[Hypothesis], scores: Array64, found: Divisions) -> Verdict:
    """The likeliest of `ways` by their `scores`, and how likely it and the others are."""
    chosen = likeliest(scores)
    chances = _shares(scores)
    return Verdict(
        chosen=chosen,
        chance=float(chances[chosen]),
        alternatives=tuple(_offered(ways, _shares(scores * _EVENNESS), ways[chosen], found)),
    )


def likeliest(scores: Array64) -> int:
    """The place of the highest score, or 0, where the beats are that were found first, if it is hardly lower."""
    best = int(scores.argmax())
    return best if scores[best] - scores[0] > _LEAST_TO_MOVE else 0


def _shares(scores: Array64) -> Array64:
    shares = np.exp(scores - scores.max())
    return shares / shares.sum()


def _offered(
    ways: Sequence[Hypothesis], chances: Array64, chosen: Hypothesis, found: Divisions
) -> Iterator[float]:
    others: dict[float, float] = {}
    for way, chance in zip(ways, chances, strict=True):
        ratio = round(way.factor / chosen.factor, 4)
        others[ratio] = others.get(ratio, 0.0) + float(chance)
    del others[1.0]
    # Quavers that are counted one by one, and come in threes, are felt as dotted crotchets.
    if chosen.factor == 1.0 and found.doubled > _GROUPED_IN_THREES:
        others[3.0] = max(others.get(3.0, 0.0), others.pop(2.0, 0.0), 2 * _LEAST_TO_OFFER)
    if chosen.factor in (3 / 2, 3 / 4):
        others[1 / 3] = max(others.get(1 / 3, 0.0), 2 * _LEAST_TO_OFFER)
    for ratio in sorted(others, key=lambda ratio: -others[ratio]):
        if (
            others[ratio] >= (_LEAST_OF_SLOWER if ratio > 1 else _LEAST_TO_OFFER)
            and _SHORTEST_OFFERED <= ratio * chosen.period <= PERIODS[0] * 1.02
        ):
            yield ratio


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


def _is_in_range(factor: float, periods: Array64) -> bool:
    middle = float(np.median(periods)) * factor
    return bool(PERIODS[-1] * 0.98 <= middle <= PERIODS[0] * 1.02)


def _within_range(factor: float, periods: Array64) -> float:
    """The same division at a tempo that is counted: half the period where the beat would be too slow."""
    return factor if _is_in_range(factor, periods) else factor / 2 if factor > 1 else factor * 2
