"""The studio's HTTP application: the table of calls, and the edges where errors become replies."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp import __version__
from nemovideo_mcp.errors import ForeignOrigin, InvalidRequest, NemoError, ServerFailed
from nemovideo_mcp.messages.system import in_words
from nemovideo_mcp.protocol.discovery import KEEPS_ANSWERS_HEADER, KEEPS_ANSWERS_S, STUDIO_HEADER
from nemovideo_mcp.protocol.envelope import failure, http_status
from nemovideo_mcp.studio.access import language_of
from nemovideo_mcp.studio.routes import edits, exports, handover, main, media, page, pictures, space, versions
from nemovideo_mcp.studio.studio import Studio

__all__ = ["create_app"]

_log = logging.getLogger(__name__)

Endpoint = Callable[[Studio, Request], Awaitable[Response]]

# The protocol's table of calls, and below it what is the local studio's own.
_CALLS: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "/api/auth/anonymous-token", main.anonymous_token),
    ("POST", "/api/tasks/me/with-session/nemo_agent", main.new_session),
    ("POST", "/api/auth/claim-token", main.claim_token),
    ("POST", "/run_sse", main.run_sse),
    ("POST", "/api/upload-video/nemo_agent/me/{session_id}", media.upload),
    ("GET", "/api/credits/balance/simple", main.credit_balance),
    ("GET", "/api/state/nemo_agent/me/{session_id}/latest", main.latest_state),
    ("POST", "/api/render/proxy/lambda", exports.submit),
    ("GET", "/api/render/proxy/lambda/{render_id}", exports.status),
    ("POST", "/api/render/proxy/lambda/{render_id}/cancel", exports.cancel),
    ("GET", "/api/render/proxy/{render_id}/download", exports.download),
    ("GET", "/media/{key}/{name}", media.media_file),
    ("GET", "/renders/{key}/{name}", exports.rendered_file),
    ("GET", "/studio/sessions", versions.sessions),
    ("DELETE", "/studio/sessions/{session_id}", space.delete),
    ("GET", "/studio/sessions/{session_id}/contents", space.contents),
    ("GET", "/studio/space", space.usage),
    ("POST", "/studio/space/clean", space.clean),
    ("GET", "/studio/sessions/{session_id}/versions", versions.versions),
    ("POST", "/studio/sessions/{session_id}/restore", versions.restore),
    ("GET", "/studio/sessions/{session_id}/timeline", edits.timeline),
    ("POST", "/studio/sessions/{session_id}/edits", edits.apply_edits),
    ("GET", "/studio/sessions/{session_id}/media", edits.media),
    ("GET", "/studio/sessions/{session_id}/media/{ref}", edits.media),
    ("GET", "/studio/sessions/{session_id}/media/{ref}/sheet.png", pictures.sheet_png),
    ("GET", "/studio/sessions/{session_id}/board.png", pictures.board_png),
    ("GET", "/studio/sessions/{session_id}/board", pictures.board_data),
    ("GET", "/studio/sessions/{session_id}/draft", pictures.draft),
    ("GET", "/studio/sessions/{session_id}/frames.png", pictures.frames_png),
    ("POST", "/studio/sessions/{session_id}/page", page.link),
    ("GET", "/page/{page_id}/", page.show),
    ("POST", "/page/{page_id}/enter", page.enter),
    ("GET", "/page/{page_id}/board", page.board),
    ("GET", "/page/{page_id}/draft", page.draft),
    ("GET", "/page/{page_id}/version", page.version),
    ("POST", "/page/{page_id}/edits", page.edits),
    ("POST", "/page/{page_id}/restore", page.restore),
    ("POST", "/studio/sessions/{session_id}/handover", handover.hand_over),
    ("GET", "/studio/sessions/{session_id}/music/{clip_id}", handover.music),
    ("GET", "/healthz", main.health),
    ("POST", "/studio/shutdown", main.shut_down),
)


def create_app(studio: Studio) -> Starlette:
    """The application; its lifespan opens and closes `studio`."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with studio.open():
            yield

    return Starlette(
        routes=[Route(path, _bound(call, studio), methods=[method]) for method, path, call in _CALLS],
        middleware=[
            # A page in a browser must not reach the studio by a name that it has pointed at this machine.
            Middleware(TrustedHostMiddleware, allowed_hosts=list(studio.settings.hosts), www_redirect=False),
            Middleware(_OwnOrigin),
            Middleware(_Named),
            Middleware(_Counted, studio=studio),
        ],
        exception_handlers={
            NemoError: _failed,
            HTTPException: _no_such_call,
            ClientDisconnect: _gone,
            Exception: _crashed,
        },
        lifespan=lifespan,
    )


def _bound(call: Endpoint, studio: Studio) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await call(studio, request)

    return endpoint


class _Named:
    """Says in every reply that a studio gives it, and of which version."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[STUDIO_HEADER] = __version__
                headers[KEEPS_ANSWERS_HEADER] = str(KEEPS_ANSWERS_S)
            await send(message)

        await self._app(scope, receive, named)


class _OwnOrigin:
    """Refuses what a page of another site asks, or one of another port of this machine; programs send no `Origin`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if (
                origin is not None
                and origin.lower() != f"{scope['scheme']}://{headers.get('host', '')}".lower()
            ):
                request, error = Request(scope), ForeignOrigin()
                reply = JSONResponse(
                    failure(error, language=language_of(request)), status_code=http_status(error)
                )
                await reply(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Counted:
    """Counts the requests that go on, and remembers when the last one ended; being looked after doesn't count."""

    def __init__(self, app: ASGIApp, *, studio: Studio) -> None:
        self._app = app
        self._studio = studio

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_watching(scope["path"]):
            await self._app(scope, receive, send)
            return
        self._studio.requests += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._studio.requests -= 1
            self._studio.last_asked = self._studio.clock()


def _is_watching(path: str) -> bool:
    """Whether a call only looks whether something has changed: a page that is left open keeps no studio alive."""
    return path in ("/healthz", "/studio/shutdown") or (
        path.startswith("/page/") and path.endswith("/version")
    )


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, NemoError)
    return JSONResponse(failure(error, language=language_of(request)), status_code=http_status(error))


async def _no_such_call(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    reason = InvalidRequest(
        detail={
            "en": f"there is no call {request.method} {path}.",
            "zh": f"没有 {request.method} {path} 这个接口。",
        },
        hint={"en": "See the protocol's table of calls.", "zh": "请查看协议中的接口列表。"},
    )
    return JSONResponse(
        failure(reason, language=language_of(request)), status_code=error.status_code, headers=error.headers
    )


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)


async def _crashed(request: Request, error: Exception) -> Response:
    # The server logs the traceback; paths may hold keys, so they are not repeated here.
    reason = in_words(error, with_path=False) or ServerFailed(f"{type(error).__name__}.")
    return JSONResponse(failure(reason, language=language_of(request)), status_code=http_status(reason))
