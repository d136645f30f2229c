"""Jellyfish that pulse upwards through a deep blue sea, under rays of light."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, floor, pi, sin

import numpy as np

from nemovideo_mcp.video.scenes.brushes import (
    Canvas,
    Colour,
    Plane,
    Sheet,
    colour,
    ease,
    glow,
    gradient,
    stamp,
)

__all__ = ["Deep"]

_WATER = ((0.0, "2fb4c9"), (0.10, "1a8fb4"), (0.35, "0d5b92"), (0.70, "082f63"), (1.0, "041536"))
_RAY_STEPS = 1400
_TENTACLES = 9


@dataclass(frozen=True)
class _Jelly:
    """A jellyfish: where it starts (in heights), its size, how it leans and drifts, when it pulses, its colour."""

    y: float
    x: float
    size: float
    lean: float
    drift: float
    period_s: float
    phase: float
    tint: str
    inner: str


_JELLIES = (
    _Jelly(
        y=0.62,
        x=0.36,
        size=0.050,
        lean=-0.10,
        drift=0.010,
        period_s=1.7,
        phase=0.3,
        tint="6fd0ff",
        inner="a8ecff",
    ),
    _Jelly(
        y=0.40,
        x=1.52,
        size=0.060,
        lean=0.18,
        drift=-0.012,
        period_s=1.6,
        phase=0.7,
        tint="7fa8ff",
        inner="c9d6ff",
    ),
    _Jelly(
        y=0.86,
        x=0.74,
        size=0.072,
        lean=0.08,
        drift=0.014,
        period_s=1.5,
        phase=0.1,
        tint="b48cff",
        inner="e6c8ff",
    ),
    _Jelly(
        y=0.95,
        x=1.34,
        size=0.112,
        lean=-0.16,
        drift=-0.020,
        period_s=1.9,
        phase=0.55,
        tint="ff8fc4",
        inner="ffd0e4",
    ),
    _Jelly(
        y=0.70,
        x=0.98,
        size=0.165,
        lean=0.10,
        drift=0.012,
        period_s=1.75,
        phase=0.0,
        tint="ff9e6b",
        inner="ffe0a8",
    ),
)


# Of a school's pass: when, how long, which way, how high, how near.
_DARTS = ((0.7, 1.7, 1, 0.34, 0), (3.3, 1.5, -1, 0.58, 1))


class Deep:
    """Six seconds; the large jellyfish thrusts four times."""

    seconds = 6.0

    def __init__(self, sheet: Sheet, rng: np.random.Generator) -> None:
        self._sheet = sheet
        height, width = sheet.height, sheet.width
        self._water = gradient(np.broadcast_to(sheet.y, (height, width)), _WATER)
        away = np.hypot(sheet.x - 0.95, sheet.y + 0.05)
        for k, tone in enumerate(colour("8ff0e8")):
            self._water[k] += np.exp(-((away / 0.42) ** 2)) * tone * 0.50
        # Rays are a function of the angle seen from the sun above the surface.
        angle = np.arctan2(sheet.x - 0.95, sheet.y + 0.45)
        self._angle = np.clip((angle / 1.3 + 0.5) * _RAY_STEPS, 0, _RAY_STEPS - 1).astype(np.uint16)
        self._ray_light = (np.exp(-sheet.y * 2.3) * np.exp(-((angle / 0.62) ** 2))).astype(np.float32)
        self._waves = rng.uniform(0, 2 * np.pi, 14), rng.uniform(14, 120, 14), rng.uniform(-0.7, 0.7, 14)
        self._motes = rng.uniform(0, 1, (150, 5))
        self._spots = [glow(r * height, reach=3.2, sharpness=1.5) for r in (0.0012, 0.0018, 0.003, 0.008)]
        self._crowd = [tuple(float(v) for v in row) for row in rng.normal(0, 1, (70, 4))]
        self._fish = [_fish(size * height) for size in (0.0085, 0.0125)]
        self._halo = glow(0.10 * height, reach=4.0, sharpness=1.6)

    def paint(self, time_s: float) -> Canvas:
        height = self._sheet.height
        canvas = self._water.copy()
        steps = np.linspace(-1, 1, _RAY_STEPS)
        phases, widths, speeds = self._waves
        rays = sum(
            np.sin(steps * w + p + time_s * s * 2.2) / (1 + w / 60)
            for p, w, s in zip(phases, widths, speeds, strict=True)
        )
        table = (np.clip(np.asarray(rays) * 0.22 + 0.30, 0, 1.3) ** 2).astype(np.float32)
        light = table[self._angle] * self._ray_light
        for k, tone in enumerate(colour("7fe3df")):
            canvas[k] += light * np.float32(tone * 0.75)
        self._drift(canvas, time_s, near=False)
        for jelly in _JELLIES:
            self._jelly(canvas, jelly, time_s)
        self._school(canvas, time_s)
        self._drift(canvas, time_s, near=True)
        assert canvas.shape[1] == height
        return canvas

    def _drift(self, canvas: Canvas, time_s: float, *, near: bool) -> None:
        """Motes in the water; the near ones are large and dim."""
        height, aspect = self._sheet.height, self._sheet.aspect
        for y, x, size, pace, bright in self._motes:
            if (size > 0.9) is not near:
                continue
            kind = 3 if near else int(size * 3.2) % 3
            row = (y - time_s * (0.012 + 0.02 * pace) * (2 if near else 1)) % 1.1 - 0.05
            column = (x * 1.1 + 0.012 * np.sin(time_s * (0.6 + pace) + 9 * y) + 0.006 * time_s) % 1.1 - 0.05
            strength = (0.10 if near else 0.30) * (0.3 + bright) * (1.15 - 0.75 * row)
            stamp(
                canvas, self._spots[kind], row * height, column * aspect * height, colour("bdf4ef") * strength
            )

    def _school(self, canvas: Canvas, time_s: float) -> None:
        """A school of small fish that darts through twice, and glitters as it turns."""
        height = self._sheet.height
        for start, length, way, level, size in _DARTS:
            share = (time_s - start) / length
            if not -0.05 < share < 1.05:
                continue
            sprite = self._fish[size][::1, ::way]
            for a, b, c, d in self._crowd:
                late = share - 0.10 * c
                if not 0 < late < 1:
                    continue
                along = -0.35 + 2.5 * ease(late)
                x = along + 0.11 * a if way > 0 else self._sheet.aspect - along - 0.11 * a
                y = (
                    level
                    + 0.045 * b
                    + 0.13 * sin(2.6 * along + 0.8)
                    - 0.05 * c
                    + 0.006 * sin(time_s * 9 + 7 * d)
                )
                glitter = 0.42 + 0.60 * max(0.0, sin(5.2 * along + 1.6 * a + 5 * d)) ** 3
                stamp(canvas, sprite, y * height, x * height, colour("c9f3ff") * glitter, cover=0.35)

    def _jelly(self, canvas: Canvas, jelly: _Jelly, time_s: float) -> None:
        height = self._sheet.height
        beat = time_s / jelly.period_s + jelly.phase
        thrust, done = beat % 1.0, floor(beat)
        # A quick contraction throws it up, then it opens and glides.
        squeeze = sin(pi * min(1.0, thrust / 0.42)) ** 2
        glide = 1 - (1 - thrust) ** 2.6
        started = jelly.phase
        rise = (done + glide - (1 - (1 - started) ** 2.6)) * jelly.size * 0.78
        y = jelly.y - rise
        x = (
            jelly.x
            + jelly.drift * time_s * 3
            + 0.25 * jelly.lean * (rise)
            + 0.008 * sin(time_s * 0.9 + jelly.phase * 9)
        )
        size = jelly.size
        tint, inner = colour(jelly.tint), colour(jelly.inner)
        dim = np.float32(0.45 + 0.55 * min(1.0, size / 0.12))
        stamp(canvas, self._halo, y * height, x * height, tint * (0.10 + 0.07 * squeeze) * dim)
        r0, r1 = int((y - 1.25 * size) * height), int((y + 4.2 * size) * height)
        c0, c1 = int((x - 1.7 * size) * height), int((x + 1.7 * size) * height)
        r0, c0 = max(0, r0), max(0, c0)
        r1, c1 = min(canvas.shape[1], r1), min(canvas.shape[2], c1)
        if r1 - r0 < 4 or c1 - c0 < 4:
            return
        v = (self._sheet.y[r0:r1] - y) / size
        u = (self._sheet.x[:, c0:c1] - x) / size
        lean = jelly.lean * (1 + 0.35 * sin(time_s * 0.8 + jelly.phase * 7))
        u = u + np.float32(lean) * v
        pixel = 1 / (size * height)
        part = canvas[:, r0:r1, c0:c1]
        rim = 0.34 + 0.10 * squeeze
        split = max(0, min(part.shape[1], int((y + (rim + 0.25) * size) * height) - r0))
        top = max(0, int((y + (rim - 0.30) * size) * height) - r0)
        _tentacles(part[:, top:], v[top:], u[top:], time_s, jelly, squeeze, tint * dim)
        _bell(part[:, :split], v[:split], u[:split], squeeze, rim, pixel, tint * dim, inner * dim, time_s)


def _fish(size: float) -> Plane:
    """A slender fish that looks to the right, about four times as long as `size` pixels."""
    at = np.arange(-int(size * 2.6) - 1, int(size * 2.6) + 2, dtype=np.float32) / np.float32(size)
    v, u = at[:, None][abs(at) < 1.6], at[None, :]
    soft = np.float32(1.2 / size)
    body = np.clip((0.50 * (1 - (u / 1.7) ** 2) - np.abs(v)) / soft, 0, 1) * (np.abs(u) < 1.7)
    tail = np.clip((0.52 * (-u - 1.25) - np.abs(v)) / soft, 0, 1) * np.clip(
        (2.3 + u - 0.5 * (0.5 - np.abs(v))) / soft, 0, 1
    )
    light = 0.55 + 0.45 * np.clip(-v * 2, -1, 1)
    return (np.maximum(body, tail) * light).astype(np.float32)


def _bell(
    part: Canvas,
    v: Plane,
    u: Plane,
    squeeze: float,
    rim: float,
    pixel: float,
    tint: Colour,
    inner: Colour,
    time_s: float,
) -> None:
    wide, high = 1.0 - 0.26 * squeeze, 0.92 + 0.16 * squeeze
    # The bell tucks in below its widest line.
    tuck = np.where(v > 0, 1 - 0.30 * (v / rim) ** 2 * (0.6 + squeeze), 1.0).astype(np.float32)
    across = u / (wide * tuck)
    down = v / np.where(v < 0, high, 1.55 * rim / 0.34 * 0.62)
    inside = across * across + down * down
    scallop = rim - 0.055 * np.abs(np.cos(across * 7.5)) - 0.05 * across * across
    cover = np.clip((1 - inside) / (2.4 * pixel), 0, 1) * np.clip((scallop - v) / (1.5 * pixel), 0, 1)
    shell = 0.34 + 0.85 * np.clip(inside, 0, 1) ** 3.2
    ribs = 0.5 + 0.5 * np.cos(
        np.arcsin(np.clip(across / np.sqrt(np.clip(1 - down * down, 0.05, 1)), -1, 1)) * 16
    )
    light = cover * (shell + 0.16 * ribs**4 * np.clip(inside * 1.4, 0, 1))
    lip = (
        np.exp(-(((v - scallop) / 0.035) ** 2))
        * (np.abs(across) < 0.97)
        * 0.55
        * np.clip(1.3 - np.abs(across), 0, 1)
    )
    shine = np.exp(-(((u + 0.34) / 0.22) ** 2) - ((v + 0.52 * high) / 0.13) ** 2) * cover
    # The stomach glows through the shell; its four lobes are only felt.
    leaf_u, leaf_v = u / (0.50 * wide), (v + 0.12) / 0.42
    radius, turn = np.hypot(leaf_u, leaf_v), np.arctan2(leaf_v, leaf_u)
    lobes = 0.62 + 0.24 * np.cos(4 * turn + 0.5 * sin(time_s * 0.9))
    organ = 0.26 * np.exp(-(((radius - lobes) / 0.24) ** 2)) + 0.95 * np.exp(-((radius / 0.62) ** 2))
    organ *= cover * (0.80 + 0.20 * sin(time_s * 2.1))
    for k in range(3):
        part[k] *= 1 - 0.42 * cover
        part[k] += light * tint[k] * 0.80 + lip * inner[k] * 0.5 + shine * 0.38 * inner[k]
        part[k] += organ * (0.5 * tint[k] + 0.5 * inner[k]) * 0.62


def _tentacles(
    part: Canvas, v: Plane, u: Plane, time_s: float, jelly: _Jelly, squeeze: float, tint: Colour
) -> None:
    """Fine threads at the rim and broad frills in the middle, that follow the bell a moment later."""
    length = v - 0.10
    trail = np.clip(length, 0, None)
    light = np.zeros((v.shape[0], u.shape[1]), np.float32)
    for n in range(_TENTACLES):
        place = (n - (_TENTACLES - 1) / 2) / ((_TENTACLES - 1) / 2)
        broad = abs(place) < 0.45
        reach = 2.3 + 0.9 * cos(n * 2.4 + jelly.phase * 5) + (0.3 if broad else 0)
        swing = 0.10 + 0.10 * trail
        bend = swing * np.sin(2.3 * trail - time_s * 3.1 + n * 1.7 + jelly.phase * 11)
        spread = place * (0.84 - 0.24 * squeeze * np.exp(-trail)) * (1 - 0.10 * trail)
        wide = (0.055 if broad else 0.020) * np.clip(1.15 - trail / reach, 0.15, 1) + 0.006
        frill = 1 + (0.35 * np.sin(9 * trail - 4 * time_s + n) if broad else 0)
        off = (u - spread - bend) / (wide * frill)
        fade = np.clip(1 - trail / reach, 0, 1) * np.clip(length / 0.15, 0, 1)
        light += fade * np.float32(0.42 if broad else 0.55) / (1 + off * off) ** 2
    for k in range(3):
        part[k] += light * tint[k] * 0.75
