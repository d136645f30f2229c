"""Words that come from files and backends, made safe to stand beside our own: they are data, and short."""

from __future__ import annotations

import re

from nemovideo_mcp.views.names import plain_text

__all__ = ["bounded", "quoted", "quoted_name"]

_MOST_CHARACTERS = 6_000
# Joined emoji and some scripts need these two; whatever else cannot be seen hides something.
_JOINERS = "\u200c\u200d"


def bounded(text: str, *, limit: int = _MOST_CHARACTERS) -> str:
    """`text` in lines, without characters that cannot be seen, of at most `limit` characters."""
    lines = (
        "".join(c if c.isprintable() or c in _JOINERS else " " for c in line) for line in text.split("\n")
    )
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
    return joined if len(joined) <= limit else f"{joined[: limit - 1].rstrip()}…"


def quoted(reply: str) -> str:
    """What somebody else said, marked as such: each line behind a `>`."""
    return "\n".join(f"> {line}".rstrip() for line in bounded(reply).splitlines())


def quoted_name(name: str) -> str:
    """A file's or project's name between quotation marks, on one line."""
    inner = plain_text(name).replace("”", "'")
    return f"“{inner}”"
