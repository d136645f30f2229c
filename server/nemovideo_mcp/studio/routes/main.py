"""The calls about who, what and words: tokens, sessions, messages, state, credits, and the studio itself."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from nemovideo_mcp import __version__
from nemovideo_mcp.config import MAX_MESSAGE_CHARACTERS
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import say, words_of
from nemovideo_mcp.messages.conversation import TURNS
from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.protocol.discovery import DEFAULTS_HEADER, is_nonce, proof_of
from nemovideo_mcp.protocol.envelope import ok
from nemovideo_mcp.protocol.questions import asking_of
from nemovideo_mcp.studio.access import (
    check_secret,
    client_id_of,
    json_body,
    language_of,
    project_of,
    user_of,
)
from nemovideo_mcp.studio.answers import keyed_call
from nemovideo_mcp.studio.replies import iso, state_reply

if TYPE_CHECKING:
    from nemovideo_mcp.studio.studio import Studio

__all__ = [
    "anonymous_token",
    "base_url",
    "claim_token",
    "credit_balance",
    "health",
    "latest_state",
    "new_session",
    "run_sse",
    "shut_down",
]

_CREDITS = 100
_CLAIM_SECONDS = 24 * 3600
_NAME_CHARACTERS = 200


def base_url(request: Request) -> str:
    """The address by which the caller has found the studio; its host has been checked."""
    return str(request.base_url).rstrip("/")


async def anonymous_token(studio: Studio, request: Request) -> Response:
    if not studio.settings.open_to_all:
        check_secret(request, studio.settings.secret)
    token, user_id, expires = await studio.store.new_token(client_id_of(request))
    data = {"token": token, "user_id": user_id, "expires_at": iso(expires), "credits": _CREDITS}
    return JSONResponse(ok(data))


async def new_session(studio: Studio, request: Request) -> Response:
    user_id = await user_of(request, studio.store)
    body = await json_body(request)
    skill = request.headers.get(DEFAULTS_HEADER, "")
    has_defaults = bool(skill) and skill in await asyncio.to_thread(studio.defaults)
    project = await studio.store.new_project(
        user_id,
        name=_text(body.get("task_name"), "project")[:_NAME_CHARACTERS],
        language=_text(body.get("language"), language_of(request))[:16],
        skill=skill if has_defaults else "",
    )
    data = {"task_id": project.task_id, "session_id": project.session_id, "user_id": user_id}
    return JSONResponse(ok(data))


async def claim_token(studio: Studio, request: Request) -> Response:
    """A token as the protocol has it. A local project cannot be claimed on the web, and the reply says so."""
    user_id = await user_of(request, studio.store)
    body = await json_body(request)
    project = await project_of(body.get("session_id"), user_id, studio.store)
    data = {
        "claim_token": f"clm_{secrets.token_urlsafe(24)}",
        "expires_in": _CLAIM_SECONDS,
        "local": True,
        "message": say(STUDIO, "claim", project.language),
    }
    return JSONResponse(ok(data))


async def run_sse(studio: Studio, request: Request) -> Response:
    user_id = await user_of(request, studio.store)
    body = await json_body(request)
    project = await project_of(body.get("session_id"), user_id, studio.store)
    message, call = _message(body.get("new_message")), keyed_call(request, project, body)
    # A key that stands for something else is refused before the stream begins.
    await studio.answers.of(call)
    turn = studio.turns.start(project, message, call=call, asking=asking_of(body))
    return StreamingResponse(
        turn.stream(heartbeat_s=studio.settings.heartbeat_s),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def credit_balance(studio: Studio, request: Request) -> Response:
    """The numbers that every anonymous user begins with; nothing here ever spends them."""
    await user_of(request, studio.store)
    data = {
        "available": _CREDITS,
        "frozen": 0,
        "total": _CREDITS,
        "unlimited": True,
        "message": say(STUDIO, "credits", language_of(request)),
    }
    return JSONResponse(ok(data))


async def latest_state(studio: Studio, request: Request) -> Response:
    user_id = await user_of(request, studio.store)
    project = await project_of(request.path_params["session_id"], user_id, studio.store)
    version = await studio.store.latest(project.session_id)
    media = await studio.store.media(project.session_id)
    known = await studio.analyses.known_of([file.stored for file in media])
    files = [(file, measured.analysis) for file, measured in zip(media, known, strict=True)]
    return JSONResponse(ok(state_reply(project, version, files, base_url(request))))


async def health(studio: Studio, request: Request) -> Response:
    """That it lives, and whether it has anything to do; with a `nonce`, also that it is the studio of its secret."""
    known: dict[str, object] = {
        "status": "ok",
        "version": __version__,
        "pid": os.getpid(),
        "uptime_s": round(studio.clock() - studio.started, 1),
        "busy": studio.busy,
        "exports": studio.exports.running,
        "asks_model": studio.settings.language_model is not None,
    }
    nonce = request.query_params.get("nonce", "")
    if is_nonce(nonce):
        _, port = request.scope.get("server") or ("", 0)
        known["proof"] = proof_of(studio.settings.secret, port=port or 0, nonce=nonce)
    return JSONResponse(known)


async def shut_down(studio: Studio, request: Request) -> Response:
    """End the studio: turns that go on are finished, exports are parked."""
    check_secret(request, studio.settings.secret)
    studio.on_stop()
    return JSONResponse(ok({"stopping": True}))


def _text(value: object, otherwise: str) -> str:
    return value.strip() if isinstance(value, str) and value.strip() else otherwise


def _message(value: object) -> str:
    parts: object = cast("Mapping[str, Any]", value).get("parts") if isinstance(value, dict) else None
    found = cast("list[object]", parts) if isinstance(parts, list) else []
    texts = [cast("Mapping[str, Any]", part).get("text") for part in found if isinstance(part, dict)]
    message = "\n".join(text for text in texts if isinstance(text, str)).strip()
    if len(message) > MAX_MESSAGE_CHARACTERS:
        raise InvalidRequest(
            detail=words_of(TURNS, "too_long", n=len(message), most=MAX_MESSAGE_CHARACTERS).pair(),
            hint=words_of(TURNS, "too_long_hint").pair(),
        )
    if not message:
        raise InvalidRequest(
            detail={"en": "the message is empty.", "zh": "消息为空。"},
            hint={
                "en": 'Put the words into new_message: {"parts": [{"text": "…"}]}.',
                "zh": '请把文字放在 new_message 中：{"parts": [{"text": "…"}]}。',
            },
        )
    return message
