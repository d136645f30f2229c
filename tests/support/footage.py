"""The clips, photos and songs of the evaluations, by name: each picture has a colour by which its shots are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np

from support.beats import RATE, beats_at, drums
from support.media import Picture, click_track, make_image, make_video, make_wav, shots, tone

__all__ = ["COLOURS", "make"]

Colour = tuple[int, int, int]

COLOURS: Mapping[str, Colour] = {
    "blue": (40, 90, 180),
    "orange": (200, 110, 30),
    "green": (50, 140, 60),
    "purple": (130, 50, 140),
    "red": (170, 35, 35),
}
_CLICK_MS = 500


def _scene(colour: Colour) -> Callable[[int, Fraction, int, int], Picture]:
    """A darker square that crosses one colour: something moves, and nothing is white."""

    def paint(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = np.broadcast_to(np.array(colour, np.uint8), (height, width, 3)).copy()
        side = height // 5
        left = round(float(time_ms % 2000) / 2000 * (width - side))
        picture[height // 8 : height // 8 + side, left : left + side] //= 2
        return picture

    return paint


def _clip(colour: str, *, seconds: float = 3.0, size: tuple[int, int] = (320, 180)) -> Callable[[Path], Path]:
    return lambda path: make_video(
        path,
        width=size[0],
        height=size[1],
        duration_ms=round(1000 * seconds),
        pattern=_scene(COLOURS[colour]),
    )


def _edited(path: Path) -> Path:
    """A film that somebody has cut already, at 1.2 and 2.6 s, with a voice of its own."""
    return make_video(
        path,
        duration_ms=4000,
        pattern=shots((1200, 2600), [_scene(COLOURS[name]) for name in ("blue", "orange", "green")]),
        audio=tone(duration_ms=4000, frequency=220, gain=0.1),
    )


def _clicks(path: Path) -> Path:
    return make_wav(path, click_track(range(200, 12_000, _CLICK_MS), duration_ms=12_000))


_MAKERS: Mapping[str, Callable[[Path], Path]] = {
    "sea.mp4": _clip("blue"),
    "city.mp4": _clip("orange"),
    "hill.mp4": _clip("green"),
    "beach trip.mp4": _clip("red"),
    "tower.mp4": _clip("purple", size=(180, 320)),
    "talk.mp4": _edited,
    "flower.jpg": lambda path: make_image(path, width=480, height=270, color=COLOURS["purple"]),
    "rose.jpg": lambda path: make_image(path, width=480, height=270, color=COLOURS["red"]),
    "clicks.wav": _clicks,
    # What the skills' requests speak of.
    "a.mp4": _clip("blue", seconds=4),
    "b.mp4": _clip("orange", seconds=4),
    "tall.mp4": _clip("green", size=(180, 320)),
    "cut.mp4": lambda path: make_video(
        path,
        duration_ms=6000,
        pattern=shots((1500, 3700), [_scene(COLOURS[n]) for n in ("red", "green", "blue")]),
    ),
    "photo.jpg": lambda path: make_image(path, width=480, height=270, color=COLOURS["purple"]),
    "theme.wav": lambda path: make_wav(
        path, drums(beats_at(120, length_s=12, offset_s=0.0), length_s=12), sample_rate=RATE
    ),
}


def make(folder: Path) -> None:
    """Put all of them into `folder`."""
    for name, maker in _MAKERS.items():
        maker(folder / name)
