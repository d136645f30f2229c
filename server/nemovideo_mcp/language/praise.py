"""Praise and thanks: who says them, and who asks for what others praise. No rule is loaded for it."""

from __future__ import annotations

import re

from nemovideo_mcp.language.normalize import fold

__all__ = ["asks_for_better", "says_thanks"]

_PRAISE = (
    "better|good|great|nice|perfect|amazing|awesome|cool|fantastic|beautiful|brilliant|super|lovely|wonderful"
    "|excellent|superb"
)
_PRAISE_ZH = "好看|好听|漂亮|高级|专业|完美"
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|ty|tysm|ta|cheers|appreciated?|kudos|bravo|love|loved|like it|wow"
    rf"|{_PRAISE})\b|谢|辛苦|棒|赞|不错|喜欢|厉害|太好了|很好|真好|好多了|牛|{_PRAISE_ZH}"
)
_ASKS = re.compile(
    r"[?？]|[吗呢么]\s*$|^(?:what|which|who|where|when|why|how|is|are|does|do|did|can|could)\b"
)
_BETTER = re.compile(
    r"^(?:(?:please|can you|could you|and|then|just|also|so|ok|but|now|let's|maybe) ){0,8}"
    r"(?:make|get) (?:it|this|that|them|these|everything|the \w+|my \w+)"
    r"(?: (?:look|looking|feel|sound|a|bit|little|lot|much|way|even|really|just|so|more|all"
    rf"|whole|thing|film|video|edit)){{0,4}} (?:{_PRAISE})(?=$|[ ,.!?]*(?:$|please|pls|plz|now|again|too)\b)"
    r"|^(?:请|帮我|给我|能不能|可以|把|它|整体|画面|视频|影片|片子|整个|都){0,8}(?:[弄做剪变搞调整]得?)?[更再]?"
    rf"(?:{_PRAISE_ZH}|好)一?[点些](?=$|[吧吗呗嘛])"
)
_LONGEST = 300
"""Characters of a message that may be thanks."""


def says_thanks(message: str) -> bool:
    """Whether a message that asks for nothing thanks or praises."""
    if len(message) > _LONGEST:
        return False
    said = fold(message).text.strip(" .!。！~")
    return bool(_THANKS.search(said)) and not _ASKS.search(said)


def asks_for_better(words: str) -> bool:
    """Whether folded words ask for what others praise: "make it look amazing", "弄得好看一点"."""
    return bool(_BETTER.search(words))
