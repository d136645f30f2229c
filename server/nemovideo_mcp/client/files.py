"""Resolves files as people write them (`~`, quotes, `file://`, folders, patterns) to checked paths."""

from __future__ import annotations

import difflib
import errno
import glob
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nemovideo_mcp.client.selection import EntryKind, is_hidden, natural_key, reason_left_out
from nemovideo_mcp.config import MAX_UPLOAD_BYTES, media_type_of
from nemovideo_mcp.errors import FileMissing, FileTooLarge, MediaUnreadable, NemoError, UnsupportedFile
from nemovideo_mcp.file_types import check_type, head_of, is_edit_archive, named_type, not_accepted
from nemovideo_mcp.messages.system import system_reason

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
# A path of more parts is none that a person has.
_MOST_PARTS = 200


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
        try:
            parts = urlsplit(words, allow_fragments=False)
        except ValueError:
            return words
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
        try:
            entries = list(path.iterdir())
        except OSError as error:
            raise not_accepted(str(path), system_reason(error)) from None
        found = tuple(_media_in(entries, on_left_out, folder=path))
        if not found:
            reason = {"en": "there are no media files in this folder", "zh": "该文件夹中没有媒体文件"}
            raise not_accepted(str(path), reason)
        return found
    if _exists(path):
        # Whoever opens a pipe waits for somebody to write to it.
        if _kind(path, None) == "special":
            raise not_accepted(path.name, reason_left_out(path.name, "special"))
        return (path,)
    if glob.has_magic(str(path)) and (files := tuple(_media_in(_matches(str(path)), on_left_out))):
        return files
    raise FileMissing(path=str(path), near=_near(path))


def _matches(pattern: str) -> list[Path]:
    try:
        return [Path(name) for name in glob.glob(pattern, recursive=True)]  # noqa: PTH207
    except (OSError, ValueError, RecursionError):
        # No file can have this name.
        return []


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
    `FileTooLarge`. Of an archive of an edit only the timeline is sent: it may be larger.
    """
    try:
        if not path.is_file():
            if path.exists():
                raise not_accepted(path.name, reason_left_out(path.name, _kind(path, None)))
            raise FileMissing(path=str(path), near=_near(path))
        size = path.stat().st_size
        head = head_of(path)
    except FileMissing:
        raise
    except PermissionError:
        raise not_accepted(path.name, {"en": "you may not read it", "zh": "没有读取权限"}) from None
    except (OSError, ValueError) as error:
        raise not_accepted(path.name, system_reason(error)) from None
    if size == 0 and named_type(path.name):
        raise not_accepted(path.name, {"en": "it is empty", "zh": "文件为空"})
    check_type(path.name, head)
    if size > MAX_UPLOAD_BYTES and not is_edit_archive(path.name, head):
        raise FileTooLarge(name=path.name)
    return size


def check_named(path: Path) -> None:
    """Raise `UnsupportedFile` where a cloud would not take the file by the ending of its name."""
    if media_type_of(path.name) is None:
        raise UnsupportedFile(name=path.name)


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
    if len(path.parts) > _MOST_PARTS:
        return None
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


def _media_in(
    paths: Iterable[Path], on_left_out: OnLeftOut | None, *, folder: Path | None = None
) -> Iterator[Path]:
    """Those of `paths` that are media files in their natural order, hidden ones left out without a word.

    What is in `folder`, or links to something in it, is looked at and nothing else.
    """
    root = folder.resolve() if folder is not None else None
    for path in sorted(paths, key=lambda one: natural_key(one.name)):
        if is_hidden(path.name):
            continue
        try:
            if (reason := reason_left_out(path.name, _kind(path, root))) is not None:
                raise not_accepted(path.name, reason)
            check_type(path.name, head_of(path))
        except UnsupportedFile as error:
            if on_left_out is not None:
                on_left_out(error)
        except OSError:
            # Named like one: whoever opens it says why it cannot be read.
            if named_type(path.name):
                yield path
        else:
            yield path


def _kind(path: Path, root: Path | None) -> EntryKind:
    """What an entry of the folder `root` is; of a link, whether it leads out is decided before it is followed."""
    if root is not None and path.is_symlink():
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError):
            # Nothing is there, or the links lead in a circle.
            return "link nowhere"
        if not real.is_relative_to(root):
            return "link out"
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP):
            return "link nowhere"
        raise
    return "folder" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "special"


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
