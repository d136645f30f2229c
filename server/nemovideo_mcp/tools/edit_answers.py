"""What the answer of an edit gives to a tool's answer, whether operations or words made it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from mcp.types import TextContent

from nemovideo_mcp.messages.catalogue import language_tag, say
from nemovideo_mcp.messages.questions import QUESTIONS
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.quoting import bounded, quoted_name

__all__ = [
    "as_text",
    "edit_fields",
    "is_refused",
    "next_step_of",
    "next_step_words",
    "status_of",
    "together",
]

_FIELDS = (
    *("done", "not_done", "question", "changes", "cuts", "story", "duration_s", "version"),
    *("dry_run", "exportable", "blockers"),
)
_LISTS = ("done", "not_done", "changes", "cuts")
_CHARACTERS = 4_000


def edit_fields(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `EditAnswer` that `answer` has something for."""
    return {name: answer[name] for name in _FIELDS if answer.get(name) not in (None, [], {})}


def together(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answers of one message's edits as one: what was done one after the other, and where that has led."""
    merged: dict[str, Any] = dict(answers[-1]) if answers else {}
    for name in _LISTS:
        if found := [item for answer in answers for item in answer.get(name, ())]:
            merged[name] = found
    return merged


def is_refused(answer: Mapping[str, Any]) -> bool:
    """True where nothing of the edit was done."""
    return not answer.get("done") and bool(answer.get("not_done"))


def status_of(answer: Mapping[str, Any]) -> Literal["done", "refused", "asked"]:
    """What has become of an edit: a question in its place is no refusal."""
    if answer.get("question"):
        return "asked"
    return "refused" if is_refused(answer) else "done"


def next_step_words(answer: Mapping[str, Any], language: str) -> str:
    """The next step in words."""
    if question := answer.get("question"):
        return _answer_step(question, language)
    return say(TOOLS, next_step_of(answer), language)


def _answer_step(question: Mapping[str, Any], language: str) -> str:
    """How the question is answered where the host cannot ask the user by itself."""
    options = question.get("options") or ()
    example = options[0]["name"] if options else {"en": "yes", "zh": "好"}[language_tag(language)]
    if question.get("answer_by") == "message":
        return say(QUESTIONS, "reply_next", language, example=quoted_name(example))
    key = "song_next" if question.get("kind") == "song" else "confirm_next"
    shown = json.dumps(str(example), ensure_ascii=False)
    return say(QUESTIONS, key, language, example=shown)


def next_step_of(answer: Mapping[str, Any]) -> str:
    """The key of the next step: after a refusal, and while something blocks it, never an export."""
    if is_refused(answer):
        offered = any("nearest" in one for one in answer["not_done"])
        return "nearest_next" if offered else "refused_next"
    if answer.get("dry_run"):
        return "dry_run_next"
    whole = answer.get("exportable", True) and not answer.get("not_done")
    return "edited_next" if whole else "blocked_next"


def as_text(fields: Mapping[str, Any]) -> TextContent:
    """The fields for clients that show text only; those that show structures leave texts out."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return TextContent(type="text", text=bounded(text, limit=_CHARACTERS))
