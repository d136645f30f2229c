"""`nemovideo clean`: says what lies on the disk, and deletes what can be made again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nemovideo_mcp.cli.confirm import add_confirm_arguments, confirmed

if TYPE_CHECKING:
    from nemovideo_mcp.protocol.models import KeptOnDisk, SpaceUsage

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = (
    "say what NemoVideo has on the disk, and give back what can be made again",
    "显示 NemoVideo 占用的磁盘空间，并释放可重新生成的内容",
)
EPILOG = "nemovideo clean --yes"
_DRY_RUN = ("say what would go, and delete nothing", "只显示将释放的内容，不删除")


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    add_confirm_arguments(parser, index)
    parser.add_argument("--dry-run", action="store_true", help=_DRY_RUN[index])


def run(options: argparse.Namespace) -> int:
    """Say what would go, ask, and delete it; 1 where the answer is no."""
    import anyio

    return anyio.run(_clean, options)


async def _clean(options: argparse.Namespace) -> int:
    from nemovideo_mcp.cli.report import EXIT_FAILED, print_json
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import ProjectBook
    from nemovideo_mcp.config import Paths
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.space import SPACE
    from nemovideo_mcp.protocol.models import KeptOnDisk
    from nemovideo_mcp.temporary import clear_left, left_in

    language: str = options.language
    async with NemoClient.from_env(backend=options.backend, language=language) as nemo:
        usage = await nemo.space_usage()
        folders = [None, *ProjectBook(Paths.from_env(), backend=nemo.backend.key).film_folders()]
        left = left_in(folders)
        kept = list(usage.kept)
        if left:
            kept.append(KeptOnDisk(kind="left", bytes=sum(left.values()), count=len(left), can_go=True))
        can_go = sum(one.bytes for one in kept if one.can_go)
        shown = {**usage.model_dump(), "kept": [one.model_dump() for one in kept], "can_go": can_go}
        if not options.json:
            sys.stdout.write(_table(usage, kept, language))
            sys.stdout.write(say(SPACE, "would_clean", language, mb=_mb(can_go)) + "\n")
        asks = not (options.json or options.dry_run) and can_go > 0
        if options.dry_run or not (options.yes or (asks and confirmed(language))):
            if options.json:
                print_json({**shown, "freed": 0})
            elif asks:
                sys.stdout.write(say(SPACE, "not_deleted", language) + "\n")
                return EXIT_FAILED
            return 0
        freed = await nemo.clean_space() + clear_left(folders)
        if options.json:
            print_json({**shown, "freed": freed})
        else:
            sys.stdout.write(say(SPACE, "cleaned", language, mb=_mb(freed)) + "\n")
    return 0


def _table(usage: SpaceUsage, kept: Sequence[KeptOnDisk], language: str) -> str:
    from nemovideo_mcp.config import Paths
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.space import SPACE

    fields = {"free": f"{usage.free / 1e6:.0f}", "reserve": f"{usage.reserve / 1e6:.0f}"}
    lines = [say(SPACE, "disk", language, folder=Paths.from_env().data, **fields)]
    for heading, can_go in (("can_go", True), ("stays", False)):
        rows = sorted((one for one in kept if one.can_go == can_go), key=lambda one: -one.bytes)
        if rows:
            lines.append(say(SPACE, heading, language))
        for one in rows:
            # A studio of another version may have kinds that are not known here.
            kind = one.kind if f"kind_{one.kind}" in SPACE else "work"
            what, cost = (say(SPACE, f"{part}_{kind}", language) for part in ("kind", "cost"))
            lines.append(say(SPACE, "row", language, mb=_mb(one.bytes), what=what, n=one.count, cost=cost))
    return "\n".join(lines) + "\n"


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f}"
