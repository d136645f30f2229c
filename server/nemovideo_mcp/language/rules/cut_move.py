"""A cut is moved by itself: "move cut 2 to 6 seconds", "第二个切点往后移半秒"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.operations.cut_move import MoveCut
from nemovideo_mcp.edit.values import BarRef
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.tokens import Token

__all__ = ["RULES"]

# A clause as its words, with what was measured or counted in it as marks.
_MARKS = {
    "clips": "<c>",
    "ordinal": "<n>",
    "number": "<n>",
    "duration": "<t>",
    "clock": "<t>",
    "beats": "<l>",
    "bars": "<l>",
    "at": "<p>",
}
_CUT_EN = (
    r"(?:the )?(?:cut (?:number )?<n>|<n> cut|(?P<last>last|final) cut|(?P<first>first) cut"
    r"|(?:cut )?(?:between|from) <c>(?: (?:and|to) <c>)?)"
)
_ENGLISH = re.compile(
    r"(?:please )?(?:move|shift|roll|drag|push|pull|nudge|bring|put|slide) " + _CUT_EN + r" (?:"
    r"(?:to|at|on|onto) (?:the )?(?P<place><t>|<p>)(?: mark)?"
    r"|(?:by )?(?P<by><t>|<l>) (?:to the )?(?P<way>later|right|forward|forwards|earlier|left|back|backward|sooner)"
    r"|(?P<way2>later|forward|earlier|back) by (?P<by2><t>|<l>)"
    r")(?: please)?"
)
_POINT_ZH = r"(?:切点|剪辑点|剪切点|切口|切换点)"
_CHINESE = re.compile(
    r"(?:请|麻烦)?(?:把|将)?(?:<n>(?:个|处)?"
    + _POINT_ZH
    + r"|(?P<last>最后)(?:一|<n>)?(?:个|处)?"
    + _POINT_ZH
    + r""
    r"|<c>(?:和|与|跟|到)?(?:<c>)?之?间的" + _POINT_ZH + r")(?:"
    r"(?:移|移动|挪|挪动|拖|拖动|放|改|调|调整|推)(?:到|至|在)(?P<place><t>|<p>)(?:处|的位置|那里|的地方|上)?"
    r"|(?P<way>往后|向后|后|往前|向前|前)(?:移|移动|挪|推|调|拖)(?:动)?(?P<by><t>|<l>)"
    r"|(?P<way2>推迟|延后|延迟|提前|提早)(?P<by2><t>|<l>)"
    r")(?:吧|一下)?"
)
_EARLIER = frozenset(("earlier", "left", "back", "backward", "sooner", "往前", "向前", "前", "提前", "提早"))


def _read(clause: Clause) -> Reading | None:
    tokens = [part for n in range(len(clause.tokens)) for part in _parts(clause.tokens, n)]
    marks = [_MARKS.get(token.kind, token.text) for token in tokens]
    found = _ENGLISH.fullmatch(" ".join(marks)) or _CHINESE.fullmatch("".join(marks).replace(" ", ""))
    if found is None:
        return None
    number = _number(clause, tokens, found.groupdict())
    at = _place(clause, tokens, number, found.groupdict()) if number is not None else None
    if number is None or at is None:
        return None
    clause.take_everything()
    return Reading(operations=(MoveCut(cut=number, at=at),))


def _parts(tokens: Sequence[Token], n: int) -> tuple[Token, ...]:
    """The token; "2 to 6 seconds" behind "cut" is a number and a time, "第二个" of "第二个切点" is no clip."""
    token = tokens[n]
    if token.kind == "mark":
        return ()
    if token.kind == "range" and n and tokens[n - 1].text == "cut":
        first, _, rest = token.text.partition(" to ")
        if rest and first.isdecimal() and len(first) < 5:
            to = replace(token, text="to", kind="word")
            return (
                replace(token, text=first, kind="number", value=int(first)),
                to,
                replace(token, text=rest, kind="duration", value=token.value[1]),
            )
    counts_cuts = token.kind == "clips" and len(token.value.numbers) == 1 and not token.text.isascii()
    if counts_cuts and n + 1 < len(tokens) and re.match(_POINT_ZH, tokens[n + 1].text):
        return (replace(token, kind="number", value=token.value.numbers[0]),)
    return (token,)


def _number(clause: Clause, tokens: Sequence[Token], said: dict[str, str | None]) -> int | None:
    """Which cut is meant, from 1."""
    cuts = clause.scene.timeline.cuts_ms
    if said.get("last"):
        return len(cuts) or None
    if said.get("first"):
        return 1
    ids = [i for token in tokens if token.kind == "clips" for i in clause.resolved(token.value)]
    if ids:
        for before, after in pairwise(clause.scene.clips):
            if ids == [before.clip_id, after.clip_id] and after.start_ms in cuts:
                return cuts.index(after.start_ms) + 1
        return None
    value = next((token.value for token in tokens if token.kind in ("ordinal", "number")), 0)
    return int(value) if float(value).is_integer() and value >= 1 else None


def _place(
    clause: Clause, tokens: Sequence[Token], number: int, said: dict[str, str | None]
) -> float | BarRef | None:
    """Where the cut is to be."""
    token = next(t for t in tokens if _MARKS.get(t.kind) in ("<t>", "<p>", "<l>"))
    if said.get("place"):
        return _moment(token)
    cuts, beats = clause.scene.timeline.cuts_ms, beats_of(clause.scene.timeline)
    if number > len(cuts) or (token.kind in ("beats", "bars") and not beats.known):
        return None
    unit = {"beats": beats.period_ms, "bars": beats.period_ms * beats.per_bar}.get(token.kind, Fraction(1))
    by_ms = Fraction(str(token.value)) * unit
    earlier = (said.get("way") or said.get("way2")) in _EARLIER
    at_ms = cuts[number - 1] + (-by_ms if earlier else by_ms)
    return round(float(at_ms) / 1000, 3) if at_ms >= 0 else None


def _moment(token: Token) -> float | BarRef:
    value = cast("float | tuple[int, int]", token.value)
    if isinstance(value, tuple):
        bar, beat = value
        return BarRef(bar=bar, beat=beat)
    return round(value / 1000, 3)


RULES = (Rule(name="move_cut", read=_read, rank=4),)
