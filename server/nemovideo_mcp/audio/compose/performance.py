"""What playing a piece needs: its score, its player, its room, and how its sections stand against each other.

`compose` plays it through the master; stems play it in parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.balance import TARGETS, Balance, balance_response
from nemovideo_mcp.audio.compose.desk import BLOCK_FRAMES, Desk, Instruments, Player, space_of
from nemovideo_mcp.audio.compose.drums import KITS
from nemovideo_mcp.audio.compose.first_edition import FIRST_KITS, FIRST_PATCHES
from nemovideo_mcp.audio.compose.patches import PATCHES
from nemovideo_mcp.audio.compose.players import Note
from nemovideo_mcp.audio.compose.score import Score
from nemovideo_mcp.audio.compose.style import Style
from nemovideo_mcp.timeline.model import MusicSpec

__all__ = ["Performance"]

Signal = NDArray[np.float32]

_REHEARSED_S, _FIRST_REHEARSED_S = 10.0, 14.0
_FIRST = Instruments(patches=FIRST_PATCHES, kits=FIRST_KITS, variants=2, bus_drive={}, least_duck={})
_NOW = Instruments(
    patches=PATCHES,
    kits=KITS,
    variants=2,
    bus_drive={"bass": 3.0},
    least_duck={"bass": 0.3, "pad": 0.12},
    by_hand=True,
    drum_touch=2.0,
)


class Performance:
    """A piece that is ready to be played, from its spec alone."""

    def __init__(self, music: MusicSpec, *, sample_rate: int, block_frames: int = BLOCK_FRAMES) -> None:
        self.music = music
        self.score = Score(music)
        self.style = self.score.style
        self.target = TARGETS[music.mood]
        self.sample_rate, self.block_frames = sample_rate, block_frames
        self.frames = round(music.duration_ms * sample_rate / 1000)
        self.beat_s = 60_000 / music.bpm_milli
        self.ring_s = max(music.duration_ms / 1000 - self.score.last_downbeat * self.beat_s, 0.01)
        self._first = music.edition == 1
        self._player = Player(
            self.style, _FIRST if self._first else _NOW, seed=music.seed, sample_rate=sample_rate
        )
        self._space = space_of(
            self.style, beat_s=self.beat_s, sample_rate=sample_rate, block_frames=block_frames
        )
        self._lifts = _lifts(music, 0.0 if self._first else self.target.arc_db)

    def play(self, style: Style | None = None) -> Iterator[Signal]:
        """Blocks of the piece without end, before the master; `style` may turn channels of its own down."""
        return self._desk(style).play(
            ((0.0, self._bar(index)) for index in range(self.score.bars)), ring_s=self.ring_s
        )

    def rehearsal(self) -> Signal:
        """A few bars of the piece, one after the other, to measure its loudness and its spectrum by."""
        score = self.score
        per_bar = self.music.beats_per_bar
        most_s = _FIRST_REHEARSED_S if self._first else _REHEARSED_S
        count = min(score.bars, max(int(most_s / (per_bar * self.beat_s)), 4))
        chosen = sorted({round((i + 0.5) * score.bars / count - 0.5) for i in range(count)})
        bars = [(float((index - place) * per_bar), self._bar(index)) for place, index in enumerate(chosen)]
        seconds = min(len(chosen) * per_bar * self.beat_s, self.music.duration_ms / 1000)
        frames = round(seconds * self.sample_rate)
        blocks: list[Signal] = []
        for block in self._desk().play(iter(bars), ring_s=self.ring_s):
            blocks.append(block)
            if sum(b.shape[1] for b in blocks) >= frames:
                break
        return np.concatenate(blocks, axis=1)[:, :frames]

    def balance(self, rehearsal: Signal) -> Balance | None:
        """The filter that leads the piece to the spectrum and the width of its mood; the first edition has none."""
        if self._first:
            return None
        response = balance_response(rehearsal, self.target, sample_rate=self.sample_rate)
        return Balance(response, block_frames=self.block_frames)

    def _desk(self, style: Style | None = None) -> Desk:
        return Desk(
            style or self.style,
            beat_s=self.beat_s,
            sample_rate=self.sample_rate,
            player=self._player,
            space=self._space,
        )

    def _bar(self, index: int) -> list[Note]:
        lift = self._lifts[index]
        return [replace(note, gain_db=note.gain_db + lift) for note in self.score.bar(index)]


def _lifts(music: MusicSpec, arc_db: float) -> Sequence[float]:
    """How far each bar stands over or under the piece's mean, in dB: `arc_db` for each whole unit of energy."""
    energies = np.repeat([s.energy for s in music.sections], [s.bars for s in music.sections])
    if not len(energies):
        return ()
    lifts = arc_db * (energies - energies.mean())
    lifts[-1] = min(lifts[-1], 0.0) if len(lifts) > 1 else 0.0
    return [float(x) for x in lifts]
