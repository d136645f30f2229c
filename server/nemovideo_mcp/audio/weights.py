"""The fitted tables of the beat tracker, and the small functions they belong to.

The file has numbers as they are, but for the networks: their arrays are half-precision numbers in Base64, beside their
shapes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.metre_network import TemporalNetwork, heard_features

__all__ = [
    "BeatWeights",
    "Heard",
    "Hinges",
    "Layers",
    "LevelWeights",
    "Linear",
    "MetreWeights",
    "beat_weights",
    "packed",
]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

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
class Heard:
    """What the networks say of a way to count: its `score` against other ways of the same sound, and the
    log-probability of each place in a bar for each of its beats."""

    score: float
    places: Array64


@dataclass(frozen=True, kw_only=True)
class MetreWeights:
    """What `benchmarks/fit_metre.py` fitted: `networks`, asked for their mean, say of each beat its place in the bar
    and whether it is one; `places` are a second view of the places in bars of three and of four; which way to count is
    the likeliest; and how often that is right."""

    networks: Sequence[TemporalNetwork]
    places: Layers
    ways: Hinges
    certainty: Linear

    def hear(self, rows: Array, features: Array) -> Heard:
        """What is said of a way to count, given the rows of its beats and the features of the whole."""
        said = [network(rows) for network in self.networks]
        places = np.mean([each for each, _ in said], axis=0)
        odds = np.mean([each for _, each in said], axis=0)
        score = float(self.ways(np.concatenate([features, heard_features(places, odds)])))
        return Heard(score=score, places=places)


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
            networks=tuple(_network(entry) for entry in table.get("networks", ())),
            places=Layers(*(_unpacked(table["places"][name]) for name in _LAYERS)),
            ways=Hinges(*(_unpacked(table["ways"][name]) for name in _HINGES)),
            certainty=_linear(table["certainty"]),
        ),
    )


def _arrays(entry: Mapping[str, Sequence[float]], names: Sequence[str]) -> list[Array]:
    return [np.array(entry[name], np.float32) for name in names]


def packed(values: Array) -> dict[str, object]:
    """An array as the file holds it."""
    data = base64.b64encode(np.ascontiguousarray(values, "<f2").tobytes()).decode("ascii")
    return {"shape": list(values.shape), "halves": data}


def _unpacked(entry: Mapping[str, object]) -> Array:
    values = np.frombuffer(base64.b64decode(str(entry["halves"])), "<f2")
    return values.reshape(cast("list[int]", entry["shape"])).astype(np.float32)


def _network(entry: Mapping[str, object]) -> TemporalNetwork:
    arrays = cast("Mapping[str, Mapping[str, object]]", entry)
    layers = cast("Sequence[Mapping[str, object]]", entry["layers"])
    return TemporalNetwork(
        layers=tuple(_unpacked(layer) for layer in layers),
        **{name: _unpacked(arrays[name]) for name in ("mean", "scale", "entry", "exits")},
    )


def _linear(entry: Mapping[str, object]) -> Linear:
    return Linear(np.array(entry["slope"], np.float32), float(cast(float, entry["constant"])))
