"""How long a clip is on screen."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations.clip_time import SetClipLength
from nemovideo_mcp.edit.values import BarsLength, BeatsLength
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["RULES", "WORDS", "length_of"]

WORDS: Vocabulary = {
    "lasts": (
        "last~|long|length|stay~|keep~|hold~|run~|show~|trim~|cut~|cap~|limit~|be on screen|take up|remain~|trim down|cut down|bring down|bring|down",
        "时长|长度|长|剪到|剪成|缩到|缩成|保留|留|停|停留|持续|卡|缩|剪|控制在|裁到|播|放|显示|给它|拉长到|拉到|延长到|压到|只要|只有|就好|改为|改成|改到",
    ),
}


def length_of(clause: Clause) -> Any:
    """Takes a length: seconds, beats or bars; None where there is not exactly one."""
    if clause.count("duration", "beats", "bars", "clock") != 1:
        return None
    for kind, make in (("beats", BeatsLength), ("bars", BarsLength)):
        if (count := clause.one(kind)) is not None:
            return make(beats=count) if make is BeatsLength else BarsLength(bars=count)
    return clause.one("duration", "clock") / 1000


def _set(clause: Clause) -> Reading | None:
    length = length_of(clause)
    if length is None:
        return None
    clips = clause.clips(implicit=clause.continued or clause.has("longer", "shorter"))
    if clips is None:
        return None
    clause.take("lasts", "longer", "shorter", "each", "only", "too", "more", "less")
    return Reading(operations=(SetClipLength(clips=clips, length=length),))


RULES = (Rule(name="set_clip_length", read=_set, rank=55),)
