"""Which English words are written as they are meant, and frequent misspellings that resemble no word."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

__all__ = ["MISSPELT", "is_frequent", "is_real"]

# Rarer words are more often a slip than meant.
_FEWEST_USES = 300
# What people write that the dictionary does not have.
_MORE_WORDS = frozenset(
    {
        "colour",
        "colours",
        "downloader",
        "durations",
        "epoch",
        "exporter",
        "haha",
        "overviews",
        "preload",
        "reddit",
        "resize",
        "shortish",
        "stats",
        "thanx",
        "timelines",
        "uploader",
        "uploads",
    }
)


# About the two and a half thousand words that are used most.
_FREQUENT_USES = 27_000


@cache
def _uses() -> dict[str, int]:
    """How often each word is used that is no slip: a fifth of the dictionary."""
    # By way of one text: words that were kept of the whole dictionary would hold all the memory that it lay in.
    lines = _as_text().splitlines()
    return {word: int(count) for word, _, count in (line.partition(" ") for line in lines)}


def _as_text() -> str:
    found = SpellChecker(language="en").word_frequency.dictionary
    return "\n".join(f"{word} {count}" for word, count in found.items() if count >= _FEWEST_USES)


def is_frequent(word: str) -> bool:
    """Whether a word in lower case is one that people use all the time, so that it says little by itself."""
    return _uses().get(word, 0) >= _FREQUENT_USES


def is_real(word: str) -> bool:
    """Whether a word in lower case is English, with no typing error in it, by the dictionary of pyspellchecker."""
    return word in _MORE_WORDS or word in _uses()


# Too short or too far from what is meant to be found by the distance of words.
MISSPELT = {
    "teh": "the", "hte": "the", "adn": "and", "nad": "and", "plase": "please", "cld": "could",
    "shud": "should", "wud": "would", "clp": "clip", "clps": "clips", "vdeo": "video", "titl": "title",
    "fde": "fade", "zom": "zoom", "zooom": "zoom", "flipp": "flip", "undp": "undo", "und": "undo", "haf": "half",
    "harf": "half", "precent": "percent", "persent": "percent", "secons": "seconds", "secnd": "second",
    "backwrds": "backwards", "bakwards": "backwards", "bckwards": "backwards", "lofy": "lofi", "subtitels": "subtitles",
    "竖平": "竖屏", "横平": "横屏", "静英": "静音", "静因": "静音", "音月": "音乐", "镜投": "镜头", "删处": "删除",
    "删出": "删除", "撤消": "撤销", "彻销": "撤销", "标提": "标题", "标体": "标题", "倒房": "倒放", "节怕": "节拍",
    "截拍": "节拍", "卡典": "卡点", "淡如": "淡入", "鹦武": "鹦鹉", "婴武": "鹦鹉", "英武": "鹦鹉", "樱武": "鹦鹉",
    "鹦鹅": "鹦鹉", "充浪": "冲浪", "冲朗": "冲浪", "自行扯": "自行车", "慢动做": "慢动作",
}  # fmt: skip
