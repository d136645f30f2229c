"""The studio's own calls about versions: what there has been, and how to go back to it and forward again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nemovideo_mcp.errors import EditConflict, InvalidRequest
from nemovideo_mcp.language.readings import Redo, Restore, Step, Undo
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.protocol.envelope import ok
from nemovideo_mcp.protocol.questions import asking_of
from nemovideo_mcp.studio.access import json_body, language_of, project_of, user_of
from nemovideo_mcp.studio.answers import keyed_call
from nemovideo_mcp.studio.records import Project, Version
from nemovideo_mcp.studio.replies import iso, state_reply
from nemovideo_mcp.studio.routes.edits import author_in, conflict
from nemovideo_mcp.studio.routes.main import base_url
from nemovideo_mcp.views.diff import diff

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["restore", "restored", "sessions", "versions"]

_MOST = 100
_MESSAGE_CHARACTERS = 400
_REPLY_CHARACTERS = 1000


async def sessions(studio: Studio, request: Request) -> Response:
    """All projects of the caller, the oldest first: whoever has lost its list of them finds the names here."""
    user_id = await user_of(request, studio.store)
    listed = [
        {
            "session_id": project.session_id,
            "task_id": project.task_id,
            "name": project.name,
            "language": project.language,
            "created": iso(project.created),
            "changed": iso(changed),
        }
        for project, changed in await studio.store.projects(user_id)
    ]
    return JSONResponse(ok({"sessions": listed}))


async def versions(studio: Studio, request: Request) -> Response:
    """The last hundred versions, the newest last.

    With an `author`, those alone that this one asked for: behind the version `since`, or, without it, behind the last
    one that somebody else did.
    """
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    if (author := request.query_params.get("author")) is not None:
        since = request.query_params.get("since", "")
        since_number = int(since) if since.isascii() and since.isdecimal() and len(since) < 10 else None
        own, latest = await studio.store.versions_by(
            project.session_id, author, since=since_number, most=_MOST
        )
        listed = [_entry(version, (), is_current=version.number == latest) for version in own]
        return JSONResponse(ok({"versions": listed, "latest": latest}))
    found = await studio.store.versions(project.session_id, most=_MOST + 1)
    if len(found) <= _MOST:
        beginning = await studio.store.version(project.session_id, 0)
        found = (*([beginning] if beginning else []), *found)
    listed = await studio.computing.run(user_id, _listed, found, language_of(request))
    return JSONResponse(ok({"versions": listed}))


async def restore(studio: Studio, request: Request) -> Response:
    """Undo, redo, or make a version of the draft of an earlier one; the state behind it."""
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    body = await json_body(request)
    author = author_in(body, otherwise="user")
    return await restored(studio, request, project, body, author=author, language=language_of(request))


async def restored(
    studio: Studio,
    request: Request,
    project: Project,
    body: Mapping[str, Any],
    *,
    author: str,
    language: str,
) -> Response:
    """The answer to the step in `body`, which `author` asks for on `project`."""
    wish, said = _wish(body, language)
    try:
        made = await studio.stepping.step(
            project,
            wish,
            said=said,
            language=language,
            call=keyed_call(request, project, body),
            author=author,
            expect_version=asking_of(body).expect_version,
        )
    except EditConflict as error:
        return conflict(error, language=language)
    media = await studio.store.media(project.session_id)
    known = await studio.analyses.known_of([file.stored for file in media])
    files = [(file, measured.analysis) for file, measured in zip(media, known, strict=True)]
    data = {
        **state_reply(project, made.now, files, base_url(request)),
        "number": made.now.number,
        "of": made.of,
        "message": made.now.reply,
        "changes": _changes(made.before, made.now, language),
    }
    return JSONResponse(ok(data))


def _wish(body: Mapping[str, Any], language: str) -> tuple[Step, str]:
    """What the body asks for, and how a person would have said it."""
    version = body.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version >= 0:
        return Restore(version=version), say(STUDIO, "restore", language, number=version)
    if body.get("undo") is True:
        return Undo(), say(STUDIO, "undo", language)
    if body.get("redo") is True:
        return Redo(), say(STUDIO, "redo", language)
    raise InvalidRequest(
        detail={
            "en": "the body does not say which version is wanted.",
            "zh": "请求体没有说明要恢复哪个版本。",
        },
        hint={
            "en": 'Send {"version": 3}, {"undo": true} or {"redo": true}.',
            "zh": '请发送 {"version": 3}、{"undo": true} 或 {"redo": true}。',
        },
    )


def _listed(found: Sequence[Version], language: str) -> list[dict[str, Any]]:
    """All but the first of `found`, each with what has changed since the one before it."""
    return [
        _entry(version, _changes(before, version, language), is_current=version is found[-1])
        for before, version in pairwise(found)
    ]


def _entry(version: Version, changes: Sequence[str], *, is_current: bool) -> dict[str, Any]:
    return {
        "number": version.number,
        "message": _short(version.message, _MESSAGE_CHARACTERS),
        "reply": _short(version.reply, _REPLY_CHARACTERS),
        "changed": version.changed,
        "created": iso(version.created),
        "changes": list(changes),
        "same_as": version.shows if version.shows != version.number else None,
        "is_current": is_current,
    }


def _changes(before: Version, after: Version, language: str) -> list[str]:
    if before.draft == after.draft:
        return []
    return [change.text for change in diff(before.draft, after.draft, language=language)]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
