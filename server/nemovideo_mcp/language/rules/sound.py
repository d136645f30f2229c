"""How loud the clips' own sound and the music are, and how they fade."""

from __future__ import annotations

import itertools
from typing import Any

from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.music import Range, RemoveMusic, SetMusicMix
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.fades import take_fades
from nemovideo_mcp.language.levels import QUIETER, take_level
from nemovideo_mcp.language.music_stretch import around_clips, half_of_film, same_stretch, starts_song
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.unavailable import removes_noise
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.times import take_times
from nemovideo_mcp.language.vocabulary.sound import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("moods", "music")

_VERBS = ("mute", "unmute", "sound_up", "sound_down", "sound_set", "volume", "sound_full")


_DROWNS = ("drown", "overpower", "盖过", "盖住", "压过")


def _subject(clause: Clause) -> str:
    """Whose sound: `music`, `clips`, `both` (the music, while a clip is shown) or nothing."""
    own = clause.has("own_sound")
    music = clause.has("music_noun") or (clause.has("song_name") and not own)
    named_song = any(
        t.kind == "name" and set(t.value.media) & {s.media_id for s in clause.scene.songs}
        for t in clause.tokens
    )
    if (music or named_song or clause.focus.music) and any(
        d in t.text for t in clause.tokens for d in _DROWNS
    ):
        again = any(t.kind == "clips" and t.value.pronoun for t in clause.tokens)
        if again and clause.names_clips and clause.has("on_screen", "while"):
            # "歌把鹦鹉盖住了，它出现那段歌降到15%": what is drowned is named once more, as the stretch
            return "both"
        # what comes after is what is drowned, not what is to be changed
        clause.values("clips")
        clause.take("own_sound", "sound_noun", "everything", "other", "dir_out")
        return "music"
    if (music or named_song) and (own or clause.names_clips) and _is_heard_over(clause):
        return "heard"
    pointed = clause.focus.music and any(t.kind == "clips" and t.value.pronoun == "it" for t in clause.tokens)
    if pointed and not own and clause.names_clips and clause.has("while", "on_screen"):
        # "mute it while the parrot is on", where the music was spoken of
        return "both"
    if (music or named_song) and not own:
        return "both" if clause.names_clips else "music"
    if own or clause.names_clips:
        return "clips"
    return ""


def _is_heard_over(clause: Clause) -> bool:
    """ "Let me hear the surf along with the music": the clip is what is to be heard."""
    tokens = clause.tokens
    heard = next((n for n, t in enumerate(tokens) if t.has("unmute") or "hear" in t.text), None)
    music = next((n for n, t in enumerate(tokens) if t.has("music_noun")), None)
    if heard is None or music is None or clause.has("only", "not", "not_that", "instead"):
        return False
    own = next(
        (
            n
            for n, t in enumerate(tokens)
            if t.has("own_sound") or (t.kind == "clips" and not t.value.pronoun)
        ),
        -1,
    )
    return own < music and tokens[music - 1 - tokens[music - 1].has("det")].has("sound_beside")


def _only_music(clause: Clause) -> Reading | None:
    """ "Only the music should be heard": the clips are silent."""
    off = clause.has("own_sound") and clause.has("mute", "sound_off")
    only = clause.has("sound_solo") or (clause.has("only") and (clause.has("sound_heard") or off))
    if clause.names_clips or not (clause.has("music_noun") and only):
        return None
    if off:
        # "原声关掉只留音乐"
        clause.take("mute", "sound_off", "sound_set", "keep", "enough", "all")
    if clause.has("not", "while", "except") or not clause.scene.clips:
        return None
    clause.take("music_noun", "only", "sound_solo", "sound_heard", "unmute", "own_sound", "volume")
    _take_it(clause)
    return Reading(operations=(SetClipSound(clips=("all",), mute=True),))


_ONLY = ("就留", "只留", "只剩", "只有", "就要", "只保留", "就保留")


def _only_own(clause: Clause) -> Reading | None:
    """ "Only the original sound": no music, if there is some."""
    if clause.names_clips or clause.has("music_noun", "not", "while", "except") or not clause.scene.clips:
        return None
    only = clause.has("only") or any(t.text in _ONLY for t in clause.tokens)
    if not (clause.has("own_sound") and only) or clause.count("percent", "duration", "factor"):
        return None
    clause.take("own_sound", "only", "sound_heard", "unmute", "sound_set", "enough", "keep")
    if clause.scene.timeline.music is None or isinstance(clause.focus.operation, RemoveMusic):
        return Reading(talk=True, focus=clause.focus)
    return Reading(operations=(RemoveMusic(),))


def _elsewhere(clause: Clause) -> Reading | None:
    """ "… and normal afterwards", behind a change that is only for a stretch or for some clips."""
    last = clause.focus.operation
    stretch = isinstance(last, SetMusicMix) and last.range is not None
    clips = isinstance(last, SetClipSound) and "all" not in clause.focus.clips
    if not clause.continued or not (stretch or clips) or clause.has("music_noun", "own_sound"):
        return None
    if not clause.has("sound_as_was") or (clips and not clause.has("sound_elsewhere")):
        return None
    clause.take("sound_as_was", "sound_elsewhere", "volume", "sound_set", "end", "after", "other", "keep")
    clause.used.update(
        n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun == "other"
    )
    return Reading(talk=True, focus=clause.focus)


def _only_clip(clause: Clause) -> Reading | None:
    """ "Only keep the sound of the surf": the other clips are silent."""
    solo = clause.has("sound_solo")
    kept = (
        solo
        or clause.has("sound_heard")
        or (clause.has("keep", "keep_only") and clause.has("own_sound", "sound_noun", "volume"))
    )
    heard = any(t.has("unmute") and "声" in t.text for t in clause.tokens)
    kept = kept or (heard and any(t.text in _ONLY_ZH for t in clause.tokens[:2]))
    only = (
        solo
        or clause.has("keep_only")
        or any(
            t.text in _ONLY_ZH or t.text in ("only", "just", "nothing but", "solely") for t in clause.tokens
        )
    )
    if not (only and kept and clause.names_clips) or clause.has("music_noun", "not", "while", "except"):
        return None
    heard = clause.clips() or ()
    others = tuple(clip.clip_id for clip in clause.scene.clips if clip.clip_id not in heard)
    clause.take(
        "only",
        "sound_solo",
        "sound_heard",
        "keep",
        "keep_only",
        "own_sound",
        "sound_noun",
        "volume",
        "unmute",
        "enough",
        "sound_set",
    )
    return Reading(operations=(SetClipSound(clips=others, mute=True),)) if others else None


_ONLY_ZH = frozenset(("只有", "只", "只让", "仅", "唯独", "就", "只留", "只听"))


def _both(clause: Clause) -> Reading | None:
    """ "Mute the music and the clips": two things that are named side by side."""
    tokens = clause.tokens
    music = [n for n, t in enumerate(tokens) if t.has("music_noun")]
    own = [
        n for n, t in enumerate(tokens) if t.has("own_sound") or (t.kind == "clips" and not t.value.pronoun)
    ]
    if (
        clause.segments != 2
        or clause.has("only", "not_that", "except")
        or len(music) != 1
        or len(own) != 1
        or abs(music[0] - own[0]) != 1
    ):
        return None
    level = take_level(clause, sounding=True)
    if level is None:
        return None
    clips = clause.clips() or ("all",)
    clause.take("music_noun", "own_sound", "volume", "sound_set", "all", "each", "only")
    silent: dict[str, Any] = {"volume": 0.0 if level["mute"] else 1.0} if "mute" in level else level
    return Reading(operations=(SetMusicMix(**silent), SetClipSound(clips=clips, **level)))


def _music(clause: Clause) -> Reading | None:
    """The music's volume, over the film or a stretch, and its fades."""
    subject = _subject(clause)
    focused = subject == "" and clause.focus.music and not clause.uncertain
    if focused and any(t.text in ("片头", "片尾") for t in clause.tokens) and not clause.has("volume"):
        return None
    # "用song.mp3做背景音乐，音量50%", of a film that is not there yet
    focused |= subject == "" and not clause.scene.clips and clause.continued and clause.has("volume")
    if subject not in ("music", "both") and not focused:
        return None
    if clause.count("quote"):
        return None
    names = [n for n, t in enumerate(clause.tokens) if t.kind == "name"]
    playing = clause.scene.timeline.music
    songs = {song.media_id for song in clause.scene.songs}
    named = {media for n in names for media in clause.tokens[n].value.media} & songs
    if named and (playing is None or playing.media_id not in named):
        # A song that is not the music here has no volume yet.
        return None
    span: Any = None
    if subject == "both":
        if clause.segments > 1 and not clause.has("while", "on_screen", "except"):
            return None
        clips = clause.clips()
        shown = [c for c in clause.scene.clips if c.clip_id in (clips or ())]
        if not shown or any(b.start_ms != a.end_ms for a, b in itertools.pairwise(shown)):
            return None
        span = around_clips(clause, shown[0].start_ms / 1000, shown[-1].end_ms / 1000)
    if clause.segments > 1 and _fades_picture_first(clause):
        return None
    fades: dict[str, Any] = take_fades(clause)
    if not fades and focused and clause.focus.operation is not None:
        fades = _again(clause)
    if fades:
        clause.take("music_noun", "enough", "only", "more", "sound_set", "it")
        clause.used.update(names)
        _take_it(clause)
        return Reading(operations=(SetMusicMix(**fades),)) if span is None else None
    if clause.segments > 1 and clause.has("sound_elsewhere") and clause.has("sound_as_was"):
        return None
    level = take_level(clause, sounding=True)
    if level is None:
        return None
    removing = level.get("mute") is True and not clause.has("silence")
    if span is None:
        span = same_stretch(clause)
    if span is None:
        if clause.segments > 1 and (starts_song(clause) or clause.count("duration", "clock", "at") > 1):
            return None
        span = half_of_film(clause)
    if span is None:
        times = take_times(clause, clips=False)
        if (times.start == "start" and times.end is times.length is None) or (
            not times.said and clause.find("end") is not None
        ):
            # "quieter at the end": for how long?
            return None
        if times.start is not None and times.end is times.length is None and clause.has("end"):
            # "from 3 s until the end"
            clause.used.update(
                n for n, t in enumerate(clause.tokens) if t.text in ("until", "till", "til", "to")
            )
        if times.said:
            if any(t.kind == "range" for t in clause.tokens):
                clause.take("place:center")
            if times.length is not None and times.start == "start" and times.end is None:
                span = Range(start=0.0, end=times.length)
            elif isinstance(times.start, float) and isinstance(times.length, int | float):
                span = Range(start=times.start, end=times.start + times.length)
            elif times.end is not None or times.start is not None:
                span = Range(
                    start=times.start if times.start is not None else "start",
                    end=times.end if times.end is not None else "end",
                )
            else:
                return None
    if removing and span is None:
        return None
    clause.take(
        "music_noun",
        "volume",
        "while",
        "on_screen",
        "only",
        "enough",
        "start",
        "end",
        "it",
        "sound_set",
        "sound_way",
        "loudness",
    )
    clause.used.update(names)
    _take_it(clause)
    if "mute" in level:
        level = {"volume": 0.0 if level["mute"] else 1.0}
    values: dict[str, Any] = {**level, "range": span}
    if clause.scene.timeline.music is None and any(
        t.text in ("加点", "加些", "加一点") for t in clause.tokens
    ):
        # "加点音乐": where there is none, some is to come.
        return None
    return Reading(operations=(SetMusicMix(**values),))


def _fades_picture_first(clause: Clause) -> bool:
    """ "淡入2秒，音乐淡出3秒": what fades before the music is named is the picture."""
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        if any(t.has("music_noun") or t.kind == "name" for t in tokens):
            return False
        if any(t.has("fade_in", "fade_out") and not t.text.isascii() for t in tokens):
            return clause.has("music_noun")
    return False


_UNHEARD = ("听不", "听唔", "盖住", "盖过", "压住", "压过")


def _drowns(clause: Clause) -> Reading | None:
    """ "音乐太大，听不到原声了": the music is too loud, and that is why."""
    tokens = clause.tokens
    music = next((n for n, t in enumerate(tokens) if t.has("music_noun")), len(tokens))
    loud = next((n for n, t in enumerate(tokens) if n > music and t.has("sound_down")), len(tokens))
    unheard = next((n for n, t in enumerate(tokens) if n > loud and t.text.startswith(_UNHEARD)), None)
    if unheard is None or clause.count("percent", "duration", "factor", "number", "range", "quote"):
        return None
    behind = tokens[unheard + 1 :]
    if not all(
        t.kind == "clips" or t.has("own_sound", "own_detail", "sound_noun", "filler", "volume")
        for t in behind
    ):
        return None
    clause.take(
        "music_noun", "sound_down", "sound_up", "volume", "own_sound", "own_detail", "loudness", "too"
    )
    clause.refs()
    return Reading(operations=(SetMusicMix(volume_by=QUIETER),))


def _take_it(clause: Clause) -> None:
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)


def _again(clause: Clause) -> dict[str, Any]:
    """ "2 is enough" behind a fade of the music: the same fade with another length."""
    last = clause.focus.operation
    if not isinstance(last, SetMusicMix) or (last.fade_in_s is None and last.fade_out_s is None):
        return {}
    lengths = [t for t in clause.tokens if t.kind in ("duration", "number")]
    if len(lengths) != 1:
        return {}
    value = lengths[0].value / (1000 if lengths[0].kind == "duration" else 1)
    clause.one("duration", "number")
    key = "fade_in_s" if last.fade_out_s is None else "fade_out_s"
    return {key: value}


_RETURNS = ("restor", "reinstat", "put back", "give back", "bring back")
"""Words that give a sound back only where a sound is spoken of."""
_DIALS = ("turn", "bring", "dial", "crank", "pump", "bump", "knock", "take", "lower", "pull")


def _clip(clause: Clause) -> Reading | None:
    subject = _subject(clause)
    if subject == "heard":
        clause.take("music_noun", "sound_beside")
        subject = "clips"
    over_music = subject == "clips" and clause.find("music_noun") is None
    implicit = subject == "" and bool(clause.focus.clips) and not clause.uncertain
    every = subject == "" and clause.has("all", "everything") and clause.has("silence")
    every = every or any(t.kind == "clips" and t.value.pronoun and t.value.all for t in clause.tokens)
    if subject != "clips" and not implicit and not every:
        return None
    if clause.count("quote") or clause.names_texts or removes_noise(clause.plain):
        return None
    if clause.has("music_noun") and not over_music:
        return None
    turned = any(t.text.startswith(_DIALS) for t in clause.tokens) and clause.has("sound_up", "sound_down")
    sounding = (
        clause.has("own_sound", "own_detail", "volume")
        or any(t.has("unmute") and not t.text.startswith(_RETURNS) for t in clause.tokens)
        or clause.count("decibels") > 0
        or turned
        or clause.has("silence", "loudness", "sound_heard")
    )
    again = isinstance(clause.focus.operation, SetClipSound)
    if not (sounding or clause.has("fade_in", "fade_out", "fade")) and not (
        again
        and (clause.has("sound_up", "sound_down", "half", "mute", "unmute", "too") or clause.count("percent"))
    ):
        return _repeated(clause)
    if (
        not clause.names_clips
        and not clause.has("own_sound")
        and not again
        and implicit
        and not clause.has("volume", "mute", "unmute")
        # "Why is clip 1 so quiet?" – "turn it up"
        and not (turned and clause.focus.operation is None)
    ):
        return None
    fades = take_fades(clause)
    if fades and clause.names_clips and not clause.has("own_sound", "own_detail", "volume", "sound_noun"):
        clips = clause.clips()
        return refusal(
            clause,
            "the picture of one clip cannot fade; its sound can, and so can the film's start and end.",
            "单个片段的画面不能淡入淡出；可以让它的声音淡入淡出，或者整片首尾淡入淡出。",
            nearest=SetClipSound(clips=clips, **fades) if clips else None,
            say=Words("Fade the sound of clip 1 in over 1 second", "第一段声音 1 秒淡入"),
        )
    if again and not sounding and any(t.has("taken_away") for t in clause.tokens):
        # "And remove the bikes" behind a wish about sound: it is the clip that goes.
        return None
    values = fades or take_level(clause, sounding=sounding or again)
    if values is None:
        return _repeated(clause)
    clips = clause.clips(implicit=implicit)
    if clips is None and clause.has("own_sound") and not clause.count("clips"):
        every = not clause.focus.clips or clause.has("all", "everything") or not clause.continued
        clips = ("all",) if every else clause.focus.clips
    if clips is None and clause.has("all", "everything") and clause.has("silence"):
        clips = ("all",)
    if clips is None:
        return None
    clause.take(
        "own_sound",
        "sound_noun",
        "own_detail",
        "volume",
        "all",
        "each",
        "only",
        "too",
        "more",
        "less",
        "while",
        "same_as",
        "sound_set",
        "sound_way",
        "loudness",
        "them_self",
        "it",
        "on_screen",
        "enough",
        "everything",
    )
    if clause.has("all") and not clause.names_clips:
        clips = ("all",)
    if values == {"mute": False} and _all_sound(clause, clips):
        # to be heard is to be heard in full: what is not silent may be too soft
        values["volume"] = 1.0
        del values["mute"]
    return Reading(operations=(SetClipSound(clips=clips, **values),))


def _all_sound(clause: Clause, clips: tuple[str, ...]) -> bool:
    """Whether none of these clips is silent as it is."""
    shown = [c for c in clause.scene.clips if c.clip_id in clips or clips == ("all",)]
    return bool(shown) and all(c.volume > 0 for c in shown)


def _repeated(clause: Clause) -> Reading | None:
    """ "and the surf": the same for another clip."""
    last = clause.focus.operation
    if clause.uncertain or not isinstance(last, SetClipSound) or not clause.names_clips or clause.has("not"):
        return None
    clips = clause.clips()
    clause.take("same_as", "too", "more")
    if clips is None:
        return None
    return Reading(operations=(last.model_copy(update={"clips": clips}),))


def _unclear(clause: Clause) -> Reading | None:
    """A volume of nothing in particular: with music there, it is the music's only where that was spoken of."""
    if _subject(clause) or not clause.has("volume") or clause.names_texts:
        return None
    if not (clause.has(*_VERBS[:4]) or clause.count("percent")):
        return None
    say = Words("Set the music to 60%", "音乐音量调到 60%")
    return refusal(
        clause,
        "it is not clear whose sound is meant: the music's or the clips'.",
        "不清楚指的是音乐还是视频原声。",
        say=say,
    )


RULES = (
    Rule(name="music_drowns", read=_drowns, rank=37),
    Rule(name="only_music", read=_only_music, rank=38),
    Rule(name="only_clip_sound", read=_only_clip, rank=38),
    Rule(name="sound_elsewhere", read=_elsewhere, rank=37),
    Rule(name="only_own_sound", read=_only_own, rank=38),
    Rule(name="both_sounds", read=_both, rank=39),
    Rule(name="set_music_mix", read=_music, rank=40),
    Rule(name="set_clip_sound", read=_clip, rank=42),
    Rule(name="sound_unclear", read=_unclear, rank=91),
)
