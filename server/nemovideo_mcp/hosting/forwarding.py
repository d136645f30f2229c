"""Sends requests of users whose data lies on another server there, and streams the answers back.

The other server checks the token itself: a server that sends a request on vouches for nothing but that it did.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import cast

import anyio
import httpx
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from nemovideo_mcp.errors import ShardUnavailable
from nemovideo_mcp.hosting.files import refusal
from nemovideo_mcp.hosting.homes import MARK_HEADER, USER_KEY, Homes, Presence, Said
from nemovideo_mcp.hosting.links import Links
from nemovideo_mcp.hosting.logs import note
from nemovideo_mcp.hosting.metrics import Meter
from nemovideo_mcp.hosting.shards import Shard, ShardMap
from nemovideo_mcp.hosting.users import user_of
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.shards import SHARDS

__all__ = ["Forwarding", "Others", "Sharing", "presence_route"]

_PATH = "/shards/users/"
_CONNECTIONS = 512
_KEPT = 64
# A server ends a connection that was idle for 30 s: this one lets go of it before.
_KEPT_SECONDS = 20.0
_CONNECT_SECONDS = 3.0
_PRESENCE_SECONDS = 3.0
# Streams of events are silent for 15 s at most, and calls are answered within 45 s.
_STREAM = {"connect": _CONNECT_SECONDS, "read": 120.0, "write": 60.0, "pool": _CONNECT_SECONDS}
_QUESTION = dict.fromkeys(_STREAM, _PRESENCE_SECONDS)
_MAX_ANSWER = 1024
_RETRY_SECONDS = 10
# MCP has no code for it; this is the first of those that JSON-RPC leaves to servers.
_SERVER_ERROR = -32000
# RFC 9110, 7.6.1; and what each of the two servers says for itself: this one has checked by which name it was called.
_OF_THE_CONNECTION = frozenset(
    (
        *("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
        *("host", "expect", "date", "server", "x-request-id", MARK_HEADER.lower()),
    )
)
_PRESENCES: tuple[Presence, ...] = ("here", "moving", "none")


class Others:
    """The way to the other servers. `transport` stands in for the network in tests."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._transport = transport

    def _way(self) -> httpx.AsyncBaseTransport:
        # Made when it is first needed: to load the certificates of authorities takes time.
        if self._transport is None:
            limits = httpx.Limits(
                max_connections=_CONNECTIONS,
                max_keepalive_connections=_KEPT,
                keepalive_expiry=_KEPT_SECONDS,
            )
            self._transport = httpx.AsyncHTTPTransport(trust_env=False, limits=limits)
        return self._transport

    async def aclose(self) -> None:
        if self._transport is not None:
            await self._transport.aclose()

    async def send(self, request: httpx.Request, timeouts: dict[str, float]) -> httpx.Response:
        """Send it once, without following anything; the answer's body is still to come."""
        request.extensions = {**request.extensions, "timeout": timeouts}
        return await self._way().handle_async_request(request)


class Sharing:
    """What one server needs to share users with others: its name, the map, the homes of users, the way to the rest."""

    def __init__(self, *, own: Shard, shards: ShardMap, data: Path, others: Others | None = None) -> None:
        self.others = others or Others()
        self.homes = Homes(own=own, shards=shards, data=data, ask=self._ask)

    async def _ask(self, shard: Shard, user: str) -> Said | None:
        target = f"{_PATH}{user}"
        headers = {MARK_HEADER: self.homes.mark_for(shard, "GET", target)}
        request = httpx.Request("GET", f"{shard.url}{target}", headers=headers)
        try:
            with anyio.fail_after(_PRESENCE_SECONDS):
                response = await self.others.send(request, _QUESTION)
                body = b""
                try:
                    async for piece in _pieces(response):
                        body += piece
                        if len(body) > _MAX_ANSWER:
                            return None
                finally:
                    await response.aclose()
            return _read(response.status_code, body)
        except (httpx.TransportError, TimeoutError):
            return None


def _read(status: int, body: bytes) -> Said | None:
    try:
        found: object = json.loads(body) if status == HTTPStatus.OK else None
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    said = cast("dict[str, object]", found)
    presence, number = said.get("presence"), said.get("map")
    for known in _PRESENCES:
        if presence == known and isinstance(number, int):
            return Said(presence=known, number=number)
    return None


def presence_route(sharing: Sharing) -> Route:
    """Where the other servers, and nobody else, ask whether this one has a user."""

    async def answered(request: Request) -> Response:
        user = request.path_params["user"]
        if not USER_KEY.fullmatch(user):
            return Response(status_code=HTTPStatus.NOT_FOUND)
        if sharing.homes.mark_in(request.headers.get(MARK_HEADER), "GET", f"{_PATH}{user}") is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        said = sharing.homes.said(user)
        return JSONResponse({"presence": said.presence, "map": said.number})

    return Route(_PATH + "{user}", answered, methods=["GET"])


class Forwarding:
    """Passes on what is for this server, and sends what is for another one there; what was sent here goes no further.

    Whose request it is, the token or the signed link says. A user's limits are those of the server that has the user.
    """

    def __init__(self, app: ASGIApp, *, sharing: Sharing, links: Links, meter: Meter) -> None:
        self._app = app
        self._homes = sharing.homes
        self._others = sharing.others
        self._links = links
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user = self._user(scope)
        if user is None:
            await self._app(scope, receive, send)
            return
        try:
            home = await self._home(scope, user)
        except ShardUnavailable as error:
            await self._refuse(error, scope, receive, send)
            return
        if home == self._homes.own:
            await self._app(scope, receive, send)
        else:
            await self._forward(home, user, scope, receive, send)

    def _user(self, scope: Scope) -> str | None:
        if scope["type"] != "http":
            return None
        user = scope.get("user")
        if isinstance(user, AuthenticatedUser):
            return user_of(user.access_token)
        return self._links.user_of_path(scope["method"], scope["path"])

    async def _home(self, scope: Scope, user: str) -> Shard:
        given = Headers(scope=scope).get(MARK_HEADER)
        mark = self._homes.mark_in(given, scope["method"], _target(scope))
        if mark is None:
            return await self._homes.home_of(user)
        if not self._homes.admits(user, mark):
            raise ShardUnavailable(detail=words_of(SHARDS, "maps_differ").pair())
        return self._homes.own

    async def _forward(self, home: Shard, user: str, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _Exchange(scope, receive, send)
        mark = self._homes.mark_for(home, scope["method"], _target(scope))
        key = "broke"
        try:
            await exchange.run(self._others, home, mark)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            key = "unreachable"
        except httpx.TransportError:
            pass
        if exchange.status == HTTPStatus.SERVICE_UNAVAILABLE:
            # It may have been moved.
            self._homes.forget(user)
        outcome = "lost" if exchange.failed else "gone" if exchange.left else "ok"
        self._meter.forwarded(home.name, outcome)
        note("forwarded", shard=home.name, method=scope["method"], outcome=outcome, user=user[:12])
        if exchange.failed and not exchange.status:
            self._homes.forget(user)
            error = ShardUnavailable(detail=words_of(SHARDS, key, name=home.name).pair())
            await self._refuse(error, scope, receive, send)

    async def _refuse(self, error: ShardUnavailable, scope: Scope, receive: Receive, send: Send) -> None:
        request, headers = Request(scope), {"Retry-After": str(_RETRY_SECONDS)}
        if scope["path"] != "/mcp":
            await refusal(error, request, headers)(scope, receive, send)
            return
        # Clients show an error of JSON-RPC, whatever the status; nothing is known of the request's id here.
        said = {
            "code": _SERVER_ERROR,
            "message": f"{error.describe('en')} {error.describe('zh')}",
            "data": {"error": type(error).__name__, "retryable": True},
        }
        body = {"jsonrpc": "2.0", "id": None, "error": said}
        await JSONResponse(body, HTTPStatus.SERVICE_UNAVAILABLE, headers)(scope, receive, send)


class _Exchange:
    """One request that is sent on, piece by piece, and its answer, which is sent back as it comes.

    `status` is the answer's, 0 as long as there is none. It `failed` where the other server was lost, and was `left`
    where the client went away before the end.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._sent = anyio.Event()
        self.status = 0
        self.failed = True
        self.left = False

    async def run(self, others: Others, home: Shard, mark: str) -> None:
        """Raises `httpx.TransportError` where the other server is not to be had, or is lost."""
        headers = Headers(scope=self._scope)
        has_body = "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
        if not has_body:
            self._sent.set()
        request = httpx.Request(
            self._scope["method"],
            f"{home.url}{_target(self._scope)}",
            headers=[*_passed_on(self._scope["headers"]), (MARK_HEADER.lower().encode(), mark.encode())],
            content=self._body() if has_body else None,
        )
        trouble: httpx.TransportError | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch, group.cancel_scope)
            try:
                await self._exchange(others, request)
            except ClientDisconnect:
                self.left, self.failed = True, False
            except httpx.TransportError as error:
                trouble = error
            group.cancel_scope.cancel()
        if trouble is not None:
            raise trouble

    async def _exchange(self, others: Others, request: httpx.Request) -> None:
        response = await others.send(request, _STREAM)
        try:
            start = {
                "type": "http.response.start",
                "status": response.status_code,
                "headers": _passed_on(response.headers.raw),
            }
            self.status = response.status_code
            await self._send(start)
            async for piece in _pieces(response):
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            self.failed = False
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            with anyio.CancelScope(shield=True):
                await response.aclose()

    async def _body(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            more = message.get("more_body", False)
            if body := message.get("body", b""):
                yield body
        self._sent.set()

    async def _watch(self, answering: anyio.CancelScope) -> None:
        """End the answer where the client goes away: an event stream has no other end."""
        await self._sent.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.left, self.failed = self.failed, False
        answering.cancel()


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body as it stands on the wire, not decoded."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    async for piece in response.stream:
        yield piece


def _passed_on(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    named = {
        name.strip().lower()
        for key, value in headers
        if key.lower() == b"connection"
        for name in value.decode("latin-1").split(",")
    }
    return [
        (key.lower(), value)
        for key, value in headers
        if key.decode("latin-1").lower() not in _OF_THE_CONNECTION | named
    ]


def _target(scope: Scope) -> str:
    """Path and query as they stand on the wire."""
    query = scope.get("query_string", b"").decode("ascii")
    path = scope["raw_path"].decode("ascii")
    return f"{path}?{query}" if query else path
