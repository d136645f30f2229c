"""A message folded for matching: lower case, simplified characters, typing errors mended, what is content masked.

Every folded character knows where it came from, so that words are quoted as they were written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from nemovideo_mcp.language import lexicon_en as en
from nemovideo_mcp.language import words_en
from nemovideo_mcp.language.lexicon_zh import SIMPLIFIED

__all__ = ["AUDIO_FILE", "PICTURE_FILE", "QUOTE", "Folded", "fold", "language_of"]

QUOTE = "\ue000"
AUDIO_FILE = "\ue001"
PICTURE_FILE = "\ue002"
_MASKS = (QUOTE, AUDIO_FILE, PICTURE_FILE)

# Bounded: a message of nothing but opening quotes would be searched to its end from each of them.
_QUOTED = re.compile(
    r"\"([^\"\n]{1,500})\"|“([^”\n]{1,500})”|“([^\"\n]{1,500})\"|„([^“”\n]{1,500})[“”]|「([^」]{1,500})」|『([^』]{1,500})』|《([^》]{1,500})》|〈([^〉]{1,500})〉"
    r"|«([^»]{1,500})»|`([^`\n]{1,500})`|＂([^＂\n]{1,500})＂"
    r"|(?<!\w)'(?=\S)([^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*)'(?!\w)|‘([^\n]{1,500}?)’(?!\w)"
)
_FILE = re.compile(
    r"[^\s\"'“”,;:：，、()（）]{0,120}[^\s\"'“”,;:：，、()（）.]\."
    r"(?:(?P<audio>mp3|wav|m4a|aac|flac|ogg)|mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp)(?![a-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_AUDIO_NAME = re.compile(r"\.(?:mp3|wav|m4a|aac|flac|ogg)$", re.IGNORECASE)
_WORD = re.compile(r"[a-z']+")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Chinese is written without spaces: a file name there starts after the last word of Chinese before it.
_TRIM_CJK = re.compile(r"^.*[\u3400-\u9fff](?=[\x21-\x7e]+$)")


@dataclass(frozen=True, kw_only=True)
class Folded:
    """The folded text, the raw span of each of its characters, and the contents behind its masks in order."""

    raw: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    contents: tuple[str, ...]

    def said(self, start: int, end: int) -> str:
        """What stands behind `text[start:end]` in the message, as it was written."""
        return self.raw[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def content_at(self, index: int) -> str:
        """The content that the mask at `index` hides."""
        return self.contents[sum(self.text.count(mask, 0, index) for mask in _MASKS)]


def fold(message: str) -> Folded:
    """Fold `message`; a message that stands in quotes as a whole is taken out of them."""
    whole = _QUOTED.fullmatch(message.strip())
    raw = next(g for g in whole.groups() if g is not None) if whole else message
    spans = _masked(raw)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    contents: list[str] = []
    at = 0
    while at < len(raw):
        if at in spans:
            end, mask, content = spans[at]
            contents.append(content)
            chars.append(mask)
        else:
            end = at + 1
            chars.append(_folded_char(raw[at]))
        starts.append(at)
        ends.append(end)
        at = end
    return _mended(raw, "".join(chars), starts, ends, tuple(contents))


def language_of(folded: Folded, *, default: str | None = None) -> str:
    """`zh` or `en`, whichever the message outside its quotes is written in; `default` where it does not show."""
    chinese = len(_CJK.findall(folded.text))
    latin = len(_LATIN_WORD.findall(folded.text))
    if not chinese and not latin:
        chinese, latin = len(_CJK.findall(folded.raw)), 0
        if not chinese:
            return "zh" if default and default.lower().startswith("zh") else "en"
    if not chinese and default and default.lower().startswith("zh") and latin <= 1:
        return "zh"
    return "zh" if chinese >= latin and chinese else "en"


def _masked(raw: str) -> dict[int, tuple[int, str, str]]:
    spans: dict[int, tuple[int, str, str]] = {}
    covered = 0
    matches = sorted([*_QUOTED.finditer(raw), *_FILE.finditer(raw)], key=lambda m: (m.start(), -m.end()))
    for match in matches:
        start = match.start()
        if match.re is _QUOTED:
            content = next(g for g in match.groups() if g is not None)
            mask = AUDIO_FILE if _AUDIO_NAME.search(content) else QUOTE
        else:
            if chinese := _TRIM_CJK.match(match.group()):
                start += chinese.end()
            content = raw[start : match.end()]
            mask = AUDIO_FILE if match.group("audio") else PICTURE_FILE
        if start >= covered and content.strip():
            spans[start] = (match.end(), mask, content)
            covered = match.end()
    return spans


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    if char in _MASKS or char in "\t\r":
        return " "
    if char in "’‘´ʼ":
        return "'"
    wide = unicodedata.normalize("NFKC", char).lower()
    if len(wide) == 1 and char not in "，。；！？：、（）":
        char = wide
    return SIMPLIFIED.get(char, char)


def _mended(raw: str, text: str, starts: list[int], ends: list[int], contents: tuple[str, ...]) -> Folded:
    """Words that are one slip away from a word of the lexicon become it; the others stay."""
    out: list[str] = []
    out_starts: list[int] = []
    out_ends: list[int] = []
    at = 0
    for match in _WORD.finditer(text):
        word = match.group()
        better = _mend(word)
        if better == word:
            continue
        first, last = match.span()
        out.append(text[at:first] + better)
        out_starts += [*starts[at:first], *[starts[first]] * len(better)]
        out_ends += [*ends[at:first], *[ends[last - 1]] * len(better)]
        at = last
    return Folded(
        raw=raw,
        text="".join(out) + text[at:],
        starts=(*out_starts, *starts[at:]),
        ends=(*out_ends, *ends[at:]),
        contents=contents,
    )


@cache
def _known() -> frozenset[str]:
    """Words that are no typing errors: those of the rules themselves, fillers, and neighbours of the vocabulary."""
    patterns = [p for _, p in (*en.RULES, *en.VOLUME, *en.DEGREES)] + [
        p for m in en.MOODS.values() for p in m
    ]
    return words_en.REAL_WORDS | frozenset(
        w for p in (*patterns, *en.MACROS.values()) for w in re.findall("[a-z]{3,}", p)
    )


@lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    if not 3 <= len(word) <= 16 or word in words_en.VOCABULARY or word in _known() or "'" in word:
        return word
    return next((w for w in _neighbours(word) if w in words_en.VOCABULARY), word)


def _neighbours(word: str) -> Collection[str]:
    """Words one slip away, likeliest first: swapped letters, one left out, one doubled, another one struck."""
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
    if len(word) < 4:
        return swapped
    letters = "abcdefghijklmnopqrstuvwxyz"
    missing = [word[:i] + c + word[i:] for i in range(len(word) + 1) for c in letters]
    extra = [word[:i] + word[i + 1 :] for i in range(len(word))] if len(word) > 4 else []
    other = (
        [word[:i] + c + word[i + 1 :] for i in range(1, len(word)) for c in letters] if len(word) > 4 else []
    )
    return [*swapped, *missing, *extra, *other]
