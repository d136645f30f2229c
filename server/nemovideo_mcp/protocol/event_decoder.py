"""Bytes of an event stream to events, at any chunk boundary; nothing here does I/O."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, cast

from nemovideo_mcp.protocol.events import Heartbeat, Unknown

__all__ = ["EventDecoder"]

_MAX_EVENT_BYTES = 16 * 1024 * 1024
_ERROR = b"error"
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"
_FIELDS = (b"data", b"event", b"id", b"retry", b"")


@dataclass(kw_only=True)
class EventDecoder:
    """Bytes to events, by the rules of `text/event-stream`, whatever the chunks are.

    A comment, an empty `data:` and an event named heartbeat are `Heartbeat`; broken JSON and an event of more than
    `max_event_bytes` are `Unknown`. An event named error gets the type "error", whatever its data are. One JSON object
    per line is read even where the blank lines or the word `data:` are missing, and one JSON text, an object or a list
    of them, in place of a stream.
    """

    max_event_bytes: int = _MAX_EVENT_BYTES
    _line: list[bytes] = field(default_factory=list[bytes], repr=False)
    _data: list[bytes] = field(default_factory=list[bytes], repr=False)
    _size: int = 0
    _name: bytes = b""
    _alive: bool = False
    _after_cr: bool = False
    _at_start: bool = True
    # What has come as long as it may be one JSON text in place of a stream; None once it is none.
    _whole: bytearray | None = field(default_factory=bytearray, repr=False)
    _start: int = 0
    _tried: int = 0
    _tried_size: int = 0

    def feed(self, chunk: bytes) -> list[dict[str, Any] | Heartbeat | Unknown]:
        """The events that `chunk` completes."""
        if self._whole is None:
            return self._feed_lines(chunk)
        self._whole += chunk
        while self._start < len(self._whole) and self._whole[self._start] in _BEFORE_JSON:
            self._start += 1
        if len(self._whole) > self.max_event_bytes:
            return self._feed_lines(self._no_json())
        if self._start == len(self._whole):
            return []
        if self._whole[self._start] not in b"{[":
            return self._feed_lines(self._no_json())
        # Tried anew only for twice as much, so that the work stays linear.
        size = len(self._whole) - self._start
        if not self._whole[-64:].rstrip().endswith((b"}", b"]")) or size < 2 * self._tried:
            return []
        self._tried = size
        found, is_several = _listed(bytes(self._whole[self._start :]))
        if is_several:
            # An object a line: there is nothing to wait for.
            return self._feed_lines(self._no_json())
        if found:
            self._whole = None
        return found

    def _no_json(self) -> bytes:
        taken, self._whole = bytes(self._whole or b""), None
        return taken

    def _feed_lines(self, chunk: bytes) -> list[dict[str, Any] | Heartbeat | Unknown]:
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
        rest = self._no_json()
        found, _ = _listed(rest)
        if found:
            return found
        before = self._feed_lines(rest)
        return [*before, *self._end()]

    def _end(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        return [*self._end_line(), *self._dispatch()] if self._line else self._dispatch()

    def _end_line(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        line = b"".join(self._line)
        self._line.clear()
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            return self._dispatch()
        name, colon, value = line.partition(b":")
        if name not in _FIELDS or (not colon and name != b"data"):
            return self._take_bare(line)
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
            self._alive = True
            return self._dispatch_object()
        if name == b"event":
            self._name = value
        elif name == b"":
            return [Heartbeat()]
        return []

    def _take_bare(self, line: bytes) -> list[dict[str, Any] | Heartbeat | Unknown]:
        """A line without a field's name: of an object that is written over several lines, or on a line of its own."""
        if not (self._data and self._data[0].lstrip().startswith(b"{")) and not line.lstrip().startswith(
            b"{"
        ):
            return []
        self._data.append(line)
        return self._dispatch_object()

    def _dispatch_object(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        """The event, as soon as its data are a whole object: not everybody sends the blank line behind it."""
        # Tried anew only for twice as much, so that the work stays linear.
        if not self._data[-1].rstrip().endswith(b"}") or self._size < 2 * self._tried_size:
            return []
        self._tried_size = self._size
        whole = _decoded(b"\n".join(self._data))
        return self._dispatch() if isinstance(whole, dict) else []

    def _dispatch(self) -> list[dict[str, Any] | Heartbeat | Unknown]:
        data, name, size, alive = self._data, self._name, self._size, self._alive
        self._data, self._name, self._size, self._alive, self._tried_size = [], b"", 0, False, 0
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


def _listed(data: bytes) -> tuple[list[dict[str, Any] | Heartbeat | Unknown], bool]:
    """The events of a JSON text, an object or a list of them; and whether several texts follow each other."""
    try:
        value: object = json.loads(data)
    except json.JSONDecodeError as error:
        return [], error.msg == "Extra data"
    except (ValueError, RecursionError):
        return [], False
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)], False


def _decoded(data: bytes) -> dict[str, Any] | Unknown:
    try:
        value: object = json.loads(data.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return Unknown(reason="broken JSON", is_cut=data.lstrip().startswith(b"{"))
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    return Unknown(reason="not an object")
