"""Thumbnails: the right moment, as the export shows it, without decoding the whole film for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.timeline.model import Fit
from nemovideo_mcp.video.geometry import Framing
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.thumbnails import Shot, thumbnails
from support.media import make_image, make_video, number_in

SIZE = (200, 112)


def source(path: Path) -> SourceFile:
    return SourceFile(path=path, content_hash=path.name, info=probe(path))


def shot(film: SourceFile, time_ms: int, reach_ms: int = 100, fit: Fit = Fit.COVER) -> Shot:
    return Shot(
        source=film,
        time_ms=time_ms,
        first_ms=time_ms - reach_ms,
        last_ms=time_ms + reach_ms,
        framing=Framing(fit=fit),
    )


def frames(shots: list[Shot], **more: float) -> dict[int, int]:
    """The number of the frame that each moment is shown by."""
    return {s.time_ms: number_in(np.asarray(image)) for s, image in thumbnails(shots, size=SIZE, **more)}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> SourceFile:
    """Eight seconds of numbered frames; there is a key frame every four seconds."""
    path = tmp_path_factory.mktemp("films") / "numbers.mp4"
    options = {"sc_threshold": "0"}
    return source(make_video(path, duration_ms=8000, pattern="numbers", key_every=120, options=options))


def test_a_key_frame_within_the_shot_is_taken_and_nothing_else_decoded(film: SourceFile) -> None:
    assert frames([shot(film, 4500, reach_ms=600)], budget_frames=0) == {4500: 120}


def test_where_no_key_frame_is_in_the_shot_the_very_frame_is_shown(film: SourceFile) -> None:
    assert frames([shot(film, 1000), shot(film, 3000), shot(film, 7500)]) == {1000: 30, 3000: 90, 7500: 225}


def test_when_the_budget_is_spent_the_key_frame_before_has_to_do(film: SourceFile) -> None:
    assert frames([shot(film, 1000), shot(film, 7500)], budget_frames=0) == {1000: 0, 7500: 120}


def test_photos_and_odd_shapes_are_shown_as_on_the_canvas(tmp_path: Path) -> None:
    photo = source(make_image(tmp_path / "tall.jpg", width=90, height=160, color=(200, 30, 30)))
    ((_, image),) = thumbnails([shot(photo, 0, fit=Fit.CONTAIN)], size=SIZE)
    assert image.size == SIZE
    assert image.getpixel((4, 56)) == (0, 0, 0)
    red, green, blue = image.getpixel((100, 56))  # pyright: ignore
    assert red > 170 > 80 > max(green, blue)


def test_a_turned_film_stands_upright(tmp_path: Path) -> None:
    path = make_video(tmp_path / "turned.mp4", width=180, height=320, pattern="quarters", rotation=-90)
    ((_, image),) = thumbnails([shot(source(path), 0)], size=SIZE)
    red, green, blue = image.getpixel((190, 10))  # pyright: ignore
    assert red > 150 > 80 > max(green, blue)


@pytest.mark.parametrize("is_photo", [False, True])
def test_a_shot_is_turned_and_enlarged_as_in_the_export(tmp_path: Path, is_photo: bool) -> None:
    film = source(make_video(tmp_path / "film.mp4", pattern="quarters", duration_ms=200))
    ((_, upright),) = thumbnails([shot(film, 0)], size=SIZE)
    upright.save(tmp_path / "photo.png")
    medium = source(tmp_path / "photo.png") if is_photo else film
    framing = Framing(rotation=180, flip="vertical", zoom=2.0, position=(0.0, 0.0))
    ((_, image),) = thumbnails([replace(shot(medium, 0), framing=framing)], size=SIZE)
    for corner in ((10, 10), (190, 100)):
        red, green, blue = image.getpixel(corner)  # pyright: ignore
        assert green > 130 > 80 > max(red, blue)


def test_what_cannot_be_read_is_left_out_and_the_rest_shown(film: SourceFile, tmp_path: Path) -> None:
    gone = SourceFile(path=tmp_path / "gone.mp4", content_hash="x", info=film.info)
    torn = tmp_path / "torn.mp4"
    torn.write_bytes(film.path.read_bytes()[:500])
    broken = SourceFile(path=torn, content_hash="y", info=film.info)
    found = list(thumbnails([shot(gone, 0), shot(broken, 0), shot(film, 0)], size=SIZE))
    assert [s.source.path.name for s, _ in found] == ["numbers.mp4"]
    assert all(isinstance(image, Image.Image) for _, image in found)
