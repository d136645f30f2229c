"""Whether the beats that an edit goes by are those that are heard: two lists of times, held against each other."""

from __future__ import annotations

from bisect import bisect_left
from cmath import exp, phase, pi
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Literal

__all__ = ["BeatCheck", "check_beats"]

# Tempos that are this near to each other are one; the rest shows as drift.
_SAME_TEMPO = 0.04
# Counting every second, fourth or third beat, or in halves, quarters or thirds, misses none of what is heard.
_SAME_PULSE = (1.0, 2.0, 0.5, 4.0, 0.25, 3.0, 1 / 3)
# Below this the tracker has no say.
_LEAST_CONFIDENCE = 0.5
_FEWEST = 6
# How well the distances agree (the length of their mean direction), and from where on a shift is no error of hearing.
_LEAST_AGREEMENT = 0.8
_LEAST_SHIFT_MS = 20.0
_HALFWAY = 0.36
_LEAST_DRIFT_MS = 40.0
_STEADY_MS = 12.0


@dataclass(frozen=True, kw_only=True)
class BeatCheck:
    """`doubt` says what is wrong with the edit's beats; None where they are borne out, or nothing can be said.

    `shift_ms` is how much later than the heard beats they are (below 0: earlier), `first_ms` and `last_ms` that at
    both ends of the film.
    """

    doubt: Literal["level", "shift", "half", "drift"] | None = None
    shift_ms: float | None = None
    first_ms: float = 0.0
    last_ms: float = 0.0


def check_beats(
    planned_ms: Sequence[float],
    heard_ms: Sequence[float],
    *,
    confidence: float,
    alternatives_bpm: Sequence[float] = (),
) -> BeatCheck:
    """Hold the edit's beats against those that a tracker heard without knowing them, with `confidence` (0 to 1).

    Level: the tempos stand in another ratio than that of a pulse to its multiples, as 2 to 3. Shift: they agree but
    for a distance that is the same all the time. Half: that is half a beat, and `alternatives_bpm` has no double time,
    by which it would be a whole one.
    Drift: the distance grows.
    """
    if confidence < _LEAST_CONFIDENCE or min(len(planned_ms), len(heard_ms)) < _FEWEST:
        return BeatCheck()
    planned, heard = _common(planned_ms, heard_ms)
    if min(len(planned), len(heard)) < _FEWEST:
        return BeatCheck()
    planned_period, heard_period = _period(planned), _period(heard)
    ratio = planned_period / heard_period
    if not any(abs(ratio / level - 1) < _SAME_TEMPO for level in _SAME_PULSE):
        return BeatCheck(doubt="level")
    if planned_period > heard_period:
        pairs = [(t, t - _nearest(heard, t)) for t in planned]
    else:
        pairs = [(t, _nearest(planned, t) - t) for t in heard]
    check = _judged(pairs, min(planned_period, heard_period), same=abs(ratio - 1) < _SAME_TEMPO)
    doubled = any(abs(bpm * heard_period / 120_000 - 1) < _SAME_TEMPO for bpm in alternatives_bpm)
    return BeatCheck() if check.doubt == "half" and doubled else check


def _judged(pairs: Sequence[tuple[float, float]], period: float, *, same: bool) -> BeatCheck:
    mean = sum(exp(2j * pi * gap / period) for _, gap in pairs) / len(pairs)
    shift = phase(mean) / (2 * pi) * period
    unrolled = _unrolled(pairs, period)
    first, last, scatter = _line(unrolled)
    if abs(last - first) >= _LEAST_DRIFT_MS and scatter <= _STEADY_MS:
        return BeatCheck(doubt="drift", first_ms=round(first, 1), last_ms=round(last, 1))
    if abs(mean) < _LEAST_AGREEMENT:
        return BeatCheck()
    shift_ms = round(shift, 1) + 0.0
    if abs(shift) >= _LEAST_SHIFT_MS:
        halfway = same and abs(shift) > _HALFWAY * period
        return BeatCheck(doubt="half" if halfway else "shift", shift_ms=shift_ms)
    return BeatCheck(shift_ms=shift_ms)


def _common(planned_ms: Sequence[float], heard_ms: Sequence[float]) -> tuple[list[float], list[float]]:
    """Those of both that lie in the time where both have beats, a beat more at either end."""
    first = max(planned_ms[0], heard_ms[0])
    last = min(planned_ms[-1], heard_ms[-1])
    spare = max(_period(planned_ms), _period(heard_ms)) / 2
    planned, heard = (
        [t for t in times if first - spare <= t <= last + spare] for times in (planned_ms, heard_ms)
    )
    return planned, heard


def _period(times_ms: Sequence[float]) -> float:
    return max(1.0, median(b - a for a, b in pairwise(times_ms)))


def _nearest(times_ms: Sequence[float], time_ms: float) -> float:
    right = bisect_left(times_ms, time_ms)
    return min(times_ms[max(0, right - 1) : right + 1], key=lambda t: abs(t - time_ms))


def _unrolled(pairs: Sequence[tuple[float, float]], period: float) -> list[tuple[float, float]]:
    """The distances without jumps by a whole period."""
    result: list[tuple[float, float]] = []
    for time, gap in pairs:
        before = result[-1][1] if result else gap
        result.append((time, gap + round((before - gap) / period) * period))
    return result


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The straight line through the points at its two ends, and how far the middle point is from it."""
    middle_x, middle_y = fmean(x for x, _ in points), fmean(y for _, y in points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points) / max(spread, 1e-9)
    at = [middle_y + slope * (x - middle_x) for x, _ in points]
    return at[0], at[-1], median(abs(y - a) for (_, y), a in zip(points, at, strict=True))
