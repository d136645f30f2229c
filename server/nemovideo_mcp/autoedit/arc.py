"""How strong the music is from bar to bar, and the arc of a film: calm first, then a break, and a build to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip

__all__ = ["ARC", "RISE", "Stretch", "energy_at", "stretches_of"]

ARC: tuple[float, ...] = (
    *(0.15, 0.2, 0.25, 0.35, 0.45, 0.5, 0.55, 0.6),
    *(0.65, 0.7, 0.3, 0.25, 0.7, 0.9, 1.0, 1.0),
)
"""The energy of a film from start to end: it begins calmly, rests before its last third, and ends at its peak."""

RISE = 0.15
"""By how much the energy grows where the music is said to rise."""

# What a measured song's sections are like; it says their kinds and not how strong they are.
_ENERGY: Mapping[str, float] = {
    "intro": 0.3,
    "verse": 0.55,
    "chorus": 0.8,
    "break": 0.35,
    "outro": 0.45,
    # Named by people only.
    "drop": 0.9,
    "bridge": 0.5,
    "pre-chorus": 0.6,
    "build": 0.6,
    "buildup": 0.6,
}
_LAST_CHORUS = 0.15
# A song whose sections are not known breathes with phrases of eight bars, as most songs do.
_PHRASE_BEATS, _PHRASES = 32, (0.45, 0.75)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the film's music: from `start_ms` of the film to the next one; `energy` is 0 to 1."""

    start_ms: float
    energy: float
    kind: str = "verse"


def energy_at(stretches: Sequence[Stretch], time_ms: float) -> float:
    """The energy of the music at a moment of the film; a middle one before the first stretch."""
    return next((s.energy for s in reversed(stretches) if s.start_ms <= time_ms), 0.5)


def stretches_of(clips: Sequence[AudioClip], media: Mapping[str, MediaItem]) -> tuple[Stretch, ...]:
    """The parts of the music of a film in order, of a composed piece by its own plan, of a song by what was measured.

    Args:
        clips: the music, one clip, or several where a song is repeated.
        media: the project's, by id.
    """
    found: list[Stretch] = []
    for clip in clips:
        if clip.music is not None:
            spec = clip.music
            bar_ms, bars = spec.beats_per_bar * 60_000_000 / spec.bpm_milli, 0
            for section in spec.sections:
                start_ms = clip.start_ms + bars * bar_ms
                found.append(Stretch(start_ms=start_ms, energy=section.energy, kind=section.kind))
                bars += section.bars
        else:
            found += _of_song(clip, media.get(clip.media_id or ""))
    if not found and clips and clips[0].grid is not None:
        times = clips[0].grid.times_ms[clips[0].grid.downbeat_index :: _PHRASE_BEATS]
        found = [Stretch(start_ms=float(t), energy=_PHRASES[n % 2]) for n, t in enumerate(times)]
    return tuple(found)


def _of_song(clip: AudioClip, item: MediaItem | None) -> list[Stretch]:
    sections = item.structure.sections if item and item.structure else ()
    choruses = [section.start_ms for section in sections if section.kind == "chorus"]
    found: list[Stretch] = []
    for section in sections:
        start_ms = max(section.start_ms - clip.source_start_ms, 0) + clip.start_ms
        if start_ms >= clip.end_ms:
            break
        energy = _ENERGY.get(section.kind, 0.55)
        if choruses and section.start_ms == choruses[-1]:
            energy += _LAST_CHORUS
        if found and found[-1].start_ms == start_ms:
            found.pop()
        found.append(Stretch(start_ms=start_ms, energy=energy, kind=section.kind))
    return found
