"""Texts over the picture, painted once each with Pillow: titles, end cards, lower thirds and subtitles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from nemovideo_mcp.video.colors import bt709_of, rgb_of
from nemovideo_mcp.video.text_layout import LINE_HEIGHT, lines_within, printable

__all__ = ["STYLES", "PaintedText", "TextBox", "TextLook", "TextStyle", "paint_text", "text_box"]


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """A kind of text. Lengths are shares of the canvas's shorter side, of its height (places) or width (`width`).

    `wide` and `tall` say where it stands by itself: a height, and what of the text stands there, its top, middle or
    bottom. `plate` is how dark the soft shade behind the text is, 0 to 1; `bar` is the accent colour of a bar on the
    left, if any.
    """

    size: float
    lines: int
    width: float
    wide: tuple[float, str]
    tall: tuple[float, str]
    align: str = "center"
    plate: float = 0.48
    bar: tuple[int, int, int] | None = None


STYLES: Mapping[str, TextStyle] = {
    "title": TextStyle(size=0.115, lines=3, width=0.84, wide=(0.5, "middle"), tall=(0.44, "middle")),
    "end_card": TextStyle(
        size=0.098, lines=5, width=0.8, wide=(0.5, "middle"), tall=(0.46, "middle"), plate=0.62
    ),
    "subtitle": TextStyle(
        size=0.056, lines=3, width=0.82, wide=(0.91, "bottom"), tall=(0.78, "bottom"), plate=0.5
    ),
    "lower_third": TextStyle(
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
"""The kinds by name; a name that is not there is painted as a title."""

# Where a place that was asked for stands, by the canvas's shape: phones lay buttons over the lower fifth of a tall
# film, and their own bar over its top.
_HEIGHTS: Mapping[bool, Mapping[str, float]] = {
    False: {"top": 0.09, "middle": 0.5, "bottom": 0.91},
    True: {"top": 0.12, "middle": 0.5, "bottom": 0.78},
}
_MARGIN = 0.07
# Nothing stands nearer than this to an edge, wherever it was asked for.
_SAFE = 0.05
_TALLEST = 0.6
_WHITE = (255, 255, 255)
_SIZES = 0.2, 5.0
# Ink whose luma lies below this gets a light shade.
_DARK_INK = 90.0


@dataclass(frozen=True, kw_only=True)
class TextLook:
    """What a text says and how: kind, place, size and colour as the timeline has them."""

    text: str
    style: str = "title"
    place: str | None = None
    position: tuple[float, float] | None = None
    size: float = 1.0
    color: str = "#ffffff"


@dataclass(frozen=True, kw_only=True)
class TextBox:
    """Where a text stands on the canvas, in pixels; `is_low`: whatever has to make way for it goes up."""

    left: int
    top: int
    right: int
    bottom: int
    is_low: bool


@dataclass(frozen=True, kw_only=True)
class PaintedText:
    """An RGBA picture and where its left upper corner stands on the canvas; all even, as 4:2:0 wants it."""

    image: Image.Image
    left: int
    top: int


@dataclass(frozen=True, kw_only=True)
class _Layout:
    style: TextStyle
    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    align: str
    bar: int
    gap: int
    box: TextBox


def text_box(look: TextLook, *, width: int, height: int) -> TextBox | None:
    """Where the lines of a text stand on a canvas of `width` × `height`; None where nothing of it can be painted."""
    layout = _laid_out(look, width, height)
    return layout.box if layout else None


def paint_text(look: TextLook, *, width: int, height: int, shift: int = 0) -> PaintedText | None:
    """The text for a canvas of `width` × `height`, `shift` pixels lower; None where nothing of it can be painted."""
    layout = _laid_out(look, width, height)
    if layout is None:
        return None
    font, bar = layout.font, layout.bar
    left, top = layout.box.left, layout.box.top + shift
    block_width, block_height = layout.box.right - layout.box.left, layout.box.bottom - layout.box.top
    pitch = round(font.size * LINE_HEIGHT)
    # Room around the text for its shade to fade out in.
    around = round(font.size * 1.5)
    box = _even_box(left - around, top - around, left + block_width + around, top + block_height + around)
    box = (max(0, box[0]), max(0, box[1]), min(width // 2 * 2, box[2]), min(height // 2 * 2, box[3]))
    ink = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    draw = ImageDraw.Draw(ink)
    for number, line in enumerate(layout.lines):
        slack = block_width - layout.gap - font.getlength(line)
        slack *= {"left": 0.0, "center": 0.5, "right": 1.0}[layout.align]
        x = left - box[0] + layout.gap + slack
        # Half of a line's height lies over its capitals' middle, for accents: up, so that it looks centred.
        y = top - box[1] + pitch * number + pitch / 2 - font.size * 0.06
        draw.text((x, y), line, fill=255, font=font, anchor="lm")
    image = _shaded(
        ink,
        layout.style,
        rgb=rgb_of(look.color, default=_WHITE),
        font_size=int(font.size),
        block=(left - box[0], top - box[1], block_width, block_height),
    )
    if layout.style.bar:
        mark = ImageDraw.Draw(image)
        y = top - box[1] + round(pitch * 0.12)
        x = left - box[0]
        mark.rounded_rectangle(
            (x, y, x + bar, y + block_height - round(pitch * 0.24)), bar // 2, (*layout.style.bar, 255)
        )
    return PaintedText(image=image, left=box[0], top=box[1])


@lru_cache(maxsize=512)
def _laid_out(look: TextLook, width: int, height: int) -> _Layout | None:
    style = STYLES.get(look.style, STYLES["title"])
    words = printable(look.text)
    if not words:
        return None
    short = min(width, height)
    lines, font = lines_within(
        words,
        size=short * style.size * min(max(_SIZES[0], look.size), _SIZES[1]),
        room=round(width * style.width),
        lines_most=style.lines,
        tallest=round(height * _TALLEST),
    )
    bar = round(short * 0.009) if style.bar else 0
    gap = bar * 4
    block = (
        gap + max(round(font.getlength(line)) for line in lines),
        round(font.size * LINE_HEIGHT) * len(lines),
    )
    align, share, anchor = _standing(style, look.place, tall=height > width)
    if look.position is None:
        margin = round(width * _MARGIN)
        left = {"left": margin, "center": (width - block[0]) // 2, "right": width - margin - block[0]}[align]
        top = round(height * share) - {"top": 0, "middle": block[1] // 2, "bottom": block[1]}[anchor]
    else:
        align = "left" if style.bar else "center"
        left, top = (
            round(side * at) - length // 2
            for side, at, length in zip((width, height), look.position, block, strict=True)
        )
    left, top = (
        min(max(at, round(side * _SAFE)), max(round(side * _SAFE), side - round(side * _SAFE) - length))
        for at, side, length in zip((left, top), (width, height), block, strict=True)
    )
    box = TextBox(
        left=left,
        top=top,
        right=left + block[0],
        bottom=top + block[1],
        is_low=top + block[1] / 2 > height * 0.6,
    )
    return _Layout(style=style, lines=tuple(lines), font=font, align=align, bar=bar, gap=gap, box=box)


def _standing(style: TextStyle, place: str | None, *, tall: bool) -> tuple[str, float, str]:
    """Alignment, height, and what of the text stands at that height."""
    share, anchor = style.tall if tall else style.wide
    if place is None:
        return style.align, share, anchor
    sides = place.split("-")
    asked = next((side for side in ("top", "bottom") if side in sides), "middle")
    align = next((side for side in ("left", "right") if side in sides), "center")
    return align, share if asked == anchor == "bottom" else _HEIGHTS[tall][asked], asked


def _shaded(
    ink: Image.Image,
    style: TextStyle,
    *,
    rgb: tuple[int, int, int],
    font_size: int,
    block: tuple[int, int, int, int],
) -> Image.Image:
    """Ink over a close shadow, an outline's worth of shade and a wide soft plate: dark, or light behind dark ink."""
    left, top, width, height = block
    plate = Image.new("L", ink.size, 0)
    inset = round(font_size * 0.1)
    ImageDraw.Draw(plate).rounded_rectangle(
        (left - inset, top - inset, left + width + inset, top + height + inset),
        round(font_size * 0.5),
        fill=round(255 * style.plate),
    )
    plate = _faded_edges(plate.filter(ImageFilter.GaussianBlur(font_size * 0.55)))
    drop = max(1, round(font_size * 0.035))
    close = ImageChops.offset(ink, 0, drop).filter(ImageFilter.GaussianBlur(font_size * 0.045))
    glow = ink.filter(ImageFilter.GaussianBlur(font_size * 0.16)).point(
        [round(value * 0.9) for value in range(256)]
    )
    shade = ImageChops.lighter(plate, ImageChops.lighter(close, glow))
    dark_ink = bt709_of(rgb)[0] < _DARK_INK
    image = Image.new("RGBA", ink.size, (255, 255, 255, 0) if dark_ink else (0, 0, 0, 0))
    image.putalpha(shade)
    letters = Image.new("RGBA", ink.size, (*rgb, 0))
    letters.putalpha(ink)
    return Image.alpha_composite(image, letters)


def _faded_edges(plate: Image.Image) -> Image.Image:
    """Nothing at the border of the picture, so that no edge is ever seen."""
    width, height = plate.size
    inner = Image.new("L", plate.size, 0)
    margin = max(2, min(width, height) // 16)
    ImageDraw.Draw(inner).rectangle((margin, margin, width - margin - 1, height - margin - 1), fill=255)
    return ImageChops.multiply(plate, inner.filter(ImageFilter.BoxBlur(margin)))


def _even_box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return left // 2 * 2, top // 2 * 2, -(-right // 2) * 2, -(-bottom // 2) * 2
