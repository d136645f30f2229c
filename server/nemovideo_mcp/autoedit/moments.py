"""Which moments of a film are shown: in-points without faults, by measured motion, sharpness and exposure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.autoedit.worth import Footage, Window
from nemovideo_mcp.timeline.media import Analysis

__all__ = ["GAP_MS", "choose_moments", "moments_in"]

Array = NDArray[np.float64]

GAP_MS = 500
"""Of its footage, two shots stay so much apart, where there is room."""
_SPREAD = 0.1
# Two windows one after the other whose signatures differ by less than this lose up to so much.
_ALIKE, _LIKENESS = 0.2, 0.3


def choose_moments(
    windows: Sequence[Window],
    *,
    length_ms: int,
    analysis: Analysis | None,
    keeps_sound: bool = False,
    apart_ms: int = GAP_MS,
    among: Sequence[float] = (),
) -> tuple[int, ...]:
    """In-points in ms for `windows`, in order and apart, that show the best of a film of `length_ms`.

    Dynamic programming over start times: the sum of the windows' mean quality, with a bonus for a subject and where a
    peak of motion falls on an accent. What touches a fault of the film or runs over one of its own cuts is heavily
    penalised, so that it is chosen only where there is nothing else, and then the least of it. Less
    is lost by a window that begins or ends in the middle of motion, or, where the film `keeps_sound`, of speech, and by
    one that looks like its neighbour. Windows don't overlap, and are `apart_ms` apart where there is room. `among` is
    the motion of all footage in rising order, which the windows' `energy` is meant by; that of this film alone by
    default. Without an analysis they are spread evenly.
    """
    film = Footage(length_ms, analysis, keeps_sound=keeps_sound, among=among)
    return moments_in(film, windows, apart_ms=apart_ms)


def moments_in(film: Footage, windows: Sequence[Window], *, apart_ms: int = GAP_MS) -> tuple[int, ...]:
    """As `choose_moments`, for footage that is asked more than once."""
    if not windows:
        return ()
    steps = [-(-w.duration_ms // film.step_ms) for w in windows]
    room = film.length_ms // film.step_ms - sum(steps)
    if room < len(windows):
        return _packed(windows, film.length_ms - sum(w.duration_ms for w in windows))
    gap = min(-(-apart_ms // film.step_ms), room // len(windows))
    starts = _unlike(windows, steps, gap, _solve(windows, steps, gap, film), film)
    return _on_accents(
        windows, [s * film.step_ms for s in starts], film.length_ms, film, gap_ms=gap * film.step_ms
    )


def _unlike(
    windows: Sequence[Window], steps: Sequence[int], gap: int, starts: list[int], film: Footage
) -> list[int]:
    """Move windows that look like the one before or behind to where they don't, within what those leave of the film."""
    if film.bits is None or len(windows) < 2:
        return starts
    placed = list(starts)
    for n, (window, size) in enumerate(zip(windows, steps, strict=True)):
        first = placed[n - 1] + steps[n - 1] + gap if n else 0
        last = placed[n + 1] - gap - size if n + 1 < len(placed) else film.count - 1 - size
        if last <= first:
            continue
        value = film.value(window, size, ideal=placed[n] * film.step_ms, spread=_SPREAD)[first : last + 1]
        middles = film.bits[first + size // 2 : last + 1 + size // 2]
        for other in (n - 1, n + 1):
            if 0 <= other < len(placed):
                seen = film.bits[placed[other] + steps[other] // 2]
                alike = np.clip(1 - (middles != seen).mean(axis=1) / _ALIKE, 0.0, 1.0)
                value = value - _LIKENESS * alike
        placed[n] = first + int(np.argmax(value))
    return placed


def _solve(windows: Sequence[Window], steps: list[int], gap: int, film: Footage) -> list[int]:
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
    windows: Sequence[Window], starts: list[int], length_ms: int, film: Footage, *, gap_ms: int
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
            before, after = film.flaws(np.array([start, slid], np.float64), window.duration_ms)
            if after <= before:
                placed[-1] = slid
                break
    return tuple(placed)


def _packed(windows: Sequence[Window], slack: int) -> tuple[int, ...]:
    """No room to choose: one after the other, what little is left over between them; what lacks is shown twice.

    A window that ran over the end would show what lies behind it: another take, or a fault.
    """
    starts: list[int] = []
    at = 0
    parts = len(windows) + 1 if slack > 0 else max(1, len(windows) - 1)
    for n, window in enumerate(windows):
        starts.append(max(0, at + slack * (n + (slack > 0)) // parts))
        at += window.duration_ms
    return tuple(starts)
