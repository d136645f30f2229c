"""The form of a song: its sections on bar lines, and its drop, from energy and spectrum by bars.

What the bars sound like, the levels of their bands and how much begins in each, is cut into sections by dynamic
programming: least squares about each section's mean, plus a price for each section that is lower for whole phrases of
four bars. A part that comes in softly, as hi-hats over the same chords, shows in what begins and not in the level. The
kinds follow from how full a section is against the others, and from its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.song import SongSection, SongStructure

__all__ = ["BandLevels", "song_structure"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_FRAMES_PER_S = 20
# Below this level nothing can be heard; what does not even swing twice in a frame is an offset, and no sound.
_HEARD_DB = -60.0
_OFFSET_BINS = 2
_BAND_EDGES_HZ = (0.0, 60.0, 150.0, 400.0, 1000.0, 2500.0, 6000.0, 1e9)
_LOW_BANDS = 2
# Below the loudest bars of its band, a bar is as good as silent.
_FLOOR_DB = -28.0
_LONGEST_BARS = 64
# Prices of a section whose length is a multiple of 4 bars, of 2, and of neither.
_PHRASE_PRICES = (1.0, 2.0, 4.0)
# In units of the usual difference between neighbouring bars, which is at least so many dB.
_SECTION_PRICE, _LEAST_DIFFERENCE_DB = 2.0, 1.0
# What begins: rises from frame to frame, no more than so many dB each, from no lower than this below the loud frames;
# a decibel of it counts as so many of level.
_MOST_ONSET_DB, _ONSET_FLOOR_DB, _ONSET_WEIGHT = 12.0, -40.0, 8.0
# Sections that differ by less than this in all are of one kind.
_LEAST_RANGE_DB = 2.0
_LOUD, _SPARSE = 0.6, 0.35
# What lies further than this below the fullest section is no chorus, however empty the emptiest is.
_BELOW_FULLEST_DB = 2.5
# A drop is the rise from the mean of so many bars to the quieter one of the next two.
_BEFORE_BARS, _AFTER_BARS = 4, 2
_LEAST_DROP_DB, _MOST_RISE_DB = 5.0, 24.0


class BandLevels:
    """The power of a sound in a few bands, twenty times a second, collected from its blocks.

    Memory grows by about a kilobyte a second.
    """

    def __init__(self, *, sample_rate: int) -> None:
        self._size = max(sample_rate // _FRAMES_PER_S, 64)
        self._rate = sample_rate
        self._taper = np.hanning(self._size + 1)[:-1].astype(np.float32)
        hz = np.fft.rfftfreq(self._size, 1 / sample_rate)
        self._band_of = np.searchsorted(_BAND_EDGES_HZ, hz, side="right") - 1
        self._left: Array | None = None
        self._power: list[Array64] = []
        self._heard: list[NDArray[np.bool_]] = []

    def add(self, blocks: Iterable[Array]) -> None:
        """What comes next of the sound, as blocks (n,) or (channels, n) of any sizes; channels are added as powers."""
        for _ in self.watch(blocks):
            pass

    def watch(self, blocks: Iterable[Array]) -> Iterator[Array]:
        """The same blocks, for somebody else to hear as well."""
        for block in blocks:
            self._add(block)
            yield block

    def _add(self, block: Array) -> None:
        planes = np.nan_to_num(np.atleast_2d(block))
        samples = planes if self._left is None else np.concatenate((self._left, planes), axis=1)
        channels, count = len(samples), samples.shape[1] // self._size
        frames = samples[:, : count * self._size].reshape(channels, count, self._size)
        self._left = samples[:, count * self._size :]
        if not count:
            return
        spectrum = (np.abs(np.fft.rfft(frames * self._taper, axis=2)).astype(np.float64) ** 2).mean(axis=0)
        level = 2 * spectrum[:, _OFFSET_BINS:].sum(axis=1) / (self._size * float((self._taper**2).sum()))
        self._heard.append(level > 10 ** (_HEARD_DB / 10))
        bands = np.zeros((count, len(_BAND_EDGES_HZ) - 1))
        for band in range(bands.shape[1]):
            bands[:, band] = spectrum[:, self._band_of == band].sum(axis=1)
        self._power.append(bands)

    @property
    def heard_from_ms(self) -> int | None:
        """When the sound first rises above -60 dBFS; None where it never does."""
        heard = np.concatenate(self._heard) if self._heard else np.zeros(0, np.bool_)
        return round(int(heard.argmax()) * self._size * 1000 / self._rate) if heard.any() else None

    def by_bar(self, bars_s: Array64) -> Array64:
        """The mean power of each band between each two of the times `bars_s`, shape (len(bars_s) - 1, bands)."""
        return self._means(self._powers(), bars_s)

    def onsets_by_bar(self, bars_s: Array64) -> Array64:
        """The mean rise of each band from frame to frame in dB, likewise: how much begins, whatever its level."""
        power = self._powers()
        if not len(power):
            return self._means(power, bars_s)
        loud = np.maximum(np.percentile(power, 90, axis=0), 1e-12)
        decibels = 10 * np.log10(np.maximum(power / loud, 10 ** (_ONSET_FLOOR_DB / 10)))
        rises = np.diff(decibels, axis=0, prepend=decibels[:1]).clip(0, _MOST_ONSET_DB)
        return self._means(rises, bars_s)

    def _powers(self) -> Array64:
        return np.concatenate(self._power) if self._power else np.zeros((0, len(_BAND_EDGES_HZ) - 1))

    def _means(self, values: Array64, bars_s: Array64) -> Array64:
        places = np.rint(bars_s * self._rate / self._size).astype(np.intp).clip(0, len(values))
        running = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
        return (running[places[1:]] - running[places[:-1]]) / np.maximum(np.diff(places), 1)[:, None]


def song_structure(levels: BandLevels, grid: BeatGrid, *, duration_ms: int) -> SongStructure:
    """The sections and the drop of a song of which `levels` were collected and `grid` was found.

    Sections start on downbeats of the grid, the first one at 0. `duration_ms` is the song's. Without two bars there
    are no sections. Also said is where it begins to sound.
    """
    bars_ms = _bar_lines(grid, duration_ms)
    heard_from_ms = levels.heard_from_ms
    if len(bars_ms) < 3:
        return SongStructure(heard_from_ms=heard_from_ms)
    decibels = _relative_db(levels.by_bar(bars_ms / 1000))
    bounds = _segments(np.hstack([decibels, _ONSET_WEIGHT * levels.onsets_by_bar(bars_ms / 1000)]))
    kinds = _kinds(decibels.mean(axis=1), bounds)
    sections: list[SongSection] = []
    for (first, _), kind in zip(pairwise(bounds), kinds, strict=True):
        if not sections or sections[-1].kind != kind:
            sections.append(SongSection(kind=kind, start_ms=round(float(bars_ms[first])) if first else 0))
    loud = {first for (first, _), kind in zip(pairwise(bounds), kinds, strict=True) if kind == "chorus"}
    drop = _drop(decibels, loud)
    return SongStructure(
        sections=tuple(sections),
        drop_ms=None if drop is None else round(float(bars_ms[drop])),
        heard_from_ms=heard_from_ms,
    )


def _bar_lines(grid: BeatGrid, duration_ms: int) -> Array64:
    """The downbeats in milliseconds, carried on to both ends of the song where the beat was not found; and the end."""
    downbeats = np.array([float(t) for t in grid.times_ms[grid.downbeat_index :: grid.beats_per_bar]])
    if len(downbeats) < 2:
        return downbeats
    bar_ms = float(np.median(np.diff(downbeats)))
    before = int((downbeats[0] + 0.1 * bar_ms) // bar_ms)
    after = max(int((duration_ms - downbeats[-1] + 0.25 * bar_ms) // bar_ms), 0)
    return np.concatenate(
        (
            np.maximum(downbeats[0] - bar_ms * np.arange(before, 0, -1), 0.0),
            downbeats,
            downbeats[-1] + bar_ms * np.arange(1, after + 1),
        )
    )


def _relative_db(power: Array64) -> Array64:
    """Decibels below the loud bars of each band, 0 to `_FLOOR_DB`; a band that is hardly there at all says nothing."""
    reference = np.percentile(power, 90, axis=0)
    there = reference > 1e-6 * max(float(reference.max()), 1e-12)
    decibels = 10 * np.log10(np.maximum(power / np.maximum(reference, 1e-12), 1e-12))
    return np.where(there, decibels.clip(_FLOOR_DB, 3.0), 0.0)


def _segments(bars: Array64) -> list[int]:
    """The bars on which sections begin, and the number of bars: the cheapest way to cut them up."""
    count = len(bars)
    usual = float(np.median((np.diff(bars, axis=0) ** 2).sum(axis=1))) / 2
    price = _SECTION_PRICE * max(usual, bars.shape[1] * _LEAST_DIFFERENCE_DB**2)
    sums = np.vstack([np.zeros(bars.shape[1]), np.cumsum(bars, axis=0)])
    squares = np.concatenate(([0.0], np.cumsum((bars**2).sum(axis=1))))
    cheapest = np.zeros(count + 1)
    came_from = np.zeros(count + 1, np.intp)
    for end in range(1, count + 1):
        starts = np.arange(max(0, end - _LONGEST_BARS), end)
        lengths = end - starts
        error = squares[end] - squares[starts] - ((sums[end] - sums[starts]) ** 2).sum(axis=1) / lengths
        prices = np.select([lengths % 4 == 0, lengths % 2 == 0], _PHRASE_PRICES[:2], _PHRASE_PRICES[2])
        if end == count:
            prices = np.ones(len(starts))  # the song ends when it ends
        costs = cheapest[starts] + error + price * prices
        best = int(np.argmin(costs))
        cheapest[end], came_from[end] = costs[best], starts[best]
    bounds = [count]
    while bounds[-1]:
        bounds.append(int(came_from[bounds[-1]]))
    return bounds[::-1]


def _kinds(energy: Array64, bounds: list[int]) -> list[str]:
    means = [float(energy[first:end].mean()) for first, end in pairwise(bounds)]
    # A last chord that rings for a bar is emptier than any section.
    whole = [m for m, (first, end) in zip(means, pairwise(bounds), strict=True) if end - first > 1] or means
    low, high = min(whole), max(whole)
    if high - low < _LEAST_RANGE_DB:
        return ["verse"] * len(means)
    kinds: list[str] = []
    for place, mean in enumerate(means):
        fullness = (mean - low) / (high - low)  # 0 for the emptiest section, 1 for the fullest
        if fullness >= _LOUD and mean >= high - _BELOW_FULLEST_DB:
            kinds.append("chorus")
        elif place == 0:
            kinds.append("intro")
        elif place == len(means) - 1:
            kinds.append("outro")
        elif fullness < _SPARSE and "chorus" in kinds:
            kinds.append("break")
        else:
            kinds.append("verse")
    return kinds


def _drop(decibels: Array64, loud: Set[int]) -> int | None:
    """The bar onto which bass and everything else rise the most; one on which a `loud` section begins, if there is one.
    None where nothing rises by enough."""
    low, broad = decibels[:, :_LOW_BANDS].mean(axis=1), decibels.mean(axis=1)
    quiet, full = np.percentile(broad, (5, 95))
    best: tuple[bool, float, int] | None = None
    for bar in range(_AFTER_BARS, len(decibels) - _AFTER_BARS + 1):
        before, after = slice(max(bar - _BEFORE_BARS, 0), bar), slice(bar, bar + _AFTER_BARS)
        if broad[after].mean() < quiet + _LOUD * (full - quiet):
            continue
        rises = [float(curve[after].min() - curve[before].mean()) for curve in (low, broad)]
        rise = sum(min(max(r, 0.0), _MOST_RISE_DB) for r in rises)
        if rise >= _LEAST_DROP_DB and (best is None or (bar in loud, rise) > best[:2]):
            best = (bar in loud, rise, bar)
    return best[2] if best else None
