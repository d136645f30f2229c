"""HTTP/1.1 by hand, because a test must decide every byte, pause and cut of a reply."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from http import HTTPStatus
from typing import Any, Final, Literal, cast
from urllib.parse import parse_qsl, unquote

Framing = Literal["length", "chunked", "close", "raw"]
Sleep = Callable[[float], Awaitable[Any]]
JsonObject = dict[str, Any]


class End(Enum):
    """How a reply stops before its end."""

    CUT = "cut"
    RESET = "reset"


CUT: Final = End.CUT  # FIN in the middle of a framed body; a reset where only the close ends the body
RESET: Final = End.RESET  # always a TCP reset


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent for so long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Do:
    """A function is called (and awaited, if it is asynchronous) between two pieces."""

    action: Callable[[], Awaitable[None] | None]


Piece = bytes | Pause | Do | End


class BadRequest(Exception):
    """The bytes of the request are not HTTP."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it was received."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""
    peer: str = ""

    @property
    def raw_path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def path(self) -> str:
        return unquote(self.raw_path)

    @property
    def query_string(self) -> str:
        return self.target.partition("?")[2]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def bearer(self) -> str | None:
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() else None

    def json(self) -> Any:
        """The body as JSON, or None where it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def json_object(self) -> JsonObject:
        """The body as a JSON object, or an empty one where it is anything else."""
        return as_object(self.json())


def as_object(value: object) -> JsonObject:
    return cast("JsonObject", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `raw` framing sends the pieces alone, without a status line or headers."""

    status: int = 200
    pieces: Sequence[Piece] = ()
    headers: dict[str, str] = field(default_factory=lambda: dict[str, str]())
    framing: Framing = "length"
    length: int | None = None  # the Content-Length that is claimed; None is the true one
    before_body: bool = False  # answer without reading the request's body
    before_end: Callable[[], None] | None = None  # called once, just before the client can see the end

    def with_hook(self, hook: Callable[[], None] | None) -> Reply:
        return replace(self, before_end=hook)


def json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def json_reply(obj: object, status: int = 200, content_type: str = "application/json") -> Reply:
    return bytes_reply(json_bytes(obj), status, content_type)


def bytes_reply(
    body: bytes,
    status: int = 200,
    content_type: str = "application/octet-stream",
    *,
    framing: Framing = "length",
    length: int | None = None,
) -> Reply:
    headers = {"Content-Type": content_type} if content_type else dict[str, str]()
    return Reply(status, (body,) if body else (), headers, framing, length)


def stream_reply(
    pieces: Iterable[Piece],
    status: int = 200,
    content_type: str = "text/event-stream; charset=utf-8",
    *,
    framing: Framing = "chunked",
) -> Reply:
    return Reply(status, tuple(pieces), {"Content-Type": content_type, "Cache-Control": "no-cache"}, framing)


def raw_reply(*pieces: Piece) -> Reply:
    """Exactly these bytes, the status line and the headers included."""
    return Reply(pieces=pieces, framing="raw")


def cut_reply(*, reset: bool = False) -> Reply:
    """The line breaks without a byte of a reply."""
    return raw_reply(RESET if reset else CUT)


async def read_head(reader: asyncio.StreamReader, peer: str) -> Request | None:
    """The request line and the headers, or None where the client sent nothing."""
    try:
        block = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise BadRequest("the request ends inside its headers") from end
        return None
    except asyncio.LimitOverrunError as big:
        raise BadRequest("the headers are too long") from big
    lines = block[:-4].decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequest(f"not a request line: {lines[0]!r}")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise BadRequest(f"not a header: {line!r}")
        key, value = name.lower(), value.strip()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return Request(words[0], words[1], headers, peer=peer)


async def read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    try:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return await _read_chunks(reader)
        return await reader.readexactly(int(headers.get("content-length", "0")))
    except asyncio.IncompleteReadError as end:
        raise BadRequest("the request ends inside its body") from end
    except ValueError as wrong:
        raise BadRequest(f"a length that is no number: {wrong}") from wrong


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while True:
        size = int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16)
        if size == 0:
            break
        body += await reader.readexactly(size)
        if await reader.readexactly(2) != b"\r\n":
            raise BadRequest("a chunk does not end where it says")
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass  # trailers
    return bytes(body)


def head_bytes(reply: Reply) -> bytes:
    try:
        reason = HTTPStatus(reply.status).phrase
    except ValueError:
        reason = "Unknown"
    headers = dict(reply.headers)
    if reply.framing == "length":
        true_length = sum(len(piece) for piece in reply.pieces if isinstance(piece, bytes))
        headers["Content-Length"] = str(true_length if reply.length is None else reply.length)
    elif reply.framing == "chunked":
        headers["Transfer-Encoding"] = "chunked"
    headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {reply.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def send(writer: asyncio.StreamWriter, reply: Reply, sleep: Sleep, *, head_only: bool = False) -> None:
    """Sends the reply, each piece by itself, and closes nothing but what a CUT or RESET closes."""
    hook = _Once(reply.before_end)
    writer.transport.set_write_buffer_limits(high=0)  # so that drain() means: the kernel has every byte
    try:
        if reply.framing != "raw":
            await _write(writer, head_bytes(reply))
        if not head_only and reply.status not in (204, 304):
            await _send_pieces(writer, reply, sleep, hook)
    except (ConnectionError, TimeoutError):
        return  # the client went away
    finally:
        hook()


async def _send_pieces(writer: asyncio.StreamWriter, reply: Reply, sleep: Sleep, hook: _Once) -> None:
    last = max((at for at, piece in enumerate(reply.pieces) if isinstance(piece, bytes)), default=-1)
    for at, piece in enumerate(reply.pieces):
        if isinstance(piece, Pause):
            await sleep(piece.seconds)
        elif isinstance(piece, Do):
            waiting = piece.action()
            if waiting is not None:
                await waiting
        elif isinstance(piece, End):
            hook()
            if piece is RESET or reply.framing == "close":
                reset(writer)
            else:
                writer.close()
            return
        elif piece:
            if at == last and reply.framing in ("length", "raw"):
                hook()  # the last byte is the end that the client sees
            framed = b"%x\r\n%b\r\n" % (len(piece), piece) if reply.framing == "chunked" else piece
            await _write(writer, framed)
    hook()
    if reply.framing == "chunked":
        await _write(writer, b"0\r\n\r\n")


class _Once:
    def __init__(self, action: Callable[[], None] | None) -> None:
        self.action = action

    def __call__(self) -> None:
        action, self.action = self.action, None
        if action is not None:
            action()


async def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


def reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection with a TCP reset."""
    line = writer.get_extra_info("socket")
    if line is not None:
        with suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
