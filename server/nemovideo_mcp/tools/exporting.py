"""The export tools: each answers within 45 s, with the film or with a handle of the export that goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from mcp.types import CallToolResult, ResourceLink

from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.background import Job, Watch
from nemovideo_mcp.tools.measuring import measured
from nemovideo_mcp.tools.outputs import CancelAnswer, ExportAnswer, result_of
from nemovideo_mcp.tools.places import free_place

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.deliveries import Delivery
    from nemovideo_mcp.client.projects import FinishedExport, PendingExport, Project, ProjectBook
    from nemovideo_mcp.protocol.models import RenderStatus

__all__ = ["cancel_export", "export_video", "wait_for_export"]


async def export_video(
    app: App,
    output: str | None,
    project: str | None,
    watch: Watch,
    *,
    srt: bool = False,
    options: ExportOptions = STANDARD,
) -> CallToolResult:
    """Render the timeline as it stands; an export of the same timeline that still runs is waited for.

    A film of that very timeline that stands at its place is the answer too: who asks again after a broken line, or
    after a kill, gets it once. `srt`: the captions are written beside the film, before it is there.
    """
    from nemovideo_mcp.client.projects import FinishedExport

    target = await app.project(project)
    # One after the other: each counts those that were begun before it.
    async with app.exporting, app.forgetting(target):
        target = (await app.book()).find(target.session_id) or target
        pending = await _pending(app, target, output, options)
    if isinstance(pending, CallToolResult):
        return pending
    place = Path(pending.path if isinstance(pending, FinishedExport) else pending.output)
    said = await _captions_beside(app, target, place) if srt else ""
    if isinstance(pending, FinishedExport):
        return await _finished(app, target, pending, said=said)
    return await _awaited(app, target, pending, watch, said=said)


async def _captions_beside(app: App, project: Project, film: Path) -> str:
    """Write the captions of the film beside it, and say where; they are those of the timeline as it stands."""
    from nemovideo_mcp.conversation.captions_file import srt_beside

    draft = (await (await app.nemo()).state(project.session_id)).draft
    place = await anyio.to_thread.run_sync(srt_beside, draft, film)
    if place is None:
        return say(TOOLS, "no_captions", project.language)
    return say(TOOLS, "captions_written", project.language, path=app.shown(place))


async def wait_for_export(app: App, job_id: str | None, project: str | None, watch: Watch) -> CallToolResult:
    """Wait for an export that was asked for before, by this process or another; without `job_id`, for the last one."""
    target = await _project_of(app, project, job_id)
    wanted = (job_id or "").strip()
    pending = target.pending(wanted) if wanted else target.export
    if pending is not None:
        return await _awaited(app, target, pending, watch)
    film = target.film(wanted) if wanted else next(iter(target.films[-1:]), None)
    if film is None:
        raise _no_such_job(wanted, target.language)
    return await _finished(app, target, film)


async def cancel_export(app: App, job_id: str | None, project: str | None) -> CallToolResult:
    """Stop an export, and come back when it has stopped."""
    target = await _project_of(app, project, job_id)
    wanted = (job_id or "").strip()
    pending = target.pending(wanted) if wanted else target.export
    if pending is None:
        raise _no_such_job(wanted, target.language)
    nemo = await app.nemo()
    await nemo.render_cancel(pending.render_id)
    (await app.book()).end_export(target, pending.job_id)
    # Whoever waits for it hears of the cancellation; nobody has to take it.
    app.background.forget(_key(pending))
    answer = CancelAnswer(
        message=say(TOOLS, "cancelled", target.language, job_id=pending.job_id),
        next_step=say(TOOLS, "timeline_next", target.language),
        status="cancelled",
        project=target.name,
        job_id=pending.job_id,
    )
    return result_of(answer)


def _no_such_job(job_id: str, language: str) -> InvalidRequest:
    if job_id:
        return InvalidRequest(
            say(TOOLS, "no_job", language, name=job_id), hint=say(TOOLS, "no_job_hint", language)
        )
    return InvalidRequest(
        say(TOOLS, "nothing_runs", language), hint=say(TOOLS, "nothing_runs_hint", language)
    )


def _key(pending: PendingExport) -> str:
    return f"export:{pending.job_id}"


async def _project_of(app: App, wanted: str | None, job_id: str | None) -> Project:
    """The project of an export, whichever is the current one."""
    if job_id and not wanted:
        key = job_id.strip()
        known = (p for p in (await app.book()).all() if p.pending(key) or p.film(key))
        if (found := next(known, None)) is not None:
            return found
    return await app.project(wanted)


async def _pending(
    app: App, project: Project, output: str | None, options: ExportOptions
) -> PendingExport | FinishedExport | CallToolResult:
    """The export that is asked for: the one that runs if it shows the same timeline, or its film, else a new one.

    An answer in its stead where nobody knows whether the backend has taken it: then it is kept, and can be asked after.
    """
    from nemovideo_mcp.client.projects import PendingExport
    from nemovideo_mcp.conversation.delivery import draft_mark, film_stem, may_go_on, submit
    from nemovideo_mcp.protocol.draft import is_exportable

    nemo = await app.nemo()
    draft = (await nemo.state(project.session_id)).draft
    if not is_exportable(draft):
        raise InvalidRequest(
            say(TOOLS, "nothing_made", project.language), hint=say(TOOLS, "uploaded_next", project.language)
        )
    mark = draft_mark(draft, options)
    stem = film_stem(project.name, options)
    wanted = _wanted(app, output, stem)
    for export in reversed(project.exports):
        if export.draft_mark == mark and _is_meant(export.output, wanted):
            return export
    for film in reversed(project.films):
        if film.draft_mark == mark and _is_meant(film.path, wanted) and await _still_stands(film):
            return film
    target = free_place(app, wanted, stem)
    app.admit_export(app.background.running("export:"))
    pending = PendingExport(
        render_id=nemo.new_render_id(), output=str(target), draft_mark=mark, options=options.as_json()
    )
    book = await app.book()
    # Written down first: whatever happens in between, the export can be asked after.
    book.note_export(project, pending)
    try:
        named = await submit(nemo, project.session_id, draft, pending.render_id, options)
    except NemoError as error:
        if may_go_on(error):
            return _failed(project, pending, error)
        book.end_export(project, pending.job_id)
        raise
    if named != pending.render_id:
        pending = pending.under(named)
        book.note_export(project, pending)
    return pending


async def _awaited(
    app: App, project: Project, pending: PendingExport, watch: Watch, *, said: str = ""
) -> CallToolResult:
    key = _key(pending)
    job = app.background.start(
        key, lambda job: _deliver(app, project, pending, job), language=project.language
    )
    if not await app.background.wait(key, watch):
        return result_of(_goes_on(project, pending, job, said))
    # A failure is told once: the next call asks again.
    app.background.forget(key)
    try:
        film: FinishedExport = job.outcome()
    except NemoError as error:
        return _failed(project, pending, error)
    return await _finished(app, project, film, said=said)


def _failed(project: Project, pending: PendingExport, error: NemoError) -> CallToolResult:
    """The answer of an export that failed, with its id where asking again goes on with it."""
    from nemovideo_mcp.conversation.delivery import may_go_on

    language, goes_on = project.language, may_go_on(error)
    again = say(TOOLS, "export_goes_on", language, job_id=pending.job_id) if goes_on else ""
    answer = ExportAnswer(
        message=error.what(language),
        next_step=f"{error.next_step(language)} {again}".strip(),
        error=type(error).__name__,
        project=project.name,
        job_id=pending.job_id if goes_on else None,
    )
    return result_of(answer, is_error=True)


async def _deliver(
    app: App, project: Project, pending: PendingExport, job: Job[FinishedExport]
) -> FinishedExport:
    """Wait for the film and fetch it, once, whichever of the user's programs are waiting for it."""
    from nemovideo_mcp.client.storage import alone
    from nemovideo_mcp.conversation.delivery import file_stem, may_go_on, render
    from nemovideo_mcp.protocol.export_options import export_options

    nemo, book = await app.nemo(), await app.book()
    draft = (await nemo.state(project.session_id)).draft

    def note(render_id: str) -> None:
        book.note_export(project, pending.under(render_id))

    def show(status: RenderStatus) -> None:
        # What waits is not at 0 %: it has a place in the queue, which its stage tells.
        percent = None if status.status == "pending" else status.percent
        job.note(status.stage or status.status, percent)

    try:
        status = await render(
            nemo,
            project.session_id,
            draft,
            render_id=pending.render_id,
            options=export_options(pending.options),
            on_submit=note,
            on_status=show,
        )
        async with alone(app.paths.data / "deliveries" / file_stem(project.name)):
            known = book.find(project.session_id) or project
            film = known.film(pending.job_id)
            if film is None or not Path(film.path).is_file():
                begun = known.pending(pending.job_id) or pending
                film = await _fetched(nemo, book, project, begun, status)
                book.end_export(project, pending.job_id, film)
    except Exception as error:
        if not may_go_on(error):
            # It is over, and the next call starts anew.
            book.end_export(project, pending.job_id)
        raise
    return film


async def _fetched(
    nemo: NemoClient, book: ProjectBook, project: Project, pending: PendingExport, status: RenderStatus
) -> FinishedExport:
    from nemovideo_mcp.client.projects import FinishedExport
    from nemovideo_mcp.conversation.delivery import deliver
    from nemovideo_mcp.views.receipt import Receipt

    noted = pending.delivery

    def note(delivery: Delivery) -> None:
        nonlocal noted
        noted = delivery
        book.note_delivery(project, pending.job_id, delivery)

    path = await deliver(
        nemo,
        project.session_id,
        status,
        Path(pending.output),
        begun=pending.delivery,
        on_delivery=note,
    )
    receipt = Receipt.from_json(status.receipt) if status.receipt else await measured(path)
    language = project.language
    said = (
        [receipt.line(language), *receipt.remarks(language), *(p.say(language) for p in receipt.problems)]
        if receipt
        else []
    )
    return FinishedExport(
        job_id=pending.job_id,
        path=str(path),
        words=" ".join(said),
        duration_s=receipt.duration_ms / 1000 if receipt else status.duration,
        draft_mark=pending.draft_mark,
        delivery=noted,
    )


def _wanted(app: App, output: str | None, stem: str) -> Path | None:
    """The place that was asked for, whether or not a file has it; None where none was."""
    from nemovideo_mcp.client.files import plain_path
    from nemovideo_mcp.client.outputs import named_output
    from nemovideo_mcp.conversation.delivery import film_path

    if not output or not output.strip():
        return None
    given = named_output(str(app.allowed.place(plain_path(output))))
    return given / f"{stem}.mp4" if given.is_dir() else film_path(given, stem=stem)


def _is_meant(place: str, wanted: Path | None) -> bool:
    """Whether a film at `place` is where it was asked for; anywhere will do where nothing was said."""
    from nemovideo_mcp.conversation.delivery import is_place_for

    return wanted is None or is_place_for(Path(place), wanted)


async def _still_stands(film: FinishedExport) -> bool:
    return film.delivery is not None and await anyio.to_thread.run_sync(film.delivery.is_done)


def _goes_on(project: Project, pending: PendingExport, job: Job[FinishedExport], said: str) -> ExportAnswer:
    return ExportAnswer(
        message=f"{say(TOOLS, 'rendering', project.language, stage=job.words)} {said}".strip(),
        next_step=say(TOOLS, "rendering_next", project.language, job_id=pending.job_id),
        status="rendering",
        project=project.name,
        job_id=pending.job_id,
    )


async def _finished(app: App, project: Project, film: FinishedExport, *, said: str = "") -> CallToolResult:
    path = Path(film.path)
    if not path.is_file():
        raise InvalidRequest(
            say(TOOLS, "film_gone", project.language, path=app.shown(path)),
            hint=say(TOOLS, "no_job_hint", project.language),
        )
    size = path.stat().st_size
    megabytes = f"{size / 1e6:.1f} MB"
    shown = app.shown(path)
    claim = await _claim_link(await app.nemo(), project)
    message = say(TOOLS, "exported", project.language, path=shown, size=megabytes, receipt=film.words).strip()
    message = f"{message} {said}".strip()
    answer = ExportAnswer(
        message=f"{message}\n{say(TOOLS, 'claim', project.language, link=claim)}" if claim else message,
        next_step=say(TOOLS, "exported_next", project.language),
        status="done",
        project=project.name,
        job_id=film.job_id,
        path=shown,
        size_bytes=size,
        duration_s=film.duration_s,
        receipt=film.words or None,
        claim_link=claim,
    )
    seconds = f"{film.duration_s:.1f} s" if film.duration_s else ""
    link = ResourceLink(
        type="resource_link",
        name=path.name,
        uri=app.link_of(path),
        description=" · ".join(part for part in (shown, megabytes, seconds, film.words) if part),
        mime_type="video/mp4",
        size=size,
    )
    return result_of(answer, more=[link])


async def _claim_link(nemo: NemoClient, project: Project) -> str | None:
    """Where a person takes a project of the cloud over; what is local has no such place."""
    from nemovideo_mcp.protocol.models import Session

    if nemo.backend.is_studio or not project.task_id:
        return None
    try:
        return await nemo.claim_link(Session(session_id=project.session_id, task_id=project.task_id))
    except NemoError:
        # The film is there; that it cannot be claimed is no reason to call the export a failure.
        return None
