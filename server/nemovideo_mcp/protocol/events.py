"""The event stream of `/run_sse`: encoding, decoding at any chunk boundary, and what each event means.

The studio emits events of Google's Agent Development Kit; the plain `{"type": …}` form and an agent server's last
`{"error": …}` are read too [protocol.md, The event stream]. Nothing here does I/O.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.protocol.envelope import error_data, error_from, failure_in

__all__ = [
    "HEARTBEAT",
    "Event",
    "EventDecoder",
    "Failure",
    "Heartbeat",
    "Text",
    "TextAssembler",
    "ToolProgress",
    "Unknown",
    "encode_event",
    "error_event",
    "is_temporary_issue",
    "parse_event",
    "text_event",
    "tool_call_event",
    "tool_response_event",
]

HEARTBEAT = b": heartbeat\n\n"
_MAX_EVENT_BYTES = 16 * 1024 * 1024
_ERROR = b"error"
_TEMPORARY_ISSUE = "i encountered a temporary issue"
_SENTENCE_ENDS = tuple(".!?…。！？")
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
    """Something that is not for people: a thought, a change of state, broken JSON, an undocumented event."""

    reason: str


Event = Text | ToolProgress | Heartbeat | Failure | Unknown


def parse_event(event: Mapping[str, Any]) -> tuple[Event, ...]:
    """What one decoded event means, in the order of its parts; at least one value."""
    kind = event.get("type")
    if isinstance(kind, str) and kind in _PLAIN:
        return (_PLAIN[kind](event),)
    found = [*_parts(event), *_failures(event)]
    # The type of an event that nobody listed says that it is one; the rest may be an envelope.
    if not found and not isinstance(kind, str):
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
    text = event.get("content", event.get("text"))
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
        inner = _mapping(error)
        text = error if isinstance(error, str) else str(inner.get("message", "no reason was given"))
        yield Failure(error=error_from(inner.get("code", event.get("code")), text, event.get("data")))


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


# --- in ----------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class EventDecoder:
    """Bytes to events, by the rules of `text/event-stream`, whatever the chunks are.

    A comment, an empty `data:` and an event named heartbeat are `Heartbeat`; broken JSON and an event of more than
    `max_event_bytes` are `Unknown`. An event named error gets the type "error", whatever its data are. One JSON object
    per line is read even where the blank lines or the word `data:` are missing.
    """

    max_event_bytes: int = _MAX_EVENT_BYTES
    _line: list[bytes] = field(default_factory=list[bytes], repr=False)
    _data: list[bytes] = field(default_factory=list[bytes], repr=False)
    _size: int = 0
    _name: bytes = b""
    _alive: bool = False
    _after_cr: bool = False
    _at_start: bool = True

    def feed(self, chunk: bytes) -> list[dict[str, Any] | Heartbeat | Unknown]:
        """The events that `chunk` completes."""
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        found: list[dict[str, Any] | Heartbeat | Unknown] = []
        for piece in chunk.splitlines(keepends=True):
            line = piece.rstrip(b"\r\n")
            self._size += len(line)
            if self._size <= self.max_event_bytes:
                self._line.append(line)
            if len(line) == len(piece):
                break
            found += self._end_line()
        self._after_cr = chunk.endswith(b"\r")
        return found

    def close(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        """What was left when the stream ended without a blank line; a cut-off event is `Unknown`."""
        return [*self._end_line(), *self._dispatch()] if self._line else self._dispatch()

    def _end_line(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        line = b"".join(self._line)
        self._line.clear()
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            return self._dispatch()
        if line.startswith(b"{") and isinstance(bare := _decoded(line), dict):
            return [bare]
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
            self._alive = True
        elif name == b"event":
            self._name = value
        elif name == b"":
            return [Heartbeat()]
        return []

    def _dispatch(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        data, name, size, alive = self._data, self._name, self._size, self._alive
        self._data, self._name, self._size, self._alive = [], b"", 0, False
        if size > self.max_event_bytes:
            return [Unknown(reason="an event that is too large")]
        if name == b"heartbeat":
            return [Heartbeat()]
        if not any(value.strip() for value in data):
            return [Heartbeat()] if alive else []
        whole = _decoded(b"\n".join(data))
        if name == _ERROR:
            words = b"\n".join(data).decode("utf-8", errors="replace")
            return [{**(whole if isinstance(whole, dict) else {"message": words}), "type": "error"}]
        if len(data) > 1 and isinstance(whole, Unknown):
            return [_decoded(value) for value in data if value.strip()]
        return [whole]


def _decoded(data: bytes) -> dict[str, Any] | Unknown:
    try:
        value: object = json.loads(data.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return Unknown(reason="broken JSON")
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    return Unknown(reason="not an object")


@dataclass(kw_only=True)
class TextAssembler:
    """Puts the words of one turn together: a partial text and the whole that repeats it are counted once.

    A trailing "I encountered a temporary issue" behind good words is left out [protocol.md].
    """

    _said: list[Text] = field(default_factory=list[Text])
    _pending: list[_Pieces] = field(default_factory=list["_Pieces"])
    # The plain texts since the last tool.
    _run: list[Text] = field(default_factory=list[Text])
    _run_length: int = 0
    _after_tool: bool = True

    def feed(self, event: Event) -> None:
        """Take in the next event of the stream; only texts matter, and where tools come between them."""
        if isinstance(event, ToolProgress):
            self._after_tool = True
        elif isinstance(event, Text) and event.partial:
            self._take_piece(event.text)
        elif isinstance(event, Text):
            self._take_whole(event)

    @property
    def text(self) -> str:
        """All that was said, up to now."""
        said = [t for t in (*self._said, *(Text(text=p.text) for p in self._pending)) if t.text.strip()]
        if len(said) > 1 and is_temporary_issue(said[-1].text):
            said.pop()
        return _joined(said)

    @property
    def unfinished(self) -> bool:
        """True while pieces of a text have come, and the whole that repeats them has not."""
        return any(pieces.text.strip() for pieces in self._pending)

    def _take_piece(self, piece: str) -> None:
        if self._after_tool or not self._pending:
            self._pending.append(_Pieces())
        self._after_tool = False
        self._pending[-1].add(piece)

    def _take_whole(self, event: Text) -> None:
        if event.plain:
            self._take_plain(event)
            return
        pending, self._pending = self._pending, []
        # The whole repeats all pieces since the last one, or only those since the last tool.
        start = next((n for n in range(len(pending)) if _repeats(event.text, pending[n:])), len(pending))
        kept = [pieces.text for pieces in pending[:start]]
        if start == len(pending) and kept and not self._after_tool:
            event = Text(text=kept.pop() + event.text)
        self._said += [*(Text(text=words) for words in kept), event]
        self._after_tool = False

    def _take_plain(self, event: Text) -> None:
        """A plain text is a piece, the whole of the pieces before it, or repeats all so far and says more."""
        before = [] if self._after_tool else self._run
        self._after_tool = False
        # Joined only for a text that may be as long: the work stays linear in what has come.
        if before and len(before[-1].text) > 1 and event.text.startswith(before[-1].text):
            self._said.pop()
            before.pop()
        elif (
            len(before) > 1
            and 2 * len(event.text) >= self._run_length
            and _bare("".join(text.text for text in before)) == _bare(event.text)
        ):
            del self._said[-len(before) :]
            before.clear()
        before.append(event)
        self._run = before
        self._run_length = len(event.text) + (self._run_length if len(before) > 1 else 0)
        self._said.append(event)


@dataclass(kw_only=True)
class _Pieces:
    """The partial texts of one whole: each says something more, or each repeats all so far and says more."""

    _all: list[str] = field(default_factory=list[str])
    _repeating: bool = True

    def add(self, piece: str) -> None:
        self._repeating = self._repeating and (not self._all or piece.startswith(self._all[-1]))
        self._all.append(piece)

    @property
    def joined(self) -> str:
        return "".join(self._all)

    @property
    def text(self) -> str:
        # Two short pieces may be alike by chance, as "1" and "10".
        more = self._repeating and len(self._all) > 1 and self._all[-1] != self._all[0]
        return self._all[-1] if more and (len(self._all) > 2 or len(self._all[0]) > 1) else self.joined


def is_temporary_issue(text: str) -> bool:
    """True for the apology that says nothing about whether the edit was made [protocol.md]."""
    return text.strip().lower().startswith(_TEMPORARY_ISSUE)


def _repeats(whole: str, pending: Sequence[_Pieces]) -> bool:
    readings = ("".join(pieces.text for pieces in pending), "".join(pieces.joined for pieces in pending))
    return any(_bare(whole).startswith(_bare(reading)) for reading in readings)


def _bare(text: str) -> str:
    return "".join(text.split())


def _joined(said: Sequence[Text]) -> str:
    words = ""
    for text in said:
        piece_of_sentence = text.plain and words and not words.endswith(_SENTENCE_ENDS)
        words += text.text if not words or piece_of_sentence else f"\n{text.text.lstrip()}"
    return words.strip()
