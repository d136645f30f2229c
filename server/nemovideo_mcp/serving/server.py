"""uvicorn with limits: connections are counted as they are made, and ended where the peer takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from nemovideo_mcp.serving.connections import Connection, ConnectionLimits, Connections, Phase

if TYPE_CHECKING:
    from uvicorn.config import Config

__all__ = ["GuardedProtocol", "Watch", "descriptors", "give_way_to_the_loop", "server_config"]

_LOOK_S = 1.0
_SWITCH_S = 0.0002
_HEADER_BYTES = 16 * 1024
_MANY_DESCRIPTORS = 1024**2
_ANSWERING = (h11.SEND_RESPONSE, h11.SEND_BODY)


def server_config(
    app: ASGIApp,
    *,
    limits: ConnectionLimits,
    lifespan: bool,
    patience_s: int,
    protocol: type[GuardedProtocol] | None = None,
    on_limit: Callable[[str], None] = lambda _: None,
) -> uvicorn.Config:
    """How both servers are set up: within `limits`, without logs of requests, proxies' headers and WebSockets.

    Args:
        app: what answers.
        limits: of connections; `total` is lowered to what the process may have open.
        lifespan: whether the application has a lifespan that the server carries out.
        patience_s: seconds for requests that go on when the server is told to end.
        protocol: a kind of `GuardedProtocol` of its own.
        on_limit: told of each limit that a peer has met, as `Connections` does.
    """
    connections = Connections(limits.within(descriptors()), on_limit=on_limit)
    http = functools.partial(protocol or GuardedProtocol, watch=Watch(connections))
    return uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", http),
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_keep_alive=max(1, round(limits.idle_s)),
        timeout_graceful_shutdown=patience_s,
        ws="none",
        lifespan="on" if lifespan else "off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


def give_way_to_the_loop() -> None:
    """Let threads that compute hold the interpreter's lock for 0.2 ms at a time, not for 5, as others wait for it.

    A request crosses a dozen threads and comes back to the event loop each time: with one thread that computes, each
    of these crossings waits for so long.
    """
    sys.setswitchinterval(_SWITCH_S)


def descriptors() -> int:
    """How many files and connections this process may have open."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return 2 * ConnectionLimits().total
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if soft > 0 else _MANY_DESCRIPTORS


class Watch:
    """Looks every second for connections to end, while there are any."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self._looking = False

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._looking:
            self._looking = True
            loop.call_later(_LOOK_S, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._looking = False
        self.connections.end_overdue()
        if len(self.connections):
            self.begin(loop)


class GuardedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, on a connection that is counted and has deadlines."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        watch: Watch,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._watch = watch
        self._place: Connection | None = None

    # --- what the transport calls ----------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        peer = transport.get_extra_info("peername")
        self.transport = transport
        self._place = self._watch.connections.admit(str(peer[0]) if peer else "", self)
        if self._place is None:
            transport.write(_BUSY)
            transport.close()
            return
        _send_at_once(transport)
        super().connection_made(transport)
        self._watch.begin(self.loop)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._place is not None:
            self._watch.connections.release(self._place)
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        place = self._place
        if place is None:
            return
        now = self._watch.connections.clock()
        place.received(len(data), now)
        if place.phase is Phase.IDLE:
            place.enter(Phase.HEADER, now)
        super().data_received(data)
        self._follow(place, now)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._place is not None:
            now = self._watch.connections.clock()
            if self._place.phase is Phase.ANSWER:
                # Unless more was sent already: the next request, or the rest of this one.
                self._place.enter(Phase.HEADER if self.conn.trailing_data[0] else Phase.IDLE, now)
            self._follow(self._place, now)

    def _follow(self, place: Connection, now: float) -> None:
        """Note what the connection waits for, as far as the states of HTTP show it."""
        answered = self.conn.our_state not in _ANSWERING
        if self.conn.their_state is h11.SEND_BODY:
            place.enter(Phase.LINGER if answered else Phase.BODY, now)
        elif not answered:
            place.enter(Phase.ANSWER, now)
        elif place.phase in (Phase.BODY, Phase.LINGER):
            place.enter(Phase.IDLE, now)

    # --- what the watch calls --------------------------------------------------------------------------------------

    def refresh(self, now: float) -> None:
        """As `Line.refresh`."""
        assert self._place is not None
        if self.flow.read_paused or self.conn.they_are_waiting_for_100_continue:
            self._place.excuse(now)
        closing = self.transport.is_closing() and self.transport.get_write_buffer_size() > 0
        self._place.unread(self.flow.write_paused or closing, now)

    def make_way(self) -> None:
        """As `Line.make_way`; what has been written is sent within the time that a peer has for reading."""
        self.transport.close()
        self.loop.call_later(self._watch.connections.limits.unread_s, self.transport.abort)

    def abort(self) -> None:
        """As `Line.abort`."""
        self.transport.abort()


def _send_at_once(transport: asyncio.Transport) -> None:
    """Let the body of an answer not wait until its header was acknowledged, which takes 40 ms (Nagle's algorithm).

    asyncio does so only for sockets that name their protocol, and `socket.create_server` makes none of these.
    """
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _refusal() -> bytes:
    said = {
        "error": "busy",
        "message": "The server has too many connections. Try again in a moment. 服务器连接过多，请稍后再试。",
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    lines = (
        "HTTP/1.1 503 Service Unavailable",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Retry-After: 1",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


_BUSY = _refusal()
