"""Figures of a stereo recording: spectrum, presence, flux, variety of onsets, loudness range, width, roughness.

All take (2, n) samples at 48 kHz and are after the level: they say the same of a louder copy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.loudness import integrated_lufs

RATE = 48_000
CENTERS_HZ = 1000.0 * 2.0 ** (np.arange(-14, 13) / 3)  # 40 Hz to 16 kHz
Sound = NDArray[np.float32]
Numbers = NDArray[np.float64]

_FRAME, _HOP = 2048, 480


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What `figures_of` measures; decibels, but for flux, variety, correlation, roughness (no unit)."""

    bands_db: tuple[float, ...]
    presence_db: float
    body_db: float
    flux: float
    onset_variety: float
    interval_bits: float
    strength_bits: float
    onsets_per_s: float
    loudness_range_lu: float
    side_db: float
    correlation: float
    mono_loss_db: float
    crest_db: float
    roughness: float


def power_spectrum(sound: Sound, size: int = 16_384) -> tuple[Numbers, Numbers]:
    """Frequencies in Hz and the mean power of both channels (P. D. Welch, 1967)."""
    window = np.hanning(size)
    total = np.zeros(size // 2 + 1)
    for side in sound:
        frames = np.lib.stride_tricks.sliding_window_view(side, size)[:: size // 2]
        for frame in frames:
            total += np.abs(np.fft.rfft(frame * window)) ** 2
    return np.fft.rfftfreq(size, 1 / RATE), total


def third_octaves(f: Numbers, power: Numbers) -> Numbers:
    """Levels of the third-octave bands from 40 Hz to 16 kHz of a power spectrum, in dB against their sum."""
    levels = np.array([power[(f >= c * 2 ** (-1 / 6)) & (f < c * 2 ** (1 / 6))].sum() for c in CENTERS_HZ])
    return 10 * np.log10(levels / levels.sum() + 1e-12)


def share_db(f: Numbers, power: Numbers, low_hz: float, high_hz: float) -> float:
    """The part of a power spectrum between two frequencies in dB against that between 40 Hz and 16 kHz."""
    part = power[(f >= low_hz) & (f < high_hz)].sum()
    return float(10 * np.log10(part / power[(f >= 40) & (f < 16_000)].sum() + 1e-12))


def _frames(mono: Sound) -> Numbers:
    views = np.lib.stride_tricks.sliding_window_view(mono, _FRAME)[::_HOP]
    out = np.empty((len(views), _FRAME // 2 + 1), np.float32)
    for start in range(0, len(views), 256):
        out[start : start + 256] = np.abs(
            np.fft.rfft(views[start : start + 256] * np.hanning(_FRAME).astype(np.float32), axis=1)
        )
    return out.astype(np.float64)


def _bands(magnitudes: Numbers, count: int = 24) -> Numbers:
    edges = np.unique(np.geomspace(2, magnitudes.shape[1] - 1, count + 1).astype(int))
    return np.add.reduceat(magnitudes, edges[:-1], axis=1)


def flux_of(magnitudes: Numbers) -> float:
    """Mean of what a frame of 10 ms adds to the one before, as a share of its magnitude."""
    rise = np.maximum(np.diff(magnitudes, axis=0), 0).sum(axis=1)
    total = magnitudes[1:].sum(axis=1)
    loud = total > 0.02 * total.max()
    return float((rise[loud] / total[loud]).mean())


def onsets_of(magnitudes: Numbers) -> tuple[Numbers, NDArray[np.intp]]:
    """(frames, bands) rises in dB-like units, and the frames of the onsets (peaks of their sum)."""
    rises = np.maximum(np.diff(np.log1p(100 * _bands(magnitudes)), axis=0), 0)
    strength = rises.sum(axis=1)
    level = strength.mean() + strength.std()
    peaks = [
        i
        for i in range(3, len(strength) - 3)
        if strength[i] > level and strength[i] == strength[i - 3 : i + 4].max()
    ]
    return rises, np.array(peaks, np.intp)


def onset_variety(rises: Numbers, peaks: NDArray[np.intp]) -> float:
    """One less the mean likeness (cosine) of an onset's spectrum to that of the onset four before it."""
    if len(peaks) < 9:
        return 0.0
    shapes = np.stack([rises[p - 1 : p + 2].sum(axis=0) for p in peaks])
    shapes /= np.linalg.norm(shapes, axis=1, keepdims=True) + 1e-9
    return float(1 - (shapes[4:] * shapes[:-4]).sum(axis=1).mean())


def entropy(values: Numbers, edges: Numbers) -> float:
    """Shannon's entropy of the values' histogram, in bits; what lies outside the edges counts in the outermost bins."""
    counts = np.histogram(np.clip(values, edges[0], edges[-1] - 1e-9), edges)[0]
    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum())


def interval_entropy(peaks: NDArray[np.intp]) -> float:
    """How varied the times between onsets are, in bits: quarter octaves from 40 ms to 2.5 s."""
    return entropy(np.log2(np.diff(peaks) / 100.0), np.arange(-4.64, 1.61, 0.25)) if len(peaks) > 2 else 0.0


def strength_entropy(rises: Numbers, peaks: NDArray[np.intp]) -> float:
    """How varied the onsets' strengths are, in bits: steps of 1 dB about their median."""
    if len(peaks) < 3:
        return 0.0
    strengths = rises.sum(axis=1)[peaks]
    return entropy(20 * np.log10(strengths / np.median(strengths)), np.arange(-12.0, 12.5, 1.0))


def loudness_range(sound: Sound) -> float:
    """EBU Tech 3342: the 95th less the 10th percentile of loudness over 3 s, gated 20 LU under the mean."""
    hop, size = RATE, 3 * RATE
    values = [
        integrated_lufs([sound[:, start : start + size]], sample_rate=RATE)
        for start in range(0, sound.shape[1] - size + 1, hop)
    ]
    heard = np.array([v for v in values if v is not None and v > -70.0])
    if len(heard) < 4:
        return 0.0
    mean = 10 * np.log10((10 ** (heard / 10)).mean())
    kept = heard[heard > mean - 20]
    return float(np.percentile(kept, 95) - np.percentile(kept, 10))


def roughness_of(sound: Sound) -> float:
    """P. N. Vassilakis, "Auditory roughness estimation of complex spectra" (2001), mean of frames of 170 ms."""
    mono = sound.mean(axis=0)
    size = 8192
    f = np.fft.rfftfreq(size, 1 / RATE)
    found: list[float] = []
    for start in range(0, len(mono) - size, RATE // 2):
        spectrum = np.abs(np.fft.rfft(mono[start : start + size] * np.hanning(size)))[: size // 5]
        inner = spectrum[1:-1]
        peaks = np.flatnonzero((inner > spectrum[:-2]) & (inner >= spectrum[2:])) + 1
        peaks = peaks[np.argsort(spectrum[peaks])[-24:]]
        if len(peaks) < 2 or spectrum.max() < 1e-6:
            continue
        a, hz = spectrum[peaks] / spectrum.max(), f[peaks]
        i, j = np.triu_indices(len(peaks), 1)
        low, high = np.minimum(a[i], a[j]), np.maximum(a[i], a[j])
        apart, lower = np.abs(hz[i] - hz[j]), np.minimum(hz[i], hz[j])
        s = 0.24 / (0.0207 * lower + 18.96)
        beat = np.exp(-3.5 * s * apart) - np.exp(-5.75 * s * apart)
        found.append(float(((low * high) ** 0.1 * 0.5 * (2 * low / (low + high)) ** 3.11 * beat).sum()))
    return float(np.mean(found)) if found else 0.0


def _above(sound: Sound, low_hz: float) -> Sound:
    spectrum = np.fft.rfft(sound, axis=1)
    spectrum[:, np.fft.rfftfreq(sound.shape[1], 1 / RATE) < low_hz] = 0
    return np.fft.irfft(spectrum, sound.shape[1], axis=1).astype(np.float32)


def figures_of(sound: Sound) -> Figures:
    """All figures of a piece."""
    f, power = power_spectrum(sound)
    middle, side = sound.mean(axis=0), (sound[0] - sound[1]) / 2
    magnitudes = _frames(middle)
    rises, peaks = onsets_of(magnitudes)
    phone = _above(sound, 200.0)
    mono_loss = 10 * np.log10((phone**2).mean() / (phone.mean(axis=0) ** 2).mean())
    rms = float(np.sqrt((sound**2).mean()))
    return Figures(
        bands_db=tuple(round(float(b), 2) for b in third_octaves(f, power)),
        presence_db=share_db(f, power, 2500, 8000),
        body_db=share_db(f, power, 200, 800),
        flux=flux_of(magnitudes),
        onset_variety=onset_variety(rises, peaks),
        interval_bits=interval_entropy(peaks),
        strength_bits=strength_entropy(rises, peaks),
        onsets_per_s=len(peaks) / (sound.shape[1] / RATE),
        loudness_range_lu=loudness_range(sound),
        side_db=float(10 * np.log10((side**2).mean() / (middle**2).mean() + 1e-9)),
        correlation=float(np.corrcoef(sound[0], sound[1])[0, 1]),
        mono_loss_db=float(mono_loss),
        crest_db=float(20 * np.log10(np.abs(sound).max() / rms)),
        roughness=roughness_of(sound),
    )
