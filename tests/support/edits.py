"""Operations applied: in the projects of `support.films`, or in batches with the product's own planner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.edit.apply import Applied, apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.films import SteadyPlanner, film, media_of

__all__ = ["CUT", "MUSIC", "applied_to", "edited", "notes"]

MUSIC = {"op": "set_music", "mood": "upbeat"}
CUT = {"op": "auto_edit", "cut_to_beat": True}


def edited(
    media: Sequence[MediaItem], *batches: dict[str, Any] | list[dict[str, Any]], start: Timeline | None = None
):
    """The outcome of the last batch, the others applied before it."""
    timeline, applied = start or Timeline(), None
    ids: Mapping[str, int] = {}
    for batch in batches:
        context = EditContext(media=tuple(media), planner=AutoEditor(), seed=7, last_ids=ids)
        applied = apply(timeline, parse_operations(batch), context)
        timeline, ids = applied.timeline, applied.last_ids
    assert applied is not None
    return applied


def applied_to(
    project: str,
    *operations: dict[str, Any],
    timeline: Timeline | None = None,
    media: Sequence[MediaItem] | None = None,
) -> Applied:
    """The outcome of one batch in a project of `support.films`; nothing is solved, the music ends with the film."""
    items = media_of(project) if media is None else tuple(media)
    context = EditContext(media=items, planner=SteadyPlanner())
    return apply(timeline or film(project), parse_operations(list(operations)), context)


def notes(applied: Applied) -> str:
    return " ".join(n.en for n in applied.notes)
