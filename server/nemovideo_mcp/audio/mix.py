"""Several sounds summed on one clock, block by block, and a limiter that keeps the sum below a true peak.

How loud each is: whoever builds the sources brings clips and music to one loudness first, so that `gain` 1.0 of a
clip is as loud as `gain` 1.0 of the music. While a source that is `featured` (speech at full volume) sounds, those
that are `ducked` (music) go down by `DUCKING_DB`, and come back softly. Where it is known when somebody speaks, one
may go down further then: by its own `dips`, before the first word is heard.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.loudness import TruePeaks

__all__ = [
    "DIP_ATTACK_MS",
    "DIP_RELEASE_MS",
    "DUCKING_DB",
    "EDGE_MS",
    "LOOP_MS",
    "Curve",
    "Source",
    "dips_under",
    "limit",
    "mix",
    "volume_automation",
]

Samples = NDArray[np.float32]
Curve = tuple[tuple[int, float], ...]
"""Points (sample, linear gain) in order, straight lines between them, level before the first and after the last."""

EDGE_MS = 8
"""How long a jump cut's crossfade is: too short to be heard, too long for a click."""

LOOP_MS = 12
"""How long the crossfade is with which a song begins again. All of it lies before the bar line: the attack is whole."""

DUCKING_DB = 4.0
# Of the featured sounds' level in a hundredth of a second: no ducking at the first, all of it from the second on.
_DUCKING_FROM_DB, _DUCKING_FULL_DB = -46.0, -32.0
_DUCKING_ATTACK_S, _DUCKING_RELEASE_S = 0.08, 0.5
# Ducking stays down over the gaps between syllables and words: music that rises in each of them pumps.
_DUCKING_HOLD_S = 0.6
_HOPS_PER_S = 100

DIP_ATTACK_MS, DIP_RELEASE_MS = 150, 400
"""How long a dip takes to go down, all of it before the speech begins, and to come back behind it."""

# The limiter looks at 32 samples at a time and 8 such steps (5 ms) ahead.
_STEP = 32
_AHEAD = 8
_LIMITER_RELEASE_S = 0.12


@dataclass(frozen=True, kw_only=True)
class Source:
    """A sound on the clock: `length` samples from `start` on (both may reach beyond the mix).

    `open` gives its blocks (2, n), from the sample at `start` on; it is called when its time comes, and what it
    lacks is silence. `gain` is linear; the fades, in samples, have the shape sin², so that a fade out and a fade in
    that coincide sum to one. `automation` is a curve of further gains, its samples counted from `start`. `dips`, of a
    ducked source, is one on the mix's own clock, which holds in place of the ducking wherever it is lower.
    """

    open: Callable[[], Iterable[Samples]]
    start: int
    length: int
    gain: float = 1.0
    fade_in: int = 0
    fade_out: int = 0
    featured: bool = False
    ducked: bool = False
    automation: Curve = ()
    dips: Curve = ()

    @property
    def end(self) -> int:
        return self.start + self.length


def mix(sources: Sequence[Source], *, length: int, sample_rate: int) -> Iterator[Samples]:
    """The sum of `sources`, samples 0 to `length`, in float32 blocks (2, n) of about a second; not limited.

    Memory is that of a block for each source that sounds.
    """
    block_size = sample_rate // _HOPS_PER_S * _HOPS_PER_S
    waiting = deque(sorted((s for s in sources if s.end > 0 and s.length > 0), key=lambda s: s.start))
    sounding: list[_Reader] = []
    ducking = _Ducking(block_size // _HOPS_PER_S)
    for start in range(0, length, block_size):
        end = min(start + block_size, length)
        while waiting and waiting[0].start < end:
            sounding.append(_Reader(waiting.popleft()))
        held = np.zeros((2, end - start), np.float32)
        to_duck = np.zeros_like(held)
        featured = np.zeros_like(held)
        dipping: list[tuple[Samples, Curve]] = []
        for reader in sounding:
            piece = reader.read(start, end)
            if reader.source.ducked and reader.source.dips:
                dipping.append((piece, reader.source.dips))
            else:
                (to_duck if reader.source.ducked else held)[:] += piece
            if reader.source.featured:
                featured += piece
        sounding = [reader for reader in sounding if reader.source.end > end]
        gains = ducking.gains(featured)
        quieter: Samples = to_duck * gains
        for piece, dips in dipping:
            quieter += piece * np.minimum(gains, _levels(dips, np.arange(start, end)))
        yield held + quieter


def volume_automation(
    volume: float, ranges: Sequence[tuple[int, int, float]], *, length: int, ramp: int
) -> Curve:
    """The points of a curve that is `volume`, but within `ranges` (first sample, end, volume; in order) theirs.

    Each change is a straight ramp of `ramp` samples about its moment, shorter where two changes are nearer than that,
    so that it does not click.
    """
    stretches: list[tuple[int, int, float]] = []
    cursor = 0
    for first, end, level in [*ranges, (length, length, volume)]:
        first, end = max(first, cursor), min(end, length)
        if first > cursor:
            stretches.append((cursor, first, volume))
        if end > first:
            stretches.append((first, end, level))
        cursor = max(cursor, first, end)
    points = [(0, stretches[0][2])] if stretches else []
    for before, after in pairwise(stretches):
        half = min(ramp, before[1] - before[0], after[1] - after[0]) // 2
        points += [(before[1] - half, before[2]), (before[1] + half, after[2])]
    return tuple(points)


def dips_under(speech: Iterable[tuple[int, int]], gain: float, *, sample_rate: int) -> Curve:
    """A curve that is 1, but `gain` within the stretches of `speech` (first sample, end; in order).

    It goes down within `DIP_ATTACK_MS` before a stretch and comes back within `DIP_RELEASE_MS` behind it; where there
    is no time for both between two stretches, it stays down.
    """
    attack, release = (ms * sample_rate // 1000 for ms in (DIP_ATTACK_MS, DIP_RELEASE_MS))
    points: list[tuple[int, float]] = []
    for first, end in speech:
        if points and first - attack <= points[-1][0]:
            del points[-2:]
        else:
            points += [(first - attack, 1.0), (first, gain)]
        points += [(end, gain), (end + release, 1.0)]
    return tuple(points)


def limit(
    blocks: Iterable[Samples], *, sample_rate: int, ceiling_dbtp: float, gain_db: float = 0.0
) -> Iterator[Samples]:
    """The same sound by `gain_db` louder, its true peak at `ceiling_dbtp`; as many samples as came in.

    Peaks are looked for between the samples (four times oversampled, as ITU-R BS.1770 does), the gain goes down over
    5 ms before each of them and comes back in about a tenth of a second.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    gain = np.float32(10 ** (gain_db / 20))
    envelope = _Envelope(ceiling, float(1 - np.exp(-_STEP / (_LIMITER_RELEASE_S * sample_rate))))
    peaks = TruePeaks()
    late = _STEP * (_AHEAD + 1)
    delayed = np.zeros((2, late), np.float32)
    flush = _Steps(np.zeros((2, late), np.float32), 0)
    owed = 0
    for steps in chain(_stepwise(blocks), (flush,)):
        owed += steps.samples
        louder: Samples = steps.planes * gain
        gains = envelope.gains(peaks.of(louder).reshape(-1, _STEP).max(axis=1))
        line = np.concatenate((delayed, louder), axis=1)
        ready: Samples = line[:, : gains.size] * gains
        delayed = line[:, gains.size :]
        ready, late = ready[:, late : late + owed], max(late - gains.size, 0)
        owed -= ready.shape[1]
        if ready.shape[1]:
            yield ready


class _Reader:
    """One source, read in step with the mix."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._blocks = iter(source.open())
        self._left: Samples = np.zeros((2, 0), np.float32)
        self._at = source.start
        if source.start < 0:
            self._take(-source.start)

    def read(self, start: int, end: int) -> Samples:
        """The samples of the mix from `start` to `end` that are this source's, with gain and fades; else zeros."""
        source = self.source
        planes = np.zeros((2, end - start), np.float32)
        first, last = max(start, source.start), min(end, source.end)
        if last <= first:
            return planes
        piece = self._take(last - first)
        places = np.arange(first - source.start, last - source.start, dtype=np.float32)
        gains = np.full(places.size, source.gain, np.float32)
        if source.automation:
            gains *= _levels(source.automation, places)
        if source.fade_in:
            gains *= _ramp((places + 0.5) / source.fade_in)
        if source.fade_out:
            gains *= _ramp((source.length - places - 0.5) / source.fade_out)
        planes[:, first - start : first - start + piece.shape[1]] = piece * gains[: piece.shape[1]]
        return planes

    def _take(self, samples: int) -> Samples:
        while self._left.shape[1] < samples:
            block = next(self._blocks, None)
            if block is None:
                break
            self._left = np.concatenate((self._left, block), axis=1)
        taken, self._left = self._left[:, :samples], self._left[:, samples:]
        return taken


def _levels(curve: Curve, places: NDArray[Any]) -> NDArray[np.float32]:
    marks, levels = zip(*curve, strict=True)
    return np.interp(places, marks, levels).astype(np.float32)


def _ramp(place: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    return (np.sin(np.clip(place, 0, 1) * (np.pi / 2)) ** 2).astype(np.float32)


class _Ducking:
    """How far the ducked sources are turned down, from block to block."""

    def __init__(self, hop: int) -> None:
        self._hop = hop
        self._db = 0.0
        self._held = 0

    def gains(self, featured: Samples) -> Samples:
        hops = -(-featured.shape[1] // self._hop)
        padded = np.zeros((2, hops * self._hop), np.float32)
        padded[:, : featured.shape[1]] = featured
        power = np.mean(padded.reshape(2, hops, self._hop) ** 2, axis=(0, 2))
        level = 10 * np.log10(power + 1e-12)
        wanted = DUCKING_DB * np.clip(
            (level - _DUCKING_FROM_DB) / (_DUCKING_FULL_DB - _DUCKING_FROM_DB), 0, 1
        )
        curve = [self._db]
        for target in wanted.tolist():
            if target >= self._db:
                self._held = round(_DUCKING_HOLD_S * _HOPS_PER_S)
                self._db += (target - self._db) * _share_in_hop(_DUCKING_ATTACK_S)
            elif self._held:
                self._held -= 1
            else:
                self._db += (target - self._db) * _share_in_hop(_DUCKING_RELEASE_S)
            curve.append(self._db)
        places = np.arange(featured.shape[1], dtype=np.float64) / self._hop
        marks = np.arange(hops + 1, dtype=np.float64)
        return (10 ** (-np.interp(places, marks, curve) / 20)).astype(np.float32)


def _share_in_hop(time_s: float) -> float:
    """Which share of a change is done in a hundredth of a second, where `time_s` is its time constant."""
    return 1 - float(np.exp(-1 / (_HOPS_PER_S * time_s)))


@dataclass(frozen=True)
class _Steps:
    planes: Samples
    samples: int


def _stepwise(blocks: Iterable[Samples]) -> Iterator[_Steps]:
    """Blocks of whole steps; the last one is filled up with silence, `samples` says how much is real."""
    left = np.zeros((2, 0), np.float32)
    for block in blocks:
        left = np.concatenate((left, block), axis=1)
        whole = left.shape[1] // _STEP * _STEP
        if whole:
            yield _Steps(left[:, :whole], whole)
            left = left[:, whole:]
    if left.shape[1]:
        rest = left.shape[1]
        yield _Steps(np.pad(left, ((0, 0), (0, _STEP - rest))), rest)


class _Envelope:
    """The limiter's gain at the borders of the steps, never above what any peak near them allows.

    With e the gain that peaks allow (it falls at once and rises slowly), m[k] = min(e[k] … e[k+A]) and the mean over
    m[k-A+1] … m[k], every term of the mean has seen e[k] and e[k+1]: the gain is down when the peak comes, although
    the peak was measured half a step late.
    """

    def __init__(self, ceiling: float, release: float) -> None:
        self._ceiling = ceiling
        self._release = release
        self._allowed = 1.0
        self._history = np.ones(2 * _AHEAD, np.float64)

    def gains(self, peaks: NDArray[np.float32]) -> NDArray[np.float32]:
        """The gain of each sample of as many steps as there are `peaks`, A + 1 steps behind them."""
        limits = np.minimum(1.0, self._ceiling / np.maximum(peaks.astype(np.float64), 1e-9))
        allowed = self._allowed
        curve: list[float] = []
        for highest in limits.tolist():
            allowed = min(highest, allowed + (1.0 - allowed) * self._release)
            curve.append(allowed)
        self._allowed = allowed
        known = np.concatenate((self._history, curve))
        self._history = known[-2 * _AHEAD :]
        lowest = np.lib.stride_tricks.sliding_window_view(known, _AHEAD + 1).min(axis=1)
        borders = np.lib.stride_tricks.sliding_window_view(lowest, _AHEAD).mean(axis=1)
        places = np.arange(_STEP) / _STEP
        return (borders[:-1, None] + np.diff(borders)[:, None] * places).astype(np.float32).ravel()
