"""How many sessions of the older protocol era one user may have open; the newer era has none."""

from __future__ import annotations

from http import HTTPStatus

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.hosting.files import refusal
from nemovideo_mcp.hosting.limits import too_many_sessions
from nemovideo_mcp.hosting.metrics import Meter
from nemovideo_mcp.hosting.users import Users, user_of

__all__ = ["SessionLimit"]

_SESSION = "mcp-session-id"
_RETRY_SECONDS = 60


class SessionLimit:
    """HTTP 429 for a user who opens one session too many: the SDK has a number for all users only."""

    def __init__(self, app: ASGIApp, *, users: Users, meter: Meter) -> None:
        self._app = app
        self._users = users
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user = scope.get("user")
        if scope["type"] != "http" or scope["path"] != "/mcp" or not isinstance(user, AuthenticatedUser):
            await self._app(scope, receive, send)
            return
        sessions = self._users.member(user_of(user.access_token)).sessions
        given = Headers(scope=scope).get(_SESSION)
        if given is None and _may_open(scope) and sessions.is_full:
            self._meter.refusal("sessions")
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            await refusal(too_many_sessions(self._users.limits.sessions), Request(scope), headers)(
                scope, receive, send
            )
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                opened = Headers(raw=message.get("headers", [])).get(_SESSION)
                if given is None and opened and message["status"] < HTTPStatus.BAD_REQUEST:
                    sessions.use(opened)
                elif given and scope["method"] == "DELETE" and message["status"] < HTTPStatus.BAD_REQUEST:
                    sessions.end(given)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            if given:
                sessions.used(given)


def _may_open(scope: Scope) -> bool:
    """Whether the SDK takes it for the older era, where a request without a session opens one."""
    version = Headers(scope=scope).get("mcp-protocol-version")
    return version is None or version in HANDSHAKE_PROTOCOL_VERSIONS
