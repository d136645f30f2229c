"""Offsets between cuts and beats: pure arithmetic on measured times."""

from __future__ import annotations

from bisect import bisect_left
from cmath import exp, phase, pi
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from nemovideo_mcp.views.fingerprint import SoundLag
from nemovideo_mcp.views.receipt import CutReport

__all__ = ["common_shift_ms", "compare", "heard_beats", "sound_shift_ms"]

# Music that fades out or breaks off still has its beat in the listener's head for about a bar.
_EXTRAPOLATED = 4
# The tempo at an end is that of so many beats before it.
_LOCAL = 8
# Rayleigh's test: directions that agree this well are no accident (p < 0.05).
_LEAST_RAYLEIGH = 3.0
_LEAST_AGREEMENT = 0.85
# Further off than this share of a beat, sound that is late and sound that is early look the same.
_AMBIGUOUS = 0.42


def compare(
    cuts: Sequence[tuple[float, bool | None]], beats_ms: Sequence[float], *, tolerance_ms: float
) -> tuple[CutReport, ...]:
    """Each cut (its time, whether it was planned) with the beat nearest to it.

    The beats go on for a bar before the first and after the last one, at the tempo there. A cut that is further from
    every beat than from the next one would be has none: there is no music. Half beats count where a beat is long
    enough to tell them from beats.
    """
    steady = _extended(beats_ms)
    return tuple(_report(time, planned, steady, tolerance_ms) for time, planned in cuts)


def common_shift_ms(cuts: Sequence[CutReport], beats_ms: Sequence[float]) -> float | None:
    """By how much all cuts come before (above 0) or after their beats alike; None where they don't agree.

    The circular mean of the offsets within their beats, believed where Rayleigh's test says so. A shift by about half
    a beat cannot be told from cuts on half beats, one by more than that is taken for less: None, or modulo a beat.
    """
    offsets = [cut.offset_ms for cut in cuts if cut.offset_ms is not None]
    if len(beats_ms) < 2 or not offsets:
        return None
    period_ms = median(b - a for a, b in pairwise(beats_ms))
    mean = sum(exp(2j * pi * offset / period_ms) for offset in offsets) / len(offsets)
    share = phase(mean) / (2 * pi)
    believed = abs(mean) >= _LEAST_AGREEMENT and len(offsets) * abs(mean) ** 2 >= _LEAST_RAYLEIGH
    return -share * period_ms if believed and abs(share) < _AMBIGUOUS else None


def _report(
    time_ms: float, planned: bool | None, beats_ms: Sequence[float], tolerance_ms: float
) -> CutReport:
    right = bisect_left(beats_ms, time_ms)
    around = [beats_ms[i] for i in (right - 1, right) if 0 <= i < len(beats_ms)]
    if len(around) < 2:
        on_the_edge = [b for b in around if abs(b - time_ms) <= tolerance_ms]
        if not on_the_edge:
            return CutReport(time_ms=time_ms, planned=planned)
        around = on_the_edge * 2
    beat_ms = min(around, key=lambda b: abs(b - time_ms))
    offset_ms = round(time_ms - beat_ms, 2)
    middle_ms, length_ms = sum(around) / 2, around[1] - around[0]
    return CutReport(
        time_ms=time_ms,
        beat_ms=beat_ms,
        offset_ms=offset_ms,
        on_beat=abs(offset_ms) <= tolerance_ms,
        on_half_beat=length_ms >= 6 * tolerance_ms and abs(time_ms - middle_ms) <= tolerance_ms,
        planned=planned,
    )


def _extended(beats_ms: Sequence[float]) -> list[float]:
    if len(beats_ms) < 2:
        return list(beats_ms)
    first = _period_ms(beats_ms[: _LOCAL + 1])
    last = _period_ms(beats_ms[-_LOCAL - 1 :])
    before = [round(beats_ms[0] - n * first, 2) for n in range(_EXTRAPOLATED, 0, -1)]
    after = [round(beats_ms[-1] + n * last, 2) for n in range(1, _EXTRAPOLATED + 1)]
    return [*before, *beats_ms, *after]


def _period_ms(beats_ms: Sequence[float]) -> float:
    return median(b - a for a, b in pairwise(beats_ms))


def heard_beats(beats_ms: Sequence[float], lags: Sequence[SoundLag], *, end_ms: float) -> tuple[float, ...]:
    """The beats of known music where they are heard in a film whose sound lasts until `end_ms`.

    Each is moved by the lag that was measured around it, in between by what lies between; those that are not in the
    sound are left out.
    """
    moved = (beat + _lag_at(beat, lags) for beat in beats_ms)
    return tuple(round(beat, 2) for beat in moved if 0 <= beat <= end_ms)


def _lag_at(time_ms: float, lags: Sequence[SoundLag]) -> float:
    right = bisect_left([lag.time_ms for lag in lags], time_ms)
    if right in (0, len(lags)):
        return lags[min(right, len(lags) - 1)].lag_ms
    before, after = lags[right - 1], lags[right]
    share = (time_ms - before.time_ms) / (after.time_ms - before.time_ms)
    return before.lag_ms + share * (after.lag_ms - before.lag_ms)


def sound_shift_ms(
    lags: Sequence[SoundLag], seen: Sequence[tuple[float, float]], *, first_picture_ms: float, frame_ms: float
) -> float | None:
    """By how much the sound comes later than the pictures (below 0: earlier), None where it was not found.

    `seen` are cuts as they are and as they were planned. Pictures are late by what their first frame is; by what the
    cuts are where that is another place by more than a frame.
    """
    if not lags:
        return None
    pictures_ms = median(time - planned for time, planned in seen) if seen else first_picture_ms
    if abs(pictures_ms - first_picture_ms) <= frame_ms:
        pictures_ms = first_picture_ms
    return round(median(lag.lag_ms for lag in lags) - pictures_ms, 1) + 0.0
