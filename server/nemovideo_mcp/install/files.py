"""Reads and writes other programs' settings: whole, atomically, and with everything about the file as it was."""

from __future__ import annotations

import codecs
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.errors import OutputNotWritable, SettingsUnreadable
from nemovideo_mcp.messages.system import not_written

__all__ = ["SettingsFile", "missing_folders", "read_settings", "remove_settings", "write_settings"]

_PRIVATE = 0o600
_MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class SettingsFile:
    """A file as it was read: `raw` is None where there is none, `text` is without its byte order mark."""

    path: Path
    raw: bytes | None
    text: str
    mode: int = _PRIVATE

    @property
    def has_mark(self) -> bool:
        return self.raw is not None and self.raw.startswith(codecs.BOM_UTF8)


def read_settings(path: Path) -> SettingsFile:
    """The file at `path`, which may be a link. Raises `SettingsUnreadable` for what is no UTF-8 text."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        return SettingsFile(path=path, raw=None, text="")
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsUnreadable(path=str(path), reason=reason, line=1, column=1) from None
    if len(raw) > _MAX_BYTES:
        reason = {"en": "it is too large to be a settings file", "zh": "文件过大，不像配置文件"}
        raise SettingsUnreadable(path=str(path), reason=reason, line=1, column=1)
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        reason = {"en": "it is not UTF-8 text", "zh": "不是 UTF-8 文本"}
        raise SettingsUnreadable(path=str(path), reason=reason, line=line, column=column) from None
    return SettingsFile(path=path, raw=raw, text=text, mode=mode)


def write_settings(file: SettingsFile, text: str) -> None:
    """Put `text` in the place of what `file` held, at once; a link stays one, mode and owner stay.

    Raises `OutputNotWritable` or `DiskFull`.
    """
    target = file.path.resolve()
    data = (codecs.BOM_UTF8 if file.has_mark else b"") + text.encode("utf-8")
    if file.raw is not None and not file.mode & 0o222:
        reason = {"en": "it is read-only", "zh": "文件为只读"}
        raise OutputNotWritable(path=str(file.path), reason=reason)
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(file.mode)
        _keep_owner(temporary, target)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise not_written(error, file.path) from None


def remove_settings(file: SettingsFile) -> None:
    """Remove a file that was made for us alone; a link that led to it stays. Raises `OutputNotWritable`."""
    try:
        file.path.resolve().unlink(missing_ok=True)
    except OSError as error:
        raise not_written(error, file.path) from None


def missing_folders(folder: Path) -> list[Path]:
    """`folder` and those above it that are not there yet, the innermost first."""
    missing: list[Path] = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    return missing


def _keep_owner(temporary: Path, target: Path) -> None:
    """Under sudo the file stays its owner's."""
    if not hasattr(os, "chown"):
        return
    with suppress(OSError):
        before, made = target.stat(), temporary.stat()
        if (before.st_uid, before.st_gid) != (made.st_uid, made.st_gid):
            os.chown(temporary, before.st_uid, before.st_gid)
