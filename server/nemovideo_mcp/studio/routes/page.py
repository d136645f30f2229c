"""The timeline's page in a browser: the page itself, how a browser gets in, and what the page asks for.

All of it lies below the page's own path, where the browser sends the page's cookie. What asks must be the page itself:
another site's page, or one of another port of this machine, is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from nemovideo_mcp.errors import ForeignOrigin, PageClosed
from nemovideo_mcp.protocol.envelope import ok
from nemovideo_mcp.protocol.models import PAGE_AUTHOR
from nemovideo_mcp.studio.access import json_body, project_of, user_of
from nemovideo_mcp.studio.page_access import CODE_S, PAGE_COOKIE
from nemovideo_mcp.studio.records import Project
from nemovideo_mcp.studio.routes.edits import edited
from nemovideo_mcp.studio.routes.pictures import board_of, draft_of
from nemovideo_mcp.studio.routes.versions import restored
from nemovideo_mcp.views.timeline_page import studio_page, studio_policy

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["board", "draft", "edits", "enter", "link", "restore", "show", "version"]

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OWN = ("same-origin", "none")
_CODE_CHARACTERS = 200


async def link(studio: Studio, request: Request) -> Response:
    """A link to a new page of the project: its path, and the code that opens it once."""
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    made = studio.pages.link(project)
    return JSONResponse(ok({"path": made.path, "code": made.code, "expires_in": CODE_S}), headers=_HEADERS)


async def show(studio: Studio, request: Request) -> Response:
    """The page. There is nothing of anybody's in it yet: that it asks for itself."""
    del studio, request
    return HTMLResponse(studio_page(), headers={**_HEADERS, "Content-Security-Policy": studio_policy()})


async def enter(studio: Studio, request: Request) -> Response:
    """The cookie in exchange for the code of the link."""
    _check_own(request)
    page_id, body = request.path_params["page_id"], await json_body(request)
    code = body.get("code")
    if not isinstance(code, str) or len(code) > _CODE_CHARACTERS:
        raise PageClosed
    secret = studio.pages.enter(page_id, code)
    reply = JSONResponse(ok({}), headers=_HEADERS)
    reply.set_cookie(PAGE_COOKIE, secret, path=f"/page/{page_id}", httponly=True, samesite="strict")
    return reply


async def board(studio: Studio, request: Request) -> Response:
    """The timeline as the page draws it."""
    project = await _project(studio, request)
    return await board_of(studio, project, language=project.language)


async def draft(studio: Studio, request: Request) -> Response:
    """A stretch of the film in small frames."""
    return await draft_of(studio, request, await _project(studio, request))


async def edits(studio: Studio, request: Request) -> Response:
    """Operations that a person asks for on the page."""
    project, body = await _project(studio, request), await json_body(request)
    return await edited(studio, request, project, body, author=PAGE_AUTHOR, language=project.language)


async def restore(studio: Studio, request: Request) -> Response:
    """An undo or redo that a person asks for on the page."""
    project, body = await _project(studio, request), await json_body(request)
    return await restored(studio, request, project, body, author=PAGE_AUTHOR, language=project.language)


async def version(studio: Studio, request: Request) -> Response:
    """The number of the newest version: by this the page sees that somebody else has changed the film."""
    project = await _project(studio, request)
    latest = await studio.store.latest(project.session_id)
    return JSONResponse(ok({"version": latest.number}), headers=_HEADERS)


async def _project(studio: Studio, request: Request) -> Project:
    """The project of the page that asks. Raises `ForeignOrigin`, `PageClosed` or `SessionNotFound`."""
    _check_own(request)
    session_id, user_id = studio.pages.project_of(
        request.path_params["page_id"], request.cookies.get(PAGE_COOKIE, "")
    )
    return await project_of(session_id, user_id, studio.store)


def _check_own(request: Request) -> None:
    """Raise `ForeignOrigin` where another page than the studio's own has asked; `Origin` was looked at before.

    Other ports of this machine are the same site to a browser, which sends them the same cookies (RFC 6265, 8.5).
    """
    if request.headers.get("sec-fetch-site", "same-origin").lower() not in _OWN:
        raise ForeignOrigin
