"""What a person has changed on the timeline's page: the agent is told of it once, at its next call."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mcp.types import CallToolResult

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.app import App

__all__ = ["told_of_page"]

_MOST_LINES = 8


async def told_of_page(app: App, result: CallToolResult) -> str:
    """What to say in front of `result` of changes on the page of the project that it speaks of; often nothing."""
    said: Mapping[str, Any] = result.structured_content or {}
    name = said.get("project")
    if "question" in said:
        # The host may ask it in place of showing this answer: what is told stands in front of the next one.
        return ""
    if not isinstance(name, str) or not name:
        return ""
    nemo = await app.nemo()
    if not nemo.backend.is_studio:
        return ""
    # An answer that stands is given all the same where this cannot be had.
    with suppress(NemoError, OSError):
        book = await app.book()
        project = next((one for one in book.all() if one.name == name), None)
        if project is None:
            return ""
        since = app.seen_versions.get(project.session_id)
        found = await nemo.changes_on_page(project.session_id, since=since)
        app.seen_versions[project.session_id] = found.latest
        if not found.versions:
            return ""
        language = project.language
        lines = [f"- {(version.reply or version.message).splitlines()[0]}" for version in found.versions]
        left_out = len(lines) - _MOST_LINES
        if left_out > 0:
            lines = [say(TOOLS, "page_changed_more", language, n=left_out), *lines[-_MOST_LINES:]]
        number = found.versions[-1].number
        return say(TOOLS, "page_changed", language, version=number, lines="\n".join(lines))
    return ""
