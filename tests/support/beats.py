"""Small pieces of sound whose beats are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 22_050


def _decay(length_s: float, decay_s: float) -> NDArray[np.float64]:
    return np.exp(-np.arange(int(length_s * RATE)) / RATE / decay_s)


def kick() -> NDArray[np.float64]:
    shape = _decay(0.2, 0.07)
    at = np.arange(len(shape)) / RATE
    return np.sin(2 * np.pi * (50 * at + 2 * (1 - np.exp(-at / 0.03)))) * shape


def snare() -> NDArray[np.float64]:
    shape = _decay(0.15, 0.05)
    return 0.6 * np.random.default_rng(1).standard_normal(len(shape)) * shape


def hat() -> NDArray[np.float64]:
    shape = _decay(0.05, 0.012)
    return 0.2 * np.diff(np.random.default_rng(2).standard_normal(len(shape) + 1)) * shape


def chord(root_hz: float, length_s: float) -> NDArray[np.float64]:
    at = np.arange(int(length_s * RATE)) / RATE
    tones = [np.sin(2 * np.pi * root_hz * 2 ** (k / 12) * at) for k in (0, 4, 7)]
    return 0.1 * np.sum(tones, axis=0) * np.exp(-at / length_s) * np.minimum(at / 0.004, 1)


def place(
    length_s: float, hits: Sequence[tuple[float, NDArray[np.float64]]], *, noise: float = 1e-4
) -> Samples:
    """Sounds at their times (seconds) over a faint noise."""
    samples = np.random.default_rng(0).standard_normal(int(length_s * RATE)) * noise
    for at_s, sound in hits:
        first = round(at_s * RATE)
        if 0 <= first < len(samples):
            part = sound[: len(samples) - first]
            samples[first : first + len(part)] += part
    return (samples / max(1.0, float(np.abs(samples).max()) * 1.1)).astype(np.float32)


def beats_at(bpm: float, *, length_s: float, offset_s: float = 0.3) -> NDArray[np.float64]:
    return np.arange(offset_s, length_s - 0.1, 60 / bpm)


def drums(beats_s: NDArray[np.float64], *, length_s: float, beats_per_bar: int = 4) -> Samples:
    """Kick on the odd beats (the first only, in three), snare on the others, hi-hats in quavers, a chord a bar."""
    gaps = np.diff(beats_s, append=2 * beats_s[-1] - beats_s[-2])
    hits: list[tuple[float, NDArray[np.float64]]] = []
    for index, (beat, gap) in enumerate(zip(beats_s, gaps, strict=True)):
        strong = index % beats_per_bar == 0 or (beats_per_bar == 4 and index % 2 == 0)
        hits += [(beat, kick() if strong else snare()), (beat, hat()), (beat + gap / 2, hat())]
        if index % beats_per_bar == 0:
            root = 220.0 * 2 ** ((0, 5, 7, 9)[index // beats_per_bar % 4] / 12)
            hits.append((beat, chord(root, gap * beats_per_bar * 0.95)))
    return place(length_s, hits)


def odd_bars(beats_s: NDArray[np.float64], *, length_s: float, beats_per_bar: int) -> Samples:
    """Bars of five as three and two, of seven as four and three: a kick on the first beat of either part, a snare on
    the last one of each, hi-hats on every beat, a chord a bar."""
    second = (beats_per_bar + 1) // 2
    period = float(np.diff(beats_s).mean())
    hits: list[tuple[float, NDArray[np.float64]]] = []
    for index, beat in enumerate(beats_s):
        bar, at = divmod(index, beats_per_bar)
        hits.append((float(beat), hat()))
        if at in (0, second):
            hits.append((float(beat), kick()))
        if at in (second - 1, beats_per_bar - 1):
            hits.append((float(beat), snare()))
        if at == 0:
            root = 220.0 * 2 ** ((0, 5, 7, 9)[bar % 4] / 12)
            hits.append((float(beat), chord(root, period * beats_per_bar * 0.95)))
    return place(length_s, hits)


def clicks(beats_s: NDArray[np.float64], *, length_s: float) -> Samples:
    at = np.arange(int(0.04 * RATE)) / RATE
    click = np.sin(2 * np.pi * 1000 * at) * np.exp(-at / 0.01)
    return place(length_s, [(float(beat), click) for beat in beats_s])


def speech_like(length_s: float, *, seed: int = 0) -> Samples:
    """Syllables of irregular length and strength: voiced tones and hisses with pauses between them."""
    rng = np.random.default_rng(seed)
    hits: list[tuple[float, NDArray[np.float64]]] = []
    at_s = 0.2
    while at_s < length_s:
        length = float(rng.uniform(0.06, 0.3))
        t = np.arange(int(length * RATE)) / RATE
        pitch = float(rng.uniform(90, 220))
        voice = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 12))
        sound = rng.standard_normal(len(t)) * 0.3 if rng.random() < 0.3 else voice
        hits.append((at_s, np.asarray(sound) * np.sin(np.pi * t / length) ** 0.7 * rng.uniform(0.1, 0.5)))
        at_s += length + (
            float(rng.exponential(0.06)) if rng.random() < 0.85 else float(rng.uniform(0.3, 0.9))
        )
    return place(length_s, hits, noise=1e-3)


def six_eight(pulse_bpm: float, *, length_s: float) -> tuple[Samples, NDArray[np.float64]]:
    """Kick on the first dotted crotchet of each bar, snare on the second, hi-hats in quavers; and the pulse's beats."""
    beats_s = beats_at(pulse_bpm, length_s=length_s)
    quaver_s = 20 / pulse_bpm
    hits: list[tuple[float, NDArray[np.float64]]] = []
    for index, beat in enumerate(beats_s):
        hits += [(float(beat) + n * quaver_s, hat()) for n in range(3)]
        hits.append((float(beat), snare() if index % 2 else kick()))
        if index % 2 == 0:
            hits.append(
                (float(beat), chord(196.0 * 2 ** ((0, 5, 7, 9)[index // 2 % 4] / 12), 5.7 * quaver_s))
            )
    return place(length_s, hits), beats_s


def drum_and_bass(bpm: float, *, length_s: float) -> tuple[Samples, NDArray[np.float64]]:
    """Kick on 1 and before 4, snare on 2 and 4, hi-hats in quavers, a bass note under each kick; and the beats."""
    beats_s = beats_at(bpm, length_s=length_s)
    half_s = 30 / bpm
    hits: list[tuple[float, NDArray[np.float64]]] = []
    for index, beat in enumerate(beats_s):
        hits += [(float(beat), hat()), (float(beat) + half_s, hat())]
        if index % 2:
            hits.append((float(beat), snare()))
        kicked = {0: float(beat), 2: float(beat) + half_s}.get(index % 4)
        if kicked is not None:
            hits += [(kicked, kick()), (kicked, chord(55.0, 1.5 * half_s))]
    return place(length_s, hits), beats_s
