"""The words for timelines in both languages: labels, times, names in quotes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nemovideo_mcp.views.outline import Outline

__all__ = ["Phrases", "canvas_words", "clock", "phrases_of", "ratio_words", "span"]

_RATIOS = ((16, 9), (9, 16), (1, 1), (4, 3), (3, 4), (4, 5), (5, 4), (21, 9), (3, 2), (2, 3))


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """What a language says about timelines; a further language is a further one of these."""

    head: str
    one_track: str
    tracks: str
    empty: str
    more: str
    colon: str
    comma: str
    space: str
    brackets: tuple[str, str]
    seconds: str
    quotes: tuple[str, str]
    labels: Mapping[str, str]
    unnamed: str
    one_clip: str
    clips: str
    gaps: tuple[str, str]
    overlaps: tuple[str, str]
    from_source: str
    muted: str

    def bracketed(self, inside: str) -> str:
        return f"{self.space}{self.brackets[0]}{inside}{self.brackets[1]}"

    def quoted(self, name: str) -> str:
        return f"{self.quotes[0]}{name.replace(chr(34), chr(39))}{self.quotes[1]}"

    def clip_count(self, count: int) -> str:
        return self.one_clip if count == 1 else self.clips.format(n=count)


_ENGLISH = Phrases(
    head="Timeline",
    one_track="1 track",
    tracks="{n} tracks",
    empty="Timeline: nothing on it yet.",
    more="+{n} more",
    colon=": ",
    comma=", ",
    space=" ",
    brackets=("(", ")"),
    seconds="s",
    quotes=('"', '"'),
    labels={
        "video": "Video",
        "bgm": "BGM",
        "voice": "Voice",
        "sound": "Sound",
        "audio": "Audio",
        "title": "Title",
        "subtitle": "Subtitle",
        "sticker": "Sticker",
        "effect": "Effect",
        "other": "Track",
    },
    unnamed="clip",
    one_clip="1 clip",
    clips="{n} clips",
    gaps=("gap {span}", "{n} gaps"),
    overlaps=("overlap {span}", "{n} overlaps"),
    from_source="from {time}",
    muted="muted",
)
_CHINESE = Phrases(
    head="时间线",
    one_track="1 条轨道",
    tracks="{n} 条轨道",
    empty="时间线：还没有内容。",
    more="还有 {n} 个",
    colon="：",
    comma="，",
    space="",
    brackets=("（", "）"),
    seconds="秒",
    quotes=("“", "”"),
    labels={
        "video": "视频",
        "bgm": "背景音乐",
        "voice": "人声",
        "sound": "音效",
        "audio": "音频",
        "title": "标题",
        "subtitle": "字幕",
        "sticker": "贴纸",
        "effect": "特效",
        "other": "轨道",
    },
    unnamed="片段",
    one_clip="1 个片段",
    clips="{n} 个片段",
    gaps=("空隙 {span}", "{n} 处空隙"),
    overlaps=("重叠 {span}", "{n} 处重叠"),
    from_source="自素材 {time} 起",
    muted="静音",
)


def phrases_of(language: str) -> Phrases:
    """The words of `language`, English where there are none."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH


def span(start_ms: int, end_ms: int, phrases: Phrases) -> str:
    """`0-1.5s`, past a minute `0:58-1:12`."""
    if end_ms >= 60_000:
        return f"{clock(start_ms)}-{clock(end_ms)}"
    return f"{_short(start_ms)}-{_short(end_ms)}{phrases.seconds}"


def clock(ms: int) -> str:
    """`0:45`, `1:02:03`; to a tenth of a second where it is shorter than ten."""
    if ms < 10_000 and ms % 1000:
        return (
            f"0:{ms // 1000:02d}.{round(ms % 1000 / 100) % 10}"
            if ms % 1000 < 950
            else f"0:{ms // 1000 + 1:02d}"
        )
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def canvas_words(outline: Outline) -> str:
    """`1080×1920, 30 fps`, as far as the draft says."""
    size = f"{outline.width}×{outline.height}" if outline.width and outline.height else ""
    rate = f"{outline.frame_rate:.4g} fps" if outline.frame_rate else ""
    return ", ".join(fact for fact in (size, rate) if fact)


def ratio_words(width: int, height: int) -> str:
    """`9:16` where the shape has a name, else `1080×1400`."""
    for across, down in _RATIOS:
        if math.isclose(width / height, across / down, rel_tol=0.01):
            return f"{across}:{down}"
    return f"{width}×{height}"


def _short(ms: int) -> str:
    tenths = round(ms / 100)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
