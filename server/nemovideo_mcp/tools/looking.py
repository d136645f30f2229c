"""`get_timeline` and `check_credits`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcp.types import CallToolResult, ContentBlock, ImageContent, TextContent

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.editing import edit_key, told_of
from nemovideo_mcp.tools.edits import EditOutcome
from nemovideo_mcp.tools.outputs import CreditsAnswer, TimelineAnswer, result_of
from nemovideo_mcp.tools.pictures import Picture, picture_of
from nemovideo_mcp.tools.quoting import bounded
from nemovideo_mcp.tools.second_stage import second_stage_told
from nemovideo_mcp.tools.versions import history_lines

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import Project
    from nemovideo_mcp.conversation.turn import Turn

__all__ = ["BOARD_META", "DRAFT_META", "Look", "check_credits", "edit_told", "get_timeline"]

# A film of two hundred shots in a line each; a longer one is read by range.
_TABLE_CHARACTERS = 20_000

BOARD_META = "nemovideo/board"
"""Where a result carries the board for the timeline's page: hosts don't show the model what stands there."""

DRAFT_META = "nemovideo/draft"
"""Where a result carries the frames that the page plays."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What somebody wants to see of a timeline: all of it or a range; with `data`, what the timeline's page draws.

    The picture `draft` is a stretch of the film in small frames for that page to play, and nothing else. What the page
    asks for by itself is `for_page`: what came of an edit is kept for the agent.
    """

    picture: Picture = "none"
    cut: int | None = None
    at_s: float | None = None
    from_s: float | None = None
    to_s: float | None = None
    history: bool = False
    data: bool = False
    for_page: bool = False

    @property
    def is_draft(self) -> bool:
        return self.picture == "draft"


async def get_timeline(app: App, project: str | None, look: Look) -> CallToolResult:
    """The timeline as it stands, and the outcome of an edit that was still running before."""
    target = await app.project(project)
    language = target.language
    nemo = await app.nemo()
    if look.is_draft:
        async with app.forgetting(target):
            return await _draft(nemo, target, look)
    told = added = ""
    if not look.for_page:
        told = edit_told(app, target, is_local=nemo.backend.is_local)
        added = second_stage_told(app, target)
    async with app.forgetting(target):
        draft = (await nemo.state(target.session_id)).draft
        view = await nemo.timeline(target.session_id, from_s=look.from_s, to_s=look.to_s)
        versions = await history_lines(nemo, target) if look.history else []
        seen = await _seen(nemo, target, draft, look)
    duration_ms = draft.get("d")
    from nemovideo_mcp.views.summary import summary_line, track_lines

    summary = summary_line(draft, language=language)
    tracks = track_lines(draft, language=language)
    running = app.background.find(edit_key(target)) is not None
    next_step = "editing_next" if running else "timeline_next" if tracks else "uploaded_next"
    version = view.get("version")
    answer = TimelineAnswer(
        message="\n".join(line for line in (told, added, summary, *versions) if line),
        next_step=say(TOOLS, next_step, language),
        project=target.name,
        timeline={**view, "project": target.name},
        tracks=tracks,
        version=version if isinstance(version, int) else None,
        versions=versions or None,
        duration_s=duration_ms / 1000 if isinstance(duration_ms, int | float) else 0.0,
    )
    picture, meta = seen
    from nemovideo_mcp.views.timeline_table import timeline_table

    table = bounded("\n".join(timeline_table(view, language=language)), limit=_TABLE_CHARACTERS)
    shown: list[ContentBlock] = [TextContent(type="text", text=table)]
    return result_of(answer, more=[*shown, picture] if picture else shown, meta=meta)


async def _draft(nemo: NemoClient, project: Project, look: Look) -> CallToolResult:
    """The frames from about a moment on, for the page alone; a host without it is told so."""
    language = project.language
    if not look.data:
        answer = TimelineAnswer(
            message=say(TOOLS, "draft_unseen", language), next_step=say(TOOLS, "draft_unseen_next", language)
        )
        return result_of(answer)
    at_ms = max(0, round(1000 * (look.at_s or 0.0)))
    frames = await nemo.draft_frames(project.session_id, at_ms=at_ms, language=language)
    answer = TimelineAnswer(
        message=say(TOOLS, "draft", language), next_step=say(TOOLS, "timeline_next", language)
    )
    return result_of(answer, meta={DRAFT_META: frames})


async def _seen(
    nemo: NemoClient, project: Project, draft: Mapping[str, Any], look: Look
) -> tuple[ImageContent | None, Mapping[str, Any]]:
    """The picture that was asked for, and what goes to the host's page instead of to the model."""
    if not draft.get("t"):
        return None, {}
    picture = await picture_of(nemo, project, draft, picture=look.picture, cut=look.cut, at_s=look.at_s)
    if not look.data:
        return picture, {}
    from nemovideo_mcp.views.board import board_of
    from nemovideo_mcp.views.board_data import board_data

    if nemo.backend.is_studio:
        found = await nemo.board_data(project.session_id, language=project.language)
        # Only the studio has the films, and so frames to play.
        data = {**found, "plays": True}
    else:
        data = board_data(board_of(draft), language=project.language)
    return picture, {BOARD_META: data}


def edit_told(app: App, project: Project, *, is_local: bool) -> str:
    """What came of an edit for which no call waits any more, or how far one is that goes on."""
    job = app.background.find(edit_key(project))
    if job is None:
        return ""
    if not job.done.is_set():
        return say(TOOLS, "editing", project.language, stage=job.words)
    if job.waiting:
        # The call that asked for the edit has its outcome in a moment.
        return ""
    outcome: Turn | EditOutcome = app.background.take(edit_key(project), job)
    text = outcome.text if isinstance(outcome, EditOutcome) else told_of(outcome, is_local=is_local)
    return say(TOOLS, "edit_came", project.language, text=text)


async def check_credits(app: App) -> CallToolResult:
    """The balance, and what costs nothing."""
    from nemovideo_mcp.conversation.turn import credits_words

    nemo = await app.nemo()
    balance = await nemo.credits()
    answer = CreditsAnswer(
        message=credits_words(balance, is_local=nemo.backend.is_local, language=app.language),
        next_step=say(TOOLS, "credits_next", app.language),
        available=balance.available,
        frozen=balance.frozen,
        total=balance.total,
    )
    return result_of(answer)
