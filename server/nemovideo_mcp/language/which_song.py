"""Whether a message means one of several songs and does not say which. Pure."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene

__all__ = ["leaves_song_open", "may_leave_song_open", "uses_song", "with_one_song"]


def with_one_song(scene: Scene, media_id: str) -> Scene:
    """`scene` as if no song but one had been uploaded: words for a song then mean that one."""
    kept = tuple(item for item in scene.media if item.info.kind != "audio" or item.media_id == media_id)
    return replace(scene, media=kept)


def uses_song(understood: Understanding, *names: str) -> bool:
    """Whether what was understood sets a song as the music: one of `names`, or any where none are given."""
    songs = [song for operation in understood.operations if (song := _song(operation)) is not None]
    return any(song in names for song in songs) if names else bool(songs)


def may_leave_song_open(understood: Understanding, scene: Scene) -> bool:
    """Whether a reading with one song is worth its time: there are several, and what was understood names none."""
    if len(scene.songs) < 2 or understood.step is not None or uses_song(understood):
        return False
    sets_music = any(isinstance(operation, SetMusic) for operation in understood.operations)
    not_understood = bool(understood.refusals or understood.unknown)
    return scene.timeline.music is None or sets_music or not_understood


def leaves_song_open(with_all: Understanding, with_one: Understanding, scene: Scene) -> bool:
    """Whether a message means one of the songs of `scene` and does not say which.

    That is so where it would use a song if only that one had been uploaded, and uses none now that there are several.

    Args:
        with_all: what was understood with all the songs in view.
        with_one: what was understood of the same words with only the first song (`with_one_song`).
        scene: the project as it stands, with all songs.
    """
    if not may_leave_song_open(with_all, scene):
        return False
    return uses_song(with_one, scene.songs[0].media_id, scene.songs[0].name)


def _song(operation: Operation) -> str | None:
    return operation.song if isinstance(operation, SetMusic) else None
