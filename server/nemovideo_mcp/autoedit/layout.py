"""Which clip is seen from which beat to which: a layout of shots in order, by the clips' lengths and the phrasing."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nemovideo_mcp.autoedit.pacing import Phrasing
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem

__all__ = [
    "MIN_SPEED",
    "PHOTO_MS",
    "Layout",
    "Shot",
    "film_ms",
    "fitting_shares",
    "interleaved",
    "lay_out",
    "place",
]

PHOTO_MS = 3000
"""How long a photo counts as."""
MIN_SPEED = 0.5
"""Footage that does not fill its beats is slowed down to this at most."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A clip (index among the sources) from one place in the music to another, in units of `1 / per_beat` beats."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Shots in order, without gaps; a source may have found no room."""

    shots: tuple[Shot, ...]
    per_beat: int


def film_ms(item: MediaItem) -> int:
    """How long a film can be shown; a photo counts as three seconds."""
    return PHOTO_MS if item.info.kind == "image" else max(item.info.duration_ms, 1)


def lay_out(
    items: Sequence[MediaItem], *, phrasing: Phrasing, beat_ms: float, patient_photos: bool
) -> Layout:
    """Give each clip its beats, in order and in proportion to its length, and split them into shots.

    Every clip gets a shot: of one beat, or half a beat where there are more clips than beats; beyond that, clips
    evenly chosen are left out.
    """
    total = phrasing.beats
    count = len(items)
    per_beat, first, last = 1, min(2, total), max(1, total - phrasing.hold)
    if count > 1:
        # The last shot is held as long as the others leave it: a cut on a beat comes first.
        last = max(1, min(last, total - first - (count - 2)))
    if count > 1 and count - 2 > total - first - last:
        per_beat, first, last = 2, min(2, total), min(2, total)
    units = total * per_beat
    most = max(1, units - (first - 1) - (last - 1)) if units > first + last else max(1, units // 2)
    chosen = list(range(count))
    if count > most:
        chosen = [n * count // most for n in range(most)]
    if len(chosen) == 1:
        first, last = min(first, units), 1
    elif first + last + len(chosen) - 2 > units:
        first = last = 1
    unit_ms = beat_ms / per_beat
    caps = [
        units if items[n].info.kind == "image" else max(1, int(film_ms(items[n]) / unit_ms)) for n in chosen
    ]
    floors = [1] * len(chosen)
    floors[0] = min(first, caps[0])
    floors[-1] = max(floors[-1], min(last, caps[-1])) if len(chosen) > 1 else units
    weights = [float(film_ms(items[n])) for n in chosen]
    shares = fitting_shares(units, weights=weights, floors=floors, caps=caps)
    bounds = _rounded_off(shares, floors=floors, caps=caps, step=2 * per_beat)
    shots: list[Shot] = []
    start = 0
    for n, end in zip(chosen, bounds, strict=True):
        photo = patient_photos and items[n].info.kind == "image"
        shots += _split(n, start, end, phrasing=phrasing, per_beat=per_beat, photo=photo, units=units)
        start = end
    return Layout(shots=tuple(shots), per_beat=per_beat)


def interleaved(layout: Layout, items: Sequence[MediaItem]) -> Layout:
    """The same shots with their media taking turns, as long as each has shots left; its takes stay in their order."""
    left: dict[str, deque[int]] = {}
    for shot in layout.shots:
        left.setdefault(items[shot.source].media_id, deque()).append(shot.source)
    turns: list[int] = []
    while left:
        turns += [takes.popleft() for takes in left.values()]
        left = {medium: takes for medium, takes in left.items() if takes}
    shots = tuple(replace(shot, source=source) for shot, source in zip(layout.shots, turns, strict=True))
    return replace(layout, shots=shots)


def place(layout: Layout, grid: BeatGrid, *, end_ms: int, frame_rate: Fraction) -> tuple[int, ...]:
    """The frames that the shots start on, and the last one's end: each the nearest to its beat's exact time."""
    frames = [frame_at(_time(grid, s.start, layout.per_beat), frame_rate=frame_rate) for s in layout.shots]
    frames[0] = 0
    return (*frames, max(frame_at(end_ms, frame_rate=frame_rate), frames[-1] + 1))


def _time(grid: BeatGrid, unit: int, per_beat: int) -> Fraction:
    beat, part = divmod(unit, per_beat)
    times = grid.times_ms
    here = times[min(beat, len(times) - 1)]
    if not part:
        return here
    step = times[beat + 1] - here if beat + 1 < len(times) else here - times[beat - 1]
    return here + step * part / per_beat


def fitting_shares(
    units: int, *, weights: Sequence[float], floors: Sequence[int], caps: Sequence[int]
) -> list[int]:
    """Whole shares of `units` near the weights' proportions, between the floors and, if they suffice, the caps."""
    caps = [max(c, f) for c, f in zip(caps, floors, strict=True)]
    if sum(caps) < units:
        # not enough footage: what is missing is made up by slowing all of it alike
        caps = [max(c, round(units * c / sum(caps)) + 1) for c in caps]
    level = _level(units, weights, floors, caps)
    ideal = [min(max(w * level, f), c) for w, f, c in zip(weights, floors, caps, strict=True)]
    shares = [max(f, int(i + 1e-6)) for i, f in zip(ideal, floors, strict=True)]
    order = sorted(range(len(shares)), key=lambda n: (shares[n] - ideal[n], n))
    missing = units - sum(shares)
    while missing > 0:
        before = missing
        for n in order:
            if missing and shares[n] < caps[n]:
                shares[n], missing = shares[n] + 1, missing - 1
        if before == missing:
            shares[order[0]], missing = shares[order[0]] + missing, 0
    while missing < 0:
        n = max(range(len(shares)), key=lambda k: shares[k] - floors[k])
        shares[n], missing = shares[n] - 1, missing + 1
    return shares


def _level(units: int, weights: Sequence[float], floors: Sequence[int], caps: Sequence[int]) -> float:
    """By how much all weights are multiplied to fill the units, each between its floor and its cap."""
    filled, slope, reached = float(sum(floors)), 0.0, 0.0
    turns = [(f / w, w) for w, f in zip(weights, floors, strict=True)]
    turns += [(c / w, -w) for w, c in zip(weights, caps, strict=True)]
    for level, change in sorted(turns):
        step = slope * (level - reached)
        if filled + step >= units and slope > 0:
            return reached + (units - filled) / slope
        filled, reached, slope = filled + step, level, slope + change
    return reached


def _rounded_off(
    shares: Sequence[int], *, floors: Sequence[int], caps: Sequence[int], step: int
) -> list[int]:
    """The clips' ends in units; moved by one unit where that puts them on a stronger beat."""
    ends: list[int] = []
    sizes = list(shares)
    total = 0
    for n, _ in enumerate(sizes):
        end = total + sizes[n]
        if n + 1 < len(sizes) and end % step:
            for move in (1, -1):
                grown, rest = sizes[n] + move, sizes[n + 1] - move
                if (
                    (end + move) % step == 0
                    and floors[n] <= grown <= max(caps[n], sizes[n])
                    and floors[n + 1] <= rest <= max(caps[n + 1], sizes[n + 1])
                ):
                    sizes[n], sizes[n + 1], end = grown, rest, end + move
                    break
        ends.append(end)
        total = end
    return ends


def _split(
    source: int, start: int, end: int, *, phrasing: Phrasing, per_beat: int, photo: bool, units: int
) -> list[Shot]:
    """Shots for the stretch `start` to `end`, as long as the phrasing says; a `photo` is one shot."""
    hold = phrasing.hold * per_beat
    shots: list[Shot] = []
    at = start
    while at < end:
        size = end - at if photo else phrasing.length_at(at // per_beat) * per_beat
        if at == 0:
            size = max(size, 2 * per_beat)
        closing = end == units and at >= hold
        stop = hold if end == units and at < hold and not photo else end
        rest = stop - at
        # a rest of less than half a shot is not worth a cut
        take = rest if closing or rest < size + max(size // 2, 1) else size
        shots.append(Shot(source=source, start=at, end=at + take))
        at += take
    return shots
