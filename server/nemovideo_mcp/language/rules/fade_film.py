"""The film's picture comes from, or goes to, a colour."""

from __future__ import annotations

import re
from typing import Any, Literal

from nemovideo_mcp.edit.operations.film import FadeFilm
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, makes_film
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

WORDS: Vocabulary = {
    "film_fade": """
        fade~|fade|fades|dissolve to|dip
        dissolve~|fading|dip~|fade-ins and outs|soft open|soft ending
        淡|渐变|黑场过渡|渐黑|渐白|过渡|黑场|变黑|变白|褪|黑场过度|渐变过渡|淡化|黑场效果|黑幕|落幕
    """,
    "film_fade_in": """
        fade in|fades in|fade-in|fading in|faded in|fade up|fades up|fade from|fades from|fade in from
        加淡入|加个淡入|加一个淡入|来个淡入|做个淡入|弄个淡入|淡入效果|淡入一下
        fade-in from|open from|start from
        fade it in|fade the video in|fade the film in|fade the picture in|fade us in|fade-up|fade up from
        fading up|fading up from|fade in out of|fades in from|fading in from|fade it in from|come up from black
        comes up from black|rise from black|emerge from black|emerges from black|come out of black
        comes out of black|appear from black|appears from black|appear out of black|appears out of black
        dissolve from|dissolve in|dissolve in from|lighten up from|light up from|fades up from|brighten from black
        slowly appear from|slowly appears from|soft open|soft opening
        ease into|ease in|eases in|ease us in
        淡入|渐显|渐入|渐亮|慢慢亮|慢慢亮起来|亮起|缓缓亮起|淡进|慢慢亮起|浮现|由黑变亮|从黑到亮|淡入效果
        慢慢地亮起来|渐渐亮|渐渐亮起|渐渐亮起来|逐渐亮起|逐渐亮起来|慢慢显示|慢慢显现|慢慢浮现|慢慢出现|渐渐出现
        渐渐显现|从黑屏亮起|从黑里亮出来|从黑里亮起来|从黑慢慢亮|从黑慢慢亮起来|从黑变亮|从黑亮起|从黑到有
        由暗变亮|由暗到亮|由黑到亮|从暗到亮|亮出来|亮起来|黑里亮出来|黑场淡入|黑屏淡入|黑场渐入|黑场进|黑场进入
        从黑幕|从黑幕亮起|从黑幕慢慢亮|从黑屏慢慢亮|从黑屏慢慢亮起|从黑屏慢慢亮起来|从黑屏慢慢进|从黑屏进
        从黑屏淡入|从黑色淡入|从黑场淡入|从黑淡入|由黑淡入|由黑渐亮|黑屏渐亮|黑场渐亮|黑幕渐亮|黑屏亮起
        黑屏亮起来|黑屏慢慢亮|黑屏慢慢亮起来|从白淡入|从白色淡入|从白场淡入|从白屏淡入|由白淡入|从白屏亮起
        白场淡入|白屏淡入|渐变进入|渐变进|渐变出现|渐变出来|柔和进入|柔和出现|缓缓出现|缓缓显现|缓缓浮现
        慢慢亮出来|缓缓亮出来|逐渐出现|逐渐显现|逐渐浮现|逐渐亮出来|徐徐亮起|徐徐展开|拉开帷幕|开幕|幕布拉开
        慢慢拉开幕布|一点点亮起来|一点点亮|一点点亮起|睁眼|睁眼效果|像睁眼一样
        渐亮起来|淡入进来
    """,
    "film_fade_out": """
        fade out|fades out|fade-out|fading out|faded out|fade to|fades to|fade out to|fade down|fade away
        加淡出|加个淡出|加一个淡出|来个淡出|做个淡出|弄个淡出|淡出一下
        fade into black|fade into white
        fade it out|fade the video out|fade the film out|fade the picture out|fade it to|fade the video to
        fade the film to|fade the picture to|fade everything to|fades out to|fading to|fading out to|fade off to
        fade down to|fades away to|fade back to|dissolve to|dissolve into|dissolve out|dissolves to
        go to black slowly|slowly go to black|slowly goes to black|gradually go to black|gradually goes to black
        slowly turn black|slowly turns black|gradually turn black|gradually turns black|go dark slowly
        slowly go dark|slowly goes dark|slowly get dark|slowly gets dark|gradually go dark|gradually goes dark
        darken slowly|slowly darken|slowly darkens|fade into|fades into|fading into|fade out into
        slowly turn white|slowly turns white|slowly go white|fade to black out
        melt into black|sink into black|fading away|soft close
        淡出|渐隐|渐黑|渐暗|慢慢变黑|慢慢变暗|渐出|慢慢暗下去|变黑|暗下去|慢慢黑下去|淡到黑|黑场结束|慢慢黑
        缓缓变黑|渐变黑|慢慢变白|淡出效果|慢慢地变黑|渐渐变黑|渐渐变暗|渐渐暗下去|渐渐黑下去|逐渐变黑|逐渐变暗
        逐渐暗下去|慢慢暗|慢慢暗掉|慢慢黑掉|慢慢黑屏|渐渐黑屏|缓缓变暗|缓缓暗下去|缓缓黑下去|淡出到黑
        淡成黑|淡入黑场|淡入黑屏|黑场淡出|黑屏淡出|黑场收尾|黑屏收尾|黑屏结束|黑场渐出|黑掉|黑下去|暗下来
        慢慢暗下来|渐渐暗下来|暗掉|由亮变暗|由亮到暗|由亮变黑|从亮到黑|渐变成黑|渐变到黑|渐变为黑|渐变黑屏
        慢慢黑掉结束|慢慢黑下来|渐渐黑下来|缓缓黑下来|黑下来|逐渐黑下去|逐渐黑下来|逐渐黑掉|逐渐黑|渐渐黑
        渐渐黑掉|缓缓黑掉|缓缓黑|缓缓暗下来|逐渐暗下来|逐渐暗|渐渐暗|缓缓暗|一点点黑下去|一点点暗下去|一点点黑掉
        一点点变黑|一点点变暗|慢慢变成黑|慢慢变成黑屏|渐渐变成黑屏|变成黑屏|变黑屏|变成黑的|变成黑色|变为黑色
        黑屏收|黑场收|收黑|落黑|转黑|转黑场|转黑屏|化黑|淡黑|淡到黑屏|淡到黑场|淡到黑色|淡出到黑屏|淡出到黑场
        淡出到黑色|淡出至黑|淡出至黑屏|淡出至黑场|淡出成黑|渐黑结束|渐黑收尾|渐黑退出|黑着结束|黑掉结束|淡到白
        淡到白色|淡到白屏|淡到白场|淡出到白|淡出到白色|淡成白|淡白|化白|转白|白屏淡出|白场收尾|白屏收尾|白屏结束
        白场结束|变白|变成白色|变成白的|变成白屏|慢慢变成白|逐渐变白|慢慢泛白|渐渐泛白|闭眼效果|像闭眼一样
        关灯效果|像关灯一样|慢慢消失在黑暗里|隐入黑暗|没入黑暗|渐变消失|渐变结束|渐变退出|柔和结束|缓缓消失
        逐渐消失|慢慢隐去|渐渐隐去|缓缓隐去|落幕|谢幕
        慢慢没了|慢慢消失|渐渐消失|渐渐变白|慢慢白掉|白场淡出|黑场出
    """,
    "film_fade_ends": """
        both ends|either end|each end|at both ends|on both ends|beginning and end|the beginning and the end
        the beginning and end|beginning and the end|start and end|the start and the end|the start and end
        start and the end|start and finish|front and back|top and tail|bookend|bookends|opening and ending
        opening and closing|opening and end|intro and outro|head and tail|first and last second|begin and end
        both sides
        open|opening|opens
        首尾|头尾|开头结尾|前后|头和尾|开头和结尾|首尾都|头尾都|两头|开头跟结尾|片头片尾|片头和片尾|开头结尾都
        片头片尾都|片头跟片尾|头跟尾|首和尾|首跟尾|开头跟结尾都|开头和结尾都|两头都|两端|两端都|头部和尾部
        一头一尾|开场和结尾|开场和收尾|前后两头|头尾两端|首尾两端|首尾各
        前后都
    """,
    "film_fade_do": """
        slow|slowly|gentle|smooth|soft|quick|nice|add|put|do|give|have|open with|close with|end with|start with
        end on|finish on|over|for|with|end|ends|ending|open|opens|opening|start|starts|close|on|finish|finishes
        picture|image|screen|video|film|movie|long|at the end of|take|takes|lasting|should|let|length|clip|last
        make|from|to|into|up|transition|effect|whole thing
        lasting for|quickly|softly|gently|gradually|smoothly|subtle|subtly|nicely|duration|second long
        seconds long|about|the screen|frame|background|colour
        color|full|fully|pure|plain|solid|closing|finale|come|comes
        emerge|emerges|appear|appears|appearing|begin~|begins|bring~|go|goes|turn|turns
        apply
        instead
        画面|屏幕|片尾|片头|结尾|开头|开场|做|加|加个|来个|用|从|到|来|都|长|一下|改|改成|视频|影片|整|效果|整片
        整个|屏|黑屏|白屏|结束|收尾|最后|一开始|开始|过渡|转|黑场|以|全片|拉长到|拉长|缩短到|设|场|来一个|做个
        弄个|弄|搞个|上个|给|给个|设个|设置|设成|改为|变|变成|用个|大概|时间|时长|持续|左右|处理|一点|慢慢|缓缓
        效果吧|慢点|慢一些|慢些|慢一点点|快一点|快点|两头|过去|下去|下来|结束的时候|开始的时候|开场的时候
        收尾的时候|结尾的时候|结尾处|开头处|结束时|开始时|整部|整段|片子里|影片里|最开始|最开头|最后面|末尾|最末
        做成|做一个|弄一个|搞一个|安排|安排个|安排一个|加一个|加一下|加上|上一个|配|配个|配上|带|带个|带上
        带一个|要|要个|要一个|想要|希望|需要|使用|采用|处理成|处理为|弄成|搞成|调为|设为|改一下|改到|延长
        延长一点|长一点|长点|短一点|短点|那种|那样|的那种|的效果|过场|样式|动画|渐变|柔一点|柔和点|柔和一点
        自然点|自然一点|丝滑|丝滑点|平滑|平滑点|平缓
        颜色|颜色用|颜色改|颜色改成|颜色换成|换成|颜色是|颜色要|换个颜色|颜色换|改用|要用
        渐渐|慢一点|柔和|自然|画面上|整体|镜头|片子|成片|里|起|一上来|起来|缩短|延长到|缩到|调到|调成|拉到|淡
    """,
    "film_fade_off": """
        scrap|kill|ditch|turn off|stop|remove~|no|without|take away|take off|delete~|drop~|cancel|get rid of
        undo|away|take|off|lose|again
        do without|do away with|skip~|don't want|dont want|no more|switch off|disable~
        omit~|leave out|leave off|ditch~|axe|nix
        去掉|不要|不要了|取消|删|删掉|去除|拿掉|别要|撤掉|别|不用|不用了|不加|不加了|别加|取消掉|去了|免了|撤
        去掉吧|删了|删了吧|去除掉|拿了|不想加|不想加了|没必要|别做|别弄|不做|不做了|不弄|取消了|关了|关闭|清掉
        清除|抹掉|砍掉|砍了|撤了|撤下|不用做|不需要了|直接开始|直接结束
        不想要|关掉|不需要|移除
    """,
    "color:black": """
        blackness|dark
        黑场|黑屏|黑
    """,
    "color:white": """
        白场|白屏|白|从白淡入|从白色淡入|从白场淡入|从白屏淡入|由白淡入|从白屏亮起|白场淡入|白屏淡入|慢慢变白
        淡到白|淡到白色|淡到白屏|淡到白场|淡出到白|淡出到白色|淡成白|淡白|化白|转白|白屏淡出|白场收尾|白屏收尾
        白屏结束|白场结束|变白|变成白色|变成白的|变成白屏|慢慢变成白|逐渐变白|慢慢泛白|渐渐泛白|渐渐变白
        慢慢白掉|白场淡出|渐白
    """,
}
_COLORS = (
    r"(?:an? |the |pure |plain |solid |full |total |complete )*(?:black|white|blackness|darkness|dark)\b"
    r"(?! (?:clip|shot|title|text|bars?|and white))"
)
_FROM_COLOR = re.compile(rf"\b(?:open|start|begin)\w* (?:up )?(?:on|in|with|from|out of) {_COLORS}")
_TO_COLOR = re.compile(rf"\b(?:end|clos|finish)\w* (?:up |out )?(?:on|in|with|to) {_COLORS}")
_FROM_FADE = re.compile(r"\b(?:start|begin|open)\w* (?:with|on) (?:an? |the )?(?:\w+ )?(?:fade|dissolve)")
_TO_FADE = re.compile(r"\b(?:end|clos|finish)\w* (?:with|on|in) (?:an? |the )?(?:\w+ )?(?:fade|dissolve)")
"""How a film starts from, or ends in, a colour where no fade is spoken of: "open on black"."""


def _read(clause: Clause) -> Reading | None:
    if makes_film(clause):
        return None
    if (
        clause.count("quote")
        or clause.names_clips
        or clause.names_texts
        or clause.has("music_noun", "own_sound", "text_noun", "between", "sound_noun")
    ):
        return None
    if clause.vague and clause.focus.clips and not clause.has("film_noun", "color:black", "color:white"):
        # behind words on a clip that were not understood: its sound may be meant
        return None
    last = clause.focus.operation
    again = isinstance(last, FadeFilm) and not clause.uncertain
    inward, outward = clause.has("film_fade_in"), clause.has("film_fade_out")
    plain = clause.has("film_fade")
    words = clause.plain
    opens, closes = bool(_FROM_COLOR.search(words)), bool(_TO_COLOR.search(words))
    inward, outward = inward or opens, outward or closes
    if plain and not (inward or outward):
        # "begin with a fade"
        inward, outward = bool(_FROM_FADE.search(words)), bool(_TO_FADE.search(words))
    if inward is not outward and _turns_round(clause, inward=inward):
        inward = outward = True
    if not (inward or outward or plain):
        return _again(clause, last) if isinstance(last, FadeFilm) and not clause.uncertain else None
    if again and isinstance(last, FadeFilm) and not clause.count("duration") and clause.has("film_fade_off"):
        if (one := _end_of(clause, last)) is None:
            return None
        clause.refs()
        clause.take(
            "start",
            "end",
            "film_fade",
            "film_fade_in",
            "film_fade_out",
            "film_fade_off",
            "film_fade_do",
            "again",
            "more",
            "it",
            "back",
        )
        return Reading(operations=(FadeFilm(at=one, length_s=0.0),))
    if (both := _two_colors(clause)) is not None:
        return both
    if clause.segments > 1 and len({c for t in clause.tokens if (c := t.detail("color"))}) > 1:
        # Each end has its colour, and is read by itself.
        return None
    music = clause.focus.music and not clause.has("color:black", "color:white", "film_noun", "picture")
    if music:
        return None
    if (longer := _longer(clause, inward=inward, outward=outward)) is not None:
        return longer
    lengths = clause.values("duration")
    off = clause.has("film_fade_off") and not lengths
    if off and clause.segments > 1 and inward and outward and clause.has("only"):
        # "不用淡入，只要淡出": one goes, the other is wished
        return None
    color = clause.detail("color") or clause.one("color")
    start, end = clause.has("start"), clause.has("end", "last")
    both_ends = any(t.has("film_fade_ends") and not t.text.startswith("open") for t in clause.tokens)
    if both_ends and (inward or outward):
        inward = outward = True
    if plain and not (inward or outward):
        says_from = any(t.text == "from" for t in clause.tokens)
        says_to = any(t.text in ("to", "into") for t in clause.tokens)
        dirs = not (start or end or says_from or says_to)
        inward = start or (says_from and not says_to) or both_ends or (dirs and clause.has("dir_in"))
        outward = end or (says_to and not says_from) or both_ends or (dirs and clause.has("dir_out"))
        if not (inward or outward) and again and isinstance(last, FadeFilm):
            inward, outward = last.at in ("in", "both"), last.at in ("out", "both")
        timeline = clause.scene.timeline
        if off and not (inward or outward):
            # "no fades"
            inward, outward = timeline.fade_in is not None, timeline.fade_out is not None
        if not (inward or outward):
            return None
    if (start and not inward and outward) or (end and not outward and inward):
        # "fade out at the start" contradicts itself
        return None
    clause.take(
        "film_fade",
        "film_fade_in",
        "film_fade_out",
        "film_fade_ends",
        "film_fade_do",
        "start",
        "end",
        "last",
        "film_noun",
        "picture",
        "it",
        "both",
        "all",
        "each",
        "color:black",
        "color:white",
        "only",
        "back",
        "dir_in",
        "dir_out",
        "fade_in",
        "fade_out",
        "fade",
        "fade_over",
    )
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
    if not lengths and inward and outward and (bare := [t for t in clause.tokens if t.kind == "number"]):
        # "fade in 0.5, out 2"
        if len(bare) > 2 or any(t.value > 10 for t in bare):
            return None
        lengths = [t.value * 1000 for t in clause.tokens if t.kind == "number"]
        clause.values("number")
    if lengths:
        clause.take("longer", "shorter", "more")
    if off:
        clause.take("film_fade_off")
        lengths = [0.0]
    if len(lengths) > 2 or (len(lengths) == 2 and not (inward and outward)):
        return None
    seconds = [length / 1000 for length in lengths] or [1.0]
    if any(length > 30 for length in seconds):
        say = Words("Fade out to black over 2 seconds", "片尾 2 秒黑场淡出")
        return refusal(clause, "a fade lasts 30 seconds at most.", "淡入淡出最长 30 秒。", say=say)
    extra: dict[str, Any] = {"color": color} if color else {}
    if inward and outward and len(seconds) == 2 and seconds[0] != seconds[1]:
        return Reading(
            operations=(
                FadeFilm(at="in", length_s=seconds[0], **extra),
                FadeFilm(at="out", length_s=seconds[1], **extra),
            )
        )
    at: Literal["in", "out", "both"] = "both" if inward and outward else "in" if inward else "out"
    return Reading(operations=(FadeFilm(at=at, length_s=seconds[0], **extra),))


def _two_colors(clause: Clause) -> Reading | None:
    """ "Fade from white in and to black out, 2 s each": a colour for each way."""
    tokens = clause.tokens
    ways: dict[Literal["in", "out"], str] = {}
    for n, token in enumerate(tokens):
        name = token.detail("color")
        before = tokens[n - 1 - (tokens[n - 1].has("det") and n > 1)].text if n else ""
        if name is None:
            continue
        if before.endswith("from") or before == "out of":
            ways["in"] = name
        elif before.endswith(("to", "into")):
            ways["out"] = name
    lengths = [t.value / 1000 for t in tokens if t.kind == "duration"]
    if len(ways) != 2 or len(set(ways.values())) != 2 or len(lengths) > 2 or clause.has("film_fade_off"):
        return None
    seconds = {"in": lengths[0], "out": lengths[-1]} if lengths else {"in": 1.0, "out": 1.0}
    clause.values("duration")
    clause.take(
        "film_fade", "film_fade_in", "film_fade_out", "film_fade_do", "film_fade_ends", "film_noun", "picture"
    )
    clause.take(
        "start",
        "end",
        "last",
        "dir_in",
        "dir_out",
        "fade",
        "fade_in",
        "fade_out",
        "fade_over",
        "each",
        "both",
    )
    clause.used.update(n for n, t in enumerate(tokens) if t.detail("color"))
    return Reading(operations=tuple(FadeFilm(at=at, length_s=seconds[at], color=ways[at]) for at in ways))


def _longer(clause: Clause, *, inward: bool, outward: bool) -> Reading | None:
    """ "Make the fade out longer": half as long again as it is, or half as long."""
    more, less = clause.has("longer"), clause.has("shorter")
    timeline = clause.scene.timeline
    there = [
        fade for fade, meant in ((timeline.fade_in, inward), (timeline.fade_out, outward)) if meant and fade
    ]
    if more is less or len(there) != 1 or inward is outward or clause.count("duration", "number", "percent"):
        return None
    clause.take(
        "film_fade",
        "film_fade_in",
        "film_fade_out",
        "film_fade_do",
        "longer",
        "shorter",
        "more",
        "start",
        "end",
        "it",
    )
    clause.take("color:black", "color:white", "film_noun", "dir_in", "dir_out", "fade", "fade_in", "fade_out")
    length = round(there[0].duration_ms / 1000 * (1.5 if more else 0.5), 2)
    return Reading(
        operations=(FadeFilm(at="in" if inward else "out", length_s=length, color=there[0].color),)
    )


def _turns_round(clause: Clause, *, inward: bool) -> bool:
    """ "Fade in from black and out to black", "fade in 0.5, out 2": the other way is named by its direction alone."""
    tokens = clause.tokens
    first = next((n for n, t in enumerate(tokens) if t.has("film_fade_in", "film_fade_out", "film_fade")), 0)
    colored = clause.has("color:black", "color:white")
    word, to = ("out", "to") if inward else ("in", "from")
    for n in range(first + 1, len(tokens)):
        behind = tokens[n + 1] if n + 1 < len(tokens) else None
        if tokens[n].text == f"{word} {to}" and colored:
            return True
        if tokens[n].text != word or behind is None or not (inward or tokens[n - 1].has("sep")):
            continue
        if (behind.text == to and colored) or behind.kind in ("duration", "number") or behind.text == "over":
            return True
    return False


def _end_of(clause: Clause, last: FadeFilm) -> Literal["in", "out", "both"] | None:
    """The end of the film whose fade is spoken of; None where one is to stay or both are named."""
    start = clause.has("start") or any(
        t.kind == "clips" and t.text.startswith(_STARTS) for t in clause.tokens
    )
    end = clause.has("end") or any(t.kind == "clips" and t.text.startswith(_ENDS) for t in clause.tokens)
    if clause.has("keep") or (start and end):
        return None
    return "in" if start else "out" if end else last.at


_STARTS = ("片头", "开头", "开场", "前面", "the first", "first")
_ENDS = ("片尾", "结尾", "最后", "后面", "the last", "last")


def _step(clause: Clause, at: int) -> int | None:
    """The sign of "2 seconds longer" at the duration `at`; None where it is no step."""
    behind = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if behind is None or not behind.text.isascii() or not behind.has("longer", "shorter"):
        return None
    return 1 if behind.has("longer") else -1


def _again(clause: Clause, last: FadeFilm) -> Reading | None:
    """ "Make that 2 seconds" behind a fade."""
    if clause.removes and clause.take("film_fade_off"):
        if (one := _end_of(clause, last)) is None:
            return None
        clause.refs()
        clause.take("film_fade_do", "it", "back", "start", "end", "one")
        return Reading(operations=(FadeFilm(at=one, length_s=0.0),))
    lengths = clause.values("duration")
    relative = next((_step(clause, n) for n, t in enumerate(clause.tokens) if t.kind == "duration"), None)
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
    clause.take("film_fade_do", "longer", "shorter", "it", "only", "enough", "lasts")
    color = clause.detail("color")
    if (len(lengths) != 1 and color is None) or len(lengths) > 1:
        return None
    changes: dict[str, Any] = {"length_s": lengths[0] / 1000} if lengths else {}
    if lengths and relative is not None:
        length = round(last.length_s + relative * lengths[0] / 1000, 3)
        if length <= 0:
            return None
        changes = {"length_s": length}
    return Reading(
        operations=(
            last.model_copy(update=changes | ({"color": FadeFilm(color=color).color} if color else {})),
        )
    )


RULES = (Rule(name="fade_film", read=_read, rank=41),)
