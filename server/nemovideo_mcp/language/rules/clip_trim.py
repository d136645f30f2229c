"""What of its source a clip shows: trimmed at an end, cut apart, or moved to other footage."""

from __future__ import annotations

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import RemoveClips
from nemovideo_mcp.edit.operations.clip_time import SetClipLength, SlipClip, SplitClip, TrimClip
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.rules.clip_speed import moment_of

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS = ("clip_add", "clip_order", "clip_places", "clip_remove", "clip_speed", "length")

WORDS: Vocabulary = {
    "trim": """
        be cut|be trimmed|be chopped|be shaved|be reduced|gets cut|get cut|come off|comes off
        trim~|cut~|cut off|shave~|shave off|chop~|chop off|take|takes|off|remove~|lop off|crop~|snip~|drop~|lose
        knock|knock off|knocks off|lop|lops off|slice off|slice|clip off|cut away|take off|take away
        cut out|strip off|crop off|nip|nip off|snip off|hack off|saw off|prune|pare|pare off|whittle
        whack off|clean up|leave out|leave off|omit|shorten|reduce|ditch|scrap|bin|axe|chuck|dump|kill
        eliminate|cutting|can go|should go|has to go|goes|gone|out|throw away|toss|tighten|tighten up
        without|start after
        get rid of|skip~|delete~|away
        剪掉|切掉|去|去掉|掐|掐掉|裁掉|删|删掉|不要|剪|切|砍|砍掉|裁|修掉|减去|去除|掐头去尾|剪去|剪了|删了|切了
        晚|迟|推后|推迟|延后|晚点|提早|早|提前|早点
        去头去尾|砍头去尾|去头|砍头|剪头去尾|剪头剪尾|切头去尾
        掐去掉|掐走|掐一下|掐头|去尾|砍走|裁短|裁剪掉|裁剪|裁一下|裁剪一下|剪下|剪短掉|剪一下|剪走|切走|切除|切一下
        抠掉|抹|略过|略掉|略去|忽略|忽略掉|跳过去|不放|别放|不播|别播|不留|不想留|不保留|往里剪|往里缩|往后缩|缩
        缩掉|收进|收进去|收短|少掉|少|减少|减去掉|减|扣|扣除|除掉|除|刮掉|削掉|削|削去|trim掉|trim|咔掉|咔嚓|咔嚓掉
        剁掉|剁|斩掉|丢|扔|舍去|弃掉|弃用|去个|掐个|剪个|切个|砍个|裁个|删个|掐它|修|修一下|修剪一下|多余
        掐了|裁了|砍了|去了|剪去掉|剪切掉|砍去|切去|掐去|裁去|剔除|剔掉|删除|删掉了|剪掉了|拿掉|弄掉|扔掉|扔了
        丢掉|cut掉|cut|扣掉|抹掉|抹去|减掉|修剪|修剪掉|剪短|截掉|截去|去除掉|不想要|不需要|不用|不要了|别要|别留
        跳过|舍掉|舍弃|省掉|除去|往里收|收掉|收
    """,
    "both_ends": """
        both ends|each end|either end|start and end|the start and the end|the beginning and the end
        both sides|either side|each side|front and back|the front and the back|beginning and end
        start and finish|front and end|head and tail|top and tail
        掐头去尾|前后各|两头各|首尾各|前后|两头|各|头尾各|前后都|前后各自|头尾|首尾|首尾都|头尾都|两端|两端各
        剪头去尾|剪头剪尾|切头去尾
        头尾各自|前后两头|前后两头各|前后两端|前后两端各|首尾两端|首尾两端各|头和尾|头和尾各|头跟尾|头跟尾各
        头跟尾都|开头结尾|开头结尾都|开头跟结尾|开头跟结尾各|开头和结尾|开头和结尾都|前头后头|前头后头各|前面后面各
        前面和后面各|两边|两边各|两边都|去头去尾|砍头去尾|头部和尾部
        头部和尾部各|头尾两端|头尾两端各|前后分别|首尾分别|头尾分别|两头分别|前后分别各
        两端都|两头都|开头结尾各|开头和结尾各|一头一尾各|一头一尾
    """,
    "source": """
        source|in its source|in the source|of the source|of its source|file|original|of that file|that file
        raw footage|original footage|original clip|original video|raw clip|recording|original recording
        raw file|source file|source footage|source clip|original file|its footage|the footage
        源|原素材|素材里|原视频|素材的
    """,
    "split": """
        split~|cut in two|divide~|break up|break|slice~|cut in half|chop in half|in two|in half|into two|cut
        cleave|halve|bisect|sever
        into two halves
        into halves|in two halves|in two pieces|into two pieces|in two parts|into two parts|in 2|into 2
        break in two|break into two|make a cut|make a cut in|put a cut|put a cut in|add a cut|add a cut in
        razor|blade|chop|cut up|cut it in two|cut it in half|cut through|separate|partition
        apart|cut in
        切一刀|来一刀|剪一刀|分割|劈开|拆|拆成|切开|剪开|分成|切成|一分为二|分开|断开|从中间切开|对半切|劈成|切
        平均拆|平均切|平均剪成|均匀切|均匀拆
        一分为|分作了
        对半切开|对半剪开|对半分开|对半断开|对切|对剖|对开|一剖两半
        下一刀|下刀|来刀|来上一刀|给一刀|给它一刀|砍一刀|剁一刀|剁开|剁成|斩断|斩开|断一刀|断一下|打断|割一刀|割断
        剖开|一切两半|一切为二|一分两半|分作|分作两段|分为|分为两段|分为两半|切为|切为两段|切成两截|切两截|截成两段
        截成两截|截两段|砍成两段|砍成两半|砍两半|砍两段|砍断|剪成两截|剪断开|断成两段|断成两截|断为两段|拆成两段
        拆成两半|拆成两截|拆两半|拆两个|劈成两段|劈两段|掰开|掰成|掰成两半|掰成两段|掰两半|裂成|等分|等分成|均匀切成
        均匀分成|均匀拆成|平均切成|平均拆成|平均分|平分成|平均分为|split一下|split成|split开|split|切个口|切一个口子
        下个切口|打个切点|加个切点|加一个切点|中间切一刀|中间来一刀|中间剪一刀|中间断开|中间切开|中间剪开|中间劈开
        正中切开|正中间切开|当中切开|从中切开|从中间来一刀|从中间切一刀|从中间剪一刀|从中间下一刀|从中间断
        从中间剁开|从中剪开|从中断开|中间分开|中间分成两段|中间切成两段|在中间切开|在中间切一刀|在中间剪开
        在中间断开|在正中切开|在正中间切开
        对半砍|劈两半|劈成两半|一刀切开|切一下|剪一下断|断成|截成|截断|切断|剪断|拆开|拆成两个|分割成|分割开
        切割|切割成|剪成两段|剪成两半|切成两段|切成两半|分成两段|分成两半|对半剪|对半分|平分|平均分成|均分成
        均分|裁成|砍成|割开|割成|来个分割|切两段|切两半|分两段|分两半|拆两段|从中间劈开|从中间分开|从中间剪开
        从中间断开|从中间一分为二|从正中间切开|从中间切|从中间剪|从中间分割|从中间拆开|从中间切成两段
        从中间分成两段|拦腰切断|拦腰切开
    """,
    "midway": """
        down the middle|through the middle|right down the middle|in the middle|at the midpoint|halfway through|halfway
        half way|half-way|midway|midway through|exactly halfway|at the halfway point|at its midpoint|at the middle
    """,
    "parts": """
        parts|pieces|equal parts|halves|equal pieces
        份儿|截|块|节|部分|小段|个部分|等分|个小段|个片段|个镜头
        bits|equal halves|equal bits|segments|sections|equal sections|slices|chunks|clips|equal chunks
        thirds|quarters|even parts|even pieces|equally long parts|equally sized parts|same size parts
        段|份|半|等份
    """,
    "slip": """
        slip~|later part|a later part|earlier part|an earlier part|a later bit|another part|a different part
        later bit|an earlier bit|earlier bit|a different bit|another bit|later section|a later section
        earlier section|an earlier section|a different section|another section|later moment|a later moment
        earlier moment|an earlier moment|a different moment|another moment|later piece|a later piece
        earlier piece|an earlier piece|a different piece|another piece|later portion|a later portion
        earlier portion|an earlier portion|later stretch|a later stretch|an earlier stretch|later on
        further on|further in|further into|further along|later in|from later|from later in|from earlier in
        from earlier|from further in|other footage|different footage|other part|a bit later|a little later
        a bit earlier|a little earlier|something later|something earlier|deeper into|more towards the end
        later|earlier|footage|slide~|show|what comes|comes|move the footage|later still|forward|forwards
        backward|back
        后面一点的|后面的画面|靠后|靠前|前面的画面|往后|往前|画面往后|素材往后|素材往前|后面部分|换一段画面
        换个靠后的片段|换个后面的片段|换个靠前的片段|换个前面的片段|换个靠后的画面|换个靠前的画面|换成靠后的
        换成靠前的|换段靠后的|换段靠前的|换一段靠后的|换一段靠前的|换一段后面的|换一段前面的
        内容往后|内容往前|往后错|往前错|错开|错后|错前|后面的内容|前面的内容|靠后的内容|靠前的内容|晚一点的内容
        早一点的内容|晚一点的画面|早一点的画面|晚一点的部分|早一点的部分|晚点的画面|早点的画面|靠后的画面|靠前的画面
        靠后一点的画面|靠前一点的画面|后面一些的画面|前面一些的画面|后面一点的内容|前面一点的内容|前面一点的画面
        后面一点的部分|前面一点的部分|前面部分|取景往后|素材往后挪|素材往前挪|素材往后移|素材往前移|素材往后滑
        素材往前滑|内容往后挪|内容往前挪|内容往后移|内容往前移|画面往前|画面往后挪|画面往前挪|画面往后移|画面往前移
        入点往后|入点往前|入点往后挪|入点往前挪|入点后移|入点前移|起点往后|起点往前|起点往后挪|起点往前挪|往后滑
        往前滑|滑移|滑动|slip往后|slip往前|换成后面的画面|换成前面的画面|换后面的画面|换前面的画面|用后面的画面
        用前面的画面|用后面的内容|用前面的内容|换别的画面|取后面的|取前面的
        后面点|前面点|往后挪|往前挪|别的部分|靠后的|靠后一点|靠后一点的|靠后面|后面的|后半部分的|靠前的|靠前一点
        靠前面|前面的
    """,
    "later": """
        later|later part|a later part|a later bit|later still|forward|forwards
        内容往后|往后错|错后|后面的内容|靠后的内容|晚一点的内容|晚一点的画面|晚一点的部分|晚点的画面|靠后的画面
        换个靠后的片段|换个后面的片段|换个靠后的画面|换成靠后的|换段靠后的|换一段靠后的|换一段后面的
        靠后一点的画面|后面一些的画面|后面一点的内容|后面一点的部分|取景往后|素材往后挪|素材往后移|素材往后滑
        内容往后挪|内容往后移|画面往后挪|画面往后移|入点往后|入点往后挪|入点后移|起点往后|起点往后挪|往后滑|slip往后
        换成后面的画面|换后面的画面|用后面的画面|用后面的内容|取后面的|靠后的|靠后一点|靠后面
        later bit|later section|a later section|later moment|a later moment|later piece|a later piece
        later portion|a later portion|later stretch|a later stretch|later on|further on|further in
        further into|further along|later in|from later|from later in|from further in|a bit later
        a little later|something later|deeper into|more towards the end|further
        靠后|往后|画面往后|素材往后|后面一点的|后面的画面|后面部分|后面点|往后挪
    """,
    "earlier": """
        earlier|earlier part|an earlier part|backward|back
        内容往前|往前错|错前|前面的内容|靠前的内容|早一点的内容|早一点的画面|早一点的部分|早点的画面|靠前的画面
        换个靠前的片段|换个前面的片段|换个靠前的画面|换成靠前的|换段靠前的|换一段靠前的|换一段前面的
        靠前一点的画面|前面一些的画面|前面一点的内容|前面一点的画面|前面一点的部分|前面部分|素材往前挪|素材往前移
        素材往前滑|内容往前挪|内容往前移|画面往前|画面往前挪|画面往前移|入点往前|入点往前挪|入点前移|起点往前
        起点往前挪|往前滑|slip往前|换成前面的画面|换前面的画面|用前面的画面|用前面的内容|取前面的|靠前的|靠前一点
        靠前面
        an earlier bit|earlier bit|earlier section|an earlier section|earlier moment|an earlier moment
        earlier piece|an earlier piece|earlier portion|an earlier portion|an earlier stretch
        from earlier in|from earlier|a bit earlier|a little earlier|something earlier|sooner
        靠前|往前|素材往前|前面的画面|前面点|往前挪
    """,
    "show_word": """
        show|use|play|keep
        只取|只要|只播|只留|只截|截|截一段|截出|截下|取一段|选取|选|挑|剪取|摘取|用到|仅用|仅取|就用|就放|就播
        就取|就留|就要|只保留|留|留下|只剩|只剪|只选|只截取|只选取|抽取|摘
        shows|using|showing|keeping|leave|want|take|see|stick to|give me
        用|只放|只用|截取|取|保留|只看
    """,
    "in_slot": """
        in that slot|slot|length stays|same length|in the same place|same place|length stays the same
        same duration|at the same length|same spot|in the same spot|same place in the film
        without changing its length|without changing the length|don't change its length
        don't change the length|keeping the length|keeping its length|keep its length|of the same length
        its length stays|same timing|same slot|for the same length|of equal length
        keep the length|keeps its length|in its place
        长度不变|位置不变|时长不变|同样长度
    """,
    "same_length": """
        as long as|same length as|the same length as|equal to|match the length of|as short as|equally long
        equal length|equal lengths|of equal length|the same length|same length|same duration
        the same duration|the same duration as|equally as long|just as long as|just as long|equal in length
        equal duration|evenly long|match~|same amount of time|the same time|an equal length
        identical length|identical lengths|even length|even out
        一样长|同样长|等长|一样的长度|同长
    """,
    "remark": """
        just me fumbling|me fumbling|fumbling|just shaky|shaky|blurry|boring|useless|garbage|junk|empty|dull
        dead air|nothing happens|not needed|unnecessary
        手抖了|抖|糊|模糊|没用|废|无聊|多余|手抖|晃|晃得不行|晃得厉害|晃得要命|太晃|太晃了|有点晃|晃动|抖得厉害
        抖得不行|太抖|太抖了|有点抖|抖动|不稳|糊了|虚焦|虚了|拍糊了|没对上焦|黑屏|黑的|太黑|空镜|没内容|没东西
        没意思|没看头|没啥看头|无聊得很|废镜头|废的|多余的|尴尬|穿帮|手挡镜头了|拍歪了|画面晃|镜头晃|没拍好
        拍坏了|拍得不好|拍得烂|不好看|难看|太拖|拖沓|拖|太啰嗦|啰嗦|水|太水
    """,
}


def _edges(clause: Clause) -> tuple[bool, bool]:
    both = clause.has("both_ends") or any(t.text == "掐头去尾" for t in clause.tokens)
    starts = clause.has("first", "start") or any(
        (t.kind == "ordinal" and t.value == 1) or t.text in ("前", "前面", "头", "开头")
        for t in clause.tokens
    )
    ends = clause.has("last", "end") or any(t.text in ("后", "尾", "后面") for t in clause.tokens)
    return starts or both, ends or both


def _trim(clause: Clause) -> Reading | None:
    """ "Trim two seconds off the start of the surf", "鹦鹉最后那一秒不要"."""
    if (first := _first_second(clause)) is not None:
        return first
    if (
        not clause.has("trim")
        or clause.count("duration") not in (1, 2)
        or clause.has("text_noun", "music_noun", "speed_noun", "sound_noun")
    ):
        return None
    if clause.count("texts", "percent", "at", "range") or _is_target(clause):
        return None
    starts, ends = _edges(clause)
    if clause.count("duration") == 2:
        return _each_end(clause) if starts and ends else None
    if not starts and not ends:
        return None
    by = clause.one("duration") / 1000 * _direction(clause, starts=starts)
    kept = starts and ends and clause.has("keep_only")
    clause.take(
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
    )
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
    """ "Let the parrot start half a second later", "clip 3 should end 1 s earlier"."""
    moved = [t for t in clause.tokens if t.text in ("later", "earlier", "sooner")]
    starts, ends = clause.has("start"), clause.has("end")
    if len(moved) != 1 or starts == ends or clause.count("duration") != 1:
        return None
    if clause.has("text_noun", "music_noun", "sound_noun", "film_noun", "not", "source"):
        return None
    later = moved[0].text == "later"
    by = clause.one("duration") / 1000
    clause.take("start", "end", "later", "earlier", "lasts", "trim", "move", "slip")
    clips = clause.clips()
    if not clips or len(clips) != 1:
        return None
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


_FILM_ENDS = frozenset(("片头", "片尾", "片首", "片末"))


def _is_of_film(clause: Clause) -> bool:
    """Whether the start or end of the film is meant: it is named, or nothing else was spoken of in Chinese."""
    named = clause.take("film_noun") or any(t.text in _FILM_ENDS for t in clause.tokens)
    focus = clause.focus
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


def _in_source(clause: Clause) -> Reading | None:
    """ "Clip 2 should start at 1.5 in its source and end at 4.5"."""
    if not clause.take("source"):
        return None
    span: tuple[float, float] | None = clause.one("range")
    if span is None and clause.has("start") != clause.has("end"):
        return _edge_in_source(clause, starts=clause.has("start"))
    if span is None:
        if not clause.has("start"):
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
    clause.take("start", "end", "at_prep", "lasts", "to_sep", "trim", "move", "only", "insert")
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1:
        return None
    return Reading(operations=(TrimClip(clip=clips[0], in_s=span[0] / 1000, out_s=span[1] / 1000),))


def _edge_in_source(clause: Clause, *, starts: bool) -> Reading | None:
    """ "Start the parrot at 1 s of its source": the other end stays."""
    if clause.count("duration", "clock", "at", "number") != 1:
        return None
    kind = next(t.kind for t in clause.tokens if t.kind in ("duration", "clock", "at", "number"))
    time = clause.one("duration", "clock", "at", "number")
    clause.take("start", "end", "at_prep", "lasts", "trim", "move", "insert")
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1 or isinstance(time, tuple):
        return None
    seconds = float(time) if kind == "number" else float(time) / 1000
    edge = TrimClip(clip=clips[0], in_s=seconds) if starts else TrimClip(clip=clips[0], out_s=seconds)
    return Reading(operations=(edge,))


def _shown_edge(clause: Clause) -> Reading | None:
    """ "Use only the last 3 seconds of the surf", "鹦鹉用前两秒就行"."""
    if clause.count("duration") != 1 or not clause.has("only", "keep_only", "show_word"):
        return None
    if clause.has("text_noun", "music_noun", "sound_noun", "not") or clause.count(
        "quote", "texts", "percent"
    ):
        return None
    starts, ends = _edges(clause)
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
    )
    if clause.has("keep_only"):
        # "后面部分不要，只留前2秒"
        clause.take("after", "unwanted", "remove", "delete_rest")
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


def _middle_of(clause: Clause, clip_id: str, length: float) -> Reading | None:
    """ "第二段只要中间3秒": as much is cut off the start as off the end."""
    clip = clause.scene.clip(clip_id)
    over = (clip.duration_ms / 1000 - length) / 2 if clip is not None else 0.0
    if over <= 0:
        return refusal(clause, "the clip is not that long.", "片段没有那么长。")
    return Reading(operations=(TrimClip(clip=clip_id, start_by=round(over, 3), end_by=round(over, 3)),))


def _shown_stretch(clause: Clause) -> Reading | None:
    """ "Show the parrot only from 2 s to 5 s": of its source, where it is on the timeline once."""
    bare = all(
        (t.kind == "clips" and not t.value.pronoun)
        or (t.kind == "range" and t.text.startswith("from"))
        or (t.has("filler", "det", "part_of") and t.text != "should be")
        for t in clause.tokens
    )
    if (
        clause.count("range") != 1
        or not (
            bare
            or clause.has("only", "keep_only", "show_word")
            or any(t.text == "留着" for t in clause.tokens)
        )
        or clause.has("text_noun", "music_noun", "sound_noun")
    ):
        return None
    if clause.count("quote", "texts", "percent"):
        return None
    span: tuple[float, float] = clause.one("range")
    clause.take("only", "keep_only", "show_word", "part_of", "at_prep", "lasts", "do", "delete_rest")
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


def _split(clause: Clause) -> Reading | None:
    if not clause.has("split") or clause.has("not", "music_noun", "text_noun", "beat_word"):
        return None
    at = moment_of(clause)
    if any((t.has("remove") and not t.has("split")) or t.text == "by half" for t in clause.tokens):
        return None
    counted = clause.count("number") == 1 and clause.has("parts")
    plain = (
        clause.has("half", "midway")
        or counted
        or any(
            t.has("split") and t.text not in ("cut", "切", "break", "cut in", "apart") for t in clause.tokens
        )
    )
    if (at is None and not plain) or clause.count("duration", "beats", "bars", "percent"):
        return None
    parts = clause.one("number")
    clause.take("split", "half", "midway", "parts", "at_prep", "at_post", "measure", "each", "trim")
    clips = clause.clips(implicit=True)
    if at is not None:
        if clips is not None and len(clips) != 1:
            return None
        clip = clause.scene.clip(clips[0]) if clips else None
        time_ms = at
        inner = clip is not None and _counts_from_clip(clause) and at < clip.duration_ms
        if clip is not None and (inner or not clip.start_ms < at < clip.end_ms):
            time_ms = clip.start_ms + at
        return Reading(operations=(SplitClip(at=round(time_ms / 1000, 3)),))
    if not clips or len(clips) != 1:
        return _which(clause) if not clause.rest() else None
    return Reading(operations=(SplitClip(clip=clips[0], parts=int(parts) if parts and parts >= 2 else 2),))


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


def _slip(clause: Clause) -> Reading | None:
    """ "Show a later part of the parrot in that slot", "slip clip 1 forward by 2 seconds"."""
    footage = clause.has("picture") or any(
        t.text in _FOOTAGE or (t.has("slip") and t.text.endswith(("内容", "画面", "部分", "素材")))
        for t in clause.tokens
    )
    shown_from = footage and clause.count("at", "clock") == 1 and clause.has("replace", "show_word", "slip")
    if (
        not (clause.has("slip") or shown_from)
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
    ("的画面", "那段画面", "那段内容", "内容", "的内容", "素材", "部分", "的部分", "那部分", "画面")
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


def _same_length(clause: Clause) -> Reading | None:
    if not clause.has("same_length") or clause.has("not", "text_noun", "music_noun"):
        return None
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
    Rule(name="trim_source", read=_in_source, rank=41),
    Rule(name="shown_edge", read=_shown_edge, rank=42),
    Rule(name="shown_stretch", read=_shown_stretch, rank=42),
    Rule(name="edge_moved", read=_edge_moved, rank=40),
    Rule(name="slip_clip", read=_slip, rank=42),
    Rule(name="same_length", read=_same_length, rank=43),
    Rule(name="trim_clip", read=_trim, rank=44),
    Rule(name="split_clip", read=_split, rank=51),
)
