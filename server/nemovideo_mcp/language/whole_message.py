"""What a message says as a whole, whatever its clauses are: a question, a choice, wishes that contradict each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_speed import SetSpeed
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.readings import Refusal, Understanding
from nemovideo_mcp.language.reflected import contradict
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.turn import Text, Turn

__all__ = [
    "LONGEST",
    "MOST_SEGMENTS",
    "denies_export",
    "first_answer",
    "has_too_many_parts",
    "last_answer",
    "not_in_project",
]

LONGEST = 4000
"""Characters of a message that is read."""
MOST_SEGMENTS = 60
"""Clauses of a message that is read: what is not read is never left out in silence."""

_NO_EXPORT = re.compile(
    r"(?:别|不要|先不|不用|暂不|先别|不)(?:急着?|着急)?导出|\b(?:don'?t|do not|not) (?:export|render)\b"
)

_ASKED_FOR_ADVICE = re.compile(
    r"^(?:(?:hm+|so|ok|okay|well|and|but)[, ]+){0,8}would (?:it|that|this) (?:be|look|work|feel|sound) (?:any )?"
    r"(?:better|nicer|good|ok|okay|odd|weird|strange|too \w+)\b[^?]{0,80}\?$",
    re.IGNORECASE,
)

_ONLY_ASKS = re.compile(
    r"只是问问|就是?问问|只是问一?下|随便问问|问问而已|只是好奇|\b(?:just|only) (?:asking|curious)\b"
    r"|(?:合适|好看|好听|够长)不[啊呀呢嘛]?[ ？?]*$"
    r"|(?:合不合适|够不够|对不对|好不好看)[啊呀呢嘛]?[ ？?]*$|(?:现在|已经)[^，,。；;]{1,12}了吗[ ？?]*$"
    r"|^(?:好|真|也|突然|我|都|又|就){0,8}想去[^，,。]{1,8}(?:了|啊|呀|玩)[了啊呀吧！!]*$",
    re.IGNORECASE,
)

_GIVES_UP = re.compile(
    r"(?:好吧|行吧|好的|好|行|嗯|那就|那|还是|[，, ]){0,8}(?:算了|不弄了|不用了|不要了)[吧啦。！! ]*"
    r"|(?:(?:ok|okay|oh|well|fine|alright|then|ah)[, ]+){0,8}"
    r"(?:never ?mind|nvm|forget it|leave it|no worries)(?: then)?[ .!]*",
    re.IGNORECASE,
)
"""What is said of a wish that was refused: it is dropped, and nothing is taken back."""

_LEFT_AS_IT_IS = re.compile(
    r"(?:n't like|hate|dislike|boring|ugly|not my favou?rite|not a fan|不喜欢|不好听|难听|不好看|难看|讨厌|一般)"
    r"[^.!?。！？]{0,40}"
    r"(?:\bbut|\bthough|但是?|不过|可是?)[ ,，]*(?:just |please )?(?:(?:leave|keep) (?:it|them|that)\b[^,.]{0,12}"
    r"|(?:先|暂时|还是)?(?:别|不要|不用)(?:换|动|改|删|管)(?:了|它|先|吧)?)[ .!。！~]*$",
    re.IGNORECASE,
)
"""What is not liked, and is to stay."""

_EITHER = re.compile(
    r"要么.{1,60}要么|吗[？?，, ]*还是(?=.{2}|.*[？?])|或者是?.{1,30}也行|\beither\b.{1,60}\bor\b",
    re.IGNORECASE,
)

# A clip may get faster and faster: that is a ramp.
_GRADUAL = re.compile(
    r"\b(?!faster|slower)(\w+er) and \1\b|\bmore and more\b|越来越[长短大小响]", re.IGNORECASE
)
_BY_SHAPE = re.compile(
    r"\b(?:the|those|any|all|every)\b(?: of the| the)? "
    r"(?:wide|landscape|horizontal|vertical|portrait|square|upright)[ -]"
    r"(?:shots?|clips?|ones?|takes?|scenes?|photos?|pictures?|pics|videos)\b"
    r"|(?:横屏|竖屏|横版|竖版|横拍|竖拍|方形|[横竖]着?的)的?(?:片段|镜头|素材|照片|那[段个些]|几段)[都也全]?"
    r"(?:放|移|挪|排|提|删|去掉|拿掉|不要)|(?:删[掉除]?|去掉|拿掉|不要)[^，。；]{0,6}"
    r"(?:横屏|竖屏|横版|竖版|横拍|竖拍|方形|[横竖]着?的)的?(?:片段|镜头|素材|照片|那[段个些])",
    re.IGNORECASE,
)
"""Clips that are meant by the shape of their picture: no rule knows these, and the shape would become the film's."""

# How clips of another shape fit into the frame: that holds for all of them.
_FITS_FRAME = re.compile(
    r"\b(?:crop|fit|fill|blur|bars|letterbox|background)|裁|填|模糊|虚化|黑边|适应", re.IGNORECASE
)

_KEEPS_SOUND = re.compile(
    r"\b(?:remove|delete|cut|drop|lose)\b[^.;]{0,120}\b(?:but|and) (?:keep|leave|retain) (?:its|the|their) "
    r"(?:own |original )?(?:sound|audio|voice)"
    r"|(?:保留|留着?|留下)(?:它|他|她)?的?(?:声音|原声)|(?:声音|原声)(?:保留|留着?|留下)",
    re.IGNORECASE,
)

_NO_SOUND_ALONE = Words(
    "the sound of a clip cannot stay without its picture, so nothing was done.",
    "片段的声音不能脱离画面单独保留，因此没有执行。",
)

_NO_SHAPES = Words(
    "clips are not told by the shape of their picture, so nothing was done; please say their numbers or names.",
    "不能按画面的横竖来指定片段，因此没有执行；请说明片段的序号或名称。",
)

_NO_RAMP = Words(
    "a change that grows over time is not part of this release; please say one value for each clip.",
    "这一版不支持逐渐变化，请为每个片段说明一个数值。",
)

_WHICH_OF_TWO = Words(
    "the message leaves a choice, so nothing was done; please say which of the two.",
    "消息里给了两种选择，因此没有执行；请说明要哪一种。",
)

_SAME_LENGTH = re.compile(
    r"(?:^|[，,。；; ]|但|而|并且?|总|整体|影片|片子|视频|全片|成片)[的要得总时共]*(?:长度?|时长|时间)[要得都也还]*"
    r"(?:不变|不动|别变|别动|不要[变动]|保持(?:不变|原样|一样)?|照旧|和原来一样)(?:$|[，,。；;!！吧哈啊])"
)

_LENGTHS = frozenset(
    (
        "add_clips",
        "duplicate_clips",
        "freeze_frame",
        "remove_clips",
        "set_clip_length",
        "trim_clip",
    )
)

_NOT_BOTH = Words(
    "this changes a length that is to stay as it is, so nothing was done; please say which of the two holds.",
    "这样做会改变要求保持的时长，因此没有执行；请说明以哪个为准。",
)

_CONTRADICTING = Words(
    "two wishes of the message set the same thing differently, so nothing was done; please say which one holds.",
    "消息里有两处对同一项提出了不同要求，因此没有执行；请说明以哪个为准。",
)


_NOT_IN_PROJECT = Words(
    "this file is not in the project, so nothing was done; upload it first, then say this again.",
    "项目中没有这个文件，因此没有执行；请先上传该文件，再说一遍。",
)


def not_in_project(path: str, scene: Scene, language: Literal["en", "zh"]) -> Understanding:
    """The refusal of a message that names a file by a path which leads to no medium of the project.

    Without it the words around the path would be done with something else.
    """
    return _refused_whole(path, _NOT_IN_PROJECT, scene, language)


def _refused_whole(
    message: str, because: Words, scene: Scene, language: Literal["en", "zh"]
) -> Understanding:
    refused = Refusal(words=message[:80], because=because)
    return Understanding(refusals=(refused,), language=language, focus=scene.focus)


def _nothing_done(message: str, turn: Turn, scene: Scene, language: Literal["en", "zh"]) -> Understanding:
    """A message of which a wish was not understood: half of it done would be something that nobody asked for."""
    unclear = turn.unknown or [refusal.words for refusal in turn.refusals] or [message[:80]]
    missed = "”, “".join(unclear)
    because = Words(
        f"“{missed}” was not understood, so nothing of the message was done; please say it in other words, or send the "
        "rest alone.",
        f"没有看懂“{missed}”，因此整条消息都没有执行；请换个说法，或只发送其余部分。",
    )
    rest = turn.operations[0] if len(turn.operations) == 1 and turn.step is None else None
    missing = Refusal(words=unclear[0], because=because, nearest=rest, unread=bool(turn.unknown))
    return Understanding(
        refusals=(*turn.refusals, missing),
        unknown=tuple(turn.unknown),
        language=language,
        focus=replace(scene.focus, pending=turn.focus.pending),
    )


def has_too_many_parts(message: str, scene: Scene, language: Literal["en", "zh"]) -> Understanding:
    """The answer to a message of more than `MOST_SEGMENTS` clauses."""
    because = Words(
        f"the message has more than {MOST_SEGMENTS} clauses, so nothing was done; please send it in parts.",
        f"消息超过 {MOST_SEGMENTS} 个分句，因此没有执行；请分几次发送。",
    )
    return _refused_whole(message, because, scene, language)


def first_answer(message: str, scene: Scene, language: Literal["en", "zh"]) -> Understanding | None:
    """The answer to a message that is not read: one that is too long, that asks for advice, or that leaves a choice."""
    if len(message) > LONGEST:
        because = Words(
            f"the message is longer than {LONGEST} characters; please send it in parts.",
            f"消息超过 {LONGEST} 个字符，请分几次发送。",
        )
        return _refused_whole(message, because, scene, language)
    if (
        _ASKED_FOR_ADVICE.search(message.strip())
        or _ONLY_ASKS.search(message)
        or _LEFT_AS_IT_IS.search(message)
    ):
        return Understanding(talk=True, language=language, focus=scene.focus)
    if scene.focus.pending and _GIVES_UP.fullmatch(message.strip()):
        return Understanding(talk=True, language=language, focus=replace(scene.focus, pending=""))
    if _EITHER.search(message):
        return _refused_whole(message, _WHICH_OF_TWO, scene, language)
    if _BY_SHAPE.search(message) and not _FITS_FRAME.search(message):
        return _refused_whole(message, _NO_SHAPES, scene, language)
    return _refused_whole(message, _NO_RAMP, scene, language) if _GRADUAL.search(message) else None


def _changes_length(operation: Operation) -> bool:
    return operation.name in _LENGTHS or (isinstance(operation, SetSpeed) and not operation.keeps_length)


def last_answer(
    message: str, turn: Turn, text: Text, scene: Scene, language: Literal["en", "zh"]
) -> Understanding | None:
    """The refusal of a message that was read, where its wishes cannot all be meant or one was not understood."""
    silenced = ("remove_clips", "set_clip_sound") if message.isascii() else ("remove_clips",)
    if _KEEPS_SOUND.search(message) and any(o.name in silenced for o in turn.operations):
        return _refused_whole(message, _NO_SOUND_ALONE, scene, language)
    if contradict(turn.operations):
        return _refused_whole(message, _CONTRADICTING, scene, language)
    if any(_changes_length(o) for o in turn.operations) and _SAME_LENGTH.search(text.prepared.folded.text):
        return _refused_whole(message, _NOT_BOTH, scene, language)
    if turn.blocked and (turn.operations or turn.step):
        return _nothing_done(message, turn, scene, language)
    return None


def denies_export(text: Text) -> bool:
    """Whether a message says that nothing is to be exported."""
    return _NO_EXPORT.search(text.prepared.folded.text) is not None
