"""What must stay as it is: "don't touch the music", "别动标题"."""

from __future__ import annotations

from itertools import pairwise

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "touch": (
        "touch~|change~|alter~|modify|mess with|move|edit|affect|delete~|remove~|reverse~|mute~|cut|replace~",
        "动|碰|改|变|改动|调整|删|去掉|静音|换",
    ),
    "stays": (
        "keep|leave|stays|stay|leave alone|leave as is|keep as is|as is|as it is|as they are|like it is|the way it is|the same|unchanged|alone|untouched|is fine|are fine|fine|is ok|are ok|is good|are good|how it is",
        "保持|保留|不变|原样|不动|别碰|原地别动|别动|不用动|不要动|留着|保持不变|照旧|不用换|挺好|不用改|别碰|维持原样|原地",
    ),
    "nothing_else": (
        "nothing else|nothing else to change|nothing more|everything else|anything else|the rest|rest|anything|any",
        "其他|其余|别的|其它|剩下的",
    ),
    "postpone": ("later|for now|yet", "以后再说|先|暂时|先别|先不要|先不"),
}


def _keep(clause: Clause) -> Reading | None:
    """A wish that something stays: nothing is done about it."""
    denied = clause.has("not")
    stays = clause.take("stays")
    if (not denied and not stays) or clause.count("duration", "percent", "factor", "number", "quote"):
        return None
    if denied and not stays and not _denies_a_verb(clause):
        return None
    clause.take(
        "not",
        "touch",
        "nothing_else",
        "postpone",
        "film_noun",
        "music_noun",
        "text_noun",
        "sound_noun",
        "it",
        "all",
        "everything",
        "other",
        "lasts",
        "picture",
        "start",
        "end",
    )
    clause.take(
        "remove",
        "reverse",
        "insert",
        "cuts",
        "measure",
        "playing",
        "clip_noun",
        "order",
        "frame_word",
        "first",
        "last",
    )
    clause.refs()
    clause.values("texts", "name")
    return Reading(talk=True, focus=clause.focus)


def _denies_a_verb(clause: Clause) -> bool:
    """Whether "not" stands before what is not to be done; "X 不要" wants X gone."""
    tokens = [t for t in clause.tokens if not (t.has("filler", "det") and not t.has("not"))]
    return any(
        token.has("not") and following.has("touch", "remove", "reverse", "insert", "move", "trim")
        for token, following in pairwise(tokens)
    )


def _denied_object(clause: Clause) -> Reading | None:
    """ "Not the first clip" before what is meant in its place."""
    if not clause.tokens or not clause.tokens[0].has("not"):
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


RULES = (
    Rule(name="not_that", read=_denied_object, rank=30),
    Rule(name="keep", read=_keep, rank=35),
)
