"""Which key of the local draft stands for which field of the timeline, as tables that are read both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

from nemovideo_mcp.protocol import draft_values as values
from nemovideo_mcp.timeline.choices import (
    CaptionStyle,
    Flip,
    Font,
    LookPreset,
    Motion,
    RegionEffect,
    Smoothing,
    TextEffect,
    TextMove,
)
from nemovideo_mcp.timeline.look import Look, LookRange
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    Clip,
    Fit,
    OverlayClip,
    TextClip,
    VideoClip,
)

__all__ = [
    "CLIPS",
    "FILM",
    "SEGMENT",
    "TRACK",
    "TRACK_META",
    "Key",
    "Keys",
    "blank",
    "read_keys",
    "written_keys",
]


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Key:
    """The field that a key stands for, and how its value is read and written; `always` also where it is the default."""

    field: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = _as_it_is
    always: bool = False


Keys = Mapping[str, Key]


def read_keys(source: Mapping[str, Any], keys: Keys) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that could be read, and the keys that are not among `keys` as they came."""
    known: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in source.items():
        key = keys.get(name)
        if key is None:
            rest[name] = value
            continue
        try:
            known[key.field] = key.read(value)
        except values.UNREADABLE:
            continue
    return known, rest


def written_keys(value: Any, keys: Keys) -> dict[str, Any]:
    """The keys of `value`, without those whose field has its default."""
    usual = _defaults(cast("type[Any]", type(value)))
    return {
        name: key.write(getattr(value, key.field))
        for name, key in keys.items()
        if key.always or getattr(value, key.field) != usual[key.field]
    }


def blank(kind: type[Clip]) -> dict[str, Any]:
    """Empty words for what a clip of that kind has no default for."""
    placed = {key.field for key in SEGMENT.values()}
    bare = (f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return dict.fromkeys((name for name in bare if name not in placed), "")


@lru_cache
def _defaults(kind: type[Any]) -> Mapping[str, Any]:
    return {f.name: f.default for f in fields(kind) if f.default is not MISSING}


_share = values.within(0, 1)

_LOOK: Keys = {
    "lut": Key("lut", values.text),
    "preset": Key("preset", values.choice(LookPreset)),
    "strength": Key("strength", _share),
    **{name: Key(name, values.within(-1, 1)) for name in ("brightness", "contrast", "saturation", "warmth")},
    **{name: Key(name, _share) for name in ("sharpen", "blur", "vignette")},
    "bars": Key("bars", values.flag),
}


def _look_in(value: Any) -> Look:
    return Look(**read_keys(value, _LOOK)[0])


def _look_out(look: Look) -> dict[str, Any]:
    return written_keys(look, _LOOK)


def _looks_in(value: Any) -> tuple[LookRange, ...]:
    found = [
        LookRange(
            start_ms=values.from_zero(r["s"]), end_ms=values.from_zero(r["e"]), look=_look_in(r["look"])
        )
        for r in value
    ]
    found.sort(key=lambda r: r.start_ms)
    if any(r.end_ms <= r.start_ms for r in found) or any(b.start_ms < a.end_ms for a, b in pairwise(found)):
        raise ValueError(value)
    return tuple(found)


def _looks_out(ranges: Sequence[LookRange]) -> list[dict[str, Any]]:
    return [{"s": r.start_ms, "e": r.end_ms, "look": _look_out(r.look)} for r in ranges]


FILM: Keys = {
    "title": Key("title", str, always=True),
    "width": Key("width", values.positive, always=True),
    "height": Key("height", values.positive, always=True),
    "fps": Key("frame_rate", values.rate_in, values.rate_out, always=True),
    "auto_framing": Key("auto_framing", values.flag),
    "careful_framing": Key("careful_framing", values.flag),
    "fade_in": Key("fade_in", values.fade_in, values.fade_out),
    "fade_out": Key("fade_out", values.fade_in, values.fade_out),
    "beats": Key("beat_effects", values.beat_effects_in, values.beat_effects_out),
    "looks": Key("look_ranges", _looks_in, _looks_out),
    "markers": Key("markers", values.markers_in, values.markers_out),
    "songs": Key("song_beats", values.song_beats_in, values.song_beats_out),
}
TRACK: Keys = {"id": Key("track_id", values.text), "tt": Key("kind", values.whole)}
TRACK_META: Keys = {"name": Key("name", values.text)}
SEGMENT: Keys = {
    "id": Key("clip_id", values.text),
    "s": Key("start_ms", values.from_zero),
    "d": Key("duration_ms", values.from_zero),
}


def _fit_out(fit: Fit) -> str:
    return fit.value


CLIPS: Mapping[type[Clip], Keys] = {
    VideoClip: {
        "name": Key("name", values.text, always=True),
        "src": Key("media_id", values.text, always=True),
        "in": Key("source_start_ms", values.from_zero, always=True),
        "speed": Key("speed", values.real),
        "ramp": Key("ramp", values.ramp_in, values.ramp_out),
        "smooth": Key("smooth", values.choice(Smoothing)),
        "pitch": Key("keep_pitch", values.flag),
        "reversed": Key("reversed", values.flag),
        "freeze": Key("freeze", values.flag),
        "volume": Key("volume", values.real),
        "fade_in": Key("fade_in_ms", values.from_zero),
        "fade_out": Key("fade_out_ms", values.from_zero),
        "fit": Key("fit", Fit, _fit_out),
        "zoom": Key("zoom", values.real),
        "position": Key("position", values.position_in, list),
        "follow": Key("follow", values.flag),
        "crop_bars": Key("crop_bars", values.flag),
        "rotate": Key("rotation", values.rotation),
        "flip": Key("flip", values.choice(Flip)),
        "motion": Key("motion", values.choice(Motion)),
        "look": Key("look", _look_in, _look_out),
        "anchor": Key("anchor", values.anchor_in, values.anchor_out),
        "transition": Key("transition_in", values.transition_in, values.transition_out),
        "pinned": Key("pinned", values.flag),
        "why": Key("why", values.texts, list),
    },
    AudioClip: {
        "name": Key("name", values.text, always=True),
        "role": Key("role", values.text, always=True),
        "volume": Key("volume", values.real, always=True),
        "src": Key("media_id", values.text),
        "in": Key("source_start_ms", values.from_zero),
        "fade_in": Key("fade_in_ms", values.from_zero),
        "fade_out": Key("fade_out_ms", values.from_zero),
        "under_speech": Key("under_speech", _share),
        "ranges": Key("volume_ranges", values.ranges_in, values.ranges_out),
        "grid": Key("grid", values.grid_in, values.grid_out),
        "music": Key("music", values.music_in, values.music_out),
    },
    OverlayClip: {
        "name": Key("name", values.text, always=True),
        "src": Key("media_id", values.text),
        "in": Key("source_start_ms", values.from_zero),
        "volume": Key("volume", values.real),
        "effect": Key("effect", values.choice(RegionEffect)),
        "follow": Key("follow", values.flag),
        "place": Key("place", values.text),
        "position": Key("position", values.position_in, list),
        "width": Key("width", _share, always=True),
        "height": Key("height", _share),
        "opacity": Key("opacity", _share),
        "rounded": Key("rounded", _share),
        "border": Key("border", _share),
        "border_color": Key("border_color", values.color),
    },
    TextClip: {
        "text": Key("text", values.text, always=True),
        "style": Key("style", values.text),
        "place": Key("place", values.text),
        "position": Key("position", values.position_in, list),
        "size": Key("size", values.real),
        "color": Key("color", values.color),
        "font": Key("font", values.choice(Font)),
        "effect": Key("effect", values.choice(TextEffect)),
        "effect_color": Key("effect_color", values.color),
        "entrance": Key("entrance", values.choice(TextMove)),
        "exit": Key("exit", values.choice(TextMove)),
    },
    CaptionClip: {
        "text": Key("text", values.text, always=True),
        "caption": Key("style", values.choice(CaptionStyle), always=True),
        "words": Key("words", values.caption_words_in, values.caption_words_out),
    },
}
