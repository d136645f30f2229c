"""An agent that knows nothing but a skill's page: which tool it calls follows from the rules that stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Page", "read_page"]

_STEP = re.compile(r"^\d+\. `(\w+)\((?:[^`]*)\)`(.*)$", re.MULTILINE)
_CODE = re.compile(r"`[^`]*`")
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")
# The page says "when they ask how it looks"; these are ways of asking that, from the documented table of intents.
_LOOKS = ("how does it look", "show tracks", "status", "状态")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The tools in the order in which the page has them, and the words that it gives for some of them."""

    steps: Sequence[str]
    words: Mapping[str, Sequence[str]]

    def tool_for_files(self) -> str:
        """What is done with files: the first step."""
        return self.steps[0]

    def tool_for(self, message: str) -> str:
        """What is done with a user's words: the step that names them, or looking, or else the second step."""
        said = message.casefold()
        for tool, words in self.words.items():
            if any(word.casefold() in said for word in words):
                return tool
        if any(word in said for word in _LOOKS):
            return next(tool for tool in self.steps if tool.startswith("get_"))
        return self.steps[1]


def read_page(path: Path) -> Page:
    """The rules of a skill's page: its numbered steps, each beginning with a tool.

    The page is read first, then the working order that it refers to: a tool that both have is used as the page says.
    """
    steps: dict[str, list[str]] = {}
    for page in (path.parent / "references/working.md", path):
        for tool, rest in _STEP.findall(page.read_text(encoding="utf-8")):
            steps[tool] = _QUOTED.findall(_CODE.sub("", rest))
    return Page(steps=tuple(steps), words={tool: words for tool, words in steps.items() if words})
