"""From the words on the command line to the module that does the work, and from its end to an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from nemovideo_mcp.cli.arguments import build_parser, spoken_language
from nemovideo_mcp.cli.report import EXIT_FAILED, Reporter, silence_output

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 done, 1 failed, 2 misused, 130 interrupted. Every failure says what to do next."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    language = spoken_language(arguments, os.environ)
    if language == "zh" and not _can_show("中文"):
        # Words that are understood, and no row of question marks.
        language = "en"
    parser = build_parser(language)
    try:
        options = parser.parse_args(arguments)
        if options.module is None:
            parser.print_help()
            return _after_help(2)
    except SystemExit as end:
        return _after_help(end.code if isinstance(end.code, int) else 2)
    options.language_is_chosen = options.language is not None
    options.language = language
    reporter = Reporter(language=language, as_json=getattr(options, "json", False))
    # Imported late: help is instant, and the server's start does not pay for the studio.
    with reporter:
        module = importlib.import_module(f"nemovideo_mcp.cli.{options.module}")
        reporter.exit_code = module.run(options)
        sys.stdout.flush()
    return reporter.exit_code


def _after_help(code: int) -> int:
    """The exit code, when all that was printed has gone out, or has found nobody who reads it."""
    try:
        sys.stdout.flush()
    except OSError as error:
        silence_output()
        return code if isinstance(error, BrokenPipeError) else EXIT_FAILED
    return code


def _can_show(words: str) -> bool:
    try:
        words.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _open_streams() -> None:
    """Streams that were closed lead nowhere; one of another encoding gets question marks, not a traceback."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
