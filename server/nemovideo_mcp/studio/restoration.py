"""The way back from a damaged database: a checked copy, and what can be read of what was written since."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.studio.backups import (
    Backup,
    Backups,
    damage_in,
    is_good,
    open_read_only,
    soundness,
    sync_folder,
)

__all__ = ["Restored", "finish_restoration", "restore"]

_PRIVATE = 0o600
_LOGS = ("-wal", "-shm")
_LAST_ROW = 2**40
# Rows of these change after they were written: the newer state is taken. All the others are written once.
_CHANGING = frozenset({"projects", "renders"})
_JSON_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "projects": ("last_ids",),
    "files": ("info",),
    "versions": ("draft", "operations"),
    "renders": ("draft", "output", "receipt", "error"),
}


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was done: the copy that was taken, if any, how many rows beside it, and where the old file is kept."""

    backup: Backup | None
    rows: int
    kept: Path | None


def restore(
    database: Path,
    *,
    schema: int,
    make_empty: Callable[[sqlite3.Connection], None],
    chosen: Path | None,
    clock: Callable[[], float],
) -> Restored:
    """Put a copy in the place of `database`, which nobody may have open; the old file is renamed, never deleted.

    Args:
        schema: The newest version of the schema that this program knows.
        make_empty: Makes the tables in a new database, for a damaged one of which there is no copy.
        chosen: A copy to go back to as it is; else the newest good one is taken, and rows that can be read of the
            damaged file are added to it.

    Raises:
        InvalidRequest: `chosen` is no copy that can be used; or the database is sound, and nothing was chosen.
        sqlite3.Error: The database cannot be looked at, as where another program has locked it.
        OSError: A file cannot be written; the database is as it was.
    """
    finish_restoration(database)
    backups = Backups(database, clock=clock)
    backup = _chosen(backups, chosen, schema) if chosen else backups.newest_good(schema=schema)
    has_content = database.is_file() and database.stat().st_size > 0
    if chosen is None and has_content and soundness(database)[1] is None:
        raise _is_sound(database, backups.newest())
    if backup is None and not has_content:
        raise InvalidRequest(
            detail={"en": "there is no copy to bring back.", "zh": "没有可恢复的备份。"},
            hint={
                "en": "Nothing has to be restored: the studio starts with an empty database.",
                "zh": "无需恢复：工作室会使用空数据库启动。",
            },
        )
    ready, part = _ready(database), database.with_name(f".{database.name}.restoring")
    for left in (part, part.with_name(f"{part.name}-journal")):
        left.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
    rows = 0
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as made:
            if backup is None:
                make_empty(made)
            else:
                with closing(open_read_only(backup.path)) as source:
                    source.backup(made)
                made.execute("PRAGMA journal_mode=DELETE")
            if chosen is None:
                rows = _salvage(database, made)
            if (found := damage_in(made)) is not None:
                raise sqlite3.DatabaseError(found)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.utime(part, (clock(), clock()))
        part.replace(ready)
    finally:
        part.unlink(missing_ok=True)
    kept = finish_restoration(database)
    return Restored(backup=backup, rows=rows, kept=kept)


def finish_restoration(database: Path) -> Path | None:
    """Put a database that `restore` has made ready in its place; where the old file went, if there was one.

    Whoever opens the database calls it first: a kill between two of the renamings leaves the rest to the next one.
    """
    ready = _ready(database)
    if not ready.is_file():
        return None
    stamp = datetime.fromtimestamp(int(ready.stat().st_mtime), UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = database.with_name(f"{database.name}.replaced-{stamp}")
    # The log first: it would be applied to whatever stands under the database's name.
    for end in (*_LOGS, ""):
        old, aside = database.with_name(database.name + end), kept.with_name(kept.name + end)
        if old.exists():
            old.replace(_unused(aside))
    ready.replace(database)
    sync_folder(database.parent)
    return kept if kept.exists() else None


def _ready(database: Path) -> Path:
    return database.with_name(f"{database.name}.restored")


def _unused(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.name}.{number}")
        number += 1
    return free


def _chosen(backups: Backups, chosen: Path, schema: int) -> Backup:
    found = next((one for one in backups.all() if _same(one.path, chosen)), None)
    if found is not None and found.schema <= schema and is_good(found.path):
        return found
    names = ", ".join(str(one.path) for one in reversed(backups.all())) or "-"
    raise InvalidRequest(
        detail={"en": f"{chosen} is no copy that can be brought back.", "zh": f"{chosen} 不是可恢复的备份。"},
        hint={"en": f"There are: {names}.", "zh": f"现有备份：{names}。"},
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _is_sound(database: Path, newest: Backup | None) -> InvalidRequest:
    hint = {"en": "Nothing has to be restored.", "zh": "无需恢复。"}
    if newest is not None:
        command = f"nemovideo doctor --restore-backup {newest.path}"
        hint = {
            "en": f"To go back to a copy all the same, name it: {command}",
            "zh": f"如仍要恢复备份，请指定文件：{command}",
        }
    return InvalidRequest(
        detail={"en": f"{database} is not damaged.", "zh": f"{database} 没有损坏。"}, hint=hint
    )


def _salvage(database: Path, into: sqlite3.Connection) -> int:
    """Copy rows of the damaged file that the new one does not have, or has in an older state; how many they are."""
    if not database.is_file():
        return 0
    try:
        damaged = open_read_only(database)
    except sqlite3.Error:
        return _salvage_behind_header(database, into)
    with closing(damaged):
        into.execute("PRAGMA foreign_keys=OFF")
        into.execute("BEGIN IMMEDIATE")
        rows = sum(_copied(damaged, into, table, columns) for table, columns in _tables(into).items())
        into.execute("COMMIT")
    return rows


def _salvage_behind_header(database: Path, into: sqlite3.Connection) -> int:
    """The same for a file whose first bytes are wrong: a copy of it gets those of the new one [SQLite, File Format]."""
    size = database.stat().st_size
    page = int(into.execute("PRAGMA page_size").fetchone()[0])
    name = str(into.execute("PRAGMA database_list").fetchone()[2])
    mended = database.with_name(f".{database.name}.mended")
    try:
        for end in ("", "-wal"):
            if (old := database.with_name(database.name + end)).is_file():
                shutil.copyfile(old, mended.with_name(mended.name + end))
        with Path(name).open("rb") as file:
            header = bytearray(file.read(100))
        pages = (size // page).to_bytes(4, "big")
        # The size in pages, no free pages, and the two counters that vouch for the size.
        header[28:32], header[32:40], header[92:96] = pages, bytes(8), header[24:28]
        with mended.open("rb+") as file:
            file.write(header)
        open_read_only(mended).close()
        return _salvage(mended, into)
    except (sqlite3.Error, OSError):
        return 0
    finally:
        for end in ("", *_LOGS):
            mended.with_name(mended.name + end).unlink(missing_ok=True)


def _copied(damaged: sqlite3.Connection, into: sqlite3.Connection, table: str, columns: Sequence[str]) -> int:
    """How many rows of one table could be read and were taken."""
    try:
        shared = [name for name in _columns(damaged, table) if name in columns]
    except sqlite3.Error:
        return 0
    if not shared:
        return 0
    names = ", ".join(shared)
    verb = "REPLACE" if table in _CHANGING else "IGNORE"
    marks = ", ".join("?" * len(shared))
    insert = f"INSERT OR {verb} INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
    known = f"SELECT {names} FROM {table}"  # noqa: S608
    before = {tuple(row) for row in into.execute(known)} if table in _CHANGING else set[tuple[Any, ...]]()
    rows = 0
    for row in _readable_rows(damaged, table, names):
        if row in before or not _is_whole(table, dict(zip(shared, row, strict=True))):
            continue
        try:
            rows += into.execute(insert, row).rowcount
        except sqlite3.IntegrityError:
            # Half a row: a column that must hold something holds nothing.
            continue
    return rows


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {str(row[0]): _columns(connection, str(row[0])) for row in found.fetchall()}


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[0]) for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _readable_rows(damaged: sqlite3.Connection, table: str, names: str) -> Iterator[tuple[Any, ...]]:
    """The rows of `table` from its beginning, over damaged pages by leaps, and then back from its end."""
    seen: set[int] = set()
    at, leap = 0, 1
    forwards = f"SELECT rowid, {names} FROM {table} WHERE rowid > ? ORDER BY rowid"  # noqa: S608 - names of our own
    while at < _LAST_ROW:
        try:
            for number, *row in damaged.execute(forwards, (at,)):
                at, leap = int(number), 1
                seen.add(at)
                yield tuple(row)
        except (sqlite3.Error, UnicodeDecodeError):
            at, leap = at + leap, leap * 2
        else:
            break
    backwards = f"SELECT rowid, {names} FROM {table} ORDER BY rowid DESC"  # noqa: S608
    try:
        for number, *row in damaged.execute(backwards):
            if int(number) not in seen:
                yield tuple(row)
    except (sqlite3.Error, UnicodeDecodeError):
        return


def _is_whole(table: str, row: Mapping[str, Any]) -> bool:
    try:
        for name in _JSON_COLUMNS.get(table, ()):
            json.loads(row.get(name, "{}"))
    except (ValueError, TypeError):
        return False
    return True
