"""What the tools answer: typed results whose words for the agent stand in the structure and in the text."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Literal

from mcp.types import CallToolResult, ContentBlock, ResourceLink, TextContent
from pydantic import BaseModel, Field

from nemovideo_mcp.errors import NemoError

__all__ = [
    "Answer",
    "CreditsAnswer",
    "EditAnswer",
    "ExportAnswer",
    "TimelineAnswer",
    "UploadAnswer",
    "answered",
    "result_of",
]


class Answer(BaseModel):
    """Every answer says what happened, and what to do next."""

    message: str = Field(description="Show this to the user.")
    next_step: str = Field(description="What to do next.")


class UploadAnswer(Answer):
    status: Literal["done", "working"]
    project: str
    files: list[str] = []


class EditAnswer(Answer):
    status: Literal["done", "working"]
    project: str
    timeline: str | None = None


class TimelineAnswer(Answer):
    project: str
    tracks: list[str]
    duration_s: float


class CreditsAnswer(Answer):
    available: float | None = None
    frozen: float | None = None
    total: float | None = None


class ExportAnswer(Answer):
    status: Literal["done", "rendering"]
    project: str
    job_id: str | None = Field(default=None, description="Pass it to export_video to wait for this export.")
    path: str | None = None
    size_bytes: int | None = None
    duration_s: float | None = None
    receipt: str | None = Field(default=None, description="What was measured on the finished file.")


class Refusal(Answer):
    """The structure of an error."""

    error: str


def result_of(
    answer: Answer, *, links: Sequence[ResourceLink] = (), is_error: bool = False
) -> CallToolResult:
    """`answer` as structure and as text: some hosts show only the one, some only the other."""
    text = answer.message if not answer.next_step else f"{answer.message}\n→ {answer.next_step}"
    content: list[ContentBlock] = [TextContent(type="text", text=text), *links]
    return CallToolResult(
        content=content, structured_content=answer.model_dump(exclude_none=True), is_error=is_error
    )


async def answered(work: Awaitable[CallToolResult], *, language: str) -> CallToolResult:
    """The result of `work`; a failure becomes an answer too. This is the edge at which everything is caught."""
    try:
        return await work
    except NemoError as error:
        refusal = Refusal(
            message=error.what(language), next_step=error.next_step(language), error=type(error).__name__
        )
    except Exception as error:  # noqa: BLE001 - the edge of a tool
        refusal = Refusal(
            message=f"Something unexpected went wrong: {type(error).__name__}: {str(error)[:300]}",
            next_step="Call get_timeline to see how the project stands; nothing in it is lost.",
            error="Unexpected",
        )
    return result_of(refusal, is_error=True)
