"""`nemovideo export --as`: a project for another editor, with its music, captions and, on wish, its media."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = ("hand a project over to another editor", "把项目交给其他剪辑软件继续编辑")
EPILOG = "nemovideo export --project lisbon --as fcpxml -o lisbon.fcpxml"
_HELP: Mapping[str, tuple[str, str]] = {
    "project": ("the project; the current or only one by default", "项目；默认为当前或唯一的项目"),
    "as": (
        "fcpxml (Final Cut Pro, Resolve), xml (Premiere, Resolve), otio, otioz (with all media), edl or srt",
        "fcpxml（Final Cut Pro、达芬奇）、xml（Premiere、达芬奇）、otio、otioz（含全部素材）、edl 或 srt",
    ),
    "output": ("where the project file goes", "项目文件的保存位置"),
    "copy": (
        "copy all media beside the file, for another machine; else your own files are named where they are",
        "把全部素材复制到文件旁，便于换机器；否则引用你自己的文件",
    ),
    "stems": ("write the stems of composed music too", "同时写出作曲的分轨"),
    "overwrite": ("replace the file if it is there already", "若文件已存在则替换"),
    "json": ("print JSON", "以 JSON 打印"),
    "backend": ("auto, local, cloud, or an address", "auto、local、cloud 或一个网址"),
}


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    words = {key: pair[index] for key, pair in _HELP.items()}
    parser.add_argument("--project", metavar="NAME", help=words["project"])
    parser.add_argument("--as", required=True, metavar="FORMAT", dest="kind", help=words["as"])
    parser.add_argument("-o", "--output", metavar="FILE", help=words["output"])
    parser.add_argument("--copy-media", action="store_true", help=words["copy"])
    parser.add_argument("--stems", action="store_true", help=words["stems"])
    parser.add_argument("--overwrite", action="store_true", help=words["overwrite"])
    parser.add_argument("--json", action="store_true", help=words["json"])
    parser.add_argument("--backend", metavar="WHERE", help=words["backend"])


def run(options: argparse.Namespace) -> int:
    """Write the project file and what belongs to it."""
    import anyio

    return anyio.run(_hand_over, options)


async def _hand_over(options: argparse.Namespace) -> int:
    from nemovideo_mcp.cli.progress import open_display
    from nemovideo_mcp.cli.report import print_json
    from nemovideo_mcp.cli.work import opened_project
    from nemovideo_mcp.client.handover import handover_lines, kind_of
    from nemovideo_mcp.client.outputs import free_output, named_output
    from nemovideo_mcp.conversation.delivery import file_stem
    from nemovideo_mcp.messages.catalogue import say
    from nemovideo_mcp.messages.interchange import INTERCHANGE

    language: str = options.language
    kind = kind_of(options.kind)
    async with opened_project(options) as (nemo, project):
        stem = file_stem(project.name)
        if options.output:
            target = named_output(options.output).absolute()
            target = target / f"{stem}.{kind}" if target.is_dir() else target
            target = target if target.suffix else target.with_name(f"{target.name}.{kind}")
        else:
            target = free_output(Path.cwd(), stem, suffix=f".{kind}")
        with closing(open_display(as_json=options.json)) as display:
            display.stage(say(INTERCHANGE, "handing_over", language))
            made = await nemo.hand_over(
                project.session_id,
                kind,
                target,
                media="copy" if options.copy_media else "link",
                stems=options.stems,
                overwrite=options.overwrite,
                language=language,
                on_bytes=lambda done, total: display.update(100 * done / total if total else None),
            )
    if options.json:
        print_json(
            {
                "path": str(made.path),
                "files": [str(file) for file in made.files],
                "linked": made.linked,
                "left_out": list(made.left_out),
            }
        )
    else:
        sys.stdout.write("\n".join(handover_lines(made, language)) + "\n")
    return 0
