"""Which moments of a film are shown: in-points by measured motion, sharpness and exposure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.action import motion_peaks
from nemovideo_mcp.timeline.media import Analysis

__all__ = ["GAP_MS", "Window", "choose_moments", "crossed", "mean_motion", "mean_quality"]

Array = NDArray[np.float64]

_WEIGHTS = {"motion": 0.5, "sharpness": 0.3, "exposure": 0.2}
GAP_MS = 500
"""Of its footage, two shots stay so much apart, where there is room."""
_GUARD_MS = 40
_CROSSING = 4.0
_PEAK_BONUS = 0.25
_SPREAD = 0.3
_EDGE_MS = 300
_EDGE = 0.1
_STEPS = 240
_FINEST_MS = 10


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of `duration_ms` of source to find; `accents_ms` are the strong beats inside it, strongest first."""

    duration_ms: int
    accents_ms: tuple[float, ...] = ()


def choose_moments(
    windows: Sequence[Window], *, length_ms: int, analysis: Analysis | None
) -> tuple[int, ...]:
    """In-points in ms for `windows`, in order and apart, that show the best of a film of `length_ms`.

    Dynamic programming over start times: the sum of the windows' mean quality, with a bonus where a peak of motion
    falls on an accent, and a heavy penalty for running over one of the film's own cuts. Windows don't overlap, and
    are half a second apart where there is room. Without an analysis they are spread evenly.
    """
    if not windows:
        return ()
    needed = sum(w.duration_ms for w in windows)
    slack = length_ms - needed
    film = _Film(length_ms, analysis)
    steps = [-(-w.duration_ms // film.step_ms) for w in windows]
    room = length_ms // film.step_ms - sum(steps)
    if room < len(windows):
        return _packed(windows, slack)
    gap = min(GAP_MS // film.step_ms, room // len(windows))
    starts = _solve(windows, steps, gap, film)
    return _on_accents(
        windows, [s * film.step_ms for s in starts], length_ms, film, gap_ms=gap * film.step_ms
    )


def crossed(start_ms: int, end_ms: float, analysis: Analysis | None) -> int:
    """How many of the film's own cuts the stretch runs over."""
    return (
        sum(start_ms + _GUARD_MS < b < end_ms - _GUARD_MS for b in analysis.shot_starts_ms) if analysis else 0
    )


def mean_motion(analysis: Analysis | None, start: float, end: float) -> float | None:
    """The mean motion between two fractions of a film; None where it was not measured."""
    if analysis is None or not analysis.motion:
        return None
    count = len(analysis.motion)
    first = min(int(start * count), count - 1)
    part = analysis.motion[first : max(int(end * count), first + 1)]
    return sum(part) / len(part)


def mean_quality(analysis: Analysis | None) -> float:
    """How good a film's pictures are on average, 0 to 1, by the weights that moments are chosen with; 1 if unknown."""
    if analysis is None:
        return 1.0
    curves = {name: getattr(analysis, name) for name in _WEIGHTS}
    return sum(
        weight * sum(curves[name]) / len(curves[name]) for name, weight in _WEIGHTS.items() if curves[name]
    )


class _Film:
    """The measured curves on the grid of the search."""

    def __init__(self, length_ms: int, analysis: Analysis | None) -> None:
        hop = analysis.hop_ms if analysis else 100
        self.step_ms = max(_FINEST_MS, min(hop, length_ms // _STEPS))
        self.count = length_ms // self.step_ms + 1
        self.analysis = analysis
        centres = (np.arange(self.count) + 0.5) * self.step_ms
        quality = np.zeros(self.count)
        for name, weight in _WEIGHTS.items():
            values: tuple[float, ...] = getattr(analysis, name) if analysis else ()
            if values:
                measured = np.nan_to_num(np.asarray(values, np.float64), nan=0.0, posinf=1.0, neginf=0.0)
                at = (np.arange(len(values)) + 0.5) * hop
                quality += weight * np.interp(centres, at, np.clip(measured, 0.0, 1.0))
        self.quality = np.concatenate([[0.0], np.cumsum(quality)])
        peaks = motion_peaks(analysis)
        self.peaks_ms = [peak.time_ms for peak in peaks]
        self.accent = np.zeros(self.count)
        for peak in peaks:
            place = int(peak.time_ms // self.step_ms)
            near = slice(max(0, place - 1), place + 2)
            self.accent[near] = np.maximum(self.accent[near], peak.strength)
        starts = analysis.shot_starts_ms if analysis else ()
        self.cuts = np.asarray(sorted(s for s in starts if s > 0), np.float64)

    def value(self, window: Window, steps: int, *, ideal: float, spread: float) -> Array:
        """What each start time is worth."""
        last = self.count - 1 - steps
        at = np.arange(last + 1)
        value = (self.quality[at + steps] - self.quality[at]) / steps
        start_ms = at * self.step_ms
        if len(self.cuts):
            inside = np.searchsorted(self.cuts, start_ms + window.duration_ms + _GUARD_MS, "left") - (
                np.searchsorted(self.cuts, start_ms - _GUARD_MS, "right")
            )
            value = value - _CROSSING * (inside > 0)
        bonus = np.zeros(len(at))
        for n, offset_ms in enumerate(window.accents_ms[:3]):
            place = np.minimum(at + round(offset_ms / self.step_ms), self.count - 1)
            bonus = np.maximum(bonus, self.accent[place] * (1 - 0.2 * n))
        value = value + _PEAK_BONUS * bonus
        length_ms = self.count * self.step_ms
        value = value - spread * np.abs(start_ms - ideal) / length_ms
        edge = (start_ms < _EDGE_MS) | (start_ms + window.duration_ms > length_ms - _EDGE_MS)
        return value - _EDGE * edge


def _solve(windows: Sequence[Window], steps: list[int], gap: int, film: _Film) -> list[int]:
    count = len(windows)
    length_ms = film.count * film.step_ms
    spread = _SPREAD if count > 1 else _SPREAD / 2
    best: Array | None = None
    choices: list[NDArray[np.intp]] = []
    for j, (window, size) in enumerate(zip(windows, steps, strict=True)):
        ideal = (j + 0.5) / count * length_ms - window.duration_ms / 2
        value = film.value(window, size, ideal=ideal, spread=spread)
        if best is None:
            best = value
            continue
        # the best start before each place, and where it was
        running = np.maximum.accumulate(best)
        where = np.maximum.accumulate(np.where(best >= running, np.arange(len(best)), 0))
        shift = steps[j - 1] + gap
        at = np.arange(len(value)) - shift
        allowed = at >= 0
        at = np.clip(at, 0, len(best) - 1)
        best = np.where(allowed, value + running[at], -np.inf)
        choices.append(where[at])
    assert best is not None
    starts = [int(np.argmax(best))]
    for chosen in reversed(choices):
        starts.append(int(chosen[starts[-1]]))
    return starts[::-1]


def _on_accents(
    windows: Sequence[Window], starts: list[int], length_ms: int, film: _Film, *, gap_ms: int
) -> tuple[int, ...]:
    """Slide each start by less than a hop, so that the nearest peak of motion falls on its accent."""
    placed: list[int] = []
    for n, (window, start) in enumerate(zip(windows, starts, strict=True)):
        earliest = placed[-1] + windows[n - 1].duration_ms + gap_ms if placed else 0
        following = starts[n + 1] - gap_ms if n + 1 < len(starts) else length_ms
        latest = following - window.duration_ms
        placed.append(start)
        for offset in window.accents_ms[:3]:
            near = [p for p in film.peaks_ms if abs(p - offset - start) <= 1.5 * film.step_ms]
            slid = round(min(near, key=lambda p: abs(p - offset - start)) - offset) if near else None
            if slid is None or not earliest <= slid <= latest:
                continue
            if crossed(slid, slid + window.duration_ms, film.analysis) <= crossed(
                start, start + window.duration_ms, film.analysis
            ):
                placed[-1] = slid
                break
    return tuple(placed)


def _packed(windows: Sequence[Window], slack: int) -> tuple[int, ...]:
    """No room to choose: one after the other, what little is left over between them."""
    starts: list[int] = []
    at = 0
    for n, window in enumerate(windows):
        starts.append(at + max(0, slack) * (n + 1) // (len(windows) + 1))
        at += window.duration_ms
    return tuple(starts)
