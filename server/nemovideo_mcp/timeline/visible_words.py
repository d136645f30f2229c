"""Words of titles and captions as they can be drawn, wherever they come from."""

from __future__ import annotations

import unicodedata

__all__ = ["visible", "visible_lines"]

# Joins the parts of one emoji.
_JOINER = "\u200d"
# Marks without a width: directions of writing, places to break, the order of bytes.
_WITHOUT_WIDTH = "\u200e\u200f\u200b\ufeff"


def visible(text: str) -> str:
    """Words as they can be drawn: without control characters, which would be boxes, nor blanks around them.

    What is newer than the tables here, as emoji of next year, stays: who draws it says whether a font has it.
    """
    return "".join(_drawn(c) for c in text if c not in _WITHOUT_WIDTH).strip(f" \n{_JOINER}")


def visible_lines(text: str) -> str:
    """Words as `visible` leaves them, with one blank between two words and without empty lines."""
    lines = (" ".join(visible(line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _drawn(character: str) -> str:
    kept = character.isprintable() or character in ("\n", _JOINER) or _may_be_new(character)
    return character if kept else " "


def _may_be_new(character: str) -> bool:
    """Whether it is a character that may have come to be, or is somebody's own."""
    return unicodedata.category(character) in ("Cn", "Co")
