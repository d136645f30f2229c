"""The cuts of an edit that came from another program, moved to the beats of the film's music."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.sequence import room_ms
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["snapped"]


def snapped(work: Workspace, grid: BeatGrid, *, step: int) -> tuple[str, ...]:
    """Move each cut of the film to the nearest beat, or bar where `step` is its beats; the film's ends stay.

    In-points stay, unless the footage behind them is too short for the new length. The names of clips are returned
    whose footage reaches no beat: they keep their length.
    """
    beats = [Fraction(time) for time in grid.times_ms[grid.downbeat_index % step :: step]]
    rate = work.timeline.frame_rate
    placed: list[VideoClip] = []
    off: list[str] = []
    clips = work.clips
    for number, clip in enumerate(clips):
        before = clips[number - 1] if number else None
        follows = before is not None and before.end_ms == clip.start_ms
        start_ms = placed[-1].end_ms if follows else clip.start_ms
        if not follows and placed:
            start_ms = max(start_ms, placed[-1].end_ms)
        moved = replace(clip, start_ms=start_ms)
        if number < len(clips) - 1:
            end = _nearest_behind(beats, Fraction(clip.end_ms), Fraction(start_ms), room_ms(work, clip))
            if end is None:
                off.append(clip.name)
            else:
                end_ms = ms_at(frame_at(end, frame_rate=rate), frame_rate=rate)
                moved = replace(moved, duration_ms=end_ms - start_ms)
        moved = _within(work, moved)
        index = grid.nearest(start_ms)
        on_beat = abs(grid.times_ms[index] - start_ms) <= Fraction(1000) / rate
        placed.append(replace(moved, anchor=grid.anchor_of(index) if on_beat else None))
    work.set_clips(placed)
    return tuple(off)


def _nearest_behind(
    beats: Sequence[Fraction], wanted: Fraction, start: Fraction, room: Fraction | None
) -> Fraction | None:
    """The beat nearest to `wanted` behind `start`, no further than `room`; None where there is none."""
    first = bisect_right(beats, start)
    last = len(beats) if room is None else max(first, bisect_right(beats, start + room))
    at = bisect_left(beats, wanted, first, last)
    near = beats[max(first, at - 1) : min(last, at + 1)]
    return min(near, key=lambda beat: (abs(beat - wanted), beat), default=None)


def _within(work: Workspace, clip: VideoClip) -> VideoClip:
    """The clip with its in-point early enough that its footage lasts."""
    footage = None if clip.freeze else source_ms(work.context.by_id.get(clip.media_id))
    if footage is None:
        return clip
    latest = max(0, int(footage - clip.footage_ms()))
    return replace(clip, source_start_ms=min(clip.source_start_ms, latest))
