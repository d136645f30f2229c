"""What was set on a clip is taken back: "reset clip 2", "take all the effects off the last clip"."""

from __future__ import annotations

from nemovideo_mcp.edit.operations.reset_clip import ResetClip
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

WORDS: Vocabulary = {
    "clip_reset": """
        reset~|take back all changes|take back all the changes|take back everything|take all the effects off
        take all effects off|remove all the effects from|as it was shot|the way it was shot|as it was filmed
        重置|恢复原样|恢复原状|还原|取消所有调整|取消全部调整|去掉所有效果|取消对它的所有调整
    """,
    "clip_reset_do": """
        show|put|play|bring|back|again
        回|一下
    """,
    "clip_reset_all": """
        completely|entirely|all changes|everything on
        完全|彻底|所有调整|全部调整|所有设置
    """,
}


def _read(clause: Clause) -> Reading | None:
    others = ("not", "music_noun", "text_noun", "film_noun")
    if clause.has(*others) or not clause.take("clip_reset"):
        return None
    if any(token.kind == "clips" and token.value.all for token in clause.tokens):
        # "Reset everything" may be the whole film, or the way back to its first version.
        return None
    clause.take("clip_reset_all", "clip_reset_do")
    clips = clause.clips() if clause.names_clips else None
    return Reading(operations=(ResetClip(clips=clips),)) if clips else None


RULES = (Rule(name="reset_clip", read=_read, rank=52),)
