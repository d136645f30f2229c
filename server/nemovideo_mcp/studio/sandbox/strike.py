"""A fault at work on one request: what it knows, how it breaks the line, and ways to change what passes by."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.studio.sandbox.faults import Fault

__all__ = [
    "Behaviour",
    "Chunks",
    "Cut",
    "Memory",
    "Strike",
    "answer",
    "of_json",
    "of_stream",
    "read_body",
    "replayed",
]

Chunks = AsyncIterator[bytes]
StreamChange = Callable[["Strike", Chunks], AsyncGenerator[bytes]]
JsonChange = Callable[["Strike", int, Any], tuple[int, Any]]


class Cut(Exception):
    """The line is to be broken here; `afterwards` is done when it is."""

    def __init__(self, *, afterwards: Callable[[], Awaitable[None]] | None = None) -> None:
        super().__init__()
        self.afterwards = afterwards


@dataclass(kw_only=True)
class Memory:
    """What faults remember from one request to the next; `clock` is in seconds."""

    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    polls: dict[str, int] = field(default_factory=dict[str, int])
    # Sessions whose film is still raw, and until when.
    raw_until: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, kw_only=True)
class Strike:
    """`fault` strikes a request for `call`; `ids` is what the request names: token, session, export."""

    fault: Fault
    call: str
    ids: Mapping[str, str]
    memory: Memory


Behaviour = Callable[[Strike, ASGIApp], ASGIApp]
"""How a fault behaves: the application as it is while the fault strikes."""


async def answer(send: Send, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    """A whole reply."""
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def read_body(receive: Receive, *, most: int | None = None) -> bytes:
    """The body of the request; no more than `most` bytes of it are waited for."""
    body = bytearray()
    while most is None or len(body) < most:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` first, and then what `receive` gives."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def of_json(change: JsonChange) -> Behaviour:
    """A behaviour that changes status and object of JSON replies; others pass as they are."""

    def behave(strike: Strike, app: ASGIApp) -> ASGIApp:
        async def changed(scope: Scope, receive: Receive, send: Send) -> None:
            start: Message = {}
            body = bytearray()

            async def take(message: Message) -> None:
                nonlocal start
                if message["type"] == "http.response.start":
                    start = message
                    if not _is(message, b"application/json"):
                        await send(message)
                elif not _is(start, b"application/json"):
                    await send(message)
                else:
                    body.extend(message.get("body", b""))
                    if not message.get("more_body", False):
                        status, value = change(strike, start["status"], json.loads(bytes(body)))
                        await answer(send, status, _encoded(value), {"content-type": "application/json"})

            await app(scope, receive, take)

        return changed

    return behave


def of_stream(change: StreamChange) -> Behaviour:
    """A behaviour that changes the bytes of event streams, given and taken event by event; others pass as they are."""

    def behave(strike: Strike, app: ASGIApp) -> ASGIApp:
        async def changed(scope: Scope, receive: Receive, send: Send) -> None:
            await _Pipe(app, scope, receive, send).run(lambda chunks: change(strike, chunks))

        return changed

    return behave


class _Pipe:
    """Runs an application with its stream drawn through a generator, for as long as somebody listens."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self._app = app
        self._scope = scope
        self._receive = receive
        self._send = send
        self._incoming: asyncio.Queue[Message] = asyncio.Queue()
        self._outgoing: asyncio.Queue[Message | Exception | None] = asyncio.Queue()

    async def run(self, change: Callable[[Chunks], AsyncGenerator[bytes]]) -> None:
        sending = asyncio.create_task(self._forward(change))
        listening = asyncio.create_task(self._listen())
        working = asyncio.create_task(self._work())
        tasks = (sending, listening, working)
        try:
            await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """Ends when the client has gone."""
        while True:
            message = await self._receive()
            self._incoming.put_nowait(message)
            if message["type"] == "http.disconnect":
                return

    async def _work(self) -> None:
        try:
            await self._app(self._scope, self._incoming.get, self._outgoing.put)
        except Exception as error:  # noqa: BLE001 - it is raised again by whoever sends
            self._outgoing.put_nowait(error)
        finally:
            self._outgoing.put_nowait(None)

    async def _forward(self, change: Callable[[Chunks], AsyncGenerator[bytes]]) -> None:
        start = await self._next()
        if start is None:
            return
        await self._send(start)
        if not _is(start, b"text/event-stream"):
            while (message := await self._next()) is not None:
                await self._send(message)
            return
        async with aclosing(change(self._blocks())) as chunks:
            async for chunk in chunks:
                await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _next(self) -> Message | None:
        message = await self._outgoing.get()
        if isinstance(message, Exception):
            raise message
        return message

    async def _blocks(self) -> AsyncGenerator[bytes]:
        """The stream, event by event; each with the blank line behind it."""
        left, searched = bytearray(), 0
        while (message := await self._next()) is not None:
            left += message.get("body", b"")
            while (end := left.find(b"\n\n", searched) + 2) > 1:
                yield bytes(left[:end])
                del left[:end]
                searched = 0
            searched = max(0, len(left) - 1)
        if left:
            yield bytes(left)


def _is(start: Message, media_type: bytes) -> bool:
    headers = cast("list[tuple[bytes, bytes]]", start.get("headers", []))
    return any(name.lower() == b"content-type" and value.startswith(media_type) for name, value in headers)


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
