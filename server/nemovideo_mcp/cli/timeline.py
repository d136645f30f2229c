"""`nemovideo timeline`: what is on a project's timeline, as a table or as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = ("show a project's timeline with its ids and times", "显示项目的时间线，含编号和时间")
EPILOG = "nemovideo timeline --project lisbon --json"
_HELP: Mapping[str, tuple[str, str]] = {
    "project": ("the project; the current or only one by default", "项目；默认为当前或唯一的项目"),
    "from": ("only what is on from this second on", "只显示该秒之后的内容"),
    "to": ("only what is on before this second", "只显示该秒之前的内容"),
    "json": ("print it as JSON", "以 JSON 打印"),
    "backend": ("auto, local, cloud, or an address", "auto、local、cloud 或一个网址"),
}


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    words = {key: pair[index] for key, pair in _HELP.items()}
    parser.add_argument("--project", metavar="NAME", help=words["project"])
    parser.add_argument("--from", type=float, metavar="SECONDS", dest="from_s", help=words["from"])
    parser.add_argument("--to", type=float, metavar="SECONDS", dest="to_s", help=words["to"])
    parser.add_argument("--json", action="store_true", help=words["json"])
    parser.add_argument("--backend", metavar="WHERE", help=words["backend"])


def run(options: argparse.Namespace) -> int:
    """Print the timeline."""
    import anyio

    from nemovideo_mcp.cli.report import print_json
    from nemovideo_mcp.cli.work import opened_project
    from nemovideo_mcp.views.timeline_table import timeline_table

    async def read() -> Mapping[str, Any]:
        async with opened_project(options) as (nemo, project):
            view = await nemo.timeline(project.session_id, from_s=options.from_s, to_s=options.to_s)
            return {**view, "project": project.name}

    view = anyio.run(read)
    if options.json:
        print_json(view)
    else:
        sys.stdout.write("\n".join(timeline_table(view, language=options.language)) + "\n")
    return 0
