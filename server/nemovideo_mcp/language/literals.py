"""Where in a message the words of a text stand: they are content, kept as they were typed, and no commands.

Quoted words are found elsewhere; this is about words that follow "a title that says", "end card:", "片尾卡:" and the
like without quotation marks. They end where something about the text (its time, place, look) or another wish begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["bare_texts"]

_LONGEST = 500

_NOUN = (
    r"(?:(?:opening|closing|end(?:ing)?|intro|outro|big|small|short|new|main|title|text|first|second|third|another|extra|final"
    r"|bold|large|simple) ){0,8}"
    r"(?:titles?(?: card| screen| text)?|texts?(?: overlay| card| line)?|headline|heading|lower[- ]thirds?|end[- ]?cards?"
    r"|(?:end|final|last|closing|outro|intro|title)[- ](?:screen|frame|message|card|line|credits?|slide|note)|credits?|caption"
    r"|name[- ]?tag|name[- ]?strap|name[- ]?plate|subtitle|sub[- ]?heading|sub[- ]?title|sub[- ]?header|header|line|words|lettering"
    r"|slide|card|banner|tag ?line|slogan|label|chyron|call[- ]?outs?|call to action|cta|strap ?line|lower 3rd|l3rd"
    r"|inscription|greeting|sign[- ]?off|dedication|intro text|outro text)(?![a-z])"
)
_SAYS = (
    r"(?:(?:that |which |it |and it )?(?:just |only |simply )?(?:says?|saying|reads?|reading|states?|stating|goes|going|spells?|spelling)"
    r"|called|named|titled|entitled|labelled|(?:with |containing |using )?the (?:words?|text|phrase|message|name|wording)|containing"
    r"|(?:it )?(?:should|must|to|could|shall|ought to|has to|needs to|can) (?:now |just |only |simply |instead )?(?:say|read|state|spell))"
)
_ZH_NOUN = (
    r"(?:(?:片头|片尾|开头|开场|结尾|结束|最后|大|小|主|副)?的?(?:标题|题目|片名|文字|字样|文案|花字|人名条|名条|结束语|落版|片尾卡|字幕条"
    r"|片头卡|尾卡|那?[一两二]?[行句个]字(?!幕|体|号)|字(?![幕体号机])))"
)
# "写个夏天快乐", "来一句周末愉快": what is written follows at once, unless it is what a text is called.
_ZH_WRITE = (
    r"(?:(?<![手改重缩听大小])写(?:上一?[个句行]?|着|一?[个句行]|一下)?|(?:打|标(?!题)|(?<![标问主话命习])题|飘|打出)(?:上一?[个句行]?|出一?[个句行]?|一?[个句行])"
    r"|(?:来|加|放|上|配|出|弄|整|添|补|弹|弹出|冒|冒出|跳出|蹦出|闪过|飘过|显示)上?一?[句行])"
)
_ZH_NO_TEXT = (
    r"(?:[个句行上出]|一[个句行]|[大小]?字|[大小主副正]?标题|片名|人名|名[字条]|题目|文[字案本]|话|歌|曲|一?[首段点]|得|的|了|成|在|到|完|开|断|错|不|什么|啥|于|号"
    r"|颜色|大|小|招呼|扰|码|表情|爱心|图|照片|框|圈|链接|二维码|时间|日期$|马赛克|贴纸|logo|水印|箭头|旁白|字幕|歌词|台词|好|一下|[两三四几\d]+[行句个]字)"
)
_ZH_PUT = r"(?:加上?|打上?|写上?|放上?|配上?|来|上|打出|显示|标上)(?:一?[个行句])?"
_ZH_BEHIND = r"(?:这?[一二两三四五六七八九十几\d]{1,6}个大?字|的?字样|这句话|这[一]?行字|这几个字)"
_ADD = r"(?:add|put|insert|create|include|give (?:it|me|us)|make|show|display|overlay|i (?:want|need)|have)"

_COLOR = r"(?:#[0-9a-f]{6}|white|black|red|green|blue|yellow|orange|pink|purple|gold(?:en)?|gr[ae]y|cyan)"
_PLACE = r"(?:(?:the )?(?:very )?(?:top|bottom|upper|lower|left|right|cent(?:er|re)|middle|corner)\b)"

_NO_WORDS = (
    r"(?:(?:on|over|at|it|its|an?|the|some|something|me|us|my|your|our|his|her|their|this|that|these|those|in|up|down|out|with|new|another"
    r"|more|less|all|everything|each|every|both|one|two|three|four|music|songs?|titles?|texts?|captions?|clips?|shots?|first|second|third"
    r"|last|and|or|to|for|from|subtitles?|lyrics|words|credits|what|whatever|whichever|code|nothing|anything|no|not|there|here|c\d|t\d"
    r"|m\d|\d+)\b)"
)
_NO_TEXT = (
    r"(?:i|you|we|whatever|whichever|something|anything|nothing|please|pls|plz|maybe|perhaps|no|not|what|any|surprise|up to|idc|your"
    r"|don'?t|doesn'?t|it|that|this|with|which|where|when|if|because|cause|cuz|so|thanks|thx|ok|okay|i'm|i'd|i'll|just|only|like)\b"
)
_MUSICAL = r"(?:music|songs?|tunes?|tracks?|beats?|soundtrack|score|melody|piece|bpm)\b"

# What leads to the words of a text. `loose` ones take only what is written like a name: with a capital, a figure, 汉字.
_LEADS: tuple[tuple[str, bool], ...] = (
    (rf"\b{_NOUN} ?(?:\(?{_SAYS}\)?)[ :]\s*", False),
    (rf"\b{_NOUN}[^\n,.;:!?\"]{{1,40}}? {_SAYS}[ :]\s*", False),
    (rf"\b{_NOUN}[^\n,.;:!?\"]{{0,40}}?:(?!\d)\s*", False),
    (rf"\b(?:change|rename|set|correct|update|make|reword|rewrite|retitle|edit|modify|switch|alter|fix|turn|swap|redo) (?:(?:the )?(?:words|text|wording) (?:of|in|on) )?(?:the |my |that |this |first |second |third |last ){{0,8}}{_NOUN}(?:'s (?:text|words|wording))?(?: at the (?:start|beginning|end))? (?:to|into|as|for|by|with|so it says|so that it says|so it reads) (?:say |read |just )?", True),
    (rf"\b{_ADD} (?:an? |the |another |one more )?(?:\w+ )?{_NOUN}, ?(?!{_NO_TEXT})(?=[a-z0-9])", False),
    (r"\b(?:call|title) (?:it|this|the (?:film|video))[: ]\s*", True),
    (r"\b(?:add|put|write|show) (?:one|it|this)(?: there)?:\s*", False),
    (r"\b(?:type|write|print|spell(?: out)?)(?: out)?[: ]\s*(?!on\b|over\b|at\b|it\b|a\b|the\b|some\b)", True),
    (rf"\b(?:write|type)(?: out)?: ?|\b(?:write|type)(?: out)? (?!{_NO_WORDS}|[^,.;]{{0,80}}\b{_MUSICAL})", False),
    (r"\b(?:show|with|add|put|write|say|like|want|have|need|see|type|display|print|insert|use|place|get) the (?:words?|text|phrase|message|sentence|letters|line) ", False),
    (rf"\b{_NOUN} (?:with|like) (?:the )?(?=[a-z])", True),
    (r"\b(?:lower[- ]?thirds?|name ?-?(?:tag|strap|plate|card|banner)s?) for ", True),
    (r"\b(?:my|his|her|their|our|the) name,? (?:is )?", True),
    (rf"\b{_NOUN} ?(?:-{{1,2}}>|=>|=|→) ?", False),
    (r"\b(?:have|make|let) (?:it|the (?:film|video|title|text|end card)) (?:just )?(?:say|read)[: ]", False),
    (rf"\b(?:put|show|display|have|overlay|stick|pop|slap|throw|place)(?: up)? (?!{_NO_WORDS}|(?:[a-z]+ )?(?:clips?|shots?|scenes?|videos?|photos?)\b)(?=[^,.;:!?\n\ue000-\uf8ff]{{2,60}}? (?:(?:up )?on (?:the )?screen\b|(?:in|at|on|to) (?:the )?(?:very )?(?:top|bottom|upper|lower|cent(?:er|re)|middle|corner)|in (?:big |small |bold |large )?{_COLOR}\b))", True),
    (r"\b(?:it|that|this|which) (?:should|must|needs to|has to|ought to|is supposed to|is meant to) (?:say|read)[: ]\s*", False),
    (rf"{_ZH_WRITE}(?!{_ZH_NO_TEXT})[:： ]*", True),
    (r"(?:放|写|打|标|加|显示|上)(?:上|个|一个)?(?=\d{4}[.年/-]\d{1,2})", False),
    (rf"{_ZH_PUT}(?=[^\s,，。;；\ue000-\uf8ff]{{1,30}}?{_ZH_BEHIND})", True),
    (rf"\b(?:{_ADD}|just|only|with) (?:an? |the |another )?{_NOUN} ", True),
    (rf"\b{_NOUN} ", True),
    (rf"{_ZH_NOUN}(?:就|要|也|都)?(?:叫做?|内容[是为]|写[着上个成]?(?![字错得的了反漏完])|打上?(?!字)|换成|改[成为]|[是为](?!不|否|什么)|[:：])[:： ]*", False),
    (rf"{_ZH_NOUN}[^\n,，。;；:：!！?？]{{0,10}}?[:：]\s*", False),
    (rf"(?:加上?|添加|来|上|写|打|做|要|弄|配|出现|显示|弹出|展示|打出|放)(?:一?[个行句条段])?{_ZH_NOUN} +", False),
    (rf"(?:加|(?<![题面头尾幕屏边角间])上|打|写){_ZH_NOUN}(?=[^\s,，。])", True),
    (r"(?:写上?|打上?|写着|打字|写字|显示|配文)[:：]\s*", False),
    (r"(?:写上?|打上|打字|写字|配文|(?<=[方边角部间央底顶头尾秒])显示) +(?!在|成|出[来现]|完|全|时|到|不|别)", True),
)  # fmt: skip

_COMMAND = (
    r"(?:half|twice|double|normal|slightly|very|quite|cent(?:er|re)ed|bigger|smaller|larger|font|size|colou?r|placed|positioned|lasting"
    r"|staying|stays|it\b|shown|just|only|add|make|put|cut|trim|use|set|no\b|remove|delete|mute|keep|lower|with(?:out)?|music|vertical"
    r"|square|portrait|landscape"
    r"|combine|join|merge|sync|fade|start|end\b|show|place|move|turn|change|then|and|also|plus|but|don'?t|do not|please|pls|small"
    r"|big|large|tiny|bold|all|both|each|reverse|speed|slow|zoom|rotate|flip|swap|in|at|on|over|from|for|until|when|while|during"
    r"|between|after|before|top|bottom|left|right|cent(?:er|re)|middle|\d|two|three|four|five|half|one|a )"
)
_STOP = re.compile(
    r"\s{0,4}(?:[\n;；。\ue000-\uf8ff\"“”「」]|\.(?=\s|$)|(?<=[!?！？])(?=\s)|[,，]\s{0,4}(?=" + _COMMAND + r"|" + _COLOR + r")|，"
    r"|,\s{0,4}(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]),"
    r"| (?:and|then|but|plus) (?:then |also |please )?(?=" + _COMMAND + r")"
    r"| (?:in|to|at|on|near|with) (?:the )?(?=" + _PLACE + r"| {0,4}" + _COLOR + r")"
    r"| (?=" + _PLACE + r"(?: |$))"
    r"| (?=(?:for|from|at|until|till|after|between|to|lasting|starting) (?:about |second |the )?(?:\d|bar |one |two |three |four |five |six |ten |half |a second|first |last ))"
    r"| (?=(?:at|in|near|on|over|under|for) (?:the |my |this |that )?(?:very )?(?:end|start|beginning|opening|outro|intro|first|second|third|last|clip|shot|screen|whole|video|film|picture|drop|chorus)\b)"
    r"| (?=(?:over|on|onto|above|under|below|beneath|next to|beside) (?:the )?[a-z0-9_.-]{1,60}+(?: (?:part|bit|one|section|footage|moment|frame|piece|half))?(?:$|[,.;!]| (?:for|from|at|in|clip|shot)))"
    r"| (?=(?:across|along|through) (?:the )?(?:very )?" + _PLACE + r")"
    r"| (?:and|plus|&) (?=(?:an? |the |another |one )?" + _NOUN + r"\b)"
    r"|, (?=(?:an? |the |another |one )" + _NOUN + r"\b)"
    r"| (?=when |while |during |right at |as soon as |instead\b)|(?<!hello)(?<!\bhi)(?<!hey)(?<!\bout)(?<!\bare)(?<!almost)(?<!over) (?=there\b)"
    r"| (?=(?:big|small|large|tiny|huge|bigger|smaller|larger)(?: |,|$))"
    r"|,? (?:please|pls|plz|thanks|thx|thank you|too|as well|instead|or something|or so|if you can|if possible|will you|would you)(?=\s{0,4}(?:[.!]{0,4}\s{0,4}$|[,;]))"
    r"| (?=(?:to )?(?:appear|show up|pop up|come up|come in|be shown|be displayed|be seen|be visible|fade in|fade out)(?:s|ed|ing)?\b)"
    r"| (?=(?:shown|displayed|written|placed|appearing|showing|positioned|centered|centred|throughout|across the|all the time|during"
    r"|the (?:whole|entire) (?:time|video|film|clip|thing)|while the|in (?:big|small|large|bold|tiny|huge|all caps|capital)|on (?:the )?(?:screen|top|it\b))\b)"
    r"| {1,4}(?=在|放|显示|持续|停留|从|到|第|前|后|最后|居中|中间|左|右|上|下|[\d一二两三四五六七八九十半]{1,8} ?秒|红|白|黑|黄|蓝|绿|颜色|字体)"
    r"|(?=(?:放在|显示|持续|停留|居中|在[左右上下中顶底画屏]|放[左右上下中顶底])[^\n]{0,8})|(?=" + _ZH_BEHIND + r")"
    r"|[.。]{0,4}\s{0,4}$)"
)  # fmt: skip
_LOOK = re.compile(
    rf"\s{{0,4}}(?:{_COLOR}\b|{_PLACE}|什么|啥|怎么|哪[个种些样儿]"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|half an?|an?) (?:seconds?|secs?|bars?|beats?|percent)\b"
    rf"|(?:bigger|smaller|larger|(?:twice|half|double) |an? (?:bit|little|second)|more|less|bold"
    r"|#?\d{1,2}(?=\s{0,4}(?:$|[,.;]|(?:should|is|are|to|must|could|can|needs?|bigger|smaller|larger|at|in|on|for|a|and|&|goes|red|blue|green|yellow"
    r"|white|black|pink|orange|purple|gold|longer|shorter|off|up|down|left|right|top|bottom|says?|reads?|please|pls|too)\b))"
    r"|until(?= (?:\d|seconds?|the (?:end|start|last|drop)|it\b|clip|end\b))"
    r"|at|in|on|over|to|for|from|that|which|with|when|while|and|but|is|are|should|can|could|must|too|off|out|there|here|please|pls"
    r"|by|of|be|up|down|left|longer|shorter|later|earlier|appear|come|go|stay|disappear|instead|again|needs?|itself|fade|color"
    r"|colour|size|font|type|bounce|animation|to)\b"
    r"|(?:sans[- ]serif|serif|handwritten|handwriting|condensed|cursive)(?: font| letters| type| style)?(?=\s{0,4}(?:$|[,.;!?]))"
    r"|\d+(?:\.\d+)? ?(?:s\b|secs?\b|seconds?\b|beats?\b|bars?\b|%|x\b|percent|秒|倍|号)(?=\s{0,4}(?:$|[,，。.;]|bigger|smaller|larger|big|small|size|up\b|down\b|back\b|forward|of |long|and |for |please|earlier|later|longer|shorter|sooner|before|after|only|each|more|less|in |on |at |to |from |instead|钟|后|前|内))|[红白黑黄蓝绿橙粉紫金灰青](?:色|的|$)|放?[大小](?=$|[一点些号字的了到成,，。;； ])|居中"
    r"|[左右上中下顶底][边面方上下中间部角]|中间|[顶底](?=[部上下端]|$)|[\d一二两三四五六七八九十半]+ ?秒|淡[入出蓝黄绿]|(?:手写[体字]?|[宋明黑窄]体|无?衬线体?|打字机|描边|勾边|阴影|[底方]框|弹入|逐字)(?:效果|风格|字体|动画|出现)?(?=$|[,，。.;； ])|加粗|粗体|斜体|更?[大小长短早晚亮暗]一?[点些]|再[大小长短早晚])"
)
_PLACE_IN_FILM = re.compile(r"(?:the )?(?:very )?(?:start|beginning|front|back|end)\b")
_INTO = r"[\"”]?(?: text| title)?(?: ?(?:to|into|with|by|for|as(?! well))(?: say| read)? | should (?:be|say|read) |(?:换成|改成|改为|换为|应该是|应为) ?)"
_CORRECTED = r"[\"”']?[^.;\n\ue000-\uf8ff]{0,20}?\b(?:it|that|which) (?:should|must|needs to|has to|ought to|is supposed to) (?:really |actually )?be "
_SPELLED = r"(?: should (?:be|say|read) |(?:应该是|应为|改成|换成) ?)"
_TAG = re.compile(r"(?<![\w#@])(?!#[0-9a-f]{6}\b)[#@][a-z][a-z0-9_.]*[a-z0-9_]")
_TITLE_LIST = re.compile(r"\b(?:titles|texts|labels|lower thirds|name ?tags|words) ?[:-] ?(?=\w)")
_ITEM = re.compile(
    r"(?:,? and |, ?|; ?)?([^,;:\n\ue000-\uf8ff]{1,60}?) (?=(?:at|@|from|on) (?:second |the )?\d[\d.:]*)[^,;]*?(?=,|;|$| and [a-z])"
)
_LEAD = tuple((re.compile(pattern), loose) for pattern, loose in _LEADS)
_PARTICLES = re.compile(r"[ .,!?，。！？吗吧呢啊么嘛了呀哦哈行好可以不]*")
_SHOUTED = re.compile(r"[A-Z]{2,}")
# "Caption 2 from …" is one that is there.
_NTH = re.compile(
    r"\d{1,4} (?:starts?|begins?|ends?|from|by|at|to|until|should|must|later|earlier|for|a|half|one|two|three|\d+)\b"
)
_NAMED = re.compile(r"[A-Z0-9#@&\u3400-\u9fff\U0001f000-\U0001ffff]")


def bare_texts(
    text: str, said: str, *, texts: Iterable[str] = (), names: Iterable[str] = ()
) -> tuple[tuple[int, int], ...]:
    """Spans of unquoted words that are the words of a text, in order and apart.

    Args:
        text: the message in lower case and simplified characters, with quotations already exchanged for characters
            of the private use area.
        said: the same message as it was typed, character for character in step with `text`.
        texts: the words of the texts that the film has, in lower case; "change The End to Bye" has new words for one.
        names: names of media in lower case. What stands for a text or a medium of the project is no new text.
    """
    texts = tuple(words for words in texts if words)
    names = (*texts, *(name for name in names if name))
    taken = bytearray(len(text) + 1)
    spans: list[tuple[int, int]] = []
    single = dict.fromkeys(word for words in texts for word in words.split() if len(word) > 3)
    renaming = (
        *((re.compile(re.escape(words) + _INTO), False) for words in texts),
        *((re.compile(re.escape(word) + _SPELLED), False) for word in single),
        *((re.compile(re.escape(words) + _CORRECTED), True) for words in texts),
    )
    for pattern, loose in (*renaming, *_LEAD):
        for match in pattern.finditer(text):
            start = match.end()
            if start >= len(text) or taken[start] or taken[match.start()]:
                continue
            if loose and not _NAMED.match(said, start):
                continue
            if text[match.start() : start].rstrip().endswith(("caption", "subtitle")) and _NTH.match(
                text, start
            ):
                continue
            if _LOOK.match(text, start) and not _SHOUTED.match(said, start):
                continue
            if said[start].islower() and _PLACE_IN_FILM.match(text, start):
                continue
            if any(text.startswith(name, start) for name in names):
                continue
            stop = _STOP.search(text, start, start + _LONGEST)
            end = stop.start() if stop else min(len(text), start + _LONGEST)
            if text[end : end + 2].lstrip()[:1] >= "\ue000" and text[end : end + 2].lstrip()[:1] <= "\uf8ff":
                # what stands before a quotation only says what it is
                continue
            if not _PARTICLES.fullmatch(text, start, end):
                taken[start:end] = b"\x01" * (end - start)
                spans.append((start, end))
    for start, end in (*_listed(text), *((m.start(), m.end()) for m in _TAG.finditer(text))):
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            spans.append((start, end))
    return tuple(sorted(spans))


def _listed(text: str) -> list[tuple[int, int]]:
    """ "Titles: Bikes at 0, Parrot at 4 and Surf at 9"."""
    found: list[tuple[int, int]] = []
    for lead in _TITLE_LIST.finditer(text):
        at = lead.end()
        while (item := _ITEM.match(text, at)) is not None:
            found.append(item.span(1))
            at = item.end()
    return found
