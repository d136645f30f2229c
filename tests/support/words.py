"""What sentences mean in the projects of `support.films`."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.understand import understand
from support.films import film, media_of

__all__ = ["meant", "operations"]


def meant(project: str, *sentences: str) -> Understanding:
    """The meaning of the last of `sentences`, said one after the other about a film that stays as it is."""
    focus = Focus()
    found = Understanding()
    for sentence in sentences:
        found = understand(sentence, Scene(timeline=film(project), media=media_of(project), focus=focus))
        focus = found.focus
    return found


def operations(project: str, *sentences: str) -> list[dict[str, Any]]:
    """The operations of the last sentence as JSON without defaults, with nothing refused or left over."""
    found = meant(project, *sentences)
    assert not found.refusals, found.refusals
    assert not found.unknown, found.unknown
    return [
        {"op": o.name, **o.model_dump(exclude_defaults=True, exclude={"op"}, mode="json")}
        for o in found.operations
    ]
