"""The draft of another backend in the shape of `timeline_view`, as far as it can be read, with what could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.views.outline import ClipOutline, Outline, TrackOutline, outline_of, unread_keys
from nemovideo_mcp.views.timeline_view import in_seconds, number, without_defaults

__all__ = ["foreign_view"]

_MUSIC = "bgm"
_SOUNDS = ("voice", "sound", "audio")
_TEXTS = ("title", "text")
_CAPTIONS = "subtitle"
_READ = ("video", _MUSIC, *_SOUNDS, *_TEXTS, _CAPTIONS)
_MOST_KEYS = 20


def foreign_view(draft: object, *, project: str, version: int = 0) -> dict[str, Any]:
    """What `draft` holds, whatever it is; never raises.

    Args:
        draft: as it came from the wire.
        project: the project's name.
        version: the number of the version, 0 where the backend counts none.

    Returns:
        The object of `timeline_view` without bars, beats and media ids of ours. `unread` lists the tracks and the
        keys of segments that are not understood.
    """
    outline = outline_of(draft)
    music = next((track for track in outline.tracks if track.label == _MUSIC), None)
    return {
        "project": project,
        "version": version,
        "duration_s": in_seconds(outline.duration_ms),
        **without_defaults(
            {
                "width": outline.width or None,
                "height": outline.height or None,
                "frame_rate": number(outline.frame_rate) if outline.frame_rate else None,
            }
        ),
        "clips": [_clip(c, n) for n, c in enumerate(_clips_on(outline, "video"), 1)],
        "texts": [_text(c, n, "t") for n, c in enumerate(_clips_on(outline, *_TEXTS), 1)],
        **without_defaults(
            {
                "captions": [_text(c, n, "s") for n, c in enumerate(_clips_on(outline, _CAPTIONS), 1)],
                "music": _music(music) if music else None,
                "sounds": [_sound(c, n) for n, c in enumerate(_clips_on(outline, *_SOUNDS), 2)],
            }
        ),
        "media": _media(outline),
        **without_defaults({"unread": _unread(outline)}),
    }


def _clips_on(outline: Outline, *labels: str) -> list[ClipOutline]:
    found = [clip for track in outline.tracks if track.label in labels for clip in track.clips]
    return sorted(found, key=lambda clip: clip.start_ms)


def _head(clip: ClipOutline, number_: int, letter: str) -> dict[str, Any]:
    return {"id": clip.clip_id or f"{letter}{number_}"}


def _span(clip: ClipOutline) -> dict[str, Any]:
    return {"start_s": in_seconds(clip.start_ms), "end_s": in_seconds(clip.end_ms)}


def _volume(clip: ClipOutline) -> float | int | None:
    percent = clip.details.volume
    return None if percent in (None, 100) else number(percent / 100)


def _clip(clip: ClipOutline, number_: int) -> dict[str, Any]:
    details = clip.details
    shown_ms = clip.duration_ms * details.speed
    return {
        **_head(clip, number_, "c"),
        "name": details.name,
        **without_defaults({"media": details.source[:200] or None}),
        **_span(clip),
        "in_s": in_seconds(details.source_start_ms),
        "out_s": in_seconds(details.source_start_ms + shown_ms),
        **without_defaults(
            {"speed": None if details.speed == 1 else number(details.speed), "volume": _volume(clip)}
        ),
    }


def _text(clip: ClipOutline, number_: int, letter: str) -> dict[str, Any]:
    kind = {} if clip.label == _CAPTIONS else {"kind": "title"}
    return {
        **_head(clip, number_, letter),
        "text": clip.details.source[:500] or clip.details.name,
        **kind,
        **_span(clip),
    }


def _sound(clip: ClipOutline, number_: int) -> dict[str, Any]:
    return {
        **_head(clip, number_, "a"),
        "name": clip.details.name,
        **without_defaults({"role": None if clip.label == _MUSIC else clip.label}),
        **_span(clip),
        **without_defaults(
            {
                "in_s": in_seconds(clip.details.source_start_ms) or None,
                "volume": _volume(clip),
            }
        ),
    }


def _music(track: TrackOutline) -> dict[str, Any]:
    first = min(track.clips, key=lambda clip: clip.start_ms)
    return {**_sound(first, 1), "end_s": in_seconds(max(clip.end_ms for clip in track.clips))}


def _media(outline: Outline) -> list[dict[str, Any]]:
    """What the clips show; a foreign draft tells neither kind nor length."""
    shown = Counter((c.details.source[:200], c.details.name) for c in _clips_on(outline, "video"))
    return [
        {"id": source or name, "name": name, "kind": "video", "uses": uses}
        for (source, name), uses in shown.items()
    ]


def _unread(outline: Outline) -> list[Mapping[str, Any]]:
    tracks = [
        {"track": track.label, "segments": len(track.clips)}
        for track in outline.tracks
        if track.label not in _READ
    ]
    keys: list[Mapping[str, Any]] = []
    for label in dict.fromkeys(track.label for track in outline.tracks if track.label in _READ):
        found = {key for clip in _clips_on(outline, label) for key in unread_keys(clip)}
        if found:
            keys.append({"of": label, "keys": sorted(found)[:_MOST_KEYS]})
    return [*tracks, *keys]
