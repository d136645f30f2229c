"""Words and what they stand for: one table of concepts for English and Chinese, joined from all vocabularies.

A concept may carry a value behind a colon (`mood:lofi`). A word that ends in `~` stands for all its forms (`trim~`:
trim, trims, trimmed, trimming).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Self

__all__ = ["Lexicon", "Vocabulary", "combined", "phrases_of", "spaced", "words_of"]

Vocabulary = Mapping[str, str]
"""Concept → its phrases, English and then Chinese, parted by `|` and line ends."""


_PARTED = re.compile(r"(?<!\s)(?:\s*+\||[^\S\n]*+\n)\s*+")


def phrases_of(text: str) -> tuple[str, ...]:
    """The phrases of `text`, parted by `|` and line ends, in their order."""
    return tuple(phrase for phrase in _PARTED.split(text.strip()) if phrase)


def combined(*parts: str) -> str:
    """Each choice of one phrase out of each part, written together, parted by `|`: Chinese has no space between.

    A part that begins with `|` may be left out.
    """
    choices = [(*([""] if part.startswith("|") else []), *phrases_of(part)) for part in parts]
    return "|".join("".join(choice) for choice in itertools.product(*choices))


def spaced(*parts: str) -> str:
    """Each choice of one phrase out of each part, with a space between, parted by `|`; an empty part is left out."""
    choices = (_PARTED.split(part.strip()) for part in parts)
    return "|".join(" ".join(filter(None, choice)) for choice in itertools.product(*choices))


def words_of(text: str) -> frozenset[str]:
    """The words of `text`, parted by spaces and line ends."""
    return frozenset(text.split())


_DOUBLED = (
    "trim",
    "begin",
    "snip",
    "pan",
    "cap",
    "cut",
    "drop",
    "swap",
    "flip",
    "split",
    "chop",
    "crop",
    "put",
    "get",
    "set",
    "slip",
    "zip",
    "rip",
    "strip",
    "scrap",
    "bin",
    "skip",
    "stop",
    "run",
)


def _forms(word: str) -> list[str]:
    if not word.endswith("~") or word == "~":
        return [word]
    root = word[:-1]
    head, sign, tail = root.rpartition(" ")
    stem = tail[:-1] if tail.endswith("e") else tail + tail[-1] if tail in _DOUBLED else tail
    return [f"{head}{sign}{form}" for form in (tail, f"{tail}s", f"{stem}ed", f"{stem}ing")]


_HEADS = frozenset(
    [
        "last",
        "first",
        "clip",
        "clips",
        "shot",
        "shots",
        "video",
        "videos",
        "cut",
        "second",
        "third",
        "picture",
    ]
)


def _bare(phrase: str) -> str:
    """Without the article that references need as a word of its own ("the last", "at the")."""
    phrase = phrase.removesuffix(" the").removesuffix(" a")
    article, _, rest = phrase.partition(" ")
    return rest if article in ("the", "a", "all") and rest.partition(" ")[0] in _HEADS else phrase


def _all_forms(words: str) -> list[str]:
    """All forms of the phrases of `words`."""
    return [form for word in phrases_of(words) for form in _forms(_bare(word))]


@lru_cache(maxsize=4096)
def _either(concepts: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Both sets in one; a few hundred sets serve all phrases."""
    return concepts | others


class Lexicon:
    """Finds the longest phrase at a place of a normalised text, and the concepts that it stands for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._concepts: dict[str, frozenset[str]] = {}
        for concept, words in vocabulary.items():
            alone = frozenset((concept,))
            for form in _all_forms(words):
                known = self._concepts.setdefault(form, alone)
                if known is not alone:
                    self._concepts[form] = _either(known, alone)
        lengths: dict[str, set[int]] = {}
        for phrase in self._concepts:
            lengths.setdefault(_key(phrase, 0), set()).add(len(phrase))
        self._lengths = {start: sorted(known, reverse=True) for start, known in lengths.items()}

    @classmethod
    def joined(cls, lexicons: Iterable[Lexicon]) -> Self:
        """One lexicon of the phrases of all `lexicons`, without reading their vocabularies again."""
        whole = cls({})
        for lexicon in lexicons:
            whole._join(lexicon)
        return whole

    def _join(self, other: Lexicon) -> None:
        """Know the phrases of `other` as well."""
        concepts, lengths = self._concepts, self._lengths
        both = {
            phrase: _either(concepts[phrase], other._concepts[phrase])
            for phrase in concepts.keys() & other._concepts
        }
        concepts |= other._concepts
        concepts |= both
        merged = {
            start: sorted({*lengths[start], *other._lengths[start]}, reverse=True)
            for start in lengths.keys() & other._lengths
        }
        lengths |= other._lengths
        lengths |= merged

    @cached_property
    def phrases(self) -> frozenset[str]:
        return frozenset(self._concepts)

    @cached_property
    def moods(self) -> frozenset[str]:
        """Phrases that stand for a kind of music and for nothing else."""
        return frozenset(
            phrase
            for phrase, concepts in self._concepts.items()
            if all(concept.startswith(("mood:", "feeling:")) for concept in concepts)
        )

    @cached_property
    def english_words(self) -> frozenset[str]:
        """Every English word of the vocabulary."""
        return frozenset(w for p in self._concepts if p.isascii() for w in p.split() if w.isalpha())

    def at(self, text: str, position: int, most: int | None = None) -> tuple[int, frozenset[str]] | None:
        """End and concepts of the longest phrase at `position` that ends before `most`, where that is given."""
        for length in self._lengths.get(_key(text, position), ()):
            end = position + length
            if end > len(text) or (most is not None and end >= most):
                continue
            concepts = self._concepts.get(text[position:end])
            if concepts is not None and _bounded(text, position, end):
                return end, concepts
        return None


def _key(text: str, position: int) -> str:
    head = text[position : position + 3]
    return head if len(head) == 3 and head.isascii() and head.isalpha() else text[position]


def _letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a phrase doesn't begin or end inside an English word."""
    if _letter(text[start]) and start and _letter(text[start - 1]):
        return False
    return not (
        _letter(text[end - 1]) and end < len(text) and (_letter(text[end]) or text[end : end + 1].isdigit())
    )
