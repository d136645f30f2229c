"""The words on a board, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nemovideo_mcp.views.board import Place

__all__ = ["Words", "words_of"]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a language says on a board, beside what it says of any timeline (`timeline.phrases`)."""

    empty: str
    cuts: str
    one_cut: str
    places: Mapping[Place, str]
    cut_lane: str
    unnamed: str
    beat: str
    off_by: str


_ENGLISH = Words(
    empty="Nothing on the timeline yet",
    cuts="{n} cuts",
    one_cut="1 cut",
    places={
        Place.ON: "on the beat",
        Place.HALF: "on a half beat",
        Place.OFF: "off the beat",
        Place.FREE: "cut",
    },
    cut_lane="Cuts",
    unnamed="clip {n}",
    beat="bars and beats",
    off_by="off the beat, by so many ms",
)
_CHINESE = Words(
    empty="时间线上还没有内容",
    cuts="{n} 处剪切",
    one_cut="1 处剪切",
    places={Place.ON: "卡点", Place.HALF: "卡半拍", Place.OFF: "未卡点", Place.FREE: "剪切"},
    cut_lane="剪切",
    unnamed="片段 {n}",
    beat="小节与节拍",
    off_by="未卡点（偏差毫秒数）",
)


def words_of(language: str) -> Words:
    """The words of `language`, English where there are none."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
