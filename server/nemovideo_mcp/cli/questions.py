"""Questions of the studio to a command that cannot ask anybody: in words, with the flag that answers them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.errors import AnswerNeeded
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.questions import QUESTIONS

__all__ = ["asked_for"]


def asked_for(question: Mapping[str, Any], language: str) -> AnswerNeeded:
    """The error that says what is asked, and which flag answers it."""
    if question.get("kind") == "song":
        example = shlex.quote(str(question["options"][0]["name"]))
        return AnswerNeeded(
            str(question["text"]), hint=say(QUESTIONS, "song_flag", language, example=example)
        )
    return AnswerNeeded(str(question["text"]), hint=say(QUESTIONS, "confirm_flag", language))
