"""protocol.md, Endpoints: what the client sends, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.client import NemoClient
from support.backend import DRAFT, URL, FakeBackend

pytestmark = pytest.mark.anyio


@pytest.fixture
def cloud() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
async def nemo(cloud: FakeBackend, tmp_path: Path) -> AsyncGenerator[NemoClient]:
    async with cloud.client(tmp_path) as client:
        yield client


def last(cloud: FakeBackend) -> tuple[str, Any, httpx.Headers]:
    """The last request: method and address, what its JSON says, its headers."""
    request, body = cloud.requests[-1], cloud.bodies[-1]
    return f"{request.method} {request.url}", json.loads(body) if body else None, request.headers


@pytest.mark.rule("client.token.request")
async def test_a_token_is_asked_for_with_the_client_id_and_no_bearer(
    nemo: NemoClient, cloud: FakeBackend
) -> None:
    await nemo.credits()

    request = cloud.requests[0]
    assert (request.method, str(request.url)) == ("POST", f"{URL}/api/auth/anonymous-token")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request.headers["X-Client-Id"])
    assert "Authorization" not in request.headers


@pytest.mark.rule("client.config.bearer", "client.credits.reply")
async def test_credits_are_asked_for_with_the_bearer(nemo: NemoClient, cloud: FakeBackend) -> None:
    found = await nemo.credits()

    where, body, headers = last(cloud)
    assert (where, body) == (f"GET {URL}/api/credits/balance/simple", None)
    assert headers["Authorization"] == "Bearer nmv_usr_1"
    assert (found.available, found.frozen, found.total) == (90, 10, 100)


@pytest.mark.rule("client.session.request")
@pytest.mark.parametrize("language", ["en", "zh-CN", "ja"])
async def test_a_project_is_begun_with_name_and_language(
    nemo: NemoClient, cloud: FakeBackend, language: str
) -> None:
    session = await nemo.create_session(name="project", language=language)

    where, body, _ = last(cloud)
    assert where == f"POST {URL}/api/tasks/me/with-session/nemo_agent"
    assert body == {"task_name": "project", "language": language}
    assert (session.session_id, session.task_id) == ("s1", "t-s1")


@pytest.mark.rule("client.claim.request", "client.claim.link", "client.config.addresses")
async def test_the_link_to_a_project_holds_the_claim_token_only(cloud: FakeBackend, tmp_path: Path) -> None:
    for home, environ, web in (
        ("a", {}, "https://nemovideo.com"),
        ("b", {"NEMO_WEB_URL": "https://web.test"}, "https://web.test"),
    ):
        async with cloud.client(tmp_path / home, **environ) as nemo:
            session = await nemo.create_session()
            link = await nemo.claim_link(session)
        where, body, _ = last(cloud)
        assert where == f"POST {URL}/api/auth/claim-token"
        assert body == {"task_id": session.task_id, "session_id": session.session_id}
        assert link == f"{web}/workspace/claim?ct=clm_1"


@pytest.mark.rule("client.run.request")
async def test_a_message_is_posted_as_an_agent_server_takes_it(nemo: NemoClient, cloud: FakeBackend) -> None:
    await nemo.send_message("s1", "把素材合并起来 ✓")

    where, body, headers = last(cloud)
    assert where == f"POST {URL}/run_sse"
    message = body.pop("new_message")
    assert body == {"app_name": "nemo_agent", "user_id": "me", "session_id": "s1"}
    assert message["parts"] == [{"text": "把素材合并起来 ✓"}]
    # An agent server takes the role that is meant anyway.
    assert message.get("role", "user") == "user"
    assert message.keys() <= {"parts", "role"}
    assert headers["Accept"] == "text/event-stream"


@pytest.mark.rule("client.upload.multipart")
async def test_files_go_together_each_in_the_field_files(
    nemo: NemoClient, cloud: FakeBackend, tmp_path: Path
) -> None:
    clips = [tmp_path / "a.mp4", tmp_path / "b.jpg"]
    for clip in clips:
        clip.write_bytes(b"content of " + clip.name.encode())

    await nemo.upload("s1", clips)

    request, body = cloud.requests[-1], cloud.bodies[-1]
    assert (request.method, request.url.path) == ("POST", "/api/upload-video/nemo_agent/me/s1")
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert body.count(b'name="files"; filename="a.mp4"') == 1
    assert body.count(b'name="files"; filename="b.jpg"') == 1
    assert b"\r\n\r\ncontent of a.mp4\r\n--" in body


@pytest.mark.rule("client.upload.urls", "client.upload.seconds")
async def test_addresses_go_as_a_list_and_durations_come_in_seconds(
    nemo: NemoClient, cloud: FakeBackend
) -> None:
    files = await nemo.upload_urls("s1", ["https://example.com/a.mp4", "https://example.com/b.mp4"])

    where, body, _ = last(cloud)
    assert where == f"POST {URL}/api/upload-video/nemo_agent/me/s1"
    assert body == {
        "urls": ["https://example.com/a.mp4", "https://example.com/b.mp4"],
        "source_type": "url",
    }
    assert [file.duration for file in files] == [2.0, 2.0]


@pytest.mark.rule("client.state.reply")
async def test_the_state_is_the_latest(nemo: NemoClient, cloud: FakeBackend) -> None:
    cloud.drafts["s1"] = DRAFT

    assert (await nemo.state("s1")).draft == DRAFT
    assert last(cloud)[0] == f"GET {URL}/api/state/nemo_agent/me/s1/latest"


@pytest.mark.rule("client.render.submit")
async def test_an_export_is_asked_for_with_the_whole_draft(nemo: NemoClient, cloud: FakeBackend) -> None:
    status = await nemo.render_submit("s1", DRAFT)

    where, body, _ = last(cloud)
    assert where == f"POST {URL}/api/render/proxy/lambda"
    assert re.fullmatch(r"render_\d+", body["id"])
    assert status.render_id == body["id"]
    assert body == {
        "id": body["id"],
        "sessionId": "s1",
        "draft": DRAFT,
        "output": {"format": "mp4", "quality": "high"},
    }


async def test_an_export_is_asked_after_by_its_id(nemo: NemoClient, cloud: FakeBackend) -> None:
    await nemo.render_status("render_1")

    assert last(cloud)[:2] == (f"GET {URL}/api/render/proxy/lambda/render_1", None)


@pytest.mark.rule("client.render.cancel")
async def test_an_export_is_cancelled_without_a_body(nemo: NemoClient, cloud: FakeBackend) -> None:
    await nemo.render_cancel("render_1")

    assert last(cloud)[:2] == (f"POST {URL}/api/render/proxy/lambda/render_1/cancel", None)
