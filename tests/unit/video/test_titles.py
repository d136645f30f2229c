"""Titles are legible, stand where no edge or button hides them, and leave out what the font cannot draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.video import titles
from nemovideo_mcp.video.text_layout import broken_lines
from nemovideo_mcp.video.titles import STYLES, PaintedText, TextLook, paint_text
from nemovideo_mcp.video.typefaces import printable, typeface

FONTS = Path(titles.__file__).parent / "fonts"
FONT = typeface("neutral", 60)
CANVASES = [(1920, 1080), (1080, 1920), (1080, 1080), (320, 180)]
LONG = "The quick brown fox jumps over the lazy dog while the cat sleeps " * 6


def ink(painted: PaintedText, width: int, height: int, *, over: int = 0) -> tuple[int, int, int, int]:
    """The box of the white letters on the canvas."""
    return _letters(painted, width, height, over).getbbox() or (0, 0, 0, 0)


def _letters(painted: PaintedText, width: int, height: int, over: int) -> Image.Image:
    canvas = Image.new("RGBA", (width, height), (over, over, over, 255))
    canvas.alpha_composite(painted.image, (painted.left, painted.top))
    return canvas.convert("L").point([255 if value > 200 else 0 for value in range(256)])


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize(("width", "height"), CANVASES)
@pytest.mark.parametrize(
    "text", ["Hi", "那年夏天，我们在河边度过的时光", "A day\nat the sea", LONG, "W" * 90]
)
def test_every_title_stays_inside_the_safe_margins(style: str, width: int, height: int, text: str) -> None:
    painted = paint_text(TextLook(text=text, style=style), width=width, height=height)
    assert painted is not None
    assert painted.left % 2 == painted.top % 2 == painted.image.width % 2 == painted.image.height % 2 == 0
    assert painted.left + painted.image.width <= width
    assert painted.top + painted.image.height <= height
    left, top, right, bottom = ink(painted, width, height)
    assert left >= width * 0.04
    assert right <= width * 0.96
    assert top >= height * 0.04
    assert bottom <= height * (0.8 if height > width else 0.96)


def test_a_title_is_centred_and_large_and_a_lower_third_stands_left_below() -> None:
    left, top, right, bottom = ink(_painted("Summer", "title"), 1920, 1080)
    assert left + right == pytest.approx(1920, abs=20)
    assert top + bottom == pytest.approx(1080, abs=30)
    assert bottom - top > 80
    left, top, _, bottom = ink(_painted("Summer", "lower_third"), 1920, 1080)
    assert left < 1920 * 0.12
    assert top > 1080 * 0.75


def _painted(text: str, style: str, width: int = 1920, height: int = 1080) -> PaintedText:
    painted = paint_text(TextLook(text=text, style=style), width=width, height=height)
    assert painted is not None
    return painted


@pytest.mark.parametrize("style", list(STYLES))
def test_white_letters_can_be_read_on_white(style: str) -> None:
    painted = _painted("Legible 清晰", style)
    canvas = Image.new("RGBA", (1920, 1080), (255, 255, 255, 255))
    canvas.alpha_composite(painted.image, (painted.left, painted.top))
    left, top, right, bottom = ink(painted, 1920, 1080)
    around = np.asarray(canvas.convert("L"))[top:bottom, left:right]
    assert np.percentile(around, 20) < 165


def test_no_edge_of_the_shade_is_seen() -> None:
    alpha = np.asarray(_painted("Soft", "title").image.getchannel("A"))
    border = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    assert border.max() <= 2


def test_emoji_and_scripts_that_the_font_lacks_are_left_out() -> None:
    assert printable("Party 🎉🎉 time 👨‍👩‍👧 1️⃣") == "Party time 1"
    assert printable("مرحبا") == ""
    assert (
        printable("café  naïve\tŽižek\n\nΑθήνα Москва さくら 臺灣 简体")
        == "café naïve Žižek\nΑθήνα Москва さくら 臺灣 简体"
    )
    assert paint_text(TextLook(text="مرحبا", style="title"), width=640, height=360) is None


def test_the_font_has_both_ways_of_writing_chinese() -> None:
    simplified = "".join(
        bytes((lead, trail)).decode("gb2312", "ignore")
        for lead in range(0xB0, 0xD8)
        for trail in (0xA1, 0xF0)
    )
    traditional = "".join(
        bytes((lead, 0x40 + n)).decode("big5", "ignore") for lead in range(0xA4, 0xC6) for n in (0, 30)
    )
    for characters in (simplified, traditional):
        assert printable(characters) == characters


def test_the_fonts_are_small_and_their_licence_is_beside_them() -> None:
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 12_500_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()


def test_latin_breaks_at_spaces_into_lines_of_about_the_same_length() -> None:
    lines = broken_lines("one two three four five six seven eight", room=700, font=FONT)
    assert " ".join(lines) == "one two three four five six seven eight"
    lengths = [FONT.getlength(line) for line in lines]
    assert len(lines) == 2
    assert min(lengths) > 0.7 * max(lengths)


def test_chinese_breaks_between_characters_but_not_before_a_comma_or_after_a_bracket() -> None:
    text = "山高水长，流水不息。（春夏秋冬）"
    for room in range(120, 900, 20):
        lines = broken_lines(text, room=room, font=FONT)
        assert "".join(lines) == text
        assert not any(line[0] in "，。）" for line in lines)
        assert not any(line[-1] == "（" for line in lines)


def test_words_stay_whole_beside_chinese() -> None:
    lines = broken_lines("我们用 NemoVideo 剪辑", room=400, font=FONT)
    assert any("NemoVideo" in line for line in lines)


def test_a_style_that_nobody_knows_is_a_title() -> None:
    assert _painted("Same", "sparkles").image.tobytes() == _painted("Same", "title").image.tobytes()
