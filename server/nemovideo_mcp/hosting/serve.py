"""The process of `serve --http`: its sockets, its signals, and its graceful end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
import uvicorn

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.client import NemoClient, choose_backend
from nemovideo_mcp.client.local import LocalStudio, spawn_studio
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.hosting.address import (
    Address,
    check_url,
    origin_of,
    parse_address,
    security_of,
)
from nemovideo_mcp.hosting.forwarding import Sharing
from nemovideo_mcp.hosting.homes import check_users, serving_alone
from nemovideo_mcp.hosting.hosted import Hosted, Surroundings, auth_of
from nemovideo_mcp.hosting.limits import Limits
from nemovideo_mcp.hosting.links import Links, link_secret
from nemovideo_mcp.hosting.logs import log_to, note
from nemovideo_mcp.hosting.metrics import NoMeter, PrometheusMeter, metrics_app
from nemovideo_mcp.hosting.shards import Shard, ShardMap, shared_by
from nemovideo_mcp.hosting.tokens import TokenFile
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.hosting import HOSTING
from nemovideo_mcp.serving.connections import ConnectionLimits, key_of_address
from nemovideo_mcp.serving.server import give_way_to_the_loop, server_config
from nemovideo_mcp.studio.space_limits import USER_LIMIT

if TYPE_CHECKING:
    from mcp.server.auth.provider import TokenVerifier

__all__ = ["Options", "serve", "studio_environ"]

DRAIN_SECONDS = 10.0
_CUT_SECONDS = 2
_METRICS_CONNECTIONS = 16
_STUDIO_SECONDS = 20.0
_LOOK_SECONDS = 0.1
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was asked for on the command line."""

    http: str
    tokens: Path | None = None
    oauth_issuer: str | None = None
    resource_url: str | None = None
    scopes: tuple[str, ...] = ()
    public_url: str | None = None
    metrics: str | None = None
    shards: Path | None = None
    shard: str | None = None
    limits: Limits = field(default_factory=Limits)
    connections: ConnectionLimits = field(default_factory=ConnectionLimits)
    backend: str | None = None
    skill: str | None = None
    language: str = "en"


def serve(options: Options, *, environ: Mapping[str, str] = os.environ) -> int:
    """Serve until SIGTERM or SIGINT; a second one ends at once. Raises `InvalidRequest` for what must not be.

    An end answers what is being asked (10 s at most), and stops the studio that this server has started, which parks
    its exports for the next.
    """
    address, metrics = _checked(options, environ)
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listening(address))
        sockets = [listener]
        if metrics:
            sockets.append(stack.enter_context(_listening(metrics)))
        if shared := _shards_of(options):
            data = Paths.from_env(environ).data
            stack.enter_context(serving_alone(data))
            check_users(data, *shared)
        bound = Address(host=address.host, port=listener.getsockname()[1])
        give_way_to_the_loop()
        asyncio.run(_Process(options, bound, sockets, environ).run())
    return 0


def _checked(options: Options, environ: Mapping[str, str]) -> tuple[Address, Address | None]:
    address = parse_address(options.http)
    language = options.language
    if options.tokens and options.oauth_issuer:
        raise InvalidRequest(say(HOSTING, "both", language), hint=say(HOSTING, "both_hint", language))
    reached = [
        name
        for name, here in (
            (address.host, address.is_loopback),
            (_host_of(options.public_url), is_loopback(_host_of(options.public_url))),
            (_host_of(options.resource_url), is_loopback(_host_of(options.resource_url))),
        )
        if name and not here
    ]
    if reached and not (options.tokens or options.oauth_issuer):
        raise InvalidRequest(
            say(HOSTING, "open", language, host=reached[0]),
            hint=say(HOSTING, "open_hint", language, port=address.port),
        )
    _shards_of(options)
    if options.oauth_issuer and not (options.resource_url or options.public_url):
        raise InvalidRequest(
            say(HOSTING, "no_resource", language), hint=say(HOSTING, "no_resource_hint", language)
        )
    if not options.metrics:
        return address, None
    metrics = parse_address(options.metrics)
    if not metrics.is_loopback and not environ.get("NEMO_METRICS_TOKEN"):
        raise InvalidRequest(
            say(HOSTING, "metrics_open", language, host=metrics.host),
            hint=say(HOSTING, "metrics_open_hint", language),
        )
    return address, metrics


def _shards_of(options: Options) -> tuple[ShardMap, Shard] | None:
    return shared_by(options.shards, options.shard, has_users=bool(options.tokens or options.oauth_issuer))


def _host_of(url: str | None) -> str:
    return urlsplit(url or "").hostname or ""


@contextlib.contextmanager
def _listening(address: Address) -> Generator[socket.socket]:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        listener = socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise InvalidRequest(
            detail={
                "en": f"the server cannot listen on {address.netloc} ({error}).",
                "zh": f"服务器无法监听 {address.netloc}（{error}）。",
            },
            hint={"en": "Choose another address or port.", "zh": "请换一个地址或端口。"},
        ) from None
    with listener:
        yield listener


class _Server(uvicorn.Server):
    """One that leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def studio_environ(options: Options, environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment of the studio that the server starts.

    Users who are strangers to each other have as much room in the studio as for their files at the server.
    """
    if options.tokens is None and options.oauth_issuer is None:
        return environ
    return {**environ, USER_LIMIT: str(options.limits.quota_bytes // 1_000_000)}


class _Process:
    """One life of the server."""

    def __init__(
        self, options: Options, address: Address, sockets: list[socket.socket], environ: Mapping[str, str]
    ) -> None:
        self._options = options
        self._address = address
        self._sockets = sockets
        self._environ = environ
        self._paths = Paths.from_env(environ)
        self._public_url = _public_url(options, address)
        self._studio = _Studio(self._paths, studio_environ(options, environ))
        self._shared = _shards_of(options)
        self._ending: asyncio.Event | None = None
        self._backend = choose_backend(options.backend, environ=environ)

    async def run(self) -> None:
        self._ending = asyncio.Event()
        # Before the SDK sets up its own, which is for people.
        log_to(sys.stderr)
        meter = PrometheusMeter() if self._options.metrics else NoMeter()
        hosted = Hosted(self._surroundings(meter))
        limits = self._limits_of_connections()
        config = server_config(
            hosted.app, limits=limits, lifespan=True, patience_s=_CUT_SECONDS, on_limit=meter.refusal
        )
        servers = [_Server(config)]
        if isinstance(meter, PrometheusMeter):
            token = self._environ.get("NEMO_METRICS_TOKEN", "")
            app = metrics_app(meter, token=token)
            few = replace(limits, total=_METRICS_CONNECTIONS)
            servers.append(_Server(server_config(app, limits=few, lifespan=False, patience_s=_CUT_SECONDS)))
        with _signals(self._on_signal):
            await self._live(hosted, servers)

    def _limits_of_connections(self) -> ConnectionLimits:
        """Those that were asked for; the other servers stand for many peers, as a proxy does."""
        limits = self._options.connections
        if self._shared is None:
            return limits
        found: set[str] = set()
        for shard in self._shared[0].shards:
            # One that has no address yet counts as any peer, until the next start.
            with contextlib.suppress(OSError, UnicodeError):
                for _, _, _, _, address in socket.getaddrinfo(_host_of(shard.url), None):
                    found.add(key_of_address(str(address[0])))
        return replace(limits, proxies=limits.proxies | found)

    async def _live(self, hosted: Hosted, servers: list[_Server]) -> None:
        assert self._ending is not None
        tasks = [
            asyncio.create_task(server.serve(sockets=[listener]))
            for server, listener in zip(servers, self._sockets, strict=True)
        ]
        try:
            while not servers[0].started and not tasks[0].done():
                await asyncio.sleep(0.01)
            if servers[0].started:
                self._announce()
                ending = asyncio.create_task(self._ending.wait())
                await asyncio.wait([ending, *tasks], return_when=asyncio.FIRST_COMPLETED)
                ending.cancel()
                note("stopping", under_way=hosted.traffic.under_way)
                hosted.stop_waiting()
                with anyio.move_on_after(DRAIN_SECONDS):
                    await hosted.traffic.quiet()
                hosted.traffic.end_streams()
        finally:
            for server in servers:
                server.should_exit = True
            await asyncio.gather(*tasks)
            if hosted.users:
                await self._studio.stop()
            note("stopped")

    def _surroundings(self, meter: NoMeter | PrometheusMeter) -> Surroundings:
        options = self._options
        studio = self._studio.way if self._backend.is_local else None

        def open_client(environ: Mapping[str, str]) -> NemoClient:
            return NemoClient.from_env(
                backend=options.backend,
                skill=options.skill,
                language=options.language,
                environ=environ,
                studio=studio,
            )

        verifier = self._verifier()
        links, sharing = None, None
        if verifier:
            if self._shared:
                # Any of the servers reads the links of each.
                shards, own = self._shared
                secret = shards.secret_for("links")
                sharing = Sharing(own=own, shards=shards, data=self._paths.data)
            else:
                secret = link_secret(self._paths.data / "hosting.key")
            links = Links(secret=secret, base_url=self._public_url, clock=time.time)
        return Surroundings(
            environ=self._environ,
            security=security_of(self._address, self._names()),
            meter=meter,
            open_client=open_client,
            language=options.language,
            limits=options.limits,
            auth=auth_of(
                public_url=self._public_url,
                issuer=options.oauth_issuer,
                resource=self._resource() if options.oauth_issuer else None,
                scopes=options.scopes if options.oauth_issuer else (),
            ),
            verifier=verifier,
            links=links,
            studio=studio,
            sharing=sharing,
        )

    def _names(self) -> list[str]:
        """The addresses by which it is called: the public ones, and its own among the servers."""
        own = [self._shared[1].url] if self._shared else []
        return [self._public_url, self._resource(), *own]

    def _verifier(self) -> TokenVerifier | None:
        if self._options.oauth_issuer:
            from nemovideo_mcp.hosting.oauth import JwtVerifier

            issuer = check_url(self._options.oauth_issuer, "--oauth-issuer")
            return JwtVerifier(issuer=issuer, resource=self._resource())
        if self._options.tokens:
            file = TokenFile(self._options.tokens)
            file.check()
            return file
        return None

    def _resource(self) -> str:
        given = self._options.resource_url
        return check_url(given, "--resource-url") if given else f"{self._public_url}/mcp"

    def _announce(self) -> None:
        options, language = self._options, self._options.language
        auth = bool(options.tokens or options.oauth_issuer)
        how = "claude_token" if options.tokens else "claude"
        url = f"{self._public_url}/mcp"
        lines = [say(HOSTING, "at", language, url=url), say(HOSTING, how, language, url=url)]
        if self._address.is_everywhere and not (options.public_url or options.resource_url):
            lines.append(say(HOSTING, "say_public", language))
        if not auth:
            lines.append(say(HOSTING, "one_user", language))
        if options.metrics:
            host, port = self._sockets[1].getsockname()[:2]
            lines.append(
                say(HOSTING, "metrics_at", language, url=f"{Address(host=host, port=port).url}/metrics")
            )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()

    def _on_signal(self, number: int) -> None:
        assert self._ending is not None
        if self._ending.is_set():
            # Asked twice: at once, and as one who was killed by it.
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self._ending.set()


class _Studio:
    """The studio that all users share, and the process of it if this server has started it."""

    def __init__(self, paths: Paths, environ: Mapping[str, str]) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self.way = LocalStudio(paths=paths, spawn=self._spawn)
        self._environ = environ

    def _spawn(self, paths: Paths) -> subprocess.Popen[bytes]:
        process = spawn_studio(paths, environ=self._environ)
        self._started.append(process)
        return process

    async def stop(self) -> None:
        """Have it park its exports and end, and wait for that; one that others had started is left alone."""
        running = [process for process in self._started if process.poll() is None]
        if not running:
            return
        with contextlib.suppress(NemoError), anyio.move_on_after(_STUDIO_SECONDS):
            while running[-1].poll() is None:
                record = await self.way.find()
                if record is not None and record.pid != running[-1].pid:
                    return
                # One that is still starting has no record yet, and would go on by itself.
                if record is not None and await self.way.shut_down():
                    break
                await anyio.sleep(_LOOK_SECONDS)
            while running[-1].poll() is None:
                await anyio.sleep(_LOOK_SECONDS)


def _public_url(options: Options, address: Address) -> str:
    if options.public_url:
        return check_url(options.public_url, "--public-url")
    if options.resource_url:
        return origin_of(check_url(options.resource_url, "--resource-url"))
    return address.url


@contextlib.contextmanager
def _signals(handle: Callable[[int], None]) -> Generator[None]:
    loop = asyncio.get_running_loop()

    def caught(number: int, frame: FrameType | None) -> None:
        del frame
        loop.call_soon_threadsafe(handle, number)

    before = {number: signal.signal(number, caught) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
