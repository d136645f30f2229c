"""Databases that 0.1 and 0.2 wrote, in their own schemas, open with every draft and version in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from nemovideo_mcp.studio.database import SCHEMA_VERSION
from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

# Dumps of databases that the studios of these versions made of five messages.
_DUMPS = Path(__file__).parents[2] / "data"


@pytest.fixture(params=["studio_0_1.sql", "studio_0_2.sql"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder that an older studio left behind."""
    folder = tmp_path / "data"
    folder.mkdir()
    with sqlite3.connect(folder / "studio.db") as db:
        db.executescript((_DUMPS / request.param).read_text(encoding="utf-8"))
    db.close()
    return folder


def rows(data: Path, columns: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "studio.db") as db:
        found = db.execute(f"SELECT {columns} FROM versions ORDER BY number").fetchall()
    db.close()
    return found


async def test_every_version_of_an_old_database_is_kept_as_it_was(data: Path) -> None:
    columns = "session_id, number, draft, message, reply, changed, created"
    before = rows(data, columns)

    async with in_process(make_studio(data)):
        pass

    assert rows(data, columns) == before
    assert rows(data, "operations, author") == [("[]", "")] * 5
    with sqlite3.connect(data / "studio.db") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    db.close()


async def test_an_old_film_can_be_read_edited_and_undone(data: Path) -> None:
    session_id = str(rows(data, "session_id")[0][0])
    async with in_process(make_studio(data)) as http:
        caller = Caller(http=http, session_id=session_id)
        await caller.sign_in()
        path = f"/studio/sessions/{session_id}"
        film = (await caller.get(f"{path}/timeline")).json()["data"]

        assert (film["project"], film["version"], film["duration_s"]) == ("lisbon", 5, 3.667)
        assert [clip["volume"] for clip in film["clips"]] == [0.2, 0.2, 0.2]
        assert {clip["media"] for clip in film["clips"]} == {"m1", "m2"}
        assert (film["music"]["mood"], film["texts"][0]["text"]) == ("upbeat", "Sunday Ride")
        assert all(abs(clip["cut"]["off_beat_ms"]) < 20 for clip in film["clips"])

        clip_id = film["clips"][0]["id"]
        operations = [{"op": "reverse_clip", "clips": clip_id}, {"op": "add_text", "text": "New"}]
        answer = (await caller.post(f"{path}/edits", {"operations": operations})).json()["data"]
        assert [done["op"] for done in answer["done"]] == ["reverse_clip", "add_text"]
        assert answer["version"] == 6

        await caller.post(f"{path}/restore", {"undo": True})
        again = (await caller.get(f"{path}/timeline")).json()["data"]
        assert {**again, "version": 5} == film
        await caller.post(f"{path}/restore", {"version": 1})
        first = (await caller.get(f"{path}/timeline")).json()["data"]
        assert (first["duration_s"], "music" in first) == (5.5, False)
