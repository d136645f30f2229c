"""How late the sound of a film is against what it should be, found in the sound itself.

The sound is brought down to 4 kHz and to about 500 Hz, where music has its body and any codec keeps it, and of each
sample only the sign is kept: loud or quiet, mixed with other sounds or encoded again, it is much the same. Every
second sign of a few windows is the fingerprint. They are looked for up to a second around their places
(polarity-coincidence correlation); a likeness counts only if it is clearly greater than at any other place, so that a
bar of a loop is not taken for the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.views.fingerprint import FINGERPRINT_RATE, AudioFingerprint, FingerprintWindow, SoundLag

__all__ = ["SIGN_RATE", "Signs", "find_fingerprint", "signs_of_blocks", "signs_of_file", "take_fingerprint"]

Samples = NDArray[np.float32]
Signs = NDArray[np.int8]
"""Of each sample at `SIGN_RATE` whether the sound rises (1), falls (-1) or is silent (0)."""

SIGN_RATE = 4000
"""Twice the fingerprint's rate, so that sound that is late by parts of a sample is like its fingerprint as well."""

_STRIDE = SIGN_RATE // FINGERPRINT_RATE
_REACH = SIGN_RATE
_WINDOW = 3000 * _STRIDE
# A sample is held against the ones before it, so many of each: a band-pass with its top at 500 Hz.
_BOX = 3
# So many windows of a second and a half: 500 characters each in a film's metadata.
_EVERY_S, _FEWEST, _MOST = 10, 4, 24
# Several places are tried for each, and the clearest is taken.
_TRIED = 3
_SILENT_RISE = 3e-5
# The middle has this share of the side's power where the channels are opposite.
_CANCELLED = 0.01
_LEAST_SOUNDING = 0.9
# Other music reaches 0.27 at most, the same music under noise as loud as itself has 0.48 to 0.77.
_LEAST_SCORE = 0.33
_LEAST_LEAD = 1.15
# Film at 24 frames a second and at 24000/1001 differ by a thousandth: a window that was stretched by that is smeared.
_TEMPOS = (1.0, 0.999, 1.001, 0.9995, 1.0005)
# Samples around the best place that belong to the same peak.
_PEAK = 6


def signs_of_file(path: Path, *, start_ms: int = 0, duration_ms: int | None = None) -> Signs:
    """Of the file's sound on a player's clock from `start_ms` on; 4 kB a second.

    Left and right are added, or subtracted where they cancel each other out. Raises FileMissing, MediaUnreadable.
    """
    middle, side = _Signs(), _Signs()
    for left, right in decode_audio(
        path, sample_rate=SIGN_RATE, channels=2, start_ms=start_ms, duration_ms=duration_ms
    ):
        middle.add((left + right) / 2)
        side.add((left - right) / 2)
    return (side if middle.power < _CANCELLED * side.power else middle).signs()


def signs_of_blocks(blocks: Iterable[Samples], *, sample_rate: int) -> Signs:
    """Of stereo blocks (2, n)."""
    collected = _Signs()
    for block in _slowed(blocks, sample_rate):
        collected.add(block)
    return collected.signs()


def take_fingerprint(known: Signs, *, start: int, heard: Signs, of_music: bool) -> AudioFingerprint | None:
    """The fingerprint of a sound that begins at sample `start` of a film, from the places where it can be made out.

    `heard` is the film's sound: where other sounds mask the known one, no window is taken. None where it can be made
    out nowhere.
    """
    length = min(len(known), len(heard) - start)
    fewest = max(1, min(_FEWEST, length // _WINDOW))
    count = max(fewest, min(_MOST, length // (_EVERY_S * SIGN_RATE)))
    size = min(_WINDOW, max(0, length) // count) // (8 * _STRIDE) * 8 * _STRIDE
    if size < _WINDOW // 4:
        return None
    taken: list[FingerprintWindow] = []
    for n in range(count):
        first, last = n * length // count, (n + 1) * length // count - size
        tried = {first + k * (last - first) // max(1, _TRIED - 1) for k in range(_TRIED)}
        found: list[tuple[float, FingerprintWindow]] = []
        for at in sorted(tried):
            at += (start + at) % _STRIDE
            window = known[at : at + size : _STRIDE]
            if np.count_nonzero(window) < _LEAST_SOUNDING * len(window):
                continue
            window_here = FingerprintWindow((start + at) // _STRIDE, np.packbits(window > 0).tobytes())
            lag = _find(window_here, heard)
            if lag is not None:
                found.append((lag.score, window_here))
        if found:
            taken.append(max(found, key=lambda pair: pair[0])[1])
    return AudioFingerprint(of_music=of_music, windows=tuple(taken)) if taken else None


def find_fingerprint(fingerprint: AudioFingerprint, heard: Signs) -> tuple[SoundLag, ...]:
    """How late each window that is clearly there is heard, in order."""
    lags = (_find(window, heard) for window in fingerprint.windows)
    return tuple(lag for lag in lags if lag is not None)


def _find(window: FingerprintWindow, heard: Signs) -> SoundLag | None:
    """The first tempo at which the window is clearly there counts."""
    return next((lag for tempo in _TEMPOS if (lag := _find_at(tempo, window, heard))), None)


def _find_at(tempo: float, window: FingerprintWindow, heard: Signs) -> SoundLag | None:
    signs = np.unpackbits(np.frombuffer(window.signs, np.uint8)).astype(np.float32) * 2 - 1
    middle = len(signs) / 2
    places = np.rint(((np.arange(len(signs)) - middle) / tempo + middle) * _STRIDE).astype(np.intp)
    wanted = np.zeros(_STRIDE * len(signs), np.float32)
    inside = (places >= 0) & (places < len(wanted))
    wanted[places[inside]] = signs[inside]
    around = _cut(heard, window.start * _STRIDE - _REACH, len(wanted) + 2 * _REACH)
    scores = _likeness(wanted, around, most=len(signs))
    best = int(scores.argmax())
    rest = np.delete(scores, slice(max(0, best - _PEAK), best + _PEAK + 1))
    if scores[best] < _LEAST_SCORE or scores[best] < _LEAST_LEAD * float(rest.max()):
        return None
    return SoundLag(
        time_ms=(window.start + middle) * 1000 / FINGERPRINT_RATE,
        lag_ms=round((best + _between(scores, best) - _REACH) * 1000 / SIGN_RATE, 2),
        score=round(float(scores[best]), 3),
    )


def _likeness(wanted: Samples, heard: Samples, *, most: int) -> Samples:
    """The correlation of `wanted` with `heard` at each place in it, in parts of `most`."""
    size = 1 << (len(wanted) + len(heard) - 1).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size))
    places = np.fft.irfft(spectrum, size)[: len(heard) - len(wanted) + 1]
    return (places / most).astype(np.float32)


def _between(scores: Samples, best: int) -> float:
    """Where between the samples the peak is: the top of a parabola."""
    if not 0 < best < len(scores) - 1:
        return 0.0
    before, top, after = (float(s) for s in scores[best - 1 : best + 2])
    return 0.5 * (before - after) / min(-1e-6, before - 2 * top + after)


def _cut(signs: Signs, start: int, length: int) -> Samples:
    """A stretch of the signs, silence beyond both ends."""
    stretch = np.zeros(length, np.float32)
    first, last = max(0, start), min(len(signs), start + length)
    if first < last:
        stretch[first - start : last - start] = signs[first:last]
    return stretch


class _Signs:
    """Collects the signs of mono blocks, and how much power they have."""

    def __init__(self) -> None:
        self.power = 0.0
        self._pieces: list[Signs] = []
        self._before = np.zeros(2 * _BOX - 1, np.float32)

    def add(self, block: Samples) -> None:
        self.power += float(np.square(block, dtype=np.float64).sum())
        samples = np.concatenate([self._before, block])
        self._before = samples[len(samples) - 2 * _BOX + 1 :]
        sums = np.convolve(samples, np.ones(_BOX, np.float32), mode="valid")
        rise = sums[_BOX:] - sums[:-_BOX]
        self._pieces.append((np.sign(rise) * (np.abs(rise) > _SILENT_RISE)).astype(np.int8))

    def signs(self) -> Signs:
        return np.concatenate(self._pieces) if self._pieces else np.zeros(0, np.int8)


def _slowed(blocks: Iterable[Samples], sample_rate: int) -> Iterator[Samples]:
    resampler = AudioResampler(format="fltp", layout="mono", rate=SIGN_RATE)
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
        frame.sample_rate = sample_rate
        yield from _drained(resampler, frame)
    yield from _drained(resampler, None)


def _drained(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[Samples]:
    for slowed in resampler.resample(frame):
        yield cast(Samples, slowed.to_ndarray())[0]
