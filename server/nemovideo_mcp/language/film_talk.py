"""What is said around a wish for a film that isn't there yet, and changes nothing of it."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import words_of

__all__ = ["names_missing", "take_approval"]

_APPROVING = words_of(
    "perfect great ideal fine good lovely awesome plenty enough nice brilliant wonderful sweet cool"
)
_TURNS = words_of("make make-it set put have do be go film edit format frame post want")


_ONE_MEDIUM = words_of("clip shot video scene footage photo picture image song track recording vid tune")


def names_missing(clause: Clause) -> bool:
    """Whether a medium is named that there isn't: "with the dolphin clip"."""
    tokens = clause.tokens
    for n, token in enumerate(tokens[:-1]):
        if n < 1 or token.kind != "word" or token.concepts or tokens[n + 1].text not in _ONE_MEDIUM:
            continue
        pointed = tokens[n - 1].has("det") and tokens[n - 1].text in (
            "the",
            "that",
            "this",
            "of the",
            "for the",
        )
        made = n > 1 and tokens[n - 2].text.split()[0] in ("make", "create", "edit", "do", "finish", "build")
        if pointed and not made:
            return True
    return False


def take_approval(clause: Clause) -> None:
    """Takes "would be perfect" behind an amount, and a frame that is not wanted ("do not make it vertical")."""
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        if (
            n
            and token.text in _APPROVING
            and token.has("talk")
            and (tokens[n - 1].text in ("be", "is", "would be"))
        ):
            clause.used.add(n)
        if token.detail("ratio") and n:
            start = n
            while start and (
                tokens[start - 1].has("filler", "it", "frame_word") or tokens[start - 1].text in _TURNS
            ):
                start -= 1
            if start and tokens[start - 1].has("not"):
                clause.used.update(range(start - 1, n + 1))
