"""Decides where a film may be written: under a name that a file can have, and never in place of a source."""

from __future__ import annotations

import contextlib
import os
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile

from nemovideo_mcp.errors import NotEnoughSpace, OutputExists, OutputIsInput, OutputNotWritable
from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.temporary import clear_left

__all__ = ["check_not_input", "check_room", "free_output", "named_output", "prepare_output"]

# Left to the system on any disk that a film or a song is written to.
_RESERVE_BYTES = 64 * 1024 * 1024
_IS_FOLDER = {"en": "it is a folder", "zh": "这是一个文件夹"}
_NOT_ORDINARY = {"en": "it is a device or a pipe, no ordinary file", "zh": "它是设备或管道，不是普通文件"}
_EMPTY = {"en": "its name is empty", "zh": "文件名为空"}
_UNSEEN: Mapping[str, str] = {
    "en": "its name holds characters that cannot be seen",
    "zh": "文件名含有不可见字符",
}
# Marks that turn the direction of writing round: "gpj.4pm" would be shown as something else than it is.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def named_output(given: str) -> Path:
    """The path that a person means by the output `given`; dots and spaces at its end are left out.

    Raises:
        OutputNotWritable: The name is empty, or holds a null, a line break or a mark that cannot be seen.
    """
    if not given.strip():
        raise OutputNotWritable(path=f'"{given}"', reason=_EMPTY)
    shown = "".join("�" if _is_unseen(c) else c for c in given)
    if "\0" in given:
        raise not_written(ValueError(given), Path(shown))
    try:
        path = Path(given).expanduser()
    except RuntimeError:
        # `~name` of nobody is the name of a file.
        path = Path(given)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise OutputNotWritable(path=shown, reason=_NOT_ORDINARY)
    except OutputNotWritable:
        raise
    except OSError as error:
        raise not_written(error, path) from None
    new = [one for one in (path, *path.parents) if not os.path.lexists(one)]
    if any(_is_unseen(c) for one in new for c in one.name):
        raise OutputNotWritable(path=shown, reason=_UNSEEN)
    if path in new and path.name.endswith((".", " ")):
        plain = path.name.rstrip(". ")
        if not plain:
            raise not_written(ValueError(given), path)
        return path.with_name(plain)
    return path


def prepare_output(target: Path, *, overwrite: bool, inputs: Iterable[Path] = ()) -> None:
    """See to it that `target` can be written when the time comes; its folder is made, and cleared of what was left.

    Args:
        overwrite: whether a file that is there may be replaced.
        inputs: the sources that are never replaced.

    Raises:
        OutputIsInput, OutputExists, OutputNotWritable, DiskFull: Before any work is done.
    """
    try:
        # Its own name may be too long where that of the part beside it is not.
        with contextlib.suppress(FileNotFoundError):
            target.lstat()
        if target.is_dir():
            raise OutputNotWritable(path=str(target), reason=_IS_FOLDER)
        check_not_input(target, inputs)
        if os.path.lexists(target) and not overwrite:
            raise OutputExists(path=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=target.parent).close()
    except (OutputExists, OutputNotWritable):
        raise
    except (OSError, ValueError) as error:
        raise not_written(error, target) from None
    clear_left([target.parent])


def check_room(target: Path, needed_bytes: int) -> None:
    """Raise `NotEnoughSpace` where `needed_bytes` have no room beside `target`, before they are made or fetched."""
    try:
        free = shutil.disk_usage(target.parent).free
    except OSError:
        # What the disk does not tell, writing will.
        return
    if free < needed_bytes + _RESERVE_BYTES:
        raise NotEnoughSpace(
            needed_mb=max(1, round(needed_bytes / 1e6)),
            free_mb=round(free / 1e6),
            reserve_mb=round(_RESERVE_BYTES / 1e6),
        )


def check_not_input(target: Path, inputs: Iterable[Path]) -> None:
    """Raise `OutputIsInput`, with a free name, if `target` is one of `inputs` in whatever spelling.

    A link, a hard link, another case on a disk that knows none, and an accent that is composed otherwise are spellings.
    """
    for source in inputs:
        if _is_same(target, source):
            free = free_output(target.parent, target.stem, suffix=target.suffix)
            raise OutputIsInput(path=str(target), source=str(source), free=str(free))


def free_output(folder: Path, stem: str, *, suffix: str = ".mp4") -> Path:
    """A name in `folder` that no file has yet, nor one that looks the same."""
    try:
        taken = {_composed(name) for name in os.listdir(folder)}  # noqa: PTH208 - of names, not of files
    except OSError:
        taken = set[str]()
    number = 1
    while True:
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        if _composed(name) not in taken and not os.path.lexists(folder / name):
            return folder / name
        number += 1


def _is_same(target: Path, source: Path) -> bool:
    if not os.path.lexists(source):
        return False
    try:
        if target.samefile(source):
            return True
    except (OSError, ValueError):
        # The target is not there yet.
        pass
    if _composed(target.name) != _composed(source.name):
        return False
    try:
        return target.absolute().parent.samefile(source.absolute().parent)
    except (OSError, ValueError):
        return target.absolute() == source.absolute()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in _DIRECTION
