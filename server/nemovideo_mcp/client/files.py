"""Resolves files as people write them (`~`, quotes, `file://`, folders, patterns) to checked paths."""

from __future__ import annotations

import difflib
import glob
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nemovideo_mcp.config import MAX_UPLOAD_BYTES, media_type_of
from nemovideo_mcp.errors import FileMissing, FileTooLarge, UnsupportedFile

__all__ = ["as_list", "check_file", "checked", "find_media", "is_url", "plain_path", "plain_url"]

_QUOTES = "\"'“”‘’`"


def is_url(given: str) -> bool:
    """True for a link that a backend can fetch."""
    return plain_url(given).lower().startswith(("http://", "https://"))


def plain_url(given: str) -> str:
    """A link without the quotes that it was given in."""
    return given.strip().strip(_QUOTES)


def as_list(given: str | Iterable[str]) -> list[str]:
    """One name, or several: a string is one, unless it has several lines."""
    items = given.splitlines() if isinstance(given, str) else list(given)
    return [item.strip() for item in items if item.strip()]


def plain_path(given: str) -> Path:
    """The path that a person means by `given`.

    A name is found however its accents are composed and whichever kind of space it has, as no keyboard tells them
    apart.
    """
    words = _path_words(given)
    path = _home(words)
    # Dragged into a terminal: spaces come with backslashes.
    candidates = (path, _home(re.sub(r"\\(.)", r"\1", words))) if "\\ " in words else (path,)
    return next((found for candidate in candidates if (found := _stored(candidate)) is not None), path)


def _path_words(given: str) -> str:
    """The path in `given`, without the quotes or the `file://` around it."""
    words = given.strip()
    if len(words) > 1 and words[0] in _QUOTES and words[-1] in _QUOTES:
        words = words[1:-1]
    if words.lower().startswith("file:"):
        parts = urlsplit(words, allow_fragments=False)
        host = "" if parts.netloc in ("", "localhost") else f"//{parts.netloc}"
        # In a file's name a question mark is one.
        words = url2pathname(f"{host}{parts.path}{'?' + parts.query if parts.query else ''}")
    return words


def find_media(given: str) -> tuple[Path, ...]:
    """The files that `given` stands for: a file, a folder's media files, or what a pattern matches, by name.

    Raises `FileMissing` (with names that are like it) and `UnsupportedFile` for a folder without media.
    """
    path = plain_path(given)
    if not _path_words(given):
        # An empty path would be the folder that the program runs in.
        raise FileMissing(path=given.strip() or '""')
    if _exists(path) and path.is_dir():
        found = tuple(sorted(_media_in(path), key=_natural))
        if not found:
            reason = {"en": "there are no media files in this folder", "zh": "该文件夹中没有媒体文件"}
            raise UnsupportedFile(name=str(path), reason=reason)
        return found
    if not _exists(path) and glob.has_magic(str(path)):
        matches = sorted((Path(name) for name in glob.glob(str(path), recursive=True)), key=_natural)  # noqa: PTH207
        if files := tuple(p for p in matches if p.is_file() and media_type_of(p.name)):
            return files
    if not _exists(path):
        raise FileMissing(path=str(path), near=_near(path))
    return (path,)


def checked(given: Iterable[str]) -> list[Path | str]:
    """The files and links that `given` stands for, in order; every file may be uploaded.

    Raises as `find_media` and `check_file` do.
    """
    items: list[Path | str] = []
    for item in given:
        items += [plain_url(item)] if is_url(item) else find_media(item)
    for item in items:
        if isinstance(item, Path):
            check_file(item)
    return items


def check_file(path: Path) -> int:
    """The size of a media file that may be uploaded, in bytes.

    Raises `FileMissing`, `UnsupportedFile` (by its extension, empty, or not readable) and `FileTooLarge`.
    """
    try:
        if not path.is_file():
            raise FileMissing(path=str(path), near=_near(path))
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except PermissionError:
        reason = {"en": "you may not read it", "zh": "没有读取权限"}
        raise UnsupportedFile(name=path.name, reason=reason) from None
    if media_type_of(path.name) is None:
        raise UnsupportedFile(name=path.name)
    if size == 0:
        raise UnsupportedFile(name=path.name, reason={"en": "it is empty", "zh": "文件为空"})
    if size > MAX_UPLOAD_BYTES:
        raise FileTooLarge(name=path.name)
    return size


def _home(words: str) -> Path:
    try:
        return Path(words).expanduser()
    except RuntimeError:
        # `~name` of nobody is the name of a file.
        return Path(words)


def _stored(path: Path) -> Path | None:
    """The path as the disk has it; None if there is none, or more than one that looks like it."""
    if _exists(path):
        return path
    parent = path.parent if path.parent == path or _exists(path.parent) else _stored(path.parent)
    if parent is None:
        return None
    wanted = unicodedata.normalize("NFKC", path.name)
    try:
        like = [p for p in parent.iterdir() if unicodedata.normalize("NFKC", p.name) == wanted]
    except OSError:
        return None
    return like[0] if len(like) == 1 else None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # Names that no file can have: too long, or with a null in them.
        return False


def _media_in(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if not path.name.startswith(".") and media_type_of(path.name) and path.is_file():
            yield path


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sorts clip2 before clip10."""
    return [
        (int(part or 0), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", path.name.lower())
    ]


def _near(path: Path) -> dict[str, str] | str:
    try:
        names = {p.name.casefold(): p.name for p in path.parent.iterdir() if media_type_of(p.name)}
    except (OSError, ValueError):
        return ""
    like = [names[n] for n in difflib.get_close_matches(path.name.casefold(), names, n=3, cutoff=0.5)]
    if not like:
        return ""
    listed = ", ".join(like)
    return {"en": f" Did you mean {listed}?", "zh": f"是否想用 {listed}？"}
