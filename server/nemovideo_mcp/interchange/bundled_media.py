"""Media taken out of an archive of an edit: only what the edit names, into one folder, within bounds."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from nemovideo_mcp.client.outputs import check_room
from nemovideo_mcp.config import MAX_UNPACKED_BYTES, MAX_UPLOAD_BYTES
from nemovideo_mcp.edit_archive import blocks, name_of, opened
from nemovideo_mcp.errors import FileTooLarge, MediaUnreadable, NemoError
from nemovideo_mcp.file_types import HEAD_BYTES, head_of, is_edit_archive, is_media
from nemovideo_mcp.interchange.media_references import MediaReference, TakenOut
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.messages.system import not_written

__all__ = ["OnUnpacked", "Unpacking"]

_LONGEST_NAME_BYTES = 255

OnUnpacked = Callable[[str, int, int], None]
"""Hears the name of the file that is taken out, the bytes that are done, and those of all."""


@dataclass(frozen=True, kw_only=True)
class Unpacking:
    """Takes media out of archives, into `folder`, which is made where it is not there.

    `most_bytes` bounds what the media of all archives in `folder` take; `on_bytes` is called in the thread that
    unpacks, and may raise to end it.
    """

    folder: Path
    most_bytes: int = MAX_UNPACKED_BYTES
    on_bytes: OnUnpacked = lambda _name, _done, _total: None

    def take_out(self, edit: Path, wanted: Sequence[MediaReference]) -> TakenOut:
        """Those of `wanted` that the archive `edit` holds, under the names by which they are wanted.

        A member that is encrypted, damaged, no media, or that stands in a place outside the archive is refused by
        itself. Raises `MediaUnreadable` where all together are larger than they may be, `NotEnoughSpace` before
        anything is written, and `DiskFull`.
        """
        if not is_edit_archive(edit.name, head_of(edit)):
            return TakenOut()
        files: dict[str, Path] = {}
        refused: dict[str, NemoError] = {}
        with opened(edit) as archive:
            members = _members(archive, wanted)
            for name, info in members.items():
                if (error := _fault(name, info, edit.name)) is not None:
                    refused[name] = error
            good = {name: info for name, info in members.items() if name not in refused}
            self.folder.mkdir(exist_ok=True)
            done = sum(path.stat().st_size for path in self.folder.iterdir())
            needed = sum(info.file_size for info in good.values())
            total = done + needed
            if total > self.most_bytes:
                raise self._too_large(edit)
            check_room(self.folder / edit.name, needed)
            for name, info in good.items():
                place = self.folder / name
                try:
                    done = self._write(archive, info, place, done=done, total=total)
                    files[name] = place
                except MediaUnreadable as error:
                    refused[name] = error
                except _TooMuchError:
                    raise self._too_large(edit) from None
                except OSError as error:
                    raise not_written(error, place) from None
        return TakenOut(archive=edit.name, files=files, refused=refused)

    def _write(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, *, done: int, total: int
    ) -> int:
        """One member at `place`, whole or not at all; the bytes that are done with it."""
        part = place.with_name(".part")
        is_begun = False
        with part.open("wb") as file:
            for block in blocks(archive, info):
                if not is_begun and not is_media(place.name, block[:HEAD_BYTES]):
                    break
                is_begun = True
                done += len(block)
                # What a member says of its size is not relied on.
                if done > self.most_bytes:
                    raise _TooMuchError
                file.write(block)
                self.on_bytes(place.name, done, max(total, done))
        if not is_begun:
            raise unreadable("member_no_media", name=place.name, archive=name_of(archive))
        part.replace(place)
        return done

    def _too_large(self, edit: Path) -> MediaUnreadable:
        return unreadable("unpacked_too_large", name=edit.name, limit_mb=self.most_bytes // 1_000_000)


class _TooMuchError(Exception):
    """More has come out of an archive than may."""


def _members(archive: zipfile.ZipFile, wanted: Sequence[MediaReference]) -> dict[str, zipfile.ZipInfo]:
    """The member of each file by its name: the one at the place that the edit writes, else the first so called."""
    by_place = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    by_name: dict[str, zipfile.ZipInfo] = {}
    for info in by_place.values():
        by_name.setdefault(PurePosixPath(info.filename).name.casefold(), info)
    found: dict[str, zipfile.ZipInfo] = {}
    for one in wanted:
        written = [place for location in one.written for place in (location, unquote(location))]
        here = [by_place[plain] for place in written if (plain := place.removeprefix("./")) in by_place]
        member = here[0] if here else by_name.get(one.name.casefold())
        if member is not None:
            found[one.name] = member
    return found


def _fault(name: str, info: zipfile.ZipInfo, archive: str) -> NemoError | None:
    """Why a member is not taken out as `name`, before it is looked at."""
    if not _is_plain(info) or not _is_file_name(name):
        return unreadable("member_leads_out", name=name, archive=archive)
    return FileTooLarge(name=name) if info.file_size > MAX_UPLOAD_BYTES else None


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Whether a member is an ordinary file that stands inside the archive."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    parts = info.filename.split("/")
    is_inside = "\\" not in info.filename and ":" not in parts[0] and not {"", ".", ".."} & set(parts)
    return is_inside and kind in (0, stat.S_IFREG)


def _is_file_name(name: str) -> bool:
    """Whether a file can have the name, and no other place is meant by it."""
    try:
        length = len(os.fsencode(name))
    except UnicodeError:
        return False
    return (
        0 < length <= _LONGEST_NAME_BYTES
        and name.isprintable()
        and not name.startswith(".")
        and "/" not in name
    )
