"""How large pictures may be: a few hundred bytes can claim gigabytes, so sizes are looked at before decoding."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from nemovideo_mcp.errors import MediaUnreadable

__all__ = [
    "ANIMATION_PIXELS",
    "FILM_PIXELS",
    "OPENED_PIXELS",
    "PHOTO_PIXELS",
    "SCALED_PIXELS",
    "WORKING_PIXELS",
    "check_picture_size",
    "decoder_options",
    "photo_limit",
]

SCALED_PIXELS = 2 * (Image.MAX_IMAGE_PIXELS or 89_478_485)
"""Photos that are scaled while they are decoded (JPEG, PNG) may have so many: 178 megapixels, as Pillow has it."""

PHOTO_PIXELS = 100_000_000
"""Other photos are decoded whole, at 4 bytes a pixel."""

# Decoders that hold the picture three times over.
_COSTLY: Mapping[str, int] = {"webp": 50_000_000, "avif": 50_000_000}

FILM_PIXELS = 36_000_000
"""Frames of films and of pictures that move: 8K has 33 million. A decoder may hold up to some twenty of them."""

OPENED_PIXELS = 80_000_000
"""Films with larger frames are not even opened."""

ANIMATION_PIXELS = 17_000_000
"""Frames of PNGs and WebPs that move: 4096 × 4096. Pillow and FFmpeg hold some eight copies of 4 bytes a pixel."""

WORKING_PIXELS = 26_000_000
"""Photos are not kept larger than this: enough for a film of 4K, and three copies are 300 MB."""


def photo_limit(ending: str, *, is_scaled: bool) -> int:
    """The most pixels that a photo of that type may have; `is_scaled` while it is decoded."""
    return SCALED_PIXELS if is_scaled else _COSTLY.get(ending, PHOTO_PIXELS)


def decoder_options(most_pixels: int = FILM_PIXELS) -> dict[str, str]:
    """FFmpeg's decoders refuse larger frames by themselves then, also where a film becomes larger on its way."""
    return {"max_pixels": str(most_pixels)}


def check_picture_size(path: Path, size: tuple[int, int], *, most_pixels: int = PHOTO_PIXELS) -> None:
    """Raise MediaUnreadable where a picture of `size` has more than `most_pixels`."""
    width, height = size
    if width * height > most_pixels:
        most = most_pixels // 1_000_000
        raise MediaUnreadable(
            name=path.name,
            reason={
                "en": f"it has {width}×{height} pixels, and {most} megapixels are the limit; make it smaller",
                "zh": f"画面为 {width}×{height} 像素，上限为 {most} 百万像素；请缩小后重试",
            },
        )
