"""Captions painted: at the bottom, within the safe area, with an outline or on a box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from nemovideo_mcp.timeline.captions import Unit, units_of
from nemovideo_mcp.video.caption_lines import Page, pages_of
from nemovideo_mcp.video.text_effects import tinted
from nemovideo_mcp.video.text_layout import LINE_HEIGHT
from nemovideo_mcp.video.titles import PaintedText, TextBox
from nemovideo_mcp.video.typefaces import NEUTRAL, Typeface, printable, typeface

__all__ = ["CaptionPages", "Mark", "caption_box", "caption_pages", "paint_caption", "paint_mark"]

# Shares of the canvas's shorter side (size), of its width (room) and its height (where the lowest line ends): phones
# lay buttons over the lower fifth of a tall film, and over its right edge.
_SIZE = {False: 0.056, True: 0.06}
_ROOM = {False: 0.72, True: 0.76}
_BOTTOM = {False: 0.92, True: 0.78}
# Shares of the font's size.
_OUTLINE, _SHADOW = 0.075, 0.09
_BOX_SIDE, _BOX_TOP = 0.45, 0.16
_DARK = (0, 0, 0)
_BOX_INK = (*_DARK, 184)
_OUTLINE_OPACITY = 235 / 255
_INK = (255, 255, 255)
_MARKED_INK = (255, 214, 51)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Letters of a page that are highlighted: from the `start`th to the `end`th of a line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class CaptionPages:
    """A text on pages of two lines at most, and where its units stand, one mark for each unit of a page."""

    units: tuple[Unit, ...]
    pages: tuple[Page, ...]
    marks: tuple[tuple[Mark, ...], ...]


@lru_cache(maxsize=8192)
def caption_pages(text: str, *, width: int, height: int) -> CaptionPages:
    """The text of a caption for a canvas of `width` × `height`, as few pages as it needs.

    What the font cannot draw is left out; a word that is wider than a line is broken.
    """
    room = _room(width, height)

    def measured(words: str) -> float:
        return _width(words, width, height)

    units = tuple(_narrow(units_of(printable(text, NEUTRAL)), room, measured))
    pages = pages_of(units, room=room, width=measured)
    return CaptionPages(units=units, pages=pages, marks=tuple(_marks(units, page) for page in pages))


@lru_cache(maxsize=8192)
def caption_box(lines: tuple[str, ...], *, width: int, height: int) -> TextBox:
    """Where the lines stand on a canvas of `width` × `height`."""
    font = _font(width, height)
    wide = max(round(font.getlength(line)) for line in lines)
    tall = round(font.size * LINE_HEIGHT) * len(lines)
    bottom = round(height * _BOTTOM[height > width])
    left = (width - wide) // 2
    return TextBox(
        left=left, top=bottom - tall, right=left + wide, bottom=bottom, is_low=True, font_size=font.size
    )


def paint_caption(
    lines: tuple[str, ...], style: str, *, width: int, height: int, lift: int = 0
) -> PaintedText:
    """The lines, `lift` pixels higher than they stand by themselves."""
    font = _font(width, height)
    box = caption_box(lines, width=width, height=height)
    around = round(font.size * 0.7)
    image, origin = _ground(box, around, width, height, lift)
    if style == "box":
        side, top = round(font.size * _BOX_SIDE), round(font.size * _BOX_TOP)
        ImageDraw.Draw(image).rounded_rectangle(
            (
                box.left - side - origin[0],
                box.top - lift - top - origin[1],
                box.right + side - origin[0],
                box.bottom - lift + top - origin[1],
            ),
            round(font.size * 0.28),
            fill=_BOX_INK,
        )
    else:
        image = _outlined(image, lines, font, box, lift, origin)
    placed = [(line, *_at(line, n, font, box, lift, origin)) for n, line in enumerate(lines)]
    return PaintedText(image=_lettered(image, font, placed, _INK), left=origin[0], top=origin[1])


def paint_mark(
    lines: tuple[str, ...], mark: Mark, *, width: int, height: int, lift: int = 0
) -> PaintedText | None:
    """The letters of `mark` in the colour of what is spoken, to lie over the painted caption; None for no letters."""
    font = _font(width, height)
    box = caption_box(lines, width=width, height=height)
    line = lines[mark.line]
    words = line[mark.start : mark.end]
    if not words.strip():
        return None
    x, y = _at(line, mark.line, font, box, lift, (0, 0))
    x += font.getlength(line[: mark.end]) - font.getlength(words)
    around = round(font.size * 0.3)
    pitch = round(font.size * LINE_HEIGHT)
    area = TextBox(
        left=round(x),
        top=round(y - pitch / 2),
        right=round(x + font.getlength(words)),
        bottom=round(y + pitch / 2),
        is_low=True,
        font_size=font.size,
    )
    image, origin = _ground(area, around, width, height, 0)
    image = _lettered(image, font, [(words, x - origin[0], y - origin[1])], _MARKED_INK)
    return PaintedText(image=image, left=origin[0], top=origin[1])


def _ground(
    box: TextBox, around: int, width: int, height: int, lift: int
) -> tuple[Image.Image, tuple[int, int]]:
    """An empty picture with room around `box`, all even, as 4:2:0 wants it, and where it stands."""
    left, top = max(0, box.left - around) // 2 * 2, max(0, box.top - lift - around) // 2 * 2
    right = min(width // 2 * 2, -(-(box.right + around) // 2) * 2)
    bottom = min(height // 2 * 2, -(-(box.bottom - lift + around) // 2) * 2)
    return Image.new("RGBA", (max(2, right - left), max(2, bottom - top)), (0, 0, 0, 0)), (left, top)


def _at(
    line: str, number: int, font: Typeface, box: TextBox, lift: int, origin: tuple[int, int]
) -> tuple[float, float]:
    """Where a line begins, at its middle height."""
    pitch = round(font.size * LINE_HEIGHT)
    x = (box.left + box.right - font.getlength(line)) / 2 - origin[0]
    # Half of a line's height lies over its capitals' middle, for accents: up, so that it looks centred.
    y = box.top - lift - origin[1] + pitch * number + pitch / 2 - font.size * 0.06
    return x, y


def _outlined(
    image: Image.Image,
    lines: tuple[str, ...],
    font: Typeface,
    box: TextBox,
    lift: int,
    origin: tuple[int, int],
) -> Image.Image:
    """A soft shadow and a dark outline, so that the letters are legible on any picture."""
    stroke = max(1, round(font.size * _OUTLINE))
    ink, emoji = Image.new("L", image.size, 0), Image.new("RGBA", image.size, (0, 0, 0, 0))
    for number, line in enumerate(lines):
        x, y = _at(line, number, font, box, lift, origin)
        font.outline(ink, line, x=x, base=y + font.middle, width=stroke)
        font.draw(ink, emoji, line, x=x, base=y + font.middle)
    ink = ImageChops.lighter(ink, emoji.getchannel("A"))
    soft = ink.filter(ImageFilter.GaussianBlur(max(1.0, font.size * _SHADOW)))
    shade, hard = tinted(soft, _DARK, 0.6), tinted(ink, _DARK, _OUTLINE_OPACITY)
    return Image.alpha_composite(Image.alpha_composite(image, shade), hard)


def _lettered(
    image: Image.Image,
    font: Typeface,
    lines: list[tuple[str, float, float]],
    rgb: tuple[int, int, int],
) -> Image.Image:
    """`image` with lines over it, each at its left end and middle height; emoji keep their colours."""
    ink, emoji = Image.new("L", image.size, 0), Image.new("RGBA", image.size, (0, 0, 0, 0))
    for line, x, y in lines:
        font.draw(ink, emoji, line, x=x, base=y + font.middle)
    return Image.alpha_composite(Image.alpha_composite(image, tinted(ink, rgb)), emoji)


def _marks(units: tuple[Unit, ...], page: Page) -> tuple[Mark, ...]:
    """Where each unit of a page stands in its lines."""
    marks: list[Mark] = []
    line, at = 0, 0
    for number in range(page.first, page.first + page.count):
        if line + 1 < len(page.breaks) and number == page.breaks[line + 1]:
            line, at = line + 1, 0
        start = page.lines[line].index(units[number].text, at)
        at = start + len(units[number].text)
        marks.append(Mark(line=line, start=start, end=at))
    return tuple(marks)


def _narrow(units: tuple[Unit, ...], room: float, width: Callable[[str], float]) -> Iterator[Unit]:
    """The units, those parted that are wider than a line."""
    for unit in units:
        left = unit
        while width(left.text) > room and len(left.text) > 1:
            count = next(
                n for n in range(len(left.text) - 1, 0, -1) if n == 1 or width(left.text[:n]) <= room
            )
            yield Unit(text=left.text[:count], spaced=left.spaced, new_line=left.new_line)
            left = Unit(text=left.text[count:])
        yield left


@lru_cache(maxsize=16384)
def _width(text: str, width: int, height: int) -> float:
    return _font(width, height).getlength(text)


def _room(width: int, height: int) -> int:
    return round(width * _ROOM[height > width])


@lru_cache(maxsize=16)
def _font(width: int, height: int) -> Typeface:
    """The font of texts, in the size of captions."""
    return typeface(NEUTRAL, max(8, round(min(width, height) * _SIZE[height > width])))
