"""Clips trimmed at an end, cut apart, or made as long as another."""

from __future__ import annotations

from itertools import pairwise

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import RemoveClips
from nemovideo_mcp.edit.operations.clip_time import SetClipLength, SlipClip, SplitClip, TrimClip
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.differences import is_more
from nemovideo_mcp.language.musical import in_seconds
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.rules.clip_source import (
    BEGINS,
    begins_at,
    in_source,
    shown_stretch,
    slip,
    take_rest,
)
from nemovideo_mcp.language.rules.clip_speed import place_of
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.language.vocabulary.clip_trim import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS = ("clip_add", "clip_order", "clip_places", "clip_remove", "clip_speed", "length")


def _edges(clause: Clause) -> tuple[bool, bool]:
    both = any(t.text == "掐头去尾" or (t.has("both_ends") and t.text not in _EACH) for t in clause.tokens)
    starts = clause.has("first", "start") or any(
        (t.kind == "ordinal" and t.value == 1) or t.text in ("前", "前面", "头", "开头", "top", "front")
        for t in clause.tokens
    )
    ends = clause.has("last", "end") or any(t.text in ("后", "尾", "后面") for t in clause.tokens)
    if not (starts or ends) and clause.has("both_ends"):
        return True, True
    return starts or both, ends or both


_EACH = frozenset(("各", "各自", "都", "分别"))


def _named_edges(clause: Clause) -> Reading | None:
    """ "自行车的开头和冲浪的结尾各剪1秒": an end of each clip that is named."""
    tokens = [t for t in clause.tokens if t.text not in ("的", "把", "将") and t.text not in _EACH]
    pairs: list[tuple[Token, Token]] = []
    while (
        len(tokens) > 1 and tokens[0].kind == "clips" and tokens[1].has("start") is not tokens[1].has("end")
    ):
        pairs.append((tokens[0], tokens[1]))
        tokens = tokens[2:]
    kinds = [t.kind for t in tokens if not t.has("filler", "sep") or t.has("trim")]
    if len(pairs) < 2 or sorted(kinds) != ["duration", "word"] or not any(t.has("trim") for t in tokens):
        return None
    by = clause.one("duration") / 1000
    clause.take_everything()
    return Reading(
        operations=tuple(
            TrimClip(clip=i, **{"start_by" if edge.has("start") else "end_by": by})
            for clips, edge in pairs
            for i in clause.resolved(clips.value)
        )
    )


def _trim(clause: Clause) -> Reading | None:
    """ "Trim two seconds off the start of the surf", "鹦鹉最后那一秒不要"."""
    if (first := _first_second(clause)) is not None:
        return first
    told = clause.has("trim", "unwanted") and not is_more(clause)
    added = any(t.text in ("add", "adds", "adding", "give") for t in clause.tokens)
    grows = not told and (added or is_more(clause) or clause.has("more", "longer"))
    if (
        not (told or grows or clause.has("less", "shorter"))
        or clause.count("duration") not in (1, 2)
        or clause.has("text_noun", "music_noun", "speed_noun", "sound_noun")
    ):
        return None
    if clause.count("texts", "percent", "at", "range") or _is_target(clause):
        return None
    starts, ends = _edges(clause)
    if grows and not clause.names_clips and not clause.focus.clips:
        return None
    if clause.count("duration") == 2:
        return _each_end(clause) if starts and ends else None
    if not starts and not ends:
        return None
    by = clause.one("duration") / 1000 * (-1 if grows else _direction(clause, starts=starts))
    kept = starts and ends and clause.has("keep_only")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("top", "front"))
    if not told:
        clause.take("longer", "shorter", "insert", "insert_with", "lasts", "by_word")
    clause.take(
        "less",
        "keep_only",
        "trim",
        "both_ends",
        "first",
        "last",
        "start",
        "end",
        "part_of",
        "not",
        "remark",
        "before",
        "after",
        "each",
        "only",
        "more",
        "at_prep",
        "lasts",
        "unwanted",
        "measure",
        "remove",
        "shorter",
        "too",
        "by_word",
    )
    if grows:
        clause.take("longer", "insert", "footage", "later", "earlier")
    for n, token in enumerate(clause.tokens):
        if token.kind == "ordinal" and token.value == 1:
            clause.used.add(n)
    if _is_of_film(clause) and clause.scene.clips and starts != ends and not clause.rest():
        return _film_edge(clause, by, start=starts)
    again = isinstance(clause.focus.operation, TrimClip)
    clips = clause.clips(implicit=clause.continued or again)
    if not clips:
        return _which(clause) if not clause.rest() else None
    if kept:
        return _without_ends(clause, clips, by * 1000)
    operations = [
        TrimClip(clip=clip, start_by=by if starts else None, end_by=by if ends else None) for clip in clips
    ]
    return Reading(operations=tuple(operations))


def _is_target(clause: Clause) -> bool:
    """Whether the length is what is to be left: "cut it to 3 seconds"."""
    return any(
        t.kind == "duration" and n and clause.tokens[n - 1].text in ("to", "down to", "until")
        for n, t in enumerate(clause.tokens)
    )


def _each_end(clause: Clause) -> Reading | None:
    """ "Cut 1 s off the start and 2 s off the end of every clip"."""
    tokens = clause.tokens
    order = [
        "start" if t.has("start", "first") else "end"
        for t in tokens
        if t.kind in ("word", "ordinal") and t.has("start", "end", "first", "last") and not t.has("trim")
    ]
    if sorted(order) != ["end", "start"] or any(not t.text.isascii() for t in tokens):
        return None
    by = dict(zip(order, clause.values("duration"), strict=True))
    clause.take("trim", "first", "last", "start", "end", "part_of", "each", "at_prep", "remove", "all")
    clips = clause.clips(implicit=clause.continued)
    if not clips:
        return None
    return Reading(
        operations=tuple(
            TrimClip(clip=clip, start_by=by["start"] / 1000, end_by=by["end"] / 1000) for clip in clips
        )
    )


def _edge_moved(clause: Clause) -> Reading | None:
    """ "Let the parrot start half a second later", "第二段出点往前收1秒"."""
    points = clause.has("source_in"), clause.has("source_out")
    shifted = any(
        t.has("later", "earlier", "inward", "outward") and t.text[0] in "往向朝后前" for t in clause.tokens
    )
    pointed = points[0] != points[1] or shifted
    moved = [t for t in clause.tokens if t.text in ("later", "earlier", "sooner")]
    stops = [n for n, t in enumerate(clause.tokens) if t.text in ("stop", "stops")]
    starts = clause.has("start") or any(t.text in BEGINS for t in clause.tokens)
    starts, ends = points if any(points) else (starts, clause.has("end") or bool(stops))
    if starts == ends or clause.count("duration") != 1 or (len(moved) != 1 and not pointed):
        return None
    if clause.has("text_noun", "music_noun", "sound_noun", "film_noun", "source"):
        return None
    if any(t.has("not") and not t.has("in_slot") and n not in stops for n, t in enumerate(clause.tokens)):
        return None
    clause.used.update(n for n, t in enumerate(clause.tokens) if n in stops or t.text in BEGINS)
    later, earlier = clause.has("later"), clause.has("earlier")
    if later == earlier:
        later = clause.has("inward" if starts else "outward")
        if later == clause.has("outward" if starts else "inward"):
            return None
    by = clause.one("duration") / 1000
    clause.take(
        "start", "end", "later", "earlier", "lasts", "trim", "move", "slip", "source_in", "source_out"
    )
    clause.take("inward", "outward", "more", "part_of", "longer", "shorter", "insert", "at_prep")
    slipped = starts and clause.take("in_slot")
    clips = clause.clips(implicit=clause.continued or isinstance(clause.focus.operation, TrimClip))
    if not clips or len(clips) != 1:
        return None
    if slipped:
        return Reading(operations=(SlipClip(clip=clips[0], by_s=by if later else -by),))
    if starts:
        return Reading(operations=(TrimClip(clip=clips[0], start_by=by if later else -by),))
    return Reading(operations=(TrimClip(clip=clips[0], end_by=-by if later else by),))


def _without_ends(clause: Clause, clips: tuple[str, ...], kept_ms: float) -> Reading | None:
    """ "掐头去尾，只留5秒": both ends go in equal parts."""
    found = [clip for clip in clause.scene.clips if clip.clip_id in clips]
    if any(clip.duration_ms <= kept_ms for clip in found):
        return None
    by = [round((clip.duration_ms - kept_ms) / 2000, 3) for clip in found]
    return Reading(
        operations=tuple(
            TrimClip(clip=clip.clip_id, start_by=end, end_by=end) for clip, end in zip(found, by, strict=True)
        )
    )


_LATER = frozenset(("晚", "迟", "推后", "推迟", "延后", "晚点"))
_SOONER = frozenset(("提早", "早", "提前", "早点"))


def _direction(clause: Clause, *, starts: bool) -> int:
    """-1 where the clip grows ("早一秒开始", "晚一秒结束"), 1 where it is cut."""
    later = any(t.text in _LATER for t in clause.tokens)
    sooner = any(t.text in _SOONER for t in clause.tokens)
    return -1 if (sooner and starts) or (later and not starts) else 1


def _first_second(clause: Clause) -> Reading | None:
    """ "鹦鹉第一秒删掉": the first second of a clip, where a moment of the film is one as well."""
    at = [n for n, t in enumerate(clause.tokens) if t.kind == "at" and t.value == 1000.0]
    if (
        len(at) != 1
        or not clause.has("trim")
        or clause.count("duration", "clock", "range")
        or not clause.names_clips
    ):
        return None
    if clause.tokens[at[0]].text not in ("第一秒", "第1秒", "第一秒钟") or clause.has(
        "split", "not", "music_noun"
    ):
        return None
    clause.used.add(at[0])
    clause.take("trim", "remove", "unwanted", "part_of", "each")
    clips = clause.clips()
    return Reading(operations=tuple(TrimClip(clip=clip, start_by=1.0) for clip in clips)) if clips else None


_FILM_STARTS = ("开头", "结尾", "片头", "片尾", "影片", "片子", "视频", "全片")
_FILM_ENDS = frozenset(("片头", "片尾", "片首", "片末"))


def _is_of_film(clause: Clause) -> bool:
    """Whether the start or end of the film is meant: it is named, or nothing else was spoken of in Chinese."""
    named = clause.take("film_noun") or any(t.text in _FILM_ENDS for t in clause.tokens)
    focus = clause.focus
    named = named or (clause.continued and focus.said.startswith(_FILM_STARTS))
    spoken = clause.continued or focus.clips or focus.texts or focus.music or clause.count("clips")
    chinese = any(not t.text.isascii() for t in clause.tokens)
    return not clause.count("clips") and (named or (chinese and not spoken))


def _film_edge(clause: Clause, by: float, *, start: bool) -> Reading | None:
    """So much off the start or the end of the film: clips that go whole, and one that is trimmed."""
    gone: list[str] = []
    clips = clause.scene.clips if start else clause.scene.clips[::-1]
    left = by * 1000
    for clip in clips:
        if left < 1:
            break
        if left < clip.duration_ms - 1:
            end = round(left / 1000, 3)
            cut = TrimClip(clip=clip.clip_id, start_by=end if start else None, end_by=None if start else end)
            return Reading(operations=(*_removed(gone), cut))
        gone.append(clip.clip_id)
        left -= clip.duration_ms
    return Reading(operations=_removed(gone)) if len(gone) < len(clips) else _which(clause)


def _removed(clips: list[str]) -> tuple[Operation, ...]:
    return (RemoveClips(clips=tuple(clips)),) if clips else ()


def _which(clause: Clause) -> Reading:
    return refusal(
        clause,
        "it is not clear which clip is meant.",
        "不清楚指的是哪个片段。",
        say=Words("Trim one second off the start of clip 2.", "第 2 个片段开头剪掉 1 秒。"),
    )


def _shown_edge(clause: Clause) -> Reading | None:
    """ "Use only the last 3 seconds of the surf", "鹦鹉用前两秒就行，后面的不要"."""
    shown = any(t.has("only", "keep_only", "show_word") and t.text not in _AMBIGUOUS for t in clause.tokens)
    if clause.count("duration") != 1 or not (shown or (clause.has("show_word") and not _takes_off(clause))):
        return None
    if clause.has("text_noun", "music_noun", "sound_noun") or clause.count("quote", "texts", "percent"):
        return None
    if any(t.has("not") and not t.has("unwanted") for t in clause.tokens):
        return None
    told = next(s for s in stretches(clause) if any(clause.tokens[n].kind == "duration" for n in s))
    starts, ends = _edges(clause.retold([clause.tokens[n] for n in told]))
    middle = clause.has("place:center", "between") and not clause.continued
    if starts == ends and not (middle and not starts):
        return None
    length = clause.one("duration") / 1000
    clause.take(
        "only",
        "keep_only",
        "show_word",
        "part_of",
        "lasts",
        "do",
        "first",
        "last",
        "start",
        "end",
        "before",
        "enough",
        "unwanted",
        "delete_rest",
    )
    if ends:
        clause.take("after")
    if clause.segments > 1:
        take_rest(clause)
    for n, token in enumerate(clause.tokens):
        if token.kind == "ordinal" and token.value == 1:
            clause.used.add(n)
    if middle:
        clause.take("place:center", "between")
    clips = clause.clips(implicit=clause.continued)
    if not clips or len(clips) != 1:
        return None
    if middle:
        return _middle_of(clause, clips[0], length)
    return Reading(operations=(SetClipLength(clips=clips, length=length, keep="start" if starts else "end"),))


_AMBIGUOUS = ("take", "takes")


def _takes_off(clause: Clause) -> bool:
    """Whether "take" is said of what goes: "take a second off the end", but not "take the last second"."""
    return any(
        one.kind == "duration" and other.text in ("from", "off", "off of", "out of")
        for one, other in pairwise(clause.tokens)
    )


def _middle_of(clause: Clause, clip_id: str, length: float) -> Reading | None:
    """ "第二段只要中间3秒": as much is cut off the start as off the end."""
    clip = clause.scene.clip(clip_id)
    over = (clip.duration_ms / 1000 - length) / 2 if clip is not None else 0.0
    if over <= 0:
        return refusal(clause, "the clip is not that long.", "片段没有那么长。")
    return Reading(operations=(TrimClip(clip=clip_id, start_by=round(over, 3), end_by=round(over, 3)),))


def _split(clause: Clause) -> Reading | None:
    if not clause.has("split") or clause.has("not", "music_noun", "text_noun", "beat_word"):
        return None
    at = place_of(clause)
    if at is None and not clause.has("parts"):
        # "Split the parrot at 6"
        number = next((n for n, t in enumerate(clause.tokens) if t.kind == "number" and n), 0)
        if number and clause.tokens[number - 1].text == "at":
            at = float(clause.tokens[number].value)
            clause.used.add(number)
    if any((t.has("remove") and not t.has("split")) or t.text == "by half" for t in clause.tokens):
        return None
    counted = clause.count("number") == 1 and clause.has("parts")
    plain = (
        clause.has("half", "midway")
        or counted
        or any(t.has("split") and t.text not in _WEAKLY for t in clause.tokens)
    )
    if (at is None and not plain) or clause.count("duration", "beats", "bars", "percent"):
        return None
    parts = clause.one("number")
    clause.take(
        "split", "half", "midway", "parts", "at_prep", "at_post", "measure", "each", "trim", "right_at"
    )
    if at is not None and not clause.names_clips:
        clause.take("film_noun", "start")
    if at is not None:
        clause.take("move", "lasts", "insert")
    clips = clause.clips(implicit=True)
    if at is not None:
        if clips is not None and len(clips) != 1:
            return None
        clip = clause.scene.clip(clips[0]) if clips else None
        if not isinstance(at, float):
            clause.take("start")
            return Reading(operations=(SplitClip(at=at),))
        time_ms = at * 1000
        inner = clip is not None and _counts_from_clip(clause) and time_ms < clip.duration_ms
        if clip is not None and (inner or not clip.start_ms < time_ms < clip.end_ms):
            time_ms += clip.start_ms
        return Reading(operations=(SplitClip(at=round(time_ms / 1000, 3)),))
    if not clips or len(clips) != 1:
        return _which(clause) if not clause.rest() else None
    return Reading(operations=(SplitClip(clip=clips[0], parts=int(parts) if parts and parts >= 2 else 2),))


_WEAKLY = frozenset(("cut", "切", "break", "cut in", "apart", "分", "剪成"))
"""Words that split a clip only where it is told at what moment."""


def _counts_from_clip(clause: Clause) -> bool:
    """Whether a moment is told as so long after the clip begins: "after 2 seconds", "2 seconds in"."""
    tokens = clause.tokens
    return any(
        t.kind == "duration"
        and (
            (n > 0 and tokens[n - 1].text == "after")
            or any(b.text.startswith("in") for b in tokens[n + 1 : n + 2])
        )
        for n, t in enumerate(tokens)
    )


_ALIKE = frozenset(("一样", "一致", "相同", "同样", "看齐", "对齐", "相等"))


def _same_length(clause: Clause) -> Reading | None:
    alike = clause.has("lasts", "trim") and any(t.text in _ALIKE for t in clause.tokens)
    if not (clause.has("same_length") or alike) or clause.has("not", "text_noun", "music_noun"):
        return None
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _ALIKE)
    refs = [part for ref in clause.refs() for part in (ref.parts or (ref,))]
    clause.take("same_length", "lasts", "longer", "shorter", "trim", "split")
    if len(refs) == 1 and refs[0].all and not clause.count("duration", "beats", "bars", "number"):
        # "All clips the same length": each an equal share of the film.
        clause.take("each", "all", "do")
        clips = clause.scene.clips
        share = round(sum(clip.duration_ms for clip in clips) / len(clips) / 1000, 3) if clips else 0
        ids = tuple(clip.clip_id for clip in clips)
        return Reading(operations=(SetClipLength(clips=ids, length=share),)) if len(clips) > 1 else None
    if len(refs) == 1 and len(refs[0].ids) == 2 and not refs[0].all:
        refs = [Ref(ids=(clip_id,)) for clip_id in refs[0].ids]
    if len(refs) != 2:
        return None
    changed, model = clause.resolved(refs[0]), clause.resolved(refs[1])
    clip = clause.scene.clip(model[0])
    if clip is None or len(model) != 1:
        return None
    clause.take("each", "all")
    return Reading(operations=(SetClipLength(clips=changed, length=clip.duration_ms / 1000),))


RULES = (
    Rule(name="named_edges", read=in_seconds(_named_edges), rank=39),
    Rule(name="trim_source", read=in_source, rank=41),
    Rule(name="shown_edge", read=in_seconds(_shown_edge), rank=42),
    Rule(name="shown_stretch", read=shown_stretch, rank=42),
    Rule(name="edge_moved", read=in_seconds(_edge_moved), rank=40),
    Rule(name="slip_clip", read=in_seconds(slip), rank=42),
    Rule(name="begins_at", read=begins_at, rank=41),
    Rule(name="same_length", read=_same_length, rank=43),
    Rule(name="trim_clip", read=in_seconds(_trim), rank=44),
    Rule(name="split_clip", read=_split, rank=51),
)
