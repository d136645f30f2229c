"""Texts as layers over the picture: painted once, moved by Pillow in the few frames of an entrance or exit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from av.video.frame import VideoFrame
from PIL import Image

from nemovideo_mcp.video.compositor import Canvas, picture_of
from nemovideo_mcp.video.layers import Layer, layer_picture
from nemovideo_mcp.video.legibility import ground_of
from nemovideo_mcp.video.text_effects import mend_for
from nemovideo_mcp.video.text_motion import Pose, motion_of
from nemovideo_mcp.video.text_plan import TextPiece
from nemovideo_mcp.video.titles import PaintedText, TextBox, ink_rgb, paint_text, pieces_of, text_box

__all__ = ["mend_of", "text_layer"]

# A patch of the ground that is seen as one, in font sizes.
_PATCH = 0.05


def mend_of(text: TextPiece, frames: Sequence[VideoFrame], *, canvas: tuple[int, int]) -> float:
    """How opaque a shade the text needs over `frames`, finished pictures of what lies behind it, 0 to 1."""
    box = text_box(text.look, width=canvas[0], height=canvas[1])
    if box is None:
        return 0.0
    left, top, right, bottom = _around(box, text.shift, canvas)
    ink = ink_rgb(text.look)
    pictures = [picture_of(frame).crop((left, top, right, bottom)) for frame in frames]
    patch = max(1, round(box.font_size * _PATCH))
    ground = ground_of(pictures, ink=ink, patch=patch)
    return mend_for(text.look.effect, ink=ink, ground=ground)


def text_layer(text: TextPiece, *, canvas: Canvas, mends: Mapping[int, float]) -> Layer | None:
    """The text on its canvas; None where nothing of it can be painted.

    `mends` says how opaque the shade is that is added from a frame of the chunk on, 0 before the first.
    """
    width, height = canvas.size
    box = text_box(text.look, width=width, height=height)

    @lru_cache(maxsize=1)
    def painted(shown: int | None, mend: float) -> PaintedText | None:
        return paint_text(text.look, width=width, height=height, shift=text.shift, shown=shown, mend=mend)

    whole = painted(None, 0.0)
    if whole is None or box is None:
        return None
    motion = motion_of(
        ways=(text.entrance, text.exit),
        pieces=pieces_of(text.look, width=width, height=height),
        frames=text.frames,
        frame_rate=canvas.frame_rate,
        peak=text.peak,
    )
    middle = (
        (box.left + box.right) / 2 - whole.left,
        (box.top + box.bottom) / 2 + text.shift - whole.top,
    )

    @lru_cache(maxsize=1)
    def posed(pose: Pose, mend: float) -> VideoFrame:
        part = painted(pose.shown, mend) or whole
        return layer_picture(_moved(part.image, pose, middle=middle, font_size=box.font_size))

    def picture(frame: int) -> VideoFrame:
        begun = [mend for first, mend in sorted(mends.items()) if first <= frame + text.first_frame]
        return posed(motion.pose(frame), begun[-1] if begun else 0.0)

    return Layer(
        picture=picture,
        left=whole.left,
        top=whole.top,
        first_frame=text.first_frame,
        frames=text.frames,
        fade_in=motion.fade_in,
        fade_out=motion.fade_out,
    )


def _around(box: TextBox, shift: int, canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """The text's lines on the canvas, never empty."""
    left, top = max(0, min(box.left, canvas[0] - 1)), max(0, min(box.top + shift, canvas[1] - 1))
    return (
        left,
        top,
        max(left + 1, min(box.right, canvas[0])),
        max(top + 1, min(box.bottom + shift, canvas[1])),
    )


def _moved(image: Image.Image, pose: Pose, *, middle: tuple[float, float], font_size: int) -> Image.Image:
    if pose.scale != 1.0 or pose.below:
        # For each point of the new picture, where it comes from in the old one.
        back = 1 / pose.scale
        x, y = middle
        down = pose.below * font_size
        matrix = (back, 0.0, x * (1 - back), 0.0, back, y - (y + down) * back)
        image = (
            image.convert("RGBa")
            .transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
            .convert("RGBA")
        )
    if pose.opacity < 1:
        alpha = image.getchannel("A").point([round(v * pose.opacity) for v in range(256)])
        image = image.copy()
        image.putalpha(alpha)
    return image
