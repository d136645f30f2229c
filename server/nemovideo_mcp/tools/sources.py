"""`get_media`: what the project's sources hold, and how they look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mcp.types import CallToolResult, ContentBlock, TextContent

from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.outputs import MediaAnswer, result_of
from nemovideo_mcp.tools.pictures import image_of
from nemovideo_mcp.tools.quoting import bounded, quoted_name
from nemovideo_mcp.tools.words import say

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
        found = list(await nemo.media(target.session_id, wanted))
        alone = found[0] if wanted and len(found) == 1 else None
        sheet = await _sheet(nemo, target, str(alone["id"])) if picture and alone and alone.get("kind") in _PICTURED else []
    names = ", ".join(f"{one.get('id', '')} {quoted_name(str(one.get('name', '')))}" for one in found)
    answer = MediaAnswer(
        message=say("media" if found else "no_media", target.language, n=len(found), names=names),
        next_step=say("media_next" if found else "started_next", target.language),
        project=target.name,
        media=[dict(one) for one in found],
    )
    told = json.dumps(answer.media, ensure_ascii=False, separators=(",", ":"))
    text: list[ContentBlock] = [TextContent(type="text", text=bounded(told, limit=_TEXT_CHARACTERS))]
    return result_of(answer, more=[*text, *sheet])


async def _sheet(nemo: NemoClient, project: Project, ref: str) -> list[ContentBlock]:
    png = await nemo.media_png(project.session_id, ref, language=project.language)
    return [image_of(png)]
