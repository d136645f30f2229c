"""The files of a project as the renderer takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.records import Media
from nemovideo_mcp.timeline.media import Analysis

if TYPE_CHECKING:
    from nemovideo_mcp.video.plan import SourceFile

__all__ = ["sources_of"]


def sources_of(
    media: Iterable[Media], files: Files, analyses: Mapping[str, Analysis] | None = None
) -> dict[str, SourceFile]:
    """The source of each file, by media id; with its cuts and subjects where its analysis (by media id) is known."""
    from nemovideo_mcp.video.plan import SourceFile

    known = analyses or {}
    return {
        m.media_id: SourceFile(
            path=files.path_of(m.stored),
            content_hash=m.stored.content_hash,
            info=m.stored.info,
            **_measured(known.get(m.media_id)),
        )
        for m in media
    }


def _measured(analysis: Analysis | None) -> dict[str, Any]:
    if analysis is None:
        return {}
    return {
        "shot_starts_ms": analysis.shot_starts_ms,
        "subjects": analysis.subjects,
        "words": analysis.words,
        "pictures": analysis.pictures,
    }
