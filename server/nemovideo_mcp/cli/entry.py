"""From the words on the command line to the module that does the work, and from its end to an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from nemovideo_mcp.cli.arguments import build_parser, spoken_language
from nemovideo_mcp.cli.report import Reporter

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 done, 1 failed, 2 misused, 130 interrupted. Every failure says what to do next."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    language = spoken_language(arguments, os.environ)
    parser = build_parser(language)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    if options.module is None:
        parser.print_help()
        return 2
    options.language_is_chosen = options.language is not None
    options.language = language
    reporter = Reporter(language=language, as_json=getattr(options, "json", False))
    # Imported late: help is instant, and the server's start does not pay for the studio.
    with reporter:
        module = importlib.import_module(f"nemovideo_mcp.cli.{options.module}")
        reporter.exit_code = module.run(options)
    return reporter.exit_code


def _speak_utf8() -> None:
    """A pipe or console of another encoding gets question marks, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
