"""The client's pictures: from the local studio over real HTTP, and a plain refusal anywhere else."""

from __future__ import annotations

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from nemovideo_mcp import __version__
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest, ServerFailed, SessionNotFound
from nemovideo_mcp.protocol.discovery import StudioRecord, proof_of, write_record
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio


async def test_the_local_studio_s_pictures_come_over(nemo: NemoClient, clip: Path, other_clip: Path) -> None:
    session = await nemo.create_session(name="trip")
    await nemo.upload(session.session_id, [clip, other_clip])
    await nemo.send_message(
        session.session_id, "combine the clips, add upbeat music, cut to the beat, 4 seconds"
    )
    english = await nemo.board_png(session.session_id)
    chinese = await nemo.board_png(session.session_id, language="zh")
    data = await nemo.board_data(session.session_id, language="zh")
    frames = await nemo.frames_png(session.session_id, cut=1)
    moment = await nemo.frames_png(session.session_id, at_ms=0)
    for png in (english, chinese, frames, moment):
        assert Image.open(io.BytesIO(png)).format == "PNG"
    assert english != chinese
    assert data["language"] == "zh"
    assert data["cuts"]
    with pytest.raises(InvalidRequest, match="no cut 99"):
        await nemo.frames_png(session.session_id, cut=99)


async def test_a_project_that_is_not_there_is_told_as_such(nemo: NemoClient) -> None:
    with pytest.raises(SessionNotFound):
        await nemo.board_png("not-a-session")


async def test_another_backend_is_only_asked_what_it_is(tmp_path: Path) -> None:
    backend = FakeBackend()
    async with backend.client(tmp_path) as nemo:
        for call in (nemo.board_png, nemo.board_data, nemo.frames_png):
            with pytest.raises(InvalidRequest) as refused:
                await call("s1")
            assert "local studio" in refused.value.describe("en")
            assert "本地工作室" in refused.value.describe("zh")
    assert [r.url.path for r in backend.requests] == ["/healthz"]


async def test_a_picture_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    sent: list[int] = []

    async def endless() -> AsyncGenerator[bytes]:
        for _ in range(10_000):
            sent.append(1)
            yield bytes(65_536)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/auth/anonymous-token":
            data = {"token": "nmv_usr_1", "user_id": "anon_1", "expires_at": "2099-01-01T00:00:00Z"}
            return httpx.Response(200, json={"code": 0, "data": data})
        if request.url.path == "/healthz":
            proof = proof_of("s", port=9, nonce=request.url.params["nonce"])
            return httpx.Response(200, json={"version": __version__, "busy": False, "proof": proof})
        return httpx.Response(200, headers={"Content-Type": "image/png"}, content=endless())

    environ = {"NEMO_HOME": str(tmp_path)}
    paths = Paths.from_env(environ)
    paths.data.mkdir(parents=True, exist_ok=True)
    write_record(paths, StudioRecord(url="http://127.0.0.1:9", secret="s", pid=1, version=__version__))
    transport = httpx.MockTransport(answer)
    async with NemoClient.from_env(backend="local", environ=environ, transport=transport) as nemo:
        with pytest.raises(ServerFailed, match="more than"):
            await nemo.board_png("s1")
    assert len(sent) < 40
