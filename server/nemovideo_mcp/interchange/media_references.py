"""The files that an edit of another program names, and where on this machine they may be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, cast
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.interchange.reading import MOST_BYTES, read_edit
from nemovideo_mcp.interchange.xml_in import file_name, parsed
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.model import AudioClip
from nemovideo_mcp.timeline.text_encoding import decoded

__all__ = ["Gathered", "MediaReference", "gathered", "media_references"]

_MOST = 1000
_MOST_DEPTH = 200
_IN_LIST = re.compile(
    r"^\*\s{0,4}(?:SOURCE FILE|FROM CLIP|FROM FILE)(?: PATH)?:\s{0,8}(.{1,1000})$", re.MULTILINE
)


@dataclass(frozen=True, kw_only=True)
class MediaReference:
    """A file that an edit uses: its name, and the places where it may be, the likeliest first."""

    name: str
    places: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The files of edits that were found, in the order in which they are used, and those that were not.

    `used` are the names of all files that the edits use, those that were at hand already among them.
    """

    files: tuple[Path, ...] = ()
    used: tuple[str, ...] = ()
    missing: tuple[MediaReference, ...] = ()


def gathered(edits: Iterable[Path], *, known: Collection[str], is_usable: Callable[[Path], bool]) -> Gathered:
    """The files that edits on this machine use.

    Args:
        edits: files of edits; what of them cannot be read has none.
        known: names of files that are at hand already.
        is_usable: whether a place may be looked at, and has a file that may be sent. No place is looked at without it.
    """
    files: dict[Path, None] = {}
    missing: list[MediaReference] = []
    used: list[str] = []
    at_hand = {name.casefold() for name in known}
    for edit in edits:
        try:
            with edit.open("rb") as file:
                references = media_references(file.read(MOST_BYTES + 1), edit.absolute().parent)
        except (OSError, MediaUnreadable):
            continue
        used += [one.name for one in references]
        for one in references:
            if one.name.casefold() in at_hand:
                continue
            at_hand.add(one.name.casefold())
            place = next((place for place in one.places if is_usable(place)), None)
            if place is None:
                missing.append(one)
            else:
                files[place] = None
    return Gathered(files=tuple(files), used=tuple(dict.fromkeys(used)), missing=tuple(missing))


def media_references(data: bytes, folder: Path) -> tuple[MediaReference, ...]:
    """The files that an edit uses, each once, but for composed music, which is made anew.

    A place is looked for as it is written, from the edit's folder on where it is relative; last is the same name beside
    the edit. Raises `MediaUnreadable`.

    Args:
        data: the edit's file.
        folder: where it is.
    """
    edit = read_edit(data)
    locations: dict[str, list[str]] = {}
    for location in _locations(data):
        locations.setdefault(file_name(location).casefold(), []).append(location)
    found: list[MediaReference] = []
    for name in edit.media[:_MOST]:
        if _is_composed(edit, name):
            continue
        written = [
            place for location in locations.get(name.casefold(), ()) for place in _places(location, folder)
        ]
        places = sorted(written, key=lambda place: not place[0])
        beside = folder / name
        found.append(
            MediaReference(name=name, places=tuple(dict.fromkeys([*(p for _, p in places), beside])))
        )
    return tuple(found)


def _is_composed(edit: ForeignEdit, name: str) -> bool:
    clips = [clip for track in (*edit.video, *edit.audio) for clip in track if clip.media == name]
    return all(isinstance(clip.own, AudioClip) and clip.own.music is not None for clip in clips)


def _places(location: str, folder: Path) -> Iterator[tuple[bool, Path]]:
    """Where a location leads on this machine, and whether it is relative."""
    url = urlparse(location)
    if url.scheme == "file":
        yield False, Path(url2pathname(url.path))
    elif url.scheme in ("http", "https") or PureWindowsPath(location).drive:
        return
    elif Path(location).is_absolute():
        yield False, Path(location)
    elif location.strip():
        yield True, folder / location
        if "%" in location:
            yield True, folder / unquote(location)


def _locations(data: bytes) -> Sequence[str]:
    if data[:4] == b"PK\x03\x04":
        return ()
    text, _, _ = decoded(data)
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head == "{":
        return list(_targets(json.loads(text)))
    if head != "<":
        return [found[1].strip() for found in _IN_LIST.finditer(text)]
    found: list[str] = []
    for element in parsed(text).iter():
        if element.tag in ("media-rep", "asset") and (location := element.get("src")):
            found.append(location)
        elif element.tag == "pathurl" and element.text:
            found.append(element.text.strip())
    return found


def _targets(value: Any) -> Iterator[str]:
    """The addresses of media references in a file of OpenTimelineIO."""
    level: list[Any] = [value]
    for _ in range(_MOST_DEPTH):
        deeper: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                fields = cast("Mapping[str, Any]", one)
                if isinstance(target := fields.get("target_url"), str):
                    yield target
                deeper += fields.values()
            elif isinstance(one, list):
                deeper += cast("list[Any]", one)
        level = deeper
