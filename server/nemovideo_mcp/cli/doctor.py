"""`nemovideo doctor`: looks at all that has to be right, and says what to do about what is not."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

import anyio

from nemovideo_mcp import __version__
from nemovideo_mcp.cli.checkup import (
    Check,
    ClientFact,
    DatabaseFact,
    Facts,
    FolderFact,
    StudioFact,
    TokenFact,
    examine,
    exit_code,
)
from nemovideo_mcp.cli.install import surroundings
from nemovideo_mcp.cli.model_check import ModelFact, check_model, look_at_model
from nemovideo_mcp.cli.report import print_json
from nemovideo_mcp.client.backend import Backend, choose_backend
from nemovideo_mcp.client.local import LocalStudio
from nemovideo_mcp.client.reach import reach
from nemovideo_mcp.client.storage import read_json
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import ConnectionFailed, NemoError
from nemovideo_mcp.install.clients import CLIENTS
from nemovideo_mcp.install.installer import Sight, look
from nemovideo_mcp.protocol.discovery import record_path
from nemovideo_mcp.protocol.redaction import redacted
from nemovideo_mcp.skills import find_skills

__all__ = ["run"]

_SIGNS = {"ok": "✓", "warn": "!", "bad": "✗"}
_OTHERS = 0o077
_LOG_BYTES = 200_000


def run(options: argparse.Namespace) -> int:
    """Look, tell, and end with 0 unless something is broken."""
    if options.restore_backup is not None:
        from nemovideo_mcp.cli import restore_backup

        return restore_backup.run(options)
    backend = choose_backend(options.backend)
    facts, model = anyio.run(_looked, backend, Paths.from_env(os.environ))
    checks = examine(facts)
    # What keeps the studio from starting has been said of it.
    checks += [] if facts.studio.trouble is not None and model.misfit is not None else check_model(model)
    if options.json:
        print_json(_as_json(checks, options.language))
    else:
        sys.stdout.write("\n".join(_lines(checks, options.language)) + "\n")
    return exit_code(checks)


def _lines(checks: list[Check], language: str) -> list[str]:
    lines: list[str] = []
    for check in checks:
        lines.append(f"{_SIGNS[check.level]} {redacted(check.said[language])}")
        if check.remedy is not None:
            lines.append(f"  → {check.remedy[language]}")
    return lines


def _as_json(checks: list[Check], language: str) -> dict[str, Any]:
    listed = [
        {
            "name": check.name,
            "level": check.level,
            "message": redacted(check.said[language]),
            **({"remedy": check.remedy[language]} if check.remedy else {}),
        }
        for check in checks
    ]
    return {"ok": exit_code(checks) == 0, "checks": listed}


async def _looked(backend: Backend, paths: Paths) -> tuple[Facts, ModelFact]:
    studio = await _studio(paths, start=backend.is_local)
    asks = await LocalStudio(paths=paths).asks_model()
    model = await look_at_model(os.environ, is_local=backend.is_local, studio_asks=asks)
    return await _facts(backend, paths, studio, asks_elsewhere=model.elsewhere), model


async def _facts(backend: Backend, paths: Paths, studio: StudioFact, *, asks_elsewhere: bool) -> Facts:
    media, tries = await anyio.to_thread.run_sync(_media)
    skills, skill_trouble = _skills()
    log, log_errors = _log(paths)
    return Facts(
        version=__version__,
        python=f"{platform.python_version()} ({platform.system()} {platform.machine()})",
        mcp=_version("mcp"),
        media=media,
        tries=tries,
        backend=backend.key,
        studio=studio,
        database=await anyio.to_thread.run_sync(_database, paths),
        cloud=await _cloud(backend),
        asks_elsewhere=asks_elsewhere,
        folders=[
            _folder("data", paths.data),
            _folder("config", paths.config),
            _folder("working", Path.cwd()),
        ],
        open_files=_open_files(paths),
        tokens=_tokens(paths, os.environ),
        clients=_clients(),
        skills=skills,
        skill_trouble=skill_trouble,
        log=log,
        log_errors=log_errors,
    )


def _media() -> tuple[str | Exception, dict[str, str | None]]:
    try:
        from nemovideo_mcp.video.health import media_versions, try_aac, try_font, try_h264
    except ImportError as error:
        return error, {}
    return media_versions(), {"h264": _tried(try_h264), "aac": _tried(try_aac), "font": _tried(try_font)}


def _tried(attempt: Callable[[], None]) -> str | None:
    try:
        attempt()
    except Exception as error:  # noqa: BLE001 - the edge of a check: whatever fails is what it is here to say
        return f"{type(error).__name__}: {error}"
    return None


async def _studio(paths: Paths, *, start: bool) -> StudioFact:
    """The studio that runs; where it is the backend in use, one is started if there is none."""
    studio = LocalStudio(paths=paths)
    try:
        before = await studio.find()
        record = await studio.find_or_start() if start else before
    except NemoError as error:
        return StudioFact(trouble=_what(error), remedy=_next_step(error))
    if record is None:
        return StudioFact()
    return StudioFact(url=record.url, version=record.version, started=before is None)


def _database(paths: Paths) -> DatabaseFact | None:
    """The studio's database, as it lies on the disk."""
    from nemovideo_mcp.studio.database_look import look_at_database
    from nemovideo_mcp.studio.files import Files

    try:
        look = look_at_database(Files(paths.data).database)
    except OSError:
        # What is wrong with the folder is said of the folder.
        return None
    if look is None:
        return None
    return DatabaseFact(
        path=str(look.path),
        size_bytes=look.size_bytes,
        projects=look.projects,
        copies=look.copies,
        copied=look.newest.when if look.newest else "",
        copy_failure=look.failure,
        trouble=_what(look.trouble) if look.trouble else None,
        remedy=_next_step(look.trouble) if look.trouble else None,
    )


def _what(error: NemoError) -> Mapping[str, str]:
    return {language: error.what(language) for language in ("en", "zh")}


def _next_step(error: NemoError) -> Mapping[str, str]:
    return {language: error.next_step(language) for language in ("en", "zh")}


async def _cloud(backend: Backend) -> str | int | None:
    if backend.url is None:
        return None
    try:
        return await reach(backend.url)
    except ConnectionFailed as error:
        return str(error.fields["detail"])


def _folder(use: str, path: Path) -> FolderFact:
    """The folder, or where it does not exist yet the one in which it would be made."""
    there = next(p for p in (path, *path.parents) if _exists(p))
    try:
        free: int | None = shutil.disk_usage(there).free
    except OSError:
        free = None
    mode = there.stat().st_mode & 0o777 if os.name == "posix" and there == path else None
    return FolderFact(
        use=use,
        path=str(path),
        free_bytes=None if use == "config" else free,
        writable=there.is_dir() and os.access(there, os.W_OK | os.X_OK),
        mode=mode,
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _open_files(paths: Paths) -> list[str]:
    """Files with secrets that others may read."""
    secret = (paths.config / "tokens.json", paths.config / "client_id", record_path(paths))
    if os.name != "posix":
        return []
    return [str(path) for path in secret if _exists(path) and path.stat().st_mode & _OTHERS]


def _tokens(paths: Paths, environ: Mapping[str, str]) -> list[TokenFact]:
    """Which tokens there are; what they are never leaves the file."""
    found = [TokenFact(where="NEMO_TOKEN", is_own=True)] if environ.get("NEMO_TOKEN", "").strip() else []
    for url, kept in read_json(paths.config / "tokens.json").items():
        expires = str(cast("Mapping[str, Any]", kept).get("expires_at", "")) if isinstance(kept, dict) else ""
        found.append(TokenFact(where=url, expires_at=expires, expired=_is_past(expires)))
    return found


def _is_past(moment: str) -> bool:
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return False
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) < datetime.now(UTC)


def _clients() -> list[ClientFact]:
    around = surroundings()
    sights = [look(client, around) for client in CLIENTS.values()]
    return [_client(sight) for sight in sights if sight.is_here or sight.entry is not None]


def _client(sight: Sight) -> ClientFact:
    trouble = sight.trouble
    return ClientFact(
        title=sight.client.title,
        name=sight.client.name,
        installed=sight.entry is not None,
        command_is_there=_command_is_there(sight.entry),
        trouble=_what(trouble) if trouble else None,
    )


def _command_is_there(entry: object) -> bool:
    command = cast("Mapping[str, Any]", entry).get("command") if isinstance(entry, dict) else None
    return not isinstance(command, str) or shutil.which(command) is not None


def _skills() -> tuple[list[str], Mapping[str, str] | None]:
    try:
        return [f"{skill.name} {skill.version}" for skill in find_skills()], None
    except NemoError as error:
        return [], _what(error)


def _log(paths: Paths) -> tuple[str, int]:
    """The log that has tracebacks at its end, and how many: the programs' own, else the studio's."""
    for name in ("nemovideo.log", "studio.log"):
        path = paths.data / name
        try:
            said = path.read_bytes()[-_LOG_BYTES:]
        except OSError:
            continue
        if errors := said.count(b"Traceback (most recent call last)"):
            return str(path), errors
    return "", 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
