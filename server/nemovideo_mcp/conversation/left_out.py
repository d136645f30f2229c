"""Says which of the given files are not used, and why: one bad file does not keep the others from being used."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import TURNS

__all__ = ["left_out_lines"]

_MOST_NAMED = 12


def left_out_lines(errors: Sequence[NemoError], *, language: str) -> tuple[str, ...]:
    """A line for each file that is left out, with the reason; of very many, how many more there are."""
    named = errors if len(errors) <= _MOST_NAMED else errors[: _MOST_NAMED - 1]
    lines = [say(TURNS, "left_out", language, reason=error.what(language)) for error in named]
    if len(named) < len(errors):
        lines.append(say(TURNS, "left_out_more", language, n=len(errors) - len(named)))
    return tuple(lines)
