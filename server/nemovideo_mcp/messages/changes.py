"""Sentences for what changed between two timelines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nemovideo_mcp.messages.catalogue import is_chinese
from nemovideo_mcp.messages.timelines import Phrases, phrases_of

__all__ = ["ChangeKind", "ChangeWords", "change_words"]

ChangeKind = Literal[
    "created",
    "emptied",
    "canvas",
    "length",
    "replaced",
    "source",
    "added",
    "removed",
    "order",
    "volume",
    "speed",
    "recut",
    "timing",
    "look",
    "name",
    "shifted",
    "details",
]


@dataclass(frozen=True, kw_only=True)
class ChangeWords:
    """The sentences of one language for the differences between two timelines."""

    words: Phrases
    quotes: tuple[str, str]
    created: str
    emptied: str
    canvas: str
    frame_rate: str
    length: str
    project: str
    unset: str
    added: tuple[str, str]
    removed: tuple[str, str]
    music: str
    replaced: str
    relabelled: str
    other_source: str
    volume: str
    speed: str
    recut: str
    recut_to: str
    timing: str
    look: str
    shifted: str
    tracks: str
    reordered: str
    moved: str
    to_start: str
    to_end: str
    to_place: str
    many: Mapping[ChangeKind, str]
    plurals: Mapping[str, str]
    singulars: Mapping[str, str]
    looks: Mapping[str, str]
    films: Mapping[str, str]


_ENGLISH = ChangeWords(
    words=phrases_of("en"),
    quotes=("'", "'"),
    created="✅ Video created: {length}, {clips}",
    emptied="The timeline is empty now",
    canvas="canvas {before} → {after}",
    frame_rate="frame rate {before} → {after}",
    length="Video {before} → {after}",
    project="project name {before} → {after}",
    unset="unset",
    added=("✅ {label} added: {clip}", "✅ {n} {items} added"),
    removed=("{label} removed: {clip}", "{n} {items} removed"),
    music="music",
    replaced="{label}: {before} → {after}",
    relabelled="{clip}: {before} → {after}",
    other_source="{clip}: another file in its place",
    volume="{label}: volume {before}% → {after}%",
    speed="{clip}: speed {before} → {after}",
    recut="{clip} re-cut: other part of the same footage",
    recut_to="{clip} re-cut: {before} → {after}",
    timing="{clip}: {before} → {after}",
    look="{clip}: {word} changed",
    shifted="{n} {items} shifted in time",
    tracks="tracks rearranged",
    reordered="{n} clips reordered",
    moved="clip {n} moved {where}",
    to_start="to the start",
    to_end="to the end",
    to_place="to place {n}",
    many={
        "replaced": "{n} {items} replaced",
        "source": "{n} {items} show other files",
        "volume": "volume changed on {n} {items}",
        "speed": "speed changed on {n} {items}",
        "recut": "{n} {items} re-cut",
        "timing": "{n} {items} re-timed",
        "look": "{word} changed on {n} {items}",
    },
    plurals={
        "video": "clips",
        "bgm": "music clips",
        "voice": "voice clips",
        "sound": "sounds",
        "audio": "audio clips",
        "title": "titles",
        "subtitle": "subtitles",
        "overlay": "overlays",
        "sticker": "stickers",
        "effect": "effects",
        "other": "items",
    },
    singulars={
        "video": "clip",
        "bgm": "music clip",
        "voice": "voice clip",
        "sound": "sound",
        "audio": "audio clip",
        "title": "title",
        "subtitle": "subtitle",
        "overlay": "overlay",
        "sticker": "sticker",
        "effect": "effect",
        "other": "item",
    },
    looks={
        "fades": "fades",
        "transition": "transition",
        "filter": "colours",
        "effects": "effects",
        "style": "style",
        "framing": "framing",
        "music": "music",
        "speech": "level under speech",
        "details": "settings",
    },
    films={"fade_in": "Fade in", "fade_out": "Fade out", "beat_effects": "Effects on beats"},
)
_CHINESE = ChangeWords(
    words=phrases_of("zh"),
    quotes=("“", "”"),
    created="✅ 视频已生成：{length}，{clips}",
    emptied="时间线已清空",
    canvas="画面 {before} → {after}",
    frame_rate="帧率 {before} → {after}",
    length="视频时长 {before} → {after}",
    project="项目名称 {before} → {after}",
    unset="未设置",
    added=("✅ 已添加{label}：{clip}", "✅ 已添加 {n} {items}"),
    removed=("已删除{label}：{clip}", "已删除 {n} {items}"),
    music="音乐",
    replaced="{label}：{before} → {after}",
    relabelled="{clip}：{before} → {after}",
    other_source="{clip}：已替换素材",
    volume="{label}：音量 {before}% → {after}%",
    speed="{clip}：速度 {before} → {after}",
    recut="{clip} 已重新剪辑：换用同一素材的另一段",
    recut_to="{clip} 已重新剪辑：{before} → {after}",
    timing="{clip}：{before} → {after}",
    look="{clip}：{word}已更改",
    shifted="{n} {items}的时间有移动",
    tracks="轨道已重新排列",
    reordered="{n} 个片段已重新排序",
    moved="第 {n} 个片段移到{where}",
    to_start="开头",
    to_end="结尾",
    to_place="第 {n} 位",
    many={
        "replaced": "已替换 {n} {items}",
        "source": "{n} {items}换了文件",
        "volume": "{n} {items}的音量已更改",
        "speed": "{n} {items}的速度已更改",
        "recut": "{n} {items}已重新剪辑",
        "timing": "{n} {items}的时间已调整",
        "look": "{n} {items}的{word}已更改",
    },
    plurals=(
        _chinese_items := {
            "video": "个片段",
            "bgm": "段音乐",
            "voice": "段人声",
            "sound": "个音效",
            "audio": "段音频",
            "title": "个标题",
            "subtitle": "条字幕",
            "overlay": "个叠加画面",
            "sticker": "个贴纸",
            "effect": "个特效",
            "other": "项内容",
        }
    ),
    singulars=_chinese_items,
    looks={
        "fades": "淡入淡出",
        "transition": "转场",
        "filter": "色彩",
        "effects": "特效",
        "style": "样式",
        "framing": "画面构图",
        "music": "音乐",
        "speech": "说话时的音量",
        "details": "设置",
    },
    films={"fade_in": "片头淡入", "fade_out": "片尾淡出", "beat_effects": "节拍特效"},
)


def change_words(language: str) -> ChangeWords:
    """The sentences of `language`; English where it is not Chinese."""
    return _CHINESE if is_chinese(language) else _ENGLISH
