"""`nemovideo summarise`: a draft in a file, or on standard input as `-`, in words."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.views.summary import summary_line, summary_text

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """One line for the draft, or with `--full` a line for each clip."""
    try:
        words = (
            sys.stdin.read() if options.draft == "-" else Path(options.draft).read_text(encoding="utf-8-sig")
        )
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise Usage(f"{options.draft}: {reason}", hint="nemovideo summarise draft.json") from error
    try:
        draft: object = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise Usage(f"{options.draft}: no JSON", hint="nemovideo summarise draft.json") from error
    say = summary_text if options.full else summary_line
    sys.stdout.write(say(draft, language=options.language) + "\n")
    return 0
