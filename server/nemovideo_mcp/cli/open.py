"""`nemovideo open`: a project's timeline as a page in the browser, served by the studio of this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = (
    "open a project's timeline in the browser: play it, drag cuts, rename, delete, undo",
    "在浏览器中打开项目的时间线：播放、拖动切点、重命名、删除、撤销",
)
EPILOG = "nemovideo open --project lisbon"
_HELP: Mapping[str, tuple[str, str]] = {
    "project": ("the project; the current or only one by default", "项目；默认为当前或唯一的项目"),
    "no_browser": ("only print the link; it works once, for five minutes", "只打印链接；五分钟内可用一次"),
    "backend": ("auto, local, cloud, or an address", "auto、local、cloud 或一个网址"),
}


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    words = {key: pair[index] for key, pair in _HELP.items()}
    parser.add_argument("--project", metavar="NAME", help=words["project"])
    parser.add_argument("--no-browser", action="store_true", help=words["no_browser"])
    parser.add_argument("--backend", metavar="WHERE", help=words["backend"])


def run(options: argparse.Namespace, *, show: Callable[[str], bool] | None = None) -> int:
    """Print the link, and open it by `show`, the default browser; where that is not to be had, the link is enough."""
    import webbrowser

    import anyio

    from nemovideo_mcp.cli.work import opened_project
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.commands import COMMANDS

    async def link() -> tuple[str, str]:
        async with opened_project(options) as (nemo, project):
            return await nemo.open_page(project.session_id), project.name

    url, name = anyio.run(link)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    opened = not options.no_browser and (show or webbrowser.open)(url)
    said = "page_opened" if opened else "page_link" if options.no_browser else "page_no_browser"
    sys.stderr.write(say(COMMANDS, said, options.language, name=name) + "\n")
    return 0
