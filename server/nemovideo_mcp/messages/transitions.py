"""What the kinds of transitions are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.messages.catalogue import Words

__all__ = ["KIND_WORDS", "kind_words"]

KIND_WORDS: Mapping[str, Words] = {
    "dissolve": Words("dissolve", "叠化"),
    "dip_to_black": Words("dip to black", "闪黑"),
    "dip_to_white": Words("dip to white", "闪白"),
    "slide": Words("slide", "滑动"),
    "push": Words("push", "推移"),
    "wipe": Words("wipe", "擦除"),
    "zoom": Words("zoom", "缩放"),
    "whip": Words("whip", "甩镜"),
    "blur": Words("blur", "模糊"),
}


def kind_words(kind: str) -> Words:
    """The name of a kind; one that is not known is called as the draft calls it."""
    return KIND_WORDS.get(kind, Words(kind, kind))
