"""Words about trims, splits and slips of clips."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["WORDS"]

_SHIFTED = "移|挪|推|拖|调|拉|收|延|错|滑|走|移动|挪动|推迟"
_LATER = (
    combined("往后|向后|朝后|往右|向右", _SHIFTED)
    + "|往后|往右|后移|后挪|后推|后延|后错|推后|延后|推迟|延迟|晚|迟"
)
_EARLIER = combined("往前|向前|朝前|往左|向左", _SHIFTED) + "|往前|往左|前移|前挪|前推|前错|提前|提早|早"

_TAKEN = "|换成|换个|换一段|换段|换|用|改用|取|选|显示"
_FOOTAGE = "的画面|的内容|的部分|的素材|的那段|的一段|的片段"
_LATER_FOOTAGE = (
    combined("素材|取景|选段|画面|内容|画面内容|素材内容|选取的部分", _LATER)
    + "|"
    + combined(_TAKEN, "后面|靠后|后面一点|靠后一点|晚一点|晚点|再后面一点|更后面|后面一些|后头", _FOOTAGE)
)
_EARLIER_FOOTAGE = (
    combined("素材|取景|选段|画面|内容|画面内容|素材内容|选取的部分", _EARLIER)
    + "|"
    + combined(_TAKEN, "前面|靠前|前面一点|靠前一点|早一点|早点|再前面一点|更前面|前面一些|前头", _FOOTAGE)
)

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
        晚|迟|推后|推迟|延后|晚点|提早|早|提前|早点|剪少|缩短|删去|剪短一点|砍短
        可以不要|可以不要了|可以删|可以删了|可以删掉|可以剪掉|可以剪了|可以去掉|可以砍掉|可以切掉|可以裁掉|可以掐掉
        去头去尾|砍头去尾|去头|砍头|剪头去尾|剪头剪尾|切头去尾
        掐去掉|掐走|掐一下|掐头|去尾|砍走|裁短|裁剪掉|裁剪|裁一下|裁剪一下|剪下|剪短掉|剪一下|剪走|切走|切除|切一下
        抠掉|抹|略过|略掉|略去|忽略|忽略掉|跳过去|不放|别放|不播|别播|不留|不想留|不保留|往里剪|往里缩|往后缩|缩
        缩掉|收进|收进去|收短|少掉|少|减少|减去掉|减|扣|扣除|除掉|除|刮掉|削掉|削|削去|trim掉|trim|咔掉|咔嚓|咔嚓掉
        剁掉|剁|斩掉|丢|扔|舍去|弃掉|弃用|去个|掐个|剪个|切个|砍个|裁个|删个|掐它|修|修一下|修剪一下|多余
        掐了|裁了|砍了|去了|剪去掉|剪切掉|砍去|切去|掐去|裁去|剔除|剔掉|删除|删掉了|剪掉了|拿掉|弄掉|扔掉|扔了
        丢掉|cut掉|cut|扣掉|抹掉|抹去|减掉|修剪|修剪掉|剪短|截掉|截去|去除掉|不想要|不需要|不用|不要了|别要|别留
        跳过|舍掉|舍弃|省掉|除去|往里收|收掉|收
    """,
    "inward": combined("往里|向里|往内|向内|朝里", "收|缩|推|拉|移|挪|剪|收紧|靠") + "|往里|往内|收|收紧|缩",
    "outward": combined("往外|向外|朝外", "放|拉|推|扩|移|挪|延|延长|扩展|让") + "|往外|放|扩",
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
        of the same footage|of the same file|of the same clip|from the same footage|from the same file|of that footage
        source|in its source|in the source|of the source|of its source|in the original|in the original file|file
        original|of that file|that file
        raw footage|original footage|original clip|original video|raw clip|recording|original recording
        raw file|source file|source footage|source clip|original file|its footage|the footage
        源|原素材|素材里|原视频|素材的
    """,
    "source_in": """
        in point|in-point|inpoint|in mark|in点|入点|进点|起点|起始点|开始点|切入点|入画点|剪入点
    """,
    "source_out": """
        out point|out-point|outpoint|out mark|out点|出点|终点|结束点|终止点|切出点|剪出点|收尾点
    """,
    "split": """
        split~|cut in two|divide~|break up|break|slice~|cut in half|chop in half|in two|in half|into two|cut
        cleave|halve|bisect|sever
        into two halves
        into halves|in two halves|in two pieces|into two pieces|in two parts|into two parts|in 2|into 2
        break in two|break into two|make a cut|make a cut in|put a cut|put a cut in|add a cut|add a cut in
        razor|blade|chop|cut up|cut it in two|cut it in half|cut through|separate|partition
        apart|cut in
        切一刀|来一刀|剪一刀|分割|劈开|拆|拆成|切开|剪开|分成|切成|一分为二|分开|断开|对半切|劈成|切|分|剪成
        平均拆|平均切|平均剪成|均匀切|均匀拆|一分为|分作了|一刀两断|一刀切开|一刀切断|一刀剪开
        对半切开|对半剪开|对半分开|对半断开|对切|对剖|对开|一剖两半
        下一刀|下刀|来刀|来上一刀|给一刀|给它一刀|砍一刀|剁一刀|剁开|剁成|斩断|斩开|断一刀|断一下|打断|割一刀|割断
        剖开|一切两半|一切为二|一分两半|分作|分为|切为|砍断|剪断开|掰开|掰成|裂成|等分|等分成|均匀切成|均匀剪成
        均匀分成|均匀拆成|平均切成|平均拆成|平均分|平分成|平均分为|split一下|split成|split开|split|切个口|切一个口子
        下个切口|打个切点|加个切点|加一个切点|对半砍|剪一下断|断成|截成|截断|切断|剪断|拆开|分割成|分割开|切一下
        切割|切割成|对半剪|对半分|平分|平均分成|均分成|均分|裁成|砍成|割开|割成|来个分割|拦腰切断|拦腰切开
        """
    + combined("切|分|拆|剪|劈|断|截|砍|掰|分割|分为|切为|断为|对半", "|成", "两段|两半|两截|两个|两份|两块")
    + """
    """,
    "midway": """
        """
    + combined(
        "|从|在|自", "中间|正中间|正中|当中|中点|中央|一半的地方|一半那里|一半处", "|位置|处|那里|这里"
    )
    + """
        居中|对半|拦腰
        down the middle|through the middle|right down the middle|in the middle|at the midpoint|halfway through|halfway
        half way|half-way|midway|midway through|exactly halfway|at the halfway point|at its midpoint|at the middle
    """,
    "parts": """
        份儿|截|块|节|部分|小段|个部分|等分|个小段|个片段|个镜头
        段|份|半|等份
    """
    + spaced(
        "equal|even|equally long|equally sized|same size|same length|separate|",
        "parts|pieces|halves|bits|segments|sections|slices|chunks|clips|shots|thirds|quarters",
    ),
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
        later|earlier|footage|slide~|show|what comes|comes|move the footage|later still|forward|forwards|ahead
        backward|back
        后面一点的|靠后|靠前|往后|往前|后面部分|前面部分|换一段画面|往后错|往前错|错开|错后|错前|往后滑|往前滑|滑移|滑动
        slip往后|slip往前|往后slip|往前slip|后面点|前面点|往后挪|往前挪|别的部分|靠后的|靠后一点|靠后一点的|靠后面|后面的|后半部分的|靠前的|靠前一点
        靠前面|前面的
        """
    + _LATER_FOOTAGE
    + "|"
    + _EARLIER_FOOTAGE
    + """
    """,
    "later": """
        later|later part|a later part|a later bit|later still|forward|forwards|ahead
        """
    + _LATER
    + """
        往后错|错后|往后滑|slip往后|往后slip|取后面的|靠后的|靠后一点|靠后面
        """
    + _LATER_FOOTAGE
    + """
        later bit|later section|a later section|later moment|a later moment|later piece|a later piece
        later portion|a later portion|later stretch|a later stretch|later on|further on|further in
        further into|further along|later in|from later|from later in|from further in|a bit later
        a little later|something later|deeper into|more towards the end|further
        靠后|往后|后面一点的|后面部分|后面点|往后挪
    """,
    "earlier": """
        earlier|earlier part|an earlier part|backward|back
        """
    + _EARLIER
    + """
        往前错|错前|往前滑|slip往前|往前slip|取前面的|靠前的|靠前一点|靠前面
        """
    + _EARLIER_FOOTAGE
    + """
        an earlier bit|earlier bit|earlier section|an earlier section|earlier moment|an earlier moment
        earlier piece|an earlier piece|earlier portion|an earlier portion|an earlier stretch
        from earlier in|from earlier|a bit earlier|a little earlier|something earlier|sooner
        靠前|往前|前面部分|前面点|往前挪
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
        同样长度|长度还是一样|还是一样长|还是这么长|还是那么长
        """
    + combined(
        "长度|时长|总长|总时长|长短|时间|位置|其他|其它|别的|位置和长度|时长和位置|长度和位置|位置和时长|它的长度",
        "不变|别变|别动|不动|不要变|不要动|不能变|保持不变|照旧|都不变|都别动|都不动|别改|不改|维持不变|都不要动",
    )
    + """
    """,
    "same_length": """
        as long as|same length as|the same length as|equal to|match the length of|as short as|equally long
        equal length|equal lengths|of equal length|the same length|same length|same duration
        the same duration|the same duration as|equally as long|just as long as|just as long|equal in length
        equal duration|evenly long|match~|same amount of time|the same time|an equal length
        identical length|identical lengths|even length|even out
        一样长|同样长|等长|一样的长度|同长|一样的时长|同样的长度
        """
    + combined("长度|时长|时间|秒数", "|都|要|保持", "一样|一致|相同|相等|看齐|对齐|统一")
    + """
    """,
    "remark": """
        just me fumbling|me fumbling|fumbling|just shaky|shaky|blurry|boring|useless|garbage|junk|empty|dull
        dead air|nothing happens|not needed|unnecessary
        重复了|有点重复|太重复|太重复了|手抖了|抖|糊|模糊|没用|废|无聊|多余|手抖|晃|晃得不行|晃得厉害|晃得要命|太晃|太晃了|有点晃|晃动|抖得厉害
        抖得不行|太抖|太抖了|有点抖|抖动|不稳|糊了|虚焦|虚了|拍糊了|没对上焦|黑屏|黑的|太黑|空镜|没内容|没东西
        没意思|没看头|没啥看头|无聊得很|废镜头|废的|多余的|尴尬|穿帮|手挡镜头了|拍歪了|画面晃|镜头晃|没拍好
        拍坏了|拍得不好|拍得烂|不好看|难看|太拖|拖沓|拖|太啰嗦|啰嗦|水|太水
    """,
}
