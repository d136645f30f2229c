"""protocol.md, Endpoints and Errors: who may ask, and what a project is begun with."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from support.studio import ATTRIBUTION, Caller

pytestmark = pytest.mark.anyio

CALLS = [
    ("POST", "/api/tasks/me/with-session/nemo_agent"),
    ("POST", "/api/auth/claim-token"),
    ("POST", "/run_sse"),
    ("POST", "/api/upload-video/nemo_agent/me/some-session"),
    ("GET", "/api/credits/balance/simple"),
    ("GET", "/api/state/nemo_agent/me/some-session/latest"),
    ("POST", "/api/render/proxy/lambda"),
    ("GET", "/api/render/proxy/lambda/render_1"),
    ("POST", "/api/render/proxy/lambda/render_1/cancel"),
    ("GET", "/api/render/proxy/render_1/download"),
]


async def test_an_anonymous_token_is_given_for_a_client_id(backend: httpx.AsyncClient) -> None:
    reply = await backend.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})

    assert reply.status_code == 200
    body = reply.json()
    assert body["code"] == 0
    data = body["data"]
    assert re.fullmatch(r"nmv_usr_.{20,}", data["token"])
    assert data["user_id"].startswith("anon_")
    assert data["credits"] == 100


async def test_an_anonymous_token_is_valid_for_seven_days(backend: httpx.AsyncClient) -> None:
    reply = await backend.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})

    expires = datetime.fromisoformat(reply.json()["data"]["expires_at"])
    assert abs(expires - datetime.now(UTC) - timedelta(days=7)) < timedelta(minutes=5)


async def test_the_same_client_id_is_the_same_user(backend: httpx.AsyncClient) -> None:
    caller = Caller(http=backend, client_id=str(uuid.uuid4()))
    first, again = await caller.sign_in(), await caller.sign_in()

    assert first["user_id"] == again["user_id"]
    assert first["token"] != again["token"]


@pytest.mark.parametrize("headers", [{}, {"X-Client-Id": ""}, {"X-Client-Id": "x" * 65}])
async def test_without_a_client_id_of_at_most_64_characters_the_code_is_400(
    backend: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    reply = await backend.post("/api/auth/anonymous-token", headers=headers)

    assert reply.status_code == 400
    assert reply.json()["code"] == 400
    assert "X-Client-Id" in reply.json()["message"]


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer nmv_usr_never-given"}, {"Authorization": "x"}]
)
async def test_every_other_call_needs_a_token_that_was_given(
    backend: httpx.AsyncClient, method: str, path: str, headers: dict[str, str]
) -> None:
    reply = await backend.request(method, path, json={}, headers={**ATTRIBUTION, **headers})

    assert reply.status_code == 401
    assert reply.json()["code"] == 1001


async def test_a_session_has_a_task_and_a_session_id(caller: Caller) -> None:
    assert caller.session_id
    assert caller.task_id
    assert caller.session_id != caller.task_id


async def test_a_new_project_has_an_empty_draft(caller: Caller) -> None:
    data = await caller.state()

    assert data["session_id"] == caller.session_id
    assert data["task_id"] == caller.task_id
    assert data["task_name"] == "project"
    state = data["state"]
    assert state["draft"] == {"d": 0, "m": {}, "t": []}
    assert state["video_infos"] == []
    assert state["generated_media"] == []
    assert state["video_analyses"] == []
    assert state["canvas_config"] == {}


async def test_a_session_that_nobody_began_is_1002(caller: Caller) -> None:
    reply = await caller.get("/api/state/nemo_agent/me/no-such-session/latest")

    assert reply.status_code == 404
    assert reply.json()["code"] == 1002


async def test_the_projects_of_another_user_cannot_be_reached(caller: Caller) -> None:
    other = Caller(http=caller.http, client_id=str(uuid.uuid4()))
    await other.sign_in()
    other.session_id = caller.session_id

    replies = [
        await other.get(f"/api/state/nemo_agent/me/{caller.session_id}/latest"),
        await other.post("/run_sse", other.words("combine the clips")),
        await other.post(
            f"/api/upload-video/nemo_agent/me/{caller.session_id}", {"urls": ["https://example.com/a.mp4"]}
        ),
        await other.submit("render_1", {"t": [{"tt": 0, "sg": [{"s": 0, "d": 1}]}]}),
        await other.post(
            "/api/auth/claim-token", {"task_id": caller.task_id, "session_id": caller.session_id}
        ),
    ]

    assert [(r.status_code, r.json()["code"]) for r in replies] == [(404, 1002)] * 5


async def test_the_same_user_reaches_the_project_with_a_new_token(caller: Caller) -> None:
    await caller.sign_in()

    assert (await caller.state())["session_id"] == caller.session_id


async def test_a_claim_token_is_given_for_a_project(caller: Caller) -> None:
    body = {"task_id": caller.task_id, "session_id": caller.session_id}
    reply = await caller.post("/api/auth/claim-token", body)

    data = reply.json()["data"]
    assert data["claim_token"].startswith("clm_")
    assert data["expires_in"] > 0
    assert caller.token not in reply.text


async def test_the_credits_are_available_frozen_and_total(caller: Caller) -> None:
    data = (await caller.get("/api/credits/balance/simple")).json()["data"]

    assert data["available"] == 100
    assert data["frozen"] == 0
    assert data["total"] == 100


async def test_errors_come_in_the_language_that_is_accepted(caller: Caller) -> None:
    path = "/api/state/nemo_agent/me/no-such-session/latest"
    english = (await caller.get(path)).json()
    chinese = (await caller.get(path, headers={"Accept-Language": "zh-CN,en;q=0.5"})).json()

    assert english["message"].isascii()
    assert "项目" in chinese["message"]
    assert chinese["data"]["next_step"]
