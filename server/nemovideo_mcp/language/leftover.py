"""What nobody understood: the words of a message that no rule took and that mean something."""

from __future__ import annotations

import re

from nemovideo_mcp.language import lexicon_zh as zh
from nemovideo_mcp.language import words_en
from nemovideo_mcp.language.wording import AUDIO_FILE, PICTURE_FILE, QUOTE, Folded

__all__ = ["leftover"]

_TOKEN = re.compile(
    rf"[a-z0-9][a-z0-9'.-]*|[\u3400-\u9fff]+|[{QUOTE}{PICTURE_FILE}{AUDIO_FILE}]|\ue011+|[^\W_]+"
)
_UNREAD = "\ue011"
_SEPARATOR = re.compile(f"{words_en.SEPARATORS}|{zh.SEPARATORS}")
_FILLER_ZH = re.compile(zh.FILLERS)
_LEADING = re.compile(r"^(?:\W|(?:please|and|then|also|that|to|a|the)\b)+", re.IGNORECASE)
_MIN_CJK_BESIDE = 4
_MIN_WORDS_BESIDE = 2


def leftover(folded: Folded, text: str, *, taken: str, understood: bool) -> tuple[str, ...]:
    """The clauses of `text` (what the rules took is `taken`) that hold meaning nobody took, as they were written.

    A clause that said something else too is reported only by the words left over in it. Where nothing at all was
    understood, the whole message is.
    """
    if not understood:
        whole = folded.raw.strip()
        return (whole,) if whole else ()
    unknown: list[str] = []
    at = 0
    ends = [m.span() for m in _SEPARATOR.finditer(text)]
    for stop, after in [*ends, (len(text), len(text))]:
        clause = text[at:stop]
        if words := _unknown(folded, clause, at, taken):
            unknown.append(words)
        at = after
    return tuple(unknown)


def _unknown(folded: Folded, clause: str, offset: int, taken: str) -> str | None:
    beside = taken in clause
    tokens = [m for m in _TOKEN.finditer(clause) if not _is_filler(m.group())]
    if not tokens:
        return None
    if not beside:
        said = folded.said(offset, offset + len(clause)).strip()
        return _LEADING.sub("", said).strip(" .。!！") or said
    run = _run(clause, tokens, taken)
    return folded.said(offset + run[0], offset + run[1]).strip() if run else None


def _run(clause: str, tokens: list[re.Match[str]], taken: str) -> tuple[int, int] | None:
    """The first stretch of words left over beside what was understood that is more than an adjective or a purpose."""
    groups: list[list[re.Match[str]]] = []
    for token in tokens:
        if groups and taken not in clause[groups[-1][-1].end() : token.start()]:
            groups[-1].append(token)
        else:
            groups.append([token])
    for group in groups:
        first, last = group[0].start(), group[-1].end()
        content = clause[first:last]
        quoted = any(c in content for c in (QUOTE, PICTURE_FILE, AUDIO_FILE, _UNREAD))
        chinese = len(_FILLER_ZH.sub("", "".join(re.findall(r"[\u3400-\u9fff]", content))))
        before = clause[:first].rsplit(taken, 1)[-1].split()
        if quoted or chinese >= _MIN_CJK_BESIDE:
            return first, last
        words = [t for t in group if t.group().isascii()]
        if len(words) >= _MIN_WORDS_BESIDE and not words_en.PREPOSITIONS & set(before[-4:]):
            return first, last
    return None


def _is_filler(word: str) -> bool:
    if re.match(r"[\u3400-\u9fff]", word):
        return not _FILLER_ZH.sub("", word)
    return word.strip("'.-") in words_en.FILLERS or word.removesuffix("'s") in words_en.FILLERS
