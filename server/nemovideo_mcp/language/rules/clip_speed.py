"""Speed, direction and standing pictures of clips."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import RemoveClips
from nemovideo_mcp.edit.operations.clip_speed import FreezeFrame, ReverseClip, SetSpeed
from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.values import BarRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.lexicon import Vocabulary, combined
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.length import length_of
from nemovideo_mcp.language.rules.unavailable import ramps_speed

__all__ = ["KNOWS", "RULES", "WORDS", "counts_showings", "keeps_length", "place_of", "read_speed"]

KNOWS = ("clip_add", "clip_order", "clip_places", "clip_remove", "clip_trim", "length")

WORDS: Vocabulary = {
    # not "slower": "慢慢变亮"
    "speed_gradual": """
        慢慢|慢慢地|慢慢的|快快|快快地
    """,
    "faster": """
        right up|way up|very fast|really fast|super fast|extremely fast|ultra fast|lightning fast
        at warp speed
        faster|speed up|speeds up|sped up|speed it up|speeding up|fast forward|fast-forward|fast|quicker
        speedier|zippier|faster paced motion|at a faster speed|at a quicker speed|hurry up|hurries
        speed it up a bit|speed up a bit|rush~|crank up the speed|crank the speed up|up the speed
        increase the speed|raise the speed|higher speed|a higher speed|sped-up|speedup|whizz|zoom through
        drags in speed
        fast motion|quick|accelerate~|time lapse|timelapse|hyperlapse|speed|up|as fast|forward
        快进一点|快进点|快放一点|速度提高|提高速度|速度加快|加速|快进|快放|快动作|快一点|快点|加快|更快|提速|快
        加速到|加速播放|调快|快些|快一些|快一丢丢|再快点|再快一点|再快些|加快点|加快一点|加快速度|加个速
        加速一下|提下速|提速一下|快速|快速播放|快点放|快点播|放快|放快点|放快一点|调快一点|调快点|变快|变快点
        变快一点|太慢|太慢了|有点慢|好慢|慢死了|慢吞吞|慢吞吞的|快倍速|快镜头|加速度|跑快点|倍速播放|开倍速|延时感
    """,
    "slower": """
        right down|way down|slow right down|slow way down|slow it right down|very slow|really slow
        extremely slow|ultra slow|slowly
        slower|slow down|slow|slows|slowed|slow it down|slowing down|slow motion|slowmo|slow-mo|slo-mo|slow mo
        slomo|slo mo|slowmotion|slow-motion|slow down a bit|slow it down a bit|at a slower speed
        decelerate~|lower speed|a lower speed|reduce the speed|lower the speed|drop the speed
        decrease the speed|slowed down|slowed-down|leisurely|super slow|superslow|super slow motion
        super slow-mo
        in slow motion|down|as slow|half speed|half the speed|at half speed|to half speed
        速度放慢|速度降低|降低速度|慢放|慢动作|慢一点|慢点|放慢|减速|更慢|慢镜头|升格|慢速|放慢到|慢|减慢|调慢
        慢些|慢一些|慢一丢丢|再慢点|再慢一点|再慢些|慢动作播|慢动作播放|慢动作效果|慢镜|慢镜头播放|慢速播放
        慢慢放|慢慢播|慢点放|慢点播|放慢点|放慢一点|放慢些|放慢速度|降速|减速一下|减速播放|降慢|调慢一点|调慢点
        变慢|变慢点|变慢一点|太快|太快了|有点快|好快|快得看不清|慢下来|慢悠悠|慢悠悠地
    """,
    "half_speed": """
        half speed|half the speed|at half speed|to half speed|half as fast|twice as slow
        50% speed|half of its speed|half its speed|half of the speed|half the normal speed|half as quick
        half-speed|in half speed|in half the speed
        放慢一半|慢一半|一半速度|速度减半|慢一倍|半速|慢两倍|慢一半速|慢到一半|放慢到一半|降到一半速度|速度砍半
        速度降一半|一半的速度|减速一半
    """,
    "do": """
        按|以|跑|跑成|处理|处理一下|设置|设置为|设置成|put|play|plays|show|shows|turn|switch|change|run|runs|keep
        take|bring|apply
        playing|running|see|have|having|go|goes
        放|播|播放|改|改成|换成|调|调成|调到|变|开|设|设成|设为|弄到|拉到|播个|来|来个|弄成|搞成|做成|调为|改为
        调回|改回|变回|恢复到|恢复成|恢复为|回到|换回|弄回|调回到|改回到|还原到|还原成
        变成|变为|提到|加到|降到|降为|拉|用|开到|开成|加|整成|整|弄个|弄|上|放成|播成|效果
    """,
    "speed_noun": """
        speed|at speed|tempo of the clip|rate|pace|playback speed|playback rate
        速度|倍速|播放速度|速|播放速率|速率|语速|速度感|动作|动作速度|画面速度|倍数|speed倍数
    """,
    "normal_speed": """
        reset the speed|reset its speed|reset speed|speed back to normal|reset the speed of|reset their speed
        normal speed|original speed|regular speed|back to normal|normal|real time|realtime|back to normal speed
        usual speed|standard speed|100% speed|1x speed|true speed|its own speed|real-time|regular pace
        normal pace again|at normal speed|at regular speed|original pace|no slow motion|no slowmo
        no slow-mo|no speed change|without slow motion|not sped up|not slowed down|unsped
        normal again|back to full speed
        正常|常速|恢复正常|速度正常|别加速|别慢放|不变速|不变速了|1倍速|一倍速|1x|一倍速播放
        """
    + combined(
        "|恢复|还原|调回|改回|变回|回到|换回|设回|恢复成|恢复到|还原成|改回到",
        "正常|正常的|原来的|原来|原本的|原本|默认|原|标准",
        "速度|倍速|速|播放速度|速率",
    )
    + "|"
    + combined(
        "|速度|倍速|播放速度",
        "还原|调回来|复原|恢复|改回来|变回来|回到正常|调回正常|恢复正常|改回正常|变回正常|调回去|改回去",
    )
    + "|"
    + combined(
        "不|别|不要|不用|取消|取消掉|关掉|关闭|去掉|不需要",
        "加速|快进|快放|慢放|慢动作|升格|变速|减速|慢镜头",
        "了",
    )
    + "|"
    + combined("取消|取消掉|关掉|关闭|去掉", "加速|快进|快放|慢放|慢动作|升格|变速|减速|慢镜头")
    + "|"
    + combined("加速|快进|快放|慢放|慢动作|升格|变速|减速", "取消|不要|不要了|去掉|关掉|关了|取消掉")
    + """
    """,
    "reverse": """
        reverse~|backwards|backward|play backwards|play backward|in reverse|rewind~|play it backwards
        rewound|in rewind|from end to start|from back to front|from finish to start
        from the end to the start|from the end to the beginning
        reversed|back to front|inverted in time|run in reverse|play in reverse|plays in reverse
        runs in reverse|going backwards|goes backwards|go backwards|backwards in time|run it backwards
        run it back|turn back time|plays backwards|playing backwards|running backwards
        play reversed|runs backwards|run backwards|play
        倒放|倒着来|倒着来一遍|倒着放|反向|倒着播|倒播|反着放|倒退|倒带|回放倒着|倒转|逆向播放|倒过来放|反转播放
        倒着走|倒着跑|倒着动|倒着演|往回走|往回放|往回播|往回倒|倒回来放|倒回来播|反着走|逆着走|逆着播|从后往前走
        从后往前|从尾到头|从尾到头放|从尾到头播|从尾放起|倒放出来|倒过来走|倒着去放|倒叙播放|倒叙播|倒叙|逆时播放
        时间倒转|回倒|回倒播放|reverse一下|reverse掉
        反放|倒过来播|倒着放一遍|倒着放一下|倒着播放|倒播一下|倒放一遍|倒放一次|倒放一下|倒放播放|倒放效果
        倒带效果|时光倒流|倒流|时间倒流|反着播|反着播放|反着来|反着来一遍|反向播|反向播放|逆着放|逆放|逆向|逆播
        从后往前放|从后往前播|从尾放到头|倒叙放|翻过来放|反过来放|反过来播|反过来播放|倒序播放|倒回去放|回放
    """,
    "forwards": """
        forwards again|the right way round|right way round|forward again|the right way around|play forwards
        the normal way|the normal way round|the normal way around|forward playback|in the normal direction
        in the right direction|normal direction again|front to back|no longer backwards|no longer reversed
        not backwards|stop reversing|unreversed|undo the reverse|undo the reversing|no reverse
        without reversing
        forwards|un-reverse|unreverse|not reversed|play normally|normal direction|the right way
        正放|正着放|恢复正放|正常播放|不倒了|别倒着了|正着播|正过来放|改回正放|恢复正常播放|恢复正向|正向播放|正序播放
        """
    + combined(
        "不|别|不要|不用|取消|取消掉|关掉|关闭|去掉|撤掉|停掉|不需要",
        "倒放|倒着放|倒带|反放|倒播|反着放",
        "|了",
    )
    + "|"
    + combined("倒放|倒带|反放|倒播", "取消|不要|不要了|去掉|关掉|关了|取消掉|撤掉|效果去掉|效果取消")
    + """
    """,
    "freeze": """
        最后一个画面|最后的画面|最后一格|最后一格画面|最后一幕|不动|别动|then continue|continue|carry on|freeze~
        freeze frame|freeze-frame|frozen|still frame|hold the last frame
        freeze on|freezes on|freeze-frame on|freeze the last frame|freeze the image|freeze the action
        freeze frame on|stand still|stands still|standstill|stop the action|stop the video|stay still
        stays still|hold on the last frame|hold the last picture|hold on the final frame
        hold the final frame|hold the picture|hold the image|hold on|hold still|a still|as a still
        as a still frame|still|stop motion at
        pause~|hold the frame|hold|holds|hold it|stop the picture|freeze the picture|freeze the frame|last frame
        the last frame|its last frame|final frame
        定格|定住|定格画面|静止|冻结|停住|停帧|暂停|停|最后一帧|末帧|尾帧|停在|的画面|后面接着放|接着放|定帧
        定格住|定格一下|停格|凝固|画面定住|画面停住|停住不动|静帧|卡住|冻住|停顿
    """,
    "paced_badly": "too fast|way too fast|far too fast|a bit fast|too slow|way too slow|far too slow|a bit slow",
    "the_frame": """
        the picture|picture|frame|last frame|the frame|on screen|final frame|image
        画面|帧|最后一帧|一帧
    """,
}


def read_speed(clause: Clause) -> Reading | None:
    """A speed of clips in words: a factor, faster or slower, half or twice, or the normal one."""
    if clause.has("music_noun", "not") or clause.count("texts", "duration") or counts_showings(clause):
        return None
    if ramps_speed(clause.message.lower()):
        return None
    normal = clause.take("normal_speed")
    half = clause.take("half_speed")
    faster = any(t.has("faster") and t.text not in ("up", "forward") for t in clause.tokens)
    slower = any(t.has("slower") and t.text not in ("down", "back") for t in clause.tokens) or half
    if (
        clause.has("less")
        and faster != slower
        and any(t.text.startswith(("not so", "not as", "less")) for t in clause.tokens)
    ):
        # "not so fast"
        faster, slower = slower, faster
    if any(one.text.endswith("too") and two.text in _PACES for one, two in pairwise(clause.tokens)):
        # "Too quick"
        faster, slower = slower, faster
    speed = clause.has("speed_noun")
    given = clause.one("factor")
    if given is None and (faster or slower or speed):
        given = _decimal(clause)
    if given is None and (faster or slower or speed) and clause.count("percent") == 1:
        given = _share(clause, slower=slower)
    double, halve = clause.find("double") is not None, clause.find("half") is not None
    if given is not None and (
        clause.take("paced_badly") or any(t.text in _COMPLAINTS for t in clause.tokens)
    ):
        # "太快了，1.5倍吧": the amount is what is wished, not how much slower.
        faster, slower = given >= 1, given < 1
    if given == 1 and (faster or slower) and any(t.text == "一倍" for t in clause.tokens):
        # "加速一倍" is twice as fast, "放慢一倍" half as fast.
        given = 0.5 if slower else 2.0
    factor = _factor(
        given, faster=faster and not slower, slower=slower, double=double, half=half or halve, normal=normal
    )
    of_all = any(t.has("film_noun") or t.text in _WHOLE for t in clause.tokens) or (
        clause.has("all") and given is not None
    )
    if factor is None or not (
        faster or slower or speed or normal or (given is not None and (clause.count("clips") or of_all))
    ):
        return None
    clause.take(
        "insert",
        "move",
        "do",
        "faster",
        "slower",
        "speed_noun",
        "double",
        "half",
        "more",
        "less",
        "it",
        "lasts",
        "too",
        "back",
    )
    told = clause.has("film_noun") or any(t.text in _WHOLE for t in clause.tokens)
    clause.take("film_noun", *(("whole",) if told else ()))
    whole = told and not clause.names_clips
    clips = tuple(c.clip_id for c in clause.scene.clips) if whole else clause.clips(implicit=True)
    if given is None and not (double or half or halve or normal) and clips:
        if (again := _still_more(factor, clips, clause)) is not None:
            return again
        factor = _between(factor, clips, clause)
    if not clips:
        return (
            _which(clause, "Play clip 2 twice as fast.", "第 2 个片段加速两倍。")
            if not clause.rest()
            else None
        )
    kept = clause.take("in_slot") or keeps_length(clause)
    ramped = [c for c in clause.scene.clips if c.clip_id in clips and c.ramp is not None] if normal else []
    # The normal speed is that of the whole clip; one that has a ramp and no other speed keeps its length.
    only_ramped = tuple(c.clip_id for c in ramped if c.speed == 1)
    others = tuple(clip for clip in clips if clip not in only_ramped)
    operations = [SetSpeed(clips=only_ramped, ramp="none")] if only_ramped else []
    if others:
        values: dict[str, Any] = {"keep_length": kept or None}
        if len(ramped) > len(only_ramped):
            values = {"keep_length": kept, "ramp": "none"}
        operations.append(SetSpeed(clips=others, factor=factor, **values))
    return Reading(operations=tuple(operations))


def keeps_length(clause: Clause) -> bool:
    """Takes "but keep the clip at its length"."""
    if not _KEEPS_LENGTH.search(clause.plain):
        return False
    clause.take(
        "keep", "as_is", "lasts", "same_length", "sound_as_was", "property:length", "clip_noun", "not"
    )
    clause.refs()
    return True


_KEEPS_LENGTH = re.compile(
    r"\b(?:keep|leave)(?:ing)?\b[^,.;]{0,24}\b(?:its|the|their|same|that)(?: same)? (?:length|duration)\b"
    r"|\b(?:length|duration)s? (?:should |must )?(?:stays?|remains?|unchanged|the same|as it is)\b"
    r"|(?:时长|长度)[^,，。]{0,3}(?:保持不变|不变|别变|不要变|不动|别动|照旧)|保持[^,，。]{0,3}(?:时长|长度)(?:不变)?"
)


def counts_showings(clause: Clause) -> bool:
    """Whether a number of times is how often a clip is shown: "play the parrot three times"."""
    at = next((n for n, t in enumerate(clause.tokens) if t.kind == "factor"), None)
    if at is None or not clause.tokens[at].text.endswith(("times", "thrice")):
        return False
    shows = any(t.text.startswith(_SHOWING) for t in clause.tokens)
    return (
        shows and clause.tokens[at - 1].kind == "clips" and not clause.has("faster", "slower", "speed_noun")
    )


_SHOWING = ("play", "show", "run", "see", "repeat", "loop", "appear", "watch")
_COMPARED = frozenset(("slower", "faster", "quicker", "even slower", "even faster", "speed up", "slow down"))


def _still_more(factor: float, clips: tuple[str, ...], clause: Clause) -> Reading | None:
    """ "Slower" of what is slow already: more of it than there is."""
    shown = [c for c in clause.scene.clips if c.clip_id in clips]
    if not any(t.text in _COMPARED or t.text.endswith(("点", "些")) or t.text == "再" for t in clause.tokens):
        # "慢了之后": it is slow already.
        return None
    if not shown or any((c.speed - 1) * (factor - 1) <= 0 for c in shown):
        return None
    return Reading(
        operations=tuple(
            SetSpeed(clips=(c.clip_id,), factor=round(float(c.speed) * factor, 3)) for c in shown
        )
    )


def _between(factor: float, clips: tuple[str, ...], clause: Clause) -> float:
    """What "too fast" means behind "twice as fast": halfway back, and no slow motion; "faster" is faster still."""
    last = clause.focus.operation
    same = isinstance(last, SetSpeed) and clip_ids(last) == clips
    if not isinstance(last, SetSpeed) or last.factor is None or not same or clause.correcting:
        now = {float(c.speed) for c in clause.scene.clips if c.clip_id in clips}
        speed = now.pop() if len(now) == 1 else 1.0
        return round((1 + speed) / 2, 3) if (speed - 1) * (factor - 1) < 0 else factor
    if (last.factor - 1) * (factor - 1) > 0:
        return round(min(10, max(0.1, last.factor * (_STILL_FASTER if factor > 1 else _STILL_SLOWER))), 3)
    return round((1 + last.factor) / 2, 3)


_STILL_FASTER, _STILL_SLOWER = 1.33, 0.75
_PACES = ("fast", "quick", "rapid", "slow", "sluggish")
_COMPLAINTS = frozenset(("太快", "太慢", "太快了", "太慢了", "有点快", "有点慢", "过快", "过慢"))
_WHOLE = frozenset(("whole", "entire", "overall", "in total", "全片", "整条", "整体", "全长"))


def _decimal(clause: Clause) -> float | None:
    """Takes the number of "放慢到0.3", "speed to 1.5" and "speed 2", which can only be a factor."""
    leads = ("到", "成", "为", "至", "to", "at", "=")
    for n, token in enumerate(clause.tokens[1:], 1):
        before = clause.tokens[n - 1]
        if token.kind != "number" or not 0.1 <= token.value <= 10:
            continue
        if (before.text.endswith(leads) and token.value % 1) or before.has("speed_noun"):
            clause.used.add(n)
            return float(token.value)
    return None


_REACHED = ("到", "成", "为", "至", "慢放", "快放", "慢动作", "慢镜头", "升格", "快进", "慢速")


def _share(clause: Clause, *, slower: bool) -> float:
    """Takes a percentage as a factor: "by 20 %" and "20 % faster" are differences, "to 50 %" is not."""
    at = next(n for n, t in enumerate(clause.tokens) if t.kind == "percent")
    after = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    follows = after is not None and after.text in ("faster", "slower", "quicker")
    share: float = clause.one("percent")
    faster = any(t.has("faster") and t.text not in ("speed", "fast", "as fast", "快") for t in clause.tokens)
    before = clause.tokens[at - 1] if at else None
    lowered = raised = False
    if before is not None and not before.text.isascii():
        # "慢两成" and "加速20%" are differences, "放慢到70%" and "慢动作30%" tell what is reached.
        reached = before.text.endswith(_REACHED)
        lowered = (before.has("slower") or before.text in ("降低", "减少", "降")) and not reached
        raised = (before.has("faster") or before.text in ("提高", "提升", "增加", "快了")) and not reached
    lowered |= before is not None and before.text in ("down", "slow down")
    if clause.take("by_word") or follows or lowered or raised or (faster and not slower and share < 1):
        return 1 - share if slower else 1 + share
    return share


def _factor(
    given: float | None, *, faster: bool, slower: bool, double: bool, half: bool, normal: bool
) -> float | None:
    """The speed that words mean: 2 for "twice as fast", 0.5 for "slow motion" and for "2x slower"."""
    if normal:
        return 1.0
    if given is not None:
        factor = 1 / given if slower and given > 1 else given
        return factor if 0.1 <= factor <= 10 else None
    if (slower and (half or double)) or (half and not faster):
        return 0.5
    if double and not slower:
        return 2.0
    if slower:
        return 0.5
    return 1.5 if faster else None


def _which(clause: Clause, en: str, zh: str) -> Reading:
    return refusal(
        clause, "it is not clear which clip is meant.", "不清楚指的是哪个片段。", say=Words(en, zh)
    )


def _reverse(clause: Clause) -> Reading | None:
    if clause.has("music_noun", "order") or clause.count("texts", "duration", "factor"):
        return None
    if any(t.text == "the other way" for t in clause.tokens) and isinstance(
        clause.focus.operation, SetFraming
    ):
        # What is turned the other way is the picture.
        return None
    forwards = clause.take("forwards")
    says = clause.take("reverse")
    if not forwards and (not says or all(t.text == "play" for t in clause.tokens if t.has("reverse"))):
        return None
    if clause.has("not") and not forwards:
        return None
    clause.take("back", "lasts", "do", "move", "insert")
    clips = clause.clips(implicit=True)
    if not clips:
        return _which(clause, "Play clip 2 backwards.", "第 2 个片段倒放。") if not clause.rest() else None
    if forwards and not any(
        c.reversed for c in clause.scene.clips if c.clip_id in clips or clips == ("all",)
    ):
        # "第一段不用倒放": it isn't
        return Reading(talk=True, focus=clause.focus)
    return Reading(operations=(ReverseClip(clips=clips, reversed=not forwards),))


def _freeze(clause: Clause) -> Reading | None:
    if clause.has("remove") and clause.has("freeze") and not clause.names_clips:
        frozen = tuple(clip.clip_id for clip in clause.scene.clips if clip.freeze)
        clause.take("remove", "freeze", "the_frame", "part_of", "it")
        clause.refs()
        return Reading(operations=(RemoveClips(clips=frozen),)) if len(frozen) == 1 else None
    if not clause.has("freeze") or clause.has("not", "remove", "music_noun") or clause.count("texts"):
        return None
    holding = ("停", "停留") if _at_moment(clause) else ()
    if any(t.text.endswith(("last frame", "final frame", "last picture")) for t in clause.tokens):
        holding = ("hold", "holds")
    if not any(t.has("freeze") and (t.text not in _HOLDS or t.text in holding) for t in clause.tokens):
        return None
    last = clause.has("last") or any(
        t.text.endswith(("last frame", "last picture"))
        or t.text.startswith(("最后一", "最后的画"))
        or t.text in ("末帧", "尾帧")
        for t in clause.tokens
    )
    place = place_of(clause)
    told = clause.count("duration", "beats", "bars")
    if told > 1:
        return None
    length: Any = length_of(clause) if told else 1.0
    clause.take("freeze", "the_frame", "last", "at_prep", "at_post", "lasts", "picture", "more", "end")
    if place is not None:
        # "At second 6 of the video"
        clause.take("film_noun", "while", "right_at")
    alone = last and not clause.focus.clips and not clause.continued
    ending = clause.has("end") or (last and clause.has("film_noun")) or alone
    if ending and place is None and not clause.count("clips"):
        clause.take("film_noun")
        clips: tuple[str, ...] | None = tuple(c.clip_id for c in clause.scene.clips[-1:])
    else:
        clips = clause.clips(implicit=place is None)
    operation: Operation
    if place is not None:
        if clips and len(clips) != 1:
            return None
        clip = clause.scene.clip(clips[0]) if clips else None
        if clip is not None and isinstance(place, float):
            at_ms = place * 1000
            if not clip.start_ms <= at_ms < clip.end_ms and at_ms < clip.duration_ms:
                # "鹦鹉第3秒定格": counted from its start
                place += clip.start_ms / 1000
        operation = FreezeFrame(at=place, length=length)
    elif clips and len(clips) == 1:
        operation = FreezeFrame(clip=clips[0], length=length)
    else:
        return _which(
            clause, "Freeze the last frame of clip 2 for 1 second.", "第 2 个片段最后一帧定格 1 秒。"
        )
    return Reading(operations=(operation,))


def _at_moment(clause: Clause) -> bool:
    """Whether Chinese words say when: "9秒那里停一下"."""
    return clause.has("at_post") or clause.count("at") == 1


_HOLDS = frozenset(
    (
        "hold",
        "holds",
        "停",
        "hold it",
        "the last frame",
        "last frame",
        "final frame",
        "的画面",
        "画面",
        "停留",
        "停在",
        "不动",
        "别动",
    )
)


def place_of(clause: Clause) -> float | BarRef | str | None:
    """Takes a moment of the film as operations have it: in seconds, a bar and beat, or the drop."""
    at_ms = moment_of(clause)
    if at_ms is not None:
        return at_ms / 1000
    if any(t.kind == "at" and n not in clause.used for n, t in enumerate(clause.tokens)):
        bar, beat = clause.one("at")
        return BarRef(bar=bar, beat=beat)
    for n, token in enumerate(clause.tokens[1:], 1):
        if (
            token.has("drop")
            and not token.has("remove", "trim")
            and clause.tokens[n - 1].has("at_prep", "det", "right_at")
        ):
            clause.used.add(n)
            return "drop"
    return None


def moment_of(clause: Clause) -> float | None:
    """Takes a moment of the film in ms: "at 12 seconds", "second 6", "停在5秒处"."""
    value = clause.one("clock")
    if value is None and any(t.kind == "at" and not isinstance(t.value, tuple) for t in clause.tokens):
        value = clause.one("at")
    if value is not None:
        return float(value)
    for n, token in enumerate(clause.tokens):
        if token.kind != "duration" or n in clause.used:
            continue
        before = clause.tokens[n - 1] if n else None
        after = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
        leads = before is not None and (
            before.text in ("@", "after", "在", "停在", "从") or before.text.split()[-1] == "at"
        )
        trails = after is not None and after.has("at_post")
        done = after is not None and after.has("split", "freeze")
        if (leads and (before is None or before.text.isascii() or done)) or trails:
            clause.used.update((n, n - 1) if before is not None and before.text == "after" else (n,))
            return float(token.value)
    return None


RULES = (
    Rule(name="freeze_frame", read=_freeze, rank=49),
    Rule(name="reverse_clip", read=_reverse, rank=53),
    Rule(name="set_speed", read=read_speed, rank=54),
)
