"""Milliseconds to frames and back: cumulative positions are rounded, never durations."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["frame_at", "ms_at"]


# A long film asks for some thousand of these at each edit: whole numbers take a tenth of the time of fractions.


def _round_half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def frame_at(time_ms: Fraction | int, *, frame_rate: Fraction | int) -> int:
    """The frame nearest to `time_ms`, at most half a frame away."""
    numerator = time_ms.numerator * frame_rate.numerator
    return _round_half_up(numerator, 1000 * time_ms.denominator * frame_rate.denominator)


def ms_at(frame: int, *, frame_rate: Fraction | int) -> int:
    """The millisecond nearest to the start of `frame`; `frame_at` gives the frame back."""
    return _round_half_up(1000 * frame * frame_rate.denominator, frame_rate.numerator)
