"""The files of a project as the renderer takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.records import Media

if TYPE_CHECKING:
    from nemovideo_mcp.video.plan import SourceFile

__all__ = ["sources_of"]


def sources_of(media: Iterable[Media], files: Files) -> dict[str, SourceFile]:
    """The source of each file, by media id."""
    from nemovideo_mcp.video.plan import SourceFile

    return {
        m.media_id: SourceFile(
            path=files.path_of(m.stored), content_hash=m.stored.content_hash, info=m.stored.info
        )
        for m in media
    }
