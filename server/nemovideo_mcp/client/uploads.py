"""Uploads files and links to a project: checked first, streamed from the disk, in the given order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

import httpx

from nemovideo_mcp.client.files import check_file, find_media, is_url, plain_url
from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.config import MAX_UPLOAD_BYTES
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


async def upload(
    transport: Transport,
    session_id: str,
    items: Sequence[Path | str],
    *,
    on_bytes: OnBytes | None = None,
    on_checked: Callable[[Sequence[Path]], None] | None = None,
) -> tuple[UploadedFile, ...]:
    """Send `items` in order: files, folders (their media files), patterns, and links that the backend fetches.

    All files are checked before a byte is sent; `on_bytes(name, done, total)` counts the bytes of all of them,
    and `on_checked` hears before of the files that will be sent.
    Neighbours share a request, up to 500 MB. A request is only repeated if the connection was refused or the backend
    refused it (token, rate): once bytes have been taken, nobody says that a second time would not add a second file.
    Raises `FileMissing`, `UnsupportedFile`, `FileTooLarge`, and what the backend has against them.
    """
    path = f"api/upload-video/nemo_agent/me/{quote(session_id, safe='')}"
    wanted = _checked(items)
    total = sum(item.size for item in wanted if isinstance(item, _File))
    if on_checked:
        on_checked([item.path for item in wanted if isinstance(item, _File)])
    found: list[UploadedFile] = []
    for batch in _batches(wanted):
        files = [item for item in batch if isinstance(item, _File)]
        if files:
            found += await _send(transport, path, files, _counter(on_bytes, total))
            continue
        links = [item for item in batch if isinstance(item, str)]
        body = {"urls": links, "source_type": "url"}
        reply = await transport.call("POST", path, body=body, timeout=_TIMEOUT)
        found += UploadReply.of(reply).files or UploadReply.of(links).files
    return tuple(found)


def _checked(items: Sequence[Path | str]) -> list[_File | str]:
    wanted: list[_File | str] = []
    before = 0
    for item in items:
        if isinstance(item, str) and is_url(item):
            wanted.append(plain_url(item))
            continue
        for path in find_media(item) if isinstance(item, str) else (item,):
            file = _File(path=path, size=check_file(path), before=before)
            before += file.size
            wanted.append(file)
    return wanted


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
) -> Sequence[UploadedFile]:
    with ExitStack() as stack:
        parts = [
            (
                "files",
                (
                    file.path.name,
                    _CountedFile(stack.enter_context(file.path.open("rb")), file, on_read),
                    guess_type(file.path.name)[0] or "application/octet-stream",
                ),
            )
            for file in files
        ]
        reply = await transport.call("POST", path, files=parts, timeout=_TIMEOUT)
    # What was taken is known, even where the reply says nothing of it.
    return UploadReply.of(reply).files or [UploadedFile(filename=file.path.name) for file in files]


class _CountedFile:
    """A file for httpx's multipart form that tells how far it has been read."""

    def __init__(self, file: BufferedReader, item: _File, on_read: Callable[[_File, int], None]) -> None:
        self._file = file
        self._item = item
        self._on_read = on_read

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
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
            on_bytes(file.path.name, file.before + done, total)

    return count
