"""The timeline as agents get it, in lines that a person reads: one for each clip, the music, the texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from nemovideo_mcp.messages.transitions import kind_words
from nemovideo_mcp.views.names import plain_text

__all__ = ["timeline_table"]


_MOST_CAPTIONS = 40


@dataclass(frozen=True, kw_only=True)
class _Words:
    """`{}` stands for the value; keys of `flags` and `values` are those of the structure."""

    version: str
    empty: str
    clips: str
    music: str
    texts: str
    overlays: str
    region: str
    follows: str
    captions: str
    more: str
    media: str
    looks_over: str
    beat_effects: str
    source: str
    on_beat: str
    off_beat: str
    muted: str
    sound: str
    transition: str
    flags: Mapping[str, str]
    values: Mapping[str, str]
    looks: Mapping[str, str]


_ENGLISH = _Words(
    version="version {}",
    empty="Nothing is on the timeline.",
    clips="Clips",
    music="Music",
    texts="Texts",
    overlays="Overlays",
    region="{} region",
    follows="follows",
    captions="Captions",
    more="… {} more",
    media="Media",
    looks_over="Looks",
    beat_effects="On beats",
    source="source {}–{}",
    on_beat="bar {}.{}",
    off_beat="bar {}.{} {:+d} ms",
    muted="muted",
    sound="sound {}%",
    transition="{} {:g} s",
    flags={"reversed": "backwards", "freeze": "frozen", "pinned": "pinned"},
    values={
        "speed": "{:g}×",
        "fit": "{}",
        "zoom": "zoom {:g}",
        "motion": "{}",
        "rotation": "turned {}°",
        "flip": "mirrored {}",
    },
    looks={
        "preset": "{}",
        "lut": "LUT {}",
        "strength": "strength {:.0%}",
        "brightness": "brightness {:+.0%}",
        "contrast": "contrast {:+.0%}",
        "saturation": "saturation {:+.0%}",
        "warmth": "warmth {:+.0%}",
        "vignette": "vignette {:.0%}",
        "blur": "blur {:.0%}",
        "sharpen": "sharpness {:.0%}",
        "bars": "bars",
    },
)
_CHINESE = _Words(
    version="版本 {}",
    empty="时间线上没有内容。",
    clips="片段",
    music="音乐",
    texts="文字",
    overlays="叠加画面",
    region="{} 区域",
    follows="跟随",
    captions="字幕",
    more="…… 另有 {} 条",
    media="素材",
    looks_over="画面风格",
    beat_effects="节拍特效",
    source="素材 {}–{}",
    on_beat="第 {} 小节第 {} 拍",
    off_beat="第 {} 小节第 {} 拍 {:+d} 毫秒",
    muted="静音",
    sound="音量 {}%",
    transition="{} {:g} 秒",
    flags={"reversed": "倒放", "freeze": "定格", "pinned": "已固定"},
    values={
        "speed": "{:g} 倍速",
        "fit": "{}",
        "zoom": "缩放 {:g}",
        "motion": "{}",
        "rotation": "旋转 {}°",
        "flip": "翻转 {}",
    },
    looks={
        "preset": "{}",
        "lut": "LUT {}",
        "strength": "强度 {:.0%}",
        "brightness": "亮度 {:+.0%}",
        "contrast": "对比度 {:+.0%}",
        "saturation": "饱和度 {:+.0%}",
        "warmth": "色温 {:+.0%}",
        "vignette": "暗角 {:.0%}",
        "blur": "模糊 {:.0%}",
        "sharpen": "锐化 {:.0%}",
        "bars": "上下黑边",
    },
)


def timeline_table(view: Mapping[str, Any], *, language: str = "en") -> list[str]:
    """The lines of a timeline's structure (`edits.md`): a heading, then a row for each thing that is on it."""
    words = _CHINESE if language.lower().startswith("zh") else _ENGLISH
    lines = [_heading(view, words)]
    clips: Sequence[Mapping[str, Any]] = view.get("clips", ())
    texts: Sequence[Mapping[str, Any]] = view.get("texts", ())
    music: Mapping[str, Any] = view.get("music") or {}
    media: Sequence[Mapping[str, Any]] = view.get("media", ())
    if not clips and not texts and not music and not view.get("captions"):
        lines.append(words.empty)
    rows = (
        (words.clips, [_clip_row(clip, words) for clip in clips]),
        (words.music, [_music_row(music, words)] if music else []),
        (words.texts, [_text_row(text) for text in texts]),
        (words.looks_over, [_look_row(one, words) for one in view.get("looks", ())]),
        (words.beat_effects, [_beat_effect_row(one) for one in view.get("beat_effects", ())]),
        (words.overlays, [_overlay_row(one, words) for one in view.get("overlays", ())]),
        (words.captions, _caption_rows(view, words)),
        (words.media, [_media_row(one) for one in media]),
    )
    for title, found in rows:
        if found:
            lines += [title, *_aligned(found)]
    return lines


def _heading(view: Mapping[str, Any], words: _Words) -> str:
    facts = [plain_text(str(view.get("project", "")))]
    if "version" in view:
        facts.append(words.version.format(view["version"]))
    facts.append(f"{_time(view.get('duration_s', 0))} s")
    if view.get("width"):
        facts.append(f"{view['width']}×{view['height']}, {view.get('frame_rate', 0):g} fps")
    return " · ".join(fact for fact in facts if fact)


def _clip_row(clip: Mapping[str, Any], words: _Words) -> list[str]:
    notes = [words.values[key].format(clip[key]) for key in words.values if clip.get(key) not in (None, 1.0)]
    if (volume := clip.get("volume")) is not None and volume != 1:
        notes.append(words.sound.format(round(100 * volume)) if volume else words.muted)
    notes += [word for key, word in words.flags.items() if clip.get(key)]
    notes += _look_words(clip.get("look") or {}, words)
    if (way_in := clip.get("transition_in")) is not None:
        kind = kind_words(plain_text(str(way_in.get("kind", ""))))
        notes.insert(
            0, words.transition.format(kind.zh if words is _CHINESE else kind.en, way_in.get("length_s", 0))
        )
    return [
        str(clip.get("id", "")),
        plain_text(str(clip.get("name", ""))),
        f"{_time(clip.get('start_s', 0))}–{_time(clip.get('end_s', 0))}",
        words.source.format(_time(clip["in_s"]), _time(clip["out_s"])) if "out_s" in clip else "",
        _cut(clip.get("cut") or {}, words),
        ", ".join(notes),
    ]


def _look_words(look: Mapping[str, Any], words: _Words) -> list[str]:
    return [
        word.format(plain_text(value) if isinstance(value := look[key], str) else value)
        for key, word in words.looks.items()
        if look.get(key) is not None
    ]


def _look_row(one: Mapping[str, Any], words: _Words) -> list[str]:
    when = f"{_time(one.get('start_s', 0))}–{_time(one.get('end_s', 0))}"
    return [when, ", ".join(_look_words(one.get("look") or {}, words))]


def _cut(cut: Mapping[str, Any], words: _Words) -> str:
    if "bar" not in cut:
        return ""
    off: int | None = cut.get("off_beat_ms")
    return (words.off_beat if off else words.on_beat).format(cut["bar"], cut.get("beat", 1), off)


def _music_row(music: Mapping[str, Any], words: _Words) -> list[str]:
    notes = [f"{music['bpm']:g} BPM"] if music.get("bpm") else []
    if (volume := music.get("volume")) is not None and volume != 1:
        notes.append(words.sound.format(round(100 * volume)))
    notes += [f"{s.get('kind', '')} {_time(s.get('start_s', 0))}" for s in music.get("sections", ())]
    if (drop := music.get("drop_s")) is not None:
        notes.append(f"drop {_time(drop)}")
    return [
        str(music.get("id", "")),
        plain_text(str(music.get("name") or music.get("mood") or "")),
        f"{_time(music.get('start_s', 0))}–{_time(music.get('end_s', 0))}",
        words.source.format(_time(music["in_s"]), "") if music.get("in_s") else "",
        ", ".join(notes),
    ]


def _text_row(text: Mapping[str, Any]) -> list[str]:
    return [
        str(text.get("id", "")),
        f"“{plain_text(str(text.get('text', '')))}”",
        f"{_time(text.get('start_s', 0))}–{_time(text.get('end_s', 0))}",
        str(text.get("kind", "")),
        str(text.get("place", "")),
    ]


def _beat_effect_row(one: Mapping[str, Any]) -> list[str]:
    on: Any = one.get("on", "")
    if isinstance(on, list):
        on = ", ".join(f"{place['bar']}.{place['beat']}" for place in cast("list[Mapping[str, int]]", on))
    return [str(one.get("kind", "")), str(on), f"{one.get('strength', 1):.0%}"]


def _overlay_row(one: Mapping[str, Any], words: _Words) -> list[str]:
    effect, at = one.get("effect"), one.get("position")
    notes = [f"{100 * one['width']:.3g}%"] if "width" in one else []
    if "opacity" in one:
        notes.append(f"α {100 * one['opacity']:.3g}%")
    if one.get("volume"):
        notes.append(words.sound.format(round(100 * one["volume"])))
    if one.get("follow"):
        notes.append(words.follows)
    return [
        str(one.get("id", "")),
        words.region.format(effect) if effect else plain_text(str(one.get("name", ""))),
        f"{_time(one.get('start_s', 0))}–{_time(one.get('end_s', 0))}",
        f"{at['x']:g}, {at['y']:g}" if at else str(one.get("place", "")),
        ", ".join(notes),
    ]


def _caption_rows(view: Mapping[str, Any], words: _Words) -> list[list[str]]:
    """A row for each of the first captions, and one that tells how many follow."""
    captions: Sequence[Mapping[str, Any]] = view.get("captions", ())
    shown = captions[:_MOST_CAPTIONS]
    rows = [
        [
            str(one.get("id", "")),
            f"“{plain_text(' / '.join(str(one.get('text', '')).splitlines()))}”",
            f"{_time(one.get('start_s', 0))}–{_time(one.get('end_s', 0))}",
            str(one.get("style", "")),
        ]
        for one in shown
    ]
    behind: Mapping[str, Any] = view.get("more_captions") or {}
    more = len(captions) - len(shown) + int(behind.get("count", 0))
    return [*rows, ["", words.more.format(more), "", ""]] if more else rows


def _media_row(one: Mapping[str, Any]) -> list[str]:
    length = f"{_time(one['duration_s'])} s" if one.get("duration_s") else ""
    uses = f"×{one['uses']}" if "uses" in one else ""
    return [
        str(one.get("id", "")),
        plain_text(str(one.get("name", ""))),
        str(one.get("kind", "")),
        length,
        uses,
    ]


def _time(seconds: object) -> str:
    return f"{seconds:.2f}" if isinstance(seconds, int | float) else "?"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with their columns under each other; a Chinese character is two wide."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True) if width
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
