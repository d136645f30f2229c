"""What a wish for a whole film says of the music: a song, a mood or none, where it starts, and cuts on its beat."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import PurePath

from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.edit.values import SectionRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.film_sources import is_denial, media_of
from nemovideo_mcp.language.music_kinds import missing_kind
from nemovideo_mcp.language.own_songs import says_own_song
from nemovideo_mcp.language.paces import take_every_beats
from nemovideo_mcp.language.sequence import is_parted, stretches
from nemovideo_mcp.language.tokens import Token

__all__ = ["Beat", "Music", "starts_song", "take_beat", "take_music"]

_NO_MUSIC = re.compile(
    r"\b(?:no|without(?: any)?|skip the|(?:don'?t|do not) (?:add|use|want|need)(?: any)?)"
    r" (?:\w+ )?(?:music|soundtrack|score|bgm)\b"
    r"|(?:别|不要|不用|不加|不配|无需|唔要|唔使)[^，,。;；]{0,3}(?:音乐|配乐|bgm)"
    r"|(?:音乐|配乐|bgm)(?:就|先|也)?(?:不要|不用|不加|免了|算了)"
)
_ON_BEAT = re.compile(
    r"\b(?:cut|edit|sync|switch|chang|lock|match|land|hit)\w*\b[^.;!?\n]{0,30}\b(?:beats?|grid|rhythm|kick)\b"
    r"|(?:切|剪|换|卡|踩|对|跟|在|每)[^，,。;；！!？?\n]{0,8}(?:鼓点|节拍|节奏|拍子|拍点|重拍|beat)"
)
_SONG_WORDS = ("song", "mp3", "track", "tune", "歌", "歌曲", "曲子", "首歌", "这首歌", "那首歌")
_SAID_OF_SONG = (
    r"(?:的)?(?:那首|这首|那个|那支|那一首|嗰首)| (?:song|track|one|tune)\b|\.[a-z0-9]{2,4}(?![a-z0-9])"
)
_CHOOSES = re.compile(
    r"(?:用|配|选|使|以|拿|\buse|\busing|\bwith|\bpick|\bto|\btake|\bput) ?(?:the |上|的是)?$"
)
_BESIDE = 16
"""Characters before a song's name in which it is said that it is chosen."""
_NUMBERED = (
    re.compile(r"第一首|\b(?:the )?(?:first|1st) (?:song|track|tune)\b"),
    re.compile(r"第二首|\b(?:the )?(?:second|2nd|other) (?:song|track|tune)\b"),
    re.compile(r"第三首|\b(?:the )?(?:third|3rd) (?:song|track|tune)\b"),
)


_NO_SONG = Words("no song has been uploaded to this project.", "项目里还没有上传歌曲。")
_WHICH_SONG = Words("there are several songs; say which one.", "有多首歌，请说明用哪一首。")


@dataclass(frozen=True, kw_only=True)
class Beat:
    """Whether the film is cut to the beat, None where nothing is said, and at every so many beats."""

    cut: bool | None
    every: int | None


@dataclass(frozen=True, kw_only=True)
class Music:
    """The music that is wanted, None where no words choose, and whether none is wanted at all.

    `loose`: the mood is that of a word for a feeling, and no word for music stands with it. `unclear` says why the
    song that is meant cannot be told.
    """

    wish: SetMusic | None
    none: bool = False
    loose: bool = False
    unclear: Words | None = None


def take_beat(clause: Clause, *, uncut: bool) -> Beat:
    """Takes what is said of cuts on the beat; `uncut`: the clips are to stay whole."""
    if _denied(clause, "on_beat", "every_beat") or clause.take("off_beat", "uncut") or uncut:
        return Beat(cut=False, every=None)
    every = take_every_beats(clause)
    on_beat = clause.take("on_beat") or _ON_BEAT.search(clause.plain) is not None
    return Beat(cut=True if on_beat or every is not None else None, every=every)


def take_music(clause: Clause, excluded: Set[str], *, on_beat: bool) -> Music:
    """Takes the words for the music; `excluded` are media that are not wanted, songs among them."""
    denied = _songs_denied(clause)
    kind = missing_kind(clause.plain, [m.name for m in clause.scene.media])
    if kind is not None:
        en = f"{kind.because.en} Ask for the film with {kind.nearest.en}, or with a song that you upload."
        zh = f"{kind.because.zh}请改用{kind.nearest.zh}来做影片，或上传一首歌。"
        return Music(wish=None, unclear=Words(en, zh))
    if _NO_MUSIC.search(clause.plain) or _denied(clause, "music_noun") or clause.take("without_music"):
        return Music(wish=None, none=True)
    start = _start_in_song(clause)
    songs = [m.media_id for m in clause.scene.songs if m.media_id not in excluded | denied]
    named = _named_song(clause, songs)
    mood = _mood(clause)
    wanted = clause.scene.timeline.music is None and clause.find("music_noun") is not None
    song = named or (songs[0] if len(songs) == 1 and says_own_song(clause) else None)
    if song is None and mood is None and songs and (on_beat or wanted or says_own_song(clause)):
        if len(songs) > 1 and not excluded | denied:
            return Music(
                wish=None, unclear=_WHICH_SONG if says_own_song(clause) or start is not None else None
            )
        song = songs[0] if len(songs) == 1 else None
    if song is None and not clause.scene.songs and says_own_song(clause):
        return Music(wish=None, unclear=_NO_SONG)
    bpm = clause.one("bpm")
    clause.take("music_noun", "have_music", "song_mine", "music_add", "music_bit")
    if song is not None:
        return Music(wish=SetMusic.model_validate({"song": song, "start": start}))
    if start is not None:
        return Music(wish=None, unclear=_WHICH_SONG if songs else _NO_SONG)
    if mood is not None or bpm is not None:
        musical = bpm is not None or any(t.detail("mood") or t.has("music_noun") for t in clause.tokens)
        return Music(wish=SetMusic(mood=mood, bpm=bpm), loose=not musical)
    return Music(wish=SetMusic(match=True) if wanted and not songs else None)


def _start_in_song(clause: Clause) -> SectionRef | str | float | None:
    """Takes where the song is to start: "from the chorus", "start at the drop", "从0:30开始"."""
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        if not starts_song(tokens):
            continue
        clause.used.update(
            m for m in stretch if clause.tokens[m].kind in ("at", "clock") or _is_place_in_song(clause, m)
        )
        for token in tokens:
            if token.kind in ("at", "clock") and isinstance(token.value, int | float):
                return token.value / 1000
            if section := token.detail("section"):
                return SectionRef.model_validate({"section": section})
        return "drop"
    return None


def starts_song(segment: Sequence[Token]) -> bool:
    """Whether words say where the song starts: "start it at second 30", "from the chorus", "从高潮开始"."""
    begins = any(_BEGINS.search(t.text) or t.has("start", "song_start", "music_comes") for t in segment)
    where = any(t.kind in ("at", "clock") or t.detail("section") or t.has("drop") for t in segment)
    return begins and where and not any(t.kind == "clips" and t.value.media for t in segment)


_BEGINS = re.compile(r"^(?:from|at|on|drop in|start(?:s|ing)?|begin(?:s|ning)?|kick off)\b|[从由起进]")


def _is_place_in_song(clause: Clause, n: int) -> bool:
    token = clause.tokens[n]
    return token.kind == "word" and (
        token.has("drop", "song_start", "start", "music_comes") or bool(token.detail("section"))
    )


def _named_song(clause: Clause, songs: Sequence[str]) -> str | None:
    """Takes the song that is named, by its file, its title beside a word for a song, or its number."""
    plain = clause.plain
    tokens: list[str] = []
    for n, token in enumerate(clause.tokens):
        meant = media_of(token, clause) if token.kind == "name" and n not in clause.used else ()
        if song := next((i for i in meant if i in songs), None):
            clause.used.add(n)
            tokens.append(song)
    found: list[tuple[bool, int, str]] = []
    for item in clause.scene.songs:
        stem = re.escape(PurePath(item.name).stem.lower())
        for match in re.finditer(rf"(?<![a-z0-9]){stem}(?![a-z0-9])({_SAID_OF_SONG})?", plain):
            chosen = _CHOOSES.search(plain, max(0, match.start() - _BESIDE), match.start()) is not None
            if (
                match[1] or (chosen and not plain[match.end() :].startswith(" music"))
            ) and item.media_id in songs:
                found.append((not chosen, match.start(), item.media_id))
    if found:
        return min(found)[2]
    ids = [m.media_id for m in clause.scene.songs]
    numbers = (n for n, pattern in enumerate(_NUMBERED) if pattern.search(plain))
    return next((ids[n] for n in numbers if n < len(ids) and ids[n] in songs), tokens[0] if tokens else None)


def _mood(clause: Clause) -> str | None:
    """Takes the words for a kind of music; those beside a word for music count most: "动感的电子音乐"."""
    told = [
        n
        for n, t in enumerate(clause.tokens)
        if n not in clause.used and (t.detail("mood") or t.detail("feeling"))
    ]
    spoken = not clause.scene.clips or clause.has("music_noun")
    if not told or not (spoken or any(clause.tokens[n].detail("mood") for n in told)):
        # "Faster cuts, more energy": how a film that is there is to be cut
        return None
    best = clause.tokens[
        max(told, key=lambda n: (_says_music(clause, n), clause.tokens[n].detail("mood") is not None, n))
    ]
    plain = [n for n in told if not any(c.startswith("pace:") for c in clause.tokens[n].concepts)]
    clause.used.update(plain if any(clause.tokens[n] is not best for n in told) else told)
    clause.used.update(n for n in told if clause.tokens[n] is best)
    return best.detail("mood") or best.detail("feeling")


def _says_music(clause: Clause, n: int) -> bool:
    behind = [t for t in clause.tokens[n + 1 : n + 4] if not t.has("filler")][:1]
    return clause.tokens[n].text.endswith(("music", "音乐", "配乐", "bgm")) or any(
        t.has("music_noun") for t in behind
    )


def _songs_denied(clause: Clause) -> set[str]:
    """Takes "don't use the song", "别用我那首歌": a song of the project is not wanted, though other music may be."""
    songs = {item.media_id for item in clause.scene.songs}
    for n, token in enumerate(clause.tokens):
        if not songs or n in clause.used or not (token.text in _SONG_WORDS or token.has("song_mine")):
            continue
        if said := _denied_before(clause, _right_before(clause, n)):
            behind = (
                [n + 1] if clause.tokens[n + 1 : n + 2] and clause.tokens[n + 1].text in _SONG_WORDS else []
            )
            clause.used.update((n, *said, *behind))
            return songs
    return set()


def _denied(clause: Clause, *concepts: str) -> bool:
    """Takes a denial of words of `concepts`: "no music", "not on the beat"."""
    for n, token in enumerate(clause.tokens):
        if n in clause.used or not token.has(*concepts) or token.has("song_mine"):
            continue
        if said := _denied_before(clause, _right_before(clause, n)):
            clause.used.update((n, *said))
            return True
    return False


def _denied_before(clause: Clause, before: Sequence[int]) -> list[int]:
    """The words right before a word that say that it is not wanted."""
    taken: list[int] = []
    for n in reversed(before):
        token = clause.tokens[n]
        taken.append(n)
        if is_denial(token):
            return taken
        if not (token.kind == "word" and token.has("filler", "det", "clip_noun", "song_mine")):
            return []
    return []


def _right_before(clause: Clause, n: int) -> list[int]:
    """The words before word `n`, back to the last mark or connective, as far as nothing has taken them."""
    start = n
    while start > max(0, n - _NEAR) and not is_parted(clause, start):
        start -= 1
    return [m for m in range(start, n) if m not in clause.used]


_NEAR = 4
"""Words before a word that may deny it."""
