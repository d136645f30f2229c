"""The cuts of a film that is cut to the beat, moved onto the beats of other music."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.autoedit.scoring import Score
from nemovideo_mcp.edit.beats import Beats
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import SpeedRamp, Timeline, VideoClip

__all__ = ["retimed"]


def retimed(timeline: Timeline, score: Score, media: Mapping[str, MediaItem]) -> tuple[VideoClip, ...] | None:
    """The same clips in the same order, each cut on the nearest beat of `score`, or half beat where two would meet.

    The film keeps its length, and where the beats are the same nothing moves. In-points stay where the footage behind
    them is long enough, and begin earlier where it is not.

    Returns:
        The clips, or None where the new beats are too far apart for the cuts, or a clip has not enough footage.
    """
    beats = Beats(grid=score.grid, frame_rate=timeline.frame_rate, cut=True)
    clips = timeline.video_clips
    if not beats.known or clips[0].start_ms or any(a.end_ms != b.start_ms for a, b in pairwise(clips)):
        return None
    moved: list[VideoClip] = []
    at_ms, index = 0, beats.index_at(0)
    for n, clip in enumerate(clips):
        end_ms, after = (
            (timeline.duration_ms, None) if n == len(clips) - 1 else _cut(clip.end_ms, at_ms, beats)
        )
        clip = replace(clip, ramp=_ramp(clip, at_ms, end_ms, beats))
        start = _in_point(clip, end_ms - at_ms, media.get(clip.media_id))
        if start is None or end_ms <= at_ms:
            return None
        anchor = beats.anchor(index) if index is not None else None
        moved.append(
            replace(clip, start_ms=at_ms, duration_ms=end_ms - at_ms, source_start_ms=start, anchor=anchor)
        )
        at_ms, index = end_ms, after
    return tuple(moved)


def _cut(time_ms: int, after_ms: int, beats: Beats) -> tuple[int, int | None]:
    """Where a cut at `time_ms` goes, and the beat that it stands on; None for a half beat."""
    index = beats.nearest(time_ms)
    on_beat = beats.on_frame(beats.time_ms(index))
    half = beats.period_ms / 2
    if on_beat - after_ms >= half:
        return on_beat, index
    halves = [beats.time_ms(index) - half, beats.time_ms(index) + half]
    later = [beats.on_frame(t) for t in halves if t - after_ms >= half - Fraction(1)]
    return (min(later, key=lambda t: abs(t - time_ms)), None) if later else (after_ms, None)


def _ramp(clip: VideoClip, start_ms: int, end_ms: int, beats: Beats) -> SpeedRamp | None:
    """The ramp of a clip that comes to lie elsewhere: a peak that it has is on the nearest of the new beats."""
    ramp = clip.ramp
    if ramp is None or ramp.span_ms is not None or not ramp.peak_ms:
        return ramp
    wanted = start_ms + Fraction(ramp.peak_ms, clip.duration_ms) * (end_ms - start_ms)
    on_beat = beats.on_frame(beats.time_ms(beats.nearest(wanted)))
    return replace(ramp, peak_ms=(on_beat if start_ms < on_beat < end_ms else round(wanted)) - start_ms)


def _in_point(clip: VideoClip, duration_ms: int, item: MediaItem | None) -> int | None:
    if item is None or item.info.kind != "video" or clip.freeze:
        return clip.source_start_ms
    if clip.ramp is None and duration_ms <= clip.duration_ms + 40:
        return clip.source_start_ms
    needed = round(clip.footage_ms(duration_ms))
    if needed > item.info.duration_ms:
        return None
    return min(clip.source_start_ms, item.info.duration_ms - needed)
