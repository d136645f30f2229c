"""Titles on the timeline: one at the start, one at the end, their text untouched."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.language.instructions import AddTitle
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.model import TextClip, Timeline, Track, TrackKind

__all__ = ["titled", "untitled"]

_SHOWN_MS = 3000
_REACH_MS = 1500


def titled(timeline: Timeline, wish: AddTitle) -> Timeline:
    """`timeline` with the title; one that stands at the same place gives way to it."""
    duration = timeline.duration_ms
    shown = min(wish.duration_ms or _natural_ms(timeline), duration)
    start = duration - shown if wish.at == "end" else 0
    titles = [c for c in timeline.text_clips if c.style == "title"]
    replaced = [
        c for c in titles if (c.start_ms > 0) == (wish.at == "end") or (c.start_ms == 0 and start == 0)
    ]
    used = [int(c.clip_id[1:]) for c in titles if c.clip_id[1:].isascii() and c.clip_id[1:].isdigit()]
    clip_id = replaced[0].clip_id if replaced else f"t{max(used, default=0) + 1}"
    clip = TextClip(clip_id=clip_id, text=wish.text, start_ms=start, duration_ms=shown)
    track = next((t for t in timeline.tracks if t.kind == TrackKind.TEXT), None)
    kept = tuple(c for c in track.clips if c not in replaced) if track else ()
    track = track or Track(track_id="text", kind=TrackKind.TEXT, name="Titles")
    ordered = sorted((*kept, clip), key=lambda c: c.start_ms)
    return timeline.with_track(replace(track, clips=tuple(ordered)))


def untitled(timeline: Timeline) -> Timeline:
    """`timeline` without titles; other texts stay."""
    tracks: list[Track] = []
    for track in timeline.tracks:
        clips = tuple(c for c in track.clips if not (isinstance(c, TextClip) and c.style == "title"))
        if clips or track.kind != TrackKind.TEXT:
            tracks.append(replace(track, clips=clips))
    return replace(timeline, tracks=tuple(tracks))


def _natural_ms(timeline: Timeline) -> int:
    """Three seconds, or to the nearest beat where the film is cut to one."""
    music = timeline.music
    if music and music.grid and music.grid.times_ms and any(c.anchor for c in timeline.video_clips):
        beat = music.grid.times_ms[music.grid.nearest(_SHOWN_MS)]
        if abs(beat - _SHOWN_MS) <= _REACH_MS and beat > 0:
            return ms_at(frame_at(beat, frame_rate=timeline.frame_rate), frame_rate=timeline.frame_rate)
    return _SHOWN_MS
