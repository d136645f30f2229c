"""What the classifier sees of a part of a message: its words, its concepts, and what stands around it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from nemovideo_mcp.conversation.lexicon.concepts import CONCEPTS
from nemovideo_mcp.language.normalize import fold

__all__ = ["BUCKETS", "Context", "concepts_of", "features_of"]

BUCKETS = 1 << 15

# A word of letters, a number, or one character: of Chinese, Japanese and Korean each character is a token.
_TOKEN = re.compile(r"[^\W\d_㐀-鿿぀-ヿ가-힯]+(?:['’-][^\W\d_㐀-鿿぀-ヿ가-힯]+)*|\d+(?:[.:]\d+)?|[^\s\w]|\w")
_LONGEST_PHRASE = 8
_SHORTEST_STEM = 4
_OTHER = "_"
# So many concepts of a part are paired with one another: more are no wish that a person types.
_MOST_PAIRED = 16
_WORD_PIECES = (4, 5)


@dataclass(frozen=True, kw_only=True)
class Context:
    """A part of a message as the classifier sees it.

    Args:
        text: the folded words, with placeholders for files and quotations.
        joint: what parts it from the part before ("" if only a space does, "^" at the start of the message).
        mark: the punctuation mark behind it ("" if there is none, "$" at the end of the message).
    """

    text: str
    joint: str
    mark: str


@cache
def _lexicon() -> tuple[Mapping[tuple[str, ...], str], Mapping[str, str]]:
    """Concepts by phrase (as tokens), and by the beginning of a word."""
    phrases: dict[tuple[str, ...], str] = {}
    stems: dict[str, str] = {}
    for concept, entries in CONCEPTS.items():
        for entry in entries.split(","):
            word = fold(entry.strip()).text
            if word.endswith("*"):
                stems.setdefault(word[:-1], concept)
            else:
                phrases.setdefault(_tokens(word), concept)
    return phrases, stems


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=1024)
def concepts_of(text: str) -> tuple[str, ...]:
    """The concepts of a folded text in order; `_` is a word of none, and a placeholder or a mark is itself."""
    phrases, _ = _lexicon()
    tokens = _tokens(text)
    found: list[str] = []
    at = 0
    while at < len(tokens):
        length = next(
            (
                n
                for n in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1)
                if tokens[at : at + n] in phrases
            ),
            0,
        )
        concept = phrases[tokens[at : at + length]] if length else _concept_of_word(tokens[at])
        if concept:
            found.append(concept)
        at += length or 1
    return tuple(found)


def _concept_of_word(token: str) -> str:
    """What a word that is no entry is about; nothing for a single character of an ideographic script."""
    _, stems = _lexicon()
    for length in range(len(token), _SHORTEST_STEM - 1, -1):
        if token[:length] in stems:
            return stems[token[:length]]
    if token[0].isdigit():
        return "NUMBER"
    if not token[0].isalnum():
        return token
    return _OTHER if token.isascii() or len(token) > 1 else ""


def _words(text: str) -> Iterator[str]:
    words = ("^", *_tokens(text), "$")
    for word, after, third in zip(words, (*words[1:], ""), (*words[2:], "", ""), strict=True):
        yield f"w{word}"
        if after:
            yield f"2{word} {after}"
        if third:
            yield f"3{word} {after} {third}"
            yield f"s{word} {third}"
        if len(word) >= min(_WORD_PIECES):
            whole = f"<{word}>"
            for size in _WORD_PIECES:
                yield from (f"c{whole[n : n + size]}" for n in range(len(whole) - size + 1))


def _concepts(text: str) -> Iterator[str]:
    named = ("^", *concepts_of(text), "$")
    plain = tuple(concept for concept in named if concept != _OTHER)
    yield from (f"q{concept}" for concept in plain)
    for mark, sequence in (("k", named), ("q", plain)):
        for one, after, third in zip(sequence, (*sequence[1:], ""), (*sequence[2:], "", ""), strict=True):
            if after:
                yield f"{mark}2{one} {after}"
            if third:
                yield f"{mark}3{one} {after} {third}"
    some = sorted(set(plain[1:-1]))[:_MOST_PAIRED]
    yield from (f"b{one} {other}" for one, other in combinations(some, 2))


def _names(parts: Sequence[Context], n: int) -> Iterator[str]:
    part = parts[n]
    yield from _words(part.text)
    yield from _concepts(part.text)
    concepts = concepts_of(part.text)
    yield f"j{part.joint}"
    yield f"m{part.mark}"
    yield f"jm{part.joint} {part.mark}"
    if len(concepts) == 1:
        yield f"only{concepts[0]}{part.mark}"
    for away, near in ((-1, "p"), (1, "n"), (-2, "pp"), (2, "nn")):
        if not 0 <= n + away < len(parts):
            yield f"{near}none"
            continue
        other = parts[n + away]
        around = concepts_of(other.text)
        yield from (f"{near}{concept}" for concept in sorted(set(around)))
        if abs(away) == 1:
            yield f"{near}m{other.mark}"
            yield from (f"{near}edge{concept}" for concept in (around[-1:] if away < 0 else around[:1]))


def features_of(parts: Sequence[Context], n: int) -> list[int]:
    """The numbers of the features of part `n` among `parts`, each below `BUCKETS`, ascending, each once."""
    return sorted({zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS for name in _names(parts, n)})
