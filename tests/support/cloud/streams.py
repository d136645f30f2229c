"""The event stream of /run_sse as bytes, in each of the forms that the protocol allows."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from . import envelopes
from .http import Pause, Piece, as_object

Form = Literal["adk", "typed"]
Partials = Literal["delta", "cumulative", "none", "delta_without_final"]

TEMPORARY_ISSUE = "I encountered a temporary issue. Please try again."
LF, CRLF = "\n", "\r\n"

_numbers = itertools.count(1)  # each ADK event has an id and a time of its own


def event(data: object, *, name: str | None = None, eol: str = LF, spaced: bool = True) -> bytes:
    """One event with the object as JSON on one `data:` line."""
    return event_text(json.dumps(data, ensure_ascii=False), name=name, eol=eol, spaced=spaced)


def event_text(data: str, *, name: str | None = None, eol: str = LF, spaced: bool = True) -> bytes:
    """One event with any text; a text of several lines has several `data:` lines."""
    gap = " " if spaced else ""
    lines = [f"event:{gap}{name}"] if name is not None else list[str]()
    lines += [f"data:{gap}{line}" for line in data.split("\n")]
    return (eol.join(lines) + eol + eol).encode()


def heartbeat(form: str = "comment", *, eol: str = LF) -> bytes:
    return HEARTBEATS[form](eol)


HEARTBEATS: dict[str, Callable[[str], bytes]] = {
    "comment": lambda eol: f": keep-alive{eol}{eol}".encode(),
    "bare_comment": lambda eol: f":{eol}{eol}".encode(),
    "empty_data": lambda eol: f"data:{eol}{eol}".encode(),
    "typed": lambda eol: event({"type": "heartbeat"}, eol=eol),
    "named": lambda eol: f"event: heartbeat{eol}data:{eol}{eol}".encode(),
    "named_without_data": lambda eol: f"event: heartbeat{eol}{eol}".encode(),
    "named_with_object": lambda eol: event({}, name="heartbeat", eol=eol),
}


def adk(
    parts: Sequence[object] | None, *, partial: bool | None = None, role: str = "model", **keys: Any
) -> Any:
    """An ADK event as an object. `parts=None` has no content."""
    made: dict[str, Any] = {}
    if parts is not None:
        made["content"] = {"parts": list(parts), "role": role}
    if partial is not None:
        made["partial"] = partial
    number = next(_numbers)
    made |= {
        "invocationId": "e-7b1d",
        "author": "nemo_agent",
        "actions": {"stateDelta": {}, "artifactDelta": {}, "requestedAuthConfigs": {}},
        "id": f"ev{number:06x}",
        "timestamp": 1764000000.25 + number / 8,
    }
    return made | keys


def text_event(text: str, *, partial: bool | None = None, form: Form = "adk", eol: str = LF) -> bytes:
    if form == "typed":
        return event({"type": "text", "content": text}, eol=eol)
    return event(adk([{"text": text}], partial=partial), eol=eol)


def thought(text: str, *, partial: bool | None = None, eol: str = LF) -> bytes:
    return event(adk([{"text": text, "thought": True}], partial=partial), eol=eol)


def tool_call(name: str, args: object = None, *, form: Form = "adk", eol: str = LF) -> bytes:
    given: object = dict[str, Any]() if args is None else args
    if form == "typed":
        return event({"type": "tool_call", "name": name, "args": given}, eol=eol)
    return event(adk([{"functionCall": {"id": f"call_{name}", "name": name, "args": given}}]), eol=eol)


def tool_result(name: str, result: object = None, *, form: Form = "adk", eol: str = LF) -> bytes:
    given: object = {"status": "ok"} if result is None else result
    if form == "typed":
        return event({"type": "tool_result", "name": name, "result": given}, eol=eol)
    part = {"functionResponse": {"id": f"call_{name}", "name": name, "response": given}}
    return event(adk([part], role="user"), eol=eol)


def state_delta(delta: dict[str, Any], *, eol: str = LF) -> bytes:
    return event(adk(None, actions={"stateDelta": delta}), eol=eol)


def temporary_issue(*, form: Form = "adk", eol: str = LF) -> bytes:
    return text_event(TEMPORARY_ISSUE, form=form, eol=eol)


def words_of(text: str, size: int = 7) -> list[str]:
    """The text in pieces of `size` characters."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def answer(
    text: str, *, form: Form = "adk", partials: Partials = "delta", size: int = 7, eol: str = LF
) -> list[bytes]:
    """The whole text in partial events of the given kind and, in the ADK form, the final one that repeats it.

    The typed form has no mark for a partial event: `delta` sends pieces, `cumulative` pieces that repeat.
    """
    pieces = words_of(text, size)
    if partials == "none":
        return [text_event(text, form=form, eol=eol)]
    if partials == "cumulative":
        pieces = ["".join(pieces[: at + 1]) for at in range(len(pieces))]
    sent = [text_event(piece, partial=True, form=form, eol=eol) for piece in pieces]
    if form == "adk" and partials != "delta_without_final":
        sent.append(text_event(text, form=form, eol=eol))
    return sent


def error_event(
    code: int,
    shape: str = "code_in_200",
    message: str | None = None,
    *,
    name: str | None = None,
    eol: str = LF,
) -> bytes:
    """An error object of the envelope inside the stream, with or without an `event:` name."""
    body = envelopes.error_body(code, shape, message)
    if not as_object(body):
        raise ValueError(f"the shape {shape} has no object that a stream could carry")
    return event(body, name=name, eol=eol)


ERROR_SHAPES = tuple(
    name for name in envelopes.ERROR_BODIES if isinstance(envelopes.error_body(1001, name), dict)
)


def typed_error(code: int, message: str, *, name: str | None = None, eol: str = LF) -> bytes:
    return event({"type": "error", "code": code, "message": message}, name=name, eol=eol)


def adk_error_code(code: str, message: str, *, eol: str = LF) -> bytes:
    """ADK's own error event: `errorCode` and `errorMessage` beside the other keys."""
    return event(adk(None, errorCode=code, errorMessage=message), eol=eol)


def adk_failure(
    error: str = "agent failed", details: dict[str, Any] | None = None, *, eol: str = LF
) -> bytes:
    """What an ADK server sends last when its agent fails in mid-stream."""
    given = {"type": "RuntimeError", "message": error} if details is None else details
    return event({"error": error, "error_details": given}, eol=eol)


def chopped(data: bytes, size: int) -> list[Piece]:
    """The same bytes in pieces of `size`, wherever that cuts: in a character, or between CR and LF."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def with_pauses(pieces: Iterable[Piece], seconds: float) -> list[Piece]:
    """A pause after each piece of bytes."""
    spread: list[Piece] = []
    for piece in pieces:
        spread.append(piece)
        if isinstance(piece, bytes):
            spread.append(Pause(seconds))
    return spread


def joined(pieces: Iterable[Piece]) -> bytes:
    return b"".join(piece for piece in pieces if isinstance(piece, bytes))
