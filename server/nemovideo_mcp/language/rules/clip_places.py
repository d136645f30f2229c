"""Places in the order of the clips."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations.base import After, Before
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.references import Ref

__all__ = ["WORDS", "spot_of"]

WORDS: Vocabulary = {
    "remove": (
        "remove~|delete~|drop~|take out|take|out|get rid of|cut out|cut|kick out|throw out|throw away|lose|ditch|scrap|erase~"
        "|leave out|yeet|chuck|toss|nuke|dump|boot|can go|has to go|gotta go|needs to go|should go|discard~|bin|gone|kill|clear|axe|exclude~|without|skip~|away",
        "扔了|扔|丢掉|丢了|踢|踢出去|踢出|去除掉|剔除|砍了|剪没|拿走|删|删掉|干掉|剪了|删除|删去|去掉|去除|拿掉|移除|剪掉|切掉|不要了|扔掉|砍掉|踢掉|清掉|移走|抹掉|去|不要|别要|不用|拿走|删了|除去",
    ),
    "unwanted": (
        "don't want|dont want|do not want|don't need|dont need|no longer want|anymore|any more|in this|in it|in there",
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
        "tack|tack on|slap on|pop in|add~|insert~|append~|include~|put|place~|use|throw in|drop in|stick|bring in|on the timeline|to the timeline|timeline|goes|go|show|attach",
        "补一张|补上|来张|插进|插到|加|加上|加入|添加|插入|插|接|接上|接在|放|放上|放进|放到时间线|时间线|添|补|末尾接上|加到|放到|来个|放个|接到|接后面|先放|接着放|再加|连上|当封面|做封面|作为封面",
    ),
    "duplicate": (
        "shown twice|play it twice|loop~|duplicate~|copy|copies|copied|repeat~|clone~|double up|show twice|play twice|twice|again|two times",
        "连放两遍|连播两遍|放两回|循环|复制|重复一遍|重复一次|重复|再放一遍|放两遍|再来一遍|再放一次|播两遍|来两遍|复制一份|拷贝|两遍|再放一次|放两次|再来一次|播放两遍",
    ),
    "reverse_order": (
        "reverse the order|reverse order|reversed order|in reverse order|opposite order|order reversed|backwards order|flip the order|the other way round order|reverse the clip order|reverse the sequence",
        "顺序颠倒一下|顺序对调|顺序倒过来|倒过来排|倒序|反过来排|顺序反过来|逆序|倒序排列|反着排|顺序颠倒|颠倒顺序",
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


def spot_of(clause: Clause) -> tuple[Any, Ref | None]:
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
