"""`nemovideo clean`: says what lies on the disk, and deletes what can be made again."""

from __future__ import annotations

import argparse
import sys

from nemovideo_mcp.cli.confirm import add_confirm_arguments, confirmed

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = (
    "say what NemoVideo has on the disk, and give back what can be made again",
    "显示 NemoVideo 占用的磁盘空间，并释放可重新生成的内容",
)
EPILOG = "nemovideo clean --yes"


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    add_confirm_arguments(parser, index)


def run(options: argparse.Namespace) -> int:
    """Say what would go, ask, and delete it; 1 where the answer is no."""
    import anyio

    return anyio.run(_clean, options)


async def _clean(options: argparse.Namespace) -> int:
    from nemovideo_mcp.cli.report import EXIT_FAILED, print_json
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.config import Paths
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.space import SPACE

    language: str = options.language
    async with NemoClient.from_env(backend=options.backend, language=language) as nemo:
        usage = await nemo.space_usage()
        can_go = usage.work + usage.pictures + usage.delivered_films
        if not options.json:
            shown = {name: f"{size_bytes / 1e6:.0f}" for name, size_bytes in usage.model_dump().items()}
            sys.stdout.write(say(SPACE, "usage", language, folder=Paths.from_env().data, **shown) + "\n")
            sys.stdout.write(say(SPACE, "would_clean", language, mb=f"{can_go / 1e6:.1f}") + "\n")
        if not options.yes and (options.json or not can_go or not confirmed(language)):
            if options.json:
                print_json({**usage.model_dump(), "can_go": can_go, "freed": 0})
            elif can_go:
                sys.stdout.write(say(SPACE, "not_deleted", language) + "\n")
                return EXIT_FAILED
            return 0
        freed = await nemo.clean_space()
        if options.json:
            print_json({**usage.model_dump(), "can_go": can_go, "freed": freed})
        else:
            sys.stdout.write(say(SPACE, "cleaned", language, mb=f"{freed / 1e6:.1f}") + "\n")
    return 0
