"""Which format an edit of another program is in, by its content, and its reader."""

from __future__ import annotations

import re
from pathlib import Path

from nemovideo_mcp.edit_archive import MOST_TIMELINE_BYTES, opened, timeline_in
from nemovideo_mcp.file_types import head_of, is_zip
from nemovideo_mcp.interchange.read_edl import read_edl
from nemovideo_mcp.interchange.read_fcp7 import read_fcp7
from nemovideo_mcp.interchange.read_fcpxml import read_fcpxml
from nemovideo_mcp.interchange.read_otio import read_otio
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.text_encoding import decoded

__all__ = ["edit_text", "read_edit"]

_EDL = re.compile(r"^(?:TITLE:|FCM:|\d{1,6}\s{1,8}\S{1,64}\s{1,8}\S{1,8}\s{1,8}[CDWK])", re.MULTILINE)


def edit_text(path: Path) -> bytes:
    """The edit in a file, without the media where it is an archive. Raises OSError and `MediaUnreadable`."""
    if is_zip(head_of(path)):
        with opened(path) as archive:
            return timeline_in(archive)
    with path.open("rb") as file:
        return file.read(MOST_TIMELINE_BYTES + 1)


def read_edit(data: bytes) -> ForeignEdit:
    """The edit in `data`, which is what `edit_text` gives.

    Raises `MediaUnreadable` where it is of no format that is known, or is damaged.
    """
    if len(data) > MOST_TIMELINE_BYTES:
        raise unreadable("too_large")
    text, _, _ = decoded(data)
    head = text.lstrip("\ufeff \t\r\n")[:2000]
    if head.startswith("{") and "OTIO_SCHEMA" in text[:100_000]:
        return read_otio(text)
    if head.startswith("<") and "<fcpxml" in text[:100_000]:
        return read_fcpxml(text)
    if head.startswith("<") and "<xmeml" in text[:100_000]:
        return read_fcp7(text)
    if _EDL.search(head):
        return read_edl(text)
    raise unreadable("no_edit")
