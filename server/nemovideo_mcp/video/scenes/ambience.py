"""The soft sounds of two scenes, made of filtered noise: stereo float32 `(2, n)`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.video.scenes.lanterns import BURST_TIMES_S

__all__ = ["night_lake", "wind"]

Samples = NDArray[np.float32]

_FADE_S = 0.4


def wind(rng: np.random.Generator, seconds: float, sample_rate: int) -> Samples:
    """Wind over the ridges: low noise that swells, and a thin whistle in it."""
    length = round(seconds * sample_rate)
    sides: list[NDArray[np.float64]] = []
    for _ in range(2):
        low = _noise(rng, length, sample_rate, low=60, high=420)
        thin = _noise(rng, length, sample_rate, low=700, high=1100)
        swell = 0.55 + 0.45 * _slow(rng, length, sample_rate)
        sides.append(low * swell + 0.16 * thin * swell**3)
    return _settled(np.stack(sides), sample_rate, gain=0.055)


def night_lake(rng: np.random.Generator, seconds: float, sample_rate: int) -> Samples:
    """Water that laps, and the bursts as they come over the lake, muffled and a moment late."""
    length = round(seconds * sample_rate)
    sides = [
        _noise(rng, length, sample_rate, low=180, high=1400)
        * (0.3 + 0.7 * _slow(rng, length, sample_rate) ** 2)
        for _ in range(2)
    ]
    sound = 0.5 * np.stack(sides)
    for burst in BURST_TIMES_S:
        start = round((burst + 0.25) * sample_rate)
        if start >= length:
            continue
        t = np.arange(length - start) / sample_rate
        thud = _noise(rng, t.size, sample_rate, low=35, high=160) * np.exp(-t * 4.5)
        crackle = _noise(rng, t.size, sample_rate, low=1800, high=5200) * (rng.random(t.size) < 0.004)
        tail = np.convolve(crackle, np.exp(-np.arange(400) / 60), mode="full")[: t.size]
        pan = rng.uniform(0.35, 0.65)
        whole = 2.2 * thud * (1 - np.exp(-t * 120)) + 0.5 * tail * np.exp(-np.abs(t - 0.7) * 3)
        sound[:, start:] += whole * np.array([[1 - pan], [pan]])
    return _settled(sound, sample_rate, gain=0.05)


def _noise(
    rng: np.random.Generator, length: int, sample_rate: int, *, low: float, high: float
) -> NDArray[np.float64]:
    """Noise of one band with soft edges, of mean power 1."""
    spectrum = np.fft.rfft(rng.normal(size=length))
    frequency = np.maximum(np.fft.rfftfreq(length, 1 / sample_rate), 1e-3)
    spectrum *= 1 / (1 + (low / frequency) ** 4) / (1 + (frequency / high) ** 4)
    noise = np.fft.irfft(spectrum, n=length)
    return noise / max(1e-9, float(noise.std()))


def _slow(rng: np.random.Generator, length: int, sample_rate: int) -> NDArray[np.float64]:
    """A curve between 0 and 1 that takes about a second to change its mind."""
    knots = rng.uniform(0, 1, int(length / sample_rate * 1.3) + 4)
    at = np.arange(length) / sample_rate * 1.3
    base = at.astype(int)
    share = at - base
    share = share * share * (3 - 2 * share)
    return knots[base] * (1 - share) + knots[base + 1] * share


def _settled(sound: NDArray[np.float64], sample_rate: int, *, gain: float) -> Samples:
    fade = min(sound.shape[1] // 2, round(_FADE_S * sample_rate))
    ramp = np.sin(np.linspace(0, np.pi / 2, fade)) ** 2 if fade else np.ones(0)
    level = gain / max(1e-9, float(sound.std()))
    sound = np.tanh(sound * level * 1.4) / 1.4
    if fade:
        sound[:, :fade] *= ramp
        sound[:, -fade:] *= ramp[::-1]
    return sound.astype(np.float32)
