"""Faults that answer in place of the studio, or do not answer at all. They say no more than the cloud would."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.studio.sandbox.faults import Fault
from nemovideo_mcp.studio.sandbox.strike import Behaviour, Cut, Strike, answer, read_body

__all__ = ["REFUSALS"]


@dataclass(frozen=True, kw_only=True)
class _Refusal:
    status: int
    body: bytes
    media_type: str = "application/json"
    retry_after: int = 0


def _coded(status: int, code: int, message: str) -> _Refusal:
    body = {"code": code, "message": message, "data": None}
    return _Refusal(status=status, body=json.dumps(body, separators=(",", ":")).encode())


def _expired_token(fault: Fault) -> _Refusal:
    if fault.value == "401":
        return _Refusal(status=401, body=b'{"detail":"Unauthorized"}')
    return _coded(int(fault.more["status"]), fault.number, "token expired")


def _rate_limited(fault: Fault) -> _Refusal:
    refusal = _coded(429, 429, "too many requests")
    return _Refusal(status=429, body=refusal.body, retry_after=fault.number)


_BODIES: Mapping[str, tuple[str, str]] = {
    "html": ("text/html", "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"),
    "json": ("application/json", '{{"code":{status},"message":"internal error","data":null}}'),
    "empty": ("text/plain", ""),
}


def _server_error(fault: Fault) -> _Refusal:
    media_type, body = _BODIES[fault.more["body"]]
    return _Refusal(
        status=fault.number,
        body=body.format(status=fault.value).encode(),
        media_type=media_type,
        retry_after=int(fault.more["retry-after"]),
    )


def _refuse(refusal: Callable[[Fault], _Refusal]) -> Behaviour:
    def behave(strike: Strike, _: ASGIApp) -> ASGIApp:
        async def refuse(__: Scope, receive: Receive, send: Send) -> None:
            # A reply in the middle of an upload would be lost with the line.
            while (await receive()).get("more_body", False):
                pass
            said = refusal(strike.fault)
            headers = {"Content-Type": said.media_type}
            if said.retry_after:
                headers["Retry-After"] = str(said.retry_after)
            await answer(send, said.status, said.body, headers)

        return refuse

    return behave


def _upload_cut(strike: Strike, _: ASGIApp) -> ASGIApp:
    async def cut(__: Scope, receive: Receive, ___: Send) -> None:
        await read_body(receive, most=strike.fault.number)
        raise Cut

    return cut


def _no_answer(strike: Strike, app: ASGIApp) -> ASGIApp:
    async def cut(scope: Scope, receive: Receive, _: Send) -> None:
        if strike.fault.more["done"] == "yes":
            await app(scope, receive, _unheard)
        else:
            await read_body(receive)
        raise Cut

    return cut


async def _unheard(_: Message) -> None:
    """Nobody listens."""


def _slow_reply(strike: Strike, app: ASGIApp) -> ASGIApp:
    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await strike.memory.sleep(strike.fault.number)
        await app(scope, receive, send)

    return late


REFUSALS: Mapping[str, Behaviour] = {
    "expired-token": _refuse(_expired_token),
    "lost-session": _refuse(lambda fault: _coded(int(fault.more["status"]), 1002, "session not found")),
    "no-credits": _refuse(lambda fault: _coded(int(fault.more["status"]), 2001, "insufficient credits")),
    "plan-blocked": _refuse(lambda _: _coded(402, 402, "export is not available on the free plan")),
    "rate-limited": _refuse(_rate_limited),
    "client-id-missing": _refuse(lambda _: _coded(400, 400, "X-Client-Id header is required")),
    "unsupported-file": _refuse(
        lambda fault: _coded(int(fault.more["status"]), 4001, "unsupported file type")
    ),
    "too-large": _refuse(lambda fault: _coded(int(fault.more["status"]), 4002, "file too large")),
    "server-error": _refuse(_server_error),
    "download-gone": _refuse(
        lambda fault: _Refusal(status=fault.number, body=b"gone", media_type="text/plain")
    ),
    "upload-cut": _upload_cut,
    "no-answer": _no_answer,
    "slow-reply": _slow_reply,
}
