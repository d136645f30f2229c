"""Which clips come, come again, or take the place of others."""

from __future__ import annotations

import re
from typing import Any, Literal

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.base import After, Before
from nemovideo_mcp.edit.operations.clip_order import (
    AddClips,
    DuplicateClips,
    RemoveClips,
    ReplaceClip,
)
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.clip_places import spot_of
from nemovideo_mcp.language.rules.clip_speed import counts_showings
from nemovideo_mcp.language.rules.length import length_of
from nemovideo_mcp.language.tokens import Token

__all__ = ["KNOWS", "RULES"]

KNOWS = ("clip_order", "clip_places", "clip_remove", "clip_speed", "clip_trim", "length")


_INSTEAD = frozenset(
    ("instead of", "in place of", "rather than", "in lieu of", "代替", "替代", "取代", "顶替")
)
_MEASURED = frozenset(("length", "duration", "speed", "size", "volume", "time"))


def _replace(clause: Clause) -> Reading | None:
    """ "Replace clip 1 with the beach photo", "instead of the parrot show the surf", "第一段换成沙滩照片"."""
    instead = [n for n, t in enumerate(clause.tokens) if t.text in _INSTEAD]
    used = any(
        t.text == "用" and n and clause.tokens[n - 1].kind == "clips" and _is_absent(clause.tokens[n + 1])
        for n, t in enumerate(clause.tokens[:-1])
    )
    if not (instead or used or clause.has("replace")) or clause.count(
        "duration", "quote", "texts", "percent", "factor", "ratio"
    ):
        return None
    exchanged = clause.has("swap") and not any(t.text in ("for", "换成", "换为") for t in clause.tokens)
    clause.take("replace", "swap", "in_slot", "insert", *(("not_that",) if instead else ()))
    refs = [(n, t.value) for n, t in enumerate(clause.tokens) if t.kind == "clips"]
    if len(refs) != 2 or any(ref.parts or ref.all for _, ref in refs):
        return None
    clause.used.update(n for n, _ in refs)
    (first_at, first), (second_at, second) = refs
    old, new = (first, second)
    if instead and instead[0] < first_at and first_at == instead[0] + 1:
        old, new = first, second
    elif instead and first_at < instead[0] < second_at:
        old, new = second, first
    if (clause.tokens[0].text in ("用", "use") and not instead) or (second.ids and not first.ids):
        old, new = second, first
    ids = clause.resolved(old)
    if len(new.media) != 1 or (exchanged and new.ids):
        return None
    if len(ids) != 1:
        return refusal(clause, "name the one clip that is to be replaced.", "请指明要替换的那一个片段。")
    clause.take("footage", "only")
    return Reading(operations=(ReplaceClip(clip=ids[0], media=new.media[0]),))


def _duplicate(clause: Clause) -> Reading | None:
    times = _times_told(clause)
    if any(t.text in _MEASURED for t in clause.tokens):
        # "Double its length"
        return None
    if not (clause.take("duplicate") or times or counts_showings(clause)) or clause.count(
        "duration", "texts", "percent"
    ):
        return None
    shown = clause.one("factor")
    spot, _ = spot_of(clause)
    if (clause.has("longer") and not times) or clause.has("not"):
        return None
    if (looped := _whole_again(clause, shown)) is not None:
        return looped
    if clause.has("film_noun"):
        return None
    clause.take(
        "lasts", "move", "insert", "at_prep", "copy_noun", "more", "adjoining", "by_word", "do", "in_all"
    )
    clips = clause.clips(implicit=clause.continued)
    if not clips:
        return None
    if (
        len(clips) != 1
        and clause.count("clips")
        and not any(t.kind == "clips" and t.value.parts for t in clause.tokens)
    ):
        return refusal(clause, "name the one clip that is to be shown again.", "请指明要重复的那一个片段。")
    copied = any(t.text.startswith(("duplicat", "copy", "copies", "clone", "dup")) for t in clause.tokens)
    if copied and any(t.text in ("twice", "two times") for t in clause.tokens):
        times = 2
    return Reading(operations=(DuplicateClips(clips=clips, to=spot, times=times or _copies(shown)),))


def _whole_again(clause: Clause, shown: float | None) -> Reading | None:
    """ "Play the whole film twice": all clips once more, behind the last one."""
    whole = clause.has("film_noun", "everything") or any(
        t.kind == "clips" and t.value.all for t in clause.tokens
    )
    ids = tuple(clip.clip_id for clip in clause.scene.clips)
    if not whole or not ids or any(t.kind == "clips" and not t.value.all for t in clause.tokens):
        return None
    if shown is not None and shown > _MOST_LOOPS:
        return None
    clause.take("film_noun", "everything", "whole", "do", "lasts", "all", "more", "reverse", "move", "insert")
    clause.refs()
    again = DuplicateClips(clips=ids, to="end")
    return Reading(operations=(again,) * _copies(shown))


_MOST_LOOPS = 10


_MAKES = ("create", "produce", "make")
_COPY_UNITS = frozenset(("份", "遍", "次", "回"))
_COPIES = re.compile(
    r"(?:复制|拷贝?|重复|克隆|copy|再|多|又|额外)(?:加|来|放|播|播放|出现|演|插|接|上|成|给|多来){0,8}个?$"
)
_SHOWINGS = re.compile(r"(?:放|播|播放|来|循环|循环播放|出现|演|走|连|连续|loop|要|用|^)个?$")


def _times_told(clause: Clause) -> int:
    """Takes how often a clip is copied ("复制两份") or is shown in all ("连放三遍"); 0 where it isn't told."""
    for n, token in enumerate(clause.tokens[:-1]):
        if token.kind == "number" and clause.tokens[n + 1].text.startswith(("cop", "duplicate", "clone")):
            # "make 2 copies of the parrot"
            clause.used.update(k for k, t in enumerate(clause.tokens) if k == n or t.text in _MAKES)
            return int(token.value) if 1 <= token.value <= 50 else 0
    for n, token in enumerate(clause.tokens[:-1]):
        if token.kind != "number" or clause.tokens[n + 1].text not in _COPY_UNITS:
            continue
        before = ""
        for one in clause.tokens[max(n - 4, 0) : n]:
            before = before + one.text if one.kind == "word" else ""
        # "重复播三遍" is three in all, "再播三遍" three more.
        copies = _COPIES.search(before) and not re.search(r"重复(?:播放?|放|演|出现)$", before)
        count = int(token.value) - (0 if copies else 1)
        if (copies or _SHOWINGS.search(before)) and 1 <= count <= 50:
            told = (t.has("duplicate", "insert", "move", "lasts", "in_all", "longer") for t in clause.tokens)
            clause.used.update(k for k, said in enumerate(told) if said)
            clause.used.update((n - 1, n, n + 1) if n else (n, n + 1))
            return count
    return 0


def _copies(shown: float | None) -> int:
    """How many copies make a clip be shown so many times."""
    return max(int(shown) - 1, 1) if shown is not None else 1


def _add(clause: Clause) -> Reading | None:
    if clause.has("text_noun", "music_noun", "not") or clause.count("quote", "texts", "percent", "factor"):
        return None
    if clause.count("clips") and any(t.kind == "clips" and t.value.all for t in clause.tokens):
        return None
    if any(
        t.kind in ("at", "clock") or (t.kind == "duration" and n and clause.tokens[n - 1].text in ("at", "@"))
        for n, t in enumerate(clause.tokens)
    ):
        # "Insert the beach at 5 seconds": inside a clip, which this does not do.
        return None
    if not clause.scene.clips and any(t.kind == "clips" and t.value.numbers for t in clause.tokens):
        return None
    if not clause.scene.clips and clause.count("clips") > 1 and clause.has("opens", "closes", "start", "end"):
        # Several places are told: the order of a film that is not there yet.
        return None
    adding = clause.has("insert") or _is_shot(clause)
    verbs = [n for n, t in enumerate(clause.tokens[:-1]) if t.text in ("add", "加", "增加")]
    if clause.has("start", "opens") and clause.has("end", "closes"):
        return None
    range_ms: tuple[float, float] | None = clause.one("range") or _edge_range(clause)
    spot = _as_number(clause) or spot_of(clause)[0] or _in_the_gap(clause)
    here = any(t.kind == "clips" and t.value.ids for n, t in enumerate(clause.tokens) if n not in clause.used)
    told_to_add = any(t.text in _ADDS or _ADDED_ZH.fullmatch(t.text) for t in clause.tokens)
    amounts = ("duration", "beats", "bars")
    if here and (not told_to_add or any(clause.tokens[n + 1].kind in amounts for n in verbs)):
        return None
    placed = spot is not None and bool(clause.scene.clips) and clause.has("move", "opens", "closes")
    missing = all(map(_is_absent, (t for t in clause.tokens if t.kind == "clips")))
    placed = placed or (spot is not None and missing and bool(clause.scene.clips))
    placed = placed or isinstance(spot, Before | After)
    if not adding and not placed and (range_ms is None or clause.scene.clips):
        return None
    length: Any = None
    if range_ms is None and clause.count("duration", "beats", "bars"):
        length = length_of(clause)
    clause.take("in_sequence", "appears", "show_word")
    clause.take("insert", "insert_with", "opens", "closes")
    clause.take("move", "each", "lasts", "part_of", "at_prep", "position", "footage", "measure")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text == "another")
    files = clause.values("file")
    if any(name.endswith(_NO_PICTURES) for name in files):
        return None
    names = tuple(clause.media()) or tuple(files)
    if not names:
        return None
    if not told_to_add and any(o.media_id in names for o in clause.scene.timeline.overlay_clips):
        # "Move the logo to the end": it is an overlay, and no shot
        return None
    if range_ms is not None:
        if len(names) > 1:
            return None
        start, end = range_ms
        operation: Operation = AddClips(
            media=names, at=spot or "end", in_s=start / 1000, length=(end - start) / 1000
        )
    else:
        operation = AddClips(media=names, at=spot or "end", length=length)
    if clause.refs():
        return None
    return Reading(operations=(operation,))


def _is_shot(clause: Clause) -> bool:
    """ "先鹦鹉5秒" where there is no film yet: one medium, and how much of it."""
    media = [t for t in clause.tokens if t.kind == "clips" and t.value.media]
    told = (
        "filler",
        "in_sequence",
        "lasts",
        "appears",
        "insert",
        "opens",
        "closes",
        "start",
        "end",
        "show_word",
    )
    plain = all(t.kind in ("clips", "duration") or t.has(*told) for t in clause.tokens)
    single = len(media) == 1 and len(media[0].value.media) == 1
    return not clause.scene.clips and single and clause.count("duration") == 1 and plain


def _in_the_gap(clause: Clause) -> int | None:
    """ "Take the bikes out and put the photo there": where the clip was that went before."""
    gone = clause.focus.operation
    there = any(
        t.text in ("there", "in its place", "in that place", "in that spot", "instead") for t in clause.tokens
    )
    if not there or not clause.continued or not isinstance(gone, RemoveClips) or len(clip_ids(gone)) != 1:
        return None
    ids = [clip.clip_id for clip in clause.scene.clips]
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("in its place", "instead"))
    return ids.index(clip_ids(gone)[0]) + 1 if clip_ids(gone)[0] in ids else None


def _as_number(clause: Clause) -> int | Literal["end"] | None:
    """Takes "as the second clip", "at position 2"."""
    for n, token in enumerate(clause.tokens):
        numbers = token.value.numbers if token.kind == "clips" and not token.value.media else ()
        before = clause.tokens[n - 1] if n else None
        if before is None or len(numbers) != 1 or numbers[0] == 0:
            continue
        if before.text in ("as", "to be", "be", "should be") or _is_absent(before):
            clause.used.add(n)
            return "end" if numbers[0] == -1 else numbers[0]
    if clause.find("position") is None and not (clause.scene.clips and any(map(_is_absent, clause.tokens))):
        return None
    place = clause.one("ordinal") or (clause.one("number") if clause.find("position") is not None else None)
    return int(place) if place and place > 0 else None


def _is_absent(token: Token) -> bool:
    """Whether a medium is named that the film does not show."""
    return token.kind == "clips" and bool(token.value.media) and not token.value.ids


_NO_PICTURES = (".mp3", ".wav", ".m4a", ".flac", ".aac", ".ogg", ".srt", ".vtt", ".cube")


_ADDED_ZH = re.compile(r"再?(?:加|插|添|补|来|搞|整)(?:入|上)?(?:一?[段张个条]|一遍)")
_ADDS = frozenset(
    [
        "add",
        "adds",
        "adding",
        "added",
        "insert",
        "inserts",
        "append",
        "include",
        "another",
        "加",
        "加上",
        "加入",
        "添加",
        "插入",
        "接上",
        "再加",
        "再放",
        "接在",
        "补",
        "添",
        "末尾接上",
        "加到",
        "来个",
    ]
)


def _edge_range(clause: Clause) -> tuple[float, float] | None:
    """ "The first 3 seconds of parrot", "鹦鹉前3秒"."""
    for n, token in enumerate(clause.tokens[:-1]):
        following = clause.tokens[n + 1]
        starts = token.has("first") or (token.kind == "ordinal" and token.value == 1)
        if (starts or token.text in ("前", "before")) and following.kind == "duration":
            clause.used.update((n, n + 1))
            return 0.0, following.value
    return None


RULES = (
    Rule(name="replace_clip", read=_replace, rank=45),
    Rule(name="duplicate_clips", read=_duplicate, rank=52),
    Rule(name="add_clips", read=_add, rank=62),
)
