"""What users and projects hold in the studio's database and folders, counted in bytes, and how a project goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.studio.database import Database

__all__ = ["Contents", "HeldFile", "Holdings"]

_UNFINISHED = "status IN ('pending', 'processing')"
# Every table that has rows of projects, whichever version of the program has added it.
_TABLES_OF_PROJECTS = (
    "SELECT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND c.name = 'session_id'"
)


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """The studio's copy of a file of a project; one that is `shared` is in another project of the same user too.

    `others` says that another user has the same content, which is nobody's business: for this user the file goes.
    """

    name: str
    content_hash: str
    extension: str
    size_bytes: int
    shared: bool
    others: bool


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a project holds: its files, how many versions, the keys of its films, and the exports that go on."""

    files: tuple[HeldFile, ...]
    versions: int
    film_keys: tuple[str, ...]
    exports: tuple[str, ...]

    @property
    def own_files(self) -> tuple[HeldFile, ...]:
        """Those that nobody has any more when it is gone."""
        return tuple(file for file in self.files if not file.shared and not file.others)


class Holdings:
    """Questions about what lies in the studio; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def media_bytes(self, user_id: str) -> int:
        """The size of all files of a user; the same content counts once."""

        def work(db: sqlite3.Connection) -> int:
            row = db.execute(
                "SELECT coalesce(sum(size_bytes), 0) FROM files WHERE content_hash IN"
                " (SELECT content_hash FROM media JOIN projects USING (session_id) WHERE user_id = ?)",
                (user_id,),
            ).fetchone()
            return int(row[0])

        return await self._db.run(work)

    async def film_keys(self, user_id: str) -> tuple[str, ...]:
        """The keys of the user's films, whether or not the files are still there."""

        def work(db: sqlite3.Connection) -> tuple[str, ...]:
            rows = db.execute(
                "SELECT key FROM renders WHERE user_id = ? AND status = 'completed'", (user_id,)
            )
            return tuple(str(row["key"]) for row in rows)

        return await self._db.run(work)

    async def largest_projects(self, user_id: str, *, most: int = 3) -> tuple[tuple[str, int], ...]:
        """The names of the projects with the most bytes of files, and these bytes; the largest first."""

        def work(db: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
            rows = db.execute(
                "SELECT p.name AS name, sum(f.size_bytes) AS held FROM projects AS p JOIN"
                " (SELECT DISTINCT session_id, content_hash FROM media) USING (session_id)"
                " JOIN files AS f USING (content_hash) WHERE p.user_id = ?"
                " GROUP BY p.session_id ORDER BY held DESC, p.created LIMIT ?",
                (user_id, most),
            )
            return tuple((str(row["name"]), int(row["held"])) for row in rows)

        return await self._db.run(work)

    async def contents(self, session_id: str) -> Contents:
        """What the project holds."""
        return await self._db.run(lambda db: _contents(db, session_id))

    async def delete(self, session_id: str, *, remove: Callable[[Contents], None]) -> Contents:
        """Delete the project with all that is its own; `remove` deletes the files, before anything is committed.

        In that order nothing stays on the disk that no row knows of, wherever it is broken off. Files that are in
        other projects stay. Raises `InvalidRequest` while an export of it waits or goes on.
        """

        def work(db: sqlite3.Connection) -> Contents:
            found = _contents(db, session_id)
            if found.exports:
                raise InvalidRequest(
                    detail=words_of(SPACE, "delete_exports", job_id=found.exports[0]).pair(),
                    hint=words_of(SPACE, "delete_exports_hint").pair(),
                )
            tables = [str(row[0]) for row in db.execute(_TABLES_OF_PROJECTS)]
            for table in sorted(tables, key=lambda name: name == "projects"):
                db.execute(f'DELETE FROM "{table}" WHERE session_id = ?', (session_id,))  # noqa: S608 - ours
            for file in found.own_files:
                for table in ("measurements", "files"):
                    db.execute(f"DELETE FROM {table} WHERE content_hash = ?", (file.content_hash,))  # noqa: S608 - ours
            remove(found)
            return found

        return await self._db.run(work)


def _contents(db: sqlite3.Connection, session_id: str) -> Contents:
    files = db.execute(
        "SELECT min(m.name) AS name, content_hash, extension, size_bytes,"
        " EXISTS (SELECT 1 FROM media AS x JOIN projects AS o ON o.session_id = x.session_id WHERE"
        " x.content_hash = m.content_hash AND o.session_id != p.session_id AND o.user_id = p.user_id) AS shared,"
        " EXISTS (SELECT 1 FROM media AS x JOIN projects AS o ON o.session_id = x.session_id WHERE"
        " x.content_hash = m.content_hash AND o.user_id != p.user_id) AS others"
        " FROM media AS m JOIN files USING (content_hash) JOIN projects AS p USING (session_id)"
        " WHERE session_id = ? GROUP BY content_hash ORDER BY number",
        (session_id,),
    )
    held = tuple(
        HeldFile(
            name=row["name"],
            content_hash=row["content_hash"],
            extension=row["extension"],
            size_bytes=row["size_bytes"],
            shared=bool(row["shared"]),
            others=bool(row["others"]),
        )
        for row in files
    )
    versions = db.execute("SELECT count(*) FROM versions WHERE session_id = ?", (session_id,)).fetchone()
    keys = db.execute("SELECT key FROM renders WHERE session_id = ?", (session_id,))
    exports = db.execute(
        f"SELECT render_id FROM renders WHERE session_id = ? AND {_UNFINISHED} ORDER BY created",  # noqa: S608 - ours
        (session_id,),
    )
    return Contents(
        files=held,
        versions=int(versions[0]),
        film_keys=tuple(str(row["key"]) for row in keys),
        exports=tuple(str(row["render_id"]) for row in exports),
    )
