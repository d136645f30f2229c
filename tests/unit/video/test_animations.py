"""PNGs and WebPs that move are films with their own times and their transparency, as GIFs are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.reader import FilmReader
from support.media import number_in, numbers
from support.pictures import big_png, make_webp


def _opaque() -> list[Image.Image]:
    return [Image.fromarray(numbers(k, Fraction(0), 160, 90)) for k in range(8)]


def _clear() -> list[Image.Image]:
    """A red square on nothing that goes to the right by 10 pixels."""
    frames = [Image.new("RGBA", (161, 90)) for _ in range(8)]
    for k, frame in enumerate(frames):
        frame.paste((200, 30, 30, 255), (10 * k, 10, 10 * k + 40, 60))
    return frames


def _png(path: Path, frames: list[Image.Image]) -> Path:
    frames[0].save(path, "PNG", save_all=True, append_images=frames[1:], duration=100)
    return path


def _webp(path: Path, frames: list[Image.Image]) -> Path:
    if frames[0].mode == "RGBA":
        return make_webp(path, frames, frame_ms=100)
    frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return path


@pytest.fixture(params=[_png, _webp], ids=["png", "webp"])
def make(request: pytest.FixtureRequest) -> Callable[[Path, list[Image.Image]], Path]:
    return request.param


def test_every_frame_comes_at_its_time(tmp_path: Path, make: Callable[..., Path]) -> None:
    path = make(tmp_path / "moving.gif", _opaque())
    info = probe(path)
    assert (info.kind, info.duration_ms, info.width, info.height) == ("video", 800, 160, 90)
    assert info.frame_rate == pytest.approx(10)
    with FilmReader(path) as film:
        times = [Fraction(ms) for ms in (0, 150, 410, 799)]
        seen = [number_in(frame.to_ndarray(format="rgb24")) for frame in film.frames_at(times)]
        assert seen == [0, 1, 4, 7]
        back = next(film.frames_at([Fraction(250)]))
        assert number_in(back.to_ndarray(format="rgb24")) == 2
    assert max(analyse(path, info).motion) > 0.3


def test_what_is_transparent_stays_so(tmp_path: Path, make: Callable[..., Path]) -> None:
    path = make(tmp_path / "moving.png", _clear())
    with FilmReader(path) as film:
        frame = next(film.frames_at([Fraction(350)]))
        assert any(component.is_alpha for component in frame.format.components)
        values = frame.to_ndarray(format="rgba")
    assert tuple(values[30, 50]) == (200, 30, 30, 255)
    assert values[30, 20, 3] == values[30, 100, 3] == 0


def test_a_first_picture_that_is_not_of_the_animation_is_left_out(tmp_path: Path) -> None:
    frames = _opaque()
    path = tmp_path / "a.png"
    Image.new("RGB", (160, 90)).save(
        path, save_all=True, append_images=frames, duration=100, default_image=True
    )
    assert probe(path).duration_ms == 800
    with FilmReader(path) as film:
        frame = next(film.frames_at([Fraction(0)]))
        assert number_in(frame.to_ndarray(format="rgb24")) == 0


def test_frames_of_no_time_are_shown_as_browsers_show_them(tmp_path: Path) -> None:
    frames = _opaque()
    frames[0].save(path := tmp_path / "a.png", save_all=True, append_images=frames[1:], duration=0)
    assert probe(path).duration_ms == 800


def test_an_animation_that_breaks_off_shows_what_is_there(tmp_path: Path) -> None:
    path = _png(tmp_path / "a.png", _opaque())
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    info = probe(path)
    assert info.kind == "video"
    with FilmReader(path) as film:
        times = [Fraction(0), Fraction(info.duration_ms - 1)]
        assert all(np.any(frame.to_ndarray(format="rgb24")) for frame in film.frames_at(times))


def test_an_animation_of_giant_frames_is_refused(tmp_path: Path) -> None:
    path = _png(tmp_path / "small.png", _opaque())
    giant = big_png(tmp_path / "giant.png", 6000, 6000, pixels=False)
    ours, theirs = path.read_bytes(), giant.read_bytes()
    giant.write_bytes(theirs[:33] + ours[33:])
    with pytest.raises(MediaUnreadable, match="17 megapixels"):
        probe(giant)


def test_a_gif_that_claims_a_giant_screen_is_refused(tmp_path: Path) -> None:
    frames = [frame.convert("P") for frame in _opaque()]
    frames[0].save(path := tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    data = bytearray(path.read_bytes())
    data[6:10] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(MediaUnreadable, match="megapixels"):
        probe(path)
