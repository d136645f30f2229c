"""What a look does to colours: on the signal of BT.709 (or sRGB), as editors' sliders do it.

The order is that of `Look`: a table from a file, a preset, and then brightness, contrast, saturation and warmth on top
of these, so that "a bit warmer" of a black-and-white picture tints it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.look import PLAIN, Look
from nemovideo_mcp.video.cube_file import read_cube
from nemovideo_mcp.video.graphs import Node

__all__ = ["Grade", "LutFile", "graded", "plane_nodes", "table_size"]

Signal = NDArray[np.float64]

_LUMA = np.array([0.2126, 0.7152, 0.0722])
_LEAST_SIZE = 33
# The share of its contrast that a picture keeps at the flattest.
_FLATTEST = 0.3
# Gains of red, green and blue at the warmest; the brightness of greys stays.
_WARMEST = np.array([1.12, 1.0, 0.78])


@dataclass(frozen=True, kw_only=True)
class LutFile:
    """A .cube file, known by its content."""

    path: Path
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A look with the file of its table, which `look.lut` only names."""

    look: Look
    lut: LutFile | None = None

    @property
    def content(self) -> dict[str, object]:
        """What the look comes to, as values of JSON without defaults."""
        shown = {
            key: value
            for key, value in vars(replace(self.look, lut=None)).items()
            if value != getattr(PLAIN, key)
        }
        return {**shown, **({"lut": self.lut.content_hash} if self.lut else {})}

    @property
    def colors(self) -> Grade | None:
        """Only what of it changes colours; None where it changes none."""
        look = replace(self.look, sharpen=0.0, blur=0.0, vignette=0.0, bars=False)
        if self.lut is None or look.strength == 0:
            look = replace(look, lut=None)
        if look.strength == 0 or (look.preset is None and look.lut is None):
            look = replace(look, preset=None, strength=1.0)
        return None if look == PLAIN else Grade(look=look, lut=self.lut if look.lut else None)


def graded(signal: Signal, grade: Grade) -> Signal:
    """RGB of shape (n, 3), 0 to 1, with the colours of `grade`."""
    look, shown = grade.look, signal
    if grade.lut is not None:
        shown = read_cube(grade.lut.path).of(shown)
    if look.preset is not None and look.preset in _PRESETS:
        shown = _PRESETS[look.preset](np.clip(shown, 0, 1))
    shown = np.clip(signal + look.strength * (shown - signal), 0, 1)
    shown = _toned(shown, look.brightness, look.contrast)
    luma = (shown @ _LUMA)[:, None]
    shown = luma + (1 + look.saturation) * (shown - luma)
    return np.clip(_warmed(shown, look.warmth), 0, 1)


def table_size(grade: Grade | None) -> int:
    """How many steps of each colour a table of `grade` needs: every entry of its own table is one of them."""
    if grade is None or grade.lut is None:
        return _LEAST_SIZE
    table = read_cube(grade.lut.path)
    if not table.is_cube:
        return 65
    between = table.size - 1
    return between * -(-(_LEAST_SIZE - 1) // between) + 1


def plane_nodes(grade: Grade) -> list[Node] | None:
    """Filters that do the same to the planes of BT.709 in limited range, without RGB; None where that is impossible.

    A tenth of what a table costs. Brightness and contrast are curves of red, green and blue, which are a curve of the
    luma where the picture is grey; saturation is a factor of the chroma.
    """
    look = grade.look
    if grade.lut is not None or look.preset not in (None, "black_and_white") or look.warmth:
        return None
    is_grey = look.preset is not None and look.strength == 1
    if not is_grey and (look.brightness or look.contrast):
        return None
    chroma = (1 + look.saturation) * (1 - look.strength if look.preset else 1.0)
    luma = "val"
    if look.brightness or look.contrast:
        luma = f"16+219*({_tone_words(look.brightness, look.contrast)})"
    color = f"128+{chroma:.5f}*(val-128)"
    return [("lutyuv", f"y='{luma}':u='{color}':v='{color}'")]


def _toned(signal: Signal, brightness: float, contrast: float) -> Signal:
    """A power for brightness, which leaves black and white where they are, then a curve about the middle."""
    curve = signal ** (2**-brightness)
    if contrast >= 0:
        return curve + contrast * (_steep(curve) - curve)
    return curve + (1 - _FLATTEST) * -contrast * (0.5 - curve)


def _steep(signal: Signal) -> Signal:
    return signal**3 * (6 * signal**2 - 15 * signal + 10)


def _tone_words(brightness: float, contrast: float) -> str:
    """`_toned` of the luma as FFmpeg writes it; `st(0, …)` keeps a value."""
    curve = f"st(0,pow(clip((val-16)/219,0,1),{2**-brightness:.6f}))"
    if contrast >= 0:
        steep = "pow(ld(0),3)*(6*pow(ld(0),2)-15*ld(0)+10)"
        return f"{curve}+{contrast:.5f}*({steep}-ld(0))"
    return f"{curve}+{(1 - _FLATTEST) * -contrast:.5f}*(0.5-ld(0))"


def _warmed(signal: Signal, warmth: float) -> Signal:
    gains = _WARMEST**warmth
    return signal * (gains / (gains @ _LUMA))


def _grey(signal: Signal) -> Signal:
    return np.repeat((signal @ _LUMA)[:, None], 3, axis=1)


def _vintage(signal: Signal) -> Signal:
    """Faded: soft blacks with some blue in them, creamy whites, little colour."""
    luma = (signal @ _LUMA)[:, None]
    shown = luma + 0.72 * (signal - luma)
    shown = 0.075 + 0.85 * _toned(shown.clip(0, 1), 0.05, 0.25)
    return shown + (1 - luma) ** 2 * np.array([0.0, 0.005, 0.035]) + luma * np.array([0.055, 0.02, -0.075])


def _cinematic(signal: Signal) -> Signal:
    """More contrast, teal shadows, orange lights."""
    shown = _toned(signal, -0.05, 0.35)
    luma = (shown @ _LUMA)[:, None]
    shown = luma + 0.92 * (shown - luma)
    shadows, lights = (1 - luma) ** 2 * np.minimum(1, 4 * luma), luma * (1 - luma) * 2
    return shown + shadows * np.array([-0.06, 0.012, 0.055]) + lights * np.array([0.07, 0.01, -0.075])


_PRESETS: Mapping[str, Callable[[Signal], Signal]] = {
    "black_and_white": _grey,
    "vintage": _vintage,
    "cinematic": _cinematic,
}
