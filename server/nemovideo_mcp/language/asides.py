"""Words around a wish that are none of it: who wishes it, that it is asked, what is denied in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.pieces import begins
from nemovideo_mcp.language.tokens import Token

__all__ = ["without_asides"]

_ASKED = ("能", "可以", "可不可以", "可否")
_AMOUNTS = ("number", "duration", "percent", "factor")
_SAYING = words_of(
    """
    says said thinks thought reckons reckoned believes believed suggested suggests asked insists
    insisted mentioned recommends recommended wants wanted wishes prefers preferred requested requests demands
    demanded told want think say prefer
    """
)
_WHOSE = frozenset(["my", "our", "the", "his", "her", "their", "one", "a", "some"])
_PERSONS = words_of(
    """
    he she they everyone everybody someone somebody people folks mom mum dad grandma grandpa
    """
)
_SAID = frozenset(["that", "me", "us", "to", "for", "asking", "saying"])


def without_asides(tokens: Sequence[Token]) -> list[Token]:
    """The words of a clause without those around its wish."""
    return _without_count(
        _without_person(
            _without_asking(_without_former(_left_out(_without_denied(_without_attributes(list(tokens))))))
        )
    )


_THOUGHTS = ("opinion", "opinion_good", "remark", "music_tired")
_AROUND_THOUGHTS = (*_THOUGHTS, "opinion_how", "longer", "shorter", "too")


def _without_attributes(tokens: list[Token]) -> list[Token]:
    """The words without what is thought of a clip before its name: "把又长又无聊的第二段剪短"."""
    for n in range(len(tokens) - 1, 1, -1):
        if tokens[n].kind != "clips" or tokens[n].value.pronoun or tokens[n - 1].text != "的":
            continue
        start = n - 1
        while start and tokens[start - 1].kind == "word" and tokens[start - 1].has(*_AROUND_THOUGHTS):
            start -= 1
        if not any(t.has(*_THOUGHTS) for t in tokens[start : n - 1]):
            continue
        pointed = (
            start
            and tokens[start - 1].kind == "clips"
            and tokens[start - 1].value.pronoun in ("it", "it_clip")
        )
        return [*tokens[: start - 1 if pointed else start], *tokens[n:]]
    return tokens


_COUNTS = (
    "first",
    "firstly",
    "second",
    "secondly",
    "third",
    "thirdly",
    "lastly",
    "next",
    "last",
    "first up",
    "first off",
)


def _without_count(tokens: list[Token]) -> list[Token]:
    """The words without the "first" of "first get rid of the parrot", which counts wishes."""
    counted = len(tokens) > 2 and tokens[0].text in _COUNTS and begins(tokens[1])
    return tokens[1:] if counted else tokens


def _without_asking(tokens: list[Token]) -> list[Token]:
    """The words without the 吗 of "鹦鹉可以去掉吗": a question that asks for something to be done."""
    last = tokens[-1]
    if len(tokens) > 2 and last.has("proposed") and last.kind == "word" and tokens[-2].text != "会":
        return tokens[:-1]
    asked = len(tokens) > 2 and last.text == "吗" and last.kind == "word"
    return tokens[:-1] if asked and any(t.text.startswith(_ASKED) for t in tokens) else tokens


_INTO = (
    "改",
    "改成",
    "改为",
    "改到",
    "换成",
    "换",
    "变",
    "变成",
    "调到",
    "调成",
    "变到",
    "加到",
    "减到",
    "升到",
    "降到",
    "压到",
)


def _without_denied(tokens: list[Token]) -> list[Token]:
    """The words without "rather than 15", or the 15 of "15秒改成20秒", where another amount is wished."""
    for n in range(len(tokens) - 2):
        amounts = tokens[n].kind in _AMOUNTS and tokens[n].kind == tokens[n + 2].kind
        if amounts and tokens[n + 1].text in _INTO and not (n and tokens[n - 1].text == "从"):
            return [*tokens[:n], *tokens[n + 1 :]]
    for n, token in enumerate(tokens[:-1]):
        denied = token.has("not_that") and tokens[n + 1].kind in _AMOUNTS
        if denied and any(t.kind in _AMOUNTS for t in (*tokens[:n], *tokens[n + 2 :])):
            return [*tokens[:n], *tokens[n + 2 :]]
    return tokens


_ACTING = (
    "mute",
    "slower",
    "faster",
    "louder",
    "sound_up",
    "sound_down",
    "reverse",
    "longer",
    "shorter",
    "remove",
)


def _left_out(tokens: list[Token]) -> list[Token]:
    """The words with "not the parrot", behind others, as an exception, and without "not muted" behind "quieter"."""
    for n, token in enumerate(tokens[:-1]):
        if not n or token.kind != "word" or token.text not in ("not", "but not"):
            continue
        thing = tokens[n + 1]
        before = tokens[:n]
        if (
            thing.kind == "clips"
            and thing.value.ids
            and any(t.kind == "clips" or t.has("all") for t in before)
        ):
            tokens = [
                *before,
                replace(token, text="except", concepts=frozenset(("except",))),
                *tokens[n + 1 :],
            ]
        elif (
            thing.kind in ("texts", "quote")
            and any(t.kind == thing.kind for t in before)
            and n + 2 == len(tokens)
        ):
            return before
        elif (
            n + 2 == len(tokens)
            and thing.kind == "word"
            and thing.has(*_ACTING)
            and any(t.kind == "word" and t.has(*_ACTING) for t in before)
        ):
            return before
    return tokens


def _without_former(tokens: list[Token]) -> list[Token]:
    """The words without the "from upbeat" of "from upbeat to calm"."""
    for n in range(len(tokens) - 3):
        moods = [t.detail("mood") or t.detail("feeling") for t in (tokens[n + 1], tokens[n + 3])]
        if tokens[n].text == "from" and tokens[n + 2].text in ("to", "into") and all(moods):
            return [*tokens[:n], *tokens[n + 2 :]]
    return tokens


def _without_person(tokens: list[Token]) -> list[Token]:
    """The words without "my mum says that", whoever it is that says so."""
    at = 0
    while at < min(4, len(tokens)) and tokens[at].text in (
        "and",
        "but",
        "so",
        "well",
        "oh",
        "also",
        "apparently",
        "now",
    ):
        at += 1
    if at == len(tokens) or tokens[at].text.split()[0] not in _WHOSE | _PERSONS:
        return tokens
    person = tokens[at].text in _PERSONS or tokens[at].has("opinion_who")
    for n in range(at, min(at + 6, len(tokens) - 1)):
        token = tokens[n]
        if token.kind != "word":
            return tokens
        if token.text in _SAYING and (n > at + 1 or person):
            end = n + 1
            while end < len(tokens) - 1 and tokens[end].kind == "word" and tokens[end].text in _SAID:
                end += 1
            return [*tokens[:at], *tokens[end:]]
        known = token.concepts - {"filler", "det", "opinion_who", "talk", "sep"}
        if known:
            return tokens
    return tokens
