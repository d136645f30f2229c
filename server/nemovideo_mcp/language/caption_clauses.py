"""A clause about captions or speech as one line, which whole sentences are matched against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.normalize import fold, plain_marks
from nemovideo_mcp.language.vocabulary.captions import BEFORE, BEHIND, PATTERNS, SIGNS

__all__ = ["CaptionClause", "without_fillers"]

_MILLISECONDS = re.compile(r"(?<![0-9.])([0-9]{1,6}) ?(?:ms\b|milliseconds?\b|毫秒)")


class CaptionClause:
    """A clause in one line, with a sign for each quotation, length and file."""

    def __init__(self, clause: Clause) -> None:
        at, parts = clause.tokens[0].start, list[str]()
        for token in clause.tokens:
            if (sign := SIGNS.get(token.kind)) is not None:
                parts += [_folded(clause.message[at : token.start]), sign]
                at = token.end
        parts.append(_folded(clause.message[at : clause.tokens[-1].end]))
        text = without_fillers("".join(parts).strip())
        self.text = _MILLISECONDS.sub(SIGNS["ms"], text)
        self._values = {
            sign: [t.value for t in clause.tokens if t.kind == kind] for kind, sign in SIGNS.items()
        }
        self._values[SIGNS["ms"]] = [float(found[1]) for found in _MILLISECONDS.finditer(text)]

    def match(
        self, kind: str, patterns: Mapping[str, tuple[re.Pattern[str], ...]] = PATTERNS
    ) -> dict[str, Any] | None:
        """The groups of the first pattern of this kind that the whole clause matches, signs as their values."""
        for pattern in patterns[kind]:
            if (found := pattern.fullmatch(self.text)) is not None:
                return self._filled(found)
        return None

    def _filled(self, found: re.Match[str]) -> dict[str, Any]:
        groups: dict[str, Any] = {}
        for name, text in found.groupdict().items():
            if text is None:
                continue
            key = name.removeprefix("zh_")
            at = found.start(name)
            values = self._values.get(text)
            groups[key] = text if values is None else values[self.text.count(text, 0, at)]
        return groups


def _folded(text: str) -> str:
    return plain_marks(fold(text)).text


def without_fillers(text: str) -> str:
    """`text` without politeness and connectives around it."""
    changed = True
    while changed:
        changed = False
        for words in BEFORE:
            if text.startswith(words) and len(text) > len(words):
                text, changed = text[len(words) :], True
        for words in BEHIND:
            if text.endswith(words) and len(text) > len(words):
                text, changed = text[: -len(words)], True
    return text
