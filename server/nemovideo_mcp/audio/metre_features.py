"""What happens at, within and around each beat: accents by band, changes of harmony, bass, pattern and level."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.onset_strength import BANDS, FRAME_RATE, OnsetFeatures

__all__ = ["ACCENTS", "COLUMNS", "MetreView", "surroundings"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

ACCENTS = len(BANDS)
"""The first columns of a row: the accent of each band on the beat."""

_PARTS = (0, 3, 4, 6, 8, 9)
_PER_BEAT = 12
_NEAR_FRAMES = 3
_MOST_ACCENT = 4.0
# How many beats before and after a place are compared, on the beat and half a beat after it.
_HARMONY_SPANS, _BASS_SPANS, _PATTERN_SPANS, _LEVEL_SPANS = (1, 2, 4, 8), (1, 2, 4), (4, 8), (1, 4)
_HALVES = (0, 6)
_BASS_COMPRESSION = 30.0
_LOWEST_DB, _DB = -60.0, 10.0
_CENTRE_PERIOD = 52.0
# The grid of quarters of a beat: how many of them are compared, and which ones around a beat are looked at.
_QUARTERS = 4
_QUARTER_SPANS = (4, 8, 16)
_CONTEXT = (
    *range(-8 * _QUARTERS, 8 * _QUARTERS + 1, _QUARTERS),
    *(half for half in range(-4 * _QUARTERS + 2, 4 * _QUARTERS, _QUARTERS)),
    *(-3, -1, 1, 3),
)

COLUMNS = (
    len(_PARTS) * ACCENTS
    + len(_HALVES) * (len(_HARMONY_SPANS) + len(_BASS_SPANS))
    + len(_PATTERN_SPANS)
    + len(_LEVEL_SPANS)
    + 3
)
"""The length of a row."""


class MetreView:
    """The features of one sound, summed once for the beats of any number of ways to count it.

    Args:
        features: of the sound.
        level: its onset curves relative to their surroundings (frames, bands).
    """

    def __init__(self, features: OnsetFeatures, level: Array) -> None:
        count = len(level)
        self._count = count
        padded = np.pad(level, ((_NEAR_FRAMES, _NEAR_FRAMES), (0, 0)), mode="edge")
        near = np.max([padded[shift : shift + count] for shift in range(2 * _NEAR_FRAMES + 1)], axis=0)
        self._accents = np.minimum(near, _MOST_ACCENT)
        bass = features.bass
        loud = max(float(np.percentile(bass.max(axis=1), 95)), 1e-9) if bass.size else 1.0
        self._harmony = _summed(features.chroma)
        self._bass = _summed(np.log1p(bass * (_BASS_COMPRESSION / loud)))
        self._pattern = _summed(self._accents)
        decibels: Array = (np.maximum(features.level_db, _LOWEST_DB) / _DB).astype(np.float32)
        self._level = _summed(decibels[:, None])
        self._sounding = [
            (total, float(total[-1].sum()) / max(count, 1) + 1e-9) for total in (self._harmony, self._bass)
        ]

    def _frames(self, beats_s: Array64, per_beat: int) -> NDArray[np.intp]:
        """The frames of so many parts of each beat, shape (beats, parts)."""
        count = len(beats_s)
        steps = np.arange(count * per_beat) / per_beat
        times = np.interp(steps, np.arange(count + 1), np.append(beats_s, 2 * beats_s[-1] - beats_s[-2]))
        frames = np.clip(np.rint(times * FRAME_RATE).astype(np.intp), 0, self._count - 1)
        return frames.reshape(count, per_beat)

    def quarters(self, beats_s: Array64) -> Array:
        """Accents and changes of harmony and bass at each quarter of a beat, four rows for each beat."""
        frames = self._frames(beats_s, _QUARTERS).ravel()
        changes = [_changes(total, frames, _QUARTER_SPANS) for total in (self._harmony, self._bass)]
        return np.hstack([self._accents[frames], *(part for found in changes for part in found)]).astype(
            np.float32
        )

    def rows(self, beats_s: Array64) -> Array:
        """A row of `COLUMNS` numbers for each of at least two beats, in seconds."""
        count = len(beats_s)
        by_beat = self._frames(beats_s, _PER_BEAT)
        parts = [self._accents[by_beat[:, part]] for part in _PARTS]
        for half in _HALVES:
            at = by_beat[:, half]
            parts += list(_changes(self._harmony, at, _HARMONY_SPANS))
            parts += list(_changes(self._bass, at, _BASS_SPANS))
        at = by_beat[:, 0]
        parts += list(_changes(self._pattern, at, _PATTERN_SPANS))
        for span in _LEVEL_SPANS:
            before, after = _around(self._level, at, span)
            parts.append(after - before)
        for total, usual in self._sounding:
            _, after = _around(total, at, 1)
            parts.append(np.log(after.sum(axis=1, keepdims=True) / usual + 0.1))
        octave = np.log2(float(np.median(np.diff(beats_s))) * FRAME_RATE / _CENTRE_PERIOD)
        parts.append(np.full((count, 1), octave))
        return np.hstack(parts).astype(np.float32)


def surroundings(quarters: Array) -> Array:
    """What is around each beat of `MetreView.quarters`: eight beats to either side, half beats and quarters near by."""
    reach = max(_CONTEXT)
    beats = np.arange(0, len(quarters), _QUARTERS)
    padded = np.pad(quarters, ((reach, reach + _QUARTERS), (0, 0)))
    return np.hstack([padded[beats + reach + shift] for shift in _CONTEXT])


def _summed(values: Array) -> Array64:
    return np.cumsum(np.pad(values, ((1, 0), (0, 0))), axis=0, dtype=np.float64)


def _around(total: Array64, frames: NDArray[np.intp], span: int) -> tuple[Array64, Array64]:
    """The mean of what `total` sums in the `span` places before each place, and after it."""
    last = len(total) - 1
    index = np.arange(len(frames))
    earlier = frames[np.maximum(index - span, 0)]
    later = np.append(frames, last)[np.minimum(index + span, len(frames))]
    before = (total[frames] - total[earlier]) / np.maximum(frames - earlier, 1)[:, None]
    after = (total[later] - total[frames]) / np.maximum(later - frames, 1)[:, None]
    return before, after


def _changes(total: Array64, frames: NDArray[np.intp], spans: tuple[int, ...]) -> Iterator[Array64]:
    """How different the sound is after each place from the one before, 0 to 1, for each of `spans`."""
    for span in spans:
        before, after = _around(total, frames, span)
        before /= np.linalg.norm(before, axis=1, keepdims=True) + 1e-9
        after /= np.linalg.norm(after, axis=1, keepdims=True) + 1e-9
        yield 1 - (before * after).sum(axis=1, keepdims=True)
