"""Reads the bodies of replies: which of them have to be read before a success is known to be one, and how far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import anyio
import httpx

from nemovideo_mcp.errors import NemoError, ServerFailed

__all__ = ["Asked", "Kind", "as_read", "decoded"]

_MB = 1024 * 1024
# A draft of hours of film is a few MB; what stands in place of a film or of a stream is a reason.
_SECONDS = 15 * 60.0

Kind = Literal["object", "stream", "file"]
"""What the body of a success is: a JSON object whatever its content type, a stream of events, or anything else."""

_MOST_BYTES: Mapping[Kind, int] = {"object": 64 * _MB, "stream": _MB, "file": _MB}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request asks for, and what a 404 without a code of its own means at its address."""

    kind: Kind
    missing: type[NemoError]

    def reads(self, response: httpx.Response) -> bool:
        """Whether the body of a success has to be read before it is known to be one."""
        match self.kind:
            case "object":
                return True
            case "file":
                return _is_json(response)
            case "stream":
                # An object in place of the events: those that come with a length are over at once.
                return not _is_stream(response) and 0 < _stated_length(response) <= _MOST_BYTES["stream"]

    async def body_of(self, response: httpx.Response) -> bytes:
        """The body, read within limits of size and time; of a failure only its beginning, which gives the reason.

        Raises `ServerFailed` for a success that is larger, `httpx.ReadTimeout` for one that comes in drips without end.
        """
        most = _MOST_BYTES[self.kind] if response.is_success else _MOST_BYTES["file"]
        found = bytearray()
        with anyio.move_on_after(_SECONDS) as scope:
            async for piece in response.aiter_bytes():
                found += piece
                if len(found) > most:
                    break
        if scope.cancelled_caught:
            raise httpx.ReadTimeout("the reply did not end")
        if response.is_success and len(found) > most:
            raise ServerFailed(f"its reply is larger than {most // 1024**2} MB.")
        return bytes(found[:most])


def as_read(response: httpx.Response, content: bytes) -> httpx.Response:
    """`response` with its body in memory, to be read again."""
    spent = ("content-encoding", "content-length", "transfer-encoding")
    headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in spent]
    return httpx.Response(response.status_code, headers=headers, content=content, request=response.request)


def _stated_length(response: httpx.Response) -> int:
    length = response.headers.get("content-length", "")
    return int(length) if length.isdecimal() and "content-encoding" not in response.headers else 0


def _is_json(response: httpx.Response) -> bool:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower().endswith("json")


def _is_stream(response: httpx.Response) -> bool:
    return response.headers.get("content-type", "").strip().lower().startswith("text/event-stream")


def decoded(content: bytes) -> object:
    """The JSON of a body; None for an empty one, words where it is no JSON."""
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode("utf-8", errors="replace")
