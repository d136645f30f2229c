"""The clips that come of a layout: each shot on frames, at a good moment of its footage, its action on a beat."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.autoedit.layout import MIN_SPEED, Layout, Shot, film_ms, place
from nemovideo_mcp.autoedit.moments import GAP_MS, moments_in
from nemovideo_mcp.autoedit.worth import Footage, Window, mean_motion
from nemovideo_mcp.timeline.action import ActionPlace, action_on_beat, hit_on_beat
from nemovideo_mcp.timeline.frames import ms_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.jump_cuts import APART_MS
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["clips_of"]

_SAMPLES = 64
# The shots of a source are in its own order of time, unless another one is so much nearer to the music's energy.
_WORTH_ANOTHER_ORDER = 0.03
_CHOICE = 0.9
# Motion is measured in steps of so long: what strikes within one of them is what moves.
_ONE_EVENT_MS = 100


def clips_of(
    layout: Layout,
    items: Sequence[MediaItem],
    *,
    grid: BeatGrid,
    anchored: bool,
    end_ms: int,
    frame_rate: Fraction,
    accented: bool = True,
    energies: Sequence[float] | None = None,
    keeps_sound: bool = False,
) -> tuple[VideoClip, ...]:
    """The shots as clips: on the frame grid, each at a good moment that is as lively as the music is.

    Where they are `accented`, the strongest motion of each falls on a beat, as far as its footage allows it. Shots of
    one take that follow each other are two seconds apart where there is room. A film that `keeps_sound` of its clips
    cuts no word where it knows of speech.
    """
    frames = place(layout, grid, end_ms=end_ms, frame_rate=frame_rate)
    starts = [ms_at(f, frame_rate=frame_rate) for f in frames]
    made: dict[int, VideoClip] = {}
    final = len(layout.shots) - 1
    among = _motion_of([item for item in items if item.analysis]) if energies else []
    for group in _by_footage(layout, items, starts):
        item = items[layout.shots[group[0]].source]
        follows = any(n and layout.shots[n - 1].source == layout.shots[n].source for n in group)
        windows = [
            Window(
                duration_ms=starts[n + 1] - starts[n],
                accents_ms=_accents(layout.shots[n], grid, layout.per_beat, starts[n], starts[n + 1])
                if accented
                else (),
                energy=energies[n] if energies else None,
                edge="opens" if n == 0 else "closes" if n == final else None,
            )
            for n in group
        ]
        needed_ms = (
            starts[group[-1] + 1]
            - starts[group[-1]]
            + sum(starts[n + 1] - starts[n] + APART_MS for n in group[:-1])
        )
        # Moments that could not be chosen any more would be worse than shots that are framed anew.
        apart_ms = APART_MS if follows and needed_ms <= _CHOICE * film_ms(item) else GAP_MS
        shots = _of_source(
            item,
            [starts[n] for n in group],
            windows,
            apart_ms,
            among,
            in_order=follows,
            keeps_sound=keeps_sound and item.info.has_audio,
        )
        if accented and anchored:
            heard = keeps_sound and item.info.has_audio
            shots = _with_action(shots, item, grid, apart_ms, heard=heard)
        made |= dict(zip(group, shots, strict=True))
    clips = [made[n] for n in range(len(layout.shots))]
    if anchored:
        clips = [
            replace(c, anchor=grid.anchor_of(s.start // layout.per_beat))
            if s.start % layout.per_beat == 0
            else c
            for c, s in zip(clips, layout.shots, strict=True)
        ]
    return tuple(clips)


def _by_footage(layout: Layout, items: Sequence[MediaItem], starts: Sequence[int]) -> list[list[int]]:
    """The shots of each piece of footage, so that their moments are chosen together and none is shown twice.

    A medium that is named several times shows other moments each time, as long as it is long enough for that.
    """
    together: dict[int, list[int]] = {}
    for n, shot in enumerate(layout.shots):
        together.setdefault(id(items[shot.source]), []).append(n)
    groups: list[list[int]] = []
    for group in together.values():
        item = items[layout.shots[group[0]].source]
        needed = sum(starts[n + 1] - starts[n] for n in group)
        if item.info.kind == "image" or needed <= film_ms(item):
            groups.append(group)
            continue
        apart: dict[int, list[int]] = {}
        for n in group:
            apart.setdefault(layout.shots[n].source, []).append(n)
        groups += apart.values()
    return groups


def _motion_of(items: Sequence[MediaItem]) -> list[float]:
    """The motion of all footage in rising order, of a long film as of a short one."""
    found: list[float] = []
    curves = {(a.motion, a.liveliest): None for item in items if (a := item.analysis) and a.motion}
    for motion, liveliest in curves:
        found += [liveliest * motion[n * len(motion) // _SAMPLES] for n in range(_SAMPLES)]
    return sorted(found)


def _of_source(
    item: MediaItem,
    starts_ms: Sequence[int],
    windows: Sequence[Window],
    apart_ms: int,
    among: Sequence[float],
    *,
    in_order: bool,
    keeps_sound: bool,
) -> list[VideoClip]:
    """The shots of one piece of footage; `windows` are as they are seen in the film, from `starts_ms` on.

    They are in the footage's own order of time where they are to be (`in_order`), or it makes no great difference.
    """
    photo = item.info.kind == "image"
    length = film_ms(item)
    needed = sum(window.duration_ms for window in windows)
    speed = 1.0 if photo else max(MIN_SPEED, _speed(length, needed))
    of_footage = list(windows)
    if speed < 1.0:
        of_footage = [
            replace(
                w, duration_ms=int(w.duration_ms * speed), accents_ms=tuple(a * speed for a in w.accents_ms)
            )
            for w in windows
        ]
    moments = (0,) * len(windows)
    if not photo:
        footage = Footage(length, item.analysis, keeps_sound=keeps_sound, among=among)
        moments = moments_in(footage, of_footage, apart_ms=apart_ms)
        if among and not in_order:
            moments = _livelier(of_footage, moments, footage, among)
    return [
        VideoClip(
            clip_id="",
            name=item.name,
            media_id=item.media_id,
            start_ms=start,
            duration_ms=window.duration_ms,
            source_start_ms=moment,
            speed=speed,
        )
        for start, window, moment in zip(starts_ms, windows, moments, strict=True)
    ]


def _livelier(
    windows: Sequence[Window],
    moments: tuple[int, ...],
    footage: Footage,
    among: Sequence[float],
) -> tuple[int, ...]:
    """`moments`, or others in another order of time, where these go far better with the energy of the music."""
    analysis = footage.analysis
    if analysis is None or len(windows) < 2 or any(window.energy is None for window in windows):
        return moments
    if _misfit(windows, moments, analysis, among) <= _WORTH_ANOTHER_ORDER:
        return moments
    count = len(windows)
    shown = [mean_motion(analysis, n / count, (n + 1) / count) or 0.0 for n in range(count)]
    calmest = sorted(range(count), key=lambda n: (round(shown[n], 1), n))
    quietest = sorted(range(count), key=lambda n: (windows[n].energy, n))
    place = dict(zip(quietest, calmest, strict=True))
    order = sorted(range(count), key=lambda n: place[n])
    found = moments_in(footage, [windows[n] for n in order])
    others = tuple(found[place[n]] for n in range(count))
    gain = _misfit(windows, moments, analysis, among) - _misfit(windows, others, analysis, among)
    return others if gain > _WORTH_ANOTHER_ORDER else moments


def _misfit(
    windows: Sequence[Window], moments: Sequence[int], analysis: Analysis, among: Sequence[float]
) -> float:
    """How far from the energy of the music the motion of the shots is on average, 0 to 1."""
    away = 0.0
    for window, start_ms in zip(windows, moments, strict=True):
        first, last = start_ms // analysis.hop_ms, (start_ms + window.duration_ms) // analysis.hop_ms + 1
        part = analysis.motion[first:last] or (0.0,)
        shown = analysis.liveliest * sum(part) / len(part)
        away += abs(bisect_left(among, shown) / len(among) - (window.energy or 0.0))
    return away / len(windows)


def _with_action(
    shots: list[VideoClip], item: MediaItem, grid: BeatGrid, apart_ms: int, *, heard: bool
) -> list[VideoClip]:
    """The shots of one piece of footage, each slid within what the others leave of it.

    Where its sound is `heard`, what strikes in it is slid onto a beat, unless motion is there that comes at another
    moment.
    """
    gaps = [b.source_start_ms - a.source_end_ms for a, b in pairwise(shots)]
    least = min(gaps, default=apart_ms)
    # Where the footage is tight, half of what lies between two shots is there for each to be slid into.
    apart_ms = apart_ms if least >= apart_ms else min(GAP_MS, max(0, int(least / 2)))
    placed = list(shots)
    words = (item.analysis.speech_ms or ()) if item.analysis and heard else ()
    for n, shot in enumerate(shots):
        others = [*placed[:n], *placed[n + 1 :]]
        action = action_on_beat(shot, item, grid, others=others, apart_ms=apart_ms, spared_ms=words)
        if action is not None:
            placed[n] = replace(shot, source_start_ms=action.source_start_ms)
        if not heard:
            continue
        hit = hit_on_beat(placed[n], item, grid, others=others, apart_ms=apart_ms, spared_ms=words)
        if hit is not None and (action is None or _is_one_event(hit, action)):
            placed[n] = replace(placed[n], source_start_ms=hit.source_start_ms)
    return placed


def _is_one_event(one: ActionPlace, other: ActionPlace) -> bool:
    """Whether the two are on one beat, and were so near to each other that one makes the other."""
    moments = (one.action_ms - other.action_ms, one.source_start_ms - other.source_start_ms)
    return all(abs(apart) < _ONE_EVENT_MS for apart in moments)


def _speed(source_ms: float, duration_ms: int) -> float:
    """At most 1, and rounded down, so that the source lasts."""
    return min(1.0, int(10_000 * max(source_ms, 0) / max(duration_ms, 1)) / 10_000)


def _accents(shot: Shot, grid: BeatGrid, per_beat: int, start_ms: int, end_ms: int) -> tuple[float, ...]:
    """The beats inside a shot, as offsets in ms: first beats of a bar first, then half bars, then the others."""
    inside = range(-(-shot.start // per_beat) + 1, min(-(-shot.end // per_beat), len(grid.times_ms)))

    def weakness(index: int) -> int:
        beat = (index - grid.downbeat_index) % grid.beats_per_bar
        return 0 if beat == 0 else 1 if 2 * beat == grid.beats_per_bar else 2

    ranked = sorted(inside, key=lambda i: (weakness(i), i))
    offsets = [float(grid.times_ms[i]) - start_ms for i in ranked]
    return tuple(o for o in offsets if 0 < o < end_ms - start_ms)[:3] or (0.0,)
