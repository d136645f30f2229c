"""A neon road at night that rushes towards the viewer, through hoops of light."""

from __future__ import annotations

from math import exp, sin

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.video.scenes.brushes import (
    Canvas,
    Plane,
    Sheet,
    colour,
    ease,
    glow,
    gradient,
    pulse,
    stamp,
)

__all__ = ["Neon"]

_HORIZON = 0.56
_SKY = ((0.0, "05030f"), (0.22, "120a33"), (0.40, "3a1163"), (0.50, "8a1f86"), (0.56, "ff4f9a"))
_SUN = (0.36, 0.215)
_SUN_STOPS = ((0.14, "fff0a0"), (0.30, "ffc15a"), (0.42, "ff6f7a"), (0.58, "ff2f92"))
_CYAN, _PINK, _VIOLET, _GOLD = colour("25e6ff"), colour("ff3dbb"), colour("8b5bff"), colour("ffc65c")
_LANES = 0.32
_ROAD = 0.23
_HOOP = 0.30
_HOOP_GAP = 2.6
_RADII = 2048
_NEAR, _FAR = 0.10, 30.0


class Neon:
    """Six seconds of a drive that gains speed twice; every hoop flashes by."""

    seconds = 6.0

    def __init__(self, sheet: Sheet, rng: np.random.Generator) -> None:
        self._sheet = sheet
        height, width = sheet.height, sheet.width
        self._middle = sheet.aspect / 2
        self._ground_row = int(_HORIZON * height)
        self._back = self._painted_back(rng)
        y = sheet.y[self._ground_row :]
        self._depth = np.minimum(_FAR, 0.115 / np.maximum(1e-3, y - _HORIZON + 0.0005))
        across = (sheet.x - self._middle) * self._depth
        fog = np.exp(-self._depth / 7.0)
        self._fog = fog
        # Lines along the road never move on the screen: they are painted once.
        step = self._depth / height
        lines = np.maximum(0, 1 - np.abs(((across / _LANES + 0.5) % 1) - 0.5) * _LANES / (step * 1.5))
        halo = 0.25 * np.exp(-np.abs(((across / _LANES + 0.5) % 1) - 0.5) * _LANES / 0.022)
        road = (np.abs(across) < _ROAD).astype(np.float32)
        side = np.clip(lines + halo, 0, 1.2) * fog * np.clip(width / height * 0.5 * 30 * (y - _HORIZON), 0, 1)
        self._along = np.stack([side * (tone * 1.15) for tone in _VIOLET]) * (1 - road)
        edges = np.maximum(0, 1 - np.abs(np.abs(across) - _ROAD) / (step * 2.6)) + 0.55 * np.exp(
            -np.abs(np.abs(across) - _ROAD) / 0.03
        )
        self._along += np.stack([edges * fog * tone * 1.1 for tone in _CYAN])
        self._road = road
        self._dash = np.exp(-((across / 0.014) ** 4)) * fog
        shine = np.exp(-((across / 0.45) ** 2)) * np.exp(-(y - _HORIZON) * 5.5)
        self._floor = np.stack(
            [0.018 + 0.0 * across + shine * tone * 0.55 for tone in colour("ff4f9a")]
        ).astype(np.float32)
        self._floor += np.stack([0.02 * road * tone for tone in _VIOLET])
        # Distance from the vanishing point, in steps: a hoop is a function of it alone.
        self._scale = _RADII / 1.35
        radius = np.hypot(sheet.x - self._middle, (sheet.y - _HORIZON - 0.02) * 1.0)
        self._radius = np.minimum(radius * self._scale, _RADII - 1).astype(np.uint16)
        self._tail = glow(0.011 * height, reach=5.0, sharpness=1.5)

    def paint(self, time_s: float) -> Canvas:
        height = self._sheet.height
        travelled = 3.1 * time_s + 2.6 * ease((time_s - 1.9) / 1.3) + 3.4 * ease((time_s - 4.6) / 1.3)
        canvas = self._back.copy()
        ground = canvas[:, self._ground_row :]
        ground += self._floor
        ground += self._along
        self._rows(ground, travelled)
        flash = self._hoops(canvas, travelled)
        self._traffic(canvas, time_s)
        surge = pulse(time_s, 2.5, 0.6) + pulse(time_s, 5.2, 0.6)
        canvas *= np.float32(1 + 0.10 * flash + 0.05 * surge)
        assert canvas.shape[1] == height
        return canvas

    def _rows(self, ground: Canvas, travelled: float) -> None:
        """The lines across, and the dashes of the road, which come nearer."""
        height = self._sheet.height
        depth = self._depth
        place = (depth + travelled) / 0.62
        off = np.abs(((place + 0.5) % 1) - 0.5) * 0.62
        # How far a pixel reaches in depth, so that far lines melt together instead of flickering.
        reach = depth * depth / 0.115 / height
        sharp = np.maximum(0, 1 - off / (1.3 * reach + 1e-4)) * np.minimum(1, 0.16 / (reach + 1e-4))
        soft = 0.22 * np.exp(-off / 0.05)
        rows = np.minimum(1.1, sharp + soft) * self._fog
        light = rows * (1 - self._road)
        for k in range(3):
            ground[k] += light * (_VIOLET[k] * 0.8 + _PINK[k] * 0.25)
        dashes = ((depth + travelled) / 0.9) % 1
        on = np.clip((0.5 - np.abs(dashes - 0.5) - 0.22) * 12, 0, 1)
        for k in range(3):
            ground[k] += self._dash * on * np.float32(_GOLD[k] * 0.9)

    def _hoops(self, canvas: Canvas, travelled: float) -> float:
        """Rings of light around the road; the measure of how near the nearest is."""
        radii = (np.arange(_RADII) + 0.5) / self._scale
        curve: NDArray[np.float64] = np.zeros((3, _RADII))
        first = int(np.ceil((travelled + _NEAR) / _HOOP_GAP))
        flash = 0.0
        for n in range(first, first + 8):
            depth = n * _HOOP_GAP - travelled
            ring = _HOOP / depth
            if ring > 1.6:
                flash = max(flash, 1.0)
                continue
            tone = (_CYAN, _PINK, _GOLD, _VIOLET)[n % 4]
            wide = 0.010 * ring / 0.3 + 0.0012
            fade = exp(-depth / 6.0)
            off = np.abs(radii - ring)
            light = (
                np.exp(-((off / wide) ** 2)) * 1.25
                + 0.34 * np.exp(-off / (5.5 * wide))
                + 0.05 * np.exp(-off / 0.2)
            )
            curve += np.outer(tone, light * fade * min(1.0, 1.9 - ring))
            core = np.exp(-((off / (0.45 * wide)) ** 2)) * fade
            curve += 0.55 * core
            flash = max(flash, ring**2 if ring < 1 else 0.6)
        table = curve.astype(np.float32)
        above = self._radius[: self._ground_row]
        below = self._radius[self._ground_row :]
        for k in range(3):
            canvas[k, : self._ground_row] += table[k][above]
            # The wet road gives back a part of it.
            canvas[k, self._ground_row :] += table[k][below] * np.float32(0.32)
        return flash

    def _traffic(self, canvas: Canvas, time_s: float) -> None:
        """Two cars ahead, their tail lights and what the road shows of them."""
        height = self._sheet.height
        for start, lane, pace, drift in ((2.4, -0.9, 0.55, 0.5), (5.2, 0.95, 0.9, -0.7)):
            depth = start - pace * time_s * 0.75 + 0.25 * sin(time_s * 1.7 + start)
            depth = max(0.62, depth)
            x = lane * 0.12 * (1 + 0.12 * sin(time_s * drift * 2))
            row = _HORIZON + 0.115 / depth - 0.035 / depth
            size = 0.045 / depth
            for side in (-1, 1):
                column = self._middle + x / depth + side * size
                big = _scaled(self._tail, min(3.2, 0.55 / depth + 0.25))
                stamp(canvas, big, row * height, column * height, colour("ff2436") * 1.5)
                mirror = _HORIZON + 0.115 / depth + 0.03 / depth
                stamp(canvas, big, mirror * height, column * height, colour("ff2436") * 0.35)

    def _painted_back(self, rng: np.random.Generator) -> Canvas:
        """Sky, stars, sun and the towers at the horizon."""
        sheet = self._sheet
        height, width = sheet.height, sheet.width
        back = gradient(np.broadcast_to(sheet.y, (height, width)), _SKY)
        back[:, self._ground_row :] = 0
        for _ in range(260):
            y, x, bright = rng.uniform(0, 0.42), rng.uniform(0, sheet.aspect), rng.uniform(0.1, 1.0) ** 2
            stamp(back, glow(0.0011 * height, reach=3), y * height, x * height, np.full(3, 0.9 * bright))
        level, size = _SUN
        distance = np.hypot(sheet.x - self._middle, sheet.y - level)
        disc = np.clip((size - distance) * height + 0.5, 0, 1)
        under = np.clip((sheet.y - 0.345) / 0.25, 0, 1)
        gaps = np.clip(
            (np.abs(((sheet.y - 0.345) / 0.034) % 1 - 0.5) - 0.5 * (1 - 0.62 * under)) * 0.034 * height, 0, 1
        )
        disc *= 1 - gaps * (sheet.y > 0.345)
        sun = gradient(np.broadcast_to(sheet.y, (height, width)), _SUN_STOPS)
        halo = np.exp(-np.maximum(0, distance - size) / 0.13) * 0.55
        for k, tone in enumerate(colour("ff3d9c")):
            back[k] += halo * tone * (sheet.y < _HORIZON)
            back[k] += (sun[k] - back[k]) * disc * (sheet.y < _HORIZON)
        self._towers(back, rng)
        mist = np.exp(-np.abs(sheet.y - _HORIZON) / 0.022)
        for k, tone in enumerate(colour("ff7ac0")):
            back[k] += mist * tone * 0.55
        return back.astype(np.float32)

    def _towers(self, back: Canvas, rng: np.random.Generator) -> None:
        height, width = self._sheet.height, self._sheet.width
        for layer, (tall, ink) in enumerate(((0.20, "4a1667"), (0.15, "1d0a3a"))):
            at = -0.02
            while at < self._sheet.aspect:
                wide = float(rng.uniform(0.022, 0.062))
                away = abs(at + wide / 2 - self._middle)
                rise = float(rng.uniform(0.35, 1.0)) * tall * min(1.0, max(0.12, (away - 0.16) * 2.2))
                c0, c1 = max(0, int(at * height)), min(width, int((at + wide) * height))
                r0 = int((_HORIZON - rise) * height)
                self._tower(back[:, r0 : self._ground_row, c0:c1], rng, ink, lit=layer == 1)
                at += wide + float(rng.uniform(0, 0.016))

    def _tower(self, part: Plane, rng: np.random.Generator, ink: str, *, lit: bool) -> None:
        rows, columns = part.shape[1:]
        if rows < 2 or columns < 2:
            return
        part[:] = colour(ink)[:, None, None]
        cell = max(3, round(self._sheet.height * 0.0085))
        if not lit or rows < 2 * cell or columns < 2 * cell:
            return
        windows = rng.random((rows // cell, columns // cell)) < 0.34
        tone = (_CYAN, _GOLD, _PINK)[int(rng.integers(3))]
        bright = np.kron(windows * rng.uniform(0.25, 0.85, windows.shape), _window(cell))
        part[:, : bright.shape[0], : bright.shape[1]] += tone[:, None, None] * bright[None]


def _window(cell: int) -> Plane:
    pane = np.zeros((cell, cell), np.float32)
    pane[cell // 4 : cell - cell // 4, cell // 4 : cell - cell // 4 or None] = 1
    return pane


def _scaled(sprite: Plane, factor: float) -> Plane:
    """The sprite at another size, by linear interpolation."""
    size = max(3, int(sprite.shape[0] * factor) | 1)
    at = np.arange(size) * ((sprite.shape[0] - 1.001) / (size - 1))
    base = at.astype(np.intp)
    share = (at - base).astype(np.float32)
    rows = sprite[base] * (1 - share[:, None]) + sprite[base + 1] * share[:, None]
    return (rows[:, base] * (1 - share) + rows[:, base + 1] * share).astype(np.float32)
