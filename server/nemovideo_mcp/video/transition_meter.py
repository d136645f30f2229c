"""Measures transitions in the pictures of a film: where their middle is, and how long they last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nemovideo_mcp.video.camera_move import Planes
from nemovideo_mcp.video.transitions import blended_planes
from nemovideo_mcp.video.watch_frames import SmallPicture
from nemovideo_mcp.views.transition_report import PlannedTransition

__all__ = ["FoundTransition", "TransitionMeter"]

Plane = NDArray[np.float32]

# How much of the film around a transition is looked at, in ms and as a share of its length.
_MARGIN_MS, _MARGIN_SHARE = 200.0, 0.5
_STEPS = 80
# Two shots that differ by less, of 255, show no transition.
_LEAST_DIFFERENCE = 3.0
_LEAST_FRAMES = 4


@dataclass(frozen=True)
class FoundTransition:
    """What was measured of `planned`; None where its pictures show nothing."""

    planned: PlannedTransition
    middle_ms: float | None = None
    length_ms: float | None = None


@dataclass
class TransitionMeter:
    """Measures in one pass over a film's small pictures; it keeps those around one transition.

    Analysis by synthesis: from the picture before a transition and the one behind it, every step of its kind is made
    as the renderer makes it; the middle and the length are those by which these steps fit the pictures best. What moves
    meanwhile fits all of them alike badly, and so decides little. `cuts_ms` are the hard cuts beside.
    """

    planned: Sequence[PlannedTransition]
    frame_ms: float
    cuts_ms: Sequence[float] = ()
    _next: int = 0
    _held: list[tuple[float, SmallPicture]] = field(default_factory=list[tuple[float, SmallPicture]])
    _found: list[FoundTransition] = field(default_factory=list[FoundTransition])

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame."""
        while self._next < len(self.planned) and time_ms >= self._window(self._next)[1]:
            self._measure()
        if self._next < len(self.planned):
            first = self._window(self._next)[0]
            while self._held and self._held[0][0] < first:
                del self._held[0]
            if time_ms >= first:
                self._held.append((time_ms, picture))

    def finish(self) -> tuple[FoundTransition, ...]:
        """All that was planned, in order; nothing can be pushed after this."""
        while self._next < len(self.planned):
            self._measure()
        return tuple(self._found)

    def _window(self, number: int) -> tuple[float, float]:
        """From when to when pictures belong to a transition: no other cut or transition is between."""
        planned = self.planned[number]
        margin = max(_MARGIN_MS, _MARGIN_SHARE * planned.length_ms)
        others = [(cut, cut) for cut in self.cuts_ms]
        others += [(p.start_ms, p.end_ms) for p in self.planned if p is not planned]
        before = [end for _, end in others if end <= planned.start_ms]
        after = [start for start, _ in others if start >= planned.end_ms]
        half = self.frame_ms / 2
        return (
            max([planned.start_ms - margin, *before]) - half,
            min([planned.end_ms + margin, *after]) - half,
        )

    def _measure(self) -> None:
        planned, (first, last) = self.planned[self._next], self._window(self._next)
        self._next += 1
        held = [(time, picture) for time, picture in self._held if first <= time < last]
        middle, length = _fitted(planned, held, self.frame_ms) or (None, None)
        self._found.append(FoundTransition(planned, middle, length))


def _fitted(
    planned: PlannedTransition, held: Sequence[tuple[float, SmallPicture]], frame_ms: float
) -> tuple[float, float] | None:
    """The middle and the length, in ms, that fit the pictures best; None where there is nothing to see."""
    if len(held) < _LEAST_FRAMES or len({picture.luma.shape for _, picture in held}) > 1:
        return None
    half = frame_ms / 2
    times = np.array([time for time, _ in held])
    shown = np.stack([_values(_planes(picture)) for _, picture in held])
    start = max(0, int(np.searchsorted(times, planned.start_ms - half)) - 1)
    end = min(len(held) - 1, int(np.searchsorted(times, planned.end_ms - half)))
    found: list[_Fit] = []
    # A transition that is longer than it should be is not over where it should be.
    for first, last in dict.fromkeys(((start, end), (0, len(held) - 1))):
        before, after = (_planes(held[place][1]) for place in (first, last))
        steps = np.stack(
            [_values(blended_planes(planned.kind, before, after, n / _STEPS)) for n in range(_STEPS + 1)]
        )
        if float(np.abs(steps[0] - steps[-1]).mean()) >= _LEAST_DIFFERENCE:
            costs = np.stack([np.abs(steps - one).mean(axis=1) for one in shown])
            found.append(_best(costs, times + half, planned, frame_ms))
    if not found:
        return None
    best = min(found, key=lambda fit: fit.cost)
    return round(best.middle_ms, 2), round(best.length_ms, 2)


@dataclass(frozen=True)
class _Fit:
    cost: float
    middle_ms: float
    length_ms: float


def _best(
    costs: NDArray[np.float64], times: NDArray[np.float64], planned: PlannedTransition, frame_ms: float
) -> _Fit:
    """`costs` are those of each frame (at the middle of its time) for each step; coarsely first, then finely."""
    reach = max(_MARGIN_MS, _MARGIN_SHARE * planned.length_ms)
    middle, length = planned.middle_ms, float(planned.length_ms)
    step, grain = max(frame_ms / 2, reach / 30), max(frame_ms, length / 20)
    middles = _grid(middle - reach, middle + reach, step)
    rough = _cheapest(costs, times, middles, _grid(frame_ms, 2 * length + 4 * frame_ms, grain))
    middles = _grid(rough.middle_ms - step, rough.middle_ms + step, step / 10)
    lengths = _grid(max(frame_ms / 2, rough.length_ms - grain), rough.length_ms + grain, grain / 10)
    return _cheapest(costs, times, middles, lengths)


def _grid(first: float, last: float, step: float) -> NDArray[np.float64]:
    return first + step * np.arange(int((last - first) / step + 0.5) + 1, dtype=np.float64)


def _cheapest(
    costs: NDArray[np.float64],
    times: NDArray[np.float64],
    middles: NDArray[np.float64],
    lengths: NDArray[np.float64],
) -> _Fit:
    frames = np.arange(len(times))
    best = _Fit(np.inf, float(middles[0]), float(lengths[0]))
    for length in lengths:
        progress = np.clip((times[None] - middles[:, None]) / length + 0.5, 0, 1) * (costs.shape[1] - 1)
        lower = np.minimum(progress.astype(int), costs.shape[1] - 2)
        share = progress - lower
        sums = (costs[frames, lower] * (1 - share) + costs[frames, lower + 1] * share).sum(axis=1)
        place = int(sums.argmin())
        if sums[place] < best.cost:
            best = _Fit(float(sums[place]), float(middles[place]), float(length))
    return best


def _planes(picture: SmallPicture) -> Planes:
    """The small picture as planes of limited range, as the renderer's frames are."""
    luma = picture.luma * np.float32(219 / 255) + 16
    first, second, third = (
        Image.fromarray(np.clip(np.rint(plane), 0, 255).astype(np.uint8))
        for plane in (luma, picture.chroma[0], picture.chroma[1])
    )
    return first, second, third


def _values(planes: Planes) -> Plane:
    return np.concatenate([np.asarray(plane, np.float32).ravel() for plane in planes])
