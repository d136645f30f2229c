"""Checks whether a backend answers, by one request without token, client id or user data."""

from __future__ import annotations

import httpx

from nemovideo_mcp.errors import ConnectionFailed

__all__ = ["reach"]

_SECONDS = 8.0


async def reach(url: str, *, transport: httpx.AsyncBaseTransport | None = None) -> int:
    """The HTTP status that `url` answers with, whichever it is. Raises `ConnectionFailed` if nobody answers."""
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, transport=transport) as http:
            return (await http.head(url)).status_code
    except httpx.TransportError as error:
        raise ConnectionFailed(f"{url} ({type(error).__name__})") from None
