"""Faces that were found here and there in a shot, as the way of the one that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area

__all__ = ["face_areas"]

# A face is the one of before where it has moved by less than so much of its width, and grown or shrunk by less than
# that factor, within a second and a half.
_SAME_PLACE, _SAME_SIZE, _LOST_MS = 1.6, 1.7, 1600.0
_GOES_ON_MS = 400.0
# A face that was found in one look only is a mistake of the detector, and so is one that was found in fewer looks than
# this share.
_LEAST_FOUND, _LEAST_SHARE = 2, 0.25
# A face that is so nearly as important as the first is kept in sight with it, where both have room in so much of the
# width.
_AS_IMPORTANT, _BOTH_WIDTH = 0.5, 0.26


@dataclass
class _Track:
    times: list[float] = field(default_factory=list[float])
    areas: list[Area] = field(default_factory=list[Area])

    @property
    def weight(self) -> float:
        """How long it is seen, and how large: large counts for less than long."""
        return sum((right - left) ** 0.5 for left, _, right, _ in self.areas)

    def at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its sides at `times`, as rows; before the first and behind the last look it goes on for a moment."""
        seen, sides = np.array(self.times), np.array(self.areas)
        if len(seen) > 1 and seen[-1] > seen[-2] and seen[1] > seen[0]:
            ends = [
                sides[at] + (sides[at] - sides[other]) * min(1.0, _GOES_ON_MS / abs(seen[at] - seen[other]))
                for at, other in ((0, 1), (-1, -2))
            ]
            seen = np.array([seen[0] - _GOES_ON_MS, *seen, seen[-1] + _GOES_ON_MS])
            sides = np.array([ends[0], *sides, ends[1]])
        return np.stack([np.interp(times, seen, sides[:, k]) for k in range(4)], axis=1)


def face_areas(looks: Sequence[tuple[float, Sequence[Area]]], times: NDArray[np.float64]) -> tuple[Area, ...]:
    """Where the face that counts is at each of `times`, with one beside it; nothing where there is none.

    `looks` are moments in ms with the faces that were found then.
    """
    tracks = _tracks(looks)
    least = max(_LEAST_FOUND, _LEAST_SHARE * len(looks))
    held = sorted((t for t in tracks if len(t.times) >= least), key=lambda t: -t.weight)
    if not held:
        return ()
    sides = held[0].at(times)
    for other in held[1:]:
        beside = other.at(times)
        both = np.concatenate([np.minimum(sides, beside)[:, :2], np.maximum(sides, beside)[:, 2:]], axis=1)
        if other.weight >= _AS_IMPORTANT * held[0].weight and (both[:, 2] - both[:, 0]).max() <= _BOTH_WIDTH:
            sides = both
    rounded = np.round(np.clip(sides, 0, 1), 4)
    return tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in rounded)


def _tracks(looks: Sequence[tuple[float, Sequence[Area]]]) -> list[_Track]:
    tracks: list[_Track] = []
    for time_ms, faces in looks:
        free = list(tracks)
        for face in sorted(faces, key=lambda f: f[0] - f[2]):
            near = [t for t in free if time_ms - t.times[-1] <= _LOST_MS and _is_same(t.areas[-1], face)]
            track = min(near, key=lambda t: _away(t.areas[-1], face), default=None)
            if track is None:
                track = _Track()
                tracks.append(track)
            else:
                free.remove(track)
            track.times.append(time_ms)
            track.areas.append(face)
    return tracks


def _is_same(before: Area, after: Area) -> bool:
    widths = sorted((before[2] - before[0], after[2] - after[0]))
    return widths[1] <= _SAME_SIZE * widths[0] and _away(before, after) <= _SAME_PLACE * widths[1]


def _away(a: Area, b: Area) -> float:
    return max(abs(a[0] + a[2] - b[0] - b[2]), abs(a[1] + a[3] - b[1] - b[3])) / 2
