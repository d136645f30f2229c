"""What of a film nobody would choose to show, by absolute measures: black, burnt out, blurred, frozen and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import FootageFault, FootageFaultKind
from nemovideo_mcp.video.faults import StillStretches
from nemovideo_mcp.video.flashes import FlashFinder
from nemovideo_mcp.video.focus import is_blurred, softness
from nemovideo_mcp.video.motion import Movement
from nemovideo_mcp.video.text_cards import Card, card_of
from nemovideo_mcp.video.watch_frames import SmallPicture

__all__ = ["FootageFaults", "FoundFaults", "faults_of"]

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Stretch = tuple[float, float]

# Of a picture that is all black or all white, no more than this is anything else.
_SPECKS = 0.02
_BLACK, _WHITE = 20.0, 238.0
# Burnt out: this much is without drawing and hardly anything is dark; or nearly all of it is without drawing. What is
# shown before a white wall has dark places.
_CLIPPED, _CLIPPED_SHARE, _LIT, _DARK_SHARE = 247.0, 0.4, 125.0, 0.08
# Bars that are baked in are black, and no part of it.
_BAR, _BARS_SHARE = 12.0, 0.7
_ALL_CLIPPED = 0.85
# A fade leads over at least half of the brightness that it ends with, in this time; it has ended where brightness is
# this near to that of the pictures behind it.
_FADE_MS, _FADED, _DEEP = (150.0, 3000.0), 0.9, 0.55
_SETTLED_MS, _HIGH = 700.0, 0.95
_NEARLY = 36.0
# Brightness may waver by so much of 255 while it rises.
_WAVER = 1.5
# A frozen picture differs by what encoding adds, for at least so long.
_STILL_NOISE, _FROZEN_MS = 1.5, 1000.0
# An empty one has hardly any contrast, drawing in few of its cells (of so many pixels a side), and nothing that moves.
_EMPTY_SPREAD, _CELL, _DRAWN, _EMPTY_CELLS = 15.0, 6, 6.0, 0.08
_EMPTY_MOTION_S, _EMPTY_MS = 20.0, 800.0
# Who leaves a picture is at its edge for so long before it is empty; who comes into one is worth seeing at once.
_LEAVING_MS = 500.0
_HOP_KINDS_LEAST_MS = 250.0
# Text that is read stands for so long.
_CARD_MS = 400.0
# Of the change from picture to picture the camera explains all but this, or something else moves.
_UNEXPLAINED = 0.35
# In a picture with less contrast nobody sees the camera move.
_FAINT = 8.0
# The camera's speed beside its steady movement, in widths of the picture a second: anywhere, and where a take begins
# or ends; and the share of pictures around that have it.
_SHAKE, _SHAKE_AT_ENDS, _SHAKEN = 0.35, 0.22, 0.6
_STEADY_MS, _SHAKE_MS, _TAKE_END_MS = 800.0, 400.0, 1000.0


@dataclass
class FootageFaults:
    """Collects what is wrong with a film, or a window of a longer one, as its frames pass."""

    hop_ms: int
    _times: list[float] = field(default_factory=list[float])
    _means: list[float] = field(default_factory=list[float])
    _plain: list[int] = field(default_factory=list[int])
    _burnt: list[bool] = field(default_factory=list[bool])
    _empty: list[bool] = field(default_factory=list[bool])
    _flashes: FlashFinder = field(default_factory=FlashFinder)
    _moves: dict[int, tuple[float, float]] = field(default_factory=dict[int, tuple[float, float]])
    _soft: dict[int, float] = field(default_factory=dict[int, float])
    _cards: dict[int, Card] = field(default_factory=dict[int, Card])
    _stills: StillStretches = field(default_factory=lambda: StillStretches(noise=_STILL_NOISE))
    _before: NDArray[np.float32] | None = None

    def push(self, time_ms: float, picture: SmallPicture, moved: Movement | None) -> None:
        """The next frame, shown from `time_ms` on, and what the camera did before it."""
        luma = picture.luma
        self._times.append(time_ms)
        self._means.append(float(luma.mean()))
        black = float((luma > _BLACK).mean()) < _SPECKS
        white = not black and float((luma < _WHITE).mean()) < _SPECKS
        self._plain.append(-1 if black else 1 if white else 0)
        self._burnt.append(_is_burnt(luma))
        action = moved.action if moved is not None else 0.0
        self._empty.append(not black and not white and _is_empty(luma, action / self._since_last_s()))
        self._flashes.push(time_ms, picture)
        before, self._before = self._before, luma
        if moved is not None and before is not None:
            change = float(np.abs(luma - before).mean())
            if luma.std() > _FAINT and moved.action <= _UNEXPLAINED * change:
                self._moves[len(self._times) - 1] = (moved.across, moved.down)
        self._stills.push(time_ms, picture)

    def _since_last_s(self) -> float:
        return max(self._times[-1] - self._times[-2], 1.0) / 1000 if len(self._times) > 1 else 1.0

    def look(self, time_ms: float, luma: NDArray[np.uint8]) -> None:
        """The full picture of the frame at `time_ms`; once a hop is enough."""
        hop = int(max(0.0, time_ms) // self.hop_ms)
        self._soft[hop] = softness(luma)
        self._cards[hop] = card_of(luma)

    def finish(self, end_ms: float, *, cuts_ms: Sequence[float], stills_ms: Sequence[Stretch]) -> FoundFaults:
        """All that was found until `end_ms`; `stills_ms` is where the picture stands."""
        self._stills.finish(end_ms)
        if not self._times:
            return FoundFaults()
        times = np.array(self._times)
        ends = np.append(times[1:], max(end_ms, times[-1]))
        plain, means = np.array(self._plain), np.array(self._means)
        takes = _takes(times, plain, cuts_ms)
        found: dict[FootageFaultKind, list[Stretch]] = {
            "black": _runs(plain < 0, times, ends),
            "fade": [*_fades(means, plain, times, ends, takes)],
            "burnt": _runs((plain > 0) | np.array(self._burnt), times, ends),
            "frozen": list(self._stills.longer_than(_FROZEN_MS)),
            "empty": _with_leaving(
                [run for run in _runs(np.array(self._empty), times, ends) if _is_long(run, _EMPTY_MS)],
                [(float(times[first]), float(ends[last - 1])) for first, last in takes],
            ),
            "shaky": self._shaky(times, ends, takes),
            "flash": [
                (flash.start_ms, flash.end_ms) for flash in self._flashes.finish(end_ms, cuts_ms=cuts_ms)
            ],
            "credits": self._credits(end_ms, stills_ms),
        }
        return FoundFaults(found, self._known_softness(times, takes), end_ms)

    def _known_softness(self, times: Values, takes: Sequence[tuple[int, int]]) -> dict[int, float]:
        """The softness by hop; what is too flat to judge is as soft as what stands beside it in its take.

        The more a picture is out of focus, the flatter it is.
        """
        known = dict(self._soft)
        for first, last in takes:
            first_hop, last_hop = (int(max(0.0, times[at]) // self.hop_ms) for at in (first, last - 1))
            inside = [hop for hop in range(first_hop, last_hop + 1) if hop in known]
            for order in (inside, inside[::-1]):
                for before, hop in pairwise(order):
                    if isnan(known[hop]):
                        known[hop] = known[before]
        return known

    def _shaky(self, times: Values, ends: Values, takes: Sequence[tuple[int, int]]) -> list[Stretch]:
        speeds = np.zeros((len(times), 2))
        spans_s = np.maximum(np.diff(times, prepend=times[0] - 40.0), 1.0) / 1000
        for index, step in self._moves.items():
            speeds[index] = step
        speeds /= spans_s[:, None]
        shaky = np.zeros(len(times), bool)
        for first, last in takes:
            part, at = speeds[first:last].copy(), times[first:last]
            # Across the cut there is no movement.
            part[0] = part[1] if len(part) > 1 else 0.0
            steady = np.column_stack([_mean_around(part[:, k], at, _STEADY_MS / 2) for k in (0, 1)])
            near_end = np.minimum(at - at[0], ends[last - 1] - at) < _TAKE_END_MS
            jolts = np.linalg.norm(part - steady, axis=1) > np.where(near_end, _SHAKE_AT_ENDS, _SHAKE)
            # One jump of a picture is no shake: most pictures around shake too.
            shaky[first:last] = _mean_around(jolts.astype(float), at, _SHAKE_MS / 2) > _SHAKEN
        return [run for run in _runs(shaky, times, ends) if _is_long(run, _HOP_KINDS_LEAST_MS)]

    def _credits(self, end_ms: float, stills_ms: Sequence[Stretch]) -> list[Stretch]:
        hops = sorted(self._cards)
        starts = np.array(hops, float) * self.hop_ms
        ends = np.append(starts[1:], end_ms)
        stands = np.array([any(a - self.hop_ms <= s <= b for a, b in stills_ms) for s in starts])
        cards = [self._cards[hop] for hop in hops]
        text = np.array([card is Card.TEXT for card in cards])
        logo = np.array([card is Card.MARK for card in cards]) & stands
        scrolls = _mean_around(text.astype(float), starts, _CARD_MS) > 0.9
        return [
            run for run in _runs((text & (stands | scrolls)) | logo, starts, ends) if _is_long(run, _CARD_MS)
        ]


@dataclass(frozen=True)
class FoundFaults:
    """What one window of a film gave."""

    stretches: Mapping[FootageFaultKind, list[Stretch]] = field(
        default_factory=dict[FootageFaultKind, "list[Stretch]"]
    )
    soft: Mapping[int, float] = field(default_factory=dict[int, float])
    end_ms: float = 0.0


def faults_of(found: Iterable[FoundFaults], *, hop_ms: int, end_ms: float) -> tuple[FootageFault, ...]:
    """The faults of all windows of a film together, in order of time; those of one kind don't overlap."""
    windows = list(found)
    stretches: dict[FootageFaultKind, list[Stretch]] = {}
    for window in windows:
        for kind, runs in window.stretches.items():
            stretches.setdefault(kind, []).extend(runs)
    soft = {hop: value for window in windows for hop, value in window.soft.items()}
    stretches["blurred"] = _blurred(soft, hop_ms, end_ms)
    return tuple(
        sorted(
            (
                FootageFault(kind=kind, start_ms=round(start), end_ms=min(round(end), round(end_ms)))
                for kind, runs in stretches.items()
                for start, end in _merged(runs, 2.0 * hop_ms if kind in _BY_HOPS else 1.0)
                if min(round(end), round(end_ms)) > round(start)
            ),
            key=lambda fault: (fault.start_ms, fault.kind),
        )
    )


_BY_HOPS = ("blurred", "shaky", "credits")


def _blurred(soft: Mapping[int, float], hop_ms: int, end_ms: float) -> list[Stretch]:
    hops = sorted(soft)
    if not hops:
        return []
    starts = np.array(hops, float) * hop_ms
    ends = np.minimum(np.append(starts[1:], end_ms), starts + 1000.0)
    runs = _merged(_runs(is_blurred(np.array([soft[hop] for hop in hops])), starts, ends), 2.0 * hop_ms)
    return [run for run in runs if _is_long(run, _HOP_KINDS_LEAST_MS)]


def _with_leaving(runs: Sequence[Stretch], takes: Sequence[Stretch]) -> list[Stretch]:
    """The stretches with what lies before them in their takes, where little is left in the picture."""
    return [
        (max(start - _LEAVING_MS, first), end)
        for start, end in runs
        for first, last in takes
        if first <= start < last
    ]


def _is_empty(luma: NDArray[np.float32], motion: float) -> bool:
    """Whether there is nothing to look at: an empty road, a wall; `motion` is a second's change of brightness."""
    if motion >= _EMPTY_MOTION_S or float(luma.std()) >= _EMPTY_SPREAD:
        return False
    rows, columns = (side // _CELL for side in luma.shape)
    if not rows or not columns:
        return False
    cells = luma[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL)
    return float((cells.std(axis=(1, 3)) > _DRAWN).mean()) < _EMPTY_CELLS


def _is_burnt(luma: NDArray[np.float32]) -> bool:
    clipped = float((luma > _CLIPPED).mean())
    bars = float((luma < _BAR).mean())
    if bars > _BARS_SHARE or clipped < _CLIPPED_SHARE * (1 - bars):
        return False
    dark = float((luma < _LIT).mean()) - bars
    return clipped > _ALL_CLIPPED * (1 - bars) or dark < _DARK_SHARE * (1 - bars)


def _takes(times: Values, plain: NDArray[np.int_], cuts_ms: Sequence[float]) -> list[tuple[int, int]]:
    """From where to where frames belong together: from cut to cut, black and white between them left out."""
    bounds = [0, *(int(np.searchsorted(times, cut - 0.5)) for cut in sorted(cuts_ms)), len(times)]
    takes: list[tuple[int, int]] = []
    for first, last in pairwise(bounds):
        seen = np.flatnonzero(np.diff(np.concatenate([[0], plain[first:last] == 0, [0]]).astype(int)))
        takes += [(first + int(a), first + int(b)) for a, b in seen.reshape(-1, 2)]
    return takes


def _fades(
    means: Values, plain: NDArray[np.int_], times: Values, ends: Values, takes: Sequence[tuple[int, int]]
) -> Iterable[Stretch]:
    """The stretches in which a take comes out of black or white, or goes to it, with what of it is nearly there."""
    for first, last in takes:
        for tail in (False, True):
            beside = last if tail else first - 1
            base = int(plain[beside]) if 0 <= beside < len(plain) else 0
            for side in (-1, 1) if base == 0 else (base,):
                level = means[first:last] if side < 0 else 255.0 - means[first:last]
                at = times[first:last]
                if tail:
                    level, at = level[::-1], -at[::-1]
                frames = _risen(level, at)
                # A picture that comes up without black or white beside it must come from nearly there.
                if frames and (base or level[0] < _NEARLY):
                    part = (last - frames, last) if tail else (first, first + frames)
                    yield float(times[part[0]]), float(ends[part[1] - 1])


def _risen(level: Values, at: Values) -> int:
    """Over how many frames the brightness rises to that of the pictures behind them; 0 where it does not."""
    top, risen = level[0], 1
    while risen < len(level) and level[risen] >= top - _WAVER and at[risen] - at[0] <= _FADE_MS[1]:
        top, risen = max(top, level[risen]), risen + 1
    high = at[int(np.argmax(level[:risen] >= _HIGH * top))]
    final = min(top, float(np.median(level[(at >= high) & (at <= high + _SETTLED_MS)])))
    if level[0] > _DEEP * final:
        return 0
    there = int(np.argmax(level[:risen] >= _FADED * final)) + 1
    return there if at[there - 1] - at[0] >= _FADE_MS[0] else 0


def _mean_around(values: Values, at: Values, reach_ms: float) -> Values:
    """For each value the mean of all that are at most `reach_ms` away in time."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    first, last = np.searchsorted(at, at - reach_ms), np.searchsorted(at, at + reach_ms, "right")
    return (sums[last] - sums[first]) / np.maximum(1, last - first)


def _runs(mask: Mask, starts: Values, ends: Values) -> list[Stretch]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]]))).reshape(-1, 2)
    return [(float(starts[a]), float(ends[b - 1])) for a, b in edges]


def _merged(runs: Sequence[Stretch], gap_ms: float) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(runs):
        if merged and start <= merged[-1][1] + gap_ms:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _is_long(run: Stretch, least_ms: float) -> bool:
    return run[1] - run[0] >= least_ms
