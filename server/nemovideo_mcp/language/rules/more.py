"""The last change once more, or less of it: "a bit more", "再来一点"."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.operations.music import SetMusic, SetMusicMix
from nemovideo_mcp.edit.operations.text import ChangeText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

WORDS: Vocabulary = {
    "still_more": """
        more|a bit more|a little more|even more|some more|further|still more|again|once more|one more time
        more than that|not enough|a lot more|keep going
        再来一点|再来点|再多一点|再多点|继续|还要|还不够|不够|再一点|再来|更多|再来一次|多一点
    """,
    "less_of_it": """
        less|a bit less|a little less|too much|that's too much|not that much|not so much
        少一点|过了|太过了|太多了|别那么多|收一点
    """,
}
_FACTORS: Mapping[type, str] = {
    SetMusicMix: "volume_by",
    SetClipSound: "volume_by",
    SetFraming: "zoom_by",
    ChangeText: "size_by",
    SetMusic: "tempo_by",
}


def _read(clause: Clause) -> Reading | None:
    last = clause.focus.operation
    key = _FACTORS.get(type(last))
    if last is None or key is None or clause.uncertain or clause.names_clips or clause.names_texts:
        return None
    factor = getattr(last, key)
    others = last.model_dump(
        exclude={"op", "clips", "texts", "range", "snap", key}, exclude_none=True, exclude_defaults=True
    )
    if factor is None or others:
        return None
    more, less = clause.take("still_more"), clause.take("less_of_it")
    if more == less:
        return None
    changed = last.model_copy(update={key: factor if more else round(1 / factor, 3)})
    return Reading(operations=(changed,))


RULES = (Rule(name="more", read=_read, rank=62),)
