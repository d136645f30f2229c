"""The studio's own calls about other editors: the project file of a film, and its music as WAV files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.interchange import FORMAT_NAMES, INTERCHANGE
from nemovideo_mcp.protocol.envelope import ok
from nemovideo_mcp.studio.access import json_body, language_of, project_of, user_of
from nemovideo_mcp.studio.handover import HandoverFile
from nemovideo_mcp.studio.records import Project
from nemovideo_mcp.studio.routes.main import base_url

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["hand_over", "music"]

_MOST_LOCATION = 4096


async def hand_over(studio: Studio, request: Request) -> Response:
    """The files that the film is made of; with `locations`, which say where each will be, the project file as well."""
    project = await _project(studio, request)
    body = await json_body(request)
    kind = body.get("as")
    if not isinstance(kind, str) or kind not in FORMAT_NAMES:
        raise InvalidRequest(
            detail=words_of(INTERCHANGE, "no_format", kind=str(kind)[:40]).pair(),
            hint=words_of(INTERCHANGE, "no_format_hint", known=", ".join(FORMAT_NAMES)).pair(),
        )
    files = await studio.handovers.parts(project)
    answer: dict[str, Any] = {"files": [_file(file, request) for file in files]}
    if (locations := body.get("locations")) is not None:
        made = await studio.handovers.write(project, kind, _locations(locations))
        chinese = language_of(request) == "zh"
        answer["text"] = made.text
        answer["left_out"] = [words.zh if chinese else words.en for words in made.left_out]
        if made.captions:
            answer["captions"] = made.captions
    return JSONResponse(ok(answer))


async def music(studio: Studio, request: Request) -> Response:
    """A composed piece as a WAV of 24 bits; with `stem`, one of its stems."""
    project = await _project(studio, request)
    stem = request.query_params.get("stem")
    path = await studio.handovers.music(project, request.path_params["clip_id"], stem)
    return FileResponse(path, media_type="audio/wav", headers={"X-Content-Type-Options": "nosniff"})


async def _project(studio: Studio, request: Request) -> Project:
    user_id = await user_of(request, studio.store)
    return await project_of(request.path_params["session_id"], user_id, studio.store)


def _file(file: HandoverFile, request: Request) -> dict[str, Any]:
    url = f"{base_url(request)}/{file.path}"
    size = {} if file.size_bytes is None else {"size": file.size_bytes}
    stems = {stem: f"{url}?stem={stem}" for stem in file.stems}
    return {
        "id": file.file_id,
        "name": file.name,
        "kind": file.kind,
        "url": url,
        **size,
        **({"stems": stems} if stems else {}),
    }


def _locations(value: object) -> dict[str, str]:
    said = cast("dict[object, object]", value if isinstance(value, dict) else {})
    found = {key: place for key, place in said.items() if isinstance(key, str) and isinstance(place, str)}
    if (
        not isinstance(value, dict)
        or len(found) != len(said)
        or any(len(place) > _MOST_LOCATION for place in found.values())
    ):
        raise InvalidRequest(
            detail=words_of(INTERCHANGE, "no_locations").pair(),
            hint=words_of(INTERCHANGE, "no_locations_hint").pair(),
        )
    return found
