"""Finds paths and URLs of media files in a message: POSIX, Windows, file://, https://, bare names, with spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nemovideo_mcp.conversation.lexicon import LANGUAGES
from nemovideo_mcp.file_types import ENDINGS
from nemovideo_mcp.language.paths import PATH, ROOT

__all__ = ["Mention", "Span", "find_mentions"]

_EXTENSION = r"\.(?:" + "|".join(sorted(ENDINGS, key=len, reverse=True)) + r")(?![A-Za-z0-9_]|\.[A-Za-z0-9])"
_URL = re.compile(r"(?:https?|file)://[^\s<>\"'“”「」，。；、！？）]+", re.IGNORECASE)
_URL_IS_MEDIA = re.compile(rf"[^?#]*{_EXTENSION}(?:[?#]|$)|[^?#]*{_EXTENSION}$", re.IGNORECASE)
_QUOTED = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|「([^」\n]{1,400})」|『([^』\n]{1,400})』|(?<![^\W_])'([^'\n]{1,400})'"
)
_MEDIA_NAME = re.compile(rf".*{_EXTENSION}$", re.IGNORECASE)
_END = re.compile(_EXTENSION, re.IGNORECASE)
_NAME_CHARS = r"[^\s,;:\"'<>|*?/\\，。；、：！？“”「」（）《》]"
_BARE = re.compile(_NAME_CHARS + r"{1,160}$")
_RELATIVE = re.compile(r"(?:[^\s,;:\"'<>|*?\\，。；、：！？“”「」（）《》]{1,200})$")
# Words that end a name with spaces: what follows them is another part of the sentence.
_BETWEEN = re.compile(
    r"[,;\n\"，。；、：！？“”「」]|(?<!\S)(?:"
    + "|".join(re.escape(word) for language in LANGUAGES for word in language.after_names)
    + r")(?!\S)",
    re.IGNORECASE,
)
_VERBS_IN_FRONT = re.compile(
    "(?:" + "|".join(re.escape(word) for language in LANGUAGES for word in language.before_names) + ")+"
)
# "背景音乐换成beach.wav": few names of files end their Chinese so.
_VERB_AT_END = re.compile(r"(?:[换換改]成|[换換改][为為]|使用|配上|就是)$")
_LOOK_BACK = 300


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A file as the user wrote it: `text` without quotation marks."""

    kind: Literal["path", "url"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Span:
    """`media` is None for an address or a folder without media type; `start` and `end` include quotation marks."""

    start: int
    end: int
    text: str
    media: Mention | None


def find_mentions(text: str) -> tuple[Span, ...]:
    """Every media file named in `text`, and every other URL and folder, in order. Linear in the length of `text`."""
    found: list[Span] = []
    taken = bytearray(len(text) + 1)

    def take(start: int, end: int, said: str, *, kind: Literal["path", "url"], media: bool) -> None:
        if any(taken[start:end]):
            return
        taken[start:end] = b"\x01" * (end - start)
        found.append(
            Span(start=start, end=end, text=said, media=Mention(kind=kind, text=said) if media else None)
        )

    for match in _URL.finditer(text):
        said = match[0].rstrip(".,;:!?)]}*_")
        media = bool(_URL_IS_MEDIA.match(said))
        if media and not re.search(r"[?#]", said) and (last := _last_end(said)) < len(said):
            said = said[:last]
        is_file = said.lower().startswith("file:")
        take(match.start(), match.start() + len(said), said, kind="path" if is_file else "url", media=media)
    for match in _QUOTED.finditer(text):
        said = next(part for part in match.groups() if part is not None).strip()
        if _MEDIA_NAME.match(said) and (
            ROOT.match(said) or not re.search(r"[,，。!?]|\s\S+\s\S+\s\S+\s", said)
        ):
            take(match.start(), match.end(), said, kind="path", media=len(_END.findall(said)) == 1)
    floor = 0
    for match in _END.finditer(text):
        start = _start_of_name(text, match.start(), max(floor, match.start() - _LOOK_BACK), taken)
        if start is not None:
            take(start, match.end(), text[start : match.end()], kind="path", media=True)
            floor = match.end()
    for match in PATH.finditer(text):
        said = match[0].rstrip(".,;:!?)]}*")
        if len(said) > 1 and not re.fullmatch(r"/[a-z]{0,20}", said):
            take(match.start(), match.start() + len(said), said, kind="path", media=False)
    return tuple(sorted(found, key=lambda span: span.start))


def _last_end(said: str) -> int:
    ends = [match.end() for match in _END.finditer(said)]
    return ends[0] if ends else len(said)


def _start_of_name(text: str, dot: int, floor: int, taken: bytearray) -> int | None:
    """Where the name that ends with the extension at `dot` begins, not before `floor`; None if there is no name."""
    if taken[dot]:
        return None
    while floor < dot and any(taken[floor:dot]):
        floor = taken.rfind(1, floor, dot) + 1
    window = text[floor:dot]
    roots = list(ROOT.finditer(text, floor, dot))
    if roots:
        for root in reversed(roots):
            inside = text[root.start() : dot]
            if not _BETWEEN.search(inside) and inside.count(" ") <= 8:
                # The first root of an unbroken run is the path's; a later slash belongs to it.
                earlier = [
                    one
                    for one in roots
                    if one.start() <= root.start() and not _BETWEEN.search(text[one.start() : dot])
                ]
                return earlier[0].start()
    name = _RELATIVE.search(window)
    if name is None:
        return None
    said = name[0]
    start = floor + name.start()
    if verbs := _VERBS_IN_FRONT.match(said):
        if verbs.end() < len(said):
            start += verbs.end()
    elif said.startswith("(") and (before := _BARE.search(window[: name.start()].rstrip())):
        start = floor + before.start()
    ascii_tail = re.search(r"(?<![A-Za-z0-9_.()+~/-])[A-Za-z0-9_.()+~/-]++$", text[start:dot])
    if ascii_tail:
        before = text[start : start + ascii_tail.start()]
        if len(before) > 8 or _VERB_AT_END.search(before):
            start += len(before)
    return start if re.search(r"\w", text[start:dot]) else None
