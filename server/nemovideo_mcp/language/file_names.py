"""What people call a file by: its name without counters and marks of cameras and sites, and the words in it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.spelling import is_frequent

__all__ = ["spoken_names", "spoken_parts"]

_BRACKETS = re.compile(r"[(\[【（][^)\]】）]{0,60}[)\]】）]")
_MARKS = re.compile(r"[_.\-\s]+")
_COUNTER = re.compile(r"^\d{1,3}[ .)]+(?=\D)")
_WORD = re.compile(r"[a-z']{3,}|[㐀-鿿]+")
# What cameras, phones and sites write into names, and what versions are called.
_NO_WORDS = words_of(
    """
    img vid dsc dscn dcim mvi mov dji gopr gopro pxl clip clips video videos movie film footage photo photos picture pic
    pics image screen recording screenshot screencast capture whatsapp wechat mmexport snapchat tiktok douyin instagram
    reel untitled new copy final edit edited version export exported render output draft raw take part scene shot shots
    official audio lyric lyrics lyrical remaster remastered remix extended feat ft prod music song track mix live hd uhd
    the and for with from that this test
    微信 微信图片 微信视频 视频 图片 照片 录屏 屏幕录制 剪辑 片段 素材 成片 副本 最终版
    """
)
_NOUNS = ("clip", "shot", "video", "one", "footage", "scene", "part", "photo", "picture")
_MOST_PARTS = 12
_MOST_KNOWN = 4096
_TAIL = re.compile(
    r"(?: (?:final|copy|edit(?:ed)?|export(?:ed)?|official|video|audio|lyrics?|hd|4k|\d{3,4}p"
    r"|\d{2,3} ?kbps|v\d{1,2})){1,12}$"
)


@lru_cache(maxsize=_MOST_KNOWN)
def spoken_names(name: str) -> tuple[str, ...]:
    """The whole of a file's name as it is said, in lower case: without its ending, marks, counters and additions.

    Args:
        name: as the file is called ("01 The Weeknd - Blinding Lights (Official Video).mp3").

    Returns:
        The forms in which it may be said ("the weeknd blinding lights"), and each side of " - " ("blinding lights").
    """
    stem = PurePath(name).stem.lower()
    bare = _COUNTER.sub("", _BRACKETS.sub(" ", stem)).strip()
    sides = [side for side in re.split(r"(?<!\s)\s++[-–—]\s+", bare) if side]
    forms = [stem, *(_plain(form) for form in (stem, bare, *(sides if len(sides) > 1 else ())))]
    forms += [_TAIL.sub("", form) for form in forms]
    forms += [_other_number(form) for form in forms]
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=_MOST_KNOWN)
def spoken_parts(name: str) -> tuple[str, ...]:
    """Words of a file's name that may stand for it where no other file has them.

    Args:
        name: as the file is called ("lisbon_tram_ride.mp4").

    Returns:
        Rare words by themselves ("tram"), frequent ones with a noun behind them ("ride clip"), and the ends of longer
        Chinese names (“蛋糕” of “生日蛋糕”).
    """
    parts: list[str] = []
    for word in _WORD.findall(PurePath(name).stem.lower())[:_MOST_PARTS]:
        if word in _NO_WORDS:
            continue
        if not word.isascii():
            parts += [end for n in (2, 3) if len(word) >= n + 2 for end in (word[:n], word[-n:])]
        elif is_frequent(word):
            parts += [f"{word} {noun}" for noun in _NOUNS]
        else:
            parts += [word, _other_number(word)]
    return tuple(dict.fromkeys(part for part in parts if part and part not in _NO_WORDS))


def _plain(form: str) -> str:
    return _MARKS.sub(" ", form).strip()


def _other_number(form: str) -> str:
    """A name of one English word in the plural, or the singular."""
    if not (form.isascii() and form.isalpha() and len(form) > 2):
        return ""
    return form[:-1] if form.endswith("s") else form + "s"
