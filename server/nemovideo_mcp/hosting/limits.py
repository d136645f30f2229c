"""Limits on one user's use of the server."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from mcp.server.streamable_http_manager import DEFAULT_SESSION_IDLE_TIMEOUT

from nemovideo_mcp.config import MAX_UPLOAD_BYTES
from nemovideo_mcp.errors import LimitReached

__all__ = [
    "Limits",
    "OpenSessions",
    "too_fast",
    "too_many_exports",
    "too_many_requests",
    "too_many_sessions",
]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """For each user: calls a minute; exports, requests and open sessions at a time; bytes kept, bytes of one file.

    HTTP requests of any kind are bounded at ten times the calls: a client that lists and polls makes several for each.
    """

    calls_per_minute: int = 60
    exports: int = 2
    requests_at_once: int = 32
    sessions: int = 100
    quota_bytes: int = 10_000_000_000
    upload_bytes: int = MAX_UPLOAD_BYTES

    @property
    def requests_per_minute(self) -> int:
        return 10 * self.calls_per_minute


class OpenSessions:
    """The sessions of one user. The SDK ends one that has had no request for half an hour, and so it is forgotten here.

    `clock` gives seconds.
    """

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        # The one that was used last comes last.
        self._seen: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        self._forget_idle()
        return len(self._seen)

    @property
    def is_full(self) -> bool:
        return len(self) >= self._most

    def use(self, session: str) -> None:
        """The session was opened, or had a request."""
        self._seen[session] = self._clock()
        self._seen.move_to_end(session)

    def used(self, session: str) -> None:
        """As `use`, for one that is known to be open."""
        if session in self._seen:
            self.use(session)

    def end(self, session: str) -> None:
        self._seen.pop(session, None)

    def _forget_idle(self) -> None:
        oldest = self._clock() - DEFAULT_SESSION_IDLE_TIMEOUT
        while self._seen and next(iter(self._seen.values())) < oldest:
            self._seen.popitem(last=False)


def too_fast(per_minute: int, seconds: float) -> LimitReached:
    """That a user asks too often, and how long to wait."""
    wait = math.ceil(seconds)
    return LimitReached(
        limit={"en": f"{per_minute} calls a minute", "zh": f"每分钟 {per_minute} 次调用的上限"},
        wait={"en": f"Wait {wait} s", "zh": f"请等待 {wait} 秒"},
    )


def too_many_requests(allowed: int) -> LimitReached:
    """That a user's other requests have to be answered first."""
    return LimitReached(
        limit={"en": f"{allowed} requests at a time", "zh": f"同时 {allowed} 个请求的上限"},
        wait={"en": "Wait until one is answered", "zh": "请等待其中一个完成"},
    )


def too_many_sessions(allowed: int) -> LimitReached:
    """That a user's other sessions have to end first."""
    return LimitReached(
        limit={"en": f"{allowed} open sessions", "zh": f"{allowed} 个打开会话的上限"},
        wait={
            "en": "Close a client, or wait until one has been idle for half an hour",
            "zh": "请关闭一个客户端，或等待某个会话空闲半小时",
        },
    )


def too_many_exports(allowed: int) -> LimitReached:
    """That a user's other exports have to end first."""
    return LimitReached(
        limit={"en": f"{allowed} exports at a time", "zh": f"同时 {allowed} 个导出的上限"},
        wait={"en": "Wait until one is done", "zh": "请等待其中一个完成"},
    )
