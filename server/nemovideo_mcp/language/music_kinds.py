"""Kinds of music that are asked for and not composed: their words, and the mood that comes nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from nemovideo_mcp.edit.wording import Words

__all__ = ["MissingKind", "missing_kind"]


class MissingKind(NamedTuple):
    """A kind of music that is not composed: why not, the nearest mood and its music, the sentence that asks for it."""

    because: Words
    mood: str
    nearest: Words
    say: Words


# English words, Chinese words, the kind's names, the nearest mood and its names in a sentence
_KINDS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("jazz|jazzy|bebop|big band|bossa nova|bossa", "爵士|博萨诺瓦|巴萨诺瓦", "jazz", "爵士乐", "lofi", "lo-fi", "lofi"),
    ("blues|bluesy", "布鲁斯|蓝调", "blues", "蓝调", "rock", "rock", "摇滚"),
    ("reggae|ska|calypso", "雷鬼", "reggae", "雷鬼乐", "happy", "happy", "开心的"),
    ("latin|salsa|samba|cumbia|reggaeton|afrobeats?|merengue", "拉丁|萨尔萨|桑巴", "Latin music", "拉丁音乐", "upbeat",
     "upbeat", "欢快的"),
    ("tango|flamenco|bachata|waltz", "探戈|弗拉门戈|华尔兹|圆舞曲", "dances such as tango", "探戈一类的舞曲",
     "romantic", "romantic", "浪漫的"),
    ("classical|baroque|opera|operatic|choral", "古典|巴洛克|歌剧", "classical music", "古典音乐",
     "cinematic", "cinematic", "电影感的"),
    ("k-?pop|j-?pop|bollywood", "韩流|韩国流行|宝莱坞", "pop of that kind", "这种流行乐", "upbeat", "upbeat", "欢快的"),
    ("r ?(?:&|and|n) ?b|rnb|gospel", "节奏布鲁斯|福音", "R&B or gospel", "R&B 和福音音乐", "funk", "funk", "放克"),
    ("celtic|irish folk|medieval", "凯尔特|中世纪", "Celtic or medieval music", "凯尔特或中世纪音乐",
     "acoustic", "acoustic", "民谣吉他"),
    ("guzheng|erhu|traditional chinese", "古风|中国风|国风|民乐|古筝|二胡", "traditional Chinese music", "国风和民乐",
     "acoustic", "acoustic", "民谣吉他"),
    ("chiptune|8-?bit", "芯片音乐|8位机", "chiptune", "8-bit 音乐", "electronic", "electronic", "电子"),
    ("christmas|xmas", "圣诞", "Christmas music", "圣诞音乐", "happy", "happy", "开心的"),
)  # fmt: skip

_NOUN = r"(?:music|songs?|tracks?|tunes?|beats?|bgm|soundtracks?|scores?|pieces?|vibes?|playlist)"
_ASK = r"(?:with|to|add|use|play|compose|want|some|into|like|as|is|be|put|get|give me|need|try)"
_HOW = r"(?:(?:a|an|some|smooth|soft|light|slow|calm|upbeat|cool|nice|chill|modern|old) ){0,3}"
# words behind a kind that is all that is asked for: "with jazz in the background"
_BEHIND = (
    r"(?=$| ?[,;!?]|\.(?![a-z0-9])| (?:in|for|under|on|over|at|as|please|instead|and|then|now|throughout)\b)"
)
_NOUN_ZH = r"(?:风格的?|风味?的?|类的?|的)?(?:乐|音乐|曲|歌|配乐|背景音乐|bgm|风)"
_ASK_ZH = r"(?:配|用|加|换成?|改成?|来|要|做成?|放|弄)(?:上|点|些|段|首|个|一段|一首|一点|一些)?"


def _pattern(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.-])(?:{english})(?:[- ](?:style|type|inspired|like|ish))?(?: background)? {_NOUN}\b"
        rf"|\b{_ASK} {_HOW}(?:{english}){_BEHIND}"
        rf"|(?:{chinese}){_NOUN_ZH}|{_ASK_ZH}(?:{chinese})"
    )


_TABLE = tuple(
    (
        _pattern(english, chinese),
        re.compile(rf"{english}|{chinese}"),
        MissingKind(
            because=Words(
                f"{name} is not among the kinds of music that are composed; {say} is the nearest.",
                f"目前不能创作{name_zh}；最接近的是{say_zh}音乐。",
            ),
            mood=mood,
            nearest=Words(f"{say} music", f"{say_zh}音乐"),
            say=Words(f"Compose {say} music", f"配一段{say_zh}音乐"),
        ),
    )
    for english, chinese, name, name_zh, mood, say, say_zh in _KINDS
)


def missing_kind(plain: str, names: Iterable[str]) -> MissingKind | None:
    """The kind of music that is asked for in `plain` (lower case) and not composed; None where there is none.

    A word that stands in one of `names`, those of files, is no kind of music.
    """
    for asked, word, kind in _TABLE:
        if asked.search(plain) and not any(word.search(name.lower()) for name in names):
            return kind
    return None
