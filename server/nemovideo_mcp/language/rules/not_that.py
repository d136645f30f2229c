"""What is denied before what is meant in its place: "not the first clip, the second one"."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.scene import Focus

__all__ = ["RULES"]


def _denied_object(clause: Clause) -> Reading | None:
    """ "Not the first clip" before what is meant in its place."""
    if (
        clause.segments > 1
        or not clause.tokens
        or not clause.tokens[0].has("not")
        or clause.tokens[0].text == "stop"
    ):
        return None
    if clause.tokens[0].has("unwanted", "remove"):
        # "不要第二段": the clip is to go.
        return None
    amounts = ("duration", "number", "percent")
    rest = [
        t
        for t in clause.tokens[1:]
        if t.kind not in amounts and not (t.kind == "word" and t.has("filler", "det"))
    ]
    if len(rest) != 1 or any(
        t.kind not in ("clips", "texts") and not t.has("music_noun", "film_noun", "text_noun") for t in rest
    ):
        return None
    if any(t.kind == "clips" and t.value.pronoun for t in rest):
        return None
    clause.used.update(range(len(clause.tokens)))
    return Reading(talk=True, focus=clause.focus)


_DEGREES = ("longer", "shorter", "sound_up", "sound_down", "faster", "slower")


def _denied_amount(clause: Clause) -> Reading | None:
    """ "第二段不需要5秒" before the length that is wished."""
    amounts = ("duration", "percent", "factor")
    kinds = [t.kind for t in clause.tokens if not (t.kind == "word" and t.has("filler", "det", "sep"))]
    # "第二段5秒太长"
    disliked = any(t.has(*_DEGREES) and t.text.startswith(("太", "有点", "过于")) for t in clause.tokens)
    if clause.segments > 1 or not (disliked or clause.has("not")):
        return None
    if sorted(kinds) not in (["clips", a, "word"] for a in amounts):
        return None
    clips = clause.clips()
    clause.take("not", "too", *_DEGREES)
    clause.one(*amounts)
    return Reading(remark=True, focus=Focus(clips=clips or (), operation=clause.focus.operation))


RULES = (
    Rule(name="denied_amount", read=_denied_amount, rank=6),
    Rule(name="not_that", read=_denied_object, rank=30),
)
