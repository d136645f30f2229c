"""Decides what an installation or its removal changes, from what is there; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from nemovideo_mcp.errors import SettingsUnreadable
from nemovideo_mcp.install.book import Installed, InstalledSkill
from nemovideo_mcp.install.clients import EDITORS, Client
from nemovideo_mcp.install.files import SettingsFile
from nemovideo_mcp.install.jsontext import Malformed

__all__ = [
    "SettingsStep",
    "SkillState",
    "SkillStep",
    "entry_in",
    "install_settings",
    "install_skill",
    "server_entry",
    "uninstall_settings",
    "uninstall_skill",
]

SettingsDo = Literal["add", "change", "same", "remove", "restore", "gone", "left", "foreign"]
SkillDo = Literal["copy", "update", "replace", "same", "linked", "remove", "restore", "gone", "left"]


@dataclass(frozen=True, kw_only=True)
class SettingsStep:
    """What happens to a settings file: it gets `after`, or is removed if that is None.

    `old` and `new` are our entry before and behind it; `record` what is to be remembered then.
    """

    do: SettingsDo
    file: SettingsFile
    after: str | None
    old: object | None = None
    new: object | None = None
    record: Installed

    @property
    def writes(self) -> bool:
        return self.after != self.file.text


@dataclass(frozen=True, kw_only=True)
class SkillState:
    """A skill's folder in a client: what it holds now, if anything, and what we remember of it."""

    folder: Path
    now: Mapping[str, str] | None
    is_link: bool = False
    known: InstalledSkill | None = None


@dataclass(frozen=True, kw_only=True)
class SkillStep:
    """What happens to a skill's folder; `keeps` says that what is there has to be set aside first."""

    do: SkillDo
    folder: Path
    source: Path | None = None
    digest: Mapping[str, str] = field(default_factory=dict[str, str])
    known: InstalledSkill | None = None

    @property
    def keeps(self) -> bool:
        return self.do == "replace"

    @property
    def writes(self) -> bool:
        return self.do in ("copy", "update", "replace", "remove", "restore")


def server_entry(
    client: Client, command: tuple[str, ...], arguments: tuple[str, ...], environment: Mapping[str, str]
) -> dict[str, Any]:
    """The entry that starts our server, in the client's form.

    The server runs from the package's own folder, which does not tell its platform: the entry does.
    """
    program, *rest = command
    environment = {**environment, **({"SKILL_SOURCE": client.platform} if client.platform else {})}
    entry: dict[str, Any] = {**client.extra, "command": program, "args": [*rest, *arguments]}
    return {**entry, "env": environment} if environment else entry


def install_settings(
    client: Client, file: SettingsFile, entry: Mapping[str, Any], record: Installed
) -> SettingsStep:
    """Our entry is put in, or brought up to date; its members that others have added stay.

    Raises `SettingsUnreadable` for settings that the client itself could not read.
    """
    editor, path = EDITORS[client.form], client.path
    try:
        if (wall := editor.blocked(file.text, path)) is not None:
            raise SettingsUnreadable(path=str(file.path), reason=_not_an_object(wall), line=1, column=1)
        old = editor.read(file.text, path)
        after, undo = editor.put(file.text, path, entry)
        if after == file.text:
            return SettingsStep(do="same", file=file, after=after, old=old, new=old, record=record)
        if old is not None and old == record.wrote:
            # It is ours as we left it: what is remembered has to lead back to the time before us.
            after, undo = editor.put(editor.take(file.text, path, record.undo), path, entry)
        elif old is not None and record.wrote is not None:
            undo = record.undo
        new = editor.read(after, path)
    except Malformed as error:
        raise _unreadable(file, error) from None
    noted = replace(record, wrote=new, undo=undo)
    do = "add" if old is None else "change"
    return SettingsStep(do=do, file=file, after=after, old=old, new=new, record=noted)


def uninstall_settings(
    client: Client, file: SettingsFile, record: Installed, *, force: bool = False
) -> SettingsStep:
    """Our entry is taken out, and what stood there before comes back; one that was changed since is left.

    `force` takes out that one too, and one that nobody remembers. Raises `SettingsUnreadable`.
    """
    editor, path = EDITORS[client.form], client.path
    forgotten = replace(record, wrote=None, undo={})
    try:
        old = editor.read(file.text, path)
        if old is None:
            return SettingsStep(do="gone", file=file, after=file.text, record=forgotten)
        if record.wrote is None and not force:
            return SettingsStep(do="foreign", file=file, after=file.text, old=old, new=old, record=record)
        if old != record.wrote and not force:
            return SettingsStep(do="left", file=file, after=file.text, old=old, new=old, record=record)
        undo = record.undo or _bare_undo(client)
        after: str | None = editor.take(file.text, path, undo)
        new = editor.read(after, path) if after else None
    except Malformed as error:
        raise _unreadable(file, error) from None
    if str(file.path) in record.made and not (after or "").strip():
        after = None
    do = "remove" if new is None else "restore"
    return SettingsStep(do=do, file=file, after=after, old=old, new=new, record=forgotten)


def install_skill(source: Path, digest: Mapping[str, str], state: SkillState) -> SkillStep:
    """The folder is copied; one that its user has changed is set aside first, and a link is left alone."""
    known = state.known
    if state.is_link:
        do = "linked"
    elif state.now is None:
        do, known = "copy", None
    elif state.now == digest:
        do = "same"
    else:
        do = "update" if known is not None and state.now == known.digest else "replace"
    return SkillStep(do=do, folder=state.folder, source=source, digest=digest, known=known)


def uninstall_skill(state: SkillState, *, force: bool = False) -> SkillStep:
    """What was copied is removed, and what stood there before comes back; a copy that was changed is left."""
    known = state.known
    if known is None or state.now is None:
        return SkillStep(do="gone", folder=state.folder, known=known)
    if state.is_link or (state.now != known.digest and not force):
        return SkillStep(do="left", folder=state.folder, known=known)
    do = "restore" if known.backup else "remove"
    return SkillStep(do=do, folder=state.folder, digest=state.now, known=known)


def entry_in(client: Client, file: SettingsFile) -> object | None:
    """Our entry as it stands; None if there is none. Raises `SettingsUnreadable`."""
    try:
        return EDITORS[client.form].read(file.text, client.path)
    except Malformed as error:
        raise _unreadable(file, error) from None


def _bare_undo(client: Client) -> Mapping[str, Any]:
    if client.form == "toml":
        return {"added": "", "removed": "", "previous": None}
    return {"depth": len(client.path) - 1}


def _unreadable(file: SettingsFile, error: Malformed) -> SettingsUnreadable:
    return SettingsUnreadable(path=str(file.path), reason=error.reason, line=error.line, column=error.column)


def _not_an_object(key: str) -> Mapping[str, str]:
    if not key:
        return {"en": "it does not hold an object", "zh": "内容不是对象"}
    return {"en": f'"{key}" is not an object', "zh": f"“{key}”不是对象"}
