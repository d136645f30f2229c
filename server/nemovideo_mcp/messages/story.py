"""Why a shot was chosen, in words of both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nemovideo_mcp.messages.catalogue import Words, is_chinese

__all__ = ["REASONS", "reason_words"]

REASONS = {
    "opens": Words("opens the film", "作为开场"),
    "closes": Words("held to the end", "停留到结尾"),
    "drop": Words("lands on the drop", "落在高潮点"),
    "chorus": Words("begins the chorus", "副歌由此开始"),
    "rise": Words("comes in as the music rises", "随音乐增强而出现"),
    "build": Words("quick, on the way to the rise", "增强前的快切"),
    "face": Words("shows a face", "有人物面部"),
    "lively": Words("among the liveliest moments", "最有动感的画面之一"),
    "calm": Words("calm, as the music is", "与音乐一样舒缓"),
    "sharp": Words("among its clip's sharpest", "该素材中最清晰的画面之一"),
    "closer": Words("framed closer than the shot before", "比上一个镜头取景更近"),
    "photo": Words("a photo, seen once", "照片，出现一次"),
    **{
        f"hit_{beat}": Words(f"a sound of its own strikes on beat {beat}", f"自带的声响落在第{beat}拍上")
        for beat in range(1, 13)
    },
    "turn": Words("its turn in the story", "按顺序轮到它"),
}
"""Why a shot is where it is, and why it is this moment of its clip."""


def reason_words(why: Sequence[Any], *, language: str) -> str:
    """One line for the reasons; those that are not known are left out."""
    known = [REASONS[reason].in_language(language) for reason in why if reason in REASONS]
    return ("，" if is_chinese(language) else ", ").join(known)
