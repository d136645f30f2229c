"""What is said to projects without files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.measured_media import film, photo, song
from support.wishes import Conversation

__all__ = ["Spoken", "chat", "film", "photo", "song"]


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The film after the last message, whether that one changed it, and what of it was refused."""

    timeline: Timeline
    changed: bool
    refused: tuple[str, ...]


def chat(
    media: Sequence[MediaItem],
    *messages: str,
    seed: int = 0,
    timeline: Timeline | None = None,
    defaults: SkillDefaults | None = None,
) -> Spoken:
    """What comes of the last message, the others said before it, under a skill's defaults."""
    talk = Conversation(
        media=tuple(media), timeline=timeline or Timeline(), seed=seed, defaults=defaults or SkillDefaults()
    )
    changed, refused = False, ()
    for message in messages:
        changed, refused = talk.say(message)
    return Spoken(timeline=talk.timeline, changed=changed, refused=refused)
