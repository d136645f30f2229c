"""The timeline as agents get it, in lines that a person reads: one for each clip, the music, the texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from nemovideo_mcp.messages.catalogue import is_chinese
from nemovideo_mcp.messages.clips import CHOICES, choice_word
from nemovideo_mcp.messages.story import reason_words
from nemovideo_mcp.messages.timelines import phrases_of
from nemovideo_mcp.messages.transitions import kind_words
from nemovideo_mcp.views.names import plain_text

__all__ = [
    "beat_effect_words",
    "clip_notes",
    "overlay_name",
    "overlay_notes",
    "text_notes",
    "timeline_table",
    "transition_words",
]


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
    under_speech: str
    transition: str
    word_times: str
    size: str
    opacity: str
    rounded: str
    border: str
    flags: Mapping[str, str]
    switches: Mapping[str, tuple[str, str]]
    values: Mapping[str, str]
    looks: Mapping[str, str]


_ENGLISH = _Words(
    version="version {}",
    empty="Nothing is on the timeline.",
    clips="Clips",
    music="Music",
    texts="Texts",
    overlays="Overlays",
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
    under_speech="{}% under speech",
    transition="{} {:g} s",
    word_times="timed words",
    size="size {:g}×",
    opacity="opacity {:.3g}%",
    rounded="rounded",
    border="border",
    flags={"reversed": "backwards", "freeze": "frozen", "pinned": "pinned"},
    switches={"follow": ("follows", "does not follow"), "crop_bars": ("bars cropped", "bars kept")},
    values={
        "speed": "{:g}×",
        "fit": "{}",
        "zoom": "zoom {:g}",
        "motion": "{}",
        "rotate": "turned {}°",
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
    under_speech="说话时 {}%",
    transition="{} {:g} 秒",
    word_times="逐词时间",
    size="字号 {:g} 倍",
    opacity="不透明度 {:.3g}%",
    rounded="圆角",
    border="边框",
    flags={"reversed": "倒放", "freeze": "定格", "pinned": "已固定"},
    switches={"follow": ("跟随主体", "不跟随"), "crop_bars": ("裁掉黑边", "保留黑边")},
    values={
        "speed": "{:g} 倍速",
        "fit": "{}",
        "zoom": "缩放 {:g}",
        "motion": "{}",
        "rotate": "旋转 {}°",
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
    words = _words_of(language)
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
        (words.texts, [_text_row(text, words) for text in texts]),
        (words.looks_over, [_look_row(one, words) for one in view.get("looks", ())]),
        (words.beat_effects, [_beat_effect_row(one, words) for one in view.get("beat_effects", ())]),
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


def clip_notes(clip: Mapping[str, Any], *, language: str = "en") -> list[str]:
    """What is special of a clip of the structure, in words: its transition first, then speed, framing, sound, look."""
    words = _words_of(language)
    notes = _speed_notes(clip, words)
    notes += [
        word.format(choice_word(key, value, language) if isinstance(value, str) else value)
        for key, word in words.values.items()
        if (value := clip.get(key)) not in (None, 1.0)
    ]
    if (volume := clip.get("volume")) is not None and volume != 1:
        notes.append(words.sound.format(round(100 * volume)) if volume else words.muted)
    notes += [word for key, word in words.flags.items() if clip.get(key)]
    notes += [pair[not clip[key]] for key, pair in words.switches.items() if key in clip]
    notes += _look_words(clip.get("look") or {}, words)
    if (way_in := clip.get("transition_in")) is not None:
        kind, length = str(way_in.get("kind", "")), way_in.get("length_s", 0)
        notes.insert(0, transition_words(kind, length, language=language))
    return notes


def transition_words(kind: str, length_s: float, *, language: str = "en") -> str:
    """`dissolve 0.5 s`."""
    return _words_of(language).transition.format(kind_words(plain_text(kind)).in_language(language), length_s)


def text_notes(text: Mapping[str, Any], *, language: str = "en") -> list[str]:
    """How a text of the structure is set and moves, as far as that is not as it always is."""
    words = _words_of(language)
    notes = [choice_word(key, text[key], language) for key in ("font", "effect") if text.get(key) is not None]
    if (size := text.get("size")) is not None:
        notes.append(words.size.format(size))
    moves = [text.get(key) for key in ("entrance", "exit")]
    if any(moves):
        notes.append(" → ".join(choice_word("move", move or "fade", language) for move in moves))
    return notes


def overlay_name(one: Mapping[str, Any], *, language: str = "en") -> str:
    """The name of an overlay's file, or what a region does."""
    effect = one.get("effect")
    return choice_word("region", effect, language) if effect else plain_text(str(one.get("name", "")))


def overlay_notes(one: Mapping[str, Any], *, language: str = "en") -> list[str]:
    """How large and how opaque an overlay of the structure is, its edge and its sound."""
    words = _words_of(language)
    notes = [f"{100 * one['width']:.3g}%"] if "width" in one else []
    if "opacity" in one:
        notes.append(words.opacity.format(100 * one["opacity"]))
    notes += [word for key, word in (("rounded", words.rounded), ("border", words.border)) if one.get(key)]
    if one.get("volume"):
        notes.append(words.sound.format(round(100 * one["volume"])))
    if one.get("follow"):
        notes.append(words.follows)
    return notes


def beat_effect_words(one: Mapping[str, Any], *, language: str = "en") -> list[str]:
    """What a beat effect of the structure does, on which beats, and how strongly."""
    on: Any = one.get("on", "")
    if isinstance(on, list):
        said = ", ".join(f"{place['bar']}.{place['beat']}" for place in cast("list[Mapping[str, int]]", on))
    elif isinstance(on, int):
        said = CHOICES["on.every"][is_chinese(language)].format(n=on)
    else:
        said = choice_word("on", on, language)
    return [
        choice_word("beat", one.get("kind", ""), language),
        said,
        f"{one.get('strength', 1):.0%}",
    ]


def _words_of(language: str) -> _Words:
    return _CHINESE if is_chinese(language) else _ENGLISH


def _look_value(key: str, value: Any, language: str) -> Any:
    return plain_text(choice_word(key, value, language)) if isinstance(value, str) else value


def _language(words: _Words) -> str:
    return "zh" if words is _CHINESE else "en"


def _clip_row(clip: Mapping[str, Any], words: _Words) -> list[str]:
    return [
        str(clip.get("id", "")),
        plain_text(str(clip.get("name", ""))),
        f"{_time(clip.get('start_s', 0))}–{_time(clip.get('end_s', 0))}",
        words.source.format(_time(clip["in_s"]), _time(clip["out_s"])) if "out_s" in clip else "",
        _cut(clip.get("cut") or {}, words),
        ", ".join(clip_notes(clip, language=_language(words))),
        reason_words(clip.get("why", ()), language=_language(words)),
    ]


def _look_words(look: Mapping[str, Any], words: _Words) -> list[str]:
    return [
        word.format(_look_value(key, look[key], _language(words))).strip()
        for key, word in words.looks.items()
        if look.get(key) is not None
    ]


def _look_row(one: Mapping[str, Any], words: _Words) -> list[str]:
    when = f"{_time(one.get('start_s', 0))}–{_time(one.get('end_s', 0))}"
    return [when, ", ".join(_look_words(one.get("look") or {}, words))]


def _speed_notes(clip: Mapping[str, Any], words: _Words) -> list[str]:
    """The ramp, with when it has its peak, smoothing and a pitch that is not kept."""
    ramp: Mapping[str, Any] = clip.get("ramp") or {}
    keys = [str(ramp.get("kind", "")), str(clip.get("smooth", ""))]
    keys += ["pitch"] if clip.get("keep_pitch") is False else []
    speeds = phrases_of("zh" if words is _CHINESE else "en").speeds
    notes = [speeds[key] for key in keys if key in speeds]
    if "peak_s" in ramp and notes:
        notes[0] += f" ({_time(ramp['peak_s'])})"
    return notes


def _cut(cut: Mapping[str, Any], words: _Words) -> str:
    if "bar" not in cut:
        return ""
    off: int | None = cut.get("off_beat_ms")
    return (words.off_beat if off else words.on_beat).format(cut["bar"], cut.get("beat", 1), off)


def _music_row(music: Mapping[str, Any], words: _Words) -> list[str]:
    notes = [f"{music['bpm']:g} BPM"] if music.get("bpm") else []
    if (volume := music.get("volume")) is not None and volume != 1:
        notes.append(words.sound.format(round(100 * volume)))
    if (level := music.get("under_speech")) is not None:
        notes.append(words.under_speech.format(round(100 * level)))
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


def _text_row(text: Mapping[str, Any], words: _Words) -> list[str]:
    return [
        str(text.get("id", "")),
        f"“{plain_text(str(text.get('text', '')))}”",
        f"{_time(text.get('start_s', 0))}–{_time(text.get('end_s', 0))}",
        choice_word("kind", text.get("kind", ""), _language(words)),
        str(text.get("place", "")),
        ", ".join(text_notes(text, language=_language(words))),
    ]


def _beat_effect_row(one: Mapping[str, Any], words: _Words) -> list[str]:
    return beat_effect_words(one, language=_language(words))


def _overlay_row(one: Mapping[str, Any], words: _Words) -> list[str]:
    at, language = one.get("position"), _language(words)
    return [
        str(one.get("id", "")),
        overlay_name(one, language=language),
        f"{_time(one.get('start_s', 0))}–{_time(one.get('end_s', 0))}",
        f"{at['x']:g}, {at['y']:g}" if at else str(one.get("place", "")),
        ", ".join(overlay_notes(one, language=language)),
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
            ", ".join(_caption_notes(one, words)),
        ]
        for one in shown
    ]
    behind: Mapping[str, Any] = view.get("more_captions") or {}
    more = len(captions) - len(shown) + int(behind.get("count", 0))
    return [*rows, ["", words.more.format(more), "", ""]] if more else rows


def _caption_notes(one: Mapping[str, Any], words: _Words) -> list[str]:
    style = [choice_word("style", one["style"], _language(words))] if one.get("style") else []
    return [*style, words.word_times] if one.get("word_times") else style


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
