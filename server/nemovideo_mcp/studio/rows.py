"""Rows of the database as the values of `records`."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from nemovideo_mcp.studio.records import INFO, Media, Project, Render, Stored, Version
from nemovideo_mcp.timeline.export_options import ExportOptions

__all__ = ["media_in", "project_in", "render_in", "stored_in", "version_in"]


def project_in(row: sqlite3.Row) -> Project:
    """The project of a row of `projects`."""
    names = ("session_id", "task_id", "user_id", "name", "language", "created", "skill")
    return Project(**{name: row[name] for name in names})


def version_in(row: sqlite3.Row) -> Version:
    """The version of a row of `versions`."""
    names = ("number", "message", "reply", "created", "step", "shows", "under", "author")
    found: dict[str, Any] = {key: row[key] for key in names}
    return Version(
        **found,
        draft=json.loads(row["draft"]),
        changed=bool(row["changed"]),
        operations=tuple(json.loads(row["operations"])),
    )


def stored_in(row: sqlite3.Row) -> Stored:
    """The content of a row of `files`."""
    return Stored(
        content_hash=row["content_hash"],
        extension=row["extension"],
        size_bytes=row["size_bytes"],
        info=INFO.validate_json(row["info"]),
    )


def media_in(row: sqlite3.Row) -> Media:
    """The file of a row of `media` joined with `files`."""
    names = ("media_id", "session_id", "key", "name")
    return Media(**{name: row[name] for name in names}, stored=stored_in(row))


def render_in(row: sqlite3.Row) -> Render:
    """The export of a row of `renders`."""
    found: dict[str, Any] = dict(row)
    for name in ("draft", "output", "receipt", "error"):
        found[name] = json.loads(found[name])
    found["options"] = ExportOptions.from_json(json.loads(found["options"]))
    found["cancelled"] = bool(found["cancelled"])
    return Render(**found)
