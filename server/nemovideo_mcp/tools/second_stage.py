"""What a backend adds by itself to a video that it has generated: looked for beside the chat, told when it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.background import Job

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project
    from nemovideo_mcp.conversation.recovery import Sent

__all__ = ["drop_second_stage", "look_for_second_stage", "second_stage_told"]


def _key(project: Project) -> str:
    return f"second-stage:{project.session_id}"


def look_for_second_stage(app: App, project: Project, raw: Sent, *, language: str) -> None:
    """Begin to look for what is added to the video that `raw` has brought; nobody waits for it."""

    async def work(_: Job[str]) -> str:
        from nemovideo_mcp.conversation.recovery import second_stage
        from nemovideo_mcp.conversation.telling import second_stage_words

        more = await second_stage(await app.nemo(), project.session_id, raw)
        return second_stage_words(more, language=language) if more is not None else ""

    app.background.start(_key(project), work, language=language)


def drop_second_stage(app: App, project: Project) -> None:
    """Look no further: the next message is on its way, and what comes from now on is its own doing."""
    app.background.cancel(_key(project))
    app.background.forget(_key(project))


def second_stage_told(app: App, project: Project) -> str:
    """What has been added since it was last asked; nothing where nothing has come yet. It is told once."""
    job = app.background.find(_key(project))
    if job is None or not job.done.is_set():
        return ""
    app.background.forget(_key(project))
    return job.result or "" if job.error is None else ""
