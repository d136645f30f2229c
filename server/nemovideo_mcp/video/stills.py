"""A photo as a film: turned and fitted once, then seen by a slow camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image, ImageEnhance, ImageFilter

from nemovideo_mcp.timeline.model import Fit
from nemovideo_mcp.video.camera_move import ROOM, Planes, View, frame_of, planes_of, seen_plane
from nemovideo_mcp.video.color_table import grid_of
from nemovideo_mcp.video.compositor import Canvas
from nemovideo_mcp.video.geometry import Framing, Orientation, Placement, place, placed
from nemovideo_mcp.video.grading import Grade, graded, table_size
from nemovideo_mcp.video.photos import open_photo
from nemovideo_mcp.video.transparency import flattened

__all__ = ["Still"]

_BLUR_SHRINK, _BLUR_RADIUS, _BLUR_LIGHT = 8, 5, 0.62

_TURNS = {
    Orientation.CLOCKWISE: Image.Transpose.ROTATE_270,
    Orientation.COUNTERCLOCKWISE: Image.Transpose.ROTATE_90,
    Orientation.UPSIDE_DOWN: Image.Transpose.ROTATE_180,
    Orientation.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Orientation.FLIPPED: Image.Transpose.FLIP_TOP_BOTTOM,
    Orientation.TRANSPOSED: Image.Transpose.TRANSPOSE,
    Orientation.TRANSVERSED: Image.Transpose.TRANSVERSE,
}


class Still:
    """A photo on the canvas. Raises FileMissing, MediaUnreadable when made."""

    def __init__(self, path: Path, canvas: Canvas, *, framing: Framing, grade: Grade | None = None) -> None:
        photo = flattened(open_photo(path))
        if (turn := _TURNS.get(framing.orientation)) is not None:
            photo = photo.transpose(turn)
        placement = placed(framing, size=photo.size, canvas=canvas.size)
        self._target = placement.target
        # As large as it is ever shown, so that resampling never has to shrink or enlarge by much.
        large = _even(placement.target.width * ROOM), _even(placement.target.height * ROOM)
        table = _table(grade.colors if grade else None)
        picture = photo.resize(large, Image.Resampling.LANCZOS, _window(photo, placement), reducing_gap=3)
        self._picture = _planes(picture.filter(table) if table else picture)
        self._ground = _planes(_background(photo, canvas, framing.fit, table))

    def frame(self, view: View) -> VideoFrame:
        """What `view` sees of the picture, before a ground that stands: yuv420p, BT.709, limited range."""
        at = self._target
        parts: list[Image.Image] = []
        for plane, ground, half in zip(self._picture, self._ground, (1, 2, 2), strict=True):
            part = seen_plane(plane, view, (at.width // half, at.height // half), fine=half == 1)
            if part.size != ground.size:
                whole = ground.copy()
                whole.paste(part, (at.left // half, at.top // half))
                part = whole
            parts.append(part)
        return frame_of((parts[0], parts[1], parts[2]))


def _window(photo: Image.Image, placement: Placement) -> tuple[float, float, float, float]:
    return (
        placement.left * photo.width,
        placement.top * photo.height,
        placement.right * photo.width,
        placement.bottom * photo.height,
    )


def _table(grade: Grade | None) -> ImageFilter.Color3DLUT | None:
    if grade is None:
        return None
    size = table_size(grade)
    return ImageFilter.Color3DLUT(size, graded(grid_of(size), grade).astype(np.float32).ravel().tolist())


def _background(
    photo: Image.Image, canvas: Canvas, fit: Fit, table: ImageFilter.Color3DLUT | None
) -> Image.Image:
    if fit is not Fit.BLUR:
        return Image.new("RGB", canvas.size)
    small = max(1, canvas.width // _BLUR_SHRINK), max(1, canvas.height // _BLUR_SHRINK)
    filling = _window(photo, place(size=photo.size, canvas=canvas.size, fit=Fit.COVER))
    blurred = photo.resize(small, Image.Resampling.BILINEAR, filling, reducing_gap=2).filter(
        ImageFilter.GaussianBlur(_BLUR_RADIUS)
    )
    blurred = blurred.filter(table) if table else blurred
    return ImageEnhance.Brightness(blurred).enhance(_BLUR_LIGHT).resize(canvas.size, Image.Resampling.BICUBIC)


def _planes(picture: Image.Image) -> Planes:
    frame = cast("VideoFrame", cast("Any", VideoFrame).from_image(picture)).reformat(
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
    return planes_of(frame)


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
