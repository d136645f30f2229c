"""Where the beats fall, when it is known how far apart they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.onset_strength import ATTACK_RATE, FRAME_RATE
from nemovideo_mcp.audio.weights import Hinges

__all__ = [
    "EVIDENCE_CAP",
    "beat_evidence",
    "beat_features",
    "chroma_change",
    "local_level",
    "on_the_attack",
    "place_beats",
]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_CONTEXT_BEATS = (
    -4,
    -3,
    -2,
    -1.5,
    -1,
    -2 / 3,
    -1 / 2,
    -1 / 3,
    -1 / 4,
    0,
    1 / 4,
    1 / 3,
    1 / 2,
    2 / 3,
    1,
    1.5,
    2,
    3,
    4,
)
_FRAMES_PER_BATCH = 6000
_LEVEL_FRAMES = 8 * FRAME_RATE
_CHROMA_FRAMES = 20
_STEADINESS = 4000.0
EVIDENCE_CAP = 6.0
"""The log-odds of a beat count no further than this."""
_SHORTEST, _LONGEST = 0.7, 1.42
_NEVER = -1e9
_ATTACK_REACH_S, _ATTACK_WIDTH_S = 0.045, 0.018
_ATTACK_CENTRE_S = 0.0
_SCATTER_S = 0.006


def local_level(curves: Array) -> Array:
    """Onset curves (peaks cut at 6) relative to their level in the eight seconds around."""
    capped = np.minimum(curves, 6)
    half = _LEVEL_FRAMES // 2
    mode = "reflect" if len(curves) > _LEVEL_FRAMES else "edge"
    running = np.cumsum(np.pad(capped**2, ((half + 1, half), (0, 0)), mode=mode), axis=0, dtype=np.float64)
    mean = (running[_LEVEL_FRAMES : _LEVEL_FRAMES + len(curves)] - running[: len(curves)]) / _LEVEL_FRAMES
    return (capped / np.maximum(np.sqrt(np.maximum(mean, 0)), 0.25)).astype(np.float32)


def chroma_change(chroma: Array) -> Array:
    """How different the harmony is in the fifth of a second after each frame from the one before, 0 to 1."""
    count = len(chroma)
    running = np.cumsum(np.pad(chroma, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    at = np.arange(count)
    before = running[at] - running[np.clip(at - _CHROMA_FRAMES, 0, count)]
    after = running[np.clip(at + _CHROMA_FRAMES, 0, count)] - running[at]
    before /= np.linalg.norm(before, axis=1, keepdims=True) + 1e-6
    after /= np.linalg.norm(after, axis=1, keepdims=True) + 1e-6
    return (1 - (before * after).sum(axis=1)).astype(np.float32)


def beat_features(level: Array, change: Array, periods: Array64, frames: NDArray[np.intp]) -> Array:
    """What each frame's surroundings look like if it were a beat: every band here and at fractions and multiples
    of the beat before and after, and the change of harmony."""
    around = np.pad(level, ((2, 2), (0, 0)))
    wide = np.max([around[shift : shift + len(level)] for shift in range(5)], axis=0)
    columns: list[Array] = []
    for beats in _CONTEXT_BEATS:
        at = frames + np.rint(beats * periods[frames]).astype(np.intp)
        inside = (at >= 0) & (at < len(level))
        source = level if beats == 0 else wide
        columns.append(np.where(inside[:, None], source[np.clip(at, 0, len(level) - 1)], 0))
    features = np.minimum(np.concatenate(columns, axis=1), 4)
    return np.hstack([features, change[frames, None], np.ones((len(frames), 1), np.float32)]).astype(
        np.float32
    )


def beat_evidence(level: Array, change: Array, periods: Array64, weights: Hinges) -> Array64:
    """The log-odds of each frame being a beat."""
    count = len(level)
    parts = [
        weights(
            beat_features(level, change, periods, np.arange(start, min(start + _FRAMES_PER_BATCH, count)))
        )
        for start in range(0, count, _FRAMES_PER_BATCH)
    ]
    return np.clip(np.concatenate(parts), -EVIDENCE_CAP, EVIDENCE_CAP).astype(np.float64)


def place_beats(evidence: Array64, periods: Array64, *, first: int, last: int) -> NDArray[np.intp]:
    """The frames of the beats between `first` and `last`: most evidence, least unsteadiness.

    Dynamic programming after Ellis (2007), with a period for every frame.
    """
    score = np.full(len(evidence), _NEVER)
    came_from = np.full(len(evidence), -1, np.intp)
    block = max(1, int(_SHORTEST * float(periods.min())))
    steps = np.arange(block, int(_LONGEST * float(periods.max())) + 2)
    for start in range(first, last + 1, block):
        frames = np.arange(start, min(start + block, last + 1))
        period = periods[frames]
        mean = float(period.mean())
        near = steps[(steps >= _SHORTEST * mean) & (steps <= _LONGEST * mean + 1)]
        sources = frames[:, None] - near[None]
        unsteady = _STEADINESS * np.log(near[None] / period[:, None]) ** 2
        total = np.where(sources >= first, score[np.maximum(sources, 0)] - unsteady, _NEVER)
        choice = total.argmax(axis=1)
        rows = np.arange(len(frames))
        best = total[rows, choice]
        fresh = np.where(frames < first + 2 * period, 0.0, _NEVER / 10)
        score[frames] = evidence[frames] + np.maximum(best, fresh)
        came_from[frames] = np.where(best > fresh, sources[rows, choice], -1)
    tail = max(first, int(last - 1.2 * periods[last]))
    frame = tail + int(score[tail : last + 1].argmax())
    found: list[int] = []
    while frame >= 0:
        found.append(frame)
        frame = int(came_from[frame])
    return np.array(found[::-1], np.intp)


def on_the_attack(frames: NDArray[np.intp], attack: Array) -> Array64:
    """Beat times in seconds, each drawn to the attack it belongs to, then smoothed over its neighbours.

    A beat without an attack takes its place from the others; a change of tempo is not smoothed away.
    """
    coarse = frames / FRAME_RATE
    reach = round(_ATTACK_REACH_S * ATTACK_RATE)
    offsets = np.arange(-reach, reach + 1)
    cells = np.rint(coarse * ATTACK_RATE).astype(np.intp)
    padded = np.pad(attack, reach + 2)
    around = padded[cells[:, None] + offsets[None] + reach + 2].astype(np.float64)
    weighted = around * np.exp(-0.5 * (offsets / ATTACK_RATE / _ATTACK_WIDTH_S) ** 2)[None]
    peak = weighted[:, 1:-1].argmax(axis=1) + 1
    rows = np.arange(len(frames))
    left, top, right = (around[rows, peak + shift] for shift in (-1, 0, 1))
    bend = left - 2 * top + right
    part = np.where(bend < -1e-9, 0.5 * (left - right) / np.where(bend < -1e-9, bend, -1), 0)
    found = (cells + offsets[peak] + np.clip(part, -0.5, 0.5)) / ATTACK_RATE + _ATTACK_CENTRE_S
    strength = weighted[rows, peak]
    weight = strength / (float(np.median(strength)) + 1e-9)
    moved = found - coarse
    strong = weight > 0.5
    shift = float(np.median(moved[strong])) if strong.any() else 0.0
    times = np.where(weight > 0.2, found, coarse + shift)
    return _smooth(times, np.clip(weight, 0.05, 1.5))


def _smooth(times: Array64, weight: Array64) -> Array64:
    """Each time from the best of three fits: a parabola through nine beats, a line through six before or after."""
    result = times.copy()
    if len(times) < 7:
        return result
    for index in range(len(times)):
        best = np.inf
        for before, after, degree in ((4, 4, 2), (5, 0, 1), (0, 5, 1)):
            low, high = max(0, index - before), min(len(times), index + after + 1)
            if high - low < degree + 4:
                continue
            fit, misfit = _robust_fit(
                np.arange(low - index, high - index, dtype=np.float64),
                times[low:high],
                weight[low:high],
                degree,
            )
            misfit *= 1.0 if degree == 2 else 1.6  # a centred fit is steadier
            if misfit < best:
                best, result[index] = misfit, fit
    return np.maximum.accumulate(result)


def _robust_fit(x: Array64, y: Array64, weight: Array64, degree: int) -> tuple[float, float]:
    """The polynomial's value at 0, and the root mean square of what it leaves, with a floor."""
    powers = np.vander(x, degree + 1, increasing=True)
    use = weight
    fit = np.zeros(degree + 1)
    for _ in range(3):
        root = np.sqrt(use)[:, None]
        fit = np.linalg.lstsq(powers * root, y * root[:, 0], rcond=None)[0]
        use = weight / (1 + ((y - powers @ fit) / _SCATTER_S) ** 2)
    rest = y - powers @ fit
    return float(fit[0]), float(np.sqrt((weight * rest**2).sum() / weight.sum())) + 0.001
