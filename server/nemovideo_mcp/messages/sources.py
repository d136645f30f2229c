"""What is said of a source: which of its sound tracks are heard, and why the others are not."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["COUNTS", "ORDINALS", "SOUND_TRACKS"]

COUNTS: Catalogue = {
    "2": ("two", "2"),
    "3": ("three", "3"),
    "4": ("four", "4"),
    "5": ("five", "5"),
    "6": ("six", "6"),
}
"""Larger numbers are written in figures."""

ORDINALS: Catalogue = {
    "1": ("the first", "1"),
    "2": ("the second", "2"),
    "3": ("the third", "3"),
    "4": ("the fourth", "4"),
    "5": ("the fifth", "5"),
    "6": ("the sixth", "6"),
}
"""Tracks behind these are called by their number."""

SOUND_TRACKS: Catalogue = {
    "one_file": ("{names} has {count} sound tracks; {said}.", "{names}有 {count} 条音轨：{said}。"),
    "files": ("{names} have {count} sound tracks each; {said}.", "{names}各有 {count} 条音轨：{said}。"),
    "number": ("number {n}", "{n}"),
    "both_used": ("both are heard, mixed", "两条混合播放"),
    "all_used": ("all are heard, mixed", "全部混合播放"),
    "both_silent": ("both are silent", "两条都是静音"),
    "all_silent": ("all are silent", "全部都是静音"),
    "both_broken": ("neither can be decoded", "两条都无法解码"),
    "all_broken": ("none can be decoded", "全部无法解码"),
    "one_used": ("{which} is heard", "播放第 {which} 条"),
    "some_used": ("{which} are heard, mixed", "第 {which} 条混合播放"),
    "one_silent": ("{which} is silent", "第 {which} 条是静音"),
    "some_silent": ("{which} are silent", "第 {which} 条是静音"),
    "one_quiet": ("{which} is hardly more than noise", "第 {which} 条几乎只有底噪"),
    "some_quiet": ("{which} are hardly more than noise", "第 {which} 条几乎只有底噪"),
    "one_broken": ("{which} cannot be decoded", "第 {which} 条无法解码"),
    "some_broken": ("{which} cannot be decoded", "第 {which} 条无法解码"),
    "one_commentary": ("{which} is left out as a commentary", "第 {which} 条是解说，不播放"),
    "some_commentary": ("{which} are left out as commentaries", "第 {which} 条是解说，不播放"),
    "one_language": ("{which} is left out as another language", "第 {which} 条是另一种语言，不播放"),
    "some_language": ("{which} are left out as other languages", "第 {which} 条是其他语言，不播放"),
    "one_alternative": (
        "{which} is left out as the same sound in another form",
        "第 {which} 条是同一声音的另一版本，不播放",
    ),
    "some_alternative": (
        "{which} are left out as the same sound in other forms",
        "第 {which} 条是同一声音的其他版本，不播放",
    ),
}
