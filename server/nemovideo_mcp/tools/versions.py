"""`restore_version`, and the versions as `get_timeline` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.types import CallToolResult

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.outputs import RestoreAnswer, result_of
from nemovideo_mcp.tools.quoting import bounded, quoted_name

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import Project

__all__ = ["history_lines", "restore_version"]

_SHOWN = 12
_CHANGES_CHARACTERS = 160


async def restore_version(app: App, version: int, *, redo: bool, project: str | None) -> CallToolResult:
    """Make an earlier version the newest one: `version`, or, where that is 0, the one before the last change."""
    from nemovideo_mcp.views.summary import summary_line, track_lines

    target = await app.project(project)
    language = target.language
    nemo = await app.nemo()
    async with app.forgetting(target):
        restored = await nemo.restore(target.session_id, version=version or None, redo=redo)
    answer = RestoreAnswer(
        message=f"{restored.message}\n{summary_line(restored.draft, language=language)}".strip(),
        next_step=say(TOOLS, "restored_next", language),
        project=target.name,
        tracks=track_lines(restored.draft, language=language),
        version=restored.number,
    )
    return result_of(answer)


async def history_lines(nemo: NemoClient, project: Project) -> list[str]:
    """The last versions, a line each: number, what was said, what changed. Empty for a backend that keeps none."""
    if not nemo.backend.is_studio:
        return []
    lines: list[str] = []
    for version in (await nemo.versions(project.session_id))[-_SHOWN:]:
        if version.same_as is not None:
            done = say(TOOLS, "same_as", project.language, n=version.same_as)
        else:
            done = bounded(" ".join(version.changes) or "-", limit=_CHANGES_CHARACTERS)
        mark = say(TOOLS, "is_current", project.language) if version.is_current else ""
        lines.append(f"{version.number}{mark}: {quoted_name(version.message)} → {done}")
    return lines
