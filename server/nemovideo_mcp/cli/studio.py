"""`nemovideo studio`: the local studio, by hand."""

from __future__ import annotations

import argparse
import os
import sys

import anyio

from nemovideo_mcp.cli.report import EXIT_FAILED
from nemovideo_mcp.cli.words import words
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Look at the studio, stop it, or be it."""
    if options.status:
        return anyio.run(_status, options.language)
    if options.stop:
        return anyio.run(_stop, options.language)
    from nemovideo_mcp.studio.serve import run as serve

    return serve(host=options.host, port=options.port, auto=options.auto)


async def _status(language: str) -> int:
    from nemovideo_mcp.client.local import LocalStudio

    record = await LocalStudio(paths=Paths.from_env(os.environ)).find()
    if record is None:
        sys.stdout.write(words("studio_none", language) + "\n")
        return EXIT_FAILED
    line = words("studio_running", language, url=record.url, pid=record.pid, version=record.version)
    sys.stdout.write(line + "\n")
    return 0


async def _stop(language: str) -> int:
    from nemovideo_mcp.client.local import LocalStudio

    studio = LocalStudio(paths=Paths.from_env(os.environ))
    record = await studio.find()
    if record is None:
        sys.stdout.write(words("studio_none", language) + "\n")
        return 0
    if not await studio.shut_down():
        raise InvalidRequest(
            words("studio_deaf", language, pid=record.pid),
            hint=words("studio_deaf_hint", language, pid=record.pid),
        )
    sys.stdout.write(words("studio_stopped", language) + "\n")
    return 0
