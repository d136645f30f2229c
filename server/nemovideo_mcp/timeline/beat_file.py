"""The beats and markers of songs as another program wrote them, and the grid that they make."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.song import SongSection

__all__ = [
    "MOST_BEATS",
    "BeatFile",
    "BeatTrack",
    "GivenGrid",
    "SongMark",
    "TempoStretch",
    "distances_ms",
    "grid_of",
    "sections_of_marks",
    "with_bars_of",
]

MOST_BEATS = 20_000
"""A song has at most so many: two hours at 166 a minute."""
_USUAL_BAR, _LONGEST_BAR = 4, 16
# What is before this much of a song's named sections is no section of its own.
_LEAST_INTRO_MS = 1000
# A beat this near to the next stretch of another tempo, in beats, is its first one.
_SAME_BEAT = Fraction(1, 4)


@dataclass(frozen=True, kw_only=True)
class SongMark:
    """A named moment of a song."""

    name: str
    time_ms: int


@dataclass(frozen=True, kw_only=True)
class TempoStretch:
    """Beats of one tempo from a beat at `start_ms` up to the next stretch or the song's end.

    `number` is that beat's place in its bar of `per_bar` beats, from 1; None where the file does not tell.
    """

    start_ms: Fraction
    bpm: Fraction
    number: int | None = None
    per_bar: int | None = None


@dataclass(frozen=True, kw_only=True)
class BeatTrack:
    """What a file tells of one song: its beats one by one, or by tempo; and its markers.

    `names` are those of the song's file, or its title; none where the file names no song. `numbers` are the places of
    the beats in their bars, from 1, as many as `beats_ms`, or none. `duration_ms` is the song's, 0 where it is not
    told.
    """

    names: tuple[str, ...] = ()
    beats_ms: tuple[Fraction, ...] = ()
    numbers: tuple[int | None, ...] = ()
    tempos: tuple[TempoStretch, ...] = ()
    marks: tuple[SongMark, ...] = ()
    duration_ms: int = 0


@dataclass(frozen=True, kw_only=True)
class BeatFile:
    """A file of beats: of one song, or of those of a whole collection. `program` is whose format it is in."""

    program: str
    tracks: tuple[BeatTrack, ...] = ()

    @property
    def duration_ms(self) -> int:
        """The last moment that is told."""
        times = [
            time
            for track in self.tracks
            for time in (
                *(round(beat) for beat in track.beats_ms[-1:]),
                *(round(stretch.start_ms) for stretch in track.tempos[-1:]),
                *(mark.time_ms for mark in track.marks),
            )
        ]
        return max(times, default=0)


@dataclass(frozen=True, kw_only=True)
class GivenGrid:
    """The grid of a file's beats. `knows_bars` says whether the file tells where bars begin.

    `odd_bars` of the `bars` that the file tells do not begin where the grid has a bar: a grid has bars of one length.
    """

    grid: BeatGrid
    knows_bars: bool = False
    bars: int = 0
    odd_bars: int = 0


def grid_of(track: BeatTrack, *, duration_ms: int) -> GivenGrid | None:
    """The grid of a song of that length; None where the file tells no beat of it.

    Beats that the file has behind the song's end are kept: whoever uses the grid says so.
    """
    beats, numbers = _expanded(track.tempos, duration_ms) if track.tempos else (track.beats_ms, track.numbers)
    if not beats:
        return None
    firsts = [index for index, number in enumerate(numbers) if number == 1]
    told = next((stretch.per_bar for stretch in track.tempos if stretch.per_bar), None)
    per_bar = told or _per_bar(firsts, numbers)
    if not firsts:
        return GivenGrid(grid=BeatGrid(tuple(beats), 0, per_bar))
    places = Counter(index % per_bar for index in firsts)
    place, fitting = places.most_common(1)[0]
    return GivenGrid(
        grid=BeatGrid(tuple(beats), place, per_bar),
        knows_bars=True,
        bars=len(firsts),
        odd_bars=len(firsts) - fitting,
    )


def _expanded(
    tempos: Sequence[TempoStretch], duration_ms: int
) -> tuple[tuple[Fraction, ...], tuple[int | None, ...]]:
    """The beats of stretches of steady tempo, and their places in the bars."""
    beats: list[Fraction] = []
    numbers: list[int | None] = []
    ends = [*(stretch.start_ms for stretch in tempos[1:]), Fraction(duration_ms)]
    for stretch, end_ms in zip(tempos, ends, strict=True):
        period_ms = 60_000 / stretch.bpm
        is_last = stretch is tempos[-1]
        room = (end_ms - stretch.start_ms) / period_ms - (0 if is_last else _SAME_BEAT)
        count = min(max(ceil(room), 0), MOST_BEATS - len(beats))
        beats += [stretch.start_ms + n * period_ms for n in range(count)]
        per_bar = stretch.per_bar or _USUAL_BAR
        first = stretch.number
        numbers += [None if first is None else (first - 1 + n) % per_bar + 1 for n in range(count)]
    return tuple(beats), tuple(numbers)


def _per_bar(firsts: Sequence[int], numbers: Sequence[int | None]) -> int:
    """How many beats most bars have."""
    lengths = Counter(later - earlier for earlier, later in pairwise(firsts))
    highest = max((number for number in numbers if number), default=0)
    found = lengths.most_common(1)[0][0] if lengths else highest if highest > 1 else _USUAL_BAR
    return found if found <= _LONGEST_BAR else _USUAL_BAR


def with_bars_of(grid: BeatGrid, heard: BeatGrid | None) -> BeatGrid:
    """`grid`, whose file does not tell its bars, with bars that begin where most of those that were heard do."""
    if heard is None or not heard.times_ms or not grid.times_ms or heard.bpm is None or grid.bpm is None:
        return grid
    per_bar = heard.beats_per_bar
    half_ms = 30_000 / grid.bpm
    firsts = heard.times_ms[heard.downbeat_index % per_bar :: per_bar]
    places = Counter(
        index % per_bar for time in firsts if abs(grid.times_ms[index := grid.nearest(time)] - time) < half_ms
    )
    place = places.most_common(1)[0][0] if places else 0
    return BeatGrid(grid.times_ms, place, per_bar, grid.confidence)


def distances_ms(grid: BeatGrid, heard: BeatGrid) -> tuple[float, ...]:
    """How much later each given beat is than the nearest one that was heard (below 0: earlier), where both have beats.

    Beats before the first or behind the last one that was heard are left out, but for a beat's length.
    """
    if len(heard.times_ms) < 2 or heard.bpm is None:
        return ()
    spare_ms = Fraction(30_000) / Fraction(heard.bpm)
    first, last = heard.times_ms[0] - spare_ms, heard.times_ms[-1] + spare_ms
    inside = grid.times_ms[bisect_left(grid.times_ms, first) : bisect_left(grid.times_ms, last)]
    return tuple(float(time - heard.times_ms[heard.nearest(time)]) for time in inside)


_DROPS = frozenset({"drop", "the drop", "高潮", "爆点"})
_KINDS = {
    "hook": "chorus",
    "refrain": "chorus",
    "副歌": "chorus",
    "主歌": "verse",
    "前奏": "intro",
    "间奏": "break",
    "breakdown": "break",
    "尾奏": "outro",
    "尾声": "outro",
}


def sections_of_marks(marks: Sequence[SongMark]) -> tuple[tuple[SongSection, ...], int | None]:
    """Named moments as sections, by the names that heard sections have where they mean the same; and the drop.

    Numbers behind a name ("Verse 2") are not of its kind. What is before the first one is the intro.
    """
    sections: list[SongSection] = []
    drop_ms: int | None = None
    for mark in sorted(marks, key=lambda one: one.time_ms):
        name = " ".join(mark.name.split()).casefold()
        kind = name.rstrip("0123456789").rstrip(" #.-_") or name
        if kind in _DROPS:
            drop_ms, kind = (mark.time_ms if drop_ms is None else drop_ms), "drop"
        sections.append(SongSection(kind=_KINDS.get(kind, kind), start_ms=mark.time_ms))
    if sections and sections[0].start_ms > _LEAST_INTRO_MS:
        sections.insert(0, SongSection(kind="intro", start_ms=0))
    elif sections:
        sections[0] = SongSection(kind=sections[0].kind, start_ms=0)
    return tuple(sections), drop_ms
