"""The database: checked on opening, copied, brought back, and what is said when something is wrong with it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.studio.backups import DAY_S, KEPT, Backups
from nemovideo_mcp.studio.database import SCHEMA_VERSION, Database, make_tables
from nemovideo_mcp.studio.restoration import restore
from support.databases import (
    DUMPS,
    add_versions,
    copy_made,
    make_database,
    spoil,
    spoil_header,
    versions_in,
)

pytestmark = pytest.mark.anyio

NOON = 1_767_268_800.0  # 2026-01-01 12:00 UTC


class Clock:
    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "studio.db"


@asynccontextmanager
async def opened(path: Path, clock: Clock | None = None) -> AsyncGenerator[Database]:
    database = Database(path, clock=clock or Clock(), lock_s=0.05)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def count(database: Database) -> int:
    return await database.run(lambda db: db.execute("SELECT count(*) FROM versions").fetchone()[0])


def bring_back(path: Path, chosen: Path | None = None, clock: Clock | None = None):
    return restore(path, schema=SCHEMA_VERSION, make_empty=make_tables, chosen=chosen, clock=clock or Clock())


# --- opening -----------------------------------------------------------------------------------------------------


def newer(path: Path) -> None:
    with closing(sqlite3.connect(make_database(path, versions=3))) as db:
        db.execute("PRAGMA user_version=99")


def folder_in_place(path: Path) -> None:
    path.mkdir(parents=True)


def file_in_place_of_folder(path: Path) -> None:
    path.parent.write_text("a file")


def broken_header(path: Path) -> None:
    spoil_header(make_database(path))


def broken_page(path: Path) -> None:
    spoil(make_database(path), page=30)


def emptied(path: Path) -> None:
    copy_made(make_database(path))
    path.write_bytes(b"")


def deleted(path: Path) -> None:
    copy_made(make_database(path))
    path.unlink()


def of_another_program(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE notes (text TEXT)")


def without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(make_database(path, versions=3))) as db:
        db.execute("DROP TABLE renders")


@pytest.mark.parametrize(
    ("prepare", "kind", "said"),
    [
        (newer, errors.DatabaseUnusable, "newer version of this program (schema 99"),
        (folder_in_place, errors.DatabaseUnusable, "it is a folder"),
        (file_in_place_of_folder, errors.DatabaseUnusable, "a part of the path is a file"),
        (broken_header, errors.DatabaseDamaged, "not a database"),
        (broken_page, errors.DatabaseDamaged, "Page 30"),
        (emptied, errors.DatabaseDamaged, "empty or gone"),
        (deleted, errors.DatabaseDamaged, "empty or gone"),
        (of_another_program, errors.DatabaseDamaged, "1 tables at version 0"),
        (without_a_table, errors.DatabaseDamaged, "renders.key"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
async def test_a_database_that_cannot_be_opened_says_why_and_is_left_as_it_is(
    path: Path, prepare: Callable[[Path], None], kind: type[errors.NemoError], said: str
) -> None:
    prepare(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(kind) as caught:
        async with opened(path):
            pass
    error = caught.value
    assert said in error.what("en")
    assert error.what("zh").startswith("工作室数据库")
    assert "{" not in error.describe("zh") + error.describe("en")
    if kind is errors.DatabaseDamaged:
        assert "nemovideo doctor --restore-backup" in error.next_step("en")
        assert "nemovideo doctor --restore-backup" in error.next_step("zh")
    assert (path.read_bytes() if path.is_file() else None) == before


async def test_a_lock_of_another_program_is_said_at_opening_and_meanwhile(path: Path) -> None:
    make_database(path, versions=2)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(errors.DatabaseUnusable, match="locked by another program"):
            async with opened(path):
                pass
        other.execute("ROLLBACK")
        async with opened(path) as database:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(errors.DatabaseUnusable, match="locked by another program"):
                await count(database)
            other.execute("ROLLBACK")
            assert await count(database) == 2


async def test_an_empty_file_that_a_kill_left_behind_is_a_new_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    async with opened(path) as database:
        assert await count(database) == 0


async def test_the_newest_good_copy_is_named_in_the_way_back(path: Path) -> None:
    make_database(path)
    good = copy_made(path, stamp="20260101T080000Z")
    bad = copy_made(path, stamp="20260101T090000Z")
    spoil(bad, page=20)
    spoil(path, page=30)
    with pytest.raises(errors.DatabaseDamaged) as caught:
        async with opened(path):
            pass
    assert str(good) in caught.value.next_step()
    assert "2026-01-01 08:00 UTC" in caught.value.next_step("zh")


# --- what happens while it is open -----------------------------------------------------------------------------------


async def test_damage_that_shows_while_it_is_open_is_an_error_of_ours(path: Path) -> None:
    make_database(path)
    async with opened(path) as database:
        spoil(path, page=30)
        with pytest.raises(errors.DatabaseDamaged, match="--restore-backup"):
            await database.run(lambda db: db.execute("SELECT sum(length(draft)) FROM versions").fetchone())


async def test_a_file_that_is_deleted_meanwhile_is_noticed_and_what_it_held_is_kept(path: Path) -> None:
    make_database(path, versions=7)
    async with opened(path) as database:
        assert await count(database) == 7
        path.unlink()
        with pytest.raises(errors.DatabaseDamaged, match="deleted or replaced"):
            await count(database)
    assert bring_back(path).backup is not None
    assert versions_in(path) == list(range(1, 8))


async def test_a_fault_of_our_own_is_not_dressed_up(path: Path) -> None:
    async with opened(path) as database:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await database.run(lambda db: db.execute("SELECT * FROM no_such"))


# --- copies ------------------------------------------------------------------------------------------------------


async def test_a_copy_is_made_before_the_schema_is_changed(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript((DUMPS / "studio_0_2.sql").read_text(encoding="utf-8"))
        found = db.execute("PRAGMA user_version").fetchone()[0]
    async with opened(path):
        pass
    [copy] = Backups(path, clock=Clock()).all()
    assert (copy.kind, copy.schema) == ("upgrade", found)
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert versions_in(copy.path) == [1, 2, 3, 4, 5]
    with closing(sqlite3.connect(copy.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == found
    assert [left.name for left in copy.path.parent.iterdir()] == [copy.path.name]


async def test_a_copy_is_made_each_day_and_a_few_are_kept(path: Path) -> None:
    clock = Clock()
    make_database(path, versions=1)
    async with opened(path, clock) as database:
        made = []
        for day in range(6):
            clock.now = NOON + day * DAY_S
            made.append(await database.back_up())
            clock.now += DAY_S / 2
            assert not await database.back_up()
            add_versions(path, range(day + 2, day + 3))
        assert made == [True] * 6
    copies = Backups(path, clock=clock).all()
    assert len(copies) == KEPT["daily"] == 3
    assert [versions_in(copy.path)[-1] for copy in copies] == [4, 5, 6]
    assert {copy.path.stat().st_mode & 0o777 for copy in copies} == {0o600}


async def test_an_empty_database_is_not_copied(path: Path) -> None:
    async with opened(path) as database:
        assert not await database.back_up()


async def test_a_copy_from_the_future_does_not_put_off_the_next(path: Path) -> None:
    make_database(path, versions=1)
    copy_made(path, stamp="20990101T000000Z")
    async with opened(path) as database:
        assert await database.back_up()


async def test_a_damaged_database_takes_no_good_copys_place(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_database(path)
    copies = [copy_made(path, stamp=f"2025010{day}T000000Z") for day in (1, 2, 3)]
    async with opened(path) as database:
        spoil(path, page=30)
        assert not await database.back_up()
    assert all(copy.exists() for copy in copies)
    assert "is damaged" in caplog.text
    assert "is damaged" in Backups(path, clock=Clock()).failure()
    caplog.clear()


LIMITED = """
import asyncio, logging, resource, sys
from pathlib import Path
from nemovideo_mcp.studio.database import Database

async def main():
    database = Database(Path(sys.argv[1]))
    await database.open()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    made = await database.back_up()
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    found = await database.run(lambda db: db.execute("SELECT count(*) FROM versions").fetchone()[0])
    await database.close()
    print(made, found)

asyncio.run(main())
"""


async def test_a_copy_that_finds_no_room_does_not_stop_the_studio(path: Path) -> None:
    make_database(path)
    done = subprocess.run([sys.executable, "-c", LIMITED, path], capture_output=True, text=True, timeout=60)
    assert done.stdout == "False 300\n", done.stderr
    assert "could not be copied" in done.stderr
    backups = Backups(path, clock=Clock())
    assert backups.failure()
    assert [left.name for left in backups.folder.iterdir()] == ["last_failure.json"]
    async with opened(path) as database:
        assert await database.back_up()
    assert backups.failure() == ""


# --- kills ---------------------------------------------------------------------------------------------------------

# One process that forks for each step: the child is killed at it, the next one opens what it left.
KILLED = """
import asyncio, os, shutil, signal, sqlite3, sys
from pathlib import Path
from nemovideo_mcp.studio import backups, database, restoration

steps, limit = 0, 0
def step(*_):
    global steps
    steps += 1
    if steps == limit:
        os.kill(os.getpid(), signal.SIGKILL)

plain_connect, plain_fsync, plain_replace = sqlite3.connect, os.fsync, Path.replace
def connect(*args, **kwargs):
    made = plain_connect(*args, **kwargs)
    made.set_trace_callback(step)
    return made
def fsync(handle):
    step(); plain_fsync(handle); step()
def replace(self, target):
    step(); made = plain_replace(self, target); step(); return made
sqlite3.connect, os.fsync, Path.replace = connect, fsync, replace

async def life(path):
    db = database.Database(path)
    await db.open()
    await db.run(lambda c: c.execute("UPDATE projects SET name = name || '!'"))
    await db.back_up()
    await db.close()

def restored(path):
    restoration.restore(path, schema=database.SCHEMA_VERSION, make_empty=database.make_tables, chosen=None,
                        clock=lambda: 1e9)

def in_child(work):
    pid = os.fork()
    if not pid:
        code = 1
        try:
            code = work() or 0
        finally:
            os._exit(code)
    return os.waitpid(pid, 0)[1]

def check(path):
    async def look():
        db = database.Database(path)
        await db.open()
        found = await db.run(lambda c: c.execute("SELECT count(*) FROM versions").fetchone()[0])
        await db.close()
        return found
    assert asyncio.run(look()) == int(sys.argv[3])
    assert all(backups.is_good(one.path) for one in backups.Backups(path, clock=lambda: 1e9).all())
    assert not list(path.parent.glob("*.restored"))

work = {"life": lambda p: asyncio.run(life(p)), "restore": restored}[sys.argv[2]]
source, killed = Path(sys.argv[1]), 0
while True:
    limit += 1
    place = source.parent / f"{sys.argv[2]}-{limit}"
    shutil.copytree(source, place)
    status = in_child(lambda: work(place / "studio.db"))
    if os.WIFSIGNALED(status):
        killed += 1
    else:
        assert status == 0, status
    at, limit = limit, 0
    if sys.argv[2] == "restore" and os.WIFSIGNALED(status):
        # Killed before the new one was ready, the database is as damaged as before, and is restored again.
        def again():
            restoration.finish_restoration(place / "studio.db")
            if not backups.is_good(place / "studio.db"):
                restored(place / "studio.db")
        assert in_child(again) == 0, at
    assert in_child(lambda: check(place / "studio.db")) == 0, at
    limit = at
    shutil.rmtree(place)
    if not os.WIFSIGNALED(status):
        break
print(killed)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
async def test_a_kill_at_any_step_of_opening_upgrading_and_copying_leaves_all_versions(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript((DUMPS / "studio_0_1.sql").read_text(encoding="utf-8"))
    assert killed_steps(path, "life", versions=5) > 40


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
async def test_a_kill_at_any_step_of_restoring_can_be_gone_on_from(path: Path) -> None:
    make_database(path, versions=8)
    copy_made(path)
    add_versions(path, range(9, 13))
    spoil_header(path)
    assert killed_steps(path, "restore", versions=12) > 20


def killed_steps(path: Path, work: str, *, versions: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, path.parent, work, str(versions)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return int(done.stdout)


# --- the way back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoiled", [spoil_header, lambda path: spoil(path, page=30)], ids=["header", "page"])
async def test_a_copy_comes_back_with_what_can_be_read_of_later_work(
    path: Path, spoiled: Callable[[Path], None]
) -> None:
    make_database(path, versions=200)
    copy_made(path)
    add_versions(path, range(201, 301))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE projects SET last_ids = ?", ('{"c": 12}',))
        db.commit()
    spoiled(path)
    before = path.read_bytes()

    done = bring_back(path)

    assert (done.rows, done.backup is not None) == (101, True)
    assert versions_in(path) == list(range(1, 301))
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600
    async with opened(path) as database:
        ids = await database.run(lambda db: db.execute("SELECT last_ids FROM projects").fetchone()[0])
    assert ids == '{"c": 12}'


async def test_without_a_copy_what_can_be_read_is_saved(path: Path) -> None:
    make_database(path, versions=300)
    spoil(path, page=30)
    done = bring_back(path)
    assert done.backup is None
    saved = versions_in(path)
    # A page holds some nine versions.
    assert 285 <= len(saved) < 300
    assert saved[0] == 1
    assert saved[-1] == 300


async def test_a_sound_database_is_only_replaced_by_a_copy_that_is_named(path: Path) -> None:
    make_database(path, versions=5)
    copy = copy_made(path)
    add_versions(path, range(6, 9))
    with pytest.raises(errors.InvalidRequest, match="is not damaged") as caught:
        bring_back(path)
    assert str(copy) in caught.value.next_step("zh")
    with pytest.raises(errors.InvalidRequest, match="is no copy"):
        bring_back(path, chosen=path)
    assert versions_in(path) == list(range(1, 9))
    done = bring_back(path, chosen=copy)
    assert (done.rows, versions_in(path)) == (0, [1, 2, 3, 4, 5])
    assert done.kept is not None
    assert versions_in(done.kept)[-1] == 8


async def test_a_log_that_lies_beside_a_damaged_file_is_not_applied_to_the_copy(path: Path) -> None:
    make_database(path, versions=50)
    copy_made(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("UPDATE versions SET message = 'late'")
        log = path.with_name("studio.db-wal").read_bytes()
        main = path.read_bytes()
    path.write_bytes(main)
    path.with_name("studio.db-wal").write_bytes(log)
    spoil_header(path)
    done = bring_back(path)
    assert done.kept is not None
    assert done.kept.with_name(f"{done.kept.name}-wal").read_bytes() == log
    assert not path.with_name("studio.db-wal").exists()
    assert versions_in(path) == list(range(1, 51))
