"""`list_projects` and `open_project`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.types import CallToolResult

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.outputs import ProjectAnswer, ProjectsAnswer, result_of
from nemovideo_mcp.tools.quoting import quoted_name
from nemovideo_mcp.tools.words import say

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project

__all__ = ["list_projects", "open_project"]

_SHOWN = 30


async def list_projects(app: App) -> CallToolResult:
    """The names of all projects on this backend, the newest last, with the current one marked."""
    book = await app.book()
    projects, current = book.all(), book.current()
    if not projects:
        return result_of(
            ProjectsAnswer(
                message=say("no_projects", app.language),
                next_step=say("no_projects_next", app.language),
                projects=[],
            )
        )

    def shown(project: Project) -> str:
        is_current = current is not None and project.name == current.name
        name = quoted_name(project.name)
        return say("current_mark", app.language, name=name) if is_current else name

    names = ", ".join(shown(project) for project in projects[-_SHOWN:])
    key = "one_project" if len(projects) == 1 else "projects"
    answer = ProjectsAnswer(
        message=say(key, app.language, n=len(projects), names=names),
        next_step=say("projects_next", app.language),
        projects=[project.name for project in projects[-_SHOWN:]],
        current=current.name if current else None,
    )
    return result_of(answer)


async def open_project(app: App, name: str, new: bool) -> CallToolResult:
    """Make the project of that name or id the current one, or start one; a name that is taken gets a number."""
    if not name.strip():
        raise InvalidRequest(say("no_name", app.language), hint=say("projects_hint", app.language, names="-"))
    if new:
        made = await app.start_project(name, language=app.language)
        return result_of(
            ProjectAnswer(
                message=say("started", app.language, name=quoted_name(made.name)),
                next_step=say("started_next", app.language),
                project=made.name,
            )
        )
    from nemovideo_mcp.timeline.summary import summary_line

    found = await app.project(name)
    nemo = await app.nemo()
    async with app.forgetting(found):
        draft = (await nemo.state(found.session_id)).draft
    summary = summary_line(draft, language=found.language)
    answer = ProjectAnswer(
        message=say("opened", found.language, name=quoted_name(found.name), summary=summary),
        next_step=say("timeline_next" if draft.get("t") else "started_next", found.language),
        project=found.name,
        timeline=summary,
    )
    return result_of(answer)
