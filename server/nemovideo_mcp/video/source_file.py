"""A file of the project as the renderer takes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.timeline.media import Area, MediaInfo, Subject, WordsLine
from nemovideo_mcp.video.packet_index import PacketIndex

__all__ = ["SourceFile"]


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file of the project: where it is, what it is (`content_hash`, by which chunks are named), what it holds.

    `shot_starts_ms` are its own cuts, none where they are not known: a transition does not reach over them.
    `subjects` are what one looks at in each of its shots, `words` the lines of words in each, `pictures` what of each
    is picture and no baked-in bar; none where that is not known, there are none, or all of it is. `packets` are those
    that may be copied, None where none may, or nobody has looked.
    """

    path: Path
    content_hash: str
    info: MediaInfo
    shot_starts_ms: tuple[int, ...] = ()
    subjects: tuple[Subject, ...] = ()
    words: tuple[tuple[WordsLine, ...], ...] = ()
    pictures: tuple[Area, ...] = ()
    packets: PacketIndex | None = None
