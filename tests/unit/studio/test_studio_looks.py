"""Tables of colours in a project: uploaded like any file, named, never a clip, and in the film that comes out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.views.receipt import Receipt
from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio

# Red and blue change places.
SWAPPED = "LUT_3D_SIZE 2\n" + "\n".join(f"{b} {g} {r}" for b in (0, 1) for g in (0, 1) for r in (0, 1)) + "\n"
BROKEN = b"# mine\nLUT_3D_SIZE 2\n0 0 0\n1 0 zero\n"


class NotedExport(QuickExport):
    """Remembers the files that the renderer is given."""

    kinds: tuple[str, ...] = ()

    def __call__(self, timeline: Timeline, sources: Mapping[str, SourceFile], **more: Any) -> Receipt:
        self.kinds = tuple(sorted(source.info.kind for source in sources.values()))
        return super().__call__(timeline, sources, **more)


@pytest.fixture
def export() -> NotedExport:
    return NotedExport()


@pytest.fixture
async def backend(tmp_path: Path, export: NotedExport) -> AsyncIterator[httpx.AsyncClient]:
    async with in_process(make_studio(tmp_path / "data", engine=quick_engine(export))) as http:
        yield http


async def edit(caller: Caller, *operations: dict[str, Any]) -> dict[str, Any]:
    reply = await caller.http.post(
        f"/studio/sessions/{caller.session_id}/edits",
        content=json.dumps({"operations": operations}).encode(),
        headers={**caller.headers, "Content-Type": "application/json"},
    )
    return reply.json()["data"]


async def test_a_table_is_a_file_of_the_project_and_never_a_clip(
    caller: Caller, clip: Path, export: NotedExport
) -> None:
    reply = await caller.upload(clip, ("swapped.cube", SWAPPED.encode()))
    files = reply.json()["data"]["files"]
    assert [file["file_type"] for file in files] == ["video", "lut"]
    await caller.say("combine everything")
    told = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert [c["name"] for c in told["clips"]] == ["city.mp4"]
    assert [(m["id"], m["name"], m["kind"], m["uses"]) for m in told["media"]] == [
        ("m1", "city.mp4", "video", 1),
        ("m2", "swapped.cube", "lut", 0),
    ]
    done = await edit(caller, {"op": "set_look", "clips": "all", "lut": "swapped", "strength": 0.5})
    assert done["exportable"]
    assert done["changes"][0]["after"]["look"] == {"lut": "swapped.cube", "strength": 0.5}
    told = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert told["media"][1]["uses"] == 1
    media = (await caller.get(f"/studio/sessions/{caller.session_id}/media/m2")).json()["data"]
    assert (media["kind"], media["uses"]) == ("lut", 1)
    await caller.submit("render_1")
    assert (await caller.finished("render_1"))["status"] == "completed"
    assert export.kinds == ("lut", "video")


async def test_a_draft_with_a_table_of_another_project_is_refused_as_it_is_submitted(
    caller: Caller, clip: Path
) -> None:
    await caller.upload(clip, ("swapped.cube", SWAPPED.encode()))
    await caller.say("combine everything")
    await edit(caller, {"op": "set_look", "clips": "all", "lut": "swapped"})
    draft = (await caller.state())["state"]["draft"]
    (shots,) = (track for track in draft["t"] if track["tt"] == 0)
    shots["sg"][0]["m"]["look"]["lut"] = "elsewhere"
    reply = await caller.submit("render_1", draft)
    assert reply.status_code == 400
    assert "elsewhere" in reply.text


async def test_a_broken_table_is_answered_with_its_line_and_the_film_is_kept(
    caller: Caller, clip: Path
) -> None:
    reply = await caller.upload(clip, ("broken.cube", BROKEN))
    body = reply.json()
    assert [file["filename"] for file in body["data"]["files"]] == ["city.mp4"]
    assert "broken.cube" in body["message"]
    assert "line 4 “1 0 zero” is not three numbers" in body["message"]
