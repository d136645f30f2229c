"""The database file and the one thread that owns it. What a call has returned from is on the disk."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.studio.backups import DAY_S, Backup, Backups, Unsound, damage_in, open_read_only
from nemovideo_mcp.studio.database_errors import (
    GONE,
    REMOVED,
    database_damaged,
    database_error,
    database_is_newer,
    file_trouble,
)
from nemovideo_mcp.studio.restoration import finish_restoration

__all__ = ["SCHEMA_VERSION", "Database", "make_tables"]

_log = logging.getLogger(__name__)

T = TypeVar("T")

SCHEMA_VERSION = 5
_PRIVATE = 0o600
# quick_check took 13 ms a megabyte from a cold disk, and 0.4 ms from memory.
_ALWAYS_CHECKED_BYTES = 32 * 1024 * 1024
_CHECKED_BYTES = 512 * 1024 * 1024
_ANSWERS = """
CREATE TABLE answers (
    user_id TEXT NOT NULL, key TEXT NOT NULL, session_id TEXT NOT NULL REFERENCES projects,
    fingerprint TEXT NOT NULL, answer TEXT NOT NULL, created REAL NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX answers_by_age ON answers (created);
"""
_SCHEMA = (
    """
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
    cancelled INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, completed REAL,
    options TEXT NOT NULL DEFAULT '{}', UNIQUE (user_id, render_id)
);
CREATE INDEX renders_by_status ON renders (status, created);
"""
    + _ANSWERS
)
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
    3: _ANSWERS,
    4: "ALTER TABLE renders ADD COLUMN options TEXT NOT NULL DEFAULT '{}';",
}


class Database:
    """A SQLite file in WAL mode. `run` calls a function with the connection, in its thread, as one transaction.

    `clock` gives seconds of the epoch, for the copies; a lock of another program is waited for `lock_s` seconds.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time, lock_s: float = 5.0) -> None:
        self._path = path
        self._lock_s = lock_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="nemovideo-database")
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self.backups = Backups(path, clock=clock)

    async def open(self) -> None:
        """Open the file, or make it; copy it before its schema is changed.

        Raises:
            DatabaseDamaged: Pages of it cannot be read, or it is gone while there are copies of it.
            DatabaseUnusable: A newer version of the program wrote it, it is locked, or it cannot be written.
            DiskFull: There is no room for its log.
        """
        try:
            await self._call(self._open)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise

    async def close(self) -> None:
        await self._call(self._close)
        self._thread.shutdown(wait=False)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `work`, committed; nothing of it is kept if it raises.

        Raises `DiskFull`, and what `open` raises where something of that kind happens meanwhile.
        """

        def transaction() -> T:
            assert self._connection is not None, "the database is not open"
            self._check_identity(self._connection)
            try:
                with self._connection:
                    self._connection.execute("BEGIN IMMEDIATE")
                    return work(self._connection)
            except sqlite3.DatabaseError as error:
                if (explained := self._explained(error)) is None:
                    raise
                raise explained from error

        return await self._call(transaction)

    async def back_up(self) -> bool:
        """Make the day's copy if it is due and there is a project to keep; True if one was made.

        A copy that cannot be made is logged and left for `doctor`; the studio goes on.
        """
        if not self.backups.is_due() or not await self.run(_has_projects):
            return False
        return await asyncio.shield(asyncio.to_thread(self._back_up))

    async def _call(self, work: Callable[[], T]) -> T:
        # Shielded: a request that is given up must not leave a half-known answer behind.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, work))

    def _back_up(self) -> bool:
        try:
            # Its own connection: the studio's stays free for the studio.
            with closing(open_read_only(self._path)) as source:
                return self._copied("daily", source)
        except sqlite3.Error as error:
            _log.warning("The database cannot be copied: %s", error)
            return False

    def _copied(self, kind: Literal["daily", "upgrade"], source: sqlite3.Connection) -> bool:
        try:
            self.backups.make(kind, source)
        except Unsound as found:
            damaged = database_damaged(self._path, str(found), find_backup=self._newest_good)
            self.backups.note_failure(str(damaged))
            _log.error("%s", damaged)
        except (sqlite3.Error, OSError) as error:
            self.backups.note_failure(str(error))
            _log.warning("The database could not be copied to %s: %s", self.backups.folder, error)
        else:
            return True
        return False

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            finish_restoration(self._path)
            if self._path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            size_bytes, orderly = self._size(), not self._size("-wal")
            if not size_bytes and orderly and self.backups.newest() is not None:
                raise database_damaged(self._path, GONE, find_backup=self._newest_good)
            self._keep_private()
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=self._lock_s)
            try:
                self._prepare(connection, check=_must_check(size_bytes, orderly, self.backups.age_s()))
            except BaseException:
                connection.close()
                raise
            self._connection = connection
            self._identity = _identity_of(self._path)
        except sqlite3.DatabaseError as error:
            if (explained := self._explained(error)) is None:
                raise
            raise explained from error
        except OSError as error:
            if isinstance(error, NemoError):
                raise
            raise file_trouble(error, self._path) from error

    def _prepare(self, connection: sqlite3.Connection, *, check: bool) -> None:
        connection.row_factory = sqlite3.Row
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        if found > SCHEMA_VERSION:
            raise database_is_newer(
                self._path, found=found, known=SCHEMA_VERSION, find_backup=self._newest_good
            )
        if check and (damage := damage_in(connection)) is not None:
            raise database_damaged(self._path, damage, find_backup=self._newest_good)
        if found < 0 or (found == 0) != (tables == 0):
            damage = f"{tables} tables at version {found}"
            raise database_damaged(self._path, damage, find_backup=self._newest_good)
        if found == SCHEMA_VERSION:
            self._check_columns(connection)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if found == 0:
            make_tables(connection)
        elif found < SCHEMA_VERSION:
            self._copied("upgrade", connection)
        for version in range(found or SCHEMA_VERSION, SCHEMA_VERSION):
            script = f"BEGIN IMMEDIATE;{_UPGRADES[version]}PRAGMA user_version={version + 1};COMMIT;"
            connection.executescript(script)
        if found < SCHEMA_VERSION:
            self._check_columns(connection)

    def _check_columns(self, connection: sqlite3.Connection) -> None:
        if missing := _known_columns() - _columns_of(connection):
            damage = f"{', '.join(sorted(missing))} missing"
            raise database_damaged(self._path, damage, find_backup=self._newest_good)

    def _explained(self, error: sqlite3.DatabaseError) -> NemoError | None:
        return database_error(error, self._path, find_backup=self._newest_good)

    def _newest_good(self) -> Backup | None:
        return self.backups.newest_good(schema=SCHEMA_VERSION)

    def _check_identity(self, connection: sqlite3.Connection) -> None:
        """Notice that the file was deleted or replaced: what is written then, nobody finds again."""
        if self._identity is None or _identity_of(self._path) == self._identity:
            return
        if self._path.parent.is_dir():
            # Our connection still has all of it.
            self._copied("daily", connection)
        raise database_damaged(self._path, REMOVED, find_backup=self._newest_good)

    def _size(self, end: str = "") -> int:
        """The size of the file, or of what stands beside it, in bytes; 0 where there is none."""
        try:
            return self._path.with_name(self._path.name + end).stat().st_size
        except FileNotFoundError:
            return 0

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


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of this version in an empty database."""
    connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={SCHEMA_VERSION};COMMIT;")


def _must_check(size_bytes: int, orderly: bool, copy_age_s: float | None) -> bool:
    """Whether `quick_check` reads the whole file before the studio starts.

    A small file is checked each time. A larger one is checked where its last use did not end in order, or no copy of
    the last day vouches for it; the largest only with the copies, beside the studio's work.
    """
    if size_bytes <= _ALWAYS_CHECKED_BYTES:
        return True
    vouched = copy_age_s is not None and copy_age_s < DAY_S
    return size_bytes <= _CHECKED_BYTES and not (orderly and vouched)


@lru_cache(maxsize=1)
def _known_columns() -> frozenset[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        make_tables(connection)
        return frozenset(_columns_of(connection))


def _columns_of(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute(
        "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    )
    return {f"{table}.{column}" for table, column in rows}


def _has_projects(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM projects LIMIT 1").fetchone() is not None


def _identity_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
