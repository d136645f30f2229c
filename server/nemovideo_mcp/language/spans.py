"""Stretches of time among the tokens of a message: "from 4 to 7 seconds", "between 9 and 12 s", "0到2秒"."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.language.tokens import Token

__all__ = ["find_spans"]

_TIMES = ("number", "duration", "clock", "at")
_MOMENTS = frozenset(("on", "at", "onto", "to", "with", "hit", "hits", "until", "from"))
_LEADS = frozenset(("from", "between", "从", "seconds", "from second", "secs"))
_TOS = frozenset(("to", "until", "till", "-", "—", "~", "到", "至", "through"))


def find_spans(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with each stretch of time as one token of kind `range` (value: start and end in ms)."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if (cut := _cut(tokens, at)) is not None:
            out += cut
            at += 1 + len(cut)
            continue
        led = tokens[at].kind == "word" and tokens[at].text in _LEADS
        if led and at + 1 < len(tokens) and tokens[at + 1].kind == "range":
            # "between second 3 and 6", read as one quantity
            at += 1
            out.append(tokens[at])
            at += 1
            continue
        found = _span(tokens, at + led, led=led, inner=bool(out) and out[-1].has("clip_noun"))
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
    if (
        first.text == "one"
        and at
        and (tokens[at - 1].kind == "ordinal" or tokens[at - 1].has("det", "last", "first"))
    ):
        # "The second one to 3 seconds"
        return None
    if first.kind not in _TIMES or second.kind not in _TIMES:
        return None
    if middle.text not in _TOS and not (led and middle.text in ("and", "&")):
        return None
    timed = second.kind in ("duration", "clock", "at") or first.kind in ("clock", "at")
    if not timed and not led:
        return None
    start, end = _ms(first), _ms(second)
    return None if start is None or end is None or end <= start else ((start, end), at + 3)


def _ms(token: Token) -> float | None:
    if isinstance(token.value, tuple):
        return None
    return float(token.value) * (1000 if token.kind == "number" else 1)
