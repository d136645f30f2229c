"""What a board says of its clips: their names, and what is special of them."""

from __future__ import annotations

from nemovideo_mcp.messages.clips import choice_word
from nemovideo_mcp.views.board import BoardClip
from nemovideo_mcp.views.timeline_table import clip_notes, overlay_name, overlay_notes, text_notes

__all__ = ["name_of", "notes_of"]

# What is usual of a text needs no words.
_USUAL_KIND = "title"


def name_of(clip: BoardClip, label: str, *, language: str = "en") -> str:
    """The name of `clip`, which stands on a lane `label`; it may be empty."""
    return (
        overlay_name(clip.facts, language=language)
        if "effect" in clip.facts and label == "overlay"
        else clip.name
    )


def notes_of(clip: BoardClip, label: str, *, language: str = "en") -> list[str]:
    """What is special of `clip`, in short words; nothing for a draft of somebody else's."""
    facts = clip.facts
    if not facts:
        return []
    if label == "video":
        return clip_notes(facts, language=language)
    if label == "overlay":
        return overlay_notes(facts, language=language)
    if "kind" in facts:
        kind = [] if facts["kind"] == _USUAL_KIND else [choice_word("kind", facts["kind"], language)]
        return [*kind, *text_notes(facts, language=language)]
    return [choice_word("style", facts["style"], language)] if "style" in facts else []
