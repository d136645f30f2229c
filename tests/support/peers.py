"""Web servers on loopback that behave badly, each a script of what it sends, in the event loop of the test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\n"
CLOSE = b"Connection: close\r\n"


@dataclass
class Peer:
    """One connection to a server: what it was asked, and the way to answer it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    asked: bytes = b""

    @property
    def path(self) -> str:
        return self.asked.split(b" ")[1].decode()

    async def hear(self) -> None:
        """Read the head of the request."""
        self.asked = await self.reader.readuntil(b"\r\n\r\n")

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_file(self, body: bytes, *, headers: bytes = b"") -> None:
        await self.hear()
        await self.send(OK + CLOSE + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def drip(self, data: bytes = b"x", *, every_s: float = 1.0) -> None:
        """Send `data` again and again until the other side has had enough."""
        while not self.reader.at_eof():
            await self.send(data)
            await asyncio.sleep(every_s)

    async def stall(self) -> None:
        """Send nothing more, until the other side closes."""
        while await self.reader.read(65536):
            pass


Script = Callable[[Peer], Awaitable[None]]


@dataclass
class Server:
    """A server that is running; `open` is how many connections it has now, `seen` how many there have been."""

    port: int
    open: int = 0
    seen: int = 0
    asked: list[bytes] = field(default_factory=list[bytes])
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def until(self, holds: Callable[[Server], bool]) -> None:
        """Wait for a number of connections."""
        async with self.changed:
            await self.changed.wait_for(lambda: holds(self))


@asynccontextmanager
async def serving(script: Script) -> AsyncGenerator[Server]:
    """A server whose every connection follows `script`."""
    tasks: set[asyncio.Task[None]] = set()

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = Peer(reader, writer)
        async with server.changed:
            server.open += 1
            server.seen += 1
            server.changed.notify_all()
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await script(peer)
        finally:
            writer.transport.abort()
            server.asked.append(peer.asked)
            async with server.changed:
                server.open -= 1
                server.changed.notify_all()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(run(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listener = await asyncio.start_server(begin, "127.0.0.1", 0)
    server = Server(port=listener.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
