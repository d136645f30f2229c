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

__all__ = ["BeatWeights", "Hinges", "Layers", "LevelWeights", "Linear", "MetreWeights", "beat_weights"]

Array = NDArray[np.float32]

_HINGES = ("slope", "directions", "thresholds", "heights")
_LAYERS = ("directions", "thresholds", "heights", "slopes", "constants")


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
class Layers:
    """A weighted sum of features and of hinges for each of several classes: logarithms of odds, up to a constant."""

    directions: Array
    thresholds: Array
    heights: Array
    slopes: Array
    constants: Array

    def __call__(self, features: Array) -> Array:
        hinges = np.maximum(features @ self.directions + self.thresholds, 0)
        return (hinges @ self.heights + features @ self.slopes + self.constants).astype(np.float32)


@dataclass(frozen=True, kw_only=True)
class LevelWeights:
    """What `benchmarks/fit_levels.py` fitted: whether the longer of two pulses is the beat."""

    division: Linear


@dataclass(frozen=True, kw_only=True)
class MetreWeights:
    """What `benchmarks/fit_metre.py` fitted: a beat's place in its bar, which way to count is the likeliest, and how
    often that is right."""

    places: Layers
    ways: Hinges
    certainty: Linear


@dataclass(frozen=True, kw_only=True)
class BeatWeights:
    """What `benchmarks/fit_beats.py` fitted, and the parts of the other fits; the file says on what."""

    tempo: Linear
    beat: Hinges
    confidence: Linear
    levels: LevelWeights
    metre: MetreWeights


@cache
def beat_weights() -> BeatWeights:
    """The table that ships with the package."""
    table = json.loads(files("nemovideo_mcp.audio").joinpath("beat_weights.json").read_text("utf-8"))
    return BeatWeights(
        tempo=_linear(table["tempo"]),
        beat=Hinges(*_arrays(table["beat"], _HINGES)),
        confidence=_linear(table["confidence"]),
        levels=LevelWeights(division=_linear(table["division"])),
        metre=MetreWeights(
            places=Layers(*_arrays(table["places"], _LAYERS)),
            ways=Hinges(*_arrays(table["ways"], _HINGES)),
            certainty=_linear(table["certainty"]),
        ),
    )


def _arrays(entry: Mapping[str, Sequence[float]], names: Sequence[str]) -> list[Array]:
    return [np.array(entry[name], np.float32) for name in names]


def _linear(entry: Mapping[str, object]) -> Linear:
    return Linear(np.array(entry["slope"], np.float32), float(cast(float, entry["constant"])))
