"""Films and photos in other colours than sRGB look in the film as they look where they come from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import Colorspace
from PIL import Image

from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.contact_sheet import contact_sheet
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.primaries import BT709, PRIMARIES, to_bt709
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.thumbnails import Shot, thumbnails
from support.colors import cmyk_profile, colour_difference, grey_profile, in_space, matrix_profile
from support.media import decoded_frames, make_video

Colour = tuple[int, int, int]

RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 160, 30), (30, 30, 200), (128, 128, 128)
SKIN, WHITE = (224, 172, 146), (250, 250, 250)
COLOURS = (RED, GREEN, BLUE, GREY, SKIN, WHITE)
SIZE = (192, 108)


def patches(colours: tuple[Colour, ...]) -> Any:
    """Two rows of three colours."""
    width, height = SIZE
    grid = np.array(colours, np.uint8).reshape(2, 3, 3)
    return np.repeat(np.repeat(grid, height // 2, axis=0), width // 3, axis=1)


def colours_in(picture: Any, *, size: tuple[int, int] = SIZE) -> list[Colour]:
    """The colours of the patches: the middle of each."""
    width, height = size
    found: list[Colour] = []
    for row, column in product(range(2), range(3)):
        part = picture[
            height * (6 * row + 2) // 12 : height * (6 * row + 4) // 12,
            width * (6 * column + 2) // 18 : width * (6 * column + 4) // 18,
        ]
        red, green, blue = part.reshape(-1, 3).mean(axis=0)
        found.append((round(red), round(green), round(blue)))
    return found


def tagged_film(path: Path, space: str, **tags: Any) -> Path:
    stored = patches(tuple(in_space(colour, space) for colour in COLOURS))
    return make_video(
        path,
        width=SIZE[0],
        height=SIZE[1],
        pattern=lambda *_: stored,
        duration_ms=100,
        options={"crf": "4"},
        **tags,
    )


def source(path: Path) -> SourceFile:
    return SourceFile(path=path, content_hash=path.name, info=probe(path))


def in_the_film(path: Path, folder: Path, *, size: tuple[int, int] = SIZE) -> Any:
    """The first picture of a film of `path`."""
    clip = VideoClip(clip_id="1", name="the shot", media_id="m", start_ms=0, duration_ms=100, motion="none")
    timeline = Timeline(
        width=size[0],
        height=size[1],
        frame_rate=Fraction(30),
        tracks=(Track(track_id="v", kind=0, clips=(clip,)),),
    )
    (chunk,) = plan_chunks(timeline, {"m": source(path)}, settings=EncoderSettings(preset="superfast", crf=8))
    return next(decoded_frames(render_chunk(chunk, folder))).picture


def assert_alike(
    found: Sequence[Sequence[float]], wanted: Sequence[Colour] = COLOURS, *, within: float = 3.0
) -> None:
    """No colour may be further off than ΔE `within`: 8 bits of limited range are off by up to 2."""
    apart = [colour_difference(*pair) for pair in zip(found, wanted, strict=True)]
    assert max(apart) <= within, (found, apart)


FILMS: dict[str, tuple[str, dict[str, Any]]] = {
    "Display P3": ("Display P3", {"color_primaries": 12}),
    "Display P3 with the curve of sRGB": ("Display P3", {"color_primaries": 12, "color_trc": 13}),
    "Display P3 of 10 bits": ("Display P3", {"color_primaries": 12, "pix_fmt": "yuv420p10le"}),
    "Display P3 of a full range": ("Display P3", {"color_primaries": 12, "full_range": True}),
    "Display P3 with the matrix of BT.601": ("Display P3", {"color_primaries": 12, "colorspace": "bt601"}),
    "BT.2020": (
        "BT.2020",
        {"color_primaries": 9, "color_trc": 14, "colorspace": "bt2020", "pix_fmt": "yuv420p10le"},
    ),
    "BT.2020 by its matrix alone": (
        "BT.2020",
        {"color_primaries": 2, "color_trc": 2, "colorspace": "bt2020"},
    ),
    "SMPTE 170M": ("SMPTE 170M", {"color_primaries": 6, "color_trc": 6, "colorspace": "bt601"}),
    "SMPTE 240M": ("SMPTE 170M", {"color_primaries": 7, "color_trc": 6, "colorspace": "bt601"}),
    "BT.470BG": ("BT.470BG", {"color_primaries": 5, "color_trc": 6, "colorspace": "bt601"}),
}


@pytest.mark.parametrize("case", FILMS)
def test_a_film_is_converted_with_its_primaries(tmp_path: Path, case: str) -> None:
    space, tags = FILMS[case]
    assert_alike(colours_in(in_the_film(tagged_film(tmp_path / "film.mp4", space, **tags), tmp_path)))


@pytest.mark.parametrize("size", [(96, 54), (384, 216), (108, 192)], ids=["smaller", "larger", "upright"])
def test_colours_are_right_in_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = in_the_film(
        tagged_film(tmp_path / "film.mp4", "Display P3", color_primaries=12), tmp_path, size=size
    )
    if size[0] < size[1]:  # shown whole, before a blurred ground of the same colours
        height = size[0] * SIZE[1] // SIZE[0] // 2 * 2
        top = (size[1] - height) // 2
        ground = picture[4:20, 10:40].reshape(-1, 3).mean(axis=0)
        picture, size = picture[top : top + height], (size[0], height)
        assert ground[1] > 3 * max(ground[0], ground[2])
    assert_alike(colours_in(picture, size=size))


@pytest.mark.parametrize(
    ("codec", "pix_fmt", "ending"),
    [("libx264rgb", "rgb24", "mp4"), ("png", "rgba", "mov"), ("prores_ks", "yuv422p10le", "mov")],
    ids=["RGB", "with transparency", "tagged by the container alone"],
)
def test_films_of_all_codecs_are_converted(tmp_path: Path, codec: str, pix_fmt: str, ending: str) -> None:
    stored = patches(tuple(in_space(colour, "Display P3") for colour in COLOURS))
    path = tmp_path / f"film.{ending}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, pix_fmt
        context: Any = stream.codec_context
        context.color_primaries = 12
        if "yuv" in pix_fmt:
            context.color_trc = context.colorspace = 1
        for n in range(4):
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            matrix = Colorspace.ITU709 if "yuv" in pix_fmt else None
            frame = frame.reformat(format=pix_fmt, dst_colorspace=matrix)
            frame.pts, frame.time_base = n, Fraction(1, 30)
            if codec != "prores_ks":
                frame.color_primaries = 12
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert_alike(colours_in(in_the_film(path, tmp_path)))


def test_hdr_in_the_primaries_of_p3_is_not_taken_for_bt2020(tmp_path: Path) -> None:
    def red_of(color_primaries: int) -> Any:
        path = make_video(
            tmp_path / f"{color_primaries}.mp4",
            color=(110, 60, 60),
            color_primaries=color_primaries,
            color_trc=16,
            pix_fmt="yuv420p10le",
            duration_ms=100,
        )
        return in_the_film(path, tmp_path)[50, 50].astype(int)

    of_709, of_p3, of_2020 = red_of(1), red_of(12), red_of(9)
    assert of_709[0] - of_709[1] + 5 < of_p3[0] - of_p3[1] < of_2020[0] - of_2020[1] - 5


@pytest.mark.parametrize("number", PRIMARIES)
def test_white_stays_white_whatever_the_primaries(number: int) -> None:
    assert to_bt709(PRIMARIES[number]) @ np.ones(3) == pytest.approx(np.ones(3), abs=1e-9)
    assert number != BT709 or to_bt709(PRIMARIES[number]) == pytest.approx(np.eye(3), abs=1e-9)


def test_the_matrix_of_bt2020_is_that_of_bt2087() -> None:
    published = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
    assert to_bt709(PRIMARIES[9]) == pytest.approx(np.array(published), abs=1e-4)


@pytest.mark.parametrize("space", ["Display P3", "Adobe RGB", "ProPhoto"])
@pytest.mark.parametrize(
    ("ending", "mode"), [("jpg", "RGB"), ("png", "RGB"), ("png", "RGBA"), ("png", "P"), ("webp", "RGB")]
)
def test_a_photo_is_converted_with_its_profile(tmp_path: Path, space: str, ending: str, mode: str) -> None:
    stored = Image.fromarray(patches(tuple(in_space(colour, space) for colour in COLOURS)))
    stored = stored.quantize(8) if mode == "P" else stored.convert(mode)
    path = tmp_path / f"photo.{ending}"
    more = (
        {"quality": 98, "subsampling": 0}
        if ending == "jpg"
        else {"lossless": True}
        if ending == "webp"
        else {}
    )
    stored.save(path, icc_profile=matrix_profile(space), **more)
    assert_alike(colours_in(in_the_film(path, tmp_path)))


def test_a_photo_in_greys_is_converted_with_its_profile(tmp_path: Path) -> None:
    path = tmp_path / "grey.png"
    Image.new("L", SIZE, 100).save(path, icc_profile=grey_profile(1.0))
    # 100 / 255 of the light is 169 on the curve of sRGB.
    assert_alike([in_the_film(path, tmp_path)[50, 50]], [(169, 169, 169)])


def test_a_photo_for_a_printer_is_converted_with_its_profile(tmp_path: Path) -> None:
    # Yellow ink that is orange: nobody would guess it. CIELAB (70, 40, 70) is (253, 139, 32) in sRGB.
    inks = {
        corner: (0.0, 0.0, 0.0) if sum(corner) else (100.0, 0.0, 0.0) for corner in product((0, 1), repeat=4)
    }
    inks[0, 0, 1, 0] = (70.0, 40.0, 70.0)
    path = tmp_path / "print.jpg"
    Image.new("CMYK", SIZE, (0, 0, 255, 0)).save(path, icc_profile=cmyk_profile(inks), quality=98)
    assert_alike([in_the_film(path, tmp_path)[50, 50]], [(253, 139, 32)])


@pytest.mark.parametrize(
    "profile",
    [
        b"no profile",
        matrix_profile("ProPhoto")[:300],
        cmyk_profile(dict.fromkeys(product((0, 1), repeat=4), (50.0, 0.0, 0.0))),
    ],
)
def test_a_profile_that_is_broken_or_of_another_kind_is_passed_over(tmp_path: Path, profile: bytes) -> None:
    path = tmp_path / "photo.png"
    Image.fromarray(patches(COLOURS)).save(path, icc_profile=profile)
    assert_alike(colours_in(in_the_film(path, tmp_path)))


@pytest.mark.parametrize("kind", ["film", "photo"])
def test_small_pictures_and_sheets_have_the_colours_of_the_film(tmp_path: Path, kind: str) -> None:
    if kind == "film":
        path = tagged_film(tmp_path / "film.mp4", "Display P3", color_primaries=12)
    else:
        path = tmp_path / "photo.png"
        stored = Image.fromarray(patches(tuple(in_space(colour, "Display P3") for colour in COLOURS)))
        stored.save(path, icc_profile=matrix_profile("Display P3"))
    shot = Shot(source=source(path), time_ms=0, first_ms=0, last_ms=100)
    ((_, small),) = thumbnails([shot], size=SIZE)
    assert_alike(colours_in(np.asarray(small)))
    sheet = Image.open(io.BytesIO(contact_sheet(source(path), name="one", max_bytes=2_000_000))).convert(
        "RGB"
    )
    seen = {colour for count, colour in sheet.getcolors(1 << 24) or [] if count > 300}
    for wanted in COLOURS:
        assert min(colour_difference(colour, wanted) for colour in seen) <= 3.0, wanted
