"""The cuts of a film that is cut to the beat, moved onto the beats of other music."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.autoedit.scoring import Score
from nemovideo_mcp.autoedit.story import OF_MUSIC
from nemovideo_mcp.edit.beats import Beats
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import SpeedRamp, Timeline, VideoClip

__all__ = ["retimed"]

# How far from its old place a cut is looked for, in half beats, and what a half beat costs, in beats of way.
_NEAR_HALVES, _HALF_BEAT = 5, 2.0
# The last picture of a source may be held for so long.
_FRAME_MS = 34


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
    cuts = _placed([clip.end_ms for clip in clips[:-1]], timeline.duration_ms, beats)
    if cuts is None:
        return None
    moved: list[VideoClip] = []
    bounds = [(0, beats.index_at(0)), *cuts, (timeline.duration_ms, None)]
    for clip, (at_ms, index), (end_ms, _) in zip(clips, bounds, bounds[1:], strict=False):
        clip = replace(clip, ramp=_ramp(clip, at_ms, end_ms, beats))
        start = _in_point(clip, end_ms - at_ms, media.get(clip.media_id))
        if start is None or end_ms <= at_ms:
            return None
        anchor = beats.anchor(index) if index is not None else None
        moved.append(
            replace(
                clip,
                start_ms=at_ms,
                duration_ms=end_ms - at_ms,
                source_start_ms=start,
                anchor=anchor,
                why=_still_true(clip.why) if (at_ms, end_ms) != (clip.start_ms, clip.end_ms) else clip.why,
            )
        )
    return tuple(moved)


def _still_true(why: Sequence[str]) -> tuple[str, ...]:
    """The reasons of a shot that other music does not change."""
    return tuple(reason for reason in why if reason not in OF_MUSIC)


def _placed(cuts_ms: Sequence[int], end_ms: int, beats: Beats) -> list[tuple[int, int | None]] | None:
    """Where cuts go, and the beat that each stands on, None for a half beat; None where they don't all find a place.

    Dynamic programming over the beats and half beats near each cut: all together move as little as can be, and the
    fewest stand on half beats.
    """
    half = beats.period_ms / 2
    best: list[tuple[float, int, int | None, int]] = [(0.0, 0, None, -1)]
    steps: list[list[tuple[float, int, int | None, int]]] = []
    for cut in cuts_ms:
        found: list[tuple[float, int, int | None, int]] = []
        nearest = beats.nearest(cut)
        for n in range(2 * nearest - _NEAR_HALVES, 2 * nearest + _NEAR_HALVES + 1):
            index = None if n % 2 else n // 2
            at_ms = beats.on_frame(beats.time_ms(n // 2) + (half if n % 2 else 0))
            before = [
                (cost, number)
                for number, (cost, earlier, _, _) in enumerate(best)
                if at_ms - earlier >= half - 1 and end_ms - at_ms >= half - 1
            ]
            if before:
                cost, number = min(before)
                away = float(abs(at_ms - cut) / beats.period_ms)
                found.append((cost + away + (_HALF_BEAT if n % 2 else 0.0), at_ms, index, number))
        if not found:
            return None
        steps.append(best)
        best = found
    path: list[tuple[int, int | None]] = []
    number = min(range(len(best)), key=lambda n: best[n][0])
    for level in (best, *reversed(steps[1:])) if cuts_ms else ():
        _, at_ms, index, number = level[number]
        path.append((at_ms, index))
    return path[::-1]


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
    needed = round(clip.footage_ms(duration_ms))
    spare = item.info.duration_ms - needed
    if spare < -_FRAME_MS:
        return None
    return min(clip.source_start_ms, max(spare, 0))
