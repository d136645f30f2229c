"""Files over HTTP: uploads before use, and downloads of finished films."""

from __future__ import annotations

import contextlib
import logging
import mimetypes
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

import anyio
from anyio.to_thread import run_sync
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser, RequireAuthMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, request_response
from starlette.types import ASGIApp

from nemovideo_mcp.errors import (
    DiskFull,
    FileMissing,
    FileTooLarge,
    InvalidRequest,
    LimitReached,
    NemoError,
    NotEnoughSpace,
    QuotaFull,
    ShardUnavailable,
    UnsupportedFile,
)
from nemovideo_mcp.file_types import HEAD_BYTES, check_type, not_accepted
from nemovideo_mcp.hosting.links import Links
from nemovideo_mcp.hosting.space import PART_SUFFIX, UserSpace, clean_name
from nemovideo_mcp.hosting.users import Users, user_of
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.hosting import HOSTING
from nemovideo_mcp.studio.space_limits import RESERVE_BYTES

__all__ = ["file_routes", "refusal"]

_log = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[NemoError], HTTPStatus], ...] = (
    (LimitReached, HTTPStatus.TOO_MANY_REQUESTS),
    (FileTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UnsupportedFile, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (FileMissing, HTTPStatus.NOT_FOUND),
    (QuotaFull, HTTPStatus.INSUFFICIENT_STORAGE),
    (DiskFull, HTTPStatus.INSUFFICIENT_STORAGE),
    (ShardUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (InvalidRequest, HTTPStatus.BAD_REQUEST),
)
_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

Handler = Callable[[Request], Awaitable[Response]]


def file_routes(
    users: Users, links: Links, *, guarded: Callable[[ASGIApp], RequireAuthMiddleware]
) -> list[Route]:
    """The routes; those without a key in their address are `guarded` by the bearer token."""

    def mine(request: Request) -> UserSpace:
        user = request.user
        assert isinstance(user, AuthenticatedUser)
        return users.member(user_of(user.access_token)).space

    def opened(request: Request, action: str) -> tuple[UserSpace, str]:
        """Whoever holds the link; to anybody else there is nothing here."""
        key, name = request.path_params["key"], request.path_params["name"]
        user = links.user_of("put" if action == "put" else "get", key, name)
        if user is None:
            raise FileMissing(path=name[:80], near=_ASK_AGAIN)
        request.scope["nemovideo_user"] = user
        return users.member(user).space, clean_name(name)

    async def listed(request: Request) -> Response:
        return JSONResponse({"files": [{"name": n, "size_bytes": s} for n, s in mine(request).files()]})

    async def sent(request: Request) -> Response:
        space, name = mine(request), clean_name(request.path_params["name"])
        path = await _receive(request, space, lambda: space.free(name))
        return _kept(path, request)

    async def deleted(request: Request) -> Response:
        await run_sync(mine(request).delete, request.path_params["name"])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def sent_by_link(request: Request) -> Response:
        space, name = opened(request, "put")
        path = await _receive(request, space, lambda: space.folder / name)
        return _kept(path, request)

    async def fetched(request: Request) -> Response:
        space, name = opened(request, "get")
        path = space.path_of(name)
        if not path.is_file():
            raise FileMissing(path=name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return FileResponse(
            path, media_type=kind, filename=name, content_disposition_type="inline", headers=_HEADERS
        )

    def route(path: str, method: str, handler: Handler, *, bearer: bool) -> Route:
        endpoint = _edge(handler)
        return Route(path, guarded(request_response(endpoint)) if bearer else endpoint, methods=[method])

    return [
        route("/files", "GET", listed, bearer=True),
        route("/files/{name}", "POST", sent, bearer=True),
        route("/files/{name}", "DELETE", deleted, bearer=True),
        route("/files/{key}/{name}", "GET", fetched, bearer=False),
        route("/files/{key}/{name}", "PUT", sent_by_link, bearer=False),
    ]


_ASK_AGAIN = {
    "en": " A link is good for a time only; ask for a new one with wait_for_export or upload_media.",
    "zh": "链接会过期；请用 wait_for_export 或 upload_media 获取新链接。",
}


async def _receive(request: Request, space: UserSpace, target: Callable[[], Path]) -> Path:
    """Stream the body to a file beside its place, and put it there when all of it has come."""
    announced = request.headers.get("content-length")
    size = int(announced) if announced and announced.isdecimal() else None
    room = space.room_for(size)
    free = shutil.disk_usage(space.folder).free
    if free < room + RESERVE_BYTES:
        raise NotEnoughSpace(
            needed_mb=max(1, round(room / 1e6)),
            free_mb=round(free / 1e6),
            reserve_mb=round(RESERVE_BYTES / 1e6),
            # Whose disk it is is the server's business, and so is `nemovideo clean`.
            remedy=words_of(HOSTING, "disk_remedy").pair(),
        )
    handle, part = tempfile.mkstemp(dir=space.folder, prefix=".", suffix=PART_SUFFIX)
    space.expect(room)
    try:
        name = request.path_params["name"][:80]
        async with await anyio.open_file(handle, "wb") as file:
            came, head = 0, b""
            async for chunk in request.stream():
                head = (head + chunk)[:HEAD_BYTES]
                came += len(chunk)
                if came > room:
                    raise space.overrun(room)
                await file.write(chunk)
        if came == 0:
            raise not_accepted(name, _EMPTY)
        check_type(name, head)
        return Path(part).replace(target())
    finally:
        space.expect(-room)
        with contextlib.suppress(FileNotFoundError):
            Path(part).unlink()


_EMPTY = {"en": "it is empty", "zh": "文件为空"}


def _kept(path: Path, request: Request) -> Response:
    next_step = {
        "en": f'Call upload_media with files=["{path.name}"].',
        "zh": f'请以 files=["{path.name}"] 调用 upload_media。',
    }
    body = {
        "name": path.name,
        "size_bytes": path.stat().st_size,
        "next_step": next_step[_language_of(request)],
    }
    return JSONResponse(body, status_code=HTTPStatus.CREATED)


def _language_of(request: Request) -> str:
    return "zh" if request.headers.get("accept-language", "").strip().lower().startswith("zh") else "en"


def _edge(handler: Handler) -> Handler:
    async def edge(request: Request) -> Response:
        try:
            return await handler(request)
        except NemoError as error:
            return refusal(error, request)
        except ClientDisconnect:
            return Response(status_code=499)

    return edge


def refusal(error: NemoError, request: Request, headers: dict[str, str] | None = None) -> Response:
    """Why it was refused and what to do, in the caller's language."""
    language = _language_of(request)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    body = {
        "error": type(error).__name__,
        "message": error.what(language),
        "next_step": error.next_step(language),
    }
    return JSONResponse(body, status_code=status, headers=headers)
