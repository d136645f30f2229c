"""What the tools of one server share: the client, opened by the first that needs it, the projects, the running jobs."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import anyio
from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import Context

from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.long_texts import Reading
from nemovideo_mcp.errors import InvalidRequest, NemoError, NothingToEdit, SessionNotFound
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.background import Background, OnEnd, Watch
from nemovideo_mcp.tools.keyed import KeyedAnswers
from nemovideo_mcp.tools.permissions import Allowed, allowed_folders, home_folder, working_folder
from nemovideo_mcp.tools.quoting import quoted_name

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import Project, ProjectBook

__all__ = [
    "ANSWER_SECONDS",
    "ASKING_SECONDS",
    "CALLING",
    "UNHURRIED",
    "App",
    "app_of",
    "asking_app",
    "lifespan_of",
    "remembering",
    "watch_of",
]

ANSWER_SECONDS = 42.0
"""Hosts give up after 60 s, and what comes behind the wait takes a moment too: an answer stands within 45 s."""

ASKING_SECONDS = 300.0
"""How long a host of an older protocol is waited for while it asks the user; the edit is not begun meanwhile."""

GRACE_SECONDS = 2.0

CALLING: ContextVar[Watch | None] = ContextVar("calling", default=None)
"""The watch of the call that is being answered."""

# Below every progress that a job tells: progress only rises.
_CONNECTING_PROGRESS = {"connecting": 0.001, "ready": 0.002}

UNHURRIED: ContextVar[Watch | None] = ContextVar("unhurried", default=None)
"""The watch of a call whose client waits by other means, as long as it takes."""


def _any_number(running: int) -> None:
    del running


@dataclass(kw_only=True)
class App:
    """One per user of a server. `open_client` makes the client; `answer_seconds` bounds every wait, `asking_seconds`
    that for an answer of the user's.

    Films go to the first of `output_folders` that can be written; `link_of` is the address at which the user finds one,
    `shown` what they are told of it. `admit_export` raises where a user who has so many exports under way may not have
    another. `has_users_files` is False where the user's own files lie on another machine. `of_caller` gives the app of
    whoever calls, where a server has several users. `greeting` stands before the next answer. `seen_versions` holds, by
    session, up to which version the agent was told what a person has changed on the page.
    """

    open_client: Callable[[], NemoClient]
    paths: Paths
    background: Background
    stack: AsyncExitStack
    allowed: Allowed
    output_folders: tuple[Path, ...] = ()
    link_of: Callable[[Path], str] = Path.as_uri
    shown: Callable[[Path], str] = str
    admit_export: Callable[[int], None] = _any_number
    of_caller: Callable[[], App] | None = None
    language: str = "en"
    greeting: str = ""
    answer_seconds: float = ANSWER_SECONDS
    asking_seconds: float = ASKING_SECONDS
    has_users_files: bool = True
    tasks: dict[str, Any] = field(default_factory=dict[str, Any])
    keyed: KeyedAnswers = field(default_factory=KeyedAnswers)
    exporting: anyio.Lock = field(default_factory=anyio.Lock)
    reading: Reading = field(default_factory=Reading)
    seen_versions: dict[str, int] = field(default_factory=dict[str, int])
    _nemo: NemoClient | None = None
    _lock: anyio.Lock = field(default_factory=anyio.Lock)

    async def nemo(self) -> NemoClient:
        """The client; nothing is started before its first request."""
        async with self._lock:
            if self._nemo is None:
                self._nemo = await self.stack.enter_async_context(self.open_client())
                self._nemo.on_connect(self._tell_connecting)
                self.background.aside(functools.partial(self._clear_left, self._nemo.backend.key))
            return self._nemo

    def _clear_left(self, backend: str) -> None:
        """Remove what a server that was killed has left where films go."""
        from nemovideo_mcp.client.projects import ProjectBook
        from nemovideo_mcp.temporary import clear_left

        # A book that cannot be read is told by the calls that need it.
        with contextlib.suppress(NemoError, OSError):
            clear_left([None, *self.output_folders, *ProjectBook(self.paths, backend=backend).film_folders()])

    async def _tell_connecting(self, stage: Literal["connecting", "ready"]) -> None:
        """Tell the call that waits, as progress; what is not on this machine is told in its answer too."""
        if stage == "ready" and self._nemo is not None and not self._nemo.backend.is_studio:
            self.greeting = f"{say(TOOLS, 'connecting', self.language)} {say(TOOLS, 'ready', self.language)}"
        if (watch := CALLING.get()) is not None:
            value = _CONNECTING_PROGRESS[stage]
            # A host that hears no more of a call is no reason to let it fail.
            with contextlib.suppress(Exception):
                await watch.tell(value, None, say(TOOLS, stage, self.language))

    async def book(self) -> ProjectBook:
        """The user's projects; where the file is lost, as the studio knows them."""
        from nemovideo_mcp.client.known_projects import completed
        from nemovideo_mcp.client.projects import ProjectBook

        nemo = await self.nemo()
        return await completed(nemo, ProjectBook(self.paths, backend=nemo.backend.key))

    async def _find(self, book: ProjectBook, wanted: str) -> Project | None:
        from nemovideo_mcp.client.known_projects import find_project

        return await find_project(await self.nemo(), book, wanted)

    async def known_project(self, wanted: str) -> Project:
        """The project of that name or id, which need not become the current one. Raises `InvalidRequest`."""
        book = await self.book()
        found = await self._find(book, wanted) if wanted.strip() else None
        if found is None:
            names = ", ".join(quoted_name(p.name) for p in book.all()[-8:]) or "-"
            raise InvalidRequest(
                say(TOOLS, "no_project", self.language, name=wanted),
                hint=say(TOOLS, "projects_hint", self.language, names=names),
            )
        return found

    async def project(self, wanted: str | None) -> Project:
        """The project of that name or id, or the current one. Raises `InvalidRequest` or `NothingToEdit`."""
        book = await self.book()
        found = await self.known_project(wanted) if wanted and wanted.strip() else book.current()
        if found is None:
            raise NothingToEdit
        return book.make_current(found)

    async def project_to_fill(self, wanted: str | None, *, language: str | None = None) -> Project:
        """The same, but one that is not there is made. It is spoken of in `language` from now on, if one is given."""
        book = await self.book()
        found = await self._find(book, wanted) if wanted and wanted.strip() else book.current()
        if found is not None:
            return book.make_current(found, language=language)
        return await self.start_project(wanted or "", language=language or self.language)

    async def start_project(self, wanted: str, *, language: str) -> Project:
        """A new, empty project, which becomes the current one."""
        from nemovideo_mcp.client.projects import Project
        from nemovideo_mcp.language.detect import session_language

        book, nemo = await self.book(), await self.nemo()
        # The studio knows it by the same name.
        name = book.free_name(wanted.strip() or "my video")
        session = await nemo.create_session(name=name, language=session_language(language))
        made = Project(
            name=name,
            session_id=session.session_id,
            task_id=session.task_id,
            backend=nemo.backend.key,
            language=language,
            session_language=session_language(language),
        )
        return book.add(made, make_current=True)

    @asynccontextmanager
    async def forgetting(self, project: Project) -> AsyncGenerator[None]:
        """A project whose session is gone is taken off the list, so that the next call starts a new one."""
        try:
            yield
        except SessionNotFound:
            (await self.book()).forget(project)
            raise


def lifespan_of(
    *,
    open_client: Callable[[], NemoClient],
    environ: Mapping[str, str],
    language: str,
    answer_seconds: float,
    asking_seconds: float = ASKING_SECONDS,
    allow: Iterable[str] = (),
    on_end: OnEnd | None = None,
) -> Callable[[MCPServer[App]], AbstractAsyncContextManager[App]]:
    """The lifespan of a server: jobs live as long as the process, exports in the studio longer than that.

    `on_end` hears of each job that is over.
    """

    @asynccontextmanager
    async def lifespan(_: MCPServer[App]) -> AsyncGenerator[App]:
        paths, home = Paths.from_env(environ), home_folder()
        here = working_folder()
        allowed = allowed_folders(allow, home=home, here=here, kept_out=(paths.data, paths.config))
        async with AsyncExitStack() as stack, anyio.create_task_group() as group:
            yield App(
                open_client=open_client,
                paths=paths,
                background=Background(group, on_end=on_end),
                stack=stack,
                allowed=allowed,
                # The home folder comes first in what is allowed, and last in where films go.
                output_folders=(*allowed.folders[1:], home) if home else allowed.folders,
                language=language,
                answer_seconds=answer_seconds,
                asking_seconds=asking_seconds,
            )
            group.cancel_scope.cancel()

    return lifespan


def app_of(ctx: Context[App]) -> App:
    """The app of the user who calls."""
    app = ctx.request_context.lifespan_context
    return app.of_caller() if app.of_caller else app


_ASKED: ContextVar[ServerRequestContext[Any, Any]] = ContextVar("asked")


async def remembering(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """A middleware by which `asking_app` works: the SDK hands no context to static resources and completions."""
    token = _ASKED.set(ctx)
    try:
        return await call_next(ctx)
    finally:
        _ASKED.reset(token)


def asking_app() -> App:
    """The app of the user whose request is being answered."""
    return app_of(Context[App](request_context=_ASKED.get()))


def watch_of(ctx: Context[App], app: App) -> Watch:
    """A call that begins now, with progress notifications for clients that asked for them."""
    now = anyio.current_time()
    return UNHURRIED.get() or Watch(
        until=now + app.answer_seconds,
        at_most=now + app.answer_seconds + GRACE_SECONDS,
        tell=ctx.report_progress,
    )
