"""What is sent along with an edit of another program: the files of this machine that it uses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from nemovideo_mcp.client.files import UNUSABLE, check_file
from nemovideo_mcp.errors import FileMissing, PathNotAllowed
from nemovideo_mcp.file_types import head_of, is_edit, is_media
from nemovideo_mcp.interchange.media_references import Gathered, MediaReference, gathered
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS

__all__ = ["along_lines", "sent_along"]

_MOST_NAMED, _MOST_PLACES = 20, 3


def sent_along(
    items: Sequence[Path | str], *, known: Collection[str] = (), allowed: Callable[[Path], Path] | None = None
) -> Gathered:
    """The media that edits among `items` use and that can be sent from here.

    Args:
        items: files and links that are to be sent.
        known: names of files that the project has.
        allowed: gives a place back that may be looked at, or raises `PathNotAllowed`; by default every place may.
    """

    def is_usable(place: Path) -> bool:
        try:
            permitted = allowed(place) if allowed is not None else place
            check_file(permitted)
            return is_media(permitted.name, head_of(permitted))
        except (*UNUSABLE, FileMissing, PathNotAllowed, OSError, ValueError):
            return False

    files = [item for item in items if isinstance(item, Path)]
    edits = [file for file in files if _is_edit(file)]
    if not edits:
        return Gathered()
    names = {*known, *(file.name for file in files)}
    return gathered(edits, known=names, is_usable=is_usable)


def along_lines(found: Gathered, *, language: str) -> tuple[str, ...]:
    """What was sent along, and what was not found, with where it was looked for."""
    lines: list[str] = []
    if found.files:
        lines.append(say(TOOLS, "sent_along", language, names=_listed([file.name for file in found.files])))
    lines += [_not_found(one, language) for one in found.missing[:_MOST_NAMED]]
    return tuple(lines)


def _not_found(one: MediaReference, language: str) -> str:
    places = _listed([str(place) for place in one.places[:_MOST_PLACES]])
    return say(TOOLS, "not_found_along", language, name=one.name, places=places)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _is_edit(file: Path) -> bool:
    try:
        return is_edit(file.name, head_of(file))
    except OSError:
        return False
