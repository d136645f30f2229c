"""Composed music placed by a film's own cuts: the tempo and the start at which most of them fall on beats."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["NEAR_MS", "Placing", "cuts_in", "cuts_on_beats", "placed_by", "start_by"]

NEAR_MS = 45.0
"""Viewers notice sound that comes earlier than this [ITU-R BT.1359]."""

# Music that begins later than this after the first picture would seem to be missing.
_LATEST_START_MS = 800
_START_STEP_MS = 20
# A step of the tempo moves the last beat by at most so much; a long film has at most so many steps.
_DRIFT_MS = 20.0
_MOST_STEPS = 3000
_MOST_CUTS = 200
_FIRST_BEATS = 0.2
_CLOSENESS = 0.5
_PER_OCTAVE = 1.0
_PER_SECOND = 0.5


@dataclass(frozen=True, kw_only=True)
class Placing:
    """A tempo, and when the first beat is, in ms after the first picture."""

    bpm: float
    start_ms: int


def cuts_in(timeline: Timeline, media: Mapping[str, MediaItem]) -> tuple[int, ...]:
    """All cuts that are seen, in ms: between the clips, and those that the films had already."""
    seen = set(timeline.cuts_ms)
    for clip in timeline.video_clips:
        item = media.get(clip.media_id)
        for start in item.analysis.shot_starts_ms if item and item.analysis else ():
            at = -1 if clip.freeze else clip.start_ms + round(clip.offset_of(start))
            if clip.start_ms < at < clip.end_ms and start > 0:
                seen.add(at)
    return tuple(sorted(seen))


def cuts_on_beats(cuts_ms: Sequence[int], grid: BeatGrid) -> int:
    """How many of the cuts have a beat within 45 ms."""
    if not grid.times_ms:
        return 0
    return sum(abs(grid.times_ms[grid.nearest(cut)] - cut) <= NEAR_MS for cut in cuts_ms)


def start_by(cuts_ms: Sequence[int], grid: BeatGrid) -> int:
    """How much later music of known beats is to start, at most 0.8 s, so that most of the cuts fall on beats."""
    beats = np.asarray([float(t) for t in grid.times_ms])
    if not cuts_ms or not len(beats):
        return 0
    cuts = np.asarray(cuts_ms[:: -(-len(cuts_ms) // _MOST_CUTS)], np.float64)

    def worth(start: int) -> float:
        wanted = cuts - start
        after = np.clip(np.searchsorted(beats, wanted), 1, max(len(beats) - 1, 1))
        around = np.minimum(np.abs(beats[after - 1] - wanted), np.abs(beats[after % len(beats)] - wanted))
        closeness = float(np.clip(1 - around / NEAR_MS, 0.0, None).mean())
        return float((around <= NEAR_MS).sum()) + _CLOSENESS * closeness - _PER_SECOND * start / 1000

    return max(range(0, _LATEST_START_MS + 1, _START_STEP_MS), key=lambda start: (worth(start), -start))


def placed_by(
    cuts_ms: Sequence[int],
    *,
    slowest: float,
    usual: float,
    fastest: float,
    beats_per_bar: int,
    duration_ms: int,
) -> Placing | None:
    """The tempo between `slowest` and `fastest` BPM, and the start, that put most cuts on beats; None without cuts.

    Among equals it counts how near the beats are, how many are the first of a bar, and that the tempo is near the
    `usual` one and the start early. Exhaustive, on a grid that is fine enough for the last cut.
    """
    if not cuts_ms:
        return None
    cuts = np.asarray(cuts_ms[:: -(-len(cuts_ms) // _MOST_CUTS)], np.float64)
    starts = np.arange(0, _LATEST_START_MS + 1, _START_STEP_MS, dtype=np.float64)
    fine = fastest * _DRIFT_MS / max(duration_ms, 1)
    steps = min(max(math.ceil((fastest - slowest) / fine), 0) + 1, _MOST_STEPS) if fastest > slowest else 1
    best: tuple[float, Placing] | None = None
    tempi = [usual, *np.round(np.linspace(slowest, fastest, steps), 3)]
    for bpm in tempi:
        period = 60_000 / float(bpm)
        place = (cuts[None, :] - starts[:, None]) / period
        beat = np.rint(place)
        away = np.abs(place - beat) * period
        near = (away <= NEAR_MS) & (beat >= 0)
        first = near & (beat % beats_per_bar == 0)
        worth = (
            near.sum(axis=1)
            + _FIRST_BEATS * first.mean(axis=1)
            + _CLOSENESS * np.where(near, 1 - away / NEAR_MS, 0.0).mean(axis=1)
            - _PER_SECOND * starts / 1000
            - _PER_OCTAVE * abs(math.log2(float(bpm) / usual))
        )
        top = int(np.argmax(worth))
        if best is None or worth[top] > best[0]:
            best = (float(worth[top]), Placing(bpm=float(bpm), start_ms=int(starts[top])))
    return best[1] if best else None
