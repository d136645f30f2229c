"""The sound of a stretch of a file at a speed that changes, or with a pitch that goes with its speed.

A plain factor that keeps the pitch is `decode_audio`'s: FFmpeg's `atempo` knows one tempo at a time. Here every output
sample has its place in the source by the same curve as the pictures, so that sound and picture never drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.speed import SpeedCurve
from nemovideo_mcp.video.audio import decode_audio, decode_audio_backwards

__all__ = ["decode_along"]

Samples = NDArray[np.float32]
Places = NDArray[np.float64]
PlacesOf = Callable[[NDArray[np.int64]], Places]

# Sound that is read before and behind the stretch, for windows that reach over its ends.
_MARGIN_MS = 120
# A grain is two hops long; it may lie so far from where the curve has it, to go on where the last one ended.
_HOP_MS, _SEEK_MS = 21, 10
# Correlations of noise are all alike: then the grain stays where the curve has it.
_STAY = 0.02
# Samples on both sides of a place that a resampled one is made of, at the source's own speed.
_REACH = 16
_BLOCK = 4096


def decode_along(
    path: Path,
    *,
    curve: SpeedCurve,
    origin_ms: Fraction,
    first_ms: Fraction,
    duration_ms: Fraction,
    sample_rate: int,
    channels: int,
    keep_pitch: bool = True,
    backwards: bool = False,
    streams: Sequence[int] = (),
) -> Iterator[Samples]:
    """The sound from `first_ms` on of a clip that shows `origin_ms` of `path` at its start, as `decode_audio` gives it.

    Args:
        path: the file.
        curve: the speed over the clip's time.
        origin_ms: the moment of the source at the clip's start: the end of what is heard where it runs `backwards`.
        first_ms: from when on, in ms from the clip's start; it may lie before it.
        duration_ms: how long, in the film.
        sample_rate: in Hz.
        channels: 1 or 2.
        keep_pitch: stretch by WSOLA [Verhelst and Roelands 1993], its grains placed by the curve; else resample by a
            windowed sinc, band-limited where the speed is above 1.
        backwards: from `origin_ms` on towards the file's start.
        streams: as in `decode_audio`.

    Raises what `decode_audio` raises; a file without sound gives nothing.
    """
    passed = curve.passed_ms(first_ms), curve.passed_ms(first_ms + duration_ms)
    length_ms = passed[1] - passed[0] + 2 * _MARGIN_MS
    start_ms = origin_ms - passed[1] if backwards else origin_ms + passed[0]
    decode = decode_audio_backwards if backwards else decode_audio
    blocks = decode(
        path,
        sample_rate=sample_rate,
        channels=channels,
        start_ms=start_ms - _MARGIN_MS,
        duration_ms=length_ms,
        streams=streams,
    )
    head = next(blocks, None)
    if head is None:
        return
    tape = _Tape(head, blocks)
    count = round(duration_ms * sample_rate / 1000)

    def places(numbers: NDArray[np.int64]) -> Places:
        times = float(first_ms) + numbers.astype(np.float64) * (1000 / sample_rate)
        return (_passed(curve, times) - float(passed[0]) + _MARGIN_MS) * (sample_rate / 1000)

    made = (_stretched if keep_pitch else _resampled)(tape, places, count, sample_rate)
    for block in made:
        yield block[0] if channels == 1 else block


def _passed(curve: SpeedCurve, times_ms: Places) -> Places:
    """`SpeedCurve.passed_ms` of many times."""
    rows = np.array([[float(value) for value in section] for section in curve.sections])
    chosen = rows[np.maximum(np.searchsorted(rows[:, 0], times_ms, side="right") - 1, 0)]
    into = times_ms - chosen[:, 0]
    gain = np.where(times_ms < rows[0, 0], 0.0, chosen[:, 3])
    return chosen[:, 1] + into * chosen[:, 2] + gain * into * into / 2


class _Tape:
    """Sound that comes in blocks, looked at by sample; what lies before the last look is forgotten."""

    def __init__(self, head: Samples, blocks: Iterator[Samples]) -> None:
        self._held, self._blocks, self._base = np.atleast_2d(head), blocks, 0

    @property
    def channels(self) -> int:
        return int(self._held.shape[0])

    def look(self, first: int, end: int, *, forget: int | None = None) -> Samples:
        """The samples from `first` on and before `end`, silence where there are none; none before `forget` again."""
        parts = [self._held]
        reached = self._base + self._held.shape[1]
        while reached < end and (block := next(self._blocks, None)) is not None:
            parts.append(np.atleast_2d(block))
            reached += parts[-1].shape[1]
        self._held = np.concatenate(parts, axis=1) if len(parts) > 1 else self._held
        low, high = max(first, self._base), min(end, reached)
        seen = np.zeros((self.channels, end - first), np.float32)
        if high > low:
            seen[:, low - first : high - first] = self._held[:, low - self._base : high - self._base]
        gone = max(0, min((first if forget is None else forget) - self._base, self._held.shape[1]))
        self._held, self._base = self._held[:, gone:], self._base + gone
        return seen


def _resampled(tape: _Tape, places: PlacesOf, count: int, sample_rate: int) -> Iterator[Samples]:
    del sample_rate
    for first in range(0, count, _BLOCK):
        size = min(_BLOCK, count - first)
        place = places(np.arange(first, first + size + 1))
        speed = np.maximum(np.diff(place), 1e-6)
        place = place[:-1]
        band = np.minimum(1.0, 1 / speed)
        reach = ceil(_REACH / float(band.min()))
        nearest = np.floor(place).astype(np.int64)
        start = int(nearest[0]) - reach
        source = tape.look(start, int(nearest[-1]) + reach + 2)
        around = np.arange(-reach + 1, reach + 1)
        away = (place - nearest)[:, None] - around[None, :]
        kernel = np.sinc(band[:, None] * away) * (0.5 + 0.5 * np.cos(np.pi * np.clip(away / reach, -1, 1)))
        kernel /= kernel.sum(axis=1, keepdims=True)
        picked = source[:, (nearest - start)[:, None] + around[None, :]]
        yield np.einsum("cnk,nk->cn", picked, kernel.astype(np.float32)).astype(np.float32)


def _stretched(tape: _Tape, places: PlacesOf, count: int, sample_rate: int) -> Iterator[Samples]:
    """Grains at equal distances, each begun where it goes on best from the one before, near its place by the curve."""
    hop, seek = _HOP_MS * sample_rate // 1000, _SEEK_MS * sample_rate // 1000
    rise: Samples = (0.5 - 0.5 * np.cos(np.pi * (np.arange(hop) + 0.5) / hop)).astype(np.float32)
    last: int | None = None
    for first in range(0, count, hop):
        # Sample `first` is the middle of one grain and the start of the next; both are cut at their middles.
        begin, end = (round(float(p)) for p in places(np.array([first, first + hop])))
        begin = begin if last is None else last
        fresh = end - hop
        low = min(begin, fresh - seek)
        seen = tape.look(low, max(begin, fresh + seek) + hop, forget=fresh - seek - hop)
        going = seen[:, begin - low : begin - low + hop]
        moved = fresh + _best(going, seen[:, fresh - seek - low : fresh + seek + hop - low], seek)
        coming = seen[:, moved - low : moved - low + hop]
        yield cast(Samples, (going * rise[::-1] + coming * rise)[:, : count - first])
        last = moved + hop


def _best(going: Samples, around: Samples, seek: int) -> int:
    """By how many samples, -`seek` to `seek`, the sound in the middle of `around` is moved to be most like `going`."""
    wanted, near = going.sum(axis=0, dtype=np.float64), around.sum(axis=0, dtype=np.float64)
    size = 1 << (len(near) + len(wanted)).bit_length()
    products = np.fft.irfft(np.fft.rfft(near, size) * np.conj(np.fft.rfft(wanted, size)), size)
    products = products[: 2 * seek + 1]
    energy = np.concatenate(([0.0], np.cumsum(near * near)))
    energy = energy[len(wanted) :][: 2 * seek + 1] - energy[: 2 * seek + 1]
    scale = np.sqrt(np.maximum(energy, 0.0) * float(wanted @ wanted))
    alike = np.divide(products, scale, out=np.zeros_like(products), where=scale > 1e-9)
    alike[seek] += _STAY
    return int(np.argmax(alike)) - seek
