"""The calls about exports: submit, look, cancel, download."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from nemovideo_mcp.errors import FileMissing, InvalidRequest, NothingToEdit
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.protocol.draft import is_exportable, timeline_of
from nemovideo_mcp.protocol.export_options import export_options
from nemovideo_mcp.studio.access import check_attribution, json_body, language_of, project_of, user_of
from nemovideo_mcp.studio.records import Render
from nemovideo_mcp.studio.replies import render_reply
from nemovideo_mcp.studio.routes.main import base_url
from nemovideo_mcp.timeline.export_options import ExportOptions

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = ["cancel", "download", "rendered_file", "status", "submit"]

_RENDER_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_MOST_PIXELS = 3840 * 2160
_MOST_FRAMES_PER_S = 120
_MOST_MS = 4 * 3600 * 1000

_HINT_EXPORT = {"en": "Export the project again.", "zh": "请重新导出该项目。"}


async def submit(studio: Studio, request: Request) -> Response:
    """A new export; an id that is known already gives the job that it stands for, whatever the draft says now."""
    user_id = await user_of(request, studio.store)
    check_attribution(request)
    body = await json_body(request)
    project = await project_of(body.get("sessionId"), user_id, studio.store)
    render_id = body.get("id")
    if not isinstance(render_id, str) or not _RENDER_ID.fullmatch(render_id):
        raise InvalidRequest(
            detail={"en": "`id` is not a name for an export.", "zh": "`id` 不是有效的导出编号。"},
            hint={
                "en": "Send 1 to 128 letters, digits, `_`, `.`, `:` or `-`, for instance render_<time>.",
                "zh": "请使用 1 至 128 个字母、数字或 _ . : -，例如 render_<时间戳>。",
            },
        )
    known = {media.media_id for media in await studio.store.media(project.session_id)}
    draft = _checked(body.get("draft"), known)
    options = _options_of(body.get("output"))
    render = await studio.exports.submit(
        user_id,
        render_id,
        session_id=project.session_id,
        draft=draft,
        language=project.language,
        options=options,
    )
    return _reply(studio, request, render)


async def status(studio: Studio, request: Request) -> Response:
    return _reply(studio, request, await _render(studio, request))


async def cancel(studio: Studio, request: Request) -> Response:
    """Stop an export. One that has ended stays as it is."""
    render = await _render(studio, request)
    await studio.exports.cancel(render, language_of(request))
    return _reply(studio, request, await _render(studio, request))


async def download(studio: Studio, request: Request) -> Response:
    return _file(studio, request, await _render(studio, request))


async def rendered_file(studio: Studio, request: Request) -> Response:
    """The film of an export. Its address holds a key that cannot be guessed, so it needs no token."""
    render = await studio.store.render_by_key(request.path_params["key"])
    if render is None:
        raise FileMissing(path=request.path_params["name"])
    return _file(studio, request, render)


async def _render(studio: Studio, request: Request) -> Render:
    user_id = await user_of(request, studio.store)
    render_id = request.path_params["render_id"]
    render = await studio.store.render(user_id, render_id)
    if render is None:
        raise InvalidRequest(
            detail={
                "en": f"there is no export {render_id[:64]}.",
                "zh": f"没有编号为 {render_id[:64]} 的导出。",
            },
            hint=_HINT_EXPORT,
        )
    return render


def _reply(studio: Studio, request: Request, render: Render) -> Response:
    progress = studio.exports.progress(render)
    body = render_reply(render, progress, base_url(request), language_of(request), studio.stages)
    return JSONResponse(body)


def _file(studio: Studio, request: Request, render: Render) -> Response:
    path = studio.files.render_path(render.key)
    if render.status != "completed":
        raise InvalidRequest(
            detail={
                "en": f"the export {render.render_id} is {render.status}.",
                "zh": f"导出 {render.render_id} 的状态为 {render.status}。",
            },
            hint={"en": "Download it once it is completed.", "zh": "请在导出完成后下载。"},
        )
    if not path.is_file():
        if studio.files.delivered_path(render.key).exists():
            raise InvalidRequest(
                detail=words_of(SPACE, "film_cleared", job_id=render.render_id).pair(),
                hint=words_of(SPACE, "film_cleared_hint").pair(),
            )
        raise FileMissing(path=path.name)
    # A range that stops before the end is no delivery yet.
    to_the_end = request.method == "GET" and not request.headers.get("range", "-").strip()[-1:].isdigit()
    return FileResponse(
        path,
        media_type="video/mp4",
        filename=f"{render.render_id}.mp4",
        headers={"X-Content-Type-Options": "nosniff"},
        background=BackgroundTask(studio.space.note_delivered, render.key) if to_the_end else None,
    )


def _checked(value: object, known: set[str]) -> Mapping[str, Any]:
    """`value` as a draft that can be exported from the files that are `known`."""
    if not is_exportable(value):
        raise NothingToEdit
    draft = cast("Mapping[str, Any]", value)
    timeline = timeline_of(draft)
    if missing := sorted(timeline.media_ids - known):
        raise InvalidRequest(
            detail={
                "en": f"the draft uses files that are not in this project: {', '.join(missing[:5])[:200]}.",
                "zh": f"草稿使用了不属于该项目的文件：{', '.join(missing[:5])[:200]}。",
            },
            hint={
                "en": "Upload them to this project, or export this project's own draft.",
                "zh": "请先上传到该项目，或导出该项目自己的草稿。",
            },
        )
    if (
        timeline.width * timeline.height > _MOST_PIXELS
        or timeline.frame_rate > _MOST_FRAMES_PER_S
        or timeline.duration_ms > _MOST_MS
    ):
        raise InvalidRequest(
            detail={
                "en": "the draft is larger than 4K, faster than 120 frames a second, or longer than 4 hours.",
                "zh": "草稿超过 4K、每秒 120 帧或 4 小时。",
            },
            hint={"en": "Make it smaller or shorter.", "zh": "请减小尺寸或缩短时长。"},
        )
    return draft


def _options_of(output: object) -> ExportOptions:
    """The options of an export: `output.options` is ours; `output.quality` is the cloud's and always the same."""
    asked = _mapping(output)
    wanted = asked.get("format", "mp4")
    if str(wanted).lower() != "mp4":
        raise InvalidRequest(
            detail={"en": f"{wanted!r} is not a format of exports.", "zh": f"不支持导出为 {wanted!r}。"},
            hint={"en": "Exports are mp4.", "zh": "导出格式为 mp4。"},
        )
    return export_options(_mapping(asked.get("options")))


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}
