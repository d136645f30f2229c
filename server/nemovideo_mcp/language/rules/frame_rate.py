"""How many frames a second the film has."""

from __future__ import annotations

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.film import SetCanvas, SetFilmLength
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.film import film_length_of, frame_of

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "rate_word": """
        frame rate|framerate|frame-rate|the frame rate|the framerate|the frame-rate|its frame rate
        帧率|帧速率
    """,
}
_LEAST, _MOST = 10, 60


def _frame_rate(clause: Clause) -> Reading | None:
    kind = "fps" if clause.count("fps") else "number"
    if clause.count(kind) != 1 or not (kind == "fps" or clause.has("rate_word")):
        return None
    if clause.has("not") or clause.names_clips or clause.names_texts:
        return None
    if clause.count("duration") > 1 or clause.count("clock", "percent", "factor", "quote", "name"):
        return None
    rate = clause.one(kind)
    if not _LEAST <= rate <= _MOST:
        return refusal(
            clause,
            f"a film has from {_LEAST} to {_MOST} frames a second.",
            f"帧率须为 {_LEAST} 到 {_MOST}。",
            say=Words("Set the frame rate to 30 fps.", "把帧率改为 30 帧每秒。"),
        )
    frame = frame_of(clause)
    exports = clause.take("export")
    if exports:
        clause.take("export_as")
    clause.take(
        "rate_word", "frame_word", "publish", "film_noun", "picture", "it", "everything", "whole", "all"
    )
    clause.take("lasts", "at_prep", "framing_do", "replace", "the_frame", "to_version")
    clause.refs()
    operations: list[Operation] = [
        (frame or SetCanvas(frame_rate=rate)).model_copy(update={"frame_rate": rate})
    ]
    if (length := film_length_of(clause)) is not None:
        # "20 seconds at 25 fps": the length and the rate in one breath.
        if not clause.scene.clips:
            return None
        operations.append(SetFilmLength(length=length[0], at_most=length[1]))
    return Reading(operations=tuple(operations), wants_export=exports)


RULES = (Rule(name="frame_rate", read=_frame_rate, rank=68),)
