"""Which clips go."""

from __future__ import annotations

import re

from nemovideo_mcp.edit.operations.clip_order import (
    RemoveClips,
)
from nemovideo_mcp.edit.operations.clip_time import SplitClip, TrimClip
from nemovideo_mcp.edit.operations.film import FadeFilm
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.lexicon import combined, phrases_of
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.sequence import stretches

__all__ = ["KNOWS", "RULES"]

KNOWS = ("clip_add", "clip_order", "clip_places", "clip_speed", "clip_trim", "length")


_EDGES = ("片头", "片尾", "开头", "结尾", "开场")


def _remove(clause: Clause) -> Reading | None:
    if _other_drop(clause) or _only_takes(clause):
        return None
    if isinstance(clause.focus.operation, FadeFilm) and any(
        t.kind == "clips" and t.text.startswith(_EDGES) for t in clause.tokens
    ):
        # "片头那个去掉" behind fades: a fade goes.
        return None
    verbs = [n for n, t in enumerate(clause.tokens) if t.has("remove")]
    if any(clause.tokens[n].has("not") and n + 1 in verbs for n in verbs):
        # "不要删鹦鹉"
        return None
    if clause.segments > 1 and sum(t.kind == "clips" and not t.value.pronoun for t in clause.tokens) > 1:
        # "我要鹦鹉和冲浪，自行车不要"
        return None
    if [clause.tokens[n].text for n in verbs] == ["out"] and clause.tokens[verbs[0] + 1 : verbs[0] + 2]:
        # "out on the surf": what goes out is the camera, or a sound.
        return None
    unwanted = any(t.has("unwanted") and t.text not in _PRESENT for t in clause.tokens)
    if unwanted or clause.has("remove"):
        clause.take("unwanted")
    _take_thrown(clause)
    if not clause.take("remove") and not unwanted:
        return None
    denied = any(t.has("not") and not t.has("remove") for t in clause.tokens)
    if (denied and not unwanted) or clause.has("sound_noun", "own_sound"):
        return None
    if clause.count("duration", "texts", "percent", "range", "at") or (
        clause.has("start", "end") and not clause.names_clips
    ):
        return None
    if (part := _part_of_split(clause)) is not None:
        return Reading(operations=(RemoveClips(clips=(part,)),))
    named = clause.names_clips
    clips = clause.clips(implicit=clause.continued)
    if clips and len(clips) > 1 and _ONE_OF.search(clause.plain):
        # "第一段第二段随便删一个"
        clause.take_everything()
        return _unclear(clause)
    if clips is None or (clause.uncertain and not named) or (clips == ("all",) and not named):
        return _unclear(clause) if not clause.rest() else None
    clause.take("measure", "all")
    gap = clause.take("gap")
    if gap:
        clause.take("in_slot", "replace", "place:center")
    return Reading(operations=(RemoveClips(clips=clips, leave_gap=gap),))


_THROWS = ("throw", "throws", "toss", "chuck", "cast", "get")


def _take_thrown(clause: Clause) -> None:
    """Takes the verb of "throw the rest away", whose small word stands behind the clips."""
    if any(t.text in ("away", "out", "overboard") for t in clause.tokens):
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _THROWS)


def _only_takes(clause: Clause) -> bool:
    """ "Take clip 2 and put it last": nothing goes but where it is taken out or away."""
    said = [t.text for t in clause.tokens if t.has("remove", "unwanted")]
    return bool(said) and all(text in ("take", "takes") for text in said)


_PRESENT = frozenset(("in this", "in it", "in there", "anymore", "any more"))


def _part_of_split(clause: Clause) -> str | None:
    """Takes "后半段" right behind a split in the same message: one of the two clips that it makes."""
    parts = clause.focus.clips
    first, second = clause.find("part_first"), clause.find("part_second")
    split = clause.continued and isinstance(clause.focus.operation, SplitClip) and len(parts) == 2
    if not split or clause.count("clips") or (first is None) == (second is None):
        return None
    clause.take("part_first", "part_second")
    return parts[0 if second is None else 1]


def _other_drop(clause: Clause) -> bool:
    """Whether "drop" is the music's, not a verb with its object behind it."""
    tokens = clause.tokens
    return any(
        t.text == "drop" and (n + 1 == len(tokens) or tokens[n + 1].kind != "clips")
        for n, t in enumerate(tokens)
    )


_ONE_OF = re.compile(
    r"(?:删|去|拿|剪|砍)(?:掉|了)?(?:其中)?(?:任意)?[一1][个段条]|其中[一1][个段条]|任[意选][一1][个段条]"
)


def _unclear(clause: Clause) -> Reading:
    return refusal(
        clause,
        "it is not clear which clip is meant.",
        "不清楚指的是哪个片段。",
        say=Words("Remove clip 2.", "删掉第 2 个片段。"),
    )


def _keep_only(clause: Clause) -> Reading | None:
    """ "Keep only the surf", "只留前三段", "第一段留着，其余的都删", "除了前三段，其余都删"."""
    others = any(t.kind == "clips" and t.value.pronoun == "other" for t in clause.tokens)
    first = next((n for n, t in enumerate(clause.tokens) if t.kind == "clips"), 0)
    if clause.segments > 1 and any(t.has("remove", "unwanted") for t in clause.tokens[first + 1 : first + 2]):
        # "鹦鹉不要，留另外两个": what is named first is what goes.
        return None
    tokens = clause.tokens
    apart = (n for n in range(first + 1, len(tokens)) if tokens[n].start > tokens[n - 1].end)
    beside = [n for n in apart if tokens[n].text in _BESIDE_THEM]
    rest = clause.take("delete_rest") or ((others or beside) and clause.has("remove", "unwanted"))
    only = any(t.has("keep_only") and t.text not in ("keep", *_KEEPING) for t in clause.tokens) or clause.has(
        "only"
    )
    kept = clause.take("keep_only") or _only_these(clause)
    if not (kept and only) and not rest:
        return None
    if rest:
        clause.take("except", "lasts")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _KEEPING)
    _take_thrown(clause)
    clause.take("only", "remove", "other", "not", "unwanted")
    if clause.count("duration", "beats", "bars", "range", "at", "clock"):
        return None
    clause.used.update(beside)
    spoken = None if beside else _kept_apart(clause)
    refs = [ref for ref in clause.refs() if ref.pronoun != "other"]
    refs = spoken if spoken is not None else refs
    if not refs:
        return None
    gone = _others(clause, refs)
    if beside and not _all_on_one_side(
        clause, gone, behind=tokens[beside[0]].text.startswith(("后", "之后", "往后"))
    ):
        return None
    if not gone:
        return refusal(clause, "there is nothing else on the timeline.", "时间线上没有其他片段。")
    clause.take("all")
    left = tuple(c.clip_id for c in clause.scene.clips if c.clip_id not in gone)
    removed = RemoveClips(clips=gone)
    return Reading(operations=(removed,), focus=Focus(clips=left, operation=removed))


_BESIDE_THEM = frozenset(
    phrases_of(
        combined(
            "后面|之后|后边|后头|前面|之前|前边|前头|往后", "|的|几段|那几段|那些|的那些|的镜头|的片段|几个"
        )
    )
)


def _all_on_one_side(clause: Clause, gone: tuple[str, ...], *, behind: bool) -> bool:
    """Whether what goes where "前四段" are to stay is all that stands behind them, or before them."""
    ids = [clip.clip_id for clip in clause.scene.clips]
    edge = ids[-len(gone) :] if behind else ids[: len(gone)]
    return sorted(edge) == sorted(gone)


def _kept_apart(clause: Clause) -> list[Ref] | None:
    """What is to stay, where what goes is named as well: "删掉骑车和鹦鹉，只留冲浪"; None where it isn't."""
    kept: list[Ref] = []
    gone: set[str] = set()
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        refs = [t.value for t in tokens if t.kind == "clips" and not t.value.pronoun]
        if any(t.has("keep_only", "only") for t in tokens):
            kept += refs
        elif any(t.has("remove") for t in tokens):
            gone |= {i for ref in refs for i in ref.ids}
    if not (kept and gone):
        return None
    stays = {i for ref in kept for i in ref.ids}
    return kept if not gone & stays else []


def _only_these(clause: Clause) -> bool:
    """ "Only the parrot ones please", said of nothing that was done before."""
    before = clause.focus.operation is not None or clause.continued
    return not before and all(
        t.kind == "clips" or t.has("only", "filler", "det", "sep") for t in clause.tokens
    )


_KEEPING = frozenset(
    (
        "保留", "留着", "留下来", "留", "保住", "还要", "不动", "别动", "不删", "别删", "stays", "stay",
        "should stay", "remains", "remain", "can stay", "may stay", "is to stay", "preserve", "retain", "hold on to",
        "hang on to", "save", "leave",
    )
)  # fmt: skip
"""Words that spare a clip, and say nothing of the others."""


def _others(clause: Clause, refs: list[Ref]) -> tuple[str, ...]:
    """The clips that go where only `refs` are to stay: of one medium, where its clips are counted."""
    if len(refs) == 2 and refs[0].media and refs[1].numbers:
        among = clause.resolved(refs[0])
        chosen = {n - 1 if n > 0 else len(among) + n for n in refs[1].numbers}
        return tuple(clip_id for n, clip_id in enumerate(among) if n not in chosen)
    kept = {i for ref in refs for i in clause.resolved(ref)}
    return tuple(clip.clip_id for clip in clause.scene.clips if clip.clip_id not in kept)


def _halves(clause: Clause) -> Reading | None:
    """ "The first half of clip 2 can go": trimming by halves is exact only for one clip."""
    if not clause.has("half", "part_first", "part_second") or not clause.take("remove"):
        return None
    beside = {clause.tokens[n - 1].text for n, t in enumerate(clause.tokens) if n and t.has("half")}
    first = clause.has("first", "start", "part_first") or bool(beside & {"前", "前面", "前边", "前头"})
    last = clause.has("last", "end", "part_second") or bool(beside & {"后", "后面", "后边", "后头"})
    if first == last or clause.has("not", "text_noun", "music_noun", "sound_noun", "film_noun"):
        return None
    clause.take(
        "half", "first", "last", "start", "end", "part_of", "part_first", "part_second", "before", "after"
    )
    clips = clause.clips(implicit=clause.continued)
    if not clips or len(clips) != 1:
        return None
    clip = clause.scene.clip(clips[0])
    if clip is None:
        raise Unresolved(Words("it is not clear which clip is meant.", "不清楚指的是哪个片段。"))
    by = round(clip.duration_ms / 2000, 3)
    cut = TrimClip(clip=clips[0], start_by=by) if first else TrimClip(clip=clips[0], end_by=by)
    return Reading(operations=(cut,))


RULES = (
    Rule(name="keep_only", read=_keep_only, rank=44),
    Rule(name="remove_half", read=_halves, rank=48),
    Rule(name="remove_clips", read=_remove, rank=50),
)
