"""Sunset over mountain ridges that pass by at their distances, and a flock of birds."""

from __future__ import annotations

import numpy as np

from nemovideo_mcp.video.scenes.brushes import (
    Canvas,
    Plane,
    Sheet,
    colour,
    ease,
    glow,
    gradient,
    line_noise,
    plane_noise,
    pulse,
    stamp,
)

__all__ = ["Dusk"]

_SKY = (
    (0.0, "161a42"),
    (0.18, "3b2c66"),
    (0.36, "8a4577"),
    (0.50, "d9697a"),
    (0.60, "f79a63"),
    (0.68, "ffc883"),
    (1.0, "ffe3b0"),
)
# Height of the crest, size of its peaks, length of its waves, speed, colour at the crest, colour of the mist below.
_RIDGES = (
    (0.575, 0.055, 0.50, 0.010, "c0707f", "eb9f86"),
    (0.625, 0.070, 0.42, 0.020, "95557a", "cf8083"),
    (0.690, 0.075, 0.60, 0.042, "683f6b", "a9647c"),
    (0.765, 0.070, 0.48, 0.082, "422a54", "744a6c"),
    (0.850, 0.060, 0.70, 0.160, "241a3b", "45305a"),
)
_TREES = (0.955, 0.52, "0d0a1c")
_SUN = (1.13, 0.505)


class Dusk:
    """Six and a half seconds of a drone's flight sideways, faster twice, as the sun goes down."""

    seconds = 6.5

    def __init__(self, sheet: Sheet, rng: np.random.Generator) -> None:
        self._sheet = sheet
        height = sheet.height
        self._sky = gradient(np.broadcast_to(sheet.y, (height, sheet.width)), _SKY)
        self._clouds = plane_noise(rng, height // 2, sheet.width, stretch=5.0, power=1.9)
        down = np.linspace(0, 1, height // 2, dtype=np.float32)[:, None]
        self._cloud_light = (0.25 + 0.75 * down) * np.minimum(1, (1 - down) * 5)
        far = int(height * (sheet.aspect + 6))
        self._crests: list[Plane] = []
        for level, size, wave, *_ in _RIDGES:
            line = line_noise(rng, far, period=wave * height, octaves=7, roughness=0.47)
            self._crests.append((level - size * np.abs(line) ** 0.9 * np.sign(line)).astype(np.float32))
        self._trees = _forest(rng, far, height)
        self._sun = glow(0.052 * height, reach=1.25, sharpness=0.0)
        self._halo = glow(0.16 * height, reach=6.0, sharpness=1.15)
        self._corona = glow(0.07 * height, reach=5.0, sharpness=1.6)
        self._birds = rng.normal(0, 1, (17, 4))

    def paint(self, time_s: float) -> Canvas:
        sheet = self._sheet
        height, width = sheet.height, sheet.width
        travel = time_s + 1.1 * ease((time_s - 1.6) / 1.6) + 1.5 * ease((time_s - 4.3) / 1.5)
        canvas = self._sky.copy()
        x, y = (_SUN[0] - 0.004 * travel) * height, (_SUN[1] + 0.006 * time_s) * height
        rows = self._clouds.shape[0]
        shift = int(0.012 * travel * height)
        clouds = np.roll(self._clouds, -shift, axis=1)
        lit = np.clip((clouds - 0.52) * 2.4, 0, 1) * self._cloud_light
        for k, strength in enumerate((0.40, 0.16, 0.10)):
            canvas[k, :rows] += lit * np.float32(strength)
        stamp(canvas, self._halo, y, x, colour("ff9a55") * 0.55)
        stamp(canvas, self._corona, y, x, colour("ffd08a") * 0.8)
        stamp(canvas, np.minimum(1, self._sun * 3), y, x, colour("fff0c8") * 1.0)
        lowest = [float(c.max()) for c in self._crests[1:]] + [1.0]
        for (level, size, _, speed, crest, mist), line, bottom in zip(
            _RIDGES, self._crests, lowest, strict=True
        ):
            self._ridge(canvas, line, speed * travel, level - 1.7 * size, bottom, crest, mist)
        self._flock(canvas, time_s)
        level, speed, dark = _TREES
        self._ridge(canvas, self._trees, speed * travel, level - 0.30, 1.0, dark, dark)
        # Light that the sun throws over everything that is near it.
        stamp(
            canvas,
            self._halo,
            y + 0.05 * height,
            x,
            colour("ff7a48") * (0.10 + 0.03 * pulse(time_s, 4.9, 0.8)),
        )
        assert canvas.shape == (3, height, width)
        return canvas

    def _ridge(
        self, canvas: Canvas, line: Plane, travelled: float, top: float, bottom: float, crest: str, mist: str
    ) -> None:
        """Everything below a line, from its crest's colour down into the mist, as far as the next ridge."""
        height, width = self._sheet.height, self._sheet.width
        start = travelled * height
        base = int(start)
        share = np.float32(start - base)
        edge = line[base : base + width] * (1 - share) + line[base + 1 : base + width + 1] * share
        r0, r1 = max(0, int(top * height)), min(height, int(bottom * height) + 2)
        y = self._sheet.y[r0:r1]
        cover = np.clip((y - edge) * height + 0.5, 0, 1)
        depth = np.clip((y - top) / max(0.05, bottom - top + 0.06), 0, 1)
        ink = gradient(depth**1.5, ((0.0, crest), (1.0, mist)))
        for k in range(3):
            part = canvas[k, r0:r1]
            part += (ink[k] - part) * cover

    def _flock(self, canvas: Canvas, time_s: float) -> None:
        """A loose V of birds that crosses the sky, each of its two wings a stroke."""
        height = self._sheet.height
        lead_x = -0.35 + 0.44 * time_s + 0.25 * ease((time_s - 2.2) / 1.4)
        lead_y = 0.40 - 0.035 * time_s + 0.02 * np.sin(time_s * 1.3)
        for n, (a, b, c, d) in enumerate(self._birds):
            side = -1 if n % 2 else 1
            back = (n + 1) // 2
            x = lead_x - 0.052 * back + 0.008 * a
            y = lead_y + side * 0.021 * back + 0.007 * b + 0.004 * np.sin(time_s * 2 + d)
            span = 0.0165 * (1 + 0.12 * c)
            flap = np.sin(time_s * (8.2 + 0.5 * a) + 2.1 * d)
            _bird(canvas, y * height, x * height, span * height, float(flap))


def _bird(canvas: Canvas, y: float, x: float, span: float, flap: float) -> None:
    half = int(span * 1.5) + 2
    r0, c0 = int(y) - half, int(x) - half
    if r0 < 0 or c0 < 0 or r0 + 2 * half >= canvas.shape[1] or c0 + 2 * half >= canvas.shape[2]:
        return
    v = np.arange(r0, r0 + 2 * half, dtype=np.float32)[:, None] + 0.5 - np.float32(y)
    u = np.abs(np.arange(c0, c0 + 2 * half, dtype=np.float32)[None, :] + 0.5 - np.float32(x)) / np.float32(
        span
    )
    # The wing bends at its wrist: up to there one way, beyond it the other.
    wing = np.where(
        u < 0.45, -u * 0.75 * flap, -0.34 * flap + (u - 0.45) * (0.22 + 0.30 * flap)
    ) * np.float32(span)
    thick = np.float32(0.085 * span) * np.clip(1.25 - u, 0, 1) + 0.35
    cover = np.clip(thick - np.abs(v - wing) + 0.5, 0, 1) * (u < 1.05)
    body = np.clip(0.11 * span - np.hypot(u * span, v * 1.4) + 0.5, 0, 1)
    cover = np.maximum(cover, body) * np.float32(0.9)
    ink = colour("2a1836")
    for k in range(3):
        part = canvas[k, r0 : r0 + 2 * half, c0 : c0 + 2 * half]
        part += (ink[k] - part) * cover


def _forest(rng: np.random.Generator, length: int, height: int) -> Plane:
    """The skyline of a pine wood near by: every tree a serrated cone."""
    ground = 0.955 - 0.035 * line_noise(rng, length, period=0.9 * height, octaves=4)
    line = ground.copy()
    at = 0.0
    while at < length:
        size = float(rng.uniform(0.05, 0.12)) * (1 + 0.9 * float(rng.random() < 0.16))
        reach = int(size * height * 0.27) + 2
        c0, c1 = max(0, int(at) - reach), min(length, int(at) + reach)
        u = np.minimum(1, np.abs(np.arange(c0, c1) - at) / reach)
        branch = 0.075 * np.abs((u * 11.0 + 0.5 * float(rng.random())) % 1.0 - 0.5) * np.minimum(1, 6 * u)
        crown = ground[c0:c1] + 0.012 - size * np.clip((1 - u) ** 1.25 - branch, 0, 1)
        line[c0:c1] = np.minimum(line[c0:c1], crown)
        at += reach * float(rng.uniform(0.25, 1.1)) + (0.22 * height if rng.random() < 0.05 else 0)
    return line.astype(np.float32)
