"""Photos of every kind: whole, upright, of a size that memory bears, and also where a few bytes are missing."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.video import photos, png_rows
from nemovideo_mcp.video.photos import open_photo, read_photo
from nemovideo_mcp.video.png_rows import read_png
from nemovideo_mcp.video.probe import probe
from support.media import quarters
from support.pictures import big_png, make_heic, png_chunk

RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 160, 30), (30, 30, 200), (128, 128, 128)
FOUR = (RED, GREEN, BLUE, GREY)


def scene(width: int, height: int) -> Image.Image:
    """Noise over quarters: something in every row."""
    rng = np.random.default_rng(7)
    picture = quarters(0, Fraction(0), width, height).astype(int) + rng.integers(-20, 20, (height, width, 3))
    return Image.fromarray(picture.clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_picture_is_read_by_its_content_under_any_name(tmp_path: Path, form: str) -> None:
    path = tmp_path / "holiday.txt"
    drawn = quarters(0, Fraction(0), 320, 180)
    Image.fromarray(drawn).save(path, form)
    info = probe(path)
    assert (info.kind, info.width, info.height) == ("image", 320, 180)
    found = np.asarray(open_photo(path)).astype(int)
    for y, x in ((40, 70), (40, 250), (140, 70), (140, 250)):
        assert np.abs(found[y, x] - drawn[y, x]).max() <= 12


# --- cut off -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_progressive", [False, True])
def test_a_jpeg_without_its_last_bytes_is_taken_as_viewers_take_it(
    tmp_path: Path, is_progressive: bool
) -> None:
    scene(640, 480).save(whole := tmp_path / "whole.jpg", progressive=is_progressive)
    data = whole.read_bytes()
    expected = np.asarray(open_photo(whole)).astype(int)
    for name, length in (("noeoi.jpg", len(data) - 2), ("short.jpg", len(data) * 9 // 10)):
        (path := tmp_path / name).write_bytes(data[:length])
        found = np.asarray(open_photo(path)).astype(int)
        assert found.shape == expected.shape
        assert np.abs(found - expected)[: 480 * 3 // 4].max() <= (60 if is_progressive else 1)


def test_a_jpeg_of_which_half_is_missing_is_refused(tmp_path: Path) -> None:
    scene(640, 480).save(whole := tmp_path / "whole.jpg")
    (path := tmp_path / "half.jpg").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(MediaUnreadable, match=r"only [45]\d % of it is there"):
        open_photo(path)


def test_a_plain_lower_half_is_not_taken_for_a_missing_one(tmp_path: Path) -> None:
    page = Image.new("RGB", (400, 600), "white")
    page.paste(scene(400, 200), (0, 0))
    page.save(path := tmp_path / "page.jpg")
    path.write_bytes(path.read_bytes()[:-2])
    assert open_photo(path).size == (400, 600)


def test_a_png_that_breaks_off_near_its_end_is_taken(tmp_path: Path) -> None:
    scene(300, 200).save(path := tmp_path / "a.png")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 9 // 10])
    assert open_photo(path).getpixel((10, 10))[0] > 150  # type: ignore[index]
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaUnreadable, match="cut off"):
        open_photo(path)


def test_broken_metadata_spoil_no_picture(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), RED).save(path := tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    assert probe(path).kind == "image"


def test_a_raw_photo_is_named_instead_of_its_preview_shown(tmp_path: Path) -> None:
    Image.new("RGB", (160, 120), RED).save(path := tmp_path / "IMG_1.dng", "TIFF", tiffinfo={254: 1})
    with pytest.raises(MediaUnreadable, match="raw photo"):
        probe(path)


# --- large ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "1", "P", "I;16"])
def test_a_png_read_in_bands_is_the_same_picture(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png_rows, "_BAND_BYTES", 5_000)
    drawn = scene(203, 151)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(drawn.convert("L")).astype(np.uint16) * 250)
    elif mode == "P":
        image = drawn.quantize(37)
        image.info["transparency"] = 3
    else:
        image = drawn.convert(mode)
    image.save(path := tmp_path / "a.png")
    banded = read_png(path, factor=1)
    assert (banded.rows, banded.height) == (151, 151)
    expected, found = open_photo(path), banded.image.convert("RGBA" if mode in ("LA", "P", "RGBA") else "RGB")
    assert np.array_equal(np.asarray(found), np.asarray(expected))
    assert read_png(path, factor=4).image.size == (51, 38)


_PEAK = """
import resource, sys
from pathlib import Path
from nemovideo_mcp.video.photos import read_photo
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
photo = read_photo(Path(sys.argv[1]))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(photo.width, photo.height, photo.image.width, round((after - before) / 1024))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
def test_a_huge_png_takes_little_memory(tmp_path: Path) -> None:
    path = big_png(tmp_path / "wall.png", 7600, 7000)
    told = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True
    )
    width, height, working_width, peak_mb = map(int, told.stdout.split())
    assert (width, height) == (7600, 7000)
    assert working_width == 3800
    # Decoded whole it would be 213 MB, and the copies that are made of it come on top.
    assert peak_mb < 160


def test_a_large_jpeg_is_decoded_smaller_and_keeps_its_size_for_the_timeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "WORKING_PIXELS", 100_000)
    image = Image.new("RGB", (1600, 1200), RED)
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(path := tmp_path / "a.jpg", exif=exif)
    photo = read_photo(path)
    assert (photo.width, photo.height) == (1200, 1600)
    assert photo.image.width * photo.image.height <= 100_000
    assert photo.image.width < photo.image.height


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (lambda path: big_png(path, 20_000, 10_000, pixels=False), "178 megapixels"),
        (lambda path: big_png(path, 12_000, 10_000, interlaced=True, pixels=False), "100 megapixels"),
        (lambda path: path.write_bytes(_claims_webp(16_000, 8_000)), "50 megapixels"),
        (lambda path: path.write_bytes(_claims_bmp(20_000, 8_000)), "100 megapixels"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_decoded(tmp_path: Path, make: object, limit: str) -> None:
    make(path := tmp_path / "a.png")  # type: ignore[operator]
    with pytest.raises(MediaUnreadable, match=limit) as caught:
        probe(path)
    assert "像素" in caught.value.what("zh")


def _claims_webp(width: int, height: int) -> bytes:
    small = io.BytesIO()
    Image.new("RGB", (16, 16)).save(small, "WEBP", lossless=True)
    data = bytearray(small.getvalue())
    at = data.index(b"VP8L") + 9
    bits = int.from_bytes(data[at : at + 4], "little") & ~((1 << 28) - 1)
    data[at : at + 4] = (bits | (width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return bytes(data)


def _claims_bmp(width: int, height: int) -> bytes:
    small = io.BytesIO()
    Image.new("RGB", (16, 16)).save(small, "BMP")
    data = bytearray(small.getvalue())
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


# --- HEIC ----------------------------------------------------------------------------------------------------------


def _corners(image: Image.Image) -> list[tuple[int, int, int]]:
    """What is top left, top right and bottom left, of the four colours."""
    w, h = image.size
    seen = [np.asarray(image)[y, x].astype(int) for y, x in ((20, 20), (20, w - 20), (h - 20, 20))]
    assert all(min(np.abs(one - colour).max() for colour in FOUR) <= 12 for one in seen), seen
    return [min(FOUR, key=lambda colour: int(np.abs(one - colour).max())) for one in seen]


def _four(width: int, height: int) -> np.ndarray:
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[: height // 2, : width // 2] = RED
    picture[: height // 2, width // 2 :] = GREEN
    picture[height // 2 :, : width // 2] = BLUE
    return picture


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "film.mp4", "photo"])
def test_a_heic_of_tiles_is_the_whole_picture(tmp_path: Path, name: str) -> None:
    path = make_heic(tmp_path / name, _four(300, 200))
    info = probe(path)
    assert (info.kind, info.width, info.height) == ("image", 300, 200)
    image = open_photo(path)
    assert image.size == (300, 200)
    assert _corners(image) == [RED, GREEN, BLUE]


@pytest.mark.parametrize(
    ("properties", "size", "corners"),
    [
        ([(b"irot", b"\x01")], (200, 300), [GREEN, GREY, RED]),
        ([(b"irot", b"\x03")], (200, 300), [BLUE, RED, GREY]),
        ([(b"imir", b"\x01")], (300, 200), [GREEN, RED, GREY]),
        ([(b"imir", b"\x00")], (300, 200), [BLUE, GREY, RED]),
        ([(b"irot", b"\x01"), (b"imir", b"\x00")], (200, 300), [RED, BLUE, GREEN]),
        # The clean aperture: 150 × 200 about a middle that lies 75 to the left.
        ([(b"clap", struct.pack(">IIIIiIiI", 150, 1, 200, 1, -75, 1, 0, 1))], (150, 200), [RED, RED, BLUE]),
    ],
)
def test_a_heic_is_cut_turned_and_mirrored_as_it_says(
    tmp_path: Path,
    properties: list[tuple[bytes, bytes]],
    size: tuple[int, int],
    corners: list[tuple[int, int, int]],
) -> None:
    image = open_photo(make_heic(tmp_path / "a.heic", _four(300, 200), properties=properties))
    assert image.size == size
    assert _corners(image) == corners


def test_a_heic_that_is_cut_off_or_claims_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable, match="damaged or cut off"):
        probe(make_heic(tmp_path / "cut.heic", _four(300, 200), cut_bytes=200))
    huge = make_heic(tmp_path / "huge.heic", _four(64, 64), tile=64)
    data = huge.read_bytes()
    grid = struct.pack(">BBBBHH", 0, 0, 0, 0, 64, 64)
    huge.write_bytes(data.replace(grid, struct.pack(">BBBBHH", 0, 0, 0, 0, 60_000, 60_000)))
    with pytest.raises(MediaUnreadable, match="100 megapixels"):
        probe(huge)


def test_a_profile_of_wide_colours_goes_on_to_the_conversion(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = open_photo(make_heic(tmp_path / "a.heic", _four(200, 120)))
    with_profile = open_photo(
        make_heic(tmp_path / "b.heic", _four(200, 120), properties=[(b"colr", b"prof" + profile)])
    )
    assert np.abs(np.asarray(plain).astype(int) - np.asarray(with_profile)).max() <= 6


def test_a_png_chunk_that_is_animation_data_does_not_spoil_a_still(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), RED).save(path := tmp_path / "a.png")
    data = path.read_bytes()
    head = data.index(b"IDAT") - 4
    path.write_bytes(data[:head] + png_chunk(b"acTL", struct.pack(">II", 1, 0)) + data[head:])
    assert probe(path).kind == "image"
