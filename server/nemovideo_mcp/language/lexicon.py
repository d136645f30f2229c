"""Words and what they stand for: one table of concepts for English and Chinese, joined from here and from the rules.

A concept may carry a value behind a colon (`mood:lofi`). A word that ends in `~` stands for all its forms (`trim~`:
trim, trims, trimmed, trimming).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["BASE", "Lexicon", "Vocabulary"]

Vocabulary = Mapping[str, tuple[str, str]]
"""Concept → (English phrases, Chinese phrases), each parted by `|`."""

BASE: Vocabulary = {
    # words without a meaning of their own here
    "filler": (
        "too|please|pls|plz|kindly|hey|hi there|ok|okay|alright|all right|well|hm|hmm|um|uh|so|now|then|just|simply|maybe|perhaps"
        "|also|too please|as well|again please|actually|really|somehow|basically|thing|bit|a bit|a little|a little bit"
        "|slightly|i'd like|i would like|i want|i wanna|i need|we need|i'd love|i'd prefer|you to|can|could|can you|could you|would you"
        "|will you|can u|could u|can we|could we|can i have|can i get|let's|lets|let us|for me|to me|i think|i guess"
        "|want|need|needs|needs to|needs to be|like to|go ahead and|try to|try|should|should be|could be|can be|must|must be|would"
        "|will|to be|be|is|are|am|was|i|me|we|us|you|u|the|a|an|my|our|your|these|those|its|his|her|their|of|for"
        "|w/|there|here|some|any|do|does|did|doing|done|make|makes|making|made|set|sets|setting|have|has|having"
        "|get|gets|give|gives|let|lets|apply|by|that is|that's|it's|it is|instead please|right away|thanks"
        "|thank you|thx|ta|cheers|in total please|if possible|if you can|sorry|oh|ah|yeah|yes|yep|sure|fine|great"
        "|next|same time|at the same time|finally|lastly|after that|afterwards|first of all|this time|today"
        "|pretty please|quickly please|i mean|i meant|wait|no wait|simple|quick|nice|cool|cute|good|new|exactly|about|around"
        "|roughly|approximately|only please|while you're at it|one more thing|btw|by the way|anyway|still|yet|clean|proper"
        "|go|goes|going|as|with|on|in|to|from|at|into|onto|this is|was|been|being|per|via|which|who|when it|out of|off of"
        "|travel|holiday|vacation|wedding|birthday|family|raw|own little|super|really quick"
        "|client|boss|wants|folks|guys|team|actually just|completely|entirely|over there|um yeah|sooo|soo|vid|w|em|back there|though|kind of|sort of|such|quite|rather|bit more|any more please|gonna|wanna|lemme|gimme|bro|dude|man|buddy|smth|something",
        "请|帮我|帮忙|麻烦|给我|替我|我想|我要|我想要|想要|希望|能不能|可不可以|可以|能|吧|啊|呀|哦|噢|嘛|嗯|呃|哈|哈哈|啦|咯|喔|耶|哟"
        "|的|地|得|了|着|过|把|将|让|使|给|用|来|去|下|一下|弄|搞|做|做成|弄成|搞成|变成|变|成|就|就好|就行|就够|即可|好了|得了|就可以|行|好"
        "|那|这|那么|然后呢|我|你|您|我们|咱们|他|她|是|要|会|应该|需要|想|也|还|再|又|都|先|现在|接着|顺便|另外|此外|麻烦你|谢谢|多谢"
        "|个|一个|条|处|里|上|在|有|到|对|为|从|以|于|所|能够|帮|点儿|一点点|稍微|稍稍|略微|有点|直接|其实|感觉|好像|还是|总之|总的|现有|现有的|现成的|手头的"
        "|旅行|旅游|婚礼|生日|家庭|度假|毕业|这次|这趟"
        "|一|完|连|行吧|那就|的话|压根|正好|正好是|要求|甲方|怎么样|行不行|好不好|可好|呢|哈哈哈|会儿|一会|一会儿|得很|最好|尽量|大概|大约|差不多|左右|算了|不对|说错了|我是说|我的|我们的|整|时|时候|那里|那边|这边|这里|咧|唄|呗|么|吗拜托|拜托|总行|出来|起来|进来|过来|掉",
    ),
    "det": ("the|my|our|this|that|these|those|very|of|your|a|an|its", "这|那|我的|那个的"),
    "sep": ("so|hence|therefore|and|&|plus|and then|then|but|and also|also|,and|while|with", "所以|因此|于是|和|跟|与|及|以及|并|并且|而且|然后|再|接着|同时|但|但是|不过|还有"),
    "not": (
        "not|don't|dont|do not|doesn't|never|no need to|no need|without|won't|shouldn't|didn't|stop|avoid|can't|isn't|no|nothing",
        "不|不是|先别|先不要|先不|别|不要|不用|不需要|无需|没|没有|勿|请勿|莫|甭|不必|未",
    ),
    "except": ("except|except for|but not|apart from|besides|other than|excluding|but", "除了|除|除去|以外|之外|除外"),
    "not_that": ("rather than|instead of", "而不是"),
    "only": ("only|just|solely|nothing but", "只|仅|只要|只有|只留|就"),
    "all": ("all|every|each|all of|every single|each of|any of|each and every|both|both of", "所有|全部|每|每个|每一个|每一|各|各个|全|一切|两个都"),
    "everything": ("everything|every thing|it all|all of it|whats there|what's there|what i uploaded|all i uploaded", "一切|全部东西|全都"),
    "each": ("each|apiece|every one", "各|每个|分别"),
    # what there is
    "clip_noun": (
        "clip|shot|segment|scene|take|clips|shots|segments|scenes|takes|footage|material|clip's|shot's|clips'|videos|vids|videos'|recordings"
        "|video clip|video clips|video files|files|sources|stills|photos and videos",
        "片段|镜头|段|段落|素材|画面片段|视频片段|片断|段视频|个镜头|个片段|段素材|条素材|条视频|个视频|个素材|那段|这段|那个镜头|这个镜头|那个片段|那条",
    ),
    "clip_plural": (
        "clips|shots|segments|scenes|takes|videos|vids|footage|material|clips'|videos'|files|sources|recordings",
        "素材|片段们|各段|所有素材",
    ),
    "part_first": ("first part|first half|first bit|first piece", "前半截|前半段|前半部分"),
    "part_second": ("second part|second half|second bit|second piece|other half|other part", "后半截|后半段|后半部分"),
    "photo_noun": ("photo|photograph|still|pic|photos|snapshot|image", "照片|图片|相片|图"),
    "film_noun": (
        "video|film|movie|edit|whole thing|whole video|whole film|entire video|entire film|entire thing|project|reel|montage"
        "|final video|whole edit|whole movie|clip show|video's|full video",
        "视频|影片|片子|整条|整片|全片|成片|整个视频|整个影片|整个片子|整条视频|整条片子|整支影片|影片整体|总体|全长|整体|作品|整部|成品",
    ),
    "text_noun": (
        "title|titles|text|texts|caption text|headline|heading|lettering|title card|title text|wording|words|writing",
        "标题|文字|字|文本|大标题|片名|字样|标题字|行字|title|text",
    ),
    "music_noun": (
        "music|song|track|tune|bgm|soundtrack|score|background music|background track|audio track|beat music|the beat of|piece of music|musical",
        "音乐|歌|歌曲|曲子|配乐|背景音乐|背景乐|乐曲|bgm|旋律|背景音|首歌|那首歌|这首歌|伴奏|乐",
    ),
    "sound_noun": (
        "sound|sounds|audio|volume|original sound|original audio|own sound|noise|voice|voices|clip audio|clip sound|natural sound|ambient sound|live sound",
        "声音|原声|音量|现场声|原音|音频|声|同期声|环境声|音效量|人声",
    ),
    "picture": ("picture|image|frame|screen|visuals", "画面|屏幕|图像|画幅|画"),
    # pronouns
    "it": ("it|this|that", "它|这个|那个|这|那|该|此"),
    "it_clip": ("this clip|that clip|this shot|that shot|this one|that one|the one|this segment|that part|the copy", "这段|那段|这个片段|那个片段|这个镜头|那个镜头|该片段|这条|那条|这一段|那一段"),
    "them": ("them|those|these|these two|those clips|these clips|those two|the two", "它们|他们|这些|那些|这俩|这两个|那两个|这几段|那几段|这两段"),
    "other": ("other|the other|the other one|other one|the others|the rest|rest|others", "另一个|另外一个|另一段|其他|其它|其余|其他的|剩下的|另一"),
    "one": ("one|ones", "个"),
    # order and places
    "last": ("last|final|very last|closing|end one", "最后|末|末尾的|最末|最后面的|最后那"),
    "first": ("very first|opening", "最前|开头的|前|头|开头那|最前面的"),
    "even": ("even numbered|even|every second|every other", "偶数|双数"),
    "odd": ("odd numbered|odd", "奇数|单数"),
    "measure": ("", "段|个|条|张|片|镜|幅|只|支|首|句|行|处|组|部分|场|遍|次"),
    "to_sep": ("to|through|thru|till|until|-|~", "到|至|~|-|直到"),
    "at_prep": ("at|@|from", "在|从|于|到"),
    "at_post": ("", "处|那里|的时候|的位置|的地方|那儿|时|位置"),
    "playing": ("whatever is playing|whatever plays|what is playing|what's playing|whatever is shown|whatever is on screen|the clip playing|clip playing|clip that plays|whatever is on|the clip|clip|shot", ""),
    "start": (
        "front of it all|start|beginning|front|very start|very beginning|the start|head|opening|top of the video|at the start|at the beginning|at the front|to the front|to the start|to the beginning|to the very start|to the very beginning|up front",
        "最前头|前头|最开头|开头|最前|最前面|前面|片头|开始|开场|开始处|起始|头上|最开始|开头处|首位|最开头|头部|起头|前头",
    ),
    "end": (
        "end|ending|very end|the end|tail|at the end|to the end|to the very end|at the very end|back|finish|close",
        "结尾|末尾|最后|最后面|片尾|后面|结束|尾部|末|尾|收尾|最末|ending|尾巴",
    ),
    "before": ("before|in front of|ahead of|right before|just before|prior to", "前面|之前|前|前边|以前"),
    "after": ("after|behind|right after|following|just after|right behind|straight after", "后面|之后|后|后边|以后"),
    # more and less
    "more": ("more|even|even more|further|another|still too|still|much|way|a lot|yet more|some more", "更|再|还要|还|继续|更加|进一步|多"),
    "less": ("less|not so|not as", "少|不那么"),
    "too": ("too|way too|far too|overly", "太|过于|过|有点太|有点"),
    "longer": ("longer|extend~|lengthen~|run longer|more time|last longer|prolong~|stretch~|too short|stay longer|hold longer", "长一点|长点|延长|拉长|更长|加长|久一点|太短|长一些|再长|久点|多留|多给|多放|放长|长"),
    "shorter": ("shorter|shorten~|tighten~|briefer|less time|too long|drags|drags on|drag|cut short|cut down|snappier|is long|a bit long", "短一点|短点|缩短|更短|太长|短一些|再短|剪短|太拖|拖沓|太拖了|有点长|拖|缩成|缩到|短|好拖|cut短|好长|有点拖"),
    "half": ("half|in half|by half|halve~", "一半|半|砍半|减半|对半"),
    "double": ("double~|twice|twofold|two times", "加倍|翻倍|两倍|双倍"),
    "back": ("back|again|return|restore|reset|revert", "还原|恢复|重置|变回|改回|改回去|复位|回来"),
    "beat_word": ("beat|beats|rhythm", "节拍|节奏|拍子|鼓点|拍"),
    "place:top-left": ("top left|upper left|top-left|left top|top left corner|upper left corner", "左上角|左上"),
    "place:top-right": ("top right|upper right|top-right|top right corner|upper right corner", "右上角|右上"),
    "place:bottom-left": ("bottom left|lower left|bottom-left|bottom left corner|lower left corner", "左下角|左下"),
    "place:bottom-right": ("bottom right|lower right|bottom-right|bottom right corner|lower right corner", "右下角|右下"),
    "place:top": ("top|top center|top centre|upper part|top middle", "顶部|上方|最上面|上面|顶上|顶端|画面上方|上端"),
    "place:bottom": ("bottom|bottom center|bottom centre|bottom middle", "底部|下方|最下面|下面|底下|底端|画面下方|下端"),
    "place:center": ("center|centre|middle|centered|centred", "中间|居中|中央|正中|屏幕中间|画面中间|center|画面中央|正中间"),
    "place:left": ("left|left side", "左边|左侧"),
    "place:right": ("right side|on the right|to the right", "右边|右侧"),
    "section:chorus": ("chorus|refrain|hook", "副歌|高潮那段副歌|高潮部分"),
    "section:verse": ("verse", "主歌"),
    "section:intro": ("intro", "前奏"),
    "section:outro": ("outro", "尾奏"),
    "section:break": ("break|bridge|breakdown", "间奏|桥段"),
    "drop": ("drop|the drop", "drop点|高潮点|爆点|drop"),
    **{
        f"color:{color}": (en, zh)
        for color, en, zh in (
            ("red", "red", "红|红色"), ("blue", "blue", "蓝|蓝色"), ("green", "green", "绿|绿色"),
            ("yellow", "yellow", "黄|黄色"), ("white", "white", "白|白色"), ("black", "black", "黑|黑色"),
            ("orange", "orange", "橙|橙色|橘色"), ("pink", "pink", "粉|粉色|粉红|粉红色"),
            ("purple", "purple|violet", "紫|紫色"), ("gold", "gold|golden", "金|金色"), ("gray", "gray|grey", "灰|灰色"),
            ("cyan", "cyan|turquoise", "青|青色"),
        )
    },
}  # fmt: skip

_DOUBLED = (
    "trim",
    "cut",
    "drop",
    "swap",
    "flip",
    "split",
    "chop",
    "crop",
    "put",
    "get",
    "set",
    "slip",
    "zip",
    "rip",
    "strip",
    "scrap",
    "bin",
    "skip",
    "stop",
    "run",
)


def _forms(word: str) -> list[str]:
    if not word.endswith("~") or word == "~":
        return [word]
    root = word[:-1]
    head, sign, tail = root.rpartition(" ")
    stem = tail[:-1] if tail.endswith("e") else tail + tail[-1] if tail in _DOUBLED else tail
    return [f"{head}{sign}{form}" for form in (tail, f"{tail}s", f"{stem}ed", f"{stem}ing")]


_HEADS = frozenset(
    [
        "last",
        "first",
        "clip",
        "clips",
        "shot",
        "shots",
        "video",
        "videos",
        "cut",
        "second",
        "third",
        "picture",
    ]
)


def _bare(phrase: str) -> str:
    """Without the article that references need as a word of its own ("the last", "at the")."""
    phrase = phrase.removesuffix(" the").removesuffix(" a")
    article, _, rest = phrase.partition(" ")
    return rest if article in ("the", "a", "all") and rest.partition(" ")[0] in _HEADS else phrase


class Lexicon:
    """Finds the longest phrase at a place of a normalised text, and the concepts that it stands for."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        phrases: dict[str, set[str]] = {}
        for vocabulary in vocabularies:
            for concept, (english, chinese) in vocabulary.items():
                for word in english.split("|") + chinese.split("|"):
                    for form in _forms(_bare(word)) if word else ():
                        phrases.setdefault(form, set()).add(concept)
        self._concepts = {phrase: frozenset(concepts) for phrase, concepts in phrases.items()}
        self._by_start: dict[str, list[str]] = {}
        for phrase in sorted(self._concepts, key=len, reverse=True):
            self._by_start.setdefault(_key(phrase, 0), []).append(phrase)

    @property
    def phrases(self) -> frozenset[str]:
        return frozenset(self._concepts)

    @property
    def english_words(self) -> frozenset[str]:
        """Every English word of the vocabulary."""
        return frozenset(w for p in self._concepts if p.isascii() for w in p.split() if w.isalpha())

    def at(self, text: str, position: int) -> tuple[int, frozenset[str]] | None:
        """End and concepts of the longest phrase at `position`."""
        for phrase in self._by_start.get(_key(text, position), ()):
            end = position + len(phrase)
            if text.startswith(phrase, position) and _bounded(text, position, end):
                return end, self._concepts[phrase]
        return None


def _key(text: str, position: int) -> str:
    head = text[position : position + 3]
    return head if len(head) == 3 and head.isascii() and head.isalpha() else text[position]


def _letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a phrase doesn't begin or end inside an English word."""
    if _letter(text[start]) and start and _letter(text[start - 1]):
        return False
    return not (
        _letter(text[end - 1]) and end < len(text) and (_letter(text[end]) or text[end : end + 1].isdigit())
    )
