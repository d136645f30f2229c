"""What the timeline's page asks for in a person's name, and what the agent is told of it: once, at its next call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mcp.types import CallToolResult

from nemovideo_mcp.errors import EditConflict, EditRefused
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.protocol.models import PAGE_AUTHOR
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.edit_answers import edit_fields, is_refused, next_step_of
from nemovideo_mcp.tools.outputs import EditAnswer, RestoreAnswer, result_of

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project

__all__ = ["edit", "step"]


async def edit(app: App, operations: object, version: int, project: str, key: str) -> CallToolResult:
    """Carry out operations on the version that the page shows, all or none. Nobody waits long for a drag."""
    from nemovideo_mcp.edit.parsing import operations_in

    target = await app.project(project)
    language = target.language
    nemo = await app.nemo()
    try:
        items = cast("Sequence[Mapping[str, Any]]", operations_in(operations))
        async with app.forgetting(target):
            answer = await nemo.edit(
                target.session_id,
                items,
                expect_version=version,
                author=PAGE_AUTHOR,
                language=language,
                key=key.strip() or None,
            )
    except (EditConflict, EditRefused) as error:
        return _refused(target, error)
    refused = is_refused(answer)
    shown = EditAnswer(
        message=str(answer.get("message", "")),
        next_step=say(TOOLS, next_step_of(answer), language),
        error="EditRefused" if refused else None,
        status="refused" if refused else "done",
        project=target.name,
        **edit_fields(answer),
    )
    return result_of(shown, is_error=refused)


async def step(app: App, version: int, project: str, *, redo: bool) -> CallToolResult:
    """Undo or redo, if the film still stands as the page shows it."""
    target = await app.project(project)
    nemo = await app.nemo()
    try:
        async with app.forgetting(target):
            restored = await nemo.restore(
                target.session_id, redo=redo, expect_version=version, author=PAGE_AUTHOR
            )
    except EditConflict as error:
        return _refused(target, error)
    answer = RestoreAnswer(
        message=restored.message,
        next_step=say(TOOLS, "restored_next", target.language),
        project=target.name,
        version=restored.number,
    )
    return result_of(answer)


def _changes(error: EditConflict, language: str) -> str:
    """What has changed since the version that the page shows, in one line."""
    found: object = error.fields.get("changes")
    if isinstance(found, Mapping):
        words = cast("Mapping[str, object]", found)
        found = words.get(language[:2]) or words.get("en")
    return str(found or "")


def _refused(project: Project, error: EditConflict | EditRefused) -> CallToolResult:
    language = project.language
    is_conflict = isinstance(error, EditConflict)
    answer = EditAnswer(
        message=error.what(language),
        next_step=error.next_step(language),
        error=type(error).__name__,
        status="refused",
        project=project.name,
        version=error.version if is_conflict else None,
        changes=[{"text": _changes(error, language)}] if is_conflict else None,
    )
    return result_of(answer, is_error=True)
