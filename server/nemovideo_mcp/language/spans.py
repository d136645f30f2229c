"""Stretches of time among the tokens of a message: "from 4 to 7 seconds", "between 9 and 12 s", "0到2秒"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.language.tokens import Token

__all__ = ["find_spans"]

_TIMES = ("number", "duration", "clock", "at")
_MOMENTS = frozenset(("on", "at", "onto", "to", "with", "hit", "hits", "until", "from"))
_CUT_BETWEEN = "cut between"
_LEADS = frozenset(("from", "between", "从", "自", "seconds", "from second", "secs"))
_TOS = frozenset(("to", "until", "till", "-", "—", "~", "到", "至", "through", "直到", "一直到"))
_SOURCES = re.compile(r"(?:[原源](?:视频|片子?|文件)|[原源]?素材(?:里面?)?|它|原来)?的?")
"""What a time is counted in, where it is not the film: "视频" and "片子" alone are the film."""
_RUNS = re.compile(
    r"(?:一直)?(?:播放?|放|用|截?取|截|剪|切|留|保留|显示|停留?|持续|演|走|待|出现|开始|挂)?(?:着|个)?(?:到|至)?"
)
"""What runs on from one time to the other: "从第2秒用到第5秒"."""


def find_spans(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with each stretch of time as one token of kind `range` (value: start and end in ms)."""
    out: list[Token] = []
    tokens = _parted(tokens)
    at = 0
    while at < len(tokens):
        if (cut := _cut(tokens, at)) is not None:
            out += cut
            at += 1 + len(cut)
            continue
        led = int(tokens[at].kind == "word" and tokens[at].text in _LEADS)
        if led:
            # "从原片的第2秒到第5秒"
            words = ["".join(t.text for t in tokens[at + 1 : at + 1 + k]) for k in range(1, 5)]
            led += max((k for k, said in enumerate(words, 1) if _SOURCES.fullmatch(said)), default=0)
        if led and at + led < len(tokens) and (span := tokens[at + led]).kind == "range":
            # "between second 3 and 6", read as one quantity
            out.append(replace(span, text=f"{tokens[at].text} {span.text}", start=tokens[at].start))
            at += led + 1
            continue
        found = _span(tokens, at + led, led=led > 0, inner=bool(out) and out[-1].has("clip_noun"))
        if (
            found is None
            and led > 1
            and tokens[at + led : at + led + 1]
            and tokens[at + led].kind in ("at", "duration")
        ):
            # "从原片第2秒开始"
            first, time = tokens[at], tokens[at + led]
            said = " ".join(t.text for t in tokens[at : at + led + 1])
            out.append(replace(time, kind="at", text=said, start=first.start))
            at += led + 1
            continue
        if found is None:
            out.append(tokens[at])
            at += 1
            continue
        value, end = found
        covered = tokens[at:end]
        text = " ".join(token.text for token in covered)
        out.append(Token(text=text, start=covered[0].start, end=covered[-1].end, kind="range", value=value))
        at = end
    return tuple(out)


def _parted(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with the noun of "the cut between 3 and 4" apart; "cut between" alone is a verb."""
    out: list[Token] = []
    for token in tokens:
        if token.text == _CUT_BETWEEN and out and out[-1].has("det"):
            middle = token.start + len("cut")
            out.append(replace(token, text="cut", end=middle, concepts=frozenset(("cut_word",))))
            token = replace(token, text="between", start=middle + 1, concepts=frozenset(("between",)))
        out.append(token)
    return out


def _cut(tokens: Sequence[Token], at: int) -> list[Token] | None:
    """ "On the second cut", "at cut 3": when one shot gives way to the next (kind `cut`, value: its number)."""
    det = at + 1 < len(tokens) and tokens[at].has("det")
    before = tokens[at - 1].text if at else ""
    first, second = ((*tokens[at + det : at + det + 2], None, None))[:2]
    if before not in _MOMENTS or first is None or second is None:
        return None
    ordinal, word = (first, second) if first.kind == "ordinal" else (second, first)
    if word.text != "cut" or ordinal.kind != ("ordinal" if ordinal is first else "number"):
        return None
    text = f"{first.text} {second.text}"
    cut = Token(text=text, start=first.start, end=second.end, kind="cut", value=int(ordinal.value))
    return [*tokens[at : at + det], cut]


def _span(
    tokens: Sequence[Token], at: int, *, led: bool, inner: bool
) -> tuple[tuple[float, float], int] | None:
    if at + 2 >= len(tokens) or (inner and not led):
        return None
    first, middle, second = tokens[at : at + 3]
    end = at + 3
    if (led or first.kind == "at") and not middle.text.isascii():
        while _RUNS.fullmatch(second.text) and not middle.text.endswith(("到", "至")) and end < len(tokens):
            middle, second, end = second, tokens[end], end + 1
    if (
        first.text == "one"
        and at
        and (tokens[at - 1].kind == "ordinal" or tokens[at - 1].has("det", "last", "first"))
    ):
        # "The second one to 3 seconds"
        return None
    if first.kind not in _TIMES or second.kind not in _TIMES:
        return None
    runs = middle.text.endswith(("到", "至")) and _RUNS.fullmatch(middle.text)
    if not (runs or middle.text in _TOS) and not (led and middle.text in ("and", "&")):
        return None
    timed = second.kind in ("duration", "clock", "at") or first.kind in ("clock", "at")
    if not timed and not led:
        return None
    start, until = _ms(first), _ms(second)
    return None if start is None or until is None or until <= start else ((start, until), end)


def _ms(token: Token) -> float | None:
    if isinstance(token.value, tuple):
        return None
    return float(token.value) * (1000 if token.kind == "number" else 1)
