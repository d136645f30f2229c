"""Who may ask for what: tokens, the secret of a studio that was started for its user, attribution, bounded bodies."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request

from nemovideo_mcp.errors import (
    ClientIdMissing,
    InvalidRequest,
    PlanBlocked,
    SessionNotFound,
    TokenInvalid,
)
from nemovideo_mcp.protocol.discovery import SECRET_HEADER
from nemovideo_mcp.studio.records import Project
from nemovideo_mcp.studio.store import Store

__all__ = [
    "ATTRIBUTION",
    "check_attribution",
    "check_secret",
    "client_id_of",
    "json_body",
    "language_of",
    "project_of",
    "user_of",
]

ATTRIBUTION = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
_MAX_CLIENT_ID = 64
_MAX_JSON_BYTES = 16 * 1024 * 1024


def language_of(request: Request) -> str:
    """The language that the caller reads: Chinese if that is the first that it accepts, else English."""
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "zh" if first.startswith("zh") else "en"


def client_id_of(request: Request) -> str:
    """The caller's own id. Raises `ClientIdMissing` where there is none of 1 to 64 characters."""
    found = request.headers.get("x-client-id", "").strip()
    if not 0 < len(found) <= _MAX_CLIENT_ID:
        raise ClientIdMissing
    return found


def check_secret(request: Request, secret: str) -> None:
    """Raise `TokenInvalid` unless the request carries the studio's secret."""
    given = request.headers.get(SECRET_HEADER, "")
    if not secrets.compare_digest(given.encode(), secret.encode()):
        raise TokenInvalid


async def user_of(request: Request, store: Store) -> str:
    """The user whose token the request carries. Raises `TokenInvalid`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    user = await store.user_of(token.strip()) if scheme.lower() == "bearer" else None
    if user is None:
        raise TokenInvalid
    return user


async def project_of(session_id: object, user_id: str, store: Store) -> Project:
    """The project, if it is the user's. Raises `SessionNotFound`."""
    found = await store.project(session_id, user_id=user_id) if isinstance(session_id, str) else None
    if found is None:
        raise SessionNotFound(str(session_id or "?")[:64])
    return found


def check_attribution(request: Request) -> None:
    """Raise `PlanBlocked` if one of the three attribution headers is missing: so the protocol has it for exports."""
    if not all(request.headers.get(name, "").strip() for name in ATTRIBUTION):
        raise PlanBlocked


async def json_body(request: Request) -> Mapping[str, Any]:
    """The object in the body. Raises `InvalidRequest` if there is none, or it is larger than 16 MB."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MAX_JSON_BYTES:
            raise _no_object()
    try:
        found: object = await asyncio.to_thread(json.loads, data or b"{}")
    except (ValueError, RecursionError):
        raise _no_object() from None
    if not isinstance(found, dict):
        raise _no_object()
    return cast("dict[str, Any]", found)


def _no_object() -> InvalidRequest:
    return InvalidRequest(
        detail={
            "en": "the body is not a JSON object of at most 16 MB.",
            "zh": "请求体不是 16 MB 以内的 JSON 对象。",
        },
        hint={"en": "Send a JSON object.", "zh": "请发送 JSON 对象。"},
    )
