"""The last change once more, more of it or less of it: "a bit more", "another second off", "still too loud"."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import DuplicateClips
from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.clip_speed import SetSpeed
from nemovideo_mcp.edit.operations.clip_time import SetClipLength, SlipClip, TrimClip
from nemovideo_mcp.edit.operations.film import SetFilmLength
from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.operations.music import SetMusic, SetMusicMix
from nemovideo_mcp.edit.operations.text import ChangeText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced, words_of
from nemovideo_mcp.language.readings import Reading, Rule, Undo, refusal
from nemovideo_mcp.timeline.model import AudioClip, Timeline

__all__ = ["DEGREES", "KNOWS", "RULES", "WORDS", "is_english_difference"]

KNOWS: tuple[str, ...] = ()

_A_BIT = (
    "a bit|bit|a little|little|a little bit|a touch|touch|a tad|tad|a smidge|a hair|a lil|lil|slightly|somewhat"
    "|just a bit|just a little|just a touch|just a hair|a notch|even|quite a bit|maybe a bit|maybe a little"
)
_MEASURED_MORE = "|".join(
    (
        spaced(_A_BIT, "more|further|more please|more than that|more of that"),
        spaced("a lot|much|way|far|lots", "more|further"),
        "more than that",
    )
)
_MEASURED_LESS = "|".join(
    (
        spaced(
            _A_BIT,
            "less|less please|less than that|less of that|too much|too far|too strong|overdone|back|much",
        ),
        spaced("a lot|much|way|far", "less|too much|too far"),
        spaced(
            "|that's|that was|it's|this is|whoa|woah|that's a bit|that's way|that's far", "too much|too far"
        ),
    )
)

WORDS: Vocabulary = {
    "still_more": f"""
        {_MEASURED_MORE}
        more|even more|some more|further|still more|again|once more|one more time|lots more|more and more
        one more notch down|another notch down|one more notch up|another notch up|one more step
        not enough|keep going|go on|one more|another one|another|do it again|do that again|and again|same again
        and once more|yet again|repeat that|repeat it|it needs more|needs more|not quite enough|not there yet
        almost there
        still not enough|isn't enough|that's not enough|nearly there|one more notch|another notch|a notch more
        more please|give it more|keep on going|once again|even further|push it|push it further|go further
        go even further|push further|more of that|more of it|still more please|take it further|crank it up|stronger
        再来一点|再来点|再多一点|再多点|继续|还要|还不够|不够|再一点|再来|更多|再来一次|多一点|再加点|再加一点|加点|再来些
        还是不太够|不太够|更进一步|还差点意思|幅度再大点|力度再大点|继续加|再稍微来点|再来一点点|再稍微多点
        还差点|还差一点|差点意思|力度不够|幅度不够|再狠点|再狠一点|再猛点|再进一步|再明显点|再明显一点|不够明显|不明显
    """,
    "less_of_it": f"""
        {_MEASURED_LESS}
        less|not that much|not so much|not quite that much|not as much|not quite so much|no not that much|no not so much
        too strong|too extreme|not so extreme|not so strong|less extreme|went too far|overdone|overkill|that's overkill
        tone it down|dial it back|dial it down|ease off|back off|back it off|too heavy|too intense|less of that
        not so heavy|gone too far|overdid it|you overdid it
        less than that
        少一点|过了|太过了|太多了|别那么多|收一点|少点|别这么多|过头了|过火了|太过头了|太过火了|太夸张了|太猛了|太狠了
        太明显了|收着点|收点|别太过|没那么多|不用那么多|不用这么多|多了|调过了|过了点|有点过|有点过了|太过|稍微收点
        用力过猛|不要那么多|不要这么多|往回收收|稍微少点
        幅度太大|幅度太大了|幅度小点|幅度小一点|力度小点|轻一点|别那么夸张
        过头|过头了|过火|过火了|过分了|太过|太过头|太过头了|有点过|有点过了|有点过头|夸张了|太夸张|太夸张了|收一收|收着点
        回来一点|回来点|往回一点|往回收|往回收一点|往回收点|收回来一点|收回来点|回调一点|往回调一点
    """
    + combined("大|小|快|慢|长|短|响|轻|高|低", "过头了|过头|过火了|得过分|得夸张"),
    "half_of_it": """
        half of that again|half of that|half that|half that again|half again|half as much|half as much again
        再减一半|再砍一半|一半就行|再一半|减一半|再打对折
    """,
    "degree:volume_up": "loud|louder|high|higher|noisy|noisier|audible|strong|stronger|powerful",
    "degree:volume_down": "quiet|quieter|soft|softer|low|lower|faint|fainter|silent|weak|weaker|gentle|gentler",
    "degree:speed_up": "fast|faster|quick|quicker|rushed|hectic|frantic|rapid|speedy|speedier|hurried|jerky",
    "degree:speed_down": "slow|slower|sluggish|sleepy|slowed|lazy|laggy",
    "degree:length_up": "long|longer",
    "degree:length_down": "short|shorter|brief|briefer|abrupt|choppy",
    "degree:size_up": "big|bigger|large|larger|huge|giant|enormous|massive|oversized",
    "degree:size_down": "small|smaller|tiny|tinier|little|littler|teeny|minuscule",
    "degree:zoom_up": "close|closer|tight|tighter|near|nearer|zoomed in|in",
    "degree:zoom_down": "far|farther|further away|far away|wide|wider|zoomed out|out|loose|looser",
    "degree_more": """
        than that|than this|than it is|than now|than before
        still|even|a bit|a little|little|bit|much|way|a lot|a touch|a tad|slightly|far|again|now|somewhat
    """,
    "degree_enough": "enough",
}
_UP_DOWN = ("volume", "speed", "length", "size", "zoom")
DEGREES = (
    *(f"degree:{kind}_{way}" for kind in _UP_DOWN for way in ("up", "down")),
    "degree_more",
    "degree_enough",
)
"""Concepts of words that say how loud, fast, long, big or close something is."""

_FACTORS: Mapping[type, str] = {
    SetMusicMix: "volume_by",
    SetClipSound: "volume_by",
    SetFraming: "zoom_by",
    ChangeText: "size_by",
    SetMusic: "tempo_by",
}
_REPEATED: Mapping[type, tuple[str, ...]] = {
    TrimClip: ("start_by", "end_by"),
    SlipClip: ("by_s",),
    SetFraming: ("rotate_by",),
    DuplicateClips: ("times", "to", "as_", "as"),
}
"""Operations that mean something when they are done once more, with the fields that say by how much."""
_NAMES = {"op", "clips", "clip", "texts", "range", "snap"}
_STEP = {"volume": 1.4, "speed": 1.25, "length": 1.25, "size": 1.25, "zoom": 1.2}
_ADDS = frozenset(["more", "longer", "extra", "another", "additional", "further"])
_TAKES = frozenset(["less", "shorter", "off", "fewer"])
_RETURNS = frozenset(("back", "less", "fewer"))


_LENGTHS: Mapping[str, tuple[str, ...]] = {
    "fade_film": ("length_s",),
    "set_music_mix": ("fade_in_s", "fade_out_s"),
    "set_clip_sound": ("fade_in_s", "fade_out_s"),
    "freeze_frame": ("length",),
}
_LONGER, _SHORTER = 1.5, 0.667


def _length_scaled(clause: Clause) -> Reading | None:
    """ "长一点" behind a fade or a frozen picture: its length is meant."""
    last = clause.focus.operation
    if last is None:
        return None
    values = last.model_dump(exclude_none=True)
    fields = [
        f for f in _LENGTHS.get(last.name, ()) if isinstance(values.get(f), int | float) and values[f] > 0
    ]
    if not fields or clause.uncertain or clause.names_clips or clause.names_texts:
        return None
    slower = clause.has("slowly", "tempo_down", "slower") and last.name != "freeze_frame"
    longer, shorter = clause.has("longer") or slower, clause.has("shorter", "faster")
    if longer == shorter:
        return None
    clause.take(
        "longer",
        "shorter",
        "slower",
        "faster",
        "slowly",
        "tempo_down",
        "tempo_up",
        "too",
        "still_more",
        "more",
    )
    clause.refs()
    clause.take("fade", "fade_in", "fade_out", "film_fade", "film_fade_do")
    factor = _LONGER if longer else _SHORTER
    changed = last.model_copy(update={f: round(values[f] * factor, 3) for f in fields})
    if last.name == "freeze_frame" and clause.focus.before is not None:
        return Reading(step=Undo(), operations=(*clause.focus.beside, changed))
    return Reading(operations=(changed,))


def is_english_difference(clause: Clause) -> bool:
    """Whether English words tell by how much more or less it is to be, in seconds: "another second off"."""
    if clause.segments > 1 or clause.count("duration") != 1:
        return False
    words = {
        word for token in clause.tokens if token.kind in ("word", "duration") for word in token.text.split()
    }
    return bool(words & (_ADDS | _TAKES) or (words & _RETURNS and not words & {"to"}))


def _again(clause: Clause) -> Reading | None:
    """ "Again", "a bit more", "less": the last change once more, or less of it."""
    last = clause.focus.operation
    if last is None or clause.uncertain or clause.names_clips or clause.names_texts or clause.count("number"):
        return None
    more, less = clause.has("still_more"), clause.has("less_of_it")
    if more == less:
        return None
    clause.take(
        "still_more", "less_of_it", "more", "less", "too", "degree_more", "degree_enough", "back", "duplicate"
    )
    clause.refs()
    given = set(last.model_dump(exclude_none=True, exclude_defaults=True)) - _NAMES
    key = _FACTORS.get(type(last))
    if key is not None and given == {key}:
        factor = getattr(last, key)
        if less and clause.continued:
            # "Too close, back off a bit": what the complaint before means
            return Reading(operations=(last,))
        return Reading(operations=(last.model_copy(update={key: factor if more else round(1 / factor, 3)}),))
    if given <= set(_REPEATED.get(type(last), ())):
        return Reading(operations=(last,)) if more else None
    said = next((t.text for t in clause.tokens if t.has("still_more") and t.text in _ONCE_MORE), "")
    if said:
        return (
            _same_difference(clause, last) if more and said.endswith(("one", "another", "one more")) else None
        )
    return _on(clause, last, more=more)


def _halved(clause: Clause) -> Reading | None:
    """ "And half of that": half of the volume, size or zoom that was set last."""
    last = clause.focus.operation
    key = _FACTORS.get(type(last)) if last is not None else None
    if last is None or key is None or clause.uncertain or not clause.take("half_of_it"):
        return None
    given = last.model_dump(exclude_none=True, by_alias=True)
    amounts = [name for name in (key, key.removesuffix("_by")) if name in given]
    if not amounts or clause.count("percent", "number", "factor", "duration"):
        return None
    kept = {name: value for name, value in given.items() if name in _NAMES}
    clause.refs()
    return Reading(operations=(type(last).model_validate({**kept, key: 0.5}),))


_ONCE_MORE = frozenset(
    (
        "again",
        "once more",
        "one more time",
        "another",
        "another one",
        "one more",
        "and again",
        "do it again",
        "repeat it",
    )
)


def _on(clause: Clause, last: Operation, *, more: bool) -> Reading | None:
    """More or less of an amount that was set: in the direction in which the last change went."""
    before, kind = clause.focus.before, _KINDS.get(type(last), "")
    if kind not in ("length", "speed", "volume") or before is None:
        return None
    now, was = _amounts(last, clause.scene.timeline), _amounts(last, before)
    grown = {now[i] > was[i] for i in now if i in was and now[i] != was[i]}
    judged = any(word in _JUDGING for token in clause.tokens for word in token.text.split())
    if kind != "speed" and any(char.isdigit() for char in clause.focus.said) and not judged:
        # "Set it to 40%" – "a bit more": more than that, whichever way it has gone.
        grown = {True}
    if len(grown) != 1 or (
        isinstance(last, SetClipSound | SetMusicMix) and {last.volume, last.volume_by} == {None}
    ):
        return None
    return _by_degree(clause, last, kind, up=grown.pop() == more)


_JUDGING = words_of("much far enough strong extreme overdone overkill overdid heavy intense tone dial ease")
"""Words that say of a change that it went too far, or not far enough."""


def _amounts(last: Operation, film: Timeline) -> dict[str, float]:
    """What `last` sets, of each thing that it sets it of."""
    if isinstance(last, SetFilmLength):
        return {"": float(film.duration_ms)}
    if isinstance(last, SetMusicMix):
        return {
            clip.clip_id: float(clip.volume)
            for track in film.tracks
            for clip in track.clips
            if isinstance(clip, AudioClip)
        }
    if not isinstance(last, SetClipLength | SetSpeed | SetClipSound):
        return {}
    every = "all" in last.clips
    key = {SetClipLength: "duration_ms", SetSpeed: "speed", SetClipSound: "volume"}[type(last)]
    return {c.clip_id: float(getattr(c, key)) for c in film.video_clips if every or c.clip_id in last.clips}


def _same_difference(clause: Clause, last: Operation) -> Reading | None:
    """ "Another one" behind "shorten it by a second": as much again."""
    before = clause.focus.before
    clips = clause.scene.clips
    if not isinstance(last, SetClipLength) or before is None:
        return None
    was = {c.clip_id: c.duration_ms for c in before.video_clips}
    changed = [c for c in clips if c.clip_id in last.clips and c.clip_id in was]
    wanted = [(c.clip_id, 2 * c.duration_ms - was[c.clip_id]) for c in changed]
    if not wanted or any(length <= 0 for _, length in wanted):
        return None
    operations = (SetClipLength(clips=(i,), length=round(length / 1000, 3)) for i, length in wanted)
    return Reading(operations=tuple(operations))


def _degree(clause: Clause) -> Reading | None:
    """ "Still too loud", "a bit slower", "not big enough", said of what was changed last."""
    last = clause.focus.operation
    if last is None or clause.uncertain or clause.names_clips or clause.names_texts:
        return None
    kind = _KINDS.get(type(last), "")
    found = {d for t in clause.tokens if (d := t.detail("degree")) and d.startswith(kind + "_")}
    found |= {"length_up"} if kind == "length" and clause.has("longer") else set()
    found |= {"length_down"} if kind == "length" and clause.has("shorter") else set()
    if (
        not kind
        or len(found) != 1
        or clause.count("duration", "percent", "factor", "number", "beats", "bars")
    ):
        return None
    up = found.pop().endswith("up")
    words = {word for token in clause.tokens for word in token.text.split()}
    too = clause.has("too") and not (kind == "length" and clause.has("longer", "shorter"))
    short_of = bool(words & {"enough"})
    if too and short_of:
        return None
    denied = clause.take("not")
    if denied and not short_of:
        # "Not so loud"
        up = not up
    elif too:
        up = not up
    if short_of and not denied:
        # "That's big enough"
        return None
    if not (too or denied or words & _COMPARED or clause.has("longer", "shorter")):
        return None
    clause.take("too", "more", "less", "longer", "shorter", "sound_up", "sound_down", "it", *DEGREES)
    clause.refs()
    return _by_degree(clause, last, kind, up=up)


_KINDS: Mapping[type, str] = {
    SetMusicMix: "volume",
    SetClipSound: "volume",
    SetSpeed: "speed",
    SetClipLength: "length",
    SetFilmLength: "length",
    ChangeText: "size",
    SetFraming: "zoom",
}
_COMPARED = words_of(
    """
    louder higher noisier stronger quieter softer lower fainter weaker gentler faster quicker speedier slower
    longer shorter briefer bigger larger smaller tinier littler closer tighter nearer farther wider looser
    """
)


def _by_degree(clause: Clause, last: Operation, kind: str, *, up: bool) -> Reading | None:
    """One step up or down from how it is now."""
    step = _STEP[kind]
    if isinstance(last, SetMusicMix):
        return Reading(operations=(SetMusicMix(volume_by=step if up else 0.7, range=last.range),))
    if isinstance(last, SetClipSound):
        return Reading(operations=(SetClipSound(clips=last.clips, volume_by=step if up else 0.7),))
    by = step if up else round(1 / step, 3)
    if isinstance(last, SetFilmLength):
        wanted = round(clause.scene.timeline.duration_ms * by / 1000, 3)
        return Reading(operations=(SetFilmLength(length=wanted, at_most=last.at_most),))
    if isinstance(last, ChangeText):
        return Reading(operations=(ChangeText(texts=last.texts, size_by=by),))
    if isinstance(last, SetFraming):
        return Reading(operations=(SetFraming(clips=last.clips, zoom_by=by),))
    if not isinstance(last, SetClipLength | SetSpeed):
        return None
    operations: list[Operation] = []
    for clip in clause.scene.clips:
        if clip.clip_id not in last.clips:
            continue
        if isinstance(last, SetClipLength):
            operations.append(
                SetClipLength(clips=(clip.clip_id,), length=round(clip.duration_ms * by / 1000, 3))
            )
        else:
            factor = round(min(max(clip.speed * by, 0.1), 10), 3)
            operations.append(SetSpeed(clips=(clip.clip_id,), factor=factor))
    return Reading(operations=tuple(operations)) if operations else None


def _difference(clause: Clause) -> Reading | None:
    """ "Another second off", "half a second more", "one second back": after a trim or a length."""
    last = clause.focus.operation
    if not isinstance(last, TrimClip | SetClipLength) or clause.names_clips or clause.names_texts:
        return None
    if not is_english_difference(clause) or clause.has("not", "film_noun", "music_noun", "text_noun"):
        return None
    if any(t.has("start", "end") and t.text != "back" for t in clause.tokens):
        return None
    by = clause.one("duration") / 1000
    words = {
        word for token in clause.tokens if token.kind in ("word", "duration") for word in token.text.split()
    }
    clause.take(
        "still_more", "less_of_it", "more", "less", "too", "longer", "shorter", "back", "degree_more", "trim"
    )
    clause.take("remove", "off", "it", "lasts", "insert", "undo_of_removal", "sound_off", "enough", "by_word")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _WORDS_AROUND)
    clause.refs()
    if isinstance(last, TrimClip):
        by = -by if words & _RETURNS and "off" not in words else by
        if words & {"longer", "shorter"}:
            return None
        if last.start_by is None and last.end_by is None:
            return None
        return Reading(operations=(_trimmed(last, by, start=last.start_by is not None),))
    shorter = bool(words & _TAKES)
    longer = bool(words & {"longer", "back", "extra", "additional"})
    if not (shorter or longer) and clause.focus.before is not None:
        # "Another second" behind "shorten it by a second"
        now, was = _amounts(last, clause.scene.timeline), _amounts(last, clause.focus.before)
        shorter = all(now[i] < was.get(i, 0) for i in now)
    longer = longer or not shorter
    if shorter and longer:
        return None
    operations: list[Operation] = []
    for clip in clause.scene.clips:
        if clip.clip_id in last.clips:
            wanted = clip.duration_ms / 1000 + (-by if shorter else by)
            if wanted <= 0:
                return refusal(clause, "the clip is not that long.", "片段没有那么长。")
            operations.append(SetClipLength(clips=(clip.clip_id,), length=round(wanted, 3)))
    return Reading(operations=tuple(operations)) if operations else None


_WORDS_AROUND = words_of(
    """
    take give put cut trim shave chop add lose off more another extra can have
    """
)


def _trimmed(last: TrimClip, by: float, *, start: bool) -> TrimClip:
    return TrimClip(clip=last.clip, start_by=by if start else None, end_by=None if start else by)


def _other_edge(clause: Clause) -> Reading | None:
    """ "Same at the end", "and half a second from the end": a trim of the other edge too."""
    last = clause.focus.operation
    if (
        not isinstance(last, TrimClip)
        or clause.names_clips
        or clause.names_texts
        or clause.count("duration") > 1
    ):
        return None
    starts = any(t.has("start") and t.text != "back" for t in clause.tokens)
    ends = any(t.has("end") and t.text != "back" for t in clause.tokens)
    trimmed = last.start_by is not None
    by = last.start_by if trimmed else last.end_by
    if (
        by is None
        or starts == ends
        or ends != trimmed
        or clause.has("not", "film_noun", "music_noun", "text_noun")
    ):
        return None
    if clause.count("duration"):
        by = clause.one("duration") / 1000
    elif not clause.has("same_as", "enough", "still_more", "it"):
        return None
    clause.take(
        "start", "end", "enough", "same_as", "still_more", "it", "at_prep", "more", "trim", "remove", "off"
    )
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _WORDS_AROUND)
    clause.refs()
    return Reading(operations=(_trimmed(last, by, start=not trimmed),))


RULES = (
    Rule(name="other_edge", read=_other_edge, rank=45),
    Rule(name="difference", read=_difference, rank=39),
    Rule(name="scaled_length", read=_length_scaled, rank=61),
    Rule(name="half_of_it", read=_halved, rank=38),
    Rule(name="more", read=_again, rank=62),
    Rule(name="degree", read=_degree, rank=63),
)
