"""A message folded for matching: one width, lower case, simplified characters, no emoji, typing errors mended.

Every folded character remembers where it came from, so that a span of the folded text is a span of the user's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, cast

from opencc import OpenCC

from nemovideo_mcp.language.spoken import A_BIT, CANTONESE, SHADES

__all__ = ["Folded", "Mender", "fold", "has_simplified", "plain_marks", "simplified"]

# traditional character, simplified character, …: those that occur when people talk about films, files and accounts.
# Characters of Cantonese and of handwriting that stand for another word, or that OpenCC keeps as they may be a name.
_COLLOQUIAL = {
    "唔": "不", "嗰": "那", "啲": "些", "喺": "在", "嘅": "的", "冇": "没", "咁": "这", "畀": "给",
    "俾": "给", "佢": "它", "睇": "看", "揀": "选", "帳": "账", "咗": "了", "攞": "拿", "妳": "你",
    "囬": "回", "祇": "只", "姊": "姐", "著": "着",
}  # fmt: skip
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00))

_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "—", "―": "—", "…": ".", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_PLAIN_MARKS = str.maketrans(_PLAIN)
# Quotation marks that tell start from end must stay what they are until quotations have been found.
_KEPT = frozenset("°“”「」『』《》〈〉【】，。、；：！？～…’‘«»")
_STAYING = frozenset("\n\r\t\u2028\u2029\ue000\ue001\ue002")
_NOISE = frozenset({"So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"})


@dataclass(frozen=True, kw_only=True)
class Folded:
    """`text` and, for every character of it, the index in the original it came from (and one for the end)."""

    text: str
    origins: tuple[int, ...]

    def replaced(self, spans: Iterable[tuple[int, int, str]]) -> Folded:
        """With every span (start, end, new text; in order, apart from one another) exchanged."""
        parts: list[str] = []
        origins: list[int] = []
        at = 0
        for start, end, new in spans:
            parts += (self.text[at:start], new)
            origins += self.origins[at:start]
            # A word that was mended still covers the whole of what was typed; one mark for it stands at its start.
            covered = [self.origins[min(start + n, end - 1)] for n in range(len(new))]
            if len(new) > 1:
                covered[-1] = self.origins[max(start, end - 1)]
            origins += covered
            at = end
        parts.append(self.text[at:])
        origins += self.origins[at:]
        return Folded(text="".join(parts), origins=tuple(origins))


class _Converter(Protocol):
    def convert(self, text: str, /) -> str: ...


@cache
def _simplified() -> Mapping[str, str]:
    """Traditional character → simplified character, by OpenCC's table without phrases: lengths stay as they are."""
    every = [chr(code) for block in _IDEOGRAPHS for code in block]
    converted = cast("_Converter", OpenCC("t2s")).convert("\n".join(every)).split("\n")
    pairs = {one: other for one, other in zip(every, converted, strict=True) if one != other}
    return pairs | _COLLOQUIAL


@cache
def _simplified_codes() -> Mapping[int, str]:
    return {ord(one): other for one, other in _simplified().items()}


@cache
def _only_simplified() -> frozenset[str]:
    # Without the forms that stand for others for compatibility only.
    return frozenset(other for one, other in _simplified().items() if ord(one) in _IDEOGRAPHS[0])


def has_simplified(text: str) -> bool:
    """True if a character of `text` is one that simplification has brought about, or may be."""
    return not _only_simplified().isdisjoint(text)


def simplified(text: str) -> str:
    """`text` in simplified characters, one for each of its own, so that places in it stay what they are."""
    return text if text.isascii() else text.translate(_simplified_codes())


@lru_cache(maxsize=8192)
def _folded_char(char: str) -> str:
    if char in _KEPT:
        return char
    out: list[str] = []
    for part in unicodedata.normalize("NFKC", char):
        if part not in _STAYING and unicodedata.category(part) in _NOISE:
            # An emoji stands between words, a joiner inside one.
            out.append(" " if unicodedata.category(part) == "So" else "")
            continue
        if part.isspace():
            part = "\n" if part in "\n\r\u2028\u2029" else " "
        out.append(_simplified().get(part, _PLAIN.get(part, part.lower())))
    return "".join(out)


_SHADES = tuple((re.compile(pattern), meant) for pattern, meant in SHADES)


@cache
def _spoken() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for what is said in other words in Mandarin, and the words for it; "一点" where there are none."""
    converter = cast("_Converter", OpenCC("t2s"))
    phrases = {converter.convert(phrase): meant for phrase, meant in CANTONESE.items()}
    phrases |= CANTONESE
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join((A_BIT, *longest))), phrases


def _standard(text: str) -> Folded:
    """`text` in the words of written Mandarin."""
    raw = Folded(text=text, origins=tuple(range(len(text) + 1)))
    if text.isascii():
        return raw
    pattern, phrases = _spoken()
    return raw.replaced((m.start(), m.end(), phrases.get(m[0], "一点")) for m in pattern.finditer(text))


def fold(text: str) -> Folded:
    """`text` by NFKC, in lower case and simplified characters of Mandarin, without emoji and control characters."""
    if text.isascii() and text.isprintable():
        return Folded(text=text.lower(), origins=tuple(range(len(text) + 1)))
    parts: list[str] = []
    origins: list[int] = []
    standard = _standard(text)
    for n, char in zip(standard.origins, standard.text, strict=False):
        new = char.lower() if char.isascii() and char.isprintable() else _folded_char(char)
        parts.append(new)
        origins += [n] * len(new)
    origins.append(len(text))
    folded = Folded(text="".join(parts), origins=tuple(origins))
    for pattern, meant in () if text.isascii() else _SHADES:
        spans = [(m.start(), m.end(), m.expand(meant)) for m in pattern.finditer(folded.text)]
        folded = folded.replaced(spans) if spans else folded
    return folded


def plain_marks(folded: Folded) -> Folded:
    """With typographic apostrophes and quotation marks as ASCII has them."""
    return Folded(text=folded.text.translate(_PLAIN_MARKS), origins=folded.origins)


def _distance(one: str, other: str) -> int:
    """Edits between two words, where two neighbours exchanged are one edit (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _deletions(word: str) -> set[str]:
    return {word} | {word[:n] + word[n + 1 :] for n in range(len(word))}


def _allowed(word: str, keyword: str) -> int:
    """How many edits `word` may be away from `keyword`; a short word with another letter is another word."""
    if len(keyword) < 5:
        return int(sorted(word) == sorted(keyword))
    if len(keyword) >= 8 and len(word) >= 7:
        return 2
    # A letter that is doubled in the wrong place: "parott".
    return 2 if set(word) == set(keyword) else 1


class Mender:
    """Puts typing errors right: homophones by a table, other words by edit distance."""

    _WORD = re.compile(r"(?<![a-z0-9'_-])[a-z]{4,13}(?![a-z0-9'_-])")

    def __init__(
        self, *, keywords: Iterable[str], is_real: Callable[[str], bool], homophones: Mapping[str, str]
    ) -> None:
        """Words that are real are never mended, whatever they resemble; the keys of `homophones` are patterns.

        `is_real` is asked of words only that resemble a keyword: a dictionary is loaded when it is needed.
        """
        self._keywords = frozenset(keywords)
        self._is_real = is_real
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._keywords):
            for form in _deletions(word):
                self._near.setdefault(form, []).append(word)
        self._homophones = tuple(homophones.values())
        self._sounds = re.compile("|".join(f"({pattern})" for pattern in homophones)) if homophones else None
        self._mended: Callable[[str], str] = lru_cache(maxsize=4096)(self._mend_word)

    def _mend_word(self, word: str) -> str:
        if word in self._keywords:
            return word
        best = (3, word)
        for form in sorted(_deletions(word)):
            for keyword in self._near.get(form, ()):
                allowed = _allowed(word, keyword)
                away = _distance(word, keyword) if allowed else 1
                # The first letter is seldom wrong, but for a slip that exchanges it with its neighbour.
                if away <= allowed and word[0] in keyword[:2] and (away, keyword) < best:
                    best = (away, keyword)
        return word if best[1] == word or self._is_real(word) else best[1]

    def mend(self, folded: Folded, *, spared: Collection[str] = ()) -> Folded:
        """`folded` with what was meant in place of what was typed or heard; `spared` words stay."""
        if self._sounds is not None:
            heard = [
                (match.start(), match.end(), self._homophones[(match.lastindex or 1) - 1])
                for match in self._sounds.finditer(folded.text)
            ]
            folded = folded.replaced(heard) if heard else folded
        spans: list[tuple[int, int, str]] = []
        for match in self._WORD.finditer(folded.text):
            word = match[0]
            if (new := self._mended(word)) != word and word not in spared:
                spans.append((match.start(), match.end(), new))
        return folded.replaced(spans) if spans else folded
