"""How long shots are, in beats: by the energy of the music's section and the pace that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nemovideo_mcp.timeline.model import MusicSpec

__all__ = ["PACES", "Phrasing", "phrasing_of"]

# pace → beats in a quiet section, beats in a loud one
PACES: Mapping[str, tuple[int, int]] = {"slow": (8, 4), "normal": (4, 2), "fast": (2, 1)}
_LOUD = 0.6
# A song's sections are not measured: shots breathe with phrases of eight bars, as most songs do.
_PHRASE_BARS = 8
_MIN_HOLD_BEATS = 4


@dataclass(frozen=True, kw_only=True)
class Phrasing:
    """Beats of music for cutting: how long shots are at each beat, where sections start, the last cut allowed.

    `beats` is how many beats the film has; what lies behind the last one belongs to the last shot. `hold` is the
    beat that the last shot starts on, where the closing cadence does.
    """

    beats: int
    hold: int
    lengths: tuple[int, ...]
    section_starts: frozenset[int]

    def length_at(self, beat: int) -> int:
        return self.lengths[min(max(beat, 0), len(self.lengths) - 1)] if self.lengths else 1


def phrasing_of(
    *, beats: int, beats_per_bar: int, pace: str, every: int | None, music: MusicSpec | None
) -> Phrasing:
    """The phrasing of `beats` beats, of a composed piece or (`music` None) a song; `every` fixes all lengths."""
    sections = (
        [(s.bars * beats_per_bar, s.energy) for s in music.sections]
        if music
        else [
            (_PHRASE_BARS * beats_per_bar, _LOUD if n % 2 else 0.0)
            for n in range(beats // (_PHRASE_BARS * beats_per_bar) + 1)
        ]
    )
    quiet, loud = PACES[pace]
    lengths: list[int] = []
    starts: set[int] = set()
    for count, energy in sections:
        starts.add(len(lengths))
        lengths += [every or (loud if energy >= _LOUD else quiet)] * count
    bars, _ = divmod(beats - 1, beats_per_bar)
    hold = bars * beats_per_bar
    if not music and beats - hold < min(_MIN_HOLD_BEATS, beats_per_bar):
        hold -= beats_per_bar
    return Phrasing(
        beats=beats,
        hold=min(max(hold, 0), max(beats - 1, 0)),
        lengths=tuple(lengths[:beats]) or (1,),
        section_starts=frozenset(s for s in starts if 0 < s < beats),
    )
