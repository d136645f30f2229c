"""`upload_media` and `send_edit`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mcp.types import CallToolResult

from nemovideo_mcp.conversation.language import language_of
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.background import Job, Watch
from nemovideo_mcp.tools.outputs import EditAnswer, UploadAnswer, result_of, told_before
from nemovideo_mcp.tools.words import say

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import Project
    from nemovideo_mcp.conversation.turn import Turn

__all__ = ["edit_key", "send_edit", "upload_media"]


def edit_key(project: Project) -> str:
    """The one edit that a project may have under way."""
    return f"edit:{project.session_id}"


async def upload_media(app: App, files: str | list[str], project: str | None, watch: Watch) -> CallToolResult:
    """Check all files, then send them; links are fetched by the backend."""
    from nemovideo_mcp.client.files import as_list, checked

    given = as_list(_listed(files))
    if not given:
        raise InvalidRequest(say("no_files", app.language), hint=say("no_files_hint", app.language))
    items = checked(given)
    target = await app.project_to_fill(project, language=app.language)
    language = target.language
    key = f"upload:{target.session_id}:{json.dumps([str(item) for item in items])}"

    async def work(job: Job[list[str]]) -> list[str]:
        nemo = await app.nemo()

        def count(name: str, done: int, total: int) -> None:
            job.note(name, 100 * done / max(total, 1))

        async with app.forgetting(target):
            sent = await nemo.upload(target.session_id, items, on_bytes=count)
        return [file.filename or file.cdn_url for file in sent]

    job = app.background.start(key, work, stage=say("beginning", language))
    if not await app.background.wait(key, watch):
        answer = UploadAnswer(
            message=say("uploading", language, stage=job.words),
            next_step=say("uploading_next", language),
            status="working",
            project=target.name,
        )
        return result_of(answer)
    names: list[str] = app.background.take(key)
    answer = UploadAnswer(
        message=say("uploaded", language, n=len(names), names=", ".join(names)),
        next_step=say("uploaded_next", language),
        status="done",
        project=target.name,
        files=names,
    )
    return result_of(answer)


async def send_edit(app: App, message: str, project: str | None, watch: Watch) -> CallToolResult:
    """Send the user's words once; an edit that takes longer than hosts wait is asked after with `get_timeline`."""
    if not message.strip():
        raise InvalidRequest(say("no_message", app.language), hint=say("no_message_hint", app.language))
    language = language_of(message, otherwise=app.language)
    target = await app.project_to_fill(project, language=language)
    if target.language != language:
        target = replace(target, language=language)
        (await app.book()).keep(target)
    key = edit_key(target)
    if (running := app.background.find(key)) is not None and not running.done.is_set():
        return result_of(_still_working(target, running))
    if running is not None:
        # Nobody came for its outcome, and the new message is an answer to what the timeline shows.
        _forget(app, key)
    job = app.background.start(
        key, lambda job: _turn(app, target, message, language, job), stage=say("beginning", language)
    )
    if not await app.background.wait(key, watch):
        return result_of(_still_working(target, job))
    turn: Turn = app.background.take(key)
    if turn.export is not None:
        return await _with_film(app, target, turn, watch)
    return result_of(_edited(target, turn))


def _edited(project: Project, turn: Turn) -> EditAnswer:
    ideas = say("ideas", project.language, ideas=" · ".join(turn.next_steps)) if turn.next_steps else ""
    return EditAnswer(
        message="\n".join(line for line in (_told(turn), ideas) if line),
        next_step=say("edited_next", project.language),
        status="done",
        project=project.name,
        timeline=turn.summary,
    )


async def _with_film(app: App, project: Project, turn: Turn, watch: Watch) -> CallToolResult:
    """The export that the user's own words asked for, with what else came of them said before it."""
    from nemovideo_mcp.tools.exporting import export_video

    path = turn.export.path if turn.export else None
    try:
        result = await export_video(app, path, project.name, None, watch)
    except NemoError as error:
        if not turn.text:
            raise
        said = f"{_told(turn)}\n{error.what(project.language)}"
        update = {"message": said, "next_step": error.next_step(project.language)}
        return result_of(_edited(project, turn).model_copy(update=update))
    return told_before(result, _told(turn))


def _told(turn: Turn) -> str:
    """What came of the words, with the timeline where it has changed."""
    return f"{turn.text}\n{turn.summary}" if turn.changed else turn.text


async def _turn(app: App, project: Project, message: str, language: str, job: Job[Turn]) -> Turn:
    from nemovideo_mcp.conversation.recovery import STILL_WORKING
    from nemovideo_mcp.conversation.turn import converse
    from nemovideo_mcp.protocol.events import Event, ToolProgress

    def show(event: Event) -> None:
        if isinstance(event, ToolProgress) and event.stage:
            job.note(event.stage if event.percent is None else f"{event.stage} {event.percent:.0f}%")

    def still(seconds: float) -> None:
        del seconds
        job.note(STILL_WORKING[language])

    async with app.forgetting(project):
        nemo = await app.nemo()
        return await converse(
            nemo,
            project.session_id,
            message,
            language=language,
            on_event=show,
            on_wait=still,
            on_raw=job.note,
            on_bytes=lambda name, done, total: job.note(name, 100 * done / max(total, 1)),
        )


def _still_working(project: Project, job: Job[Any]) -> EditAnswer:
    return EditAnswer(
        message=say("editing", project.language, stage=job.words),
        next_step=say("editing_next", project.language),
        status="working",
        project=project.name,
    )


def _forget(app: App, key: str) -> None:
    job = app.background.find(key)
    if job is not None and job.error is None:
        app.background.take(key)


def _listed(files: str | list[str]) -> str | list[str]:
    """Some hosts send a list as its JSON text."""
    if isinstance(files, str) and files.lstrip().startswith("["):
        try:
            found: object = json.loads(files)
        except ValueError:
            return files
        if isinstance(found, list):
            return [str(item) for item in found]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return files
