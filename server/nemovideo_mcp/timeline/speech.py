"""When a film's clips speak: stretches of speech in their sources as stretches of the film."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import OverlayClip, Timeline, VideoClip

__all__ = ["Stretch", "film_time", "knows_speech", "merged", "speakers", "speech_in_clip", "speech_in_film"]

Stretch = tuple[int, int]
"""Start and end, in ms."""


def merged(stretches: Iterable[Stretch], *, gap_ms: int = 0) -> tuple[Stretch, ...]:
    """`stretches` in order; those that overlap, touch, or lie no more than `gap_ms` apart are one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1] + gap_ms:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return tuple(found)


def knows_speech(item: MediaItem) -> bool:
    """Whether it has been looked for when somebody speaks in it."""
    return item.analysis is not None and item.analysis.speech_ms is not None


def film_time(clip: VideoClip, source_ms: Fraction | int) -> Fraction:
    """When, in ms of the film, the clip shows the moment `source_ms` of its source; it may lie outside the clip."""
    return clip.start_ms + clip.offset_of(source_ms)


def speech_in_clip(clip: VideoClip, speech_ms: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The stretches of the film in which the clip speaks, where its source speaks in `speech_ms`."""
    if clip.freeze:
        return ()
    heard: list[Stretch] = []
    for source in speech_ms:
        start, end = sorted(film_time(clip, edge) for edge in source)
        start, end = max(round(start), clip.start_ms), min(round(end), clip.end_ms)
        if end > start:
            heard.append((start, end))
    return merged(heard)


def speakers(timeline: Timeline) -> tuple[VideoClip, ...]:
    """The clips and overlays whose own sound is heard, an overlay as the clip that sounds alike."""
    clips = [c for c in timeline.video_clips if c.volume > 0 and not c.freeze]
    return (*clips, *(_as_clip(o) for o in timeline.overlay_clips if o.media_id and o.volume > 0))


def speech_in_film(timeline: Timeline, analyses: Mapping[str, Analysis]) -> tuple[Stretch, ...]:
    """When somebody is heard speaking, as far as the analyses, by media id, know it."""
    found: list[Stretch] = []
    for clip in speakers(timeline):
        analysis = analyses.get(clip.media_id)
        if analysis is not None and analysis.speech_ms:
            found += speech_in_clip(clip, analysis.speech_ms)
    return merged(found)


def _as_clip(overlay: OverlayClip) -> VideoClip:
    return VideoClip(
        clip_id=overlay.clip_id,
        name=overlay.name,
        media_id=overlay.media_id or "",
        start_ms=overlay.start_ms,
        duration_ms=overlay.duration_ms,
        source_start_ms=overlay.source_start_ms,
        volume=overlay.volume,
    )
