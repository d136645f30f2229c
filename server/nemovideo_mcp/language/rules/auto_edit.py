"""A film from its sources: combined, in an order, to a length, cut to the beat, at a pace."""

from __future__ import annotations

import re

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import AddClips
from nemovideo_mcp.edit.operations.film import AutoEdit
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.edit.values import SectionRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.film_media import (
    is_place,
    media_of,
    take_excluded,
    take_left_out,
    take_music,
    take_sources,
    take_without_music,
)
from nemovideo_mcp.language.film_subject import take_origin, take_subject
from nemovideo_mcp.language.film_talk import names_missing, take_approval
from nemovideo_mcp.language.paces import (
    PACES,
    names_pace_only,
    pace_of_rhythm,
    pace_of_speed,
    take_every_beats,
)
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.rules.film import film_length_of, frame_of
from nemovideo_mcp.language.sequence import UNTOLD, places_told, stretches
from nemovideo_mcp.language.vocabulary.auto_edit import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("clip_places", "film", "length", "moods")


def _auto(clause: Clause) -> Reading | None:
    """A whole film in one wish. It is for a film that is not there yet, or for one that is plainly meant anew."""
    fresh = not clause.scene.clips
    anew = clause.has("anew") or (clause.has("redo") and names_pace_only(clause))
    if fresh and _speaks_of_one(clause):
        return None
    anew = anew or _paced(clause)
    left_out = take_left_out(clause) if fresh else set[str]()
    if fresh and names_missing(clause):
        return None
    if fresh:
        take_origin(clause)
        take_approval(clause)
    rhythm = pace_of_rhythm(clause)
    if any(
        n not in clause.used
        and t.has("reverse", "faster", "slower", *(() if fresh else ("remove", "unwanted")))
        and not ((fresh or anew) and (t.text in PACES or t.has("show_word")))
        and not t.has("cut_word", "pace:fast", "pace:slow", "exclude")
        for n, t in enumerate(clause.tokens)
    ):
        return None
    drops = (
        n
        for n, t in enumerate(clause.tokens[:-1])
        if t.text == "drop" and clause.tokens[n + 1].text in _PLACED
    )
    if next(drops, None) is not None:
        # "Drop on the surf clip": where in the film the music's drop falls
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
    said = clause.focus.operation.name if clause.continued and clause.focus.operation is not None else ""
    if _music_anew(clause):
        return None
    begun = said not in ("", "set_music", "set_music_mix", "set_canvas", "add_text", "fade_film")
    combine = clause.has("combine") or (fresh and clause.count("duration", "clock") == 1 and not begun)
    on_beat = _is_on_beat(clause)
    counted = any(t.kind == "clips" and t.value.numbers for t in clause.tokens)
    counted = counted and not _turned_round(clause)
    chosen = not counted and clause.has("anew", "keep_only", "only", "combine")
    if not fresh and _names_some(clause) and not chosen:
        return None
    every = take_every_beats(clause)
    on_beat = on_beat or every is not None
    sequence = clause.has("in_sequence") or (fresh and _ranked(clause))
    if not (
        combine
        or on_beat
        or sequence
        or names_pace_only(clause)
        or rhythm
        or anew
        or clause.has("off_beat", *(("interleaved", "reverse_order") if fresh else ()))
        or (fresh and _denies_beat(clause))
        or _from_media(clause)
    ):
        return None
    of_music = clause.has("music_noun") or (clause.focus.music and not clause.has("film_noun", "cut_word"))
    if of_music and not (fresh or on_beat or clause.has("anew", "off_beat")):
        # "音乐节奏快一点"
        return None
    wrong = next((t.value.wrong for t in clause.tokens if t.kind == "clips" and t.value.wrong), None)
    if wrong is not None:
        raise Unresolved(wrong)
    clause.take("anew", "redo")
    if not fresh and not (on_beat or anew or rhythm or names_pace_only(clause) or clause.has("off_beat")):
        return _joined(clause)
    if fresh and (_length_of_one(clause) or _places_apart(clause)):
        return None
    excluded = take_excluded(clause, fresh=fresh) | left_out
    no_music = take_without_music(clause)
    off_beat = clause.take("off_beat", *(("uncut",) if fresh else ())) or _denies_beat(clause)
    pace = _pace_told(clause) or rhythm or (pace_of_speed(clause) if fresh or anew else None)
    interleaved = clause.take("interleaved")
    reverse = clause.take("reverse_order")
    music = None if no_music else take_music(clause, excluded)
    named_songs = {song.media_id for song in clause.scene.songs if song.media_id not in excluded} & {
        media for token in clause.tokens for media in media_of(token, clause)
    }
    if named_songs and music is None:
        return None
    if music is None and fresh and every and not no_music and len(clause.scene.songs) == 1:
        music = SetMusic(song=clause.scene.songs[0].media_id)
    if fresh and music is None and not (no_music or excluded) and _names_own_song(clause):
        raise Unresolved(_WHICH_SONG if clause.scene.songs else _NO_SONG)
    if fresh and (section := clause.detail("section")):
        # "用歌的副歌部分做个卡点"
        song = music.song if music is not None else next((s.media_id for s in clause.scene.songs), None)
        if song is None or (music is None and len(clause.scene.songs) > 1) or no_music:
            return None
        music = SetMusic(song=song, start=SectionRef(section=section))
        clause.take("song_start", "song_inside", "at_prep")
    sources = take_sources(clause, excluded)
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
            "very_first",
            "last",
            "between",
            "place:center",
            "move",
        )
        clause.values("ordinal")
    clause.refs()
    if fresh:
        take_subject(clause)
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


_SHARE = frozenset(
    ("多一点", "多点", "多一些", "多些", "少一点", "少点", "少一些", "最多", "至少", "尽量", "多放", "少放")
)
_EDGES = ("first", "last", "start", "end")


def _speaks_of_one(clause: Clause) -> bool:
    """Whether words beside those about the film say how much of one thing is to be seen, or where a song starts."""
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        one = any(t.kind == "clips" and not t.value.all for t in tokens)
        if one and any(t.text in _SHARE for t in tokens):
            return True
        begins = any(t.text == "从" for t in tokens) and any(t.text in ("开始", "起", "开头") for t in tokens)
        if begins and (any(t.kind in ("duration", "clock", "at") for t in tokens) or clause.segments > 1):
            return not one
        timed = (n for n, t in enumerate(tokens) if n and t.kind == "duration" and not t.text.isascii())
        if any(tokens[n - 1].kind == "word" and tokens[n - 1].has(*_EDGES) for n in timed):
            return True
    return False


_PLACED = ("on", "at", "when", "hits", "lands", "with", "hitting", "landing")


def _pace_told(clause: Clause) -> str | None:
    """Takes the pace that is told; what is "far too hectic" is to be slow."""
    pace = clause.detail("pace")
    if pace in _OPPOSITE and clause.find("too") is not None:
        clause.take("too")
        return _OPPOSITE[pace]
    return pace


_OPPOSITE = {"fast": "slow", "slow": "fast"}


def _is_on_beat(clause: Clause) -> bool:
    """Whether a cut to the music is meant: "edit to" and "cut to" may lead to something else ("the edit to 12 s")."""
    for n, token in enumerate(clause.tokens):
        if token.has("every_beat", "second_beat", "fourth_beat"):
            return True
        if token.has("on_beat") and (not token.text.endswith(" to") or _is_music(clause, n + 1)):
            return True
    return False


def _is_music(clause: Clause, start: int) -> bool:
    """Whether the next word that means something is music, or stands for it."""
    for token in clause.tokens[start:]:
        if token.kind == "name" or token.has("music_noun", "beat_word", "song_mine", "it", "on_beat"):
            return True
        if any(token.detail(family) for family in ("mood", "feeling")):
            return True
        if not (token.kind == "word" and token.has("filler", "det")):
            return False
    return False


def _paced(clause: Clause) -> bool:
    """ "还是慢一点吧" behind an automatic edit: its pace."""
    if not isinstance(clause.focus.operation, AutoEdit) or clause.uncertain or clause.vague:
        return False
    return any(t.text in PACES for t in clause.tokens) and all(
        t.kind == "word" and (t.text in PACES or t.has("filler", "more", "too", "lasts"))
        for t in clause.tokens
    )


_NO_SONG = Words("no song has been uploaded to this project.", "项目里还没有上传歌曲。")
_WHICH_SONG = Words("there are several songs; say which one.", "有多首歌，请说明用哪一首。")


def _names_own_song(clause: Clause) -> bool:
    """Whether "我的歌" or "my song" is said."""
    tokens = clause.tokens
    return any(
        t.has("song_mine")
        and (t.has("music_noun") or t.text.endswith(("歌", "song")) or behind.has("music_noun"))
        for t, behind in zip(tokens, (*tokens[1:], tokens[-1]), strict=True)
    )


def _music_anew(clause: Clause) -> bool:
    """ "重新来首歌": what is to be made anew is the music, and not the film."""
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        behind = next(
            (t for t in tokens[n + 1 :] if not t.has("filler", "measure") or t.has("music_noun")), None
        )
        if (
            token.has("anew")
            and behind is not None
            and behind.has("music_noun")
            and not clause.has("film_noun")
        ):
            return clause.segments == 1 and not clause.has("on_beat", "off_beat")
    return False


def _names_some(clause: Clause) -> bool:
    """Whether some clips of the film are named, which a new cut of the whole film is not about."""
    some = [t.value for t in clause.tokens if t.kind == "clips" and not t.value.all and not t.value.pronoun]
    return any(ref.numbers or ref.ids for ref in some)


def _denies_beat(clause: Clause) -> bool:
    """Takes the denial of "不要按节拍切了"."""
    for n, token in enumerate(clause.tokens):
        if not token.has("on_beat", "every_beat"):
            continue
        before = [m for m in range(max(n - 5, 0), n) if clause.tokens[m].has("not")]
        between = ("not", "filler", "cut_word", "combine", "music_bit", "it", "them", "all")
        if before and all(clause.tokens[m].has(*between) for m in range(before[0], n)):
            clause.used.update(range(before[0], n + 1))
            return True
    return False


def _ranked(clause: Clause) -> bool:
    """Whether several media are put in an order: "鹦鹉打头，冲浪收尾", "鹦鹉第一，单车第二"."""
    named = [
        n for n, t in enumerate(clause.tokens) if media_of(t, clause) and not getattr(t.value, "all", False)
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
    media = [n for n, t in enumerate(clause.tokens) if media_of(t, clause)]
    counted = any(
        t.kind == "clips" and t.value.numbers and not (n in media and is_place(clause, n, media))
        for n, t in enumerate(clause.tokens)
    )
    counted = counted and not any(t.has("opens", "closes") and not t.text.isascii() for t in clause.tokens)
    named = sum(bool(media_of(t, clause)) for t in clause.tokens)
    return (counted and not _turned_round(clause)) or (beside and named > 1)


def _turned_round(clause: Clause) -> bool:
    """Takes "last one first" behind "in reverse order", which says it twice."""
    numbered = [n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.numbers]
    said = (
        clause.has("reverse_order")
        and len(numbered) == 1
        and clause.tokens[numbered[0]].value.numbers == (-1,)
    )
    if said and clause.has("opens", "first"):
        clause.used.update(numbered)
        clause.take("opens", "first", "in_sequence")
        return True
    return False


def _length_of_one(clause: Clause) -> bool:
    """Whether a length is told of each shot or of one of them, and not of the film: "各放5秒", "五秒一张照片开场"."""
    if clause.count("duration") and _PER_SHOT.search(clause.plain):
        return True
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        if not any(t.kind == "duration" for t in tokens) or any(t.has(*_OF_FILM) for t in tokens):
            continue
        if any(t.has("each") or t.text.startswith(("每", "各")) for t in tokens):
            return True
        if any(t.text in ("显示", "停留", "停", "播放", "展示", "持续") for t in tokens):
            # "照片当开头，显示3秒"
            return True
        if any(t.kind == "clips" and not t.value.all and not t.value.pronoun for t in tokens):
            return True
    return False


_OF_FILM = ("combine", "on_beat", "film_noun", "whole", "every_beat", "second_beat", "fourth_beat")


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
    music = take_music(clause, set())
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
        or (clause.has("film_noun") and any(t.text.endswith("成") for t in clause.tokens))
    )
    if clause.scene.clips:
        return False
    songs = {m.media_id for m in clause.scene.songs}
    sung = any(t.kind == "name" and songs & {*media_of(t, clause)} for t in clause.tokens)
    left = clause.segments > 1 and clause.has("exclude", "remove")
    return sung or left or (clause.count("clips") > 0 and told and clause.has("filler"))


def _length_now(clause: Clause) -> float | None:
    """The length that a film keeps where only its cut is to change."""
    return clause.scene.timeline.duration_ms / 1000 or None


RULES = (Rule(name="auto_edit", read=_auto, rank=75),)
