"""One turn: the user's words go to the backend, and what came of them is said, even where the backend says nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.protocol.events import Event
from nemovideo_mcp.timeline.summary import summary_line

__all__ = ["Turn", "take_turn"]

_SILENT = {
    "en": ("The edit was made.", "The backend said nothing, and the timeline is as it was."),
    "zh": ("修改已完成。", "后端没有回复，时间线没有变化。"),
}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """`text` is what to tell the user, `summary` the timeline behind the turn in one line."""

    text: str
    summary: str
    changed: bool
    draft: Mapping[str, Any]


async def take_turn(
    nemo: NemoClient,
    session_id: str,
    message: str,
    *,
    language: str = "en",
    on_event: Callable[[Event], None] | None = None,
) -> Turn:
    """Send `message` once, and compare the state before with the state after it."""
    before = (await nemo.state(session_id)).draft
    reply = await nemo.send_message(session_id, message, on_event=on_event)
    after = (await nemo.state(session_id)).draft
    changed = after != before
    return Turn(
        text=reply.text or _SILENT[language][0 if changed else 1],
        summary=summary_line(after, language=language),
        changed=changed,
        draft=after,
    )
