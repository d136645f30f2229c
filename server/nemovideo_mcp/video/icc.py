"""Photos by their embedded ICC profile: Display P3 of phones, Adobe RGB, ProPhoto, greys and CMYK as sRGB."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, cast

from PIL import Image, ImageCms

__all__ = ["in_srgb"]

# The space that a profile is for, and the mode of a picture that it is for.
_MODES: Mapping[str, str] = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


def in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """`image` in sRGB, as RGB, or RGBA where it has transparency.

    White stays white, and colours that sRGB holds stay the same (relative colorimetric). Without a `profile` (as found
    in the file), or with one that is broken or for another kind of picture, its values are taken for sRGB.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if not isinstance(profile, bytes):
        return image.convert(mode)
    try:
        source: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = _MODES.get(source.profile.xcolor_space.strip(), "")
        if not space or (space == "CMYK") != (image.mode == "CMYK"):
            return image.convert(mode)
        turned = ImageCms.profileToProfile(
            image.convert(mode if space == "RGB" else space),
            source,
            ImageCms.ImageCmsProfile(cast("Any", ImageCms).createProfile("sRGB")),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=mode if space == "RGB" else "RGB",
            flags=_FLAGS,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(mode)
    assert turned is not None  # not done in place
    if mode == "RGBA" and turned.mode != mode:
        turned.putalpha(image.convert("RGBA").getchannel("A"))
    return turned
