"""A piece in its parts: drums, bass, chords, lead and effects, which sum to the finished piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.performance import Performance
from nemovideo_mcp.audio.compose.style import Style
from nemovideo_mcp.timeline.model import MusicSpec

__all__ = ["STEMS", "Stems", "shares"]

Signal = NDArray[np.float32]

STEMS: Mapping[str, tuple[str, ...]] = {
    "drums": ("drums",),
    "bass": ("bass",),
    "chords": ("keys", "pad"),
    "lead": ("lead",),
    "effects": ("fx",),
}
"""The channels of the desk that each stem has. Crackle is among the effects."""

_SILENT_DB = -400.0
_AUDIBLE = 1e-4


class Stems:
    """Plays a piece, or one stem of it, up to the master's balance: with its room, its echo and its ducking."""

    def __init__(self, music: MusicSpec, *, sample_rate: int = 48_000) -> None:
        self._played = Performance(music, sample_rate=sample_rate)
        self._rehearsal = self._played.rehearsal()
        self.frames = self._played.frames

    def play(self, stem: str | None = None) -> Iterator[Signal]:
        """Blocks (2, n) of `stem`, of everything without one; in all as many samples as the piece has."""
        balance = self._played.balance(self._rehearsal)
        style = self._played.style if stem is None else _alone(self._played.style, stem)
        left = self.frames
        for block in self._played.play(style):
            if left <= 0:
                return
            yield (block if balance is None else balance.process(block))[:, :left]
            left -= block.shape[1]


def shares(stem: Iterable[Signal], whole: Iterable[Signal], finished: Iterable[Signal]) -> Iterator[Signal]:
    """What a stem contributes to the finished piece.

    The master behind its balance (glue, level, saturation, limiter, the last fade) is a gain that changes from sample
    to sample: it is taken from `finished` against `whole`, the sum before it, and put on the stem. So stems sum to the
    finished piece. All three are blocks (2, n) of the same samples, cut anywhere.
    """
    parts = (_Reader(stem), _Reader(whole), _Reader(finished))
    gain = np.ones(2, np.float32)
    while (size := min(reader.ready() for reader in parts)) > 0:
        alone, dry, done = (reader.take(size) for reader in parts)
        gains = np.empty_like(dry)
        for side in range(2):
            heard = np.flatnonzero(np.abs(dry[side]) > _AUDIBLE)
            if len(heard):
                gains[side] = np.interp(np.arange(size), heard, done[side, heard] / dry[side, heard])
                gain[side] = gains[side, -1]
            else:
                gains[side] = gain[side]
        yield alone * gains


class _Reader:
    """Blocks of any size, taken in pieces of another."""

    def __init__(self, blocks: Iterable[Signal]) -> None:
        self._blocks = iter(blocks)
        self._left = np.zeros((2, 0), np.float32)

    def ready(self) -> int:
        if not self._left.shape[1]:
            self._left = next(self._blocks, self._left)
        return self._left.shape[1]

    def take(self, count: int) -> Signal:
        taken, self._left = self._left[:, :count], self._left[:, count:]
        return taken


def _alone(style: Style, stem: str) -> Style:
    """The style with all channels but the stem's turned down; the kick that ducks them is still played."""
    heard = STEMS[stem]
    channels = {
        name: settings if name in heard else replace(settings, gain_db=_SILENT_DB)
        for name, settings in style.mix.channels.items()
    }
    dust = style.mix.dust_db if stem == "effects" else None
    return replace(style, mix=replace(style.mix, channels=channels, dust_db=dust))
