"""A crop that follows what is seen, or stays; bars of the source that are kept or cropped: "follow the face"."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.vocabulary.follow import WORDS

__all__ = ["KNOWS", "RULES", "WORDS", "with_bars"]

KNOWS: tuple[str, ...] = ()

_TAKEN = ("follow_do", "it", "each", "too", "picture", "at_prep", "all", "everything")


def with_bars(clause: Clause, clips: tuple[str, ...]) -> bool:
    """Whether one of the clips, by their ids, comes from a source that has black bars of its own."""
    shown = {c.media_id for c in clause.scene.clips if clips == ("all",) or c.clip_id in clips}
    return any(m.media_id in shown and m.analysis and m.analysis.pictures for m in clause.scene.media)


def _read(clause: Clause) -> Reading | None:
    asked = [
        concept
        for concept in ("follow:off", "follow:on", "bars:kept", "bars:cropped", "blur:kept")
        if clause.has(concept)
    ]
    if not asked or clause.names_texts or clause.has("music_noun", "text_noun", "own_sound", "volume"):
        return None
    clips = clause.clips(implicit=True) or ("all",)
    values: dict[str, Any] = {}
    for concept in asked:
        clause.take(concept)
    if "follow:off" in asked or "follow:on" in asked:
        values["follow"] = "follow:off" not in asked
    if "bars:cropped" in asked:
        values["crop_bars"] = True
    if "bars:kept" in asked:
        # Bars that the source has, or else those that come of showing it whole.
        values |= {"crop_bars": False} if with_bars(clause, clips) else {"fit": "contain"}
    if "blur:kept" in asked:
        values["fit"] = "blur"
    clause.take(*_TAKEN)
    return Reading(operations=(SetFraming(clips=clips, **values),))


RULES = (Rule(name="follow", read=_read, rank=7),)
