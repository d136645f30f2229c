"""Which format an edit of another program is in, by its content, and its reader."""

from __future__ import annotations

import io
import re
import zipfile

from nemovideo_mcp.interchange.read_edl import read_edl
from nemovideo_mcp.interchange.read_fcp7 import read_fcp7
from nemovideo_mcp.interchange.read_fcpxml import read_fcpxml
from nemovideo_mcp.interchange.read_otio import read_otio
from nemovideo_mcp.interchange.xml_in import unreadable
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.text_encoding import decoded

__all__ = ["MOST_BYTES", "read_edit"]

MOST_BYTES = 32_000_000
_EDL = re.compile(r"^(?:TITLE:|FCM:|\d{1,6}\s{1,8}\S{1,64}\s{1,8}\S{1,8}\s{1,8}[CDWK])", re.MULTILINE)


def read_edit(data: bytes) -> ForeignEdit:
    """The edit in a file. Raises `MediaUnreadable` where it is of no format that is known, or is damaged."""
    if len(data) > MOST_BYTES:
        raise unreadable("too_large")
    if data[:4] == b"PK\x03\x04":
        return read_otio(_bundled(data))
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


def _bundled(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            info = bundle.getinfo("content.otio")
            if info.file_size > MOST_BYTES:
                raise unreadable("too_large")
            return bundle.read(info).decode("utf-8", errors="replace")
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise unreadable("no_edit") from error
