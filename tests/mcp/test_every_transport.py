"""One conversation over every transport and in both eras: in memory, standard input and output, Streamable HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import anyio
import pytest
from mcp.types import ImageContent

from mcp import Client, StdioServerParameters
from support.calling import Place, call, refused
from support.hosting import mcp_client

pytestmark = pytest.mark.anyio

Transport = Callable[[Place, str], AbstractAsyncContextManager[Client]]

COMMAND = [sys.executable, "-m", "nemovideo_mcp", "serve"]


@asynccontextmanager
async def in_memory(place: Place, mode: str) -> AsyncGenerator[Client]:
    async with place.client(mode=mode) as client:
        yield client


@asynccontextmanager
async def over_stdio(place: Place, mode: str) -> AsyncGenerator[Client]:
    command, *args = [*COMMAND, "--backend", place.url, "--allow", str(place.home)]
    server = StdioServerParameters(command=command, args=args, env=dict(os.environ), cwd=Path.cwd())
    async with Client(server, mode=mode) as client:
        yield client


@asynccontextmanager
async def over_http(place: Place, mode: str) -> AsyncGenerator[Client]:
    command = [*COMMAND, "--backend", place.url, "--allow", str(place.home), "--http", "127.0.0.1:0"]
    with (
        (place.home / "server.log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            said = await anyio.to_thread.run_sync(process.stdout.readline)
            async with mcp_client(said.split()[-1], mode=mode) as client:
                yield client
        finally:
            process.kill()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("transport", [in_memory, over_stdio, over_http])
async def test_the_same_is_said_whatever_carries_it(place: Place, transport: Transport, mode: str) -> None:
    with anyio.fail_after(60):
        async with transport(place, mode) as client:
            assert len((await client.list_tools()).tools) == 13
            assert len((await client.list_prompts()).prompts) == 4
            assert (await call(client, "upload_media", files="city.mp4", project="trip"))["files"] == [
                "city.mp4"
            ]
            edited = await call(
                client, "send_edit", message="join the clips, no music, and add a title 'Lisbon'"
            )
            assert "Lisbon" in edited["timeline"]
            undone = await call(client, "restore_version")
            assert "Timeline: nothing" in undone["message"]
            assert "Lisbon" in (await call(client, "restore_version", redo=True))["message"]
            shown = await client.call_tool("get_timeline", {"picture": "board"})
            assert [type(block) for block in shown.content][2:] == [ImageContent]
            turned = await call(client, "edit_timeline", operations={"op": "reverse_clip", "clips": 1})
            assert turned["done"][0]["op"] == "reverse_clip"
            listed = (await client.read_resource("nemo://projects")).contents[0]
            assert "“trip” (now)" in listed.text  # pyright: ignore
            seen: list[float] = []

            async def note(progress: float, total: float | None, message: str | None) -> None:
                seen.append(progress)

            film = await client.call_tool("export_video", {}, progress_callback=note)
            path = Path((film.structured_content or {})["path"])
            assert path == place.home / "work" / "trip.mp4"
            assert path.is_file()
            assert seen == sorted(set(seen))
            assert (await refused(client, "upload_media", files="/etc/hosts"))["error"] == "PathNotAllowed"
