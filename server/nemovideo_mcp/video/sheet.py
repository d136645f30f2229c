"""A dark sheet to draw on: smooth shapes and small text over pictures, and a PNG that is never too large."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from nemovideo_mcp.video.typefaces import printable

__all__ = [
    "ACCENT",
    "DIM",
    "GROUND",
    "INK",
    "LINE",
    "PANEL",
    "Box",
    "Colour",
    "Sheet",
    "png_within",
    "text_width",
    "trimmed",
]

Colour = tuple[int, int, int] | tuple[int, int, int, int]
Box = tuple[float, float, float, float]

GROUND: Colour = (15, 17, 23)
PANEL: Colour = (24, 27, 36)
LINE: Colour = (52, 58, 74)
INK: Colour = (234, 237, 244)
DIM: Colour = (150, 158, 176)
ACCENT: Colour = (255, 196, 61)

_FONT = Path(__file__).parent / "fonts" / "NemoTitle-Bold.ttf"
# Shapes and text are drawn so many times larger and reduced, since Pillow's shapes have no smooth edges.
_SCALE = 2
_COLOURS = 256
_SMALLER, _LEAST_WIDTH = 0.85, 160


class Sheet:
    """Pictures lie below (`picture`), all else above them; coordinates are pixels of the finished sheet."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._base = Image.new("RGB", (width, height), GROUND)
        self._ink = Image.new("RGBA", (width * _SCALE, height * _SCALE), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._ink)

    def picture(self, image: Image.Image, box: Box) -> None:
        """`image` filling `box`; what does not fit is cut off at its sides."""
        left, top, right, bottom = (round(value) for value in box)
        width, height = right - left, bottom - top
        if width <= 0 or height <= 0:
            return
        across, down = width / image.width, height / image.height
        scale = max(across, down)
        seen_x, seen_y = min(width / scale, image.width), min(height / scale, image.height)
        x, y = (image.width - seen_x) / 2, (image.height - seen_y) / 2
        part = image.convert("RGB").resize(
            (width, height), Image.Resampling.LANCZOS, (x, y, x + seen_x, y + seen_y)
        )
        self._base.paste(part, (left, top))

    def ground(self, box: Box, colour: Colour) -> None:
        """A plain rectangle on the pictures' level, which pictures that come later cover."""
        left, top, right, bottom = (round(value) for value in box)
        if right > left and bottom > top:
            self._base.paste(colour[:3], (left, top, right, bottom))

    def panel(self, box: Box, colour: Colour, *, radius: float = 0) -> None:
        left, top, right, bottom = _scaled(box)
        if right > left and bottom > top:
            corner = min(radius * _SCALE, (right - left) / 2, (bottom - top) / 2)
            self._draw.rounded_rectangle((left, top, right - 1, bottom - 1), corner, fill=colour)

    def corners(self, box: Box, colour: Colour, *, radius: float) -> None:
        """Round the corners of a picture, by covering what lies outside them with `colour`."""
        left, top, right, bottom = _scaled(box)
        size = max(1, round(min(radius * _SCALE, (right - left) / 2, (bottom - top) / 2)))
        corner = _corner(size)
        for x, y, turn in (
            (left, top, None),
            (right - size, top, Image.Transpose.FLIP_LEFT_RIGHT),
            (left, bottom - size, Image.Transpose.FLIP_TOP_BOTTOM),
            (right - size, bottom - size, Image.Transpose.ROTATE_180),
        ):
            mask = corner if turn is None else corner.transpose(turn)
            self._ink.paste((*colour[:3], 255), (round(x), round(y)), mask)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Colour, thickness: float
    ) -> None:
        points = [(x * _SCALE, y * _SCALE) for x, y in (start, end)]
        self._draw.line(points, fill=colour, width=max(1, round(thickness * _SCALE)))

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def text(
        self, at: tuple[float, float], words: str, *, size: int, colour: Colour = INK, anchor: str = "lm"
    ) -> None:
        """`words` in one line; what the font cannot draw is left out."""
        position = (at[0] * _SCALE, at[1] * _SCALE)
        self._draw.text(position, printable(words), fill=colour, font=_font(size * _SCALE), anchor=anchor)

    def finished(self) -> Image.Image:
        whole = self._base.convert("RGBA")
        whole.alpha_composite(self._ink.reduce(_SCALE))
        return whole.convert("RGB")


def text_width(words: str, size: int) -> float:
    """How many pixels `words` take."""
    return _font(size * _SCALE).getlength(printable(words)) / _SCALE


def trimmed(words: str, *, size: int, room: float) -> str:
    """`words` cut to `room` pixels with an ellipsis; empty where not even one character and it would fit."""
    known = printable(words).replace("\n", " ")
    if text_width(known, size) <= room:
        return known
    low, high = 0, len(known)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(known[:middle].rstrip() + "…", size) <= room:
            low = middle
        else:
            high = middle - 1
    return known[:low].rstrip() + "…" if low else ""


def png_within(image: Image.Image, max_bytes: int) -> bytes:
    """`image` as a PNG of `max_bytes` at most: in fewer colours, then smaller, where it has to be."""
    data = _png(image)
    while len(data) > max_bytes:
        data = _png(image.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE))
        if len(data) <= max_bytes or image.width <= _LEAST_WIDTH:
            break
        size = round(image.width * _SMALLER), max(1, round(image.height * _SMALLER))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return data


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def _scaled(box: Box) -> Box:
    left, top, right, bottom = box
    return left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE


@lru_cache(maxsize=8)
def _corner(size: int) -> Image.Image:
    """What lies outside a quarter of a circle, of the upper left corner."""
    mask = Image.new("L", (size, size), 255)
    ImageDraw.Draw(mask).ellipse((0, 0, 2 * size - 1, 2 * size - 1), fill=0)
    return mask


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)
