"""Where something starts to sound: onset curves of four bands, harmony and fine attacks, from a block stream.

Only features are kept (about 50 kB a second), never the samples, so the length of the sound is no matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ATTACK_RATE", "BANDS", "BASS_HZ", "FRAME_RATE", "OnsetFeatures", "onset_features"]

Array = NDArray[np.float32]

FRAME_RATE = 100
"""Frames a second of every curve but the attack."""
ATTACK_RATE = 400
"""Values a second of the attack curve, which places a beat within its frame."""
BANDS = ("low", "body", "mid", "high")
"""Kick and bass, toms and chords, snare and voice, hi-hat and cymbals."""

_BAND_EDGES_HZ = (120.0, 450.0, 2800.0)
_WINDOW_S = 0.0464
_LOWEST_HZ, _HIGHEST_HZ = 27.5, 11_025.0
_BANDS_PER_OCTAVE = 6
BASS_HZ = 260.0
"""The bass moves below this."""

_CHROMA_HZ = (250.0, 4200.0)
_FLUX_LAG = 2
_COMPRESSION = 300.0
_SILENCE = 1e-5
_START = 6
# Rows that are worked on at a time.
_STRETCH = 6000


@dataclass(frozen=True, kw_only=True)
class OnsetFeatures:
    """What beat tracking knows of a sound.

    `flux` is (frames, 4): how much energy of each of `BANDS` is new, on a logarithmic scale; `chroma` (frames, 12)
    says which pitch classes sound, `bass` (frames, bands) how strong each band below `BASS_HZ` is; `level_db`
    (frames,) is relative to the loudest frame; frame i stands at i / `FRAME_RATE` seconds. `attack` is the sharp rise
    of the signal at `ATTACK_RATE`. `peak` is the largest sample, 0 for digital silence.
    """

    flux: Array
    chroma: Array
    bass: Array
    level_db: Array
    attack: Array
    duration_s: float
    peak: float


def onset_features(blocks: Iterable[Array], *, sample_rate: int) -> OnsetFeatures:
    """Onset features of blocks (n,) or (channels, n) of any sizes; the same result for any cutting into blocks.

    The energies of the channels are added, not their samples, so that channels of opposite polarity do not cancel out
    and two equal channels give what one of them gives. SuperFlux (Böck & Widmer, 2013) on a constant-Q-like filter
    bank; the hop is a hundredth of a second at every sample rate, rounded to the nearest sample without drift.
    """
    window = 1 << max(6, round(np.log2(sample_rate * _WINDOW_S)))
    analysis = _Analysis(window=window, sample_rate=sample_rate)
    for piece in _equal_pieces(blocks, max(sample_rate, 4 * window)):
        analysis.add(piece)
    return analysis.features()


def _equal_pieces(blocks: Iterable[Array], size: int) -> Iterator[Array]:
    """The same samples in pieces of `size` (the last one shorter), so that no sum depends on the blocks' sizes."""
    pending: list[Array] = []
    have = 0
    for block in blocks:
        planes = np.atleast_2d(np.asarray(block, np.float32))
        pending.append(np.nan_to_num(planes, nan=0.0, posinf=1.0, neginf=-1.0))
        have += planes.shape[1]
        if have >= size:
            samples = np.concatenate(pending, axis=1)
            whole = have - have % size
            for start in range(0, whole, size):
                yield samples[:, start : start + size]
            pending, have = [samples[:, whole:]], have - whole
    if have:
        yield np.concatenate(pending, axis=1)


class _Analysis:
    """Collects features batch by batch."""

    def __init__(self, *, window: int, sample_rate: int) -> None:
        self._samples = 0
        self._peak = 0.0
        self._kept: Array | None = None
        self._origin = 0
        self._frame = 0
        self._window = window
        self._rate = sample_rate
        self._taper = np.hanning(window + 1)[:-1].astype(np.float32)
        self._filters, self._centres_hz = _filter_bank(window, sample_rate)
        self._bands: list[Array] = []
        self._fine = _FineEnergy(sample_rate)

    def add(self, samples: Array) -> None:
        if self._kept is None:
            self._kept = np.zeros((len(samples), self._window // 2), np.float32)
        self._samples += samples.shape[1]
        self._peak = max(self._peak, float(np.abs(samples).max()))
        self._fine.add(samples)
        self._transform(self._kept, samples, until=self._samples - self._window // 2)

    def _transform(self, kept: Array, samples: Array, *, until: int) -> None:
        """Frames whose whole window ends before `until` + window / 2; what the next ones need is kept."""
        self._kept = kept = np.concatenate([kept, samples], axis=1)
        last = until * FRAME_RATE // self._rate if until >= 0 else -1
        while self._starts(last) > until:
            last -= 1
        if last < self._frame:
            return
        starts = self._starts(np.arange(self._frame, last + 1)) - self._origin
        self._bands.append(self._magnitudes(kept, starts) @ self._filters)
        self._frame = last + 1
        following = int(self._starts(self._frame))
        self._kept = kept[:, following - self._origin :].copy()
        self._origin = following

    def _magnitudes(self, kept: Array, starts: NDArray[np.intp]) -> Array:
        """The spectra (frames, bins) of the windows at `starts`: the root of the channels' mean power."""
        power = 0.0
        for plane in kept:
            frames = np.lib.stride_tricks.sliding_window_view(plane, self._window)[starts]
            spectrum = np.fft.rfft(frames * self._taper, axis=1)
            power = power + (spectrum.real**2 + spectrum.imag**2) / len(kept)
        return np.sqrt(power).astype(np.float32)

    def _starts(self, frame: Any) -> Any:
        """The first sample of a frame's window, counted from half a window before the sound."""
        return (frame * self._rate + FRAME_RATE // 2) // FRAME_RATE

    def features(self) -> OnsetFeatures:
        if self._kept is not None:
            rest = np.zeros((len(self._kept), self._window), np.float32)
            self._transform(self._kept, rest, until=self._samples)
        if not self._bands:
            empty = np.zeros(0, np.float32)
            return OnsetFeatures(
                flux=np.zeros((0, 4), np.float32),
                chroma=np.zeros((0, 12), np.float32),
                bass=np.zeros((0, 1), np.float32),
                level_db=empty,
                attack=empty,
                duration_s=0.0,
                peak=0.0,
            )
        everything = np.concatenate(self._bands)
        self._bands.clear()
        energy, chroma = everything[:, :-12], everything[:, -12:].copy()
        reference = max(float(np.percentile(energy.max(axis=1), 95)), _SILENCE)
        total = np.concatenate([np.sqrt((rows**2).sum(axis=1)) for rows in _stretches(energy)])
        level_db = 20 * np.log10(np.maximum(total / max(float(total.max()), 1e-9), 1e-6))
        return OnsetFeatures(
            flux=_flux(energy, _COMPRESSION / reference, self._centres_hz),
            chroma=chroma,
            bass=energy[:, self._centres_hz < BASS_HZ].copy(),
            level_db=level_db.astype(np.float32),
            attack=self._fine.attack(),
            duration_s=self._samples / self._rate,
            peak=self._peak,
        )


def _filter_bank(window: int, sample_rate: int) -> tuple[Array, NDArray[np.float64]]:
    """Triangular filters, at least a bin wide, then twelve pitch classes, as one matrix (bins, bands + 12)."""
    bins_hz = np.fft.rfftfreq(window, 1 / sample_rate)
    highest = min(_HIGHEST_HZ, sample_rate / 2)
    count = max(4, int(np.log2(highest / _LOWEST_HZ) * _BANDS_PER_OCTAVE))
    wanted = _LOWEST_HZ * 2 ** (np.arange(count + 2) / _BANDS_PER_OCTAVE)
    indices: NDArray[np.intp] = np.unique(np.rint(np.asarray(wanted / float(bins_hz[1]))).astype(np.intp))
    edges = indices[indices < len(bins_hz)]
    filters = np.zeros((len(bins_hz), max(1, len(edges) - 2)), np.float32)
    centres = np.zeros(filters.shape[1])
    for band, (low, mid, high) in enumerate(zip(edges[:-2], edges[1:-1], edges[2:], strict=True)):
        ramp = np.interp(np.arange(len(bins_hz)), [low, mid, high], [0, 1, 0])
        filters[:, band] = ramp / max(float(ramp.sum()), 1e-9) ** 0.5
        centres[band] = bins_hz[mid]
    pitch = 12 * np.log2(np.maximum(bins_hz, 1e-3) / 440.0)
    inside = (bins_hz >= _CHROMA_HZ[0]) & (bins_hz <= _CHROMA_HZ[1])
    distance = np.abs((pitch[:, None] - np.arange(12) + 6) % 12 - 6)
    chroma = np.where(inside[:, None], np.maximum(0, 1 - distance), 0).astype(np.float32)
    return np.hstack([filters, chroma]), centres


def _stretches(values: Array, *, lead: int = 0) -> Iterator[Array]:
    """The rows in stretches, each led by the last `lead` of the one before: what is computed of them stays small."""
    for start in range(0, len(values), _STRETCH):
        yield values[max(0, start - lead) : start + _STRETCH]


def _flux(energy: Array, compression: float, centres_hz: NDArray[np.float64]) -> Array:
    """Rise over two frames against the largest neighbour, so that vibrato is no onset; summed into four bands.

    It is the rise of log(1 + `compression` · `energy`).
    """
    band_of = np.searchsorted(_BAND_EDGES_HZ, centres_hz)
    flux = np.zeros((len(energy), len(BANDS)), np.float32)
    end = 0
    for number, rows in enumerate(_stretches(energy, lead=_FLUX_LAG)):
        log_energy = np.log1p(rows * compression)
        silence_first = np.pad(log_energy, ((_FLUX_LAG, 0), (0, 0)))[: len(log_energy)]
        before = np.pad(silence_first, ((0, 0), (1, 1)), mode="edge")
        before = np.maximum(np.maximum(before[:, :-2], before[:, 1:-1]), before[:, 2:])
        rise = np.maximum(log_energy - before, 0)[_FLUX_LAG if number else 0 :]
        start, end = end, end + len(rise)
        for band in range(len(BANDS)):
            members = band_of == band
            if members.any():
                flux[start:end, band] = rise[:, members].mean(axis=1)
    return _tamed_start(flux, quantile=0.98)


def _tamed_start(values: Array, *, quantile: float) -> Array:
    """The same, with the sound's very beginning no stronger than its other strong onsets: it may be a mere cut."""
    if len(values) > 2 * _START:
        values[:_START] = np.minimum(values[:_START], np.quantile(values[_START:], quantile, axis=0))
    return values


class _FineEnergy:
    """Energy of the signal and of its difference in steps of 1 / `ATTACK_RATE` seconds."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._last: Array | None = None
        self._sample = 0
        self._sums = np.zeros((1024, 2))

    def add(self, block: Array) -> None:
        x = block.astype(np.float64)
        before = np.zeros((len(x), 1)) if self._last is None else self._last
        difference = np.diff(x, prepend=before)
        self._last = block[:, -1:]
        energies = ((x * x).mean(axis=0), (difference * difference).mean(axis=0))
        count = int(x.shape[1])
        cell = (np.arange(self._sample, self._sample + count) * ATTACK_RATE) // self._rate
        self._sample += count
        while cell[-1] >= len(self._sums):
            self._sums = np.vstack([self._sums, np.zeros_like(self._sums)])
        begins = np.flatnonzero(np.diff(cell, prepend=cell[0] - 1))
        for kind, energy in enumerate(energies):
            self._sums[cell[begins], kind] += np.add.reduceat(energy, begins)

    def attack(self) -> Array:
        """Sum of both logarithmic rises from the 10 ms before to the 5 ms after, at the cells' beginnings."""
        cells = -(-self._sample * ATTACK_RATE // self._rate)
        energy = self._sums[:cells]
        floor = np.maximum(1e-3 * np.percentile(energy, 95, axis=0), (1e-10, 1e-12))
        padded = np.pad(energy, ((4, 2), (0, 0)))
        running = np.cumsum(np.pad(padded, ((1, 0), (0, 0))), axis=0)
        rises = np.zeros(len(energy), np.float32)
        for start in range(0, len(energy), _STRETCH):
            n = min(_STRETCH, len(energy) - start)
            sums = running[start : start + n + 6]
            before = (sums[4 : 4 + n] - sums[:n]) / 4
            after = (sums[6 : 6 + n] - sums[4 : 4 + n]) / 2
            rise = np.log((after + floor) / (before + floor))
            rises[start : start + n] = np.maximum(rise, 0).sum(axis=1)
        return _tamed_start(rises, quantile=0.99)
