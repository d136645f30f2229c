"""Fetching a file from a web address for a user: never from this machine or its network, never too much or too long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import h11

from nemovideo_mcp.addresses import is_public
from nemovideo_mcp.config import media_type_of
from nemovideo_mcp.errors import FileTooLarge, InvalidRequest
from nemovideo_mcp.messages.catalogue import Words, words_of
from nemovideo_mcp.messages.fetching import FETCHING, FETCHING_HINTS
from nemovideo_mcp.studio.exchange import Exchange, FetchTrouble, Pace, connect
from nemovideo_mcp.studio.links import Link, parse_link, shown_link
from nemovideo_mcp.studio.lookups import look_up

__all__ = ["Fetched", "Resolve", "fetch", "not_fetched"]

_REDIRECTS = 5
_LENGTH_DIGITS = 20
_MOVED = frozenset({301, 302, 303, 307, 308})
_EXTENSIONS: Mapping[str, str] = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/x-msvideo": "avi",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/aac": "aac",
}
# What to do where it is not the usual advice: by the reason, and by the HTTP status.
_HINTS: Mapping[str, str] = {
    **dict.fromkeys(("no_answer", "silent", "slow", "deadline", "lookup_late", "stopping"), "later"),
    "no_turn": "fewer",
}
_STATUS_HINTS: Mapping[int, str] = {
    **dict.fromkeys((401, 403, 407), "signed_in"),
    **dict.fromkeys((404, 410), "gone"),
    **dict.fromkeys((408, 425, 429, 500, 502, 503, 504), "later"),
}

Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What an address gives: the name that the file has there, and its bytes, block by block."""

    name: str
    blocks: AsyncGenerator[bytes]


@asynccontextmanager
async def fetch(
    url: str,
    *,
    limit_bytes: int,
    allow_private: bool = False,
    resolve: Resolve = look_up,
    pace: Pace | None = None,
) -> AsyncGenerator[Fetched]:
    """Open `url`, following at most five redirections, each checked like the first address.

    The connection goes to the very address that was looked at. The deadline of `pace` holds for all that is done
    within the context too.

    Args:
        url: The address as the user gave it.
        limit_bytes: How large the file may be.
        allow_private: Whether addresses that are not of the internet are fetched too.
        resolve: Gives the addresses of a host's name.
        pace: How long it may take.

    Raises:
        InvalidRequest: It cannot be fetched; in words.
        FileTooLarge: By its own word, or while the blocks are read.
    """
    pace = pace or Pace()
    whole = asyncio.timeout(pace.whole_s)
    try:
        async with (
            whole,
            _opened(url, allow_private=allow_private, resolve=resolve, pace=pace) as (link, exchange, head),
        ):
            name = _name(link, head)
            if _announced_bytes(head) > limit_bytes:
                raise _too_large(name, limit_bytes)
            async with aclosing(_blocks(exchange, pace, name, limit_bytes)) as blocks:
                yield Fetched(name=name, blocks=blocks)
    except FetchTrouble as trouble:
        raise not_fetched(url, trouble) from None
    except TimeoutError:
        if not whole.expired():
            raise
        raise not_fetched(url, FetchTrouble("deadline", seconds=round(pace.whole_s))) from None


def not_fetched(url: str, trouble: FetchTrouble) -> InvalidRequest:
    """The error for the user: that `url` cannot be fetched, why, and what to do."""
    status = trouble.fields.get("status")
    by_status = _STATUS_HINTS.get(status) if isinstance(status, int) else None
    hint = by_status or _HINTS.get(trouble.reason, "other")
    reasons = words_of(FETCHING, trouble.reason, **trouble.fields)
    shown = shown_link(url)
    words = Words(
        *(
            whole.format(url=shown, reason=reason)
            for whole, reason in zip(FETCHING["not_fetched"], reasons, strict=True)
        )
    )
    return InvalidRequest(detail=words.pair(), hint=words_of(FETCHING_HINTS, hint).pair())


@asynccontextmanager
async def _opened(
    url: str, *, allow_private: bool, resolve: Resolve, pace: Pace
) -> AsyncGenerator[tuple[Link, Exchange, h11.Response]]:
    """The exchange at the end of the redirections, whose reply is the file."""
    link = parse_link(url)
    for _ in range(_REDIRECTS + 1):
        async with _answered(link, allow_private=allow_private, resolve=resolve, pace=pace) as (
            exchange,
            head,
        ):
            location = _header(head, b"location")
            if head.status_code in _MOVED and location:
                link = link.joined(location)
                continue
            if head.status_code != 200:
                raise FetchTrouble("status", status=head.status_code)
            yield link, exchange, head
            return
    raise FetchTrouble("redirects", limit=_REDIRECTS)


@asynccontextmanager
async def _answered(
    link: Link, *, allow_private: bool, resolve: Resolve, pace: Pace
) -> AsyncGenerator[tuple[Exchange, h11.Response]]:
    """A connection to the host of `link` with the head of its reply, within `pace.answer_s`."""
    loop = asyncio.get_running_loop()
    until = loop.time() + pace.answer_s
    try:
        async with asyncio.timeout_at(until):
            addresses = await _addresses(link, allow_private=allow_private, resolve=resolve)
    except TimeoutError:
        raise FetchTrouble("lookup_late", host=link.host) from None
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout_at(until):
                exchange = await stack.enter_async_context(connect(link, addresses))
                head = await exchange.ask()
        except TimeoutError:
            raise FetchTrouble("no_answer", host=link.host, seconds=round(pace.answer_s)) from None
        yield exchange, head


async def _addresses(link: Link, *, allow_private: bool, resolve: Resolve) -> list[str]:
    """The addresses of the host, all of them public. Raises `FetchTrouble`, `InvalidRequest`."""
    addresses = [link.numeric] if link.numeric else await resolve(link.host, link.port)
    if not addresses:
        raise FetchTrouble("unknown_host", host=link.host)
    # All of them: a name that stands for a public and a private address is a trick.
    if not allow_private and not all(is_public(address) for address in addresses):
        words = words_of(FETCHING, "private", host=link.host)
        raise InvalidRequest(detail=words.pair(), hint=words_of(FETCHING_HINTS, "private").pair())
    return addresses


async def _blocks(exchange: Exchange, pace: Pace, name: str, limit_bytes: int) -> AsyncGenerator[bytes]:
    done = 0
    async with aclosing(exchange.blocks(pace)) as blocks:
        async for block in blocks:
            done += len(block)
            if done > limit_bytes:
                raise _too_large(name, limit_bytes)
            yield block


def _too_large(name: str, limit_bytes: int) -> FileTooLarge:
    return FileTooLarge(name=name, limit_mb=limit_bytes // (1024 * 1024))


def _name(link: Link, head: h11.Response) -> str:
    """The name that the file has there, with an accepted extension if the server says of what type it is."""
    message = Message()
    message["Content-Disposition"] = _header(head, b"content-disposition")
    name = message.get_filename() or link.name
    if media_type_of(name) is not None:
        return name
    content_type = _header(head, b"content-type").partition(";")[0].strip().lower()
    extension = _EXTENSIONS.get(content_type)
    return f"{Path(name).stem or 'download'}.{extension}" if extension else name


def _announced_bytes(head: h11.Response) -> int:
    length = _header(head, b"content-length")
    return int(length[:_LENGTH_DIGITS]) if length.isascii() and length.isdecimal() else 0


def _header(head: h11.Response, name: bytes) -> str:
    """The first header of that name, as UTF-8 where it is that; empty without one."""
    value = next((value for given, value in head.headers if given == name), b"")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
