"""A film as its takes, without its own cuts and its faults: each can be shown whole, and no cut falls beside a beat."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nemovideo_mcp.autoedit.cutting import film_ms
from nemovideo_mcp.autoedit.moments import mean_quality
from nemovideo_mcp.timeline.footage import clean_stretches, faults_in
from nemovideo_mcp.timeline.media import Analysis, MediaItem, Subject

__all__ = ["Take", "takes_for", "takes_of"]

# A frame at either end of a take may belong to its neighbour: cuts are measured to a frame.
_GUARD_MS = 60
# The first and the last shot last longer than a beat.
_HELD_BEATS = 4
# A take must fill a beat without being slowed by more than this.
_SLOWEST = 0.7


@dataclass(frozen=True, kw_only=True)
class Take:
    """A stretch of a film as a medium of its own; it starts `offset_ms` into the film."""

    item: MediaItem
    offset_ms: int = 0


def takes_for(
    items: Sequence[MediaItem], *, beats: int, beat_ms: float, beats_per_shot: int
) -> tuple[Take, ...]:
    """The takes to cut from, in order: all of the films without cuts of their own, the best of the others.

    A film of several takes gives as many of them as its part of `beats` has shots of `beats_per_shot`, and more if
    they don't fill that part; all together never more than there are beats.
    """
    lengths_ms = [film_ms(item) for item in items]
    spare = max(0, beats - _HELD_BEATS - len(items))
    takes: list[Take] = []
    for item, length_ms in zip(items, lengths_ms, strict=True):
        part = length_ms / sum(lengths_ms)
        takes += _best(
            takes_of(item, beat_ms),
            quota=math.ceil(beats * part / beats_per_shot),
            most=1 + int(spare * part),
            needed_ms=beats * part * beat_ms,
        )
    return tuple(takes)


def takes_of(item: MediaItem, beat_ms: float) -> tuple[Take, ...]:
    """The stretches of a film between its own cuts and its faults that can fill a beat.

    Where no stretch is without a fault they are those between its cuts, and where those are too short the whole film.
    """
    analysis = item.analysis
    if analysis is None or item.info.kind != "video":
        return (Take(item=item),)
    end_ms = item.info.duration_ms
    bounds = sorted({0, end_ms, *(s for s in analysis.shot_starts_ms if 0 < s < end_ms)})
    if len(bounds) < 3 and not analysis.faults:
        return (Take(item=item),)
    between = [(start + (_GUARD_MS if start else 0), end - _GUARD_MS) for start, end in pairwise(bounds)]
    clean = [
        part
        for start, end in between
        if end > start
        for part in clean_stretches(analysis, start, end, guard_ms=_GUARD_MS)
    ]
    for stretches in (clean, between if len(bounds) > 2 else ()):
        found = tuple(
            _cut_out(item, analysis, start, end)
            for start, end in stretches
            if end - start >= beat_ms * _SLOWEST
        )
        if found:
            return found
    return (Take(item=item),)


def _cut_out(item: MediaItem, analysis: Analysis, start_ms: int, end_ms: int) -> Take:
    """A stretch between two cuts as a film; what was measured of it goes with it, on its own time."""
    first, last = start_ms // analysis.hop_ms, -(-end_ms // analysis.hop_ms)
    shot = bisect_right(analysis.shot_starts_ms, start_ms) - 1
    subjects = analysis.subjects
    part = replace(
        analysis,
        motion=analysis.motion[first:last],
        sharpness=analysis.sharpness[first:last],
        exposure=analysis.exposure[first:last],
        signatures=analysis.signatures[first:last],
        pans=analysis.pans[first:last],
        shot_starts_ms=(0,),
        subjects=(_later(subjects[shot], start_ms - analysis.shot_starts_ms[shot]),)
        if len(subjects) == len(analysis.shot_starts_ms)
        else (),
        pictures=analysis.pictures[shot : shot + 1],
        speech_ms=None
        if analysis.speech_ms is None
        else tuple(
            (max(begins, start_ms) - start_ms, min(ends, end_ms) - start_ms)
            for begins, ends in analysis.speech_ms
            if begins < end_ms and ends > start_ms
        ),
        faults=None
        if analysis.faults is None
        else tuple(
            replace(
                fault,
                start_ms=max(fault.start_ms, start_ms) - start_ms,
                end_ms=min(fault.end_ms, end_ms) - start_ms,
            )
            for fault in faults_in(analysis, start_ms, end_ms)
        ),
    )
    info = replace(item.info, duration_ms=end_ms - start_ms)
    return Take(item=replace(item, info=info, analysis=part), offset_ms=start_ms)


def _later(subject: Subject, by_ms: int) -> Subject:
    """The subject of a shot from a later moment of it on."""
    if len(subject.areas) < 2:
        return subject
    return replace(subject, areas=subject.areas[min(by_ms // subject.hop_ms, len(subject.areas) - 1) :])


def _best(takes: Sequence[Take], *, quota: int, most: int, needed_ms: float) -> list[Take]:
    """The takes of the best pictures, in order: `quota` of them, or up to `most` until they fill `needed_ms`."""

    def worth(number: int) -> float:
        item = takes[number].item
        return mean_quality(item.analysis) * math.log1p(item.info.duration_ms)

    kept: list[int] = []
    filled_ms = 0
    for number in sorted(range(len(takes)), key=worth, reverse=True):
        if len(kept) >= most or (len(kept) >= quota and filled_ms >= needed_ms):
            break
        kept.append(number)
        filled_ms += takes[number].item.info.duration_ms
    return [takes[number] for number in sorted(kept)]
