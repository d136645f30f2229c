"""What SQLite's errors mean to a person: which file, what is wrong with it, and the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from nemovideo_mcp.errors import DatabaseDamaged, DatabaseUnusable, DiskFull, NemoError
from nemovideo_mcp.messages.system import FULL, system_reason
from nemovideo_mcp.studio.backups import Backup

__all__ = ["GONE", "REMOVED", "database_damaged", "database_error", "database_is_newer", "file_trouble"]

Words = Mapping[str, str]
FindBackup = Callable[[], Backup | None]

GONE: Words = {
    "en": "it is empty or gone, while there are copies of it",
    "zh": "文件为空或已丢失，但存在备份",
}
REMOVED: Words = {
    "en": "it was deleted or replaced while the studio had it open",
    "zh": "工作室使用期间文件被删除或替换",
}
_LOCKED: tuple[Words, Words] = (
    {"en": "is locked by another program", "zh": "被其他程序锁定"},
    {
        "en": "Close the program that has it open (a database viewer, a sync or backup program), then try again.",
        "zh": "请关闭正在使用它的程序（数据库查看器、同步或备份程序），然后重试。",
    },
)
_READ_ONLY: tuple[Words, Words] = (
    {"en": "cannot be written: it or its disk is read-only", "zh": "无法写入：文件或磁盘为只读"},
    {
        "en": "Make it and its folder writable for yourself, or set NEMO_HOME to another folder.",
        "zh": "请将该文件及其文件夹设为可写，或将 NEMO_HOME 设为其他文件夹。",
    },
)
_DISK: tuple[Words, Words] = (
    {"en": "cannot be read or written: the disk reports an error", "zh": "无法读写：磁盘报告错误"},
    {
        "en": "Check the disk and its free space, then start again; nothing that was confirmed is lost by this.",
        "zh": "请检查磁盘及剩余空间后重新启动；已确认的内容不会因此丢失。",
    },
)
_NO_FILE: tuple[Words, Words] = (
    {"en": "cannot be opened", "zh": "无法打开"},
    {
        "en": "Check what is there under this name, or set NEMO_HOME to another folder.",
        "zh": "请检查该路径的内容，或将 NEMO_HOME 设为其他文件夹。",
    },
)
# By SQLite's primary result code.
_MEANINGS: Mapping[int, tuple[Words, Words]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CANTOPEN: _NO_FILE,
    sqlite3.SQLITE_AUTH: _NO_FILE,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
}


def database_error(error: sqlite3.Error, path: Path, *, find_backup: FindBackup) -> NemoError | None:
    """The error of our tree for one of SQLite's on the database `path`; None for one that is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(path=str(path))
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return database_damaged(path, str(error), find_backup=find_backup)
    if code not in _MEANINGS:
        return None
    reason, hint = _MEANINGS[code]
    return DatabaseUnusable(path=str(path), reason=reason, hint=hint)


def file_trouble(error: OSError, path: Path) -> NemoError:
    """What the system's refusal of the file or its folder means."""
    if error.errno in FULL:
        return DiskFull(path=str(path))
    why = system_reason(error)
    reason = {"en": f"cannot be opened: {why['en']}", "zh": f"无法打开：{why['zh']}"}
    return DatabaseUnusable(path=str(path), reason=reason, hint=_READ_ONLY[1])


def database_damaged(path: Path, found: str | Words, *, find_backup: FindBackup) -> DatabaseDamaged:
    """That the file is damaged, what was found, and which copy brings it back by which command."""
    backup = find_backup()
    if backup is None:
        hint = {
            "en": "There is no copy of it. `nemovideo doctor --restore-backup` saves what can be read of it into a "
            "new one, and keeps the damaged file.",
            "zh": "没有可用的备份。`nemovideo doctor --restore-backup` 会把可读取的内容保存到新数据库，"
            "并保留损坏的文件。",
        }
    else:
        hint = {
            "en": f"`nemovideo doctor --restore-backup` brings back the copy of {backup.when} ({backup.path}) with "
            "what can be read of later work, and keeps the damaged file.",
            "zh": f"`nemovideo doctor --restore-backup` 会恢复 {backup.when} 的备份（{backup.path}）"
            "及其后可读取的内容，并保留损坏的文件。",
        }
    said = dict.fromkeys(("en", "zh"), _plain(found)) if isinstance(found, str) else found
    return DatabaseDamaged(
        path=str(path),
        reason={"en": f"is damaged ({said['en']})", "zh": f"已损坏（{said['zh']}）"},
        hint=hint,
    )


def _plain(found: str) -> str:
    """SQLite's words without the heading that it puts over its findings."""
    return " ".join(found.removeprefix("*** in database main ***").split()).rstrip(".")


def database_is_newer(path: Path, *, found: int, known: int, find_backup: FindBackup) -> DatabaseUnusable:
    """That a newer version of the program wrote the file."""
    backup = find_backup()
    english = "Upgrade nemovideo-mcp, or set NEMO_HOME to another folder"
    chinese = "请升级 nemovideo-mcp，或将 NEMO_HOME 设为其他文件夹"
    if backup is not None:
        english += (
            f"; `nemovideo doctor --restore-backup {backup.path}` goes back to the copy of {backup.when}"
        )
        chinese += f"；`nemovideo doctor --restore-backup {backup.path}` 可恢复 {backup.when} 的备份"
    return DatabaseUnusable(
        path=str(path),
        reason={
            "en": f"was written by a newer version of this program (schema {found}, this one knows {known})",
            "zh": f"由更新版本的程序写入（架构 {found}，当前程序支持 {known}）",
        },
        hint={"en": f"{english}.", "zh": f"{chinese}。"},
    )
