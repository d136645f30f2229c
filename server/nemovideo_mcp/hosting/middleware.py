"""Middleware of the hosted server: health, allowed hosts, users' limits, the log and the metrics."""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

import anyio
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp import __version__
from nemovideo_mcp.errors import LimitReached
from nemovideo_mcp.hosting.files import refusal
from nemovideo_mcp.hosting.limits import too_fast
from nemovideo_mcp.hosting.links import Links
from nemovideo_mcp.hosting.logs import begin_request, note
from nemovideo_mcp.hosting.metrics import Meter
from nemovideo_mcp.hosting.users import Member, Users, user_of
from nemovideo_mcp.tools.outputs import Answer, result_of

__all__ = ["CallWatch", "Gate", "RequestLimit", "Traffic"]

_SHOWN = 12
_RETRY_SECONDS = 10
_RETRY_AT_ONCE_SECONDS = 1.0


@dataclass
class Traffic:
    """The requests under way, and whether the server still accepts more."""

    stopping: bool = False
    under_way: int = 0
    streams: set[anyio.CancelScope] = field(default_factory=set[anyio.CancelScope])
    _quiet: anyio.Event = field(default_factory=anyio.Event)

    def begin(self) -> None:
        self.under_way += 1

    def end(self) -> None:
        self.under_way -= 1
        if self.under_way == 0:
            self._quiet.set()
            self._quiet = anyio.Event()

    def end_streams(self) -> None:
        """End the streams that wait for news: there will be none."""
        for stream in self.streams:
            stream.cancel()

    async def quiet(self) -> None:
        """Return when no request is under way."""
        if self.under_way:
            await self._quiet.wait()


class Gate:
    """The outermost edge: `/healthz`, the Host and Origin that are allowed, a request's id, log line and bytes."""

    def __init__(
        self, app: ASGIApp, *, traffic: Traffic, security: TransportSecuritySettings, meter: Meter
    ) -> None:
        self._app = app
        self._traffic = traffic
        self._security = TransportSecurityMiddleware(security)
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == "/healthz":
            # Also by the address that a load balancer has for it.
            await self._health()(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    def _health(self) -> Response:
        if self._traffic.stopping:
            return JSONResponse({"status": "stopping"}, status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"status": "ok", "version": __version__})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        seen = _Seen(send, begin_request())
        app = await self._security.validate_request(Request(scope)) or self._refusal() or self._app
        # Shutting down does not wait for a stream that only waits for news.
        answer = self._stream if scope["method"] == "GET" and _kind(scope) == "mcp" else self._work
        try:
            await answer(app, scope, seen.receiving(receive), seen)
        finally:
            self._note(scope, seen, (time.monotonic() - began) * 1000)

    async def _work(self, app: ASGIApp, scope: Scope, receive: Receive, seen: _Seen) -> None:
        self._traffic.begin()
        try:
            await app(scope, receive, seen.sending)
        except ClientDisconnect:
            # It left in the middle of what it sent: nobody is there to be answered, and nothing is wrong here.
            seen.status = seen.status or HTTPStatus.BAD_REQUEST
        finally:
            self._traffic.end()

    async def _stream(self, app: ASGIApp, scope: Scope, receive: Receive, seen: _Seen) -> None:
        with anyio.CancelScope() as stream:
            self._traffic.streams.add(stream)
            try:
                await app(scope, receive, seen.sending)
            finally:
                self._traffic.streams.discard(stream)
        if stream.cancelled_caught and seen.status:
            await seen.sending({"type": "http.response.body", "body": b"", "more_body": False})

    def _refusal(self) -> Response | None:
        if not self._traffic.stopping:
            return None
        said = {
            "error": "stopping",
            "message": "The server is being restarted. Try again in a moment. 服务器正在重启，请稍后再试。",
        }
        headers = {"Retry-After": str(_RETRY_SECONDS), "Connection": "close"}
        return JSONResponse(said, status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)

    def _note(self, scope: Scope, seen: _Seen, ms: float) -> None:
        kind = _kind(scope)
        if kind == "files" and seen.status < HTTPStatus.BAD_REQUEST:
            fetched = scope["method"] == "GET"
            self._meter.bytes("down" if fetched else "up", seen.down if fetched else seen.up)
        if kind != "mcp" or seen.status >= HTTPStatus.BAD_REQUEST:
            note(
                "request",
                kind=kind,
                method=scope["method"],
                status=seen.status,
                user=_shown(scope),
                up=seen.up or None,
                down=seen.down or None,
                ms=round(ms, 1),
            )


class _Seen:
    """Counts the bytes and status of one request, and adds its id to the answer."""

    def __init__(self, send: Send, request: str) -> None:
        self._send = send
        self._request = request
        self.status = 0
        self.up = 0
        self.down = 0

    def receiving(self, receive: Receive) -> Receive:
        async def received() -> Message:
            message = await receive()
            self.up += len(message.get("body", b""))
            return message

        return received

    async def sending(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message.get("headers", []), (b"x-request-id", self._request.encode())]
            message = {**message, "headers": headers}
        else:
            self.down += len(message.get("body", b""))
        await self._send(message)


class RequestLimit:
    """HTTP 429 for a user who sends too many requests a minute, or too many at a time."""

    def __init__(self, app: ASGIApp, *, users: Users, links: Links, meter: Meter) -> None:
        self._app = app
        self._users = users
        self._links = links
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with ExitStack() as stack:
            try:
                wait = self._admit(scope, stack)
                error = too_fast(self._users.limits.requests_per_minute, wait) if wait else None
            except LimitReached as many:
                wait, error = _RETRY_AT_ONCE_SECONDS, many
            if error is None:
                await self._app(scope, receive, send)
                return
        self._meter.refusal("requests")
        headers = {"Retry-After": str(math.ceil(wait))}
        await refusal(error, Request(scope), headers)(scope, receive, send)

    def _admit(self, scope: Scope, stack: ExitStack) -> float:
        """Count the request until `stack` is closed, or how many seconds to wait. Raises `LimitReached`."""
        user = scope.get("user")
        if isinstance(user, AuthenticatedUser):
            member = self._users.member(user_of(user.access_token))
            if wait := member.requests.take():
                return wait
            stack.enter_context(member.request("token"))
        elif scope["type"] == "http" and (key := self._links.user_of_path(scope["method"], scope["path"])):
            stack.enter_context(self._users.member(key).request("link"))
        return 0.0


class CallWatch:
    """Middleware of the MCP server: the limit of calls, said in words, and a log line and a count for each request."""

    def __init__(self, *, users: Users | None, meter: Meter, tools: Collection[str], language: str) -> None:
        self._users = users
        self._meter = meter
        self._tools = tools
        self._language = language

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.request_id is None:
            return await call_next(ctx)
        began = time.monotonic()
        member = self._users.caller() if self._users else None
        tool = self._tool(ctx)
        outcome, error = "cancelled", None
        try:
            result = self._limited(member) if tool and member else None
            if result is None:
                result = await call_next(ctx)
            outcome, error = _outcome(result)
            return result
        except Exception as failure:
            outcome, error = "failed", type(failure).__name__
            raise
        finally:
            seconds = time.monotonic() - began
            if tool:
                self._meter.call(tool, outcome, seconds)
            note(
                "call",
                method=ctx.method[:64],
                tool=tool,
                outcome=outcome,
                error=error,
                user=member.key[:_SHOWN] if member else None,
                ms=round(seconds * 1000, 1),
            )

    def _tool(self, ctx: ServerRequestContext[Any, Any]) -> str | None:
        """The tool's name; one that is not known is not repeated, it could be anything."""
        if ctx.method != "tools/call":
            return None
        name = (ctx.params or {}).get("name")
        return name if isinstance(name, str) and name in self._tools else "unknown"

    def _limited(self, member: Member) -> HandlerResult:
        wait = member.calls.take()
        if not wait:
            return None
        assert self._users is not None
        self._meter.refusal("calls")
        error = too_fast(self._users.limits.calls_per_minute, wait)
        answer = Answer(
            message=error.what(self._language),
            next_step=error.next_step(self._language),
            error=type(error).__name__,
        )
        return result_of(answer, is_error=True)


def _outcome(result: HandlerResult) -> tuple[str, str | None]:
    """`ok`, or `refused` with the kind of the error."""
    said = result.model_dump(by_alias=True) if hasattr(result, "model_dump") else result  # pyright: ignore
    found = cast("dict[str, Any]", said or {})
    if not found.get("isError"):
        return "ok", None
    structure = cast("dict[str, Any]", found.get("structuredContent") or {})
    error = structure.get("error")
    return "refused", str(error)[:64] if error else None


def _kind(scope: Scope) -> str:
    """What a request is for; its path may hold a key or a name."""
    return {"mcp": "mcp", "files": "files", ".well-known": "metadata"}.get(
        scope["path"].split("/")[1], "other"
    )


def _shown(scope: Scope) -> str | None:
    user = scope.get("user")
    key = user_of(user.access_token) if isinstance(user, AuthenticatedUser) else scope.get("nemovideo_user")
    return key[:_SHOWN] if key else None
