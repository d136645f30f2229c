"""Faults of downloads: the film that stops half-way, the one that is too short, the one that comes whole each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.studio.sandbox.strike import Behaviour, Cut, Strike

__all__ = ["FILES"]

Headers = list[tuple[bytes, bytes]]


def _download_cut(strike: Strike, app: ASGIApp) -> ASGIApp:
    async def cut(scope: Scope, receive: Receive, send: Send) -> None:
        left = strike.fault.number

        async def take(message: Message) -> None:
            nonlocal left
            if message["type"] == "http.response.start":
                await send(message)
                return
            body = message.get("body", b"")[:left]
            left -= len(body)
            await send({**message, "body": body, "more_body": True})
            if left <= 0 or not message.get("more_body", False):
                raise Cut

        await app(scope, receive, take)

    return cut


def _download_short(strike: Strike, app: ASGIApp) -> ASGIApp:
    async def short(scope: Scope, receive: Receive, send: Send) -> None:
        left = 0

        async def take(message: Message) -> None:
            nonlocal left
            if message["type"] == "http.response.start":
                headers = _headers(message)
                said = next((int(value) for name, value in headers if name == b"content-length"), 0)
                left = min(strike.fault.number, said)
                headers = [*_without(headers, b"content-length"), (b"content-length", str(left).encode())]
                await send({**message, "headers": headers})
                return
            body = message.get("body", b"")[:left]
            left -= len(body)
            await send({**message, "body": body})

        await app(scope, receive, take)

    return short


def _no_range(_: Strike, app: ASGIApp) -> ASGIApp:
    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _without(_headers(message), b"accept-ranges")}
            await send(message)

        await app({**scope, "headers": _without(_headers(scope), b"range", b"if-range")}, receive, take)

    return whole


def _headers(message: Message | Scope) -> Headers:
    return [(name.lower(), value) for name, value in cast("Headers", message.get("headers", []))]


def _without(headers: Headers, *names: bytes) -> Headers:
    return [(name, value) for name, value in headers if name not in names]


FILES: Mapping[str, Behaviour] = {
    "no-range": _no_range,
    "download-short": _download_short,
    "download-cut": _download_cut,
}
