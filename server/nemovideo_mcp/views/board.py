"""The board: a timeline laid out to be drawn, lanes over a beat grid, whoever wrote the draft.

It only says what stands where and when; what it looks like is the drawer's matter. All times are integer milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Any

from nemovideo_mcp.timeline.beat_effects import effect_beats_ms
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import Fade, Timeline
from nemovideo_mcp.timeline.transitions import crossings_of
from nemovideo_mcp.views.clip_facts import FactsById, facts_of
from nemovideo_mcp.views.names import plain_text
from nemovideo_mcp.views.outline import ClipOutline, TrackOutline, outline_of
from nemovideo_mcp.views.sync import compare
from nemovideo_mcp.views.timeline_view import beat_effect_view

__all__ = [
    "SOUNDS",
    "TEXTS",
    "Beat",
    "Board",
    "BoardClip",
    "BoardCut",
    "BoardEffect",
    "BoardTransition",
    "Lane",
    "Peaks",
    "Place",
    "Span",
    "StripCell",
    "board_of",
    "strip_of",
    "ticks_ms",
]

TEXTS = frozenset({"title", "subtitle"})
SOUNDS = frozenset({"bgm", "voice", "sound", "audio"})

# From top to bottom, as editors stack them: what lies over the picture, the picture, what is heard.
_ORDER = (
    "title",
    "subtitle",
    "sticker",
    "effect",
    "overlay",
    "video",
    "bgm",
    "voice",
    "sound",
    "audio",
    "other",
)
_MOST_LANES = 10
_MOST_CLIPS = 5000
# What lies over one another stands in rows of its lane; where there are more at one time, some cover others.
_MOST_PACKED = 4
_MOST_BEATS = 5000
_MOST_ROWS = 6
# A row holds so much at most, as long as there are rows to be had.
_ROW_CUTS, _ROW_MS = 24, 60_000
_FRAME_RATE = 30.0
_ROUNDING_MS = 0.5
_STEPS_MS = (
    100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
)  # fmt: skip
# How many pictures of a square film stand side by side in a row.
_SQUARE_CELLS = 12.0


class Place(Enum):
    """Where a cut stands in the music."""

    ON = "on"
    HALF = "half"
    OFF = "off"
    FREE = "free"
    """There is no beat to go by."""


@dataclass(frozen=True, kw_only=True)
class BoardClip:
    """A segment; `number` counts from 1 in its lane, `name` is safe to print and may be empty.

    `source` is what it shows: a media id, an address. `volume` is in percent, None where the draft does not say.
    `facts` is what `timeline_view` says of it, empty for a draft of somebody else's. `row` is where it stands in its
    lane, from the top: what overlaps stands in several rows.
    """

    number: int
    name: str
    start_ms: int
    end_ms: int
    clip_id: str = ""
    source: str = ""
    source_start_ms: int = 0
    speed: float = 1.0
    volume: int | None = None
    row: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A track; `label` is one of the outline's: video, bgm, voice, sound, audio, title, subtitle, …"""

    label: str
    clips: tuple[BoardClip, ...]

    @property
    def rows(self) -> int:
        """In how many rows its clips stand."""
        return 1 + max((clip.row for clip in self.clips), default=0)


@dataclass(frozen=True, kw_only=True)
class Beat:
    """A beat; `beat` 1 is the first of its bar."""

    time_ms: int
    bar: int
    beat: int


@dataclass(frozen=True, kw_only=True)
class BoardTransition:
    """What is seen from `start_ms` to `end_ms` in the place of a hard cut; `kind` as the timeline calls it."""

    kind: str
    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, kw_only=True)
class BoardEffect:
    """A beat effect: what the structure says of it, and the beats on which it happens."""

    facts: Mapping[str, Any]
    times_ms: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class BoardCut:
    """A cut, counted from 1; `offset_ms` is how long after the nearest beat it comes (below 0: before)."""

    number: int
    time_ms: int
    place: Place
    offset_ms: int | None = None
    bar: int | None = None
    beat: int | None = None
    transition: BoardTransition | None = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of time that is drawn as one row."""

    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def holds(self, time_ms: int) -> bool:
        return self.start_ms <= time_ms < self.end_ms


@dataclass(frozen=True, kw_only=True)
class StripCell:
    """A picture of the filmstrip, from `start_ms` to `end_ms`; it shows `clip` at `source_ms` of its source."""

    clip: BoardClip
    start_ms: int
    end_ms: int
    source_ms: int


@dataclass(frozen=True, kw_only=True)
class Peaks:
    """How loud a sound is from its start on: a level from 0 to 255 for every `step_ms`."""

    step_ms: int
    levels: bytes

    def between(self, start_ms: float, end_ms: float) -> int:
        """The loudest level between two moments after the start."""
        first = max(0, int(start_ms // self.step_ms))
        return max(self.levels[first : max(first + 1, ceil(end_ms / self.step_ms))], default=0)


@dataclass(frozen=True, kw_only=True)
class Board:
    """A timeline as it is drawn; 0 where the draft does not say its size. `bpm_milli` is the tempo × 1000."""

    title: str
    width: int
    height: int
    duration_ms: int
    lanes: tuple[Lane, ...]
    cuts: tuple[BoardCut, ...]
    beats: tuple[Beat, ...]
    rows: tuple[Span, ...]
    bpm_milli: int | None = None
    effects: tuple[BoardEffect, ...] = ()
    fade_in: Fade | None = None
    fade_out: Fade | None = None

    @property
    def shape(self) -> float:
        """How wide the picture is for its height, within what can be drawn."""
        return min(max(self.width / self.height, 0.45), 2.4) if self.width and self.height else 16 / 9

    @property
    def video(self) -> tuple[BoardClip, ...]:
        return tuple(clip for lane in self.lanes if lane.label == "video" for clip in lane.clips)

    def count(self, *places: Place) -> int:
        """How many cuts stand in one of `places`."""
        return sum(cut.place in places for cut in self.cuts)


def board_of(draft: object, *, grid: BeatGrid | None = None, names: Mapping[str, str] | None = None) -> Board:
    """The board of a `Timeline`, or of a draft as it came from the wire. Never raises, whatever `draft` is.

    `grid` are the music's beats, on the timeline; those of a `Timeline` are its own. `names` are the files' by the
    media's ids.
    """
    outline = outline_of(draft)
    timeline = draft if isinstance(draft, Timeline) else Timeline()
    if grid is None and timeline.music is not None:
        grid = timeline.music.grid
    facts = facts_of(timeline, names=names, transitions=False, reasons=True)
    order = {label: place for place, label in enumerate(_ORDER)}
    tracks = sorted(outline.tracks, key=lambda track: order.get(track.label, len(order)))
    lanes = tuple(_lane(track, facts) for track in tracks[:_MOST_LANES])
    end_ms = max(outline.duration_ms, 0)
    beats = _beats(grid, end_ms) if grid else ()
    starts = {clip.start_ms for lane in lanes if lane.label == "video" for clip in lane.clips}
    seen = {
        crossing.after.start_ms: BoardTransition(
            kind=crossing.kind, start_ms=crossing.start_ms, end_ms=crossing.end_ms
        )
        for crossing in crossings_of(timeline)
    }
    cuts = _cuts(sorted(t for t in starts if 0 < t < end_ms), beats, outline.frame_rate or _FRAME_RATE, seen)
    return Board(
        title=outline.title,
        width=outline.width,
        height=outline.height,
        duration_ms=end_ms,
        lanes=lanes,
        cuts=cuts,
        beats=beats,
        rows=_rows(end_ms, len(cuts)),
        bpm_milli=_bpm_milli(grid),
        effects=tuple(
            BoardEffect(
                facts=beat_effect_view(effect),
                times_ms=tuple(sorted({round(t) for t in effect_beats_ms(effect, timeline)})[:_MOST_BEATS]),
            )
            for effect in timeline.beat_effects
        ),
        fade_in=timeline.fade_in,
        fade_out=timeline.fade_out,
    )


def strip_of(board: Board, *, most: int = 240) -> tuple[StripCell, ...]:
    """The pictures of the filmstrip: at least one for each clip, more where it is long, `most` in all.

    Where there are more clips than that, every second or third has one.
    """
    clips = [clip for clip in board.video if clip.source and clip.duration_ms > 0]
    clips = clips[:: max(1, ceil(len(clips) / most))]
    row_ms = max((row.duration_ms for row in board.rows), default=0)
    cell_ms = max(1.0, row_ms * board.shape / _SQUARE_CELLS)
    while sum(_cells_in(clip, cell_ms) for clip in clips) > most:
        cell_ms *= 1.3
    return tuple(cell for clip in clips for cell in _cells(clip, _cells_in(clip, cell_ms)))


def ticks_ms(span: Span, *, most: int) -> tuple[int, ...]:
    """Round times for a ruler over `span`, `most` at most."""
    step = next((s for s in _STEPS_MS if span.duration_ms / s <= most), max(1, ceil(span.duration_ms / most)))
    return tuple(range(ceil(span.start_ms / step) * step, span.end_ms + 1, step))


def _lane(track: TrackOutline, facts: FactsById) -> Lane:
    shown = sorted(track.clips[:_MOST_CLIPS], key=lambda clip: (clip.start_ms, clip.end_ms))
    is_packed = track.label != "video" and track.label not in SOUNDS
    rows = _packed(shown) if is_packed else [0] * len(shown)
    return Lane(
        label=track.label,
        clips=tuple(
            _clip(clip, n, row=row, facts=facts)
            for n, (clip, row) in enumerate(zip(shown, rows, strict=True), 1)
        ),
    )


def _packed(clips: Sequence[ClipOutline]) -> list[int]:
    """A row for each of `clips`, which are in order of their starts: the first one that is free."""
    ends: list[int] = []
    rows: list[int] = []
    for clip in clips:
        row = next((n for n, end in enumerate(ends) if end <= clip.start_ms), len(ends))
        if row == _MOST_PACKED:
            row = ends.index(min(ends))
        ends[row : row + 1] = [clip.end_ms]
        rows.append(row)
    return rows


def _clip(clip: ClipOutline, number: int, *, row: int, facts: FactsById) -> BoardClip:
    details = clip.details
    return BoardClip(
        number=number,
        name=details.name,
        start_ms=clip.start_ms,
        end_ms=max(clip.start_ms, clip.end_ms),
        clip_id=plain_text(clip.clip_id),
        source="" if clip.label in TEXTS else details.source[:400],
        source_start_ms=details.source_start_ms,
        speed=details.speed if details.speed > 0 else 1.0,
        volume=details.volume,
        row=row,
        facts=facts.of(clip.clip_id),
    )


def _beats(grid: BeatGrid, end_ms: int) -> tuple[Beat, ...]:
    found: list[Beat] = []
    for index, time_ms in enumerate(grid.times_ms):
        if time_ms > end_ms or len(found) >= _MOST_BEATS:
            break
        if time_ms >= 0:
            anchor = grid.anchor_of(index)
            found.append(Beat(time_ms=round(time_ms), bar=anchor.bar, beat=anchor.beat))
    return tuple(found)


def _cuts(
    times_ms: Sequence[int],
    beats: Sequence[Beat],
    frame_rate: float,
    transitions: Mapping[int, BoardTransition],
) -> tuple[BoardCut, ...]:
    """Each cut with the beat nearest to it; one frame is as near as a cut can be said to be."""
    by_time = {beat.time_ms: beat for beat in beats}
    reports = compare(
        [(float(t), True) for t in times_ms],
        sorted(float(t) for t in by_time),
        tolerance_ms=1000 / frame_rate + _ROUNDING_MS,
    )
    cuts: list[BoardCut] = []
    for number, report in enumerate(reports, 1):
        beat = by_time.get(round(report.beat_ms)) if report.beat_ms is not None else None
        if report.offset_ms is None:
            place = Place.FREE
        elif report.on_beat:
            place = Place.ON
        else:
            place = Place.HALF if report.on_half_beat else Place.OFF
        cuts.append(
            BoardCut(
                number=number,
                time_ms=round(report.time_ms),
                place=place,
                offset_ms=None if report.offset_ms is None else round(report.offset_ms),
                bar=beat.bar if beat else None,
                beat=beat.beat if beat else None,
                transition=transitions.get(round(report.time_ms)),
            )
        )
    return tuple(cuts)


def _rows(end_ms: int, cuts: int) -> tuple[Span, ...]:
    if end_ms <= 0:
        return ()
    count = min(_MOST_ROWS, max(1, ceil(cuts / _ROW_CUTS), ceil(end_ms / _ROW_MS)))
    edges = [end_ms * n // count for n in range(count + 1)]
    return tuple(Span(start_ms=a, end_ms=b) for a, b in pairwise(edges) if b > a)


def _bpm_milli(grid: BeatGrid | None) -> int | None:
    if grid is None or len(grid.times_ms) < 2:
        return None
    period_ms = median(b - a for a, b in pairwise(grid.times_ms))
    return round(60_000_000 / period_ms) if period_ms > 0 else None


def _cells_in(clip: BoardClip, cell_ms: float) -> int:
    return max(1, round(clip.duration_ms / cell_ms))


def _cells(clip: BoardClip, count: int) -> Iterator[StripCell]:
    edges = [clip.start_ms + clip.duration_ms * n // count for n in range(count + 1)]
    for start_ms, end_ms in pairwise(edges):
        into_ms = (start_ms + end_ms) / 2 - clip.start_ms
        yield StripCell(
            clip=clip,
            start_ms=start_ms,
            end_ms=end_ms,
            source_ms=clip.source_start_ms + round(into_ms * clip.speed),
        )
