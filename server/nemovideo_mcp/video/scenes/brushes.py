"""What the scenes are painted with: noise, gradients, soft light, and the way onto the canvas.

A canvas is `(3, height, width)` float32: red, green, blue, 0 is black and 1 is nearly white; light adds up beyond 1
and rolls off softly in `developed`. Lengths are in canvas heights, so that a scene looks the same at any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Canvas",
    "Colour",
    "Developer",
    "Plane",
    "Sheet",
    "colour",
    "ease",
    "glow",
    "gradient",
    "line_noise",
    "plane_noise",
    "pulse",
    "stamp",
]

Canvas = NDArray[np.float32]
Plane = NDArray[np.float32]
Colour = NDArray[np.float32]

_KNEE = 0.8
_BRIGHTEST = 4.0
_STEPS = 4096


@dataclass(frozen=True)
class Sheet:
    """A size to paint at; `y` and `x` are coordinates in heights, as a column and a row."""

    width: int
    height: int

    @property
    def aspect(self) -> float:
        return self.width / self.height

    @property
    def y(self) -> Plane:
        return ((np.arange(self.height) + 0.5) / self.height).astype(np.float32)[:, None]

    @property
    def x(self) -> Plane:
        return ((np.arange(self.width) + 0.5) / self.height).astype(np.float32)[None, :]


def colour(code: str) -> Colour:
    """`rrggbb` as a colour."""
    return np.array([int(code[k : k + 2], 16) / 255 for k in (0, 2, 4)], np.float32)


def gradient(at: Plane, stops: Sequence[tuple[float, str]]) -> Canvas:
    """Colours between stops (position, `rrggbb`), for each value of `at`."""
    places = [place for place, _ in stops]
    codes = np.stack([colour(code) for _, code in stops])
    return np.stack([np.interp(at, places, codes[:, k]).astype(np.float32) for k in range(3)])


def ease(value: float) -> float:
    """0 to 1 with a soft start and a soft end."""
    value = min(1.0, max(0.0, value))
    return value * value * (3 - 2 * value)


def pulse(time_s: float, at_s: float, length_s: float) -> float:
    """A bump of height 1 around `at_s`."""
    return float(np.exp(-(((time_s - at_s) / length_s) ** 2)))


def line_noise(
    rng: np.random.Generator, length: int, *, period: float, octaves: int, roughness: float = 0.5
) -> Plane:
    """A wandering line of `length` values around 0, about -1 to 1; its longest waves are `period` values long."""
    at = np.arange(length)
    total = np.zeros(length)
    for octave in range(octaves):
        step = period / 2**octave
        knots = rng.uniform(-1, 1, int(length / step) + 3)
        place = at / step
        base = place.astype(int)
        share = place - base
        share = share * share * (3 - 2 * share)
        total += (knots[base] * (1 - share) + knots[base + 1] * share) * roughness**octave
    return total.astype(np.float32)


def plane_noise(
    rng: np.random.Generator, height: int, width: int, *, stretch: float = 1.0, power: float = 1.6
) -> Plane:
    """A cloudy texture, 0 to 1, that tiles; `stretch` > 1 draws it out sideways, more `power` makes it softer."""
    noise = rng.normal(size=(height, width))
    fy = np.fft.fftfreq(height)[:, None] * height
    fx = np.fft.rfftfreq(width)[None, :] * width * stretch * height / width
    spectrum = np.fft.rfft2(noise) / (2 + np.hypot(fy, fx)) ** power
    cloud = np.fft.irfft2(spectrum, s=(height, width))
    low, high = np.percentile(cloud, [1, 99])
    return np.clip((cloud - low) / (high - low), 0, 1).astype(np.float32)


def glow(radius: float, *, reach: float = 4.0, sharpness: float = 2.0) -> Plane:
    """A spot of light on a square of its own: 1 in the middle, 0 at `reach` times `radius` (in pixels)."""
    half = max(2, int(np.ceil(radius * reach)))
    at = np.arange(-half, half + 1, dtype=np.float32)
    distance = np.hypot(at[:, None], at[None, :])
    light = 1 / (1 + (distance / np.float32(max(radius, 0.3))) ** 2) ** sharpness
    edge = np.clip(1 - distance / half, 0, 1)
    return (light * edge * edge * (3 - 2 * edge)).astype(np.float32)


def stamp(
    canvas: Canvas, sprite: Plane, y: float, x: float, tint: Colour | Sequence[float], *, cover: float = 0.0
) -> None:
    """Add `sprite` in a colour, centred at a place in pixels between pixels; `cover` hides what is behind it."""
    top, left = y - sprite.shape[0] / 2, x - sprite.shape[1] / 2
    row, column = int(np.floor(top)), int(np.floor(left))
    height, width = canvas.shape[1:]
    r0, r1 = max(0, row), min(height, row + sprite.shape[0] + 1)
    c0, c1 = max(0, column), min(width, column + sprite.shape[1] + 1)
    if r0 >= r1 or c0 >= c1:
        return
    fy, fx = np.float32(top - row), np.float32(left - column)
    padded = np.pad(sprite, 1)[r0 - row : r1 - row + 1, c0 - column : c1 - column + 1]
    down = padded[1:] * (1 - fy) + padded[:-1] * fy
    light = down[:, 1:] * (1 - fx) + down[:, :-1] * fx
    for k in range(3):
        part = canvas[k, r0:r1, c0:c1]
        if cover:
            part *= 1 - light * np.float32(cover)
        part += light * np.float32(tint[k])


class Developer:
    """Turns a canvas into bytes: highlights roll off, a grain too fine to see keeps gradients from banding."""

    def __init__(self, sheet: Sheet, rng: np.random.Generator, *, grain: float = 1.1) -> None:
        scale = _STEPS / _BRIGHTEST
        self._scale = np.float32(scale)
        noise = rng.normal(0, grain / 255 * scale, (2, sheet.height + 64, sheet.width + 64))
        self._grain = (noise + 0.5).astype(np.float32)
        self._rng = rng
        light = np.arange(_STEPS) / scale
        rolled = np.where(
            light < _KNEE, light, _KNEE + (1 - _KNEE) * (1 - np.exp(-(light - _KNEE) / (1 - _KNEE) * 0.8))
        )
        self._curve = np.round(np.clip(rolled, 0, 1) * 255).astype(np.uint8)

    def developed(self, canvas: Canvas) -> NDArray[np.uint8]:
        """`(3, height, width)` of uint8."""
        height, width = canvas.shape[1:]
        which = int(self._rng.integers(2))
        top, left = (int(v) for v in self._rng.integers(0, 64, 2))
        grain = self._grain[which, top : top + height, left : left + width]
        steps = np.clip(canvas * self._scale + grain, 0, _STEPS - 1).astype(np.uint16)
        return self._curve[steps]
