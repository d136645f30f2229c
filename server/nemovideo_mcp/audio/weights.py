"""The fitted tables of the beat tracker, and the two small functions they belong to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import numpy as np
from numpy.typing import NDArray

__all__ = ["BeatWeights", "Hinges", "LevelWeights", "Linear", "beat_weights"]

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """A weighted sum of features, plus a constant."""

    slope: Array
    constant: float = 0.0

    def __call__(self, features: Array) -> Array:
        return features @ self.slope + np.float32(self.constant)


@dataclass(frozen=True)
class Hinges:
    """A weighted sum of features and of a dozen hinges, each a weighted sum cut off below zero."""

    slope: Array
    directions: Array
    thresholds: Array
    heights: Array

    def __call__(self, features: Array) -> Array:
        hinges = np.maximum(features @ self.directions + self.thresholds, 0)
        return features @ self.slope + hinges @ self.heights


@dataclass(frozen=True)
class Line:
    """The logarithm of the odds for one measured value."""

    constant: float
    slope: float

    def __call__(self, value: float) -> float:
        return self.constant + self.slope * value


@dataclass(frozen=True, kw_only=True)
class LevelWeights:
    """What `benchmarks/fit_levels.py` fitted: whether the longer of two pulses is the beat, and, by factor of the
    period, how likely another octave is where the tempo model likes it less by so much."""

    division: Linear
    octaves: Mapping[float, Line]


@dataclass(frozen=True, kw_only=True)
class BeatWeights:
    """What `benchmarks/fit_beats.py` fitted; the file says on what. `downbeats` has a model for each beats per bar."""

    tempo: Linear
    beat: Hinges
    downbeats: Mapping[int, Linear]
    confidence: Linear
    levels: LevelWeights


@cache
def beat_weights() -> BeatWeights:
    """The table that ships with the package."""
    table = json.loads(files("nemovideo_mcp.audio").joinpath("beat_weights.json").read_text("utf-8"))
    beat = cast(Mapping[str, Sequence[float]], table["beat"])
    return BeatWeights(
        tempo=_linear(table["tempo"]),
        beat=Hinges(
            *(np.array(beat[key], np.float32) for key in ("slope", "directions", "thresholds", "heights"))
        ),
        downbeats={int(meter): _linear(entry) for meter, entry in table["downbeats"].items()},
        confidence=_linear(table["confidence"]),
        levels=LevelWeights(
            division=_linear(table["division"]),
            octaves={
                2.0 if name == "half_time" else 0.5: Line(*pair) for name, pair in table["octaves"].items()
            },
        ),
    )


def _linear(entry: Mapping[str, object]) -> Linear:
    return Linear(np.array(entry["slope"], np.float32), float(cast(float, entry["constant"])))
