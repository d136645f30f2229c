"""Room on the disk: what may come, what goes by itself, and what never does."""

from __future__ import annotations

import errno
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.export.cache import job_folder, keep
from nemovideo_mcp.export.export import export as render
from nemovideo_mcp.hosting.limits import Limits
from nemovideo_mcp.hosting.serve import Options, studio_environ
from nemovideo_mcp.studio.space import Film, films_to_go
from nemovideo_mcp.studio.space_limits import SpaceLimits
from nemovideo_mcp.studio.studio import Studio
from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio

DAY_S = 24 * 3600.0
GB = 10**9


class Disk:
    """A disk that says how much of it is free, more of it when a file of `held` is gone; and a clock."""

    def __init__(self) -> None:
        self.free = 100 * GB
        self.held: dict[Path, int] = {}
        self.now_s = 1_800_000_000.0

    def free_bytes(self, _folder: Path) -> int:
        return self.free + sum(size for path, size in self.held.items() if not path.exists())

    def clock(self) -> float:
        return self.now_s


@asynccontextmanager
async def editing(
    data: Path, clip: Path, disk: Disk, *, export: Any = None, **limits: object
) -> AsyncGenerator[tuple[Studio, Caller]]:
    """A studio with limits of its own, and a project that can be exported."""
    studio = make_studio(
        data,
        engine=quick_engine(export),
        clock=disk.clock,
        free_bytes=disk.free_bytes,
        space=SpaceLimits(**limits),  # type: ignore[arg-type]
    )
    async with in_process(studio) as http:
        caller = Caller(http=http)
        await caller.begin(name="Lisbon")
        reply = await caller.upload(clip)
        assert reply.status_code == 200, reply.text
        await caller.say("combine the clips")
        yield studio, caller


async def exported(caller: Caller, name: str) -> None:
    """Export, and see the end of it."""
    await caller.submit(name)
    status = await caller.finished(name)
    assert status["status"] == "completed", status


def films_in(data: Path) -> int:
    return len(list((data / "renders").glob("*.mp4")))


# --- what goes, decided purely --------------------------------------------------------------------------------------


_FILM = st.builds(
    lambda n, size, age: Film(key=f"f{n}", size_bytes=size, delivered_s=None if age < 0 else 1000.0 - age),
    st.integers(0, 10**6),
    st.integers(0, 100),
    st.integers(-30, 900),
)


@given(
    st.lists(_FILM, max_size=12, unique_by=lambda film: film.key), st.integers(0, 400), st.integers(0, 300)
)
def test_no_film_goes_that_was_not_delivered_and_no_more_than_has_to(
    films: list[Film], films_bytes: int, needed: int
) -> None:
    limits = SpaceLimits(films_bytes=films_bytes, delivered_s=500.0)
    going = films_to_go(films, now_s=1000.0, limits=limits, needed_bytes=needed)

    assert all(film.delivered_s is not None for film in going)
    delivered = [film for film in films if film.delivered_s is not None]
    old = [film for film in delivered if 1000.0 - (film.delivered_s or 0) >= 500.0]
    assert set(old) <= set(going)
    freed = sum(film.size_bytes for film in going)
    wanted = max(sum(film.size_bytes for film in films) - films_bytes, needed)
    assert freed >= wanted or len(going) == len(delivered)
    if len(going) > len(old):
        assert freed - going[-1].size_bytes < wanted
    if going and len(going) < len(delivered):
        newest = max(film.delivered_s or 0 for film in going)
        assert all((film.delivered_s or 0) >= newest for film in delivered if film not in going)


# --- films ----------------------------------------------------------------------------------------------------------


async def test_a_film_that_was_delivered_goes_after_a_week_and_the_studio_says_so(
    tmp_path: Path, clip: Path
) -> None:
    disk = Disk()
    async with editing(tmp_path, clip, disk) as (studio, caller):
        await exported(caller, "fetched")
        await exported(caller, "never_fetched")
        await exported(caller, "begun")
        film = await caller.get("/api/render/proxy/fetched/download")
        part = await caller.get("/api/render/proxy/begun/download", headers={"Range": "bytes=0-9"})
        disk.now_s += 6 * DAY_S
        assert await studio.space.tidy() == 0
        disk.now_s += 2 * DAY_S
        await caller.sign_in()
        freed = await studio.space.tidy()
        gone = await caller.get("/api/render/proxy/fetched/download")
        kept = await caller.get("/api/render/proxy/never_fetched/download")
        whole = await caller.get("/api/render/proxy/begun/download")

    assert (film.status_code, part.status_code, kept.status_code, whole.status_code) == (200, 206, 200, 200)
    assert freed == len(film.content)
    assert gone.status_code == 400
    assert "fetched, and has been cleared" in gone.json()["message"]
    assert gone.json()["data"]["next_step"] == "Export the project again: the timeline is kept."


async def test_where_films_are_too_many_the_one_that_was_fetched_longest_ago_goes_first(
    tmp_path: Path, clip: Path
) -> None:
    disk = Disk()
    size = clip.stat().st_size
    async with editing(tmp_path, clip, disk, films_bytes=2 * size) as (_studio, caller):
        for name in ("first", "second"):
            await exported(caller, name)
            await caller.get(f"/api/render/proxy/{name}/download")
            disk.now_s += 60
        await caller.get("/api/render/proxy/first/download")
        await exported(caller, "third")
        replies = {
            name: (await caller.get(f"/api/render/proxy/{name}/download")).status_code
            for name in ("first", "second", "third")
        }

    assert replies == {"first": 200, "second": 400, "third": 200}


# --- before a render ------------------------------------------------------------------------------------------------


async def test_an_export_that_would_not_fit_is_refused_in_words_before_it_begins(
    tmp_path: Path, clip: Path
) -> None:
    disk, export = Disk(), QuickExport()
    async with editing(tmp_path, clip, disk, export=export) as (_studio, caller):
        disk.free = 1024**3 + 1000
        refused = await caller.submit("render_1")
        chinese = await caller.submit("render_1", headers={"Accept-Language": "zh"})
        disk.free = 3 * GB
        await caller.submit("render_1")
        done = await caller.finished("render_1")

    assert refused.status_code == 507
    assert refused.json()["data"]["error"] == "NotEnoughSpace"
    assert "There is no room for this" in refused.json()["message"]
    assert "1074 MB" in refused.json()["message"]
    # What could go is gone already: it says what is left to delete.
    assert "nemovideo delete PROJECT`; the largest: Lisbon (" in refused.json()["data"]["next_step"]
    assert "最大的：Lisbon" in chinese.json()["data"]["next_step"]
    assert chinese.status_code == 507
    assert done["status"] == "completed"
    assert len(export.calls) == 1


async def test_what_can_be_made_again_gives_way_to_an_export_but_nothing_that_is_in_use(
    tmp_path: Path, clip: Path
) -> None:
    disk = Disk()
    async with editing(tmp_path, clip, disk) as (_studio, caller):
        await exported(caller, "fetched")
        await caller.get("/api/render/proxy/fetched/download")
        await exported(caller, "never_fetched")
        work = tmp_path / "work"
        for age_s, name in enumerate(("young", "old", "used")):
            path = work / f"{name}.mp4"
            path.write_bytes(b"x" * 50_000_000 if name == "old" else b"x")
            os.utime(path, (disk.now_s - age_s, disk.now_s - age_s))
        with job_folder(work) as folder:
            keep(folder, ["used"])
            disk.free = 1024**3
            disk.held = {work / "old.mp4": 50_000_000}
            await caller.submit("render_1")
            done = await caller.finished("render_1")
            left = {path.stem for path in work.glob("*.mp4")}

    assert done["status"] == "completed"
    assert "old" not in left
    assert "used" in left
    assert films_in(tmp_path) >= 2


async def test_a_disk_that_fills_while_an_export_waits_ends_it_in_words(tmp_path: Path, clip: Path) -> None:
    disk, export = Disk(), QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, disk, export=export) as (_studio, caller):
        await caller.submit("render_1")
        await caller.submit("render_2")
        disk.free = 1024**3
        export.gate.set()
        first = await caller.finished("render_1")
        second = await caller.finished("render_2")

    assert first["status"] == "completed"
    assert second["error"]["error"] == "NotEnoughSpace"
    assert len(export.calls) == 1


@pytest.mark.parametrize("written", [0, 1, 2])
async def test_a_disk_that_fills_in_the_middle_is_said_and_leaves_nothing_half(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    disk, kept, left = Disk(), os.fsync, [written]

    def fsync(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        kept(descriptor)

    async with editing(tmp_path, clip, disk, export=render) as (_studio, caller):
        draft = (await caller.state())["state"]["draft"]
        small = {**draft, "m": {**draft["m"], "width": 160, "height": 90}}
        with monkeypatch.context() as full:
            full.setattr("nemovideo_mcp.video.files.os.fsync", fsync)
            await caller.submit("render_1", small)
            failed = await caller.finished("render_1", seconds=120)
        found = [path for path in tmp_path.rglob("*") if path.suffix in (".part", ".progress")]
        films, jobs = films_in(tmp_path), list((tmp_path / "work" / "jobs").glob("*/"))
        await caller.submit("render_2", small)
        done = await caller.finished("render_2", seconds=120)

    assert failed["error"]["error"] == "DiskFull"
    assert "is full" in failed["error"]["message"]
    assert failed["error"]["next_step"].startswith("Free some space")
    assert (found, films, [path for path in jobs if path.is_dir()]) == ([], 0, [])
    assert done["status"] == "completed"


# --- what comes in --------------------------------------------------------------------------------------------------


async def test_an_upload_stops_where_the_reserve_would_be_touched(tmp_path: Path, clip: Path) -> None:
    disk = Disk()
    async with editing(tmp_path, clip, disk) as (_studio, caller):
        disk.free = 1024**3 + 10
        refused = await caller.upload(("more.mp4", clip.read_bytes() + b"x"))
        left = list((tmp_path / "incoming").iterdir())
        disk.free = 100 * GB
        again = await caller.upload(("more.mp4", clip.read_bytes() + b"x"))

    assert refused.status_code == 507
    assert refused.json()["data"]["error"] == "NotEnoughSpace"
    assert left == []
    assert again.status_code == 200


async def test_a_user_of_a_shared_studio_has_a_limit_and_others_are_not_touched_by_it(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    disk = Disk()
    limit = clip.stat().st_size + 1000
    async with editing(tmp_path, clip, disk, user_bytes=limit) as (_studio, caller):
        refused = await caller.upload(other_clip)
        export = await caller.submit("render_1")
        other = Caller(http=caller.http, client_id="8f9c24e8-3b12-4fef-91e0-56d4b0a4a1a1")
        await other.begin()
        taken = await other.upload(clip)

    assert refused.status_code == export.status_code == 507
    assert refused.json()["data"]["error"] == export.json()["data"]["error"] == "QuotaFull"
    assert "Lisbon" in refused.json()["data"]["next_step"]
    assert "delete_project" in refused.json()["data"]["next_step"]
    assert taken.status_code == 200


def test_users_of_a_server_have_their_quota_in_its_studio_too(tmp_path: Path) -> None:
    limits = Limits(quota_bytes=250_000_000)
    own = studio_environ(Options(http=":0", limits=limits), {"NEMO_HOME": "x"})
    shared = studio_environ(Options(http=":0", limits=limits, tokens=tmp_path / "tokens"), {"NEMO_HOME": "x"})
    assert SpaceLimits.from_env(own).user_bytes is None
    assert SpaceLimits.from_env(shared).user_bytes == 250_000_000
    assert shared["NEMO_HOME"] == "x"


def test_the_limit_of_a_shared_studio_stands_in_its_environment() -> None:
    assert SpaceLimits.from_env({"NEMO_STUDIO_USER_MB": "250"}).user_bytes == 250_000_000
    assert SpaceLimits.from_env({}).user_bytes is None
    assert SpaceLimits.from_env({"NEMO_STUDIO_USER_MB": "much"}).user_bytes is None
