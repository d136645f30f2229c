"""A beat grid: where the beats and bars of a piece of music stand in the timeline."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Anchor", "BeatGrid"]


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A place in the music: bar and beat, both counted from 1."""

    bar: int
    beat: int


@dataclass(frozen=True)
class BeatGrid:
    """Beat times in milliseconds after the timeline's start, exact (`Fraction`) and increasing.

    `downbeat_index` is the index in `times_ms` of the first beat of a bar; beats before it belong to a pick-up
    (bar 0). `confidence` is between 0 and 1; composed music has 1. `alternatives_bpm` are other metrical levels that a
    measured song leaves open, the likeliest first.
    """

    times_ms: tuple[Fraction, ...]
    downbeat_index: int = 0
    beats_per_bar: int = 4
    confidence: float = 1.0
    alternatives_bpm: tuple[float, ...] = ()

    @classmethod
    def regular(
        cls, *, bpm: Fraction, beats: int, offset_ms: Fraction = Fraction(0), beats_per_bar: int = 4
    ) -> BeatGrid:
        """A steady grid of `beats` beats, the first one at `offset_ms` and first in its bar."""
        period_ms = Fraction(60_000) / bpm
        return cls(tuple(offset_ms + n * period_ms for n in range(beats)), 0, beats_per_bar)

    @classmethod
    def from_beats(
        cls,
        beats_ms: Sequence[int | Fraction],
        *,
        downbeat_index: int = 0,
        beats_per_bar: int = 4,
        confidence: float = 1.0,
    ) -> BeatGrid:
        """The grid of measured beats."""
        return cls(tuple(Fraction(b) for b in beats_ms), downbeat_index, beats_per_bar, confidence)

    @property
    def bpm(self) -> float | None:
        """The mean tempo in beats a minute; None where there are fewer than two beats."""
        times = self.times_ms
        return float(60_000 * (len(times) - 1) / (times[-1] - times[0])) if len(times) > 1 else None

    def anchor_of(self, index: int) -> Anchor:
        """Bar and beat (from 1) of the beat at `index`."""
        bar, beat = divmod(index - self.downbeat_index, self.beats_per_bar)
        return Anchor(bar=bar + 1, beat=beat + 1)

    def index_of(self, anchor: Anchor) -> int:
        """The index in `times_ms` of the beat at `anchor`; it may lie outside the grid."""
        return (anchor.bar - 1) * self.beats_per_bar + anchor.beat - 1 + self.downbeat_index

    def nearest(self, time_ms: Fraction | int) -> int:
        """The index of the beat nearest to `time_ms`; raises `ValueError` on an empty grid."""
        if not self.times_ms:
            raise ValueError("an empty grid has no nearest beat")
        right = bisect_left(self.times_ms, time_ms)
        around = [i for i in (right - 1, right) if 0 <= i < len(self.times_ms)]
        return min(around, key=lambda i: abs(self.times_ms[i] - time_ms))

    def shifted(self, offset_ms: Fraction | int) -> BeatGrid:
        """The same grid, `offset_ms` later."""
        return BeatGrid(
            tuple(t + offset_ms for t in self.times_ms),
            self.downbeat_index,
            self.beats_per_bar,
            self.confidence,
            self.alternatives_bpm,
        )
