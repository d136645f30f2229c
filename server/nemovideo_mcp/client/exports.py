"""An export at the backend: submitted, polled until it ends, cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import anyio

from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.errors import (
    ConnectionFailed,
    ExportTimeout,
    InvalidRequest,
    NothingToEdit,
    RateLimited,
    RenderCancelled,
    RenderNotFound,
    ServerFailed,
)
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.exports import EXPORTS
from nemovideo_mcp.protocol.draft import is_exportable
from nemovideo_mcp.protocol.models import RenderStatus
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions

__all__ = ["EXPORT_LIMIT_SECONDS", "OnStatus", "cancel", "check_options", "status_of", "submit", "wait"]

EXPORT_LIMIT_SECONDS = 2 * 3600.0
_CALL = "api/render/proxy/lambda"
_POLL_FAILURES = 10
# An export that was submitted a moment ago may not be known everywhere yet.
_UNKNOWN_LOOKS = 3

OnStatus = Callable[[RenderStatus], None]


async def submit(
    transport: Transport,
    session_id: str,
    draft: Mapping[str, Any],
    *,
    render_id: str,
    options: ExportOptions = STANDARD,
) -> RenderStatus:
    """Ask once for an export of `draft`; the status holds the id to ask after, which need not be the one that was sent.

    Only a studio knows `options`, and says in its reply that it took them. The cloud has one way, and is not asked for
    another: raises `InvalidRequest`, also where a backend turns out not to know them; its export is stopped then.
    Raises `NothingToEdit` if nothing is on the timeline.
    """
    if not is_exportable(draft):
        raise NothingToEdit
    wanted = options.as_json()
    check_options(transport, options)
    body = {
        "id": render_id,
        "sessionId": session_id,
        "draft": dict(draft),
        "output": {"format": "mp4", "quality": "high", **({"options": wanted} if wanted else {})},
    }
    reply = await transport.call("POST", _CALL, body=body, missing=ServerFailed)
    status = RenderStatus.of(reply, render_id=render_id)
    if wanted and status.options != wanted and not status.finished:
        await cancel(transport, status.render_id)
        raise _unknown_options()
    return status


async def status_of(transport: Transport, render_id: str) -> RenderStatus:
    """How far an export is. Raises `RenderNotFound` where the backend does not know it."""
    reply = await transport.call("GET", f"{_CALL}/{_part(render_id)}", missing=RenderNotFound)
    return RenderStatus.of(reply, render_id=render_id)


async def cancel(transport: Transport, render_id: str) -> None:
    """Stop an export."""
    await transport.call("POST", f"{_CALL}/{_part(render_id)}/cancel", missing=RenderNotFound)


async def wait(
    transport: Transport, render_id: str, *, on_status: OnStatus | None, limit_seconds: float
) -> RenderStatus:
    """The status of an export that is completed. Broken lines and 5xx are met by asking for the same id again.

    Raises why it failed, `RenderCancelled`, `ExportTimeout`, or after ten failed looks in a row the last failure.
    """
    end = anyio.current_time() + limit_seconds
    failures = 0
    while True:
        try:
            status = await status_of(transport, render_id)
            failures = 0
        except (ConnectionFailed, ServerFailed, RateLimited, RenderNotFound) as error:
            failures += 1
            if failures >= (_UNKNOWN_LOOKS if isinstance(error, RenderNotFound) else _POLL_FAILURES):
                raise
        else:
            if on_status:
                on_status(status)
            if status.status == "cancelled":
                raise RenderCancelled
            if status.status == "failed":
                raise transport.explained(status.error)
            if status.finished:
                return status
        pause = transport.backend.poll_seconds
        if anyio.current_time() + pause > end:
            raise ExportTimeout(minutes=round(limit_seconds / 60))
        await transport.sleep(pause)


def check_options(transport: Transport, options: ExportOptions) -> None:
    """Raises `InvalidRequest` for options that are none where the backend is known to be no studio."""
    if options.as_json() and transport.backend.is_known and not transport.backend.is_studio:
        raise _unknown_options()


def _unknown_options() -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(EXPORTS, "cloud").pair(), hint=words_of(EXPORTS, "cloud_hint").pair()
    )


def _part(identity: str) -> str:
    """An id as a part of a path, whatever it is made of."""
    return quote(identity, safe="")
