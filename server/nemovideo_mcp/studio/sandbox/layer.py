"""The layer between the server and the studio where faults strike; the studio itself knows nothing of them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.protocol.discovery import KEEPS_ANSWERS_HEADER
from nemovideo_mcp.protocol.envelope import failure, http_status
from nemovideo_mcp.studio.sandbox.events import EVENTS
from nemovideo_mcp.studio.sandbox.faults import Fault, parse_faults
from nemovideo_mcp.studio.sandbox.files import FILES
from nemovideo_mcp.studio.sandbox.kinds import call_of
from nemovideo_mcp.studio.sandbox.lines import LINES
from nemovideo_mcp.studio.sandbox.refusals import REFUSALS
from nemovideo_mcp.studio.sandbox.replies import REPLIES
from nemovideo_mcp.studio.sandbox.strike import Behaviour, Cut, Memory, Strike, answer, read_body, replayed

__all__ = ["BEHAVIOURS", "CUT", "HEADER", "Sandbox"]

HEADER = "x-studio-fault"
"""The header of a request that asks for faults, and of a reply that names those that struck."""

CUT = "nemovideo_cut"
"""The key in the state of a request's scope under which the server says how to break the line."""

_SESSION_KEYS: Mapping[str, str] = {
    "run": "session_id",
    "claim": "session_id",
    "submit": "sessionId",
}

# From what stands nearest to the studio to what stands nearest to the line.
BEHAVIOURS: Mapping[str, Behaviour] = {
    **{name: behave for name, behave in REFUSALS.items() if name != "slow-reply"},
    **FILES,
    **REPLIES,
    **EVENTS,
    **LINES,
    "slow-reply": REFUSALS["slow-reply"],
}
_RANKS = {name: rank for rank, name in enumerate(BEHAVIOURS)}


@dataclass(kw_only=True)
class _Watch:
    """How often a fault of the command line has struck, and whom."""

    fault: Fault
    passed: int = 0
    struck: int = 0
    keys: set[str] = field(default_factory=set[str])

    def strikes(self, call: str, ids: Mapping[str, str]) -> bool:
        """Whether the fault strikes this request; it is counted if so."""
        fault = self.fault
        if call in fault.kind.also:
            return True
        if call not in fault.on:
            return False
        key = ids.get(fault.kind.key, "")
        if key and key in self.keys:
            return True
        if self.passed < fault.after:
            self.passed += 1
            return False
        if fault.times is not None and self.struck >= fault.times:
            return False
        self.struck += 1
        if key:
            self.keys.add(key)
        return True


class Sandbox:
    """An application behind faults: those of the command line, and those that a request asks for itself.

    The latter strike that request only, each time, whatever their `times` and `after` are. What is not a call of the
    protocol is left alone. `sleep` and `clock` are in seconds. It stands for a backend of which nobody has said that it
    keeps answers, so it does not say so.
    """

    def __init__(
        self,
        app: ASGIApp,
        faults: Sequence[Fault] = (),
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._watches = [_Watch(fault=fault) for fault in faults]
        self._memory = Memory(clock=clock, sleep=sleep)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _forgetful(send)
        call, ids = call_of(scope["method"], scope["path"])
        if not call:
            await self._app(scope, receive, send)
            return
        asked = _header(scope, HEADER)
        try:
            wanted = parse_faults(asked)
        except InvalidRequest as error:
            body = json.dumps(failure(error), ensure_ascii=False).encode()
            await answer(send, http_status(error), body, {"Content-Type": "application/json"})
            return
        known, receive = await _known(scope, receive, call, ids)
        struck = self._struck(call, known, wanted)
        if not struck:
            await self._app(scope, receive, send)
            return
        app = self._app
        for fault in struck:
            strike = Strike(fault=fault, call=call, ids=known, memory=self._memory)
            app = BEHAVIOURS[fault.name](strike, app)
        try:
            await app(scope, receive, _named(send, struck))
        except Cut as cut:
            await _cut(scope, receive)
            if cut.afterwards:
                await cut.afterwards()

    def _struck(self, call: str, ids: Mapping[str, str], wanted: Sequence[Fault]) -> list[Fault]:
        """The faults that strike, from the innermost to the outermost. Only one of them can answer."""
        struck: list[Fault] = []
        for fault in wanted:
            if call in (*fault.on, *fault.kind.also) and not _answered(fault, struck):
                struck.append(fault)
        for watch in self._watches:
            if not _answered(watch.fault, struck) and watch.strikes(call, ids):
                struck.append(watch.fault)
        return sorted(struck, key=lambda fault: _RANKS[fault.name])


def _answered(fault: Fault, struck: Sequence[Fault]) -> bool:
    return fault.kind.refuses and any(other.kind.refuses for other in struck)


async def _known(
    scope: Scope, receive: Receive, call: str, ids: Mapping[str, str]
) -> tuple[Mapping[str, str], Receive]:
    """What the request names, and a `receive` that still gives its whole body."""
    token = hashlib.sha256(_header(scope, "authorization").encode()).hexdigest()
    known = {"token": token}
    if call in _SESSION_KEYS:
        body = await read_body(receive)
        known["session"] = _session_in(body, _SESSION_KEYS[call])
        return known, replayed(body, receive)
    if "id" in ids:
        known["session" if call in ("upload", "state") else "export"] = ids["id"]
    return known, receive


def _session_in(body: bytes, key: str) -> str:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    value = cast("Mapping[str, Any]", found).get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _header(scope: Scope, name: str) -> str:
    headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
    return ",".join(
        value.decode("latin-1") for key, value in headers if key.decode("latin-1").lower() == name
    )


def _forgetful(send: Send) -> Send:
    async def forgetful(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [
                h for h in message.get("headers", []) if h[0].lower() != KEEPS_ANSWERS_HEADER.lower().encode()
            ]
            message = {**message, "headers": kept}
        await send(message)

    return forgetful


def _named(send: Send, struck: Sequence[Fault]) -> Send:
    names = ",".join(fault.name for fault in struck).encode()

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", []), (HEADER.encode(), names)]
            message = {**message, "headers": headers}
        await send(message)

    return named


async def _cut(scope: Scope, receive: Receive) -> None:
    """Break the line, and wait until it is broken; a server that cannot do so is told by an error."""
    cut = scope.get("state", {}).get(CUT)
    if cut is None:
        raise ConnectionAbortedError("The sandbox broke the line.")
    cut()
    while (await receive())["type"] != "http.disconnect":
        pass
