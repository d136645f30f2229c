"""The local draft's short keys, and the way between them and a `Timeline`.

The keys of the protocol are `t` tracks, `tt` track type (0 video, 1 audio, 7 text), `sg` segments, `d` duration in
ms, `m` metadata. What stands inside a segment is the local studio's own, never the vendor's:

    m       title, width, height, fps (a number, or "30000/1001"), fade_in {d, color}, fade_out {d, color},
            markers [{name, s}], beats [{kind, every, strength}]
    video   id, s, d, m {name, src, in, speed, reversed, freeze, volume, fade_in, fade_out, fit, zoom, position [x, y],
            rotate, flip, motion, look, anchor {bar, beat}, transition {kind, d}, pinned}
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

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from nemovideo_mcp.timeline.beat_effects import BEAT_EFFECTS, BeatEffect
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.look import PLAIN, PRESETS, Look
from nemovideo_mcp.timeline.model import (
    CAPTION_STYLES,
    AudioClip,
    CaptionClip,
    CaptionWord,
    Clip,
    Fade,
    Fit,
    Marker,
    MusicSpec,
    OverlayClip,
    Section,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    Transition,
    VideoClip,
    VolumeRange,
)

__all__ = ["Draft", "draft_of", "is_exportable", "timeline_of"]

Draft = dict[str, Any]


def draft_of(timeline: Timeline) -> Draft:
    """The draft that says what `timeline` says."""
    meta = {
        **_left_over(timeline.extra, "m"),
        "title": timeline.title,
        "width": timeline.width,
        "height": timeline.height,
        "fps": _rate_out(timeline.frame_rate),
        **_unless("fade_in", timeline.fade_in and _fade_out(timeline.fade_in), None),
        **_unless("fade_out", timeline.fade_out and _fade_out(timeline.fade_out), None),
        **_unless("beats", [_beat_out(effect) for effect in timeline.beat_effects], []),
        **_unless("markers", [{**m.extra, "name": m.name, "s": m.time_ms} for m in timeline.markers], []),
    }
    tracks = [_track_out(track) for track in timeline.tracks]
    return {**_without(timeline.extra, "m"), "d": timeline.duration_ms, "m": meta, "t": tracks}


def timeline_of(draft: Mapping[str, Any]) -> Timeline:
    """The timeline that `draft` describes; what cannot be read takes its default, unknown keys stand in `extra`."""
    meta = _mapping(draft.get("m"))
    known, rest = _read(meta, _META)
    return Timeline(
        title=known.get("title", ""),
        width=known.get("width", 1920),
        height=known.get("height", 1080),
        frame_rate=known.get("fps", Fraction(30)),
        fade_in=known.get("fade_in"),
        fade_out=known.get("fade_out"),
        beat_effects=known.get("beats", ()),
        markers=known.get("markers", ()),
        tracks=tuple(_track_in(t, n) for n, t in enumerate(_mappings(draft.get("t")))),
        extra=_extra(draft, ("d", "m", "t"), rest),
    )


def is_exportable(draft: object) -> bool:
    """True if the draft has at least one track with a segment on it [protocol.md, Endpoints]."""
    return any(_mappings(track.get("sg")) for track in _mappings(_mapping(draft).get("t")))


# --- out ---------------------------------------------------------------------------------------------------------


def _track_out(track: Track) -> dict[str, Any]:
    meta = {**_left_over(track.extra, "m"), **({"name": track.name} if track.name else {})}
    return {
        **_without(track.extra, "m"),
        "id": track.track_id,
        "tt": track.kind,
        **({"m": meta} if meta else {}),
        "sg": [_clip_out(clip) for clip in track.clips],
    }


def _clip_out(clip: Clip) -> dict[str, Any]:
    match clip:
        case VideoClip():
            meta = {
                "name": clip.name,
                "src": clip.media_id,
                "in": clip.source_start_ms,
                **_unless("speed", clip.speed, 1.0),
                **_unless("reversed", clip.reversed, False),
                **_unless("freeze", clip.freeze, False),
                **_unless("volume", clip.volume, 1.0),
                **_unless("fade_in", clip.fade_in_ms, 0),
                **_unless("fade_out", clip.fade_out_ms, 0),
                **_unless("fit", clip.fit and clip.fit.value, None),
                **_unless("zoom", clip.zoom, 1.0),
                **_unless("position", list(clip.position), [0.5, 0.5]),
                **_unless("rotate", clip.rotation, 0),
                **_unless("flip", clip.flip, None),
                **_unless("motion", clip.motion, None),
                **_unless("look", _look_out(clip.look), {}),
                **_unless("anchor", clip.anchor and {"bar": clip.anchor.bar, "beat": clip.anchor.beat}, None),
                **_unless("transition", clip.transition_in and _transition_out(clip.transition_in), None),
                **_unless("pinned", clip.pinned, False),
            }
        case AudioClip():
            meta = {
                "name": clip.name,
                "role": clip.role,
                "volume": clip.volume,
                **_unless("src", clip.media_id, None),
                **_unless("in", clip.source_start_ms, 0),
                **_unless("fade_in", clip.fade_in_ms, 0),
                **_unless("fade_out", clip.fade_out_ms, 0),
                **_unless("ranges", [_range_out(r) for r in clip.volume_ranges], []),
                **_unless("grid", clip.grid and _grid_out(clip.grid), None),
                **_unless("music", clip.music and _music_out(clip.music), None),
            }
        case OverlayClip():
            meta = {
                "role": _OVERLAY_ROLE,
                "name": clip.name,
                **_unless("src", clip.media_id, None),
                **_unless("in", clip.source_start_ms, 0),
                **_unless("volume", clip.volume, 0.0),
                **_unless("effect", clip.effect, None),
                **_unless("place", clip.place, "bottom-right"),
                **_unless("position", clip.position and list(clip.position), None),
                "width": clip.width,
                **_unless("height", clip.height, 0.15),
                **_unless("opacity", clip.opacity, 1.0),
                **_unless("rounded", clip.rounded, 0.0),
                **_unless("border", clip.border, 0.0),
                **_unless("border_color", clip.border_color, "#ffffff"),
            }
        case TextClip():
            meta = {
                "text": clip.text,
                **_unless("style", clip.style, "title"),
                **_unless("place", clip.place, None),
                **_unless("position", clip.position and list(clip.position), None),
                **_unless("size", clip.size, 1.0),
                **_unless("color", clip.color, "#ffffff"),
                **_unless("font", clip.font, "neutral"),
                **_unless("effect", clip.effect, "soft"),
                **_unless("effect_color", clip.effect_color, None),
                **_unless("entrance", clip.entrance, "fade"),
                **_unless("exit", clip.exit, "fade"),
            }
        case CaptionClip():
            meta = {
                "text": clip.text,
                "caption": clip.style,
                **_unless("words", [[w.text, w.start_ms, w.end_ms] for w in clip.words], []),
            }
    meta = {**_left_over(clip.extra, "m"), **meta}
    return {
        **_without(clip.extra, "m"),
        "id": clip.clip_id,
        "s": clip.start_ms,
        "d": clip.duration_ms,
        "m": meta,
    }


def _rate_out(rate: Fraction) -> int | str:
    return int(rate) if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def _fade_out(fade: Fade) -> dict[str, Any]:
    return {"d": fade.duration_ms, **_unless("color", fade.color, "#000000")}


def _transition_out(transition: Transition) -> dict[str, Any]:
    return {"kind": transition.kind, "d": transition.duration_ms}


def _look_out(look: Look) -> dict[str, Any]:
    return {key: value for key, value in vars(look).items() if value != getattr(PLAIN, key)}


def _beat_out(effect: BeatEffect) -> dict[str, Any]:
    return {
        "kind": effect.kind,
        **_unless("every", effect.every, None),
        **_unless("strength", effect.strength, 0.5),
    }


def _range_out(part: VolumeRange) -> dict[str, Any]:
    return {"s": part.start_ms, "e": part.end_ms, "volume": part.volume}


def _grid_out(grid: BeatGrid) -> dict[str, Any]:
    if exact := _steady(grid):
        return exact
    return {
        "beats_ms": [round(t) for t in grid.times_ms],
        "downbeat_index": grid.downbeat_index,
        "beats_per_bar": grid.beats_per_bar,
        "confidence": grid.confidence,
    }


def _steady(grid: BeatGrid) -> dict[str, Any] | None:
    """The exact form of a grid that the composer made; None for a measured one."""
    times = grid.times_ms
    if len(times) < 2 or grid.confidence != 1.0 or grid.downbeat_index != 0 or times[0].denominator != 1:
        return None
    bpm_milli = Fraction(60_000_000) / (times[1] - times[0])
    if bpm_milli.denominator != 1:
        return None
    again = BeatGrid.regular(
        bpm=bpm_milli / 1000, beats=len(times), offset_ms=times[0], beats_per_bar=grid.beats_per_bar
    )
    if again != grid:
        return None
    return {
        "bpm_milli": int(bpm_milli),
        "beats": len(times),
        "offset_ms": int(times[0]),
        "beats_per_bar": grid.beats_per_bar,
    }


def _music_out(music: MusicSpec) -> dict[str, Any]:
    return {
        "mood": music.mood,
        "bpm_milli": music.bpm_milli,
        "seed": music.seed,
        "duration_ms": music.duration_ms,
        "beats_per_bar": music.beats_per_bar,
        "sections": [{"kind": s.kind, "bars": s.bars, "energy": s.energy} for s in music.sections],
    }


# --- in ----------------------------------------------------------------------------------------------------------


def _track_in(track: Mapping[str, Any], number: int) -> Track:
    head, rest = _read(track, {"id": _text, "tt": _whole})
    meta, meta_rest = _read(_mapping(track.get("m")), {"name": _text})
    kind = head.get("tt", TrackKind.VIDEO)
    track_id = head.get("id", f"track_{number}")
    clips = tuple(_clip_in(s, kind, f"{track_id}_{n}") for n, s in enumerate(_mappings(track.get("sg"))))
    extra = _extra({**rest, "m": track.get("m")}, ("sg", "m"), meta_rest)
    return Track(track_id=track_id, kind=kind, name=meta.get("name", ""), clips=clips, extra=extra)


def _video(*, name: str = "", media_id: str = "", **fields: Any) -> VideoClip:
    return VideoClip(name=name, media_id=media_id, **fields)


def _audio(*, name: str = "", **fields: Any) -> AudioClip:
    return AudioClip(name=name, **fields)


def _words(*, text: str = "", **fields: Any) -> TextClip:
    return TextClip(text=text, **fields)


def _overlay(*, name: str = "", **fields: Any) -> OverlayClip:
    return OverlayClip(name=name, **fields)


def _caption(*, text: str = "", **fields: Any) -> CaptionClip:
    return CaptionClip(text=text, **fields)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(value)
    return int(value)


def _positive(value: Any) -> int:
    if (number := _whole(value)) <= 0:
        raise ValueError(value)
    return number


def _from_zero(value: Any) -> int:
    if (number := _whole(value)) < 0:
        raise ValueError(value)
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise ValueError(value)
    return float(value)


def _anchor(value: Any) -> Anchor:
    return Anchor(bar=_whole(value["bar"]), beat=_whole(value["beat"]))


def _grid(value: Any) -> BeatGrid:
    beats_per_bar = _positive(value.get("beats_per_bar", 4))
    if "bpm_milli" in value:
        bpm = Fraction(_positive(value["bpm_milli"]), 1000)
        offset_ms = Fraction(_whole(value.get("offset_ms", 0)))
        beats = min(_from_zero(value["beats"]), 1_000_000)
        return BeatGrid.regular(bpm=bpm, beats=beats, offset_ms=offset_ms, beats_per_bar=beats_per_bar)
    return BeatGrid.from_beats(
        [_whole(beat) for beat in value["beats_ms"]],
        downbeat_index=_whole(value.get("downbeat_index", 0)),
        beats_per_bar=beats_per_bar,
        confidence=_real(value.get("confidence", 1.0)),
    )


def _music(value: Any) -> MusicSpec:
    return MusicSpec(
        mood=_text(value["mood"]),
        bpm_milli=_positive(value["bpm_milli"]),
        seed=_whole(value["seed"]),
        duration_ms=_positive(value["duration_ms"]),
        beats_per_bar=_positive(value.get("beats_per_bar", 4)),
        sections=tuple(
            Section(kind=_text(s["kind"]), bars=_positive(s["bars"]), energy=_real(s["energy"]))
            for s in value["sections"]
        ),
    )


def _rate(value: Any) -> Fraction:
    """Frames a second: a whole number, `"30000/1001"`, or the usual decimals of the rates that are not whole."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    rate = Fraction(value) if isinstance(value, str) else Fraction(str(value))
    near = Fraction(round(rate * 1001 / 1000) * 1000, 1001)
    if rate.denominator != 1 and abs(rate - near) < Fraction(1, 100):
        rate = near
    if not 1 <= rate <= 240:
        raise ValueError(value)
    return rate


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _color(value: Any) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise ValueError(value)
    return value.lower()


def _fade(value: Any) -> Fade:
    return Fade(duration_ms=_positive(value["d"]), color=_color(value.get("color", "#000000")))


def _markers(value: Any) -> tuple[Marker, ...]:
    return tuple(
        Marker(
            name=_text(m["name"]),
            time_ms=_from_zero(m["s"]),
            extra={key: kept for key, kept in m.items() if key not in ("name", "s")},
        )
        for m in value
    )


def _beat_effects(value: Any) -> tuple[BeatEffect, ...]:
    kind, strength = _choice(*BEAT_EFFECTS), _within(0, 1)
    return tuple(
        BeatEffect(
            kind=kind(e["kind"]),
            every=_positive(e["every"]) if "every" in e else None,
            strength=strength(e.get("strength", 0.5)),
        )
        for e in value
    )


def _position(value: Any) -> tuple[float, float]:
    x, y = (_real(side) for side in value)
    if x > 1 or y > 1:
        raise ValueError(value)
    return x, y


def _share(value: Any) -> float:
    if (share := _real(value)) > 1:
        raise ValueError(value)
    return share


def _rotation(value: Any) -> int:
    if (number := _whole(value)) not in (0, 90, 180, 270):
        raise ValueError(value)
    return number


def _choice(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(value)
        return value

    return read


def _within(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(value)
        return float(value)

    return read


def _look(value: Any) -> Look:
    known, _ = _read(value, _LOOK)
    return Look(**known)


def _transition(value: Any) -> Transition:
    return Transition(kind=_text(value["kind"]), duration_ms=_positive(value["d"]))


def _ranges(value: Any) -> tuple[VolumeRange, ...]:
    return tuple(
        VolumeRange(start_ms=_from_zero(r["s"]), end_ms=_from_zero(r["e"]), volume=_real(r["volume"]))
        for r in value
    )


def _caption_words(value: Any) -> tuple[CaptionWord, ...]:
    return tuple(
        CaptionWord(text=_text(text), start_ms=_from_zero(start), end_ms=_from_zero(end))
        for text, start, end in value
    )


_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_META: Mapping[str, Callable[[Any], Any]] = {
    "title": str,
    "width": _positive,
    "height": _positive,
    "fps": _rate,
    "fade_in": _fade,
    "fade_out": _fade,
    "beats": _beat_effects,
    "markers": _markers,
}
_LOOK: Mapping[str, Callable[[Any], Any]] = {
    "lut": _text,
    "preset": _choice(*PRESETS),
    **dict.fromkeys(("brightness", "contrast", "saturation", "warmth"), _within(-1, 1)),
    **dict.fromkeys(("strength", "sharpen", "blur", "vignette"), _within(0, 1)),
    "bars": _flag,
}
_HEAD: Mapping[str, Callable[[Any], Any]] = {"id": _text, "s": _from_zero, "d": _from_zero}
_VIDEO: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", _text),
    "src": ("media_id", _text),
    "in": ("source_start_ms", _from_zero),
    "speed": ("speed", _real),
    "reversed": ("reversed", _flag),
    "freeze": ("freeze", _flag),
    "volume": ("volume", _real),
    "fade_in": ("fade_in_ms", _from_zero),
    "fade_out": ("fade_out_ms", _from_zero),
    "fit": ("fit", Fit),
    "zoom": ("zoom", _real),
    "position": ("position", _position),
    "rotate": ("rotation", _rotation),
    "flip": ("flip", _choice("horizontal", "vertical", "both")),
    "motion": ("motion", _choice("push-in", "pull-out", "pan-left", "pan-right", "none")),
    "look": ("look", _look),
    "anchor": ("anchor", _anchor),
    "transition": ("transition_in", _transition),
    "pinned": ("pinned", _flag),
}
_AUDIO: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", _text),
    "role": ("role", _text),
    "volume": ("volume", _real),
    "src": ("media_id", _text),
    "in": ("source_start_ms", _from_zero),
    "fade_in": ("fade_in_ms", _from_zero),
    "fade_out": ("fade_out_ms", _from_zero),
    "ranges": ("volume_ranges", _ranges),
    "grid": ("grid", _grid),
    "music": ("music", _music),
}
_text_moves = _choice("fade", "none", "rise", "typewriter", "word_by_word", "pop")
_TEXT: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "text": ("text", _text),
    "style": ("style", _text),
    "place": ("place", _text),
    "position": ("position", _position),
    "size": ("size", _real),
    "color": ("color", _color),
    "font": ("font", _choice("neutral", "condensed", "serif", "handwritten")),
    "effect": ("effect", _choice("soft", "plain", "outline", "shadow", "box")),
    "effect_color": ("effect_color", _color),
    "entrance": ("entrance", _text_moves),
    "exit": ("exit", _text_moves),
}
_OVERLAY_ROLE = "overlay"
_OVERLAY: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", _text),
    "src": ("media_id", _text),
    "in": ("source_start_ms", _from_zero),
    "volume": ("volume", _real),
    "effect": ("effect", _choice("blur", "pixelate")),
    "place": ("place", _text),
    "position": ("position", _position),
    "width": ("width", _share),
    "height": ("height", _share),
    "opacity": ("opacity", _share),
    "rounded": ("rounded", _share),
    "border": ("border", _share),
    "border_color": ("border_color", _color),
}
_CAPTION: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "text": ("text", _text),
    "caption": ("style", _choice(*CAPTION_STYLES)),
    "words": ("words", _caption_words),
}
_CLIPS: Mapping[int, tuple[Mapping[str, tuple[str, Callable[[Any], Any]]], Callable[..., Clip]]] = {
    TrackKind.VIDEO: (_VIDEO, _video),
    TrackKind.AUDIO: (_AUDIO, _audio),
    TrackKind.TEXT: (_TEXT, _words),
}


def _clip_in(segment: Mapping[str, Any], kind: int, clip_id: str) -> Clip:
    head, rest = _read(segment, _HEAD)
    place = {
        "clip_id": head.get("id", clip_id),
        "start_ms": head.get("s", 0),
        "duration_ms": head.get("d", 0),
    }
    said = _mapping(segment.get("m"))
    table, make = _CLIPS.get(kind, _CLIPS[TrackKind.VIDEO])
    if kind == TrackKind.VIDEO and said.get("role") == _OVERLAY_ROLE:
        table, make = _OVERLAY, _overlay
        said = _without(said, "role")
    elif kind == TrackKind.TEXT and "caption" in said:
        table, make = _CAPTION, _caption
    meta, meta_rest = _read(said, {key: read for key, (_, read) in table.items()})
    fields = {table[key][0]: value for key, value in meta.items()}
    return make(**place, **fields, extra=_extra({**rest, "m": segment.get("m")}, ("m",), meta_rest))


def _read(
    source: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the readers could read, and the keys that no reader knows as they came."""
    known: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in source.items():
        read = readers.get(key)
        if read is None:
            rest[key] = value
            continue
        try:
            known[key] = read(value)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            continue
    return known, rest


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _mappings(value: object) -> list[Mapping[str, Any]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Mapping[str, Any]", item) for item in items if isinstance(item, Mapping)]


def _extra(source: Mapping[str, Any], known: tuple[str, ...], meta_rest: Mapping[str, Any]) -> dict[str, Any]:
    extra = {key: value for key, value in source.items() if key not in known}
    if meta_rest:
        extra["m"] = dict(meta_rest)
    return extra


def _left_over(extra: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return _mapping(extra.get(key))


def _without(extra: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in extra.items() if k != key}


def _unless(key: str, value: Any, default: Any) -> dict[str, Any]:
    return {} if value == default else {key: value}
