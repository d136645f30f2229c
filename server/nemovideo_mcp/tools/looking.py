"""`get_timeline` and `check_credits`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.types import CallToolResult

from nemovideo_mcp.timeline.summary import summary_line, track_lines
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.editing import edit_key, told_of
from nemovideo_mcp.tools.outputs import CreditsAnswer, TimelineAnswer, result_of
from nemovideo_mcp.tools.versions import history_lines
from nemovideo_mcp.tools.words import say

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project
    from nemovideo_mcp.conversation.turn import Turn

__all__ = ["check_credits", "get_timeline"]


async def get_timeline(app: App, project: str | None, *, history: bool = False) -> CallToolResult:
    """The timeline as it stands, and the outcome of an edit that was still running before; with `history`, the versions."""
    target = await app.project(project)
    language = target.language
    nemo = await app.nemo()
    told = _edit_told(app, target, is_local=nemo.backend.is_local)
    async with app.forgetting(target):
        draft = (await nemo.state(target.session_id)).draft
        versions = await history_lines(nemo, target) if history else []
    duration_ms = draft.get("d")
    summary = summary_line(draft, language=language)
    tracks = track_lines(draft, language=language)
    running = app.background.find(edit_key(target)) is not None
    next_step = "editing_next" if running else "timeline_next" if tracks else "uploaded_next"
    answer = TimelineAnswer(
        message="\n".join(line for line in (told, summary, *versions) if line),
        next_step=say(next_step, language),
        project=target.name,
        tracks=tracks,
        versions=versions or None,
        duration_s=duration_ms / 1000 if isinstance(duration_ms, int | float) else 0.0,
    )
    return result_of(answer)


def _edit_told(app: App, project: Project, *, is_local: bool) -> str:
    job = app.background.find(edit_key(project))
    if job is None:
        return ""
    if not job.done.is_set():
        return say("editing", project.language, stage=job.words)
    turn: Turn = app.background.take(edit_key(project))
    return say("edit_came", project.language, text=told_of(turn, is_local=is_local))


async def check_credits(app: App) -> CallToolResult:
    """The balance, and what costs nothing."""
    from nemovideo_mcp.conversation.turn import credits_words

    nemo = await app.nemo()
    balance = await nemo.credits()
    answer = CreditsAnswer(
        message=credits_words(balance, is_local=nemo.backend.is_local, language=app.language),
        next_step=say("credits_next", app.language),
        available=balance.available,
        frozen=balance.frozen,
        total=balance.total,
    )
    return result_of(answer)
