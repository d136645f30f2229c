"""Why each shot was chosen: its place in the music, and what its moment is among those of its clip."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nemovideo_mcp.autoedit.arc import RISE, Stretch, energy_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["OF_MUSIC", "with_reasons"]

_BEATS = range(1, 13)
OF_MUSIC = frozenset(("drop", "chorus", "rise", "build", "calm", *(f"hit_{beat}" for beat in _BEATS)))
"""Reasons that the music gives."""


_NEAR_MS, _BUILD_MS, _QUICK_MS = 60, 2200, 1100
# Sound that comes this much beside a beat is heard as on it.
_HIT_MS = 25
_HIGH, _LOW, _CALM_MUSIC = 0.7, 0.3, 0.5
_MOST = 3


def with_reasons(
    clips: Sequence[VideoClip],
    media: Mapping[str, MediaItem],
    stretches: Sequence[Stretch],
    heard_on: BeatGrid | None = None,
) -> tuple[VideoClip, ...]:
    """The shots with why they are there: one to three reasons each, by the names of `messages.story`.

    Args:
        clips: the shots in order.
        media: the project's, by id.
        stretches: how strong the music is.
        heard_on: the beats of the film, where the clips' own sound is heard.
    """
    rises = [(b, b.energy) for a, b in pairwise(stretches) if b.energy - a.energy >= RISE]
    top = max((energy for _, energy in rises), default=0.0)
    drop = next((s for s, energy in rises if energy == top), None)
    starts = {rise.start_ms: "drop" if rise is drop else rise.kind for rise, _ in rises}
    ranked: dict[str, _Ranked] = {}
    made: list[VideoClip] = []
    for number, clip in enumerate(clips):
        item = media[clip.media_id]
        analysis = item.analysis
        why = ["opens"] if number == 0 else []
        why += ["closes"] if number == len(clips) - 1 > 0 else []
        why += _in_music(clip, starts)
        why += _struck(clip, analysis, heard_on) if item.info.has_audio else []
        if item.info.kind == "image":
            why.append("photo")
        elif analysis is not None and analysis.motion:
            of = ranked.get(clip.media_id) or ranked.setdefault(clip.media_id, _Ranked(analysis))
            energy = energy_at(stretches, clip.start_ms + _NEAR_MS)
            why += of.reasons(clip, calm_music=energy < _CALM_MUSIC)
        if clip.zoom > 1.0:
            why.append("closer")
        made.append(replace(clip, why=tuple(why[:_MOST]) or ("turn",)))
    return tuple(made)


def _in_music(clip: VideoClip, rises: Mapping[float, str]) -> list[str]:
    for start_ms, kind in rises.items():
        if abs(clip.start_ms - start_ms) <= _NEAR_MS:
            return [kind if kind in ("drop", "chorus") else "rise"]
        if 0 < start_ms - clip.start_ms <= _BUILD_MS and clip.duration_ms <= _QUICK_MS:
            return ["build"]
    return []


def _struck(clip: VideoClip, analysis: Analysis | None, grid: BeatGrid | None) -> list[str]:
    """The beat that the first of what strikes in the shot's own sound falls on."""
    if grid is None or not grid.times_ms or analysis is None:
        return []
    for hit in analysis.hits_ms or ():
        at_ms = clip.start_ms + round(clip.offset_of(hit))
        if clip.source_start_ms < hit < clip.source_end_ms:
            index = grid.nearest(at_ms)
            beat = grid.anchor_of(index).beat
            if abs(grid.times_ms[index] - at_ms) <= _HIT_MS and beat in _BEATS:
                return [f"hit_{beat}"]
    return []


class _Ranked:
    """The curves of a clip's source in order, so that a moment can be placed among all."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.motion, self.sharpness = sorted(analysis.motion), sorted(analysis.sharpness)

    def reasons(self, clip: VideoClip, *, calm_music: bool) -> list[str]:
        analysis = self.analysis
        first = clip.source_start_ms // analysis.hop_ms
        hops = slice(first, max(clip.source_end_ms // analysis.hop_ms, first + 1))
        lively, sharp = (
            _place(values[hops], ordered)
            for values, ordered in ((analysis.motion, self.motion), (analysis.sharpness, self.sharpness))
        )
        shot = sum(start <= clip.source_start_ms + _NEAR_MS for start in analysis.shot_starts_ms) - 1
        face = 0 <= shot < len(analysis.subjects) and analysis.subjects[shot].kind == "face"
        found = {
            "face": face,
            "lively": lively >= _HIGH and not calm_music,
            "calm": lively <= _LOW and calm_music,
            "sharp": sharp >= _HIGH,
        }
        return [reason for reason, holds in found.items() if holds]


def _place(part: Sequence[float], ordered: Sequence[float]) -> float:
    """Where the mean of a part is among all values, 0 to 1; in the middle where there are none."""
    return bisect_left(ordered, sum(part) / len(part)) / len(ordered) if part and ordered else 0.5
