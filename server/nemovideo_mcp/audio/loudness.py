"""How loud a piece of sound is, as broadcasters measure it: ITU-R BS.1770-4, EBU R 128."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log10, pi, tan

import numpy as np
from numpy.typing import NDArray

__all__ = ["SILENCE_DB", "Loudness", "TruePeaks", "integrated_lufs", "measure_loudness"]

Samples = NDArray[np.float32]
Array64 = NDArray[np.float64]

SILENCE_DB = -120.0
_ABSOLUTE_GATE_LUFS, _RELATIVE_GATE_LU = -70.0, -10.0
_OFFSET_LUFS = -0.691
# A gating block is four tenths of a second and begins every tenth.
_TENTHS = 4
# The K-weighting rings on for less than an eighth of a transform of this length, at 48 kHz.
_TRANSFORM = 65_536
_OVERSAMPLING = 4
_PHASE_TAPS = 32


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """`integrated_lufs` is None where nothing is louder than the gate of -70 LUFS, or all is shorter than 0.4 s.

    `true_peak_dbtp` is never below `SILENCE_DB`.
    """

    integrated_lufs: float | None
    true_peak_dbtp: float


def measure_loudness(blocks: Iterable[Samples], *, sample_rate: int = 48_000) -> Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP) of blocks (channels, n) or (n,) of any sizes.

    The true peak is looked for at four times the sample rate. Memory grows by 80 bytes a second only.
    """
    meter, peaks = _Meter(sample_rate), TruePeaks()
    highest = 0.0
    channels = 0
    for block in blocks:
        planes = np.atleast_2d(block)
        channels = planes.shape[0]
        if planes.shape[1]:
            meter.add(planes)
            highest = max(highest, float(peaks.of(planes).max()))
    if channels:
        highest = max(highest, float(peaks.of(np.zeros((channels, _PHASE_TAPS), np.float32)).max()))
    return Loudness(
        integrated_lufs=meter.integrated_lufs(),
        true_peak_dbtp=max(20 * log10(highest), SILENCE_DB) if highest > 0 else SILENCE_DB,
    )


def integrated_lufs(blocks: Iterable[Samples], *, sample_rate: int = 48_000) -> float | None:
    """The loudness alone, in about half the time; None as in `Loudness`."""
    meter = _Meter(sample_rate)
    for block in blocks:
        meter.add(np.atleast_2d(block))
    return meter.integrated_lufs()


class TruePeaks:
    """The level of each sample and of what lies between it and the next one, 16 samples late."""

    def __init__(self) -> None:
        taps = np.arange(_OVERSAMPLING * _PHASE_TAPS) - _OVERSAMPLING * _PHASE_TAPS / 2
        window = np.kaiser(_OVERSAMPLING * _PHASE_TAPS + 1, 7.0)[:-1]
        kernel = np.sinc(taps / _OVERSAMPLING) * window
        # The phase at 0 is the samples themselves.
        self._phases = [kernel[p::_OVERSAMPLING].astype(np.float32) for p in range(1, _OVERSAMPLING)]
        self._before: Samples | None = None

    def of(self, planes: Samples) -> Samples:
        """The highest level over all channels, for each of the n samples of `planes` (channels, n)."""
        if self._before is None:
            self._before = np.zeros((planes.shape[0], _PHASE_TAPS - 1), np.float32)
        known = np.concatenate((self._before, planes), axis=1)
        self._before = known[:, -(_PHASE_TAPS - 1) :]
        half = _PHASE_TAPS // 2
        highest: Samples = np.abs(known[:, half - 1 : half - 1 + planes.shape[1]]).max(axis=0)
        for phase in self._phases:
            for plane in known:
                np.maximum(highest, np.abs(np.convolve(plane, phase, mode="valid")), out=highest)
        return highest


class _Meter:
    """The K-weighted power of each tenth of a second, summed over the channels."""

    def __init__(self, sample_rate: int) -> None:
        self._response = _k_weighting(sample_rate)
        self._tenth = sample_rate // 10
        self._overlap = _TRANSFORM // 8
        self._waiting: list[Samples] = []
        self._held = 0
        self._before: Samples | None = None
        self._left: Array64 = np.zeros(0)
        self._powers: list[Array64] = []

    def add(self, planes: Samples) -> None:
        self._waiting.append(planes)
        self._held += planes.shape[1]
        size = _TRANSFORM - self._overlap
        if self._held < size:
            return
        samples = np.concatenate(self._waiting, axis=1)
        whole = self._held - self._held % size
        for start in range(0, whole, size):
            self._weigh(samples[:, start : start + size])
        self._waiting, self._held = [samples[:, whole:]], self._held - whole

    def _weigh(self, samples: Samples) -> None:
        """Filter by overlap-save; sum the squares by tenths of a second."""
        if self._before is None:
            self._before = np.zeros((samples.shape[0], self._overlap), np.float32)
        known = np.concatenate((self._before, samples), axis=1)
        self._before = known[:, -self._overlap :]
        weighted = np.fft.irfft(np.fft.rfft(known, _TRANSFORM, axis=1) * self._response, _TRANSFORM, axis=1)
        weighted = weighted[:, self._overlap : known.shape[1]]
        squares = np.concatenate((self._left, np.einsum("ij,ij->j", weighted, weighted)))
        count = len(squares) // self._tenth
        self._powers.append(squares[: count * self._tenth].reshape(count, self._tenth).mean(axis=1))
        self._left = squares[count * self._tenth :]

    def integrated_lufs(self) -> float | None:
        """Once, when all has been added; a last tenth that is not whole is filled up with silence."""
        if self._held:
            self._weigh(np.concatenate(self._waiting, axis=1))
        if len(self._left):
            self._powers.append(np.array([self._left.sum() / self._tenth]))
        powers = np.concatenate(self._powers) if self._powers else np.zeros(0)
        if len(powers) < _TENTHS:
            return None
        blocks = np.convolve(powers, np.full(_TENTHS, 1 / _TENTHS), mode="valid")
        heard = blocks[blocks > 10 ** ((_ABSOLUTE_GATE_LUFS - _OFFSET_LUFS) / 10)]
        if not len(heard):
            return None
        heard = heard[heard > heard.mean() * 10 ** (_RELATIVE_GATE_LU / 10)]
        return _OFFSET_LUFS + 10 * log10(float(heard.mean()))


@lru_cache(maxsize=8)
def _k_weighting(sample_rate: int) -> NDArray[np.complex128]:
    """The response of BS.1770's two filters at the frequencies of a transform: a high shelf, then a high pass."""
    z = np.exp(-1j * np.linspace(0, pi, _TRANSFORM // 2 + 1))
    k, q = tan(pi * 1681.974450955533 / sample_rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    poles = 1 + k / q + k * k + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    shelf = (
        high + band * k / q + k * k + 2 * (k * k - high) * z + (high - band * k / q + k * k) * z**2
    ) / poles
    k, q = tan(pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    scale = 1 + k / q + k * k
    high_pass = (1 - 2 * z + z**2) / (1 + 2 * (k * k - 1) / scale * z + (1 - k / q + k * k) / scale * z**2)
    return shelf * high_pass
