"""What files of other programs ask for by being given: an edit is opened, beats are used for the song. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nemovideo_mcp.edit.operations.open_edit import OpenEdit
from nemovideo_mcp.edit.operations.song_beats import SetBeats
from nemovideo_mcp.language.other_programs import file_wish
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["asked_by_files"]


def asked_by_files(
    kinds: Mapping[str, str],
    *,
    used_by_edit: Sequence[str] = (),
    messages: Sequence[str] = (),
    edits: Sequence[Sequence[Mapping[str, Any]]] = (),
) -> tuple[Mapping[str, Any], ...]:
    """The operations that come first, because of files that neither words nor operations speak of.

    Args:
        kinds: the kind of each file that is given, by its name.
        used_by_edit: names of files that the edit among them uses itself: a song that is none of them is to be its
            music, and its cuts go to the beat of that song.
        messages: what the user says.
        edits: what the user gives as operations.
    """
    media = tuple(
        MediaItem(media_id=f"m{n}", name=name, info=MediaInfo(kind=kind, duration_ms=0))
        for n, (name, kind) in enumerate(kinds.items())
    )
    scene = Scene(timeline=Timeline(), media=media)
    wishes = [wish for message in messages if (wish := file_wish(message, scene)) is not None]
    said = {operation.name for wish in wishes for operation in wish.operations}
    said |= {str(operation.get("op")) for operations in edits for operation in operations}
    found: list[Mapping[str, Any]] = []
    if "set_beats" not in said:
        found += [{"op": SetBeats.model_fields["op"].default, "media": name} for name in _of(kinds, "beats")]
    opened = _of(kinds, "edit")
    if "open_edit" not in said and len(opened) == 1:
        used = {name.casefold() for name in used_by_edit}
        songs = [name for name in _of(kinds, "audio") if name.casefold() not in used]
        asked = {"song": songs[0], "snap": "beat"} if len(songs) == 1 and not messages else {}
        found.append({"op": OpenEdit.model_fields["op"].default, "media": opened[0], **asked})
    return tuple(found)


def _of(kinds: Mapping[str, str], kind: str) -> list[str]:
    return [name for name, found in kinds.items() if found == kind]
