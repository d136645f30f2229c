"""Users, projects, files, versions and exports: every question that the studio asks its database."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from nemovideo_mcp.edit.history import Place, TurnKind
from nemovideo_mcp.errors import SessionNotFound
from nemovideo_mcp.studio.answers import Answered, keep_answer
from nemovideo_mcp.studio.database import Database
from nemovideo_mcp.studio.records import INFO, Media, Project, Render, Stored, Version
from nemovideo_mcp.studio.rows import media_in, project_in, render_in, stored_in, version_in
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions

__all__ = ["EMPTY_DRAFT", "TOKEN_SECONDS", "Standing", "Store"]

TOKEN_SECONDS = 7 * 24 * 3600.0
EMPTY_DRAFT: Mapping[str, Any] = {"d": 0, "m": {}, "t": []}
_BEGINNING = Version(number=0, draft=dict(EMPTY_DRAFT))
_MEDIA = "SELECT * FROM media JOIN files USING (content_hash)"


class Standing(NamedTuple):
    """A project as it stands: its newest version, its files, the highest number of each letter of its ids."""

    latest: Version
    files: tuple[Media, ...]
    last_ids: Mapping[str, int]


class Store:
    """What the studio knows, in `database`; `clock` gives seconds of the epoch. Each method is one transaction."""

    def __init__(self, database: Database, *, clock: Callable[[], float]) -> None:
        self._db = database
        self._clock = clock

    # --- who -----------------------------------------------------------------------------------------------------

    async def new_token(self, client_id: str) -> tuple[str, str, float]:
        """A token for the user behind `client_id`, the user's id, and when the token expires."""
        token, now = f"nmv_usr_{secrets.token_urlsafe(32)}", self._clock()

        def work(db: sqlite3.Connection) -> str:
            made = f"anon_{uuid.uuid4().hex[:16]}"
            db.execute("INSERT INTO users VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (client_id, made, now))
            user = db.execute("SELECT user_id FROM users WHERE client_id = ?", (client_id,)).fetchone()
            db.execute("DELETE FROM tokens WHERE expires < ?", (now,))
            db.execute(
                "INSERT INTO tokens VALUES (?, ?, ?)", (_hashed(token), user["user_id"], now + TOKEN_SECONDS)
            )
            return str(user["user_id"])

        return token, await self._db.run(work), now + TOKEN_SECONDS

    async def user_of(self, token: str) -> str | None:
        """The user that a token was given to; None if it was not given, or has expired."""

        def work(db: sqlite3.Connection) -> str | None:
            row = db.execute(
                "SELECT user_id FROM tokens WHERE token_hash = ? AND expires > ?",
                (_hashed(token), self._clock()),
            ).fetchone()
            return None if row is None else str(row["user_id"])

        return await self._db.run(work)

    # --- projects and their versions -----------------------------------------------------------------------------

    async def new_project(self, user_id: str, *, name: str, language: str, skill: str = "") -> Project:
        project = Project(
            session_id=str(uuid.uuid4()),
            task_id=str(uuid.uuid4()),
            user_id=user_id,
            name=name,
            language=language,
            created=self._clock(),
            skill=skill,
        )

        def work(db: sqlite3.Connection) -> Project:
            db.execute(
                "INSERT INTO projects (session_id, task_id, user_id, name, language, created, skill)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    project.session_id,
                    project.task_id,
                    user_id,
                    name,
                    language,
                    project.created,
                    skill,
                ),
            )
            return project

        return await self._db.run(work)

    async def project(self, session_id: str, *, user_id: str) -> Project | None:
        """The project, if it is this user's."""

        def work(db: sqlite3.Connection) -> Project | None:
            row = db.execute(
                "SELECT * FROM projects WHERE session_id = ? AND user_id = ?", (session_id, user_id)
            ).fetchone()
            return None if row is None else project_in(row)

        return await self._db.run(work)

    async def projects(self, user_id: str) -> tuple[tuple[Project, float], ...]:
        """All projects of a user, the oldest first, each with the moment of its last turn."""

        def work(db: sqlite3.Connection) -> tuple[tuple[Project, float], ...]:
            rows = db.execute(
                "SELECT p.*, coalesce((SELECT max(v.created) FROM versions AS v WHERE v.session_id = p.session_id),"
                " p.created) AS changed FROM projects AS p WHERE user_id = ? ORDER BY p.created, p.rowid",
                (user_id,),
            )
            return tuple((project_in(row), float(row["changed"])) for row in rows)

        return await self._db.run(work)

    async def latest(self, session_id: str) -> Version:
        """The newest version; number 0 with an empty draft before the first turn."""

        return await self._db.run(lambda db: _latest(db, session_id))

    async def standing(self, session_id: str) -> Standing:
        """All that an edit or a reading of the timeline begins with, in one look."""

        def work(db: sqlite3.Connection) -> Standing:
            project = db.execute(
                "SELECT last_ids FROM projects WHERE session_id = ?", (session_id,)
            ).fetchone()
            return Standing(
                latest=_latest(db, session_id),
                files=_files(db, session_id),
                last_ids={} if project is None else json.loads(project["last_ids"]),
            )

        return await self._db.run(work)

    async def version(self, session_id: str, number: int) -> Version | None:
        """The version of this number; 0 is the empty beginning. None if there is none."""

        def work(db: sqlite3.Connection) -> Version | None:
            row = db.execute(
                "SELECT * FROM versions WHERE session_id = ? AND number = ?", (session_id, number)
            ).fetchone()
            return None if row is None else version_in(row)

        return _BEGINNING if number == 0 else await self._db.run(work)

    async def versions(self, session_id: str, *, most: int) -> tuple[Version, ...]:
        """The last `most` versions, the newest last."""

        def work(db: sqlite3.Connection) -> tuple[Version, ...]:
            rows = db.execute(
                "SELECT * FROM versions WHERE session_id = ? ORDER BY number DESC LIMIT ?", (session_id, most)
            )
            return tuple(reversed([version_in(row) for row in rows]))

        return await self._db.run(work)

    async def versions_by(
        self, session_id: str, author: str, *, since: int | None, most: int
    ) -> tuple[tuple[Version, ...], int]:
        """The last `most` versions in which `author` changed something, the newest last, and the number of the newest.

        They are those behind the version `since`; where it is None, behind the last one of anybody else.
        """

        def work(db: sqlite3.Connection) -> tuple[tuple[Version, ...], int]:
            rows = db.execute(
                "SELECT * FROM versions WHERE session_id = ? AND author = ? AND changed AND number > COALESCE(?,"
                " (SELECT MAX(number) FROM versions WHERE session_id = ? AND author != ?), 0)"
                " ORDER BY number DESC LIMIT ?",
                (session_id, author, since, session_id, author, most),
            ).fetchall()
            (latest,) = db.execute(
                "SELECT COALESCE(MAX(number), 0) FROM versions WHERE session_id = ?", (session_id,)
            ).fetchone()
            return tuple(version_in(row) for row in reversed(rows)), latest

        return await self._db.run(work)

    async def history(self, session_id: str) -> tuple[Place, ...]:
        """All versions' places in the history, the newest last."""

        def work(db: sqlite3.Connection) -> tuple[Place, ...]:
            rows = db.execute(
                "SELECT number, step, shows, under FROM versions WHERE session_id = ? ORDER BY number",
                (session_id,),
            )
            return tuple(Place(*row) for row in rows)

        return await self._db.run(work)

    async def add_version(
        self,
        session_id: str,
        *,
        draft: Mapping[str, Any],
        message: str,
        reply: str,
        changed: bool,
        step: TurnKind | None = None,
        at: int | None = None,
        operations: Sequence[Mapping[str, Any]] = (),
        author: str = "",
        last_ids: Mapping[str, int] | None = None,
        answered: Answered | None = None,
    ) -> int:
        """Keep a turn; its number, from 1.

        `step` is an edit or mere talk where nothing is said. `at` is the version that an undo or redo shows, or that
        an edit stands on where that is not the one before it. `operations` are those that it applied, each with its
        `author`. `last_ids` is kept with the project, `answered` with the turn, its number in it as `version`. Raises
        `KeyReused`.
        """
        taken = step or ("edit" if changed else "talk")

        def work(db: sqlite3.Connection) -> int:
            _check_project(db, session_id)
            last = db.execute(
                "SELECT number, shows, under FROM versions WHERE session_id = ? ORDER BY number DESC LIMIT 1",
                (session_id,),
            ).fetchone()
            before, shows, under = tuple(last) if last else (0, 0, 0)
            number = before + 1
            if taken in ("edit", "restore"):
                shows, under = number, shows if at is None else at
            elif taken != "talk":
                shows = at or 0
                found = db.execute(
                    "SELECT under FROM versions WHERE session_id = ? AND number = ?", (session_id, shows)
                ).fetchone()
                under = int(found["under"]) if found else 0
            db.execute(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    session_id,
                    number,
                    json.dumps(draft),
                    message,
                    reply,
                    changed,
                    self._clock(),
                    taken,
                    shows,
                    under,
                    json.dumps(list(operations), ensure_ascii=False),
                    author,
                ),
            )
            if last_ids is not None:
                db.execute(
                    "UPDATE projects SET last_ids = ? WHERE session_id = ?",
                    (json.dumps(dict(last_ids)), session_id),
                )
            if answered is not None:
                whole = replace(answered, answer={**answered.answer, "version": number})
                keep_answer(db, whole, now=self._clock())
            return number

        return await self._db.run(work)

    # --- files ---------------------------------------------------------------------------------------------------

    async def stored(self, content_hash: str) -> Stored | None:
        def work(db: sqlite3.Connection) -> Stored | None:
            row = db.execute("SELECT * FROM files WHERE content_hash = ?", (content_hash,)).fetchone()
            return None if row is None else stored_in(row)

        return await self._db.run(work)

    async def add_media(self, session_id: str, name: str, stored: Stored) -> Media:
        """Put a file into a project; the same content under the same name is there once."""

        def work(db: sqlite3.Connection) -> Media:
            db.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    stored.content_hash,
                    stored.extension,
                    stored.size_bytes,
                    INFO.dump_json(stored.info).decode(),
                ),
            )
            db.execute(
                "INSERT INTO media (media_id, session_id, key, name, content_hash) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (
                    f"m_{secrets.token_hex(6)}",
                    session_id,
                    secrets.token_urlsafe(24),
                    name,
                    stored.content_hash,
                ),
            )
            row = db.execute(
                f"{_MEDIA} WHERE session_id = ? AND content_hash = ? AND name = ?",
                (session_id, stored.content_hash, name),
            ).fetchone()
            return media_in(row)

        return await self._db.run(work)

    async def media(self, session_id: str) -> tuple[Media, ...]:
        """The files of a project in the order of their arrival."""

        return await self._db.run(lambda db: _files(db, session_id))

    async def media_by_key(self, key: str) -> Media | None:
        def work(db: sqlite3.Connection) -> Media | None:
            row = db.execute(f"{_MEDIA} WHERE key = ?", (key,)).fetchone()
            return None if row is None else media_in(row)

        return await self._db.run(work)

    async def measurement(self, content_hash: str, kind: str) -> str | None:
        return (await self.measurements([(content_hash, kind)])).get((content_hash, kind))

    async def measurements(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """Those of the wanted contents and kinds that there are."""

        def work(db: sqlite3.Connection) -> Mapping[tuple[str, str], str]:
            found: dict[tuple[str, str], str] = {}
            for key in wanted:
                row = db.execute(
                    "SELECT value FROM measurements WHERE content_hash = ? AND kind = ?", key
                ).fetchone()
                if row is not None:
                    found[key] = str(row["value"])
            return found

        return await self._db.run(work) if wanted else {}

    async def keep_measurement(self, content_hash: str, kind: str, value: str) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO measurements VALUES (?, ?, ?)", (content_hash, kind, value))

        await self._db.run(work)

    # --- exports -------------------------------------------------------------------------------------------------

    async def add_render(
        self,
        user_id: str,
        render_id: str,
        *,
        session_id: str,
        draft: Mapping[str, Any],
        options: ExportOptions = STANDARD,
    ) -> tuple[Render, bool]:
        """The export of this id, and whether it is new: an id that is known keeps the draft it came with."""

        def work(db: sqlite3.Connection) -> tuple[Render, bool]:
            _check_project(db, session_id)
            added = db.execute(
                "INSERT INTO renders (key, render_id, user_id, session_id, draft, options, status, created)"
                " VALUES (?, ?, ?, ?, ?, ?, 'pending', ?) ON CONFLICT (user_id, render_id) DO NOTHING",
                (
                    secrets.token_urlsafe(24),
                    render_id,
                    user_id,
                    session_id,
                    json.dumps(draft),
                    json.dumps(options.as_json()),
                    self._clock(),
                ),
            )
            return _one_render(db, "user_id = ? AND render_id = ?", user_id, render_id), added.rowcount > 0

        return await self._db.run(work)

    async def render(self, user_id: str, render_id: str) -> Render | None:
        return await self._find_render("user_id = ? AND render_id = ?", user_id, render_id)

    async def render_by_key(self, key: str) -> Render | None:
        return await self._find_render("key = ?", key)

    async def unfinished_renders(self) -> tuple[Render, ...]:
        """Those that wait or were going on, in the order in which they were asked for."""

        def work(db: sqlite3.Connection) -> tuple[Render, ...]:
            rows = db.execute(
                "SELECT * FROM renders WHERE status IN ('pending', 'processing') ORDER BY created, rowid"
            )
            return tuple(render_in(row) for row in rows)

        return await self._db.run(work)

    async def set_render_status(self, key: str, status: str) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("UPDATE renders SET status = ? WHERE key = ?", (status, key))

        await self._db.run(work)

    async def set_render_draft(self, key: str, draft: Mapping[str, Any]) -> None:
        """Let an export that goes on show another draft."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("UPDATE renders SET draft = ? WHERE key = ?", (json.dumps(draft), key))

        await self._db.run(work)

    async def has_film(self, session_id: str) -> bool:
        """Whether an export of the project has been completed."""

        def work(db: sqlite3.Connection) -> bool:
            found = db.execute(
                "SELECT 1 FROM renders WHERE session_id = ? AND status = 'completed' LIMIT 1", (session_id,)
            ).fetchone()
            return found is not None

        return await self._db.run(work)

    async def finish_render(
        self,
        key: str,
        *,
        output: Mapping[str, Any] | None = None,
        receipt: Mapping[str, Any] | None = None,
        error: Mapping[str, Any] | None = None,
        cancelled: bool = False,
    ) -> None:
        """The end of an export: failed if there is an `error`, else completed."""

        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "UPDATE renders SET status = ?, output = ?, receipt = ?, error = ?, cancelled = ?, completed = ?"
                " WHERE key = ?",
                (
                    "failed" if error else "completed",
                    json.dumps(output or {}),
                    json.dumps(receipt or {}),
                    json.dumps(error or {}, ensure_ascii=False),
                    cancelled,
                    self._clock(),
                    key,
                ),
            )

        await self._db.run(work)

    async def _find_render(self, where: str, *values: str) -> Render | None:
        def work(db: sqlite3.Connection) -> Render | None:
            row = db.execute(f"SELECT * FROM renders WHERE {where}", values).fetchone()  # noqa: S608 - ours
            return None if row is None else render_in(row)

        return await self._db.run(work)


def _latest(db: sqlite3.Connection, session_id: str) -> Version:
    row = db.execute(
        "SELECT * FROM versions WHERE session_id = ? ORDER BY number DESC LIMIT 1", (session_id,)
    ).fetchone()
    return _BEGINNING if row is None else version_in(row)


def _files(db: sqlite3.Connection, session_id: str) -> tuple[Media, ...]:
    rows = db.execute(f"{_MEDIA} WHERE session_id = ? ORDER BY number", (session_id,))
    return tuple(media_in(row) for row in rows)


def _check_project(db: sqlite3.Connection, session_id: str) -> None:
    """Raises `SessionNotFound` for a project that was deleted since it was looked up."""
    if db.execute("SELECT 1 FROM projects WHERE session_id = ?", (session_id,)).fetchone() is None:
        raise SessionNotFound(session_id)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()


def _one_render(db: sqlite3.Connection, where: str, *values: str) -> Render:
    return render_in(db.execute(f"SELECT * FROM renders WHERE {where}", values).fetchone())  # noqa: S608 - ours
