"""Asks the person at the terminal before something goes for good."""

from __future__ import annotations

import sys

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.messages.catalogue import say, words_of
from nemovideo_mcp.messages.space import SPACE

__all__ = ["confirmed"]

_YES = frozenset({"y", "yes", "是", "好", "确定"})


def confirmed(language: str) -> bool:
    """Whether the answer is yes; anything else is no. Raises `Usage` where nobody can answer."""
    if not sys.stdin.isatty():
        raise Usage(detail=words_of(SPACE, "say_yes").pair(), hint=words_of(SPACE, "say_yes_hint").pair())
    sys.stdout.write(say(SPACE, "ask", language))
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in _YES
