"""Photos: opened upright and in the common colours, whatever the camera wrote."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from nemovideo_mcp.errors import FileMissing
from nemovideo_mcp.video.icc import in_srgb
from nemovideo_mcp.video.opening import Reason, unreadable
from nemovideo_mcp.video.single_picture import single_picture

__all__ = ["is_photo", "open_photo"]

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_DAMAGED: Reason = {"en": "the photo is damaged", "zh": "照片已损坏"}
_TOO_LARGE: Reason = {"en": "the photo has too many pixels", "zh": "照片像素过多"}


def is_photo(path: Path) -> bool:
    """Whether `path` holds one still picture, by its content; an animated GIF is a film.

    Raises FileMissing, MediaUnreadable.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError:
        return False  # a folder, no permission: whoever opens it as a film says so
    if not (head.startswith(_MAGIC) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")):
        return False
    if not head.startswith(b"GIF"):
        return True
    with _opened(path) as image:
        return getattr(image, "n_frames", 1) == 1


def open_photo(path: Path) -> Image.Image:
    """The photo upright (EXIF orientation) and in sRGB, as RGB, or RGBA where it has transparency.

    Decodes all of it; of a film, which counts as a photo where it is over at once, the first picture. Raises
    FileMissing, MediaUnreadable.
    """
    if not is_photo(path):
        return single_picture(path)
    with _opened(path) as image:
        try:
            image.load()
            upright = ImageOps.exif_transpose(image)
        except (OSError, SyntaxError, ValueError) as error:
            raise unreadable(path, _DAMAGED) from error
        return in_srgb(_eight_bits(upright), upright.info.get("icc_profile"))


def _opened(path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # 89 megapixels: a good camera
            return Image.open(path, formats=_FORMATS)
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except Image.DecompressionBombError as error:
        raise unreadable(path, _TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise unreadable(path, _DAMAGED) from error


def _eight_bits(image: Image.Image) -> Image.Image:
    if not image.mode.startswith("I"):
        return image
    # Pillow clips 16-bit grey to white instead of scaling it.
    return image.convert("I").point(lambda value: value / 256).convert("L")
