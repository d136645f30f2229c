"""`export_video`: always answers within 45 s, with the film or with a handle of the export that goes on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mcp.types import CallToolResult, ResourceLink

from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.tools.app import App
from nemovideo_mcp.tools.background import Job, Watch
from nemovideo_mcp.tools.outputs import ExportAnswer, result_of
from nemovideo_mcp.tools.words import say

if TYPE_CHECKING:
    from nemovideo_mcp.client.projects import PendingExport, Project
    from nemovideo_mcp.protocol.models import RenderStatus

__all__ = ["export_video"]


@dataclass(frozen=True, kw_only=True)
class _Film:
    path: Path
    status: RenderStatus


async def export_video(
    app: App, output: str | None, project: str | None, job_id: str | None, watch: Watch
) -> CallToolResult:
    """Render the timeline as it stands, or wait on for the export `job_id`."""
    target = await _project_of(app, project, job_id)
    async with app.forgetting(target):
        pending = await _pending(app, target, output, job_id)
    key = f"export:{pending.job_id}"
    job = app.background.start(
        key, lambda job: _deliver(app, target, pending, job), stage=say("beginning", target.language)
    )
    if not await app.background.wait(key, watch):
        return result_of(_goes_on(target, pending, job))
    film: _Film = app.background.take(key)
    return _finished(target, film)


async def _project_of(app: App, wanted: str | None, job_id: str | None) -> Project:
    if job_id and not wanted:
        asked = (p for p in (await app.book()).all() if p.export and p.export.job_id == job_id.strip())
        if (found := next(asked, None)) is not None:
            return found
    return await app.project(wanted)


async def _pending(app: App, project: Project, output: str | None, job_id: str | None) -> PendingExport:
    """The export that is asked for: the one that runs if it shows the same timeline, else a new one."""
    from nemovideo_mcp.client.projects import PendingExport
    from nemovideo_mcp.conversation.delivery import draft_mark, may_go_on, submit
    from nemovideo_mcp.protocol.draft import is_exportable

    known = project.export
    if job_id:
        if known is None or known.job_id != job_id.strip():
            raise InvalidRequest(
                say("no_job", project.language, name=job_id), hint=say("no_job_hint", project.language)
            )
        return known
    nemo = await app.nemo()
    draft = (await nemo.state(project.session_id)).draft
    if not is_exportable(draft):
        raise InvalidRequest(
            say("nothing_made", project.language), hint=say("uploaded_next", project.language)
        )
    mark = draft_mark(draft)
    if known is not None and known.draft_mark == mark and not output:
        return known
    target = _target(output, project.name)
    if known is not None and known.draft_mark == mark and known.output == str(target):
        return known
    pending = PendingExport(render_id=nemo.new_render_id(), output=str(target), draft_mark=mark)
    book = await app.book()
    # Written down first: whatever happens in between, the export can be asked after.
    book.note_export(project, pending)
    try:
        await submit(nemo, project.session_id, draft, pending.render_id)
    except NemoError as error:
        if not may_go_on(error):
            book.note_export(project, None)
        raise
    return pending


async def _deliver(app: App, project: Project, pending: PendingExport, job: Job[_Film]) -> _Film:
    from nemovideo_mcp.conversation.delivery import free_output, may_go_on, render

    nemo, book = await app.nemo(), await app.book()
    draft = (await nemo.state(project.session_id)).draft

    def note(render_id: str) -> None:
        book.note_export(project, pending.under(render_id))

    def show(status: RenderStatus) -> None:
        job.note(status.stage or status.status, status.percent)

    try:
        status = await render(
            nemo,
            project.session_id,
            draft,
            render_id=pending.render_id,
            on_submit=note,
            on_status=show,
        )
        wanted = Path(pending.output)
        path = await nemo.download(status, free_output(wanted.parent, wanted.stem))
    except Exception as error:
        if not may_go_on(error):
            # It is over, and the next call starts anew.
            book.note_export(project, None)
        raise
    book.note_export(project, None)
    return _Film(path=path, status=status)


def _target(output: str | None, name: str) -> Path:
    """Where the film goes: what was asked for, else the working folder, else the user's home."""
    from nemovideo_mcp.client.download import prepare_output
    from nemovideo_mcp.client.files import plain_path
    from nemovideo_mcp.conversation.delivery import file_stem, film_path, free_output

    stem = file_stem(name)
    if output and output.strip():
        wanted = film_path(plain_path(output), stem=stem).absolute()
        target = free_output(wanted.parent, wanted.stem)
    else:
        here = Path.cwd()
        # Desktop hosts start their servers in the root folder, which is no place for a film.
        usable = here != Path(here.anchor) and os.access(here, os.W_OK)
        target = free_output(here if usable else Path.home(), stem)
    prepare_output(target, overwrite=False)
    return target


def _goes_on(project: Project, pending: PendingExport, job: Job[_Film]) -> ExportAnswer:
    return ExportAnswer(
        message=say("rendering", project.language, stage=job.words),
        next_step=say("rendering_next", project.language, job_id=pending.job_id),
        status="rendering",
        project=project.name,
        job_id=pending.job_id,
    )


def _finished(project: Project, film: _Film) -> CallToolResult:
    from nemovideo_mcp.timeline.receipt import Receipt

    size = film.path.stat().st_size
    receipt = Receipt.from_json(film.status.receipt) if film.status.receipt else None
    said = (
        [receipt.line(project.language), *(p.say(project.language) for p in receipt.problems)]
        if receipt
        else []
    )
    line = " ".join(said)
    duration_ms = receipt.duration_ms if receipt else None
    answer = ExportAnswer(
        message=say(
            "exported", project.language, path=film.path, size=f"{size / 1e6:.1f} MB", receipt=line
        ).strip(),
        next_step=say("exported_next", project.language),
        status="done",
        project=project.name,
        path=str(film.path),
        size_bytes=size,
        duration_s=duration_ms / 1000 if duration_ms is not None else film.status.duration,
        receipt=line or None,
    )
    link = ResourceLink(
        type="resource_link",
        name=film.path.name,
        uri=film.path.as_uri(),
        mime_type="video/mp4",
        size=size,
    )
    return result_of(answer, links=[link])
