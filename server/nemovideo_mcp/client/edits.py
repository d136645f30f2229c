"""Calls for the timeline, operations on it and media; only the timeline is available on every backend."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote, urlencode

import httpx

from nemovideo_mcp.client.keys import keyed
from nemovideo_mcp.client.transport import Transport, accept_language
from nemovideo_mcp.errors import InvalidRequest, ServerFailed
from nemovideo_mcp.protocol.envelope import unwrap
from nemovideo_mcp.protocol.models import State
from nemovideo_mcp.protocol.questions import Asking

__all__ = ["edit", "media", "timeline"]

# Long films are measured before the first edit that needs it.
_TIMEOUT = httpx.Timeout(900.0, connect=15.0)


async def timeline(
    transport: Transport, session_id: str, *, from_s: float | None = None, to_s: float | None = None
) -> dict[str, Any]:
    """The timeline as agents read it; a cloud's draft as far as it can be, with what could not under `unread`."""
    part = quote(session_id, safe="")
    if not await transport.is_studio():
        # Only drafts of the cloud are read here; what it takes is loaded with the first one.
        from nemovideo_mcp.views.foreign_view import foreign_view

        state = State.of(await transport.call("GET", f"api/state/nemo_agent/me/{part}/latest"))
        return foreign_view(state.draft, project=state.task_name)
    asked = {name: value for name, value in (("from_s", from_s), ("to_s", to_s)) if value is not None}
    query = f"?{urlencode(asked)}" if asked else ""
    return _object(await transport.call("GET", f"studio/sessions/{part}/timeline{query}"))


async def edit(
    transport: Transport,
    session_id: str,
    operations: Sequence[Mapping[str, Any]],
    *,
    asking: Asking,
    dry_run: bool,
    author: str,
    language: str | None,
    key: str | None,
) -> dict[str, Any]:
    """The answer of an edit, asked for again after a broken line. `key` stands for this very edit.

    Raises `EditConflict`, `KeyReused`, and `InvalidRequest` where the backend takes words only.
    """
    await _check_studio(
        transport,
        {"en": "the cloud takes words, no operations.", "zh": "云端只接受文字指令，不接受操作。"},
        {"en": "Say the edit in words with send_edit.", "zh": "请用 send_edit 以文字说明修改。"},
    )
    body: dict[str, Any] = {"operations": list(operations), "dry_run": dry_run, "author": author}
    body |= asking.to_body()
    headers = {"Content-Type": "application/json"}
    if language is not None:
        headers["Accept-Language"] = accept_language(language)
    path = f"studio/sessions/{quote(session_id, safe='')}/edits"
    # NaN is the studio's to refuse, in words that name the operation.
    content = json.dumps(body).encode()

    async def ask(more: Mapping[str, str]) -> dict[str, Any]:
        sent = {**headers, **more}
        async with transport.open("POST", path, content=content, headers=sent, timeout=_TIMEOUT) as response:
            return _object(unwrap(response.status_code, json.loads(await response.aread())))

    return await keyed(transport, ask, key=key)


async def media(transport: Transport, session_id: str, ref: str | None = None) -> dict[str, Any]:
    """What each source holds, or the one that `ref` names. Raises `InvalidRequest` for another backend."""
    await _check_studio(
        transport,
        {"en": "the cloud does not tell what the sources hold.", "zh": "云端不提供素材的详细信息。"},
        {"en": "Read the timeline instead.", "zh": "请改为查看时间线。"},
    )
    one = f"/{quote(ref, safe='')}" if ref is not None else ""
    path = f"studio/sessions/{quote(session_id, safe='')}/media{one}"
    return _object(await transport.call("GET", path, timeout=_TIMEOUT))


async def _check_studio(transport: Transport, detail: Mapping[str, str], hint: Mapping[str, str]) -> None:
    if not await transport.is_studio():
        raise InvalidRequest(detail=detail, hint=hint)


def _object(found: object) -> dict[str, Any]:
    if not isinstance(found, Mapping):
        raise ServerFailed("it answered with something that is no object.")
    return dict(cast("Mapping[str, Any]", found))
