"""Tempo, beats, downbeats and how sure they are, of any sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.downbeats import find_bars
from nemovideo_mcp.audio.levels import Level, choose_level
from nemovideo_mcp.audio.onset_strength import OnsetFeatures, onset_features
from nemovideo_mcp.audio.pulse import beat_evidence, chroma_change, local_level, on_the_attack, place_beats
from nemovideo_mcp.audio.tempo import TempoPath, novelty, tempo_path
from nemovideo_mcp.audio.weights import BeatWeights, beat_weights
from nemovideo_mcp.timeline.grid import BeatGrid

__all__ = ["ANALYSIS_SAMPLE_RATE", "BeatEstimate", "beat_track", "confidence_features"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

ANALYSIS_SAMPLE_RATE = 22_050
"""The lowest sample rate (Hz) that loses nothing here; higher rates are as good, lower ones lose the hi-hat."""

_LEAST_CONFIDENCE = 0.35
_AUDIBLE_PEAK = 1e-4
_SOUNDING_DB = -50.0
_SHORTEST_S = 1.0
_FAINT = 0.12


@dataclass(frozen=True, kw_only=True)
class BeatEstimate:
    """Beats and downbeats in seconds; none at all where the confidence (0 to 1) is too low to believe them.

    `confidence` is the chance that there is a beat, and that it is felt at this metrical level: it falls where levels
    compete. `tempo_bpm` is the median tempo (0 without beats); `alternatives_bpm` are the other metrical levels that
    the sound leaves open, as half or double time, the likeliest first.
    """

    tempo_bpm: float
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    beats_per_bar: int
    confidence: float
    alternatives_bpm: tuple[float, ...]

    def grid(self) -> BeatGrid:
        """The beats as a grid in milliseconds, exact to a microsecond."""
        first = self.beats.index(self.downbeats[0]) if self.downbeats else 0
        return BeatGrid(
            tuple(Fraction(round(beat * 1_000_000), 1000) for beat in self.beats),
            first,
            self.beats_per_bar,
            self.confidence,
            self.alternatives_bpm,
        )


def beat_track(blocks: Iterable[Array], *, sample_rate: int, tempo_bpm: float | None = None) -> BeatEstimate:
    """Track the beats of blocks (n,) or (channels, n) of any sizes; the result does not depend on the sizes.

    `tempo_bpm` says at which metrical level to count. Memory grows by features only, about 50 kB a second.
    Raises `ValueError` for a sample rate or a tempo that is not above 0.
    """
    if sample_rate <= 0 or (tempo_bpm is not None and not tempo_bpm > 0):
        raise ValueError("sample rate and tempo must be above 0")
    features = onset_features(blocks, sample_rate=sample_rate)
    if features.duration_s < _SHORTEST_S or features.peak < _AUDIBLE_PEAK:
        return _nothing(0.0)
    return _track(features, beat_weights(), tempo_bpm)


def _nothing(confidence: float) -> BeatEstimate:
    return BeatEstimate(
        tempo_bpm=0.0, beats=(), downbeats=(), beats_per_bar=4, confidence=confidence, alternatives_bpm=()
    )


def _track(features: OnsetFeatures, weights: BeatWeights, tempo_bpm: float | None) -> BeatEstimate:
    scene = _Scene(features, weights)
    path = scene.path(None)
    free = scene.pulse(path)
    # whether there is a beat at all does not depend on how somebody wants it counted
    confidence = scene.confidence(free)
    if confidence < _LEAST_CONFIDENCE:
        return _nothing(confidence)
    if tempo_bpm is not None:
        pulse, certainty, alternatives = scene.pulse(scene.path(tempo_bpm)), 1.0, ()
    else:
        level = scene.level_of(path)
        pulse = free if level.factor == 1.0 else scene.pulse(path.at_level(level.factor))
        certainty, alternatives = level.certainty, tuple(f / level.factor for f in level.alternatives)
    if len(pulse.frames) < 2:
        return _nothing(confidence)
    beats = np.unique(np.clip(on_the_attack(pulse.frames, features.attack), 0, features.duration_s))
    bars = find_bars(scene.level, features.chroma, beats, weights.downbeats)
    times = tuple(round(float(beat), 6) for beat in beats)
    return BeatEstimate(
        tempo_bpm=(bpm := round(60 / float(np.median(np.diff(beats))), 2)),
        beats=times,
        downbeats=tuple(times[index] for index in bars.downbeats),
        beats_per_bar=bars.beats_per_bar,
        confidence=round(confidence * certainty, 3),
        alternatives_bpm=tuple(round(bpm / factor, 1) for factor in alternatives),
    )


@dataclass(frozen=True)
class _Pulse:
    """A tempo path, the evidence for a beat at each frame under it, and the beats' frames."""

    path: TempoPath
    evidence: Array64
    frames: NDArray[np.intp]


class _Scene:
    """The features of one sound, prepared once for any number of ways to count it."""

    def __init__(self, features: OnsetFeatures, weights: BeatWeights) -> None:
        self._weights = weights
        self._curves = novelty(features.flux)
        self._change = chroma_change(features.chroma)
        sounding = np.flatnonzero(features.level_db > _SOUNDING_DB)
        self._first, self._last = int(sounding[0]), int(sounding[-1])
        self.level = local_level(self._curves)

    def path(self, tempo_bpm: float | None) -> TempoPath:
        return tempo_path(self._curves, self._weights.tempo, tempo_bpm=tempo_bpm)

    def level_of(self, path: TempoPath) -> Level:
        return choose_level(path, self._curves, self._weights.levels)

    def pulse(self, path: TempoPath) -> _Pulse:
        evidence = beat_evidence(self.level, self._change, path.periods, self._weights.beat)
        frames = place_beats(evidence, path.periods, first=self._first, last=self._last)
        return _Pulse(path, evidence, _without_faint_ends(frames, self.level))

    def confidence(self, pulse: _Pulse) -> float:
        features = confidence_features(pulse.path, pulse.evidence, self.level, pulse.frames)
        odds = float(self._weights.confidence(features))
        return round(1 / (1 + float(np.exp(-np.clip(odds, -30, 30)))), 3)


def _without_faint_ends(frames: NDArray[np.intp], level: Array) -> NDArray[np.intp]:
    """The same beats without those at either end where nothing begins."""
    if not len(frames):
        return frames
    around = np.clip(frames[:, None] + np.arange(-4, 5), 0, len(level) - 1)
    accent = level.sum(axis=1)[around].max(axis=1)
    loud = np.flatnonzero(accent > _FAINT * float(np.median(accent)) + 1e-6)
    return frames[loud[0] : loud[-1] + 1] if len(loud) else frames[:0]


def confidence_features(path: TempoPath, evidence: Array64, level: Array, frames: NDArray[np.intp]) -> Array:
    """What tells a beat from a sequence of sounds: how clear tempo and beats are, how steady, how much beside them."""
    if len(frames) < 4:
        return np.array([-6, -6, 0, 1, 0, 0], np.float32)
    around = np.clip(frames[:, None] + np.arange(-2, 3), 0, len(level) - 1)
    total = level.sum(axis=1)
    gaps = np.diff(np.log(np.diff(frames)))
    return np.array(
        [
            path.likelihood,
            float(evidence[around].max(axis=1).mean()),
            float((total[around].max(axis=1) > 1.0).mean()),
            float(np.abs(gaps).mean()) * 10,
            float(np.log(total[around].max(axis=1).mean() / (total.mean() + 1e-6) + 1e-3)),
            float(np.log(len(frames))),
        ],
        np.float32,
    )
