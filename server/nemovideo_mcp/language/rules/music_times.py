"""Where in its song the film starts, when there is music, and what its drop falls on."""

from __future__ import annotations

import re
from typing import Any

from nemovideo_mcp.edit.operations.music import Range, SetMusic, SetMusicMix
from nemovideo_mcp.edit.values import BarRef, CutRef, SectionRef
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.songs import NEGATIONS, has_own_song, is_negated, named_songs
from nemovideo_mcp.language.times import take_times

__all__ = ["KNOWS", "RULES"]

KNOWS: tuple[str, ...] = ("moods", "music", "sound", "talk")


# --- what the song starts with, and the drop ---------------------------------------------------------------
def _place_in_song(clause: Clause) -> Reading | None:
    """Where in the song the film starts."""
    if clause.names_texts or clause.has("drop_at") or clause.names_clips:
        return None
    songs = named_songs(clause)
    spoken = bool(songs) or clause.has("music_noun", "drop") or (clause.focus.music and not clause.uncertain)
    section = clause.detail("section")
    if not spoken and section is None:
        return None
    if is_negated(clause):
        return None
    silent = clause.scene.timeline.music is None
    if not songs and not has_own_song(clause) and (silent or clause.has("song_mine", "music_change")):
        # "换成我传的那首，从副歌进"
        songs = clause.scene.songs if len(clause.scene.songs) == 1 else ()
    start: Any = None
    if section is not None:
        nth = clause.one("ordinal")
        start = SectionRef(section=section, nth=nth if nth and nth > 0 else 1)
    elif clause.take("song_top"):
        clause.take("music_again", "still_more", "back")
        start = 0.0
    elif clause.has("drop") and clause.has("song_start"):
        start = "drop"
        clause.take("drop")
    elif _at_its_start(clause):
        clause.take("start", "back", "music_again")
        start = 0.0
    else:
        at = [t for t in clause.tokens if t.kind in ("duration", "at", "clock", "number")]
        if (
            len(at) != 1
            or not clause.has("song_start")
            or clause.has("fade", "fade_in", "fade_out", "volume")
            or at[0].kind == "number"
        ):
            return None
        value: Any = at[0].value
        start = (
            BarRef(bar=int(value[0]), beat=int(value[1]))
            if at[0].kind == "at" and not isinstance(value, int | float)
            else round(value / 1000, 3)
        )
        starts = (
            clause.has("song_inside")
            or _only_from(clause)
            or any(
                t.text.startswith(("start", "begin", "从", "skip", "jump", "kick off"))
                or t.text.endswith("从")
                or t.text in _STARTS
                for t in clause.tokens
            )
        )
        if not starts:
            return None
        clause.one(at[0].kind)
    if clause.has("volume", "sound_up", "sound_down", "fade", "fade_in", "fade_out", "mute") or clause.count(
        "percent"
    ):
        return None
    clause.take(
        "song_start",
        "song_inside",
        "music_noun",
        "start",
        "only",
        "it",
        "second_word",
        "long_intro",
        "music_bit",
        "song_mine",
        "at_prep",
        *(("music_change", "music_add", "music_is", "music_the") if songs else ()),
        "at_post",
        *(("song_skip",) if clause.segments > 1 else ()),
    )
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
    if not songs and clause.scene.timeline.music is None and len(clause.scene.songs) == 1:
        songs = list(clause.scene.songs)
    named: dict[str, Any] = {"song": songs[0].name} if songs else {}
    return Reading(operations=(SetMusic(start=start, **named),))


def _skip(clause: Clause) -> Reading | None:
    """ "Skip the intro", "cut the first 8 seconds off the song": what is left out at the start of an uploaded song."""
    music = clause.scene.timeline.music
    song = next((s for s in clause.scene.songs if music is not None and s.media_id == music.media_id), None)
    if (
        song is None
        or clause.names_clips
        or clause.names_texts
        or not clause.has("song_skip", "shorter", "music_tired")
    ):
        return None
    if _is_denied(clause) or clause.has("volume", "fade", "fade_in", "fade_out", "while", "on_screen"):
        return None
    start: float | None = None
    if clause.has("music_noun", "song_name") and clause.count("duration") == 1:
        if clause.has("without_music") or any(t.text in ("no", "without") for t in clause.tokens):
            # "No music in the first 3 seconds"
            return None
        if not any((t.kind == "ordinal" and t.value == 1) or t.text == "first" for t in clause.tokens):
            return None
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.kind == "ordinal" or t.text == "first")
        start = clause.one("duration") / 1000
    elif clause.has("section:intro", "song_opening") and song.structure is not None:
        clause.take("shorter")
        later = [s.start_ms for s in song.structure.sections if s.kind != "intro" and s.start_ms > 0]
        if not later or clause.count("duration", "number", "percent"):
            return None
        start = later[0] / 1000
    if start is None:
        return None
    clause.take("music_tired", "music_bit")
    clause.take(
        "song_skip", "section:intro", "song_opening", "music_noun", "song_inside", "start", "it", "too", "off"
    )
    clause.refs()
    return Reading(operations=(SetMusic(start=start),))


_LINED_UP = frozenset(("line", "lines", "lined", "up", "up with"))
_STARTS = frozenset(("开始", "起", "进", "from"))
_ENTERING = frozenset(("come", "comes", "kick", "kicks", "enter", "enters", "bring", "set", "sets"))
_STRETCHES = frozenset(("for", "until", "till", "first", "last"))
_MOMENTS = frozenset(("at", "after", "@", "by", "second"))


def _is_denied(clause: Clause) -> bool:
    return any(t.text in NEGATIONS for t in clause.tokens)


# --- when there is music -----------------------------------------------------------------------------------
def _when(clause: Clause) -> Reading | None:
    """ "Stop the music at 10 seconds", "the music only comes in when the parrot appears": silence before or after."""
    said_first = next(
        (t for t in clause.tokens if t.has("music_stops", "music_comes") or t.text == "bring"), None
    )
    stops = said_first is not None and said_first.has("music_stops")
    starts = said_first is not None and not stops and (said_first.text != "bring" or clause.has("dir_in"))
    if (
        stops is starts
        or not clause.has("music_noun")
        or clause.names_texts
        or clause.count("quote", "percent")
    ):
        return None
    if clause.has("fade", "fade_in", "fade_out", "section", "drop", "sound_up", "sound_down"):
        return None
    if any(t.text in NEGATIONS and not t.has("music_stops") for t in clause.tokens):
        return None
    enters = starts and said_first is not None and said_first.text.split()[0] in _ENTERING
    if starts and has_own_song(clause) and not (enters or clause.names_clips):
        # "start the song at 10 seconds": a place in the song
        return None
    if any(t.text in _STRETCHES or t.kind in ("range", "ordinal") for t in clause.tokens):
        return None
    at: float | None = None
    if clause.names_clips:
        ids = clause.clips() or ()
        shown = [c for c in clause.scene.clips if c.clip_id in ids]
        if not shown or not clause.has("while", "on_screen", "drop_lands", "start", "end", "at_prep", "with"):
            return None
        named = next(n for n, t in enumerate(clause.tokens) if t.kind == "clips")
        over = any(t.has("end", "after") or t.text == "ends" for t in clause.tokens[named - 1 :])
        at = (shown[-1].end_ms if over else shown[0].start_ms) / 1000
    elif clause.count("duration", "clock", "at") == 1:
        said = next(n for n, t in enumerate(clause.tokens) if t.kind in ("duration", "clock", "at"))
        value: Any = clause.tokens[said].value
        if not isinstance(value, int | float) or not _is_moment(clause, said):
            return None
        clause.used.add(said)
        at = value / 1000
    if at is None or at <= 0:
        return None
    clause.take(
        "music_stops", "music_comes", "music_noun", "while", "on_screen", "drop_lands", "start", "end", "at_prep",
        "only", "after", "off", "text_appear", "song_start", "at_post", "sound_way", "dir_in",
    )  # fmt: skip
    span = Range(start=at, end="end") if stops else Range(start=0.0, end=at)
    return Reading(operations=(SetMusicMix(volume=0.0, range=span),))


def _only_over(clause: Clause) -> Reading | None:
    """ "Music only over the first clip": silence before and after."""
    only = clause.has("only") and clause.has("music_noun") and clause.names_clips and clause.plain.isascii()
    if not only or clause.segments > 1 or not clause.has("while", "on_screen") or _is_denied(clause):
        return None
    ids = clause.clips() or ()
    shown = [c for c in clause.scene.clips if c.clip_id in ids]
    clause.take(
        "only",
        "music_noun",
        "while",
        "on_screen",
        "music_add",
        "sound_set",
        "song_start",
        "keep",
        "music_comes",
    )
    if not shown or clause.has("sound_up", "sound_down", "mute", "fade"):
        return None
    start, end, length = shown[0].start_ms, shown[-1].end_ms, clause.scene.timeline.duration_ms
    silent = ([Range(start=0.0, end=start / 1000)] if start else []) + (
        [Range(start=end / 1000, end="end")] if end < length else []
    )
    return Reading(operations=tuple(SetMusicMix(volume=0.0, range=r) for r in silent))


def _is_moment(clause: Clause, n: int) -> bool:
    """Whether the time at `n` is a moment of the film: "at 3 seconds", "3 seconds in", "from 3 seconds on"."""
    before = next((t.text for t in reversed(clause.tokens[:n]) if not t.has("det")), "")
    behind = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
    marked = behind is not None and behind.has("at_post")
    return (
        marked
        or clause.tokens[n].kind == "at"
        or before in _MOMENTS
        or before.split(" ")[-1] in ("at", "from")
    )


_MOMENT = "(?:的?(?:时候|那时|时|那里|那一刻|那一下|处|地方)|之后|以后|后)?"
_SHOWN = "C(?:那段|那里)?(?:一?(?:出来|出现|出场|开始|入画|进来|露面|结束|完|放完))?"
_STOPS_ZH = re.compile(
    rf"M?(?:要|等|等到|到|放到|播到|在){{0,8}}(?:{_SHOWN}|T){_MOMENT}M?(?:就|便|直接|突然|把|让){{0,8}}M?(?:停|断|掐|收|结束|没|关)[掉止有]?[了吧啊]*"
)
_COMES_ZH = re.compile(
    rf"M?(?:要|等|等到|到|在){{0,8}}(?:{_SHOWN}|T){_MOMENT}(?:的?M)?[再才](?:让M|M)?(?:慢慢|缓缓)?(?:进|起|响|放|出|播|开始|有|加)[来场始起]?来?M?[了吧啊]*"
)
_ONLY_ZH = re.compile(
    rf"M?(?:只|就|仅|只要|只有)(?:给|在)?{_SHOWN}{_MOMENT}(?:才|要)?(?:放|播|有|响|出现|配|用|出来)[着]?M?[就行好吧啊]*"
)


def _when_zh(clause: Clause) -> Reading | None:
    """ "音乐到10秒就停", "等鹦鹉出来音乐再进", "音乐只在冲浪那段放": silence before, after or around."""
    if not clause.has("music_noun") or clause.plain.isascii() or clause.segments > 1:
        return None
    signs = {"clips": "C", "duration": "T", "at": "T", "clock": "T"}
    said = [(signs.get(t.kind) or ("M" if t.has("music_noun") else t.text)) for t in clause.tokens]
    shape = "".join(said)
    stops, comes, only = (p.fullmatch(shape) for p in (_STOPS_ZH, _COMES_ZH, _ONLY_ZH))
    if not (stops or comes or only) or (stops and shape.startswith("CM")):
        # "鹦鹉那段音乐关掉": while it is shown
        return None
    ids = clause.clips() if "C" in said else None
    shown = [c for c in clause.scene.clips if ids and c.clip_id in ids]
    at: Any = next((t.value for t in clause.tokens if signs.get(t.kind) == "T"), None)
    if not shown and not isinstance(at, int | float):
        return None
    over = any(word in shape for word in ("结束", "完", "C之后", "C以后", "C后"))
    start = (at if not shown else shown[-1].end_ms if over else shown[0].start_ms) / 1000
    clause.take_everything()
    silent = [Range(start=start, end="end")] if stops else [Range(start=0.0, end=start)]
    if only:
        silent.append(Range(start=shown[-1].end_ms / 1000, end="end"))
    length = clause.scene.timeline.duration_ms / 1000
    ranges = [r for r in silent if r.start != r.end and r.start != length]
    return Reading(operations=tuple(SetMusicMix(volume=0.0, range=r) for r in ranges))


def _at_its_start(clause: Clause) -> bool:
    """ "From the start", with no other moment."""
    amounts = clause.count("duration", "at", "clock", "number", "range", "percent")
    said = (
        clause.has("start")
        and clause.has("song_start")
        and any(t.text in ("from", "at") for t in clause.tokens)
    )
    return said and not amounts


def _only_from(clause: Clause) -> bool:
    """ "Song from 0:45": nothing but the song and a time."""
    kinds = ("duration", "at", "clock")
    return any(t.text == "from" for t in clause.tokens) and all(
        t.kind in kinds or t.text == "from" or t.has("filler", "music_noun", "instead") or t.kind == "name"
        for t in clause.tokens
    )


_LANDS = ("对准", "对上", "对齐", "对到", "卡", "落在", "落到", "踩", "砸")


def _drop(clause: Clause) -> Reading | None:
    """What the drop (or the chorus) of the music falls on."""
    last = clause.focus.operation
    again = (
        not clause.uncertain
        and isinstance(last, SetMusic)
        and last.drop_at is not None
        and clause.names_clips
        and not clause.has("drop", "music_noun")
    )
    chorus = clause.has("section:chorus") and (
        clause.names_clips or any(t.has("drop_lands") and t.text.startswith(_LANDS) for t in clause.tokens)
    )
    if not clause.has("drop") and not again and not chorus:
        return None
    if is_negated(clause) and not again:
        return None
    clause.take("drop", "section:chorus", "no_word")
    if any(t.text.startswith("lin") for t in clause.tokens):
        # "line the drop up with the first frame of the surf clip"
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _LINED_UP)
    if clause.has("picture"):
        clause.take("picture", "first", "very_first")
        clause.values("ordinal")
    at: Any = None
    if clause.names_clips:
        ids = clause.clips() or ()
        shown = [c for c in clause.scene.clips if c.clip_id in ids]
        if not shown:
            return None
        between = len(shown) == 2 and clause.take("between")
        at = round(shown[1 if between else 0].start_ms / 1000, 3)
    else:
        times = take_times(clause, clips=False)
        at = next((t for t in (times.start, times.length, times.end) if t is not None), None)
    verb = clause.tokens[0].text
    if at == "start" and (verb.startswith(("start", "begin")) or clause.has("song_inside")):
        # "start at the drop"
        return None
    if at is None or not (again or isinstance(at, CutRef) or clause.has("drop_lands")):
        return None
    clause.take(
        "tempo",
        "text_should",
        "drop_lands",
        "music_noun",
        "on_screen",
        "while",
        "start",
        "at_prep",
        "cut_word",
        "text_appear",
        "at_post",
        "not",
        "it",
    )
    return Reading(operations=(SetMusic(drop_at=at),))


RULES = (
    Rule(name="skip_in_song", read=_skip, rank=28),
    Rule(name="music_when", read=_when, rank=43),
    Rule(name="music_when_zh", read=_when_zh, rank=39),
    Rule(name="music_only_over", read=_only_over, rank=36),
    Rule(name="drop_at", read=_drop, rank=35),
    Rule(name="start_in_song", read=_place_in_song, rank=44),
)
