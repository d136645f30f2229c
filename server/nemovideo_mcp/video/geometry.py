"""Where a picture lands on the canvas: orientation, shape, fit. Pure arithmetic."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area
from nemovideo_mcp.timeline.model import Fit, VideoClip

__all__ = [
    "WHOLE",
    "Box",
    "Framing",
    "Orientation",
    "Placement",
    "chosen_fit",
    "displayed_size",
    "focus_of",
    "framing_of",
    "orientation_of",
    "place",
    "placed",
    "stored_window",
    "turned",
    "turned_area",
    "upright",
]

_Number = TypeVar("_Number", bound=np.generic)

# A picture that would lose more than this share of its area when it fills the frame is shown whole instead.
_MOST_CROPPED = 0.45
# A source that is within this ratio of the canvas's shape is as good as the same shape: no thin bars.
_SAME_SHAPE = 1.03
# A strip of less than two pixels would not be there.
_LEAST_SIDE = 2
_LEAST_ZOOM = 0.05


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


_SIGNS = {orientation: signs for signs, orientation in _BY_SIGNS.items()}
_ROTATIONS = {
    0: Orientation.UPRIGHT,
    90: Orientation.CLOCKWISE,
    180: Orientation.UPSIDE_DOWN,
    270: Orientation.COUNTERCLOCKWISE,
}
_FLIPS = {
    "horizontal": Orientation.MIRRORED,
    "vertical": Orientation.FLIPPED,
    "both": Orientation.UPSIDE_DOWN,
}


WHOLE: Area = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Framing:
    """How a clip's picture is brought into the frame: turned, then mirrored, then fitted, enlarged and cropped.

    `position` is the point of the turned picture, as fractions from its left and top edge, that a crop is centred on
    as far as the picture reaches. `picture` is what of the turned picture is there at all: the rest, black bars that
    are baked into it, is cropped away before. One that is `stretched` fills the frame whatever its shape.
    """

    fit: Fit = Fit.COVER
    zoom: float = 1.0
    position: tuple[float, float] = (0.5, 0.5)
    rotation: int = 0
    flip: str | None = None
    picture: Area = WHOLE
    stretched: bool = False

    @property
    def orientation(self) -> Orientation:
        """How the upright picture is turned and mirrored."""
        rotation = _ROTATIONS.get(self.rotation % 360, Orientation.UPRIGHT)
        return turned(rotation, _FLIPS.get(self.flip or "", Orientation.UPRIGHT))

    @property
    def extras(self) -> dict[str, object]:
        """What of the framing goes beyond fit and zoom, as values of JSON; empty where nothing does."""
        values: dict[str, object] = {"rotation": self.rotation % 360, "flip": self.flip}
        if self.position != (0.5, 0.5):
            values["position"] = list(self.position)
        if self.picture != WHOLE:
            values["picture"] = list(self.picture)
        return {name: value for name, value in values.items() if value}


def framing_of(
    clip: VideoClip,
    *,
    size: tuple[int, int],
    canvas: tuple[int, int],
    picture: Area = WHOLE,
    fills: bool = False,
) -> Framing:
    """The framing of a clip whose source is shown upright with `size`; a fit that the clip does not name is chosen.

    `picture` is what of the upright source is no black bar. `fills`: a picture that is wider than the canvas fills it.
    """
    framing = Framing(zoom=clip.zoom, position=clip.position, rotation=clip.rotation, flip=clip.flip)
    framing = replace(framing, picture=turned_area(picture, framing.orientation))
    shown = _seen_size(framing, _shown_size(framing, size))
    if clip.fit or not all(size):
        return replace(framing, fit=clip.fit or Fit.COVER)
    wider = shown[0] * canvas[1] > shown[1] * canvas[0]
    return replace(framing, fit=Fit.COVER if fills and wider else chosen_fit(size=shown, canvas=canvas))


def focus_of(framing: Framing, *, size: tuple[int, int], canvas: tuple[int, int]) -> tuple[float, float]:
    """Where the framing's point of interest stands in what is seen of a source, as fractions of that."""
    if not all(size):
        return 0.5, 0.5
    seen = placed(framing, size=_shown_size(framing, size), canvas=canvas)
    across = (framing.position[0] - seen.left) / (seen.right - seen.left)
    down = (framing.position[1] - seen.top) / (seen.bottom - seen.top)
    return min(max(0.0, across), 1.0), min(max(0.0, down), 1.0)


def placed(
    framing: Framing, *, size: tuple[int, int], canvas: tuple[int, int], fit: Fit | None = None
) -> Placement:
    """Where a turned picture of displayed `size` goes; `fit` in the place of the framing's own, without its zoom."""
    left, top, right, bottom = framing.picture
    if framing.stretched:
        target = Box(left=0, top=0, width=canvas[0], height=canvas[1])
        return Placement(left=left, top=top, right=right, bottom=bottom, target=target)
    wide, high = right - left, bottom - top
    own = fit is None
    x, y = framing.position if own else (0.5, 0.5)
    seen = place(
        size=_seen_size(framing, size),
        canvas=canvas,
        fit=fit or framing.fit,
        zoom=framing.zoom if own else 1.0,
        position=((x - left) / wide, (y - top) / high) if own else (0.5, 0.5),
    )
    if framing.picture == WHOLE:
        return seen
    return replace(
        seen,
        left=left + seen.left * wide,
        top=top + seen.top * high,
        right=left + seen.right * wide,
        bottom=top + seen.bottom * high,
    )


def turned_area(area: Area, orientation: Orientation) -> Area:
    """An area of a picture where it lies when that is turned."""
    a, b, c, d = _SIGNS[orientation]
    corners = [(area[0] - 0.5, area[1] - 0.5), (area[2] - 0.5, area[3] - 0.5)]
    across = sorted(a * x + c * y + 0.5 for x, y in corners)
    down = sorted(b * x + d * y + 0.5 for x, y in corners)
    return across[0], down[0], across[1], down[1]


def upright(plane: NDArray[_Number], orientation: Orientation) -> NDArray[_Number]:
    """A stored picture's values (rows, columns) as it is looked at."""
    a, b, c, d = _SIGNS[orientation]
    if orientation.swaps_sides:
        return plane.T[:: b or 1, :: c or 1]
    return plane[:: d or 1, :: a or 1]


def _shown_size(framing: Framing, size: tuple[int, int]) -> tuple[int, int]:
    return size if framing.rotation % 180 == 0 else (size[1], size[0])


def _seen_size(framing: Framing, size: tuple[int, int]) -> tuple[float, float]:
    """The size of what is there of a turned picture of displayed `size`."""
    if framing.picture == WHOLE:
        return size
    left, top, right, bottom = framing.picture
    return size[0] * (right - left), size[1] * (bottom - top)


def turned(first: Orientation, second: Orientation) -> Orientation:
    """What `first` and then `second` make of a picture together."""
    a, b, c, d = _SIGNS[first]
    e, f, g, h = _SIGNS[second]
    return _BY_SIGNS[(e * a + g * b, f * a + h * b, e * c + g * d, f * c + h * d)]


def stored_window(placement: Placement, orientation: Orientation) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is seen, as shares of the picture as it is stored, before it is turned."""
    a, b, c, d = _SIGNS[orientation]
    corners = [
        (placement.left - 0.5, placement.top - 0.5),
        (placement.right - 0.5, placement.bottom - 0.5),
    ]
    across = sorted(a * x + b * y + 0.5 for x, y in corners)
    down = sorted(c * x + d * y + 0.5 for x, y in corners)
    return across[0], down[0], across[1], down[1]


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


def chosen_fit(*, size: tuple[float, float], canvas: tuple[int, int]) -> Fit:
    """The fit for a clip that names none: cover, or a blurred background where cover would lose nearly half."""
    shape, frame = size[0] / size[1], canvas[0] / canvas[1]
    kept = min(shape / frame, frame / shape)
    return Fit.COVER if kept >= 1 - _MOST_CROPPED else Fit.BLUR


def place(
    *,
    size: tuple[float, float],
    canvas: tuple[int, int],
    fit: Fit,
    zoom: float = 1.0,
    position: tuple[float, float] = (0.5, 0.5),
) -> Placement:
    """Where a picture of displayed `size` goes.

    `zoom` enlarges it, or makes it smaller than its fit; the canvas crops it about `position`. A picture that is
    smaller than the canvas stands in the middle.
    """
    across, down = canvas[0] / size[0], canvas[1] / size[1]
    near = max(across, down) / min(across, down) <= _SAME_SHAPE
    scale = (max if fit is Fit.COVER or near else min)(across, down) * max(_LEAST_ZOOM, zoom)
    width = min(canvas[0], max(_LEAST_SIDE, _even(size[0] * scale)))
    height = min(canvas[1], max(_LEAST_SIDE, _even(size[1] * scale)))
    # The share that is seen follows from the unrounded scale, so that rounding never bends the picture visibly.
    left, right = _window(min(1.0, width / (size[0] * scale)), position[0])
    top, bottom = _window(min(1.0, height / (size[1] * scale)), position[1])
    return Placement(
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        target=Box(
            left=_even((canvas[0] - width) / 2),
            top=_even((canvas[1] - height) / 2),
            width=width,
            height=height,
        ),
    )


def _window(seen: float, middle: float) -> tuple[float, float]:
    """Begin and end of a share `seen` of a side, as near to `middle` as it goes."""
    begin = min(max(0.0, middle - seen / 2), 1 - seen)
    return begin, begin + seen


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2) if value >= 1 else 0
