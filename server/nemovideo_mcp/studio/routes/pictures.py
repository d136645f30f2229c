"""The studio's own calls about pictures: the board, the frames around a cut, and what a source holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from nemovideo_mcp.edit.references import media_for
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.protocol.envelope import ok
from nemovideo_mcp.studio.access import language_of, project_of, user_of
from nemovideo_mcp.studio.editable import editable
from nemovideo_mcp.studio.records import Project

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["board_data", "board_of", "board_png", "draft", "draft_of", "frames_png", "sheet_png"]

_MOST_DIGITS = 9
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


async def board_png(studio: Studio, request: Request) -> Response:
    """The board as a PNG of at most 1 MB, with words in the caller's language."""
    project = await _project(studio, request)
    return _png(await studio.pictures.board_png(project, language=language_of(request)))


async def board_data(studio: Studio, request: Request) -> Response:
    """The board as values, of at most 400 KB, and with `edit` what a page needs to change it (`studio.editable`)."""
    return await board_of(studio, await _project(studio, request), language=language_of(request))


async def draft(studio: Studio, request: Request) -> Response:
    """A stretch of the film in small frames that holds the moment `at_ms`, as values of at most 400 KB."""
    return await draft_of(studio, request, await _project(studio, request))


async def board_of(studio: Studio, project: Project, *, language: str) -> Response:
    """The board of `project` as values."""
    known = await editable(studio, project)
    data = json.loads(await studio.pictures.board_json(project, language=language))
    return _values({**data, "edit": known})


async def draft_of(studio: Studio, request: Request, project: Project) -> Response:
    """The frames of `project` that `request` asks for."""
    data = await studio.pictures.draft_json(project, at_ms=_number(request, "at_ms") or 0)
    return _values(json.loads(data))


async def frames_png(studio: Studio, request: Request) -> Response:
    """The frames around a cut (`cut`, counted from 1) or a moment (`at_ms`), as a PNG of at most 1 MB."""
    project = await _project(studio, request)
    cut, at_ms = _number(request, "cut"), _number(request, "at_ms")
    if (cut is None) == (at_ms is None):
        raise InvalidRequest(
            detail={
                "en": "one of `cut` and `at_ms` says which frames are meant.",
                "zh": "请在 `cut` 与 `at_ms` 中指定一个。",
            },
            hint={"en": "For example ?cut=1, or ?at_ms=1500.", "zh": "例如 ?cut=1 或 ?at_ms=1500。"},
        )
    return _png(
        await studio.pictures.frames_png(project, cut=cut, at_ms=at_ms, language=language_of(request))
    )


async def sheet_png(studio: Studio, request: Request) -> Response:
    """A contact sheet of the film or photo that `ref` names, by its id or its name, as a PNG of at most 1 MB."""
    project = await _project(studio, request)
    session = await studio.edits.open(project)
    work = Workspace(timeline=session.timeline, context=session.context)
    item = media_for(work, request.path_params["ref"])
    return _png(await studio.pictures.sheet_png(project, item, language=language_of(request)))


async def _project(studio: Studio, request: Request) -> Project:
    user_id = await user_of(request, studio.store)
    return await project_of(request.path_params["session_id"], user_id, studio.store)


def _number(request: Request, name: str) -> int | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > _MOST_DIGITS:
        raise InvalidRequest(
            detail={
                "en": f"`{name}` is not a whole number from 0 on.",
                "zh": f"`{name}` 不是非负整数。",
            },
            hint={"en": f"For example ?{name}=1.", "zh": f"例如 ?{name}=1。"},
        )
    return int(given)


def _values(data: object) -> Response:
    body = json.dumps(ok(data), ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode(), media_type="application/json", headers=_HEADERS)


def _png(data: bytes) -> Response:
    return Response(data, media_type="image/png", headers=_HEADERS)
