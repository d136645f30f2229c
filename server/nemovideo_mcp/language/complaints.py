"""A complaint before a wish is its reason: "音乐太吵了，换一首" asks for other music, not for softer music."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids

__all__ = ["complains", "is_reason"]

_COMPLAINT = re.compile(
    r"太|有点|有些|嫌|偏[长短大小快慢高低]|过于|好[长短吵响慢快]|不够|听不|死了|得很|吵|拖沓|拖拉"
    r"|\b(?:too|so|a bit|a little|kind of|not \w+ enough|drags?|bores?|(?:can'?t|cannot|hardly|barely) hear)\b"
)
_WISH = re.compile(
    r"(?<!有)一?点儿?(?:吧|啊|呀|哈|嘛)?$|(?<!有)[一]?些(?:吧|啊|呀)?$|[换改调剪砍缩减加变放拉提降压关切删去剔留弄搞](?![得这那])|再|别|不要"
    r"|\b(?:make|turn|cut|keep|set|lower|raise|trim|speed|slow|change|less|more|\w+er)\b"
)
_LENGTH = frozenset(
    ("set_clip_length", "trim_clip", "set_speed", "split_clip", "set_film_length", "auto_edit", "slip_clip")
)
_SOUND = frozenset(("set_clip_sound", "set_music_mix", "set_music"))
_FAMILIES = (
    _LENGTH,
    _SOUND,
    frozenset(("set_framing",)),
    frozenset(("set_look",)),
    frozenset(("change_text",)),
)
_ENDS = frozenset(("remove_clips", "replace_clip", "remove_music", "set_music", "remove_text"))
_EVERY = ("all",)


def complains(clause: Clause) -> bool:
    """Whether a clause only says what is wrong ("第二段太长了"), which by itself is a wish."""
    amounts = ("duration", "percent", "factor", "number", "beats", "bars", "clock", "range", "quote")
    text = clause.plain.strip(" 。，,.!！")
    return not clause.count(*amounts) and bool(_COMPLAINT.search(text)) and not _WISH.search(text)


def is_reason(complaint: Sequence[Operation], wish: Sequence[Operation]) -> bool:
    """Whether what a complaint would do by itself is done by the wish that follows, or undone by it."""
    return all(any(_answers(one, other) for other in wish) for one in complaint)


def _answers(complaint: Operation, wish: Operation) -> bool:
    same = any(complaint.name in family and wish.name in family for family in _FAMILIES)
    if not same and wish.name not in _ENDS:
        return False
    about, meant = _about(complaint), _about(wish)
    if about != meant and frozenset({"music"}) in (about, meant):
        return False
    return about == meant or "all" in (about | meant) or bool(about & meant)


def _about(operation: Operation) -> frozenset[str]:
    """The clips, texts, or whole film or music that an operation is about."""
    if "music" in operation.name:
        return frozenset({"music"})
    named = clip_ids(operation) or operation.model_dump().get("texts") or _EVERY
    return frozenset(str(name) for name in named)
