"""Kinds of music that are not composed, refused with the nearest that is."""

from __future__ import annotations

from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.music_kinds import missing_kind
from nemovideo_mcp.language.readings import Reading, Rule, refusal

__all__ = ["RULES"]


def _read(clause: Clause) -> Reading | None:
    if clause.count("quote"):
        return None
    kind = missing_kind(clause.plain, [m.name for m in clause.scene.media])
    if kind is None:
        return None
    return refusal(clause, kind.because.en, kind.because.zh, nearest=SetMusic(mood=kind.mood), say=kind.say)


RULES = (Rule(name="music_kinds", read=_read, rank=27),)
