"""A backend that is a script: it speaks the protocol, remembers what it was asked, and fails as it is told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.errors import NemoError, TokenInvalid
from nemovideo_mcp.protocol.discovery import KEEPS_ANSWERS_HEADER, STUDIO_HEADER
from nemovideo_mcp.protocol.envelope import failure, http_status, ok
from nemovideo_mcp.protocol.events import (
    HEARTBEAT,
    encode_event,
    text_event,
    tool_call_event,
    tool_response_event,
)

URL = "http://nemo.test"


def box(name: bytes, body: bytes) -> bytes:
    """A box of an MP4."""
    return (8 + len(body)).to_bytes(4, "big") + name + body


FILM = box(b"ftyp", b"isom" * 2) + box(b"moov", bytes(92)) + box(b"mdat", b"a film, " * 3984)

DRAFT: dict[str, Any] = {
    "d": 4000,
    "t": [
        {"id": "v", "tt": 0, "sg": [{"s": 0, "d": 4000, "m": {"name": "city"}}]},
        {
            "id": "a",
            "tt": 1,
            "sg": [{"s": 0, "d": 4000, "m": {"name": "Lo-fi", "role": "bgm", "volume": 0.35}}],
        },
    ],
}

GOOD_TURN = [
    HEARTBEAT,
    encode_event(tool_call_event("cut", {}, "1")),
    encode_event(tool_response_event("cut", {"stage": "Cutting to the beat", "percent": 40}, "1")),
    encode_event(text_event("Cut to ", partial=True)),
    encode_event(text_event("Cut to the beat.")),
]


class _Line(httpx.AsyncByteStream):
    """A body that comes in pieces and may break off."""

    def __init__(self, pieces: list[bytes], *, breaks: bool = False) -> None:
        self._pieces = pieces
        self._breaks = breaks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._breaks:
            raise httpx.ReadError("the line broke")


@dataclass(kw_only=True)
class FakeBackend:
    """`refusals` are raised once each by path; `statuses` are what a poll says, the last one for ever."""

    turn: list[bytes] = field(default_factory=lambda: list(GOOD_TURN))
    turn_breaks: bool = False
    draft_after: dict[str, Any] = field(default_factory=lambda: DRAFT)
    statuses: list[dict[str, Any]] = field(
        default_factory=lambda: [{"status": "completed", "output": {"url": "/film.mp4"}}]
    )
    refusals: list[tuple[str, NemoError | httpx.TransportError | httpx.Response]] = field(
        default_factory=list
    )
    film: Callable[[httpx.Request], httpx.Response] | None = None
    requests: list[httpx.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: int = 0
    edits: list[str] = field(default_factory=list)
    renders: list[dict[str, Any]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    is_studio: bool = False
    keeps_answers: bool = False

    def client(self, home: Path, **environ: str) -> NemoClient:
        """A client that speaks to this backend."""
        return NemoClient.from_env(
            backend=environ.pop("NEMO_BACKEND", URL),
            environ={"NEMO_HOME": str(home), **environ},
            transport=httpx.MockTransport(self.answer),
            sleep=self.pause,
            random=lambda: 1.0,
        )

    async def pause(self, seconds: float) -> None:
        """Waiting is written down; nobody waits for long."""
        self.pauses.append(seconds)
        await anyio.sleep(min(seconds, 0.02))

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """The reply; a studio says in each that it is one."""
        reply = await self._answer(request)
        if self.is_studio:
            reply.headers[STUDIO_HEADER] = "0"
        if self.keeps_answers:
            reply.headers[KEEPS_ANSWERS_HEADER] = "86400"
        return reply

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        self.requests.append(request)
        self.bodies.append(body)
        path = request.url.path
        for n, (where, what) in enumerate(self.refusals):
            if where in path:
                del self.refusals[n]
                return _refused(what)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") in self.expired:
            return _refused(TokenInvalid())
        if path == "/api/auth/anonymous-token":
            self.tokens += 1
            data = {
                "token": f"nmv_usr_{self.tokens}",
                "user_id": "anon_7",
                "expires_at": "2099-01-01T00:00:00Z",
            }
            return httpx.Response(200, json=ok({**data, "credits": 100}))
        if path.endswith("/with-session/nemo_agent"):
            session = f"s{len(self.drafts) + 1}"
            self.drafts[session] = {}
            return httpx.Response(200, json=ok({"session_id": session, "task_id": f"t-{session}"}))
        if path == "/run_sse":
            return self._run(json.loads(body))
        if path.startswith("/api/upload-video/"):
            return httpx.Response(200, json=ok({"files": _uploaded(body), "session_state_applied": True}))
        if path.startswith("/api/state/"):
            draft = self.drafts.get(path.split("/")[-2], {})
            return httpx.Response(200, json=ok({"state": {"draft": draft}}))
        if path.startswith("/api/credits/"):
            return httpx.Response(200, json=ok({"available": 90, "frozen": 10, "total": 100}))
        if path.endswith("/claim-token"):
            return httpx.Response(
                200, json={"success": True, "data": {"claim_token": "clm_1", "expires_in": 60}}
            )
        return self._render(request, path, body)

    def _run(self, asked: dict[str, Any]) -> httpx.Response:
        self.edits.append(asked["new_message"]["parts"][0]["text"])
        self.drafts[asked["session_id"]] = self.draft_after
        headers = {"Content-Type": "text/event-stream"}
        return httpx.Response(200, headers=headers, stream=_Line(self.turn, breaks=self.turn_breaks))

    def _render(self, request: httpx.Request, path: str, body: bytes) -> httpx.Response:
        if path == "/api/render/proxy/lambda":
            self.renders.append(json.loads(body))
            return httpx.Response(
                200, json={"success": True, "data": {"id": self.renders[-1]["id"], "status": "pending"}}
            )
        if path.endswith("/cancel"):
            self.cancelled.append(path.split("/")[-2])
            return httpx.Response(200, json={"success": True})
        if path.startswith("/api/render/proxy/lambda/"):
            status = self.statuses[0] if len(self.statuses) == 1 else self.statuses.pop(0)
            return httpx.Response(200, json={"code": 0, "data": status})
        if path == "/film.mp4" or path.endswith("/download"):
            return self.film(request) if self.film else httpx.Response(200, content=FILM)
        return httpx.Response(404, json={"detail": f"there is no {path}"})


def broken_film(sent: int) -> httpx.Response:
    """The first `sent` bytes of the film, and then nothing."""
    headers = {"Content-Length": str(len(FILM)), "ETag": '"film"'}
    return httpx.Response(200, headers=headers, stream=_Line([FILM[:sent]], breaks=True))


def ranged_film(request: httpx.Request) -> httpx.Response:
    """The part of the film that was asked for."""
    start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    headers = {"Content-Range": f"bytes {start}-{len(FILM) - 1}/{len(FILM)}"}
    return httpx.Response(206, headers=headers, content=FILM[start:])


def _refused(what: NemoError | httpx.TransportError | httpx.Response) -> httpx.Response:
    if isinstance(what, httpx.Response):
        return what
    if isinstance(what, NemoError):
        return httpx.Response(http_status(what), json=failure(what))
    raise what


def _uploaded(body: bytes) -> list[dict[str, Any]]:
    names = [part.partition(b'"')[0].decode() for part in body.split(b'filename="')[1:]]
    names = names or [url.rpartition("/")[2] for url in json.loads(body)["urls"]]
    return [{"filename": name, "file_type": "video", "duration": 2.0} for name in names]
