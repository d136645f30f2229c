"""Asks whoever listens at a studio's address to prove that it is the studio of the record, before it is told anything.

The question is a random number; the answer is its HMAC-SHA256 with the studio's secret, which itself is not sent.
A port may be somebody else's by now: the file that names it stays behind when a studio is killed.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import anyio
import httpx

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.protocol.discovery import StudioRecord, proof_of

__all__ = ["Listener", "ask_for_proof"]

_MOST_BYTES = 64 * 1024

Kind = Literal["studio", "earlier", "stranger", "silent", "nobody"]
"""Who listens: the studio of the record, one of a version that knows no proof, somebody else, one who says nothing."""


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Who listens at the address of a record; `health` is a studio's description of itself."""

    kind: Kind
    health: Mapping[str, Any] = field(default_factory=dict[str, Any])


async def ask_for_proof(
    record: StudioRecord, *, open_http: Callable[[], httpx.AsyncClient], seconds: float
) -> Listener:
    """Who listens at the address of `record`. Only a random number is sent, and at most 64 kB are read.

    Args:
        open_http: makes the client that asks.
        seconds: how long the whole answer may take.
    """
    nonce = secrets.token_urlsafe(24)
    try:
        url = httpx.URL(record.url)
        if url.scheme != "http" or not is_loopback(url.host) or url.port is None:
            return Listener(kind="stranger")
        with anyio.fail_after(seconds):
            async with (
                open_http() as http,
                http.stream("GET", url.join("/healthz"), params={"nonce": nonce}) as reply,
            ):
                body = await _read(reply)
    except (TimeoutError, httpx.TimeoutException):
        return Listener(kind="silent")
    except httpx.ConnectError:
        return Listener(kind="nobody")
    except (httpx.HTTPError, httpx.InvalidURL):
        # It is no web server, or breaks off.
        return Listener(kind="stranger")
    said = _object(body if reply.status_code == 200 else b"")
    given = said.get("proof")
    if isinstance(given, str):
        right = proof_of(record.secret, port=url.port, nonce=nonce)
        is_right = hmac.compare_digest(given.encode(errors="replace"), right.encode())
        return Listener(kind="studio", health=said) if is_right else Listener(kind="stranger")
    if said.get("pid") == record.pid and said.get("version") == record.version:
        return Listener(kind="earlier", health=said)
    return Listener(kind="stranger")


async def _read(reply: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in reply.aiter_bytes():
        body += piece
        if len(body) > _MOST_BYTES:
            return b""
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}
