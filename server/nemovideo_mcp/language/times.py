"""When something of a film is: its start, end and length, as the words around the numbers tell them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.edit.values import BarRef, BarsLength, BeatsLength, CutRef, SectionRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["Times", "take_times"]

_FROM = frozenset(
    ("from", "at", "@", "starting", "start", "starts", "beginning", "after", "since", "从", "在", "自")
)
_UNTIL = frozenset(
    ("to", "until", "till", "til", "through", "-", "~", "by", "到", "至", "直到", "end", "ends")
)
_AMONG = frozenset(("between", "介于"))
_FOR = frozenset(("for", "lasting", "last", "lasts", "持续", "显示", "停", "停留"))
_SKIPPED = frozenset(
    (
        "the",
        "about",
        "around",
        "second",
        "seconds",
        "sec",
        "only",
        "just",
        "for",
        "of",
        "exactly",
        "就",
        "只",
        "再",
        "才",
        "个",
        "the very",
        "大概",
    )
)
_LOOK_BACK = 4


@dataclass(frozen=True, kw_only=True)
class Times:
    """Times as operations take them; None where nothing was said."""

    start: Any = None
    end: Any = None
    length: Any = None

    @property
    def said(self) -> bool:
        return bool(self.fields)

    @property
    def fields(self) -> dict[str, Any]:
        """What was said, by the names that operations have for it."""
        values = {"start": self.start, "end": self.end, "length": self.length}
        return {name: value for name, value in values.items() if value is not None}


def _seconds(milliseconds: float) -> float:
    return round(milliseconds / 1000, 3)


def _before(clause: Clause, n: int) -> tuple[int, Token] | None:
    """The telling word before token `n`."""
    for at in range(n - 1, max(-1, n - 1 - _LOOK_BACK), -1):
        token = clause.tokens[at]
        if token.text not in _SKIPPED or token.kind == "ordinal":
            return at, token
    return None


def take_times(clause: Clause, *, clips: bool = True, ends: bool = True) -> Times:
    """Takes all words of time that say when something is.

    Args:
        clause: the words.
        clips: whether a clip that is named stands for the time when it begins ("on clip 2", "when the surf starts").
        ends: whether the bare words "start" and "end" are times.
    """
    start: Any = None
    end: Any = None
    length: Any = None
    between = False
    _take_denied(clause)
    for n, token in enumerate(clause.tokens):
        if n in clause.used:
            continue
        match token.kind:
            case "range":
                start, end = _seconds(token.value[0]), _seconds(token.value[1])
            case "cut":
                start = CutRef(cut=token.value)
            case "beats" | "bars":
                length = (
                    BeatsLength(beats=token.value) if token.kind == "beats" else BarsLength(bars=token.value)
                )
            case "at" if not isinstance(token.value, int | float):
                bar: Any = token.value
                start = BarRef(bar=int(bar[0]), beat=int(bar[1]))
            case "duration" | "clock" | "at" | "number":
                said = _before(clause, n)
                word = said[1].text if said else ""
                value = _seconds(token.value if token.kind != "number" else token.value * 1000)
                if token.kind != "number" and _moved_to(clause, word, start is not None):
                    start = value
                elif start is None and (word in _AMONG or _leads_on(clause, n)):
                    start, between = value, word in _AMONG
                elif (
                    (start is not None and end is None and (word in _UNTIL or between))
                    or word in ("until", "till", "til", "直到", "停到", "留到", "持续到", "显示到")
                    or (word in ("到", "至") and token.kind != "number")
                ):
                    end = value
                elif (until_end := _from_end(clause, n)) is not None:
                    start = f"end-{value:g}"
                    clause.used.update(until_end)
                elif start is not None and end is length is None and _beside(clause, n):
                    raise Unresolved(_ONE_PLACE)
                elif said and _is_first(said[1]):
                    start, end = 0.0, value
                    clause.used.add(said[0])
                elif said and _is_last(said[1]) and not _is_verb(clause, said[0]):
                    start, end = f"end-{value:g}", "end"
                    clause.used.add(said[0])
                elif token.kind == "duration" and word not in _FOR and _is_into(clause, n):
                    clause.used.add(n + 1)
                    start = value
                elif token.kind == "duration" and (mark := _moment_mark(clause, n)):
                    # "6秒的地方", "10秒出现", "14秒消失"
                    clause.used.add(n + 1)
                    start, end = (start, value) if mark == "end" else (value, end)
                elif token.kind in ("at", "clock") or word in _FROM or _leads_verb(clause, n):
                    if start is not None and end is None and clause.has("text_gone"):
                        # "Appear at 1 and disappear at 4"
                        end = value
                    else:
                        start = value
                    if n + 1 < len(clause.tokens) and clause.tokens[n + 1].text in _AFTER:
                        clause.used.add(n + 1)
                elif token.kind == "duration" or word in _FOR:
                    length = value
                else:
                    continue
                if said and word in (_FROM | _UNTIL | _AMONG | _FOR):
                    clause.used.add(said[0])
            case _:
                continue
        clause.used.add(n)
    if start is not None and end is None and length is None and (until := _to_end(clause)):
        clause.used.update(until)
        end = "end"
    if start is None and end is None and clause.take("whole_film"):
        start, end = "start", "end"
    dropped = next((n for n, t in enumerate(clause.tokens) if t.has("drop") and n not in clause.used), None)
    if (
        start is None
        and end is None
        and dropped
        and clause.tokens[dropped - 1].text in ("at", "on", "when", "the", "with")
    ):
        clause.used.add(dropped)
        start = "drop"
    if start is None and end is None and (section := clause.detail("section")):
        start = SectionRef(section=section)
    if clips and start is None and end is None and clause.names_clips:
        ids = clause.clips() or ()
        if found := [c for c in clause.scene.clips if c.clip_id in ids]:
            start, end = _while_shown(clause, found)
    if ends and start is None and clause.take("start"):
        start = "start"
    return Times(start=start, end=end, length=length)


_MOVED_TO = frozenset(("放到", "挪到", "移到", "放在", "挪去", "移至", "挪至"))
_CHANGED_TO = _MOVED_TO | frozenset(("改到", "换到", "调到", "改成", "改为", "调成"))


def _moved_to(clause: Clause, word: str, started: bool) -> bool:
    """Whether a text is moved to a time: "标题放到8秒", "从12秒改到11秒"."""
    nouns = ("text_noun", "text_title", "text_word")
    text = clause.names_texts or clause.has(*nouns) or any(t.kind == "quote" for t in clause.tokens)
    return text and word in (_CHANGED_TO if started else _MOVED_TO)


_ONE_PLACE = Words(
    "a text stands at one place; say one wish for each of them.", "一条文字只能放在一处，请为每一处分别说明。"
)
_WHOLE = frozenset(("整段", "全程", "一直", "自始至终", "从头到尾", "始终", "整个"))
_BEHIND = frozenset(("后面", "之后", "后", "结束后", "以后", "后边"))


def _while_shown(clause: Clause, clips: Sequence[VideoClip]) -> tuple[float, Any]:
    """When a text is there that is put on `clips`: from the start of one on, and as long as several of them are shown.

    Raises `Unresolved` where others are shown in between.
    """
    first, last = clips[0], clips[-1]
    until = _to_end(clause)
    at = next(n for n, t in enumerate(clause.tokens) if t.kind == "clips" and not t.value.pronoun)
    behind = clause.tokens[at + 1 : at + 3]
    if len(clips) > 1 and any(a.end_ms != b.start_ms for a, b in itertools.pairwise(clips)):
        raise Unresolved(_ONE_PLACE)
    if until and until[0] == at + 1 and any(t.text == "从" for t in clause.tokens[:at]):
        clause.used.update(until)
        return _seconds(first.start_ms), "end"
    if behind and behind[0].text in _BEHIND:
        clause.used.add(at + 1)
        return _seconds(last.end_ms), None
    if (
        behind
        and behind[-1].has("end")
        and (len(behind) == 1 or behind[0].text == "的" or behind[0].has("end"))
    ):
        clause.take("end", "part_of")
        return max(_seconds(first.start_ms), _seconds(last.end_ms) - _AT_END_S), _seconds(last.end_ms)
    whole = [n for n, t in enumerate(clause.tokens) if t.text in _WHOLE]
    clause.used.update(whole)
    clause.take("start")
    return _seconds(first.start_ms), _seconds(last.end_ms) if whole or len(clips) > 1 else None


_AT_END_S = 2.0
"""How long a text is there that is put at the end of a clip."""


def _to_end(clause: Clause) -> tuple[int, ...]:
    """The words of "到结尾", "到最后"."""
    for n, token in enumerate(clause.tokens[:-1]):
        following = clause.tokens[n + 1]
        if token.text in ("到", "至", "直到", "一直到") and (
            following.has("end", "last") or following.text == "结束"
        ):
            return n, n + 1
    return ()


def _from_end(clause: Clause, n: int) -> tuple[int, ...] | None:
    """The words of "结尾前" before so many seconds."""
    before = clause.tokens[max(0, n - 2) : n]
    told = len(before) == 2 and before[1].text in ("前", "之前", "前面") and before[0].has("end")
    return (n - 2, n - 1) if told else None


def _beside(clause: Clause, n: int) -> bool:
    """Whether a time is the second of two: "在2秒和8秒"."""
    return n > 0 and clause.message[clause.tokens[n - 1].end : clause.tokens[n].start].strip() in (
        "和",
        "、",
        "跟",
        "与",
    )


def _leads_verb(clause: Clause, n: int) -> bool:
    """Whether a Chinese length stands right before what is done then: "2秒写“看”", "8s加个“哇”"."""
    if clause.tokens[n].kind != "duration" or n + 1 >= len(clause.tokens):
        return False
    parted = n == 0 or bool(clause.message[clause.tokens[n - 1].end : clause.tokens[n].start].strip())
    verb = clause.tokens[n + 1]
    return (
        parted
        and verb.has("text_add")
        and not verb.text.isascii()
        and verb.text not in ("标题", "字幕", "字")
    )


_APPEARS = frozenset(("出现", "开始", "出来", "开始显示", "冒出来", "弹出", "跳出来"))
_AFTER = frozenset(("之后", "以后", "后", "往后", "后面", "起"))
_VANISHES = frozenset(("消失", "结束", "收", "没了", "撤掉", "隐去"))


def _is_into(clause: Clause, n: int) -> bool:
    """ "2 seconds in", with nothing behind it that the "in" could lead."""
    after, behind = ((*clause.tokens[n + 1 : n + 3], None, None))[:2]
    if after is None or not after.text.isascii() or not after.has("at_post"):
        return False
    return after.text not in ("in", "into") or behind is None or behind.has("sep")


def _moment_mark(clause: Clause, n: int) -> str:
    """`start` or `end` where the word behind a Chinese length makes a moment of it, else ""."""
    after = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
    if after is None or after.kind != "word" or after.text.isascii():
        return ""
    if after.text in _AFTER:
        behind = clause.tokens[n + 2] if n + 2 < len(clause.tokens) else None
        return "end" if behind is not None and behind.text in _VANISHES else "start"
    if after.text in _VANISHES:
        return "end"
    return "start" if after.has("at_post") or after.text in _APPEARS else ""


def _take_denied(clause: Clause) -> None:
    """ "At 1 s, not at 0": the time that is denied."""
    for n, token in enumerate(clause.tokens):
        if token.text != "not":
            continue
        at = n + 1
        while at < len(clause.tokens) and clause.tokens[at].text in _FROM | _SKIPPED:
            at += 1
        if at < len(clause.tokens) and clause.tokens[at].kind in ("number", "duration", "clock", "at"):
            clause.used.update(range(n, at + 1))


def _leads_on(clause: Clause, n: int) -> bool:
    """Whether an end follows: "4 to 7 s", "0到2秒"."""
    sign, end = ((*clause.tokens[n + 1 : n + 3], None, None))[:2]
    return (
        sign is not None
        and sign.text in _UNTIL
        and end is not None
        and (
            end.kind in ("number", "duration", "clock", "at")
            or (sign.text in ("到", "至") and end.has("end"))
        )
    )


def _is_first(token: Token) -> bool:
    return (token.kind == "ordinal" and token.value == 1) or token.text in (
        "前",
        "开头",
        "最前",
        "头",
        "前面",
        "开始",
        "开头的",
        "最开始",
        "first",
    )


def _is_verb(clause: Clause, n: int) -> bool:
    """Whether "last" is what the text does: "make the title last 2 seconds"."""
    if clause.tokens[n].text != "last":
        return False
    return (
        n > 0
        and not clause.tokens[n - 1].has("det")
        and clause.tokens[n - 1].text not in ("for", "in", "during", "over")
    )


def _is_last(token: Token) -> bool:
    return (
        (token.kind == "ordinal" and token.value == -1)
        or (token.kind == "word" and token.has("last", "end") and token.text not in _UNTIL | _FOR)
        or token.text in ("last", "final")
    )
