"""What a page needs to know before a person edits on it: its version, how far each cut goes, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nemovideo_mcp.edit.history import redo_target, undo_target
from nemovideo_mcp.edit.rolling import rolling_cuts
from nemovideo_mcp.studio.records import Project

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["editable"]

_MOST_CUTS = 2000


async def editable(studio: Studio, project: Project) -> dict[str, Any]:
    """Values beside those of the board.

    Read before the board, they are never of a newer version than it: an edit that was made against an older one is
    refused as a conflict.

    Returns:
        `version`; `undo` and `redo`, whether there is something to undo or redo; `cuts`, for each cut that can be moved
        `[number, earliest ms, latest ms, whether footage ends there, and there]`; `frame_rate`.
    """
    session = await studio.edits.open(project)
    history = await studio.store.history(project.session_id)
    timeline = session.timeline
    track = timeline.main_track
    clips = sorted(timeline.video_clips, key=lambda clip: clip.start_ms) if track else []
    cuts = rolling_cuts(clips, session.context.by_id, frame_rate=timeline.frame_rate)
    return {
        "version": session.latest.number,
        "frame_rate": round(float(timeline.frame_rate), 3),
        "undo": undo_target(history) is not None,
        "redo": redo_target(history) is not None,
        "cuts": [
            [cut.number, cut.earliest_ms, cut.latest_ms, cut.earliest_is_footage, cut.latest_is_footage]
            for cut in cuts[:_MOST_CUTS]
        ],
    }
