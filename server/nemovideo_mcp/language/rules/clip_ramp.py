"""Speeds that change within a clip, smooth slow motion, and whether sound keeps its pitch at another speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nemovideo_mcp.edit.operations.clip_speed import SetSpeed
from nemovideo_mcp.edit.sections import drop_ms
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.clip_speed import keeps_length, read_speed
from nemovideo_mcp.language.vocabulary.clip_ramp import OWN_VOCABULARY as OWN_WORDS
from nemovideo_mcp.language.vocabulary.clip_ramp import VOCABULARY as WORDS

__all__ = ["KNOWS", "OWN_WORDS", "RULES", "WORDS"]

KNOWS = ("clip_add", "clip_order", "clip_places", "clip_remove", "clip_speed", "clip_trim", "length")

_KINDS = ("ease_in", "ease_out", "bullet", "to_drop")
_SAY_RAMP = Words("Ramp the speed of clip 2 from slow to fast", "第二段先慢后快")
_SAY_SMOOTH = Words("Make the slow motion of clip 2 smooth", "第二段的慢动作更流畅")
_SAY_PITCH = Words("Keep the pitch of clip 2", "第二段的声音不变调")
_FILLERS = (
    "ramp_do",
    "insert",
    "move",
    "do",
    "it",
    "lasts",
    "at_prep",
    "speed_noun",
    "sep",
    "picture",
    "keep",
)
_NOT_OURS = ("music_noun", "text_noun", "transition", "mood_word", "cut_word")
# Of a whole film these are said of how fast its cuts come.
_OF_PACE = frozenset(
    ("faster and faster", "slower and slower", "ever faster", "ever slower", "越来越快", "越来越慢")
)


def _whose(clause: Clause) -> tuple[str, ...]:
    """Takes the clips that are meant: those that are named or were spoken of, or all of the film."""
    whole = clause.has("film_noun", "whole", "whole_film") and not clause.names_clips
    if whole:
        clause.take("film_noun", "whole", "whole_film")
        return tuple(clip.clip_id for clip in clause.scene.clips)
    clause.take("clip_noun")
    return clause.clips(implicit=True) or ()


def _ramp(clause: Clause) -> Reading | None:
    kinds = list(dict.fromkeys(k for t in clause.tokens if t.kind == "word" and (k := t.detail("ramp"))))
    if not (kinds or clause.has("ramp_noun")) or clause.has(*_NOT_OURS) or clause.count("texts", "quote"):
        return None
    if clause.has("ramp_off", "remove", "not"):
        return _taken_away(clause)
    if any(t.text in _OF_PACE for t in clause.tokens) and clause.has("film_noun", "whole", "whole_film"):
        return None
    if clause.has("ramp_drop") and "to_drop" not in kinds:
        kinds = ["to_drop"] if not kinds else [*kinds, "to_drop"]
    if not kinds and (way := next((w for t in clause.tokens if (w := t.detail("ramp_way"))), None)):
        # "Ramp the parrot up"
        kinds = [way]
        clause.take(f"ramp_way:{way}")
    if not kinds:
        if not any(t.has("ramp_noun") and (t.text.isascii() or len(t.text) > 1) for t in clause.tokens):
            return None
        return refusal(
            clause,
            "say which ramp: slow to fast, fast to slow, bullet time, or into the drop of the music.",
            "请说明要哪种变速：先慢后快、先快后慢、子弹时间，或卡点变速。",
            say=_SAY_RAMP,
        )
    if len(kinds) > 1:
        return None
    clause.take(*(f"ramp:{kind}" for kind in _KINDS), "ramp_noun", "ramp_drop", "smooth_word", *_FILLERS)
    keeps_length(clause)
    values: dict[str, Any] = {"ramp": kinds[0]}
    if (factor := clause.one("factor")) is not None:
        values["factor"] = factor
    clips = _whose(clause)
    if not clips and kinds[0] == "to_drop":
        clips = _at_the_drop(clause)
    if not clips:
        return _which(clause, _SAY_RAMP)
    return Reading(operations=(SetSpeed(clips=clips, **values),))


def _at_the_drop(clause: Clause) -> tuple[str, ...]:
    """The clip during which the music drops."""
    found = drop_ms(clause.scene.timeline, {item.media_id: item for item in clause.scene.media})
    return tuple(
        clip.clip_id
        for clip in clause.scene.clips
        if found is not None and clip.start_ms < found < clip.end_ms
    )


def _taken_away(clause: Clause) -> Reading | None:
    ramped = tuple(clip.clip_id for clip in clause.scene.clips if clip.ramp is not None)
    clause.take(*(f"ramp:{kind}" for kind in _KINDS), "ramp_noun", "ramp_off", "remove", "not", *_FILLERS)
    if clause.names_clips:
        clips = _whose(clause)
    else:
        clause.take("film_noun", "whole", "whole_film", "all", "each", "clip_noun")
        clause.refs()
        spoken = tuple(i for i in clause.focus.clips if i in ramped)
        clips = spoken or ramped
    if not clips or not set(clips) & set(ramped):
        return refusal(
            clause, "there is no speed ramp to take away.", "没有可以去掉的变速曲线。", say=_SAY_RAMP
        )
    return Reading(operations=(SetSpeed(clips=clips, ramp="none"),))


def _smooth(clause: Clause) -> Reading | None:
    how = next((h for t in clause.tokens if t.kind == "word" and (h := t.detail("smooth"))), None)
    if (
        not (how or clause.has("smooth_word", "smooth_off"))
        or clause.has(*_NOT_OURS)
        or clause.count("texts", "quote")
    ):
        return None
    slow = any(t.has("slower", "half_speed") for t in clause.tokens)
    last = clause.focus.operation
    spoken = isinstance(last, SetSpeed) and ((last.factor or 1) < 1 or bool(last.smooth or last.ramp))
    if not how and not slow and not clause.has("smooth_off") and not (spoken and not clause.names_clips):
        return None
    values: dict[str, Any] = {"smooth": how or "interpolate"}
    is_off = clause.has("smooth_off", "ramp_off", "remove", "not") and not any(
        t.has("smooth_word") and t.text.startswith(("not ", "不", "别")) for t in clause.tokens
    )
    if is_off:
        values["smooth"] = "off"
    clause.take("smooth:interpolate", "smooth:blend", "smooth_word", "smooth_off", "more", "motion_word")
    if is_off:
        clause.take("ramp_off", "remove", "not", "slower", "half_speed")
        return _dressed(clause, values, None, _SAY_SMOOTH)
    return _dressed(clause, values, _is_new if slow else None, _SAY_SMOOTH)


def _is_new(clause: Clause, clips: tuple[str, ...]) -> bool:
    """Whether words of slow motion ask for it: a number is given, or the clips are not slow yet."""
    shown = [clip for clip in clause.scene.clips if clip.clip_id in clips]
    return clause.count("factor", "percent", "number") > 0 or any(c.curve.slowest >= 1 for c in shown)


def _is_said(clause: Clause, clips: tuple[str, ...]) -> bool:
    """Words of another speed always ask for it."""
    del clause, clips
    return True


def _pitch(clause: Clause) -> Reading | None:
    kept, moves = clause.has("pitch_kept"), clause.has("pitch_moves")
    if kept is moves or clause.has(*_NOT_OURS) or clause.count("texts", "quote"):
        return None
    clause.take("pitch_kept", "pitch_moves", "pitch_of", "own_sound", "sound_noun")
    sped = clause.has("faster", "slower", "half_speed", "double") or clause.count("factor") > 0
    return _dressed(clause, {"keep_pitch": kept}, _is_said if sped else None, _SAY_PITCH)


def _dressed(
    clause: Clause,
    values: dict[str, Any],
    sped: Callable[[Clause, tuple[str, ...]], bool] | None,
    say: Words,
) -> Reading | None:
    """What is set beside the speed, together with the speed itself where the words name one too."""
    if sped is not None:
        trial = clause.fresh()
        clips = _whose(trial)
        if clips and sped(clause, clips):
            reading = read_speed(clause)
            if reading is None or not reading.operations:
                return reading
            clause.take(*_FILLERS)
            changed = tuple(
                operation.model_copy(update=values) if isinstance(operation, SetSpeed) else operation
                for operation in reading.operations
            )
            return Reading(operations=changed)
    clause.take("slower", "half_speed", *_FILLERS)
    clips = _whose(clause)
    if not clips and isinstance(clause.focus.operation, SetSpeed):
        clips = clip_ids(clause.focus.operation)
    if not clips:
        # Nothing else has a speed of its own that could be meant.
        clips = tuple(c.clip_id for c in clause.scene.clips if c.speed != 1 or c.ramp is not None)
    if not clips:
        return _which(clause, say)
    return Reading(operations=(SetSpeed(clips=clips, **values),))


def _which(clause: Clause, say: Words) -> Reading | None:
    if clause.rest():
        return None
    return refusal(clause, "it is not clear which clip is meant.", "不清楚指的是哪个片段。", say=say)


RULES = (
    Rule(name="ramp_speed", read=_ramp, rank=46),
    Rule(name="keep_pitch", read=_pitch, rank=47),
    Rule(name="smooth_motion", read=_smooth, rank=48),
)
