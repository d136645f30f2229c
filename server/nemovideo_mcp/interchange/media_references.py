"""The files that an edit of another program names, and where on this machine they may be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import Any, cast
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

from nemovideo_mcp.errors import MediaUnreadable, NemoError
from nemovideo_mcp.interchange.reading import edit_text, read_edit
from nemovideo_mcp.interchange.xml_in import file_name, parsed
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.model import AudioClip
from nemovideo_mcp.timeline.text_encoding import decoded

__all__ = ["Gathered", "MediaReference", "TakenOut", "gathered", "media_references"]

_MOST = 1000
_MOST_DEPTH = 200
_IN_LIST = re.compile(
    r"^\*\s{0,4}(?:SOURCE FILE|FROM CLIP|FROM FILE)(?: PATH)?:\s{0,8}(.{1,1000})$", re.MULTILINE
)


@dataclass(frozen=True, kw_only=True)
class MediaReference:
    """A file that an edit uses: its name, the places where it may be, the likeliest first, and how the edit says it."""

    name: str
    places: tuple[Path, ...]
    written: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TakenOut:
    """What was taken out of an archive: the files by the names of their references; why others were not, likewise.

    `archive` is its name; it is empty for an edit that is none.
    """

    archive: str = ""
    files: Mapping[str, Path] = field(default_factory=dict[str, Path])
    refused: Mapping[str, NemoError] = field(default_factory=dict[str, NemoError])


TakeOut = Callable[[Path, Sequence[MediaReference]], TakenOut]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The files of edits that were found, in the order in which they are used, and those that were not.

    `used` are the names of all files that the edits use, those that were at hand already among them. `taken_out` are
    the names of those that were taken out of each archive, by its name, and `refused` says why others were not.
    """

    files: tuple[Path, ...] = ()
    used: tuple[str, ...] = ()
    missing: tuple[MediaReference, ...] = ()
    taken_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    refused: tuple[NemoError, ...] = ()


def gathered(
    edits: Iterable[Path],
    *,
    known: Collection[str],
    is_usable: Callable[[Path], bool],
    take_out: TakeOut = lambda _edit, _wanted: TakenOut(),
) -> Gathered:
    """The files that edits on this machine use.

    Args:
        edits: files of edits; what of them cannot be read has none.
        known: names of files that are at hand already.
        is_usable: whether a place may be looked at, and has a file that may be sent. No place is looked at without it.
        take_out: takes media out of an edit that is an archive.

    Raises what `take_out` does.
    """
    files: dict[Path, None] = {}
    missing: list[MediaReference] = []
    used: list[str] = []
    refused: list[NemoError] = []
    taken_out: dict[str, tuple[str, ...]] = {}
    at_hand = {name.casefold() for name in known}
    for edit in edits:
        try:
            references = media_references(edit_text(edit), edit.absolute().parent)
        except (OSError, MediaUnreadable):
            continue
        used += [one.name for one in references]
        needed: list[MediaReference] = []
        for one in references:
            if one.name.casefold() not in at_hand:
                at_hand.add(one.name.casefold())
                needed.append(one)
        taken = take_out(edit, needed) if needed else TakenOut()
        for one in needed:
            place = taken.files.get(one.name) or next(filter(is_usable, one.places), None)
            if place is not None:
                files[place] = None
            elif one.name in taken.refused:
                refused.append(taken.refused[one.name])
            elif taken.archive:
                missing.append(replace(one, places=(edit.absolute(), *one.places)))
            else:
                missing.append(one)
        if taken.files:
            taken_out[taken.archive] = tuple(taken.files)
    return Gathered(
        files=tuple(files),
        used=tuple(dict.fromkeys(used)),
        missing=tuple(missing),
        taken_out=taken_out,
        refused=tuple(refused),
    )


def media_references(data: bytes, folder: Path) -> tuple[MediaReference, ...]:
    """The files that an edit uses, each once, but for composed music, which is made anew.

    A place is looked for as it is written, from the edit's folder on where it is relative; last is the same name beside
    the edit. Raises `MediaUnreadable`.

    Args:
        data: the edit, as `reading.edit_text` gives it.
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
        written = tuple(dict.fromkeys(locations.get(name.casefold(), ())))
        absolute = [place for location in written for place in _places(location, folder)]
        places = sorted(absolute, key=lambda place: not place[0])
        beside = folder / name
        found.append(
            MediaReference(
                name=name, places=tuple(dict.fromkeys([*(p for _, p in places), beside])), written=written
            )
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
