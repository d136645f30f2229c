"""Text in lines: broken well in Latin and Chinese, as large as fits."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.timeline.captions import NOT_FIRST, NOT_LAST, stands_alone
from nemovideo_mcp.video.typefaces import NEUTRAL, Typeface, clusters, typeface

__all__ = ["LINE_HEIGHT", "broken_lines", "lines_within"]

LINE_HEIGHT = 1.22
"""From one line to the next, in sizes of the font."""

# Text that does not fit is set smaller, down to this share of the wanted size; then it gets more lines.
_SMALLEST = 0.5


def broken_lines(text: str, *, room: float, font: Typeface) -> list[str]:
    """`text` in as few lines as fit in `room` pixels, of lengths as even as can be.

    Latin breaks at spaces, Chinese and Japanese between characters, but never before closing or after opening
    punctuation. A word that is wider than `room` stands alone.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        units = _units(paragraph)
        best = _filled(units, room, font)
        narrow, wide = room / max(1, len(best)) * 0.8, room
        while wide - narrow > max(2.0, room / 200):
            middle = (narrow + wide) / 2
            tried = _filled(units, middle, font)
            if len(tried) <= len(best):
                best, wide = tried, middle
            else:
                narrow = middle
        lines += best
    return lines


def lines_within(
    text: str, *, size: float, room: int, lines_most: int, tallest: int, role: str = NEUTRAL
) -> tuple[list[str], Typeface]:
    """Lines and font: `size` pixels large if that fits, else smaller; at last cut short with an ellipsis.

    Args:
        text: What is to be set; its own line breaks are kept.
        size: The wanted size of the font in pixels; half of it at least.
        room: The width in pixels.
        lines_most: How many lines are wanted at most; text that is too long even when small gets more.
        tallest: The height in pixels that all lines may take.
        role: The role of the font.
    """
    full = size
    while True:
        font = typeface(role, max(8, round(size)))
        lines = broken_lines(text, room=room, font=font)
        pitch = font.size * LINE_HEIGHT
        fits = len(lines) <= lines_most and max(font.getlength(line) for line in lines) <= room
        if fits or size <= full * _SMALLEST:
            break
        size *= 0.94
    most = max(lines_most, int(tallest / pitch))
    lines = [_cut(line, room, font) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + "…", room, font)]
    return lines, font


def _units(paragraph: str) -> list[str]:
    """The pieces that are never broken; a piece that begins with a space may lose it at the start of a line."""
    units: list[str] = []
    previous = ""
    for character in clusters(paragraph):
        joined = previous and (
            character in NOT_FIRST
            or previous in NOT_LAST
            or not (character == " " or stands_alone(character[0]) or stands_alone(previous[0]))
        )
        if joined or previous == " ":
            units[-1] += character
        else:
            units.append(character)
        previous = character
    return units


def _filled(units: Sequence[str], room: float, font: Typeface) -> list[str]:
    lines: list[str] = []
    line = ""
    for unit in units:
        if line and font.getlength((line + unit).rstrip()) > room:
            lines.append(line.strip())
            line = ""
        line += unit
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _cut(line: str, room: int, font: Typeface) -> str:
    if font.getlength(line) <= room:
        return line
    while len(line) > 1 and font.getlength(line.rstrip("…") + "…") > room:
        line = "".join(clusters(line.rstrip("…"))[:-1])
    return line.rstrip("… ") + "…"
