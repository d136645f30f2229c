"""A night lake: paper lanterns rise, fireworks burst beyond the hills, and the water gives it all back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.video.scenes.brushes import (
    Canvas,
    Colour,
    Plane,
    Sheet,
    colour,
    glow,
    gradient,
    line_noise,
    plane_noise,
    stamp,
)

__all__ = ["BURST_TIMES_S", "Lanterns"]

Points = NDArray[np.float64]

_SHORE = 0.69
_SKY = ((0.0, "040716"), (0.30, "0a1233"), (0.52, "1b2456"), (0.64, "3a3672"), (0.69, "5a4a86"))
_LANTERNS = 46
_SPARKS = 230
_TRAIL = 16
_GRAVITY, _DRAG = 0.085, 1.15


@dataclass(frozen=True)
class _Burst:
    at_s: float
    x: float
    y: float
    speed: float
    tint: str
    tail: str


_BURSTS = (
    _Burst(0.45, 1.28, 0.26, 0.34, "ffd27a", "ff8a3c"),
    _Burst(1.70, 0.50, 0.22, 0.38, "8fd8ff", "4f7dff"),
    _Burst(2.75, 1.12, 0.17, 0.44, "ff9ad0", "ff3f8e"),
    _Burst(3.05, 0.78, 0.32, 0.30, "fff0c0", "ffb04a"),
    _Burst(4.15, 1.42, 0.21, 0.40, "b6ffc9", "2fd48a"),
    _Burst(5.05, 0.62, 0.18, 0.46, "ffe08a", "ff6a3a"),
    _Burst(5.35, 1.10, 0.27, 0.36, "d3b0ff", "8a4bff"),
)
BURST_TIMES_S = tuple(burst.at_s for burst in _BURSTS)


class Lanterns:
    """Six and a half seconds with seven bursts."""

    seconds = 6.5

    def __init__(self, sheet: Sheet, rng: np.random.Generator) -> None:
        self._sheet = sheet
        height, width = sheet.height, sheet.width
        self._shore = int(_SHORE * height)
        sky = gradient(np.broadcast_to(sheet.y[: self._shore], (self._shore, width)), _SKY)
        for _ in range(420):
            y, x, bright = rng.uniform(0, 0.55), rng.uniform(0, sheet.aspect), rng.uniform(0.1, 1) ** 3
            stamp(
                sky, glow(0.0010 * height, reach=3), y * height, x * height, colour("dfe6ff") * (0.9 * bright)
            )
        smoke = plane_noise(rng, self._shore, width, stretch=2.2, power=2.0)
        sky += np.stack([smoke * tone * 0.05 for tone in colour("9aa0ff")])
        for level, size, ink in ((0.640, 0.050, "262a5c"), (0.668, 0.034, "141838")):
            line = level - size * np.abs(line_noise(rng, width, period=0.55 * height, octaves=6))
            cover = np.clip((sheet.y[: self._shore] - line) * height + 0.5, 0, 1)
            sky += (colour(ink)[:, None, None] - sky) * cover
        self._sky = sky.astype(np.float32)
        self._lights = [(float(x), float(b), n % 3) for n, (x, b) in enumerate(rng.uniform(0, 1, (26, 2)))]
        self._lamp = glow(0.0022 * height, reach=5)
        down = np.linspace(0, 1, height - self._shore, dtype=np.float32)[:, None]
        self._water = gradient(
            np.broadcast_to(down, (height - self._shore, width)), ((0, "1a1c44"), (1, "04060f"))
        )
        self._down = down
        self._glint = np.stack([plane_noise(rng, 256, width, stretch=9.0, power=1.0) for _ in range(2)])
        self._flights = rng.uniform(0, 1, (_LANTERNS, 6))
        self._papers = {size: _paper(size * height) for size in (0.011, 0.018, 0.028, 0.044, 0.070)}
        self._halos = {size: glow(1.5 * size * height, reach=4, sharpness=1.5) for size in self._papers}
        self._burst_halo = glow(0.16 * height, reach=4.5, sharpness=1.4)
        self._sparks = [_sphere(rng) for _ in _BURSTS]
        self._shades = [rng.uniform(0.55, 1.15, _SPARKS) for _ in _BURSTS]

    def paint(self, time_s: float) -> Canvas:
        sheet = self._sheet
        height, width = sheet.height, sheet.width
        canvas = np.empty((3, height, width), np.float32)
        sky = canvas[:, : self._shore]
        sky[:] = self._sky
        self._fireworks(sky, time_s)
        for x, bright, kind in self._lights:
            tone = colour(("ffd9a0", "ffb86b", "c8d8ff")[kind])
            stamp(sky, self._lamp, self._shore - 0.008 * height, x * width, tone * (0.35 + 0.6 * bright))
        near = [n for n in range(_LANTERNS) if self._size(n) > 0.05]
        for n in range(_LANTERNS):
            if n not in near:
                self._lantern(canvas, n, time_s, floor=self._shore)
        self._lake(canvas, time_s)
        for n in near:
            self._lantern(canvas, n, time_s, floor=height * 2)
        return canvas

    def _size(self, n: int) -> float:
        share = float(self._flights[n, 0])
        return (0.011, 0.018, 0.028, 0.044, 0.070)[min(4, int(share**1.7 * 5.4))]

    def _lantern(self, canvas: Canvas, n: int, time_s: float, *, floor: int) -> None:
        """A lantern that rises, sways and flickers; near ones are larger and faster."""
        height, aspect = self._sheet.height, self._sheet.aspect
        size = self._size(n)
        _, x, y, phase, sway, tone = (float(v) for v in self._flights[n])
        pace = 0.010 + 1.05 * size * (0.75 + 0.5 * sway)
        span = _SHORE + 0.10 if size < 0.05 else 1.45
        row = (y * span - pace * time_s) % span - 0.08
        column = (
            x * aspect
            + (0.25 * size + 0.006) * np.sin(time_s * (0.7 + 0.5 * sway) + phase * 6.3)
            + 0.10 * size * time_s
        )
        flicker = 0.86 + 0.10 * np.sin(time_s * 7.3 + phase * 20) + 0.06 * np.sin(time_s * 17.1 + phase * 40)
        light = float(flicker) * (0.55 + 0.45 * min(1.0, size / 0.02))
        warm = (colour("ffb347") * (1 - 0.35 * tone) + colour("ff6a2e") * (0.35 * tone)).astype(np.float32)
        if row * height > floor - 0.8 * size * height:
            return
        part = canvas[:, :floor]
        stamp(part, self._halos[size], row * height, column * height, warm * (0.30 * light))
        body, paper, flame = self._papers[size]
        stamp(part, body, row * height, column * height, (0.0, 0.0, 0.0), cover=0.86)
        stamp(part, paper, row * height, column * height, warm * (0.95 * light))
        stamp(part, flame, row * height, column * height, colour("fff2c4") * (0.85 * light))

    def _fireworks(self, sky: Canvas, time_s: float) -> None:
        height = self._sheet.height
        for burst, sparks, shades in zip(_BURSTS, self._sparks, self._shades, strict=True):
            age = time_s - burst.at_s
            if -0.55 < age <= 0:
                self._rocket(sky, burst, age)
            if not 0 < age < 2.3:
                continue
            flash = np.exp(-age * 5.0) * 1.1 + np.exp(-age * 1.5) * 0.30
            stamp(
                sky, self._burst_halo, burst.y * height, burst.x * height, colour(burst.tail) * (0.75 * flash)
            )
            rows: list[Points] = []
            columns: list[Points] = []
            lights: list[Points] = []
            for k in range(_TRAIL):
                then = age - 0.0115 * k * (1 + 1.2 * age)
                if then <= 0:
                    break
                reach = burst.speed * (1 - np.exp(-_DRAG * then * 1.9)) / 1.9 / _DRAG * 1.9
                rows.append(burst.y + sparks[:, 0] * reach + _GRAVITY * then * then * 0.55)
                columns.append(burst.x + sparks[:, 1] * reach)
                crackle = 0.72 + 0.28 * np.sin(40 * age + 13 * np.arange(_SPARKS))
                fade = max(0.0, 1 - age / 2.2) ** 1.5
                lights.append(2.4 * shades * crackle * fade * (1 - k / _TRAIL) ** 1.3)
            if not rows:
                continue
            hot = float(np.exp(-age * 1.5))
            tone = colour(burst.tint) * hot + colour(burst.tail) * (1 - hot)
            tone = tone + 0.9 * np.exp(-age * 5)
            _splat(sky, np.concatenate(rows), np.concatenate(columns), np.concatenate(lights), tone, height)

    def _rocket(self, sky: Canvas, burst: _Burst, age: float) -> None:
        height = self._sheet.height
        steps: Points = np.arange(22, dtype=np.float64)
        then = age - 0.009 * steps
        share = np.clip((then + 0.55) / 0.55, 0, 1)
        rows = _SHORE - 0.03 + (burst.y - _SHORE + 0.03) * (1 - (1 - share) ** 1.8)
        columns = burst.x + 0.02 * (1 - share) + 0.0015 * np.sin(then * 90)
        _splat(sky, rows, columns, 0.8 * (1 - steps / 22.0), colour("ffd9a0"), height)

    def _lake(self, canvas: Canvas, time_s: float) -> None:
        """The sky upside down, broken up by ripples that grow towards the viewer."""
        height, width = self._sheet.height, self._sheet.width
        rows = height - self._shore
        down = self._down[:, 0]
        depth = np.arange(rows)
        wave = np.sin(depth * (0.9 - 0.55 * down) * 720 / height + time_s * 5.0) + 0.6 * np.sin(
            depth * 0.33 * 720 / height - time_s * 3.4
        )
        source = self._shore - 1 - depth * (self._shore / rows) * 0.80 - wave * (1 + 11 * down) * height / 720
        source = np.clip(source, 0, self._shore - 1).astype(int)
        sway = np.round(
            np.sin(depth * 0.55 * 720 / height + time_s * 4.1) * (0.6 + 5.5 * down) * height / 720
        ).astype(int)
        above = canvas[:, : self._shore]
        lake = canvas[:, self._shore :]
        clear = (0.66 - 0.34 * self._down).astype(np.float32)
        for shift in np.unique(sway):
            lines = np.flatnonzero(sway == shift)
            seen = above[:, source[lines]]
            lake[:, lines] = np.roll(seen, shift, axis=2) if shift else seen
        smooth = lake.copy()
        smooth[:, 1:-1] = (lake[:, :-2] + lake[:, 1:-1] + lake[:, 2:]) * np.float32(1 / 3)
        lake[:] = smooth * clear + self._water * np.float32(0.55)
        first = np.roll(self._glint[0], int(time_s * 0.03 * height), axis=1)
        second = np.roll(self._glint[1], -int(time_s * 0.045 * height), axis=1)
        pick = (depth * 256 / rows * (1.6 - 0.6 * down)).astype(int) % 256
        glint = np.clip(first[pick] + second[(pick * 2 + int(time_s * 6)) % 256] - 1.12, 0, 1)
        for k, tone in enumerate(colour("aab4ff")):
            lake[k] += glint * np.float32(0.30 * tone) * (0.4 + self._down) + 0.4 * glint * smooth[k]
        assert lake.shape[2] == width


def _sphere(rng: np.random.Generator) -> Points:
    """Directions of sparks (down, across) as a shell of even thickness looks from the side."""
    way = rng.normal(size=(_SPARKS, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    return way[:, :2] * rng.uniform(0.82, 1.06, (_SPARKS, 1))


def _paper(size: float) -> tuple[Plane, Plane, Plane]:
    """A lantern's shape, its glowing paper, and the flame inside: three sprites."""
    half = int(size * 1.3) + 2
    at = np.arange(-half, half + 1, dtype=np.float32) / np.float32(size)
    v, u = at[:, None], at[None, :]
    wide = (
        0.60 + 0.10 * np.sin(np.clip((v + 0.85) / 1.6, 0, 1) * np.pi) - 0.16 * np.clip((v - 0.2) / 0.6, 0, 1)
    )
    soft = np.float32(1.1 / size + 0.02)
    body = np.clip((wide - np.abs(u)) / soft, 0, 1) * np.clip((v + 0.85) / (soft + 0.16), 0, 1)
    body *= np.clip((0.78 - v) / soft, 0, 1)
    light = 0.45 + 0.55 * np.exp(-(((v - 0.45) / 0.75) ** 2)) * (1 - 0.35 * (u / 0.7) ** 2)
    seams = 1 - 0.10 * (np.abs(np.abs(u) - 0.28) < 0.03) - 0.12 * (np.abs(v - 0.70) < 0.05)
    flame = body * np.exp(-(((v - 0.52) / 0.30) ** 2) - (u / 0.34) ** 2)
    return body.astype(np.float32), (body * light * seams).astype(np.float32), flame.astype(np.float32)


def _splat(
    sky: Canvas,
    rows: Points,
    columns: Points,
    lights: Points,
    tone: Colour,
    height: int,
) -> None:
    """Many points of light at once, each a few pixels wide, painted in the box that holds them."""
    y, x = rows * height - 0.5, columns * height - 0.5
    inside = (y > 3) & (y < sky.shape[1] - 4) & (x > 3) & (x < sky.shape[2] - 4)
    y, x, lights = y[inside], x[inside], lights[inside]
    if not y.size:
        return
    r0, r1 = int(y.min()) - 3, int(y.max()) + 5
    c0, c1 = int(x.min()) - 3, int(x.max()) + 5
    points = np.zeros((r1 - r0, c1 - c0), np.float32)
    base_y, base_x = y.astype(int), x.astype(int)
    fy, fx = y - base_y, x - base_x
    for dy, dx, share in (
        (0, 0, (1 - fy) * (1 - fx)),
        (0, 1, (1 - fy) * fx),
        (1, 0, fy * (1 - fx)),
        (1, 1, fy * fx),
    ):
        np.add.at(points, (base_y - r0 + dy, base_x - c0 + dx), lights * share)
    soft = _blurred(points)
    soft = np.minimum(0.9 * points + 2.0 * soft + 3.0 * _blurred(_blurred(soft)), 2.2)
    for k in range(3):
        sky[k, r0:r1, c0:c1] += soft * np.float32(tone[k])


def _blurred(points: Plane) -> Plane:
    soft = np.zeros_like(points)
    rows = points[:-2] + 2 * points[1:-1] + points[2:]
    soft[1:-1, 1:-1] = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) * np.float32(1 / 16)
    return soft
