"""Metrics for Prometheus, served at an address of their own."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from nemovideo_mcp.errors import InvalidRequest

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

__all__ = ["Meter", "NoMeter", "PrometheusMeter", "metrics_app"]

# A tool answers within 45 s at the latest.
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60)


class Meter(Protocol):
    """Takes note of what happens."""

    def call(self, tool: str, outcome: str, seconds: float) -> None: ...
    def export(self, outcome: str) -> None: ...
    def bytes(self, direction: str, count: int) -> None: ...
    def refusal(self, limit: str) -> None: ...
    def forwarded(self, shard: str, outcome: str) -> None: ...
    def gauges(self, *, exports_running: Callable[[], float], active_users: Callable[[], float]) -> None: ...


class NoMeter:
    """A meter that counts nothing, for servers without metrics."""

    def call(self, tool: str, outcome: str, seconds: float) -> None: ...
    def export(self, outcome: str) -> None: ...
    def bytes(self, direction: str, count: int) -> None: ...
    def refusal(self, limit: str) -> None: ...
    def forwarded(self, shard: str, outcome: str) -> None: ...
    def gauges(self, *, exports_running: Callable[[], float], active_users: Callable[[], float]) -> None: ...


class PrometheusMeter:
    """Counters, a histogram and gauges in a registry of its own.

    Raises `InvalidRequest` without `prometheus-client`.
    """

    def __init__(self) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        except ImportError:
            raise InvalidRequest(
                detail={
                    "en": "metrics need the package prometheus-client.",
                    "zh": "指标功能需要 prometheus-client。",
                },
                hint={
                    "en": "Install it with: pip install 'nemovideo-mcp[hosting]'",
                    "zh": "请安装：pip install 'nemovideo-mcp[hosting]'",
                },
            ) from None
        self.registry: CollectorRegistry = CollectorRegistry()
        self._calls = Counter(
            "nemovideo_tool_calls", "Calls of tools", ("tool", "outcome"), registry=self.registry
        )
        self._seconds = Histogram(
            "nemovideo_tool_call_seconds",
            "How long calls of tools took",
            ("tool",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._exports = Counter(
            "nemovideo_exports", "Exports that are over", ("outcome",), registry=self.registry
        )
        self._bytes = Counter(
            "nemovideo_file_bytes", "Bytes of files sent and fetched", ("direction",), registry=self.registry
        )
        self._refusals = Counter(
            "nemovideo_refusals", "Requests that met a limit", ("limit",), registry=self.registry
        )
        self._forwarded = Counter(
            "nemovideo_forwarded",
            "Requests sent on to the server that has the user",
            ("shard", "outcome"),
            registry=self.registry,
        )
        self._running = Gauge("nemovideo_exports_running", "Exports under way", registry=self.registry)
        self._users = Gauge(
            "nemovideo_active_users", "Users with a request in the last 15 minutes", registry=self.registry
        )

    def call(self, tool: str, outcome: str, seconds: float) -> None:
        self._calls.labels(tool, outcome).inc()
        self._seconds.labels(tool).observe(seconds)

    def export(self, outcome: str) -> None:
        self._exports.labels(outcome).inc()

    def bytes(self, direction: str, count: int) -> None:
        self._bytes.labels(direction).inc(count)

    def refusal(self, limit: str) -> None:
        self._refusals.labels(limit).inc()

    def forwarded(self, shard: str, outcome: str) -> None:
        self._forwarded.labels(shard, outcome).inc()

    def gauges(self, *, exports_running: Callable[[], float], active_users: Callable[[], float]) -> None:
        self._running.set_function(exports_running)
        self._users.set_function(active_users)


def metrics_app(meter: PrometheusMeter, *, token: str) -> ASGIApp:
    """`GET /metrics`; where there is a `token`, for its bearer only."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        given = Headers(scope=scope).get("authorization", "")
        if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            await PlainTextResponse("A token is needed.\n", 401, {"WWW-Authenticate": "Bearer"})(
                scope, receive, send
            )
        elif scope["path"] != "/metrics":
            await PlainTextResponse("Metrics are at /metrics.\n", 404)(scope, receive, send)
        else:
            shown = Response(generate_latest(meter.registry), media_type=CONTENT_TYPE_LATEST)
            await shown(scope, receive, send)

    return app
