"""What commands have in common that delete something: their options, and the question before it goes for good."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

__all__ = ["add_confirm_arguments", "confirmed"]

_HELP: Mapping[str, tuple[str, str]] = {
    "yes": ("do it without asking", "不询问直接执行"),
    "json": ("print it as JSON; without --yes nothing is deleted", "以 JSON 打印；没有 --yes 时不删除"),
    "backend": ("auto, local, cloud, or an address", "auto、local、cloud 或一个网址"),
}

_YES = frozenset({"y", "yes", "是", "好", "确定"})


def add_confirm_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """--yes, --json and --backend; `index` is that of the language in pairs of words."""
    words = {key: pair[index] for key, pair in _HELP.items()}
    parser.add_argument("--yes", action="store_true", help=words["yes"])
    parser.add_argument("--json", action="store_true", help=words["json"])
    parser.add_argument("--backend", metavar="WHERE", help=words["backend"])


def confirmed(language: str) -> bool:
    """Whether the answer is yes; anything else is no. Raises `Usage` where nobody can answer."""
    from nemovideo_mcp.cli.report import Usage
    from nemovideo_mcp.messages.catalogue import say, words_of
    from nemovideo_mcp.messages.space import SPACE

    if not sys.stdin.isatty():
        raise Usage(detail=words_of(SPACE, "say_yes").pair(), hint=words_of(SPACE, "say_yes_hint").pair())
    sys.stdout.write(say(SPACE, "ask", language))
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in _YES
