"""Bytes of an event stream to events, at any chunk boundary; nothing here does I/O."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, cast

from nemovideo_mcp.protocol.events import Heartbeat, Unknown

__all__ = ["EventDecoder"]

_MAX_EVENT_BYTES = 16 * 1024 * 1024
_ERROR = b"error"


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
    _tried: int = 0

    def feed(self, chunk: bytes) -> list[dict[str, Any] | Heartbeat | Unknown]:
        """The events that `chunk` completes."""
        if self._whole is None:
            return self._feed_lines(chunk)
        self._whole += chunk
        start = self._whole.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start:
            return []
        if not start.startswith((b"{", b"[")) or len(self._whole) > self.max_event_bytes:
            return self._feed_lines(self._no_json())
        # Tried anew only for twice as much, so that the work stays linear.
        if not start.rstrip().endswith((b"}", b"]")) or len(start) < 2 * self._tried:
            return []
        self._tried = len(start)
        found = _listed(bytes(start))
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
        if found := _listed(rest):
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


def _listed(data: bytes) -> list[dict[str, Any] | Heartbeat | Unknown]:
    """The events of a JSON text: an object by itself or those of a list; none if it is no such text."""
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        return []
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]


def _decoded(data: bytes) -> dict[str, Any] | Unknown:
    try:
        value: object = json.loads(data.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return Unknown(reason="broken JSON", is_cut=data.lstrip().startswith(b"{"))
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    return Unknown(reason="not an object")
