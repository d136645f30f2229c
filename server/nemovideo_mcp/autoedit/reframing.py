"""Cuts inside a take that would be seen as a jump: the shot behind is framed closer, or wide again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nemovideo_mcp.timeline.jump_cuts import APART_MS, apart_in_take_ms
from nemovideo_mcp.timeline.media import MediaItem, picture_distance
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["framed_anew"]

# How much closer a shot is framed; an editor takes a step of 1.4 for another size of shot.
_CLOSER = 1.45
# Pictures whose signatures differ by less than this are the same picture to who sees the cut.
_ALIKE = 0.12


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
    analysis = item.analysis
    starts = analysis.shot_starts_ms if analysis else ()
    apart_ms = apart_in_take_ms(before, after, shot_starts_ms=starts)
    if apart_ms is None or apart_ms < APART_MS or item.info.kind == "image":
        return apart_ms is not None
    if analysis is None or not analysis.signatures:
        return False
    last = len(analysis.signatures) - 1
    places = (before.source_end_ms, after.source_start_ms)
    one, other = (analysis.signatures[min(at // analysis.hop_ms, last)] for at in places)
    return picture_distance(one, other) < _ALIKE
