"""The calls about files: uploads, imports from the web, and the files themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response

from nemovideo_mcp.errors import FileMissing, InvalidRequest, NemoError
from nemovideo_mcp.protocol.envelope import http_status, ok
from nemovideo_mcp.studio.access import json_body, language_of, project_of, user_of
from nemovideo_mcp.studio.intake import Arrival
from nemovideo_mcp.studio.links import shown_link
from nemovideo_mcp.studio.records import Media
from nemovideo_mcp.studio.replies import refused_reply, upload_reply
from nemovideo_mcp.studio.routes.main import base_url
from nemovideo_mcp.studio.uploads import Refusal, receive_multipart

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["media_file", "upload"]

_MOST_URLS = 100
_T = TypeVar("_T")


async def upload(studio: Studio, request: Request) -> Response:
    """Files as multipart, or addresses as JSON. What is good is kept; if anything is not, the reply is its error."""
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    kept: list[Media] = []
    refused: list[tuple[str, NemoError]] = []
    async with (
        studio.space.incoming(user_id) as take,
        aclosing(await _arriving(studio, request, user_id, take)) as arriving,
    ):
        async for one in arriving:
            if isinstance(one, Refusal):
                refused.append((one.name, one.error))
                continue
            try:
                kept.append(await studio.intake.take(project, one))
            except NemoError as error:
                refused.append((one.name, error))
    if refused:
        reply = refused_reply(refused, kept, base_url(request), language_of(request))
        return JSONResponse(reply, status_code=http_status(refused[0][1]))
    return JSONResponse(ok(upload_reply(kept, base_url(request))))


async def media_file(studio: Studio, request: Request) -> Response:
    """A file of a project. Its address holds a key that cannot be guessed, so it needs no token."""
    media = await studio.store.media_by_key(request.path_params["key"])
    path = studio.files.path_of(media.stored) if media else None
    if media is None or path is None or not path.is_file():
        raise FileMissing(path=request.path_params["name"])
    return FileResponse(
        path,
        filename=media.name,
        content_disposition_type="inline",
        headers={"X-Content-Type-Options": "nosniff"},
    )


async def _arriving(
    studio: Studio, request: Request, user_id: str, take: Callable[[int], None]
) -> AsyncGenerator[Arrival | Refusal]:
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() == "application/json":
        return _from_web(studio, request, user_id, _urls((await json_body(request)).get("urls")), take)
    return receive_multipart(
        request.stream(),
        content_type=content_type,
        folder=studio.files.incoming,
        limit_bytes=studio.settings.max_upload_bytes,
        take=take,
    )


def _urls(value: object) -> list[str]:
    found = cast("list[object]", value) if isinstance(value, list) else [value]
    urls = [url for url in found if isinstance(url, str) and url]
    if not 0 < len(found) <= _MOST_URLS or len(urls) != len(found):
        raise InvalidRequest(
            detail={
                "en": f"`urls` is not a list of 1 to {_MOST_URLS} addresses.",
                "zh": f"`urls` 不是包含 1 至 {_MOST_URLS} 个网址的列表。",
            },
            hint={"en": 'Send {"urls": ["https://…"]}.', "zh": '请发送 {"urls": ["https://…"]}。'},
        )
    return urls


async def _from_web(
    studio: Studio, request: Request, user_id: str, urls: list[str], take: Callable[[int], None]
) -> AsyncGenerator[Arrival | Refusal]:
    until = studio.fetches.deadline()
    for url in urls:
        try:
            fetching = studio.fetches.take(user_id, url, until=until, take=take)
            arrival = await _while_there(request, fetching)
        except NemoError as error:
            yield Refusal(name=shown_link(url), error=error)
        else:
            yield arrival


async def _while_there(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """The result of `work`, which is cancelled when the caller goes away: then nobody waits for it any more."""
    doing = asyncio.ensure_future(work)
    going = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({doing, going}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise ClientDisconnect
        return doing.result()
    finally:
        for task in (doing, going):
            task.cancel()
        await asyncio.gather(doing, going, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
