"""Patterns of GUI speech, without regard to capitals and to Traditional or Simplified characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nemovideo_mcp.language.normalize import simplified

__all__ = ["Pattern", "any_of", "one"]


class Pattern:
    """An expression in Simplified characters; what it finds in a text in others stands at the same place there."""

    def __init__(self, expression: str) -> None:
        self._expression = re.compile(expression, re.IGNORECASE)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """What stands at `at`."""
        return self._expression.match(simplified(text), at)

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        """What stands at `at` or behind it."""
        return self._expression.search(simplified(text), at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The whole of `text`."""
        return self._expression.fullmatch(simplified(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All that stands in `text`, from left to right."""
        return self._expression.finditer(simplified(text))


def any_of(expressions: Iterable[str]) -> Pattern:
    """One pattern for a list of expressions."""
    return Pattern("|".join(f"(?:{expression})" for expression in expressions))


@cache
def one(expression: str) -> Pattern:
    """The pattern for one expression of a table."""
    return Pattern(expression)
