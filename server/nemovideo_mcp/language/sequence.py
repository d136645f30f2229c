"""In which order things are named: as they stand, but for what is said to come first or last ("鹦鹉收尾，冲浪打头")."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.tokens import Token

__all__ = ["FIRST", "LAST", "UNTOLD", "is_parted", "places_told", "stretches"]

FIRST, UNTOLD, LAST = 0, 500, 1000
"""Places of what comes first, of what is named without a place, and of what comes last; ordinals lie between."""

_FIRST = frozenset(("先", "首先", "头一个", "先来", "先放", "先上", "第一个放", "一开始", "一上来"))


def places_told(clause: Clause, tokens: list[int]) -> dict[int, int]:
    """For each index of `tokens` the place that the words beside it tell, within its own stretch of the sentence."""
    places: dict[int, int] = {}
    for stretch in stretches(clause):
        named = [n for n in stretch if n in tokens]
        if len(named) == 1:
            places[named[0]] = _place([clause.tokens[n] for n in stretch if n not in named])
            continue
        # "先冲浪再鹦鹉最后单车": the order of the words tells; the first word of it may say where they begin.
        before = [clause.tokens[n] for n in stretch if named and n < named[0]]
        first = bool(before) and _place(before) == FIRST
        places |= {n: FIRST if first and n == named[0] else UNTOLD for n in named}
        if named and _place(before) == UNTOLD:
            places |= _trailing(clause, stretch, named)
    return places


def _trailing(clause: Clause, stretch: list[int], named: list[int]) -> dict[int, int]:
    """Places that English words right behind a thing tell: "surf first parrot last"."""
    found: dict[int, int] = {}
    for n, until in zip(named, [*named[1:], stretch[-1] + 1], strict=True):
        words = [t for t in clause.tokens[n + 1 : until] if not t.has("filler") or t.has("opens", "closes")]
        if words and all(t.text.isascii() for t in words) and (place := _place(words)) != UNTOLD:
            found[n] = place
    return found


def _place(words: list[Token]) -> int:
    ordinals = [t.value for t in words if t.kind == "ordinal" and isinstance(t.value, int)]
    ordinals += [t.value.numbers[0] for t in words if t.kind == "clips" and len(t.value.numbers) == 1]
    if len(ordinals) == 1:
        return min(ordinals[0], UNTOLD - 1) if ordinals[0] > 0 else LAST + ordinals[0] + 1
    first = any(t.text in _FIRST or (t.kind == "word" and t.has("opens", "start", "first")) for t in words)
    last = any(t.text == "后" or (t.kind == "word" and t.has("closes", "end", "last")) for t in words)
    if first == last:
        return UNTOLD
    return FIRST if first else LAST


def is_parted(clause: Clause, n: int) -> bool:
    """Whether punctuation, a line end or a connective stood before token `n`."""
    between = clause.message[clause.tokens[n - 1].end : clause.tokens[n].start] if n else ""
    return bool(between.strip()) or "\n" in between


def stretches(clause: Clause) -> list[list[int]]:
    """Indices of the tokens, apart where something parts them."""
    found: list[list[int]] = [[]]
    for n in range(len(clause.tokens)):
        if is_parted(clause, n):
            found.append([])
        found[-1].append(n)
    return found
