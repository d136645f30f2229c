"""`upload_media` and `send_edit`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcp.types import CallToolResult

from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.file_types import head_of, is_beats, is_edit, named_type
from nemovideo_mcp.language.detect import language_of, session_language
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.temporary import temporary_folder
from nemovideo_mcp.timeline.export_options import STANDARD
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.background import Job, Watch
from nemovideo_mcp.tools.edit_answers import as_text, edit_fields, next_step_words, status_of, together
from nemovideo_mcp.tools.keyed import is_lost_answer
from nemovideo_mcp.tools.outputs import EditAnswer, UploadAnswer, result_of, told_before
from nemovideo_mcp.tools.quoting import quoted, quoted_name
from nemovideo_mcp.tools.second_stage import drop_second_stage, look_for_second_stage

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import Project
    from nemovideo_mcp.conversation.turn import Turn
    from nemovideo_mcp.interchange.media_references import Gathered

__all__ = ["edit_key", "previous_failure", "send_edit", "still_working", "told_of", "upload_media"]


def edit_key(project: Project) -> str:
    """The one edit that a project may have under way."""
    return f"edit:{project.session_id}"


async def upload_media(app: App, files: str | list[str], project: str | None, watch: Watch) -> CallToolResult:
    """Check all files, then send them; links are fetched by the backend. What cannot be used is left out and named."""
    from nemovideo_mcp.client.files import as_list
    from nemovideo_mcp.conversation.left_out import left_out_lines
    from nemovideo_mcp.interchange.sent_along import along_lines

    given = as_list(files)
    if not given:
        raise InvalidRequest(
            say(TOOLS, "no_files", app.language), hint=say(TOOLS, "no_files_hint", app.language)
        )
    left_out: list[NemoError] = []
    items = app.allowed.media(given, on_left_out=left_out.append)
    target = await app.project_to_fill(project)
    language = target.language
    key = f"upload:{target.session_id}:{[str(item) for item in items]}"

    async def work(job: Job[_Sent]) -> _Sent:
        nemo = await app.nemo()
        refused = list(left_out)

        def count(name: str, done: int, total: int) -> None:
            job.note(name, 100 * done / max(total, 1))

        with temporary_folder() as folder:
            along = await _along(app, nemo, target, items, folder / "unpacked", count)
            refused += along.refused
            async with app.forgetting(target):
                sent = await nemo.upload(
                    target.session_id, [*along.files, *items], on_bytes=count, on_left_out=refused.append
                )
        names = [file.filename or file.cdn_url for file in sent]
        return _Sent(
            names=names, refused=refused, along=along, next_step=_next_step(items, names, along, language)
        )

    job = app.background.start(key, work, language=language)
    if not await app.background.wait(key, watch):
        answer = UploadAnswer(
            message=say(TOOLS, "uploading", language, stage=job.words),
            next_step=say(TOOLS, "uploading_next", language),
            status="working",
            project=target.name,
        )
        return result_of(answer)
    found: _Sent = app.background.take(key, job)
    names = found.names
    told = say(TOOLS, "uploaded", language, n=len(names), names=", ".join(map(quoted_name, names)))
    lines = left_out_lines(found.refused, language=language)
    answer = UploadAnswer(
        message="\n".join([told, *lines, *along_lines(found.along, language=language)]),
        next_step=found.next_step,
        status="done",
        project=target.name,
        files=names,
        left_out=list(lines) or None,
    )
    return result_of(answer)


@dataclass(frozen=True, kw_only=True)
class _Sent:
    """What came of an upload: the names in the project, what was left out, and what was sent along with an edit."""

    names: list[str]
    refused: list[NemoError]
    along: Gathered
    next_step: str


async def _along(
    app: App,
    nemo: NemoClient,
    project: Project,
    items: Sequence[Path | str],
    folder: Path,
    on_bytes: Callable[[str, int, int], None],
) -> Gathered:
    """The files that an edit among `items` uses, as far as they may be read, and what an archive holds itself."""
    from nemovideo_mcp.interchange.media_references import Gathered
    from nemovideo_mcp.interchange.sent_along import gather_along

    if not any(named_type(str(item)) == "edit" for item in items if isinstance(item, Path)):
        return Gathered()
    return await gather_along(
        nemo,
        project.session_id,
        items,
        folder=folder,
        allowed=app.allowed.place,
        most_bytes=app.allowed.most_unpacked_bytes,
        on_bytes=on_bytes,
    )


def _next_step(items: Sequence[Path | str], names: Sequence[str], along: Gathered, language: str) -> str:
    """What an agent does with what was sent: an edit is opened, beats are used, anything else is spoken of."""
    given = names[len(along.files) :]
    for item, name in zip(items, given, strict=False):
        if not isinstance(item, Path) or len(given) != len(items):
            continue
        head = head_of(item)
        for key, op, is_one in (
            ("uploaded_beats_next", {"op": "set_beats", "media": name}, is_beats(item.name, head)),
            ("uploaded_edit_next", {"op": "open_edit", "media": name}, is_edit(item.name, head)),
        ):
            if is_one:
                return say(TOOLS, key, language, operation=json.dumps(op, ensure_ascii=False))
    return say(TOOLS, "uploaded_next", language)


async def send_edit(
    app: App,
    message: str,
    project: str | None,
    watch: Watch,
    *,
    idempotency_key: str = "",
    asking: Asking = NO_QUESTIONS,
) -> CallToolResult:
    """Send the user's words once; an edit that takes longer than hosts wait is asked after with `get_timeline`.

    `asking`: whether a question may be the answer, and which answers are known. The same words under the same
    `idempotency_key` are the same edit, and are answered again.
    """
    from nemovideo_mcp.conversation.turn import check_length

    check_length(message, app.language)
    if not message.strip():
        raise InvalidRequest(
            say(TOOLS, "no_message", app.language), hint=say(TOOLS, "no_message_hint", app.language)
        )
    language = language_of(message, otherwise=app.language)
    target = await app.project_to_fill(project, language=language)
    key, given = edit_key(target), idempotency_key.strip()
    # Who may ask the user is no part of the edit, the answers are.
    about = json.dumps([given, message, replace(asking, ask=None).to_body()])
    if (known := app.keyed.of(target.session_id, given, about)) is not None:
        return known
    before = ""
    if (running := app.background.find(key)) is not None:
        if not running.done.is_set():
            return result_of(still_working(target, running, unsent=running.about != about))
        if not is_lost_answer(running, given, about):
            # Nobody came for its outcome: the timeline shows what was done, and what failed is told now.
            before = previous_failure(running, language)
            app.background.forget(key)
    drop_second_stage(app, target)

    async def work(job: Job[Turn]) -> Turn:
        turn = await _turn(app, target, message, language, job, given, asking)
        if turn.export is None and turn.question is None:
            # Whoever takes the outcome, the one who sent the words may send them again.
            answer = _told(target, turn, await _words(app, turn))
            app.keyed.keep(target.session_id, given, about, answer)
        return turn

    job = app.background.start(key, work, language=language, about=about)
    if not await app.background.wait(key, watch):
        return result_of(still_working(target, job))
    turn: Turn = app.background.take(key, job)
    told = "\n".join(line for line in (before, await _words(app, turn)) if line)
    if turn.export is None:
        return _told(target, turn, told)
    answer = await _with_film(app, target, turn, told, watch)
    return app.keyed.keep(target.session_id, given, about, answer)


async def _words(app: App, turn: Turn) -> str:
    return told_of(turn, is_local=(await app.nemo()).backend.is_local)


def _told(project: Project, turn: Turn, told: str) -> CallToolResult:
    fields = edit_fields(together(turn.answers))
    return result_of(_edited(project, turn, told), more=[as_text(fields)] if fields else [])


def told_of(turn: Turn, *, is_local: bool) -> str:
    """What came of the words, with the timeline where it has changed. The cloud's own words are marked as such."""
    text = "\n".join(
        quoted(said.text) if said.by_backend and not is_local else said.text for said in turn.said
    )
    return f"{text}\n{turn.summary}" if turn.changed else text


def previous_failure(job: Job[Any], language: str) -> str:
    """Why an edit failed whose outcome nobody came for; nothing where it went well."""
    if isinstance(job.error, NemoError):
        return say(TOOLS, "edit_failed_before", language, error=job.error.what(language))
    return say(TOOLS, "edit_failed_before", language, error=str(job.error)) if job.error else ""


def _edited(project: Project, turn: Turn, told: str) -> EditAnswer:
    ideas = (
        say(TOOLS, "ideas", project.language, ideas=" · ".join(turn.next_steps)) if turn.next_steps else ""
    )
    answer = together(turn.answers)
    is_begun = turn.draft.get("t") or answer.get("question")
    return EditAnswer(
        message="\n".join(line for line in (told, ideas) if line),
        next_step=next_step_words(answer, project.language)
        if is_begun
        else say(TOOLS, "uploaded_next", project.language),
        status=status_of(answer),
        project=project.name,
        timeline=turn.summary,
        **edit_fields(answer),
    )


async def _with_film(app: App, project: Project, turn: Turn, told: str, watch: Watch) -> CallToolResult:
    """The export that the user's own words asked for, with what else came of them said before it."""
    from nemovideo_mcp.tools.exporting import export_video
    from nemovideo_mcp.tools.handover import hand_over

    path = turn.export.path if turn.export else None
    try:
        options = turn.export.options if turn.export else STANDARD
        if turn.export is not None and turn.export.editor:
            result = await hand_over(app, turn.export.editor, path, project.name)
        else:
            result = await export_video(app, path, project.name, watch, options=options)
    except NemoError as error:
        if not turn.text:
            raise
        said = f"{told}\n{error.what(project.language)}"
        # The message has been carried out: only the export is to be tried again, or asked for otherwise.
        refused = isinstance(error, InvalidRequest)
        again = say(TOOLS, "export_only_next", project.language)
        update = {"message": said, "next_step": error.next_step(project.language) if refused else again}
        return result_of(_edited(project, turn, told).model_copy(update=update))
    return told_before(result, told)


async def _turn(
    app: App, project: Project, message: str, language: str, job: Job[Turn], key: str, asking: Asking
) -> Turn:
    from nemovideo_mcp.conversation.turn import converse
    from nemovideo_mcp.protocol.events import Event, ToolProgress

    def show(event: Event) -> None:
        if isinstance(event, ToolProgress) and event.stage:
            job.note(event.stage, event.percent)

    async with app.forgetting(project):
        nemo = await app.nemo()
        turn = await converse(
            nemo,
            project.session_id,
            message,
            language=language,
            session_language=project.session_language,
            on_event=show,
            on_bytes=lambda name, done, total: job.note(name, 100 * done / max(total, 1)),
            choose_files=app.allowed.media,
            reading=app.reading,
            key=key or None,
            asking=asking,
        )
    (await app.book()).note_session_language(project, session_language(language))
    if turn.raw is not None:
        look_for_second_stage(app, project, turn.raw, language=language)
    return turn


def still_working(project: Project, job: Job[Any], *, unsent: bool = False) -> EditAnswer:
    """The answer while an edit goes on; with `unsent`, the new one was not begun."""
    return EditAnswer(
        message=say(TOOLS, "editing", project.language, stage=job.words),
        next_step=say(TOOLS, "unsent_next" if unsent else "editing_next", project.language),
        status="working",
        project=project.name,
    )
