"""Jump cuts of a timeline: from a moment of a take to another one close by, framed in the same way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from nemovideo_mcp.timeline.model import Timeline, VideoClip

__all__ = ["APART_MS", "apart_in_take_ms", "is_jump_cut", "jump_cuts_ms"]

APART_MS = 2000
"""Two moments of a take this far apart are two shots of it, for the eye."""
# What goes on by less than a frame or two is one shot that was split.
_GOES_ON_MS = 70
# A picture that grows or shrinks by this is framed anew.
_CLEAR_ZOOM = 1.2


def jump_cuts_ms(
    timeline: Timeline,
    *,
    cuts_ms: Collection[int],
    shot_starts_ms: Mapping[str, Sequence[int]] | None = None,
) -> tuple[int, ...]:
    """Those of the hard cuts `cuts_ms` that lead on inside one take, in order.

    `shot_starts_ms` are the cuts of the footage itself, by media id: what lies beyond one is another take.
    """
    own = shot_starts_ms or {}
    clips = sorted(timeline.video_clips, key=lambda clip: clip.start_ms)
    return tuple(
        after.start_ms
        for before, after in pairwise(clips)
        if after.start_ms in cuts_ms
        and before.end_ms == after.start_ms
        and is_jump_cut(before, after, shot_starts_ms=own.get(after.media_id, ()))
    )


def is_jump_cut(before: VideoClip, after: VideoClip, *, shot_starts_ms: Sequence[int] = ()) -> bool:
    """Whether the cut between two clips leads on inside one take, less than two seconds apart, framed alike."""
    apart_ms = apart_in_take_ms(before, after, shot_starts_ms=shot_starts_ms)
    if apart_ms is None or not _GOES_ON_MS <= apart_ms < APART_MS:
        return False
    zooms = sorted((before.zoom, after.zoom))
    turned = (before.rotation, before.flip) != (after.rotation, after.flip)
    return zooms[1] < _CLEAR_ZOOM * zooms[0] and not turned


def apart_in_take_ms(
    before: VideoClip, after: VideoClip, *, shot_starts_ms: Sequence[int] = ()
) -> int | None:
    """How far the cut between two clips leads inside one take, in ms of it; None where it leads out of it.

    `shot_starts_ms` are the cuts of the footage itself. A frame or two of the neighbouring take count for nothing.
    """
    if not before.media_id or before.media_id != after.media_id or before.freeze or after.freeze:
        return None
    left, inwards = (
        (before.source_start_ms, _GOES_ON_MS) if before.reversed else (before.source_end_ms, -_GOES_ON_MS)
    )
    comes, onwards = (
        (after.source_end_ms, -_GOES_ON_MS) if after.reversed else (after.source_start_ms, _GOES_ON_MS)
    )
    starts = sorted(start for start in shot_starts_ms if start > 0)
    if bisect_right(starts, left + inwards) != bisect_right(starts, comes + onwards):
        return None
    return abs(comes - left)
