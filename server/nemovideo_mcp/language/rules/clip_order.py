"""Which clips are in the film, and in which order."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.base import After, Before
from nemovideo_mcp.edit.operations.clip_order import (
    AddClips,
    DuplicateClips,
    MoveClips,
    RemoveClips,
    ReplaceClip,
)
from nemovideo_mcp.edit.operations.clip_time import TrimClip
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.rules.length import length_of

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "remove": (
        "remove~|delete~|drop~|take out|take|out|get rid of|cut out|cut|kick out|throw out|throw away|lose|ditch|scrap|erase~"
        "|leave out|discard~|bin|gone|kill|clear|axe|exclude~|without|skip~|away",
        "删|删掉|干掉|剪了|删除|删去|去掉|去除|拿掉|移除|剪掉|切掉|不要了|扔掉|砍掉|踢掉|清掉|移走|抹掉|去|不要|别要|不用|拿走|删了|除去",
    ),
    "unwanted": (
        "don't want|dont want|do not want|don't need|dont need|no longer want|don't like|anymore|any more|in this|in it|in there",
        "不要|不想要|不需要",
    ),
    "keep_only": (
        "keep only|keep just|only keep|just keep|keep nothing but|leave only|only leave|keep|stick to|use only",
        "只留|只保留|只要|仅保留|仅留|只剩|保留",
    ),
    "delete_rest": (
        "delete the rest|remove the rest|drop the rest|lose the rest|remove all others",
        "其它都删|其他都删|其余都删|其他的都删掉|其余删掉|其他删掉|其它不要|其他不要|其他都不要|其它都不要",
    ),
    "move": (
        "move~|put|puts|place~|bring~|shift~|send|goes|go|comes|come|start with|begin with|open with|end with|close with|finish with|start|starts|should be|belongs|instead",
        "移|移到|挪|挪到|放|放到|放在|搬|搬到|调到|换到|排到|排在|提到|提前到|拉到|移动到|摆到|打头|开场|收尾|压轴|殿后|挪去|放去|调整到",
    ),
    "opens": (
        "start with|begin with|open with|starts with|begins with|opens with|goes first|comes first|first",
        "当封面|做封面|作为封面|开场|打头|打头阵|先放|当开头|做开头|放第一个",
    ),
    "closes": (
        "last|end with|close with|finish with|ends with|closes with|goes last|comes last",
        "收尾|压轴|殿后|结尾用|放最后",
    ),
    "swap": (
        "swap~|switch~|exchange~|trade places|change places|swap places|swap round|swap around|switch around|switch places|around",
        "换一下顺序|换顺序|换下顺序|换个顺序|对换|互换|交换|调换|对调|换个位置|换位置|换一下位置|调个位置|换换|掉换|位置",
    ),
    "replace": (
        "replace~|swap out|swap|switch out|substitute~|instead of|in place of|in its place|use|show|change|exchange",
        "换成|替换成|替换为|替换|换|换为|改成|改用|代替|替代|改放",
    ),
    "insert": (
        "add~|insert~|append~|include~|put|place~|use|throw in|drop in|stick|bring in|on the timeline|to the timeline|timeline|goes|go|show|attach",
        "加|加上|加入|添加|插入|插|接|接上|接在|放|放上|放进|放到时间线|时间线|添|补|末尾接上|加到|放到|来个|放个|接到|接后面|先放|接着放|再加|连上|当封面|做封面|作为封面",
    ),
    "duplicate": (
        "loop~|duplicate~|copy|copies|copied|repeat~|clone~|double up|show twice|play twice|twice|again|two times",
        "循环|复制|重复一遍|重复一次|重复|再放一遍|放两遍|再来一遍|再放一次|播两遍|来两遍|复制一份|拷贝|两遍|再放一次|放两次|再来一次|播放两遍",
    ),
    "reverse_order": (
        "reverse the order|reverse order|reversed order|in reverse order|opposite order|order reversed|backwards order|flip the order|the other way round order|reverse the clip order|reverse the sequence",
        "顺序倒过来|倒过来排|倒序|反过来排|顺序反过来|逆序|倒序排列|反着排|顺序颠倒|颠倒顺序",
    ),
    "order": (
        "order|in the order|sequence|in this order|order should be|new order|the order|order of",
        "顺序|排序|次序|顺序改成|排|排列|按|依次|先|最后|按照",
    ),
    "copy_noun": ("copy|the copy|duplicate", "副本|复制的那段|拷贝"),
    "between": ("between|in between", "之间|中间"),
    "position": ("position|place|spot|number|slot|as number|into position", "位|位置|号位"),
    "part_of": ("of|from|part", "的"),
    "gap": ("leave a gap|leave gap|leaving a gap|leave the gap", "留空|留出空位"),
}


def _spot(clause: Clause) -> tuple[Any, Ref | None]:
    """Takes a place in the order: `start`, `end`, before or after a clip. None where none is told."""
    tokens = clause.tokens
    if (between := _between(clause)) is not None:
        return After(after=between[0]), None
    for n, token in enumerate(tokens):
        if n in clause.used or token.kind not in ("word", "clips"):
            continue
        english = token.text.isascii()
        before, after = token.has("before"), token.has("after")
        if not (before or after) or token.kind == "clips":
            continue
        beside = n + 1 if english else n - 1
        if 0 <= beside < len(tokens) and tokens[beside].kind == "clips" and beside not in clause.used:
            ref: Ref = tokens[beside].value
            clause.used.update((n, beside))
            ids = clause.resolved(ref)
            return (Before(before=ids[0]) if before else After(after=ids[-1])), ref
    if clause.find("end", "closes") is not None and clause.find("start", "opens") is None:
        clause.take("end", "closes")
        return "end", None
    if clause.find("start", "opens") is not None and clause.find("end", "closes") is None:
        clause.take("start", "opens")
        return "start", None
    return None, None


def _between(clause: Clause) -> tuple[str, ...] | None:
    """Takes two neighbours that something goes between."""
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        beside = n + 1 if token.text.isascii() else n - 1
        if not token.has("between") or not 0 <= beside < len(tokens) or tokens[beside].kind != "clips":
            continue
        ids = clause.resolved(tokens[beside].value)
        order = [clip.clip_id for clip in clause.scene.clips]
        if len(ids) == 2 and order.index(ids[1]) - order.index(ids[0]) == 1:
            clause.used.update((n, beside))
            return ids
    return None


def _remove(clause: Clause) -> Reading | None:
    if _other_drop(clause):
        return None
    unwanted = clause.take("unwanted")
    if not clause.take("remove") and not unwanted:
        return None
    if clause.has("not") and not unwanted:
        return None
    if clause.count("duration", "texts", "percent", "range", "at") or (
        clause.has("start", "end") and not clause.names_clips
    ):
        return None
    named = clause.names_clips
    clips = clause.clips(implicit=clause.continued)
    if clips is None or (clause.uncertain and not named):
        return _unclear(clause) if not clause.rest() else None
    gap = clause.take("gap")
    return Reading(operations=(RemoveClips(clips=clips, leave_gap=gap),))


def _other_drop(clause: Clause) -> bool:
    """Whether "drop" is the music's, not a verb with its object behind it."""
    tokens = clause.tokens
    return any(
        t.text == "drop" and (n + 1 == len(tokens) or tokens[n + 1].kind != "clips")
        for n, t in enumerate(tokens)
    )


def _unclear(clause: Clause) -> Reading:
    return refusal(
        clause,
        "it is not clear which clip is meant.",
        "不清楚指的是哪个片段。",
        say=Words("Remove clip 2.", "删掉第 2 个片段。"),
    )


def _keep_only(clause: Clause) -> Reading | None:
    rest = clause.take("delete_rest")
    only = any(t.has("keep_only") and t.text not in ("keep", "保留") for t in clause.tokens) or clause.has(
        "only"
    )
    if not clause.take("keep_only") or not (only or rest):
        return None
    clause.take("only", "remove", "other", "not")
    if clause.count("duration", "beats", "bars"):
        return None
    refs = [ref for ref in clause.refs() if ref.pronoun != "other"]
    if not refs:
        return None
    gone = _others(clause, refs)
    if not gone:
        return refusal(clause, "there is nothing else on the timeline.", "时间线上没有其他片段。")
    clause.take("all")
    return Reading(operations=(RemoveClips(clips=gone),))


def _others(clause: Clause, refs: list[Ref]) -> tuple[str, ...]:
    """The clips that go where only `refs` are to stay: of one medium, where its clips are counted."""
    if len(refs) == 2 and refs[0].media and refs[1].numbers:
        among = clause.resolved(refs[0])
        chosen = {n - 1 if n > 0 else len(among) + n for n in refs[1].numbers}
        return tuple(clip_id for n, clip_id in enumerate(among) if n not in chosen)
    kept = {i for ref in refs for i in clause.resolved(ref)}
    return tuple(clip.clip_id for clip in clause.scene.clips if clip.clip_id not in kept)


def _swap(clause: Clause) -> Reading | None:
    if not clause.take("swap"):
        return None
    clause.take("move", "replace", "order")
    refs = clause.refs()
    parts = [part for ref in refs for part in (ref.parts or (ref,))]
    ids: list[str] = []
    for part in parts:
        if part.pronoun == "them" and len(clause.scene.clips) == 2:
            ids += [clip.clip_id for clip in clause.scene.clips]
        elif part.pronoun in ("them", "it") and not ids:
            ids += clause.focus.clips
        else:
            ids += clause.resolved(part)
    if not parts and clause.focus.operation is not None and len(clause.focus.clips) == 2:
        ids = list(clause.focus.clips)
    clause.take("back", "them", "each")
    if len(ids) == 1 and len(clause.scene.clips) == 2:
        ids += [clip.clip_id for clip in clause.scene.clips if clip.clip_id not in ids]
    if len(ids) != 2:
        if not ids:
            return None
        return refusal(
            clause,
            "swapping takes two clips.",
            "交换需要指明两个片段。",
            say=Words("Swap clip 1 and clip 2.", "交换第 1 个和第 2 个片段。"),
        )
    return Reading(operations=(MoveClips(clips=(ids[0],), swap_with=ids[1]),))


def _reverse_order(clause: Clause) -> Reading | None:
    if not clause.take("reverse_order") and not (clause.has("reverse") and clause.has("order")):
        return None
    clause.take("order", "reverse", "all")
    clause.refs()
    ids = tuple(clip.clip_id for clip in clause.scene.clips)
    if len(ids) < 2:
        return None
    return Reading(operations=(MoveClips(clips=ids[::-1], to="start"),))


def _order(clause: Clause) -> Reading | None:
    """ "Order: surf, parrot, bikes"."""
    if not clause.take("order") or not clause.scene.clips:
        return None
    parts = [part for ref in clause.refs() for part in (ref.parts or (ref,))]
    ids = [i for part in parts for i in clause.resolved(part)]
    if len(parts) < 2 or any(part.all for part in parts):
        return None
    clause.take("move", "lasts", "last", "replace")
    if set(ids) != {clip.clip_id for clip in clause.scene.clips}:
        return refusal(
            clause, "name all clips in the new order, each once.", "请按新顺序列出全部片段，各一次。"
        )
    return Reading(operations=(MoveClips(clips=tuple(ids), to="start"),))


def _move(clause: Clause) -> Reading | None:
    if clause.count("duration", "quote", "texts", "percent", "file", "factor") or clause.has("text_noun"):
        return None
    if (begins := _begins_with(clause)) is not None:
        return begins
    if any(t.text == "从" for t in clause.tokens):
        return None
    moved = clause.has("move", "opens", "closes")
    spot, beside = _spot(clause)
    position = None
    if spot is None:
        position = _position(clause)
        spot = position
    if spot is None or (not moved and not ((spot in ("start", "end") and len(clause.tokens) <= 6) or beside)):
        return None
    clause.take(
        "move", "at_prep", "position", "copy_noun", "replace", "opens", "closes", "swap", "insert", "part_of"
    )
    refs = clause.refs()
    if len(refs) == 2 and any(t.text in ("instead of", "rather than") for t in clause.tokens):
        refs = refs[:1]
    copies = clause.has("copy_noun")
    clips = tuple(i for ref in refs for i in clause.resolved(ref)) or (
        clause.focus.clips if clause.continued or copies or moved else ()
    )
    if not clips:
        return None
    if isinstance(spot, Before | After):
        other = spot.before if isinstance(spot, Before) else spot.after
        if other in clips:
            return refusal(clause, "a clip cannot be placed beside itself.", "片段不能放到它自己旁边。")
    return Reading(operations=(MoveClips(clips=clips, to=spot),))


def _to_ordinal(clause: Clause) -> Reading | None:
    """ "The surf should be the first one", "冲浪当第一段"."""
    named = [(n, t) for n, t in enumerate(clause.tokens) if t.kind == "clips"]
    if len(named) != 2 or clause.count("duration", "percent", "quote", "factor"):
        return None
    (first_at, first), (second_at, second) = named
    between = clause.tokens[first_at + 1 : second_at]
    if not any(t.text in _BECOMES for t in between) or len(second.value.numbers) != 1 or second.value.media:
        return None
    clause.used.update(range(first_at, second_at + 1))
    return Reading(operations=(MoveClips(clips=clause.resolved(first.value), to=second.value.numbers[0]),))


_BECOMES = frozenset(
    ("should be", "be", "is", "as", "to be", "becomes", "是", "当", "作为", "变成", "做", "must be")
)


def _begins_with(clause: Clause) -> Reading | None:
    """ "从冲浪开始": of a medium by name, since "从第六个开始" is said of what is cut away too."""
    tokens = [t for t in clause.tokens if not t.has("filler") or t.text == "从"]
    if (
        len(tokens) != 3
        or tokens[0].text != "从"
        or tokens[1].kind != "clips"
        or tokens[2].text not in ("开始", "起")
    ):
        return None
    ref: Ref = tokens[1].value
    if not ref.media or ref.numbers:
        return None
    clause.take_everything()
    return Reading(operations=(MoveClips(clips=clause.resolved(ref), to="start"),))


def _position(clause: Clause) -> int | None:
    if clause.find("position") is None:
        return None
    value = clause.one("ordinal", "number")
    return int(value) if value else None


def _replace(clause: Clause) -> Reading | None:
    """ "Replace clip 1 with the beach photo", "instead of the parrot show the surf", "第一段换成沙滩照片"."""
    if not clause.has("replace") or clause.count("duration", "quote", "texts", "percent", "factor", "ratio"):
        return None
    instead = [
        n for n, t in enumerate(clause.tokens) if t.text in ("instead of", "in place of", "代替", "替代")
    ]
    clause.take("replace", "swap", "in_slot")
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
    if clause.tokens[0].text in ("用", "use") and not instead:
        old, new = second, first
    ids = clause.resolved(old)
    if len(new.media) != 1:
        return None
    if len(ids) != 1:
        return refusal(clause, "name the one clip that is to be replaced.", "请指明要替换的那一个片段。")
    clause.take("footage", "only")
    return Reading(operations=(ReplaceClip(clip=ids[0], media=new.media[0]),))


def _duplicate(clause: Clause) -> Reading | None:
    if not clause.take("duplicate") or clause.count("duration", "texts", "percent"):
        return None
    shown = clause.one("factor")
    spot, _ = _spot(clause)
    if clause.has("longer", "film_noun"):
        return None
    clause.take("lasts", "move", "insert", "at_prep", "copy_noun", "more")
    clips = clause.clips(implicit=clause.continued)
    if not clips:
        return None
    if (
        len(clips) != 1
        and clause.count("clips")
        and not any(t.kind == "clips" and t.value.parts for t in clause.tokens)
    ):
        return refusal(clause, "name the one clip that is to be shown again.", "请指明要重复的那一个片段。")
    return Reading(operations=(DuplicateClips(clips=clips, to=spot, times=_copies(shown)),))


def _copies(shown: float | None) -> int:
    """How many copies make a clip be shown so many times."""
    return min(max(int(shown) - 1, 1), 50) if shown is not None else 1


def _add(clause: Clause) -> Reading | None:
    if clause.has("text_noun", "music_noun", "not") or clause.count("quote", "texts", "percent", "factor"):
        return None
    if clause.count("clips") and any(t.kind == "clips" and t.value.all for t in clause.tokens):
        return None
    adding = clause.has("insert")
    verbs = [n for n, t in enumerate(clause.tokens[:-1]) if t.text in ("add", "加", "增加")]
    if clause.has("start", "opens") and clause.has("end", "closes"):
        return None
    range_ms: tuple[float, float] | None = clause.one("range") or _edge_range(clause)
    spot, _ = _spot(clause)
    here = any(t.kind == "clips" and t.value.ids for n, t in enumerate(clause.tokens) if n not in clause.used)
    told_to_add = any(t.text in _ADDS for t in clause.tokens)
    if here and (not told_to_add or any(clause.tokens[n + 1].kind == "duration" for n in verbs)):
        return None
    if not adding and not isinstance(spot, Before | After) and (range_ms is None or clause.scene.clips):
        return None
    length: Any = None
    if range_ms is None and clause.count("duration", "beats", "bars"):
        length = length_of(clause)
    clause.take("insert", "move", "each", "lasts", "part_of", "at_prep", "position", "footage")
    files = clause.values("file")
    if any(name.endswith(_NO_PICTURES) for name in files):
        return None
    names = tuple(clause.media()) or tuple(files)
    if not names:
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


_NO_PICTURES = (".mp3", ".wav", ".m4a", ".flac", ".aac", ".ogg", ".srt", ".vtt", ".cube")


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


def _halves(clause: Clause) -> Reading | None:
    """ "The first half of clip 2 can go": trimming by halves is exact only for one clip."""
    if not clause.has("half") or not clause.take("remove"):
        return None
    first, last = clause.has("first", "start"), clause.has("last", "end")
    if first == last:
        return None
    clause.take("half", "first", "last", "start", "end", "part_of")
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
    Rule(name="reverse_order", read=_reverse_order, rank=40),
    Rule(name="keep_only", read=_keep_only, rank=44),
    Rule(name="replace_clip", read=_replace, rank=45),
    Rule(name="swap_clips", read=_swap, rank=46),
    Rule(name="order_clips", read=_order, rank=47),
    Rule(name="remove_half", read=_halves, rank=48),
    Rule(name="remove_clips", read=_remove, rank=50),
    Rule(name="duplicate_clips", read=_duplicate, rank=52),
    Rule(name="move_to_ordinal", read=_to_ordinal, rank=59),
    Rule(name="move_clips", read=_move, rank=60),
    Rule(name="add_clips", read=_add, rank=62),
)
