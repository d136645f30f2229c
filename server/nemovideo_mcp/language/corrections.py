"""The last wish taken back in words of its own: "不要倒放了", "no zoom after all"."""

from __future__ import annotations

import re

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.focus import clip_ids

__all__ = ["denied", "is_same"]

_DENIED = (
    re.compile(
        r"(?:那|还是|先|算了|要不|那就|就|嗯|好像|我看|我觉得|感觉|[，, ])*"
        r"(?:别再?|不要再?|不用再?|不必再?|不需要|取消掉?|撤销掉?|撤掉|不想要?|先别|先不|不|去掉|关掉|没必要)"
        r"(?P<rest>[^，,。]{1,30}?)(?:效果|处理|操作|设置)?[了吧啦啊呀。！!]*$"
    ),
    re.compile(
        r"(?P<rest>[^，,。]{1,30}?)(?:效果)?(?:还是|就|也)?"
        r"(?:算了|不要了?|取消掉?|免了|撤销掉?|撤掉|撤了|去掉|去了|关掉|不用了|没必要)[吧啦啊呀。！!]*$"
    ),
    re.compile(
        r"(?:(?:oh|well|ok|no|actually|hm+|um+|then)[ ,]+)*(?:no|not?|don't|do not|undo|cancel|stop|without|lose|drop)"
        r" (?:the |that |any )?(?P<rest>[a-z0-9' ]{2,40}?)(?: after all| anymore| any more| then| please)*[.!]*$"
    ),
)


def denied(text: str) -> tuple[str, ...]:
    """What is said not to be, by words that may say nothing else."""
    hits = (pattern.match(text.strip()) for pattern in _DENIED)
    return tuple(
        dict.fromkeys(hit["rest"].strip() for hit in hits if hit is not None and hit["rest"].strip())
    )


def is_same(wish: Operation, last: Operation) -> bool:
    """Whether `wish` does what `last` did: the same fields in the same direction, of the same clips or fewer."""
    if type(wish) is not type(last):
        return False
    clips = set(clip_ids(wish))
    if clips and not clips <= set(clip_ids(last)):
        return False
    named = {"op", "clips", "clip", "texts"}
    one = wish.model_dump(exclude=named, exclude_none=True)
    other = last.model_dump(exclude=named, exclude_none=True)
    return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)


def _alike(one: object, other: object) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if (
        numbers
        and not isinstance(one, bool)
        and isinstance(one, int | float)
        and isinstance(other, int | float)
    ):
        return (one - 1) * (other - 1) > 0 or one == other
    return one == other
