"""`nemovideo make`: clips in, words, a film out, and the measured receipt."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import anyio

from nemovideo_mcp.cli.arguments import EXAMPLE
from nemovideo_mcp.cli.progress import Display, open_display
from nemovideo_mcp.cli.questions import asked_for
from nemovideo_mcp.cli.report import EXIT_INTERRUPTED, Usage, print_json
from nemovideo_mcp.cli.work import Sent, Work, check_no_editor, film_lines
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.backend import choose_backend
from nemovideo_mcp.client.files import checked
from nemovideo_mcp.client.outputs import check_not_input, free_output, named_output, prepare_output
from nemovideo_mcp.client.projects import Project, ProjectBook
from nemovideo_mcp.client.selection import sent_names, shown_name
from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.captions_file import srt_beside
from nemovideo_mcp.conversation.delivery import film_path
from nemovideo_mcp.conversation.edits import words_in
from nemovideo_mcp.conversation.left_out import left_out_lines
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.file_types import head_of, is_beats, is_edit, named_type, type_of_head
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.commands import COMMANDS
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.protocol.draft import is_exportable
from nemovideo_mcp.protocol.export_options import export_options
from nemovideo_mcp.protocol.questions import Asking
from nemovideo_mcp.temporary import temporary_folder
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.views.receipt import Receipt
from nemovideo_mcp.views.summary import summary_line

__all__ = ["run"]


@dataclass(kw_only=True)
class _Job:
    """What was asked for, and how far it has come."""

    items: tuple[Path | str, ...]
    folder: Path
    left_out: list[NemoError]
    messages: tuple[str, ...]
    kinds: Mapping[str, str]
    edits: tuple[Sequence[Mapping[str, Any]], ...]
    target: Path
    export: ExportOptions
    options: argparse.Namespace
    language: str
    project: Project | None = None
    sent: Sent = field(default_factory=Sent)
    replies: list[str] = field(default_factory=list[str])
    draft: dict[str, Any] = field(default_factory=dict[str, Any])


def run(options: argparse.Namespace) -> int:
    """Do the whole job; 130 if the user breaks it off, with the project kept."""
    with temporary_folder() as folder:
        job = _planned(options, folder)
        with closing(open_display(as_json=options.json)) as display:
            try:
                if options.sample:
                    job.items = _sample(folder, display, job.language)
                receipt = anyio.run(_make, job, display)
            except KeyboardInterrupt:
                display.close()
                _say_goodbye(job)
                return EXIT_INTERRUPTED
            except NemoError as error:
                # Options that the film does not suit are not asked for again.
                unsuited = isinstance(error, InvalidRequest) and job.export != STANDARD
                if job.project is not None and is_exportable(job.draft) and not unsuited:
                    error.add_note(say(COMMANDS, "go_on", job.language, command=_command(job, job.project)))
                raise
            display.close()
            captions = srt_beside(job.draft, job.target.absolute()) if options.srt else None
            _show_result(job, receipt, display, captions)
    return 0


def _planned(options: argparse.Namespace, folder: Path) -> _Job:
    """All that can be found wrong before any work is done is found here."""
    language: str = options.language
    if options.messages and not options.language_is_chosen:
        language = language_of(options.messages[-1], otherwise=language)
    if not options.files and not options.sample and not options.project:
        hint = say(COMMANDS, "no_clips_hint", language, example=EXAMPLE)
        raise Usage(say(COMMANDS, "no_clips", language), hint=hint)
    if options.files and options.sample:
        raise Usage(say(COMMANDS, "both_sample", language), hint="nemovideo make --sample -o sample.mp4")
    left_out: list[NemoError] = []
    items = tuple(checked(options.files, on_left_out=left_out.append))
    stem = _stem(options)
    given: str | None = options.output
    target = free_output(Path(), stem) if given is None else film_path(named_output(given), stem=stem)
    inputs = [item for item in items if isinstance(item, Path)]
    if not _is_film_of_project(options, target.absolute()):
        prepare_output(target.absolute(), overwrite=options.overwrite, inputs=inputs)
    # An edit of another program is opened, beats are used: nothing is to be combined because of them.
    kinds = {name: _kind_of(item) for item, name in zip(items, _names(items), strict=True)}
    adds_media = options.sample or (
        "edit" not in kinds.values() and any(kind != "beats" for kind in kinds.values())
    )
    # Words whose bytes are in another encoding become text, as everything that is sent.
    default = "default_with_song" if list(kinds.values()).count("audio") == 1 else "default_message"
    messages = tuple(map(shown_name, options.messages)) or (
        (say(COMMANDS, default, language),) if adds_media else ()
    )
    return _Job(
        items=items,
        folder=folder,
        left_out=left_out,
        messages=messages,
        kinds=kinds,
        edits=tuple(map(_read_checked, options.edits)),
        target=target,
        export=export_options(
            {
                "quality": options.quality,
                "codec": options.codec,
                "platform": options.platform,
                "hardware": options.hardware,
            }
        ),
        options=options,
        language=language,
    )


def _names(items: Sequence[Path | str]) -> list[str]:
    """What files and links are called in the project."""
    paths = [item.absolute() for item in items if isinstance(item, Path)]
    names = iter(sent_names(paths))
    return [next(names) if isinstance(item, Path) else item for item in items]


def _kind_of(item: Path | str) -> str:
    """The kind of what is given, by its content; of a link, by its name."""
    if isinstance(item, str):
        return named_type(item) or ""
    head = head_of(item)
    if is_beats(item.name, head):
        return "beats"
    if is_edit(item.name, head):
        return "edit"
    found = type_of_head(head)
    return found.kind if found is not None else named_type(item.name) or ""


def _stem(options: argparse.Namespace) -> str:
    """What a film is called that nobody has given a name."""
    return "sample" if options.sample else f"nemovideo-{date.today().isoformat()}"


def _is_film_of_project(options: argparse.Namespace, place: Path) -> bool:
    """Whether only an export is asked for, and what stands at `place` is a film of the project.

    It is of the timeline as it stands where the process that put it there was killed before it could say so.
    """
    if not options.project or options.files or options.sample or options.messages or options.edits:
        return False
    book = ProjectBook(Paths.from_env(os.environ), backend=choose_backend(options.backend).key)
    known = book.find(options.project)
    return known is not None and any(
        one.delivery is not None and one.delivery.path == str(place) and one.delivery.is_done()
        for one in (*known.exports, *known.films)
    )


def _read_checked(place: str) -> Sequence[Mapping[str, Any]]:
    # Loaded only where there are any: all kinds of operations take a fifth of a second.
    from nemovideo_mcp.cli.operations import read_operations
    from nemovideo_mcp.edit.parsing import parse_operations

    operations = read_operations(place)
    parse_operations(operations)
    return operations


def _sample(folder: Path, display: Display, language: str) -> tuple[Path, ...]:
    from nemovideo_mcp.video.sample import draw_sample_clips

    display.stage(say(COMMANDS, "drawing", language))
    return draw_sample_clips(folder, on_progress=lambda fraction: display.update(100 * fraction))


async def _make(job: _Job, display: Display) -> Receipt:
    chosen = NemoClient.from_env(backend=job.options.backend, skill=job.options.skill, language=job.language)
    async with chosen as nemo:
        book = ProjectBook(Paths.from_env(os.environ), backend=nemo.backend.key)
        work = Work(nemo=nemo, book=book, display=display, language=job.language)
        await work.connect()
        nemo.check_export(job.export)
        job.project = project = await _project(job, work)
        # What it was made of in earlier runs is no place for the film either.
        check_not_input(job.target.absolute(), nemo.known_sources(project.session_id))
        if job.items:
            try:
                job.sent = await work.upload(project, job.items, job.folder, on_left_out=job.left_out.append)
            finally:
                if not job.options.json:
                    for line in (*left_out_lines(job.left_out, language=job.language), *job.sent.lines):
                        display.line(line)
        job.draft = (await nemo.state(project.session_id)).draft
        first = _asked_by_files(job)
        for error in job.left_out:
            # What the film is to be made by is not left out of it in silence.
            if job.kinds.get(str(error.fields.get("name"))) in ("beats", "edit") and first:
                raise error
        if first:
            await _apply(job, work, project, display, first)
        for message in job.messages:
            asking = Asking(ask="here", song=job.options.song or "", confirm=job.options.yes)
            turn = await work.edit(project, message, patient=True, asking=asking)
            job.draft = dict(turn.draft)
            if turn.question is not None:
                raise asked_for(turn.question, job.language)
            job.replies.append(turn.text)
            if not job.options.json:
                display.line(turn.text)
            if turn.export is not None:
                check_no_editor(turn.export.editor, project.name)
                if job.export == STANDARD:  # What the flags say goes before the words.
                    job.export = turn.export.options
        for operations in job.edits:
            await _apply(job, work, project, display, operations)
        if (first or job.messages or job.edits) and not is_exportable(job.draft):
            raise InvalidRequest(
                say(COMMANDS, "nothing_made", job.language),
                hint=say(
                    COMMANDS, "nothing_made_hint", job.language, command=_command(job, project, message="…")
                ),
            )
        wanted = job.export
        if not job.options.output:
            # A film of this very timeline may stand there, put there by a process that was killed.
            name = Path(f"{_stem(job.options)}.mp4")
            job.target = await work.delivered(project, job.draft, name, wanted) or job.target
        options = job.options
        return await work.export(
            project,
            job.draft,
            job.target,
            overwrite=options.overwrite,
            options=wanted,
            full_receipt=options.full,
        )


def _asked_by_files(job: _Job) -> Sequence[Mapping[str, Any]]:
    """The operations that come first because of the files that are given."""
    if not {"beats", "edit"} & set(job.kinds.values()):
        return ()
    from nemovideo_mcp.cli.given_files import asked_by_files

    return asked_by_files(
        job.kinds, used_by_edit=job.sent.used, messages=job.options.messages, edits=job.edits
    )


async def _apply(
    job: _Job, work: Work, project: Project, display: Display, operations: Sequence[Mapping[str, Any]]
) -> None:
    said = words_in(await work.apply(project, operations))
    job.draft = (await work.nemo.state(project.session_id)).draft
    job.replies.append(said)
    if not job.options.json:
        display.line(said)


async def _project(job: _Job, work: Work) -> Project:
    wanted: str | None = job.options.project
    if wanted and (known := await work.known_project(wanted)):
        return known
    if wanted and not job.items:
        names = ", ".join(p.name for p in work.book.all()[-5:]) or "-"
        hint = say(COMMANDS, "projects_hint", job.language, names=names)
        raise Usage(say(COMMANDS, "no_project", job.language, name=wanted), hint=hint)
    return await work.new_project(wanted or job.target.stem)


def _show_result(job: _Job, receipt: Receipt, display: Display, captions: Path | None) -> None:
    timeline = summary_line(job.draft, language=job.language)
    if job.options.json:
        print_json(
            {
                "path": str(job.target.absolute()),
                **({"srt": str(captions)} if captions else {}),
                "size_bytes": job.target.stat().st_size,
                "project": job.project.name if job.project else None,
                "session_id": job.project.session_id if job.project else None,
                "left_out": [error.what(job.language) for error in job.left_out],
                **({"taken_out": dict(job.sent.taken_out)} if job.sent.taken_out else {}),
                "replies": job.replies,
                "timeline": timeline,
                "receipt_line": receipt.line(job.language),
                "receipt": receipt.as_json(),
                "basis": receipt.basis(job.language),
            }
        )
        return
    for text in (timeline, *film_lines(job.target, receipt, job.language)):
        display.line(text)
    if job.options.srt:
        said = str(captions) if captions else say(TOOLS, "no_captions", job.language)
        display.line(said)


def _say_goodbye(job: _Job) -> None:
    said = [say(COMMANDS, "interrupted", job.language)]
    if job.project is not None:
        said.append("→ " + say(COMMANDS, "go_on", job.language, command=_command(job, job.project)))
    sys.stderr.write("\n" + "\n".join(said) + "\n")


def _command(job: _Job, project: Project, *, message: str | None = None) -> str:
    """What to type to go on with the project."""
    wish = f' -m "{message}"' if message else ""
    asked = {"quality": "--quality", "codec": "--codec", "platform": "--for"}
    wanted = job.export.as_json()
    said = "".join(f" {flag} {wanted[name]}" for name, flag in asked.items() if name in wanted)
    said += " --hardware" if job.export.hardware else ""
    place = shlex.quote(str(job.target))
    return f"nemovideo make --project {shlex.quote(project.name)}{wish}{said} -o {place}"
