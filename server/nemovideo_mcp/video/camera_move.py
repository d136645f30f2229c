"""Slow moves of an imagined camera over a picture, smooth to a fraction of a pixel.

FFmpeg's `zoompan` and `crop` move by whole pixels, which is seen as a tremble. Pillow's `resize` takes a box with
fractions, so each plane of the picture is resampled once per frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from nemovideo_mcp.video.compositor import Canvas

__all__ = [
    "ROOM",
    "Planes",
    "View",
    "frame_of",
    "moved_frame",
    "own_motion",
    "planes_of",
    "roomy",
    "seen_plane",
    "view_at",
]

# How much larger the picture gets over its time on screen: a little even in a short shot, never much.
_ZOOM_LEAST, _ZOOM_PER_SECOND, _ZOOM_MOST = 0.03, 0.02, 0.12

ROOM = 1 + _ZOOM_MOST
"""A picture that is this much larger than where it is shown is never enlarged by a move."""

Planes = tuple[Image.Image, Image.Image, Image.Image]


@dataclass(frozen=True, kw_only=True)
class View:
    """What the camera sees of the picture enlarged by `zoom`.

    `across` goes from its left end (0) to its right end (1), `down` from its top to its bottom.
    """

    zoom: float = 1.0
    across: float = 0.5
    down: float = 0.5


@dataclass(frozen=True)
class _Move:
    zooms: tuple[float, float]  # shares of the enlargement, at the start and at the end
    across: tuple[float, float] | None = None  # None: about the point of interest


_MOVES: Mapping[str, _Move] = {
    "push-in": _Move((0.0, 1.0)),
    "pull-out": _Move((1.0, 0.0)),
    "pan-left": _Move((1.0, 1.0), (1.0, 0.0)),
    "pan-right": _Move((1.0, 1.0), (0.0, 1.0)),
}


def own_motion(content_hash: str) -> str:
    """The move of a photo that names none: in or out, by what it holds."""
    return "push-in" if sum(content_hash.encode()) % 2 == 0 else "pull-out"


def view_at(
    motion: str,
    frame_number: int,
    *,
    frames: int,
    frame_rate: Fraction,
    eased: bool = True,
    focus: tuple[float, float] = (0.5, 0.5),
) -> View:
    """What is seen in frame `frame_number` of a clip of `frames`; an unknown `motion` stands still.

    Zooms are even to the eye, that is, exponential, and `focus`, as fractions of the picture, stays where it is
    meanwhile. With `eased` the move starts and ends gently.
    """
    move = _MOVES.get(motion)
    if move is None:
        return View()
    most = log(1 + min(_ZOOM_MOST, _ZOOM_LEAST + _ZOOM_PER_SECOND * float(frames / frame_rate)))
    share = frame_number / max(1, frames - 1)
    if eased:
        # Before its first and behind its last frame, within a transition, a clip stands; an even zoom goes on.
        share = min(1.0, max(0.0, share))
        share = share * share * (3 - 2 * share)
    across = min(1.0, max(0.0, _between(move.across or (focus[0], focus[0]), share)))
    zoom = max(0.0, _between(move.zooms, share))
    return View(zoom=exp(most * zoom), across=across, down=focus[1])


def roomy(canvas: Canvas) -> Canvas:
    """The canvas that a film's frames are brought onto before a move crops them."""
    width, height = (round(side * ROOM / 2) * 2 for side in canvas.size)
    return Canvas(width=width, height=height, frame_rate=canvas.frame_rate)


def moved_frame(frame: VideoFrame, view: View, canvas: Canvas) -> VideoFrame:
    """What `view` sees of a finished frame, on `canvas`."""
    parts = [
        seen_plane(plane, view, (canvas.width // half, canvas.height // half), fine=half == 1)
        for plane, half in zip(planes_of(frame), (1, 2, 2), strict=True)
    ]
    return frame_of((parts[0], parts[1], parts[2]))


def seen_plane(
    plane: Image.Image,
    view: View,
    size: tuple[int, int],
    *,
    fine: bool,
    window: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Image.Image:
    """What `view` sees of one plane, in `size`; the eye sees detail in brightness only, so that colour is coarser.

    `window` is what the camera stands before, in pixels: first and length on each side; by default all of the plane.
    """
    (x, width), (y, height) = window or ((0.0, float(plane.width)), (0.0, float(plane.height)))
    left = x + width * (1 - 1 / view.zoom) * view.across
    top = y + height * (1 - 1 / view.zoom) * view.down
    box = left, top, min(left + width / view.zoom, plane.width), min(top + height / view.zoom, plane.height)
    return plane.resize(size, Image.Resampling.BICUBIC if fine else Image.Resampling.BILINEAR, box)


def planes_of(frame: VideoFrame) -> Planes:
    """The planes of a yuv420p frame."""
    first, second, third = (
        Image.frombuffer("L", (plane.width, plane.height), bytes(plane), "raw", "L", plane.line_size, 1)
        for plane in frame.planes
    )
    return first, second, third


def frame_of(planes: Planes) -> VideoFrame:
    """A frame of yuv420p, BT.709, limited range."""
    width, height = planes[0].size
    packed = np.frombuffer(b"".join(plane.tobytes() for plane in planes), np.uint8)
    frame = VideoFrame.from_ndarray(packed.reshape(height * 3 // 2, width), format="yuv420p")
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    return frame


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share
