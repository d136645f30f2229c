"""What is sent along with an edit of another program: the files of this machine that it uses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from threading import Event

import anyio

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.files import UNUSABLE, check_file
from nemovideo_mcp.config import MAX_UNPACKED_BYTES
from nemovideo_mcp.errors import FileMissing, PathNotAllowed
from nemovideo_mcp.file_types import head_of, is_edit, is_media
from nemovideo_mcp.interchange.bundled_media import OnUnpacked, Unpacking
from nemovideo_mcp.interchange.media_references import Gathered, MediaReference, TakenOut, gathered
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS

__all__ = ["along_lines", "gather_along", "sent_along"]

_MOST_NAMED, _MOST_PLACES = 20, 3
_SHOWN_EVERY_S = 0.2
_MOST_TO_END_S = 2.0


async def gather_along(
    nemo: NemoClient,
    session_id: str,
    items: Sequence[Path | str],
    *,
    folder: Path,
    allowed: Callable[[Path], Path] | None = None,
    most_bytes: int = MAX_UNPACKED_BYTES,
    on_bytes: OnUnpacked | None = None,
) -> Gathered:
    """As `sent_along`, of what the project has not; nothing for another backend than the studio.

    Args:
        nemo: the client of the backend that has the project.
        session_id: the project.
        items: files and links that are to be sent.
        folder: where media of archives are put; they have to be there until they are sent.
        allowed: as `sent_along` has it.
        most_bytes: what the media of all archives may take.
        on_bytes: hears how far the unpacking is, a few times a second.

    Raises what `Unpacking.take_out` does.
    """
    if not await nemo.is_studio():
        return Gathered()
    known = [str(one.get("name", "")) for one in (await nemo.media(session_id)).get("media", ())]
    reached: list[tuple[str, int, int]] = []
    is_over, is_idle = Event(), Event()
    is_idle.set()

    def note(name: str, done: int, total: int) -> None:
        if is_over.is_set():
            raise _EndedError
        reached[:] = [(name, done, total)]

    async def show() -> None:
        while True:
            await anyio.sleep(_SHOWN_EVERY_S)
            if on_bytes is not None and reached:
                on_bytes(*reached[0])

    def search() -> Gathered:
        is_idle.clear()
        try:
            unpacking = Unpacking(folder=folder, most_bytes=most_bytes, on_bytes=note)
            return sent_along(items, known=known, allowed=allowed, unpacking=unpacking)
        finally:
            is_idle.set()

    found = Gathered()
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(show)
            found = await anyio.to_thread.run_sync(search, abandon_on_cancel=True)
            group.cancel_scope.cancel()
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    finally:
        # A thread is not cancelled: it sees this before it writes more, and the folder may go once it has.
        is_over.set()
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(is_idle.wait, _MOST_TO_END_S)
    return found


class _EndedError(Exception):
    """Nobody waits for what is unpacked."""


def sent_along(
    items: Sequence[Path | str],
    *,
    known: Collection[str] = (),
    allowed: Callable[[Path], Path] | None = None,
    unpacking: Unpacking | None = None,
) -> Gathered:
    """The media that edits among `items` use and that can be sent from here.

    Args:
        items: files and links that are to be sent.
        known: names of files that the project has.
        allowed: gives a place back that may be looked at, or raises `PathNotAllowed`; by default every place may.
        unpacking: takes out what archives among `items` hold; without it, nothing is taken out of them.

    Raises what `Unpacking.take_out` does.
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

    def take_out(edit: Path, wanted: Sequence[MediaReference]) -> TakenOut:
        return TakenOut() if unpacking is None else unpacking.take_out(edit, wanted)

    return gathered(edits, known=names, is_usable=is_usable, take_out=take_out)


def along_lines(found: Gathered, *, language: str) -> tuple[str, ...]:
    """What was sent along, from which archive, and what was not found, with where it was looked for."""
    lines = [
        say(TOOLS, "taken_out", language, archive=archive, names=_listed(names))
        for archive, names in found.taken_out.items()
    ]
    taken = {name for names in found.taken_out.values() for name in names}
    if others := [file.name for file in found.files if file.name not in taken]:
        lines.append(say(TOOLS, "sent_along", language, names=_listed(others)))
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
