"""A film from its sources: combined, in an order, to a length, cut to the beat, at a pace."""

from __future__ import annotations

import re
from pathlib import PurePath

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import AddClips
from nemovideo_mcp.edit.operations.film import AutoEdit
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.rules.film import film_length_of, frame_of
from nemovideo_mcp.language.sequence import UNTOLD, places_told, stretches
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.language.vocabulary.auto_edit import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("clip_places", "film", "length", "moods")


def _auto(clause: Clause) -> Reading | None:
    """A whole film in one wish. It is for a film that is not there yet, or for one that is plainly meant anew."""
    fresh = not clause.scene.clips
    anew = clause.has("anew") or (clause.has("redo") and _pace_only(clause))
    left_out = _left_out(clause) if fresh else set[str]()
    if fresh:
        _take_origin(clause)
    rhythm = _pace_of_rhythm(clause)
    if any(
        n not in clause.used
        and t.has("reverse", "faster", "slower", *(() if fresh else ("remove", "unwanted")))
        and not ((fresh or anew) and t.text in _PACES)
        and not t.has("cut_word", "pace:fast", "pace:slow", "exclude")
        for n, t in enumerate(clause.tokens)
    ):
        return None
    if clause.has("text_noun", "fade", "feature") or clause.count(
        "quote", "texts", "percent", "factor", "range", "at", "degrees", "file"
    ):
        return None
    if (
        fresh
        and clause.continued
        and clause.focus.operation is not None
        and clause.focus.operation.name == "add_clips"
    ):
        return None
    begun = clause.continued and clause.focus.operation is not None
    combine = clause.has("combine") or (fresh and clause.count("duration", "clock") == 1 and not begun)
    on_beat = clause.has("on_beat", "every_beat", "second_beat", "fourth_beat")
    counted = any(t.kind == "clips" and t.value.numbers for t in clause.tokens)
    chosen = not counted and clause.has("anew", "keep_only", "only", "combine")
    if not fresh and _names_some(clause) and not chosen:
        return None
    every = _every_beats(clause)
    on_beat = on_beat or every is not None
    sequence = clause.has("in_sequence") or (fresh and _ranked(clause))
    if not (
        combine
        or on_beat
        or sequence
        or _pace_only(clause)
        or rhythm
        or anew
        or clause.has("off_beat", *(("interleaved",) if fresh else ()))
        or _from_media(clause)
    ):
        return None
    if not (fresh or on_beat or clause.has("anew", "off_beat")) and clause.has("music_noun"):
        # "音乐节奏快一点"
        return None
    wrong = next((t.value.wrong for t in clause.tokens if t.kind == "clips" and t.value.wrong), None)
    if wrong is not None:
        raise Unresolved(wrong)
    clause.take("anew", "redo")
    if not fresh and not (on_beat or anew or rhythm or _pace_only(clause) or clause.has("off_beat")):
        return _joined(clause)
    if fresh and (_length_of_one(clause) or _places_apart(clause)):
        return None
    excluded = _excluded(clause, fresh=fresh) | left_out
    no_music = _without_music(clause)
    off_beat = clause.take("off_beat") or _denies_beat(clause)
    pace = clause.detail("pace") or rhythm or (_pace_of_speed(clause) if fresh or anew else None)
    interleaved = clause.take("interleaved")
    reverse = clause.take("reverse_order")
    music = None if no_music else _music(clause, excluded)
    named_songs = {song.media_id for song in clause.scene.songs if song.media_id not in excluded} & {
        media for token in clause.tokens for media in _media_of(token, clause)
    }
    if named_songs and music is None:
        return None
    if music is None and fresh and every and not no_music and len(clause.scene.songs) == 1:
        music = SetMusic(song=clause.scene.songs[0].media_id)
    sources = _sources(clause, excluded)
    if sources == ():
        return None
    canvas = frame_of(clause)
    length = film_length_of(clause) if clause.count("duration", "clock") else None
    if clause.count("duration", "clock") and length is None:
        return None
    clause.take(
        "combine",
        "on_beat",
        "every_beat",
        "cut_word",
        "in_sequence",
        "have_music",
        "song_mine",
        "film_noun",
        "all",
        "everything",
        "measure",
        "part_of",
        "lasts",
    )
    clause.take(
        "each",
        "photo_noun",
        "clip_noun",
        "music_noun",
        "whole",
        "only",
        "publish",
        "frame_word",
        "insert",
        "order",
        "opens",
        "at_most",
        "footage",
        "beat_word",
        "keep_only",
        "show_word",
    )
    clause.take("it", "them", "it_clip", "except", "other")
    if music is not None:
        clause.take("music_add", "music_bit", "feel_more", "style")
    if fresh:
        clause.take(
            "appears",
            "music_picture",
            "show_word",
            "after",
            "start",
            "end",
            "closes",
            "first",
            "last",
            "between",
            "place:center",
            "move",
        )
        clause.values("ordinal")
    clause.refs()
    if fresh:
        _take_subject(clause)
    cut_to_beat: bool | None = True if on_beat or every else None
    if off_beat:
        cut_to_beat = False
    has_music = music is not None or clause.scene.timeline.music is not None
    if cut_to_beat is None and fresh:
        # What is not said is left to the defaults of the project.
        cut_to_beat = False if sequence or no_music else has_music or None
    if reverse and sources:
        # "In reverse order, last one first" says it twice.
        sources = sorted(sources, key=[item.media_id for item in clause.scene.media].index)
    told = {
        "sources": sources,
        "order": "interleaved" if interleaved else "reversed" if reverse else None,
        "length": length[0] if length else _length_now(clause),
        "at_most": length is not None and length[1],
        "cut_to_beat": cut_to_beat,
        "pace": pace,
        "every_beats": every,
    }
    edit = AutoEdit.model_validate(told)
    operations: list[Operation] = [edit]
    if music is not None:
        # The music first: the shots are cut to its beat.
        again = fresh or edit.cut_to_beat or edit.length is not None or edit.pace or edit.every_beats
        operations = [music, *([edit] if again else [])]
    if canvas is not None:
        operations.append(canvas)
    return Reading(operations=tuple(operations))


def _names_some(clause: Clause) -> bool:
    """Whether some clips of the film are named, which a new cut of the whole film is not about."""
    some = [t.value for t in clause.tokens if t.kind == "clips" and not t.value.all and not t.value.pronoun]
    return any(ref.numbers or ref.ids for ref in some)


def _denies_beat(clause: Clause) -> bool:
    """Takes the denial of "不要按节拍切了"."""
    for n, token in enumerate(clause.tokens):
        if not token.has("on_beat", "every_beat"):
            continue
        before = [m for m in range(max(n - 2, 0), n) if clause.tokens[m].has("not")]
        if before and all(clause.tokens[m].has("not", "filler") for m in range(before[0], n)):
            clause.used.update(range(before[0], n + 1))
            return True
    return False


def _ranked(clause: Clause) -> bool:
    """Whether several media are put in an order: "鹦鹉打头，冲浪收尾", "鹦鹉第一，单车第二"."""
    named = [
        n for n, t in enumerate(clause.tokens) if _media_of(t, clause) and not getattr(t.value, "all", False)
    ]
    places = places_told(clause, named)
    return len(named) > 1 and any(place != UNTOLD for place in places.values())


_PER_SHOT = re.compile(
    r"\b(?:of each|per (?:clip|shot|video|photo)|(?:each|every) (?:clip|shot|video|photo|one)|apiece)\b"
    r"|[- ]second (?:clips|shots|takes)\b"
)


def _places_apart(clause: Clause) -> bool:
    """Whether places are told that are no order of mention: "the surf between the others", "the second one"."""
    beside = any(t.text in ("between", "after", "before", "in between", "behind") for t in clause.tokens)
    counted = any(t.kind == "clips" and t.value.numbers for t in clause.tokens)
    counted = counted and not any(t.has("opens", "closes") and not t.text.isascii() for t in clause.tokens)
    named = sum(bool(_media_of(t, clause)) for t in clause.tokens)
    return counted or (beside and named > 1)


def _length_of_one(clause: Clause) -> bool:
    """Whether a length is told of each shot or of one of them, and not of the film: "各放5秒", "五秒一张照片开场"."""
    if clause.count("duration") and _PER_SHOT.search(clause.plain):
        return True
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        if not any(t.kind == "duration" for t in tokens) or any(t.has(*_OF_FILM) for t in tokens):
            continue
        if any(t.has("each") or t.text == "每" for t in tokens):
            return True
        if any(t.text in ("显示", "停留", "停", "播放", "展示", "持续") for t in tokens):
            # "照片当开头，显示3秒"
            return True
        if any(t.kind == "clips" and not t.value.all and not t.value.pronoun for t in tokens):
            return True
    return False


_OF_FILM = ("combine", "on_beat", "film_noun", "whole", "every_beat", "second_beat", "fourth_beat")


def _take_origin(clause: Clause) -> None:
    """Takes the words that say where all the media come from: "我昨天在海边拍的三段视频"."""
    for stretch in stretches(clause):
        for at, n in enumerate(stretch[1:], 1):
            token = clause.tokens[n]
            told = token.text.startswith(("的", "这", "那")) or clause.tokens[n - 1].text == "的"
            if token.kind != "clips" or not token.value.all or not told:
                continue
            before = [clause.tokens[m] for m in stretch[:at]]
            if all(
                t.kind in ("word", "name") and not t.has("not", "except", "only", "music_noun")
                for t in before
            ):
                clause.used.update(stretch[:at])


def _left_out(clause: Clause) -> set[str]:
    """Takes media that are named and then not wanted: "冲浪的就不要了", "照片不用放进去"."""
    gone: set[str] = set()
    for stretch in stretches(clause):
        for at, n in enumerate(stretch):
            token = clause.tokens[n]
            media = _media_of(token, clause)
            if token.has("photo_noun") and not media:
                media = tuple(m.media_id for m in clause.scene.media if m.info.kind == "image")
            behind = "".join(clause.tokens[m].text for m in stretch[at + 1 :])
            if media and not getattr(token.value, "all", False) and _NOT_WANTED.fullmatch(behind):
                gone.update(media)
                clause.used.update(stretch[at:])
    return gone


_NOT_WANTED = re.compile(
    r"(?:的|就|那|这|那个|那段|那条|这个|这段|这条|先|也|都|可以|镜头|片段|视频|素材|部分|的话)*"
    r"(?:(?:不要|不用|不必|不需要|不想|别|不|无需|甭|莫)(?:再|去|把它)*(?:要|用|放|加|上|出现|算|剪)?(?:进去|进来|进|上|它)*"
    r"|去掉|删掉|删了|删除|剔除|排除|除外|拿掉|扔掉|丢掉|用不上|用不着|舍弃|舍掉|算了|跳过|略过|免了|拿走|去除|砍掉|不考虑)"
    r"(?:就好|就行|好了|了|吧|啊|啦|哈|呢|呀|哦)*"
)


_JOINERS = (
    "combine",
    "merge",
    "join",
    "stitch",
    "assemble",
    "put",
    "string",
    "edit",
    "拼",
    "合并",
    "合成",
    "连",
    "接",
    "串",
)


def _joined(clause: Clause) -> Reading | None:
    """ "Combine these clips" where there is a film: media that it does not show yet come behind it."""
    plain = any(t.has("combine") and t.text.startswith(_JOINERS) for t in clause.tokens)
    whole = all(t.value.all or t.value.pronoun for t in clause.tokens if t.kind == "clips")
    if not plain or not whole or clause.count("duration", "clock", "name", "number", "range", "at"):
        return None
    music = _music(clause, set())
    clause.take(
        "combine",
        "all",
        "everything",
        "clip_noun",
        "footage",
        "film_noun",
        "it",
        "them",
        "have_music",
        "music_noun",
        "music_match",
    )
    clause.refs()
    shown = {clip.media_id for clip in clause.scene.clips}
    missing = tuple(m.media_id for m in clause.scene.films if m.media_id not in shown)
    added: tuple[Operation, ...] = (AddClips(media=missing),) if missing else ()
    operations = (*added, *((music,) if music is not None else ()))
    return Reading(operations=operations, talk=not operations)


def _from_media(clause: Clause) -> bool:
    """Whether a film that is not there yet is wanted from media, of a length or with music."""
    told = (
        clause.count("duration") == 1
        or clause.has("song_mine", "music_noun")
        or any(t.detail("mood") for t in clause.tokens)
    )
    if clause.scene.clips:
        return False
    songs = {m.media_id for m in clause.scene.songs}
    sung = any(t.kind == "name" and songs & {*_media_of(t, clause)} for t in clause.tokens)
    left = clause.segments > 1 and clause.has("exclude", "remove")
    return sung or left or (clause.count("clips") > 0 and told and clause.has("filler"))


_QUICK = frozenset(
    (
        "快",
        "快点",
        "快一点",
        "快些",
        "快一些",
        "快速",
        "更快",
        "再快点",
        "快一丢丢",
        "fast",
        "faster",
        "quick",
        "quicker",
        "speedier",
        "zippier",
    )
)
_CALM = frozenset(
    (
        "慢",
        "慢点",
        "慢一点",
        "慢些",
        "慢一些",
        "慢悠悠",
        "慢吞吞",
        "慢慢",
        "慢下来",
        "更慢",
        "再慢点",
        "放慢",
        "slow",
        "slower",
        "leisurely",
    )
)
_PACES = _QUICK | _CALM


def _pace_of_speed(clause: Clause) -> str | None:
    """Takes words of speed: where there is no clip yet, they are said of how fast the film is cut."""
    told = [(n, t.text) for n, t in enumerate(clause.tokens) if t.text in _PACES and n not in clause.used]
    paces = {"fast" if text in _QUICK else "slow" for _, text in told}
    if len(paces) != 1:
        return None
    clause.used.update(n for n, _ in told)
    clause.take("faster", "slower", "beat_word", "too")
    return paces.pop()


_RHYTHMS = frozenset(
    ("节奏", "剪辑节奏", "整体节奏", "切换", "镜头切换", "剪辑", "剪辑速度", "切换速度", "节奏感")
)


def _pace_of_rhythm(clause: Clause) -> str | None:
    """Takes "节奏可以再快一些" and "放慢点节奏": how fast the film is cut."""
    if clause.has("music_noun", "not") or clause.count("factor", "percent", "duration"):
        return None
    for n, token in enumerate(clause.tokens):
        faster, slower = token.has("faster"), token.has("slower")
        if faster == slower or token.text.isascii():
            continue
        before = n - 1
        while before >= 0 and clause.tokens[before].has("filler", "too", "more"):
            before -= 1
        after = n + 1 if n + 1 < len(clause.tokens) else n
        at = next((k for k in (before, after) if k >= 0 and clause.tokens[k].text in _RHYTHMS), None)
        if at is not None and not any(t.kind == "clips" and not t.value.all for t in clause.tokens):
            clause.used.update(range(min(at, n), max(at, n) + 1))
            too = token.text.startswith(("太", "有点", "好"))
            return "fast" if faster else "slow" if not too or slower else None
    return None


def _pace_only(clause: Clause) -> bool:
    paces = [t for t in clause.tokens if t.has("pace:fast", "pace:slow", "pace:normal")]
    if clause.focus.clips and all(t.text.startswith(("too", "more ", "less ")) for t in paces):
        # "Speed up the parrot": "too hectic" is said of the clip then.
        return False
    return bool(paces)


def _length_now(clause: Clause) -> float | None:
    """The length that a film keeps where only its cut is to change."""
    return clause.scene.timeline.duration_ms / 1000 or None


def _without_music(clause: Clause) -> bool:
    """Takes "no music", "不要音乐"."""
    for n, token in enumerate(clause.tokens):
        at = n + 1
        while at < len(clause.tokens) and clause.tokens[at].has("filler", "det"):
            at += 1
        denied = token.has("not", "exclude") and at < len(clause.tokens)
        if denied and clause.tokens[at].has("music_noun"):
            clause.used.update((n, at))
            return True
        if token.has("music_noun") and at < len(clause.tokens) and clause.tokens[at].text in _NO_MUSIC:
            clause.used.update((n, at))
            return True
    return clause.take("without_music")


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


def _take_subject(clause: Clause) -> None:
    """Takes what the film is of, in words that mean nothing else: "holiday clips", "of our trip", "for my grandma"."""
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        if n in clause.used or token.kind != "word" or token.concepts or not token.text.isascii():
            continue
        start, end = n, n
        while start > 0 and n - start < _SUBJECT and tokens[start - 1].kind == "word":
            if tokens[start - 1].text in _OWNERS:
                break
            if tokens[start - 1].concepts and not tokens[start - 1].has("filler", "det"):
                break
            start -= 1
        while end + 1 < len(tokens) and end - n < _SUBJECT and _is_strange(tokens[end + 1]):
            end += 1
        after = tokens[end + 1] if end + 1 < len(tokens) else None
        owned = start > 0 and tokens[start - 1].text in _OWNERS
        owned = owned and not (after is not None and after.kind == "clips" and not after.value.all)
        heads = after is not None and (
            (after.kind == "clips" and after.value.all) or after.has("film_noun", "clip_noun", "combine")
        )
        if owned or heads:
            clause.used.add(n)


_SUBJECT = 4
_OWNERS = frozenset(
    ("my", "our", "his", "her", "their", "this", "last", "granny's", "mom's", "dad's", "mum's")
)


def _is_strange(token: Token) -> bool:
    return token.kind == "word" and not token.concepts


def _excluded(clause: Clause, *, fresh: bool) -> set[str]:
    """Takes media that are named behind "except" or "别用"."""
    gone: set[str] = set()
    for n, token in enumerate(clause.tokens):
        dropped = fresh and token.has("remove", "unwanted", "not") and not token.has("cut_word", "combine")
        if not (token.has("exclude", "except") or dropped):
            continue
        for at in range(n + 1, min(n + 4, len(clause.tokens))):
            other = clause.tokens[at]
            # A file may be called like a word: "calm.mp3".
            media = _media_of(other, clause) or tuple(
                m.media_id for m in clause.scene.media if PurePath(m.name).stem.lower() == other.text
            )
            if media:
                gone.update(media)
                clause.used.update((n, at))
                break
            if other.has("photo_noun"):
                gone.update(m.media_id for m in clause.scene.media if m.info.kind == "image")
                clause.used.update((n, at))
            elif not other.has("filler", "det"):
                break
    return gone


def _media_of(token: Token, clause: Clause) -> tuple[str, ...]:
    """The media that a name means, or a number where there is no film yet: "the second one"."""
    places: list[int]
    if token.kind == "clips" and token.value.numbers and not clause.scene.clips:
        films = [m.media_id for m in clause.scene.films]
        places = [n - 1 if n > 0 else len(films) + n for n in token.value.numbers]
        return tuple(films[n] for n in places if 0 <= n < len(films))
    return tuple(token.value.media) if token.kind in ("clips", "name") else ()


def _sources(clause: Clause, excluded: set[str]) -> tuple[str, ...] | None:
    """Takes the media that are named, in the order that is told; the others too where these only come first or last."""
    films = [m.media_id for m in clause.scene.films if m.media_id not in excluded]
    tokens = [n for n, t in enumerate(clause.tokens) if n not in clause.used and t.kind in ("clips", "name")]
    clause.used.update(tokens)
    media = [n for n in tokens if _media_of(clause.tokens[n], clause)]
    media = [n for n in media if not _is_place(clause, n, media)]
    places = places_told(clause, media)
    named: dict[str, int] = {}
    pool: dict[str, int] = {}
    for n in sorted(media, key=lambda n: places[n]):
        token = clause.tokens[n]
        parts = token.value.parts or (token.value,) if token.kind == "clips" else (token.value,)
        for part in parts if token.value.media else (Ref(media=_media_of(token, clause)),):
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


def _is_place(clause: Clause, n: int, media: list[int]) -> bool:
    """Whether "第一段" is the place of what is named beside it ("第一段放冲浪"), not the first of the media."""
    ref = clause.tokens[n].value
    beside = next(stretch for stretch in stretches(clause) if n in stretch)
    others = [m for m in beside if m in media and m != n]
    return (
        bool(getattr(ref, "numbers", ())) and len(others) == 1 and not clause.tokens[others[0]].value.numbers
    )


def _music(clause: Clause, excluded: set[str]) -> SetMusic | None:
    """Takes the music that is named: a song of the project, or a mood."""
    songs = [m.media_id for m in clause.scene.songs if m.media_id not in excluded]
    for n, token in enumerate(clause.tokens):
        hit = [m for m in _media_of(token, clause) if m in songs] if token.kind == "name" else []
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
        if t.detail("feeling") and (spoken or not t.has(*paces)) and n not in clause.used
    ]
    if not told or (clause.scene.clips and not spoken):
        return None
    if not spoken and len(clause.scene.songs) == 1 and clause.has("on_beat", "every_beat", "second_beat"):
        # "To the beat, but relaxed": the song is there.
        clause.used.update(n for n, _ in told)
        return None
    clause.used.update(n for n, _ in told)
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


def _every_beats(clause: Clause) -> int | None:
    for concept, beats in (("every_beat", 1), ("second_beat", 2), ("fourth_beat", 4)):
        if clause.take(concept):
            return beats
    if clause.count("beats", "bars") != 1 or not (clause.has("all", "each", "cut_word") or _per_shot(clause)):
        return None
    bars = clause.one("bars")
    beats = bars * 4 if bars else clause.one("beats")
    return int(beats) if 1 <= beats <= 64 and beats == int(beats) else None


def _per_shot(clause: Clause) -> bool:
    """Takes the words of "两小节一个镜头", "四拍换一张" that say that each shot is that long."""
    at = next(n for n, t in enumerate(clause.tokens) if t.kind in ("beats", "bars"))
    end = at + 1
    while end < len(clause.tokens) and _is_one_shot(clause.tokens[end]) and end < at + 5:
        end += 1
    behind = clause.tokens[at + 1 : end]
    if not any(t.has("clip_noun", "photo_noun", "measure", "cut_word", "picture") for t in behind):
        return False
    clause.used.update(range(at + 1, end))
    return True


def _is_one_shot(token: Token) -> bool:
    one = token.kind == "number" and token.value == 1
    return one or token.has("filler", "clip_noun", "photo_noun", "measure", "cut_word", "picture")


RULES = (Rule(name="auto_edit", read=_auto, rank=75),)
