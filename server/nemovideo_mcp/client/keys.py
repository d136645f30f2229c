"""Calls under a key: where the backend keeps answers, a call is made again after a broken line, and done once."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.errors import ConnectionFailed, NemoError, ServerFailed
from nemovideo_mcp.protocol.discovery import KEY_HEADER

__all__ = ["Key", "keyed", "new_key"]

T = TypeVar("T")

_MOST_BREAKS = 4
_GATEWAY = (502, 503, 504)


@dataclass(kw_only=True)
class Key:
    """The key of one call, if its backend knows keys; `headers` carry it."""

    transport: Transport
    headers: Mapping[str, str]
    _breaks: int = 0

    async def may_ask_again(self, error: NemoError) -> bool:
        """True, after a pause, where `error` is a broken line and the same call may be sent again."""
        if not self.headers or self._breaks == _MOST_BREAKS or not _is_break(error):
            return False
        self._breaks += 1
        await self.transport.back_off(self._breaks)
        return True


def _is_break(error: NemoError) -> bool:
    if isinstance(error, ConnectionFailed):
        # What was not sent has been tried again already.
        return error.fields.get("unsent") is not True
    return isinstance(error, ServerFailed) and error.fields.get("status") in _GATEWAY


async def new_key(transport: Transport, key: str | None = None) -> Key:
    """A key for a call that is about to be made: `key`, or one of its own. The cloud is not assumed to know any."""
    if not await transport.keeps_answers():
        return Key(transport=transport, headers={})
    return Key(transport=transport, headers={KEY_HEADER: f'"{key or uuid.uuid4()}"'})


async def keyed(
    transport: Transport, call: Callable[[Mapping[str, str]], Awaitable[T]], *, key: str | None = None
) -> T:
    """What `call(headers)` gives, made again after a broken line where the backend keeps answers."""
    chosen = await new_key(transport, key)
    while True:
        try:
            return await call(chosen.headers)
        except NemoError as error:
            if not await chosen.may_ask_again(error):
                raise
