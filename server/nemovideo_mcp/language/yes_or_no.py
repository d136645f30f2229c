"""Whether a whole message is a plain "yes" or "no". No rule is loaded for it: the studio asks this itself."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import phrases_of
from nemovideo_mcp.language.normalize import fold

__all__ = ["is_no", "is_yes"]

_YES = frozenset(
    phrases_of(
        """
    yes|yes please|yes do it|yes do that|yeah|yep|yup|sure|sure do it|do it|do that|go ahead|please do|exactly|correct
    是|是的|对|对的|好|好的|好呀|好啊|行|可以|嗯|嗯嗯|就这样做|就这么做|就这么办|没错|要|照做
    """
    )
)
_NO = frozenset(
    phrases_of(
        """
    no|no thanks|no thank you|nope|nah|don't|do not|don't do it|do not do it|never mind|nevermind|cancel|stop|leave it
    不|不要|不用|不了|别|不行|不可以|算了|取消|不用了|先不要|别删|不删
    """
    )
)
_LONGEST = 300
"""Characters of a message that is looked at."""


def is_yes(message: str) -> bool:
    """Whether a whole message is a plain "yes" to what was offered or asked."""
    return _said(message) in _YES


def is_no(message: str) -> bool:
    """Whether a whole message is a plain "no" to what was asked."""
    return _said(message) in _NO


def _said(message: str) -> str:
    return fold(message).text.strip(" .!。！~") if len(message) <= _LONGEST else ""
