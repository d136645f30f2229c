"""One turn: the user's words go to the backend, and what came of them is said, even where the backend says nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.recovery import send_once, words_of
from nemovideo_mcp.protocol.events import Event
from nemovideo_mcp.timeline.diff import diff
from nemovideo_mcp.timeline.summary import summary_line

__all__ = ["Turn", "take_turn"]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """`text` is what to tell the user, `summary` the timeline behind the turn in one line, `changes` what is new."""

    text: str
    summary: str
    changed: bool
    draft: Mapping[str, Any]
    changes: tuple[str, ...] = ()


async def take_turn(
    nemo: NemoClient,
    session_id: str,
    message: str,
    *,
    language: str = "en",
    on_event: Callable[[Event], None] | None = None,
    on_wait: Callable[[float], None] | None = None,
) -> Turn:
    """Send `message` once, and compare the state before with the state after it; `on_wait` is called every 2 minutes."""
    sent = await send_once(nemo, session_id, message, on_event=on_event, on_wait=on_wait)
    changes = tuple(change.text for change in diff(sent.before, sent.after, language=language))
    return Turn(
        text=words_of(sent, language=language, changes=changes),
        summary=summary_line(sent.after, language=language),
        changed=sent.changed,
        draft=sent.after,
        changes=changes,
    )
