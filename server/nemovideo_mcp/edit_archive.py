"""An archive of an edit and its media (`.otioz`, a zip as OpenTimelineIO defines it), read within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.messages.interchange import unreadable

__all__ = [
    "MOST_TIMELINE_BYTES",
    "TIMELINE",
    "VERSION",
    "blocks",
    "name_of",
    "opened",
    "timeline_alone",
    "timeline_in",
]

MOST_TIMELINE_BYTES = 32_000_000
TIMELINE = "content.otio"
"""The member that is the timeline."""
VERSION = ("version.txt", "1.0.0")
"""The member that says which version of archives this is, and what it holds."""

_MOST_MEMBERS = 10_000
# The library reads the list of members at once, whatever size the archive says that it has.
_MOST_READ_BYTES = 8_000_000
_BLOCK = 1 << 20
# The others of the library unpack what they are given without a bound.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class _BoundedReads(io.FileIO):
    """A file of which no single read is larger than the list of members may be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_READ_BYTES:
            raise zipfile.BadZipFile("its list of members is too large")
        return super().read(-1 if size is None else size)


@contextmanager
def opened(path: Path) -> Generator[zipfile.ZipFile]:
    """The archive at `path`. Raises OSError, and `MediaUnreadable` where it is none or has very many members."""
    with _BoundedReads(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise unreadable("no_edit") from error
        with archive:
            if len(archive.infolist()) > _MOST_MEMBERS:
                raise unreadable("too_many_members", count=_MOST_MEMBERS)
            yield archive


def timeline_in(archive: zipfile.ZipFile) -> bytes:
    """The timeline, as an `.otio` file. Raises `MediaUnreadable` where there is none that can be read."""
    try:
        info = archive.getinfo(TIMELINE)
    except KeyError:
        raise unreadable("no_edit") from None
    if info.file_size > MOST_TIMELINE_BYTES:
        raise unreadable("too_large")
    return b"".join(blocks(archive, info))


def timeline_alone(path: Path) -> bytes:
    """The archive at `path` without its media, the same bytes each time. Raises OSError and `MediaUnreadable`."""
    with opened(path) as archive:
        timeline = timeline_in(archive)
    alone = io.BytesIO()
    with zipfile.ZipFile(alone, "w") as smaller:
        for name, content in ((TIMELINE, timeline), VERSION):
            smaller.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return alone.getvalue()


def blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds, unpacked, in blocks of at most 1 MiB.

    Raises `MediaUnreadable` for one that is encrypted, damaged, or packed by a rare method.
    """
    if info.flag_bits & _ENCRYPTED:
        raise _member("member_encrypted", archive, info)
    if info.compress_type not in _METHODS:
        raise _member("member_method", archive, info)
    try:
        with archive.open(info) as member:
            while block := member.read(_BLOCK):
                yield block
    except _DAMAGES as error:
        raise _member("member_damaged", archive, info) from error


def _member(key: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> MediaUnreadable:
    return unreadable(key, name=info.filename, archive=name_of(archive))


def name_of(archive: zipfile.ZipFile) -> str:
    """What the file of an archive is called."""
    return Path(archive.filename or TIMELINE).name
