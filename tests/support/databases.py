"""Databases of the studio for tests: with a project, damaged in all the ways that are met, and copies of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from nemovideo_mcp.studio.database import SCHEMA_VERSION, make_tables

__all__ = [
    "DUMPS",
    "PAGE_BYTES",
    "add_versions",
    "copy_made",
    "make_database",
    "spoil",
    "spoil_header",
    "versions_in",
]

DUMPS = Path(__file__).parents[1] / "data"
PAGE_BYTES = 4096
_DRAFT = '{"d": 1000, "m": {}, "t": []}' + " " * 400


def make_database(path: Path, *, versions: int = 300, name: str = "lisbon") -> Path:
    """A database with one project of so many versions, closed in order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        make_tables(db)
        db.execute(
            "INSERT INTO projects (session_id, task_id, user_id, name, language, created)"
            " VALUES ('s1', 't1', 'u1', ?, 'en', 1.0)",
            (name,),
        )
    add_versions(path, range(1, versions + 1))
    return path


def add_versions(path: Path, numbers: range) -> None:
    """More versions of the project, in one transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        for number in numbers:
            values = (
                "s1",
                number,
                _DRAFT,
                f"edit {number}",
                "done",
                1,
                1.0,
                "edit",
                number,
                number - 1,
                "[]",
                "",
            )
            db.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        db.execute("COMMIT")


def copy_made(database: Path, *, stamp: str = "20260101T000000Z", schema: int = SCHEMA_VERSION) -> Path:
    """A copy of `database` as it stands, where the studio keeps them."""
    folder = database.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"studio-{stamp}-v{schema}-daily.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as made:
        source.backup(made)
    return target


def spoil(path: Path, *, page: int) -> None:
    """Overwrite a page in the middle, counted from 1, as a bad disk or a broken sync does."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES)
        file.write(b"\xa5" * PAGE_BYTES)


def spoil_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"no database " * 8)


def versions_in(path: Path) -> list[int]:
    """The numbers of the versions in a database whose pages are whole."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [row[0] for row in db.execute("SELECT number FROM versions ORDER BY number")]
