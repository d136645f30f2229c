"""What transparent pictures are laid on: black, unless that would hide them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation
from numpy.typing import NDArray
from PIL import Image

__all__ = ["flattened", "frames_ground", "ground_of", "has_alpha"]

_BLACK, _WHITE, _GREY = 0, 255, 128
# Brightness that differs by less than this from the ground is not seen on it.
_NEAR = 48
# So much of a picture may go under in black before another ground is looked for: outlines and dark eyes.
_MOST_LOST = 0.05
# Soft shadows are no part of what has to be seen.
_OPAQUE = 128
_SAMPLE_WIDTH = 640


def ground_of(weights: Sequence[float] | NDArray[Any]) -> int:
    """The brightness, 0 to 255, of the ground on which a transparent picture is seen.

    Black stays black as long as nearly all of the picture is brighter. Else it is the one of black, white and grey on
    which the least goes under: a dark logo comes on white, one that is black and white on grey.

    Args:
        weights: for each brightness from 0 to 255 how much of the picture has it.
    """
    shares = np.asarray(weights, dtype=np.float64)
    whole = float(shares.sum())
    if whole <= 0:
        return _BLACK
    levels = np.arange(256)
    lost = {g: float(shares[np.abs(levels - g) < _NEAR].sum()) / whole for g in (_BLACK, _WHITE, _GREY)}
    return _BLACK if lost[_BLACK] <= _MOST_LOST else min(lost, key=lambda ground: lost[ground])


def flattened(picture: Image.Image) -> Image.Image:
    """A picture with transparency laid on the ground on which it is seen, as RGB; one without it as it is."""
    if picture.mode != "RGBA":
        return picture
    alpha = picture.getchannel("A")
    ground = ground_of(_weights(np.asarray(picture.convert("L")), np.asarray(alpha)))
    below = Image.new("RGB", picture.size, (ground, ground, ground))
    below.paste(picture.convert("RGB"), (0, 0), alpha)
    return below


def has_alpha(frame: VideoFrame) -> bool:
    """Whether the frame may be transparent somewhere."""
    return any(component.is_alpha for component in frame.format.components)


def frames_ground(frames: Iterable[VideoFrame]) -> int:
    """The one ground on which all of `frames` are seen; black where they are not transparent."""
    weights = np.zeros(256)
    for frame in frames:
        if has_alpha(frame):
            scale = min(1.0, _SAMPLE_WIDTH / frame.width)
            small = frame.reformat(
                width=max(2, round(frame.width * scale)),
                height=max(2, round(frame.height * scale)),
                format="rgba",
                interpolation=Interpolation.POINT,  # no pixel is mixed with what is hidden beside it
                dst_color_range=ColorRange.JPEG,
            )
            picture = Image.fromarray(cast("Any", small).to_ndarray(), "RGBA")
            weights += _weights(np.asarray(picture.convert("L")), np.asarray(picture.getchannel("A")))
    return ground_of(weights)


def _weights(luma: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much of a picture has each brightness, among what is opaque; where nothing is, among what is there."""
    seen = np.where(alpha >= _OPAQUE, 1.0, 0.0)
    if not seen.any():
        seen = alpha / 255
    return np.bincount(luma.ravel(), weights=seen.ravel(), minlength=256).astype(np.float64)
