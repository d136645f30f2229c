"""A draft in one line for people, whoever wrote it: `Timeline (2 tracks): 1. Video: city (0-10s) 2. BGM: Lo-fi (0-10s, 35%)`.

It reads the short keys and the long names that may stand for them, and takes nothing for granted: a draft comes from
outside, and names in it may hold anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["summary_line", "track_lines"]

SHOWN_CLIPS = 3
_MAX_NAME = 40
_MAX_TRACKS = 50


@dataclass(frozen=True, kw_only=True)
class _Words:
    head: str
    one_track: str
    tracks: str
    empty: str
    more: str
    list_open: str
    comma: str
    seconds: str
    quotes: tuple[str, str]
    labels: Mapping[str, str]
    unnamed: str


_ENGLISH = _Words(
    head="Timeline",
    one_track="1 track",
    tracks="{n} tracks",
    empty="Timeline: nothing on it yet.",
    more="+{n} more",
    list_open=": ",
    comma=", ",
    seconds="s",
    quotes=('"', '"'),
    labels={
        "video": "Video",
        "bgm": "BGM",
        "voice": "Voice",
        "audio": "Audio",
        "title": "Title",
        "subtitle": "Subtitle",
        "other": "Track",
    },
    unnamed="clip",
)
_CHINESE = _Words(
    head="时间线",
    one_track="1 条轨道",
    tracks="{n} 条轨道",
    empty="时间线：还没有内容。",
    more="还有 {n} 个",
    list_open="：",
    comma="，",
    seconds="秒",
    quotes=("“", "”"),
    labels={"video": "视频", "bgm": "背景音乐", "voice": "人声", "audio": "音频", "title": "标题", "subtitle": "字幕", "other": "轨道"},
    unnamed="片段",
)  # fmt: skip

_KINDS: Mapping[str, str] = {
    "0": "video", "video": "video", "image": "video",
    "1": "audio", "audio": "audio", "bgm": "bgm", "music": "bgm", "voice": "voice",
    "7": "text", "text": "text", "title": "title", "subtitle": "subtitle",
}  # fmt: skip
# What a track or its first clip is called when the kind alone does not tell; the last ones are what most are.
_HINTS: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "audio": (
        (("voice", "narrat", "speech", "tts", "配音", "旁白", "人声"), "voice"),
        (("sfx", "sound effect", "音效"), "audio"),
        (("",), "bgm"),
    ),
    "text": ((("subtitle", "caption", "字幕"), "subtitle"), (("",), "title")),
}


@dataclass(frozen=True, kw_only=True)
class _Clip:
    name: str
    start_ms: float
    end_ms: float
    volume: float | None


def summary_line(draft: object, *, language: str = "en") -> str:
    """The whole draft in one line; long tracks are shortened ("+9 more"). Never raises, whatever `draft` is."""
    words = _words(language)
    tracks = track_lines(draft, language=language)
    if not tracks:
        return words.empty
    count = words.one_track if len(tracks) == 1 else words.tracks.format(n=len(tracks))
    shown = [f"{n}. {line}" for n, line in enumerate(tracks[:_MAX_TRACKS], 1)]
    if len(tracks) > _MAX_TRACKS:
        shown.append(words.more.format(n=len(tracks) - _MAX_TRACKS))
    head = f"{words.head}（{count}）：" if words is _CHINESE else f"{words.head} ({count}): "
    return head + " ".join(shown)


def track_lines(draft: object, *, language: str = "en") -> list[str]:
    """One line for each track that has something on it."""
    words = _words(language)
    tracks = _mappings(_first(_mapping(draft), "t", "tracks"))
    return [line for track in tracks if (line := _track_line(track, words))]


def _track_line(track: Mapping[str, Any], words: _Words) -> str:
    segments = _mappings(_first(track, "sg", "segments", "clips"))
    if not segments:
        return ""
    label = _label(track, segments[0])
    quoted = label in ("title", "subtitle")
    count = len(segments) if len(segments) <= SHOWN_CLIPS + 1 else SHOWN_CLIPS
    shown = [_clip(segment) for segment in segments[:count]]
    parts = [
        _clip_words(clip, words, quoted=quoted, audio=label in ("bgm", "voice", "audio")) for clip in shown
    ]
    if rest := [_times(segment) for segment in segments[count:]]:
        span = _span(min(start for start, _ in rest), max(end for _, end in rest), words)
        gap = "" if words is _CHINESE else " "
        parts.append(f"{words.more.format(n=len(rest))}{gap}{_bracketed(span, words)}")
    return words.labels[label] + words.list_open + words.comma.join(parts)


def _label(track: Mapping[str, Any], segment: Mapping[str, Any]) -> str:
    kind = _KINDS.get(str(_first(track, "tt", "type", "kind")).lower(), "other")
    if kind not in _HINTS:
        return kind
    places = (_mapping(segment.get("m")), _mapping(track.get("m")), segment, track)
    # What a text says is no sign of what it is for, but what a sound is called may be.
    keys = ("role", "style", "name") if kind == "audio" else ("role", "style")
    said = [place.get(key) for place in places for key in keys] + [
        place.get("name") for place in places[1::2]
    ]
    hay = " ".join(role.lower() for role in said if isinstance(role, str))[:400]
    return next(label for marks, label in _HINTS[kind] if any(mark in hay for mark in marks))


def _times(segment: Mapping[str, Any]) -> tuple[float, float]:
    """Start and end in ms."""
    start = _number(_first(segment, "s", "start", "start_ms", "st"))
    length = _number(_first(segment, "d", "duration", "duration_ms"))
    end = _number(_first(segment, "e", "end", "end_ms"))
    start = max(start or 0.0, 0.0)
    return start, start + max(length, 0.0) if length is not None else max(end or start, start)


def _clip(segment: Mapping[str, Any]) -> _Clip:
    meta = _mapping(segment.get("m"))
    start, end = _times(segment)
    named = (_first(source, "text", "title", "name", "content", "filename") for source in (meta, segment))
    return _Clip(
        name=next((_plain(name) for name in named if isinstance(name, str) and _plain(name)), ""),
        start_ms=start,
        end_ms=end,
        volume=_number(_first(meta, "volume", "vol") if meta else _first(segment, "volume", "vol")),
    )


def _clip_words(clip: _Clip, words: _Words, *, quoted: bool, audio: bool) -> str:
    name = clip.name or words.unnamed
    if quoted:
        name = f"{words.quotes[0]}{name}{words.quotes[1]}"
    inside = _span(clip.start_ms, clip.end_ms, words)
    if audio and clip.volume is not None and clip.volume >= 0:
        percent = clip.volume if clip.volume > 4 else clip.volume * 100
        inside += f"{words.comma}{min(percent, 999):.0f}%"
    return (
        f"{name}{_bracketed(inside, words)}" if words is _CHINESE else f"{name} {_bracketed(inside, words)}"
    )


def _bracketed(inside: str, words: _Words) -> str:
    return f"（{inside}）" if words is _CHINESE else f"({inside})"


def _span(start_ms: float, end_ms: float, words: _Words) -> str:
    if end_ms >= 60_000:
        return f"{_clock(start_ms)}-{_clock(end_ms)}"
    return f"{_short(start_ms)}-{_short(end_ms)}{words.seconds}"


def _short(ms: float) -> str:
    tenths = round(ms / 100)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def _clock(ms: float) -> str:
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def _plain(name: str) -> str:
    """`name` on one line, without what a terminal would act on, and not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name[: _MAX_NAME * 8]).split())
    return line if len(line) <= _MAX_NAME else line[: _MAX_NAME - 1].rstrip() + "…"


def _words(language: str) -> _Words:
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH


def _first(source: Mapping[str, Any], *keys: str) -> object:
    return next((source[key] for key in keys if source.get(key) is not None), None)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e12 else None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _mappings(value: object) -> list[Mapping[str, Any]]:
    items = cast("Iterable[object]", value) if isinstance(value, list | tuple) else ()
    return [cast("Mapping[str, Any]", item) for item in items if isinstance(item, Mapping)]
