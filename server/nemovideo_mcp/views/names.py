"""Names out of drafts, safe to print: one line, no markup, no control characters, not too long."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote

from nemovideo_mcp.protocol.redaction import redacted

__all__ = ["MAX_NAME", "NAMED_KEYS", "SOURCE_KEYS", "SPOKEN_KEYS", "clip_name", "needs_quotes", "plain_text"]

MAX_NAME = 40
_CUT = MAX_NAME * 8
SPOKEN_KEYS = ("text", "content", "words", "caption", "title", "name", "label")
NAMED_KEYS = (
    "name",
    "title",
    "label",
    "displayname",
    "filename",
    "file",
    "text",
    "content",
    "originalname",
    "songname",
)
SOURCE_KEYS = (
    "path",
    "url",
    "uri",
    "src",
    "mediaid",
    "source",
    "cdnurl",
    "href",
    "mediaurl",
    "materialurl",
    "link",
)
_MARKUP = re.compile(
    r"<[^<>]{0,200}>|!?\[([^\[\]]{0,200})\]\([^()]{0,200}\)|[*_`~]{2,}|`|(?:^|(?<=\s))#{1,6}(?=\s)"
)
_ENDINGS = frozenset(
    [
        "mp4",
        "m4v",
        "mov",
        "avi",
        "webm",
        "mkv",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "heic",
        "mp3",
        "wav",
        "m4a",
        "aac",
        "flac",
        "ogg",
        "cube",
    ]
)
_PLAIN = re.compile(r"[^:;!?(){}\[\]<>|\"“”\\]*")
_LONGEST_PLAIN = 4


def plain_text(text: str) -> str:
    """`text` on one line, without markup or what a terminal would act on, cut to `MAX_NAME` characters."""
    if text.isprintable() and len(text) <= MAX_NAME and text.isalnum():
        return text
    short = "".join(c if c.isprintable() else " " for c in redacted(text[:_CUT]))
    line = " ".join(_MARKUP.sub(lambda found: found.group(1) or " ", short).split())
    return line if len(line) <= MAX_NAME else line[: MAX_NAME - 1].rstrip() + "…"


def needs_quotes(name: str) -> bool:
    """True if `name` could be taken for something else than a name: it is long, or punctuated like a sentence."""
    return len(name.split()) > _LONGEST_PLAIN or name.endswith("…") or _PLAIN.fullmatch(name) is None


def clip_name(places: Sequence[Mapping[str, Any]], *, spoken: bool) -> tuple[str, str]:
    """What a segment is called and shows: the words of a text (`spoken`), or a file's name without its ending."""
    found = ""
    for key in SPOKEN_KEYS if spoken else NAMED_KEYS:
        for place in places:
            if isinstance(value := place.get(key), str) and value.strip():
                found = _words(value) if spoken else _stem(value)
                break
        if found and plain_text(found):
            break
    address = next((v for p in places for k in SOURCE_KEYS if isinstance(v := p.get(k), str) and v), "")
    if not found and ("/" in address or _is_file(address)):
        found = _stem(address)
    return plain_text(found), redacted((found if spoken else address or found)[:4096])


def _words(value: str) -> str:
    """The words of a text that some editors keep as JSON."""
    if value.startswith("{") and len(value) < 4000:
        try:
            inner: object = json.loads(value)
        except (ValueError, RecursionError):
            return value
        if isinstance(inner, dict) and isinstance(words := cast("dict[str, object]", inner).get("text"), str):
            return words
    return value


def _stem(value: str) -> str:
    """A file's or address's last part without its ending; another name as it is."""
    short = value[:2000]
    is_address = "://" in short[:12]
    last = re.split(r"[?#]", short, maxsplit=1)[0] if is_address else short
    if not is_address and not _is_file(last):
        return value[:_CUT]
    last = re.split(r"[/\\]", last.rstrip("/"))[-1]
    last = unquote(last) if is_address else last
    return last.rpartition(".")[0] if _is_file(last) else last


def _is_file(name: str) -> bool:
    stem, _, ending = name[-200:].rpartition(".")
    return bool(stem) and ending.lower() in _ENDINGS
