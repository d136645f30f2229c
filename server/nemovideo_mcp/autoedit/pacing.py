"""How long shots are, in beats: by the energy of the music, and by the pace that was asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, pairwise

from nemovideo_mcp.autoedit.arc import RISE, Stretch

__all__ = ["PACES", "Phrasing", "phrasing_of"]

PACES: Mapping[str, float] = {"slow": 2.0, "normal": 1.0, "fast": 0.5}
"""How much longer shots are than usual."""

# The energy from which on a phrase is that lively, and its shots in bars of four beats and of three.
_PHRASES: tuple[tuple[float, tuple[int, ...], tuple[int, ...]], ...] = (
    (0.82, (3, 1, 2, 1, 1), (2, 1, 3)),
    (0.60, (2, 2, 3, 1), (3, 1, 2)),
    (0.40, (4, 3, 1, 4, 2, 2), (3, 3, 6)),
    (0.00, (6, 4, 6), (6, 3, 3)),
)
# The last bar before the music rises is cut faster and faster, where more than so many bars lead there.
_BUILT_BARS = 2
_BUILD: tuple[tuple[int, ...], tuple[int, ...]] = ((2, 1, 1), (1, 1, 1))
_MIN_HOLD_BEATS = 4


@dataclass(frozen=True, kw_only=True)
class Phrasing:
    """Beats of music for cutting: where shots begin, how strong the music is at each beat, the last cut allowed.

    `beats` is how many beats the film has; what lies behind the last one belongs to the last shot. `hold` is the
    beat that the last shot starts on, where the closing cadence does. `starts` are the beats that shots begin on as
    the music goes, `accents` those of them at which it rises: its drop, and where its choruses begin.
    """

    beats: int
    hold: int
    starts: tuple[int, ...]
    energies: tuple[float, ...]
    accents: frozenset[int] = frozenset()

    @property
    def beats_per_shot(self) -> int:
        """How long a shot usually is."""
        return max(1, round(self.beats / max(len(self.starts), 1)))

    def length_at(self, beat: int) -> int:
        """How long a shot is that begins on `beat`: it ends where one begins as the music goes."""
        following = bisect_right(self.starts, beat)
        if following >= len(self.starts):
            return max(self.beats - beat, 1)
        before = self.starts[following - 1]
        length = self.starts[following] - beat
        usual = self.starts[following] - before
        if 2 * length < usual:
            # Too little is left of this shot: it takes in the next one as well.
            end = self.starts[following + 1] if following + 1 < len(self.starts) else self.beats
            return end - beat
        return length

    def energy_of(self, start: int, end: int) -> float:
        """The mean energy of the music between two beats."""
        part = self.energies[start : max(end, start + 1)] or self.energies[-1:]
        return sum(part) / len(part)

    def strengths(self, shots: Sequence[tuple[int, int]]) -> tuple[float, ...]:
        """How strong the music is under each shot, from its first beat to its last, among all shots: 0 to 1.

        One that begins where the music rises is the strongest there is.
        """
        means = [self.energy_of(start, end) for start, end in shots]
        ordered = sorted(means)
        spread = max(len(ordered) - 1, 1)
        ranks = [(bisect_left(ordered, m) + bisect_right(ordered, m) - 1) / (2 * spread) for m in means]
        return tuple(
            1.0 if start in self.accents else rank for rank, (start, _) in zip(ranks, shots, strict=True)
        )


def phrasing_of(
    *,
    times_ms: Sequence[float],
    downbeat: int,
    beats_per_bar: int,
    pace: str,
    every: int | None,
    stretches: Sequence[Stretch],
    is_composed: bool = False,
) -> Phrasing:
    """The phrasing of the beats at `times_ms`, under the music of `stretches`; `every` fixes all lengths.

    Calm music has long shots and lively music short ones, in patterns of a bar or more, and the bar before a rise is
    cut faster and faster. `downbeat` is the beat that a bar begins on. A composed piece ends on a bar of its own.
    """
    beats = len(times_ms)
    sections = _sections(times_ms, stretches)
    energies = [0.0] * beats
    for (start, stretch), end in zip(sections, [*(s for s, _ in sections[1:]), beats], strict=True):
        energies[start:end] = [stretch.energy] * (end - start)
    bars = (beats - 1 - downbeat) // beats_per_bar
    hold = max(bars, 0) * beats_per_bar + (downbeat if bars > 0 else 0)
    if not is_composed and beats - hold < min(_MIN_HOLD_BEATS, beats_per_bar):
        hold -= beats_per_bar
    accents = frozenset(
        start
        for (_, before), (start, stretch) in pairwise(sections)
        if stretch.energy - before.energy >= RISE
    )
    starts = (
        range(0, beats, every)
        if every
        else _starts(sections, beats, downbeat, beats_per_bar, PACES[pace], accents)
    )
    return Phrasing(
        beats=beats,
        hold=min(max(hold, 0), max(beats - 1, 0)),
        starts=tuple(starts) or (0,),
        energies=tuple(energies) or (0.5,),
        accents=accents,
    )


def _sections(times_ms: Sequence[float], stretches: Sequence[Stretch]) -> list[tuple[int, Stretch]]:
    """The stretches by the beat nearest to their start, the first one from the first beat on."""
    found: list[tuple[int, Stretch]] = []
    for stretch in stretches:
        at = bisect_right(times_ms, stretch.start_ms)
        if 0 < at < len(times_ms) and times_ms[at] - stretch.start_ms > stretch.start_ms - times_ms[at - 1]:
            at -= 1
        at = min(at, len(times_ms)) if stretch.start_ms > 0 and found else 0
        if at >= len(times_ms) > 0:
            break
        if found and found[-1][0] == at:
            found.pop()
        found.append((at, stretch))
    return found or [(0, Stretch(start_ms=0.0, energy=0.5))]


def _starts(
    sections: Sequence[tuple[int, Stretch]],
    beats: int,
    downbeat: int,
    beats_per_bar: int,
    slowness: float,
    accents: frozenset[int],
) -> list[int]:
    starts: list[int] = []
    ends = [*(start for start, _ in sections[1:]), beats]
    for (start, stretch), end in zip(sections, ends, strict=True):
        built = end in accents and end - start > _BUILT_BARS * beats_per_bar
        stop = end - beats_per_bar if built else end
        starts += _laid(_pattern(stretch.energy, beats_per_bar), start, stop, downbeat, slowness)
        if built:
            starts += _laid(_BUILD[beats_per_bar % 3 == 0], stop, end, downbeat, slowness)
    return starts


def _pattern(energy: float, beats_per_bar: int) -> tuple[int, ...]:
    _, fours, threes = next((row for row in _PHRASES if energy >= row[0]), _PHRASES[-1])
    return fours if beats_per_bar % 3 else threes


def _laid(pattern: Sequence[int], start: int, end: int, downbeat: int, slowness: float) -> list[int]:
    """Where shots of the lengths of `pattern` begin from `start` to `end`; a pick-up belongs to the first one."""
    found: list[int] = []
    at = start
    for length in cycle(pattern):
        if at >= end:
            return found
        size = max(1, round(length * slowness))
        if not found and at < downbeat:
            size += downbeat - at
        # A rest of less than half a shot is not worth a cut.
        if end - at - size < (size + 1) // 2:
            size = end - at
        found.append(at)
        at += size
    return found
