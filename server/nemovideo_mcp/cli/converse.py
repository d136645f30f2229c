"""`nemovideo route`: what sentences on standard input ask for, one line out for each line in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any, cast

from nemovideo_mcp.conversation.intents import Routing, route

__all__ = ["run"]

_WRONG = {
    "en": 'not understood: {error}. A line has to be a JSON object such as {{"text": "export"}}.',
    "zh": '无法理解：{error}。每行应为一个 JSON 对象，例如 {{"text": "导出"}}。',
}


def run(options: argparse.Namespace) -> int:
    """Answer line by line until the input ends; 0 unless a JSON line was none, then 1."""
    failed = False
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")
        if not line.strip():
            continue
        if not options.json:
            answer = _in_words(route(line))
        else:
            try:
                answer = json.dumps(_as_json(route(_text_of(line))), ensure_ascii=False)
            except (ValueError, RecursionError) as error:
                failed = True
                answer = json.dumps(
                    {"error": _WRONG[options.language].format(error=error)}, ensure_ascii=False
                )
        sys.stdout.write(answer + "\n")
        # A program that drives this one waits for the answer before it writes its next line.
        sys.stdout.flush()
    return 1 if failed else 0


def _text_of(line: str) -> str:
    said: Any = json.loads(line)
    text = cast("Mapping[str, Any]", said).get("text") if isinstance(said, dict) else None
    if not isinstance(text, str):
        raise ValueError('no "text"')
    # A lone surrogate is valid JSON, and cannot be written again.
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _in_words(routing: Routing) -> str:
    parts: list[str] = []
    for action in routing.actions:
        more = [mention.text for mention in action.mentions] + ([action.path] if action.path else [])
        parts.append(f"{action.kind} ({', '.join(more)})" if more else action.kind)
    return ", ".join(parts)


def _as_json(routing: Routing) -> dict[str, Any]:
    found: dict[str, Any] = {
        "text": routing.text,
        "language": routing.language,
        "actions": [action.kind for action in routing.actions],
        "mentions": [mention.text for action in routing.actions for mention in action.mentions],
        "reasons": [action.reason for action in routing.actions],
    }
    if path := next((action.path for action in routing.actions if action.path), None):
        found["path"] = path
    return found
