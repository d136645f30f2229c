"""Titles, painted once each with Pillow: lines that break well in Latin and Chinese, legible on any picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

__all__ = ["STYLES", "PaintedTitle", "TitleStyle", "broken_lines", "paint_title", "printable"]

_FONT = Path(__file__).parent / "fonts" / "NemoTitle-Bold.ttf"
# A code point that no font has: what it draws is the box that stands for a missing glyph.
_MISSING = "\U0010fffd"

_NOT_FIRST = frozenset("、。，．：；？！）］｝〉》」』】〕〗’”…—～·,.:;?!)]}%°")
_NOT_LAST = frozenset("（［｛〈《「『【〔〖‘“([{$￥¥#@")


@dataclass(frozen=True, kw_only=True)
class TitleStyle:
    """A look. Lengths are shares of the canvas's shorter side, `top` and `width` of its height and width.

    `anchor` says what stands at `top`: the text's top, middle or bottom. `plate` is how dark the soft shade behind
    the text is, 0 to 1; `bar` is the accent colour of a bar on the left, if any.
    """

    size: float
    lines: int
    width: float
    wide: tuple[float, str]
    tall: tuple[float, str]
    align: str = "center"
    plate: float = 0.48
    bar: tuple[int, int, int] | None = None

    def place(self, *, tall: bool) -> tuple[float, str]:
        """Where the text stands, by the canvas's shape: phones lay buttons over the lower fifth of a tall film."""
        return self.tall if tall else self.wide


STYLES: Mapping[str, TitleStyle] = {
    "title": TitleStyle(size=0.115, lines=3, width=0.84, wide=(0.5, "middle"), tall=(0.44, "middle")),
    "subtitle": TitleStyle(
        size=0.056, lines=3, width=0.82, wide=(0.91, "bottom"), tall=(0.78, "bottom"), plate=0.5
    ),
    "lower_third": TitleStyle(
        size=0.068,
        lines=2,
        width=0.72,
        wide=(0.88, "bottom"),
        tall=(0.76, "bottom"),
        align="left",
        plate=0.45,
        bar=(255, 196, 61),
    ),
}
"""The looks by name; a name that is not there is painted as a title."""

_MARGIN = 0.07
_LINE_HEIGHT = 1.22
# Text that does not fit is set smaller, down to this share of the style's size; then it gets more lines.
_SMALLEST = 0.5
_TALLEST = 0.6


@dataclass(frozen=True, kw_only=True)
class PaintedTitle:
    """An RGBA picture and where its left upper corner stands on the canvas; all even, as 4:2:0 wants it."""

    image: Image.Image
    left: int
    top: int


def paint_title(text: str, *, style: str, width: int, height: int) -> PaintedTitle | None:
    """The title for a canvas of `width` × `height`; None where no character of it can be painted."""
    look = STYLES.get(style, STYLES["title"])
    words = printable(text)
    if not words:
        return None
    short = min(width, height)
    lines, font = _set(
        words, look, room=round(width * look.width), short=short, tallest=round(height * _TALLEST)
    )
    pitch = round(font.size * _LINE_HEIGHT)
    block_width = max(round(font.getlength(line)) for line in lines)
    block_height = pitch * len(lines)
    left = round(width * _MARGIN) if look.align == "left" else (width - block_width) // 2
    share, anchor = look.place(tall=height > width)
    top = round(height * share) - {"top": 0, "middle": block_height // 2, "bottom": block_height}[anchor]
    bar = round(short * 0.009) if look.bar else 0
    gap = bar * 4
    # Room around the text for its shade to fade out in.
    around = round(font.size * 1.5)
    box = _even_box(
        left - around, top - around, left + gap + block_width + around, top + block_height + around
    )
    box = (max(0, box[0]), max(0, box[1]), min(width // 2 * 2, box[2]), min(height // 2 * 2, box[3]))
    size = box[2] - box[0], box[3] - box[1]
    ink = Image.new("L", size, 0)
    draw = ImageDraw.Draw(ink)
    for number, line in enumerate(lines):
        slack = 0 if look.align == "left" else (block_width - font.getlength(line)) / 2
        x = left - box[0] + gap + slack
        # Half of a line's height lies over its capitals' middle, for accents: up, so that it looks centred.
        y = top - box[1] + pitch * number + pitch / 2 - font.size * 0.06
        draw.text((x, y), line, fill=255, font=font, anchor="lm")
    image = _shaded(
        ink,
        look,
        font_size=int(font.size),
        block=(left - box[0], top - box[1], block_width + gap, block_height),
    )
    if look.bar:
        mark = ImageDraw.Draw(image)
        y = top - box[1] + round(pitch * 0.12)
        x = left - box[0]
        mark.rounded_rectangle(
            (x, y, x + bar, y + block_height - round(pitch * 0.24)), bar // 2, (*look.bar, 255)
        )
    return PaintedTitle(image=image, left=box[0], top=box[1])


def printable(text: str) -> str:
    """`text` without what the font cannot draw (emoji, other scripts, control characters); lines are kept."""
    lines = (
        "".join(c for c in unicodedata.normalize("NFC", line.replace("\t", " ")) if _has_glyph(c))
        for line in text.splitlines()
    )
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def broken_lines(text: str, *, room: float, font: ImageFont.FreeTypeFont) -> list[str]:
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


def _set(
    text: str, look: TitleStyle, *, room: int, short: int, tallest: int
) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """Lines and font: as large as the style says if that fits, else smaller; at last cut short with an ellipsis."""
    full = short * look.size
    size = full
    while True:
        font = _font(max(8, round(size)))
        lines = broken_lines(text, room=room, font=font)
        pitch = font.size * _LINE_HEIGHT
        fits = len(lines) <= look.lines and max(font.getlength(line) for line in lines) <= room
        if fits or size <= full * _SMALLEST:
            break
        size *= 0.94
    most = max(look.lines, int(tallest / pitch))
    lines = [_cut(line, room, font) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + "…", room, font)]
    return lines, font


def _units(paragraph: str) -> list[str]:
    """The pieces that are never broken; a piece that begins with a space may lose it at the start of a line."""
    units: list[str] = []
    for character in paragraph:
        previous = units[-1][-1] if units else ""
        joined = previous and (
            character in _NOT_FIRST
            or previous in _NOT_LAST
            or not (character == " " or _is_wide(character) or _is_wide(previous))
        )
        if joined or previous == " ":
            units[-1] += character
        else:
            units.append(character)
    return units


def _filled(units: Sequence[str], room: float, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    line = ""
    for unit in units:
        if line and font.getlength((line + unit).rstrip()) > room:
            lines.append(line.strip())
            line = ""
        line += unit
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _cut(line: str, room: int, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(line) <= room:
        return line
    while len(line) > 1 and font.getlength(line.rstrip("…") + "…") > room:
        line = line.rstrip("…")[:-1]
    return line.rstrip("… ") + "…"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _shaded(
    ink: Image.Image, look: TitleStyle, *, font_size: int, block: tuple[int, int, int, int]
) -> Image.Image:
    """White ink over a close shadow, an outline's worth of dark and a wide soft plate."""
    left, top, width, height = block
    plate = Image.new("L", ink.size, 0)
    inset = round(font_size * 0.1)
    ImageDraw.Draw(plate).rounded_rectangle(
        (left - inset, top - inset, left + width + inset, top + height + inset),
        round(font_size * 0.5),
        fill=round(255 * look.plate),
    )
    plate = _faded_edges(plate.filter(ImageFilter.GaussianBlur(font_size * 0.55)))
    drop = max(1, round(font_size * 0.035))
    close = ImageChops.offset(ink, 0, drop).filter(ImageFilter.GaussianBlur(font_size * 0.045))
    glow = ink.filter(ImageFilter.GaussianBlur(font_size * 0.16)).point(
        [round(value * 0.9) for value in range(256)]
    )
    shade = ImageChops.lighter(plate, ImageChops.lighter(close, glow))
    image = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    image.putalpha(shade)
    white = Image.new("RGBA", ink.size, (255, 255, 255, 0))
    white.putalpha(ink)
    return Image.alpha_composite(image, white)


def _faded_edges(plate: Image.Image) -> Image.Image:
    """Nothing at the border of the picture, so that no edge is ever seen."""
    width, height = plate.size
    inner = Image.new("L", plate.size, 0)
    margin = max(2, min(width, height) // 16)
    ImageDraw.Draw(inner).rectangle((margin, margin, width - margin - 1, height - margin - 1), fill=255)
    return ImageChops.multiply(plate, inner.filter(ImageFilter.BoxBlur(margin)))


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    if character == " ":
        return True
    category = unicodedata.category(character)
    # Variation selectors are marks that only choose between a glyph and its emoji.
    if (
        category[0] == "C"
        or category in ("Me", "Zl", "Zp")
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    ):
        return False
    return character.isspace() or _drawn(character) != _drawn(_MISSING)


@lru_cache(maxsize=1024)
def _drawn(character: str) -> bytes:
    image = Image.new("L", (48, 48))
    ImageDraw.Draw(image).text((4, 36), character, fill=255, font=_font(32), anchor="ls")
    return image.tobytes()


def _even_box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return left // 2 * 2, top // 2 * 2, -(-right // 2) * 2, -(-bottom // 2) * 2
