"""XML of other programs, read safely: without entities of its own, and of a bounded size."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlparse

from nemovideo_mcp.messages.interchange import unreadable

__all__ = ["file_name", "parsed"]

# Entities that a document declares may grow without bound; neither format has any use for them.
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_MOST_DEPTH = 100


def parsed(text: str) -> ET.Element:
    """The root of a document. Raises `MediaUnreadable` for what is no XML, or declares entities."""
    if _ENTITY.search(text):
        raise unreadable("entities")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities were refused above
    except ET.ParseError as error:
        raise unreadable("no_xml", detail=str(error)[:120]) from None
    level = [root]
    for _ in range(_MOST_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise unreadable("too_deep")


def file_name(location: str) -> str:
    """The name of a file without its folder, of a URL or a path of whatever system."""
    parsed_url = urlparse(location)
    path = unquote(parsed_url.path) if parsed_url.scheme in ("file", "http", "https") else location
    if parsed_url.scheme == "" and "%" in path:
        path = unquote(path)
    return PurePosixPath(PureWindowsPath(path).name).name
