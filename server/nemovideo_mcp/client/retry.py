"""Decides which requests to retry and after how long; pure, with the randomness passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from nemovideo_mcp.errors import ConnectionFailed, NemoError, RateLimited, ServerFailed

__all__ = ["RATE_LIMIT_SECONDS", "Retries", "backoff_seconds", "retry_after_seconds"]

RATE_LIMIT_SECONDS = 30.0
_LONGEST_WAIT_SECONDS = 120.0
_FIRST_SECONDS = 0.5
_MOST_SECONDS = 8.0
_RETRIES = 3
_GATEWAY = (502, 503, 504)


def backoff_seconds(attempt: int, *, random: Callable[[], float]) -> float:
    """The pause before retry number `attempt` (from 0): 0.5, 1, 2 … 8 s, of which a random half may be left out."""
    whole = min(_FIRST_SECONDS * 2**attempt, _MOST_SECONDS)
    return whole * (0.5 + 0.5 * random())


def retry_after_seconds(header: str | None, *, now: datetime) -> float | None:
    """What a `Retry-After` header asks for, as seconds or as a date; None if it says nothing that can be read."""
    words = (header or "").strip()
    if words.isascii() and words.isdecimal():
        return float(words[:9])
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


@dataclass(kw_only=True)
class Retries:
    """The retries of one call. `repeatable` says that the call does nothing by being made twice.

    The transport notes on an error what it knows: `unsent` (not a byte has left), `status` and `retry_after`.
    """

    repeatable: bool
    random: Callable[[], float]
    _failures: int = 0
    _was_limited: bool = False

    def pause_after(self, error: NemoError) -> float | None:
        """Seconds to wait before the same request is sent again; None if it is not to be sent again.

        429 is met once, after 30 s (or the longer time that the backend asks for, up to two minutes); a refused
        connection, and for repeatable calls a broken line or a 502, 503, 504, three times.
        """
        asked = error.fields.get("retry_after")
        asked = float(asked) if isinstance(asked, int | float) else 0.0
        if asked > _LONGEST_WAIT_SECONDS:
            return None
        if isinstance(error, RateLimited):
            if self._was_limited:
                return None
            self._was_limited = True
            return max(RATE_LIMIT_SECONDS, asked)
        if not self._may_repeat(error) or self._failures == _RETRIES:
            return None
        self._failures += 1
        return max(backoff_seconds(self._failures - 1, random=self.random), asked)

    def _may_repeat(self, error: NemoError) -> bool:
        if isinstance(error, ConnectionFailed):
            return self.repeatable or error.fields.get("unsent") is True
        return self.repeatable and isinstance(error, ServerFailed) and error.fields.get("status") in _GATEWAY
