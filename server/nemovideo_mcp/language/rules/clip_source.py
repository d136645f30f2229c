"""What of its source a clip shows: its in- and out-point, a stretch of it, other footage in its place."""

from __future__ import annotations

import re

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_time import SlipClip, TrimClip
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import combined, phrases_of
from nemovideo_mcp.language.readings import Reading

__all__ = ["BEGINS", "begins_at", "in_source", "shown_stretch", "slip", "take_rest"]


def in_source(clause: Clause) -> Reading | None:
    """ "Clip 2 should start at 1.5 in its source and end at 4.5"."""
    if (points := _points(clause)) is not None:
        return points
    if not clause.take("source"):
        return None
    span: tuple[float, float] | None = clause.one("range")
    begins = clause.has("start") or any(t.text in BEGINS for t in clause.tokens)
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in BEGINS)
    if span is None and begins != clause.has("end"):
        return _edge_in_source(clause, starts=begins)
    if span is None:
        if not begins:
            return None
        times: list[float] = [
            token.value * 1000 if token.kind == "number" else token.value
            for token in clause.tokens
            if token.kind in ("number", "duration", "clock", "at") and not isinstance(token.value, tuple)
        ]
        if len(times) != 2:
            return None
        clause.values("number", "duration", "clock", "at")
        span = (times[0], times[1])
    clause.take("start", "end", "at_prep", "at_post", "lasts", "to_sep", "trim", "move", "only", "insert")
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1:
        return None
    return Reading(operations=(TrimClip(clip=clips[0], in_s=span[0] / 1000, out_s=span[1] / 1000),))


BEGINS = frozenset(("begin", "begins", "starts", "starting"))


def _points(clause: Clause) -> Reading | None:
    """ "Set the in point of clip 2 to 1.5", "parrot: in at 2, out at 5", "入点往后挪1秒"."""
    tokens = clause.tokens
    told = [
        n
        for n, t in enumerate(tokens)
        if t.has("source_in", "source_out") or (n and t.text in ("in", "out") and tokens[n - 1].text == "the")
    ]
    marks = told or [n for n, t in enumerate(tokens) if t.text in ("in", "out")]
    starts = [tokens[n].has("source_in") or tokens[n].text == "in" for n in marks]
    kinds = ("number", "duration", "clock", "at")
    if (
        not (told or sorted(starts) == [False, True])
        or len(marks) != clause.count(*kinds)
        or clause.has("not")
    ):
        return None
    if len(set(starts)) != len(starts) or any(isinstance(t.value, tuple) for t in tokens if t.kind == "at"):
        return None
    later, earlier = clause.has("later"), clause.has("earlier")
    times = [t.value if t.kind == "number" else t.value / 1000 for t in tokens if t.kind in kinds]
    clause.values(*kinds)
    clause.used.update(marks)
    clause.take(
        "later",
        "earlier",
        "at_prep",
        "at_post",
        "lasts",
        "trim",
        "move",
        "insert",
        "slip",
        "source",
        "to_sep",
    )
    clause.take("part_of", "by_word", "start", "end", "replace")
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1 or (later and earlier):
        return None
    if later or earlier:
        sign = 1 if later else -1
        by = {
            "start_by" if start else "end_by": t * (sign if start else -sign)
            for start, t in zip(starts, times, strict=True)
        }
        return Reading(operations=(TrimClip.model_validate({"op": "trim_clip", "clip": clips[0], **by}),))
    edges = {"in_s" if start else "out_s": time for start, time in zip(starts, times, strict=True)}
    return Reading(operations=(TrimClip.model_validate({"op": "trim_clip", "clip": clips[0], **edges}),))


def _edge_in_source(clause: Clause, *, starts: bool) -> Reading | None:
    """ "Start the parrot at 1 s of its source": the other end stays."""
    if clause.count("duration", "clock", "at", "number") != 1:
        return None
    kind = next(t.kind for t in clause.tokens if t.kind in ("duration", "clock", "at", "number"))
    time = clause.one("duration", "clock", "at", "number")
    clause.take("start", "end", "at_prep", "at_post", "lasts", "trim", "move", "insert")
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1 or isinstance(time, tuple):
        return None
    seconds = float(time) if kind == "number" else float(time) / 1000
    edge = TrimClip(clip=clips[0], in_s=seconds) if starts else TrimClip(clip=clips[0], out_s=seconds)
    return Reading(operations=(edge,))


def shown_stretch(clause: Clause) -> Reading | None:
    """ "Show the parrot only from 2 s to 5 s": of its source, where it is on the timeline once."""
    tokens = clause.tokens
    # "从2秒到5秒那段"
    behind = [n for n in range(1, len(tokens)) if tokens[n - 1].kind == "range" and tokens[n].kind == "clips"]
    clause.used.update(n for n in behind if tokens[n].value.pronoun)
    bare = all(
        n in clause.used
        or (t.kind == "clips" and not t.value.pronoun)
        or (t.kind == "range" and t.text.startswith(("from", "从", "自")))
        or (t.has("filler", "det", "part_of") and t.text != "should be")
        or t.text in ("为止", "结束", "的画面", "画面", "的内容")
        for n, t in enumerate(tokens)
    )
    if (
        clause.count("range") != 1
        or not (
            bare
            or clause.has("only", "keep_only", "show_word", "replace")
            or any(t.text == "留着" for t in clause.tokens)
        )
        or clause.has("text_noun", "music_noun", "sound_noun")
    ):
        return None
    if clause.count("quote", "texts", "percent"):
        return None
    span: tuple[float, float] = clause.one("range")
    clause.take(
        "only", "keep_only", "show_word", "part_of", "playing", "at_prep", "lasts", "do", "delete_rest"
    )
    clause.take("unwanted", "enough", "picture", "replace", "source", "end")
    clause.used.update(n for n, t in enumerate(tokens) if t.text in _FOOTAGE)
    take_rest(clause)
    if any(t.kind == "clips" and t.value.pronoun == "other" for t in clause.tokens) and clause.take("remove"):
        # "2到5秒留着，别的剪掉"
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun)
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("留着", "保留", "留下", "留"))
    named = [t.value for n, t in enumerate(clause.tokens) if t.kind == "clips" and n not in clause.used]
    if len(named) == 1 and not named[0].pronoun:
        clause.refs()
        clips: tuple[str, ...] | None = clause.resolved(named[0])
    else:
        clips = clause.clips()
    if not clips or len(clips) != 1:
        return None
    return Reading(operations=(TrimClip(clip=clips[0], in_s=span[0] / 1000, out_s=span[1] / 1000),))


def take_rest(clause: Clause) -> None:
    """Takes "剩下的剪掉" and "后面的都不要" behind what of a clip is to stay: they say the same once more."""
    first = next(n for n, t in enumerate(clause.tokens) if t.kind in ("duration", "range"))
    words = (
        "after",
        "before",
        "start",
        "end",
        "remove",
        "trim",
        "unwanted",
        "all",
        "other",
        "part_of",
        "delete_rest",
    )
    left = range(first + 1, len(clause.tokens))
    told = any(clause.tokens[n].has("remove", "trim", "unwanted", "delete_rest") for n in left)
    for n in left if told else ():
        token = clause.tokens[n]
        rest = token.kind == "clips" and token.value.pronoun == "other"
        if rest or token.text in _THE_REST or (token.kind == "word" and token.has(*words)):
            clause.used.add(n)


_THE_REST = frozenset(
    phrases_of(combined("前面|后面|前边|后边|前头|后头|之前|之后|两头|两边", "的|那段|那部分|那些|部分|那截"))
)


def begins_at(clause: Clause) -> Reading | None:
    """ "鹦鹉从素材第2秒开始播": other footage in its place; "从第2秒开始，前面的不要": so much goes."""
    if clause.count("at", "duration") != 1 or clause.has("text_noun", "music_noun", "sound_noun"):
        return None
    if any(t.has("not") and not t.has("unwanted", "in_slot") for t in clause.tokens):
        return None
    at = next(n for n, t in enumerate(clause.tokens) if t.kind in ("at", "duration"))
    before = "".join(t.text for t in clause.tokens[max(at - 4, 0) : at])
    before += clause.tokens[at].text.rpartition(" ")[0].replace(" ", "")
    after = "".join(t.text for t in clause.tokens[at + 1 : at + 4])
    found = _FROM_THERE.search(before), _ON_FROM.match(after)
    moment = clause.tokens[at].value
    on = any(found[1:]) or clause.tokens[at].text.endswith("开始")
    if found[0] is None or not on or isinstance(moment, tuple):
        return None
    source = "素材" in found[0][0] or "片" in found[0][0] or "视频" in found[0][0]
    gone = clause.segments > 1 and clause.has("unwanted", "remove", "trim")
    clause.used.add(at)
    clause.take(
        "in_slot",
        "source",
        "start",
        "lasts",
        "do",
        "show_word",
        "part_of",
        "at_prep",
        "enough",
        "trim",
        "move",
        "only",
    )
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("从", "自", "起", "素材", "切入"))
    if clause.segments > 1:
        clause.take("unwanted", "remove", "after", "before", "all", "part_of")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _THE_REST)
    clips = clause.clips(implicit=clause.continued)
    if not clips or len(clips) != 1:
        return None
    if gone:
        return Reading(operations=(TrimClip(clip=clips[0], start_by=moment / 1000),))
    return Reading(operations=(SlipClip(clip=clips[0], in_s=moment / 1000),)) if source else None


_FROM_THERE = re.compile(r"[从自](?:它的?|里面的?|[原源]?素材里?面?的?|[原源](?:视频|片子?)里?面?的?)?$")
_ON_FROM = re.compile(
    r"(?:开始|往后|之后|后面)?(?:播放?|放|用|取|截取?|剪|切入|要|留)(?:起)?|起|开始$|开始[就好行吧]"
)


def slip(clause: Clause) -> Reading | None:
    """ "Show a later part of the parrot in that slot", "slip clip 1 forward by 2 seconds"."""
    footage = clause.has("picture") or any(
        t.text in _FOOTAGE
        or (t.kind == "clips" and t.text.split()[-1] in _FOOTAGE)
        or (t.has("slip") and t.text.endswith(("内容", "画面", "部分", "素材")))
        for t in clause.tokens
    )
    shown_from = footage and clause.count("at", "clock") == 1 and clause.has("replace", "show_word", "slip")
    footage |= any(t.kind == "clips" and t.text.endswith("素材") for t in clause.tokens)
    shifted = footage and any(t.has("later", "earlier") and not t.text.isascii() for t in clause.tokens)
    if (
        not (clause.has("slip") or shown_from or shifted or (footage and clause.has("move")))
        or clause.has("music_noun", "text_noun", "not")
        or clause.count("texts", "ordinal")
    ):
        return None
    in_slot = clause.take("in_slot")
    slips = any(
        t.text.startswith(("slip", "slid"))
        or any(bit in t.text for bit in _BITS)
        or "部分" in t.text
        or "画面" in t.text
        or "素材往" in t.text
        for t in clause.tokens
        if t.has("slip")
    )
    slips = slips or footage
    before = clause.focus.operation
    follows = before is not None and before.name == "slip_clip" and not clause.names_clips
    later, earlier = clause.has("later"), clause.has("earlier")
    at = clause.one("clock", "at") if shown_from or clause.count("clock") else None
    if isinstance(at, tuple):
        return None
    if not (slips or in_slot or follows) or (later == earlier and at is None):
        return None
    by = clause.one("duration")
    clause.take(
        "slip",
        "later",
        "earlier",
        "in_slot",
        "part_of",
        "source",
        "more",
        "at_prep",
        "replace",
        "swap",
        "playing",
        "move",
        "another",
        "picture",
        "show_word",
        "start",
    )
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _FOOTAGE)
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1:
        return None
    operation: Operation
    if at is not None:
        operation = SlipClip(clip=clips[0], in_s=at / 1000)
    else:
        amount = (by if by is not None else 1000.0) / 1000
        operation = SlipClip(clip=clips[0], by_s=amount if later else -amount)
    return Reading(operations=(operation,))


_FOOTAGE = frozenset(
    (
        "contents",
        "content",
        "material",
        "footage",
        "insides",
        "的画面",
        "那段画面",
        "那段内容",
        "内容",
        "的内容",
        "素材",
        "部分",
        "的部分",
        "那部分",
        "画面",
    )
)
_BITS = (
    "part",
    "bit",
    "section",
    "moment",
    "piece",
    "portion",
    "stretch",
    "footage",
    "further",
    "later on",
    "later in",
)
