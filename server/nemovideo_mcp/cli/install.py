"""`nemovideo install` and `nemovideo uninstall`: into the settings of chat programs, and out of them again."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.client.backend import choose_backend
from nemovideo_mcp.config import Paths
from nemovideo_mcp.install.book import InstallBook
from nemovideo_mcp.install.clients import CLIENTS, Client, Surroundings
from nemovideo_mcp.install.installer import Installer, Outcome, look
from nemovideo_mcp.install.plan import SettingsStep, server_entry
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.install import INSTALL
from nemovideo_mcp.skills import active_skill, find_skills, skills_folder

__all__ = ["is_temporary", "own_command", "run", "surroundings"]

_HIDDEN = "…"
_OURS = ("NEMO_HOME", "SKILL_SOURCE")
_CACHES = re.compile(
    r"[/\\](?:uv[/\\](?:cache[/\\])?(?:archive|environments|builds)-v\d+|pipx[/\\]\.cache)[/\\]"
)


def run(options: argparse.Namespace) -> int:
    """Install, uninstall, or list the clients."""
    around = surroundings()
    book = InstallBook(Paths.from_env(os.environ))
    if options.client is None or options.list:
        return _list(around, options.language)
    client = CLIENTS.get(options.client.lower())
    if client is None:
        hint = f"nemovideo {options.action} {' | '.join(CLIENTS)}"
        raise Usage(say(INSTALL, "no_client", options.language, name=options.client), hint=hint)
    installer = Installer(
        around=around, book=book, now=datetime.now, dry_run=options.dry_run, force=options.force
    )
    if options.action == "uninstall":
        outcome = installer.uninstall(client)
    else:
        skills, arguments = _wanted(options)
        entry = server_entry(client, own_command(), arguments, _environment(os.environ))
        outcome = installer.install(client, entry, skills)
    lines = _told(client, outcome, options)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def surroundings() -> Surroundings:
    """This machine, for this user."""
    return Surroundings(home=Path.home(), which=shutil.which)


def own_command() -> tuple[str, ...]:
    """What starts this installation of the program, wherever it is called from."""
    beside = Path(sys.executable).absolute().parent
    program = shutil.which("nemovideo", path=str(beside))
    return (program,) if program else (str(Path(sys.executable).absolute()), "-m", "nemovideo_mcp")


def is_temporary(program: str) -> bool:
    """True for a program in a cache of uvx or `pipx run`, which may be cleared at any time."""
    return bool(_CACHES.search(program))


def _wanted(options: argparse.Namespace) -> tuple[list[Path], tuple[str, ...]]:
    """The skill folders to copy, and the arguments of the server."""
    chosen = [active_skill(name) for name in options.skills]
    arguments = ["serve"]
    if len(chosen) == 1:
        [skill] = chosen
        shipped = skill.folder.absolute().parent == skills_folder().absolute()
        arguments += ["--skill", skill.name if shipped else str(skill.folder.absolute())]
    if options.backend:
        choose_backend(options.backend)
        arguments += ["--backend", options.backend]
    for folder in options.allow:
        # The client starts the server in a folder of its own choice.
        arguments += ["--allow", str(Path(folder).expanduser().absolute())]
    folders = [skill.folder.absolute() for skill in chosen or find_skills()]
    return folders, tuple(arguments)


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Where the program keeps its things, if that is not the usual place; never a token."""
    home = environ.get("NEMO_HOME")
    return {"NEMO_HOME": str(Path(home).expanduser().absolute())} if home else {}


def _list(around: Surroundings, language: str) -> int:
    width = max(len(name) for name in CLIENTS)
    for client in CLIENTS.values():
        sight = look(client, around)
        if sight.trouble is not None:
            state = sight.trouble.what(language)
        elif sight.entry is not None:
            state = say(INSTALL, "is_installed", language, path=_short(sight.path, around))
        else:
            state = say(INSTALL, "is_here" if sight.is_here else "is_not_here", language, name=client.name)
        sys.stdout.write(f"{client.name:<{width}}  {state}\n")
    return 0


def _told(client: Client, outcome: Outcome, options: argparse.Namespace) -> Iterator[str]:
    language: str = options.language
    tense = "would_" if options.dry_run else ""
    around = surroundings()
    for step in outcome.settings:
        if step.do == "gone" and len(outcome.settings) > 1:
            continue
        yield say(
            INSTALL, f"settings_{step.do}", language, path=_short(step.file.path, around), title=client.title
        )
        yield from _difference(client, step)
    for step in outcome.skills:
        yield say(INSTALL, f"skill_{step.do}", language, path=_short(step.folder, around))
    for backup in outcome.backups:
        yield say(INSTALL, "backup", language, path=_short(backup, around))
    written = any(s.writes for s in outcome.settings) or any(s.writes for s in outcome.skills)
    if options.action == "install" and client.skills is None and options.skills:
        yield say(INSTALL, "no_skills", language, title=client.title)
    if options.dry_run:
        yield say(INSTALL, f"{tense}nothing", language)
    elif not written:
        yield say(INSTALL, "nothing", language)
    elif options.action == "install":
        if is_temporary(own_command()[0]):
            yield say(INSTALL, "temporary", language)
        then = client.then["zh" if language == "zh" else "en"].format(title=client.title)
        yield say(INSTALL, "done", language, title=client.title, then=then)


def _difference(client: Client, step: SettingsStep) -> Iterator[str]:
    """Our entry before and behind the change. Of other entries nothing is shown: they hold keys."""
    if not step.writes:
        return
    old, new = (_lines(client, entry) for entry in (step.old, step.new))
    for line in difflib.ndiff(old, new):
        if not line.startswith("?"):
            yield f"  {line}"


def _lines(client: Client, entry: object | None) -> list[str]:
    if entry is None:
        return []
    told = json.dumps(_without_secrets(entry), ensure_ascii=False, indent=2, default=str)
    return f"{'.'.join(client.path)}: {told}".split("\n")


def _without_secrets(entry: object) -> object:
    """What a user's own entry has in its environment and headers stays out of sight, but for what we write there."""
    if not isinstance(entry, dict):
        return entry
    members = cast("dict[str, Any]", entry)
    shown: dict[str, Any] = {}
    for key, value in members.items():
        if key in ("env", "headers") and isinstance(value, dict):
            inner = cast("dict[str, Any]", value)
            value = {name: kept if name in _OURS else _HIDDEN for name, kept in inner.items()}
        shown[key] = value
    return shown


def _short(path: Path, around: Surroundings) -> str:
    try:
        return "~/" + path.relative_to(around.home).as_posix()
    except ValueError:
        return str(path)
