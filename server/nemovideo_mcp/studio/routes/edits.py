"""The studio's own calls about edits: the timeline as agents read it, operations on it, and what the sources hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nemovideo_mcp.edit.references import media_for
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.errors import EditConflict, InvalidRequest
from nemovideo_mcp.protocol.envelope import failure, http_status, ok
from nemovideo_mcp.protocol.questions import asking_of
from nemovideo_mcp.studio.access import json_body, language_of, project_of, user_of
from nemovideo_mcp.studio.answers import keyed_call
from nemovideo_mcp.studio.records import Project
from nemovideo_mcp.timeline.media import short_ids
from nemovideo_mcp.views.source_view import source_view
from nemovideo_mcp.views.timeline_view import media_uses, timeline_view

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["apply_edits", "author_in", "conflict", "edited", "media", "timeline"]

_AUTHOR_CHARACTERS = 60
_ANY_KIND = ("video", "image", "audio", "lut", "captions", "edit", "beats")


async def timeline(studio: Studio, request: Request) -> Response:
    """The whole timeline, or what of it is shown from `from_s` to `to_s`."""
    project = await _project(studio, request)
    from_s, to_s = _seconds(request, "from_s"), _seconds(request, "to_s")
    session = await studio.edits.open(project)
    view = await studio.viewing.run(
        project.user_id,
        timeline_view,
        session.timeline,
        session.context.media,
        project=project.name,
        version=session.latest.number,
        from_s=from_s,
        to_s=to_s,
    )
    return JSONResponse(ok(view))


async def apply_edits(studio: Studio, request: Request) -> Response:
    """Apply `operations`, all or none; a refusal or a question is an answer, an outdated `expect_version` an error."""
    project, body = await _project(studio, request), await json_body(request)
    author = author_in(body, otherwise="agent")
    return await edited(studio, request, project, body, author=author, language=language_of(request))


async def edited(
    studio: Studio,
    request: Request,
    project: Project,
    body: Mapping[str, Any],
    *,
    author: str,
    language: str,
) -> Response:
    """The answer to the operations in `body`, which `author` asks for on `project`."""
    asking = asking_of(body)
    dry_run = body.get("dry_run", False)
    if not isinstance(dry_run, bool):
        raise _misfit("dry_run", "true or false", "true 或 false")
    try:
        answer = await studio.edits.edit(
            project,
            body.get("operations"),
            language=language,
            asking=asking,
            dry_run=dry_run,
            author=author,
            call=keyed_call(request, project, body),
        )
    except EditConflict as error:
        return conflict(error, language=language)
    return JSONResponse(ok(answer))


def author_in(body: Mapping[str, Any], *, otherwise: str) -> str:
    """Who asks. Raises `InvalidRequest`."""
    author = body.get("author", otherwise)
    if not isinstance(author, str) or not 0 < len(author) <= _AUTHOR_CHARACTERS:
        raise _misfit("author", f"1 to {_AUTHOR_CHARACTERS} characters", f"1 到 {_AUTHOR_CHARACTERS} 个字符")
    return author


def conflict(error: EditConflict, *, language: str) -> Response:
    """The reply to an edit that was made against an older version: which there is now, and what has changed."""
    reply = failure(error, language=language)
    listed = list(error.listed.get(language, ()))
    data = {**reply["data"], "version": error.version, "changes": listed}
    return JSONResponse({**reply, "data": data}, status_code=http_status(error))


async def media(studio: Studio, request: Request) -> Response:
    """What each source holds, or the one that `ref` names, by its id or its name."""
    project = await _project(studio, request)
    session = await studio.edits.sources(project)
    ids = short_ids(session.context.media)
    uses = media_uses(session.timeline)
    reference = request.path_params.get("ref")
    if reference is None:
        items = session.context.media
    else:
        work = Workspace(timeline=session.timeline, context=session.context)
        items = (media_for(work, reference, kinds=_ANY_KIND),)
    sources = [source_view(item, uses=uses[item.media_id], ids=ids) for item in items]
    found: Mapping[str, Any] = {"media": sources} if reference is None else sources[0]
    return JSONResponse(ok(found))


async def _project(studio: Studio, request: Request) -> Project:
    user_id = await user_of(request, studio.store)
    return await project_of(request.path_params["session_id"], user_id, studio.store)


def _seconds(request: Request, name: str) -> float | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    try:
        value = float(given[:24])
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise _misfit(name, "seconds from 0 on", "从 0 开始的秒数")
    return value


def _misfit(name: str, en: str, zh: str) -> InvalidRequest:
    return InvalidRequest(
        detail={"en": f"“{name}” does not fit.", "zh": f"“{name}”的值不合适。"},
        hint={"en": f"It is {en}.", "zh": f"应为{zh}。"},
    )
