"""A song of the project as the music: one that is named, one that is pointed at, "my song", or the one before."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Undo, refusal
from nemovideo_mcp.timeline.media import MediaItem

__all__ = [
    "SOUND",
    "brings_song",
    "own_song",
    "previous_song",
    "says_own_song",
    "set_song",
    "take_music_words",
]

SOUND = ("volume", "fade", "fade_in", "fade_out", "sound_up", "sound_down", "mute", "music_remove")
"""Words of what is done to the sound of music that stays."""
_ALL = (
    "mood_how",
    "compose",
    "music_add",
    "music_change",
    "music_another",
    "music_same",
    "music_match",
    "music_noun",
    "tempo",
    "music_is",
    "style",
    "music_bit",
    "instead",
    "only",
    "more",
    "it",
    "feel_more",
    "music_the",
    "music_tired",
    "slow_word",
    "song_mine",
    "song_before",
    "too",
    "at_prep",
    "music_picture",
    "music_piece",
    "each",
    "back",
    "sound_set",
)


def take_music_words(clause: Clause) -> None:
    """Takes the words with which music is asked for."""
    clause.take(*_ALL)
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)


_POINTING = frozenset(("the", "this", "that", "这首", "那首", "这个", "那个", "这", "那"))
_A_SONG = frozenset(("song", "track", "tune", "歌", "歌曲", "曲子"))
_THAT_SONG = frozenset(("这首歌", "那首歌"))


def _points_at_song(clause: Clause) -> bool:
    """Whether a song is meant that is there already, and not any music: "the song", "that track", "这首歌"."""
    if clause.tokens and clause.tokens[0].text in _THAT_SONG:
        return True
    return any(
        behind.text in _THAT_SONG or (before.text in _POINTING and behind.text in _A_SONG)
        for before, behind in pairwise(clause.tokens)
    )


_OWN_SONG = re.compile(r"\b(?:song|music|track|tune|mp3|audio|recording)\b|歌|曲|音乐|音频")


def says_own_song(clause: Clause) -> bool:
    """Whether words that nothing has taken mean an uploaded song: "my song", "the music I sent", "那首歌"."""
    for n, token in enumerate(clause.tokens):
        if n in clause.used or not token.has("song_mine"):
            continue
        beside = (*clause.tokens[max(0, n - 1) : n], *clause.tokens[n + 1 : n + 2])
        if _OWN_SONG.search(token.text) or any(other.has("music_noun") for other in beside):
            return True
    return False


_BROUGHT_BY = (
    "compose",
    "music_another",
    "song_before",
    "music_tired",
    "music_match",
)
_CHANGED_TO = frozenset(("instead", "换成", "改成", "换为", "改为", "换作", "切成"))


def brings_song(clause: Clause) -> bool:
    """Whether a song that is there is to become the music: "use the song", "配上这首歌", and not "change the song"."""
    if not _points_at_song(clause) or clause.has(*_BROUGHT_BY, *SOUND):
        return False
    if clause.count("bpm") or any(t.detail("mood") or t.detail("feeling") for t in clause.tokens):
        return False
    changed = any(
        t.has("music_change") and not t.has("music_add", "instead")
        for t in clause.tokens
        if t.text not in _CHANGED_TO
    )
    brought = any(t.has("music_add") or t.text in _CHANGED_TO for t in clause.tokens)
    return brought and not changed


def set_song(clause: Clause, songs: list[MediaItem], *, negated: bool) -> Reading | None:
    """The song that is named as the music, where that is what is asked for."""
    if len(songs) > 1 or negated:
        return None
    asked = clause.has("music_add", "music_change", "music_is", "music_noun", "instead") or clause.focus.music
    if not asked or clause.has(*SOUND):
        return None
    start = _from_time(clause)
    take_music_words(clause)
    return Reading(operations=(SetMusic(song=songs[0].name, **start),))


def _from_time(clause: Clause) -> dict[str, Any]:
    """Takes where in the song it starts: "my song from 0:20"."""
    at = [n for n, t in enumerate(clause.tokens) if t.kind in ("duration", "clock")]
    if (
        len(at) != 1
        or not at[0]
        or clause.tokens[at[0] - 1].text not in ("from", "starting at", "start at", "starting from")
    ):
        return {}
    clause.used.update((at[0] - 1, at[0]))
    return {"start": clause.tokens[at[0]].value / 1000}


def own_song(clause: Clause) -> Reading | None:
    """ "My song": the one that was uploaded."""
    if clause.has(*SOUND):
        return None
    songs = clause.scene.songs
    now = clause.scene.timeline.music
    if len(songs) == 2 and clause.has("music_another") and now is not None and now.media_id is not None:
        return previous_song(clause)
    if not songs:
        say = Words("Compose upbeat music", "配一段欢快的音乐")
        return refusal(
            clause, "no song has been uploaded to this project.", "项目里还没有上传歌曲。", say=say
        )
    ordinal = clause.one("ordinal")
    if len(songs) > 1 and ordinal is None:
        names = ", ".join(f"“{s.name}”" for s in songs[:5])
        say = Words(f"Use {songs[0].name} as the music", f"用 {songs[0].name} 做音乐")
        return refusal(
            clause,
            f"there are several songs: {names}. Say which.",
            f"有多首歌：{names}，请说明用哪一首。",
            say=say,
        )
    index = 0 if ordinal is None else (ordinal - 1 if ordinal > 0 else len(songs) + ordinal)
    if not 0 <= index < len(songs):
        return None
    start = _from_time(clause)
    take_music_words(clause)
    return Reading(operations=(SetMusic(song=songs[index].name, **start),))


def previous_song(clause: Clause) -> Reading | None:
    """ "The previous song was better": one of two songs, the other than now."""
    now = clause.scene.timeline.music
    said = clause.scene.focus
    before = said.before.music if said.before is not None else None
    if isinstance(said.operation, SetMusic) and before is not None and before.media_id is None:
        # "换回之前的" behind other music in place of a composed piece
        take_music_words(clause)
        return Reading(step=Undo())
    others = [s for s in clause.scene.songs if now is None or s.media_id != now.media_id]
    if len(others) != 1:
        return None
    take_music_words(clause)
    clause.take("talk")
    return Reading(operations=(SetMusic(song=others[0].name),))
