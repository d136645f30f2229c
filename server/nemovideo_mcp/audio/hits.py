"""When something strikes in the sound of a clip: a splash, a clap, a door that falls shut."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

__all__ = ["HitFinder", "sound_hits"]

Samples = NDArray[np.float32]
Values = NDArray[np.float64]

_FRAME_MS = 5
# A hit is so much louder within this time than all that is heard before it, and so near to the loudest of the file.
_RISE_DB, _ATTACK_MS, _BEFORE_MS = 12.0, 50, 200
_BELOW_LOUDEST_DB, _FAINT_DB = 15.0, -60.0
# The strongest hit within this time is the one that is heard.
_APART_MS = 400
_SILENCE = 1e-10


class HitFinder:
    """Listens to a sound block by block and says in the end when something struck.

    The level of the sound's first difference, in which short and bright sounds stand out of hum and rumble, is followed
    in steps of 5 ms; a rise of 12 dB above the 200 ms before it is a hit (Bello et al., A Tutorial on Onset Detection
    in Music Signals, 2005: energy-based detection with pre-emphasis).
    """

    def __init__(self, *, sample_rate: int) -> None:
        self._frame = max(1, round(sample_rate * _FRAME_MS / 1000))
        self._rate = sample_rate
        self._rest: Samples | None = None
        self._last: Samples | None = None
        self._powers: list[Values] = []

    def add(self, block: Samples) -> None:
        """The next samples, shape (n,) or (channels, n)."""
        planes = np.atleast_2d(block)
        if not planes.shape[1]:
            return
        if self._last is None:
            self._last = planes[:, :1]
        steps = np.diff(planes, axis=1, prepend=self._last)
        self._last = planes[:, -1:].copy()
        power = np.einsum("cn,cn->n", steps, steps) / len(steps)
        if self._rest is not None:
            power = np.concatenate([self._rest, power])
        whole = len(power) // self._frame * self._frame
        self._powers.append(power[:whole].reshape(-1, self._frame).mean(axis=1).astype(np.float64))
        self._rest = power[whole:]

    def finish(self) -> tuple[int, ...]:
        """The moments of the hits in ms, in order; none in silence."""
        power = np.concatenate([*self._powers, np.zeros(0)])
        if not len(power) or power.max() <= _SILENCE:
            return ()
        level = 10 * np.log10(np.nan_to_num(power) + _SILENCE)
        attack, before = _ATTACK_MS // _FRAME_MS, _BEFORE_MS // _FRAME_MS
        # What is heard before the sound begins is not known: no hit is found there.
        reached = _highest(np.append(level, np.full(attack, level[-1])), attack + 1)[: len(level)]
        heard = _highest(np.concatenate([np.full(before, np.inf), level]), before)[: len(level)]
        least = max(float(level.max()) - _BELOW_LOUDEST_DB, _FAINT_DB)
        rise = np.where(reached >= least, reached - heard, 0.0)
        found: list[int] = []
        left = rise.copy()
        apart = _APART_MS // _FRAME_MS
        while left.size and left.max() >= _RISE_DB:
            at = int(left.argmax())
            left[max(0, at - apart) : at + apart + 1] = 0.0
            # The attack begins where the level has gone half of its way.
            part = level[at : at + attack + 1]
            found.append(at + int(np.argmax(part >= heard[at] + rise[at] / 2)))
        return tuple(sorted(round(frame * self._frame * 1000 / self._rate) for frame in found))


def sound_hits(blocks: Iterable[Samples], *, sample_rate: int) -> tuple[int, ...]:
    """The moments of the hits of a whole sound, in ms; the arguments are those of `HitFinder`."""
    finder = HitFinder(sample_rate=sample_rate)
    for block in blocks:
        finder.add(block)
    return finder.finish()


def _highest(values: Values, count: int) -> Values:
    """The highest of each `count` values in a row, by doubling."""
    reach, best = 1, values
    while 2 * reach <= count:
        best = np.maximum(best[: len(best) - reach], best[reach:])
        reach *= 2
    if reach < count:
        best = np.maximum(best[: len(best) - (count - reach)], best[count - reach :])
    return best
