"""When the most happens in footage, or strikes in its sound, and how a shot would be slid to have that on a beat."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, sqrt

from nemovideo_mcp.timeline.footage import faults_in
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import VideoClip
from nemovideo_mcp.timeline.transitions import handles_ms

__all__ = ["ActionPlace", "MotionPeak", "action_of", "action_on_beat", "hit_on_beat", "motion_peaks"]

_LEAST_MOTION = 0.05
# Action nearer to the edge of its shot than this is half hidden by the cut.
_EDGE_MS = 120
# Clips that share less than a frame of their source follow each other in it.
_FRAME_MS = 34
# By how many beats a slide may be longer that ends on the first beat of a bar, or on the middle one.
_DOWNBEAT, _MIDDLE = 0.9, 0.45


@dataclass(frozen=True, kw_only=True)
class MotionPeak:
    """A moment of the source at which motion is stronger than around it; `strength` is 0 to 1."""

    time_ms: float
    strength: float


@dataclass(frozen=True, kw_only=True)
class ActionPlace:
    """The in-point of a shot, and when in the film its strongest motion is seen then."""

    source_start_ms: int
    action_ms: float


def motion_peaks(analysis: Analysis | None) -> tuple[MotionPeak, ...]:
    """The peaks of motion that stand out, in order of time, placed between the hops by a parabola."""
    return () if analysis is None else _peaks(analysis.motion, analysis.hop_ms)


# An automatic edit asks for those of a source with each of its shots.
@lru_cache(maxsize=64)
def _peaks(motion: tuple[float, ...], hop_ms: int) -> tuple[MotionPeak, ...]:
    if len(motion) < 3:
        return ()
    mean = sum(motion) / len(motion)
    floor = mean + 0.5 * sqrt(sum((m - mean) ** 2 for m in motion) / len(motion))
    top = max(motion)
    found: list[MotionPeak] = []
    for n in range(1, len(motion) - 1):
        left, mid, right = motion[n - 1 : n + 2]
        if not (left < mid >= right and mid > max(floor, _LEAST_MOTION)):
            continue
        bend = left - 2 * mid + right
        shift = 0.5 * (left - right) / bend if bend else 0.0
        strength = min(1.0, (mid - floor) / (1e-6 + top - floor))
        found.append(MotionPeak(time_ms=(n + 0.5 + shift) * hop_ms, strength=strength))
    return tuple(found)


def action_of(clip: VideoClip, item: MediaItem | None) -> ActionPlace | None:
    """Where the strongest motion of a shot is now; None where it stands still, or nothing was measured."""
    peaks = _peaks_of(clip, item)
    peak = _strongest(peaks, clip.source_start_ms, clip.source_end_ms)
    return peak and _seen(clip, peak, clip.source_start_ms)


def action_on_beat(
    clip: VideoClip,
    item: MediaItem | None,
    grid: BeatGrid,
    *,
    others: Iterable[VideoClip] = (),
    apart_ms: int = 0,
    spared_ms: Sequence[tuple[int, int]] = (),
) -> ActionPlace | None:
    """The nearest in-point at which the strongest motion of the shot falls on a strong beat inside it.

    A first beat of a bar is worth a slide that is longer by nearly a beat. What is slid onto a beat is seen in the shot
    already; the shot stays within its footage, so much of it apart from what the `others` show, and runs over no more
    of that footage's own cuts and shows no more of its faults. It begins and ends in none of the stretches `spared_ms`
    of its source (words, say) that it did not begin or end in before. None where there is no motion, or no beat is in
    reach.
    """
    return _on_beat(clip, item, grid, _peaks_of(clip, item), others, apart_ms, spared_ms)


def hit_on_beat(
    clip: VideoClip,
    item: MediaItem | None,
    grid: BeatGrid,
    *,
    others: Iterable[VideoClip] = (),
    apart_ms: int = 0,
    spared_ms: Sequence[tuple[int, int]] = (),
) -> ActionPlace | None:
    """As `action_on_beat`, for the first of what strikes in the shot's own sound."""
    return _on_beat(clip, item, grid, _hits_of(clip, item), others, apart_ms, spared_ms)


def _on_beat(
    clip: VideoClip,
    item: MediaItem | None,
    grid: BeatGrid,
    peaks: Sequence[MotionPeak],
    others: Iterable[VideoClip],
    apart_ms: int,
    spared_ms: Sequence[tuple[int, int]],
) -> ActionPlace | None:
    times = grid.times_ms
    shown_peaks = _within(peaks, clip.source_start_ms, clip.source_end_ms)
    if not shown_peaks or len(times) < 2 or item is None or item.analysis is None:
        return None
    handles = handles_ms(clip, item.info, item.analysis.shot_starts_ms)
    if handles is None:
        return None
    room = [float(ms) for ms in handles]
    free = [ms / clip.speed for ms in _free_ms(clip, others, apart_ms)]
    later, earlier = (min(a, b) for a, b in zip(room, reversed(free) if clip.reversed else free, strict=True))
    beat_ms = float((times[-1] - times[0]) / (len(times) - 1))
    length_ms = clip.source_end_ms - clip.source_start_ms
    way = -clip.speed if not clip.reversed else clip.speed
    first = bisect_left(times, clip.start_ms + _EDGE_MS)
    inside = [
        (float(times[index]), _worth(index, grid) * beat_ms)
        for index in range(first, bisect_right(times, clip.end_ms - _EDGE_MS))
    ]
    shown = faults_in(item.analysis, clip.source_start_ms, clip.source_end_ms)
    spoiled = _cut_into(spared_ms, clip.source_start_ms, length_ms)
    best: tuple[float, ActionPlace] | None = None
    for peak in shown_peaks:
        now = _seen(clip, peak, clip.source_start_ms)
        for beat, worth in inside:
            by = beat - now.action_ms
            cost = abs(by) - worth
            if not -earlier <= by <= later or (best is not None and cost >= best[0]):
                continue
            start = round(clip.source_start_ms + way * by)
            more = not set(faults_in(item.analysis, start, start + length_ms)) <= set(shown)
            more = more or _cut_into(spared_ms, start, length_ms) > spoiled
            if not more and _strongest(peaks, start, start + length_ms) == peak:
                best = cost, _seen(clip, peak, start)
    return best[1] if best else None


def _cut_into(spared_ms: Sequence[tuple[int, int]], start_ms: int, length_ms: int) -> int:
    """How many of the two ends of a shot lie inside one of the stretches."""
    return sum(
        begins < bound < ends for begins, ends in spared_ms for bound in (start_ms, start_ms + length_ms)
    )


def _hits_of(clip: VideoClip, item: MediaItem | None) -> tuple[MotionPeak, ...]:
    still = clip.freeze or clip.ramp is not None or clip.speed <= 0 or item is None
    hits = item.analysis.hits_ms if item is not None and item.analysis is not None else None
    return () if still else tuple(MotionPeak(time_ms=float(hit), strength=1.0) for hit in hits or ())


def _peaks_of(clip: VideoClip, item: MediaItem | None) -> tuple[MotionPeak, ...]:
    # A ramp has its own moment on the beat.
    still = clip.freeze or clip.ramp is not None or clip.speed <= 0
    still = still or item is None or item.info.kind != "video"
    return () if still or item is None else motion_peaks(item.analysis)


def _free_ms(clip: VideoClip, others: Iterable[VideoClip], apart_ms: int) -> tuple[float, float]:
    """How much of the source before and behind what the shot shows no other clip shows; what overlaps already may."""
    shown = [(o.source_start_ms, o.source_end_ms) for o in others if o.media_id == clip.media_id]
    before = max((end for _, end in shown if end <= clip.source_start_ms + _FRAME_MS), default=-inf)
    behind = min((start for start, _ in shown if start >= clip.source_end_ms - _FRAME_MS), default=inf)
    return (
        max(0.0, clip.source_start_ms - before - apart_ms),
        max(0.0, behind - clip.source_end_ms - apart_ms),
    )


def _strongest(peaks: Sequence[MotionPeak], start_ms: float, end_ms: float) -> MotionPeak | None:
    """The strongest of the peaks in a stretch of the source, the first of equals."""
    return max(_within(peaks, start_ms, end_ms), key=lambda peak: peak.strength, default=None)


def _within(peaks: Sequence[MotionPeak], start_ms: float, end_ms: float) -> Sequence[MotionPeak]:
    """The peaks in a stretch of the source; they are in order of time."""
    first, last = (bisect_left(peaks, ms, key=lambda peak: peak.time_ms) for ms in (start_ms, end_ms))
    return peaks[first:last]


def _seen(clip: VideoClip, peak: MotionPeak, source_start_ms: int) -> ActionPlace:
    """When a peak is seen in a shot with that in-point, within the shot or not."""
    into = peak.time_ms - source_start_ms
    if clip.reversed:
        into = clip.source_end_ms - clip.source_start_ms - into
    return ActionPlace(source_start_ms=source_start_ms, action_ms=clip.start_ms + into / clip.speed)


def _worth(index: int, grid: BeatGrid) -> float:
    """How much more than any other a beat is worth, in beats of a slide."""
    beat = (index - grid.downbeat_index) % grid.beats_per_bar
    return _DOWNBEAT if beat == 0 else _MIDDLE if 2 * beat == grid.beats_per_bar else 0.0
