"""Shots that turned out faulty in the finished film are chosen again, from what their footage has besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nemovideo_mcp.autoedit.brief import brief_of, is_auto_edited
from nemovideo_mcp.autoedit.layout import film_ms
from nemovideo_mcp.autoedit.moments import choose_moments
from nemovideo_mcp.autoedit.worth import Window, crossed
from nemovideo_mcp.timeline.footage import faults_in
from nemovideo_mcp.timeline.media import Analysis, FootageFault, MediaItem
from nemovideo_mcp.timeline.model import Timeline, VideoClip

__all__ = ["ChosenAgain", "SeenFault", "choose_again"]

# A fault is the shot's own where the shot shows so much of it.
_LEAST_MS = 200
_HOP_MS = 100


@dataclass(frozen=True, kw_only=True)
class SeenFault:
    """From when to when, in ms of the finished film, its pictures are faulty."""

    kind: Literal["black", "frozen"]
    start_ms: float
    end_ms: float


@dataclass(frozen=True, kw_only=True)
class ChosenAgain:
    """The timeline with other footage in some shots, and what each of these was before."""

    timeline: Timeline
    kinds: tuple[str, ...]


def choose_again(
    timeline: Timeline, items: Iterable[MediaItem], seen: Sequence[SeenFault]
) -> ChosenAgain | None:
    """Give the shots of an automatic edit that are faulty other footage of the same source, as long and as fast.

    Pinned clips stay, and so does a shot whose source has nothing else that is faultless and that no other clip shows.
    None where nothing is changed, or the timeline is no automatic edit.
    """
    if not is_auto_edited(timeline):
        return None
    known = {item.media_id: item for item in items}
    ranges_ms = brief_of(timeline).ranges_ms
    clips = {clip.clip_id: clip for clip in timeline.video_clips}
    kinds: list[str] = []
    for clip in timeline.video_clips:
        item = known.get(clip.media_id)
        faults = [fault for fault in seen if _shown_ms(clip, fault) >= _LEAST_MS]
        if not faults or item is None or item.info.kind != "video" or clip.pinned or clip.freeze:
            continue
        others = [c for c in clips.values() if c.media_id == clip.media_id and c.clip_id != clip.clip_id]
        start_ms = _elsewhere(clip, item, faults, others, ranges_ms)
        if start_ms is not None:
            clips[clip.clip_id] = replace(clip, source_start_ms=start_ms)
            kinds.append(faults[0].kind)
    if not kinds:
        return None
    tracks = tuple(
        replace(
            track,
            clips=tuple(clips.get(c.clip_id, c) if isinstance(c, VideoClip) else c for c in track.clips),
        )
        for track in timeline.tracks
    )
    return ChosenAgain(timeline=replace(timeline, tracks=tracks), kinds=tuple(kinds))


def _shown_ms(clip: VideoClip, fault: SeenFault) -> float:
    return min(clip.end_ms, fault.end_ms) - max(clip.start_ms, fault.start_ms)


def _elsewhere(
    clip: VideoClip,
    item: MediaItem,
    seen: Sequence[SeenFault],
    others: Sequence[VideoClip],
    ranges_ms: Mapping[str, tuple[int, int]],
) -> int | None:
    """Another in-point for the clip; None where its source has nothing that is better."""
    length_ms = film_ms(item)
    analysis = item.analysis or Analysis(hop_ms=_HOP_MS)
    first, last = ranges_ms.get(clip.media_id, (0, length_ms))
    barred = [
        *(_in_source(clip, fault) for fault in seen),
        *((other.source_start_ms, other.source_end_ms) for other in others),
        (0, first),
        (last, length_ms),
    ]
    more = tuple(FootageFault(kind="black", start_ms=a, end_ms=b) for a, b in barred if b > a)
    looked = replace(analysis, faults=(*(analysis.faults or ()), *more))
    window = Window(duration_ms=clip.source_end_ms - clip.source_start_ms)
    [start_ms] = choose_moments([window], length_ms=length_ms, analysis=looked)
    end_ms = start_ms + window.duration_ms
    if faults_in(looked, start_ms, end_ms) or crossed(start_ms, end_ms, analysis) or end_ms > length_ms:
        return None
    return start_ms


def _in_source(clip: VideoClip, fault: SeenFault) -> tuple[int, int]:
    """The stretch of its source that the clip shows while the fault is seen."""
    places = [
        round(clip.source_at(round(min(max(ms, clip.start_ms), clip.end_ms)) - clip.start_ms))
        for ms in (fault.start_ms, fault.end_ms)
    ]
    return min(places), max(places)
