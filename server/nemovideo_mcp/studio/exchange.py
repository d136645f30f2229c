"""One request over one connection: the reply's head, then its body block by block, bounded in time and bytes.

HTTP is h11's, which does no I/O and takes nothing that is malformed; TLS and sockets are asyncio's.
"""

from __future__ import annotations

import asyncio
import functools
import os
import socket
import ssl
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import h11

from nemovideo_mcp.studio.links import Link

__all__ = ["Exchange", "FetchTrouble", "Pace", "connect"]

_MOST_ADDRESSES = 4
_ADDRESS_S = 5.0
_BLOCK_BYTES = 64 * 1024
_HEAD_BLOCK_BYTES = 8 * 1024
_MOST_HEAD_BYTES = 64 * 1024
# Pieces of a body that are smaller than this on average are an attack on whoever parses them.
_FREE_BYTES = 1024 * 1024
_LEAST_SHARE = 0.25
# So many pieces are parsed before others get their turn.
_PIECES = 100
_TLS_END_S = 1.0


class FetchTrouble(Exception):
    """Why a reply does not come; `reason` is a key of `messages.fetching.FETCHING`, `fields` are its fields."""

    def __init__(self, reason: str, **fields: object) -> None:
        self.reason = reason
        self.fields = fields
        super().__init__(reason)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long a fetch may take.

    Attributes:
        whole_s: From its beginning to the last byte, with all redirections.
        answer_s: From looking up one host to the end of the headers of its reply.
        idle_s: Without a single byte of the body.
        window_s: The time over which the body's least rate is measured.
        least_bytes_per_s: Less than this on average over a window is too slow.
    """

    whole_s: float = 540.0
    answer_s: float = 20.0
    idle_s: float = 20.0
    window_s: float = 30.0
    least_bytes_per_s: int = 2000


@asynccontextmanager
async def connect(link: Link, addresses: Sequence[str]) -> AsyncGenerator[Exchange]:
    """A connection to the first of `addresses` that takes one; the certificate must be of the link's host.

    The socket is closed at the end, whatever happened. Raises `FetchTrouble`.
    """
    writer: asyncio.StreamWriter | None = None
    try:
        reader, writer = await _connected(link, addresses)
        yield Exchange(link, reader, writer)
    finally:
        if writer is not None:
            # Not a polite end of TLS, for which the other side could let us wait.
            writer.transport.abort()


async def _connected(
    link: Link, addresses: Sequence[str]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    trouble = FetchTrouble("no_connection", host=link.host, detail="-")
    tried = addresses[:_MOST_ADDRESSES]
    for address in tried:
        try:
            # The last one has all the time that there is.
            async with asyncio.timeout(None if address == tried[-1] else _ADDRESS_S):
                return await asyncio.open_connection(
                    address,
                    link.port,
                    limit=_BLOCK_BYTES,
                    flags=socket.AI_NUMERICHOST,
                    ssl=_context() if link.is_secure else None,
                    server_hostname=link.host if link.is_secure else None,
                    ssl_shutdown_timeout=_TLS_END_S if link.is_secure else None,
                )
        except ssl.SSLCertVerificationError as error:
            raise FetchTrouble("certificate", host=link.host, detail=error.verify_message) from None
        except ssl.SSLError as error:
            raise FetchTrouble("tls", host=link.host, detail=error.reason or "TLS") from None
        except OSError as error:
            # `TimeoutError` is one of them.
            trouble = FetchTrouble("no_connection", host=link.host, detail=_said(error))
    raise trouble


@functools.cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


class Exchange:
    """The request and its reply. `ask` comes first, then `blocks`."""

    def __init__(self, link: Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._link = link
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=2 * _MOST_HEAD_BYTES)
        self._read_bytes = 0

    async def ask(self, *, body: bytes | None = None, more: Sequence[tuple[str, str]] = ()) -> h11.Response:
        """Send the request, and read the head of the reply.

        Args:
            body: JSON to post; without one it is a GET.
            more: Headers beside the usual ones.

        Raises:
            FetchTrouble: There is none.
        """
        headers = [
            ("Host", self._link.netloc),
            ("User-Agent", "nemovideo-studio"),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
            *more,
        ]
        if body is not None:
            headers += [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        try:
            for event in (
                h11.Request(
                    method="GET" if body is None else "POST", target=self._link.target, headers=headers
                ),
                *(() if body is None else (h11.Data(data=body),)),
                h11.EndOfMessage(),
            ):
                self._writer.write(self._http.send(event) or b"")
            await self._writer.drain()
        except h11.LocalProtocolError:
            raise FetchTrouble("garbage", host=self._link.host) from None
        except OSError:
            raise FetchTrouble("broke_off") from None
        while True:
            event = self._next()
            if isinstance(event, h11.Response):
                return event
            if event is h11.NEED_DATA:
                if self._read_bytes > _MOST_HEAD_BYTES:
                    raise FetchTrouble("headers", host=self._link.host)
                await self._read(_HEAD_BLOCK_BYTES)
            elif not isinstance(event, h11.InformationalResponse):
                raise FetchTrouble("garbage", host=self._link.host)

    async def blocks(self, pace: Pace) -> AsyncGenerator[bytes]:
        """The body. Raises `FetchTrouble`, also where it comes too slowly or breaks off before its end."""
        clock = asyncio.get_running_loop().time
        began, came, body_bytes, pieces = clock(), 0, 0, 0
        before = self._read_bytes
        while True:
            event = self._next()
            if isinstance(event, h11.Data):
                body_bytes += len(event.data)
                yield bytes(event.data)
                pieces += 1
                if pieces % _PIECES == 0:
                    await asyncio.sleep(0)
            elif event is h11.NEED_DATA:
                if body_bytes < (self._read_bytes - before - _FREE_BYTES) * _LEAST_SHARE:
                    raise FetchTrouble("garbage", host=self._link.host)
                try:
                    async with asyncio.timeout(pace.idle_s):
                        came += await self._read(_BLOCK_BYTES)
                except TimeoutError:
                    raise FetchTrouble("silent", seconds=round(pace.idle_s)) from None
                now = clock()
                if now - began >= pace.window_s:
                    if came < pace.least_bytes_per_s * (now - began):
                        raise FetchTrouble("slow", limit=round(pace.least_bytes_per_s / 1000, 1))
                    began, came = now, 0
            elif isinstance(event, h11.EndOfMessage):
                return
            else:
                raise FetchTrouble("broke_off")

    def _next(self) -> object:
        try:
            return self._http.next_event()
        except (h11.RemoteProtocolError, ValueError):
            # Where the line has ended, it is the end that does not fit.
            if self._reader.at_eof():
                raise FetchTrouble("broke_off") from None
            raise FetchTrouble("garbage", host=self._link.host) from None

    async def _read(self, most_bytes: int) -> int:
        try:
            data = await self._reader.read(most_bytes)
        except OSError:
            raise FetchTrouble("broke_off") from None
        self._http.receive_data(data)
        self._read_bytes += len(data)
        return len(data)


def _said(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__
