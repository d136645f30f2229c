"""What the studio's database keeps, and for whom."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from nemovideo_mcp.errors import DatabaseUnusable, DiskFull
from nemovideo_mcp.studio.database import SCHEMA_VERSION, Database
from nemovideo_mcp.studio.records import Stored
from nemovideo_mcp.studio.store import TOKEN_SECONDS, Store
from nemovideo_mcp.timeline.media import MediaInfo

pytestmark = pytest.mark.anyio

FILM = Stored(
    content_hash="ab" * 32,
    extension="mp4",
    size_bytes=7,
    info=MediaInfo(kind="video", duration_ms=2000, width=320, height=180, frame_rate=29.97, has_audio=True),
)


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncGenerator[Store]:
    database = Database(tmp_path / "studio.db")
    await database.open()
    yield Store(database, clock=clock)
    await database.close()


async def test_a_token_opens_until_it_expires(store: Store, clock: Clock) -> None:
    token, user_id, expires = await store.new_token("client")

    assert await store.user_of(token) == user_id
    assert expires == clock.now + TOKEN_SECONDS
    clock.now += TOKEN_SECONDS + 1
    assert await store.user_of(token) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("left_behind", [(), ("studio.db",), ("studio.db", "studio.db-wal", "studio.db-shm")])
async def test_the_file_and_its_log_are_for_their_owner_alone(
    left_behind: tuple[str, ...], tmp_path: Path
) -> None:
    for name in left_behind:
        (tmp_path / name).touch(0o644)
    before = os.umask(0o022)
    database = Database(tmp_path / "studio.db")
    await database.open()
    try:
        await database.run(lambda connection: connection.execute("INSERT INTO users VALUES ('a', 'b', 0)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
        await database.close()
    assert modes == dict.fromkeys(("studio.db", "studio.db-wal", "studio.db-shm"), 0o600)


async def test_a_token_is_not_written_down(store: Store, tmp_path: Path) -> None:
    token, _, _ = await store.new_token("client")

    assert all(token.encode() not in path.read_bytes() for path in tmp_path.iterdir())


async def test_expired_tokens_are_forgotten(store: Store, clock: Clock, tmp_path: Path) -> None:
    await store.new_token("client")
    clock.now += TOKEN_SECONDS + 1
    await store.new_token("client")

    with sqlite3.connect(tmp_path / "studio.db") as db:
        assert db.execute("SELECT count(*) FROM tokens").fetchone() == (1,)
    db.close()


async def test_versions_are_numbered_and_the_last_one_is_the_latest(store: Store) -> None:
    project = await store.new_project("anon_1", name="n", language="en")

    assert (await store.latest(project.session_id)).number == 0
    for n in (1, 2):
        assert n == await store.add_version(
            project.session_id, draft={"d": n}, message=f"m{n}", reply="r", changed=True
        )
    latest = await store.latest(project.session_id)
    assert (latest.number, latest.draft, latest.message, latest.changed) == (2, {"d": 2}, "m2", True)


async def test_a_file_is_stored_once_for_all_projects(store: Store) -> None:
    first = await store.new_project("anon_1", name="n", language="en")
    second = await store.new_project("anon_2", name="n", language="en")

    a = await store.add_media(first.session_id, "a.mp4", FILM)
    b = await store.add_media(second.session_id, "b.mp4", FILM)

    assert a.stored == b.stored == await store.stored(FILM.content_hash) == FILM
    assert a.media_id != b.media_id
    assert a.key != b.key
    assert await store.media(first.session_id) == (a,)


async def test_what_was_written_is_there_in_the_next_life(store: Store, tmp_path: Path, clock: Clock) -> None:
    project = await store.new_project("anon_1", name="My film", language="zh-CN")
    await store.add_version(project.session_id, draft={"d": 5}, message="m", reply="好", changed=True)

    # Another process, while the first one still has the file open and has not closed anything.
    other = Database(tmp_path / "studio.db")
    await other.open()
    found = Store(other, clock=clock)
    assert await found.project(project.session_id, user_id="anon_1") == project
    assert (await found.latest(project.session_id)).reply == "好"
    await other.close()


async def test_a_broken_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "studio.db")
    await database.open()

    def work(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO users VALUES ('c', 'u', 0)")
        raise KeyError("broken")

    with pytest.raises(KeyError, match="broken"):
        await database.run(work)
    count = await database.run(lambda db: db.execute("SELECT count(*) FROM users").fetchone()[0])
    await database.close()

    assert count == 0


async def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, clock: Clock) -> None:
    database = Database(tmp_path / "studio.db")
    await database.open()
    store = Store(database, clock=clock)
    project = await store.new_project("anon_1", name="n", language="en")
    version = {"message": "m", "reply": "r", "changed": True}
    await store.add_version(project.session_id, draft={"d": 1}, **version)
    await database.run(lambda db: db.execute("PRAGMA max_page_count=1").fetchone())

    with pytest.raises(DiskFull):
        await store.add_version(project.session_id, draft={"d": "x" * 1_000_000}, **version)

    assert (await store.latest(project.session_id)).draft == {"d": 1}
    await database.close()


async def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    db.close()

    with pytest.raises(DatabaseUnusable, match="newer version"):
        await Database(path).open()


async def test_an_export_is_known_by_its_user_and_id(store: Store) -> None:
    project = await store.new_project("anon_1", name="n", language="en")
    submit = {"session_id": project.session_id, "draft": {"d": 1}}

    first, new = await store.add_render("anon_1", "render_1", **submit)
    again, new_again = await store.add_render("anon_1", "render_1", session_id=project.session_id, draft={})
    other, _ = await store.add_render("anon_2", "render_1", **submit)

    assert (new, new_again) == (True, False)
    assert again == first
    assert other.key != first.key
    assert await store.unfinished_renders() == (first, other)
    await store.finish_render(first.key, output={"size": 3}, receipt={"cuts": []})
    await store.finish_render(other.key, error={"code": 500}, cancelled=True)
    assert await store.unfinished_renders() == ()
    done, failed = await store.render_by_key(first.key), await store.render_by_key(other.key)
    assert done is not None
    assert failed is not None
    assert (done.status, done.output) == ("completed", {"size": 3})
    assert (failed.status, failed.cancelled) == ("failed", True)
