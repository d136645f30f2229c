"""What `make` and `chat` do for a project, with the progress shown: upload, edit, export, measure."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio

from nemovideo_mcp.cli.progress import Display
from nemovideo_mcp.cli.report import Usage, receipt_lines
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.deliveries import Delivery
from nemovideo_mcp.client.files import OnLeftOut
from nemovideo_mcp.client.handover import kind_of
from nemovideo_mcp.client.known_projects import completed, find_project
from nemovideo_mcp.client.outputs import prepare_output
from nemovideo_mcp.client.projects import FinishedExport, PendingExport, Project, ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.delivery import draft_mark, export_to, is_place_for, may_go_on
from nemovideo_mcp.conversation.edits import edit, words_in
from nemovideo_mcp.errors import EditRefused, InvalidRequest, NemoError
from nemovideo_mcp.file_types import head_of, is_edit
from nemovideo_mcp.language.detect import language_of, session_language
from nemovideo_mcp.messages.catalogue import say, words_of
from nemovideo_mcp.messages.commands import COMMANDS
from nemovideo_mcp.messages.conversation import RECOVERY
from nemovideo_mcp.messages.interchange import INTERCHANGE
from nemovideo_mcp.protocol.events import Event, ToolProgress
from nemovideo_mcp.protocol.models import RenderStatus
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.temporary import clear_left
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.views.receipt import Receipt

if TYPE_CHECKING:
    from nemovideo_mcp.conversation.turn import Turn
    from nemovideo_mcp.interchange.media_references import Gathered

__all__ = ["Sent", "Work", "check_no_editor", "film_lines", "opened_project"]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was sent: the names under which it is kept, and of edits among it the names of the files that they use.

    `taken_out` are those that were taken out of each archive; `lines` tell what was sent along and what was not found.
    """

    names: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    taken_out: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Work:
    """A backend, the user's projects on it, and where progress is shown. All raise from the tree in `errors`."""

    nemo: NemoClient
    book: ProjectBook
    display: Display
    language: str

    async def connect(self) -> None:
        """Find or start the backend."""
        self.display.stage(
            say(COMMANDS, "connecting" if self.nemo.backend.is_local else "connecting_cloud", self.language)
        )
        # What a command that was killed has left.
        await anyio.to_thread.run_sync(clear_left, [None, *self.book.film_folders()])
        await self.nemo.connect()

    async def new_project(self, name: str, *, language: str | None = None) -> Project:
        """An empty project of that name, or the name with a number where it is taken; `language` is the user's."""
        # The studio knows it by the same name.
        name = (await completed(self.nemo, self.book)).free_name(name)
        tag = session_language(language or self.language)
        session = await self.nemo.create_session(name=name, language=tag)
        made = Project(
            name=name,
            session_id=session.session_id,
            task_id=session.task_id,
            backend=self.nemo.backend.key,
            language=language or self.language,
            session_language=tag,
        )
        return self.book.add(made)

    async def known_project(self, wanted: str) -> Project | None:
        """The project of that name, if the book or the studio has one."""
        return await find_project(self.nemo, self.book, wanted)

    async def _along(self, project: Project, items: Sequence[Path | str], folder: Path) -> Gathered | None:
        """The files, of this machine or in an archive itself, that an edit among `items` uses and the project has not.

        What is taken out of an archive is put into `folder`.
        """
        if not any(isinstance(item, Path) and is_edit(item.name, head_of(item)) for item in items):
            return None
        # Loaded only where there is one: the readers of edits take a fifth of a second.
        from nemovideo_mcp.interchange.sent_along import gather_along

        def show(name: str, done: int, total: int) -> None:
            self.display.stage(say(COMMANDS, "unpacking", self.language))
            self._show_bytes(name, done, total)

        return await gather_along(
            self.nemo, project.session_id, items, folder=folder / "unpacked", on_bytes=show
        )

    async def upload(
        self, project: Project, items: Sequence[Path | str], folder: Path, *, on_left_out: OnLeftOut
    ) -> Sent:
        """Send files and links, and what edits among them use; `folder` is for the time being."""
        along = await self._along(project, items, folder)
        if along is not None:
            for error in along.refused:
                on_left_out(error)
            items = [*along.files, *items]
        only_links = all(isinstance(item, str) for item in items)
        self.display.stage(say(COMMANDS, "fetching" if only_links else "uploading", self.language))
        sent = await self.nemo.upload(
            project.session_id, items, on_bytes=self._show_bytes, on_left_out=on_left_out
        )
        names = tuple(file.filename or file.cdn_url for file in sent)
        if along is None:
            return Sent(names=names)
        from nemovideo_mcp.interchange.sent_along import along_lines

        lines = along_lines(along, language=self.language)
        return Sent(names=names, used=along.used, taken_out=along.taken_out, lines=lines)

    async def edit(
        self, project: Project, message: str, *, patient: bool = False, asking: Asking = NO_QUESTIONS
    ) -> Turn:
        """One turn of the conversation; an export that it asks for is left to the caller.

        `patient`: a film is made of what comes of it, so that a change that comes late is waited for.
        """
        # Loaded while the studio looks at what was uploaded: all that understands words takes a fifth of a second.
        from nemovideo_mcp.conversation.turn import converse

        self.display.stage(say(COMMANDS, "thinking", self.language))
        language = language_of(message, otherwise=self.language)
        project = self.book.find(project.name) or project
        turn = await converse(
            self.nemo,
            project.session_id,
            message,
            language=language,
            session_language=project.session_language,
            on_event=self._show_event,
            on_wait=lambda _: self.display.line(say(RECOVERY, "still_working", language)),
            on_bytes=self._show_bytes,
            patient=patient,
            asking=asking,
        )
        self.book.note_session_language(project, session_language(language))
        return turn

    async def apply(self, project: Project, operations: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Carry operations out. Raises `EditRefused` where one of them cannot be done; then none is."""
        self.display.stage(say(COMMANDS, "thinking", self.language))
        answer = await edit(
            self.nemo,
            project.session_id,
            operations,
            language=self.language,
            author="user",
            on_event=self._show_event,
            on_wait=lambda _: self.display.line(say(RECOVERY, "still_working", self.language)),
        )
        if answer.get("done"):
            return answer
        message = words_in(answer)
        # What the studio says ends with what to do next.
        raise EditRefused(detail={"en": message, "zh": message}, hint="")

    async def delivered(
        self,
        project: Project,
        draft: Mapping[str, Any],
        wanted: Path,
        options: ExportOptions = STANDARD,
    ) -> Path | None:
        """Where a film of this very timeline stands that was put at `wanted`, or at that name with a number.

        Whoever asks again, because a process was killed before it could say so, gets that one.
        """
        known = self.book.find(project.session_id) or project
        for delivery in known.deliveries_of(draft_mark(draft, options)):
            place = Path(delivery.path)
            if is_place_for(place, wanted.absolute()) and await anyio.to_thread.run_sync(delivery.is_done):
                return place
        return None

    async def export(
        self,
        project: Project,
        draft: Mapping[str, Any],
        target: Path,
        *,
        overwrite: bool = False,
        options: ExportOptions = STANDARD,
        full_receipt: bool = False,
    ) -> Receipt:
        """Export to `target`, or take up the export of the same timeline that a process began which was killed.

        A film of this timeline that stands there already stays. The receipt is the studio's own; a film from elsewhere
        is measured here, and so is any film with `full_receipt`, by decoding all of it.
        """
        mark, place = draft_mark(draft, options), target.absolute()
        known = self.book.find(project.session_id) or project
        begun = next((e for e in reversed(known.exports) if e.draft_mark == mark), None)
        if await self.delivered(project, draft, target, options) == place:
            status = await self._status_of(begun)
        else:
            prepare_output(place, overwrite=overwrite)
            begun, status = await self._exported(
                project, draft, place, begun=begun, overwrite=overwrite, options=options
            )
        receipt = await self._receipt(None if full_receipt else status, place)
        if begun is not None:
            film = FinishedExport(
                job_id=begun.job_id,
                path=str(place),
                words=receipt.line(self.language),
                duration_s=receipt.duration_ms / 1000,
                draft_mark=mark,
                delivery=begun.delivery,
            )
            self.book.end_export(project, begun.job_id, film)
        return receipt

    async def _exported(
        self,
        project: Project,
        draft: Mapping[str, Any],
        place: Path,
        *,
        begun: PendingExport | None,
        overwrite: bool,
        options: ExportOptions,
    ) -> tuple[PendingExport, RenderStatus]:
        export = begun or PendingExport(
            render_id="",
            output=str(place),
            draft_mark=draft_mark(draft, options),
            options=options.as_json(),
        )

        def note(render_id: str) -> None:
            nonlocal export
            export = export.under(render_id) if export.render_id else replace(export, render_id=render_id)
            self.book.note_export(project, export)

        def note_delivery(delivery: Delivery) -> None:
            nonlocal export
            export = replace(export, delivery=delivery)
            self.book.note_export(project, export)

        try:
            status = await export_to(
                self.nemo,
                project.session_id,
                draft,
                place,
                overwrite=overwrite,
                render_id=export.render_id or None,
                options=options,
                on_submit=note,
                on_status=self._show_status,
                on_bytes=self._show_saving,
                on_delivery=note_delivery,
            )
        except BaseException as error:
            if export.render_id and not may_go_on(error):
                self.book.end_export(project, export.job_id)
            raise
        return export, status

    async def _status_of(self, begun: PendingExport | None) -> RenderStatus | None:
        """What the backend says of an export whose film is there; nothing where it knows it no more."""
        if begun is None:
            return None
        try:
            return await self.nemo.render_status(begun.render_id)
        except NemoError:
            return None

    async def _receipt(self, status: RenderStatus | None, target: Path) -> Receipt:
        if status is not None and status.receipt:
            return Receipt.from_json(status.receipt)
        from nemovideo_mcp.cli.measure import measure_film

        self.display.stage(say(COMMANDS, "measuring", self.language))
        return await anyio.to_thread.run_sync(measure_film, target)

    def _show_bytes(self, _: str, done: int, total: int) -> None:
        self.display.update(100 * done / max(total, 1))

    def _show_event(self, event: Event) -> None:
        if isinstance(event, ToolProgress) and event.stage:
            self.display.stage(event.stage)
            self.display.update(event.percent)

    def _show_status(self, status: RenderStatus) -> None:
        self.display.stage(say(COMMANDS, "rendering", self.language))
        self.display.update(status.percent, "" if status.finished else status.stage)

    def _show_saving(self, done: int, total: int | None) -> None:
        self.display.stage(say(COMMANDS, "downloading", self.language))
        self.display.update(100 * done / total if total else None)


def film_lines(target: Path, receipt: Receipt, language: str) -> tuple[str, ...]:
    """Where the film is, how large it is, and what was measured on it."""
    megabytes = target.stat().st_size / 1e6
    return (f"{target} ({megabytes:.1f} MB)", *receipt_lines(receipt, language))


def check_no_editor(editor: str, project: str) -> None:
    """Raise `InvalidRequest`, with the command that writes it, where words ask for a project for another editor."""
    if editor:
        name = shlex.quote(project)
        raise InvalidRequest(
            detail=words_of(INTERCHANGE, "is_command").pair(),
            hint=words_of(INTERCHANGE, "is_command_hint", project=name, kind=kind_of(editor)).pair(),
        )


@asynccontextmanager
async def opened_project(options: argparse.Namespace) -> AsyncGenerator[tuple[NemoClient, Project]]:
    """The backend and the project that a command names, the current one, or the only one.

    Raises:
        Usage: where none of these is there.
    """
    language: str = options.language
    async with NemoClient.from_env(backend=options.backend, language=language) as nemo:
        book = await completed(nemo, ProjectBook(Paths.from_env(os.environ), backend=nemo.backend.key))
        known = book.all()
        alone = known[0] if len(known) == 1 else None
        wanted: str | None = options.project
        project = await find_project(nemo, book, wanted) if wanted else book.current() or alone
        if project is None:
            names = ", ".join(one.name for one in known[-5:]) or "-"
            said = "no_project" if options.project else "which_project"
            raise Usage(
                say(COMMANDS, said, language, name=options.project),
                hint=say(COMMANDS, "known_projects", language, names=names),
            )
        yield nemo, project
