"""The two calls of the OpenAI API that the studio makes: which models a server has, and one chat completion.

No call is ever repeated, but for a request whose form the server refuses (400 or 422): that costs no completion. A
redirection is not followed, so that the key goes to no other host than the one that was named.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.messages.catalogue import Words, words_of
from nemovideo_mcp.messages.fetching import FETCHING
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL_TROUBLE
from nemovideo_mcp.studio.exchange import FetchTrouble, Pace, connect
from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings, is_model_name
from nemovideo_mcp.studio.links import Link
from nemovideo_mcp.studio.lookups import BlockingLookup, look_up, system_addresses

__all__ = ["ChatCompletions", "ModelTrouble"]

_MOST_ANSWER_BYTES = 256 * 1024
_MOST_LIST_BYTES = 4 * 1024 * 1024
_MOST_NAMES = 8
_FORM_REFUSED = frozenset({400, 422})
_REASONS: Mapping[int, str] = {
    **dict.fromkeys((301, 302, 303, 307, 308), "redirected"),
    **dict.fromkeys((401, 403), "key_refused"),
    **dict.fromkeys((404, 405, 410), "not_found"),
    429: "too_many",
}


Hold = Callable[[], Callable[[], None]]


def _hold_nothing() -> Callable[[], None]:
    return lambda: None


class ModelTrouble(Exception):
    """Why a model gives no operations; `reason` is a key of `LANGUAGE_MODEL_TROUBLE`, `fields` are its fields.

    Nothing that a server has sent is in it but numbers, and names of models that may be shown.
    """

    def __init__(self, reason: str, words: Words | None = None, **fields: object) -> None:
        self.reason = reason
        self.words = words or words_of(LANGUAGE_MODEL_TROUBLE, reason, **fields)
        super().__init__(reason)


class ChatCompletions:
    """The server of `settings`. The caller limits the time of a call, and ends it by cancelling."""

    def __init__(
        self, settings: LanguageModelSettings, *, blocking_lookup: BlockingLookup = system_addresses
    ) -> None:
        self._settings = settings
        self._blocking_lookup = blocking_lookup
        self._form = 0

    async def models(self, *, hold: Hold = _hold_nothing) -> tuple[str, ...]:
        """The names of the models that the server lists, in its order. Raises `ModelTrouble`."""
        status, body = await self._exchange("/models", None, _MOST_LIST_BYTES, hold)
        if status != 200:
            raise _by_status(status)
        return await asyncio.to_thread(_names_in, body)

    async def only_model(self, *, hold: Hold = _hold_nothing) -> str:
        """The name of the model where the server has a single one. Raises `ModelTrouble`."""
        names = await self.models(hold=hold)
        match names:
            case ():
                raise ModelTrouble("no_model")
            case (name,):
                return name
            case _:
                more = ", …" if len(names) > _MOST_NAMES else ""
                raise ModelTrouble("which_model", names=", ".join(names[:_MOST_NAMES]) + more)

    async def complete(self, forms: Sequence[Mapping[str, Any]], *, hold: Hold = _hold_nothing) -> bytes:
        """The body of the reply to one completion.

        Args:
            forms: The request in several forms, the best first. The next one is sent only where the server refuses the
                form of the one before; the form that it took is the first of the next call.
            hold: Is called where a look-up begins that cannot be broken off, and its result when that has ended.

        Raises:
            ModelTrouble: There is no reply, or it is an error.
        """
        status = 400
        for number in range(self._form, len(forms)):
            request = json.dumps(forms[number], ensure_ascii=False, separators=(",", ":")).encode(
                errors="replace"
            )
            status, body = await self._exchange("/chat/completions", request, _MOST_ANSWER_BYTES, hold)
            if status == 200:
                self._form = number
                return body
            if status not in _FORM_REFUSED:
                break
        raise _by_status(status)

    async def _exchange(
        self, path: str, request: bytes | None, most_bytes: int, hold: Hold
    ) -> tuple[int, bytes]:
        """The status and the body of the reply; that of an error is not read."""
        base = self._settings.link
        link = Link(scheme=base.scheme, host=base.host, port=base.port, target=f"{base.target}{path}")
        key = self._settings.key
        more = [("Authorization", f"Bearer {key}")] if key else []
        try:
            addresses = [link.numeric] if link.numeric else await self._looked_up(link, hold)
            if key and not link.is_secure and not all(is_loopback(address) for address in addresses):
                raise ModelTrouble("key_in_clear", host=link.host)
            async with connect(link, addresses) as exchange:
                head = await exchange.ask(body=request, more=more)
                if head.status_code != 200:
                    return head.status_code, b""
                body = bytearray()
                async with aclosing(exchange.blocks(_PATIENT)) as blocks:
                    async for block in blocks:
                        body += block
                        if len(body) > most_bytes:
                            raise ModelTrouble("too_large", limit=most_bytes // 1024)
                return 200, bytes(body)
        except FetchTrouble as trouble:
            words = words_of(FETCHING, trouble.reason, **trouble.fields)
            raise ModelTrouble(trouble.reason, words) from None

    async def _looked_up(self, link: Link, hold: Hold) -> list[str]:
        addresses = await look_up(link.host, link.port, blocking=self._blocking_lookup, on_end=hold())
        if not addresses:
            raise FetchTrouble("unknown_host", host=link.host)
        return addresses


# The caller's limit is the only one: a model that thinks sends nothing meanwhile.
_PATIENT = Pace(idle_s=3600, window_s=3600, least_bytes_per_s=0)


def _by_status(status: int) -> ModelTrouble:
    otherwise = "failed" if status >= 500 else "refused"
    return ModelTrouble(_REASONS.get(status, otherwise), status=status)


def _names_in(body: bytes) -> tuple[str, ...]:
    """The names of models that a server lists, in its order."""
    try:
        found: Any = json.loads(body)
        listed = cast("list[Any]", found["data"])
        names = [str(one["id"]) for one in listed]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise ModelTrouble("no_completion") from None
    return tuple(name for name in dict.fromkeys(names) if is_model_name(name))
