"""What surrounds each beat, on a grid of quarters of a beat: accents by band, changes of harmony and of the bass."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.onset_strength import FRAME_RATE

__all__ = ["PER_BEAT", "metre_grid", "surroundings"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

PER_BEAT = 4
"""Points of the grid in a beat."""

_NEAR_FRAMES = 3
_MOST_ACCENT = 4.0
# How many points before and after a place are compared for a change of harmony or bass.
_SPANS = (4, 8, 16)
_CONTEXT = (
    *range(-8 * PER_BEAT, 8 * PER_BEAT + 1, PER_BEAT),
    *(half for half in range(-4 * PER_BEAT + 2, 4 * PER_BEAT, PER_BEAT)),
    *(-3, -1, 1, 3),
)
_BASS_COMPRESSION = 30.0


def metre_grid(level: Array, chroma: Array, bass: Array, beats_s: Array64) -> Array:
    """The grid (beats * `PER_BEAT`, columns) whose every fourth row, from the first on, is a beat.

    Args:
        level: onset curves relative to their surroundings (frames, bands).
        chroma: strength of pitch classes (frames, 12).
        bass: strength of the bands of the bass (frames, any).
        beats_s: times in seconds, at least two.
    """
    steps = np.arange(len(beats_s) * PER_BEAT) / PER_BEAT
    last = 2 * beats_s[-1] - beats_s[-2]
    times = np.interp(steps, np.arange(len(beats_s) + 1), np.append(beats_s, last))
    frames = np.clip(np.rint(times * FRAME_RATE).astype(np.intp), 0, len(level) - 1)
    spread = np.clip(frames[:, None] + np.arange(-_NEAR_FRAMES, _NEAR_FRAMES + 1), 0, len(level) - 1)
    columns = [np.minimum(level[spread].max(axis=1), _MOST_ACCENT)]
    loud = max(float(np.percentile(bass.max(axis=1), 95)), 1e-9) if bass.size else 1.0
    for sound in (chroma, np.log1p(bass * (_BASS_COMPRESSION / loud))):
        columns += list(_changes(sound, frames))
    return np.hstack(columns).astype(np.float32)


def _changes(sound: Array, frames: NDArray[np.intp]) -> Iterator[Array]:
    """How different the sound is after each point of the grid from the one before, 0 to 1, for each of `_SPANS`."""
    running = np.cumsum(np.pad(sound, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    index, ends = np.arange(len(frames)), np.append(frames, len(sound))
    for span in _SPANS:
        earlier = frames[np.maximum(index - span, 0)]
        later = ends[np.minimum(index + span, len(frames))]
        before, after = running[frames] - running[earlier], running[later] - running[frames]
        before /= np.linalg.norm(before, axis=1, keepdims=True) + 1e-6
        after /= np.linalg.norm(after, axis=1, keepdims=True) + 1e-6
        yield (1 - (before * after).sum(axis=1, keepdims=True)).astype(np.float32)


def surroundings(grid: Array, points: NDArray[np.intp]) -> Array:
    """The rows of the grid around each of `points`: eight beats to either side, half beats and quarters near by."""
    reach = max(_CONTEXT)
    padded = np.pad(grid, ((reach, reach + PER_BEAT), (0, 0)))
    return np.hstack([padded[points + reach + shift] for shift in _CONTEXT])
