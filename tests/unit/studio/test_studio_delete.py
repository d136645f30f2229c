"""A project goes with all that is its own, and nothing else does."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def studio_with(data: Path, *, export: QuickExport | None = None) -> AsyncGenerator[Caller]:
    async with in_process(make_studio(data, engine=quick_engine(export))) as http:
        yield Caller(http=http)


async def project_of(caller: Caller, *files: Path, name: str) -> str:
    """A project with a first cut of the files."""
    await caller.begin(name=name)
    assert (await caller.upload(*files)).status_code == 200
    await caller.say("combine the clips")
    return caller.session_id


async def delete(caller: Caller, session_id: str):
    return await caller.http.delete(f"/studio/sessions/{session_id}", headers=caller.headers)


def kept(data: Path, folder: str) -> list[Path]:
    return sorted(path for path in (data / folder).rglob("*") if path.is_file())


def rows(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(data / "studio.db")) as db:
        tables = ("projects", "media", "files", "versions", "renders", "measurements")
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


async def test_a_project_goes_with_its_files_versions_and_films(tmp_path: Path, clip: Path) -> None:
    async with studio_with(tmp_path) as caller:
        session_id = await project_of(caller, clip, name="Lisbon")
        await caller.submit("render_1")
        await caller.finished("render_1")
        would = (await caller.get(f"/studio/sessions/{session_id}/contents")).json()["data"]
        media_before, films_before = kept(tmp_path, "media"), kept(tmp_path, "renders")
        went = await delete(caller, session_id)
        again = await delete(caller, session_id)
        state = await caller.get(f"/api/state/nemo_agent/me/{session_id}/latest")

    assert len(media_before) == len(films_before) == 1
    assert would["files"] == [{"name": "city.mp4", "size_bytes": clip.stat().st_size, "shared": False}]
    assert (would["versions"], would["films"], would["films_not_fetched"]) == (1, 1, 1)
    assert would["freed"] == 2 * clip.stat().st_size
    assert went.json()["data"] == would
    assert kept(tmp_path, "media") == kept(tmp_path, "renders") == []
    assert set(rows(tmp_path).values()) == {0}
    assert again.status_code == state.status_code == 404
    assert clip.is_file()


async def test_files_that_another_project_has_stay_whole(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with studio_with(tmp_path) as caller:
        first = await project_of(caller, clip, other_clip, name="Lisbon")
        second = await project_of(caller, clip, name="Porto")
        would = (await caller.get(f"/studio/sessions/{first}/contents")).json()["data"]
        await delete(caller, first)
        left = kept(tmp_path, "media")
        caller.session_id = second
        await caller.submit("render_1")
        done = await caller.finished("render_1")

    assert {file["name"]: file["shared"] for file in would["files"]} == {"city.mp4": True, "sea.mp4": False}
    assert [path.read_bytes() for path in left] == [clip.read_bytes()]
    assert done["status"] == "completed"


async def test_what_another_user_has_too_stays_for_them_and_is_told_to_nobody(
    tmp_path: Path, clip: Path
) -> None:
    async with studio_with(tmp_path) as caller:
        session_id = await project_of(caller, clip, name="Lisbon")
        other = Caller(http=caller.http, client_id=str(uuid.uuid4()))
        await project_of(other, clip, name="Theirs")
        would = (await caller.get(f"/studio/sessions/{session_id}/contents")).json()["data"]
        await delete(caller, session_id)
        await other.submit("render_1")
        done = await other.finished("render_1")

    assert would["files"] == [{"name": "city.mp4", "size_bytes": clip.stat().st_size, "shared": False}]
    assert would["freed"] == clip.stat().st_size
    assert done["status"] == "completed"
    assert len(kept(tmp_path, "media")) == 1


async def test_nobody_deletes_the_project_of_another(tmp_path: Path, clip: Path) -> None:
    async with studio_with(tmp_path) as caller:
        session_id = await project_of(caller, clip, name="Lisbon")
        other = Caller(http=caller.http, client_id=str(uuid.uuid4()))
        await other.sign_in()
        refused = await delete(other, session_id)
        looked = await other.get(f"/studio/sessions/{session_id}/contents")

    assert refused.status_code == looked.status_code == 404
    assert len(kept(tmp_path, "media")) == 1


async def test_while_an_export_of_it_waits_or_goes_on_a_project_stays(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with studio_with(tmp_path, export=export) as caller:
        session_id = await project_of(caller, clip, name="Lisbon")
        await caller.submit("render_1")
        refused = await delete(caller, session_id)
        export.gate.set()
        await caller.finished("render_1")
        went = await delete(caller, session_id)

    assert refused.status_code == 400
    assert "the export render_1 of this project goes on" in refused.json()["message"]
    assert refused.json()["data"]["next_step"].startswith("Wait until it is done, or cancel it")
    assert went.status_code == 200


async def test_what_comes_for_a_project_that_goes_is_told_so_and_leaves_nothing(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with studio_with(tmp_path) as caller:
        session_id = await project_of(caller, clip, name="Lisbon")
        upload, gone = await asyncio.gather(caller.upload(other_clip), delete(caller, session_id))
        left = kept(tmp_path, "media")

    assert gone.status_code == 200
    # Whichever was first, the other is told.
    assert upload.status_code in (200, 404)
    assert left == []
    assert kept(tmp_path, "incoming") == []


async def test_a_disk_is_cleaned_of_what_can_be_made_again_and_of_nothing_else(
    tmp_path: Path, clip: Path
) -> None:
    async with studio_with(tmp_path) as caller:
        await project_of(caller, clip, name="Lisbon")
        for name in ("fetched", "never_fetched"):
            await caller.submit(name)
            await caller.finished(name)
        await caller.get("/api/render/proxy/fetched/download")
        (tmp_path / "work" / "chunk.mp4").write_bytes(b"x" * 1000)
        board = await caller.get(f"/studio/sessions/{caller.session_id}/board.png")
        usage = (await caller.get("/studio/space")).json()["data"]
        freed = (await caller.post("/studio/space/clean", {})).json()["data"]["freed"]
        after = (await caller.get("/studio/space")).json()["data"]
        film = await caller.get("/api/render/proxy/never_fetched/download")
        state = await caller.state()

    size = clip.stat().st_size
    assert board.status_code == 200
    assert (usage["user_media"], usage["media"], usage["films"]) == (size, size, 2 * size)
    assert usage["delivered_films"] == size
    assert usage["work"] == 1000
    assert usage["pictures"] >= len(board.content)
    assert freed == size + 1000 + usage["pictures"]
    assert (after["films"], after["work"], after["pictures"], after["media"]) == (size, 0, 0, size)
    assert film.status_code == 200
    assert state["state"]["draft"]["t"]
