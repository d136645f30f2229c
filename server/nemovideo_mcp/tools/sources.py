"""`get_media`: what the project's sources hold, and how they look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mcp.types import CallToolResult, ContentBlock, TextContent

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.outputs import MediaAnswer, result_of
from nemovideo_mcp.tools.pictures import image_of
from nemovideo_mcp.tools.quoting import bounded, quoted_name

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import Project

__all__ = ["get_media"]

_PICTURED = ("video", "image")
_TEXT_CHARACTERS = 8_000


async def get_media(app: App, media: str, *, picture: bool, project: str | None) -> CallToolResult:
    """All media of the project, or the one named, with a contact sheet of it where it has pictures."""
    target = await app.project(project)
    nemo = await app.nemo()
    wanted = media.strip() or None
    async with app.forgetting(target):
        told = await nemo.media(target.session_id, wanted)
        found: list[Mapping[str, Any]] = [told] if wanted else list(told.get("media", ()))
        pictured = bool(wanted) and picture and found[0].get("kind") in _PICTURED
        sheet = await _sheet(nemo, target, str(found[0]["id"])) if pictured else []
    names = ", ".join(f"{one.get('id', '')} {quoted_name(str(one.get('name', '')))}" for one in found)
    answer = MediaAnswer(
        message=say(TOOLS, "media" if found else "no_media", target.language, n=len(found), names=names),
        next_step=say(TOOLS, "media_next" if found else "started_next", target.language),
        project=target.name,
        media=[dict(one) for one in found],
    )
    listed = json.dumps(answer.media, ensure_ascii=False, separators=(",", ":"))
    text: list[ContentBlock] = [TextContent(type="text", text=bounded(listed, limit=_TEXT_CHARACTERS))]
    return result_of(answer, more=[*text, *sheet])


async def _sheet(nemo: NemoClient, project: Project, ref: str) -> list[ContentBlock]:
    png = await nemo.media_png(project.session_id, ref, language=project.language)
    return [image_of(png)]
