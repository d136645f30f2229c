"""Questions to the user where the host can ask them: a small form, and the call goes on with the answer.

Hosts of the protocol 2026-07-28 get the question as the result of the call, and call again with the answer
[SEP-2322]; hosts before it are asked in the middle of the call. Where neither works, the result has the question in
words, and names the argument that answers it. The film is never touched, and nothing is locked, before the answer is
there.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, cast

import anyio
from mcp.server.mcpserver import Context
from mcp.shared.exceptions import MCPError
from mcp.types import (
    CallToolResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
)
from mcp_types.version import is_version_at_least

from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.questions import QUESTIONS
from nemovideo_mcp.protocol.questions import Asking, asking_of
from nemovideo_mcp.tools.app import UNHURRIED, App, app_of
from nemovideo_mcp.tools.background import Watch
from nemovideo_mcp.tools.outputs import EditAnswer, answered, result_of

__all__ = ["Work", "asked"]

Work = Callable[[App, Watch, Asking, str], Awaitable[CallToolResult]]
"""An edit on a project, which may be answered with a question."""

_ROUNDS_SINCE = "2026-07-28"
# First which song, then whether most of the film is to go.
_MOST_QUESTIONS = 2
_NAME_CHARACTERS = 120


@dataclass(frozen=True, kw_only=True)
class _Round:
    """What is known while a question waits: the edit's answers so far, its project, and the question."""

    asking: Asking
    project: str
    question: Mapping[str, Any]

    def to_state(self) -> str:
        return json.dumps(
            {"asking": self.asking.to_body(), "project": self.project, "question": dict(self.question)}
        )

    @classmethod
    def of_state(cls, state: str) -> _Round:
        known = json.loads(state)
        return cls(asking=asking_of(known["asking"]), project=known["project"], question=known["question"])


async def asked(
    ctx: Context[App], given: Asking, project: str, work: Work
) -> CallToolResult | InputRequiredResult:
    """The result of `work`, with the user asked before it where it asks something and the host can ask.

    Args:
        ctx: the call.
        given: the answers that the caller has given as arguments.
        project: the project that the caller has named, if any.
        work: is called again with each answer, on the project and the version that the question was about.
    """
    way = _way(ctx)
    asking = replace(given, ask="here" if way else "later")
    outcome: _Outcome = None
    if way == "rounds" and ctx.request_state:
        found = _Round.of_state(ctx.request_state)
        response = (ctx.input_responses or {}).get(str(found.question["kind"]))
        outcome = _outcome(found, response if isinstance(response, ElicitResult) else None)
        asking, project = found.asking, found.project
        # A host that has sent no usable answer is not asked by a form again, but in words.
        way = way if outcome is not None else None
    for number in range(_MOST_QUESTIONS + 1):
        if isinstance(outcome, CallToolResult):
            return outcome
        asking = outcome or asking
        result = await answered(ctx, partial(_work_on, work, asking, project))
        question = _form_of(result)
        if question is None or way is None or number == _MOST_QUESTIONS:
            return result
        project = str(_structure(result).get("project", project))
        waiting = _Round(asking=asking, project=project, question=question)
        if way == "rounds":
            request = ElicitRequest(params=_form(question))
            return InputRequiredResult(
                input_requests={question["kind"]: request}, request_state=waiting.to_state()
            )
        outcome = _outcome(waiting, await _elicited(ctx, question))
        if outcome is None:
            return result
    raise AssertionError("the last round always has a result")


async def _work_on(work: Work, asking: Asking, project: str, app: App, watch: Watch) -> CallToolResult:
    return await work(app, watch, asking, project)


_Outcome = Asking | CallToolResult | None
"""The edit's answers with the new one; the result where the user said no; None where nothing usable came."""


def _way(ctx: Context[App]) -> Literal["rounds", "request"] | None:
    """How the host can be made to ask: by the call's result, by a request of ours, or not at all."""
    known = ctx.client_capabilities
    elicitation = known.elicitation if known else None
    # A bare `elicitation: {}` is a host of before there were modes, which has forms.
    if elicitation is None or (elicitation.form is None and elicitation.url is not None):
        return None
    if UNHURRIED.get() is not None:
        # A call that has become a task answers no more rounds.
        return None
    version = ctx.protocol_version
    if version is not None and is_version_at_least(version, _ROUNDS_SINCE):
        return "rounds"
    return "request" if ctx.session.can_send_request else None


def _form_of(result: CallToolResult) -> Mapping[str, Any] | None:
    """The question of a result, where the same call with the answer is all that it takes."""
    found = _structure(result).get("question")
    question = cast("Mapping[str, Any]", found) if isinstance(found, dict) else None
    return question if question and question.get("answer_by") != "message" else None


def _structure(result: CallToolResult) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", result.structured_content or {})


def _form(question: Mapping[str, Any]) -> ElicitRequestFormParams:
    text, kind = str(question["text"]), str(question["kind"])
    title = say(QUESTIONS, f"form_{kind}", language_of(text))
    field: dict[str, Any] = {"type": "boolean", "title": title}
    if kind == "song":
        field = {"type": "string", "title": title, "enum": list(_labels(question))}
    schema = {"type": "object", "properties": {kind: field}, "required": [kind]}
    return ElicitRequestFormParams(message=text, requested_schema=schema)


def _labels(question: Mapping[str, Any]) -> dict[str, str]:
    """The songs as the form shows them, each with its id; two of one name are told apart by it."""
    options = cast("list[dict[str, str]]", question["options"])
    names = [str(option["name"])[:_NAME_CHARACTERS] for option in options]
    return {
        name if names.count(name) == 1 else f"{name} ({option['id']})": option["id"]
        for name, option in zip(names, options, strict=True)
    }


async def _elicited(ctx: Context[App], question: Mapping[str, Any]) -> ElicitResult | None:
    """What the host answers in the middle of the call; None where it does not, or not in time."""
    form = _form(question)
    with anyio.move_on_after(app_of(ctx).asking_seconds):
        try:
            return await ctx.session.elicit_form(form.message, form.requested_schema, ctx.request_id)
        except (MCPError, ValueError):
            return None
    return None


def _outcome(waiting: _Round, response: ElicitResult | None) -> _Outcome:
    question = waiting.question
    if response is None:
        return None
    if response.action != "accept":
        return _unanswered(waiting, "declined" if response.action == "decline" else "no_answer")
    kind, content = str(question["kind"]), response.content or {}
    asking = replace(waiting.asking, expect_version=int(question["version"]))
    match kind, content.get(kind):
        case "confirm", True:
            return replace(asking, confirm=True)
        case "confirm", False:
            return _unanswered(waiting, "declined")
        case "song", str(label) if label in _labels(question):
            return replace(asking, song=_labels(question)[label])
        case _:
            return None


def _unanswered(waiting: _Round, key: str) -> CallToolResult:
    """That nothing was done, as the user did not want it or did not say."""
    language = language_of(str(waiting.question["text"]))
    answer = EditAnswer(
        message=say(QUESTIONS, key, language),
        next_step=say(QUESTIONS, "declined_next", language),
        status="refused",
        project=waiting.project or None,
    )
    return result_of(answer)
