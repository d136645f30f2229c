"""The studio's own calls about room: what lies on the disk, what a project holds, and how both go."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.protocol.envelope import ok
from nemovideo_mcp.studio.access import project_of, user_of
from nemovideo_mcp.studio.holdings import Contents

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["clean", "contents", "delete", "usage"]


async def contents(studio: Studio, request: Request) -> Response:
    """What a project holds, and so what would go with it."""
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    found = await studio.holdings.contents(project.session_id)
    return JSONResponse(ok(await _reply(studio, project.name, found)))


async def delete(studio: Studio, request: Request) -> Response:
    """Delete a project with the studio's copies of its files, its versions and its films; what went."""
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    lock = studio.edits.lock_of(project)
    if lock.locked():
        raise InvalidRequest(
            detail=words_of(SPACE, "delete_turn").pair(), hint=words_of(SPACE, "delete_turn_hint").pair()
        )
    async with lock, studio.files.changing:
        found = await studio.holdings.contents(project.session_id)
        reply = await _reply(studio, project.name, found)
        await studio.holdings.delete(project.session_id, remove=studio.space.remove)
    return JSONResponse(ok(reply))


async def usage(studio: Studio, request: Request) -> Response:
    """Bytes on the disk: the caller's, everybody's, what could go at once, and what is free."""
    user_id = await user_of(request, studio.store)
    return JSONResponse(ok(asdict(await studio.space.usage(user_id))))


async def clean(studio: Studio, request: Request) -> Response:
    """Delete what can be made again, and films that were delivered; nothing that a user gave."""
    await user_of(request, studio.store)
    return JSONResponse(ok({"freed": await studio.space.clean()}))


async def _reply(studio: Studio, name: str, found: Contents) -> dict[str, Any]:
    films = await studio.space.films_of(found)
    return {
        "name": name,
        "files": [
            {"name": file.name, "size_bytes": file.size_bytes, "shared": file.shared} for file in found.files
        ],
        "versions": found.versions,
        "films": len(films),
        "films_not_fetched": sum(film.delivered_s is None for film in films),
        "exports": list(found.exports),
        # What is the user's; whether somebody else has the same file is not told.
        "freed": sum(file.size_bytes for file in found.files if not file.shared)
        + sum(film.size_bytes for film in films),
    }
