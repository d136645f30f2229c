"""Which beats begin a bar, and how many beats a bar has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.onset_strength import FRAME_RATE
from nemovideo_mcp.audio.weights import Linear

__all__ = ["Bars", "downbeat_features", "find_bars"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_METER_ODDS = {3: -0.1}
"""How much better, per beat, a rarer meter must explain the beats."""
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


def find_bars(level: Array, chroma: Array, beats_s: Array64, weights: Mapping[int, Linear]) -> Bars:
    """The meter and the downbeats that agree best with accents and harmony; a bar may be cut short at a price."""
    if not len(beats_s):
        return Bars(downbeats=(), beats_per_bar=4)
    features = downbeat_features(level, chroma, beats_s)
    found = {
        meter: _positions(np.clip(model(features).astype(np.float64), -6, 6), meter)
        for meter, model in weights.items()
    }
    meter = max(found, key=lambda meter: found[meter][0] + _METER_ODDS.get(meter, 0.0))
    return Bars(
        downbeats=tuple(int(index) for index in np.flatnonzero(found[meter][1] == 0)), beats_per_bar=meter
    )


def _positions(odds: Array64, meter: int) -> tuple[float, NDArray[np.intp]]:
    """How much better than chance each beat's place in the bar is known, and the places (Viterbi)."""
    chance = np.log(1 / (meter - 1))
    yes = -np.log1p(np.exp(-odds)) + np.log1p(np.exp(-chance))
    no = -np.log1p(np.exp(odds)) + np.log1p(np.exp(chance))
    score = np.repeat(no[:, None], meter, axis=1)
    score[:, 0] = yes
    came_from = np.zeros(score.shape, np.intp)
    before = np.roll(np.arange(meter), 1)
    for step in range(1, len(yes)):
        regular = score[step - 1, before]
        best = int(np.argmax(score[step - 1]))
        jump = float(score[step - 1, best]) - _ODD_BAR_COST
        came_from[step] = np.where(regular >= jump, before, best)
        score[step] += np.maximum(regular, jump)
    place = int(np.argmax(score[-1]))
    places = np.full(len(yes), place)
    for step in range(len(yes) - 1, 0, -1):
        places[step - 1] = place = int(came_from[step, place])
    return float(score[-1, places[-1]]) / len(yes), places
