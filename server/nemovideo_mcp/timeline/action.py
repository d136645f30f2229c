"""When the most happens in footage, and what of it a shot would have to show for that to fall on a beat."""

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
from nemovideo_mcp.timeline.transitions import handle_ms

__all__ = ["ActionPlace", "MotionPeak", "action_of", "action_on_beat", "motion_peaks"]

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
) -> ActionPlace | None:
    """The nearest in-point at which the strongest motion of the shot falls on a strong beat inside it.

    A first beat of a bar is worth a slide that is longer by nearly a beat. What is slid onto a beat is seen in the shot
    already; the shot stays within its footage, so much of it apart from what the `others` show, and runs over no more
    of that footage's own cuts and shows no more of its faults. None where there is no motion, or no beat is in reach.
    """
    peaks, times = _peaks_of(clip, item), grid.times_ms
    if not peaks or len(times) < 2 or item is None or item.analysis is None:
        return None
    handles = [handle_ms(clip, item.info, item.analysis.shot_starts_ms, tail=tail) for tail in (False, True)]
    room = [float(ms) for ms in handles if ms is not None]
    if len(room) < 2:
        return None
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
    best: tuple[float, ActionPlace] | None = None
    for peak in _within(peaks, clip.source_start_ms, clip.source_end_ms):
        now = _seen(clip, peak, clip.source_start_ms)
        for beat, worth in inside:
            by = beat - now.action_ms
            cost = abs(by) - worth
            if not -earlier <= by <= later or (best is not None and cost >= best[0]):
                continue
            start = round(clip.source_start_ms + way * by)
            more = not set(faults_in(item.analysis, start, start + length_ms)) <= set(shown)
            if not more and _strongest(peaks, start, start + length_ms) == peak:
                best = cost, _seen(clip, peak, start)
    return best[1] if best else None


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
