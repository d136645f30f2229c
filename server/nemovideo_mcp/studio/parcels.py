"""One user's records and files, taken out of a studio into a single file, and put into another studio.

Both studios have ended meanwhile: whoever calls these functions holds the lock of the data folder.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any, cast

from nemovideo_mcp.errors import InvalidRequest, NotEnoughSpace
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.shards import SHARDS
from nemovideo_mcp.studio.database import SCHEMA_VERSION, make_tables
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.space_limits import RESERVE_BYTES
from nemovideo_mcp.video.files import whole_file

__all__ = ["forget", "pack", "unpack"]

_ROWS, _FOLDER, _MEDIA, _RENDERS = "rows.json", "folder", "media", "renders"
_MAX_ROWS_BYTES = 1024**3
_PIECE = 1024 * 1024
# A table is a user's by the first of these columns that it has.
_BY: Mapping[str, str] = {
    "user_id": "user_id = :user",
    "session_id": "session_id IN (SELECT session_id FROM projects WHERE user_id = :user)",
    "content_hash": "content_hash IN (SELECT content_hash FROM media JOIN projects USING (session_id)"
    " WHERE user_id = :user)",
}
_SHARED = frozenset({"files", "measurements"})
"""Tables about content, which users have in common."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def pack(files: Files, *, client_id: str, folder: Path, target: Path) -> int:
    """Write all that the studio has of the user with this client id, and the user's `folder`, to the file `target`.

    Nothing is taken away. The file is for its owner's eyes only; it appears whole or not at all. Returns its bytes.

    Raises:
        InvalidRequest: The database is of another version, or a file that belongs to the user is gone.
        NotEnoughSpace: The disk of `target` has no room for it.
    """
    rows = _rows_of(files, client_id)
    held = [(f"{_MEDIA}/{path.name}", path) for path in _media_of(files, rows, must_exist=True)]
    held += [(f"{_RENDERS}/{path.name}", path) for path in _renders_of(files, rows)]
    held += [(f"{_FOLDER}/{path.relative_to(folder).as_posix()}", path) for path in _files_below(folder)]
    check_room(target.parent, sum(path.stat().st_size for _, path in held))
    with whole_file(target) as part:
        part.chmod(0o600)
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as archive:
            said = json.dumps({"schema": SCHEMA_VERSION, "client_id": client_id, "rows": rows}).encode()
            info = tarfile.TarInfo(_ROWS)
            info.size = len(said)
            archive.addfile(info, io.BytesIO(said))
            for name, path in held:
                archive.add(path, arcname=name, recursive=False)
    return target.stat().st_size


def unpack(files: Files, *, parcel: Path, folder: Path) -> None:
    """Put a user's records and files, as `pack` wrote them, into this studio; the user's `folder` comes last of all.

    Where it is broken off, the same again completes it. Raises `InvalidRequest` for a parcel of another version or
    with damaged content, `NotEnoughSpace`, and `FileExistsError` where `folder` is there already.
    """
    if folder.exists():
        raise FileExistsError(folder)
    check_room(files.data, parcel.stat().st_size)
    arriving = folder.with_name(f".{folder.name}.arriving")
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(parents=True, mode=0o700)
    try:
        with tarfile.open(parcel, "r:") as archive:
            said = _manifest(archive, parcel)
            rows = cast("Rows", said["rows"])
            places = {path.name: path for path in _media_of(files, rows, must_exist=False)}
            for member in archive:
                kind, _, name = member.name.partition("/")
                source = archive.extractfile(member) if member.isfile() else None
                if source is None or not _is_plain(name):
                    continue
                if kind == _MEDIA and name in places:
                    _put(source, places[name], content_hash=places[name].stem, parcel=parcel)
                elif kind == _RENDERS and "/" not in name:
                    _put(source, files.renders / name)
                elif kind == _FOLDER:
                    _put(source, arriving / PurePosixPath(name))
    except (tarfile.TarError, EOFError) as error:
        raise _refused("bad_parcel", path=parcel, reason=type(error).__name__) from None
    _insert(files, rows)
    arriving.replace(folder)


def forget(files: Files, *, client_id: str) -> int:
    """Delete what the studio has of a user, but files that others have too. Returns the bytes that went."""
    rows = _rows_of(files, client_id)
    user = _user_in(rows)
    if user is None:
        return 0
    with closing(_opened(files)) as db, db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("PRAGMA defer_foreign_keys=ON")
        mine = {str(row["content_hash"]) for row in rows.get("files", ())}
        tables = _tables(db)
        # Those by session need the projects, and those by content the media: they go first.
        for column in ("session_id", "user_id"):
            for table in (name for name, by in tables.items() if by == column):
                db.execute(f'DELETE FROM "{table}" WHERE {_BY[column]}', {"user": user})  # noqa: S608 - ours
        shared = {str(row[0]) for row in db.execute("SELECT DISTINCT content_hash FROM media")}
        for gone in mine - shared:
            for table in (name for name, by in tables.items() if by == "content_hash"):
                db.execute(f'DELETE FROM "{table}" WHERE content_hash = ?', (gone,))  # noqa: S608 - ours
    going = [path for path in _media_of(files, rows, must_exist=False) if path.stem not in shared]
    going += _renders_of(files, rows)
    freed = sum(path.stat().st_size for path in going if path.exists())
    for path in going:
        path.unlink(missing_ok=True)
    return freed


def check_room(folder: Path, needed_bytes: int) -> None:
    """Raise `NotEnoughSpace` where `needed_bytes` would leave less than the reserve free on the disk of `folder`."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes + RESERVE_BYTES:
        mb = 1_000_000
        raise NotEnoughSpace(
            needed_mb=max(1, needed_bytes // mb), free_mb=free // mb, reserve_mb=RESERVE_BYTES // mb
        )


# --- records ---------------------------------------------------------------------------------------------------------


def _opened(files: Files) -> sqlite3.Connection:
    """The database of a studio that does not run. Raises `InvalidRequest` where it is of another version."""
    new = not files.database.exists()
    files.database.touch(mode=0o600)
    db = sqlite3.connect(files.database, isolation_level=None)
    db.row_factory = sqlite3.Row
    if new:
        db.execute("PRAGMA journal_mode=WAL")
        make_tables(db)
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found != SCHEMA_VERSION:
        db.close()
        raise _refused("other_schema", found=found, known=SCHEMA_VERSION)
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA foreign_keys=ON")
    return db


def _tables(db: sqlite3.Connection) -> dict[str, str]:
    """The tables that have rows of users, and the column by which they are found."""
    rows = db.execute(
        "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    )
    columns: dict[str, set[str]] = {}
    for table, column in rows:
        columns.setdefault(str(table), set()).add(str(column))
    found = {table: next((by for by in _BY if by in named), None) for table, named in columns.items()}
    return {table: by for table, by in found.items() if by is not None}


def _rows_of(files: Files, client_id: str) -> dict[str, list[dict[str, Any]]]:
    if not files.database.exists():
        return {}
    with closing(_opened(files)) as db:
        known = db.execute("SELECT user_id FROM users WHERE client_id = ?", (client_id,)).fetchone()
        if known is None:
            return {}
        return {table: _selected(db, table, by, known["user_id"]) for table, by in _tables(db).items()}


def _selected(db: sqlite3.Connection, table: str, by: str, user: str) -> list[dict[str, Any]]:
    question = f'SELECT * FROM "{table}" WHERE {_BY[by]} ORDER BY rowid'  # noqa: S608 - the names are ours
    return [dict(row) for row in db.execute(question, {"user": user})]


def _user_in(rows: Rows) -> str | None:
    users = rows.get("users", ())
    return str(users[0]["user_id"]) if users else None


def _insert(files: Files, rows: Rows) -> None:
    user = _user_in(rows)
    if user is None:
        return
    with closing(_opened(files)) as db, db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("PRAGMA defer_foreign_keys=ON")
        if db.execute("SELECT 1 FROM users WHERE user_id = ?", (user,)).fetchone() is not None:
            return
        for table, by in _tables(db).items():
            counted = _counted_column(db, table)
            verb = "INSERT OR IGNORE" if by == "content_hash" or table in _SHARED else "INSERT"
            for row in rows.get(table, ()):
                kept = {name: value for name, value in row.items() if name != counted}
                names = ", ".join(f'"{name}"' for name in kept)
                holes = ", ".join("?" * len(kept))
                db.execute(f'{verb} INTO "{table}" ({names}) VALUES ({holes})', tuple(kept.values()))


def _counted_column(db: sqlite3.Connection, table: str) -> str | None:
    """The column that SQLite numbers by itself: another studio has other numbers."""
    keys = [row for row in db.execute(f'PRAGMA table_info("{table}")') if row["pk"]]
    return str(keys[0]["name"]) if len(keys) == 1 and keys[0]["type"] == "INTEGER" else None


# --- files -----------------------------------------------------------------------------------------------------------


def _media_of(files: Files, rows: Rows, *, must_exist: bool) -> list[Path]:
    paths = [
        files.media_path(str(row["content_hash"]), str(row["extension"])) for row in rows.get("files", ())
    ]
    missing = next((path for path in paths if must_exist and not path.is_file()), None)
    if missing is not None:
        raise _refused("media_gone", path=missing)
    return paths


def _renders_of(files: Files, rows: Rows) -> list[Path]:
    keys = [str(row["key"]) for row in rows.get("renders", ())]
    paths = [path for key in keys for path in (files.render_path(key), files.delivered_path(key))]
    return [path for path in paths if path.is_file()]


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix not in (".lock", ".part"):
            yield path


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _manifest(archive: tarfile.TarFile, parcel: Path) -> dict[str, Any]:
    first = archive.next()
    source = archive.extractfile(first) if first is not None and first.name == _ROWS else None
    if first is None or source is None or first.size > _MAX_ROWS_BYTES:
        raise _refused("bad_parcel", path=parcel, reason=_ROWS)
    try:
        said: object = json.loads(source.read())
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise _refused("bad_parcel", path=parcel, reason=_ROWS)
    found = cast("dict[str, Any]", said)
    if found.get("schema") != SCHEMA_VERSION:
        raise _refused("other_schema", found=found.get("schema"), known=SCHEMA_VERSION)
    return found


def _put(source: Any, target: Path, *, content_hash: str | None = None, parcel: Path | None = None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with whole_file(target) as part:
        with part.open("wb") as file:
            while piece := source.read(_PIECE):
                digest.update(piece)
                file.write(piece)
        if content_hash is not None and digest.hexdigest() != content_hash:
            raise _refused("bad_parcel", path=parcel, reason=target.name)
        part.chmod(0o600)


def _refused(key: str, **fields: object) -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(SHARDS, key, **fields).pair(), hint=words_of(SHARDS, f"{key}_hint", **fields).pair()
    )
