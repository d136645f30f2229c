"""Opening pictures with Pillow: quietly, and with one error for all that it raises of broken files."""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path
from typing import IO

from PIL import Image

from nemovideo_mcp.errors import FileMissing, MediaUnreadable
from nemovideo_mcp.video.limits import SCALED_PIXELS

__all__ = ["BROKEN", "DAMAGED", "eight_bits", "open_picture"]

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow and whoever reads boxes and chunks raises of files that are broken."""

DAMAGED = {"en": "the photo is damaged or cut off", "zh": "照片已损坏或不完整"}

_TOO_LARGE = {
    "en": f"it has more than {SCALED_PIXELS // 1_000_000} megapixels; make it smaller",
    "zh": f"超过 {SCALED_PIXELS // 1_000_000} 百万像素；请缩小后重试",
}


def open_picture(path: Path, *, formats: tuple[str, ...], source: IO[bytes] | None = None) -> Image.Image:
    """The picture at `path` (read from `source`, if one is given), with its header read and nothing decoded.

    Raises FileMissing, MediaUnreadable.
    """
    try:
        with warnings.catch_warnings():
            # Of sizes, which are looked at here, and of metadata that are broken.
            warnings.simplefilter("ignore")
            return Image.open(source or path, formats=formats)
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except Image.DecompressionBombError as error:
        raise MediaUnreadable(name=path.name, reason=_TOO_LARGE) from error
    except BROKEN as error:
        raise MediaUnreadable(name=path.name, reason=DAMAGED) from error


def eight_bits(image: Image.Image) -> Image.Image:
    """A picture of 16-bit greys in 8 bits, scaled: Pillow itself clips it to white. Others come back as they are."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value / 256).convert("L")
