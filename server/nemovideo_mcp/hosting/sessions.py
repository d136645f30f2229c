"""How many sessions of the older protocol era one user may have open; the newer era has none."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.streamable_http_manager import DEFAULT_SESSION_IDLE_TIMEOUT
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.hosting.files import refusal
from nemovideo_mcp.hosting.limits import too_many_sessions
from nemovideo_mcp.hosting.metrics import Meter
from nemovideo_mcp.hosting.users import user_of

__all__ = ["OpenSessions", "SessionLimit"]

_SESSION = "mcp-session-id"
_RETRY_SECONDS = 60


class OpenSessions:
    """The sessions of one user. The SDK ends one that has had no request for half an hour, and so it is forgotten here.

    `clock` gives seconds.
    """

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        # The one that was used last comes last.
        self._seen: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        self._forget_idle()
        return len(self._seen)

    @property
    def is_full(self) -> bool:
        return len(self) >= self._most

    def use(self, session: str) -> None:
        """The session was opened, or had a request."""
        self._seen[session] = self._clock()
        self._seen.move_to_end(session)

    def used(self, session: str) -> None:
        """As `use`, for one that is known to be open."""
        if session in self._seen:
            self.use(session)

    def end(self, session: str) -> None:
        self._seen.pop(session, None)

    def _forget_idle(self) -> None:
        oldest = self._clock() - DEFAULT_SESSION_IDLE_TIMEOUT
        while self._seen and next(iter(self._seen.values())) < oldest:
            self._seen.popitem(last=False)


class SessionLimit:
    """HTTP 429 for a user who opens one session too many: the SDK has a number for all users only."""

    def __init__(self, app: ASGIApp, *, most: int, clock: Callable[[], float], meter: Meter) -> None:
        self._app = app
        self._most = most
        self._clock = clock
        self._meter = meter
        self._of: dict[str, OpenSessions] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user = scope.get("user")
        if scope["type"] != "http" or scope["path"] != "/mcp" or not isinstance(user, AuthenticatedUser):
            await self._app(scope, receive, send)
            return
        key = user_of(user.access_token)
        sessions = self._of.setdefault(key, OpenSessions(self._most, self._clock))
        given = Headers(scope=scope).get(_SESSION)
        if given is None and _may_open(scope) and sessions.is_full:
            self._meter.refusal("sessions")
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            await refusal(too_many_sessions(self._most), Request(scope), headers)(scope, receive, send)
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
