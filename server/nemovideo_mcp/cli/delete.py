"""`nemovideo delete`: a project goes, with the studio's copies of its files; first it says what."""

from __future__ import annotations

import argparse
import sys

from nemovideo_mcp.cli.confirm import add_confirm_arguments, confirmed

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = (
    "delete a project with the studio's copies of its files, after saying what goes",
    "删除项目及工作室中的素材副本，执行前先说明内容",
)
EPILOG = "nemovideo delete lisbon"


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    parser.add_argument("project", metavar="PROJECT", help=("the project", "项目")[index])
    add_confirm_arguments(parser, index)


def run(options: argparse.Namespace) -> int:
    """Say what would go, ask, and delete it; 1 where the answer is no."""
    import anyio

    return anyio.run(_delete, options)


async def _delete(options: argparse.Namespace) -> int:
    from nemovideo_mcp.cli.report import EXIT_FAILED, print_json
    from nemovideo_mcp.cli.work import opened_project
    from nemovideo_mcp.client.projects import ProjectBook
    from nemovideo_mcp.config import Paths
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.space import SPACE
    from nemovideo_mcp.views.contents import contents_line

    language: str = options.language
    async with opened_project(options) as (nemo, project):
        held = await nemo.project_contents(project.session_id)
        what = contents_line(held, language=language)
        if not options.json:
            sys.stdout.write(say(SPACE, "would_delete", language, name=project.name, what=what) + "\n")
        if not options.yes and (options.json or not confirmed(language)):
            if options.json:
                print_json({**held.model_dump(), "deleted": False})
                return 0
            sys.stdout.write(say(SPACE, "not_deleted", language) + "\n")
            return EXIT_FAILED
        held = await nemo.delete_project(project.session_id)
        ProjectBook(Paths.from_env(), backend=nemo.backend.key).forget(project)
        if options.json:
            print_json({**held.model_dump(), "deleted": True})
        else:
            sys.stdout.write(say(SPACE, "cleaned", language, mb=f"{held.freed / 1e6:.1f}") + "\n")
    return 0
