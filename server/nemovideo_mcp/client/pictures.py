"""Pictures of a project, which the local studio makes: the board, frames around a cut, contact sheets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from nemovideo_mcp.client.transport import Transport, accept_language
from nemovideo_mcp.errors import InvalidRequest, ServerFailed
from nemovideo_mcp.protocol.envelope import unwrap

__all__ = ["board_data", "board_png", "draft_frames", "frames_png", "sheet_png"]

_PNG_BYTES = 1_000_000
_DATA_BYTES = 500_000


async def board_png(transport: Transport, session_id: str, *, language: str) -> bytes:
    """The board as a PNG. Raises `InvalidRequest` where the backend is another than the local studio."""
    return await _read(transport, session_id, "board.png", language=language, most=_PNG_BYTES)


async def board_data(transport: Transport, session_id: str, *, language: str) -> Mapping[str, Any]:
    """The board as values, with small thumbnails as data URIs; raises as `board_png` does."""
    return await _values(transport, session_id, "board", language=language)


async def draft_frames(
    transport: Transport, session_id: str, *, at_ms: int, language: str
) -> Mapping[str, Any]:
    """The stretch of the film that holds `at_ms`, in small frames as data URIs; raises as `board_png` does."""
    return await _values(transport, session_id, f"draft?at_ms={at_ms}", language=language)


async def frames_png(
    transport: Transport, session_id: str, *, cut: int | None, at_ms: int | None, language: str
) -> bytes:
    """The frames around cut number `cut`, or around `at_ms`, as a PNG; raises as `board_png` does."""
    asked = {name: value for name, value in (("cut", cut), ("at_ms", at_ms)) if value is not None}
    return await _read(
        transport, session_id, f"frames.png?{urlencode(asked)}", language=language, most=_PNG_BYTES
    )


async def sheet_png(transport: Transport, session_id: str, ref: str, *, language: str) -> bytes:
    """A contact sheet of the source `ref`, its id or name, as a PNG; raises as `board_png` does."""
    what = f"media/{quote(ref, safe='')}/sheet.png"
    return await _read(transport, session_id, what, language=language, most=_PNG_BYTES)


async def _values(transport: Transport, session_id: str, what: str, *, language: str) -> Mapping[str, Any]:
    body = await _read(transport, session_id, what, language=language, most=_DATA_BYTES)
    found = unwrap(200, json.loads(body))
    if not isinstance(found, Mapping):
        raise ServerFailed("it answered with something that is no picture.")
    return cast("Mapping[str, Any]", found)


async def _read(transport: Transport, session_id: str, what: str, *, language: str, most: int) -> bytes:
    if not await transport.is_studio():
        raise InvalidRequest(
            detail={
                "en": "only the local studio can show pictures of the timeline.",
                "zh": "只有本地工作室可以显示时间线画面。",
            },
            hint={
                "en": "Read the timeline in words, or export the video and watch it.",
                "zh": "请查看文字版时间线，或导出视频后观看。",
            },
        )
    path = f"studio/sessions/{quote(session_id, safe='')}/{what}"
    headers = {"Accept-Language": accept_language(language)}
    found = bytearray()
    async with transport.open("GET", path, headers=headers) as response:
        async for piece in response.aiter_bytes():
            found += piece
            if len(found) > most:
                raise ServerFailed(f"it sent a picture of more than {most} bytes.")
    return bytes(found)
