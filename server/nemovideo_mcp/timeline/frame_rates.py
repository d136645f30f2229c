"""Which frame rate a film has: that of the footage it shows the longest, as players like it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

__all__ = ["USUAL_RATES", "exact_rate", "film_rate", "usual_rate"]

USUAL_RATES: tuple[Fraction, ...] = tuple(
    Fraction(whole * 1000, divisor) for whole, divisor in (
        (24, 1001), (24, 1000), (25, 1000), (30, 1001), (30, 1000),
        (48, 1000), (50, 1000), (60, 1001), (60, 1000),
    )
)  # fmt: skip
"""The rates that players, broadcasters and video sites name as theirs."""

# An average that is this near to a rate is that rate: a film's length is known to less than a frame only.
_NEAR = 0.0025
_FASTEST, _FAST, _USUAL, _FAR_BELOW = 60.2, 47.9, 30.1, 22.0
# What has no multiple among the usual rates gets the next of these.
_PLAIN_RATES = (24, 25, 30, 50, 60)


def exact_rate(decimals: float) -> Fraction:
    """The rate that is meant by its usual decimals: 23.98 is 24000/1001, 29.97 is 30000/1001, 25 is 25."""
    whole = round(decimals)
    near = Fraction(whole * 1000, 1001)
    if decimals != whole and abs(decimals - float(near)) < 0.01:
        return near
    return Fraction(str(decimals))


def usual_rate(average: float) -> Fraction | None:
    """The rate at which footage of `average` frames a second is shown evenly; None where there is no rate.

    A usual rate is kept. A slower one is shown at the lowest usual rate up to 30 that is a whole multiple of it (12.5
    at 25, 15 at 30), so that each frame stands for as long as the others; a faster one at a usual rate that it is a
    multiple of (120 at 60, 100 at 50). A rate that fits nowhere, as phones have that drop frames in the dark, gets the
    next higher of 24, 25, 30, 50 and 60: no frame of it is lost. One that is far below these, as 20, gets 30, where a
    frame more or less is seen the least: a film of 60 would have three of each.
    """
    if not 0 < average < 10_000:
        return None
    most = _USUAL if average <= _USUAL else _FASTEST
    factors = range(1, int(most / average) + 1) if average <= _FASTEST else range(2, int(average / _FAST) + 1)
    for factor in factors:
        rate = average * factor if average <= _FASTEST else average / factor
        nearest = min(USUAL_RATES, key=lambda usual: abs(float(usual) - rate))
        if abs(rate / float(nearest) - 1) <= _NEAR:
            return nearest
    if average < _FAR_BELOW:
        return Fraction(30)
    return Fraction(next((rate for rate in _PLAIN_RATES if rate >= average * (1 - _NEAR)), _PLAIN_RATES[-1]))


def film_rate(shown: Iterable[tuple[float, float]]) -> Fraction | None:
    """The rate of a film that shows footage of so many frames a second (first) for so long (second); None without any.

    Rates that differ by a thousandth (30 and 29.97) stand together against the others, and the one of them that is
    shown for longer is taken; where two are shown for equally long, the higher one.
    """
    lengths: dict[Fraction, float] = {}
    for average, length in shown:
        if (rate := usual_rate(average)) is not None:
            lengths[rate] = lengths.get(rate, 0.0) + length
    if not lengths:
        return None
    alike: dict[int, float] = {}
    for rate, length in lengths.items():
        alike[round(rate)] = alike.get(round(rate), 0.0) + length
    kind = max(alike, key=lambda whole: (alike[whole], whole))
    return max((rate for rate in lengths if round(rate) == kind), key=lambda rate: (lengths[rate], rate))
