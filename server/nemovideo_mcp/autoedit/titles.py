"""Titles, overlays and fades of a film that was made anew at another length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from nemovideo_mcp.edit.following import within_footage
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Fade, OverlayClip, TextClip, Timeline, Track, TrackKind

__all__ = ["within_length"]

_Laid = TypeVar("_Laid", TextClip, OverlayClip)


def within_length(timeline: Timeline, before: Timeline, media: Mapping[str, MediaItem]) -> Timeline:
    """`timeline` with its titles, overlays and fades inside its length.

    A title or overlay over the whole film stays so, one of the end stays at the end, one on a pinned clip moves with
    the clip, all others keep their time; none runs over the end.
    """
    if before.duration_ms == 0 or not before.video_clips:
        return timeline
    length = timeline.duration_ms
    tracks: list[Track] = []
    for track in timeline.tracks:
        clips = [
            _moved(c, timeline, before)
            if isinstance(c, TextClip)
            else within_footage(_moved(c, timeline, before), media.get(c.media_id or ""))
            if isinstance(c, OverlayClip)
            else c
            for c in track.clips
        ]
        tracks.append(replace(track, clips=tuple(clips)))
    return replace(
        timeline,
        tracks=tuple(t for t in tracks if t.clips or t.kind != TrackKind.TEXT),
        fade_in=_fitting(timeline.fade_in, length),
        fade_out=_fitting(timeline.fade_out, length),
    )


def _moved(title: _Laid, timeline: Timeline, before: Timeline) -> _Laid:
    length, shown = timeline.duration_ms, min(title.duration_ms, timeline.duration_ms)
    if title.end_ms >= before.duration_ms:
        start = 0 if title.start_ms == 0 else length - shown
        return replace(title, start_ms=start, duration_ms=length if title.start_ms == 0 else shown)
    carrier = next(
        (c for c in before.video_clips if c.pinned and c.start_ms <= title.start_ms < c.end_ms), None
    )
    now = next((c for c in timeline.video_clips if carrier and c.clip_id == carrier.clip_id), None)
    start = title.start_ms + (now.start_ms - carrier.start_ms if now and carrier and title.start_ms else 0)
    start = min(start, length - shown)
    return replace(title, start_ms=start, duration_ms=shown)


def _fitting(fade: Fade | None, length_ms: int) -> Fade | None:
    if fade is None or fade.duration_ms <= length_ms:
        return fade
    return replace(fade, duration_ms=max(1, length_ms // 2))
