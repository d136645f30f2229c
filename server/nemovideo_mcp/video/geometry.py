"""Where a picture lands on the canvas: orientation, shape, fit. Pure arithmetic."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from nemovideo_mcp.timeline.model import Fit

__all__ = ["Box", "Orientation", "Placement", "chosen_fit", "displayed_size", "orientation_of", "place"]

# A picture that would lose more than this share of its area when it fills the frame is shown whole instead.
_MOST_CROPPED = 0.45
# A source that is within this ratio of the canvas's shape is as good as the same shape: no thin bars.
_SAME_SHAPE = 1.03


class Orientation(Enum):
    """How the stored picture is turned or mirrored to be looked at; the values are FFmpeg filters."""

    UPRIGHT = ""
    CLOCKWISE = "transpose=clock"
    COUNTERCLOCKWISE = "transpose=cclock"
    UPSIDE_DOWN = "hflip,vflip"
    MIRRORED = "hflip"
    FLIPPED = "vflip"
    TRANSPOSED = "transpose=cclock_flip"
    TRANSVERSED = "transpose=clock_flip"

    @property
    def swaps_sides(self) -> bool:
        return self.value.startswith("transpose")


# The signs of a, b, c, d of the display matrix: (x, y) is shown at (a·x + c·y, b·x + d·y), y downwards.
_BY_SIGNS: dict[tuple[int, int, int, int], Orientation] = {
    (1, 0, 0, 1): Orientation.UPRIGHT,
    (0, 1, -1, 0): Orientation.CLOCKWISE,
    (0, -1, 1, 0): Orientation.COUNTERCLOCKWISE,
    (-1, 0, 0, -1): Orientation.UPSIDE_DOWN,
    (-1, 0, 0, 1): Orientation.MIRRORED,
    (1, 0, 0, -1): Orientation.FLIPPED,
    (0, 1, 1, 0): Orientation.TRANSPOSED,
    (0, -1, -1, 0): Orientation.TRANSVERSED,
}


def orientation_of(display_matrix: bytes) -> Orientation:
    """The orientation nearest to a display matrix (nine native 32-bit integers, as FFmpeg keeps it)."""
    a, b, _u, c, d, *_ = struct.unpack("=9i", display_matrix[:36])
    largest = max(abs(a), abs(b), abs(c), abs(d)) or 1
    signs = tuple(0 if abs(v) * 2 <= largest else (v > 0) - (v < 0) for v in (a, b, c, d))
    return _BY_SIGNS.get((signs[0], signs[1], signs[2], signs[3]), Orientation.UPRIGHT)


def displayed_size(
    width: int, height: int, *, orientation: Orientation, sample_aspect_ratio: Fraction | None
) -> tuple[int, int]:
    """Width and height as shown: with square pixels, upright."""
    ratio = sample_aspect_ratio if sample_aspect_ratio else Fraction(1)
    shown = (max(1, round(width * ratio)), height)
    return (shown[1], shown[0]) if orientation.swaps_sides else shown


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Placement:
    """The part of the picture that is seen, as shares of its displayed width and height, and where on the canvas.

    `target` has even coordinates, so that 4:2:0 colour fits.
    """

    left: float
    top: float
    right: float
    bottom: float
    target: Box


def chosen_fit(*, size: tuple[int, int], canvas: tuple[int, int]) -> Fit:
    """The fit for a clip that names none: cover, or a blurred background where cover would lose nearly half."""
    shape, frame = size[0] / size[1], canvas[0] / canvas[1]
    kept = min(shape / frame, frame / shape)
    return Fit.COVER if kept >= 1 - _MOST_CROPPED else Fit.BLUR


def place(*, size: tuple[int, int], canvas: tuple[int, int], fit: Fit, zoom: float = 1.0) -> Placement:
    """Where a picture of displayed `size` goes; `zoom` enlarges it about the centre, the canvas crops it."""
    across, down = canvas[0] / size[0], canvas[1] / size[1]
    near = max(across, down) / min(across, down) <= _SAME_SHAPE
    scale = (max if fit is Fit.COVER or near else min)(across, down) * max(1.0, zoom)
    width = min(canvas[0], _even(size[0] * scale))
    height = min(canvas[1], _even(size[1] * scale))
    # The share that is seen follows from the unrounded scale, so that rounding never bends the picture visibly.
    seen_across = min(1.0, width / (size[0] * scale))
    seen_down = min(1.0, height / (size[1] * scale))
    return Placement(
        left=(1 - seen_across) / 2,
        top=(1 - seen_down) / 2,
        right=(1 + seen_across) / 2,
        bottom=(1 + seen_down) / 2,
        target=Box(
            left=_even((canvas[0] - width) / 2),
            top=_even((canvas[1] - height) / 2),
            width=width,
            height=height,
        ),
    )


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2) if value >= 1 else 0
