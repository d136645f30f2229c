"""A sandbox on a port, before a backend that is a script: every byte of it is known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from nemovideo_mcp.serving.connections import Connections
from nemovideo_mcp.serving.server import Watch
from nemovideo_mcp.studio.sandbox.faults import parse_faults
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from nemovideo_mcp.studio.sandbox.server import BreakableProtocol
from support.raw import RawReply, ask

PIECE = b'data: {"content":{"parts":[{"text":"Cut \xe2\x9c\x93 "}],"role":"model"},"partial":true,"author":"nemo_agent"}\n\n'  # noqa: E501
WHOLE = b'data: {"content":{"parts":[{"text":"Cut \xe2\x9c\x93 done."}],"role":"model"},"author":"nemo_agent"}\n\n'
CALL = b'data: {"content":{"parts":[{"functionCall":{"id":"c1","name":"edit","args":{"files":1}}}],"role":"model"},"author":"nemo_agent"}\n\n'  # noqa: E501
RESULT = b'data: {"content":{"parts":[{"functionResponse":{"id":"c1","name":"edit","response":{"percent":100}}}],"role":"user"},"author":"nemo_agent"}\n\n'  # noqa: E501
BEAT = b": heartbeat\n\n"
STREAM = (CALL, BEAT, RESULT, PIECE, WHOLE)
FILM = bytes(range(256)) * 20
DRAFT = {"d": 9000, "m": {}, "t": [{"tt": 0, "sg": [{"s": 0}]}, {"tt": 1, "sg": [{"s": 0}]}]}
DONE: Mapping[str, Any] = {
    "id": "r1",
    "status": "completed",
    "progress": 100,
    "createdAt": "2026-01-01T00:00:00Z",
    "completedAt": "2026-01-01T00:00:09Z",
    "outputUrl": "http://x/renders/k/r1.mp4",
    "output": {"url": "http://x/renders/k/r1.mp4", "duration": 9.0, "size": 5120},
    "receipt": {"cuts": 3},
}


@dataclass(kw_only=True)
class Script:
    """The backend behind the sandbox: `seen` is what reached it, `edits` the messages that it has carried out."""

    seen: list[str] = field(default_factory=list[str])
    edits: list[str] = field(default_factory=list[str])
    uploads: list[int] = field(default_factory=list[int])

    def app(self) -> Starlette:
        routes = [
            Route("/run_sse", self._run, methods=["POST"]),
            Route("/renders/{key}/{name}", self._film),
            Route("/api/render/proxy/lambda/{id}", self._status),
            Route("/api/render/proxy/{id}/download", self._film),
            Route("/api/upload-video/nemo_agent/me/{id}", self._upload, methods=["POST"]),
            Route("/api/state/nemo_agent/me/{id}/latest", self._state),
            Route("/{path:path}", self._other, methods=["GET", "POST"]),
        ]
        return Starlette(routes=routes)

    async def _run(self, request: Request) -> Response:
        self.seen.append("run")
        asked = await request.json()

        async def events() -> AsyncGenerator[bytes]:
            self.edits.append(asked["session_id"])
            for event in STREAM:
                yield event

        return StreamingResponse(events(), media_type="text/event-stream")

    async def _film(self, request: Request) -> Response:
        self.seen.append("film")
        headers = {"Accept-Ranges": "bytes"}
        if asked := request.headers.get("range"):
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            headers["Content-Range"] = f"bytes {start}-{len(FILM) - 1}/{len(FILM)}"
            return Response(FILM[start:], 206, headers)
        return Response(FILM, 200, headers)

    async def _status(self, request: Request) -> Response:
        self.seen.append("status")
        return JSONResponse({"success": True, "data": {**DONE, "id": request.path_params["id"]}})

    async def _upload(self, request: Request) -> Response:
        self.uploads.append(len(await request.body()))
        return JSONResponse({"code": 0, "message": "success", "data": {"files": []}})

    async def _state(self, request: Request) -> Response:
        self.seen.append("state")
        state = {"draft": DRAFT, "generated_media": [{"type": "music"}]}
        data = {"session_id": request.path_params["id"], "state": state}
        return JSONResponse({"code": 0, "message": "success", "data": data})

    async def _other(self, request: Request) -> Response:
        self.seen.append(request.url.path)
        return JSONResponse({"code": 0, "message": "success", "data": {"available": 100}})


@dataclass(kw_only=True)
class Clock:
    """Time that passes only when somebody sleeps, and then at once."""

    now: float = 0.0
    naps: list[float] = field(default_factory=list[float])
    awake: Callable[[], Awaitable[None]] | None = None

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds
        if self.awake:
            await self.awake()
        await asyncio.sleep(0)


@dataclass(kw_only=True)
class Served:
    """A sandbox that can be asked; each request has a line of its own."""

    url: str
    script: Script
    clock: Clock

    async def run(self, *, fault: str = "", session: str = "s1") -> RawReply:
        """Send an edit."""
        return await self.post("/run_sse", {"session_id": session, "new_message": {}}, fault=fault)

    async def post(self, path: str, body: object = None, *, fault: str = "", token: str = "t1") -> RawReply:
        return await ask(
            self.url, "POST", path, headers=_headers(fault, token), body=json.dumps(body or {}).encode()
        )

    async def get(self, path: str, *, fault: str = "", token: str = "t1", **headers: str) -> RawReply:
        return await ask(self.url, "GET", path, headers={**_headers(fault, token), **headers})


def _headers(fault: str, token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **({"X-Studio-Fault": fault} if fault else {})}


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncGenerator[str]:
    """The address of `app`, whose lines can be broken."""
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
    config.load()
    state, watch = ServerState(), Watch(Connections())
    server = await asyncio.get_running_loop().create_server(
        lambda: BreakableProtocol(config=config, server_state=state, app_state={}, watch=watch),
        "127.0.0.1",
        0,
    )
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        while state.tasks:
            await asyncio.wait(state.tasks)


@asynccontextmanager
async def sandbox(faults: str = "") -> AsyncGenerator[Served]:
    """A sandbox with `faults` before a script."""
    script, clock = Script(), Clock()
    app = Sandbox(script.app(), parse_faults(faults), sleep=clock.sleep, clock=lambda: clock.now)
    async with served(app) as url:
        yield Served(url=url, script=script, clock=clock)
