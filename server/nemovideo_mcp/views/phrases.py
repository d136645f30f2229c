"""Times, spans and picture shapes as people read them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from nemovideo_mcp.messages.timelines import Phrases

if TYPE_CHECKING:
    from nemovideo_mcp.views.outline import Outline

__all__ = ["canvas_words", "clock", "ratio_words", "span", "speed_words"]

_RATIOS = ((16, 9), (9, 16), (1, 1), (4, 3), (3, 4), (4, 5), (5, 4), (21, 9), (3, 2), (2, 3))


def span(start_ms: int, end_ms: int, phrases: Phrases) -> str:
    """`0-1.5s`, past a minute `0:58-1:12`."""
    if end_ms >= 60_000:
        return f"{clock(start_ms)}-{clock(end_ms)}"
    return f"{_short(start_ms)}-{_short(end_ms)}{phrases.seconds}"


def clock(ms: int) -> str:
    """`0:45`, `1:02:03`; to a tenth of a second where it is shorter than ten."""
    if ms < 10_000 and ms % 1000:
        return (
            f"0:{ms // 1000:02d}.{round(ms % 1000 / 100) % 10}"
            if ms % 1000 < 950
            else f"0:{ms // 1000 + 1:02d}"
        )
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def speed_words(speed: float, notes: Iterable[str], phrases: Phrases) -> str:
    """`2×`, `1× fast, slow, fast`: the factor, and what is noted beside it."""
    said = phrases.comma.join(phrases.speeds[note] for note in notes)
    return f"{speed:.4g}×{' ' * bool(said)}{said}"


def canvas_words(outline: Outline) -> str:
    """`1080×1920, 30 fps`, as far as the draft says."""
    size = f"{outline.width}×{outline.height}" if outline.width and outline.height else ""
    rate = f"{outline.frame_rate:.4g} fps" if outline.frame_rate else ""
    return ", ".join(fact for fact in (size, rate) if fact)


def ratio_words(width: int, height: int) -> str:
    """`9:16` where the shape has a name, else `1080×1400`."""
    for across, down in _RATIOS:
        if math.isclose(width / height, across / down, rel_tol=0.01):
            return f"{across}:{down}"
    return f"{width}×{height}"


def _short(ms: int) -> str:
    tenths = round(ms / 100)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
