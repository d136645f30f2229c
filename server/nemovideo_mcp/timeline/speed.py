"""How fast a clip runs through its source: one map from the film's time to the source's, for pictures and sound alike.

A clip's `speed` is a constant factor; a ramp shapes it over the clip. Either way the speed is a piecewise linear
function of the film's time, so that what has passed of the source is its exact, rational and rising integral.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple, get_args

from nemovideo_mcp.timeline.choices import RampKind

__all__ = ["RAMPS", "SpeedCurve", "SpeedRamp", "curve_of", "longest_ms"]

RAMPS: tuple[str, ...] = get_args(RampKind)
"""From slow to fast, from fast to slow, fast - slow - fast, and slow until a moment from which on it is fast."""

Knots = tuple[tuple[Fraction, Fraction], ...]

_SLOW, _FAST, _BULLET = Fraction(1, 2), Fraction(2), Fraction(1, 4)


@dataclass(frozen=True, kw_only=True)
class SpeedRamp:
    """How the speed of a clip changes while it is seen.

    `peak_ms`, from the clip's start on, is the middle of a `bullet` and the switch of a `to_drop`. `span_ms` is from
    when to when the ramp goes, from the clip's start on: a part of a clip that was split shows a part of its ramp. None
    is the whole clip, however long it comes to be.
    """

    kind: str
    peak_ms: int = 0
    span_ms: tuple[int, int] | None = None


class Section(NamedTuple):
    """From `start_ms` on: what has passed of the source by then, the speed, and what it gains in each ms."""

    start_ms: Fraction
    passed_ms: Fraction
    speed: Fraction
    gain: Fraction = Fraction(0)


@dataclass(frozen=True)
class SpeedCurve:
    """The speed at given times of a clip, in ms from its start: linear between `knots`, constant before and behind.

    Two knots at one time are a step. The speed is above zero everywhere.
    """

    knots: Knots

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Where the speed changes in one way; the first is that before the first knot, counted from there."""
        passed, found = Fraction(0), [Section(self.knots[0][0], Fraction(0), self.knots[0][1])]
        for (start, first), (end, last) in pairwise(self.knots):
            if end > start:
                found.append(Section(start, passed, first, (last - first) / (end - start)))
                passed += (end - start) * (first + last) / 2
        found.append(Section(self.knots[-1][0], passed, self.knots[-1][1]))
        at_start = _passed(found, Fraction(0))
        return tuple(section._replace(passed_ms=section.passed_ms - at_start) for section in found)

    @property
    def is_constant(self) -> bool:
        return len({speed for _, speed in self.knots}) == 1

    @property
    def slowest(self) -> Fraction:
        return min(speed for _, speed in self.knots)

    def speed_at(self, time_ms: Fraction | int) -> Fraction:
        """The speed at a moment; at a step that of what follows."""
        section = _section(self.sections, time_ms)
        return section.speed + section.gain * (time_ms - section.start_ms)

    def passed_ms(self, time_ms: Fraction | int) -> Fraction:
        """How much of the source passes from the clip's start to `time_ms`; below zero before it."""
        return _passed(self.sections, Fraction(time_ms))

    def time_ms(self, passed_ms: Fraction | int) -> Fraction:
        """When so much of the source has passed: exact where the speed is constant, else to a microsecond."""
        section = next((s for s in self.sections[:0:-1] if s.passed_ms <= passed_ms), self.sections[0])
        left = Fraction(passed_ms) - section.passed_ms
        if not section.gain:
            return section.start_ms + left / section.speed
        speed = float(section.speed)
        reached = sqrt(max(0.0, speed * speed + 2 * float(section.gain) * float(left)))
        return section.start_ms + Fraction(round(2000 * float(left) / (speed + reached)), 1000)


def _section(sections: Sequence[Section], time_ms: Fraction | int) -> Section:
    return next((s for s in sections[:0:-1] if s.start_ms <= time_ms), sections[0])


def _passed(sections: Sequence[Section], time_ms: Fraction) -> Fraction:
    section = _section(sections, time_ms)
    into = time_ms - section.start_ms
    return section.passed_ms + into * section.speed + section.gain * into * into / 2


def _eased(first: Fraction, last: Fraction) -> Callable[[Fraction, Fraction, Fraction], Knots]:
    return lambda start, _, end: ((start, first), (end, last))


def _bullet(start: Fraction, peak: Fraction, end: Fraction) -> Knots:
    """Thirds of both sides: fast, on the way, slow."""
    before, behind = (peak - start) / 3, (end - peak) / 3
    return (
        (start, _FAST),
        (start + before, _FAST),
        (peak - before, _BULLET),
        (peak + behind, _BULLET),
        (end - behind, _FAST),
        (end, _FAST),
    )


def _to_drop(start: Fraction, peak: Fraction, end: Fraction) -> Knots:
    return (start, _SLOW), (peak, _SLOW), (peak, _FAST), (end, _FAST)


_SHAPES: Mapping[str, Callable[[Fraction, Fraction, Fraction], Knots]] = {
    "ease_in": _eased(_SLOW, _FAST),
    "ease_out": _eased(_FAST, _SLOW),
    "bullet": _bullet,
    "to_drop": _to_drop,
}


@lru_cache(maxsize=256)
def _steady(speed: Fraction) -> SpeedCurve:
    """One speed for all clips that have it; a plan asks for it many times."""
    return SpeedCurve(((Fraction(0), speed),))


def curve_of(speed: float, ramp: SpeedRamp | None, duration_ms: Fraction | int) -> SpeedCurve:
    """The curve of a clip of `duration_ms` at `speed`, which a ramp of a known kind shapes."""
    factor = Fraction(speed) if speed > 0 else Fraction(1)
    shape = _SHAPES.get(ramp.kind) if ramp else None
    if ramp is None or shape is None:
        return _steady(factor)
    start, end = map(Fraction, ramp.span_ms or (0, duration_ms))
    if end <= start:
        return _steady(factor)
    peak = min(max(Fraction(ramp.peak_ms), start), end)
    return SpeedCurve(tuple((time, factor * level) for time, level in shape(start, peak, end)))


def longest_ms(speed: float, ramp: SpeedRamp | None, footage_ms: Fraction | int) -> Fraction:
    """How long a clip is that shows `footage_ms` of its source: exact without a ramp, else to half a millisecond."""
    if ramp is None:
        return curve_of(speed, None, 0).time_ms(footage_ms)
    factor = Fraction(speed) if speed > 0 else Fraction(1)
    low, high = Fraction(0), Fraction(footage_ms) / (factor * _BULLET)
    while high - low > Fraction(1, 2):
        middle = Fraction(round((low + high) * 2), 4)
        if curve_of(speed, ramp, middle).passed_ms(middle) <= footage_ms:
            low = middle
        else:
            high = middle
    return low
