"""The local draft's short keys, and the way between them and a `Timeline`.

The keys of the protocol are `t` tracks, `tt` track type (0 video, 1 audio, 7 text), `sg` segments, `d` duration in
ms, `m` metadata. What stands inside a segment is the local studio's own, never the vendor's:

    m       title, width, height, fps (a number, or "30000/1001"), auto_framing, careful_framing,
            fade_in {d, color}, fade_out {d, color}, markers [{name, s}], beats [{kind, every, strength}],
            songs [{src, from, grid, sections [{kind, s}], drop, off}] (beats that were given for songs, on their own
            time)
    video   id, s, d, m {name, src, in, speed, ramp {kind, peak, span [from, to]}, smooth, pitch (false: it goes with
            the speed), reversed, freeze, volume, fade_in, fade_out, fit, zoom, position [x, y], follow, crop_bars,
            rotate, flip, motion, look, anchor {bar, beat}, transition {kind, d}, pinned,
            why [reason…]}
    look    {lut (a media id), preset, strength, brightness, contrast, saturation, warmth, sharpen, blur, vignette,
            bars}
    overlay (in a video track) id, s, d, m {role: "overlay", name, src, in, volume, effect, place, position [x, y],
            width, height, opacity, rounded, border, border_color}
    audio   id, s, d, m {name, role, volume, src, in, fade_in, fade_out, ranges [{s, e, volume}], grid, music}
    text    id, s, d, m {text, style, place, position [x, y], size, color, font, effect, effect_color, entrance,
            exit}
    caption id, s, d, m {text, caption (the style: plain, box, word_by_word), words [[word, from ms, to ms]…]}:
            a segment of a text track that has the key `caption`; the times of words count from its start
    grid    {beats_per_bar, downbeat_index, confidence, beats_ms [ms…]}
            or, where it is exact, {bpm_milli, beats, offset_ms, beats_per_bar}
    music   {mood, bpm_milli, seed, duration_ms, beats_per_bar, sections [{kind, bars, energy}]}

Times are integer milliseconds. A value that is the default is left out; an unknown key is kept as it came; a
known key whose value cannot be read takes its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from nemovideo_mcp.protocol.draft_keys import (
    CLIPS,
    FILM,
    SEGMENT,
    TRACK,
    TRACK_META,
    blank,
    read_keys,
    written_keys,
)
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    Clip,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
)

__all__ = ["Draft", "draft_of", "is_exportable", "timeline_of"]

Draft = dict[str, Any]

_OVERLAY_ROLE = "overlay"


def draft_of(timeline: Timeline) -> Draft:
    """The draft that says what `timeline` says."""
    return {
        **_without(timeline.extra, "m"),
        "d": timeline.duration_ms,
        "m": {**_mapping(timeline.extra.get("m")), **written_keys(timeline, FILM)},
        "t": [_track_out(track) for track in timeline.tracks],
    }


def timeline_of(draft: Mapping[str, Any]) -> Timeline:
    """The timeline that `draft` describes; what cannot be read takes its default, unknown keys stand in `extra`."""
    known, rest = read_keys(_mapping(draft.get("m")), FILM)
    tracks = tuple(_track_in(t, n) for n, t in enumerate(_mappings(draft.get("t"))))
    return Timeline(**known, tracks=tracks, extra=_extra(draft, ("d", "m", "t"), rest))


def is_exportable(draft: object) -> bool:
    """True if the draft has at least one track with a segment on it [protocol.md, Endpoints]."""
    return any(_mappings(track.get("sg")) for track in _mappings(_mapping(draft).get("t")))


def _track_out(track: Track) -> dict[str, Any]:
    meta = {**_mapping(track.extra.get("m")), **written_keys(track, TRACK_META)}
    return {
        **_without(track.extra, "m"),
        "id": track.track_id,
        "tt": track.kind,
        **({"m": meta} if meta else {}),
        "sg": [_clip_out(clip) for clip in track.clips],
    }


def _track_in(track: Mapping[str, Any], number: int) -> Track:
    head, rest = read_keys(track, TRACK)
    meta, meta_rest = read_keys(_mapping(track.get("m")), TRACK_META)
    head: dict[str, Any] = {"track_id": f"track_{number}", "kind": TrackKind.VIDEO, **head}
    clips = tuple(
        _clip_in(segment, head["kind"], f"{head['track_id']}_{n}")
        for n, segment in enumerate(_mappings(track.get("sg")))
    )
    extra = _extra(rest, ("sg", "m"), meta_rest)
    return Track(**head, **meta, clips=clips, extra=extra)


def _clip_out(clip: Clip) -> dict[str, Any]:
    role = {"role": _OVERLAY_ROLE} if isinstance(clip, OverlayClip) else {}
    meta = {**_mapping(clip.extra.get("m")), **role, **written_keys(clip, CLIPS[type(clip)])}
    return {
        **_without(clip.extra, "m"),
        "id": clip.clip_id,
        "s": clip.start_ms,
        "d": clip.duration_ms,
        "m": meta,
    }


def _clip_in(segment: Mapping[str, Any], track_kind: int, clip_id: str) -> Clip:
    head, rest = read_keys(segment, SEGMENT)
    said = _mapping(segment.get("m"))
    kind = _clip_kind(track_kind, said)
    if kind is OverlayClip:
        said = _without(said, "role")
    known, meta_rest = read_keys(said, CLIPS[kind])
    place: dict[str, Any] = {"clip_id": clip_id, "start_ms": 0, "duration_ms": 0, **head}
    return kind(**{**blank(kind), **place, **known}, extra=_extra(rest, ("m",), meta_rest))


def _clip_kind(track_kind: int, said: Mapping[str, Any]) -> type[Clip]:
    match track_kind:
        case TrackKind.AUDIO:
            return AudioClip
        case TrackKind.TEXT:
            return CaptionClip if "caption" in said else TextClip
        case _:
            is_overlay = track_kind == TrackKind.VIDEO and said.get("role") == _OVERLAY_ROLE
            return OverlayClip if is_overlay else VideoClip


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _mappings(value: object) -> list[Mapping[str, Any]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Mapping[str, Any]", item) for item in items if isinstance(item, Mapping)]


def _extra(source: Mapping[str, Any], known: tuple[str, ...], meta_rest: Mapping[str, Any]) -> dict[str, Any]:
    """What nobody knows of `source`, and of its `m`."""
    return {
        **{key: value for key, value in source.items() if key not in known},
        **({"m": dict(meta_rest)} if meta_rest else {}),
    }


def _without(extra: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in extra.items() if k != key}
