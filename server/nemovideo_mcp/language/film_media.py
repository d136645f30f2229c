"""The media and the music that a wish for a whole film names, with and without."""

from __future__ import annotations

import re
from pathlib import PurePath

from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.sequence import UNTOLD, places_told, stretches
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "is_place",
    "media_of",
    "take_excluded",
    "take_left_out",
    "take_music",
    "take_sources",
    "take_without_music",
]


def take_left_out(clause: Clause) -> set[str]:
    """Takes media that are named and then not wanted: "冲浪的就不要了", "照片不用放进去"."""
    gone: set[str] = set()
    for stretch in stretches(clause):
        for at, n in enumerate(stretch):
            token = clause.tokens[n]
            media = media_of(token, clause)
            if token.has("photo_noun") and not media:
                media = tuple(m.media_id for m in clause.scene.media if m.info.kind == "image")
            behind = "".join(clause.tokens[m].text for m in stretch[at + 1 :])
            if media and not getattr(token.value, "all", False) and _NOT_WANTED.fullmatch(behind):
                gone.update(media)
                clause.used.update(stretch[at:])
                while n and _joined(clause, n - 1) and (media := media_of(clause.tokens[n - 1], clause)):
                    # "鹦鹉和beach不用"
                    n -= 1
                    gone.update(media)
                    clause.used.add(n)
    return gone


def _joined(clause: Clause, n: int) -> bool:
    """Whether "and" stands between token `n` and the next."""
    between = clause.message[clause.tokens[n].end : clause.tokens[n + 1].start].strip().lower()
    return between in ("和", "、", "跟", "与", "及", "还有", "以及", "and", "&", "or")


_NOT_WANTED = re.compile(
    r"(?:的|就|那|这|那个|那段|那条|这个|这段|这条|先|也|都|可以|镜头|片段|视频|素材|部分|的话)*"
    r"(?:(?:不要|不用|不必|不需要|不想|别|不|无需|甭|莫)(?:再|去|把它)*(?:要|用|放|加|上|出现|算|剪)?(?:进去|进来|进|上|它)*"
    r"|去掉|删掉|删了|删除|剔除|排除|除外|拿掉|扔掉|丢掉|用不上|用不着|舍弃|舍掉|算了|跳过|略过|免了|拿走|去除|砍掉|不考虑)"
    r"(?:就好|就行|好了|了|吧|啊|啦|哈|呢|呀|哦)*"
)


def take_without_music(clause: Clause) -> bool:
    """Takes "no music", "不要音乐"."""
    for n, token in enumerate(clause.tokens):
        at = n + 1
        while at < len(clause.tokens) and (
            clause.tokens[at].has("filler", "det") or _is_strange(clause, at, n)
        ):
            at += 1
        denied = token.has("not", "exclude") and at < len(clause.tokens)
        if denied and clause.tokens[at].has("music_noun"):
            clause.used.update((n, at))
            return True
        if token.has("music_noun") and at < len(clause.tokens) and clause.tokens[at].text in _NO_MUSIC:
            clause.used.update((n, at))
            return True
    return clause.take("without_music")


def _is_strange(clause: Clause, at: int, n: int) -> bool:
    """Whether one unknown word stands between "no" and "music": "no temp music"."""
    strange = at == n + 1 and clause.tokens[at].kind == "word" and not clause.tokens[at].concepts
    if strange and at + 1 < len(clause.tokens) and clause.tokens[at + 1].has("music_noun"):
        clause.used.add(at)
        return True
    return False


_NO_MUSIC = frozenset(
    [
        "不要",
        "先不要",
        "不用",
        "先不用",
        "不加",
        "先不加",
        "别加",
        "先别加",
        "不需要",
        "不要了",
        "不用了",
        "不配",
        "先不配",
        "别要",
        "免了",
    ]
)


def take_excluded(clause: Clause, *, fresh: bool) -> set[str]:
    """Takes media that are named behind "except" or "别用"."""
    gone: set[str] = set()
    for n, token in enumerate(clause.tokens):
        dropped = fresh and token.has("remove", "unwanted", "not") and not token.has("cut_word", "combine")
        if n in clause.used or not (token.has("exclude", "except") or dropped):
            continue
        for at in range(n + 1, min(n + 4, len(clause.tokens))):
            other = clause.tokens[at]
            if _PARTS.search(clause.message[token.end : other.start]) or other.text in (
                "on",
                "at",
                "to",
                "with",
            ):
                # "the drop on the surf clip"
                break
            # A file may be called like a word: "calm.mp3".
            media = media_of(other, clause) or tuple(
                m.media_id for m in clause.scene.media if PurePath(m.name).stem.lower() == other.text
            )
            if media:
                gone.update(media)
                clause.used.update((n, at))
                while at + 1 < len(clause.tokens) and _joined(clause, at):
                    at += 1
                    gone.update(_named_media(clause, clause.tokens[at]))
                    clause.used.add(at)
                break
            if other.has("song_mine"):
                # "别用我传的歌"
                gone.update(m.media_id for m in clause.scene.songs)
                clause.used.update((n, at))
                break
            if other.has("photo_noun"):
                gone.update(m.media_id for m in clause.scene.media if m.info.kind == "image")
                clause.used.update((n, at))
            elif not other.has("filler", "det"):
                break
    return gone


_PARTS = re.compile(r"[，,。；;]")


def _named_media(clause: Clause, token: Token) -> tuple[str, ...]:
    if token.has("photo_noun") and not media_of(token, clause):
        return tuple(m.media_id for m in clause.scene.media if m.info.kind == "image")
    return media_of(token, clause)


def media_of(token: Token, clause: Clause) -> tuple[str, ...]:
    """The media that a name means, or a number where there is no film yet: "the second one"."""
    places: list[int]
    if token.kind == "clips" and token.value.numbers and not clause.scene.clips:
        films = [m.media_id for m in clause.scene.films]
        places = [n - 1 if n > 0 else len(films) + n for n in token.value.numbers]
        return tuple(films[n] for n in places if 0 <= n < len(films))
    return tuple(token.value.media) if token.kind in ("clips", "name") else ()


def take_sources(clause: Clause, excluded: set[str]) -> tuple[str, ...] | None:
    """Takes the media that are named, in the order that is told; the others too where these only come first or last."""
    films = [m.media_id for m in clause.scene.films if m.media_id not in excluded]
    tokens = [n for n, t in enumerate(clause.tokens) if n not in clause.used and t.kind in ("clips", "name")]
    clause.used.update(tokens)
    media = [n for n in tokens if media_of(clause.tokens[n], clause)]
    media = [n for n in media if not is_place(clause, n, media)]
    if media and any(_is_videos(clause, n) for n in range(1, len(clause.tokens))):
        if any(t.text.endswith("中间") for t in clause.tokens):
            # "照片放中间，前后放视频"
            return ()
        pool_of_videos = [
            m.media_id for m in clause.scene.films if m.info.kind == "video" and m.media_id in films
        ]
        told = [i for n in media for i in media_of(clause.tokens[n], clause) if i in films]
        first = next(n for n in range(1, len(clause.tokens)) if _is_videos(clause, n))
        order = [*pool_of_videos, *told] if first < media[0] else [*told, *pool_of_videos]
        return tuple(dict.fromkeys(order))
    if clause.scene.clips and not any(t.has("combine") and not t.has("cut_word") for t in clause.tokens):
        # "Cut everything to the beat": all that the film shows, which is what it is made of anyway.
        media = [n for n in media if not getattr(clause.tokens[n].value, "all", False)]
    places = places_told(clause, media)
    named: dict[str, int] = {}
    pool: dict[str, int] = {}
    for n in sorted(media, key=lambda n: places[n]):
        token = clause.tokens[n]
        parts = token.value.parts or (token.value,) if token.kind == "clips" else (token.value,)
        for part in parts if token.value.media else (Ref(media=media_of(token, clause)),):
            if _with_videos(clause, n):
                # "视频和照片混着来"
                pool |= dict.fromkeys(films, len(named))
                continue
            to = pool if getattr(part, "all", False) else named
            to |= {
                m: len(named) if to is pool else places[n] for m in part.media if m in films and m not in to
            }
    if not named:
        return tuple(pool) or (tuple(films) if excluded else None)
    last = [m for m, place in named.items() if place > UNTOLD]
    ordered = [m for m in named if m not in last]
    edges = not clause.has("only", "keep_only") and UNTOLD not in named.values()
    if pool:
        # "三个视频加照片，冲浪先": what is named of the three goes first among them, or last.
        before = [m for m in list(named)[: next(iter(pool.values()))] if m in ordered]
        among = [m for m in ordered if m in pool and named[m] != UNTOLD]
        ordered = [*before, *among, *(m for m in pool if m not in named), *ordered]
    elif edges or clause.has("other", "everything"):
        ordered += [m for m in films if m not in named]
    return tuple(dict.fromkeys((*ordered, *last)))


_VIDEOS = ("视频", "影片", "录像")
_LEADING = ("和", "跟", "与", "加", "上", "后", "再", "接", "放", "面", "着", "先", "是")


def _is_videos(clause: Clause, n: int) -> bool:
    """Whether the "视频" at `n` is all the videos beside a photo ("照片和视频混剪"), and not the film to be made."""
    token, before = clause.tokens[n], clause.tokens[n - 1]
    joint = clause.message[before.end : token.start].strip()
    joined = before.text.endswith(_LEADING) or joint in (
        "和",
        "跟",
        "与",
        "加",
        "，然后",
        "，再",
        "再",
        "然后",
    )
    return token.kind == "word" and token.text in _VIDEOS and joined


def _with_videos(clause: Clause, n: int) -> bool:
    """Whether "视频和" or "videos and" stands before a photo: all that there is."""
    before, photo = clause.tokens[n - 1] if n else None, clause.tokens[n]
    joined = before is not None and before.text in (
        "视频",
        "影片",
        "录像",
        "片段",
        "videos",
        "video",
        "clips",
    )
    return joined and photo.text in ("照片", "图片", "图", "相片", "photos", "photo", "pictures")


def is_place(clause: Clause, n: int, media: list[int]) -> bool:
    """Whether "第一段" is the place of what is named beside it ("第一段放冲浪"), not the first of the media."""
    ref = clause.tokens[n].value
    beside = next(stretch for stretch in stretches(clause) if n in stretch)
    others = [m for m in beside if m in media and m != n]
    return (
        bool(getattr(ref, "numbers", ())) and len(others) == 1 and not clause.tokens[others[0]].value.numbers
    )


def take_music(clause: Clause, excluded: set[str]) -> SetMusic | None:
    """Takes the music that is named: a song of the project, or a mood."""
    songs = [m.media_id for m in clause.scene.songs if m.media_id not in excluded]
    for n, token in enumerate(clause.tokens):
        hit = [m for m in media_of(token, clause) if m in songs] if token.kind == "name" else []
        if hit and n not in clause.used:
            clause.used.add(n)
            while clause.detail("mood") is not None:
                pass
            return SetMusic(song=hit[0])
    if (song := _song_called(clause, songs)) is not None:
        return SetMusic(song=song)
    if clause.has("song_mine") and (clause.has("music_noun") or any(_is_song(t.text) for t in clause.tokens)):
        return SetMusic(song=songs[0]) if len(songs) == 1 else None
    if len(songs) == 1 and clause.scene.timeline.music is None and _names_the_song(clause):
        return SetMusic(song=songs[0])
    mood = clause.detail("mood") or _feeling(clause)
    bpm = clause.one("bpm")
    while clause.detail("mood") is not None:
        pass
    if mood is not None or bpm is not None:
        return SetMusic(mood=mood, bpm=bpm)
    if (
        clause.scene.timeline.music is None
        and clause.has("on_beat", "every_beat", "second_beat", "fourth_beat")
        and len(songs) == 1
    ):
        return SetMusic(song=songs[0])
    return None


def _feeling(clause: Clause) -> str | None:
    """Takes a feeling as a kind of music: where music is spoken of, or a film that is not there yet is to have it."""
    paces = ("pace:fast", "pace:slow", "faster", "slower")
    spoken = clause.has("music_noun")
    told = [
        (n, t)
        for n, t in enumerate(clause.tokens)
        if t.detail("feeling") and (spoken or not t.has(*paces, "combine")) and n not in clause.used
    ]
    if not told or (clause.scene.clips and not spoken):
        return None
    if not spoken and len(clause.scene.songs) == 1 and clause.has("on_beat", "every_beat", "second_beat"):
        # "To the beat, but relaxed": the song is there.
        clause.used.update(n for n, _ in told)
        return None
    clause.used.update(n for n, _ in told)
    # "做个vlog，音乐要燃": the kind of film says less than the words for its music.
    told = [(n, t) for n, t in told if not t.has("combine")] or told
    clause.take("style", "feel_more", "music_bit", "music_add")
    return next((mood for _, t in told if (mood := t.detail("feeling"))), None)


def _song_called(clause: Clause, songs: list[str]) -> str | None:
    """Takes a song whose name is a common word, in a Chinese sentence: "跟着song的鼓点", "用calm那首"."""
    stems = {PurePath(m.name).stem.lower(): m.media_id for m in clause.scene.media if m.media_id in songs}
    for n, token in enumerate(clause.tokens):
        beside = (clause.tokens[n - 1 : n] if n else ()) + clause.tokens[n + 1 : n + 2]
        if token.text not in stems or not any(not t.text.isascii() for t in beside):
            continue
        told = clause.tokens[n + 1].text if n + 1 < len(clause.tokens) else ""
        if token.detail("mood") is None or told.startswith(("那首", "这首", "那支", "那曲", "那个")):
            clause.used.add(n)
            while clause.detail("mood") is not None:
                pass
            return stems[token.text]
    return None


def _names_the_song(clause: Clause) -> bool:
    """Whether "the song" or "那首歌" is said, rather than a song of some kind."""
    tokens = clause.tokens
    return not any(t.detail("mood") for t in tokens) and any(
        t.text in ("那首歌", "这首歌")
        or (t.has("on_beat") and t.text.endswith(" song"))
        or (t.text in ("song", "track", "歌") and n > 0 and tokens[n - 1].text in _THE)
        for n, t in enumerate(tokens)
    )


_THE = frozenset(("the", "that", "this", "my", "那", "这", "我的", "那个", "用"))


def _is_song(text: str) -> bool:
    return any(word in text for word in ("song", "track", "music", "mp3", "歌", "音乐", "曲"))
