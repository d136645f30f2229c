"""protocol.md, Endpoints and Render status: exports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from support.studio import ATTRIBUTION, Caller

pytestmark = pytest.mark.anyio


@pytest.fixture
async def editor(caller: Caller, clip: Path, other_clip: Path) -> Caller:
    """A caller whose project has something to export."""
    await caller.upload(clip, other_clip)
    await caller.say("combine the clips")
    return caller


async def test_an_export_is_accepted_as_pending_or_processing(editor: Caller) -> None:
    reply = await editor.submit("render_1700000000")

    assert reply.status_code == 200
    body = reply.json()
    assert body["success"] is True
    assert body["data"]["id"] == "render_1700000000"
    assert body["data"]["status"] in ("pending", "processing")
    assert 0 <= body["data"]["progress"] < 100


async def test_a_completed_export_has_an_address_in_both_places_and_can_be_downloaded(editor: Caller) -> None:
    await editor.submit("render_1")
    status = await editor.finished("render_1")

    assert status["status"] == "completed"
    assert status["progress"] == 100
    assert status["outputUrl"] == status["output"]["url"]
    assert datetime.fromisoformat(status["createdAt"]) <= datetime.fromisoformat(status["completedAt"])
    film = await editor.http.get(status["outputUrl"])
    assert film.headers["content-type"] == "video/mp4"
    assert len(film.content) == status["output"]["size"]
    assert film.content[4:8] == b"ftyp"
    fallback = await editor.get("/api/render/proxy/render_1/download")
    assert fallback.content == film.content


@pytest.mark.rule("studio.render.free")
async def test_an_export_costs_no_credits(editor: Caller) -> None:
    before = (await editor.get("/api/credits/balance/simple")).json()["data"]

    await editor.submit("render_1")
    await editor.finished("render_1")

    after = (await editor.get("/api/credits/balance/simple")).json()["data"]
    assert after == before
    assert after["frozen"] == 0


async def test_a_download_can_be_taken_up_where_it_broke(editor: Caller) -> None:
    await editor.submit("render_1")
    status = await editor.finished("render_1")
    whole = (await editor.http.get(status["outputUrl"])).content

    rest = await editor.http.get(status["outputUrl"], headers={"Range": "bytes=1000-"})

    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes 1000-{len(whole) - 1}/{len(whole)}"
    assert rest.content == whole[1000:]


@pytest.mark.parametrize("missing", sorted(ATTRIBUTION))
async def test_without_one_of_the_attribution_headers_an_export_is_402(editor: Caller, missing: str) -> None:
    draft = (await editor.state())["state"]["draft"]
    body = {"id": "render_1", "sessionId": editor.session_id, "draft": draft}
    headers = {name: value for name, value in editor.headers.items() if name != missing}

    reply = await editor.http.post("/api/render/proxy/lambda", json=body, headers=headers)

    assert reply.status_code == 402
    assert reply.json()["code"] == 402


@pytest.mark.parametrize(
    "draft", [{}, {"d": 0, "m": {}, "t": []}, {"t": [{"tt": 0, "sg": []}]}, None, "draft", {"t": 3}]
)
async def test_a_draft_without_a_segment_is_not_exported(editor: Caller, draft: object) -> None:
    body = {"id": "render_1", "sessionId": editor.session_id, "draft": draft}

    reply = await editor.post("/api/render/proxy/lambda", body)

    assert reply.status_code == 409


async def test_a_draft_with_files_of_elsewhere_is_not_exported(editor: Caller) -> None:
    draft = {"t": [{"tt": 0, "sg": [{"s": 0, "d": 1000, "m": {"src": "m_elsewhere"}}]}]}

    reply = await editor.submit("render_1", draft)

    assert reply.status_code == 400
    assert "m_elsewhere" in reply.json()["message"]


@pytest.mark.parametrize("render_id", ["", "../x", "a b", "x" * 200, None, 7])
async def test_an_id_that_is_no_name_is_refused(editor: Caller, render_id: object) -> None:
    reply = await editor.submit("render_1", id=render_id)

    assert reply.status_code == 400


async def test_the_same_id_again_is_the_same_export(editor: Caller) -> None:
    await editor.submit("render_1")
    first = await editor.finished("render_1")

    again = (await editor.submit("render_1")).json()["data"]

    assert again == first


async def test_an_export_of_another_user_cannot_be_seen(editor: Caller) -> None:
    await editor.submit("render_1")
    await editor.finished("render_1")
    other = Caller(http=editor.http, client_id="somebody-else")
    await other.sign_in()

    replies = [
        await other.get("/api/render/proxy/lambda/render_1"),
        await other.post("/api/render/proxy/lambda/render_1/cancel"),
        await other.get("/api/render/proxy/render_1/download"),
    ]

    assert all(r.status_code == 400 for r in replies)


async def test_an_export_that_has_ended_cannot_be_cancelled(editor: Caller) -> None:
    await editor.submit("render_1")
    done = await editor.finished("render_1")

    reply = await editor.post("/api/render/proxy/lambda/render_1/cancel")

    assert reply.json()["data"] == done
