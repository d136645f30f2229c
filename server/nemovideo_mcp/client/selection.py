"""Which entries of a folder are taken, in which order, and what their files are called by whoever gets them. Pure."""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Literal

__all__ = ["EntryKind", "is_hidden", "natural_key", "reason_left_out", "sent_names", "shown_name"]

EntryKind = Literal["file", "folder", "link out", "link nowhere", "special"]
"""What an entry of a folder is; a link to a file of the same folder counts as the file."""

# What systems, file managers and office programs leave in folders.
_HIDDEN = frozenset(
    ("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r", "$recycle.bin")
)
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".aria2", ".!qb", ".!ut")
_REASONS: Mapping[str, Mapping[str, str]] = {
    "folder": {"en": "it is a folder inside; give it by itself", "zh": "它是子文件夹，请单独指定"},
    "link out": {"en": "its link leads out of the folder", "zh": "其链接指向文件夹之外"},
    "link nowhere": {"en": "its link leads nowhere", "zh": "其链接没有指向任何文件"},
    "special": {"en": "it is no ordinary file", "zh": "它不是普通文件"},
    "unfinished": {"en": "its download is not finished", "zh": "它尚未下载完成"},
}
_KANA_OR_HAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
_MOST_FOLDERS = 3


def natural_key(name: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """Sorts clip2 before clip10, whatever digits they are written in; equal numbers by how they are written.

    Its first part has words at even places, and the length and the digits of numbers at odd ones.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    parts = re.split(r"(\d+)", plain)
    return tuple(_number(part) if n % 2 else part for n, part in enumerate(parts)), name


def _number(digits: str) -> tuple[int, str]:
    bare = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0")
    return len(bare), bare


def is_hidden(name: str) -> bool:
    """True for what nobody means when they give a folder: dot files, AppleDouble, `Thumbs.db` and the like."""
    return name.startswith((".", "~$")) or name.casefold() in _HIDDEN


def reason_left_out(name: str, kind: EntryKind) -> Mapping[str, str] | None:
    """Why an entry of a folder is left out before it is opened, as a part of a sentence; None for one to look at."""
    if kind != "file":
        return _REASONS[kind]
    return _REASONS["unfinished"] if name.casefold().endswith(_UNFINISHED) else None


def sent_names(files: Sequence[PurePath], *, known: Iterable[PurePath] = ()) -> list[str]:
    """What `files` are called where they are sent to: names of text, and different ones for different files.

    Args:
        files: absolute paths, in the order in which they are sent.
        known: those that were sent before.

    Returns:
        The name of each. One that another file has already is led by the names of its folders, else followed by a
        number, as is one that is sent again among these.
    """
    taken: dict[str, tuple[PurePath, int]] = {}
    for path in known:
        taken.setdefault(_plain(shown_name(path.name)), (path, 1))
    times: Counter[PurePath] = Counter()
    names: list[str] = []
    for path in files:
        times[path] += 1
        one = path, times[path]
        names.append(next(name for name in _names(*one) if taken.setdefault(_plain(name), one) == one))
    return names


def _names(path: PurePath, time: int) -> Iterable[str]:
    name = shown_name(path.name)
    if time == 1:
        yield name
        folders = [shown_name(parent.name) for parent in path.parents if parent.name][:_MOST_FOLDERS]
        for n in range(1, len(folders) + 1):
            yield " ".join([*reversed(folders[:n]), name])
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    for number in itertools.count(max(2, time)):
        yield f"{stem} ({number}){suffix}"


def shown_name(name: str) -> str:
    """A file's name as text, where its bytes are in another encoding than this system's.

    Shift-JIS is tried where there are bytes that Western names do not have, then GB 18030 where high bytes stand
    together, else it is Windows' Western encoding or Latin-1.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        pass
    else:
        return name
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace").decode("utf-8")
    candidates = ["cp1252", "latin-1"]
    if re.search(rb"[\x80-\xff]{2}", raw):
        candidates.insert(0, "gb18030")
    if re.search(rb"[\x81-\x9f]", raw):
        candidates.insert(0, "shift_jis")
    for encoding in candidates:
        try:
            read = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = "".join(c for c in read if not c.isascii())
        if encoding in ("cp1252", "latin-1") or _KANA_OR_HAN.fullmatch(foreign):
            return read
    return raw.decode("latin-1")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
