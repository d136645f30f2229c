"""The events of `/run_sse`: what is sent, and what each one means.

The studio emits events of Google's Agent Development Kit; the plain `{"type": …}` form and an agent server's last
`{"error": …}` are read too [protocol.md, The event stream]. Nothing here does I/O.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.protocol.envelope import error_data, error_from, failure_in

__all__ = [
    "HEARTBEAT",
    "Event",
    "Failure",
    "Heartbeat",
    "Text",
    "ToolProgress",
    "Unknown",
    "encode_event",
    "error_event",
    "parse_event",
    "text_event",
    "tool_call_event",
    "tool_response_event",
]

HEARTBEAT = b": heartbeat\n\n"
# Line ends for JavaScript and for `str.splitlines`, legal inside JSON strings: escaped for the decoders of others.
_LINE_SEPARATORS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})

_NO_META: Mapping[str, Any] = {}


# --- out ---------------------------------------------------------------------------------------------------------


def text_event(text: str, *, partial: bool = False, meta: Mapping[str, Any] = _NO_META) -> dict[str, Any]:
    """Words for the user. Partial pieces are followed by one whole text that repeats them.

    `meta` holds the event's `id`, `invocationId`, `timestamp` and the like.
    """
    return _event({"parts": [{"text": text}], "role": "model"}, {"partial": True} if partial else {}, meta)


def tool_call_event(
    name: str, args: Mapping[str, Any], call_id: str, *, meta: Mapping[str, Any] = _NO_META
) -> dict[str, Any]:
    """A stage of the work begins."""
    call = {"id": call_id, "name": name, "args": dict(args)}
    return _event({"parts": [{"functionCall": call}], "role": "model"}, {}, meta)


def tool_response_event(
    name: str, response: Mapping[str, Any], call_id: str, *, meta: Mapping[str, Any] = _NO_META
) -> dict[str, Any]:
    """How far a stage is: `response` is {"stage": words, "percent": int, "done": n, "total": m}.

    The last one of `edit_timeline` carries the `answer` of the edit.
    """
    reply = {"id": call_id, "name": name, "response": dict(response)}
    return _event({"parts": [{"functionResponse": reply}], "role": "user"}, {}, meta)


def error_event(
    error: NemoError, *, language: str = "en", meta: Mapping[str, Any] = _NO_META
) -> dict[str, Any]:
    """The work failed; the stream closes after it."""
    return {
        "author": "nemo_agent",
        "errorCode": str(error.code if error.code is not None else type(error).__name__),
        "errorMessage": error.what(language),
        "customMetadata": error_data(error, language=language),
        **meta,
    }


def encode_event(event: Mapping[str, Any]) -> bytes:
    """The bytes of one event: a `data:` line of JSON, and a blank line."""
    words = json.dumps(event, ensure_ascii=False, separators=(",", ":")).translate(_LINE_SEPARATORS)
    return f"data: {words}\n\n".encode("utf-8", errors="replace")


def _event(content: dict[str, Any], more: Mapping[str, Any], meta: Mapping[str, Any]) -> dict[str, Any]:
    return {"content": content, **more, "author": "nemo_agent", "actions": {"stateDelta": {}}, **meta}


# --- what events mean --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words for the user. A `plain` text is of the `{"type": "text"}` form, where pieces and wholes look alike."""

    text: str
    partial: bool = False
    plain: bool = False


@dataclass(frozen=True, kw_only=True)
class ToolProgress:
    """A tool of the backend begins or reports; `percent` is 0 to 100. For progress, never shown as it is.

    `answer` is that of an edit which has been made or refused; empty otherwise.
    """

    name: str
    call_id: str = ""
    started: bool = False
    stage: str = ""
    percent: float | None = None
    done: float | None = None
    total: float | None = None
    answer: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """The line is alive and there is nothing to say."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The backend says that the work failed."""

    error: NemoError


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Something that is not for people: a thought, a change of state, broken JSON, an undocumented event.

    `is_cut` says that it is the beginning of an object.
    """

    reason: str
    is_cut: bool = False


Event = Text | ToolProgress | Heartbeat | Failure | Unknown


def parse_event(event: Mapping[str, Any]) -> tuple[Event, ...]:
    """What one decoded event means, in the order of its parts; at least one value."""
    kind = event.get("type")
    if isinstance(kind, str) and kind in _PLAIN:
        return (_PLAIN[kind](event),)
    found = [*_parts(event), *_failures(event)]
    # The type of an event that nobody listed says that it is one; the rest may be an envelope.
    if not found and (not isinstance(kind, str) or event.get("success") is False):
        if (error := failure_in(event)) is not None:
            return (Failure(error=error),)
        if inner := _mapping(event.get("data")):
            return (
                parse_event(inner) if _mapping(inner.get("content")) or inner.get("type") else _unread(kind)
            )
    return tuple(found) or _unread(kind)


def _unread(kind: object) -> tuple[Event, ...]:
    return (Unknown(reason=str(kind or "no parts")),)


def _plain_text(event: Mapping[str, Any]) -> Event:
    inner = _mapping(event.get("data"))
    words = (event.get("content"), event.get("text"), inner.get("text"), inner.get("content"))
    text = next((w for w in words if isinstance(w, str) and w), None)
    if not isinstance(text, str) or not text:
        return Unknown(reason="empty text")
    return Text(text=_printable(text), plain=True)


def _plain_call(event: Mapping[str, Any]) -> Event:
    return ToolProgress(name=str(event.get("name", "")), call_id=str(event.get("id", "")), started=True)


def _plain_result(event: Mapping[str, Any]) -> Event:
    result = event.get("result", event.get("response"))
    return _progress(str(event.get("name", "")), str(event.get("id", "")), result)


def _plain_heartbeat(_: Mapping[str, Any]) -> Event:
    return Heartbeat()


def _plain_error(event: Mapping[str, Any]) -> Event:
    bare = {key: value for key, value in event.items() if key != "type"}
    if found := next(_failures(bare), None):
        return found
    words = next((w for key in ("message", "content") if isinstance(w := bare.get(key), str) and w), "")
    forced = failure_in({"message": words, **bare, "success": False})
    return Failure(error=failure_in(bare) or forced or error_from(500, words))


_PLAIN = {
    "text": _plain_text,
    "message": _plain_text,
    "tool_call": _plain_call,
    "tool_result": _plain_result,
    "tool_response": _plain_result,
    "heartbeat": _plain_heartbeat,
    "ping": _plain_heartbeat,
    "error": _plain_error,
}


def _parts(event: Mapping[str, Any]) -> Iterator[Event]:
    partial = event.get("partial") is True
    parts: object = _mapping(event.get("content")).get("parts")
    for item in cast("list[object]", parts) if isinstance(parts, list) else []:
        part = _mapping(item)
        if part.get("thought") is True:
            yield Unknown(reason="thought")
            continue
        text = part.get("text")
        if isinstance(text, str) and text:
            yield Text(text=_printable(text), partial=partial)
        if call := _mapping(part.get("functionCall", part.get("function_call"))):
            yield ToolProgress(name=str(call.get("name", "")), call_id=str(call.get("id", "")), started=True)
        if reply := _mapping(part.get("functionResponse", part.get("function_response"))):
            yield _progress(str(reply.get("name", "")), str(reply.get("id", "")), reply.get("response"))


def _failures(event: Mapping[str, Any]) -> Iterator[Failure]:
    code = event.get("errorCode", event.get("error_code"))
    message = event.get("errorMessage", event.get("error_message"))
    if code or message:
        beside = event.get("customMetadata", event.get("custom_metadata"))
        yield Failure(error=error_from(code, str(message or code), beside))
    elif error := event.get("error"):
        yield Failure(error=failure_in({**event, "success": False}) or error_from(500, str(error)[:300]))


def _progress(name: str, call_id: str, response: object) -> ToolProgress:
    said = _mapping(response)
    stage = said.get("stage")
    return ToolProgress(
        name=name,
        call_id=call_id,
        stage=stage if isinstance(stage, str) else "",
        percent=_number(said.get("percent")),
        done=_number(said.get("done")),
        total=_number(said.get("total")),
        answer=_mapping(said.get("answer")),
    )


def _printable(text: str) -> str:
    # JSON may hold half of a surrogate pair, which no terminal and no file takes.
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
