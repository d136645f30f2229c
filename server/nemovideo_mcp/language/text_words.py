"""What a clause says of a text: its words, place, colour, size and how long it is shown."""

from __future__ import annotations

import re
from typing import Any

from nemovideo_mcp.language.clauses import Clause

__all__ = [
    "AWAY",
    "each_its_own",
    "is_on_clip",
    "speaks_of_captions",
    "take_look",
    "take_quotes",
    "take_shown",
    "take_size",
]


_SIZES = {"text_bigger": 1.5, "text_smaller": 0.7}


AWAY = frozenset(("from", "out of", "off of", "away from", "off", "not", "instead of", "rather than"))


def take_look(clause: Clause) -> dict[str, Any]:
    """Takes place, colour and size."""
    found: dict[str, Any] = {}
    for n in range(1, len(clause.tokens)):
        # "from the top to the bottom", "out of the centre": where it is not to be
        before = clause.tokens[n - 1 - (clause.tokens[n - 1].has("det") and n > 1)]
        if clause.tokens[n].detail("place") and before.text in AWAY:
            clause.used.add(n)
            clause.used.update(k for k, t in enumerate(clause.tokens) if t is before)
    if (place := clause.detail("place")) is not None:
        found["place"] = place
        clause.take("text_move")
    color = clause.one("color") or clause.detail("color")
    if color is not None and clause.has("text_change", "music_change"):
        # "白色换黄色"
        color = clause.detail("color") or color
    if color is not None:
        # a hex value beside a name says the same more exactly
        clause.detail("color")
        found["color"] = color
        clause.take("text_in_color")
    return found


def take_size(clause: Clause) -> float | None:
    percent, factor = None, None
    bigger, smaller = clause.has("text_bigger"), clause.has("text_smaller")
    if (bigger or smaller or clause.has("text_font")) and (
        percent := clause.one("percent", "factor")
    ) is not None:
        less = smaller and not bigger and percent < 1 and _by(clause)
        clause.take("text_bigger", "text_smaller", "text_font", "more", "less", "too")
        if less:
            return round(1 - percent, 3)
        doubled = percent == 1 and bigger and any(t.text == "一倍" for t in clause.tokens)
        return 2.0 if doubled else 1 + percent if bigger and percent < 1 else percent
    if clause.has("double", "half") and (bigger or smaller or clause.has("text_font")):
        factor = 2.0 if clause.has("double") else 0.5
        clause.take("double", "half", "text_bigger", "text_smaller", "text_font")
        return factor
    if (
        clause.has("text_font")
        and (size := next((t for t in clause.tokens if t.kind == "number"), None)) is not None
    ):
        # "size 2": an amount of the usual size
        if not 0.25 <= size.value <= 4:
            return None
        clause.one("number")
        clause.take("text_font")
        return float(size.value)
    if bigger == smaller:
        return None
    sized = next(n for n, t in enumerate(clause.tokens) if t.has("text_bigger", "text_smaller"))
    # "too big", and not "bigger too"
    too = any(t.has("too") for t in clause.tokens[:sized]) or (
        not clause.tokens[sized].text.isascii() and clause.has("too")
    )
    clause.take("text_bigger", "text_smaller", "text_font", "more", "less", "too")
    clause.used.update(
        n for n, t in enumerate(clause.tokens) if t.text in ("looks", "look", "feels", "seems")
    )
    return _SIZES["text_smaller" if smaller is not too else "text_bigger"]


def _by(clause: Clause) -> bool:
    """Whether a share is counted from the present size: "by 20 %", "20 % smaller"."""
    at = next((n for n, t in enumerate(clause.tokens) if t.kind in ("percent", "factor")), 0)
    behind = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    before = clause.tokens[at - 1] if at else None
    counted = before is not None and before.has("text_smaller") and not before.text.isascii()
    if counted and before is not None and not before.text.endswith(("到", "至", "成", "为")):
        # "缩小三分之一"
        return True
    return any(t.text == "by" for t in clause.tokens) or (behind is not None and behind.has("text_smaller"))


def each_its_own(clause: Clause) -> bool:
    """Whether texts are named apart, with a look for each: "“One” to the left, and “Two” yellow"."""
    known = {text.text.casefold().strip() for text in clause.scene.texts}
    named = [
        n
        for n, t in enumerate(clause.tokens)
        if t.kind == "texts" or (t.kind == "quote" and str(t.value).casefold().strip() in known)
    ]
    if clause.segments < 2 or len(named) < 2:
        return False
    between = clause.tokens[named[0] + 1 : named[-1]]
    return any(t.detail("place") or t.detail("color") or t.has(*_SIZES) for t in between)


def take_quotes(clause: Clause) -> tuple[list[str], list[str]]:
    """Quotations that are the words of a text that is there (their ids), and the others."""
    ids: list[str] = []
    new: list[str] = []
    by_words = {text.text.casefold().strip(): text.clip_id for text in clause.scene.texts}
    for n, token in enumerate(clause.tokens):
        if token.kind != "quote":
            continue
        clause.used.add(n)
        words = str(token.value).strip()
        known = by_words.get(words.casefold())
        if known is not None and not new:
            ids.append(known)
        elif words:
            new.append(str(token.value))
    return ids, new


_AT_ONCE = frozenset(("when", "where", "over", "under", "一出来", "一出现", "一出场", "出场时", "刚出来"))


def take_shown(clause: Clause) -> float | None:
    """When the clips end during which a text is to be there ("while the parrot is on", "鹦鹉出现的时候")."""
    if not clause.names_clips or not any(t.has("while") and t.text not in _AT_ONCE for t in clause.tokens):
        return None
    ids = clause.fresh().clips() or ()
    ends = [c.end_ms / 1000 for c in clause.scene.clips if c.clip_id in ids]
    return ends[-1] if ends else None


_ON_CLIP = (
    "on",
    "over",
    "when",
    "until",
    "till",
    "til",
    "while",
    "during",
    "with",
    "onto",
    "throughout",
    "before",
)


def is_on_clip(clause: Clause) -> bool:
    """Whether a clip that is named tells when a text is there: "the title on clip 2", "until the parrot appears"."""
    named = [n for n, t in enumerate(clause.tokens) if t.kind == "clips" and not t.value.pronoun]
    if len(named) != 1 or not clause.has("text_move", "text_stay", "text_appear", "text_gone", "text_add"):
        return False
    words = [t.text for t in clause.tokens[max(0, named[0] - 2) : named[0]]]
    return any(word in _ON_CLIP for word in words)


_CAPTIONS = re.compile(r"\b(?:captions?|subtitles?|subs)\b|(?<!片尾)(?<!结尾)(?<!结束)字幕(?!条)")


def speaks_of_captions(clause: Clause) -> bool:
    """Whether a film has captions, and a clause speaks of them and of no text by its words."""
    if not clause.scene.timeline.captions or not _CAPTIONS.search(clause.plain):
        return False
    said = {str(token.value).casefold() for token in clause.tokens if token.kind == "quote"}
    return not any(text.text.casefold() in said for text in clause.scene.texts)
