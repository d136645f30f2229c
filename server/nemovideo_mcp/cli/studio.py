"""`nemovideo studio`: the local studio, by hand."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING

import anyio

from nemovideo_mcp.cli.report import EXIT_FAILED, Usage
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.commands import COMMANDS
from nemovideo_mcp.protocol.envelope import failure

if TYPE_CHECKING:
    from nemovideo_mcp.studio.sandbox.faults import Fault

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Look at the studio, stop it, list its faults, or be it."""
    if options.status:
        return anyio.run(_status, options.language)
    if options.stop:
        return anyio.run(_stop, options.language)
    if options.list_faults:
        return _list_faults(options.language)
    faults = _faults(",".join(options.faults))
    from nemovideo_mcp.studio.serve import run as serve

    if faults:
        names = ", ".join(fault.name for fault in faults)
        sys.stderr.write(say(COMMANDS, "studio_faulty", options.language, names=names) + "\n")
    from nemovideo_mcp.studio.cluster_settings import ClusterSettings
    from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings

    def cluster() -> ClusterSettings | None:
        return ClusterSettings.choose(os.environ, address=options.cluster, store=options.store)

    def be(*, auto: bool = False) -> int:
        model = LanguageModelSettings.take(os.environ)
        return serve(
            host=options.host,
            port=options.port,
            auto=auto,
            faults=faults,
            cluster=cluster(),
            language_model=model,
        )

    if not options.auto:
        return be()
    # Whoever starts it reads from its standard output why it cannot; nothing else may come there.
    told = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        return be(auto=True)
    except NemoError as error:
        os.write(told, json.dumps(failure(error)).encode())
        raise


def _faults(text: str) -> tuple[Fault, ...]:
    from nemovideo_mcp.studio.sandbox.faults import parse_faults

    try:
        return parse_faults(text)
    except InvalidRequest as error:
        raise Usage(**error.fields) from None


def _list_faults(language: str) -> int:
    from nemovideo_mcp.studio.sandbox.faults import list_faults

    for written, calls, said in list_faults(language):
        sys.stdout.write(f"{written}\n    {calls}\n    {said}\n")
    sys.stdout.write("\n" + say(COMMANDS, "faults_how", language) + "\n")
    return 0


async def _status(language: str) -> int:
    from nemovideo_mcp.client.local import LocalStudio

    record = await LocalStudio(paths=Paths.from_env(os.environ)).find()
    if record is None:
        sys.stdout.write(say(COMMANDS, "studio_none", language) + "\n")
        return EXIT_FAILED
    line = say(COMMANDS, "studio_running", language, url=record.url, pid=record.pid, version=record.version)
    sys.stdout.write(line + "\n")
    return 0


async def _stop(language: str) -> int:
    from nemovideo_mcp.client.local import LocalStudio

    studio = LocalStudio(paths=Paths.from_env(os.environ))
    record = await studio.find()
    if record is None:
        sys.stdout.write(say(COMMANDS, "studio_none", language) + "\n")
        return 0
    if not await studio.shut_down():
        raise InvalidRequest(
            say(COMMANDS, "studio_deaf", language, pid=record.pid),
            hint=say(COMMANDS, "studio_deaf_hint", language, pid=record.pid),
        )
    sys.stdout.write(say(COMMANDS, "studio_stopped", language) + "\n")
    return 0
