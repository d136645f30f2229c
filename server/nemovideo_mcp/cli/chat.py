"""`nemovideo chat`: the conversation in a terminal, or a message a line from a pipe."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nemovideo_mcp.cli.pictures import Way, picture_way, written_picture
from nemovideo_mcp.cli.progress import Display, PlainDisplay, open_display
from nemovideo_mcp.cli.prompt import open_prompt
from nemovideo_mcp.cli.report import EXIT_FAILED, EXIT_INTERRUPTED
from nemovideo_mcp.cli.second_stage import SecondStage
from nemovideo_mcp.cli.work import Work, check_no_editor, film_lines
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.files import checked, is_url, plain_path
from nemovideo_mcp.client.outputs import free_output, named_output, prepare_output
from nemovideo_mcp.client.projects import Project, ProjectBook
from nemovideo_mcp.client.selection import shown_name
from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.delivery import film_path, film_stem
from nemovideo_mcp.conversation.left_out import left_out_lines
from nemovideo_mcp.conversation.next_steps import next_steps
from nemovideo_mcp.errors import NemoError, NothingToEdit, SessionNotFound
from nemovideo_mcp.file_types import named_type
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.chat import CHAT
from nemovideo_mcp.messages.system import in_words
from nemovideo_mcp.protocol.draft import is_exportable
from nemovideo_mcp.protocol.questions import Asking
from nemovideo_mcp.temporary import temporary_folder
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.views.summary import summary_text

__all__ = ["dropped_files", "run"]

COMMANDS = ("/help", "/timeline", "/export", "/quit")
# What a newcomer writes before having read that there is a command for it.
_HELP = re.compile(
    r"(?:help(?: me)?|what can (?:you do|i say|i do)|how (?:does (?:this|it) work|do i use (?:this|it)))[?.! ]*"
    r"|(?:帮助|你?(?:能|会|可以)(?:做|干)(?:些|点)?(?:什么|啥)|(?:这个)?(?:怎么|如何)(?:用|使用))[吗呢？?。！! ]*",
    re.IGNORECASE,
)
_LEAVING = ("/quit", "/exit", "/q", "quit", "exit", "退出")
# A quoted name, or one whose spaces have backslashes, as terminals write what is dragged into them.
_TOKEN = re.compile(r"'[^']+'|\"[^\"]+\"|(?:\\.|[^\s'\"\\])+")


@dataclass(kw_only=True)
class _Chat:
    """The conversation: its project is made with the first message that needs one."""

    nemo: NemoClient
    book: ProjectBook
    language: str
    wanted: str | None
    display_of: Callable[[], Display]
    picture: Way | None = None
    project: Project | None = None
    connected: bool = False
    second_stage: SecondStage | None = None
    films: list[Path] = field(default_factory=list[Path])

    async def hear(self, line: str) -> None:
        """Do what one message asks for, and tell what came of it."""
        with closing(self.display_of()) as display:
            work = Work(nemo=self.nemo, book=self.book, display=display, language=self.language)
            files = dropped_files(line)
            line = shown_name(line)
            name, _, rest = line.partition(" ")
            if files is None and (name == "/help" or _HELP.fullmatch(line)):
                display.line(say(CHAT, "help", self.language))
            elif files is None and name == "/timeline":
                await self._show_timeline(work, await self._project(work))
            elif files is None and name == "/export":
                project = await self._project(work)
                await self._export(work, project, await self._draft(project), rest.strip() or None)
            elif files is None and name.startswith("/") and not _is_path(line):
                display.line(say(CHAT, "no_command", self.language, name=name))
            else:
                await self._turn(work, line, files)

    async def send(self, files: list[str]) -> None:
        """Upload the files that the command line names."""
        with closing(self.display_of()) as display:
            work = Work(nemo=self.nemo, book=self.book, display=display, language=self.language)
            await self._upload(work, await self._project(work), files)

    async def _turn(self, work: Work, line: str, files: list[str] | None) -> None:
        language = language_of(line, otherwise=self.language)
        project = await self._project(work, language=language if files is None else None)
        if files is not None:
            await self._upload(work, project, files)
            return
        if self.second_stage is not None:
            self.second_stage.drop()
        turn = await work.edit(project, line, asking=Asking(ask="later"))
        if turn.text:
            work.display.line(turn.text)
        if turn.raw is not None and self.second_stage is not None:
            self.second_stage.follow(project.session_id, turn.raw, language=language)
        if turn.export is not None:
            if turn.changed:
                work.display.line(turn.summary)
            check_no_editor(turn.export.editor, project.name)
            await self._export(work, project, turn.draft, turn.export.path, turn.export.options)
        elif turn.changed:
            if not await self._show_board(work, project):
                work.display.line(turn.summary)
            if turn.next_steps:
                work.display.line(say(CHAT, "try", language, sentences=" · ".join(turn.next_steps)))

    async def _upload(self, work: Work, project: Project, files: list[str]) -> None:
        left_out: list[NemoError] = []
        try:
            items = checked(files, on_left_out=left_out.append)
            with temporary_folder() as folder:
                sent = await work.upload(project, items, folder, on_left_out=left_out.append)
            uploaded = say(CHAT, "uploaded", self.language, n=len(sent.names), names=", ".join(sent.names))
            for line in (uploaded, *sent.lines):
                work.display.line(line)
        finally:
            for line in left_out_lines(left_out, language=self.language):
                work.display.line(line)
        draft = await self._draft(project)
        sentences = " · ".join(next_steps(draft, language=self.language))
        work.display.line(say(CHAT, "try", self.language, sentences=sentences))

    async def _export(
        self,
        work: Work,
        project: Project,
        draft: Mapping[str, Any],
        path: str | None,
        options: ExportOptions = STANDARD,
    ) -> None:
        if not is_exportable(draft):
            raise NothingToEdit
        stem = film_stem(project.name, options)
        given = named_output(str(plain_path(path))) if path else Path(f"{stem}.mp4")
        wanted = film_path(given, stem=stem)
        target = await work.delivered(project, draft, wanted, options)
        if target is None:
            # Who exports again after an edit wants both films, and nobody wants to lose one.
            target = free_output(wanted.parent, wanted.stem) if os.path.lexists(wanted) else wanted
            prepare_output(target.absolute(), overwrite=False)
        receipt = await work.export(project, draft, target, options=options)
        for text in film_lines(target, receipt, self.language):
            work.display.line(text)
        self.films.append(target)

    async def _show_timeline(self, work: Work, project: Project) -> None:
        draft = await self._draft(project)
        if not draft.get("t"):
            work.display.line(say(CHAT, "empty", self.language))
            return
        await self._show_board(work, project)
        work.display.line(summary_text(draft, language=self.language))

    async def _show_board(self, work: Work, project: Project) -> bool:
        """Show the board where the terminal and the backend have pictures; False where they have none."""
        if self.picture is None or not self.nemo.backend.is_local:
            return False
        try:
            png = await self.nemo.board_png(project.session_id, language=self.language)
            picture = written_picture(png, self.picture, columns=shutil.get_terminal_size().columns)
        except (NemoError, OSError):
            # The picture is an extra: words say the same.
            return False
        work.display.close()
        sys.stdout.write(picture)
        sys.stdout.flush()
        return True

    async def _draft(self, project: Project) -> dict[str, Any]:
        return (await self.nemo.state(project.session_id)).draft

    async def _project(self, work: Work, *, language: str | None = None) -> Project:
        if not self.connected:
            await work.connect()
            self.connected = True
        if self.project is None:
            known = await work.known_project(self.wanted) if self.wanted else None
            name = self.wanted or f"chat-{date.today().isoformat()}"
            self.project = known or await work.new_project(name, language=language)
        return self.project

    def failed(self, error: NemoError) -> Iterator[str]:
        """What went wrong and what to do next; a project that is gone is taken off the list."""
        yield error.what(self.language)
        if isinstance(error, SessionNotFound) and self.project is not None:
            self.book.forget(self.project)
            self.project = None
            yield f"→ {say(CHAT, 'new_session', self.language)}"
        else:
            yield f"→ {error.next_step(self.language)}"


def run(options: argparse.Namespace) -> int:
    """Talk until the user leaves; from a pipe, until it ends: then 1 if a message failed."""
    chosen = NemoClient.from_env(backend=options.backend, skill=options.skill, language=options.language)
    paths = Paths.from_env(os.environ)
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    chat = _Chat(
        nemo=chosen,
        book=ProjectBook(paths, backend=chosen.backend.key),
        language=options.language,
        wanted=options.project,
        display_of=_display if is_terminal else _plain_display,
        picture=picture_way(os.environ, is_terminal=is_terminal),
        second_stage=_second_stage(options) if is_terminal else None,
    )
    # One loop for all messages: the client's connections belong to it. Between messages nothing runs in it.
    with asyncio.Runner() as runner:
        try:
            if is_terminal:
                return _talk(chat, runner, options, open_prompt(paths.data / "chat_history", COMMANDS))
            return _read(chat, runner, options)
        finally:
            if chat.second_stage is not None:
                chat.second_stage.drop()
            runner.run(_closed(chosen))
            _say_goodbye(chat)


def _second_stage(options: argparse.Namespace) -> SecondStage:
    """Where a person sits before the terminal; from a pipe, the next message is there already."""

    def opened() -> NemoClient:
        return NemoClient.from_env(backend=options.backend, skill=options.skill, language=options.language)

    def tell(words: str) -> None:
        sys.stdout.write(f"\n{words}\n")
        sys.stdout.flush()

    return SecondStage(open_client=opened, tell=tell)


def _talk(chat: _Chat, runner: asyncio.Runner, options: argparse.Namespace, ask: Callable[[], str]) -> int:
    known = chat.book.find(options.project) if options.project else None
    hello = say(CHAT, "going_on", chat.language, name=known.name) + "\n" if known else ""
    sys.stdout.write(f"{hello}{say(CHAT, 'hello', chat.language)}\n")
    if options.files:
        _do(chat, runner, lambda: chat.send(options.files))
    while True:
        try:
            line = ask().strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return 0
        if line in _LEAVING:
            return 0
        if line:
            _do(chat, runner, lambda line=line: chat.hear(line))


def _read(chat: _Chat, runner: asyncio.Runner, options: argparse.Namespace) -> int:
    """A message a line; what has failed does not keep the rest from being tried."""
    good = True
    try:
        if options.files:
            good = _do(chat, runner, lambda: chat.send(options.files), stop=True)
        for raw in sys.stdin.buffer:
            # The name of a file may be in any encoding.
            line = raw.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff").strip()
            if line in _LEAVING:
                break
            if line:
                good = _do(chat, runner, lambda line=line: chat.hear(line), stop=True) and good
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return 0 if good else EXIT_FAILED


def _do(chat: _Chat, runner: asyncio.Runner, work: Callable[[], Any], *, stop: bool = False) -> bool:
    """Run to the end of one message; True if it went well. Ctrl-C ends it, and with `stop` the program."""
    try:
        runner.run(work())
    except BrokenPipeError:
        raise
    except (NemoError, OSError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        said = in_words(error)
        if said is None:
            raise
        sys.stderr.write("\n".join(chat.failed(said)) + "\n")
        return False
    except KeyboardInterrupt:
        if stop:
            raise
        sys.stdout.write(f"{say(CHAT, 'stopped', chat.language)}\n")
        return False
    return True


def dropped_files(line: str) -> list[str] | None:
    """The files and links that a line consists of and nothing else; None for one that says something."""
    if _is_path(line):
        return [line]
    tokens = [match[0] for match in _TOKEN.finditer(line)]
    if not tokens or "".join(tokens).replace(" ", "") != line.replace(" ", ""):
        return None
    if all(_is_path(token) or (is_url(token) and named_type(token.partition("?")[0])) for token in tokens):
        return tokens
    return None


def _is_path(said: str) -> bool:
    """True for what names a file or folder that is there, and does not look like a word."""
    if not re.search(r"[/\\.]", said):
        return False
    try:
        return plain_path(said).exists()
    except (OSError, ValueError):
        return False


def _display() -> Display:
    return open_display(as_json=False, keeps_stages=False)


def _plain_display() -> Display:
    """Progress goes where it is in nobody's way."""
    return PlainDisplay(sys.stderr, words_stream=sys.stdout)


async def _closed(nemo: NemoClient) -> None:
    async with nemo:
        pass


def _say_goodbye(chat: _Chat) -> None:
    if chat.project is None:
        return
    command = f"nemovideo chat --project {shlex.quote(chat.project.name)}"
    sys.stderr.write(say(CHAT, "kept", chat.language, name=chat.project.name, command=command) + "\n")
