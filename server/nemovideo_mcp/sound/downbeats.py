"""Which beats begin a bar, and how many beats a bar has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.sound.onset import FRAME_RATE
from nemovideo_mcp.sound.weights import Linear

__all__ = ["Bars", "downbeat_features", "find_bars"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_METERS = {4: 0.0, 3: -3.0}
"""Beats per bar, and the log-odds of it before anything is heard."""
_CONTEXT = range(-4, 5)
_HARMONY_BEATS = 2
_ODD_BAR_COST = 14.0


@dataclass(frozen=True, kw_only=True)
class Bars:
    """`downbeats` are indices of beats, `beats_per_bar` 3 or 4."""

    downbeats: tuple[int, ...]
    beats_per_bar: int


def downbeat_features(level: Array, chroma: Array, beats_s: Array64) -> Array:
    """For each beat the accent of every band and the change of harmony, here and up to four beats around."""
    frames = np.rint(beats_s * FRAME_RATE).astype(np.intp)
    spread = np.clip(frames[:, None] + np.arange(-3, 4), 0, len(level) - 1)
    accents = np.minimum(level[spread].max(axis=1), 4)
    running = np.cumsum(np.pad(chroma, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    at = np.clip(frames, 0, len(chroma))
    index = np.arange(len(at))
    earlier = at[np.maximum(index - _HARMONY_BEATS, 0)]
    later = np.append(at, len(chroma))[np.minimum(index + _HARMONY_BEATS, len(at))]
    before, after = running[at] - running[earlier], running[later] - running[at]
    before /= np.linalg.norm(before, axis=1, keepdims=True) + 1e-6
    after /= np.linalg.norm(after, axis=1, keepdims=True) + 1e-6
    change = 1 - (before * after).sum(axis=1, keepdims=True)
    each = np.hstack([accents, change])
    around = np.pad(each, ((4, 4), (0, 0)))
    return np.hstack([around[4 + shift : 4 + shift + len(each)] for shift in _CONTEXT]).astype(np.float32)


def find_bars(level: Array, chroma: Array, beats_s: Array64, weights: Linear) -> Bars:
    """The meter and the downbeats that agree best with accents and harmony; a bar may be cut short at a price."""
    if not len(beats_s):
        return Bars(downbeats=(), beats_per_bar=4)
    odds = np.clip(weights(downbeat_features(level, chroma, beats_s)).astype(np.float64), -6, 6)
    yes, no = -np.log1p(np.exp(-odds)), -np.log1p(np.exp(odds))
    best = max(((*_positions(yes, no, meter), meter) for meter in _METERS), key=lambda found: found[0] + _METERS[found[2]])
    _, positions, meter = best
    return Bars(downbeats=tuple(int(i) for i in np.flatnonzero(positions == 0)), beats_per_bar=meter)


def _positions(yes: Array64, no: Array64, meter: int) -> tuple[float, NDArray[np.intp]]:
    """The most likely place in the bar of each beat (Viterbi), and its log-likelihood."""
    score = np.full(meter, no[0])
    score[0] = yes[0]
    came_from = np.zeros((len(yes), meter), np.intp)
    for step in range(1, len(yes)):
        regular = np.roll(score, 1)
        jump = score.max() - _ODD_BAR_COST
        came_from[step] = np.where(regular >= jump, np.roll(np.arange(meter), 1), int(score.argmax()))
        score = np.maximum(regular, jump) + np.where(np.arange(meter) == 0, yes[step], no[step])
    place = int(score.argmax())
    places = [place]
    for step in range(len(yes) - 1, 0, -1):
        place = int(came_from[step, place])
        places.append(place)
    return float(score.max()), np.array(places[::-1], np.intp)
