"""What the studio keeps: plain values, one for each table, and how measurements are written down as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from nemovideo_mcp.edit.history import TurnKind
from nemovideo_mcp.timeline.beat_file import BeatFile
from nemovideo_mcp.timeline.captions import CaptionFile
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.song import SongStructure

__all__ = [
    "ANALYSIS",
    "BEATS",
    "CAPTIONS",
    "EDIT",
    "FAILED",
    "GRID",
    "INFO",
    "SPEECH",
    "STRUCTURE",
    "Media",
    "Project",
    "Render",
    "Stored",
    "Version",
]

FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Project:
    """One session of one user; `created` is in seconds of the epoch, as are all times here.

    `skill` is the skill whose defaults hold for it, empty where nobody chose one.
    """

    session_id: str
    task_id: str
    user_id: str
    name: str
    language: str
    created: float
    skill: str = ""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """The content of a file, kept once however many projects use it."""

    content_hash: str
    extension: str
    size_bytes: int
    info: MediaInfo


@dataclass(frozen=True, kw_only=True)
class Media:
    """A file of a project. `key` is the unguessable part of its address."""

    media_id: str
    session_id: str
    key: str
    name: str
    stored: Stored


@dataclass(frozen=True, kw_only=True)
class Version:
    """A turn: what was asked, what was answered, and the draft that came of it; never changed afterwards.

    `shows` is the version whose draft this is: its own number after an edit, an earlier one's after an undo or a turn
    that changed nothing, 0 for the empty beginning. `under` is the one that an undo from there goes back to.
    `operations` are those that were applied, as JSON, each with its `author`; `author` is who asked for the turn.
    """

    number: int
    draft: dict[str, Any]
    message: str = ""
    reply: str = ""
    changed: bool = False
    created: float = 0.0
    step: TurnKind = "talk"
    shows: int = 0
    under: int = 0
    operations: tuple[Mapping[str, Any], ...] = ()
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class Render:
    """An export as it stands in the database; `status` is pending, processing, completed or failed.

    `key` is the unguessable part of its address and names its file; `render_id` is the caller's and unique for the
    caller only. `output` holds {"duration" s, "size" bytes, "width", "height"}; `error` {"code", "message",
    "next_step", …}.
    """

    key: str
    render_id: str
    user_id: str
    session_id: str
    draft: dict[str, Any]
    options: ExportOptions = STANDARD
    status: str = "pending"
    output: dict[str, Any] = field(default_factory=dict[str, Any])
    receipt: dict[str, Any] = field(default_factory=dict[str, Any])
    error: dict[str, Any] = field(default_factory=dict[str, Any])
    cancelled: bool = False
    created: float = 0.0
    completed: float | None = None

    @property
    def finished(self) -> bool:
        return self.status in ("completed", FAILED)


INFO = TypeAdapter(MediaInfo)
ANALYSIS = TypeAdapter(Analysis)
GRID = TypeAdapter(BeatGrid)
STRUCTURE = TypeAdapter(SongStructure)
CAPTIONS = TypeAdapter(CaptionFile)
EDIT = TypeAdapter(ForeignEdit)
BEATS = TypeAdapter(BeatFile)
SPEECH = TypeAdapter(tuple[tuple[int, int], ...])
"""To and from JSON, the times of a grid exact."""
