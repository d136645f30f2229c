"""Carries an installation or its removal out: reads, decides by `plan`, keeps backups, writes, and remembers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nemovideo_mcp.client.storage import locked
from nemovideo_mcp.errors import ClientMissing, OutputNotWritable, SettingsUnreadable
from nemovideo_mcp.install.book import InstallBook, Installed, InstalledSkill
from nemovideo_mcp.install.clients import Client, Surroundings
from nemovideo_mcp.install.files import (
    missing_folders,
    read_settings,
    remove_settings,
    write_settings,
)
from nemovideo_mcp.install.folders import copy_folder, digest_of, remove_folder, set_aside
from nemovideo_mcp.install.plan import (
    SettingsStep,
    SkillState,
    SkillStep,
    entry_in,
    install_settings,
    install_skill,
    uninstall_settings,
    uninstall_skill,
)

__all__ = ["Installer", "Outcome", "Sight", "look"]

_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What there is of one client; `trouble` says why its settings cannot be read."""

    client: Client
    path: Path
    is_here: bool
    entry: object | None = None
    trouble: SettingsUnreadable | None = None


def look(client: Client, around: Surroundings) -> Sight:
    """Whether the client is here, and whether our entry is in it."""
    path, is_here = client.config_path(around), client.is_here(around)
    try:
        entry = entry_in(client, read_settings(path))
    except SettingsUnreadable as error:
        return Sight(client=client, path=path, is_here=is_here, trouble=error)
    return Sight(client=client, path=path, is_here=is_here, entry=entry)


@dataclass(kw_only=True)
class Outcome:
    """What was done, or would be; `backups` are what was set aside on the way."""

    settings: list[SettingsStep] = field(default_factory=list[SettingsStep])
    skills: list[SkillStep] = field(default_factory=list[SkillStep])
    backups: list[Path] = field(default_factory=list[Path])


@dataclass(frozen=True, kw_only=True)
class Installer:
    """Works on the clients of `around`; with `dry_run` nothing is written. All raise from the tree in `errors`."""

    around: Surroundings
    book: InstallBook
    now: Callable[[], datetime]
    dry_run: bool = False
    force: bool = False

    def install(self, client: Client, entry: Mapping[str, Any], skills: Sequence[Path]) -> Outcome:
        """Put `entry` into the client's settings and copy the folders `skills`."""
        if not self.force and not client.is_here(self.around):
            raise ClientMissing(title=client.title, sign=self.around.expand(client.signs[0]))
        with self._alone():
            outcome = Outcome()
            record = self._settings(
                client,
                client.config_path(self.around),
                outcome,
                lambda file, record: install_settings(client, file, entry, record),
            )
            folder = client.skills_path(self.around)
            for source in skills if folder else ():
                assert folder is not None
                state = _state(folder / source.name, record)
                step = install_skill(source, digest_of(source) or {}, state)
                record = self._skill(client, step, record, outcome)
            return outcome

    def uninstall(self, client: Client) -> Outcome:
        """Take back what is remembered of the client, and look for an entry that is not."""
        with self._alone():
            outcome = Outcome()
            here = client.config_path(self.around)
            known = [Path(r.config) for r in self.book.all() if r.client == client.name]
            for config in dict.fromkeys((*known, here)):
                record = self._settings(
                    client,
                    config,
                    outcome,
                    lambda file, record: uninstall_settings(client, file, record, force=self.force),
                )
                for folder in record.skills:
                    step = uninstall_skill(_state(Path(folder), record), force=self.force)
                    record = self._skill(client, step, record, outcome)
                self._tidy(record)
            return outcome

    def _alone(self) -> AbstractContextManager[None]:
        return nullcontext() if self.dry_run else locked(self.book.path)

    def _settings(
        self,
        client: Client,
        path: Path,
        outcome: Outcome,
        decide: Callable[[Any, Installed], SettingsStep],
    ) -> Installed:
        """Decide and write; a file that its client writes at the same moment is read and decided on again."""
        for _ in range(_ATTEMPTS):
            file = read_settings(path)
            step = decide(file, self.book.find(client.name, path))
            if self.dry_run:
                outcome.settings.append(step)
                return step.record
            if not step.writes:
                break
            made = () if file.raw is not None else (str(path), *map(str, missing_folders(path.parent)))
            backup = self._backup(client, path, file.raw)
            if read_settings(path).raw != file.raw:
                continue
            if step.after is None:
                remove_settings(file)
            else:
                write_settings(file, step.after)
            outcome.backups += [backup] if backup else []
            step = replace(step, record=_with_made(step.record, made))
            break
        else:
            reason = {
                "en": "its program keeps writing to it; quit that first",
                "zh": "程序正在写入该文件；请先退出",
            }
            raise OutputNotWritable(path=str(path), reason=reason)
        outcome.settings.append(step)
        self.book.keep(step.record)
        return step.record

    def _skill(self, client: Client, step: SkillStep, record: Installed, outcome: Outcome) -> Installed:
        outcome.skills.append(step)
        if self.dry_run:
            return record
        made = missing_folders(step.folder.parent) if step.do == "copy" else []
        known = step.known
        aside: Path | None = None
        match step.do:
            case "replace":
                aside = self._place(client, step.folder.name)
                set_aside(step.folder, aside)
                outcome.backups.append(aside)
            case "update" if step.known is not None:
                remove_folder(step.folder, step.known.digest)
            case "remove" | "restore":
                remove_folder(step.folder, step.digest)
                if known is not None and known.backup and not step.folder.exists():
                    with suppress(FileNotFoundError):
                        shutil.move(known.backup, step.folder)
            case _:
                pass
        if step.source is not None and step.do in ("copy", "update", "replace"):
            copy_folder(step.source, step.folder)
            before = known.backup if known is not None else (str(aside) if aside else None)
            known = InstalledSkill(digest=dict(step.digest), backup=before)
        kept = {name: skill for name, skill in record.skills.items() if name != str(step.folder)}
        if known is not None and step.do not in ("remove", "restore", "gone"):
            kept[str(step.folder)] = known
        record = _with_made(replace(record, skills=kept), tuple(map(str, made)))
        self.book.keep(record)
        return record

    def _tidy(self, record: Installed) -> None:
        """Folders that were made for us and are empty go; the record goes with the last of what it remembers."""
        if self.dry_run or record.wrote is not None or record.skills:
            return
        for name in sorted(record.made, key=len, reverse=True):
            with suppress(OSError):
                Path(name).rmdir()

    def _backup(self, client: Client, path: Path, raw: bytes | None) -> Path | None:
        """A copy of the file, for nobody else's eyes: settings hold keys."""
        if raw is None:
            return None
        backup = self._place(client, path.name)
        try:
            backup.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            backup.touch(mode=0o600)
            backup.write_bytes(raw)
        except OSError as error:
            raise OutputNotWritable(path=str(backup), reason=error.strerror or str(error)) from None
        return backup

    def _place(self, client: Client, name: str) -> Path:
        stamp = self.now().strftime("%Y%m%d-%H%M%S")
        folder = self.book.backups / client.name
        wanted, number = folder / f"{stamp}-{name}", 2
        while wanted.exists():
            wanted, number = folder / f"{stamp}-{number}-{name}", number + 1
        return wanted


def _state(folder: Path, record: Installed) -> SkillState:
    return SkillState(
        folder=folder,
        now=digest_of(folder),
        is_link=folder.is_symlink(),
        known=record.skills.get(str(folder)),
    )


def _with_made(record: Installed, made: tuple[str, ...]) -> Installed:
    return replace(record, made=tuple(dict.fromkeys((*record.made, *made))))
