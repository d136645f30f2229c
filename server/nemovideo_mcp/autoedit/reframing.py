"""Cuts inside a take that would be seen as a jump: the shot behind is framed closer, or wide again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nemovideo_mcp.timeline.jump_cuts import APART_MS
from nemovideo_mcp.timeline.media import Analysis, MediaItem, picture_distance
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["framed_anew"]

# How much closer a shot is framed; an editor takes a step of 1.4 for another size of shot.
_CLOSER = 1.45
# Pictures whose signatures differ by less than this are the same picture to who sees the cut.
_ALIKE = 0.12
_GUARD_MS = 70


def framed_anew(clips: Sequence[VideoClip], media: Mapping[str, MediaItem]) -> tuple[VideoClip, ...]:
    """The shots, each of which that would jump framed closer than the one before, or wide where that one is closer.

    A cut jumps where it stays in one take of a film and leaves out less than two seconds of it, or leads to nearly the
    same picture.
    """
    made: list[VideoClip] = []
    for clip in clips:
        if made and made[-1].zoom == 1.0 and _jumps(made[-1], clip, media[clip.media_id]):
            clip = replace(clip, zoom=_CLOSER)
        made.append(clip)
    return tuple(made)


def _jumps(before: VideoClip, after: VideoClip, item: MediaItem) -> bool:
    if before.media_id != after.media_id:
        return False
    if item.info.kind == "image":
        return True
    out_ms, in_ms = before.source_end_ms, after.source_start_ms
    analysis = item.analysis
    if analysis is not None and _take(analysis, out_ms - _GUARD_MS) != _take(analysis, in_ms + _GUARD_MS):
        return False
    if abs(in_ms - out_ms) < APART_MS:
        return True
    if analysis is None or not analysis.signatures:
        return False
    last = len(analysis.signatures) - 1
    one, other = (analysis.signatures[min(at // analysis.hop_ms, last)] for at in (out_ms, in_ms))
    return picture_distance(one, other) < _ALIKE


def _take(analysis: Analysis, time_ms: int) -> int:
    """The number of the take that a moment is in."""
    return bisect_right(analysis.shot_starts_ms, max(time_ms, 0))
