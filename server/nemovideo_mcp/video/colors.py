"""Colours as edits name them (`#rrggbb`), and as films hold them (BT.709, limited range)."""

from __future__ import annotations

import re

__all__ = ["bt709_of", "rgb_of"]

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_RED_SHARE, _GREEN_SHARE, _BLUE_SHARE = 0.2126, 0.7152, 0.0722


def rgb_of(color: str, *, default: tuple[int, int, int]) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255; `default` where `color` is not `#rrggbb`, as foreign drafts may have it."""
    found = _HEX.fullmatch(color.strip())
    if found is None:
        return default
    value = int(found[1], 16)
    return value >> 16, value >> 8 & 255, value & 255


def bt709_of(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """Luma (16 to 235) and both chromas (16 to 240) of a colour."""
    red, green, blue = (value / 255 for value in rgb)
    luma = _RED_SHARE * red + _GREEN_SHARE * green + _BLUE_SHARE * blue
    return (
        16 + 219 * luma,
        128 + 112 * (blue - luma) / (1 - _BLUE_SHARE),
        128 + 112 * (red - luma) / (1 - _RED_SHARE),
    )
