"""Words for timelines: the kinds of track, quotes and punctuation, counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nemovideo_mcp.messages.catalogue import is_chinese
from nemovideo_mcp.messages.speed import SPEED_NOTES

__all__ = ["Phrases", "phrases_of"]


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """The words and punctuation of one language for timelines."""

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
    beat_effects: str
    counted: Mapping[str, tuple[str, str]]
    under_speech: str
    speeds: Mapping[str, str]

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
        "overlay": "Overlay",
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
    beat_effects="On beats",
    counted={
        "transition_in": ("1 transition", "{n} transitions"),
        "look": ("1 look", "{n} looks"),
    },
    under_speech="{level}% under speech",
    speeds={key: words.en for key, words in SPEED_NOTES.items()},
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
        "overlay": "叠加画面",
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
    beat_effects="节拍特效",
    counted={
        "transition_in": ("1 处转场", "{n} 处转场"),
        "look": ("1 个片段调色", "{n} 个片段调色"),
    },
    under_speech="说话时 {level}%",
    speeds={key: words.zh for key, words in SPEED_NOTES.items()},
)


def phrases_of(language: str) -> Phrases:
    """The words of `language`; English where it is not Chinese."""
    return _CHINESE if is_chinese(language) else _ENGLISH
