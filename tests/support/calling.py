"""Calls of tools through a client, and what every answer must be like."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp.client.extension import ClientExtension
from mcp.types import CallToolResult

from mcp import Client
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.tools.server import build_server
from support.studio import QuickExport


def told(result: CallToolResult) -> dict[str, Any]:
    """The structure of a result, which must be in its text as well."""
    structure = result.structured_content
    text = result.content[0].text  # pyright: ignore
    assert structure["message"] in text
    assert structure["next_step"] in text
    assert None not in structure.values()
    return structure


async def call(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    return told(result)


async def refused(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result
    return told(result)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A machine with a studio, whose exports wait for `rendering.gate`, and a folder of clips."""

    url: str
    home: Path
    rendering: QuickExport

    @asynccontextmanager
    async def client(
        self,
        *,
        answer_seconds: float = 20.0,
        mode: str = "auto",
        extensions: Sequence[ClientExtension] = (),
        **options: Any,
    ) -> AsyncGenerator[Client]:
        """A client with a server of its own, as each chat program starts one."""
        environ = {"NEMO_HOME": str(self.home / "nemo")}
        server = build_server(
            open_client=lambda: NemoClient.from_env(backend=self.url, environ=environ),
            environ=environ,
            answer_seconds=answer_seconds,
            allow=[str(self.home)],
            **options,
        )
        async with Client(server, mode=mode, extensions=extensions) as client:
            yield client


async def with_a_timeline(place: Place, project: str = "trip") -> None:
    async with place.client() as client:
        await call(client, "upload_media", files="city.mp4", project=project)
        await call(client, "send_edit", message="join the clips, no music", project=project)
