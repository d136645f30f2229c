"""What a host may attach to a chat by itself: projects, their timelines, the skills' pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.skills import Skill, find_skills
from nemovideo_mcp.tools.app import App, app_of, asking_app
from nemovideo_mcp.tools.edits import edits_page
from nemovideo_mcp.tools.pictures import board_png
from nemovideo_mcp.tools.projects import project_lines
from nemovideo_mcp.tools.versions import history_lines

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project

__all__ = ["add_resources"]

_MARKDOWN = "text/markdown"
_Ctx = Context[App]


def add_resources(server: MCPServer[App], skills: Iterable[Skill]) -> None:
    """Offer the resources on `server`, with the pages of `skills`; nothing is read before somebody asks."""

    @server.resource("nemo://projects", title="Projects", mime_type=_MARKDOWN)
    async def projects() -> str:
        """The user's projects, the newest last."""
        async with _told():
            return "\n".join(project_lines(await asking_app().book(), language=asking_app().language))

    @server.resource("nemo://edits", title="Edits: the reference", mime_type=_MARKDOWN)
    def edits() -> str:
        """Every operation of edit_timeline with all its fields, bounds and examples."""
        return edits_page()

    @server.resource("nemo://projects/{project}/timeline", title="Timeline", mime_type=_MARKDOWN)
    async def timeline(project: str, ctx: _Ctx) -> str:
        """What is on a project's timeline, clip by clip, and its versions."""
        app = app_of(ctx)
        async with _told():
            found = await _found(app, project)
            nemo = await app.nemo()
            draft = (await nemo.state(found.session_id)).draft
            versions = await history_lines(nemo, found)
        from nemovideo_mcp.views.summary import summary_text

        return "\n".join([summary_text(draft, language=found.language), *versions])

    @server.resource("nemo://projects/{project}/board.png", title="Board", mime_type="image/png")
    async def board(project: str, ctx: _Ctx) -> bytes:
        """A project's timeline as a picture: filmstrip, waveform, beats, cuts and titles."""
        app = app_of(ctx)
        async with _told():
            found = await _found(app, project)
            nemo = await app.nemo()
            draft = (await nemo.state(found.session_id)).draft
            return await board_png(nemo, found, draft)

    for skill in skills:
        server.resource(
            f"nemo://skills/{skill.name}",
            name=skill.name,
            title=f"Skill: {skill.title or skill.name}",
            description=skill.description,
            mime_type=_MARKDOWN,
        )(_page(skill.folder / "SKILL.md"))

    @server.resource("nemo://skills/{name}/{reference}", title="A skill's details", mime_type=_MARKDOWN)
    def reference(name: str, reference: str) -> str:
        """A page that a skill refers to, by its file name."""
        folder = next((skill.folder for skill in find_skills() if skill.name == name), None)
        pages = {page.name: page for page in (folder / "references").glob("*.md")} if folder else {}
        if reference not in pages:
            raise ResourceNotFoundError(f"Unknown resource: nemo://skills/{name}/{reference}")
        return pages[reference].read_text(encoding="utf-8")


def _page(path: Path) -> Callable[[], str]:
    def page() -> str:
        return path.read_text(encoding="utf-8")

    return page


@asynccontextmanager
async def _told() -> AsyncGenerator[None]:
    try:
        yield
    except NemoError as error:
        raise ResourceError(error.describe()) from error


async def _found(app: App, wanted: str) -> Project:
    found = (await app.book()).find(wanted)
    if found is None:
        raise ResourceNotFoundError(f"Unknown resource: nemo://projects/{wanted}")
    return found
