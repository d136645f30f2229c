"""Prompts for a person's menu, one for each way of working in the skills, and completion of their arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.prompts import Prompt
from mcp.types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)
from pydantic import Field

from nemovideo_mcp.skills import find_skills
from nemovideo_mcp.tools.app import App, asking_app
from nemovideo_mcp.tools.skills_extension import file_names

__all__ = ["add_prompts"]

_MOST_COMPLETIONS = 100
MOODS = (
    *("upbeat", "lo-fi", "cinematic", "ambient", "hip-hop", "rock"),
    *("electronic", "acoustic", "happy", "dark", "romantic", "funk"),
)
"""The moods that the composer has, as people say them; a test holds them to its own table."""


@dataclass(frozen=True, kw_only=True)
class _Way:
    """A way of working: the skill that tells it, and the steps."""

    title: str
    skill: str
    wish: str
    steps: tuple[str, ...]


_EXPORT = "export_video, and wait_for_export while it renders. Give me the path and the receipt as they are."

_WAYS: Mapping[str, _Way] = {
    "quick_edit": _Way(
        title="Quick edit",
        skill="ai-video-editing-with-music",
        wish="add background music and cut to its beat",
        steps=("upload_media with these files.", "send_edit with the wish, in my own words.", _EXPORT),
    ),
    "batch_style": _Way(
        title="Batch: a film for each file",
        skill="video-clip-maker-with-music",
        wish="add upbeat music and cut to the beat",
        steps=(
            "For each file by itself: open_project with new=true under the file's name, then upload_media.",
            "send_edit with the same wish in each project.",
            f"In each project: {_EXPORT}",
            "Show a table in the end: file, film, receipt.",
        ),
    ),
    "iterative": _Way(
        title="Step by step",
        skill="vidmuse-ai",
        wish="sync my video to the beat",
        steps=(
            "upload_media with these files.",
            "send_edit with the wish, then get_timeline with picture=board, and show me the picture.",
            "Ask me what to change. What is about one clip, text or moment: get_timeline for the ids, then one "
            "edit_timeline with an operation for each thing. What is about the whole film: send_edit in my words. "
            "restore_version when I don't like it. No export yet.",
            f"When I am content: {_EXPORT}",
        ),
    ),
    "music_generation": _Way(
        title="Compose music for a video",
        skill="video-music-generator",
        wish="compose music that fits my video, and leave its cuts as they are",
        steps=("upload_media with these files.", "send_edit with the wish and the mood.", _EXPORT),
    ),
}


def add_prompts(server: MCPServer[App]) -> None:
    """Offer the prompts on `server`, and completions for their arguments and for the resources' parameters."""
    for name, way in _WAYS.items():
        server.add_prompt(
            Prompt.from_function(
                _prompt(way), name=name, title=way.title, description=f"{way.title}: {way.wish}."
            )
        )
    server.completion()(_complete)


def _prompt(way: _Way) -> Any:
    def prompt(
        files: Annotated[str, Field(description="Paths, folders or links.")] = "",
        wish: Annotated[str, Field(description="What to make; the title's by default.")] = "",
        mood: Annotated[str, Field(description="Of the music.")] = "",
        skill: Annotated[str, Field(description="Another skill to work by.")] = "",
    ) -> str:
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(way.steps, 1))
        return "\n".join(
            [
                f"Files: {files.strip() or 'ask me for them.'}",
                f"Wish: {wish.strip() or way.wish}{f', {mood.strip()} music' if mood.strip() else ''}",
                f"Work as the skill nemo://skills/{skill.strip() or way.skill} says:",
                steps,
            ]
        )

    return prompt


async def _complete(
    ref: PromptReference | ResourceTemplateReference,
    argument: CompletionArgument,
    context: CompletionContext | None,
) -> Completion:
    del context
    values: list[str] = []
    if isinstance(ref, ResourceTemplateReference):
        if argument.name == "project":
            values = [project.name for project in (await asking_app().book()).all()]
        elif argument.name == "name":
            values = [skill.name for skill in find_skills()]
        elif argument.name == "file":
            values = file_names()
        elif argument.name == "reference":
            values = sorted({p.name for s in find_skills() for p in (s.folder / "references").glob("*.md")})
    elif ref.name in _WAYS:
        values = {"skill": [skill.name for skill in find_skills()], "mood": list(MOODS)}.get(
            argument.name, []
        )
    begun = argument.value.strip().casefold()
    fitting = [value for value in values if value.casefold().startswith(begun)]
    shown = fitting[:_MOST_COMPLETIONS]
    return Completion(values=shown, total=len(fitting), has_more=len(fitting) > len(shown))
