"""Copies of the database: one a day and one before each change of its schema, checked before they count."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

__all__ = [
    "DAY_S",
    "KEPT",
    "Backup",
    "Backups",
    "Unsound",
    "damage_in",
    "is_good",
    "open_read_only",
    "soundness",
    "sync_folder",
]

Kind = Literal["daily", "upgrade"]

DAY_S = 24 * 3600.0
KEPT: Mapping[Kind, int] = {"daily": 3, "upgrade": 2}
"""How many copies of each kind are kept; the oldest are deleted when a newer one has passed its check."""

_PRIVATE = 0o600
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"studio-(\d{8}T\d{6}Z)-v(\d{1,6})-(daily|upgrade)\.db")
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Unsound(Exception):
    """A copy that did not pass its check: the database itself is damaged."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A copy on the disk: when it was made (seconds of the epoch), and the version of its schema."""

    path: Path
    made: float
    schema: int
    kind: Kind

    @property
    def when(self) -> str:
        """The moment in UTC, as people read it."""
        return datetime.fromtimestamp(self.made, UTC).strftime("%Y-%m-%d %H:%M UTC")


class Backups:
    """The copies of the database at `database`, in the folder `backups` beside it.

    `clock` gives seconds of the epoch.
    """

    def __init__(self, database: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self.folder = database.parent / "backups"

    def all(self) -> tuple[Backup, ...]:
        """Every copy, the newest last; none where the folder cannot be read."""
        try:
            found = [_backup(path) for path in self.folder.iterdir()]
        except OSError:
            return ()
        return tuple(sorted((one for one in found if one), key=lambda one: (one.made, one.path.name)))

    def newest(self) -> Backup | None:
        return next(iter(self.all()[-1:]), None)

    def newest_good(self, *, schema: int) -> Backup | None:
        """The newest copy of at most version `schema` that passes its check."""
        return next((one for one in reversed(self.all()) if one.schema <= schema and is_good(one.path)), None)

    def age_s(self) -> float | None:
        """Seconds since the newest copy was made; None if there is none, or it comes from the future."""
        newest = self.newest()
        age = self._clock() - newest.made if newest else -1.0
        return age if age >= 0 else None

    def is_due(self) -> bool:
        """True where no copy of the last 24 hours is there."""
        age = self.age_s()
        return age is None or age >= DAY_S

    def make(self, kind: Kind, source: sqlite3.Connection) -> Backup:
        """Copy the database that `source` has open while others go on writing it [SQLite, Online Backup API].

        The copy is made under another name, checked and renamed, so that a copy under its own name is always whole.

        Raises:
            Unsound: The copy has damaged pages, as the database must have. Older copies stay.
            OSError, sqlite3.Error: It cannot be written.
        """
        self.folder.mkdir(exist_ok=True, mode=0o700)
        for left in self.folder.glob(".*.part*"):
            left.unlink(missing_ok=True)
        now = self._clock()
        schema = int(source.execute("PRAGMA user_version").fetchone()[0])
        stamp = datetime.fromtimestamp(now, UTC).strftime(_STAMP)
        target = self.folder / f"studio-{stamp}-v{schema}-{kind}.db"
        part = self.folder / f".{target.name}.part"
        try:
            _copy(source, part)
            part.replace(target)
        except BaseException:
            for path in (part, part.with_name(f"{part.name}-journal")):
                path.unlink(missing_ok=True)
            raise
        sync_folder(self.folder)
        for old in [one for one in self.all() if one.kind == kind][: -KEPT[kind]]:
            old.path.unlink(missing_ok=True)
        self._note_path.unlink(missing_ok=True)
        return Backup(path=target, made=now, schema=schema, kind=kind)

    def note_failure(self, reason: str) -> None:
        """Leave word for `doctor` that no copy could be made; where that cannot be written either, there is none."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True, mode=0o700)
            self._note_path.write_text(json.dumps({"reason": reason[:300]}), encoding="utf-8")

    def failure(self) -> str:
        """Why the last copy could not be made; nothing where it could."""
        try:
            found: object = json.loads(self._note_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        return str(cast("Mapping[str, Any]", found).get("reason", "?")) if isinstance(found, dict) else "?"

    @property
    def _note_path(self) -> Path:
        return self.folder / "last_failure.json"


def damage_in(connection: sqlite3.Connection) -> str | None:
    """The first thing that is wrong with the pages of a database; None if `quick_check` finds nothing."""
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return str(error)
        raise
    said = " ".join(str(row[0]) for row in found)
    return None if said == "ok" else " ".join(said.split())[:200] or "no answer"


def is_damage(error: sqlite3.Error) -> bool:
    """True for the errors by which SQLite says that a file is no whole database."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def soundness(path: Path) -> tuple[int, str | None]:
    """The version of the schema of the database at `path`, and what is wrong with its pages, if anything.

    Raises:
        sqlite3.Error: It cannot be looked at, as where another program has locked it.
    """
    try:
        with closing(open_read_only(path)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            return version, damage_in(connection) if version > 0 else "it has no tables of ours"
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return 0, str(error)
        raise


def is_good(path: Path) -> bool:
    """True for a database of ours whose pages are whole."""
    try:
        return soundness(path)[1] is None
    except sqlite3.Error:
        return False


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing of the database at `path`; beside a log that is in use, or without one.

    Raises:
        sqlite3.Error: The file cannot be opened or is no database.
    """
    address = path.absolute().as_uri()
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{address}?{mode}", uri=True, isolation_level=None, timeout=2.0)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA schema_version").fetchone()
        except sqlite3.DatabaseError as error:
            connection.close()
            # Where the folder may not be written, the index of the log cannot be made.
            cannot_open = getattr(error, "sqlite_errorcode", 0) & 0xFF in (
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_READONLY,
            )
            if not cannot_open or mode != "mode=ro":
                raise
        else:
            return connection
    raise AssertionError  # The second attempt returns or raises.


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _copy(source: sqlite3.Connection, part: Path) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        source.backup(copy)
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        if (found := damage_in(copy)) is not None:
            raise Unsound(found)
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None
    return Backup(path=path, made=made, schema=int(match[2]), kind=cast("Kind", match[3]))
