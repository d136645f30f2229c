"""A hosted server on a loopback port, and its users: real HTTP, real MCP clients, a backend that is a script."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import httpx2
import uvicorn
from mcp.client.streamable_http import streamable_http_client
from mcp.server.auth.provider import TokenVerifier

from mcp import Client
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.hosting.address import Address, security_of
from nemovideo_mcp.hosting.forwarding import Sharing
from nemovideo_mcp.hosting.hosted import Hosted, Surroundings, auth_of
from nemovideo_mcp.hosting.limits import Limits
from nemovideo_mcp.hosting.links import Links
from nemovideo_mcp.hosting.metrics import Meter, NoMeter
from nemovideo_mcp.hosting.shards import ShardMap
from nemovideo_mcp.hosting.tokens import TokenFile, new_token
from nemovideo_mcp.serving.connections import ConnectionLimits
from nemovideo_mcp.serving.server import server_config
from support.backend import FakeBackend


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def mcp_client(url: str, token: str = "", mode: str = "auto") -> AsyncGenerator[Client]:
    """An MCP client at `url`, with a bearer token if there is one."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(headers=headers, trust_env=False, verify=False, timeout=60) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        yield client


@dataclass(kw_only=True)
class Host:
    """A server for alice and bob, whose tokens are in `tokens`."""

    url: str
    hosted: Hosted
    tokens: Mapping[str, str]
    clock: Clock
    home: Path

    @asynccontextmanager
    async def mcp(self, user: str, mode: str = "auto") -> AsyncGenerator[Client]:
        """An MCP client with the token of that user."""
        async with mcp_client(f"{self.url}/mcp", self.tokens[user], mode) as client:
            yield client

    def http(self, user: str | None = None) -> httpx.AsyncClient:
        """A plain HTTP client, with the token of that user."""
        headers = {"Authorization": f"Bearer {self.tokens[user]}"} if user else {}
        return httpx.AsyncClient(
            base_url=self.url, headers=headers, trust_env=False, verify=False, timeout=30
        )

    async def send(self, user: str, name: str, content: bytes = b"x" * 1000) -> str:
        """Send a file as that user; the name that it got."""
        async with self.http(user) as http:
            reply = await http.post(f"/files/{name}", content=content)
        assert reply.status_code == 201, reply.text
        return reply.json()["name"]


@dataclass(kw_only=True)
class Setting:
    """How a host is to be; `verifier` stands in for the file of tokens."""

    home: Path
    backend: FakeBackend = field(default_factory=FakeBackend)
    limits: Limits = field(default_factory=Limits)
    connections: ConnectionLimits = field(default_factory=ConnectionLimits)
    answer_seconds: float = 30.0
    meter: Meter = field(default_factory=NoMeter)
    verifier: TokenVerifier | None = None
    issuer: str | None = None
    scopes: tuple[str, ...] = ()
    port: int = 0
    # One of several servers: those of `shards`, behind `public_url`, with users who are everywhere the same.
    shards: ShardMap | None = None
    shard: str = ""
    public_url: str = ""
    tokens: Mapping[str, str] | None = None
    tokens_file: Path = Path()

    def __post_init__(self) -> None:
        if self.tokens_file == Path():
            self.tokens_file = self.home / "tokens.txt"


@asynccontextmanager
async def hosting(setting: Setting) -> AsyncGenerator[Host]:
    """The server, listening; its clock stands still."""
    tokens = setting.tokens or {user: new_token(setting.tokens_file, user) for user in ("alice", "bob")}
    clock = Clock()
    with socket.create_server(("127.0.0.1", setting.port)) as listener:
        address = Address(host="127.0.0.1", port=listener.getsockname()[1])
        resource = f"{address.url}/mcp"
        verifier = setting.verifier or TokenFile(setting.tokens_file)
        if setting.issuer:
            from nemovideo_mcp.hosting.oauth import JwtVerifier

            verifier = JwtVerifier(issuer=setting.issuer, resource=resource, clock=clock)

        links_secret, public_url, sharing = b"s" * 32, setting.public_url or address.url, None
        if setting.shards is not None:
            own = setting.shards.named(setting.shard)
            assert own
            sharing = Sharing(own=own, shards=setting.shards, data=setting.home / "data")
            links_secret = setting.shards.secret_for("links")

        def open_client(environ: Mapping[str, str]) -> NemoClient:
            return setting.backend.client(Path(environ["NEMO_HOME"]))

        hosted = Hosted(
            Surroundings(
                environ={"NEMO_HOME": str(setting.home)},
                security=security_of(address, [public_url]),
                meter=setting.meter,
                open_client=open_client,
                limits=setting.limits,
                answer_seconds=setting.answer_seconds,
                auth=auth_of(
                    public_url=address.url,
                    issuer=setting.issuer,
                    resource=resource if setting.issuer else None,
                    scopes=setting.scopes,
                ),
                verifier=verifier,
                links=Links(secret=links_secret, base_url=public_url, clock=clock),
                sharing=sharing,
                clock=clock,
            )
        )
        server = _Server(server_config(hosted.app, limits=setting.connections, lifespan=True, patience_s=2))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            assert not serving.done()
            await asyncio.sleep(0.01)
        try:
            yield Host(url=address.url, hosted=hosted, tokens=tokens, clock=clock, home=setting.home)
        finally:
            server.should_exit = True
            await serving


async def call(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answered, which is no failure."""
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result
    return result.structured_content


async def refused(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """What a tool refused with."""
    result = await client.call_tool(name, arguments)
    assert result.is_error, result
    return result.structured_content


LISTED = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
"""A request within a session of the older era."""


def opening() -> dict[str, Any]:
    """The first request of a session of the older era."""
    params = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "x", "version": "1"},
    }
    return {
        "json": {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
        "headers": {"Accept": "application/json, text/event-stream"},
    }


async def older_session(http: httpx.AsyncClient) -> dict[str, str]:
    """The headers of a session of the older era, opened by hand."""
    asked = opening()
    opened = await http.post("/mcp", **asked)
    return {**asked["headers"], "Mcp-Session-Id": opened.headers["mcp-session-id"]}
