"""The timeline as somebody sees it: the board, or the frames around a cut."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Literal

import anyio.to_thread
from mcp.types import ImageContent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import Project

__all__ = ["Picture", "board_png", "image_of", "picture_of"]

Picture = Literal["none", "board", "frames", "draft"]


async def board_png(nemo: NemoClient, project: Project, draft: Mapping[str, Any]) -> bytes:
    """The board; of a draft of the cloud, whose films are not here, one without their pictures."""
    if nemo.backend.is_studio:
        return await nemo.board_png(project.session_id, language=project.language)
    return await anyio.to_thread.run_sync(_drawn, draft, project.language)


async def picture_of(
    nemo: NemoClient,
    project: Project,
    draft: Mapping[str, Any],
    *,
    picture: Picture,
    cut: int | None,
    at_s: float | None,
) -> ImageContent | None:
    """What was asked for: a cut or a moment is a wish for the frames around it."""
    if picture == "frames" or cut is not None or at_s is not None:
        at_ms = None if at_s is None else round(at_s * 1000)
        number = (cut or 1) if at_ms is None else None
        png = await nemo.frames_png(project.session_id, cut=number, at_ms=at_ms, language=project.language)
    elif picture == "board":
        png = await board_png(nemo, project, draft)
    else:
        return None
    return image_of(png)


def image_of(png: bytes) -> ImageContent:
    """A PNG as tools give it."""
    return ImageContent(type="image", data=base64.b64encode(png).decode(), mime_type="image/png")


def _drawn(draft: Mapping[str, Any], language: str) -> bytes:
    from nemovideo_mcp.video.board import draw_board
    from nemovideo_mcp.views.board import board_of

    return draw_board(board_of(draft), language=language)
