"""What a source holds at a glance: moments spread over it, whatever its shape, small enough to send."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.video.contact_sheet import contact_sheet, spread_times
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.video.probe import probe
from support.media import make_image, make_video, number_in


def source(path: Path) -> SourceFile:
    return SourceFile(path=path, content_hash=path.name, info=probe(path))


def test_moments_are_spread_evenly_and_never_at_the_very_ends() -> None:
    assert spread_times(12_000) == [500 + 1000 * n for n in range(12)]
    assert spread_times(0) == [0]


def test_each_picture_is_that_of_its_time(tmp_path: Path) -> None:
    film = source(make_video(tmp_path / "n.mp4", duration_ms=6000, pattern="numbers", key_every=15))
    png = contact_sheet(film, name="n.mp4", shot_starts_ms=(0, 3000), max_bytes=1_000_000)
    sheet = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    width, height, gap, caption = 294, 166, 14, 36
    seen: list[int] = []
    for place in range(12):
        row, column = divmod(place, 4)
        left, top = 28 + column * (width + gap), 92 + row * (height + caption + gap)
        seen.append(number_in(sheet[top : top + height, left : left + width]))
    # A key frame near by will do: one every half second here.
    assert seen == sorted(seen)
    assert all(abs(number - 30 * ms / 1000) <= 8 for number, ms in zip(seen, spread_times(6000), strict=True))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(90, 160), (640, 90), (100, 100)])
def test_a_photo_of_any_shape_is_shown(tmp_path: Path, width: int, height: int, language: str) -> None:
    photo = source(make_image(tmp_path / "photo.jpg", width=width, height=height, color=(200, 30, 30)))
    png = contact_sheet(photo, name="城市 one.jpg", language=language, max_bytes=200_000)
    assert len(png) <= 200_000
    image = Image.open(io.BytesIO(png)).convert("RGB")
    found = image.getcolors(image.width * image.height) or []
    reds = sum(count for count, colour in found if colour[0] > 150 and colour[1] < 80)
    assert reds > 10_000
