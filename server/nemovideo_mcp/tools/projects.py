"""`list_projects`, `open_project` and `delete_project`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.types import CallToolResult

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.outputs import Answer, ProjectAnswer, ProjectsAnswer, result_of
from nemovideo_mcp.tools.quoting import quoted_name

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import ProjectBook

__all__ = ["delete_project", "list_projects", "open_project", "project_lines"]

_SHOWN = 30


async def list_projects(app: App) -> CallToolResult:
    """The names of all projects on this backend, the newest last, with the current one marked."""
    book = await app.book()
    projects, current = book.all()[-_SHOWN:], book.current()
    answer = ProjectsAnswer(
        message="\n".join(project_lines(book, language=app.language)),
        next_step=say(TOOLS, "projects_next" if projects else "no_projects_next", app.language),
        projects=[project.name for project in projects],
        current=current.name if current else None,
    )
    return result_of(answer)


def project_lines(book: ProjectBook, *, language: str) -> list[str]:
    """How many projects there are, and a line for each of the last ones: its name, and what goes on with it."""
    projects, current = book.all(), book.current()
    if not projects:
        return [say(TOOLS, "no_projects", language)]
    lines = [say(TOOLS, "one_project" if len(projects) == 1 else "projects", language, n=len(projects))]
    for project in projects[-_SHOWN:]:
        marks = [say(TOOLS, "is_current", language)] if current and project.name == current.name else []
        marks += [say(TOOLS, "is_exporting", language, job_id=e.job_id) for e in project.exports]
        lines.append(f"- {quoted_name(project.name)}{''.join(marks)}")
    return lines


async def open_project(app: App, name: str, new: bool) -> CallToolResult:
    """Make the project of that name or id the current one, or start one; a name that is taken gets a number."""
    if not name.strip():
        raise InvalidRequest(
            say(TOOLS, "no_name", app.language), hint=say(TOOLS, "projects_hint", app.language, names="-")
        )
    if new:
        made = await app.start_project(name, language=app.language)
        return result_of(
            ProjectAnswer(
                message=say(TOOLS, "started", app.language, name=quoted_name(made.name)),
                next_step=say(TOOLS, "started_next", app.language),
                project=made.name,
            )
        )
    from nemovideo_mcp.views.summary import summary_line

    found = await app.project(name)
    nemo = await app.nemo()
    async with app.forgetting(found):
        draft = (await nemo.state(found.session_id)).draft
    summary = summary_line(draft, language=found.language)
    answer = ProjectAnswer(
        message=say(TOOLS, "opened", found.language, name=quoted_name(found.name), summary=summary),
        next_step=say(TOOLS, "timeline_next" if draft.get("t") else "started_next", found.language),
        project=found.name,
        timeline=summary,
    )
    return result_of(answer)


async def delete_project(app: App, name: str, *, confirm: bool) -> CallToolResult:
    """Say what a project holds or, with `confirm`, delete it; which one is meant is never guessed."""
    from nemovideo_mcp.views.contents import contents_line

    found = await app.known_project(name)
    nemo, language = await app.nemo(), found.language
    async with app.forgetting(found):
        held = (
            await nemo.delete_project(found.session_id)
            if confirm
            else await nemo.project_contents(found.session_id)
        )
    if confirm:
        (await app.book()).forget(found)
    key = "deleted" if confirm else "would_delete"
    what = contents_line(held, language=language)
    answer = Answer(
        message=say(SPACE, key, language, name=quoted_name(found.name), what=what),
        next_step=say(SPACE, f"{key}_next", language),
    )
    return result_of(answer)
