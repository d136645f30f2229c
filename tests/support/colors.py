"""Colours in other spaces than sRGB, by figures that are published elsewhere, and ICC profiles made of them.

Matrices: CSS Color Module Level 4 (section 18), and C. Poynton, "Digital Video and HD" (2012), table 26.4 and its
equations for the primaries of BT.601.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "cmyk_profile",
    "colour_difference",
    "grey_profile",
    "in_space",
    "matrix_profile",
    "relative_luminance",
]

Matrix = NDArray[np.float64]
Colour = tuple[float, float, float]

_XYZ_TO_SRGB = np.array(
    [
        [3.2409699419045226, -1.537383177570094, -0.4986107602930034],
        [-0.9692436362808796, 1.8759675015077202, 0.04155505740717559],
        [0.05563007969699366, -0.20397695888897652, 1.0569715142428786],
    ]
)
_D50_TO_D65 = np.array(
    [
        [0.955473421488075, -0.02309845494876471, 0.06325924320057072],
        [-0.0283697093338637, 1.0099953980813041, 0.021041441191917323],
        [0.012314014864481998, -0.020507649298898964, 1.330365926242124],
    ]
)
# Linear RGB to XYZ; ProPhoto's is for D50.
_TO_XYZ: Mapping[str, Matrix] = {
    "Display P3": np.array(
        [
            [0.4865709486482162, 0.26566769316909306, 0.1982172852343625],
            [0.2289745640697488, 0.6917385218365064, 0.079286914093745],
            [0.0, 0.04511338185890264, 1.043944368900976],
        ]
    ),
    "BT.2020": np.array(
        [
            [0.6369580483012914, 0.14461690358620832, 0.1688809751641721],
            [0.2627002120112671, 0.6779980715188708, 0.05930171646986196],
            [0.0, 0.028072693049087428, 1.060985057710791],
        ]
    ),
    "Adobe RGB": np.array(
        [
            [0.5766690429101305, 0.1855582379065463, 0.1882286462349947],
            [0.29734497525053605, 0.6273635662554661, 0.07529145849399788],
            [0.02703136138641234, 0.07068885253582723, 0.9913375368376388],
        ]
    ),
    "ProPhoto": np.array(
        [
            [0.7977604896723027, 0.13518583717574031, 0.0313493495815248],
            [0.2880711282292934, 0.7118432178101014, 0.00008565396060525902],
            [0.0, 0.0, 0.8251046025104601],
        ]
    ),
}
_TO_SRGB: Mapping[str, Matrix] = {
    "Display P3": _XYZ_TO_SRGB @ _TO_XYZ["Display P3"],
    "BT.2020": _XYZ_TO_SRGB @ _TO_XYZ["BT.2020"],
    "Adobe RGB": _XYZ_TO_SRGB @ _TO_XYZ["Adobe RGB"],
    "ProPhoto": _XYZ_TO_SRGB @ _D50_TO_D65 @ _TO_XYZ["ProPhoto"],
    "SMPTE 170M": np.array(
        [[0.939542, 0.050181, 0.010277], [0.017772, 0.965793, 0.016435], [-0.001622, -0.004370, 1.005991]]
    ),
    "BT.470BG": np.array([[1.044043, -0.044043, 0.0], [0.0, 1.0, 0.0], [0.0, 0.011793, 0.988207]]),
}
_GAMMAS: Mapping[str, float] = {"Adobe RGB": 563 / 256, "ProPhoto": 1.8}


def in_space(colour: Colour, space: str) -> tuple[int, int, int]:
    """What has to be written in `space` to look like `colour` of sRGB, 0 to 255."""
    there = np.clip(np.linalg.solve(_TO_SRGB[space], _light(np.array(colour) / 255)), 0, 1)
    gamma = _GAMMAS.get(space)
    curve = np.where(there <= 0.0031308, 12.92 * there, 1.055 * there ** (1 / 2.4) - 0.055)
    red, green, blue = np.round(255 * (there ** (1 / gamma) if gamma else curve)).astype(int)
    return int(red), int(green), int(blue)


def colour_difference(first: Sequence[float], second: Sequence[float]) -> float:
    """CIE 1976 ΔE of two colours of sRGB, 0 to 255: about 2.3 can just be seen."""
    return float(np.linalg.norm(_lab(first) - _lab(second)))


def relative_luminance(picture: NDArray[np.integer[Any]]) -> Matrix:
    """The light of each pixel of sRGB as WCAG 2 takes it for contrasts, black 0 and white 1."""
    # Of the 256 values of a channel, each is bent once.
    return _light(np.arange(256) / 255)[picture] @ np.array([0.2126, 0.7152, 0.0722])


def _lab(colour: Sequence[float]) -> Matrix:
    xyz = np.linalg.solve(_XYZ_TO_SRGB, _light(np.array(colour) / 255))
    ratio = xyz / np.linalg.solve(_XYZ_TO_SRGB, np.ones(3))
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _light(signal: Matrix) -> Matrix:
    """Light by the curve of sRGB."""
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def matrix_profile(space: str) -> bytes:
    """An ICC profile (version 2, for a display) of a space of RGB."""
    columns = np.linalg.solve(_D50_TO_D65, np.linalg.solve(_XYZ_TO_SRGB, _TO_SRGB[space]))
    gamma = _GAMMAS.get(space)
    if gamma:
        curve = _tag(b"curv", struct.pack(">IH", 1, round(gamma * 256)))
    else:
        light = _light(np.linspace(0, 1, 1024))
        curve = _tag(b"curv", struct.pack(">I", 1024) + (light * 65535).round().astype(">u2").tobytes())
    tags = {b"wtpt": _xyz((0.9642, 1.0, 0.8249))}
    for name, column in zip(b"rgb", columns.T, strict=True):
        tags[bytes([name]) + b"XYZ"] = _xyz(column)
        tags[bytes([name]) + b"TRC"] = curve
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    """An ICC profile of greys."""
    curve = _tag(b"curv", struct.pack(">IH", 1, round(gamma * 256)))
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"wtpt": _xyz((0.9642, 1.0, 0.8249)), b"kTRC": curve})


def cmyk_profile(inks: Mapping[tuple[int, int, int, int], Colour]) -> bytes:
    """An ICC profile of a printer: `inks` gives the CIELAB (D50) of each of the 16 mixtures of full inks."""
    corners = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    table = b"".join(
        bytes([round(lightness * 2.55), round(a) + 128, round(b) + 128])
        for lightness, a, b in (inks[corner] for corner in corners)
    )
    unit = struct.pack(">9i", *[65536 if n % 4 == 0 else 0 for n in range(9)])
    ramp = bytes(range(256))
    lut = _tag(b"mft1", struct.pack(">4B", 4, 3, 2, 0) + unit + ramp * 4 + table + ramp * 3)
    return _profile(
        b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz((0.9642, 1.0, 0.8249)), b"A2B0": lut, b"A2B1": lut}
    )


def _xyz(values: Sequence[float] | Matrix) -> bytes:
    return _tag(b"XYZ ", struct.pack(">3i", *[round(float(value) * 65536) for value in values]))


def _tag(kind: bytes, body: bytes) -> bytes:
    data = kind + bytes(4) + body
    return data + bytes(-len(data) % 4)


def _profile(device: bytes, space: bytes, connection: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    named = {
        b"desc": _tag(b"desc", struct.pack(">I", 5) + b"test\0" + bytes(78)),
        b"cprt": _tag(b"text", b"CC0\0"),
        **tags,
    }
    at = 128 + 4 + 12 * len(named)
    index, body = struct.pack(">I", len(named)), b""
    for name, data in named.items():
        index += struct.pack(">4sII", name, at + len(body), len(data))
        body += data
    header = struct.pack(">I4sI4s4s4s", at + len(body), bytes(4), 0x02400000, device, space, connection)
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    header += struct.pack(">3i", *[round(value * 65536) for value in (0.9642, 1.0, 0.8249)])
    return header.ljust(128, b"\0") + index + body
