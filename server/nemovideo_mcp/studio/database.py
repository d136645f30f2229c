"""The database file and the one thread that owns it. What a call has returned from is on the disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from nemovideo_mcp.errors import DiskFull, StudioUnavailable

__all__ = ["SCHEMA_VERSION", "Database"]

T = TypeVar("T")

SCHEMA_VERSION = 3
_PRIVATE = 0o600
_SCHEMA = """
CREATE TABLE users (client_id TEXT PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, created REAL NOT NULL);
CREATE TABLE tokens (token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE projects (
    session_id TEXT PRIMARY KEY, task_id TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
    language TEXT NOT NULL, created REAL NOT NULL, skill TEXT NOT NULL DEFAULT '',
    last_ids TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE files (
    content_hash TEXT PRIMARY KEY, extension TEXT NOT NULL, size_bytes INTEGER NOT NULL, info TEXT NOT NULL
);
CREATE TABLE measurements (
    content_hash TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (content_hash, kind)
);
CREATE TABLE media (
    number INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES projects, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES files, UNIQUE (session_id, content_hash, name)
);
CREATE TABLE versions (
    session_id TEXT NOT NULL REFERENCES projects, number INTEGER NOT NULL, draft TEXT NOT NULL,
    message TEXT NOT NULL, reply TEXT NOT NULL, changed INTEGER NOT NULL, created REAL NOT NULL,
    step TEXT NOT NULL DEFAULT 'edit', shows INTEGER NOT NULL DEFAULT 0, under INTEGER NOT NULL DEFAULT 0,
    operations TEXT NOT NULL DEFAULT '[]', author TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session_id, number)
);
CREATE TABLE renders (
    key TEXT PRIMARY KEY, render_id TEXT NOT NULL, user_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES projects, draft TEXT NOT NULL, status TEXT NOT NULL,
    output TEXT NOT NULL DEFAULT '{}', receipt TEXT NOT NULL DEFAULT '{}', error TEXT NOT NULL DEFAULT '{}',
    cancelled INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, completed REAL, UNIQUE (user_id, render_id)
);
CREATE INDEX renders_by_status ON renders (status, created);
"""
# the version that a file has → what makes the next one of it
_UPGRADES: Mapping[int, str] = {
    1: """
ALTER TABLE projects ADD COLUMN skill TEXT NOT NULL DEFAULT '';
ALTER TABLE versions ADD COLUMN step TEXT NOT NULL DEFAULT 'edit';
ALTER TABLE versions ADD COLUMN shows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE versions ADD COLUMN under INTEGER NOT NULL DEFAULT 0;
UPDATE versions SET
    step = CASE WHEN changed THEN 'edit' ELSE 'talk' END,
    shows = coalesce((SELECT max(number) FROM versions AS v
        WHERE v.session_id = versions.session_id AND v.number <= versions.number AND v.changed), 0);
UPDATE versions SET
    under = coalesce((SELECT max(number) FROM versions AS v
        WHERE v.session_id = versions.session_id AND v.number < versions.shows AND v.changed), 0);
""",
    2: """
ALTER TABLE projects ADD COLUMN last_ids TEXT NOT NULL DEFAULT '{}';
ALTER TABLE versions ADD COLUMN operations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE versions ADD COLUMN author TEXT NOT NULL DEFAULT '';
""",
}


class Database:
    """A SQLite file in WAL mode. `run` calls a function with the connection, in its thread, as one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="nemovideo-database")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open the file, or make it. Raises `StudioUnavailable` if a newer version of the program wrote it."""
        await self._call(self._open)

    async def close(self) -> None:
        await self._call(self._close)
        self._thread.shutdown(wait=False)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `work`, committed; nothing of it is kept if it raises. Raises `DiskFull`."""

        def transaction() -> T:
            assert self._connection is not None, "the database is not open"
            try:
                with self._connection:
                    self._connection.execute("BEGIN IMMEDIATE")
                    return work(self._connection)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                    raise
                raise DiskFull(path=str(self._path)) from None

        return await self._call(transaction)

    async def _call(self, work: Callable[[], T]) -> T:
        # Shielded: a request that is given up must not leave a half-known answer behind.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, work))

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._keep_private()
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > SCHEMA_VERSION:
            connection.close()
            raise StudioUnavailable(
                f"{self._path} was written by a newer version of this program; upgrade, or set NEMO_HOME elsewhere."
            )
        if found == 0:
            connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={SCHEMA_VERSION};COMMIT;")
        for version in range(found or SCHEMA_VERSION, SCHEMA_VERSION):
            script = f"BEGIN IMMEDIATE;{_UPGRADES[version]}PRAGMA user_version={version + 1};COMMIT;"
            connection.executescript(script)
        self._connection = connection

    def _keep_private(self) -> None:
        """The file and its log are for their owner alone, also where an earlier version made them."""
        self._path.touch(mode=_PRIVATE)
        # SQLite gives what it makes beside the file the file's own mode; what a kill left behind has the old one.
        for path in (self._path, *(self._path.with_name(self._path.name + end) for end in ("-wal", "-shm"))):
            if path.exists():
                path.chmod(_PRIVATE)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
