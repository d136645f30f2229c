"""A tolerant reader of drafts: their clips, whatever keys the tracks and segments use.

It takes nothing for granted: a draft comes from outside, keys may be short or long, nested or not, times in seconds,
milliseconds or microseconds, and names may hold anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Any, cast

from nemovideo_mcp.messages.speed import SPEED_NOTES
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    Clip,
    OverlayClip,
    SpeedRamp,
    TextClip,
    Timeline,
    Track,
)
from nemovideo_mcp.views.names import NAMED_KEYS, SOURCE_KEYS, SPOKEN_KEYS, clip_name, plain_text

__all__ = [
    "ClipDetails",
    "ClipOutline",
    "Outline",
    "TrackOutline",
    "bare_key",
    "is_understood",
    "outline_of",
    "unread_keys",
]

Raw = Mapping[str, Any]

_TRACKS = ("t", "tracks", "tracklist", "layers")
_SEGMENTS = ("sg", "segments", "clips", "items", "elements", "children")
_META = (
    "m",
    "meta",
    "metadata",
    "material",
    "props",
    "properties",
    "data",
    "info",
    "media",
    "asset",
    "extra",
)
_TIMES = (
    "tl",
    "timeline",
    "time",
    "timing",
    "range",
    "timerange",
    "timelinerange",
    "targettimerange",
    "tr",
    "position",
    "placement",
)
_START = (
    "s",
    "start",
    "startms",
    "starttime",
    "st",
    "begin",
    "offset",
    "from",
    "tlstart",
    "timelinestart",
    "t0",
)
_LENGTH = ("d", "duration", "durationms", "dur", "durms", "len", "length", "tlduration", "timelineduration")
_FINISH = ("e", "end", "endms", "endtime", "to", "stop", "et", "tlend", "timelineend", "t1")
_UNDER_SPEECH = ("underspeech",)
_VOLUME = ("volume", "vol", "gain", "v")
_MUTED = ("muted", "mute")
_IDENTITY = ("id", "segmentid", "sid", "uuid", "clipid", "key")
_SPEED = ("speed", "rate", "playbackrate")
_SPEED_NOTES = ("ramp", "smooth", "pitch", "keeppitch")
_SOURCE_START = ("in", "sourcestart", "sourcestartms", "sourcein", "trimstart", "clipstart")
_WIDTH = ("width", "w")
_HEIGHT = ("height", "h")
_RATE = ("fps", "framerate")

# What a track's type, or what it and its first segment are called, says of it; the first mark that is found decides.
_NUMBERS: Mapping[str, str] = {"0": "video", "1": "audio", "7": "text"}
_TYPES: tuple[tuple[str, str], ...] = (
    ("subtitle", "subtitle"),
    ("caption", "subtitle"),
    ("字幕", "subtitle"),
    ("title", "title"),
    ("标题", "title"),
    ("text", "text"),
    ("文字", "text"),
    ("voice", "voice"),
    ("narrat", "voice"),
    ("tts", "voice"),
    ("speech", "voice"),
    ("bgm", "bgm"),
    ("music", "bgm"),
    ("sfx", "sound"),
    ("sound_effect", "sound"),
    ("audio", "audio"),
    ("sound", "audio"),
    ("音频", "audio"),
    ("video", "video"),
    ("视频", "video"),
    ("image", "video"),
    ("photo", "video"),
    ("picture", "video"),
    ("main", "video"),
    ("sticker", "sticker"),
    ("effect", "effect"),
    ("filter", "effect"),
)
_OVERLAY, _SUBTITLE = "overlay", "subtitle"
_ROLES: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "audio": (
        (("voice", "narrat", "speech", "tts", "配音", "旁白", "人声", "语音"), "voice"),
        (("sfx", "sound effect", "sound_effect", "whoosh", "音效"), "sound"),
        (("",), "bgm"),
    ),
    "text": ((("subtitle", "caption", "字幕", "lyric"), "subtitle"), (("",), "title")),
}
_ALL_DAY_MS = 86_400_000
# The protocol says that `d` is ms: what it states is believed, but for a film of less than a few frames.
_SHORTEST_STATED_MS = 100
_SHORTEST_FILM = 1_000
_SHORTEST_CLIP = 20
_SHORTEST_CLIP_US = 100_000
_QUOTIENT = re.compile(r"(\d{1,7})/([1-9]\d{0,6})")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,6})?)")


@dataclass(frozen=True, kw_only=True)
class ClipDetails:
    """`name` is safe to print; `source` is what the segment shows: a media id, an address, its whole text.

    `volume` is in percent, None where the draft says nothing of it; so is `under_speech`, the share of it that is left
    while somebody speaks. `speed_notes` are the keys of `SPEED_NOTES` that hold of its speed.
    """

    name: str
    source: str
    source_start_ms: int
    speed: float
    volume: int | None
    under_speech: int | None = None
    speed_notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClipOutline:
    """A segment's place, and its details, which are read when they are asked for; `raw` is the segment as it came.

    `shared` is what its track says of all its segments: a name or a volume that they need not repeat.
    """

    start_ms: int
    end_ms: int
    raw: Raw
    label: str
    scale: float
    shared: Raw = field(default_factory=dict[str, Any])

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def clip_id(self) -> str:
        """The segment's id, "" where it has none."""
        found = self.raw.get("id")
        if found is None:
            found = _first(_keyed(self.raw), _IDENTITY)
        return str(found)[:80] if isinstance(found, str | int) else ""

    @cached_property
    def details(self) -> ClipDetails:
        return _details(self)


@dataclass(frozen=True, kw_only=True)
class TrackOutline:
    """A track with something on it.

    `label` is video, overlay, bgm, voice, sound, title, subtitle, sticker, effect or other.
    """

    label: str
    clips: tuple[ClipOutline, ...]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A draft: 0 where it does not say its size or rate."""

    title: str
    width: int
    height: int
    frame_rate: float
    duration_ms: int
    tracks: tuple[TrackOutline, ...]


def outline_of(draft: object) -> Outline:
    """The outline of a draft as it came from the wire, or of a `Timeline`. Never raises, whatever `draft` is."""
    return _of_timeline(draft) if isinstance(draft, Timeline) else _of_draft(_mapping(draft))


# --- a draft from the wire ---------------------------------------------------------------------------------------


def _of_draft(draft: Raw) -> Outline:
    keys = _keyed(draft)
    canvas = [
        _keyed(_mapping(keys.get(k))) for k in ("m", "meta", "metadata", "canvas", "canvasconfig", "output")
    ]
    places = [*canvas, keys]
    stated = _number(_first(keys, ("d", "durationms", "duration"))) or 0.0
    tracks = [(track, _items(_first(_keyed(track), _SEGMENTS))) for track in _items(_first(keys, _TRACKS))]
    times = [[_times(segment) for segment in segments] for _, segments in tracks]
    scale = _scale(max((end for spans in times for _, end, _ in spans), default=0.0), stated, times)
    made = tuple(
        TrackOutline(
            label=(label := _label(track, segments[0])),
            clips=tuple(
                ClipOutline(
                    start_ms=round(start * scale),
                    end_ms=round(end * scale),
                    raw=segment,
                    label=label,
                    scale=scale,
                    shared=_mapping(track.get("m")),
                )
                for segment, (start, end, _) in zip(segments, spans, strict=True)
            ),
        )
        for (track, segments), spans in zip(tracks, times, strict=True)
        if segments
    )
    title = next((t for p in places if isinstance(t := p.get("title", p.get("name")), str)), "")
    return Outline(
        title=plain_text(title),
        width=_size(places, _WIDTH),
        height=_size(places, _HEIGHT),
        frame_rate=next((n for p in places if (n := _rate(_first(p, _RATE)))), 0.0),
        duration_ms=_length_of(made) or min(round(stated), 10**12),
        tracks=made,
    )


def _size(places: Iterable[Raw], keys: Sequence[str]) -> int:
    return next((round(n) for p in places if (n := _number(_first(p, keys))) and n > 0), 0)


def _length_of(tracks: Sequence[TrackOutline]) -> int:
    shown = [clip.end_ms for track in tracks if track.label == "video" for clip in track.clips]
    return max(shown or [clip.end_ms for track in tracks for clip in track.clips], default=0)


def _scale(last: float, stated_ms: float, times: Sequence[Sequence[tuple[float, float, bool]]]) -> float:
    """What one unit of the segments' times is in ms: where the draft states its length, what fits that best."""
    if any(sure for spans in times for _, _, sure in spans[:1]):
        return 1.0
    if stated_ms > 0 and last > 0:
        ratio = stated_ms / last
        if 500 <= ratio <= 2000:
            return 1000.0
        if 1 / 2000 <= ratio <= 1 / 500:
            return 0.001
        if stated_ms >= _SHORTEST_STATED_MS:
            return 1.0
    # As milliseconds it would be over before it is seen: these are seconds.
    longest = max((end - start for spans in times for start, end, _ in spans), default=0.0)
    if 0 < last < _SHORTEST_FILM or 0 < longest < _SHORTEST_CLIP:
        return 1000.0
    return 0.001 if last > _ALL_DAY_MS and longest > _SHORTEST_CLIP_US else 1.0


def _times(segment: Raw) -> tuple[float, float, bool]:
    """Start and end as the draft has them, and whether its keys say that they are ms."""
    start, length = segment.get("s"), segment.get("d")
    if type(start) is int and type(length) is int and 0 <= start < 10**12 and 0 <= length < 10**12:
        return start, start + length, False
    keys = _keyed(segment)
    nested = [keys]
    if "d" not in keys or "s" not in keys:
        for name in _TIMES:
            inner = keys.get(name)
            if isinstance(inner, Mapping):
                nested.append(_keyed(cast("Raw", inner)))
    start, start_key = _timed(nested, _START)
    length, length_key = _timed(nested, _LENGTH)
    finish, _ = _timed(nested, _FINISH) if length is None else (None, "")
    if start is None and length is None and finish is None:
        nested = [_keyed(cast("Raw", keys[name])) for name in _META if isinstance(keys.get(name), Mapping)]
        start, start_key = _timed(nested, _START)
        length, length_key = _timed(nested, _LENGTH)
        finish, _ = _timed(nested, _FINISH)
    begin = max(start or 0.0, 0.0)
    end = begin + max(length, 0.0) if length is not None else max(finish or begin, begin)
    return begin, end, start_key.endswith("ms") or length_key.endswith("ms")


def _timed(places: Iterable[Raw], keys: Sequence[str]) -> tuple[float | None, str]:
    for place in places:
        for key in keys:
            if (value := place.get(key)) is not None and (number := _number(value)) is not None:
                return number, key
    return None, ""


def _details(clip: ClipOutline) -> ClipDetails:
    keys = _keyed(clip.raw)
    inner = (keys[name] for name in _META if name in keys)
    places = [*(_keyed(cast("Raw", value)) for value in inner if isinstance(value, Mapping)), keys]
    is_text = clip.label in ("title", "subtitle")
    name, source = clip_name(places, spoken=is_text)
    shared = _keyed(clip.shared)
    if not name and not is_text:
        name, source = clip_name([*places, shared], spoken=False)
    return ClipDetails(
        name=name,
        source=source,
        source_start_ms=round((_found(places, _SOURCE_START) or 0.0) * clip.scale),
        speed=_found(places, _SPEED) or 1.0,
        volume=_percent([*places, shared]),
        under_speech=None if (level := _found(places, _UNDER_SPEECH)) is None else round(100 * level),
        speed_notes=tuple(_speed_notes(places)),
    )


def _speed_notes(places: Sequence[Raw]) -> Iterator[str]:
    """What is said of the speed beside its factor, in the words of our own drafts; nobody else's are known."""
    for place in places:
        ramp = place.get("ramp")
        kind = ramp.kind if isinstance(ramp, SpeedRamp) else _mapping(ramp).get("kind")
        yield from (str(said) for said in (kind, place.get("smooth")) if said in SPEED_NOTES)
        if False in (place.get("pitch"), place.get("keeppitch")):
            yield "pitch"


def unread_keys(clip: ClipOutline) -> tuple[str, ...]:
    """The keys of a segment, as they came, that nothing here reads."""
    inner = [_mapping(value) for key, value in clip.raw.items() if bare_key(str(key)) in (*_META, *_TIMES)]
    return tuple(
        str(key)[:40]
        for place in (clip.raw, *inner)
        for key in place
        if bare_key(str(key)) not in _UNDERSTOOD
    )


_UNDERSTOOD = frozenset(
    (
        *_META,
        *_TIMES,
        *_START,
        *_LENGTH,
        *_FINISH,
        *_VOLUME,
        *_MUTED,
        *_IDENTITY,
        *_SPEED,
        *_SOURCE_START,
        *_SPEED_NOTES,
        *SPOKEN_KEYS,
        *NAMED_KEYS,
        *SOURCE_KEYS,
        "type",
        "kind",
        "tt",
        "role",
        "style",
    )
)


def is_understood(key: str) -> bool:
    """True for a key of a segment that this module reads."""
    return bare_key(key) in _UNDERSTOOD


def _found(places: Iterable[Raw], keys: Sequence[str]) -> float | None:
    return next((n for p in places for k in keys if (n := _number(p.get(k))) is not None), None)


def _percent(places: Sequence[Raw]) -> int | None:
    if any(place.get(key) is True for place in places for key in _MUTED):
        return 0
    volume = _found(places, _VOLUME)
    if volume is None or volume < 0:
        return None
    # A gain of more than four times is not heard of: that is a percentage.
    return min(round(volume if volume > 4 else volume * 100), 999)


def _label(track: Raw, segment: Raw) -> str:
    keys, first = _keyed(track), _keyed(segment)
    said = str(_first(keys, ("tt", "type", "kind", "tracktype")) or "").lower()[:40]
    if isinstance(_first(keys, ("tt", "type", "kind", "tracktype")), int | float):
        said = said.removesuffix(".0")
    if keys.get("tt") == 0 or keys.get("type") == 0:
        said = "0"
    kind = _NUMBERS.get(said) or next((label for mark, label in _TYPES if mark in said), "other")
    if kind == "text" and "caption" in _keyed(_mapping(first.get("m"))):
        return _SUBTITLE
    if kind == "video" and _keyed(_mapping(first.get("m"))).get("role") == _OVERLAY:
        return _OVERLAY
    if kind not in _ROLES:
        return kind
    places = (_keyed(_mapping(first.get("m"))), _keyed(_mapping(keys.get("m"))), first, keys)
    # What a text says is no sign of what it is for, but what a sound is called may be.
    sought = ("role", "style", "type", "name") if kind == "audio" else ("role", "style", "type")
    words = [place.get(key) for place in places for key in sought] + [p.get("name") for p in places[1::2]]
    hay = " ".join(word[:100].lower() for word in words if isinstance(word, str))
    return next(label for marks, label in _ROLES[kind] if any(mark in hay for mark in marks))


# --- a Timeline --------------------------------------------------------------------------------------------------


def _of_timeline(timeline: Timeline) -> Outline:
    return Outline(
        title=plain_text(timeline.title),
        width=timeline.width,
        height=timeline.height,
        frame_rate=float(timeline.frame_rate),
        duration_ms=timeline.duration_ms,
        tracks=tuple(_track_of(track) for track in timeline.tracks if track.clips),
    )


def _track_of(track: Track) -> TrackOutline:
    kind = _OVERLAY if track.is_overlay else _NUMBERS.get(str(int(track.kind)), "other")
    first = track.clips[0]
    said = {"role": first.role, "name": first.name} if isinstance(first, AudioClip) else {}
    said = {"style": first.style} if isinstance(first, TextClip) else said
    said = {"caption": first.style} if isinstance(first, CaptionClip) else said
    label = (
        _label({"tt": int(track.kind), "m": {"name": track.name}}, {"m": said}) if kind in _ROLES else kind
    )
    return TrackOutline(label=label, clips=tuple(_clip_of(clip, label) for clip in track.clips))


def _clip_of(clip: Clip, label: str) -> ClipOutline:
    raw = {field.name: getattr(clip, field.name) for field in fields(clip)}
    if isinstance(clip, OverlayClip) and not clip.volume:
        del raw["volume"]
    return ClipOutline(start_ms=clip.start_ms, end_ms=clip.end_ms, raw=raw, label=label, scale=1.0)


# --- what anything may be ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def bare_key(key: str) -> str:
    """`key` as keys are compared: in small letters, without `_` and `-`, and no longer than a key is."""
    return key[:64].lower().replace("_", "").replace("-", "")


def _keyed(source: Raw) -> Raw:
    """`source` with its keys in small letters without `_` and `-`; the first of several that become one stays."""
    keys: dict[str, Any] = {}
    for key, value in cast("Mapping[object, Any]", source).items():
        if isinstance(key, str):
            keys.setdefault(bare_key(key), value)
    return keys


def _first(source: Raw, keys: Sequence[str]) -> object:
    return next((value for key in keys if (value := source.get(key)) is not None), None)


def _number(value: object) -> float | None:
    if isinstance(value, str):
        return _number_in(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e12 else None


def _rate(value: object) -> float | None:
    """Frames a second, which may be a quotient: `"30000/1001"`."""
    if isinstance(value, str) and (found := _QUOTIENT.fullmatch(value.strip())):
        return int(found[1]) / int(found[2])
    return _number(value)


def _number_in(text: str) -> float | None:
    if len(text) > 24:
        return None
    if found := _CLOCK.fullmatch(text.strip()):
        hours, minutes, seconds = found.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    try:
        return _number(float(text))
    except ValueError:
        return None


def _mapping(value: object) -> Raw:
    return cast("Raw", value) if isinstance(value, Mapping) else {}


def _items(value: object) -> list[Raw]:
    if isinstance(value, Mapping):
        value = list(cast("Mapping[object, object]", value).values())
    items = cast("Iterable[object]", value) if isinstance(value, list | tuple) else ()
    return [cast("Raw", item) for item in items if isinstance(item, Mapping)]
