"""Texts over the picture, painted once each with Pillow: titles, end cards, lower thirds and subtitles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from nemovideo_mcp.video.colors import rgb_of
from nemovideo_mcp.video.text_effects import Block, behind, is_always_legible, outline_width, tinted
from nemovideo_mcp.video.text_layout import LINE_HEIGHT, lines_within
from nemovideo_mcp.video.typefaces import NEUTRAL, Typeface, clusters, printable

__all__ = [
    "STYLES",
    "PaintedText",
    "TextBox",
    "TextLook",
    "TextStyle",
    "ink_rgb",
    "needs_ground",
    "paint_text",
    "pieces_of",
    "text_box",
]


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
# Films of 9:16 are shown under an app's own things: a bar above, buttons on the right, the post's words below. These
# shares of the frame from its left, top, right and bottom are free of them in TikTok, Reels and Shorts alike.
_APP_SHAPE = 1.5
_APP_SAFE = 0.06, 0.12, 0.12, 0.21
_APP_WIDTH = 0.76
_TALLEST = 0.6
_WHITE = (255, 255, 255)
_SIZES = 0.2, 5.0


@dataclass(frozen=True, kw_only=True)
class TextLook:
    """What a text says and how: kind, place, size, colour, font and effect as the timeline has them."""

    text: str
    style: str = "title"
    place: str | None = None
    position: tuple[float, float] | None = None
    size: float = 1.0
    color: str = "#ffffff"
    font: str = NEUTRAL
    effect: str = "soft"
    effect_color: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextBox:
    """Where a text stands on the canvas, in pixels; `is_low`: whatever has to make way for it goes up."""

    left: int
    top: int
    right: int
    bottom: int
    is_low: bool
    font_size: int


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
    font: Typeface
    align: str
    bar: int
    gap: int
    box: TextBox


def text_box(look: TextLook, *, width: int, height: int) -> TextBox | None:
    """Where the lines of a text stand on a canvas of `width` × `height`; None where nothing of it can be painted."""
    layout = _laid_out(look, width, height)
    return layout.box if layout else None


def ink_rgb(look: TextLook) -> tuple[int, int, int]:
    """The letters' colour."""
    return rgb_of(look.color, default=_WHITE)


def needs_ground(look: TextLook) -> bool:
    """Whether it depends on what lies behind if the text can be read."""
    return not is_always_legible(look.effect, ink=ink_rgb(look), color=look.effect_color)


def pieces_of(look: TextLook, *, width: int, height: int) -> tuple[str, ...]:
    """What of a text is drawn, in pieces that are never drawn in part: its letters, line after line."""
    layout = _laid_out(look, width, height)
    return tuple(piece for line in layout.lines for piece in clusters(line)) if layout else ()


def paint_text(
    look: TextLook, *, width: int, height: int, shift: int = 0, shown: int | None = None, mend: float = 0.0
) -> PaintedText | None:
    """The text for a canvas of `width` × `height`, `shift` pixels lower; None where nothing of it can be painted.

    `shown` is how many of its `pieces_of` are there already; the whole text's place is kept for the others. `mend` is
    how opaque a shade is that makes the letters legible, 0 to 1.
    """
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
    size = box[2] - box[0], box[3] - box[1]
    ink, outline = Image.new("L", size, 0), Image.new("L", size, 0)
    emoji = Image.new("RGBA", size, (0, 0, 0, 0))
    left_over = shown
    for number, line in enumerate(layout.lines):
        pieces = clusters(line)
        part = line if left_over is None else "".join(pieces[: max(0, left_over)])
        left_over = None if left_over is None else left_over - len(pieces)
        slack = block_width - layout.gap - font.getlength(line)
        slack *= {"left": 0.0, "center": 0.5, "right": 1.0}[layout.align]
        x = left - box[0] + layout.gap + slack
        # Half of a line's height lies over its capitals' middle, for accents: up, so that it looks centred.
        base = top - box[1] + pitch * number + pitch / 2 - font.size * 0.06 + font.middle
        font.draw(ink, emoji, part, x=x, base=base)
        if look.effect == "outline":
            font.outline(outline, part, x=x, base=base, width=outline_width(font.size))
    rgb = ink_rgb(look)
    has_emoji = emoji.getbbox() is not None
    covered = ImageChops.lighter(ink, emoji.getchannel("A")) if has_emoji else ink
    image = behind(
        look.effect,
        ink=covered,
        outline=outline,
        block=Block(
            left=left - box[0],
            top=top - box[1],
            width=block_width,
            height=block_height,
            font_size=font.size,
            plate=layout.style.plate if shown is None or shown else 0.0,
        ),
        rgb=rgb,
        color=look.effect_color,
        mend=mend,
    )
    image = Image.alpha_composite(image, tinted(ink, rgb))
    if has_emoji:
        image = Image.alpha_composite(image, emoji)
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
    words = printable(look.text, look.font)
    if not words:
        return None
    short, in_app = min(width, height), height >= width * _APP_SHAPE
    lines, font = lines_within(
        words,
        size=short * style.size * min(max(_SIZES[0], look.size), _SIZES[1]),
        room=round(width * (min(style.width, _APP_WIDTH) if in_app else style.width)),
        lines_most=style.lines,
        tallest=round(height * _TALLEST),
        role=look.font,
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
        margins = _APP_SAFE if in_app else (_SAFE,) * 4
        top = round(height * share) - {"top": 0, "middle": block[1] // 2, "bottom": block[1]}[anchor]
    else:
        align, margins = "left" if style.bar else "center", (_SAFE,) * 4
        left, top = (
            round(side * at) - length // 2
            for side, at, length in zip((width, height), look.position, block, strict=True)
        )
    left = _within(left, block[0], width, margins[0], margins[2])
    top = _within(top, block[1], height, margins[1], margins[3])
    box = TextBox(
        left=left,
        top=top,
        right=left + block[0],
        bottom=top + block[1],
        is_low=top + block[1] / 2 > height * 0.6,
        font_size=font.size,
    )
    return _Layout(style=style, lines=tuple(lines), font=font, align=align, bar=bar, gap=gap, box=box)


def _within(at: int, length: int, side: int, before: float, behind: float) -> int:
    """`at`, moved so that `length` pixels from there on keep those shares of `side` free; the first goes before."""
    first, last = round(side * before), side - round(side * behind) - length
    return min(max(at, first), max(first, last))


def _standing(style: TextStyle, place: str | None, *, tall: bool) -> tuple[str, float, str]:
    """Alignment, height, and what of the text stands at that height."""
    share, anchor = style.tall if tall else style.wide
    if place is None:
        return style.align, share, anchor
    sides = place.split("-")
    asked = next((side for side in ("top", "bottom") if side in sides), "middle")
    align = next((side for side in ("left", "right") if side in sides), "center")
    return align, share if asked == anchor == "bottom" else _HEIGHTS[tall][asked], asked


def _even_box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return left // 2 * 2, top // 2 * 2, -(-right // 2) * 2, -(-bottom // 2) * 2
