"""Looking up the addresses of a host, in a thread of its own for each name.

The system's resolver cannot be broken off: a name whose server is silent would hold a thread of a shared pool for half
a minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable

__all__ = ["BlockingLookup", "look_up", "system_addresses"]

BlockingLookup = Callable[[str, int], list[str]]


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses of `host` by the system's resolver, IPv6 ones with their zone. Raises `OSError`; blocks."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def look_up(
    host: str,
    port: int,
    *,
    blocking: BlockingLookup = system_addresses,
    on_end: Callable[[], None] = lambda: None,
) -> list[str]:
    """The addresses of `host`; empty where it is not known.

    Args:
        host: A name in ASCII.
        port: The port that is going to be used.
        blocking: Looks them up, for as long as it likes.
        on_end: Is called in the event loop when `blocking` has come back, also where nobody waits any more.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def ended(addresses: list[str]) -> None:
        on_end()
        if not found.done():
            found.set_result(addresses)

    def run() -> None:
        try:
            addresses = blocking(host, port)
        except (OSError, UnicodeError):
            addresses = []
        # The loop may be closed by now.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(ended, addresses)

    threading.Thread(target=run, daemon=True, name="nemovideo-lookup").start()
    return await found
