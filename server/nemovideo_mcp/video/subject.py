"""Finds what one looks at in the shots of a film: faces first, then what moves, then what stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area, Subject
from nemovideo_mcp.video.face_tracks import face_areas
from nemovideo_mcp.video.faces import FaceFinder
from nemovideo_mcp.video.geometry import Orientation, upright
from nemovideo_mcp.video.motion import Movement
from nemovideo_mcp.video.watch_frames import SmallPicture, luma_plane

__all__ = ["SUBJECT_HOP_MS", "SubjectFinder", "shots_of", "subject_of_picture"]

Plane = NDArray[np.float32]

SUBJECT_HOP_MS = 250
# Faces are looked for so often; half as often where so many looks in a row have found none, until all of it changes.
_FACES_EVERY_MS, _PATIENT_LOOKS = 400, 4
_DETAIL_EVERY_MS = 1000
# Of 0 to 255: less change is noise. Where so much of a picture changes at once, it is a cut or a flash.
_NOISE, _EVERYWHERE = 6.0, 0.75
# The maps of a long film are kept coarse.
_COARSE = 2
# Contrast of less than this from cell to cell is as good as none.
_FLAT = 20.0
# A subject is looked for in a window of so much of a side.
_WINDOW = 0.26
# What moves holds so much of all movement in its window (even movement has no more than the window), in so many of
# the hops in which anything moves, and covers so much of the window.
_GATHERED, _LEAST_HOPS, _LEAST_MOVING = 0.42, 0.25, 0.004
# What stands out has so much more than its share.
_STANDS_OUT = 1.45
# What it costs a path to go a whole side within a hop, against the best of what it can gain in one; half the way costs
# a quarter of that, so that a leap costs more than a way of many steps.
_TRAVEL = 12.0
# What lies at the edge is less likely to be meant.
_CENTRE_SPREAD = 0.29
_LEAST_SPREAD = 0.03
# What is above a photo's top has so much of all that stands out.
_LITTLE = 0.02


@dataclass
class _Looks:
    action: list[tuple[float, float, Plane]] = field(default_factory=list[tuple[float, float, Plane]])
    detail: list[tuple[float, Plane]] = field(default_factory=list[tuple[float, Plane]])
    faces: list[tuple[float, Sequence[Area]]] = field(default_factory=list[tuple[float, Sequence[Area]]])


class SubjectFinder:
    """Collects what is seen in a film, frame by frame, and says in the end what each shot is about."""

    def __init__(self, faces: FaceFinder | None) -> None:
        self._faces = faces
        self._looks = _Looks()
        self._gathered: tuple[float, float, Plane] | None = None
        self._without_faces = 0

    def push(
        self,
        time_ms: float,
        frame: VideoFrame,
        picture: SmallPicture,
        before: SmallPicture | None,
        moved: Movement | None,
        orientation: Orientation,
    ) -> None:
        """The next frame, what it looks like small, and how it differs from the one `before`."""
        if moved is not None and before is not None:
            self._gather(time_ms, upright(_acting(before.luma, picture.luma, moved), orientation))
        looks = self._looks
        if not looks.detail or time_ms - looks.detail[-1][0] >= _DETAIL_EVERY_MS:
            looks.detail.append((time_ms, upright(_standing_out(picture), orientation)))
        pause_ms = _FACES_EVERY_MS * (2 if self._without_faces >= _PATIENT_LOOKS else 1)
        if self._faces and (not looks.faces or time_ms - looks.faces[-1][0] >= pause_ms):
            found = self._faces.find(upright(luma_plane(frame), orientation))
            self._without_faces = 0 if found else self._without_faces + 1
            looks.faces.append((time_ms, found))

    def subjects(self, shots_ms: Sequence[tuple[float, float]]) -> tuple[Subject, ...]:
        """What each shot, given by its start and end, is about."""
        self._keep_gathered()
        return tuple(self._subject(start, end) for start, end in shots_ms)

    def _gather(self, time_ms: float, acting: Plane) -> None:
        if (acting > 0).mean() > _EVERYWHERE:
            acting = np.zeros_like(acting)
            self._without_faces = 0
        hop = time_ms // SUBJECT_HOP_MS
        if self._gathered is not None and self._gathered[0] // SUBJECT_HOP_MS == hop:
            first_ms, _, seen = self._gathered
            if seen.shape == acting.shape:
                self._gathered = first_ms, time_ms, np.maximum(seen, acting)
            return
        self._keep_gathered()
        self._gathered = time_ms, time_ms, acting

    def _keep_gathered(self) -> None:
        if self._gathered is not None:
            self._looks.action.append(self._gathered)
        self._gathered = None

    def _subject(self, start_ms: float, end_ms: float) -> Subject:
        looks = self._looks
        hops = max(1, round((end_ms - start_ms) / SUBJECT_HOP_MS))
        times = start_ms + _places(hops) * SUBJECT_HOP_MS
        faces = [(t, found) for t, found in looks.faces if start_ms <= t < end_ms]
        if areas := face_areas(faces, times):
            return Subject(kind="face", hop_ms=SUBJECT_HOP_MS, areas=_single(areas))
        # What moved within a hop lies, on average, where it was in the middle of it; a cut is no motion.
        begin = start_ms + 1.5 if start_ms else 0.0
        action = [((t, last), seen) for t, last, seen in looks.action if begin <= t and last < end_ms]
        action = [(sum(t) / 2, seen) for t, seen in action]
        if areas := _moving_areas(action, times):
            return Subject(kind="motion", hop_ms=SUBJECT_HOP_MS, areas=_single(areas))
        detail = [seen for t, seen in looks.detail if start_ms <= t < end_ms]
        if area := _outstanding(detail):
            return Subject(kind="detail", hop_ms=SUBJECT_HOP_MS, areas=(area,))
        return Subject(hop_ms=SUBJECT_HOP_MS)


def subject_of_picture(picture: SmallPicture, faces: Sequence[Area]) -> Subject:
    """What a photo is about."""
    if areas := face_areas([(0.0, faces), (0.0, faces)], np.zeros(1)):
        return Subject(kind="face", areas=areas)
    seen = _standing_out(picture)
    area, top = _outstanding([seen]), _top_of(seen)
    return Subject(kind="detail", areas=(area,), top=top) if area else Subject(top=top)


def _acting(before: Plane, after: Plane, moved: Movement) -> Plane:
    """Where the picture has changed when the camera's step is taken back, coarse; 0 where it has not."""
    rows, columns = after.shape
    across, down = round(moved.across * columns), round(moved.down * columns)
    change = np.zeros_like(after)
    here = _overlap(rows, down), _overlap(columns, across)
    there = _overlap(rows, -down), _overlap(columns, -across)
    change[here] = np.abs(after[here] - before[there])
    change = np.maximum(0, change - np.float32(_NOISE + np.median(change)))
    # A camera that shakes changes most where the contrast is: what counts is how far something went.
    contrast = sum(np.abs(slope) for slope in np.gradient(after)) if min(after.shape) > 1 else after
    return _coarse((change / (contrast + np.float32(_FLAT))).astype(np.float32))


def _overlap(side: int, step: int) -> slice:
    return slice(max(0, step), side + min(0, step))


def _coarse(plane: Plane) -> Plane:
    rows, columns = (max(1, side // _COARSE) for side in plane.shape)
    step_y, step_x = plane.shape[0] // rows, plane.shape[1] // columns
    cut = plane[: rows * step_y, : columns * step_x]
    return cut.reshape(rows, step_y, columns, step_x).mean(axis=(1, 3), dtype=np.float32)


def _standing_out(picture: SmallPicture) -> Plane:
    """How much each place differs in brightness from what is around it, and in colour from the whole."""
    luma = _coarse(picture.luma)
    around = _blurred(_blurred(luma, 0, 0.3), 1, 0.3)
    light = np.abs(luma - around)
    chroma = picture.chroma
    colour = np.abs(chroma - np.median(chroma, axis=(1, 2), keepdims=True)).sum(axis=0)
    rows, columns = (min(a, b) for a, b in zip(light.shape, colour.shape, strict=True))
    return light[:rows, :columns] + colour[:rows, :columns]


def _blurred(plane: Plane, axis: int, share: float) -> Plane:
    """The mean over a window of `share` of the side, shorter at the edges."""
    side = plane.shape[axis]
    reach = max(1, round(side * share / 2))
    sums = np.cumsum(np.insert(plane, 0, 0, axis=axis), axis=axis, dtype=np.float64)
    at = np.arange(side, dtype=np.intp)
    first, last = np.maximum(at - reach, 0), np.minimum(at + reach + 1, side)
    shape = [1, 1]
    shape[axis] = side
    total = np.take(sums, last, axis=axis) - np.take(sums, first, axis=axis)
    return (total / (last - first).reshape(shape)).astype(np.float32)


def _windowed(profile: Plane) -> Plane:
    """For each place of a profile's last axis, the sum over the window around it."""
    side = profile.shape[-1]
    reach = max(1, round(side * _WINDOW / 2))
    sums = np.cumsum(np.insert(profile, 0, 0, axis=-1), axis=-1)
    at = np.arange(side, dtype=np.intp)
    return sums[..., np.minimum(at + reach + 1, side)] - sums[..., np.maximum(at - reach, 0)]


def _places(count: int) -> NDArray[np.float64]:
    """The middles of cells in a row."""
    return np.arange(count, dtype=np.float64) + 0.5


def _central(side: int) -> Plane:
    away = _places(side) / side - 0.5
    return np.exp(-np.square(away / _CENTRE_SPREAD) / 2).astype(np.float32)


def _moving_areas(action: Sequence[tuple[float, Plane]], times: NDArray[np.float64]) -> tuple[Area, ...]:
    """Where it moves in each hop; nothing where it moves nowhere in particular.

    The path is the one on which most movement is met, less what it travels: dynamic programming, so that two who move
    in turns are not jumped between.
    """
    if not action:
        return ()
    shape = action[0][1].shape
    maps = np.stack([seen for _, seen in action if seen.shape == shape])
    if len(maps) < len(action):
        return ()
    across = maps.sum(axis=1)
    met = _windowed(across)
    total = across.sum(axis=1)
    moving = total > _LEAST_MOVING * shape[0] * shape[1] * _WINDOW
    gathered = met.max(axis=1) > _GATHERED * np.maximum(total, 1e-6)
    if not moving.any() or (moving & gathered).sum() < max(1, _LEAST_HOPS * len(maps)):
        return ()
    path = _best_path(met * moving[:, None] * _central(shape[1]), times=[t for t, _ in action])
    areas = [_around(seen, int(column)) for seen, column in zip(maps, path, strict=True)]
    known = [(t, area) for (t, _), area, active in zip(action, areas, moving, strict=True) if active]
    moments = np.array([t for t, _ in known])
    sides = np.array([area for _, area in known])
    spread = [np.interp(times, moments, sides[:, k]) for k in range(4)]
    return tuple(_area(*(float(value) for value in values)) for values in zip(*spread, strict=True))


def _best_path(gain: Plane, *, times: Sequence[float]) -> NDArray[np.intp]:
    """The column of each row on which the sum of `gain`, less the price of the way, is largest (Viterbi)."""
    side = gain.shape[1]
    places = _places(side)
    away = (places[:, None] - places[None, :]) / side
    way = _TRAVEL * float(gain.max() or 1.0) * np.square(away)
    gaps = np.diff(np.array(times), prepend=times[0] - SUBJECT_HOP_MS)
    best = gain[0].astype(np.float64)
    came: list[NDArray[np.intp]] = []
    for row, gap in zip(gain[1:], gaps[1:], strict=True):
        reached = best[:, None] - way * min(1.0, SUBJECT_HOP_MS / max(gap, 1.0))
        came.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + row
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1])


def _around(seen: Plane, column: int) -> Area:
    """Where what is seen in the window around a column lies."""
    rows, columns = seen.shape
    reach = max(1, round(columns * _WINDOW / 2))
    first, last = max(0, column - reach), min(columns, column + reach + 1)
    window = np.square(seen[:, first:last])
    x, across = _spread(window.sum(axis=0), first, columns, (column + 0.5) / columns)
    y, down = _spread(window.sum(axis=1), 0, rows, 0.5)
    return x - across, y - down, x + across, y + down


def _spread(weights: Plane, first: int, side: int, usual: float) -> tuple[float, float]:
    """Mean and spread of weights that stand from `first` on, as shares of a side."""
    total = float(weights.sum())
    if total <= 0:
        return usual, _LEAST_SPREAD
    at = (np.arange(len(weights)) + first + 0.5) / side
    mean = float((weights * at).sum() / total)
    return mean, max(_LEAST_SPREAD, float(np.sqrt((weights * np.square(at - mean)).sum() / total)))


def _outstanding(detail: Sequence[Plane]) -> Area | None:
    """Where a shot has what stands out; None where that is nowhere in particular."""
    if not detail or any(seen.shape != detail[0].shape for seen in detail):
        return None
    mean = np.mean(detail, axis=0)
    mean = np.maximum(0, mean - np.float32(_NOISE))
    across = mean.sum(axis=0)
    total = float(across.sum())
    if total <= 0:
        return None
    met = _windowed(across) * _central(len(across))
    column = int(met.argmax())
    if _windowed(across)[column] < _STANDS_OUT * _WINDOW * total:
        return None
    return _area(*_around(mean, column))


def _top_of(seen: Plane) -> float | None:
    """How far down what stands out begins; None where nothing does."""
    down = np.maximum(0, seen - np.float32(2 * _NOISE)).sum(axis=1)
    total = float(down.sum())
    if total <= 0:
        return None
    return round(float(np.searchsorted(np.cumsum(down), _LITTLE * total)) / len(down), 4)


def _area(left: float, top: float, right: float, bottom: float) -> Area:
    a, b, c, d = (round(min(1.0, max(0.0, side)), 4) for side in (left, top, right, bottom))
    return a, b, c, d


def _single(areas: Sequence[Area]) -> tuple[Area, ...]:
    """The areas; one where all are the same."""
    return tuple(areas[:1]) if len(set(areas)) == 1 else tuple(areas)


def shots_of(starts_ms: Sequence[int], end_ms: float) -> Iterator[tuple[float, float]]:
    """Start and end of each shot."""
    for start, end in zip(starts_ms, (*starts_ms[1:], end_ms), strict=True):
        yield float(start), float(max(start + 1, end))
