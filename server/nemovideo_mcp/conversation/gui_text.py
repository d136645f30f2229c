"""Masks quotations, names, links and code in a line of a reply and splits it into sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["Masked", "sentences"]

_SPANS = re.compile(
    r"(?P<foreign>[\U000F0000-\U0010FFFF])"
    r"|(?P<label>\*\*(?=\S)[^*\n]{1,60}(?:[:：]\*\*|\*\*[:：]))"
    r"|(?P<bold>\*\*(?=\S)[^*\n]{1,60}\*\*)"
    r"|(?P<bracket>\[(?!\d+\])[^\[\]\n]{1,60}\](?!\()|【[^【】\n]{1,60}】)"
    r"|(?P<quote>`[^`\n]{1,300}`|\[[^\[\]\n]{0,200}\]\([^()\s]{1,500}\)|https?://[^\s<>\"“”，。；）]{1,2000}"
    r"|\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|「[^」\n]{1,300}」|『[^』\n]{1,300}』|《[^》\n]{1,300}》|‘[^’\n]{1,300}’(?!\w)"
    r"|(?<!\w)'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){1,300}'(?!\w)"
    r"|[\w.~/\\-]{1,120}\.(?:mp4|mov|avi|webm|mkv|mp3|wav|m4a|aac|jpe?g|png|gif|webp)\b)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"[(（]([^()（）\n]{1,300})[)）]")
_RANGES = {"quote": 0xF0000, "label": 0xF8000, "name": 0x100000}
_MOST = 0x7FFF
_MASK = re.compile(r"[\U000F0000-\U0010FFFF]")

_EMOJI = r"[\u2600-\u27bf\u2b50\u2b55\U0001F300-\U0001F447\U0001F44A-\U0001FAFF]\ufe0f?"
_CLOSERS = r"[)\]\"'”’」』*]*"
_END = re.compile(
    rf"(?:(?<![.!?…])[.!?…]++{_CLOSERS}(?=\s|$|[\u3400-\u9fff]|{_EMOJI})"
    rf"|[。！？]+{_CLOSERS}|(?<![~～])[~～]++(?=\s|$))(?:[ \t]*{_EMOJI}){{0,4}}[ \t]*"
    rf"|(?:{_EMOJI}){{1,4}}[ \t]+(?=[A-Z\u3400-\u9fff👉➡→])"
)
_UNFINISHED = re.compile(r"\b(?:e\.g|i\.e|vs|approx|no|dr|mr|ms|st)\.$", re.IGNORECASE)
_NUMBER = re.compile(r"\s{0,20}+\d{1,3}")


class Masked:
    """`text` is the line with one private character for each span; `restore` puts the spans back."""

    def __init__(self, line: str, *, is_name: Callable[[str], bool]) -> None:
        self._spans: list[str] = []
        self._is_name = is_name
        self.text = _SPANS.sub(self._mask, line)

    def _mask(self, found: re.Match[str]) -> str:
        span = found.group()
        kind = found.lastgroup
        if kind == "bold" and not self._is_name(span.strip("*")):
            return span
        return self._one(span, {"label": "label", "bold": "name", "bracket": "name"}.get(kind or "", "quote"))

    def _one(self, span: str, kind: str) -> str:
        if len(self._spans) >= _MOST:
            # A foreign character must not be taken for one of ours; nobody reads a line of 32,767 quotations.
            return _MASK.sub("\ufffd", span)
        self._spans.append(span)
        return chr(_RANGES[kind] + len(self._spans) - 1)

    def hide_parentheses(self, text: str, *, unless: Callable[[str], bool]) -> str:
        """`text` with each parenthesis as one character but those that `unless` holds for."""
        return _PARENTHESIS.sub(
            lambda found: found.group() if unless(found.group(1)) else self._one(found.group(), "quote"),
            text,
        )

    def restore(self, text: str) -> str:
        """`text` with its spans as they were."""
        # A span may hold spans: those of a parenthesis.
        for _ in range(2):
            text = _MASK.sub(self._span, text)
        return text

    def _span(self, found: re.Match[str]) -> str:
        number = ord(found.group())
        index = number - max(start for start in _RANGES.values() if start <= number)
        return self._spans[index] if index < len(self._spans) else found.group()


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a masked line, each with what ends it (punctuation, emoji, spaces)."""
    start = 0
    for found in _END.finditer(text):
        before = text[max(start, found.start() - 8) : found.start() + 1]
        if found.group().startswith(".") and (
            _UNFINISHED.search(before) or _NUMBER.fullmatch(text, start, found.start())
        ):
            continue
        yield text[start : found.start()], found.group()
        start = found.end()
    if start < len(text):
        yield text[start:], ""
