"""A clip gets another name: "rename clip 2 to beach", "把第二段命名为“海滩”"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import ValidationError

from nemovideo_mcp.edit.operations.clip_name import RenameClip
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.tokens import Token

__all__ = ["RULES"]

_LEADS = re.compile(
    r"(?:please )?(?:(?P<rename>rename|relabel) (?:the )?<c> (?:to|as)"
    r"|(?:rename|relabel|name|call|label) (?:the )?<c>(?: as)?)"
    r"|(?:请)?(?:把|将|给)?<c>(?:的)?(?:(?:名字|名称)(?:改)?|重新?命名|命名|改名|取名|起名|改名字)(?:为|成|叫|作|叫做)+"
)
_MOST_WORDS = 3
_MOST_CHARACTERS = 40
# What leads on to another wish is no part of a name.
_LEADS_ON = frozenset(("and", "then", "but", "or", "并", "并且", "然后", "再", "和", "而"))


def _read(clause: Clause) -> Reading | None:
    tokens = clause.tokens
    last = len(tokens) - 1
    quoted = bool(tokens) and tokens[last].kind == "quote"
    for first in range(2, len(tokens)):
        before = ["<c>" if t.kind == "clips" else t.text for t in tokens[:first] if t.kind != "mark"]
        found = _LEADS.fullmatch(" ".join(before)) or _LEADS.fullmatch("".join(before).replace(" ", ""))
        if found is None:
            continue
        is_named = quoted and first == last
        # Words without quotation marks are a name only where nothing else can be meant.
        plainly = found["rename"] or not before[0].isascii() or (len(before) > 1 and not before[1].isascii())
        if not is_named and (not plainly or quoted or not _is_name(tokens[first:])):
            continue
        name = str(tokens[last].value) if is_named else clause.original(first, last)
        return _renamed(clause, name.strip(" .。!！"))
    return None


def _is_name(tokens: Sequence[Token]) -> bool:
    """Whether words without quotation marks can be a name, and no wish beside it."""
    return len(tokens) <= _MOST_WORDS and all(
        token.kind in ("word", "name", "clips") and token.text not in _LEADS_ON for token in tokens
    )


def _renamed(clause: Clause, name: str) -> Reading | None:
    ref = next(token.value for token in clause.tokens if token.kind == "clips")
    ids = () if ref.pronoun else clause.resolved(ref)
    if len(ids) != 1 or not 0 < len(name) <= _MOST_CHARACTERS:
        return None
    try:
        operation = RenameClip.model_validate({"op": "rename_clip", "clip": ids[0], "name": name})
        operation.check()
    except (ValidationError, EditRefused):
        return None
    clause.take_everything()
    return Reading(operations=(operation,))


RULES = (Rule(name="rename_clip", read=_read, rank=4),)
