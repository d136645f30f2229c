"""A photo as a film: a slow zoom, smooth to a fraction of a pixel.

FFmpeg's `zoompan` and `crop` move by whole pixels, which is seen as a tremble. Pillow's `resize` takes a box with
fractions, so each plane of the picture is resampled once per frame.
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, log
from pathlib import Path
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image, ImageEnhance, ImageFilter

from nemovideo_mcp.timeline.model import Fit
from nemovideo_mcp.video.compositor import Canvas
from nemovideo_mcp.video.geometry import Box, Placement, place
from nemovideo_mcp.video.photos import open_photo

__all__ = ["Still", "zoom_at"]

# How much larger the photo gets over its time on screen: a little even in a short shot, never much.
_ZOOM_LEAST, _ZOOM_PER_SECOND, _ZOOM_MOST = 0.03, 0.02, 0.12
_BLUR_SHRINK, _BLUR_RADIUS, _BLUR_LIGHT = 8, 5, 0.62

Planes = tuple[Image.Image, Image.Image, Image.Image]


def zoom_at(frame_number: int, *, frames: int, frame_rate: Fraction, inwards: bool) -> float:
    """The enlargement, 1 or more, of frame `frame_number` of `frames`: even to the eye, that is, exponential."""
    most = min(_ZOOM_MOST, _ZOOM_LEAST + _ZOOM_PER_SECOND * float(frames / frame_rate))
    share = frame_number / max(1, frames - 1)
    return exp(log(1 + most) * (share if inwards else 1 - share))


class Still:
    """A photo on the canvas. Raises FileMissing, MediaUnreadable when made."""

    def __init__(self, path: Path, canvas: Canvas, *, fit: Fit, zoom: float) -> None:
        photo = _over_black(open_photo(path))
        placement = place(size=photo.size, canvas=canvas.size, fit=fit, zoom=zoom)
        self._target = placement.target
        # As large as it is ever shown, so that resampling never has to shrink or enlarge by much.
        room = 1 + _ZOOM_MOST
        large = _even(placement.target.width * room), _even(placement.target.height * room)
        self._picture = _planes(
            photo.resize(large, Image.Resampling.LANCZOS, _window(photo, placement), reducing_gap=3)
        )
        self._ground = _planes(_background(photo, canvas, fit))

    def frame(self, zoom: float) -> VideoFrame:
        """The picture enlarged by `zoom` about its centre: yuv420p, BT.709, limited range."""
        at = self._target
        parts: list[bytes] = []
        for number, (plane, ground) in enumerate(zip(self._picture, self._ground, strict=True)):
            half = 1 if number == 0 else 2
            box = Box(
                left=at.left // half, top=at.top // half, width=at.width // half, height=at.height // half
            )
            margin_x, margin_y = (side * (1 - 1 / zoom) / 2 for side in plane.size)
            seen = margin_x, margin_y, plane.width - margin_x, plane.height - margin_y
            # The eye sees detail in brightness only.
            kind = Image.Resampling.BICUBIC if number == 0 else Image.Resampling.BILINEAR
            part = plane.resize((box.width, box.height), kind, seen)
            if part.size != ground.size:
                whole = ground.copy()
                whole.paste(part, (box.left, box.top))
                part = whole
            parts.append(part.tobytes())
        width, height = self._ground[0].size
        packed = np.frombuffer(b"".join(parts), np.uint8).reshape(height * 3 // 2, width)
        frame = VideoFrame.from_ndarray(packed, format="yuv420p")
        frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
        return frame


def _over_black(photo: Image.Image) -> Image.Image:
    if photo.mode != "RGBA":
        return photo
    ground = Image.new("RGBA", photo.size, (0, 0, 0, 255))
    return Image.alpha_composite(ground, photo).convert("RGB")


def _window(photo: Image.Image, placement: Placement) -> tuple[float, float, float, float]:
    return (
        placement.left * photo.width,
        placement.top * photo.height,
        placement.right * photo.width,
        placement.bottom * photo.height,
    )


def _background(photo: Image.Image, canvas: Canvas, fit: Fit) -> Image.Image:
    if fit is not Fit.BLUR:
        return Image.new("RGB", canvas.size)
    small = max(1, canvas.width // _BLUR_SHRINK), max(1, canvas.height // _BLUR_SHRINK)
    filling = _window(photo, place(size=photo.size, canvas=canvas.size, fit=Fit.COVER))
    blurred = photo.resize(small, Image.Resampling.BILINEAR, filling, reducing_gap=2).filter(
        ImageFilter.GaussianBlur(_BLUR_RADIUS)
    )
    return ImageEnhance.Brightness(blurred).enhance(_BLUR_LIGHT).resize(canvas.size, Image.Resampling.BICUBIC)


def _planes(picture: Image.Image) -> Planes:
    frame = cast("VideoFrame", cast("Any", VideoFrame).from_image(picture)).reformat(
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
    first, second, third = (
        Image.frombuffer("L", (plane.width, plane.height), bytes(plane), "raw", "L", plane.line_size, 1)
        for plane in frame.planes
    )
    return first, second, third


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
