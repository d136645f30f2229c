"""A message as segments: the words between punctuation and connectives, and what begins or sums up others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.language.tokens import Token

__all__ = [
    "Segment",
    "corrects",
    "keeps_as_is",
    "leaves_out",
    "parts_segments",
    "segments_of",
    "sums_up",
    "unwants",
]

Segment = tuple[Token, ...]
"""The words between two marks or connectives."""


def segments_of(tokens: Sequence[Token]) -> tuple[Segment, ...]:
    """The tokens between punctuation, connectives and spaces in Chinese, each without them; none is empty."""
    segments: list[list[Token]] = [[]]
    for n, token in enumerate(tokens):
        if segments[-1] and _excepts(tokens, n, segments[-1]):
            segments[-1].append(replace(token, text="except", concepts=frozenset(("except",))))
            continue
        if parts_segments(token) and not _is_degree(tokens, n):
            if segments[-1] and not (token.text in (":", "：") and _is_head(segments[-1])):
                segments.append([])
            continue
        more = n + 1 < len(tokens) and not parts_segments(tokens[n + 1])
        if corrects(token) and more and segments[-1] and not corrects(segments[-1][-1]):
            # "剪掉第一段不对第二段"
            segments.append([])
        elif segments[-1] and token.kind == "word" and token.has("reason"):
            # "mute the parrot because it swears"
            segments.append([])
        elif segments[-1] and _is_spaced(segments[-1][-1], token):
            segments.append([])
        segments[-1].append(token)
    return tuple(tuple(segment) for segment in segments if segment)


def _excepts(tokens: Sequence[Token], n: int, segment: Sequence[Token]) -> bool:
    """Whether "but" leaves out what follows: "everything muted but the surf"."""
    follows = tokens[n + 1 : n + 3]
    alone = bool(follows) and follows[0].kind == "clips" and bool(follows[0].value.ids)
    alone = alone and (len(follows) == 1 or parts_segments(follows[1]))
    return tokens[n].text == "but" and alone and any(t.kind == "clips" and t.value.all for t in segment)


def _is_head(segment: Sequence[Token]) -> bool:
    """Whether words before a colon only say what those behind it are about: "Parrot: 2 seconds", "remove: surf"."""
    said = [t for t in segment if not (t.kind == "word" and t.has("filler", "det", "sep"))]
    return (
        len(said) == 1
        and said[0].kind in ("word", "clips", "texts")
        and not said[0].has("reason", "condition")
    )


def _is_degree(tokens: Sequence[Token], n: int) -> bool:
    """Whether a "so" says how much: "why is the first clip so quiet?"."""
    if tokens[n].text != "so" or not 0 < n < len(tokens) - 1 or parts_segments(tokens[n - 1]):
        return False
    last = n + 2 == len(tokens) or parts_segments(tokens[n + 2])
    how = tokens[n + 1]
    return last and how.kind == "word" and any(c.startswith("degree:") for c in how.concepts)


_CLOSING = frozenset("吧啊呀哦嘛呢啦了咯呗哈吗么的")


def _is_spaced(before: Token, token: Token) -> bool:
    """Whether a space between two Chinese words stands for a comma, as people type and dictate it."""
    if token.start <= before.end or before.text[-1:].isascii() or token.text[:1].isascii():
        return False
    opens = before.kind == "word" and before.has("filler", "det", "not", "except", "only")
    return token.kind != "mark" and (not opens or before.text[-1:] in _CLOSING)


def parts_segments(token: Token) -> bool:
    """Whether a token stands between segments: punctuation, or a connective."""
    return token.kind in ("mark", "word") and token.has("sep") and not _is_part(token)


def corrects(token: Token) -> bool:
    """Whether a token says that what was said before it is not meant ("不对", "no wait")."""
    return token.kind == "word" and token.has("correction")


def sums_up(segment: Segment) -> bool:
    """Whether words say something of all that was spoken of before: "都是黄色", "两段都静音"."""
    named = any(
        t.kind in ("clips", "texts", "quote") and not getattr(t.value, "pronoun", "") for t in segment
    )
    return not named and any(t.text.startswith("都") or t.text in _SUMMING for t in segment[:3])


_SUMMING = frozenset(("全都", "统统", "通通", "一律", "分别"))

_AMOUNTS = frozenset(
    ("duration", "percent", "factor", "quote", "number", "color", "degrees", "beats", "bars")
)

_LEFT_OUT = ("spared", "as_is", "sound_as_was", "except")


def leaves_out(segment: Segment) -> bool:
    """Whether words only name clips that are not meant: "鹦鹉不用", "除了自行车", "别动冲浪", "not in clip 2"."""
    named = [t for t in segment if t.kind == "clips" and not t.value.pronoun]
    left = [t for t in segment if t.kind == "word" and (t.has(*_LEFT_OUT) or t.text in _NOT)]
    others = [t for t in segment if t not in (*named, *left) and not (t.kind == "word" and t.has(*_BESIDE))]
    return (bool(named and left) and not others) or keeps_as_is(segment)


def keeps_as_is(segment: Segment) -> bool:
    """Whether words only say of clips that they stay: "keep clip 1 as it is", "don't touch the parrot"."""
    named = [t for t in segment if t.kind == "clips" and not t.value.pronoun]
    others = [t for t in segment if t not in named and not (t.kind == "word" and t.has(*_BESIDE))]
    stays = any(t.has("as_is") for t in others) and all(t.has("as_is", "keep") for t in others)
    return bool(named) and (stays or " ".join(t.text for t in others) in _UNTOUCHED)


def unwants(segment: Segment) -> bool:
    """Whether words only name clips and do not want something, which may be the clips: "第二段不要"."""
    named = [t for t in segment if t.kind == "clips" and not t.value.pronoun]
    others = [t for t in segment if t not in named and not (t.kind == "word" and t.has("filler", "sep"))]
    return bool(named and others) and all(t.text in _UNWANTED for t in others)


_NOT = frozenset(("not", "just not", "only not"))
_UNTOUCHED = frozenset(
    ("don't touch", "dont touch", "do not touch", "don't change", "dont change", "do not change")
)
_UNWANTED = frozenset(("不要", "别", "的不要", "就不要了", "不要了"))
_BESIDE = ("filler", "sep", "det", "only", "clip_noun", "measure")


def _is_part(token: Token) -> bool:
    """Whether a connective is as often a word inside a clause."""
    return token.text in ("with", "while", "also", "再", "plus", "还有", "也")
