"""What the tools answer: typed results whose words for the agent stand in the structure and in the text."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

import anyio
from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ContentBlock, TextContent
from pydantic import BaseModel, Field

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.system import in_words
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.app import CALLING, App, app_of, watch_of
from nemovideo_mcp.tools.background import Watch
from nemovideo_mcp.tools.page_changes import told_of_page
from nemovideo_mcp.tools.quoting import bounded

__all__ = [
    "Answer",
    "CancelAnswer",
    "CreditsAnswer",
    "EditAnswer",
    "ExportAnswer",
    "MediaAnswer",
    "ProjectAnswer",
    "ProjectsAnswer",
    "RestoreAnswer",
    "TimelineAnswer",
    "UploadAnswer",
    "answered",
    "result_of",
    "told_before",
]


_log = logging.getLogger(__name__)


class Answer(BaseModel):
    """Every answer says what happened, and what to do next.

    Nothing else is required by any schema: clients in TypeScript hold errors to it too, and those have no more.
    """

    message: str = Field(description="Show this to the user.")
    next_step: str = Field(description="What to do next.")
    error: str | None = Field(default=None, description="The kind of failure, if it is one.")


Objects = list[dict[str, Any]]


class UploadAnswer(Answer):
    status: Literal["done", "working"] | None = None
    project: str | None = None
    files: list[str] | None = None
    left_out: list[str] | None = None


class EditAnswer(Answer):
    status: Literal["done", "working", "rendering", "refused", "asked"] | None = None
    project: str | None = None
    timeline: str | None = None
    done: Objects | None = None
    not_done: Objects | None = None
    question: dict[str, Any] | None = None
    changes: Objects | None = None
    cuts: Objects | None = None
    story: Objects | None = None
    duration_s: float | None = None
    version: int | None = None
    dry_run: bool | None = None
    exportable: bool | None = None
    blockers: list[str] | None = None


class TimelineAnswer(Answer):
    project: str | None = None
    timeline: dict[str, Any] | None = None
    tracks: list[str] | None = None
    duration_s: float | None = None
    version: int | None = None
    versions: list[str] | None = None


class MediaAnswer(Answer):
    project: str | None = None
    media: Objects | None = None


class CreditsAnswer(Answer):
    available: float | None = None
    frozen: float | None = None
    total: float | None = None


class ExportAnswer(Answer):
    status: Literal["done", "rendering", "cancelled"] | None = None
    project: str | None = None
    job_id: str | None = Field(default=None, description="For wait_for_export and cancel_export.")
    path: str | None = None
    size_bytes: int | None = None
    duration_s: float | None = None
    receipt: str | None = Field(default=None, description="Measured on the finished file.")
    claim_link: str | None = None


class CancelAnswer(Answer):
    status: Literal["cancelled"] | None = None
    project: str | None = None
    job_id: str | None = None


class RestoreAnswer(Answer):
    project: str | None = None
    tracks: list[str] | None = None
    version: int | None = None


class ProjectAnswer(Answer):
    project: str | None = None
    timeline: str | None = None


class ProjectsAnswer(Answer):
    projects: list[str] | None = None
    current: str | None = None


def result_of(
    answer: Answer,
    *,
    more: Sequence[ContentBlock] = (),
    meta: Mapping[str, Any] | None = None,
    is_error: bool = False,
) -> CallToolResult:
    """`answer` as structure and as text, each bounded: some hosts show only the one, some only the other."""
    shown = answer.model_copy(
        update={"message": bounded(answer.message), "next_step": bounded(answer.next_step)}
    )
    text = shown.message if not shown.next_step else f"{shown.message}\n→ {shown.next_step}"
    content: list[ContentBlock] = [TextContent(type="text", text=text), *more]
    return CallToolResult(
        content=content,
        structured_content=shown.model_dump(exclude_none=True),
        is_error=is_error,
        _meta=dict(meta) if meta else None,
    )


def told_before(result: CallToolResult, words: str) -> CallToolResult:
    """`result` with `words` in front of its message, in the structure and in the text."""
    if not words:
        return result
    structure = dict(result.structured_content or {})
    structure["message"] = f"{words}\n{structure.get('message', '')}".strip()
    content = [
        TextContent(type="text", text=f"{words}\n{block.text}") if isinstance(block, TextContent) else block
        for block in result.content
    ]
    return result.model_copy(update={"structured_content": structure, "content": content})


def _refusal(error: NemoError, language: str) -> Answer:
    return Answer(
        message=error.what(language), next_step=error.next_step(language), error=type(error).__name__
    )


async def answered(
    ctx: Context[App], work: Callable[[App, Watch], Awaitable[CallToolResult]], *, to_agent: bool = True
) -> CallToolResult:
    """The result of `work`; a failure becomes an answer too, and so does a backend that is silent for too long.

    In front of it stands what the agent has not been told yet, unless the answer is not `to_agent`. This is the edge at
    which everything is caught.
    """
    language = "en"
    try:
        app = app_of(ctx)
        language = app.language
        watch = watch_of(ctx, app)
        CALLING.set(watch)
        with anyio.CancelScope(deadline=watch.at_most):
            result = await work(app, watch)
            if not to_agent:
                return result
            result = told_before(result, await told_of_page(app, result))
            greeting, app.greeting = app.greeting, ""
            return result if result.is_error else told_before(result, greeting)
        refusal = Answer(
            message=say(TOOLS, "silent", language),
            next_step=say(TOOLS, "silent_next", language),
            error="Silent",
        )
    except NemoError as error:
        refusal = _refusal(error, language)
    except Exception as error:  # noqa: BLE001 - the edge of a tool
        # Its words may name what only the server's owner should see: they go to the log.
        _log.exception("A tool failed")
        said = in_words(error, with_path=False)
        refusal = (
            _refusal(said, language)
            if said is not None
            else Answer(
                message=say(TOOLS, "surprise", language, error=type(error).__name__),
                next_step=say(TOOLS, "silent_next", language),
                error="Unexpected",
            )
        )
    return result_of(refusal, is_error=True)
