"""Uploads files and links to a project: checked first, streamed from the disk, in the given order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import httpx
from anyio import to_thread

from nemovideo_mcp.client.files import (
    UNUSABLE,
    OnLeftOut,
    check_file,
    check_named,
    find_media,
    is_url,
    plain_url,
)
from nemovideo_mcp.client.selection import sent_names
from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.config import MAX_UPLOAD_BYTES, media_type_of
from nemovideo_mcp.edit_archive import timeline_alone
from nemovideo_mcp.errors import MediaUnreadable, NemoError
from nemovideo_mcp.file_types import head_of, is_edit_archive, not_accepted
from nemovideo_mcp.messages.system import system_reason
from nemovideo_mcp.protocol.models import UploadedFile, UploadReply

__all__ = ["OnBytes", "upload"]

_TIMEOUT = httpx.Timeout(60.0, connect=15.0, read=10 * 60.0)
_MAX_FILES = 20

OnBytes = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class _File:
    path: Path
    size: int
    before: int
    name: str = ""
    content: bytes | None = None
    """What is sent instead of what is in the file."""


async def upload(
    transport: Transport,
    session_id: str,
    items: Sequence[Path | str],
    *,
    on_bytes: OnBytes | None = None,
    on_checked: Callable[[Sequence[Path]], None] | None = None,
    known: Iterable[Path] = (),
    on_left_out: OnLeftOut | None = None,
) -> tuple[UploadedFile, ...]:
    """Send `items` in order: files, folders (their media files), patterns, and links that the backend fetches.

    All files are checked before a byte is sent; `on_bytes(name, done, total)` counts the bytes of all of them,
    and `on_checked` hears before of the files that will be sent. Files of one name are told apart by their folders,
    also from those that are `known` to the project; one that is given several times is sent as often, with a number.
    Of an archive of an edit its timeline is sent, without the media. Neighbours share a request, up to 500 MB. A
    request is only repeated if the connection was refused or the backend refused it (token, rate): once bytes have been
    taken, nobody says that a second time would not add a second file.

    `on_left_out` hears why a file cannot be used, and the others are sent without it; where none is left, or nobody
    hears, that is raised: `UnsupportedFile`, `MediaUnreadable`, `FileTooLarge`. A cloud takes files by the endings of
    their names. Raises `FileMissing`, and what the backend has against the request.
    """
    path = f"api/upload-video/nemo_agent/me/{quote(session_id, safe='')}"
    refused: list[NemoError] = []
    wanted = _named(await _checked(transport, items, refused.append), known)
    _tell(refused, on_left_out, none_is_left=not wanted)
    total = sum(item.size for item in wanted if isinstance(item, _File))
    if on_checked:
        on_checked([item.path for item in wanted if isinstance(item, _File)])
    found: list[UploadedFile] = []
    for batch in _batches(wanted):
        read = await _sent(transport, path, batch, _counter(on_bytes, total))
        found += read.files
        _tell(read.refused, on_left_out, none_is_left=not found and batch[-1] is wanted[-1])
    return tuple(found)


def _tell(refused: Sequence[NemoError], on_left_out: OnLeftOut | None, *, none_is_left: bool) -> None:
    """Say what is left out; raise the first of it where nobody hears, or nothing else was to be sent."""
    last = refused[0] if refused and (none_is_left or on_left_out is None) else None
    for error in refused:
        if on_left_out is not None and error is not last:
            on_left_out(error)
    if last is not None:
        raise last


async def _checked(
    transport: Transport, items: Iterable[Path | str], on_left_out: OnLeftOut
) -> list[_File | str]:
    wanted: list[_File | str] = []
    before = 0
    for item in items:
        if isinstance(item, str) and is_url(item):
            wanted.append(plain_url(item))
            continue
        for path in find_media(item, on_left_out=on_left_out) if isinstance(item, str) else (item,):
            try:
                size = check_file(path)
                if media_type_of(path.name) is None and not await transport.is_studio():
                    check_named(path)
                content = await to_thread.run_sync(_content_of, path)
            except UNUSABLE as error:
                on_left_out(error)
                continue
            size = size if content is None else len(content)
            wanted.append(_File(path=path, size=size, before=before, content=content))
            before += size
    return wanted


def _content_of(path: Path) -> bytes | None:
    """What is sent of an archive of an edit; None for any other file, which is sent as it is."""
    try:
        return timeline_alone(path) if is_edit_archive(path.name, head_of(path)) else None
    except MediaUnreadable as error:
        error.fields["name"] = path.name
        raise
    except OSError as error:
        raise not_accepted(path.name, system_reason(error)) from None


def _named(wanted: Sequence[_File | str], known: Iterable[Path]) -> list[_File | str]:
    """The same, each file with the name under which it is sent."""
    files = [Path(os.path.abspath(item.path)) for item in wanted if isinstance(item, _File)]  # noqa: PTH100 - no links
    names = iter(sent_names(files, known=known))
    return [replace(item, name=next(names)) if isinstance(item, _File) else item for item in wanted]


async def _sent(
    transport: Transport,
    path: str,
    batch: Sequence[_File | str],
    on_read: Callable[[_File, int], None],
) -> UploadReply:
    """What came of one request; files that the backend has refused one by one are no failure of all of it."""
    files = [item for item in batch if isinstance(item, _File)]
    try:
        if files:
            return await _send(transport, path, files, on_read)
        links = [item for item in batch if isinstance(item, str)]
        body = {"urls": links, "source_type": "url"}
        read = UploadReply.of(await transport.call("POST", path, body=body, timeout=_TIMEOUT))
        return read if read.files or read.refused else UploadReply.of(links)
    except NemoError as error:
        read = UploadReply.of((error.reply or {}).get("data"))
        if read.refused:
            return read
        if len(files) == 1 and isinstance(error, UNUSABLE):
            error.fields["name"] = files[0].name
            return UploadReply().model_copy(update={"refused": [error]})
        raise


def _batches(items: Sequence[_File | str]) -> Iterator[list[_File | str]]:
    batch: list[_File | str] = []
    size = 0
    for item in items:
        more = item.size if isinstance(item, _File) else 0
        another_kind = bool(batch) and isinstance(item, _File) != isinstance(batch[-1], _File)
        if another_kind or len(batch) == _MAX_FILES or (batch and size + more > MAX_UPLOAD_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += more
    if batch:
        yield batch


async def _send(
    transport: Transport, path: str, files: Sequence[_File], on_read: Callable[[_File, int], None]
) -> UploadReply:
    with ExitStack() as stack:
        parts = [
            (
                "files",
                (
                    file.name,
                    _CountedFile(stack.enter_context(_opened(file)), file, on_read),
                    guess_type(file.name)[0] or "application/octet-stream",
                ),
            )
            for file in files
        ]
        reply = await transport.call("POST", path, files=parts, timeout=_TIMEOUT)
    read = UploadReply.of(reply)
    # What was taken is known, even where the reply says nothing of it.
    taken = [UploadedFile(filename=file.name) for file in files]
    return read if read.files or read.refused else read.model_copy(update={"files": taken})


def _opened(file: _File) -> BinaryIO:
    if file.content is not None:
        return BytesIO(file.content)
    try:
        return file.path.open("rb")
    except OSError as error:
        raise not_accepted(file.name, system_reason(error)) from None


class _CountedFile:
    """A file for httpx's multipart form that tells how far it has been read."""

    def __init__(self, file: BinaryIO, item: _File, on_read: Callable[[_File, int], None]) -> None:
        self._file = file
        self._item = item
        self._on_read = on_read

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise not_accepted(self._item.name, system_reason(error)) from None
        self._on_read(self._item, self._file.tell())
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()


def _counter(on_bytes: OnBytes | None, total: int) -> Callable[[_File, int], None]:
    def count(file: _File, done: int) -> None:
        if on_bytes:
            on_bytes(file.name, file.before + done, total)

    return count
