"""A length that is told as so much more or less than there is."""

from __future__ import annotations

import re
from itertools import takewhile, zip_longest

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "difference_of",
    "gives_more",
    "is_difference",
    "is_extra",
    "is_more",
    "length_difference",
    "takes",
]


def takes(clause: Clause) -> bool:
    """Whether English words take so much time off: "cut 2 seconds from the parrot"."""
    for n, token in enumerate(clause.tokens):
        if token.kind == "duration" and n and n + 1 < len(clause.tokens):
            verb, link = clause.tokens[n - 1], clause.tokens[n + 1].text
            return verb.text.isascii() and verb.has("trim") and link in ("from", "off", "off of", "out of")
    return False


def is_difference(clause: Clause) -> bool:
    """Whether the length that is told is a difference: "a second longer", "by 2 seconds", "多给1秒"."""
    for n, token in enumerate(clause.tokens):
        if token.kind not in ("duration", "beats", "bars"):
            continue
        before = clause.tokens[n - 1].text if n else ""
        after = clause.tokens[n + 1].text if n + 1 < len(clause.tokens) else ""
        if (
            (_EXTRA & set(token.text.split()))
            or after in ("longer", "shorter", "more", "less")
            or before in _DIFFERENCES
        ):
            return True
    return bool(difference_of(clause))


_MORE_ZH = (
    r"(?:(?:(?:再|又|(?<![最至顶不])多|往[前后]){1,4}(?:给|留|放|来|加|停|待|呆|停留|播|播放|显示|露|长|出|续|要|补|撑|拖)?|(?:时长|长度)多|加|补|增加|添|(?<![持延连])续)[上出个]?"
    r"|延长|拉长|加长|放长|长上)[个了]?$|(?<![太过较很更时全片总延拉加放再])长个?$"
)

_LESS_ZH = (
    r"(?:(?:再|又)?少(?:给|留|放|来|停|播|要|显示)?|再(?:[减剪砍缩裁截压掐去收删切修扣短]|缩短|剪短)[短少去掉]?"
    r"|(?:[减剪砍裁截掐去删切扣缩削修]|cut|trim)[掉去少了]|[减扣砍掐裁缩]|减少|剪少|缩减)[个了]?$"
)

_CHANGED_ZH = r"(?:缩短|剪短|压短|砍短|裁短|剪少|变短|改短|压缩|精简|(?<![太过较很更])短)(?:个|掉|了)?$"

_DIFFERENCE_ZH = re.compile(f"(?P<more>{_MORE_ZH})|(?P<less>{_LESS_ZH})|(?P<changed>{_CHANGED_ZH})")


def _is_word(token: Token) -> bool:
    return token.kind == "word"


def difference_of(clause: Clause) -> str:
    """`more`, `less` or `changed` where Chinese words right before a length say that it is a difference, or else ""."""
    for n, token in enumerate(clause.tokens):
        if token.kind in ("duration", "beats", "bars"):
            words = [t.text for t in takewhile(_is_word, clause.tokens[max(n - 3, 0) : n][::-1])]
            found = _DIFFERENCE_ZH.search("".join(words[::-1]))
            return (found.lastgroup or "") if found else ""
    return ""


def is_more(clause: Clause) -> bool:
    """Whether Chinese words right before a length tell that it is added: "开头多留一秒", "结尾再补半秒"."""
    return difference_of(clause) == "more"


_DIFFERENCES = frozenset(
    (
        "by",
        "再剪",
        "再减",
        "再砍",
        "再缩",
        "再裁",
        "多给",
        "多留",
        "多放",
        "延长",
        "缩短",
        "加长",
        "再长",
        "再短",
        "剪短",
        "多",
        "再多",
        "再加",
    )
)

_EXTRA = frozenset(("more", "extra", "another", "additional", "further"))


def gives_more(clause: Clause) -> bool:
    """Whether English words give time: "give the parrot another second"."""
    return any(t.text in ("give", "add", "adding", "give it", "more time") for t in clause.tokens)


def is_extra(clause: Clause) -> bool:
    """Whether English words give so much more: "another second", "2 extra seconds", "a second more"."""
    return any(
        one.kind == "duration"
        and (_EXTRA & set(one.text.split()) or (other is not None and other.text in _EXTRA))
        for one, other in zip_longest(clause.tokens, clause.tokens[1:])
        if one is not None
    )


def length_difference(clause: Clause) -> float:
    """Seconds that are told as a difference ("多一秒", "少半秒"), below zero where it is less; 0 where it is none."""
    which = difference_of(clause)
    at = next((n for n, t in enumerate(clause.tokens) if t.kind == "duration"), None)
    if at is None:
        return 0.0
    before = "".join(t.text for t in clause.tokens[max(at - 2, 0) : at])
    less = which == "less" or bool(_LESS_ALONE.search(before))
    more = which == "more" or bool(_MORE_ALONE.search(before))
    seconds = clause.tokens[at].value / 1000
    return 0.0 if less == more else (-seconds if less else seconds)


_MORE_ALONE = re.compile(r"(?:多|再来|再加|再长|再补|(?<!从)再)$")

_LESS_ALONE = re.compile(r"(?:少|减|再减|减去|再短|扣|砍)$")
