"""How long a clip is on screen."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_time import SetClipLength
from nemovideo_mcp.edit.values import BarsLength, BeatsLength
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.differences import (
    difference_of,
    gives_more,
    is_difference,
    is_extra,
    takes,
)
from nemovideo_mcp.language.lexicon import Vocabulary, combined
from nemovideo_mcp.language.musical import in_seconds
from nemovideo_mcp.language.readings import Reading, Rule, refusal

__all__ = ["KNOWS", "RULES", "WORDS", "length_of", "longer_by"]

KNOWS = ("clip_add", "clip_order", "clip_places", "clip_remove", "clip_speed", "clip_trim")

WORDS: Vocabulary = {
    "halve_length": """
        half as long|half the length|half its length|by half|to half its length|halve
        half that long|half its current length|half the current length|half the time
        half the duration|half its duration|half of its length
        in half length
        """
    + combined(
        "|时长|长度|时间",
        "砍|剪|缩|缩短|减|压|压缩|裁|截|短|去|减去|剪掉|砍掉|裁掉|切掉|截掉|去掉|减掉|剪短|砍短",
        "一半|掉一半|半截",
    )
    + "|"
    + combined(
        "剪|缩|砍|裁|压|减|截|变|缩短|剪短|压缩",
        "到|成|为",
        "|原来的|原来|原长的|原时长的",
        "一半|一半长|一半长度|二分之一",
    )
    + """
        砍半|减半|时长减半|长度减半|时长砍半|长度砍半|减半时长|对半砍|腰斩|拦腰砍|打对折|打五折|变成一半长
        只要一半|只剩一半|只留一半|留一半|留一半就行
    """,
    "all_footage": """
        as long as possible|to the end of its footage|until its footage ends|to the end of the footage
        play in full|plays in full|plays out in full|play out in full|in full|in its entirety
        in full length|full clip|whole clip|full shot|the complete clip|complete clip|the complete shot
        run its course|run until it ends|run to its end|all of its footage|all its footage|entire clip
        its entire length|its whole length|as long as it lasts|as long as it is
        as long as it goes|its full length|full length of the footage|until it runs out
        能放多长放多长|到素材放完|放完为止|放到完|有多长放多长|能多长就多长|放完整|放完整段|全放出来|放全|播完整|播到完
        放到底|播到底|用满|素材用完|素材放完|用完整段|放完整的
        """
    + combined(
        "完整|完整地|完完整整|整段|全部|从头到尾|一直",
        "放完|播完|播放|放到完|播到完|放到底|播到底|放到结束|播到结束",
    )
    + "|"
    + combined(
        "放|播|用|留|延长|拉",
        "到|至",
        "素材|原片|原素材|源素材|原视频",
        "|的",
        "结束|末尾|结尾|最后|尽头|完|没了|用完|放完|播完",
    )
    + """
    """,
    "double_length": """
        twice as long|double the length|double its length|two times as long|twice the length
        twice as long as now|double the time|double the duration|twice the duration|twice the time
        double as long|2x as long|two times longer|2x longer|2 times as long
        长一倍|延长一倍|加长一倍|两倍长|时长加倍|时长翻倍|延长到两倍|拉长一倍|拉长到两倍|长度加倍|长度翻倍
        加倍长|加长到两倍|拉长到原来的两倍|延长到原来的两倍|延长两倍|拉长两倍|时长翻番|长度翻番|翻个倍|翻番
        变成两倍长|变两倍长|两倍时长|两倍的时长|双倍时长|双倍长|再长一倍|放长到两倍|时长加一倍|长度加一倍|加一倍
        翻一倍|延长一倍时间|加倍时长|时间翻倍|放长一倍
    """,
    "at_least": """
        at least|a minimum of|minimum|min|no shorter than|no less than|not less than|not shorter than
        至少|最少|起码|不少于|不短于|不低于|最短
    """,
    "in_all": "总共|一共|总计|合计|加起来|统共",
    "by_word": """
        by
        多|再
    """,
    "at_most": """
        shouldn't be longer than|should not be longer than|mustn't be longer than|must not be longer than
        can't be longer than|not be longer than|no longer than|not longer than|no more than|not more than
        shouldn't exceed|must not exceed|not exceed|up to|at most|maximum|max
    """,
    "lasts": """
        should be cut|can be cut|could be cut|must be cut|be cut|gets cut|needs cutting|should be trimmed|be trimmed
        should be shortened|be shortened|be extended|be lengthened|be reduced
        goes on|go on|should go on|should stay on|last~|long|length|stay~|keep~|hold~|run~|show~|trim~|cut~|cap~
        limit~|be on screen|take up
        be|=|reduce~|get~|get down|dial down|dial back|squeeze~|shrink~|crop~|chop~|max out at|tops
        at|set to|down to|up to|extend to|stick around for|on screen for|on screen|on-screen
        visible|visible for|appear for|linger for|seconds long|secs long|in length|of length|worth|duration
        screen time|runtime|time|to be|clock in at|total of|should be|should last|would last|must be
        must last|for just|for only|at most|at least|maximum|hold for
        remain~|trim down|cut down|bring down|bring|down
        至|剩|剪剩|剩下|定在|占|占满|占个|续|大约|时长|长度|截短至|截到|截短到|缩短至|缩短到|剪至|裁至|减到|长|剪到|剪成|缩到|缩成|保留|留|停|停留|持续|卡
        收短到|收短成|收到|收成|收紧到|收窄到|撑到|撑成|撑够|撑满|拖到|拖长到|扩到|扩展到|扩成|增加到|增到|放长到
        放到|放够|放满|留够|留满|留出|停够|停满|停上|停住|缩减至|缩短为|减为|截成|截取|截为|截取到|掐到|掐成|掐短到
        剁到|剁成|削到|削减到|修剪到|修短到|裁短到|裁剪到|裁切到|压短到|压缩为|降到|降为|保持在|保持|维持|维持在
        固定为|固定在|固定成|统一成|统一为|统一改成|统一到|统一|卡成|卡死|弄成|搞成|整成|整到|做成|做到|设置为
        设置成|设定为|设定成|设|调整到|调整成|调整为|调为|换成|拉|拉长成|拉满|延长成|延长为|延长至|延至|加时到
        补到|凑到|凑够|凑满|凑成|要|需要|只需|只需要|只准|只许|只能有|不超过|别超过|不要超过|别长过|最多|最长|至多
        控制|压一压到|长度改成|长度改为|长度设为|长度设成|长度调到|长度调成|长度变成|长度控制在|长度弄成|时长改成
        时长改为|时长设为|时长设成|时长调到|时长调成|时长变成|时长控制在|时长弄成|时长要|时长给|时长缩到|时长缩短到
        时长压到|时长延长到|总共给|一共给|出现|露|露出|上屏|待个|呆个|待上|呆上|待够|停那么|来|走|走个
        带过|就带过|一带而过|打住|就打住|封顶|拉倒|完事|就完事|缩|剪|控制在|裁到|播|放|显示|给它|拉长到|拉到
        延长到|压到|只要|只有|就好|改为|改成|改到|砍到|砍成|砍至
        压成|压至|压缩到|压缩成|减成|减至|修到|修成|裁成|弄到|搞到|调到|调成|设成|设为|留到|留个|给个|给|放个
        停个|停到|播个|播到|就给|就留|就放|就播|只给|只留|只放|只播|最多给|最多留|最多放|顶多|只能|变成|变为
        cut到|拉成|延到|加到|加长到|剪短到|剪短成|短到|长到|缩减到|缩减为|精简到|精简成|浓缩到|浓缩成|控制到
        控制成|限制在|限制到|卡到|卡在|定为|定成|就行|就够|够|够了|足够|足矣|足够了|为止|时间|片长|显示时间
        播放时间|播放时长|停留时间|停留时长|秒数|不能超过|露面|露个脸|出镜|待|呆|改回|改回到|恢复到|恢复成|还是
    """,
}


def length_of(clause: Clause) -> Any:
    """Takes a length: seconds, beats or bars; None where there is not exactly one."""
    if clause.count("duration", "beats", "bars", "clock") != 1:
        return None
    for kind, make in (("beats", BeatsLength), ("bars", BarsLength)):
        if (count := clause.one(kind)) is not None:
            return make(beats=count) if make is BeatsLength else BarsLength(bars=count)
    return clause.one("duration", "clock") / 1000


def _relative(clause: Clause) -> Reading | None:
    """ "A second longer", "even shorter", "长一点": by a length, or by a quarter."""
    doubled = clause.take("double_length")
    if clause.has("double") and any(t.text in ("length", "duration") for t in clause.tokens):
        doubled = clause.take("double")
    given_more = difference_of(clause) == "more"
    extra = is_extra(clause)
    follows = isinstance(clause.focus.operation, SetClipLength) and not clause.names_clips
    if extra and follows and not clause.has("longer", "shorter", "insert") and not gives_more(clause):
        # "Another second" behind a length that was changed: in the same direction.
        return None
    given_more |= extra
    longer = clause.has("longer") or doubled or given_more
    shorter = clause.has("shorter") or any(
        one.kind == "duration" and other.text == "less" for one, other in pairwise(clause.tokens)
    )
    if longer == shorter or clause.has("film_noun", "text_noun", "music_noun", "not", "fade"):
        return None
    if clause.count("texts", "percent", "factor", "number"):
        return None
    if clause.count("beats", "bars"):
        return None
    if clause.count("duration") and not is_difference(clause):
        return None
    clause.take("double_length")
    by_ms = clause.one("duration")
    clause.take("longer", "shorter", "lasts", "more", "less", "too", "it", "do", "by_word", "each", "insert")
    clips = clause.clips(implicit=True)
    if not clips:
        return None
    sign = 1 if longer else -1
    operations: list[Operation] = []
    for clip_id in clips:
        clip = clause.scene.clip(clip_id)
        if clip is None:
            return None
        change = by_ms if by_ms is not None else clip.duration_ms / (1 if doubled else 4)
        wanted = clip.duration_ms + sign * change
        if wanted <= 0:
            return refusal(clause, "the clip is not that long.", "片段没有那么长。")
        operations.append(SetClipLength(clips=(clip_id,), length=round(wanted / 1000, 3)))
    return Reading(operations=tuple(operations))


def _taken_or_added(clause: Clause) -> Reading | None:
    """ "Cut 2 seconds from the parrot", "add 2 seconds to the bikes", "鹦鹉剪掉两秒": shorter or longer by it."""
    if clause.count("duration", "beats", "bars") != 1 or clause.has(
        "not",
        "both_ends",
        "start",
        "end",
        "first",
        "last",
        "film_noun",
        "music_noun",
        "text_noun",
        "sound_noun",
        "before",
        "after",
    ):
        return None
    at = next((n for n, token in enumerate(clause.tokens) if token.kind == "duration"), None)
    if at is None:
        return None
    verb = clause.tokens[at - 1].text if at else ""
    link = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    told = difference_of(clause)
    taken = told == "less" or takes(clause)
    if cut_by := verb == "by" and clause.has("trim") and not clause.has("longer", "shorter"):
        # "Could clip two be cut by one second"
        clause.take("trim", "lasts", "by_word")
    taken = taken or cut_by
    more = verb in ("another", "extra", "additional") and at > 1
    added = told == "more" or more or (verb in ("add", "give") and (link == "to" or verb == "give"))
    if more:
        clause.take("insert", "do", "more", "lasts")
        clause.used.update(
            n for n, t in enumerate(clause.tokens) if t.text in ("give", "add", "needs", "for")
        )
    if taken == added:
        return None
    clause.used.update(
        (at - 1, at, *((at + 1,) if link in ("from", "off", "off of", "out of", "to") else ()))
    )
    if told:
        clause.take(
            "lasts",
            "longer",
            "shorter",
            "more",
            "less",
            "trim",
            "by_word",
            "insert",
            "remove",
            "each",
            "do",
            "part_of",
        )
        clause.take("enough", "picture")
    by_ms = clause.tokens[at].value
    clips = clause.clips(implicit=clause.continued or isinstance(clause.focus.operation, SetClipLength))
    if not clips:
        return None
    operations: list[Operation] = []
    for clip in (clause.scene.clip(clip_id) for clip_id in clips):
        wanted = (clip.duration_ms if clip else 0) + (by_ms if added else -by_ms)
        if clip is None or wanted <= 0:
            return refusal(clause, "the clip is not that long.", "片段没有那么长。")
        operations.append(SetClipLength(clips=(clip.clip_id,), length=round(wanted / 1000, 3)))
    return Reading(operations=tuple(operations))


def _all_footage(clause: Clause) -> Reading | None:
    """ "Let clip 3 play to the end of its footage"."""
    if not clause.take("all_footage"):
        return None
    clause.take("lasts", "longer", "end", "it", "do", "all")
    clips = clause.clips(implicit=True)
    if not clips:
        return None
    operations: list[Operation] = []
    for clip_id in clips:
        clip = clause.scene.clip(clip_id)
        item = next((m for m in clause.scene.media if clip and m.media_id == clip.media_id), None)
        if clip is None or item is None or not item.info.duration_ms:
            return refusal(clause, "the length of its footage is not known.", "不知道素材有多长。")
        left = clip.length_for(item.info.duration_ms - clip.source_start_ms)
        operations.append(SetClipLength(clips=(clip_id,), length=round(float(left) / 1000, 3)))
    return Reading(operations=tuple(operations))


def _half(clause: Clause) -> Reading | None:
    """ "Cut clip 1 and the last one to half", "第一段和最后一段都砍一半"."""
    if not clause.take("half", "halve_length") or clause.has(
        "slower", "faster", "sound_noun", "music_noun", "film_noun", "speed_noun"
    ):
        return None
    if not clause.has("lasts", "shorter", "halve_length") or clause.count(
        "duration", "number", "percent", "texts", "factor"
    ):
        return None
    if any(token.text == "at" for token in clause.tokens):
        # "Surf at half": its speed or its sound, as well as its length.
        return None
    clause.take("lasts", "shorter", "halve_length", "it", "each", "trim")
    clips = clause.clips(implicit=clause.continued)
    if not clips:
        return None
    lengths = [(c.clip_id, c.duration_ms) for c in clause.scene.clips if c.clip_id in clips]
    return Reading(operations=tuple(SetClipLength(clips=(i,), length=round(d / 2000, 3)) for i, d in lengths))


_BESIDES = frozenset(
    [
        "another",
        "extra",
        "additional",
        "off",
        "减",
        "减少",
        "少",
        "多",
        "再加",
        "加",
        "扣",
        "扣掉",
        "短个",
        "长个",
    ]
)


def _is_disliked(clause: Clause) -> bool:
    """ "5秒太长了", "长了一秒": the length that is told is not the one that is wanted."""
    at = next((n for n, token in enumerate(clause.tokens) if token.kind == "duration"), None)
    if at is None:
        return False
    before = "".join(token.text for token in clause.tokens[max(at - 3, 0) : at])
    after = clause.tokens[at + 1 : at + 2]
    too = any(t.has("longer", "shorter") and t.text.startswith(("太", "有", "好", "过", "偏")) for t in after)
    return too or bool(re.search(r"(?<![太长短])[长短]了$", before))


_COMPARING = re.compile(
    r"\b(?:shorter|longer|less|more|under|over) than\b|(?:短于|长于|不到|超过)[^,，]{0,8}的|比[^,，]{0,8}[长短]的"
)


def _bounded(clips: tuple[str, ...], length: Any, clause: Clause) -> tuple[str, ...] | None:
    """Of `clips`, those that a bound changes: "at most 5 seconds" the longer ones; None where no bound is told."""
    most, least = clause.has("at_most"), clause.has("at_least")
    if most is least or not isinstance(length, float):
        return None
    return tuple(
        c.clip_id
        for c in clause.scene.clips
        if (c.clip_id in clips or clips == ("all",))
        and (c.duration_ms > length * 1000 if most else c.duration_ms < length * 1000)
    )


def _set(clause: Clause) -> Reading | None:
    if (
        any(token.text in _BESIDES for token in clause.tokens)
        or is_difference(clause)
        or takes(clause)
        or _is_disliked(clause)
    ):
        # "Give it another second": a difference, which other rules read.
        return None
    if _COMPARING.search(clause.plain) and not clause.has("at_most"):
        # "The clips shorter than 5 seconds"
        return None
    length = length_of(clause)
    if length is None:
        return None
    if (
        clause.has("except")
        and clause.names_clips
        and any(t.kind == "clips" and t.value.pronoun not in ("", "other") for t in clause.tokens)
    ):
        # "Make it 10 seconds but keep the first clip"
        return None
    of_focus = _suits_focus(clause, length)
    clips = clause.clips(implicit=clause.continued or clause.has("longer", "shorter") or of_focus)
    if clips is None:
        return None
    bounded = _bounded(clips, length, clause)
    clause.take(
        "lasts", "longer", "shorter", "each", "only", "too", "more", "less", "beat_word", "at_most", "enough"
    )
    clause.take("at_least", "all")
    if len(clips) == 1:
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _ALTOGETHER)
    clause.take("in_all")
    if _is_reached(clause):
        clause.take("trim", "part_of", "text_change")
    if bounded is not None:
        if not bounded:
            return refusal(clause, "it is that way already.", "已经是这样了。") if not clause.rest() else None
        clips = bounded
    return Reading(operations=(SetClipLength(clips=clips, length=length),))


_ALTOGETHER = frozenset(
    ("overall", "altogether", "total", "all in all", "all told", "all in", "总共", "一共")
)


def _is_reached(clause: Clause) -> bool:
    """Whether a length is what is to be left, in Chinese: "裁一下鹦鹉到三秒"."""
    at = next((n for n, t in enumerate(clause.tokens) if t.kind in ("duration", "beats", "bars")), 0)
    return clause.tokens[at - 1].text.endswith(("到", "至", "成", "为")) if at else False


def _suits_focus(clause: Clause, length: Any) -> bool:
    """Whether a length without an object is one of the clip that was spoken of, and not of the film ("缩短到2秒")."""
    if len(clause.focus.clips) != 1 or not isinstance(length, float) or not clause.has("lasts"):
        return False
    if clause.has("film_noun", "at_most", "whole", "text_noun", "music_noun", "fade"):
        return False
    return length * 2000 < clause.scene.timeline.duration_ms


_LENGTH_BY = re.compile(
    r"^(?!.*\bto\b).*(?:(?P<less>\b(?:shorten|cut|trim|reduce|shave|chop)\b.{0,80}\bby\b|\bshorter\b|\boff\b)"
    r"|\b(?:lengthen|extend|stretch)\b.{0,80}\bby\b|\blonger\b)"
)
"""A wish by how much longer or shorter clips are to be."""


def longer_by(clause: Clause) -> Reading | None:
    """ "… and the surf by two" behind "shorten the bikes by one second"."""
    by = _LENGTH_BY.search(clause.focus.said.lower())
    amounts = clause.values("duration", "number")
    if by is None or len(amounts) != 1 or clause.has("longer", "shorter"):
        return None
    amount = amounts[0] / 1000 if any(t.kind == "duration" for t in clause.tokens) else amounts[0]
    signed = -amount if by["less"] is not None else amount
    clips = [clause.scene.clip(i) for i in clause.clips() or ()]
    clause.take("by_word", "lasts", "enough", "at_prep", "to_sep")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text == "by")
    lengths = [(c.clip_id, round(c.duration_ms / 1000 + signed, 3)) for c in clips if c is not None]
    if not lengths or any(length <= 0 for _, length in lengths):
        return None
    return Reading(operations=tuple(SetClipLength(clips=(i,), length=length) for i, length in lengths))


def _bare_number(clause: Clause) -> Reading | None:
    """ "…and the surf 2", after a length that had its unit."""
    if _LENGTH_BY.search(clause.focus.said.lower()) or any(t.text == "by" for t in clause.tokens):
        # "… and the surf by two"
        return None
    if (
        not isinstance(clause.focus.operation, SetClipLength)
        or not clause.names_clips
        or clause.count("number") != 1
    ):
        return None
    if clause.count("duration", "beats", "bars", "clock", "percent", "factor", "ordinal", "texts", "quote"):
        return None
    length: Any = clause.one("number")
    if isinstance(clause.focus.operation.length, BeatsLength) and length:
        length = BeatsLength(beats=length)
    elif isinstance(clause.focus.operation.length, BarsLength) and length:
        length = BarsLength(bars=length)
    clause.take("lasts", "only", "each", "enough", "too")
    clips = clause.clips()
    return Reading(operations=(SetClipLength(clips=clips, length=length),)) if clips and length else None


RULES = (
    Rule(name="length_by", read=in_seconds(_taken_or_added), rank=43),
    Rule(name="all_footage", read=_all_footage, rank=52),
    Rule(name="half_length", read=_half, rank=53),
    Rule(name="relative_length", read=in_seconds(_relative), rank=54),
    Rule(name="set_clip_length", read=_set, rank=55),
    Rule(name="length_number", read=_bare_number, rank=57),
)
