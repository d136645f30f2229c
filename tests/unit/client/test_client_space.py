"""Room on the disk through the client: the local studio tells and deletes, the cloud refuses in words."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.errors import InvalidRequest, SessionNotFound

pytestmark = pytest.mark.anyio


async def test_the_cloud_deletes_nothing_and_says_where(tmp_path: Path) -> None:
    asked: list[str] = []

    def cloud(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.path}")
        return httpx.Response(404)

    environ = {"NEMO_HOME": str(tmp_path)}
    transport = httpx.MockTransport(cloud)
    async with NemoClient.from_env(
        backend="https://cloud.example", environ=environ, transport=transport
    ) as nemo:
        for call in (nemo.project_contents, nemo.delete_project):
            with pytest.raises(InvalidRequest, match="no call to delete a project") as caught:
                await call("s")
            assert "网页" in caught.value.next_step("zh")
        for call in (nemo.space_usage, nemo.clean_space):
            with pytest.raises(InvalidRequest):
                await call()
    assert not any(line.startswith("DELETE") or "/studio/" in line for line in asked)


async def test_a_studio_tells_what_a_project_holds_and_deletes_it(
    studio_url: str, tmp_path: Path, clip: Path
) -> None:
    environ = {"NEMO_HOME": str(tmp_path)}
    async with NemoClient.from_env(backend=studio_url, environ=environ) as nemo:
        session = await nemo.create_session(name="Lisbon")
        await nemo.upload(session.session_id, [clip])
        held = await nemo.project_contents(session.session_id)
        gone = await nemo.delete_project(session.session_id)
        with pytest.raises(SessionNotFound):
            await nemo.delete_project(session.session_id)
        usage = await nemo.space_usage()
    assert held == gone
    assert [file.name for file in held.files] == ["city.mp4"]
    assert (held.freed, held.versions) == (clip.stat().st_size, 0)
    assert usage.free > usage.reserve > 0
