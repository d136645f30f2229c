"""Photos: opened upright and in the common colours, whatever the camera wrote, and no larger than they are needed."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import ceil, floor, sqrt
from pathlib import Path

from PIL import ExifTags, Image

from nemovideo_mcp.errors import FileMissing, MediaUnreadable
from nemovideo_mcp.file_types import RAW_PHOTO, FileType, head_of, type_of_head
from nemovideo_mcp.video.animations import is_animation
from nemovideo_mcp.video.cut_off import PaddedJpeg, share_there
from nemovideo_mcp.video.heif import open_heif
from nemovideo_mcp.video.icc import in_srgb
from nemovideo_mcp.video.limits import (
    WORKING_PIXELS,
    check_picture_size,
    photo_limit,
)
from nemovideo_mcp.video.opening import unreadable
from nemovideo_mcp.video.pillow import BROKEN, DAMAGED, eight_bits, open_picture
from nemovideo_mcp.video.png_rows import can_be_banded, read_png
from nemovideo_mcp.video.single_picture import single_picture

__all__ = ["Photo", "is_photo", "open_photo", "read_photo"]

# JPEG includes MPO, which has more pictures behind it.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
# Of a photo that is cut off, so much has to be there.
_LEAST_THERE = 0.75
_JPEG_SCALES = (1, 2, 4, 8)
_DNG_VERSION, _NEW_SUBFILE_TYPE = 50706, 254
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SWAPPING = frozenset(_TURNS[n] for n in (5, 6, 7, 8))


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo upright in sRGB, as RGB, or RGBA where it has transparency; `width` and `height` are those of the file.

    `image` is smaller than that where the file has more pixels than are ever needed.
    """

    image: Image.Image
    width: int
    height: int


def is_photo(path: Path) -> bool:
    """Whether `path` holds one still picture, by its content; an animated GIF, PNG or WebP is a film.

    Raises FileMissing, MediaUnreadable.
    """
    return _still_type(path) is not None


def open_photo(path: Path) -> Image.Image:
    """The photo upright (EXIF orientation) and in sRGB, as RGB, or RGBA where it has transparency.

    Of a film, which counts as a photo where it is over at once, the first picture. Raises FileMissing, MediaUnreadable.
    """
    return read_photo(path).image


def read_photo(path: Path) -> Photo:
    """As `open_photo`, with the size that the photo has in the file. Raises FileMissing, MediaUnreadable."""
    found = _still_type(path)
    if found is None:
        image = single_picture(path)
        return Photo(image=image, width=image.width, height=image.height)
    if found.ending == "heic":
        heif = open_heif(path)
        image, size, profile = _within_limits(heif.image), heif.image.size, heif.icc_profile
    else:
        with _opened(path, found) as file:
            size = file.size
            decoded = _decoded(path, file, found)
            profile, orientation = decoded.info.get("icc_profile"), _orientation(decoded)
            image = _within_limits(decoded)
            del decoded
            if image is not file:
                file.close()  # of a large photo only the smaller one is held
            if (turn := _TURNS.get(orientation)) is not None:
                image = image.transpose(turn)
                size = size[::-1] if turn in _SWAPPING else size
    return Photo(image=in_srgb(eight_bits(image), profile), width=size[0], height=size[1])


def _still_type(path: Path) -> FileType | None:
    """What kind of still picture `path` is; None where it is none."""
    try:
        found = type_of_head(head_of(path))
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError:
        return None  # a folder, no permission: whoever opens it as a film says so
    if found is None or found.kind != "image" or is_animation(path, found):
        return None
    return found


@contextmanager
def _opened(path: Path, found: FileType) -> Generator[Image.Image]:
    """The photo with its header read; what goes wrong with it is that it is damaged."""
    with ExitStack() as opened:
        try:
            file = opened.enter_context(PaddedJpeg(path) if found.ending == "jpg" else path.open("rb"))
            image = open_picture(path, formats=_FORMATS, source=file)
            opened.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")  # of metadata that are broken
            yield opened.enter_context(image)
        except (MediaUnreadable, FileMissing):
            raise
        except FileNotFoundError as error:
            raise FileMissing(path=str(path)) from error
        except BROKEN as error:
            raise unreadable(path, DAMAGED) from error


def _decoded(path: Path, image: Image.Image, found: FileType) -> Image.Image:
    """The photo, decoded and with its `info`; smaller where that saves memory. Raises as decoders do."""
    _check_whole(path, image)
    banded = found.ending == "png" and can_be_banded(head_of(path))
    # All coefficients of a progressive JPEG are held until its end.
    is_scaled = banded or (found.ending == "jpg" and not image.info.get("progressive"))
    check_picture_size(path, image.size, most_pixels=photo_limit(found.ending, is_scaled=is_scaled))
    pixels = image.width * image.height
    if banded and pixels > 2 * WORKING_PIXELS:
        return _in_bands(path, factor=ceil(sqrt(pixels / WORKING_PIXELS)))
    if found.ending == "jpg":
        # A JPEG can be decoded at a half, a quarter and an eighth of its size.
        scale = next((s for s in _JPEG_SCALES if pixels <= 2 * WORKING_PIXELS * s * s), _JPEG_SCALES[-1])
        image.draft(None, (image.width // scale, image.height // scale))
    source: object = getattr(image, "fp", None)  # Pillow lets go of it
    try:
        image.load()
    except BROKEN:
        if banded:
            return _in_bands(path, factor=1)
        raise
    if isinstance(source, PaddedJpeg) and source.was_short:
        _check_there(path, share_there(path, image))
    return image


def _in_bands(path: Path, *, factor: int) -> Image.Image:
    read = read_png(path, factor=factor)
    _check_there(path, read.rows / read.height)
    return read.image


def _check_there(path: Path, share: float) -> None:
    if share < _LEAST_THERE:
        percent = floor(100 * share)
        raise unreadable(
            path,
            {
                "en": f"the photo is cut off, only {percent} % of it is there",
                "zh": f"照片不完整，仅有 {percent}%",
            },
        )


def _check_whole(path: Path, image: Image.Image) -> None:
    """Raise MediaUnreadable for a raw photo, of which Pillow would show the small preview."""
    tags = getattr(image, "tag_v2", None)
    if tags is not None and (_DNG_VERSION in tags or tags.get(_NEW_SUBFILE_TYPE, 0) & 1):
        raise unreadable(path, dict(RAW_PHOTO.words or {}))


def _orientation(image: Image.Image) -> int:
    """The EXIF tag of a photo that is decoded: Pillow would decode a PNG to look for it."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except BROKEN:
        return 1  # metadata that are broken spoil no picture


def _within_limits(image: Image.Image) -> Image.Image:
    """`image`, smaller where it has more pixels than are worked with."""
    pixels = image.width * image.height
    if pixels <= WORKING_PIXELS:
        return image
    scale = sqrt(WORKING_PIXELS / pixels)
    plain = eight_bits(image)
    if plain.mode in ("1", "P"):
        plain = plain.convert("RGBA" if plain.has_transparency_data else "RGB")
    size = max(1, floor(image.width * scale)), max(1, floor(image.height * scale))
    return plain.resize(size, Image.Resampling.BOX)
