"""`edit_timeline`: edits as values, checked here, carried out by the backend, and answered with what they changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from mcp.types import CallToolResult

from nemovideo_mcp.errors import EditConflict, EditRefused
from nemovideo_mcp.protocol.questions import Asking
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.background import Job, Watch
from nemovideo_mcp.tools.edit_answers import as_text, edit_fields, next_step_words, status_of
from nemovideo_mcp.tools.editing import edit_key, previous_failure, still_working
from nemovideo_mcp.tools.keyed import is_lost_answer
from nemovideo_mcp.tools.outputs import EditAnswer, result_of
from nemovideo_mcp.tools.quoting import quoted
from nemovideo_mcp.tools.second_stage import drop_second_stage

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project

__all__ = ["EditOutcome", "edit_timeline", "edits_page", "operations_schema"]


@dataclass(frozen=True, kw_only=True)
class EditOutcome:
    """What the backend answered to operations."""

    answer: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What to tell of them; the cloud's own words are marked as such."""
        reply = str(self.answer.get("reply", ""))
        return "\n".join(line for line in (quoted(reply), str(self.answer.get("message", ""))) if line)


@cache
def operations_schema() -> Mapping[str, Any]:
    """The schema of one operation with its `$defs`: `edit.schema.compact_schema`, kept in a file.

    Making it takes a tenth of a second, which a server's start has not got; a test holds the file to it.
    """
    return json.loads(files("nemovideo_mcp.tools").joinpath("operations.json").read_text(encoding="utf-8"))


def edits_page() -> str:
    """The reference of all operations, in Markdown."""
    from nemovideo_mcp.edit.reference import reference_page

    return reference_page()


async def edit_timeline(
    app: App,
    operations: object,
    *,
    asking: Asking,
    dry_run: bool,
    project: str | None,
    watch: Watch,
    idempotency_key: str = "",
) -> CallToolResult:
    """Carry out `operations`, all or none; one that cannot be done is answered with the nearest that can.

    `asking`: the version that the caller has seen, whether a question may be the answer, and which answers are known.

    The same call under the same `idempotency_key` is the same edit, and is answered again.
    """
    from nemovideo_mcp.edit.parsing import operations_in

    target = await app.project(project)
    language = target.language
    try:
        items = operations_in(operations)
    except EditRefused as error:
        return _refusal(target, error)
    given = idempotency_key.strip()
    # Who may ask the user is no part of the edit, the answers are.
    answers = replace(asking, ask=None).to_body()
    about = json.dumps([items, answers, dry_run, given], sort_keys=True, default=str)
    key = edit_key(target)
    if (known := app.keyed.of(target.session_id, given, about)) is not None:
        return known
    before = ""
    if (running := app.background.find(key)) is not None:
        if not running.done.is_set():
            return result_of(still_working(target, running, unsent=running.about != about))
        if not is_lost_answer(running, given, about):
            before = previous_failure(running, language)
            app.background.forget(key)

    drop_second_stage(app, target)

    async def work(job: Job[EditOutcome]) -> EditOutcome:
        from nemovideo_mcp.conversation.edits import edit
        from nemovideo_mcp.protocol.events import Event, ToolProgress

        def show(event: Event) -> None:
            if isinstance(event, ToolProgress) and event.stage:
                job.note(event.stage, event.percent)

        nemo = await app.nemo()
        async with app.forgetting(target):
            answer = await edit(
                nemo,
                target.session_id,
                cast("Sequence[Mapping[str, Any]]", items),
                language=language,
                expect_version=asking.expect_version,
                dry_run=dry_run,
                key=given or None,
                on_event=show,
                asking=asking,
            )
        if not dry_run and not answer.get("question"):
            # Whoever takes the outcome, the one who sent the edit may send it again.
            app.keyed.keep(target.session_id, given, about, _answered(target, answer, ""))
        return EditOutcome(answer=answer)

    job = app.background.start(key, work, language=language, about=about)
    if not await app.background.wait(key, watch):
        return result_of(still_working(target, job))
    try:
        outcome: EditOutcome = app.background.take(key, job)
    except EditConflict as error:
        return _conflict(target, error)
    return _answered(target, outcome.answer, before)


def _answered(project: Project, answer: Mapping[str, Any], before: str) -> CallToolResult:
    status, fields = status_of(answer), edit_fields(answer)
    refused = status == "refused"
    shown = EditAnswer(
        message="\n".join(line for line in (before, EditOutcome(answer=answer).text) if line),
        next_step=next_step_words(answer, project.language),
        error="EditRefused" if refused else None,
        status=status,
        project=project.name,
        **fields,
    )
    return result_of(shown, more=[as_text(fields)], is_error=refused)


def _refusal(project: Project, error: EditRefused) -> CallToolResult:
    """The answer where not even the list of operations can be read."""
    language = project.language
    refused = {"place": error.place, "why": error.what(language), "hint": error.next_step(language)}
    answer = {
        "not_done": [{key: value for key, value in refused.items() if value is not None}],
        "message": f"{refused['why']} {refused['hint']}",
    }
    return _answered(project, answer, "")


def _conflict(project: Project, error: EditConflict) -> CallToolResult:
    language = project.language
    answer = EditAnswer(
        message=error.what(language),
        next_step=error.next_step(language),
        error="EditConflict",
        status="refused",
        project=project.name,
        version=error.version,
    )
    return result_of(answer, is_error=True)
