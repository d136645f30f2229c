"""HTTP by hand: what a server really sends, byte by byte, and whether it came to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class RawReply:
    """`chunks` are those of the transfer coding, else the body in one; `whole` is False where the line broke."""

    status: int
    headers: Mapping[str, str]
    chunks: tuple[bytes, ...]
    whole: bool

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)


NOTHING = RawReply(status=0, headers={}, chunks=(), whole=False)
"""The reply of a server that closed the line without one."""


async def ask(
    url: str,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    seconds: float = 20.0,
) -> RawReply:
    """Send one request over a line of its own, and read until the server closes it."""
    address = urlsplit(url)
    lines = {
        "Host": address.netloc,
        "Connection": "close",
        "Content-Length": str(len(body)),
        **(headers or {}),
    }
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        try:
            writer.write(head.encode() + b"\r\n" + body)
            return _parsed(await _to_the_end(reader))
        finally:
            writer.close()


async def _to_the_end(reader: asyncio.StreamReader) -> bytes:
    received = bytearray()
    try:
        while piece := await reader.read(65536):
            received += piece
    except ConnectionError:
        pass  # the line was broken while we still had something to say
    return bytes(received)


def _parsed(received: bytes) -> RawReply:
    head, blank, body = received.partition(b"\r\n\r\n")
    if not blank:
        return NOTHING
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    chunked = headers.get("transfer-encoding") == "chunked"
    chunks, whole = (
        _chunks(body) if chunked else ((body,), len(body) == int(headers.get("content-length", "-1")))
    )
    return RawReply(status=int(first.split()[1]), headers=headers, chunks=tuple(chunks), whole=whole)


def _chunks(body: bytes) -> tuple[tuple[bytes, ...], bool]:
    chunks: list[bytes] = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        if not length:
            return tuple(chunks), rest == b"\r\n"
        chunks.append(rest[:length])
        body = rest[length + 2 :]
    return tuple(chunks), False
