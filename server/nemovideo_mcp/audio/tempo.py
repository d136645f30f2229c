"""How fast the beat goes, and at which metrical level: a tempo path over time, decided by evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.onset_strength import FRAME_RATE
from nemovideo_mcp.audio.weights import Linear

__all__ = [
    "PERIODS",
    "TempoPath",
    "autocorrelations",
    "novelty",
    "onset_rates",
    "tempo_features",
    "tempo_path",
]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

PERIODS: Array64 = 60 * FRAME_RATE / np.geomspace(40.0, 240.0, 180)
"""Beat periods that are considered, in frames, from 40 to 240 BPM in steps of one per cent."""

_WINDOW = 8 * FRAME_RATE
_HOP = FRAME_RATE
_LAGS = 4 * FRAME_RATE + 1
_TRANSFORM = 2048
_WINDOWS_PER_BATCH = 64
_RATIOS = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4)
_CENTRE_BPM = 115.0
_DRIFT_COST, _JUMP_COST = 150.0, 25.0
_HINT_SHARPNESS = 40.0
_LEVELS = (1 / 2, 2)


@dataclass(frozen=True, kw_only=True)
class TempoPath:
    """`periods` (frames,) is the beat's length at each frame, in frames; `likelihood` the mean log-probability of
    the path in its windows, `levels` that of half and double time, by the factor of the period, where they are within
    `PERIODS`."""

    periods: Array64
    likelihood: float
    levels: Mapping[float, float]

    def at_level(self, factor: float) -> TempoPath:
        """The same path with beats that are `factor` times as long."""
        return replace(self, periods=self.periods * factor, levels={})


def novelty(flux: Array) -> Array:
    """The flux above its mean of a second, each band with a root mean square of 1."""
    above = np.maximum(flux - _moving_mean(flux, FRAME_RATE), 0)
    return (above / np.maximum(np.sqrt((above**2).mean(axis=0)), 1e-9)).astype(np.float32)


def _moving_mean(values: Array, width: int) -> Array64:
    padded = np.pad(values, ((width // 2 + 1, width // 2), (0, 0)), mode="edge")
    running = np.cumsum(padded, axis=0, dtype=np.float64)
    return (running[width : width + len(values)] - running[: len(values)]) / width


def onset_rates(curves: Array) -> Array64:
    """Onsets a second in each band and in their sum."""
    rates: list[float] = []
    for curve in (*curves.T, curves.sum(axis=1) / 2):
        inner = curve[1:-1]
        threshold = 0.8 * float(np.sqrt((curve**2).mean()))
        peaks = (inner > curve[:-2]) & (inner >= curve[2:]) & (inner > threshold)
        rates.append(max(float(peaks.sum()) * FRAME_RATE / len(curve), 0.2))
    return np.array(rates)


def autocorrelations(curves: Array) -> Iterator[Array]:
    """Batches of (windows, lags, bands + their sum): one window a second, 1 at lag 0."""
    signals = np.hstack([curves, curves.sum(axis=1, keepdims=True)])
    signals = np.pad(signals, ((_WINDOW // 2, _WINDOW), (0, 0)))
    taper = np.hanning(_WINDOW)[:, None]
    overlap = np.fft.irfft(np.abs(np.fft.rfft(taper[:, 0], _TRANSFORM)) ** 2)[:_LAGS]
    overlap = np.maximum(overlap / overlap[0], 0.15)[None, :, None]
    count = len(curves) // _HOP + 1
    for start in range(0, count, _WINDOWS_PER_BATCH):
        firsts = np.arange(start, min(start + _WINDOWS_PER_BATCH, count)) * _HOP
        frames = np.stack([signals[first : first + _WINDOW] * taper for first in firsts])
        frames = frames - frames.mean(axis=1, keepdims=True) * taper / taper.mean()
        power = np.abs(np.fft.rfft(frames, _TRANSFORM, axis=1)) ** 2
        correlation = np.fft.irfft(power, axis=1)[:, :_LAGS]
        correlation = correlation / np.maximum(correlation[:, :1], 1e-9) / overlap
        beside = np.maximum(np.roll(correlation, 1, axis=1), np.roll(correlation, -1, axis=1))
        yield np.maximum(correlation, beside).astype(np.float32)


def tempo_features(curves: Array) -> Iterator[Array]:
    """Batches of (windows, periods, features).

    The features of a period are the autocorrelation of each band at a quarter of it up to four times it, how many
    onsets fall on a beat of it, and where it lies between slow and fast.
    """
    bpm = 60 * FRAME_RATE / PERIODS
    octaves = np.log2(bpm / _CENTRE_BPM)
    usual = np.stack(
        [octaves, octaves**2, np.maximum(octaves - 0.4, 0) ** 2, np.maximum(-octaves - 0.4, 0) ** 2], axis=1
    )
    per_beat = np.log2(onset_rates(curves)[None] * PERIODS[:, None] / FRAME_RATE)
    fixed = np.concatenate([usual, per_beat, (per_beat - 1) ** 2], axis=1).astype(np.float32)
    for correlation in autocorrelations(curves):
        columns: list[Array] = []
        for ratio in _RATIOS:
            lag = np.clip(PERIODS * ratio, 1, _LAGS - 2)
            whole = lag.astype(int)
            part = (lag - whole).astype(np.float32)[None, :, None]
            value = correlation[:, whole] * (1 - part) + correlation[:, whole + 1] * part
            columns.append(np.where((PERIODS * ratio <= _LAGS - 2)[None, :, None], value, 0))
        columns.append(np.broadcast_to(fixed, (len(correlation), *fixed.shape)))
        yield np.concatenate(columns, axis=2).astype(np.float32)


def tempo_path(curves: Array, weights: Linear, *, tempo_bpm: float | None = None) -> TempoPath:
    """The most probable tempo over time, by Viterbi over one window a second.

    `tempo_bpm` draws the path to that metrical level. The comb of autocorrelations follows Percival & Tzanetakis
    (2014), with weights fitted instead of chosen.
    """
    scores = np.concatenate([weights(features) for features in tempo_features(curves)]).astype(np.float64)
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    # a window without an onset says nothing about tempo
    heard = _moving_mean(curves, _WINDOW)[::_HOP].sum(axis=1)[: len(scores)]
    scores[: len(heard)][heard < 0.02] = -np.log(len(PERIODS))
    evidence = scores
    if tempo_bpm is not None:
        evidence = scores - _HINT_SHARPNESS * np.log2(60 * FRAME_RATE / PERIODS / tempo_bpm)[None] ** 2
    states = _viterbi(evidence)
    path = PERIODS[states]
    rows = np.arange(len(states))
    likelihood = float(scores[rows, states].mean())
    levels: dict[float, float] = {}
    for level in _LEVELS:
        other = path * level
        if other.min() < PERIODS[-1] * 0.98 or other.max() > PERIODS[0] * 1.02:
            continue
        nearest = np.abs(np.log(PERIODS)[None] - np.log(other)[:, None]).argmin(axis=1)
        around = np.clip(nearest[:, None] + np.arange(-2, 3), 0, len(PERIODS) - 1)
        levels[level] = float(scores[rows[:, None], around].max(axis=1).mean())
    at = np.arange(len(curves)) / _HOP
    return TempoPath(periods=np.interp(at, rows, path), likelihood=likelihood, levels=levels)


def _viterbi(scores: Array64) -> NDArray[np.intp]:
    """The best sequence of states; drifting costs by its size, up to the price of a jump."""
    position = np.log(PERIODS)
    cost = np.minimum(_DRIFT_COST * np.abs(position[:, None] - position[None]), _JUMP_COST)
    best = scores[0].copy()
    came_from = np.zeros(scores.shape, np.intp)
    rows = np.arange(len(position))
    for step in range(1, len(scores)):
        total = best[None] - cost
        came_from[step] = total.argmax(axis=1)
        best = total[rows, came_from[step]] + scores[step]
    states = [int(best.argmax())]
    for step in range(len(scores) - 1, 0, -1):
        states.append(int(came_from[step, states[-1]]))
    return np.array(states[::-1])
