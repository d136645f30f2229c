"""A proxy in front of several servers that knows nothing of users: each request goes to the next server."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_CONNECTION = re.compile(rb"\r\nconnection:[^\r\n]*", re.IGNORECASE)


@dataclass(kw_only=True)
class Proxy:
    """`url` is the proxy's own; `sent_to` are the ports that requests went to; one that is dead is passed over."""

    ports: Sequence[int]
    url: str = ""
    sent_to: list[int] = field(default_factory=list)
    _turns: Callable[[], int] = field(init=False)

    def __post_init__(self) -> None:
        turns = itertools.count()
        self._turns = lambda: next(turns)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of a connection, and all bytes of its answer; then the connection ends."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            head = _CONNECTION.sub(b"", head[:-4]) + b"\r\nConnection: close\r\n\r\n"
            answers, upstream = await self._next()
            upstream.write(head)
            await _either(_copied(reader, upstream), _copied(answers, writer))
            upstream.close()
        writer.close()

    async def _next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in self.ports:
            port = self.ports[self._turns() % len(self.ports)]
            with contextlib.suppress(ConnectionError):
                opened = await asyncio.open_connection("127.0.0.1", port)
                self.sent_to.append(port)
                return opened
        raise ConnectionError


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()


async def _either(up: object, down: object) -> None:
    """Until the server has answered all, or the client is gone."""
    tasks = [asyncio.ensure_future(one) for one in (up, down)]  # type: ignore[call-overload]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def round_robin(ports: Sequence[int]) -> AsyncGenerator[Proxy]:
    """The proxy, listening on a free port of loopback."""
    proxy = Proxy(ports=ports)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
