"""A small network over the beats of a way to count: each beat's place in its bar, and whether it is a beat at all.

A temporal convolutional network (Davies & Böck, 2019; Böck & Davies, 2020) whose steps are beats, not frames: layers of
dilated convolutions, each added to what it was given, see thirty beats to either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FIRST_PLACES", "METRES", "TemporalNetwork", "heard_features"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

METRES = (2, 3, 4, 5, 7)
"""Beats of a bar that are told apart; the network's places are those of the first, then those of the second, …"""

FIRST_PLACES = tuple(sum(METRES[:rank]) for rank in range(len(METRES)))
"""Where the places of each of `METRES` begin."""

_LEAST_SCORE = -6.0
_USUAL_METRE = 4


@dataclass(frozen=True, kw_only=True)
class TemporalNetwork:
    """Fitted by `benchmarks/fit_metre.py`.

    `mean` and `scale` (columns,) make rows comparable; `entry` (columns + 1, channels), whose last row is a constant,
    leads into the layers; each of `layers` (taps * channels + 1, channels) looks at beats that are `2 ** n` apart;
    `exits` (channels + 1, places + 1) leads out.
    """

    mean: Array
    scale: Array
    entry: Array
    layers: Sequence[Array]
    exits: Array

    def __call__(self, rows: Array) -> tuple[Array64, Array64]:
        """The log-probability of each place for each row, no less than -6, and the odds that it is a beat."""
        state = np.maximum(_through((rows - self.mean) / self.scale, self.entry), 0)
        for depth, layer in enumerate(self.layers):
            state = state + np.maximum(_through(_taps(state, 2**depth, len(layer)), layer), 0)
        found = _through(state, self.exits).astype(np.float64)
        places, odds = found[:, :-1], found[:, -1]
        places -= places.max(axis=1, keepdims=True)
        places -= np.log(np.exp(places).sum(axis=1, keepdims=True))
        return np.maximum(places, _LEAST_SCORE), odds


def _through(values: Array, weights: Array) -> Array:
    return values @ weights[:-1] + weights[-1]


def _taps(state: Array, apart: int, inputs: int) -> Array:
    """Each row beside those before and after it, at distances that are multiples of `apart`; zeros past the ends."""
    count, channels = state.shape
    taps = inputs // channels
    reach = taps // 2 * apart
    padded = np.pad(state, ((reach, reach), (0, 0)))
    return np.hstack([padded[tap * apart : tap * apart + count] for tap in range(taps)])


def heard_features(places: Array64, odds: Array64) -> Array:
    """What a `TemporalNetwork` says of a sequence of beats as a whole.

    The mean of the odds of a beat, in all and in the worse half, how likely the likeliest place is, and how well a
    steady bar explains the places.
    """
    half = np.array_split(odds, 2)
    return np.array(
        [
            odds.mean(),
            min(float(part.mean()) for part in half),
            places.max(axis=1).mean(),
            *_steady_bars(places),
        ],
        np.float32,
    )


def _steady_bars(places: Array64) -> list[float]:
    """The mean log-probability of a beat in the best phase of bars of four, and of the best other metre."""
    index = np.arange(len(places))
    best = {
        metre: max(float(places[index, first + (index + k) % metre].mean()) for k in range(metre))
        for metre, first in zip(METRES, FIRST_PLACES, strict=True)
    }
    return [best.pop(_USUAL_METRE), max(best.values())]
