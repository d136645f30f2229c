"""Titles in heavy letters are found where they stand over a picture; what is bright in the picture itself is none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from nemovideo_mcp.video.large_titles import large_titles
from nemovideo_mcp.video.text_lines import WordsFinder

Luma = NDArray[np.uint8]


def scene(*, sky: bool = False) -> Luma:
    """Shaded leaves, under a bright sky with a slope."""
    rows, columns = np.mgrid[0:360, 0:640]
    picture = (
        90 + 50 * np.sin(columns / 17) * np.cos(rows / 11) + np.random.default_rng(2).normal(0, 8, (360, 640))
    )
    if sky:
        picture[:150] = 190 + 50 * columns[:150] / 640
    return np.clip(picture, 0, 255).astype(np.uint8)


def titled(
    picture: Luma, text: str, *, size: int = 90, at: tuple[int, int] = (320, 170), ink: int = 235
) -> Luma:
    """The picture with heavy letters over it, as a film's opening title has them."""
    image = Image.fromarray(picture)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(image).multiline_text(
        at, text, fill=ink, font=font, anchor="mm", align="center", spacing=0, stroke_width=4
    )
    return np.asarray(image)


@pytest.mark.parametrize("text", ["Big Buck\nBUNNY", "SUMMER", "One Day\nin May"])
@pytest.mark.parametrize("ink", [215, 250])
def test_a_heavy_title_is_found_where_it_stands(text: str, ink: int) -> None:
    [area] = large_titles(titled(scene(), text, ink=ink))
    drawn = titled(np.zeros((360, 640), np.uint8), text)
    rows, columns = np.nonzero(drawn)
    box = (columns.min() / 640, rows.min() / 360, columns.max() / 640, rows.max() / 360)
    assert area == pytest.approx(box, abs=0.06)


def test_leaves_sky_fences_clouds_and_windows_are_no_title() -> None:
    fence = scene()
    for left in range(10, 630, 40):
        fence[120:300, left : left + 22] = np.linspace(150, 245, 22).astype(np.uint8)
    window = scene()
    window[60:200, 250:400] = 240
    window[60:200, 322:328] = 60
    clouds = scene(sky=True)
    rows, columns = np.mgrid[0:360, 0:640]
    for x in (120, 300, 420, 560):
        far = ((columns - x) / 60) ** 2 + ((rows - 70) / 30) ** 2
        clouds = np.maximum(clouds, np.clip(255 - 60 * far, 0, 250)).astype(np.uint8)
    for picture in (scene(), scene(sky=True), fence, window, clouds, np.full((360, 640), 235, np.uint8)):
        assert large_titles(picture) == ()


def test_a_title_that_stands_is_a_large_line_of_its_shot() -> None:
    finder = WordsFinder()
    for n in range(6):
        picture = scene() if n < 3 else titled(scene(), "Big Buck\nBUNNY")
        finder.look(1000.0 * n, picture)
    [lines] = finder.lines([(0.0, 6000.0)])
    assert [line.is_large for line in lines] == [True]
    assert 1_900 <= lines[0].start_ms <= 3_000
