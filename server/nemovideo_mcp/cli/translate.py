"""`nemovideo translate`: a backend's replies on standard input, a line each, without GUI speech on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any, cast

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.conversation.gui import translate

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """With `--json`, `{"text"}` in and `{"text", "actions"}` out; without, what is left and the actions behind it."""
    for text in _texts(as_json=options.json):
        translation = translate(text)
        if options.json:
            answer = {"text": translation.text, "actions": list(translation.actions)}
            line = json.dumps(answer, ensure_ascii=False)
        else:
            actions = " ".join(f"[{action}]" for action in translation.actions)
            line = " ".join(part for part in (translation.text, actions) if part)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return 0


def _texts(*, as_json: bool) -> Iterator[str]:
    for number, line in enumerate(sys.stdin, 1):
        if not as_json:
            yield line.rstrip("\r\n")
        elif line.strip():
            yield _text_of(line, number)


def _text_of(line: str, number: int) -> str:
    try:
        given: object = json.loads(line)
    except (ValueError, RecursionError):
        given = None
    text = cast("dict[str, Any]", given).get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise Usage(
            f"line {number} is not a JSON object with a text.", hint='{"text": "Click Export to download."}'
        )
    return text
