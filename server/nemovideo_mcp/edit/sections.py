"""When the sections of the music and its drop sound in the film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

from nemovideo_mcp.timeline.grid import Anchor
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["drop_ms", "sections_of", "with_drop"]


def sections_of(timeline: Timeline, media: Mapping[str, MediaItem]) -> list[tuple[str, int]]:
    """Kind and start (ms of the film) of each section of the music, as far as it is known."""
    clip = timeline.music
    if clip is None:
        return []
    if clip.music is not None:
        bar_ms = Fraction(60_000_000 * clip.music.beats_per_bar, clip.music.bpm_milli)
        starts: list[tuple[str, int]] = []
        bars = 0
        for section in clip.music.sections:
            starts.append((section.kind, clip.start_ms + floor(bars * bar_ms)))
            bars += section.bars
        return starts
    item = _song(timeline, media, clip.media_id)
    if item is None or item.structure is None:
        return []
    shift = clip.start_ms - clip.source_start_ms
    return [
        (s.kind, s.start_ms + shift)
        for s in item.structure.sections
        if clip.start_ms <= s.start_ms + shift < clip.end_ms
    ]


def with_drop(timeline: Timeline, media: Mapping[str, MediaItem]) -> Timeline:
    """The film with its effects on the drop where the drop of its music is now; nowhere where none is known."""
    music = timeline.music
    if not any(effect.on_drop for effect in timeline.beat_effects):
        return timeline
    time_ms = drop_ms(timeline, media)
    places: tuple[Anchor, ...] = ()
    if time_ms is not None and music is not None and music.grid is not None and music.grid.times_ms:
        places = (music.grid.anchor_of(music.grid.nearest(time_ms)),)
    return replace(
        timeline,
        beat_effects=tuple(
            replace(effect, places=places) if effect.on_drop else effect for effect in timeline.beat_effects
        ),
    )


def drop_ms(timeline: Timeline, media: Mapping[str, MediaItem]) -> int | None:
    """When the drop of the music sounds, in ms of the film; None where none is known or it is not heard."""
    clip = timeline.music
    if clip is None:
        return None
    if clip.music is not None:
        loudest = max((s.energy for s in clip.music.sections), default=0.0)
        kinds = [
            (s.energy, start)
            for s, (_, start) in zip(clip.music.sections, sections_of(timeline, media), strict=True)
        ]
        return next((start for energy, start in kinds if energy == loudest), None)
    item = _song(timeline, media, clip.media_id)
    if item is None or item.structure is None or item.structure.drop_ms is None:
        return None
    time_ms = item.structure.drop_ms - clip.source_start_ms + clip.start_ms
    return time_ms if clip.start_ms <= time_ms < clip.end_ms else None


def _song(timeline: Timeline, media: Mapping[str, MediaItem], media_id: str | None) -> MediaItem | None:
    """The song with the beats and sections that the timeline has for it."""
    item = media.get(media_id or "")
    return item.with_beats(timeline.song_beats) if item else None
