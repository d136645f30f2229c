"""The music of a film: a piece composed for it, or an uploaded song, started on a bar and looped on bars."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median
from typing import Literal

from nemovideo_mcp.audio.compose.composer import MOODS, grid_of, plan_music
from nemovideo_mcp.autoedit.accents import placed_by, start_by
from nemovideo_mcp.autoedit.brief import MusicBrief
from nemovideo_mcp.autoedit.layout import film_ms
from nemovideo_mcp.autoedit.worth import mean_motion
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip

__all__ = [
    "FADE_MS",
    "SLOWEST_BPM",
    "Score",
    "composed",
    "energy_of",
    "fastest_bpm",
    "look_of",
    "mood_for",
    "song",
    "steps_of",
]

SLOWEST_BPM, fastest_bpm = 40.0, 240.0
_ENERGY_POINTS = 48
FADE_MS = 1500
_MIN_BEATS = 4
_PULSE_MS = 500
# A beat that is this much before the start of a song is the one that is meant.
_NEAR_START_MS = 60
_SHORTEST_PIECE_MS = 2000
# A song that is shorter than this share of what there is to show is repeated; a longer one ends the film.
_REPEATED_BELOW = 0.75
# Something shorter than this is no song, and is not repeated.
_SHORTEST_LOOP_MS = 1000
# A last bar that is cut off by up to this much is whole.
_BAR_SPARE_MS = 30
# Silence before a song without a beat that is longer than this is left out.
_LEAD_IN_MS = 500
# motion from 0 to 1 → the mood that matches it, and how the pictures are called
_BY_MOTION = (
    (0.12, "ambient", "calm"),
    (0.25, "lofi", "easy"),
    (0.5, "upbeat", "lively"),
    (math.inf, "rock", "wild"),
)


# Below this confidence a song's beat is in doubt, and it is said; these are the ratios of one pulse's levels.
_SURE, _SAME_LEVEL, _LEVELS = 0.7, 0.04, (1 / 2, 2, 1 / 3, 3)

SongDoubt = Literal[
    "silent", "no_beat", "level_slower", "level_faster", "beat_unsure", "ends_film", "played_once"
]
"""What is to be said of a song: it is silent, has no beat, may as well be felt at a slower or a faster level, has a
beat that is in doubt, is why the film is short, is too short to be repeated."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Music for `duration_ms`: its clips, the grid to cut on, whether the grid is one of real beats; `doubts` are what
    is to be said of a song, `alternative_bpm` is the likeliest other tempo at which it may be felt."""

    clips: tuple[AudioClip, ...]
    grid: BeatGrid
    on_beat: bool
    duration_ms: int
    looped: bool = False
    doubts: tuple[SongDoubt, ...] = ()
    alternative_bpm: float | None = None

    @property
    def mood(self) -> str | None:
        """That of a composed piece; None of a song."""
        music = self.clips[0].music
        return music.mood if music is not None else None


def mood_for(items: Sequence[MediaItem]) -> str | None:
    """The mood that goes with the films' motion; None where none was measured."""
    mean = _motion_of(items)
    return None if mean is None else next(mood for limit, mood, _ in _BY_MOTION if mean < limit)


def look_of(items: Sequence[MediaItem]) -> str | None:
    """How lively the films look, for the choice of a mood: calm, easy, lively or wild; None where not measured."""
    mean = _motion_of(items)
    return None if mean is None else next(look for limit, _, look in _BY_MOTION if mean < limit)


def _motion_of(items: Sequence[MediaItem]) -> float | None:
    motions = [
        m for i in items if (m := mean_motion(i.analysis, 0.0, 1.0)) is not None and i.info.kind == "video"
    ]
    return sum(motions) / len(motions) if motions else None


def energy_of(items: Sequence[MediaItem]) -> tuple[float, ...] | None:
    """The films' motion one after the other, evenly spaced; None where it was not measured."""
    total = sum(film_ms(i) for i in items)
    if not any(i.analysis and i.analysis.motion for i in items):
        return None
    curve: list[float] = []
    for item in items:
        points = max(1, round(_ENERGY_POINTS * film_ms(item) / total))
        curve += [mean_motion(item.analysis, n / points, (n + 1) / points) or 0.0 for n in range(points)]
    return tuple(round(min(max(v, 0.0), 1.0), 4) for v in curve)


def composed(
    brief: MusicBrief,
    *,
    duration_ms: int,
    energy: Sequence[float] | None,
    volume: float,
    bpm: float | None,
    cuts_ms: Sequence[int] = (),
) -> Score:
    """A piece that ends after exactly `duration_ms`; `bpm` holds a tempo that is not the brief's own wish.

    With `cuts_ms`, the tempo within the mood's range and the start, up to 0.8 s in, are those that put most
    of these cuts on beats; a tempo that was wished is kept.
    """
    mood = MOODS[brief.mood or "upbeat"]
    held, start_ms = brief.bpm or bpm, 0
    slowest, fastest = (held, held) if held else mood.bpm_range
    placing = placed_by(
        cuts_ms,
        slowest=slowest,
        usual=held or mood.default_bpm,
        fastest=fastest,
        beats_per_bar=4,
        duration_ms=duration_ms,
    )
    if placing is not None and duration_ms - placing.start_ms >= _SHORTEST_PIECE_MS:
        held, start_ms = placing.bpm, placing.start_ms
    spec = plan_music(
        mood=mood.name, duration_ms=duration_ms - start_ms, seed=brief.seed, bpm=held, energy=energy
    )
    grid = grid_of(spec).shifted(start_ms) if start_ms else grid_of(spec)
    clip = AudioClip(
        clip_id="",
        name=mood.labels["en"],
        start_ms=start_ms,
        duration_ms=duration_ms - start_ms,
        volume=volume,
        music=spec,
        grid=grid,
    )
    return Score(clips=(clip,), grid=grid, on_beat=True, duration_ms=duration_ms)


def song(
    item: MediaItem,
    *,
    asked_ms: int | None,
    most_ms: int,
    volume: float,
    cuts_ms: Sequence[int] = (),
    source_start_ms: int | None = None,
) -> Score:
    """A song under a film of `asked_ms`, or else of as many whole bars as fit in `most_ms`.

    It starts on its first downbeat, or at `source_start_ms`, and loops on its bar lines where it is too short. Without
    `asked_ms`, a song that is not much shorter than `most_ms` ends the film instead. A song without a beat that could
    be found gets a plain pulse to place cuts by, which is not called a beat. With `cuts_ms`, it begins up to 0.8 s in,
    where that puts more of these cuts on beats.
    """
    beats = _Beats(item, source_start_ms)
    start_ms = 0
    ends_film = False
    if asked_ms is None:
        ends_film = _REPEATED_BELOW * most_ms <= beats.rest_ms < most_ms - beats.bar_ms
        asked_ms = beats.whole_bars(most_ms)
    elif beats.real and cuts_ms:
        once = beats.grid(asked_ms, looped=asked_ms > beats.rest_ms)
        start_ms = start_by(cuts_ms, once) if asked_ms >= 2 * _SHORTEST_PIECE_MS else 0
    end_ms, asked_ms = asked_ms, asked_ms - start_ms
    pieces, looped = beats.pieces(asked_ms)
    grid = beats.grid(asked_ms, looped=looped).shifted(start_ms)
    clips = tuple(
        AudioClip(
            clip_id="",
            name=item.name,
            start_ms=start_ms + start,
            duration_ms=end - start,
            volume=volume,
            media_id=item.media_id,
            source_start_ms=beats.start_ms,
        )
        for start, end in pieces
    )
    fade = min(FADE_MS, asked_ms // 4) if looped or beats.rest_ms > asked_ms else 0
    clips = (*clips[:-1], replace(clips[-1], fade_out_ms=min(fade, clips[-1].duration_ms)))
    if beats.real:
        clips = (replace(clips[0], grid=grid), *clips[1:])
    silent = item.structure is not None and item.structure.is_silent
    level = _level_in_doubt(item.grid)
    said: Mapping[SongDoubt, bool] = {
        "silent": silent,
        "no_beat": not beats.real and not silent,
        "level_slower": level == "slower",
        "level_faster": level == "faster",
        "beat_unsure": level == "unsure",
        "ends_film": ends_film,
        "played_once": beats.rest_ms < min(_SHORTEST_LOOP_MS, asked_ms),
    }
    return Score(
        clips=clips,
        grid=grid,
        on_beat=beats.real,
        duration_ms=end_ms,
        looped=looped,
        doubts=tuple(doubt for doubt, holds in said.items() if holds),
        alternative_bpm=next(iter(item.grid.alternatives_bpm), None) if item.grid else None,
    )


def _level_in_doubt(grid: BeatGrid | None) -> Literal["slower", "faster", "unsure"] | None:
    """In what direction the level of a song's beats is in doubt, `unsure` where the tracker has no better idea."""
    if grid is None or grid.bpm is None or grid.confidence >= _SURE:
        return None
    other = grid.alternatives_bpm[0] if grid.alternatives_bpm else None
    if other is None or not any(abs(other / grid.bpm / ratio - 1) < _SAME_LEVEL for ratio in _LEVELS):
        return "unsure"
    return "slower" if other < grid.bpm else "faster"


def steps_of(grid: BeatGrid) -> float:
    """The usual distance of two beats, in ms."""
    times = grid.times_ms
    return float(median(b - a for a, b in itertools.pairwise(times))) if len(times) > 1 else float(_PULSE_MS)


class _Beats:
    """A song's beats from its first downbeat, or another moment of it, on, in whole ms after that."""

    def __init__(self, item: MediaItem, source_start_ms: int | None = None) -> None:
        duration = max(item.info.duration_ms, 1)
        given = item.grid
        self.downbeat = 0
        inside = [t for t in given.times_ms if 0 <= t < duration] if given else []
        self.real = given is not None and len(inside) >= _MIN_BEATS
        if given is not None and self.real:
            skipped = sum(t < 0 for t in given.times_ms)
            first = min(max(given.downbeat_index - skipped, 0), len(inside) - 1)
            if len(inside) - first < _MIN_BEATS:
                first = 0
            self.per_bar, self.confidence = max(given.beats_per_bar, 1), given.confidence
            self.start_ms = round(inside[first])
            if source_start_ms is not None:
                self.start_ms = min(max(source_start_ms, 0), duration - 1)
                lead = next(
                    (n for n, t in enumerate(inside) if t >= self.start_ms - _NEAR_START_MS), len(inside)
                )
                self.downbeat = (first - lead) % self.per_bar
                first = lead
            self.times = [max(0, round(t) - self.start_ms) for t in inside[first:]]
        else:
            lead_in = (item.structure.heard_from_ms if item.structure else None) or 0
            self.start_ms = lead_in if source_start_ms is None and lead_in > _LEAD_IN_MS else 0
            if source_start_ms is not None:
                self.start_ms = min(max(source_start_ms, 0), duration - 1)
            self.per_bar, self.confidence = 4, 0.0
            self.times = list(range(0, duration, _PULSE_MS))
        self.rest_ms = duration - self.start_ms
        self.bars = self.times[self.downbeat :: self.per_bar]

    @property
    def bar_ms(self) -> int:
        return self.bars[-1] - self.bars[-2] if len(self.bars) > 1 else 0

    def whole_bars(self, most_ms: int) -> int:
        """The longest film of whole bars: the song repeated where it is much shorter than `most_ms`, else no longer."""
        repeats = self.rest_ms < _REPEATED_BELOW * most_ms and self.rest_ms >= _SHORTEST_LOOP_MS
        if repeats:
            if not self.real:
                return most_ms
            turns = range(most_ms // self.loop_ms + 1)
            lines = [b + n * self.loop_ms for n in turns for b in self.bars if b < self.loop_ms]
            fitting = [b for b in lines if 0 < b <= most_ms]
            return max(fitting, default=most_ms)
        limit = min(most_ms, self.rest_ms)
        lines = [b for b in self.bars if 0 < b <= limit]
        return lines[-1] if lines and self.real else limit

    @property
    def loop_ms(self) -> int:
        """After how long the song begins again: behind its last whole bar, or its last beat where it has no bars."""
        if not self.real:
            return self.rest_ms
        if len(self.bars) < 2:
            return max(self.times[-1], 1)
        last = self.bars[-1]
        end = last + self.bar_ms
        beats_in_last = sum(t >= last for t in self.times)
        is_whole = beats_in_last == self.per_bar and end <= self.rest_ms + _BAR_SPARE_MS
        return min(end, self.rest_ms) if is_whole else last

    def pieces(self, duration_ms: int) -> tuple[list[tuple[int, int]], bool]:
        if duration_ms <= self.rest_ms:
            return [(0, duration_ms)], False
        if self.rest_ms < _SHORTEST_LOOP_MS:
            return [(0, self.rest_ms)], False
        starts = range(0, duration_ms, self.loop_ms)
        return [(s, min(s + self.loop_ms, duration_ms)) for s in starts], True

    def grid(self, duration_ms: int, *, looped: bool) -> BeatGrid:
        if not self.real:
            times = [Fraction(t) for t in range(0, duration_ms, _PULSE_MS)] or [Fraction(0)]
            return BeatGrid(tuple(times), 0, 4, 0.0)
        loop_ms = self.loop_ms
        once = [t for t in self.times if t < loop_ms] if looped else self.times
        turns = range(-(-duration_ms // loop_ms) if looped else 1)
        times = [Fraction(t + n * loop_ms) for n in turns for t in once]
        times = [t for t in times if t < duration_ms] or [Fraction(0)]
        return BeatGrid(tuple(times), self.downbeat, self.per_bar, self.confidence)
