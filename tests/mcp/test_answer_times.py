"""Every tool answers within 45 s, whichever of the backend's calls is slow: the real bounds, on a clock that leaps."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from mcp import Client
from nemovideo_mcp.tools.server import build_server
from nemovideo_mcp.views.receipt import Receipt
from support.backend import FakeBackend
from support.virtual_time import VIRTUAL

pytestmark = pytest.mark.anyio

HOST_SECONDS = 45.0
HOURS = 3 * 3600.0
# The path of a call that never comes back in time, and the tools that a user would meet it with.
SLOW = {
    "/api/auth/anonymous-token": ("upload_media", "check_credits"),
    "/with-session/": ("upload_media", "send_edit", "open_project"),
    "/api/upload-video/": ("upload_media",),
    "/run_sse": ("send_edit",),
    "/api/state/": ("get_timeline", "send_edit", "export_video", "open_project", "list_projects"),
    "/api/render/": ("export_video",),
    "/api/credits/": ("check_credits",),
}
CASES = [(path, tool) for path, tools in SLOW.items() for tool in tools]


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return VIRTUAL


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    path = tmp_path / "work" / "city.mp4"
    path.write_bytes(b"x" * 1000)
    return path


def slow_at(
    path: str, answer: Callable[[httpx.Request], Awaitable[httpx.Response]]
) -> Callable[[httpx.Request], Awaitable[httpx.Response]]:
    """`answer`, but hours late where the call is of that path."""

    async def late(request: httpx.Request) -> httpx.Response:
        if path in request.url.path:
            await anyio.sleep(HOURS)
        return await answer(request)

    return late


@pytest.mark.parametrize(("path", "tool"), CASES)
async def test_a_tool_answers_in_time_when_a_call_is_slow(
    path: str, tool: str, clip: Path, tmp_path: Path
) -> None:
    backend = FakeBackend()
    arguments: dict[str, dict[str, Any]] = {
        "upload_media": {"files": [str(clip)]},
        "send_edit": {"message": "cut it to the beat"},
        "open_project": {"project": "other", "new": True},
    }
    server = build_server(
        open_client=lambda: backend.client(tmp_path), environ={**os.environ, "NEMO_HOME": str(tmp_path)}
    )
    async with Client(server) as client:
        if path not in ("/api/auth/anonymous-token", "/with-session/"):
            for ready in ("upload_media", "send_edit"):
                assert not (await client.call_tool(ready, arguments[ready])).is_error
        backend.answer = slow_at(path, backend.answer)  # pyright: ignore
        begun = anyio.current_time()
        result = await client.call_tool(tool, arguments.get(tool, {}))
        took = anyio.current_time() - begun
    assert took <= HOST_SECONDS
    told = result.structured_content
    assert told["message"]
    assert told["next_step"]


async def test_a_film_that_takes_hours_is_asked_for_and_waited_for_in_bounded_answers(
    clip: Path, tmp_path: Path
) -> None:
    backend = FakeBackend()
    backend.pause = anyio.sleep  # pyright: ignore
    backend.statuses = [{"status": "processing", "stage": "Rendering", "progress": 3}]
    server = build_server(
        open_client=lambda: backend.client(tmp_path), environ={**os.environ, "NEMO_HOME": str(tmp_path)}
    )
    async with Client(server) as client:
        await client.call_tool("upload_media", {"files": [str(clip)]})
        await client.call_tool("send_edit", {"message": "cut it to the beat"})
        begun = anyio.current_time()
        told = (await client.call_tool("export_video", {})).structured_content
        assert 30 < anyio.current_time() - begun <= HOST_SECONDS
        assert told["status"] == "rendering"
        for _ in range(3):
            begun = anyio.current_time()
            again = (await client.call_tool("wait_for_export", {"job_id": told["job_id"]})).structured_content
            assert anyio.current_time() - begun <= HOST_SECONDS
            assert again["job_id"] == told["job_id"]
        receipt = Receipt(duration_ms=4000.0).as_json()
        backend.statuses = [{"status": "completed", "output": {"url": "/film.mp4"}, "receipt": receipt}]
        film = (await client.call_tool("wait_for_export", {"job_id": told["job_id"]})).structured_content
    assert film["status"] == "done"
    assert len(backend.renders) == 1
