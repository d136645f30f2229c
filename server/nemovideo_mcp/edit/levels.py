"""How loud the clips' own sound is where nobody has said so: full by itself, low under music."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["UNDER_MUSIC", "at_usual_level", "usual_level"]

UNDER_MUSIC = 0.25


def usual_level(*, has_music: bool) -> float:
    """The linear gain of clips that nobody has set."""
    return UNDER_MUSIC if has_music else 1.0


def at_usual_level(clip: VideoClip, *, has_music: bool) -> VideoClip:
    """`clip` at the level that is usual now, if it stands at the one that was usual before; else as it is."""
    was = usual_level(has_music=not has_music)
    return replace(clip, volume=usual_level(has_music=has_music)) if clip.volume == was else clip
