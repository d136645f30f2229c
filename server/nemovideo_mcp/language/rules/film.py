"""The film as a whole: its length and its frame."""

from __future__ import annotations

import re

from nemovideo_mcp.edit.operations.film import SetCanvas, SetFilmLength
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal

__all__ = ["RULES", "WORDS", "film_length_of", "frame_of"]

WORDS: Vocabulary = {
    "ratio:9:16": """
        nine by sixteen|9 by 16|nine sixteen|phone format|for phones|vertical|vertically|portrait|portrait mode
        9x16|9/16|9-16|16:9 vertical|phone screen|for my phone|for the phone|for a phone|on my phone
        for mobile|on mobile|mobile format|smartphone|on a phone|phone size|phone shape|phone shaped
        phone-shaped|portrait format|portrait orientation|vertical orientation|full screen on my phone
        up and down format|tall format|taller|story size|tiktok size|tiktok format|standing format
        tall|upright|vertical video|vertical format
        手机屏幕|手机屏|竖起来|竖屏|竖版|竖着的|竖的|手机竖屏|竖画幅|竖幅|竖|竖过来|竖起|竖着|竖构图|竖画面|竖版的|竖屏的
        直式|直式的|直的|直向|直版|直屏|直幅|直向的|直拍|直式影片|直式视频|直立
        九比十六|九比16|竖的画面|竖式的|竖着看的|手机竖着看的|手机比例|手机尺寸|抖音比例|抖音尺寸|抖音竖屏
        竖屏比例|全面屏
        竖向|手机竖版|手机全屏|9比16|竖式|竖型
    """,
    "ratio:16:9": """
        for my tv|on my tv|for our tv|tv|telly|television|for my telly|for the big screen|big screen
        for a projector
        sixteen by nine|16 by 9|sideways format|horizontal|landscape|widescreen|wide screen|wide|landscape mode
        16x9|16/9|16-9|for tv|for the tv|for a tv|on tv|on the tv|for the telly|on the telly|for television
        tv format|telly format|tv size|wide format|wide-screen|landscape format|landscape orientation
        landscape video|horizontal video|for a computer|for the computer|computer screen|laptop screen
        for my laptop|monitor|desktop|cinema format|horizontally|lengthways|wider format|movie format
        full width
        horizontal format
        横过来|横屏|横版|横的|宽屏|横着的|横幅|横画幅|横|横着|横构图|横画面|横版的|横屏的|横向|电脑屏|电视屏
        橫式|横向的|横拍|横式影片|横式视频
        十六比九|横的画面|电视比例|电脑比例|宽银幕|横着看的|横屏比例|宽画幅|横式的
        16比9|电影宽屏|横式|宽的|打横|电影比例
    """,
    "ratio:4:5": """
        four by five|4 by 5
        四比五|4比5
    """,
    "ratio:1:1": """
        one by one|1 by 1|square|square format|square it|square crop
        1x1|1/1|1-1|squared|a square|square shape|square shaped|square-shaped|square video|square frame
        same width and height|equal sides|as wide as tall|as tall as wide
        方的|方形|正方形|方屏|方画幅|方形画幅|正方|方块|方块形|方形的|正方形的|1比1|四方|四方形|方版|方构图
        四方的|方型|方型的|正方型|正方型的|1：1
        一比一|正方形画面|方画面|方块的|四四方方|四四方方的|方方正正|方方正正的|正方的画面|方形比例|正方形比例
        正方的
    """,
    "platform:tiktok": """
        tiktok|tik tok
        tik-tok|tiktoks|tt
    """,
    "platform:douyin": """
        douyin
        抖音|抖音视频|抖音短视频|快手|快手视频|视频号|微视|抖音上|dy|快手上|视频号上|朋友圈视频号|火山
    """,
    "platform:reels": """
        reels|instagram reels|ig reels|insta reels|reel format|instagram reel
        reels for insta|reel for insta|reel for instagram|insta reel|ig reel|reels on instagram
        reel on instagram|fb reels|facebook reels
    """,
    "platform:stories": """
        stories|insta stories|instagram stories|ig stories|insta story|instagram story|story format
        story|a story|snapchat|snap story|whatsapp status|facebook story|fb story|insta-story
    """,
    "platform:shorts": """
        shorts|youtube shorts|youtube short|yt shorts|yt short
        a youtube short|yt-short|short for youtube
    """,
    "platform:xiaohongshu": """
        xiaohongshu|rednote
        小红书|小红书上|红书|小红薯|xhs
    """,
    "platform:instagram": """
        instagram feed|instagram post|insta post|insta feed
        ig|ins|instagram|ig帖子|ins帖子|ig贴文|ig post|ins上|ig上
        insta|the gram|my insta|the insta
    """,
    "platform:youtube": """
        youtube|regular youtube
        you tube|regular yt|normal youtube|youtube video
        油管|ytb|yt|youtube上
    """,
    "platform:bilibili": """
        bilibili
        b站|哔哩哔哩|b站上|哔哩|小破站|bili
    """,
    "frame_word": """
        aspect ratio|reformat|aspect|ratio|format|canvas|frame|mode|orientation|crop|size|frame size|version
        dimensions|proportions|proportion|orientation to|switch|set
        output|render|reshape|fit|fits|for|needs|want|recrop|re-crop|reframe|re-frame|framing
        layout|resolution|screen|video format|film format|needs to be|dimension
        shape|resize|convert|change|turn
        画布|画幅|比例|尺寸|画面|版|换成|改成|改为|改|换|格式|的那种|那种|宽高比|版本|变|屏|调成|调整为|画面比例|改回
        改回去|转成|裁成|好看|适合|画面尺寸|屏幕比例|视频比例|画面方向|方向|规格|长宽比|横竖比|构图|做成|弄成
        搞成|转为|转换成|转换为|变成|切成|切换成|切换到|调|调到|调整成|裁|裁为|整成|设成|设为|出|出个|来个|要个
        样式|款|型|换回|换回去|改下|剪成|发布
    """,
    "new_frame": """
        换个尺寸|改个尺寸|换个画幅|改下尺寸|调整尺寸|换尺寸|改尺寸|调下尺寸|换一下尺寸|改一下尺寸|尺寸换一下|尺寸改一下
        change the size|change the format|in another format|different format|resize it
    """,
    "publish": """
        for|upload|upload it to|so i can post it on|post|post it on|post on|publish|so that i can upload it to
        share|sharing on|going on|goes on|go on|it's for|it is for|meant for
        destined for|to share on|to put on|suitable for|ready for|made for|optimised for|optimized for
        sized for|uploading to|posting on|posting to|posted on|for use on|to publish on|for posting on
        so i can upload it to|for my|upload to|to post on
        发朋友圈|发到朋友圈|发在朋友圈|朋友圈|发微信|发到微信|发微信群|发群里|发到群里
        发|发到|上传到|传到|发布到|用于|发去|发布|传|发到了|发布在|发在|发个|发一下|放到|放在|投|投到|投放|投稿
        投稿到|上|上架|要发|打算发|准备发|想发|传上|传去|传在|给
    """,
    "whole": """
        in total|total|overall|altogether|whole|entire|final|total length|whole length|all together|all in all
        all in|all told|start to finish|from start to finish|the lot|complete|completely|whole lot
        end to end|top to bottom|in length|in duration|full length|full runtime|full duration
        video duration|film duration|overall length|overall duration|overall runtime|total runtime
        total running time|entire length|entire duration|combined length|final length|finished length
        final duration|everything together|as a whole|in all
        exactly|length|duration|runtime|running time|video length|total duration|target|max|long|last|lasts
        long in total|total please|film length
        超短的|超短|短短的|短小精悍|长短随意|长度随意|时长随意|时长不限|长度不限|长短都行|多长都行
        总长|总时长|时长|长度|一共|总共|全片|控制到|控制在|控制|剪到|剪成|缩到|缩短到|压到|压缩到|以内|整条|长
        别太长|不要太长|不用太长|别搞太长|别弄太长|别整太长|不要搞太长
        改成|改为|做成|保持|就|剪|延长到|拉长到|全长|整体|总|总共时长|总的时长|整体时长|整个时长|总体时长
        视频时长|视频长度|影片时长|影片长度|片子时长|片子长度|成片时长|全部时长|总计|合计|加起来|全部加起来|通共
        满打满算|剪成了|弄到|弄成|搞到|搞成|调到|调成|调整到|调整为|设为|设成|定为|定在|定成|收到|收在|卡到|卡在
        限制在|限定在|限到|砍到|剪短到|缩短成|浓缩到|浓缩成|精简到|加长到|延到|变成|变为|保证|凑|凑到|凑够|凑满
        拉到|撑到|来个|做个|出个|要个|刚好|只有|只能|只要|就要|就行|就够|足够|够了
    """,
    "at_most": """
        not longer than|at most|no more than|no longer than|max|maximum|under|within|less than|not more than
        up to|tops|maximally|no more|not over|not exceed|not exceeding|no over|not above|capped at
        at the most|or less|or under|or shorter|max length|maximum length|upper limit|limit|shorter than
        not longer|never longer than|mustn't be longer than|must not be longer than|can't be longer than
        cannot be longer than|shouldn't be longer than|should not be longer than|not be longer than
        must not exceed|mustn't exceed|can't exceed|shouldn't exceed|isn't longer than|is not longer than
        not go over|not to exceed|can't go over|must not go over
        below|cap~|limit~|restrict~
        以内|不超过|最多|之内|以下|别超过|不要超过|不能超过|别超|不超|不要超|不能超|最长|最多不超过|控制在以内
        至多|顶多|顶天|上限|不大于|小于|少于|不到|封顶|内
    """,
    "trim_down": """
        take|pare|increase~|grow~|stretch out|bring~|drag
        squeeze~|squeeze it into|aim for|shoot for|fit into|trim down|trim|cut down|cut|shorten|extend|stretch
        get down to|boil down|slim down|pare down
        whittle down|crunch|compress|cram
        squash|shave down
        drag out|draw out|pad out|pad
        blow up to|expand|fill|run for|runs for|clock in at|come in at|hit|hits|land at|aim at
        wants to be|limit|restrict
        condense|reduce|down|bring down|tighten|make it last|lengthen|cap
        剪到|缩短|延长|缩|压缩|砍到|压到|缩到|剪短到|浓缩|精简|精简到|截到|砍|剪短|缩短到|延长到|加长|加长到
        拉长|拉长到|减到
    """,
}


def film_length_of(clause: Clause) -> tuple[float, bool] | None:
    """Takes the film's length in seconds, and whether it is an upper limit."""
    if clause.count("duration", "clock") != 1:
        return None
    at_most = clause.take("at_most")
    return clause.one("duration", "clock") / 1000, at_most


_TURNED_INTO = frozenset(("改", "换", "变", "转", "改成", "换成", "变成", "转成", "改为", "to", "into"))


def frame_of(clause: Clause) -> SetCanvas | None:
    """Takes the frame that is named by ratio, shape or platform."""
    ratio: str | None = clause.one("ratio")
    if ratio is None:
        ratio = clause.detail("ratio")
    platform = clause.detail("platform")
    changed = any(token.text in _TURNED_INTO for token in clause.tokens)
    if changed and sum(t.detail("ratio") is not None for t in clause.tokens) > 1:
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _TURNED_INTO)
    while (more := clause.detail("ratio")) is not None:
        if more != ratio and not changed:
            return None
        # "横屏改竖屏": what it is, and what it is to be.
        ratio = more
    if ratio is not None:
        if ratio not in ("16:9", "9:16", "1:1", "4:5"):
            return None
        if ratio == "16:9" and platform in ("tiktok", "reels", "shorts"):
            return None
        return SetCanvas.model_validate({"ratio": ratio})
    return SetCanvas(platform=platform) if platform is not None else None


def _canvas(clause: Clause) -> Reading | None:
    if clause.count("clips", "texts", "percent", "quote", "name") > _pronouns(clause):
        return None
    if clause.count("duration") > 1 or clause.has("text_noun", "first", "start", "end", "fade", "sound_noun"):
        return None
    for n, token in enumerate(clause.tokens):
        after = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
        denied = token.has("not") and after is not None and after.detail("ratio") is not None
        if denied:
            clause.used.update((n, n + 1))
    if (clause.has("not") and not clause.used) or _PUBLISHES.search(clause.plain):
        return None
    clause.used.update(n for n, token in enumerate(clause.tokens) if token.text == "instead")
    if (size := clause.one("size")) is not None:
        clause.take("frame_word", "publish", "film_noun", "it", "at_prep")
        clause.refs()
        if any(side % 2 or not 64 <= side <= 4096 for side in size):
            return refusal(
                clause, "width and height are even numbers from 64 to 4096.", "宽高须为 64 到 4096 的偶数。"
            )
        return Reading(operations=(SetCanvas(width=size[0], height=size[1]),))
    ratios = clause.values("ratio")
    if len(set(ratios)) > 1:
        return None
    if ratios and ratios[0] not in ("16:9", "9:16", "1:1", "4:5"):
        return refusal(
            clause,
            f"{ratios[0]} is not among the frames: 16:9, 9:16, 1:1 and 4:5.",
            f"不支持 {ratios[0]}，可用 16:9、9:16、1:1、4:5。",
            say=Words("Make it vertical.", "改成竖屏。"),
        )
    named = frame_of(clause)
    canvas = SetCanvas.model_validate({"ratio": ratios[0]}) if ratios else named
    if canvas is None:
        return None
    clause.take(
        "frame_word",
        "publish",
        "to_version",
        "film_noun",
        "picture",
        "back",
        "it",
        "everything",
        "lasts",
        "replace",
        "all",
        "whole",
        "framing_do",
        "dir_in",
        "new_frame",
    )
    clause.refs()
    if clause.count("duration"):
        # "竖屏10秒": the frame and the length of the film in one breath.
        length = film_length_of(clause)
        if length is None or clause.uncertain or not clause.scene.clips:
            return None
        return Reading(operations=(canvas, SetFilmLength(length=length[0], at_most=length[1])))
    return Reading(operations=(canvas,))


_PUBLISHES = re.compile(
    r"^(?:(?:please|and|then|now|just|can you|could you) ){0,8}(?:post|publish|upload|share) (?:it|this|that|the)\b"
)


def _pronouns(clause: Clause) -> int:
    return sum(t.kind == "clips" and bool(t.value.pronoun or t.value.all) for t in clause.tokens)


RULES = (Rule(name="set_canvas", read=_canvas, rank=70),)
