"""Which music: composed in a mood, a song of the project, another one, or none."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations.music import RemoveMusic, SetMusic, SetMusicMix
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.own_songs import (
    SOUND,
    brings_song,
    own_song,
    previous_song,
    says_own_song,
    set_song,
    take_music_words,
)
from nemovideo_mcp.language.readings import Reading, Rule, Undo, refusal
from nemovideo_mcp.language.songs import NEGATIONS, has_own_song, is_negated, named_songs
from nemovideo_mcp.language.vocabulary.music import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("moods", "music_times", "sound", "talk")

_FASTER, _SLOWER = 1.15, 0.87
_MOODS_FAMILIES = ("mood", "feeling")


def _mood(clause: Clause, *, strong_only: bool) -> str | None:
    """Takes the mood that is asked for: the first kind of music, else the first feeling."""
    if _is_picture(clause):
        return None
    moods = [m for t in clause.tokens if (m := t.detail("mood"))]
    feelings = [
        m for n, t in enumerate(clause.tokens) if (m := t.detail("feeling")) and not _is_too_much(clause, n)
    ]
    if not moods and (strong_only or not feelings):
        return None
    # "the music is too sad, make it happier"
    answered = clause.has("too") and clause.has("music_change")
    answered = answered or (clause.segments > 1 and clause.has("too", "music_change"))
    chosen = (moods or feelings)[-1 if answered else 0]
    for n, token in enumerate(clause.tokens):
        if any(token.detail(family) for family in _MOODS_FAMILIES):
            clause.used.add(n)
    return chosen


def _is_too_much(clause: Clause, n: int) -> bool:
    """Whether a feeling is what is wrong ("太安静了"), or how it is now ("清净了"), and no other one is asked for."""
    wrong = n > 0 and clause.tokens[n - 1].text in ("太", "too")
    states = n == 0 and clause.tokens[-1].text == "了" and len(clause.tokens) <= _STATED
    return (wrong or states) and not clause.has("music_change", "music_noun")


_STATED = 2


def _is_picture(clause: Clause) -> bool:
    """Whether the picture is what is to have a mood: "画面调得有电影感一点"."""
    return clause.has("picture", "the_frame") and not clause.has("music_noun")


def _is_music(clause: Clause) -> bool:
    """Whether music is what is spoken of."""
    # A measure word that counts songs only: "这首", "换一首".
    counted = any(
        "首" in t.text and t.kind == "word" and t.has("music_the", "music_another", "music_bit", "music_add")
        for t in clause.tokens
    )
    return (
        counted
        or clause.has("music_noun")
        or (clause.focus.music and not clause.uncertain and not clause.names_clips and not clause.names_texts)
    )


_POINTS = ("it", "it_clip", "them")


def _set(clause: Clause) -> Reading | None:
    if clause.names_texts or clause.names_clips:
        return None
    # "Music for these", "put the song under this": the film that stands.
    clause.used.update(
        n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun in _POINTS
    )
    if any(t.has("music_another") and "首" in t.text for t in clause.tokens):
        # "换首别的"
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text == "别的")
    if not clause.scene.clips and clause.segments > 1 and clause.has("combine"):
        # "做个影片，配欢快的音乐": the film is meant, and not only its music
        return None
    songs = named_songs(clause)
    if clause.count("quote") > len(songs) or clause.count("file"):
        return None
    before = any((t.has("song_before") and not t.text.isascii()) or "song" in t.text for t in clause.tokens)
    spoken = (
        _is_music(clause)
        or clause.has("compose", "music_piece")
        or before
        or any(t.text == "bpm" or (t.has("tempo") and t.text.startswith("音乐")) for t in clause.tokens)
    )
    bpm = clause.one("bpm")
    if bpm is None and clause.has("tempo") and spoken:
        number = next((t.value for t in clause.tokens if t.kind == "number"), None)
        if number is not None and 40 <= number <= 240:
            bpm = clause.one("number")
    if bpm is None and spoken and clause.has("per_minute"):
        bpm = clause.one("beats")
        clause.take("per_minute")
    said = {t.text for t in clause.tokens}
    slowed, sped = {"slow", "down"} <= said, {"speed", "up"} <= said
    if bpm is None and (slowed or sped) and clause.has("music_noun") and not songs:
        clause.take("sound_down", "sound_up", "tempo", "tempo_slow", "feeling:ambient")
        take_music_words(clause)
        return Reading(operations=(SetMusic(tempo_by=_SLOWER if slowed else _FASTER),))
    negated = is_negated(clause)
    playing = clause.scene.timeline.music
    replaced = [s for s in songs if playing is not None and s.media_id == playing.media_id]
    if (
        songs
        and replaced == songs
        and clause.has("music_change")
        and any(t.detail("mood") or t.detail("feeling") or t.text.endswith("掉") for t in clause.tokens)
    ):
        # "replace song.mp3 with something electronic"
        songs, spoken = [], True
    if len(songs) == 2 and len(replaced) == 1 and clause.has("music_change", "not_that", "instead"):
        # "swap song.mp3 for calm.mp3"
        songs = [s for s in songs if s not in replaced]
        clause.take("not_that")
    if songs:
        return set_song(clause, songs, negated=negated)
    if negated and not clause.has("music_tired"):
        return None
    mine = clause.has("song_mine") and (
        spoken or says_own_song(clause) or any(t.text in _UPLOADED for t in clause.tokens)
    )
    mine = mine or (clause.count("ordinal") == 1 and any(t.text.startswith("首") for t in clause.tokens))
    if mine and not clause.has("mood:lofi"):
        return own_song(clause)
    now = clause.scene.timeline.music
    if brings_song(clause):
        return own_song(clause)
    other = any(t.kind == "clips" and t.value.pronoun == "other" for t in clause.tokens) and clause.has(
        "music_noun"
    )
    if (clause.has("song_before") and spoken) or (other and (has_own_song(clause) or now is None)):
        clause.refs()
        return previous_song(clause)
    if other:
        clause.refs()
    paced = bpm is not None and all(
        t.has("tempo_down", "tempo_slow", "tempo_up") for t in clause.tokens if t.detail("feeling")
    )
    mood = (
        None
        if paced and not any(t.detail("mood") for t in clause.tokens)
        else _mood(clause, strong_only=not spoken)
    )
    if paced:
        # "音乐慢到90bpm"
        clause.take("tempo_down", "tempo_slow", "tempo_up")
    asked = clause.has(
        "compose",
        "music_add",
        "music_change",
        "music_another",
        "music_tired",
        "music_match",
        "instead",
        "feel_more",
        "more",
        "too",
    )
    if mood is None and bpm is None:
        return _other(clause, spoken=spoken)
    if mood is not None and clause.has("less"):
        return None
    if mood is not None and bpm is None and _is_remark(clause):
        return None
    strange = any(t.kind == "word" and not t.concepts for t in clause.tokens)
    if strange and not spoken and not asked and bpm is None:
        # "electronic" alone is a kind of music; "sad" is not
        return None
    replacing = ("compose", "music_another", "music_add", "instead", *(("music_change",) if mood else ()))
    if has_own_song(clause) and not clause.has(*replacing):
        song = now.name if now else ""
        return refusal(
            clause,
            f"the music is your song “{song}”, which keeps its own mood and tempo.",
            f"现在的音乐是你的歌“{song}”，它保持自身的风格和速度。",
            nearest=SetMusic(mood=mood, bpm=bpm) if mood else None,
            say=Words("Compose calm music instead", "换成舒缓的音乐"),
        )
    too = clause.has("too")
    if too and clause.segments == 1 and not clause.has("music_change", "more"):
        return None
    values: dict[str, Any] = {}
    if mood:
        values["mood"] = mood
    if bpm is not None:
        values["bpm"] = bpm
    if clause.has("music_another") and now is not None and now.music is not None:
        values["another"] = True
    level = clause.one("percent") if mood and any(t.text in ("at", "volume") for t in clause.tokens) else None
    take_music_words(clause)
    if level is not None:
        # "some lofi at 30 %"
        clause.take("volume")
        return Reading(operations=(SetMusic(**values), SetMusicMix(volume=level)))
    return Reading(operations=(SetMusic(**values),))


_UPLOADED = frozenset(("i uploaded", "that i uploaded", "我上传的", "我传的", "我那首"))
_REMARKS = frozenset(
    ("is", "feels", "sounds", "seems", "feel", "was", "so", "好", "真", "很", "挺", "有点", "听起来", "感觉")
)


def _is_remark(clause: Clause) -> bool:
    """ "This song is sad", "这歌好悲伤": nothing is asked for."""
    if clause.has(
        "compose", "music_add", "music_change", "music_another", "instead", "feel_more", "more", "music_tired"
    ):
        return False
    asked = any(
        t.text
        in ("make", "should", "should be", "want", "need", "needs", "needs to be", "let", "must", "could be")
        for t in clause.tokens
    )
    return not asked and any(t.text in _REMARKS for t in clause.tokens)


def _other(clause: Clause, *, spoken: bool) -> Reading | None:
    """Music without a mood: another piece, a faster one, one that goes with the pictures, or any."""
    if not spoken and not clause.has("music_another"):
        return None
    now = clause.scene.timeline.music
    added = now is None and any(t.has("music_add") and t.has("sound_up") for t in clause.tokens)
    sound = [word for word in SOUND if not (added and word == "sound_up")]
    if clause.has(*sound, "section", "drop") or clause.count("percent", "duration"):
        return None
    if clause.has("picture", "clip_noun") and not clause.has("music_noun"):
        return None
    up, down = clause.has("tempo_up"), clause.has("tempo_down")
    again = isinstance(clause.focus.operation, SetMusic) and not clause.uncertain
    if up != down and (clause.has("music_noun", "tempo") or again) and spoken:
        clause.take("tempo_up", "tempo_down")
        take_music_words(clause)
        return Reading(operations=(SetMusic(tempo_by=_FASTER if up else _SLOWER),))
    if up or down:
        return None
    if (
        clause.has("music_match")
        and clause.has("music_noun")
        and clause.has("music_picture", "it", "film_noun")
    ):
        clause.take("film_noun", "picture")
        take_music_words(clause)
        return Reading(operations=(SetMusic(match=True),))
    changed = any(t.has("music_change") and t.text != "turn" for t in clause.tokens)
    if (
        (changed or clause.has("music_another", "music_tired"))
        and now is not None
        and (spoken or _bare_another(clause))
    ):
        take_music_words(clause)
        return Reading(operations=(SetMusic(another=True),))
    asked = clause.has("music_add", "compose") or any(t.text in _ASKING for t in clause.tokens)
    if now is None and asked and clause.has("music_noun"):
        take_music_words(clause)
        return Reading(operations=(SetMusic(match=True),))
    return None


_ASKING = frozenset(("some", "any", "please", "pls", "plz"))


def _bare_another(clause: Clause) -> bool:
    """ "换一首" needs no noun."""
    return any("首" in t.text for t in clause.tokens)


def _takes_playing(clause: Clause) -> bool:
    """Takes the name of the song that plays; whether it is named."""
    music = clause.scene.timeline.music
    at = [
        n
        for n, t in enumerate(clause.tokens)
        if t.kind == "name" and music is not None and music.media_id in t.value.media
    ]
    clause.used.update(at)
    return bool(at)


def _remove(clause: Clause) -> Reading | None:
    if (
        not clause.has("music_remove", "without_music")
        or not (
            clause.has("music_noun", "without_music")
            or _takes_playing(clause)
            or (clause.removes and clause.focus.music and isinstance(clause.focus.operation, SetMusic))
        )
        or clause.names_clips
        or clause.names_texts
        or clause.count("quote")
    ):
        return None
    if clause.has("own_sound", "fade", "fade_in", "fade_out") or clause.count(
        "duration", "percent", "range", "bpm"
    ):
        return None
    if any(t.detail("mood") or t.detail("feeling") for t in clause.tokens) or clause.has("too", "on_screen"):
        return None
    if any(t.has("music_add") and not t.has("music_remove", "music_take", "filler") for t in clause.tokens):
        return None
    clause.take("music_take")
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun == "it":
            clause.used.add(n)
    negations = [t for t in clause.tokens if t.text in NEGATIONS and not t.has("music_remove")]
    if negations:
        return None
    clause.take(
        "music_remove", "music_noun", "all", "music_the", "it", "more", "only", "everything", "off", "not",
        "without_music", "sound_set", "sound_way",
    )  # fmt: skip
    if clause.scene.timeline.music is None and clause.scene.clips:
        say = Words("Compose upbeat music", "配一段欢快的音乐")
        return refusal(clause, "there is no music.", "本来就没有音乐。", say=say)
    return Reading(operations=(RemoveMusic(),))


_OF_MUSIC = ("music_noun", "song_mine", "compose", "have_music", "music_bit", "music_the", "it", "music_add")


def _denied(clause: Clause) -> Reading | None:
    """ "不要生成的这个音乐", "don't use my song": which music is not meant; what is stands beside it."""
    if (
        clause.segments > 1
        or not clause.has("exclude", "not")
        or not clause.has("music_noun", "song_mine", "compose")
    ):
        return None
    uploaded = (
        not clause.scene.clips and bool(clause.scene.songs) and any(t.has("exclude") for t in clause.tokens)
    )
    if not (clause.has("song_mine", "compose") or (uploaded and not clause.has("without_music"))):
        return None
    plain = ("filler", "det", "exclude", "not", *_OF_MUSIC)
    if not all(t.kind == "word" and t.has(*plain) for t in clause.tokens):
        return None
    clause.take_everything()
    return Reading(remark=True, focus=clause.focus)


_OLD = frozenset(
    ("previous", "previous one", "old", "old one", "earlier", "earlier one", "the one before", "former")
)
_FIRST = frozenset(("first", "first one", "original", "very first"))


def _back_to(clause: Clause) -> Reading | None:
    """ "I liked the previous one better" behind music that was set: the music of before."""
    last = clause.focus.operation
    if not isinstance(last, SetMusic) or clause.continued or clause.has("not") or not clause.plain.isascii():
        return None
    words = set(clause.plain.split())
    told = words & {"better", "back", "liked", "preferred", "prefer", "return", "was"}
    if (
        not told
        or clause.names_texts
        or clause.has("clip_noun")
        or clause.count("quote", "duration", "percent", "name")
    ):
        return None
    if any(t.text in _OLD or t.has("song_before") for t in clause.tokens):
        others = [s for s in clause.scene.songs if s.name != last.song]
        if last.song is not None and len(others) == 1 and clause.focus.before is None:
            return None
        clause.take_everything()
        return Reading(step=Undo())
    if words & _FIRST and not clause.has("film_noun") and words & {"one", "song", "track", "music"}:
        return refusal(
            clause,
            "it is not clear how far back: each undo goes back one step.",
            "不清楚要退回几步：每次撤销退一步。",
            say=Words("Undo that", "撤销"),
        )
    return None


RULES = (
    Rule(name="denied_music", read=_denied, rank=7),
    Rule(name="music_before", read=_back_to, rank=9),
    Rule(name="remove_music", read=_remove, rank=29),
    Rule(name="set_music", read=_set, rank=60),
)
