"""Faults of how the event stream comes over: heartbeats, long and broken lines, odd line ends, a line that breaks."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Iterator, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.protocol.events import HEARTBEAT, encode_event, tool_call_event
from nemovideo_mcp.studio.sandbox.strike import (
    Behaviour,
    Chunks,
    Cut,
    Strike,
    of_stream,
    read_body,
    replayed,
)

__all__ = ["LINES"]

_HEARTBEATS: Mapping[str, bytes] = {
    "comment": HEARTBEAT,
    "data": b"data:\n\n",
    "event": b'data: {"type":"heartbeat"}\n\n',
    "named": b"event: heartbeat\ndata: {}\n\n",
}
_LINE_ENDS: Mapping[str, tuple[bytes, ...]] = {
    "crlf": (b"\r\n",),
    "cr": (b"\r",),
    "mixed": (b"\r\n", b"\n", b"\r"),
}
_BOM = b"\xef\xbb\xbf"


async def _slow_heartbeats(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    every = max(1, int(strike.fault.more["every"]))
    form = strike.fault.more["form"]
    beats = itertools.cycle(_HEARTBEATS.values() if form == "mixed" else (_HEARTBEATS[form],))
    for waited in range(0, strike.fault.number, every):
        yield next(beats)
        await strike.memory.sleep(min(every, strike.fault.number - waited))
    async for block in blocks:
        yield block


async def _truncated_json(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    if strike.fault.value == "first":
        cut = False
        async for block in blocks:
            yield block if cut or not _is_event(block) else _half(block)
            cut = cut or _is_event(block)
        return
    # The last event is known when the stream has ended: what may be it is held, with all that follows.
    held: list[bytes] = []
    async for block in blocks:
        if _is_event(block):
            for waiting in held:
                yield waiting
            held = []
        held.append(block)
    for block in held:
        yield _half(block) if _is_event(block) else block


def _is_event(block: bytes) -> bool:
    return block.startswith(b"data: {")


def _half(block: bytes) -> bytes:
    return block[: len(block) // 2] + b"\n\n"


async def _huge_lines(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    async for block in blocks:
        if b'"text":' in block and b'"partial":true' not in block:
            yield b'data: {"padding":"' + b"x" * strike.fault.number + b'",' + block.removeprefix(b"data: {")
        else:
            yield block


async def _line_ends(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    ends = itertools.cycle(_LINE_ENDS[strike.fault.value])
    async for block in blocks:
        yield block.replace(b"\n", next(ends))


async def _bom(_: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    yield _BOM
    async for block in blocks:
        yield block


async def _split_utf8(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    size = max(1, strike.fault.number)
    async for block in blocks:
        for start in range(0, len(block), size):
            yield block[start : start + size]


# --- a line that breaks ------------------------------------------------------------------------------------------


async def _cut_off(strike: Strike, chunks: Chunks) -> AsyncGenerator[bytes]:
    left = strike.fault.number
    async for chunk in chunks:
        if len(chunk) >= left:
            yield chunk[:left]
            raise Cut
        left -= len(chunk)
        yield chunk
    raise Cut


def _drop(strike: Strike, app: ASGIApp) -> ASGIApp:
    if strike.fault.more["edit"] == "made":
        return of_stream(_cut_off)(strike, app)

    async def drop(scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in _pieces(strike.fault.number):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if strike.fault.more["edit"] == "lost":
            raise Cut

        async def later() -> None:
            await strike.memory.sleep(int(strike.fault.more["seconds"]))
            await app(scope, replayed(body, _for_ever), _unheard)

        raise Cut(afterwards=later)

    return drop


async def _for_ever() -> Message:
    """Nothing comes any more, and nobody goes away: the edit is to be made."""
    await asyncio.Event().wait()
    raise AssertionError


async def _unheard(_: Message) -> None:
    """Nobody listens."""


def _pieces(size: int) -> Iterator[bytes]:
    """The beginning of a stream that never comes to anything: `size` bytes."""
    blocks = itertools.chain(
        (encode_event(tool_call_event("edit_timeline", {}, "call_1")),), itertools.repeat(HEARTBEAT)
    )
    for block in blocks:
        if len(block) >= size:
            yield block[:size]
            return
        size -= len(block)
        yield block


LINES: Mapping[str, Behaviour] = {
    "truncated-json": of_stream(_truncated_json),
    "huge-lines": of_stream(_huge_lines),
    "slow-heartbeats": of_stream(_slow_heartbeats),
    "line-ends": of_stream(_line_ends),
    "bom": of_stream(_bom),
    "split-utf8": of_stream(_split_utf8),
    "drop": _drop,
}
