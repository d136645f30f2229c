"""Flashes: one to three frames between two others, be they of another shot, of a light or of a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.video.watch_frames import SmallPicture

__all__ = ["Flash", "FlashFinder"]

Plane = NDArray[np.float32]

_FRAMES = 3
# The picture changes by this much of 255, and comes back to within this share of it. The pictures around change less
# than that share from frame to frame: where all shakes, nothing flashes.
_CHANGE, _RETURN, _AROUND = 22.0, 0.35, 4
# Cells that are compared, down and across.
_TINY = (6, 8)
# A light leaves the drawing of a picture as it was, to this correlation, or blots it out.
_SAME_DRAWING, _BLOTTED, _BLACK = 0.6, 4.0, 16.0


@dataclass(frozen=True, kw_only=True)
class Flash:
    """From when to when; `is_light` where the picture beneath is only lit up, as by a lamp or an effect on the beat."""

    start_ms: float
    end_ms: float
    is_light: bool = False


@dataclass
class FlashFinder:
    """Collects a few numbers of each frame; the flashes are found at the end."""

    _times: list[float] = field(default_factory=list[float])
    _tiny: list[Plane] = field(default_factory=list[Plane])

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame, shown from `time_ms` on."""
        self._times.append(time_ms)
        self._tiny.append(_few(picture.luma))

    def finish(self, end_ms: float, *, cuts_ms: Sequence[float]) -> tuple[Flash, ...]:
        """The flashes of the film that ends at `end_ms`, in order; what stands between two of its cuts may be one."""
        if not self._times:
            return ()
        times = np.array(self._times)
        found = {flash.start_ms: flash for flash in _short_shots(times, cuts_ms)}
        found |= {
            flash.start_ms: flash
            for flash in _unlike_both_sides(np.stack(self._tiny), [*self._times, end_ms])
        }
        return tuple(found[start] for start in sorted(found))


def _few(luma: Plane) -> Plane:
    rows, columns = (max(1, size // part) for size, part in zip(luma.shape, _TINY, strict=True))
    few = luma[rows // 2 :: rows, columns // 2 :: columns][: _TINY[0], : _TINY[1]]
    result = np.zeros(_TINY, np.float32)
    result[: few.shape[0], : few.shape[1]] = few
    return result


def _unlike_both_sides(tiny: Plane, times: Sequence[float]) -> Iterator[Flash]:
    """Where one to three frames are quite unlike what stands before them, and that comes back or all changes again."""
    steps = np.abs(np.diff(tiny, axis=0)).mean(axis=(1, 2))
    index = 1
    while index < len(tiny) - 1:
        before, change = tiny[index - 1], float(steps[index - 1])
        frames = 0
        if change >= _CHANGE:
            later = tiny[index + 1 : index + 1 + _FRAMES]
            little = _RETURN * change
            ends = (np.abs(later - before).mean(axis=(1, 2)) < little) | (
                steps[index : index + _FRAMES] >= max(_CHANGE, change / 2)
            )
            frames = int(np.argmax(ends)) + 1 if ends.any() else 0
            around = [*steps[max(0, index - 1 - _AROUND) : index - 1], *steps[index + frames :][:_AROUND]]
            if max(around, default=0.0) > little:
                frames = 0
        if frames:
            yield Flash(
                start_ms=times[index], end_ms=times[index + frames], is_light=_is_lit(before, tiny[index])
            )
        index += max(1, frames)


def _is_lit(before: Plane, flash: Plane) -> bool:
    if float(flash.std()) < _BLOTTED or float(before.std()) < _BLOTTED:
        return float(flash.mean()) > _BLACK
    return float(np.corrcoef(before.ravel(), flash.ravel())[0, 1]) > _SAME_DRAWING


def _short_shots(times: NDArray[np.float64], cuts_ms: Sequence[float]) -> Iterator[Flash]:
    """What stands between two cuts for one to three frames."""
    at = np.searchsorted(times, np.array(sorted(cuts_ms)) - 0.5)
    for first, last in pairwise(at):
        if 0 < last - first <= _FRAMES and last < len(times):
            yield Flash(start_ms=float(times[first]), end_ms=float(times[last]))
