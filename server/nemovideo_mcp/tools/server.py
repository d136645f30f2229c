"""The MCP server: five tools, each a thin edge over one function."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import Field

from nemovideo_mcp import __version__
from nemovideo_mcp.tools import editing, exporting, looking
from nemovideo_mcp.tools.app import ANSWER_SECONDS, App, app_of, lifespan_of, watch_of
from nemovideo_mcp.tools.outputs import (
    CreditsAnswer,
    EditAnswer,
    ExportAnswer,
    TimelineAnswer,
    UploadAnswer,
    answered,
)

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient

__all__ = ["build_server"]

_INSTRUCTIONS = (
    "Makes videos that are cut to the beat of their music. upload_media, then send_edit with the user's own words, "
    "then export_video. Show `message` to the user as it is, and do what `next_step` says."
)

_DESCRIPTIONS: Mapping[str, str] = {
    "upload_media": (
        "Add clips, photos or songs to the project, in this order. Use it when the user names or drops files.\n"
        'Example: upload_media(files=["~/trip/a.mp4", "~/trip/b.jpg"])'
    ),
    "send_edit": (
        "Change the video by saying how. Use it for every wish about clips, cuts, music, titles or format.\n"
        'Example: send_edit(message="combine these clips, add upbeat music and cut to the beat")'
    ),
    "get_timeline": (
        "Say what is on the timeline. Use it when the user asks how the video stands, or while an edit goes on.\n"
        "Example: get_timeline()"
    ),
    "check_credits": (
        "Say how many credits are left. Use it when the user asks about credits, balance or cost.\n"
        "Example: check_credits()"
    ),
    "export_video": (
        "Render the video to an MP4 and measure it. Use it when the user wants the file.\n"
        "Answers within 45 s; while rendering goes on, call it again with job_id.\n"
        'Example: export_video(output="~/Desktop/trip.mp4")'
    ),
}

_Project = Annotated[str | None, Field(description="A project's name; the current one by default.")]
_Ctx = Context[App]


def build_server(
    *,
    backend: str | None = None,
    skill: str | None = None,
    open_client: Callable[[], NemoClient] | None = None,
    language: str = "en",
    environ: Mapping[str, str] = os.environ,
    answer_seconds: float = ANSWER_SECONDS,
) -> MCPServer[App]:
    """The server; nothing is read, opened or started before the first call of a tool.

    `open_client` makes the client instead of `backend` and `skill`; `answer_seconds` bounds every wait of a tool.
    """

    def open_by_name() -> NemoClient:
        from nemovideo_mcp.client import NemoClient

        return NemoClient.from_env(backend=backend, skill=skill, language=language, environ=environ)

    server = MCPServer[App](
        "nemovideo",
        title="NemoVideo",
        instructions=_INSTRUCTIONS,
        version=__version__,
        lifespan=lifespan_of(
            open_client=open_client or open_by_name,
            environ=environ,
            language=language,
            answer_seconds=answer_seconds,
        ),
        log_level="WARNING",
    )

    @server.tool(
        title="Upload media",
        description=_DESCRIPTIONS["upload_media"],
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=True
        ),
    )
    async def upload_media(
        files: Annotated[str | list[str], Field(description="Paths, folders or http(s) links.")],
        ctx: _Ctx,
        project: _Project = None,
    ) -> Annotated[CallToolResult, UploadAnswer]:
        app = app_of(ctx)
        work = editing.upload_media(app, files, project, watch_of(ctx))
        return await answered(work, seconds=app.patience, language=app.language)

    @server.tool(
        title="Edit",
        description=_DESCRIPTIONS["send_edit"],
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=True
        ),
    )
    async def send_edit(
        message: Annotated[str, Field(description="What the user wants, in their own words, any language.")],
        ctx: _Ctx,
        project: _Project = None,
    ) -> Annotated[CallToolResult, EditAnswer]:
        app = app_of(ctx)
        return await answered(
            editing.send_edit(app, message, project, watch_of(ctx)),
            seconds=app.patience,
            language=app.language,
        )

    @server.tool(
        title="Timeline",
        description=_DESCRIPTIONS["get_timeline"],
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )
    async def get_timeline(ctx: _Ctx, project: _Project = None) -> Annotated[CallToolResult, TimelineAnswer]:
        app = app_of(ctx)
        return await answered(looking.get_timeline(app, project), seconds=app.patience, language=app.language)

    @server.tool(
        title="Credits",
        description=_DESCRIPTIONS["check_credits"],
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )
    async def check_credits(ctx: _Ctx) -> Annotated[CallToolResult, CreditsAnswer]:
        app = app_of(ctx)
        return await answered(looking.check_credits(app), seconds=app.patience, language=app.language)

    @server.tool(
        title="Export",
        description=_DESCRIPTIONS["export_video"],
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
        ),
    )
    async def export_video(
        ctx: _Ctx,
        output: Annotated[
            str | None, Field(description="File or folder; never overwritten. Working folder by default.")
        ] = None,
        project: _Project = None,
        job_id: Annotated[
            str | None, Field(description="Wait on for an export that was still rendering.")
        ] = None,
    ) -> Annotated[CallToolResult, ExportAnswer]:
        app = app_of(ctx)
        work = exporting.export_video(app, output, project, job_id, watch_of(ctx))
        return await answered(work, seconds=app.patience, language=app.language)

    return server
