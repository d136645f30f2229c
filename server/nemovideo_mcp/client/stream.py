"""Sends a message once and follows the stream of its answer to the end, within time limits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import anyio
import httpx

from nemovideo_mcp.client.keys import new_key
from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.config import STILL_WORKING_SECONDS
from nemovideo_mcp.errors import ConnectionFailed, NemoError, ReplyTimeout
from nemovideo_mcp.protocol.event_decoder import EventDecoder
from nemovideo_mcp.protocol.events import Event, Failure, Heartbeat, Text, ToolProgress, Unknown, parse_event
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.protocol.text_assembler import TextAssembler

__all__ = ["OnEvent", "OnWait", "Patience", "Reply", "converse", "reminding"]

_LONGEST_STAGE = 80
# What stays silent is ended by the limits below, which know heartbeats from words.
_TIMEOUT = httpx.Timeout(None, connect=15.0, write=60.0, pool=60.0)

OnEvent = Callable[[Event], None]
OnWait = Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long an answer may take in all, and how long there may be nothing but heartbeats; seconds."""

    turn_seconds: float = 15 * 60.0
    silence_seconds: float = 10 * 60.0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the backend said to a message; `text` may be empty although the edit was made.

    A reply that is not `complete` may have been cut off by a line that does not say where it ends; one that is
    `unfinished` ended in the middle of a text or of a tool's work: the edit may be made later. `used_tools` says that
    the backend was at work, `answered` that it told what an edit has come to.
    """

    text: str
    complete: bool = True
    unfinished: bool = False
    used_tools: bool = False
    answered: bool = False


@asynccontextmanager
async def reminding(
    on_wait: OnWait | None, *, every_seconds: float = STILL_WORKING_SECONDS
) -> AsyncGenerator[None]:
    """While the body goes on, call `on_wait` every two minutes with the seconds that have passed."""
    if on_wait is None:
        yield
        return
    failure: Exception | None = None
    async with anyio.create_task_group() as group:
        group.start_soon(_remind, on_wait, every_seconds)
        try:
            yield
        except Exception as error:  # noqa: BLE001 - raised again below, outside of the group that would wrap it
            failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure


async def _remind(on_wait: OnWait, every_seconds: float) -> None:
    begun = anyio.current_time()
    while True:
        await anyio.sleep(every_seconds)
        on_wait(anyio.current_time() - begun)


async def converse(
    transport: Transport,
    session_id: str,
    message: str,
    *,
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    patience: Patience | None = None,
    key: str | None = None,
    asking: Asking = NO_QUESTIONS,
) -> Reply:
    """Send `message`, exactly once, and read the stream to its end; `on_event` sees every event.

    Where the backend keeps answers, a line that broke is met by asking again under the same key, which is the message's
    own; then `on_event` hears the events from the beginning.
    Raises what the backend says went wrong; `ConnectionFailed` if nothing was sent; `ReplyTimeout` if the line broke
    behind the message or `patience` ran out: then the edit may have been made all the same.
    """
    patience = patience or Patience()
    end = anyio.current_time() + patience.turn_seconds
    chosen = await new_key(transport, key)
    refused: set[type[NemoError]] = set()

    def next_limit() -> float:
        return min(end, anyio.current_time() + patience.silence_seconds)

    async with reminding(on_wait):
        while True:
            turn = _Turn(
                on_event=on_event or _nobody, trusted=transport.backend.is_studio, shown=transport.shown
            )
            with anyio.CancelScope(deadline=next_limit()) as scope:
                try:
                    await _read(
                        transport, session_id, message, turn, scope, next_limit, chosen.headers, asking
                    )
                except NemoError as error:
                    if await chosen.may_ask_again(error):
                        continue
                    # Refused before anything was begun: as if the call itself had been, and each remedy is tried once.
                    if turn.heard_nothing and type(error) not in refused and await transport.remedied(error):
                        refused.add(type(error))
                        continue
                    raise _meaning(transport, error) from error.__cause__
            break
        if scope.cancelled_caught:
            late = anyio.current_time() >= end
            raise ReplyTimeout("15 minutes" if late else "10 minutes without a word")
    return Reply(
        text=transport.shown(turn.assembler.text),
        complete=turn.complete or turn.ended,
        unfinished=not turn.complete,
        used_tools=turn.used_tools,
        answered=turn.answered,
    )


async def _read(
    transport: Transport,
    session_id: str,
    message: str,
    turn: _Turn,
    scope: anyio.CancelScope,
    next_limit: Callable[[], float],
    key: Mapping[str, str],
    asking: Asking,
) -> None:
    body: dict[str, Any] = {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session_id,
        "new_message": {"parts": [{"text": message}]},
    }
    if asking != NO_QUESTIONS and await transport.is_studio():
        body |= asking.to_body()
    headers = {"Accept": "text/event-stream", **key}
    async with transport.open(
        "POST", "run_sse", kind="stream", body=body, headers=headers, timeout=_TIMEOUT
    ) as response:
        async for chunk in response.aiter_bytes():
            if turn.feed(chunk):
                scope.deadline = next_limit()
        turn.end(framed=_is_framed(response))


def _is_framed(response: httpx.Response) -> bool:
    """True where the body says by itself where it ends, so that a cut is an error [RFC 9112, 6.3]."""
    chunked = "chunked" in response.headers.get("transfer-encoding", "").lower()
    return chunked or "content-length" in response.headers or response.http_version.startswith("HTTP/2")


def _meaning(transport: Transport, error: NemoError) -> NemoError:
    """A disconnect after sending does not tell whether the message was processed."""
    if isinstance(error, ConnectionFailed) and error.fields.get("unsent") is not True:
        return ReplyTimeout(str(error.fields["detail"]).rstrip("."))
    return transport.explained(error)


@dataclass(kw_only=True)
class _Turn:
    """What has been heard of an answer so far."""

    on_event: OnEvent
    trusted: bool
    shown: Callable[[str], str]
    assembler: TextAssembler = field(default_factory=TextAssembler)
    used_tools: bool = False
    answered: bool = False
    ended: bool = False
    _decoder: EventDecoder = field(default_factory=EventDecoder)
    _open_calls: int = 0
    _last: Event | None = None
    _cut_off: bool = False

    @property
    def heard_nothing(self) -> bool:
        """True as long as neither a word nor a tool of the backend was heard of."""
        return self._last is None and not self.assembler.text

    @property
    def complete(self) -> bool:
        if self._cut_off or self.assembler.unfinished:
            return False
        return isinstance(self._last, Text) or self._open_calls <= 0

    def feed(self, chunk: bytes) -> bool:
        """Take in some bytes; True if there was more in them than heartbeats."""
        events = self._decoder.feed(chunk)
        for event in events:
            self._take(event)
        return any(not isinstance(event, Heartbeat) and event != {"type": "heartbeat"} for event in events)

    def end(self, *, framed: bool) -> None:
        self.ended = framed
        for event in self._decoder.close():
            self._cut_off = self._cut_off or (isinstance(event, Unknown) and event.is_cut)
            self._take(event)

    def _take(self, event: dict[str, Any] | Heartbeat | Unknown) -> None:
        for meaning in parse_event(event) if isinstance(event, dict) else (event,):
            if isinstance(meaning, ToolProgress) and not self.trusted:
                # Only a studio's answers and stages are ours to believe and to show as they are.
                stage = " ".join(self.shown(meaning.stage).split())[:_LONGEST_STAGE]
                meaning = replace(meaning, answer={}, stage=stage)
            self.assembler.feed(meaning)
            if isinstance(meaning, ToolProgress):
                # A studio reports more than once on one call.
                self._open_calls = self._open_calls + 1 if meaning.started else 0
                self.used_tools = True
                self.answered = self.answered or bool(meaning.answer)
            if isinstance(meaning, Text | ToolProgress):
                self._last = meaning
            self.on_event(meaning)
            if isinstance(meaning, Failure):
                meaning.error.fields["begun"] = not self.heard_nothing
                raise meaning.error


def _nobody(event: Event) -> None:
    """Nobody wants to know."""
