"""Which beats begin a bar, and how many beats a bar has.

A small network says of each beat how likely each place in a bar of three or of four is; the bars are the best path
through these places (after the bar pointer models of Krebs, Böck & Widmer, 2013, with beats for frames).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.metre_features import PER_BEAT, surroundings
from nemovideo_mcp.audio.weights import Layers

__all__ = ["METRES", "Bars", "find_bars", "place_scores"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

METRES = (3, 4)
"""Beats of a bar; the model's places are those of the first, then those of the second."""

_METRE_ODDS = {3: -0.05}
"""How much better, per beat, a rarer metre must explain the beats."""
_ODD_BAR_COST = 30.0
_LEAST_SCORE = -6.0


@dataclass(frozen=True, kw_only=True)
class Bars:
    """`downbeats` are indices of beats, `beats_per_bar` one of `METRES`; `score` is the mean log-probability of the
    beats' places."""

    downbeats: tuple[int, ...]
    beats_per_bar: int
    score: float


def place_scores(grid: Array, weights: Layers) -> Array64:
    """The log-probability of each place in each of `METRES` for each beat of a `metre_grid`, no less than -6."""
    scores = weights(surroundings(grid, np.arange(0, len(grid), PER_BEAT))).astype(np.float64)
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return np.maximum(scores, _LEAST_SCORE)


def find_bars(scores: Array64) -> Bars:
    """The metre and the downbeats that agree best with `place_scores`; a bar may be cut short at a price."""
    if not len(scores):
        return Bars(downbeats=(), beats_per_bar=4, score=0.0)
    found: dict[int, tuple[float, NDArray[np.intp]]] = {}
    first = 0
    for metre in METRES:
        found[metre] = _places(scores[:, first : first + metre])
        first += metre
    metre = max(found, key=lambda metre: found[metre][0] + _METRE_ODDS.get(metre, 0.0))
    score, places = found[metre]
    return Bars(
        downbeats=tuple(int(index) for index in np.flatnonzero(places == 0)), beats_per_bar=metre, score=score
    )


def _places(scores: Array64) -> tuple[float, NDArray[np.intp]]:
    """The mean score of the best way through the places of a bar, and each beat's place (Viterbi)."""
    count, metre = len(scores), int(scores.shape[1])
    total = scores.copy()
    came_from = np.zeros(scores.shape, np.intp)
    before: NDArray[np.intp] = np.roll(np.arange(int(metre), dtype=np.intp), 1)
    for step in range(1, count):
        regular = total[step - 1, before]
        best = int(np.argmax(total[step - 1]))
        jump = float(total[step - 1, best]) - _ODD_BAR_COST
        came_from[step] = np.where(regular >= jump, before, best)
        total[step] += np.maximum(regular, jump)
    place = int(np.argmax(total[-1]))
    places = np.full(count, place)
    for step in range(count - 1, 0, -1):
        places[step - 1] = place = int(came_from[step, place])
    return float(total[-1, places[-1]]) / count, places
