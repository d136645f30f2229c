"""What a board says of its clips: their names, and what is special of them."""

from __future__ import annotations

from nemovideo_mcp.views.board import BoardClip
from nemovideo_mcp.views.clip_facts import notes_on
from nemovideo_mcp.views.timeline_table import overlay_name

__all__ = ["name_of", "notes_of"]


def name_of(clip: BoardClip, label: str, *, language: str = "en") -> str:
    """The name of `clip`, which stands on a lane `label`; it may be empty."""
    is_region = label == "overlay" and "effect" in clip.facts
    return overlay_name(clip.facts, language=language) if is_region else clip.name


def notes_of(clip: BoardClip, label: str, *, language: str = "en") -> list[str]:
    """What is special of `clip`, in short words; nothing for a draft of somebody else's."""
    return notes_on(clip.facts, label, language=language)
