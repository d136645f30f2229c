"""Tempo, beats, downbeats and how sure they are, of any sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.downbeats import Bars, find_bars, with_second_view
from nemovideo_mcp.audio.hypotheses import Hypothesis, Tempogram, hypothesis_features
from nemovideo_mcp.audio.levels import Divisions, divisions, judge, ways_to_count
from nemovideo_mcp.audio.metre_features import MetreView, surroundings
from nemovideo_mcp.audio.onset_strength import FRAME_RATE, OnsetFeatures, onset_features
from nemovideo_mcp.audio.pulse import (
    EVIDENCE_CAP,
    beat_evidence,
    beat_features,
    chroma_change,
    local_level,
    on_the_attack,
    place_beats,
)
from nemovideo_mcp.audio.tempo import TempoPath, novelty, tempo_path
from nemovideo_mcp.audio.weights import BeatWeights, beat_weights
from nemovideo_mcp.timeline.grid import BeatGrid

__all__ = [
    "ANALYSIS_SAMPLE_RATE",
    "BeatEstimate",
    "Judged",
    "Scene",
    "Seen",
    "beat_track",
    "certainty_features",
    "confidence_features",
]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

ANALYSIS_SAMPLE_RATE = 22_050
"""The lowest sample rate (Hz) that loses nothing here; higher rates are as good, lower ones lose the hi-hat."""

_LEAST_CONFIDENCE = 0.35
_AUDIBLE_PEAK = 1e-4
_SOUNDING_DB = -50.0
_SHORTEST_S = 1.0
_FAINT = 0.12
_LEAST_SUPPORT = -2.0
_END_S = 0.05
# How much less a tempo is liked that the tempo model did not look at (a logarithm).
_UNHEARD_OF = 4.0


@dataclass(frozen=True, kw_only=True)
class BeatEstimate:
    """Beats and downbeats in seconds; none at all where the confidence (0 to 1) is too low to believe them.

    `confidence` is the chance that these beats are right, at this metrical level: it falls where levels compete, and
    where the models of tempo, beat and bar and the tempogram of the attacks disagree. `tempo_bpm` is the median tempo
    (0 without beats); `alternatives_bpm` are the other metrical levels that the sound leaves open, as half or double
    time, the likeliest first.
    """

    tempo_bpm: float
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    beats_per_bar: int
    confidence: float
    alternatives_bpm: tuple[float, ...]

    def grid(self) -> BeatGrid:
        """The beats as a grid in milliseconds, exact to a microsecond."""
        return BeatGrid(
            tuple(Fraction(round(beat * 1_000_000), 1000) for beat in self.beats),
            self._first_downbeat(),
            self.beats_per_bar,
            self.confidence,
            self.alternatives_bpm,
        )

    def _first_downbeat(self) -> int:
        """The beat from which steady bars meet the most downbeats; where a bar is cut short they differ."""
        starting = set(self.downbeats)
        places = [index % self.beats_per_bar for index, beat in enumerate(self.beats) if beat in starting]
        return max(sorted(set(places)), key=places.count) if places else 0


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
    scene = Scene(features, weights)
    path = scene.path(None)
    free = scene.pulse(path)
    # whether there is a beat at all does not depend on how somebody wants it counted
    there = scene.confidence(free)
    if there < _LEAST_CONFIDENCE:
        return _nothing(there)
    if tempo_bpm is not None:
        path = scene.path(tempo_bpm)
        free = scene.pulse(path)
    seen = scene.ways(path, free, any_level=tempo_bpm is None)
    if not seen:
        return _nothing(there)
    found = scene.count(seen, there)
    times = tuple(round(float(beat), 6) for beat in found.way.beats_s)
    bpm = round(60 / float(np.median(np.diff(found.way.beats_s))), 2)
    return BeatEstimate(
        tempo_bpm=bpm,
        beats=times,
        downbeats=tuple(times[index] for index in found.bars.downbeats),
        beats_per_bar=found.bars.beats_per_bar,
        confidence=round(found.chance, 3),
        alternatives_bpm=tuple(round(bpm / factor, 1) for factor in found.alternatives if tempo_bpm is None),
    )


@dataclass(frozen=True)
class Pulse:
    """A tempo path, the evidence for a beat at each frame under it, and the beats' frames."""

    path: TempoPath
    evidence: Array64
    frames: NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A way to count, the `rows` of its beats, what speaks for it as a whole, what divides its pulse, and by what its
    certainty is judged: the `likelihood` of the tempo found first, the mean `evidence` for its beats, and its `support`
    by a second view."""

    way: Hypothesis
    rows: Array
    features: Array
    found: Divisions
    likelihood: float
    evidence: float
    support: float


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """A way to count with its bars; `chance` (0 to 1) says how often such a one is right, `alternatives` are the
    factors of other levels."""

    way: Hypothesis
    bars: Bars
    chance: float
    alternatives: tuple[float, ...]


class Scene:
    """The features of one sound, prepared once for any number of ways to count it."""

    def __init__(self, features: OnsetFeatures, weights: BeatWeights) -> None:
        self._weights = weights
        self._features = features
        self._curves = novelty(features.flux)
        self._change = chroma_change(features.chroma)
        sounding = np.flatnonzero(features.level_db > _SOUNDING_DB)
        self._first, self._last = int(sounding[0]), int(sounding[-1])
        self.level = local_level(self._curves)
        self._view = MetreView(features, self.level)

    def rows(self, beats_s: Array64) -> Array:
        """What happens around each of these beats."""
        return self._view.rows(beats_s)

    def bars(self, beats_s: Array64, places: Array64) -> Bars:
        """The bars of these beats, given what the networks say of their places."""
        return find_bars(with_second_view(places, self._weights.metre.places(self.around(beats_s))))

    def around(self, beats_s: Array64) -> Array:
        """What is around each of these beats, as the second view sees it."""
        return surroundings(self._view.quarters(beats_s))

    def path(self, tempo_bpm: float | None) -> TempoPath:
        return tempo_path(self._curves, self._weights.tempo, tempo_bpm=tempo_bpm)

    def pulse(self, path: TempoPath) -> Pulse:
        evidence = beat_evidence(self.level, self._change, path.periods, self._weights.beat)
        frames = place_beats(evidence, path.periods, first=self._first, last=self._last)
        return Pulse(path, evidence, _without_faint_ends(frames, self.level))

    def times(self, pulse: Pulse) -> Array64:
        """The beats of a pulse in seconds, each on its attack."""
        return self._on_attacks(pulse.frames) if len(pulse.frames) > 1 else np.zeros(0)

    def _on_attacks(self, frames: NDArray[np.intp]) -> Array64:
        found = on_the_attack(frames, self._features.attack)
        return np.unique(np.clip(found, 0, self._features.duration_s))

    def _completed(self, way: Hypothesis) -> Hypothesis:
        """The same way, carried on to both ends of what sounds, where something begins on these beats."""
        beats_s = way.beats_s
        first_gap, last_gap = beats_s[1] - beats_s[0], beats_s[-1] - beats_s[-2]
        before = int(max(beats_s[0] - self._first / FRAME_RATE + _END_S, 0) // first_gap)
        after = int(max(self._last / FRAME_RATE - beats_s[-1], 0) // last_gap)
        more = np.concatenate(
            [
                beats_s[0] - first_gap * np.arange(before, 0, -1),
                beats_s,
                beats_s[-1] + last_gap * np.arange(1, after + 1),
            ]
        )
        frames = np.clip(np.rint(more * FRAME_RATE).astype(np.intp), 0, len(self.level) - 1)
        kept = _without_faint_ends(frames, self.level)
        start = int((frames < kept[0]).sum()) if len(kept) else 0
        return replace(way, beats_s=np.maximum(more[start : start + len(kept)], 0)) if len(kept) > 3 else way

    def _sharp(self, way: Hypothesis) -> Hypothesis:
        """The same way with every beat on its attack."""
        found = self._on_attacks(np.rint(way.beats_s * FRAME_RATE).astype(np.intp))
        return replace(way, beats_s=found) if len(found) == len(way.beats_s) else way

    def confidence(self, pulse: Pulse) -> float:
        features = confidence_features(pulse.path, pulse.evidence, self.level, pulse.frames)
        return round(_chance(float(self._weights.confidence(features))), 3)

    def ways(self, path: TempoPath, free: Pulse, *, any_level: bool = True) -> list[Seen]:
        """The ways to count a pulse, at its own level or at any, and what speaks for each; none without two beats."""
        beats_s = self.times(free)
        if len(beats_s) < 2:
            return []
        found = divisions(path, self._curves, self._weights.levels)
        view = Tempogram(self._features.attack)
        ways = ways_to_count(beats_s, path, found, lambda path: self.times(self.pulse(path)))
        chosen = [way for way in ways if any_level or way.factor == 1.0]
        return [
            self._see(self._completed(way) if way.between else way, path, found, view)
            for way in chosen or [Hypothesis(factor=1.0, moved=0.0, beats_s=beats_s)]
        ]

    def count(self, seen: Sequence[Seen], there: float) -> _Counted:
        """The likeliest of the ways to count."""
        heard = [self._weights.metre.hear(s.rows, s.features) for s in seen]
        scores = np.array([each.score for each in heard])
        verdict = judge([s.way for s in seen], scores, seen[0].found)
        chosen = seen[verdict.chosen]
        bars = self.bars(chosen.way.beats_s, heard[verdict.chosen].places)
        certainty = certainty_features(verdict.chance, chosen)
        return _Counted(
            way=self._sharp(chosen.way) if chosen.way.between else chosen.way,
            bars=bars,
            chance=min(there, _chance(float(self._weights.metre.certainty(certainty)))),
            alternatives=verdict.alternatives,
        )

    def _see(self, way: Hypothesis, path: TempoPath, found: Divisions, view: Tempogram) -> Seen:
        rows = self._view.rows(way.beats_s)
        frames = np.clip(np.rint(way.beats_s * FRAME_RATE).astype(np.intp), 0, len(self.level) - 1)
        around = beat_features(self.level, self._change, path.periods * way.factor, frames)
        evidence = np.clip(self._weights.beat(around), -EVIDENCE_CAP, EVIDENCE_CAP)
        scores = (
            float(evidence.mean()),
            path.levels.get(way.factor, path.likelihood - (0.0 if way.factor == 1.0 else _UNHEARD_OF)),
            path.likelihood,
            found.three_halves,
            1 - found.two_thirds,
            *(float(way.factor == factor) for factor in (1.0, 0.5, 2.0)),
            float(way.factor not in (1.0, 0.5, 2.0)),
            float(way.moved > 0),
        )
        features = hypothesis_features(way, level=self.level, rows=rows, tempogram=view, model_scores=scores)
        return Seen(
            way=way,
            rows=rows,
            features=features,
            found=found,
            likelihood=path.likelihood,
            evidence=float(evidence.mean()),
            support=view.support(way.period),
        )


def _chance(odds: float) -> float:
    return 1 / (1 + float(np.exp(-np.clip(odds, -30, 30))))


class Judged(Protocol):
    """A way to count, as far as its certainty goes by it."""

    @property
    def likelihood(self) -> float: ...
    @property
    def evidence(self) -> float: ...
    @property
    def support(self) -> float: ...


def certainty_features(chance: float, way: Judged) -> Array:
    """By what the chance is judged that the beats of a way are right: what the ways' model gives them (0 to 1), how
    clear the tempo and the beats are, and how the tempogram of the attacks supports their period (0 at best)."""
    odds = float(np.log((chance + 1e-3) / (1 - chance + 1e-3)))
    return np.array([odds, way.likelihood, way.evidence, max(way.support, _LEAST_SUPPORT)], np.float32)


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
