"""Faults that can be heard in a finished sound: silent stretches, clipping, channels that cancel each other out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["SoundFaults"]

Samples = NDArray[np.float32]
Stretch = tuple[float, float]

_HOPS_PER_S = 50
# Of a hop's loudest sample: about a tenth of what the quietest music leaves.
_SILENT = 10 ** (-60 / 20)
_SILENT_S = 1.0
# So many samples in a row at full scale are a wave whose top was cut off. A codec makes ripples of flat tops: there, so
# much of a hop is near its peak, where of a sine it is 0.29. What was cut off again and again within half a second is
# one stretch.
_FULL_SCALE = 0.99
_CLIPPED_RUN = 4
_FLAT_PEAK, _NEAR_PEAK, _FLAT_SHARE = 0.95, 0.9, 0.6
_CLIPPED_APART_S = 0.5
# The mean of both channels has this share of the power that the channels have: 13 dB less.
_CANCELLED_SHARE = 0.05


class SoundFaults:
    """Collects the faults of a sound from its blocks as they pass; memory grows by some bytes for each 20 ms."""

    def __init__(self, *, sample_rate: int) -> None:
        self._rate = sample_rate
        self._hop = sample_rate // _HOPS_PER_S
        self._left: Samples | None = None
        self._peaks: list[Samples] = []
        self._position = 0
        self._run = np.zeros(0, np.intp)
        self._clipped: list[tuple[int, int]] = []
        self._mid = self._all = 0.0

    def watch(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """The same blocks, (n,) or (channels, n); each is looked at as it passes."""
        for block in blocks:
            self._add(np.atleast_2d(block))
            yield block

    def _add(self, planes: Samples) -> None:
        loudest = np.abs(planes).max(axis=0)
        self._find_clipping(planes, loudest)
        self._position += planes.shape[1]
        self._all += float((planes.astype(np.float64) ** 2).mean(axis=0).sum())
        self._mid += float((planes.mean(axis=0, dtype=np.float64) ** 2).sum())
        waiting = loudest if self._left is None else np.concatenate((self._left, loudest))
        count = len(waiting) // self._hop
        hops = waiting[: count * self._hop].reshape(count, self._hop)
        peaks = hops.max(axis=1)
        first = self._position - len(waiting)
        for hop in np.flatnonzero(peaks >= _FLAT_PEAK).tolist():
            if float((hops[hop] >= _NEAR_PEAK * peaks[hop]).mean()) >= _FLAT_SHARE:
                self._note(first + hop * self._hop, first + (hop + 1) * self._hop)
        self._peaks.append(peaks)
        self._left = waiting[count * self._hop :]

    def _find_clipping(self, planes: Samples, loudest: Samples) -> None:
        if self._run.size != len(planes):
            self._run = np.zeros(len(planes), np.intp)
        if float(loudest.max(initial=0.0)) < _FULL_SCALE:
            self._run[:] = 0
            return
        for channel, plane in enumerate(planes):
            full = np.concatenate(([False], np.abs(plane) >= _FULL_SCALE, [False]))
            edges = np.flatnonzero(np.diff(full.astype(np.int8)))
            starts, ends = edges[::2], edges[1::2]
            carried = int(self._run[channel])
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                before = carried if start == 0 else 0
                if end - start + before >= _CLIPPED_RUN:
                    self._note(self._position + start - before, self._position + end)
            at_end = bool(len(ends)) and int(ends[-1]) == len(plane)
            whole = at_end and int(starts[-1]) == 0
            self._run[channel] = (int(ends[-1] - starts[-1]) + (carried if whole else 0)) if at_end else 0

    def _note(self, start: int, end: int) -> None:
        if self._clipped and start - self._clipped[-1][1] <= _CLIPPED_APART_S * self._rate:
            first, last = self._clipped[-1]
            self._clipped[-1] = (min(first, start), max(last, end))
        else:
            self._clipped.append((start, end))

    def silent_ms(self) -> tuple[Stretch, ...]:
        """Where nothing is louder than -60 dBFS for a second or more: starts and ends in ms, in order."""
        peaks = np.concatenate(self._peaks) if self._peaks else np.zeros(0, np.float32)
        if self._left is not None and len(self._left):
            peaks = np.append(peaks, self._left.max())
        quiet = np.concatenate(([False], peaks < _SILENT, [False]))
        edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
        hop_ms = self._hop * 1000 / self._rate
        end_ms = self._position * 1000 / self._rate
        return tuple(
            (round(start * hop_ms, 1), round(min(end * hop_ms, end_ms), 1))
            for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
            if (end - start) * hop_ms >= _SILENT_S * 1000
        )

    def clipped_ms(self) -> tuple[Stretch, ...]:
        """Where the tops of the wave are cut off at full scale: starts and ends in ms, apart and in order."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(self._clipped):
            if joined and start - joined[-1][1] <= _CLIPPED_APART_S * self._rate:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return tuple((round(s * 1000 / self._rate, 1), round(e * 1000 / self._rate, 1)) for s, e in joined)

    @property
    def cancels_in_mono(self) -> bool:
        """Whether next to nothing is left where both channels come from one loudspeaker."""
        return self._all > 0 and self._mid < _CANCELLED_SHARE * self._all
