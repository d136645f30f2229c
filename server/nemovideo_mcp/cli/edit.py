"""`nemovideo edit`: operations from a file, or from standard input, on a project's timeline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = ("change a project's timeline by operations in JSON", "用 JSON 操作修改项目的时间线")
EPILOG = (
    """nemovideo edit --project lisbon ops.json, with [{"op": "set_clip_length", "clips": 2, "length": 2}]"""
)
_HELP: Mapping[str, tuple[str, str]] = {
    "operations": (
        'a file with one operation, a list of them, or {"operations": [...]}; - for standard input',
        '包含一个操作、操作列表或 {"operations": [...]} 的文件；- 表示标准输入',
    ),
    "project": ("the project; the current or only one by default", "项目；默认为当前或唯一的项目"),
    "dry_run": ("say what would be changed, and change nothing", "只说明会有什么变化，不做修改"),
    "expect_version": ("refuse if the timeline is at another version", "若时间线不是该版本则拒绝"),
    "yes": ("do not ask, even where most of the film goes", "不询问，即使会删除大部分片段"),
    "schema": ("print the JSON schema of all operations", "打印全部操作的 JSON Schema"),
    "json": ("print the whole answer as JSON", "以 JSON 打印完整结果"),
    "backend": ("auto, local, cloud, or an address", "auto、local、cloud 或一个网址"),
}


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    words = {key: pair[index] for key, pair in _HELP.items()}
    parser.add_argument("operations", nargs="?", metavar="OPS.json", help=words["operations"])
    parser.add_argument("--project", metavar="NAME", help=words["project"])
    parser.add_argument("--dry-run", action="store_true", help=words["dry_run"])
    parser.add_argument("--expect-version", type=int, metavar="N", help=words["expect_version"])
    parser.add_argument("--yes", action="store_true", help=words["yes"])
    parser.add_argument("--schema", action="store_true", help=words["schema"])
    parser.add_argument("--json", action="store_true", help=words["json"])
    parser.add_argument("--backend", metavar="WHERE", help=words["backend"])


def run(options: argparse.Namespace) -> int:
    """Carry the operations out, all or none: 0 done, 1 refused with the reason, 2 misused."""
    from nemovideo_mcp.cli.report import EXIT_FAILED, Usage, print_json
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.commands import COMMANDS

    if options.schema:
        from nemovideo_mcp.edit.schema import list_schema

        print_json(list_schema())
        return 0
    if not options.operations:
        raise Usage(say(COMMANDS, "no_operations", options.language), hint=EPILOG)
    answer = _edited(options)
    if (question := answer.get("question")) and not options.json:
        from nemovideo_mcp.cli.questions import asked_for

        raise asked_for(question, options.language)
    done = bool(answer.get("done"))
    if options.json:
        print_json(answer)
    elif done:
        said = "not_kept" if options.dry_run else "at_version"
        sys.stdout.write(
            f"{answer['message']}\n{say(COMMANDS, said, options.language, n=answer['version'])}\n"
        )
    else:
        sys.stderr.write(f"{answer.get('message', '')}\n")
    return 0 if done else EXIT_FAILED


def _edited(options: argparse.Namespace) -> Mapping[str, Any]:
    import anyio

    from nemovideo_mcp.cli.operations import read_operations
    from nemovideo_mcp.cli.work import opened_project
    from nemovideo_mcp.conversation.edits import edit
    from nemovideo_mcp.protocol.questions import Asking

    items = read_operations(options.operations)

    async def work() -> Mapping[str, Any]:
        async with opened_project(options) as (nemo, project):
            return await edit(
                nemo,
                project.session_id,
                items,
                language=options.language,
                expect_version=options.expect_version,
                dry_run=options.dry_run,
                author="user",
                asking=Asking(ask="here", confirm=options.yes),
            )

    return anyio.run(work)
