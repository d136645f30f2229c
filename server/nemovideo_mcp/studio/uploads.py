"""Receiving files: a multipart body is parsed as it streams in, and goes straight to disk."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from nemovideo_mcp.errors import FileTooLarge, InvalidRequest, NemoError
from nemovideo_mcp.file_types import HEAD_BYTES, check_type
from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.studio.intake import Arrival

__all__ = ["Receiver", "Refusal", "plain_name", "receive_multipart", "take_any"]

_BUFFER_BYTES = 1024 * 1024
_NAME_CHARACTERS = 160
# What is refused is read on, so that the sender gets to read the answer; but not for ever.
_MOST_DISCARDED_BYTES = 2 * 1024**3

_BROKEN = {"en": "the form data is broken off or malformed.", "zh": "表单数据不完整或格式有误。"}
_NO_FILES = {"en": "there is no file in the request.", "zh": "请求中没有文件。"}
_SEND_FILES = {
    "en": "Send files as multipart form data in the field `files`.",
    "zh": "请以 multipart 表单的 `files` 字段发送文件。",
}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A file that was not received, and why."""

    name: str
    error: NemoError


def plain_name(name: str, *, otherwise: str = "upload") -> str:
    """The last part of a sender's file name, without what no name should hold; the extension stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable()).strip().lstrip(".")
    path = Path(clean or otherwise)
    return f"{path.stem[:_NAME_CHARACTERS]}{path.suffix[:16]}"


def take_any(size_bytes: int) -> None:
    """Room for whatever comes."""
    del size_bytes


@dataclass(kw_only=True)
class Receiver:
    """One file being uploaded to `folder`: written and hashed by the megabyte in a thread, up to `limit_bytes`.

    `take` is told of all bytes that come, and raises where there is no room for them.
    """

    name: str
    folder: Path
    limit_bytes: int
    take: Callable[[int], None] = take_any
    path: Path = field(init=False)
    size_bytes: int = 0
    _pending: bytearray = field(default_factory=bytearray, repr=False)
    _file: BinaryIO | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.path = self.folder / f"{secrets.token_hex(8)}{Path(self.name).suffix.lower()}"
        self._hash = hashlib.sha256()

    async def write(self, data: bytes) -> None:
        """Raises `FileTooLarge`, `DiskFull`, what `take` raises, and `UnsupportedFile` once this turns out no media."""
        begun = self.size_bytes >= HEAD_BYTES
        self.size_bytes += len(data)
        if self.size_bytes > self.limit_bytes:
            raise FileTooLarge(name=self.name, limit_mb=self.limit_bytes // (1024 * 1024))
        self.take(len(data))
        self._pending += data
        if not begun and self.size_bytes >= HEAD_BYTES:
            check_type(self.name, bytes(self._pending[:HEAD_BYTES]))
        if len(self._pending) >= _BUFFER_BYTES:
            await _to_its_end(self._flush)

    async def finish(self, *, named: bool = True) -> Arrival:
        """The file, whole; `named` says whether its name has an ending already. Raises as `write` does."""
        if self.size_bytes < HEAD_BYTES:
            check_type(self.name, bytes(self._pending))
        await _to_its_end(self._flush)
        self._close()
        return Arrival(
            name=self.name,
            path=self.path,
            size_bytes=self.size_bytes,
            content_hash=self._hash.hexdigest(),
            named=named,
        )

    def discard(self) -> None:
        """Leave nothing behind."""
        self._pending.clear()
        self._close()
        self.path.unlink(missing_ok=True)

    def _flush(self) -> None:
        data, self._pending = self._pending, bytearray()
        try:
            if self._file is None:
                self._file = self.path.open("xb")
            self._file.write(data)
        except OSError as error:
            raise not_written(error, self.folder) from error
        self._hash.update(data)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


async def _to_its_end(write: Callable[[], None]) -> None:
    """Write in a thread. Whoever is cancelled meanwhile may delete the file only when the thread is done with it."""
    writing = asyncio.ensure_future(asyncio.to_thread(write))
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise


@dataclass
class _Headers:
    """The headers of one part."""

    name: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)
    found: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def end(self) -> None:
        self.found[self.name.decode("latin-1").lower()] = bytes(self.value)
        self.name.clear()
        self.value.clear()

    @property
    def file_name(self) -> str | None:
        """The name of the file that the part holds; None if it is a plain field."""
        _, options = parse_options_header(self.found.get("content-disposition", b""))
        raw = options.get(b"filename")
        if raw is None:
            return None
        # As browsers write a quotation mark in a form.
        raw = raw.replace(b"%22", b'"')
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("latin-1")


_Step = tuple[str, bytes | str | None]


class _Parts:
    """The parser's callbacks as a list of steps: ("begin", file name or None), ("data", bytes), ("end", None)."""

    def __init__(self, boundary: bytes) -> None:
        self.complete = False
        self._steps: list[_Step] = []
        self._headers = _Headers()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._on_part_begin,
                "on_header_field": lambda data, start, end: self._headers.name.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._headers.value.extend(data[start:end]),
                "on_header_end": lambda: self._headers.end(),
                "on_headers_finished": lambda: self._steps.append(("begin", self._headers.file_name)),
                "on_part_data": lambda data, start, end: self._steps.append(("data", data[start:end])),
                "on_part_end": lambda: self._steps.append(("end", None)),
                "on_end": self._on_end,
            },
        )

    def feed(self, chunk: bytes) -> list[_Step]:
        """What `chunk` brings. Raises `MultipartParseError`."""
        self._parser.write(chunk)
        steps, self._steps = self._steps, []
        return steps

    def _on_part_begin(self) -> None:
        self._headers = _Headers()

    def _on_end(self) -> None:
        self.complete = True


async def receive_multipart(
    body: AsyncIterator[bytes],
    *,
    content_type: str,
    folder: Path,
    limit_bytes: int,
    take: Callable[[int], None] = take_any,
) -> AsyncGenerator[Arrival | Refusal]:
    """Each file of the form as soon as it is there whole, or why it is not; what goes wrong leaves no file.

    A refused file is read to its end. Raises `InvalidRequest` if the form is broken or holds no file.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise InvalidRequest(detail=_BROKEN, hint=_SEND_FILES)
    parts, post = _Parts(boundary), _Post(folder=folder, limit_bytes=limit_bytes, take=take)
    try:
        async for chunk in body:
            for kind, value in parts.feed(chunk):
                result = await post.handle[kind](value)
                if result is not None:
                    yield result
        if not parts.complete:
            raise InvalidRequest(detail=_BROKEN, hint=_SEND_FILES)
        if not post.seen:
            raise InvalidRequest(detail=_NO_FILES, hint=_SEND_FILES)
    except MultipartParseError:
        raise InvalidRequest(detail=_BROKEN, hint=_SEND_FILES) from None
    finally:
        post.drop()


class _Post:
    """The file that is being received, if any."""

    def __init__(self, *, folder: Path, limit_bytes: int, take: Callable[[int], None]) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._take = take
        self._receiver: Receiver | None = None
        self._refusal: Refusal | None = None
        self._discarded_bytes = 0
        self.seen = 0
        self.handle: dict[str, Callable[..., Awaitable[Arrival | Refusal | None]]] = {
            "begin": self._begin,
            "data": self._data,
            "end": self._end,
        }

    def drop(self) -> None:
        if self._receiver is not None:
            self._receiver.discard()
            self._receiver = None

    async def _begin(self, file_name: str | None) -> None:
        self._receiver = self._refusal = None
        if file_name is None:
            return
        self.seen += 1
        name = plain_name(file_name)
        self._receiver = Receiver(
            name=name, folder=self._folder, limit_bytes=self._limit_bytes, take=self._take
        )

    async def _data(self, data: bytes) -> None:
        if self._receiver is None:
            self._discarded_bytes += len(data)
            if self._discarded_bytes > _MOST_DISCARDED_BYTES and self._refusal is not None:
                raise self._refusal.error
            return
        try:
            await self._receiver.write(data)
        except NemoError as error:
            self._refuse(error)

    async def _end(self, _: None) -> Arrival | Refusal | None:
        receiver = self._receiver
        if receiver is not None:
            try:
                arrival = await receiver.finish()
            except NemoError as error:
                self._refuse(error)
            else:
                self._receiver = None
                return arrival
        refusal, self._refusal = self._refusal, None
        return refusal

    def _refuse(self, error: NemoError) -> None:
        assert self._receiver is not None
        self._refusal = Refusal(name=self._receiver.name, error=error)
        self.drop()
