"""Milliseconds to frames and back: cumulative positions are rounded, never durations."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["frame_at", "ms_at"]


def _round_half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def frame_at(time_ms: Fraction | int, *, frame_rate: Fraction | int) -> int:
    """The frame nearest to `time_ms`, at most half a frame away."""
    return _round_half_up(Fraction(time_ms) * frame_rate / 1000)


def ms_at(frame: int, *, frame_rate: Fraction | int) -> int:
    """The millisecond nearest to the start of `frame`; `frame_at` gives the frame back."""
    return _round_half_up(Fraction(frame * 1000) / frame_rate)
