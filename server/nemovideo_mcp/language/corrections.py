"""The last wish taken back in words of its own: "不要倒放了", "no zoom after all"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.segments import Segment, corrects
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "adds",
    "amended",
    "denied",
    "denies",
    "is_named",
    "is_of_kind",
    "is_same",
    "revises",
    "takes_back",
]

_DENIED = (
    re.compile(
        r"(?:那|还是|先|算了|要不|那就|就|嗯|好像|我看|我觉得|感觉|[，, ]){0,8}"
        r"(?:别再?|不要再?|不用再?|不必再?|不需要|取消掉?|撤销掉?|撤掉|不想要?|先别|先不|不(?!是|对|够|太|会|能|想|错|好)|去掉|关掉|没必要)"
        r"(?P<rest>[^，,。]{1,30}?)(?:效果|处理|操作|设置)?[了吧啦啊呀。！!]*$"
    ),
    re.compile(
        r"(?P<rest>[^，,。]{1,30}?)(?:效果)?(?:还是|就|也)?"
        r"(?:算了|不要了?|取消掉?|免了|撤销掉?|撤掉|撤了|去掉|去了|关掉|不用了|没必要)[吧啦啊呀。！!]*$"
    ),
    re.compile(
        r"(?:(?:oh|well|ok|no|actually|hm+|um+|then)[ ,]+){0,8}"
        r"(?:no|not?|don't|do not|undo|cancel|stop|without|lose|drop) (?:the |that |any )?"
        r"(?P<rest>[a-z0-9' ]{2,40}?)(?: after all| anymore| any more| then| please){0,8}[.!]*$"
    ),
)


_CONTRAST = re.compile(
    r"(?:不对|错了|等等|哎|诶|啊|那个|我说的|[，, ]){0,8}不是(?P<one>[^，,。；; ]{1,10}?)[，,。；; ]*"
    r"(?:而|应该|我说的|要的)?是(?P<other>[^，,。；;]{1,12}?)[吧啦啊呀。！! ]*"
    r"|(?:no[, ]+){0,8}not (?:the |in |to |at |a )?(?P<one_en>[a-z0-9 ]{2,20}?)[,;]? (?:but |it's |i meant |i mean )?"
    r"(?:the |in |to |at |a )?(?P<other_en>[a-z0-9 ]{2,20}?)[.! ]*"
)


def contrast(text: str) -> tuple[str, str] | None:
    """What is not meant, and what is meant in its place: "不是开头，是结尾"."""
    hit = _CONTRAST.fullmatch(text.strip())
    if hit is None:
        return None
    one, other = (hit["one"], hit["other"]) if hit["one"] else (hit["one_en"], hit["other_en"])
    return (one.strip(), other.strip()) if one and other else None


def denied(text: str) -> tuple[str, ...]:
    """What is said not to be, by words that may say nothing else."""
    hits = (pattern.match(text.strip()) for pattern in _DENIED)
    return tuple(
        dict.fromkeys(hit["rest"].strip() for hit in hits if hit is not None and hit["rest"].strip())
    )


_VERBS: Mapping[str, tuple[str, ...]] = {
    "换": ("move_clips", "set_music", "replace_clip", "change_text"),
    "换位置": ("move_clips",),
    "换顺序": ("move_clips",),
    "换歌": ("set_music",),
    "换音乐": ("set_music",),
    "删": ("remove_clips", "remove_text", "remove_music"),
    "删掉": ("remove_clips", "remove_text", "remove_music"),
    "去": ("remove_clips", "remove_text", "remove_music"),
    "剪": ("set_clip_length", "trim_clip", "split_clip", "set_film_length", "remove_clips"),
    "剪短": ("set_clip_length", "trim_clip", "set_film_length"),
    "缩短": ("set_clip_length", "trim_clip", "set_film_length"),
    "切": ("split_clip",),
    "切开": ("split_clip",),
    "拆": ("split_clip",),
    "移": ("move_clips",),
    "挪": ("move_clips",),
    "动": ("move_clips",),
    "调": ("move_clips", "set_music_mix", "set_clip_sound"),
    "放": ("move_clips", "add_clips"),
    "加": ("add_clips", "add_text", "set_music"),
    "转": ("set_framing",),
    "翻": ("set_framing",),
    "裁": ("set_framing",),
    "拉近": ("set_framing",),
    "快": ("set_speed",),
    "慢": ("set_speed",),
    "加速": ("set_speed",),
    "减速": ("set_speed",),
    "变速": ("set_speed",),
    "定格": ("freeze_frame",),
    "重复": ("duplicate_clips",),
    "复制": ("duplicate_clips",),
    "配乐": ("set_music",),
    "渐变": ("fade_film",),
    "淡": ("fade_film", "set_music_mix", "set_clip_sound"),
    "swap": ("move_clips",),
    "trim": ("trim_clip", "set_clip_length"),
    "split": ("split_clip",),
    "zoom": ("set_framing",),
}
"""What verbs without an object do, to be taken back: "不换了"."""


def is_named(verb: str, last: Operation) -> bool:
    """Whether a verb alone says what `last` did."""
    return last.name in _VERBS.get(verb.strip(), ())


_KINDS = (("volume", "volume_by", "mute"), ("size", "size_by"), ("zoom", "zoom_by"), ("place", "position"))
"""Fields that say the same thing in other ways."""
_NAMING = {"op", "clips", "clip", "texts"}
"""Fields that say what is changed, and not how."""


def is_of_kind(wish: Operation, last: Operation) -> bool:
    """Whether `wish` sets what `last` set, so that it may stand in its place."""
    if type(wish) is not type(last):
        return False
    one, other = (
        {next((kind[0] for kind in _KINDS if field in kind), field) for field in _given(operation)}
        for operation in (wish, last)
    )
    return not one or not other or bool(one & other)


def _given(operation: Operation) -> set[str]:
    return set(operation.model_dump(exclude_none=True, exclude_defaults=True)) - _NAMING


def is_same(wish: Operation, last: Operation) -> bool:
    """Whether `wish` does what `last` did: the same fields in the same direction, of the same clips or fewer."""
    if type(wish) is not type(last):
        return False
    clips = set(clip_ids(wish))
    if clips and not clips <= set(clip_ids(last)):
        return False
    one = wish.model_dump(exclude=_NAMING, exclude_none=True)
    other = last.model_dump(exclude=_NAMING, exclude_none=True)
    return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)


def _alike(one: object, other: object) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if (
        numbers
        and not isinstance(one, bool)
        and isinstance(one, int | float)
        and isinstance(other, int | float)
    ):
        return (one - 1) * (other - 1) > 0 or one == other
    return one == other


_NUMBER = r"(?:\d+(?:[.]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
_UNIT = r"(?: ?(?:seconds?|secs?|s|percent|x|times|degrees|beats|bars)\b| ?%)"
# None of them is two of the others: "no, wait" could be read in two ways, and ten of it in a thousand.
_SLIP = (
    r"(?:sorry|no|nope|nah|i mean|i meant|wait|make that|uh|um|er|erm|or rather|rather|actually|scratch that|oops"
    r"|correction)"
)
_AMENDED = re.compile(
    rf"\b{_NUMBER}(?P<unit>{_UNIT})?(?:[ ,.…—-]+{_SLIP}\b)+[ ,.…—-]+(?P<new>{_NUMBER})\b(?P<other>{_UNIT})?",
    re.IGNORECASE,
)


_ACTS = re.compile(
    r"静音|消音|倒放|倒着|[慢快][放动进速一点]|[加减变]速|删|剪|缩短|延长|放大|缩小|淡[入出]|推近|拉[近远]|[移挪换转翻]|复制|定格|[大小]声|调"
)
_BESIDES = re.compile(
    r"(?:除了|不只是?|不仅仅?是?|不光是?)(?P<one>[^，,。；;除]{1,30}?)(?:以外|之外)?[，,]\s*(?P<rest>[^。；;]+)"
)
_AS_WELL = re.compile(r"还要?|也|同样")
_THE_OTHERS = re.compile(r"其他|其它|其余|别的|剩下|全部|所有|每[段个]|都")
_AS_THEY_ARE = re.compile(r"正常|不变|不动|照旧|原样|保持|别动|不用")


def besides(message: str) -> str:
    """The message with "除了" and "不只" said as "and" where they add: "除了倒放鹦鹉，还要静音自行车"."""
    hit = _BESIDES.search(message)
    if hit is None or any(mark in message for mark in _QUOTES):
        return message
    one, rest = hit["one"], hit["rest"]
    acts = _ACTS.search(one)
    others = _THE_OTHERS.search(rest)
    also = _AS_WELL.search(rest)
    if others is not None:
        return message.replace(hit[0], f"{one}，{rest}") if acts and _AS_THEY_ARE.search(rest) else message
    if also is None:
        return message
    if acts is None:
        return message.replace(hit[0], f"{one}和{rest}")
    alone = acts.start() == 0 and acts.end() == len(one)
    of_it = rest[: also.start()] if alone else ""
    return message.replace(hit[0], f"{of_it}{one}，{rest}")


_QUOTES = '"“”「『《'
_SECONDS = r"(?=[0-9一二两三四五六七八九十半]+个?半?秒)"
_REWORDED = (
    (re.compile(rf"再(?:剪|砍|裁){_SECONDS}"), "再剪短"),
    (re.compile(rf"(太长了?[，,\s]*)再?剪{_SECONDS}"), r"\1剪短"),
    (re.compile(r"[，,]\s*[啊哦哎呃诶额]+(?=[说打写讲]错|不对|错了)"), "，"),
    (re.compile(r"(?:下次|以后|改天|回头|晚点|待会儿?)再[^，,。；;]{1,15}[，,]\s*(?=这次|先|现在|今天)"), ""),
)
_EACH = re.compile(
    r"(?P<one>[^，,。；;、和跟把]{1,12})(?:和|、|跟)(?P<other>[^，,。；;、和跟]{1,12}?)(?:分别|各自)(?P<does>[^，,。；;、和]{0,8}?)"
    r"(?P<x>[0-9.一二两三四五六七八九十半]+(?:秒|%|倍速?)|[^，,。；;、和0-9]{2,6})(?:和|、|跟)(?P<y>[^，,。；;、和]{2,8})"
)


def _each_its_own(said: re.Match[str]) -> str:
    """ "鹦鹉和冲浪分别剪到2秒和3秒" in two wishes."""
    return f"{said['one']}{said['does']}{said['x']}，{said['other']}{said['does']}{said['y']}"


_END = r"[ .!…]*$"
_RECAST: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (
        # "the surf, i meant", "the second one, not that one", "我是说" behind what is meant
        (
            rf"^(?:no[, ]{{1,4}})?(?P<x>[^,.;]{{2,40}}?),? {{1,4}}i (?:meant|mean|said){_END}",
            r"i meant \g<x>",
        ),
        (
            rf"^(?:no[, ]{{1,4}})?(?:i (?:said|meant) )?(?P<x>[^,.;]{{2,40}}?)"
            rf", not (?:that|this|the other)(?: one)?{_END}",
            r"i meant \g<x>",
        ),
        (
            r"^(?:no[, ]{1,4})?(?:i (?:was|am) (?:talking|speaking|thinking) (?:about|of)|i'm talking about"
            r"|(?:it|that|this)? ?should(?: have|'ve|ve) been|i said|i wanted|i asked for|what i meant was) +(?!to )",
            "i meant ",
        ),
        (
            r"^(?:(?:no|oh|oops|wait|sorry)[, ]{1,4}){0,8}(?:(?:scratch|strike) that[,.;! —-]+"
            r"|(?:undo|forget|cancel|ignore) that *[,.;!—]+ *)(?=\S)",
            "i meant ",
        ),
        (
            # "no i meant 4 and 6": clips, as the wish before counted them
            r"^(?:(?:no|sorry|oops|wait)[, ]{1,4}){0,8}i (?:meant|mean|said) "
            r"(?P<x>\d{1,2}(?:, ?\d{1,2}){0,8} (?:and|&) \d{1,2})(?P<end>[.! ]*)$",
            r"i meant clips \g<x>\g<end>",
        ),
        (r"^no (?=(?:just|only) )", "nope, "),
        # "no" before a mark denies the last words, and takes nothing away from those behind it
        (
            r"(?P<x>^|[.!?;]\s+|^(?:oh|hm+|um+|uh|ah|er|well|ugh|argh|sorry|wait|ok)[, ]{1,4})no(?= ?[,.!;—])",
            r"\g<x>nope",
        ),
        (
            r"^(?:(?:不好意思|抱歉|等等|等一下|等下|口误|手滑了?|sorry|啊|哦)[，, ]*){1,8}"
            r"(?:我?(?:说|打|搞|弄)错了[，, ]*)?(?:应该)?是(?=\S)",
            "不对，是",
        ),
        (r"^不是[，, ]+(?:我说的|应该|我要的)?是(?=\S)", "不对，是"),
        (r"^我说的(?!是|对|没错)(?=[^，,。]{1,8}$)", "我说的是"),
        (r"^不要(?:这|那)[个段][，, ]*(?:我?要|是)(?=\S)", "不对，是"),
        (rf"^是(?P<x>[^，,。；;]{{1,8}}?)[，, ]*不是(?:这|那|它)[个段]?{_END}", r"不对，是\g<x>"),
        (
            rf"^(?:换成|改成)(?P<x>第.{{1,3}}[段个]|(?:最后|前|后|另)一[段个]|另外那[段个])吧?{_END}",
            r"不对，是\g<x>",
        ),
        (rf"^(?P<x>[^，,。；;]{{1,14}}?)[，, ]*(?:才对|才是|我说的是这个|我是说){_END}", r"不对，是\g<x>"),
    )
)
"""Ways to say that something else was meant, and the plain one."""


_HALVES = re.compile(r"\b(\d{1,3}) and a half\b", re.IGNORECASE)
_SMILEY = re.compile(
    r"(?:(?<=\s)|^)(?:[:;=]['-]?[)(DPpo/|3]+|<3|\^_*\^|[xX]D+)(?=\s|$)|[~～]+(?=\s*(?:$|[，,。.！!？?~～]))"
)


def amended(message: str) -> str:
    """The message without numbers that it takes back at once: "to 2, no sorry, 3 seconds" is "to 3 seconds".

    What says in another order of words that something else was meant begins with it: "no i meant the surf".
    """
    message = besides(message)
    if not any(mark in message for mark in _QUOTES):
        message = _EACH.sub(_each_its_own, message)
    for pattern, words in _REWORDED:
        message = pattern.sub(words, message)
    if any(mark in message for mark in _QUOTES):
        return message
    message = _SMILEY.sub(" ", message)
    message = _HALVES.sub(r"\g<1>.5", message)
    message = _AMENDED.sub(lambda m: f"{m['new']}{m['other'] or m['unit'] or ''}", message)
    for pattern, meant in _RECAST:
        message = pattern.sub(meant, message)
    return message


_REVISING = frozenset(
    ("actually", "sorry", "no", "rather", "instead", "wait", "erm", "er", "well actually", "actually just")
)
_ADDING = frozenset(
    ("also", "too", "as well", "another", "additionally", "likewise", "same", "and also", "and")
)


def takes_back(segments: Sequence[Segment]) -> bool:
    """Whether a message may say that the last one was not meant."""
    first = segments[0][0]
    instead = any(token.text == "instead" for token in segments[-1][-2:])
    return denies(first) or ((revises(first) or instead) and not any(map(adds, segments)))


def denies(token: Token) -> bool:
    """Whether a message that begins so may say that the last one was not meant."""
    if token.kind != "word":
        return False
    return token.has("correction", "instead") or (token.has("not") and not token.has("remove"))


def revises(token: Token) -> bool:
    """Whether a word says, often enough, that what follows stands in the place of what was said before."""
    return corrects(token) or (token.kind == "word" and (token.has("instead") or token.text in _REVISING))


def adds(segment: Segment) -> bool:
    """Whether words say that something is wished as well."""
    return any(token.text in _ADDING for token in segment)
