"""What stands behind the letters of a text: a soft shade, an outline, a shadow, a box, and what makes them legible."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from nemovideo_mcp.video.colors import rgb_of
from nemovideo_mcp.video.legibility import LEAST_CONTRAST, contrast, luminance, shade_rgb, shade_wanted

__all__ = ["Block", "behind", "is_always_legible", "mend_for", "outline_width", "tinted"]

RGB = tuple[int, int, int]

# How opaque the shade of an effect is right around nine tenths of the letters, at least.
_FLOORS = {"soft": 0.3, "plain": 0.0, "shadow": 0.0, "outline": 1.0, "box": 0.66}
_BOX, _COLOR_BOX = 0.66, 0.94
_OUTLINE = 0.055
_CLEAR = 0.01


@dataclass(frozen=True, kw_only=True)
class Block:
    """Where the lines stand in the picture, in pixels, the font's size, and how dark the kind's plate is."""

    left: int
    top: int
    width: int
    height: int
    font_size: int
    plate: float


def outline_width(font_size: float) -> int:
    """How many pixels an outline is wide."""
    return max(1, round(font_size * _OUTLINE))


def is_always_legible(effect: str, *, ink: RGB, color: str | None) -> bool:
    """Whether letters of that colour stand out from the effect alone, whatever lies behind."""
    if color is not None and effect in ("outline", "box"):
        solid = contrast(luminance(ink), luminance(rgb_of(color, default=shade_rgb(ink))))
        return solid >= LEAST_CONTRAST * 1.2
    worst = 1.0 if shade_rgb(ink) == (0, 0, 0) else 0.0
    return mend_for(effect, ink=ink, ground=worst) == 0.0


def mend_for(effect: str, *, ink: RGB, ground: float) -> float:
    """How opaque a shade has to be added over a ground of that luminance, 0 to 1."""
    wanted = shade_wanted(ink, ground)
    return 0.0 if wanted <= _FLOORS.get(effect, _FLOORS["soft"]) else wanted


def behind(
    effect: str,
    *,
    ink: Image.Image,
    outline: Image.Image,
    block: Block,
    rgb: RGB,
    color: str | None,
    mend: float,
) -> Image.Image:
    """The picture (RGBA) that the letters are laid on.

    Args:
        effect: `soft`, `plain`, `outline`, `shadow` or `box`.
        ink: the letters' mask (L).
        outline: the mask of the letters and their outlines, for `outline`.
        block: where the lines stand.
        rgb: the letters' colour.
        color: the effect's own colour, `#rrggbb`; None is what the letters stand out from.
        mend: how opaque a shade close around the letters is, 0 to 1, where they would not be legible without.
    """
    away = shade_rgb(rgb)
    own = rgb_of(color, default=away) if color is not None else away
    picture = Image.new("RGBA", ink.size, (*away, 0))
    if effect == "box":
        picture = tinted(_box(ink.size, block), own, _COLOR_BOX if color is not None else _BOX)
    if mend > _CLEAR:
        picture = Image.alpha_composite(picture, tinted(_halo(ink, block.font_size), away, mend))
    if effect == "shadow":
        picture = Image.alpha_composite(picture, tinted(_drop(ink, block.font_size), own, 0.9))
    elif effect == "outline":
        picture = Image.alpha_composite(picture, tinted(outline, own, 1.0))
    elif effect not in ("plain", "box", "shadow", "outline"):
        picture = Image.alpha_composite(picture, tinted(_soft(ink, block), own, 1.0))
    return picture


def tinted(mask: Image.Image, rgb: RGB, opacity: float = 1.0) -> Image.Image:
    """A picture (RGBA) of one colour that is seen where `mask` (L) is bright."""
    layer = Image.new("RGBA", mask.size, (*rgb, 0))
    layer.putalpha(mask if opacity >= 1 else mask.point([round(v * opacity) for v in range(256)]))
    return layer


def _box(size: tuple[int, int], block: Block) -> Image.Image:
    mask = Image.new("L", size, 0)
    across, down = round(block.font_size * 0.32), round(block.font_size * 0.1)
    edges = (
        max(0, block.left - across),
        max(0, block.top - down),
        min(size[0] - 1, block.left + block.width + across),
        min(size[1] - 1, block.top + block.height + down),
    )
    ImageDraw.Draw(mask).rounded_rectangle(edges, round(block.font_size * 0.18), fill=255)
    return mask


def _halo(ink: Image.Image, font_size: int) -> Image.Image:
    """All of the letters and what is close around them, with a soft edge."""
    near = ink.filter(ImageFilter.GaussianBlur(max(1.0, font_size * 0.09)))
    return near.point([min(255, value * 9) for value in range(256)]).filter(
        ImageFilter.GaussianBlur(max(0.5, font_size * 0.03))
    )


def _drop(ink: Image.Image, font_size: int) -> Image.Image:
    away = max(1, round(font_size * 0.055))
    return ImageChops.offset(ink, away, away).filter(ImageFilter.GaussianBlur(font_size * 0.035))


def _soft(ink: Image.Image, block: Block) -> Image.Image:
    """A close shadow, an outline's worth of shade and a wide soft plate."""
    plate = Image.new("L", ink.size, 0)
    inset = round(block.font_size * 0.1)
    left, top = block.left - inset, block.top - inset
    ImageDraw.Draw(plate).rounded_rectangle(
        (left, top, block.left + block.width + inset, block.top + block.height + inset),
        round(block.font_size * 0.5),
        fill=round(255 * block.plate),
    )
    plate = _faded_edges(plate.filter(ImageFilter.GaussianBlur(block.font_size * 0.55)))
    drop = max(1, round(block.font_size * 0.035))
    close = ImageChops.offset(ink, 0, drop).filter(ImageFilter.GaussianBlur(block.font_size * 0.045))
    glow = ink.filter(ImageFilter.GaussianBlur(block.font_size * 0.16)).point(
        [round(value * 0.9) for value in range(256)]
    )
    return ImageChops.lighter(plate, ImageChops.lighter(close, glow))


def _faded_edges(plate: Image.Image) -> Image.Image:
    """Nothing at the border of the picture, so that no edge is ever seen."""
    width, height = plate.size
    inner = Image.new("L", plate.size, 0)
    margin = max(2, min(width, height) // 16)
    ImageDraw.Draw(inner).rectangle((margin, margin, width - margin - 1, height - margin - 1), fill=255)
    return ImageChops.multiply(plate, inner.filter(ImageFilter.BoxBlur(margin)))
