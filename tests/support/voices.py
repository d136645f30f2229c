"""A voice that says nothing: vowels that glide into one another, with hisses between, as a throat makes them.

A train of glottal pulses with a moving pitch goes through three resonators (Klatt, "Software for a cascade/parallel
formant synthesizer", 1980). A detector of voices takes it for speech; noise with the same spectrum it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["recording", "voice"]

Samples = NDArray[np.float32]

_RATE = 16_000
_VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
_BANDWIDTHS = (80, 100, 140)


@lru_cache
def voice(seconds: float, *, seed: int = 2, sample_rate: int = _RATE) -> Samples:
    """So many seconds of a voice, shape (n,), its peak at about 0.5."""
    rng = np.random.default_rng(seed)
    n = int(seconds * _RATE)
    formants, level, hiss = np.zeros((n, 3)), np.zeros(n), np.zeros(n)
    now, at = np.array(_VOWELS[0], float), 0
    while at < n:
        length = int(_RATE * rng.uniform(0.14, 0.24))
        following = np.array(_VOWELS[rng.integers(len(_VOWELS))], float)
        end = min(at + length, n)
        t = np.arange(end - at) / length
        formants[at:end] = now + (following - now) * np.clip(3 * t, 0, 1)[:, None]
        level[at:end] = np.sin(np.pi * t) ** 0.6
        hissed = min(int(0.05 * _RATE), end - at)
        hiss[at : at + hissed] = 0.25 * np.hanning(hissed)
        now, at = following, end
    pitch = 110 + 30 * np.sin(3 * np.pi * np.arange(n) / n) + 10 * level
    pulses = np.diff(np.floor(np.cumsum(pitch / _RATE)), prepend=0)
    sound = np.convolve(pulses, np.exp(-np.arange(60) / 12))[:n] + 0.02 * rng.standard_normal(n)
    sound *= level
    for place, bandwidth in enumerate(_BANDWIDTHS):
        sound = _resonated(sound, formants[:, place], bandwidth)
    consonants = 0.09 * hiss * np.diff(rng.standard_normal(n), prepend=0)
    made = 0.5 * sound / np.abs(sound).max() + consonants
    if sample_rate != _RATE:
        made = np.interp(np.arange(int(seconds * sample_rate)) * _RATE / sample_rate, np.arange(n), made)
    return made.astype(np.float32)


def recording(
    seconds: float, said_s: Sequence[tuple[float, float]], *, sample_rate: int = 48_000, channels: int = 2
) -> Samples:
    """A quiet room, shape (channels, n), in which a voice speaks from start to end of each of `said_s`."""
    n = round(seconds * sample_rate)
    room = 10 ** (-66 / 20) * np.random.default_rng(5).standard_normal((channels, n))
    for start, end in said_s:
        said = voice(round(end - start, 3), sample_rate=sample_rate)
        first = round(start * sample_rate)
        room[:, first : first + said.size] += said[: n - first]
    return room.astype(np.float32)


def _resonated(sound: NDArray[Any], frequency: NDArray[Any], bandwidth: float) -> NDArray[Any]:
    """`sound` through a resonance whose frequency, in Hz, moves with every sample."""
    decay = np.exp(-np.pi * bandwidth / _RATE)
    a = 2 * decay * np.cos(2 * np.pi * frequency / _RATE)
    b = -(decay**2)
    driven = ((1 - a - b) * sound).tolist()
    out, last, earlier = np.zeros(sound.size), 0.0, 0.0
    for n, (given, turn) in enumerate(zip(driven, a.tolist(), strict=True)):
        now = given + turn * last + b * earlier
        out[n], earlier, last = now, last, now
    return out
