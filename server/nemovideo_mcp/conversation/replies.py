"""What kind of reply a backend's words are: a claim, an apology, a question; and what kind of message a user's are."""

from __future__ import annotations

from nemovideo_mcp.conversation.gui_patterns import Pattern

__all__ = ["asks_back", "claims_edit", "is_apology", "wishes_edit"]

_APOLOGY = Pattern(
    r"\b(?:sorry|apolog\w+|went wrong|temporary issue|could ?n['’]?t|could not|unable|failed|try again|error)\b"
    r"|抱歉|对不起|出错|失败|重试|稍后再"
)
_CLAIM = Pattern(
    r"\b(?:done|added|removed|deleted|changed|trimmed|cut|split|updated|replaced|moved|applied|created|generated|set"
    r"|muted|merged|combined|shortened|now (?:has|have|is|are|lasts?|starts?|ends?|plays?)|i['’]ve|i have)\b"
    r"|已|完成|好了|改成|加上了|删掉了"
)
_QUESTION = Pattern(r"[?？][\s)）”\"’'*_]*$")

_LEADS = (
    r"(?:(?:please|pls|ok(?:ay)?|now|then|and|so|also|just|hey|hi|hello|yes|no|great|good|perfect|thanks|well|actually"
    r"|can you|could you|would you|will you|can we|let['’]?s|i want (?:you )?to|i(?:['’]d| would) like (?:you )?to"
    r"|i need (?:you )?to|i want|i need|what i want is|go ahead and|try to)\s+){0,4}"
)
_VERBS = (
    r"(?:add|put|place|insert|make|cut|trim|split|shorten|lengthen|extend|remove|delete|erase|drop|move|shift|swap|switch"
    r"|replace|change|set|turn|mute|unmute|lower|raise|increase|reduce|speed|slow|crop|rotate|flip|mirror|zoom|blur"
    r"|sharpen|brighten|darken|fade|crossfade|dissolve|merge|combine|join|duplicate|copy|reverse|freeze|apply|use|start"
    r"|begin|end|sync|match|align|overlay|write|title|caption|generate|create|do|give|bring|push|loop|stabili[sz]e"
    r"|resize|reframe|a (?:cross)?fade|a crossfade|a title|a transition)"
)
_CHINESE_LEADS = (
    r"(?:请|麻烦|帮我|帮忙|给我|我想|我要|能不能|能否|可以|可不可以|再|然后|现在|那|就|先|也|还要|直接){0,4}"
)
_CHINESE_VERBS = (
    r"(?:加|添|插|配|放|删|去掉|去除|移|挪|剪|切|分成|分割|拆|合并|拼|把|将|改|换|替换|调|设|让|裁|旋转|翻转|静音|缩短|延长|加快"
    r"|放慢|倒放|复制|做|生成|制作|用|写|加上)"
)
_WISH = Pattern(
    rf"(?:^|[,;.!?:，。；！？：]|(?<!\s)[^\S\n]*+\n)\s*+(?:{_LEADS}{_VERBS}\b|{_CHINESE_LEADS}{_CHINESE_VERBS})"
)
_ASKING = Pattern(r"怎么|怎样|如何|为什么|什么|哪里|\bhow (?:do|can|to|would|should)\b")
_LONGEST = 2_000


def is_apology(text: str) -> bool:
    """True for words that speak of a failure, which says nothing about whether the edit was made."""
    return _APOLOGY.search(text[:_LONGEST]) is not None


def claims_edit(text: str) -> bool:
    """True for words that say that something was done."""
    return _CLAIM.search(text[:_LONGEST]) is not None


def asks_back(text: str) -> bool:
    """True for words that end in a question: the backend waits for an answer."""
    return _QUESTION.search(text.rstrip()[-200:]) is not None


def wishes_edit(message: str) -> bool:
    """True only for a message that plainly asks for an edit: an order, or a polite one, and no question how it is done.

    What is left out (thanks, praise, questions, stories) has asked for nothing.
    """
    words = message[:_LONGEST]
    return _WISH.search(words) is not None and _ASKING.search(words) is None
