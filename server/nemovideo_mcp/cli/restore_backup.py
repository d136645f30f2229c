"""`nemovideo doctor --restore-backup`: a copy of the studio's database takes the place of a damaged one."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import time
from pathlib import Path

import anyio
from filelock import FileLock, Timeout

from nemovideo_mcp.cli.report import print_json
from nemovideo_mcp.client.files import plain_path
from nemovideo_mcp.client.local import LocalStudio
from nemovideo_mcp.client.storage import in_data_folder
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.commands import COMMANDS
from nemovideo_mcp.protocol.discovery import lock_path
from nemovideo_mcp.studio.database import SCHEMA_VERSION, make_tables
from nemovideo_mcp.studio.database_errors import database_error
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.restoration import Restored, restore

__all__ = ["run"]

_STUDIO_ENDS_S = 20.0


def run(options: argparse.Namespace) -> int:
    """End the studio that runs, put a copy in place of the database, and say what was done."""
    paths = Paths.from_env(os.environ)
    chosen = plain_path(options.restore_backup) if options.restore_backup else None
    anyio.run(LocalStudio(paths=paths).shut_down)
    done = _restored(paths, chosen)
    if options.json:
        print_json(
            {
                "backup": str(done.backup.path) if done.backup else None,
                "rows": done.rows,
                "kept": str(done.kept) if done.kept else None,
            }
        )
        return 0
    said = "restored" if done.backup else "saved_without_backup"
    when = done.backup.when if done.backup else ""
    lines = [say(COMMANDS, said, options.language, when=when, n=done.rows)]
    if done.kept is not None:
        lines.append(say(COMMANDS, "damaged_kept", options.language, path=done.kept))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _restored(paths: Paths, chosen: Path | None) -> Restored:
    database = Files(paths.data).database
    with in_data_folder(paths.data):
        paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(lock_path(paths))
        try:
            lock.acquire(timeout=_STUDIO_ENDS_S)
        except Timeout:
            raise InvalidRequest(
                detail={
                    "en": f"a studio works on {paths.data} and does not end.",
                    "zh": f"工作室正在使用 {paths.data} 且没有结束。",
                },
                hint={
                    "en": "End it with `nemovideo studio --stop`, then restore again.",
                    "zh": "请用 `nemovideo studio --stop` 结束它，然后重试。",
                },
            ) from None
        try:
            return restore(
                database, schema=SCHEMA_VERSION, make_empty=make_tables, chosen=chosen, clock=time.time
            )
        except sqlite3.DatabaseError as error:
            if (explained := database_error(error, database, find_backup=lambda: None)) is None:
                raise
            raise explained from error
        finally:
            lock.release()
