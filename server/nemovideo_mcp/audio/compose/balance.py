"""The master's balance: how loud each third of an octave and the sides are in a style, and the filter that leads there.

A piece is measured on its rehearsal and moved part of the way to the reference of its mood, as an engineer's equaliser
that is matched to recordings does. The filter has minimum phase (A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal
Processing": from the real cepstrum), so that no beat moves and nothing sounds before its stroke.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.effects import Room, Space

__all__ = ["CENTERS_HZ", "TARGETS", "Balance", "Target", "balance_response", "third_octaves"]

Signal = NDArray[np.float32]
Levels = NDArray[np.float64]

CENTERS_HZ: Levels = 1000.0 * 2.0 ** (np.arange(-14, 13) / 3)  # 40 Hz to 16 kHz
_TAPS = 4096
_SHARE = 0.85
_MOST_DB, _LEAST_DB = 9.0, -9.0
_SIDE_MOST_DB = 7.0
_MONO_BELOW_HZ = 130.0
_RUMBLE_HZ = 28.0
# a telephone plays the sum of both sides, and nothing below this: the sides that are lost there cost 1.3 dB at most
_PHONE_FROM_HZ = 200.0
_MOST_MONO_LOSS_DB = 1.3

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A style's reference: third-octave levels at some frequencies (straight lines over log frequency between them).

    `side_db` is the power of the sides against the middle, `glue` the ratio of the compressor over all,
    `arc_db` by how much a section of full energy is louder than one of none.
    """

    curve: Points
    side_db: float = -7.5
    glue: float = 1.5
    arc_db: float = 5.0

    def levels(self) -> Levels:
        """The level of each band in dB against the sum of all."""
        hz, db = (np.array(column) for column in zip(*self.curve, strict=True))
        levels = np.interp(np.log2(CENTERS_HZ), np.log2(hz), db)
        return levels - 10 * np.log10((10 ** (levels / 10)).sum())


# Popular music falls by about 5 dB an octave in density, 2 to 2.6 dB in third-octave levels, from 100 Hz to 4 kHz and
# more steeply beyond (P. D. Pestana et al., "Spectral characteristics of popular commercial recordings 1950-2010", AES
# 135, 2013; A. Elowsson, A. Friberg, "Long-term average spectrum in popular music and its relation to the level of the
# percussion", AES 142, 2017). The knees are set so that the shares of four bands come near those of real pieces.
# The others follow medians of free recordings (`benchmarks/music_references.py` says which).
_POPULAR: Points = ((40, -14), (63, -9), (80, -8.3), (5500, -24.2), (16_000, -32))
_CLUB: Points = (
    (40, -11.5),
    (63, -9),
    (100, -9.5),
    (400, -14),
    (1600, -18.8),
    (4000, -24.5),
    (8000, -29),
    (16_000, -37),
)
_DUSTY: Points = ((40, -14), (63, -9), (90, -8), (3500, -23.5), (6000, -28), (16_000, -42))
_ROCK: Points = (
    (40, -16),
    (63, -10.5),
    (125, -10),
    (500, -15.5),
    (1250, -18.3),
    (3175, -19),
    (8000, -24.5),
    (16_000, -31),
)
_ORCHESTRA: Points = (
    (40, -22), (63, -17), (90, -13), (125, -12), (200, -12), (500, -9.8), (1000, -12.3), (2000, -17.8), (4000, -25),
    (6350, -32), (16_000, -42),
)  # fmt: skip
_CALM: Points = (
    (40, -15), (63, -12), (100, -9.8), (160, -10), (315, -13.3), (800, -14.5), (1600, -18.4), (2500, -23), (5000, -27.4),
    (10_000, -30), (16_000, -37),
)  # fmt: skip
_TENSE: Points = (
    (40, -17), (63, -14), (100, -11.4), (500, -11.8), (1000, -14.6), (2000, -18.7), (4000, -26), (8000, -33.5),
    (16_000, -42),
)  # fmt: skip

TARGETS: Mapping[str, Target] = {
    "upbeat": Target(curve=_POPULAR, glue=2.0),
    "electronic": Target(curve=_CLUB, side_db=-7.5, glue=2.0),
    "hiphop": Target(curve=_CLUB, glue=1.8),
    "rock": Target(curve=_ROCK, glue=2.0, arc_db=5.0),
    "funk": Target(curve=_POPULAR, glue=1.8),
    "happy": Target(curve=_POPULAR, glue=1.6),
    "lofi": Target(curve=_DUSTY, glue=2.0, arc_db=2.0),
    "cinematic": Target(curve=_ORCHESTRA, side_db=-4.5, glue=1.25, arc_db=6.5),
    "ambient": Target(curve=_CALM, side_db=-5.5, glue=1.2, arc_db=2.0),
    "acoustic": Target(curve=_POPULAR, glue=1.5, arc_db=4.0),
    "dark": Target(curve=_TENSE, side_db=-5.5, glue=1.5, arc_db=4.0),
    "romantic": Target(curve=_ORCHESTRA, side_db=-4.5, glue=1.25, arc_db=6.0),
}


class Balance:
    """A filter for the middle and one for the sides, block by block; it is linear, so that it holds for stems."""

    def __init__(self, response: Signal, *, block_frames: int) -> None:
        self._space = Space([response], block_frames=block_frames)
        self._room = Room(self._space, crossing=0.0)
        self.block_frames = block_frames

    def process(self, block: Signal) -> Signal:
        """The next (2, block_frames) samples."""
        middle, side = (block[0] + block[1]) / 2, (block[0] - block[1]) / 2
        heard = self._room.process([np.stack([middle, side])])
        return np.stack([heard[0] + heard[1], heard[0] - heard[1]])

    def whole(self, sound: Signal) -> Signal:
        """All of a (2, n) sound, from its silence before; what comes next is not heard of it."""
        count = max(-(-sound.shape[1] // self.block_frames), 1)
        padded = np.zeros((2, count * self.block_frames), np.float32)
        padded[:, : sound.shape[1]] = sound
        blocks = [self.process(part) for part in np.split(padded, count, axis=1)]
        self._room = Room(self._space, crossing=0.0)
        return np.concatenate(blocks, axis=1)


def third_octaves(sound: Signal, *, sample_rate: int) -> Levels:
    """Power of each band of `CENTERS_HZ` in a (2, n) sound, no unit; bands above half the rate have none."""
    size = 1 << max(int(np.log2(max(sound.shape[1], 1024))) - 1, 10)
    size = min(size, 32_768)
    window = np.hanning(size).astype(np.float32)
    power = np.zeros(size // 2 + 1)
    for side in sound:
        for start in range(0, max(side.shape[0] - size, 0) + 1, size):
            part = side[start : start + size]
            power += np.abs(np.fft.rfft(part * window[: len(part)], size)) ** 2
    f = np.fft.rfftfreq(size, 1 / sample_rate)
    edges = np.append(CENTERS_HZ * 2 ** (-1 / 6), CENTERS_HZ[-1] * 2 ** (1 / 6))
    summed = np.concatenate([[0.0], np.cumsum(power)])
    # between the lines of the transform the power counts by its share, so that narrow low bands are not empty
    places = np.interp(edges, f, np.arange(len(f)) + 0.5, right=len(f))
    return np.diff(np.interp(places, np.arange(len(summed)), summed))


def balance_response(sound: Signal, target: Target, *, sample_rate: int) -> Signal:
    """(2, n) impulse responses for the middle and the sides of a piece that sounds like `sound`."""
    found = third_octaves(sound, sample_rate=sample_rate)
    inside = 0.42 * sample_rate > CENTERS_HZ
    if not found[inside].sum() > 1e-9:
        flat = np.zeros((2, _TAPS), np.float32)
        flat[:, 0] = 1
        return flat
    share = 10 * np.log10(found[inside] / found[inside].sum() + 1e-6)
    wanted = target.levels()[inside]
    wanted = wanted - 10 * np.log10((10 ** (wanted / 10)).sum())
    apart = np.clip(_SHARE * _smoothed(wanted - share), _LEAST_DB, _MOST_DB)
    centers = CENTERS_HZ[inside]
    gains = 10 ** (apart / 10)
    middle, side = (
        third_octaves(part[None], sample_rate=sample_rate)[inside] * gains
        for part in ((sound[0] + sound[1]) / 2, (sound[0] - sound[1]) / 2)
    )
    side /= 1 + (_MONO_BELOW_HZ / centers) ** 4
    width = 10 * np.log10(float(side.sum()) / float(middle.sum() + 1e-12) + 1e-9)
    wider = float(np.clip(target.side_db - width, -_SIDE_MOST_DB, _SIDE_MOST_DB))
    phone = centers >= _PHONE_FROM_HZ
    most = 10 * np.log10(
        (10 ** (_MOST_MONO_LOSS_DB / 10) - 1) * middle[phone].sum() / (side[phone].sum() + 1e-12)
    )
    wider = min(wider, float(most))
    f = np.maximum(np.fft.rfftfreq(2 * _TAPS, 1 / sample_rate), 1.0)
    curve = np.interp(np.log2(f), np.log2(centers), apart)
    both = 10 ** (curve / 20) / np.sqrt(1 + (_RUMBLE_HZ / f) ** 8)
    sides = both * 10 ** (wider / 20) / np.sqrt(1 + (_MONO_BELOW_HZ / f) ** 4)
    return np.stack([_minimum_phase(both), _minimum_phase(sides)]).astype(np.float32)


def _smoothed(levels: Levels) -> Levels:
    padded = np.pad(levels, 1, mode="edge")
    return 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]


def _minimum_phase(magnitude: Levels) -> Levels:
    size = 2 * (len(magnitude) - 1)
    cepstrum = np.fft.irfft(np.log(np.maximum(magnitude, 1e-4)), size)
    cepstrum[1 : size // 2] *= 2
    cepstrum[size // 2 + 1 :] = 0
    response = np.fft.irfft(np.exp(np.fft.rfft(cepstrum)), size)[:_TAPS]
    response[-_TAPS // 4 :] *= np.cos(np.linspace(0, np.pi / 2, _TAPS // 4)) ** 2
    return response
