"""What a clause says of a text's dress: its font, what stands behind its letters, how it comes in and goes out."""

from __future__ import annotations

import re
from typing import Any

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "TEXT_NOUNS",
    "TITLE_WITH",
    "adds_new_text",
    "dresses",
    "is_dressed",
    "speaks_of_every_text",
    "take_dress",
]

_DRESS = ("font_role", "letter_effect", "text_motion")
"""Families of concepts whose words dress a text."""

TITLE_WITH = "标题用"
"""Names the title, and is one word with the verb behind it."""

TEXT_NOUNS = (
    "text_noun",
    "text_title",
    "text_word",
    "text_kind:title",
    "text_kind:subtitle",
    "text_kind:end_card",
)
"""Concepts of the words for a text."""
_BEFORE_NOUN = frozenset(
    (
        "to",
        "behind",
        "for",
        "under",
        "around",
        "on",
        "of",
        "underneath",
        "beneath",
        "from",
        "in",
        "into",
        "give",
    )
)

_THIS = frozenset(("the", "my", "this", "that", "its", "our", "each", "every", "all"))


def is_dressed(clause: Clause) -> bool:
    """Whether a word of a text's dress is there."""
    return any(dresses(token) for token in clause.tokens)


def dresses(token: Token) -> bool:
    """Whether a word says how a text is set or moves."""
    return token.kind == "word" and any(token.detail(family) for family in _DRESS)


def take_dress(clause: Clause) -> dict[str, Any]:
    """Takes the font's role, the effect and its colour, entrance and exit: fields of `add_text` and `change_text`."""
    found: dict[str, Any] = {}
    effect = next((n for n, t in enumerate(clause.tokens) if t.detail("letter_effect")), None)
    if effect is not None and (at := _effect_color(clause, effect)) is not None:
        token = clause.tokens[at]
        found["effect_color"] = token.value if token.kind == "color" else token.detail("color")
        clause.used.add(at)
    for family, field in (("font_role", "font"), ("letter_effect", "effect")):
        said = {n: value for n, t in enumerate(clause.tokens) if (value := t.detail(family))}
        if len(set(said.values())) == 1:
            found[field] = next(iter(said.values()))
            clause.used.update(said)
    found |= _motions(clause)
    if found:
        clause.take("text_animation", "text_entrance", "text_exit", "dress_do", "dress_place", "text_font")
    if "pop" in (found.get("entrance"), found.get("exit")):
        clause.take("dress_on_beat")
    return found


def adds_new_text(clause: Clause) -> bool:
    """Whether "add a handwritten title" asks for a new one, and not for a dress of the one that is there."""
    if not clause.has("text_add") or clause.has("text_change"):
        return False
    verb = next((n for n, t in enumerate(clause.tokens) if t.kind == "word" and t.has("text_add")), None)
    noun = next((n for n, t in enumerate(clause.tokens) if t.kind == "word" and t.has(*TEXT_NOUNS)), None)
    if verb is None or noun is None or noun < verb:
        return False
    between = clause.tokens[verb + 1 : noun]
    if any(t.text in _THIS for t in between) and clause.tokens[verb].text not in ("add", "insert", "create"):
        # "show the title word by word"
        return False
    if not clause.tokens[verb].text.isascii():
        return not any(t.text in ("给", "为", "在") for t in clause.tokens[:noun])
    return not any(t.text in _BEFORE_NOUN or t.text.split()[-1] in _BEFORE_NOUN for t in between)


def speaks_of_every_text(clause: Clause) -> bool:
    """Whether only the font is spoken of, and no text: "use a serif font" is meant of all that are there."""
    fonts = any(t.detail("font_role") for t in clause.tokens) and bool(_FONT.search(clause.plain))
    if any(t.text == TITLE_WITH for t in clause.tokens):
        return False
    named = [
        t
        for t in clause.tokens
        if t.kind in ("texts", "quote", "clips") or (t.kind == "word" and t.has(*TEXT_NOUNS))
    ]
    return (
        fonts
        and not clause.focus.texts
        and not clause.uncertain
        and all(t.text in _FONT_WORDS for t in named)
    )


_FONT = re.compile(r"\b(?:font|typeface|lettering)\b|字体")
_FONT_WORDS = frozenset(("字体", "字", "font", "fonts", "lettering", "letters"))


def _motions(clause: Clause) -> dict[str, Any]:
    """Entrance and exit. One way alone is that of coming in, unless only going out is spoken of."""
    # "The title pops in at 3 seconds", "3秒弹出": when it appears, and not how
    timed = clause.count("duration", "clock", "at", "range", "number") > 0
    places = [
        n
        for n, t in enumerate(clause.tokens)
        if t.detail("text_motion") and not (timed and t.has("text_appear"))
    ]
    ways = [str(clause.tokens[n].detail("text_motion")) for n in places]
    if not ways:
        return _pops(clause, timed=timed)
    out, both = clause.has("text_exit"), clause.has("text_entrance")
    clause.used.update(places)
    if len(set(ways)) == 1:
        if out and not both:
            return {"exit": ways[0]}
        return {"entrance": ways[0], **({"exit": ways[0]} if out else {})}
    if len(ways) == 2 and out:
        leaving = next(n for n, t in enumerate(clause.tokens) if t.has("text_exit"))
        # "退场用打字机": what follows the word; "rises on the way out": else what is before it
        first_is_exit = leaving < places[0]
        entrance, leaves = reversed(ways) if first_is_exit else ways
        return {"entrance": entrance, "exit": leaves}
    clause.used.difference_update(places)
    return {}


def _pops(clause: Clause, *, timed: bool) -> dict[str, Any]:
    """ "Make the title pop": what a text does, said behind it; before it, that is how it is put on the picture."""
    at = next((n for n, t in enumerate(clause.tokens) if t.has("text_motion_last")), None)
    if at is None or timed or clause.count("quote"):
        return {}
    before = clause.tokens[:at]
    named = any(t.kind == "texts" or (t.kind == "word" and t.has(*TEXT_NOUNS)) for t in before)
    if not named or not any(t.text in _LETS for t in before):
        return {}
    clause.used.add(at)
    return {"entrance": "pop"}


_LETS = frozenset(("make", "makes", "let", "have", "get", "should", "want"))


def _effect_color(clause: Clause, effect: int) -> int | None:
    """The colour that goes with the effect's word and not with the letters: "yellow box", "an outline in black"."""
    colored = [n for n, t in enumerate(clause.tokens) if t.kind == "color" or t.detail("color")]
    for n in (effect - 1, effect - 2):
        if n in colored and (
            n == effect - 1 or clause.tokens[effect - 1].text in ("的", "色", "色的", "text")
        ):
            return n
    behind = clause.tokens[effect + 1 : effect + 3]
    if len(behind) == 2 and behind[0].text in ("in", "用", "改成", "换成", "颜色") and effect + 2 in colored:
        return effect + 2
    return None
