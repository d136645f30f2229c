"""Whether letters stand out from what lies behind them, and how much shade it takes that they do.

Luminance and contrast are those of WCAG 2.2 (definitions of "relative luminance" and "contrast ratio").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["LEAST_CONTRAST", "contrast", "ground_of", "luminance", "shade_rgb", "shade_wanted"]

RGB = tuple[int, int, int]

LEAST_CONTRAST = 4.5
"""WCAG's level AA for text."""

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
# Encoding moves a picture's values a little.
_WANTED = LEAST_CONTRAST * 1.12
_STEPS = 20
# Of a ground's patches, so many may be worse.
_SHARE = 95


def luminance(rgb: RGB) -> float:
    """How bright a colour (sRGB, 0 to 255) is, 0 to 1."""
    red, green, blue = (_linear(value / 255) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """The contrast of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def shade_rgb(ink: RGB) -> RGB:
    """Black or white: what `ink` stands out from more."""
    bright = luminance(ink)
    return _BLACK if contrast(bright, 0.0) >= contrast(bright, 1.0) else _WHITE


def ground_of(pictures: Sequence[Image.Image], *, ink: RGB, patch: int) -> float:
    """The luminance of the worst ground for `ink` in `pictures` (RGB), but for a twentieth of each one's patches.

    Args:
        pictures: what lies behind the letters at some moments; none at all is the worst there is.
        ink: the letters' colour.
        patch: pixels that are seen as one, about a quarter of a stroke.
    """
    is_light = shade_rgb(ink) == _BLACK
    worst = [_bright_end(picture, patch) if is_light else _dark_end(picture, patch) for picture in pictures]
    if is_light:
        return max(worst, default=1.0)
    return min(worst, default=0.0)


def shade_wanted(ink: RGB, ground: float) -> float:
    """How opaque `shade_rgb` of the ink must be over a ground of that luminance, 0 to 1, in steps of a twentieth."""
    bright = luminance(ink)
    dark = shade_rgb(ink) == _BLACK
    value = _encoded(ground)
    for step in range(_STEPS + 1):
        opacity = step / _STEPS
        shaded = value * (1 - opacity) + (0.0 if dark else opacity)
        if contrast(bright, _linear(shaded)) >= _WANTED and (_linear(shaded) < bright) is dark:
            return opacity
    return 1.0


def _bright_end(picture: Image.Image, patch: int) -> float:
    return float(np.percentile(_patches(picture, patch), _SHARE))


def _dark_end(picture: Image.Image, patch: int) -> float:
    return float(np.percentile(_patches(picture, patch), 100 - _SHARE))


def _patches(picture: Image.Image, patch: int) -> NDArray[np.float64]:
    size = max(1, picture.width // max(1, patch)), max(1, picture.height // max(1, patch))
    values = np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX), np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(linear: float) -> float:
    return linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
