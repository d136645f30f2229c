"""What beats of another program may be like: checked once for all formats, and said with the line that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.beat_file import MOST_BEATS

__all__ = ["LONGEST_S", "checked_beats", "checked_time", "unreadable_line"]

LONGEST_S = 24 * 3600
"""No song is longer, in seconds."""
# Six hundred beats a minute: no music has more.
_LEAST_GAP_S = Fraction(1, 10)
# Two tracks of labels may have the same beat, to the rounding of a millisecond.
_SAME_S = Fraction(1, 500)
_SHOWN = 60


def unreadable_line(key: str, line: int, text: str, **fields: object) -> MediaUnreadable:
    """The error of a line that cannot be read."""
    shown = text.strip()
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
    return unreadable(key, line=line, text=shown, **fields)


def checked_time(time_s: Fraction, line: int, text: str) -> Fraction:
    """A moment of a song, in seconds. Raises `MediaUnreadable` where no song has it."""
    if time_s < 0:
        raise unreadable_line("time_below_zero", line, text)
    if time_s > LONGEST_S:
        raise unreadable_line("time_too_late", line, text)
    return time_s


def checked_beats(beats: Sequence[tuple[int, Fraction]]) -> list[int]:
    """Which of these beats (line and seconds, in order of time) to take: each once.

    Raises `MediaUnreadable` where there are too many, or two that are too near to each other to be beats.
    """
    if len(beats) > MOST_BEATS:
        raise unreadable("too_many_beats", count=f"{MOST_BEATS:,}")
    kept: list[int] = []
    for index, (line, time_s) in enumerate(beats):
        if kept:
            before_line, before_s = beats[kept[-1]]
            gap_s = time_s - before_s
            if gap_s <= _SAME_S:
                continue
            if gap_s < _LEAST_GAP_S:
                raise unreadable("beats_too_near", line=line, other=before_line, gap_ms=round(gap_s * 1000))
        kept.append(index)
    return kept
