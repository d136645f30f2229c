"""How the database stands, for `doctor`: looked at without a studio, and without a change to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.studio.backups import Backup, Backups, open_read_only, soundness
from nemovideo_mcp.studio.database import SCHEMA_VERSION
from nemovideo_mcp.studio.database_errors import (
    GONE,
    database_damaged,
    database_error,
    database_is_newer,
    file_trouble,
)

__all__ = ["DatabaseLook", "look_at_database"]


@dataclass(frozen=True, kw_only=True)
class DatabaseLook:
    """What was found: `copies` are how many there are, `failure` why the last one could not be made, `trouble` what
    is wrong with the database itself.
    """

    path: Path
    size_bytes: int = 0
    projects: int = 0
    newest: Backup | None = None
    copies: int = 0
    failure: str = ""
    trouble: NemoError | None = None


def look_at_database(path: Path) -> DatabaseLook | None:
    """Read the whole of the database at `path`, and its copies; None where there is neither."""
    backups = Backups(path)
    copies = backups.all()
    if not path.exists() and not copies:
        return None
    trouble, projects = _trouble(path, backups)
    return DatabaseLook(
        path=path,
        size_bytes=path.stat().st_size if path.is_file() else 0,
        projects=projects,
        newest=backups.newest(),
        copies=len(copies),
        failure=backups.failure(),
        trouble=trouble,
    )


def _trouble(path: Path, backups: Backups) -> tuple[NemoError | None, int]:
    def newest_good() -> Backup | None:
        return backups.newest_good(schema=SCHEMA_VERSION)

    try:
        if not path.is_file() or not path.stat().st_size:
            if path.is_dir():
                raise IsADirectoryError
            return database_damaged(path, GONE, find_backup=newest_good) if backups.all() else None, 0
        version, damage = soundness(path)
        if damage is not None:
            return database_damaged(path, damage, find_backup=newest_good), 0
        if version > SCHEMA_VERSION:
            return (
                database_is_newer(path, found=version, known=SCHEMA_VERSION, find_backup=newest_good),
                0,
            )
        with closing(open_read_only(path)) as connection:
            return None, int(connection.execute("SELECT count(*) FROM projects").fetchone()[0])
    except sqlite3.Error as error:
        return database_error(error, path, find_backup=newest_good) or database_damaged(
            path, str(error), find_backup=newest_good
        ), 0
    except OSError as error:
        return file_trouble(error, path), 0
