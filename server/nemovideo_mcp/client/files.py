"""Resolves files as people write them (`~`, quotes, `file://`, folders, patterns) to checked paths."""

from __future__ import annotations

import difflib
import glob
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nemovideo_mcp.config import MAX_UPLOAD_BYTES, media_type_of
from nemovideo_mcp.errors import FileMissing, FileTooLarge, MediaUnreadable, NemoError, UnsupportedFile
from nemovideo_mcp.file_types import HEAD_BYTES, check_type, named_type, not_accepted

__all__ = [
    "UNUSABLE",
    "OnLeftOut",
    "as_list",
    "check_file",
    "check_named",
    "checked",
    "find_media",
    "is_url",
    "plain_path",
    "plain_url",
    "usable",
]

OnLeftOut = Callable[[NemoError], None]
"""Hears why a file is not used: the error names it."""

UNUSABLE = (UnsupportedFile, MediaUnreadable, FileTooLarge)
"""What one file may be without keeping the others from being used."""

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


def find_media(given: str, *, on_left_out: OnLeftOut | None = None) -> tuple[Path, ...]:
    """The files that `given` stands for: a file, a folder's media files, or what a pattern matches, by name.

    Media are told by their content, or, where that says nothing, by their names. `on_left_out` hears of what a folder
    or a pattern holds besides. Raises `FileMissing` (with names that are like it) and `UnsupportedFile` for a folder
    without media.
    """
    path = plain_path(given)
    if not _path_words(given):
        # An empty path would be the folder that the program runs in.
        raise FileMissing(path=given.strip() or '""')
    if _exists(path) and path.is_dir():
        found = tuple(_media_in(sorted(path.iterdir(), key=_natural), on_left_out))
        if not found:
            reason = {"en": "there are no media files in this folder", "zh": "该文件夹中没有媒体文件"}
            raise not_accepted(str(path), reason)
        return found
    if not _exists(path) and glob.has_magic(str(path)):
        matches = sorted((Path(name) for name in glob.glob(str(path), recursive=True)), key=_natural)  # noqa: PTH207
        if files := tuple(_media_in(matches, on_left_out)):
            return files
    if not _exists(path):
        raise FileMissing(path=str(path), near=_near(path))
    return (path,)


def checked(given: Iterable[str], *, on_left_out: OnLeftOut | None = None) -> list[Path | str]:
    """The files and links that `given` stands for, in order; every file may be uploaded.

    Raises as `find_media` and `usable` do.
    """
    items: list[Path | str] = []
    for item in given:
        items += [plain_url(item)] if is_url(item) else find_media(item, on_left_out=on_left_out)
    return usable(items, on_left_out=on_left_out)


def usable(items: Iterable[Path | str], *, on_left_out: OnLeftOut | None = None) -> list[Path | str]:
    """Those of `items` that may be uploaded, in order; links are not looked at.

    `on_left_out` hears why a file may not; where none is left, or nobody hears, that is raised. Raises as `check_file`
    does.
    """
    good: list[Path | str] = []
    refused: list[NemoError] = []
    for item in items:
        try:
            if isinstance(item, Path):
                check_file(item)
        except UNUSABLE as error:
            refused.append(error)
        else:
            good.append(item)
    for error in refused:
        if on_left_out is None or not good:
            raise error
        on_left_out(error)
    return good


def check_file(path: Path) -> int:
    """The size of a media file that may be uploaded, in bytes.

    Raises `FileMissing`, `UnsupportedFile` (by its first bytes and its name, empty, or not readable) and
    `FileTooLarge`.
    """
    try:
        if not path.is_file():
            raise FileMissing(path=str(path), near=_near(path))
        size = path.stat().st_size
        head = _head(path)
    except PermissionError:
        raise not_accepted(path.name, {"en": "you may not read it", "zh": "没有读取权限"}) from None
    if size == 0 and named_type(path.name):
        raise not_accepted(path.name, {"en": "it is empty", "zh": "文件为空"})
    check_type(path.name, head)
    if size > MAX_UPLOAD_BYTES:
        raise FileTooLarge(name=path.name)
    return size


def check_named(path: Path) -> None:
    """Raise `UnsupportedFile` where a cloud would not take the file by the ending of its name."""
    if media_type_of(path.name) is None:
        raise UnsupportedFile(name=path.name)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


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


def _media_in(paths: Iterable[Path], on_left_out: OnLeftOut | None) -> Iterator[Path]:
    """Those of `paths` that are media files, hidden ones left out without a word."""
    for path in paths:
        if path.name.startswith(".") or not path.is_file():
            continue
        try:
            check_type(path.name, _head(path))
        except UnsupportedFile as error:
            if on_left_out is not None:
                on_left_out(error)
        except OSError:
            # Named like one: whoever opens it says why it cannot be read.
            if named_type(path.name):
                yield path
        else:
            yield path


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sorts clip2 before clip10."""
    return [
        (int(part or 0), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", path.name.lower())
    ]


def _near(path: Path) -> dict[str, str] | str:
    try:
        names = {p.name.casefold(): p.name for p in path.parent.iterdir() if named_type(p.name)}
    except (OSError, ValueError):
        return ""
    like = [names[n] for n in difflib.get_close_matches(path.name.casefold(), names, n=3, cutoff=0.5)]
    if not like:
        return ""
    listed = ", ".join(like)
    return {"en": f" Did you mean {listed}?", "zh": f"是否想用 {listed}？"}
