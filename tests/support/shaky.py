"""A backend that has a state, keeps its own time, and breaks in every place that a script names."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import anyio
import httpx

from nemovideo_mcp import errors
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.protocol.envelope import failure, http_status, ok
from nemovideo_mcp.protocol.events import HEARTBEAT, encode_event, error_event, text_event, tool_call_event

URL = "https://shaky.test"
SECRET = "nmv_usr_Zx81secret"
BEFORE: dict[str, Any] = {"d": 2000, "t": [{"tt": 0, "sg": [{"s": 0, "d": 2000, "m": {"name": "city"}}]}]}
AFTER: dict[str, Any] = {
    **BEFORE,
    "t": [*BEFORE["t"], {"tt": 7, "sg": [{"s": 0, "d": 900, "m": {"text": "Hi"}}]}],
}

Fault = Literal[
    "refused connection", "no answer", "broken reply", "truncated JSON", "expired token", "limited", "limited politely",
    "500", "502", "503", "504", "wrong kind of page", "plan", "no credits", "lost session", "client id", "token in words",  # noqa: E501
]  # fmt: skip
Step = Literal[
    "wait", "long wait", "heartbeat", "heartbeats", "thought", "tool", "tool result", "piece", "text", "token text",
    "temporary issue", "garbage", "half an event", "failure", "credits failure", "plain text", "unknown",
]  # fmt: skip
End = Literal["close", "break", "hang", "heartbeats"]

_TOOL_RESULT = {
    "content": {"parts": [{"functionResponse": {"id": "1", "name": "cut", "response": {"percent": 50}}}]}
}
_THOUGHT = {"content": {"parts": [{"text": "hmm", "thought": True}]}}
_BYTES: dict[str, bytes] = {
    "heartbeat": HEARTBEAT,
    "thought": encode_event(_THOUGHT),
    "tool": encode_event(tool_call_event("cut", {"token": SECRET}, "1")),
    "tool result": encode_event(_TOOL_RESULT),
    "piece": encode_event(text_event("The title ", partial=True)),
    "text": encode_event(text_event("The title is there.")),
    "token text": encode_event(text_event(f"Your token is {SECRET}.")),
    "temporary issue": encode_event(text_event("I encountered a temporary issue. Try again.")),
    "garbage": b"data: {]\r\n\r\ndata:\n\n\xff\xfe\n",
    "half an event": b'data: {"content": {"par',
    "failure": encode_event(error_event(errors.ServerFailed(f"agent died with {SECRET}"))),
    "credits failure": encode_event(error_event(errors.NoCredits())),
    "plain text": b'data: {"type": "text", "content": "Done."}\n\n',
    "unknown": b'event: news\ndata: {"type": "news"}\n\n',
}


@dataclass(frozen=True, kw_only=True)
class Script:
    """What goes wrong. `lands` are the seconds behind the message after which the edit is on the timeline."""

    tokens: Sequence[Fault] = ()
    before: Sequence[Fault] = ()
    posts: Sequence[Fault] = ()
    accepts_and_fails: Fault | None = None
    steps: Sequence[Step] = ()
    end: End = "close"
    lands: float | None = 0.0
    after: Sequence[Fault] = ()
    stages: Sequence[tuple[float, Mapping[str, Any]]] = ()
    """Timelines that come by themselves, each so many seconds behind the message; in place of the one edit."""


class _Stream(httpx.AsyncByteStream):
    def __init__(self, backend: ShakyBackend) -> None:
        self._backend = backend

    async def __aiter__(self) -> AsyncIterator[bytes]:
        script = self._backend.script
        for step in script.steps:
            if step in ("wait", "long wait"):
                await anyio.sleep(50 if step == "wait" else 500)
            elif step == "heartbeats":
                for _ in range(30):
                    await anyio.sleep(10)
                    yield HEARTBEAT
            else:
                # In two pieces, as lines have it.
                data = _BYTES[step]
                yield data[: len(data) // 2]
                yield data[len(data) // 2 :]
        while script.end in ("hang", "heartbeats"):
            await anyio.sleep(10)
            if script.end == "heartbeats":
                yield HEARTBEAT
        if script.end == "break":
            raise httpx.ReadError("the line broke")

    async def aclose(self) -> None:
        self._backend.open_streams -= 1


class _Broken(httpx.AsyncByteStream):
    """Half of a reply, and then nothing."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"code": 0, "da'
        raise httpx.RemoteProtocolError("peer closed connection")


@dataclass(kw_only=True)
class ShakyBackend:
    script: Script
    edits: list[str] = field(default_factory=list)
    posts: int = 0
    requests: list[httpx.Request] = field(default_factory=list)
    open_streams: int = 0
    tokens: int = 0
    _landed_at: float | None = None
    _posted_at: float | None = None
    _queues: dict[str, list[Fault]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        script = self.script
        self._queues = {
            "token": list(script.tokens),
            "before": list(script.before),
            "post": list(script.posts),
            "after": list(script.after),
        }

    def client(self, home: Path) -> NemoClient:
        return NemoClient.from_env(
            backend=URL,
            environ={"NEMO_HOME": str(home)},
            transport=httpx.MockTransport(self.answer),
            random=lambda: 0.5,
        )

    @property
    def draft(self) -> dict[str, Any]:
        """The timeline at this moment."""
        if self.script.stages and self._posted_at is not None:
            passed = anyio.current_time() - self._posted_at
            return dict([BEFORE, *(draft for at, draft in self.script.stages if at <= passed)][-1])
        landed = self._landed_at is not None and anyio.current_time() >= self._landed_at
        return AFTER if landed else BEFORE

    async def answer(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        self.requests.append(request)
        path = request.url.path
        if path.endswith("/anonymous-token"):
            return self._next("token") or self._token()
        if path == "/run_sse":
            return self._next("post") or self._run(json.loads(body))
        queue = "after" if self.edits else "before"
        return self._next(queue) or httpx.Response(
            200, json=ok({"session_id": "s", "state": {"draft": self.draft}})
        )

    def _token(self) -> httpx.Response:
        self.tokens += 1
        data = {"token": f"{SECRET}{self.tokens}", "user_id": "anon_7", "expires_at": "2099-01-01T00:00:00Z"}
        return httpx.Response(200, json=ok(data))

    def _run(self, asked: dict[str, Any]) -> httpx.Response:
        self.edits.append(asked["new_message"]["parts"][0]["text"])
        self._posted_at = anyio.current_time()
        if self.script.lands is not None:
            self._landed_at = anyio.current_time() + self.script.lands
        if self.script.accepts_and_fails:
            return reply_of(self.script.accepts_and_fails)
        self.open_streams += 1
        return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=_Stream(self))

    def _next(self, queue: str) -> httpx.Response | None:
        return reply_of(self._queues[queue].pop(0)) if self._queues[queue] else None


def reply_of(fault: Fault) -> httpx.Response:
    """The reply that `fault` is; raises where there is none."""
    match fault:
        case "refused connection":
            raise httpx.ConnectError("refused")
        case "no answer":
            raise httpx.ReadTimeout("no answer")
        case "broken reply":
            return httpx.Response(200, headers={"Content-Type": "application/json"}, stream=_Broken())
        case "truncated JSON":
            return httpx.Response(
                200, headers={"Content-Type": "application/json"}, content=b'{"code": 0, "da'
            )
        case "wrong kind of page":
            return httpx.Response(502, text=f"<html>Bad gateway {SECRET}</html>")
        case "limited politely":
            limited = failure(errors.RateLimited())
            return httpx.Response(429, headers={"Retry-After": "45"}, json=limited)
        case "500" | "502" | "503" | "504":
            return httpx.Response(
                int(fault), json={"success": False, "error": f"Bearer {SECRET} was refused"}
            )
        case "token in words":
            return httpx.Response(200, json={"code": 5000, "message": f"cannot read {SECRET}"})
        case _:
            error = _ERRORS[fault]
            return httpx.Response(http_status(error), json=failure(error))


_ERRORS: dict[str, errors.NemoError] = {
    "expired token": errors.TokenInvalid(),
    "limited": errors.RateLimited(),
    "plan": errors.PlanBlocked(),
    "no credits": errors.NoCredits(),
    "lost session": errors.SessionNotFound("s"),
    "client id": errors.ClientIdMissing(),
}
