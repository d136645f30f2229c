"""A frame as a picture of its own: what it shows, upright and in the common colours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame
from PIL import Image

from nemovideo_mcp.video.compositor import Canvas, Fitter, picture_of
from nemovideo_mcp.video.geometry import Framing, Orientation, displayed_size
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.transparency import frames_ground

__all__ = ["frame_picture", "single_picture"]

_FRAME_RATE = Fraction(30)


def single_picture(path: Path) -> Image.Image:
    """The first picture of a film as RGB, with even sides. Raises FileMissing, MediaUnreadable."""
    with FilmReader(path) as film:
        frame = next(film.frames_at([Fraction(0)]))
        return frame_picture(
            frame, orientation=film.orientation, sample_aspect_ratio=film.sample_aspect_ratio
        )


def frame_picture(
    frame: VideoFrame,
    *,
    orientation: Orientation = Orientation.UPRIGHT,
    sample_aspect_ratio: Fraction | None = None,
) -> Image.Image:
    """A decoded frame as RGB, with even sides; its own colours are those that it says it has."""
    width, height = displayed_size(
        frame.width, frame.height, orientation=orientation, sample_aspect_ratio=sample_aspect_ratio
    )
    canvas = Canvas(width=_even(width), height=_even(height), frame_rate=_FRAME_RATE)
    fitted = Fitter(canvas).fit(
        frame,
        framing=Framing(),
        orientation=orientation,
        sample_aspect_ratio=sample_aspect_ratio,
        ground=frames_ground([frame]),
    )
    return picture_of(fitted)


def _even(side: int) -> int:
    return max(2, side // 2 * 2)
