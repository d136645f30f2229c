"""The pictures of a transition: two finished frames and how far it has gone, made one.

FFmpeg's `xfade` holds frames back and counts from its own start; these blends are pure functions of one moment, so
that a chunk may begin in the middle of a transition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, log

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image, ImageFilter

from nemovideo_mcp.video.camera_move import Planes, frame_of, planes_of

__all__ = ["blended", "blended_planes"]

# BT.709, limited range.
_BLACK, _WHITE = (16, 128, 128), (235, 128, 128)
# A dip stands on its colour for this share of its length.
_DIP_HOLD = 0.2
# The soft edge of a wipe, and the widest blurs, as shares of the picture's width.
_WIPE_EDGE, _WHIP_BLUR, _BLUR_MOST = 0.06, 0.12, 0.04
_ZOOM_MOST = 2.2
# Blurs and zooms change pictures within the middle of their length: so much of it.
_BLUR_MIX, _ZOOM_MIX = 0.4, 0.8


def blended(kind: str, before: VideoFrame, after: VideoFrame, progress: float) -> VideoFrame:
    """The frame of a transition of `kind` at `progress` (0: all of `before`, 1: all of `after`)."""
    return frame_of(blended_planes(kind, planes_of(before), planes_of(after), progress))


def blended_planes(kind: str, before: Planes, after: Planes, progress: float) -> Planes:
    """The same for planes of one size each, the first for brightness, the others for colour."""
    if progress <= 0:
        return before
    if progress >= 1:
        return after
    return _BLENDS[kind](before, after, progress)


def _dissolve(before: Planes, after: Planes, progress: float) -> Planes:
    return _each(before, after, lambda a, b: Image.blend(a, b, progress))


def _dip(color: tuple[int, int, int]) -> Callable[[Planes, Planes, float], Planes]:
    def blend(before: Planes, after: Planes, progress: float) -> Planes:
        shown = before if progress < 0.5 else after
        opacity = min(1.0, (1 - abs(2 * progress - 1)) / (1 - _DIP_HOLD))
        first, second, third = (
            Image.blend(plane, Image.new("L", plane.size, level), opacity)
            for plane, level in zip(shown, color, strict=True)
        )
        return first, second, third

    return blend


def _slide(before: Planes, after: Planes, progress: float) -> Planes:
    """The new picture comes in from the right, over the old one."""
    return _shifted(before, after, _eased(progress), pushes=False)


def _push(before: Planes, after: Planes, progress: float) -> Planes:
    """The new picture comes in from the right and pushes the old one out."""
    return _shifted(before, after, _eased(progress), pushes=True)


def _whip(before: Planes, after: Planes, progress: float) -> Planes:
    """A push that starts and stops hard, smeared as a camera that is thrown round smears it."""
    moved = _shifted(before, after, _thrown(progress), pushes=True)
    speed = 1 - abs(2 * progress - 1)

    def smear(plane: Image.Image) -> Image.Image:
        return plane.filter(ImageFilter.BoxBlur((plane.width * _WHIP_BLUR * speed, 0)))

    return smear(moved[0]), smear(moved[1]), smear(moved[2])


def _wipe(before: Planes, after: Planes, progress: float) -> Planes:
    """A soft edge goes from left to right; the new picture is behind it."""

    def wipe(a: Image.Image, b: Image.Image) -> Image.Image:
        edge = _WIPE_EDGE * a.width
        place = progress * (a.width + edge) - np.arange(a.width) - 0.5
        row = np.rint(np.clip(place / max(edge, 1), 0, 1) * 255).astype(np.uint8)
        mask = Image.fromarray(np.ascontiguousarray(np.broadcast_to(row, (a.height, a.width))))
        return Image.composite(b, a, mask)

    return _each(before, after, wipe)


def _zoom(before: Planes, after: Planes, progress: float) -> Planes:
    """The camera flies into the old picture, which gives way to the new one."""
    zoom = exp(log(_ZOOM_MOST) * progress * progress)

    def enter(a: Image.Image, b: Image.Image) -> Image.Image:
        left, top = a.width * (1 - 1 / zoom) / 2, a.height * (1 - 1 / zoom) / 2
        nearer = a.resize(a.size, Image.Resampling.BILINEAR, (left, top, a.width - left, a.height - top))
        return Image.blend(nearer, b, _mixed(progress, _ZOOM_MIX))

    return _each(before, after, enter)


def _blur(before: Planes, after: Planes, progress: float) -> Planes:
    """The old picture goes out of focus, and the new one comes into it."""
    most = before[0].width * _BLUR_MOST * (1 - abs(2 * progress - 1))

    def blur(a: Image.Image, b: Image.Image) -> Image.Image:
        radius = most * a.width / before[0].width
        mix = _mixed(progress, _BLUR_MIX)
        whole = a if mix <= 0 else b if mix >= 1 else Image.blend(a, b, mix)
        for _ in range(2):
            whole = whole.filter(ImageFilter.BoxBlur(radius))
        return whole

    return _each(before, after, blur)


_BLENDS: Mapping[str, Callable[[Planes, Planes, float], Planes]] = {
    "dissolve": _dissolve,
    "dip_to_black": _dip(_BLACK),
    "dip_to_white": _dip(_WHITE),
    "slide": _slide,
    "push": _push,
    "wipe": _wipe,
    "zoom": _zoom,
    "whip": _whip,
    "blur": _blur,
}


def _each(before: Planes, after: Planes, blend: Callable[[Image.Image, Image.Image], Image.Image]) -> Planes:
    first, second, third = (blend(a, b) for a, b in zip(before, after, strict=True))
    return first, second, third


def _shifted(before: Planes, after: Planes, share: float, *, pushes: bool) -> Planes:
    """`after` has come in from the right by `share` of the width: whole pixels of the coarser planes."""
    shift = round(share * before[1].width)

    def place(a: Image.Image, b: Image.Image) -> Image.Image:
        by = shift * a.width // before[1].width
        moved = Image.new("L", a.size) if pushes else a.copy()
        if pushes:
            moved.paste(a, (-by, 0))
        moved.paste(b, (a.width - by, 0))
        return moved

    return _each(before, after, place)


def _eased(progress: float) -> float:
    return progress * progress * (3 - 2 * progress)


def _thrown(progress: float) -> float:
    """Eased harder: half of the way within the middle fifth."""
    return 8 * progress**4 if progress < 0.5 else 1 - 8 * (1 - progress) ** 4


def _mixed(progress: float, share: float) -> float:
    return min(1.0, max(0.0, (progress - 0.5) / share + 0.5))
