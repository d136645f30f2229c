"""A project for another editor, in place of a film: the files, and what the format leaves out."""

from __future__ import annotations

from pathlib import Path

from mcp.types import CallToolResult, ResourceLink

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.interchange import INTERCHANGE
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.outputs import ExportAnswer, result_of
from nemovideo_mcp.tools.places import free_place

__all__ = ["hand_over"]


async def hand_over(app: App, editor: str, output: str | None, project: str | None) -> CallToolResult:
    """Write the project for the other editor. Raises `InvalidRequest` for a format that there is not."""
    from nemovideo_mcp.client.files import plain_path
    from nemovideo_mcp.client.handover import handover_lines, kind_of
    from nemovideo_mcp.client.outputs import named_output
    from nemovideo_mcp.conversation.delivery import file_stem

    kind = kind_of(editor)
    target = await app.project(project)
    wanted, stem = None, file_stem(target.name)
    if output and output.strip():
        given = named_output(str(app.allowed.place(plain_path(output))))
        wanted = given / f"{stem}.{kind}" if given.is_dir() else given
    place = free_place(app, wanted, stem, suffix=f".{kind}")
    nemo = await app.nemo()
    made = await nemo.hand_over(
        target.session_id,
        kind,
        place,
        media="link" if app.has_users_files else "name",
        language=target.language,
    )
    answer = ExportAnswer(
        message="\n".join(handover_lines(made, target.language, shown=app.shown)),
        next_step=say(INTERCHANGE, "handed_over_next", target.language),
        status="done",
        project=target.name,
        path=app.shown(made.path),
        size_bytes=made.path.stat().st_size,
    )
    return result_of(answer, more=[_link(app, file) for file in (made.path, *made.files)])


def _link(app: App, path: Path) -> ResourceLink:
    size = path.stat().st_size
    return ResourceLink(type="resource_link", name=path.name, uri=app.link_of(path), size=size)
