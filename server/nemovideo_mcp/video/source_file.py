"""A file of the project as the renderer takes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.timeline.media import MediaInfo

__all__ = ["SourceFile"]


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file of the project: where it is, what it is (`content_hash`, by which chunks are named), what it holds.

    `shot_starts_ms` are its own cuts, none where they are not known: a transition does not reach over them.
    """

    path: Path
    content_hash: str
    info: MediaInfo
    shot_starts_ms: tuple[int, ...] = ()
