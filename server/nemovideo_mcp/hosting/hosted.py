"""The application of `serve --http`: the MCP endpoint with users, limits, files and metrics."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from mcp.server import MCPServer
from mcp.server.auth.middleware.bearer_auth import RequireAuthMiddleware
from mcp.server.auth.provider import TokenVerifier
from mcp.server.auth.routes import build_resource_metadata_url
from mcp.server.auth.settings import AuthSettings
from mcp.server.transport_security import TransportSecuritySettings
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.long_texts import Reading
from nemovideo_mcp.errors import NemoError, RenderCancelled
from nemovideo_mcp.hosting.files import file_routes
from nemovideo_mcp.hosting.forwarding import Forwarding, Sharing, presence_route
from nemovideo_mcp.hosting.limits import Limits
from nemovideo_mcp.hosting.links import Links
from nemovideo_mcp.hosting.long_texts import LongTexts
from nemovideo_mcp.hosting.metrics import Meter
from nemovideo_mcp.hosting.middleware import CallWatch, Gate, RequestLimit, Traffic
from nemovideo_mcp.hosting.sessions import SessionLimit
from nemovideo_mcp.hosting.space import OwnFiles, UserSpace
from nemovideo_mcp.hosting.users import Member, Users
from nemovideo_mcp.tools.app import ANSWER_SECONDS, App, lifespan_of
from nemovideo_mcp.tools.background import Background
from nemovideo_mcp.tools.permissions import Allowed
from nemovideo_mcp.tools.server import build_server

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.local import LocalStudio

__all__ = ["Hosted", "Surroundings", "auth_of", "user_folder"]

_log = logging.getLogger(__name__)

OpenFor = Callable[[Mapping[str, str]], "NemoClient"]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the application stands in. `verifier` and `links` are there, or neither: without, it has one user.

    `sharing` is there where this server is one of several that share the users.

    `open_client` makes a client in the environment that it is given, which is a user's own.
    """

    environ: Mapping[str, str]
    security: TransportSecuritySettings
    meter: Meter
    open_client: OpenFor
    language: str = "en"
    limits: Limits = field(default_factory=Limits)
    answer_seconds: float = ANSWER_SECONDS
    auth: AuthSettings | None = None
    verifier: TokenVerifier | None = None
    links: Links | None = None
    studio: LocalStudio | None = None
    sharing: Sharing | None = None
    clock: Callable[[], float] = time.monotonic


def auth_of(
    *, public_url: str, issuer: str | None, resource: str | None, scopes: tuple[str, ...]
) -> AuthSettings:
    """What the SDK has to know: in OAuth's case the issuer and the resource, which it then tells to clients."""
    return AuthSettings.model_validate(
        {
            # Without an issuer nobody is told of one.
            "issuer_url": issuer or public_url,
            "resource_server_url": resource,
            "required_scopes": list(scopes),
            # The verifier checks the audience.
            "validate_token_resource": False,
        }
    )


def user_folder(paths: Paths, key: str) -> Path:
    """All that is kept of one user, but what the studio keeps."""
    return paths.data / "users" / key


class Hosted:
    """The application, and the state that a graceful end needs."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._paths = Paths.from_env(around.environ)
        self._own: App | None = None
        self.traffic = Traffic()
        self.users = (
            Users(limits=around.limits, make_space=self._space, clock=around.clock)
            if around.verifier and around.links
            else None
        )
        self.server = build_server(
            lifespan=self._lifespan,
            language=around.language,
            environ=around.environ,
            auth=around.auth if self.users else None,
            token_verifier=around.verifier if self.users else None,
        )
        self.app = self._build()
        around.meter.gauges(
            exports_running=lambda: sum(app.background.running("export:") for app in self._apps()),
            active_users=lambda: self.users.active if self.users else 0,
        )

    def stop_waiting(self) -> None:
        """From now on nothing new is taken, and calls that wait for work are answered with how far it is."""
        self.traffic.stopping = True
        for app in self._apps():
            app.background.closes_at = anyio.current_time()

    def _build(self) -> ASGIApp:
        around, users = self._around, self.users
        app = self.server.streamable_http_app(transport_security=around.security)
        if users and around.links and around.auth:
            resource = around.auth.resource_server_url
            metadata = build_resource_metadata_url(resource) if resource else None
            scopes = around.auth.required_scopes or []

            def guarded(inner: ASGIApp) -> RequireAuthMiddleware:
                return RequireAuthMiddleware(inner, scopes, metadata)

            app.router.routes.extend(file_routes(users, around.links, guarded=guarded))
            # Behind the SDK's own, which finds out who it is.
            if around.sharing:
                app.router.routes.append(presence_route(around.sharing))
                sharing, links, meter = around.sharing, around.links, around.meter
                app.user_middleware.append(Middleware(Forwarding, sharing=sharing, links=links, meter=meter))
            limit = Middleware(RequestLimit, users=users, links=around.links, meter=around.meter)
            sessions = Middleware(SessionLimit, users=users, meter=around.meter)
            app.user_middleware.extend((limit, sessions))
        return Gate(app, traffic=self.traffic, security=around.security, meter=around.meter)

    @asynccontextmanager
    async def _lifespan(self, server: MCPServer[App]) -> AsyncGenerator[App]:
        around, users = self._around, self.users
        tools = frozenset(tool.name for tool in await server.list_tools())
        # Outermost: what is refused before it reaches a tool is seen as well.
        watch = CallWatch(users=users, meter=around.meter, tools=tools, language=around.language)
        server.middleware.insert(0, watch)
        async with self._of_many(users) if users else self._of_one(server) as app:
            yield app

    @asynccontextmanager
    async def _of_one(self, server: MCPServer[App]) -> AsyncGenerator[App]:
        around = self._around
        own = lifespan_of(
            open_client=lambda: around.open_client(around.environ),
            environ=around.environ,
            language=around.language,
            answer_seconds=around.answer_seconds,
            allow=around.environ.get("NEMO_ALLOW", "").split(os.pathsep),
            on_end=self._ended,
        )
        async with own(server) as app:
            self._own = app
            yield app

    @asynccontextmanager
    async def _of_many(self, users: Users) -> AsyncGenerator[App]:
        """The app that no user has: it only finds that of whoever calls."""
        async with AsyncExitStack() as stack, anyio.create_task_group() as group:
            long_texts = LongTexts()
            stack.callback(long_texts.close)
            if self._around.sharing:
                stack.push_async_callback(self._around.sharing.others.aclose)

            def make_app(environ: Mapping[str, str], allowed: Allowed) -> App:
                return App(
                    open_client=lambda: self._around.open_client(environ),
                    paths=Paths.from_env(environ),
                    background=Background(group, on_end=self._ended),
                    stack=stack,
                    allowed=allowed,
                    language=self._around.language,
                    answer_seconds=self._around.answer_seconds,
                    reading=Reading(elsewhere=long_texts),
                )

            def app_of_member(member: Member) -> App:
                space = member.space
                allowed = OwnFiles(folders=(space.folder,), space=space)
                return replace(
                    make_app(self._environ_of(member.key), allowed),
                    output_folders=(space.folder,),
                    link_of=space.link_of,
                    shown=space.link_of,
                    has_users_files=False,
                    admit_export=space.admit_export,
                )

            users.make_app = app_of_member
            if self._around.studio:
                # What was parked goes on, before anybody asks for it.
                group.start_soon(_wake, self._around.studio)
            nobody = make_app(self._around.environ, Allowed(folders=()))
            yield replace(nobody, of_caller=users.app)
            group.cancel_scope.cancel()

    def _environ_of(self, key: str) -> Mapping[str, str]:
        """The server's own, but with folders, and so a client id, that are the user's."""
        shared = {name: value for name, value in self._around.environ.items() if name != "NEMO_CLIENT_ID"}
        return {**shared, "NEMO_HOME": str(user_folder(self._paths, key))}

    def _space(self, key: str) -> UserSpace:
        links = self._around.links
        assert links is not None
        own = user_folder(self._paths, key)
        for folder in (self._paths.data, own.parent, own, own / "files"):
            # One by one: the mode is that of the last folder only.
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        space = UserSpace(user=key, folder=own / "files", links=links, limits=self._around.limits)
        space.tidy()
        return space

    def _apps(self) -> list[App]:
        if self.users:
            return self.users.apps()
        return [self._own] if self._own else []

    def _ended(self, key: str, error: BaseException | None) -> None:
        if key.startswith("export:"):
            stopped = isinstance(error, RenderCancelled)
            self._around.meter.export("cancelled" if stopped else "failed" if error else "finished")


async def _wake(studio: LocalStudio) -> None:
    try:
        await studio.find_or_start()
    except NemoError as error:
        _log.error("The studio cannot be started: %s", error.what())
