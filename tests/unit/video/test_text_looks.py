"""Texts can be read on any ground, in every font and effect, and every script that a font has is drawn."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from nemovideo_mcp.video.legibility import (
    LEAST_CONTRAST,
    contrast,
    ground_of,
    luminance,
    shade_rgb,
    shade_wanted,
)
from nemovideo_mcp.video.text_effects import mend_for
from nemovideo_mcp.video.titles import TextLook, ink_rgb, needs_ground, paint_text, text_box
from nemovideo_mcp.video.typefaces import clusters, printable, typeface, undrawable
from support.colors import relative_luminance

SIZE = 640, 360
FONTS = ["neutral", "condensed", "serif", "handwritten"]
EFFECTS = ["soft", "plain", "outline", "shadow", "box"]
SCRIPTS = {
    "English": "Sunday Ride",
    "Chinese": "周日骑行",
    "Japanese": "さくらカフェ",
    "Korean": "일요일 라이딩",
    "Russian": "Привет",
    "emoji": "🚴🎉❤️👨‍👩‍👧🇨🇳1️⃣",
}


@cache
def ground(kind: str) -> Image.Image:
    rng = np.random.default_rng(7)
    across, down = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    light = {
        "white": np.ones_like(across),
        "black": np.zeros_like(across),
        "grey": np.full_like(across, 0.5),
        "noise": np.kron(rng.random((SIZE[1] // 8, SIZE[0] // 8)), np.ones((8, 8))),
        # A bright sky with a dark edge and grain.
        "photo": np.clip(
            0.75
            + 0.3 * np.sin(across * 9 + down * 4)
            - (down > 0.55) * 0.6
            + rng.normal(0, 0.04, across.shape),
            0,
            1,
        ),
    }[kind]
    return Image.fromarray((light[..., None] * np.array([255, 250, 245])).astype(np.uint8))


@cache
def letters_of(
    text: str, *, font: str = "neutral", size: float = 1.0
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where the letters are whole, and what lies close around them."""
    plain = TextLook(text=text, font=font, effect="plain", size=size)
    painted, box = (
        paint_text(plain, width=SIZE[0], height=SIZE[1]),
        text_box(plain, width=SIZE[0], height=SIZE[1]),
    )
    assert painted is not None
    assert box is not None
    ink = Image.new("L", SIZE, 0)
    ink.paste(painted.image.getchannel("A"), (painted.left, painted.top))
    near = ink.filter(ImageFilter.MaxFilter(round(box.font_size * 0.04) * 2 + 1))
    return np.asarray(ink) > 250, (np.asarray(near) > 200) & (np.asarray(ink) < 8)


def laid(look: TextLook, below: Image.Image) -> Image.Image:
    """The text over a ground, mended as a film's is."""
    box, mend, ink = text_box(look, width=SIZE[0], height=SIZE[1]), 0.0, ink_rgb(look)
    assert box is not None
    if needs_ground(look):
        seen = below.crop((box.left, box.top, box.right, box.bottom))
        behind = ground_of([seen], ink=ink, patch=max(1, round(box.font_size * 0.05)))
        mend = mend_for(look.effect, ink=ink, ground=behind)
    painted = paint_text(look, width=SIZE[0], height=SIZE[1], mend=mend)
    assert painted is not None
    canvas = below.convert("RGBA")
    canvas.alpha_composite(painted.image, (painted.left, painted.top))
    return canvas.convert("RGB")


@pytest.mark.parametrize("kind", ["white", "black", "noise", "photo"])
@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("color", ["#ffffff", "#000000", "#ff0000", "#ffd400", "#808080"])
def test_the_contrast_around_the_letters_is_at_least_that_of_wcag(kind: str, effect: str, color: str) -> None:
    look = TextLook(text="Legible 清晰", effect=effect, color=color, size=2.0)
    whole, around = letters_of(look.text, size=look.size)
    light = relative_luminance(np.asarray(laid(look, ground(kind))))
    ink = float(np.median(light[whole]))
    assert ink == pytest.approx(luminance(ink_rgb(look)), abs=0.02)
    is_dark_ground = shade_rgb(ink_rgb(look)) == (0, 0, 0)
    worst = float(np.percentile(light[around], 90 if is_dark_ground else 10))
    assert contrast(ink, worst) >= LEAST_CONTRAST


@pytest.mark.parametrize("font", FONTS)
def test_thin_fonts_are_legible_on_white_too(font: str) -> None:
    look = TextLook(text="Legible 清晰", font=font, effect="plain")
    _, around = letters_of(look.text, font=font)
    light = relative_luminance(np.asarray(laid(look, ground("white"))))
    assert contrast(1.0, float(np.percentile(light[around], 90))) >= LEAST_CONTRAST


def test_a_ground_that_needs_no_shade_gets_none() -> None:
    look = TextLook(text="Quiet", effect="plain")
    whole, around = letters_of(look.text)
    light = relative_luminance(np.asarray(laid(look, ground("black"))))
    assert whole.any()
    assert float(light[around].max()) < 0.01
    assert shade_wanted((255, 255, 255), 0.0) == 0.0
    assert shade_wanted((255, 255, 255), 1.0) > 0.4


def test_only_texts_that_depend_on_the_ground_ask_for_it() -> None:
    assert needs_ground(TextLook(text="a"))
    assert not needs_ground(TextLook(text="a", effect="outline"))
    assert not needs_ground(TextLook(text="a", effect="box"))
    assert needs_ground(TextLook(text="a", effect="plain"))
    assert needs_ground(TextLook(text="a", effect="shadow"))
    assert needs_ground(TextLook(text="a", color="#ff0000"))
    assert needs_ground(TextLook(text="a", effect="box", effect_color="#ffd400"))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("script", list(SCRIPTS))
def test_every_character_is_drawn_and_none_is_the_box_of_a_missing_one(font: str, script: str) -> None:
    words = SCRIPTS[script]
    assert undrawable(words, font) == ""
    assert printable(words, font) == words
    tofu = pictured("\U0010fffd", font)
    for piece in clusters(words):
        if not piece.isspace():
            drawn = pictured(piece, font)
            assert (drawn > 40).sum() > 20
            assert not np.array_equal(drawn, tofu)


def pictured(piece: str, font: str) -> NDArray[np.uint8]:
    ink, color = Image.new("L", (120, 120), 0), Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    typeface(font, 60).draw(ink, color, piece, x=10, base=80)
    return np.maximum(np.asarray(ink), np.asarray(color.getchannel("A")))


def test_emoji_are_in_colour() -> None:
    painted = paint_text(TextLook(text="🎉🔥", effect="plain"), width=640, height=360)
    assert painted is not None
    seen = np.asarray(painted.image).astype(int)
    solid = seen[seen[..., 3] > 200]
    assert (solid[:, :3].max(axis=1) - solid[:, :3].min(axis=1) > 100).mean() > 0.3


@pytest.mark.parametrize("words", ["Sunday Ride", "周日骑行"])
def test_the_four_fonts_look_different(words: str) -> None:
    pictures = [np.asarray(paint(words, font).convert("L").resize((200, 60))).astype(int) for font in FONTS]
    for one, other in combinations(pictures, 2):
        assert np.abs(one - other).mean() > 4


def paint(words: str, font: str) -> Image.Image:
    painted = paint_text(TextLook(text=words, font=font, effect="plain"), width=640, height=360)
    assert painted is not None
    alpha = painted.image.getchannel("A")
    return alpha.crop(alpha.getbbox())


def test_a_character_that_no_font_has_is_named_and_left_out() -> None:
    assert undrawable("Hi مرحبا 你好", "serif") == "مرحبا"
    assert printable("Hi مرحبا 你好", "serif") == "Hi 你好"
    assert paint_text(TextLook(text="ภาษาไทย", font="handwritten"), width=640, height=360) is None


def test_an_emoji_with_all_that_is_joined_to_it_is_one_piece() -> None:
    assert clusters("a👨‍👩‍👧🇨🇳1️⃣👍🏽é") == ["a", "👨‍👩‍👧", "🇨🇳", "1️⃣", "👍🏽", "é"]
    assert printable("👍🏽", "neutral") == "👍"


@pytest.mark.parametrize("canvas", [(1080, 1920), (540, 960)])
@pytest.mark.parametrize("kind", ["title", "lower_third", "end_card", "subtitle"])
@pytest.mark.parametrize("place", [None, "top", "bottom-right", "top-left", "center", "right", "bottom"])
def test_no_text_lies_under_the_buttons_of_apps(
    canvas: tuple[int, int], kind: str, place: str | None
) -> None:
    words = "A very long title for a film that is watched on a phone 手机上看的影片"
    box = text_box(TextLook(text=words, style=kind, place=place), width=canvas[0], height=canvas[1])
    assert box is not None
    assert box.left >= canvas[0] * 0.055
    assert box.right <= canvas[0] * 0.885
    assert box.top >= canvas[1] * 0.115
    assert box.bottom <= canvas[1] * 0.795


def test_a_place_of_its_own_may_lie_anywhere_on_the_picture() -> None:
    box = text_box(TextLook(text="Here", position=(0.5, 0.9)), width=1080, height=1920)
    assert box is not None
    assert (box.top + box.bottom) / 2 == pytest.approx(1920 * 0.9, abs=4)


def test_a_box_has_its_own_colour_and_stands_behind_the_letters() -> None:
    look = TextLook(text="Boxed", effect="box", effect_color="#ffd400", color="#000000")
    picture = laid(look, ground("grey"))
    box = text_box(look, width=SIZE[0], height=SIZE[1])
    assert box is not None
    red, green, blue = picture.getpixel((box.left - 6, (box.top + box.bottom) // 2))  # pyright: ignore
    assert (red, green) == (pytest.approx(247, abs=8), pytest.approx(207, abs=8))
    assert blue < 40
    assert picture.getpixel((10, 10))[2] > 100  # pyright: ignore


def test_every_font_file_is_used_and_has_its_licence() -> None:
    folder = Path(printable.__code__.co_filename).parent / "fonts"
    named = (folder / "README.md").read_text(encoding="utf-8")
    source = Path(printable.__code__.co_filename).read_text(encoding="utf-8")
    for file in folder.glob("*.ttf"):
        assert file.name in source
        assert f"`{file.name}`" in named
