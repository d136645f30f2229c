"""A film as its takes, without its own cuts and its faults: each can be shown whole, and no cut falls beside a beat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nemovideo_mcp.autoedit.cut_out import cut_out
from nemovideo_mcp.autoedit.layout import MIN_SPEED, film_ms
from nemovideo_mcp.autoedit.worth import fault_weight, mean_quality
from nemovideo_mcp.timeline.footage import clean_stretches, faults_in
from nemovideo_mcp.timeline.media import Analysis, FootageFault, MediaItem

__all__ = ["Take", "takes_for", "takes_of"]

# A frame at either end of a take may belong to its neighbour: cuts are measured to a frame.
_GUARD_MS = 60
# Words come and go gently, and are looked for once a second; where so much of a film has titles they are its pictures.
_TITLE_MS, _TITLED = 800, 0.4
# The first and the last shot last longer than a beat.
_HELD_BEATS = 4
# A take must fill a beat without being slowed by more than this.
_SLOWEST = 0.7
# Before footage with faults is shown, the good is slowed as far as that goes, and a little of it is shown twice.
_SHOWN_ONCE = 0.9


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
    found = [takes_of(item, beat_ms) for item in items]
    lengths_ms = [_worth_showing_ms(item, own) for item, own in zip(items, found, strict=True)]
    spare = max(0, beats - _HELD_BEATS - len(items))
    able: list[tuple[Take, ...]] = []
    chosen: list[list[int]] = []
    for item, own, length_ms in zip(items, found, lengths_ms, strict=True):
        part = length_ms / sum(lengths_ms)
        needed_ms = beats * part * beat_ms
        able.append(_enough(item, own, beat_ms=beat_ms, needed_ms=needed_ms * MIN_SPEED * _SHOWN_ONCE))
        chosen.append(
            _best(
                able[-1],
                quota=math.ceil(beats * part / beats_per_shot),
                most=1 + int(spare * part),
                needed_ms=needed_ms,
            )
        )
    _fill_up(chosen, able, beats=beats, beat_ms=beat_ms)
    return tuple(own[n] for own, numbers in zip(able, chosen, strict=True) for n in sorted(numbers))


def _fill_up(
    chosen: Sequence[list[int]], able: Sequence[Sequence[Take]], *, beats: int, beat_ms: float
) -> None:
    """Choose the best of what is left until the takes fill the film without being slowed too much."""

    def filled(take: Take) -> int:
        return max(1, int(film_ms(take.item) / (beat_ms * _SLOWEST)))

    missing = beats - sum(filled(own[n]) for own, numbers in zip(able, chosen, strict=True) for n in numbers)
    left = [
        (source, n)
        for source, (own, numbers) in enumerate(zip(able, chosen, strict=True))
        for n in range(len(own))
        if n not in numbers
    ]
    for source, n in sorted(left, key=lambda place: _worth(able[place[0]][place[1]]), reverse=True):
        if missing <= 0:
            return
        chosen[source].append(n)
        missing -= filled(able[source][n])


def _worth_showing_ms(item: MediaItem, takes: Sequence[Take]) -> int:
    """How long a film is without its faults, as far as that is long enough to be shown."""
    has_faults = item.analysis is not None and bool(item.analysis.faults)
    return sum(film_ms(take.item) for take in takes) if has_faults else film_ms(item)


def takes_of(item: MediaItem, beat_ms: float) -> tuple[Take, ...]:
    """The stretches of a film between its own cuts and its faults that can fill a beat.

    Where no stretch is without a fault they are those between its cuts, and where those are too short the whole film.
    """
    analysis = item.analysis
    if analysis is None or item.info.kind != "video":
        return (Take(item=item),)
    between = _between_cuts(item, analysis)
    marked = _with_titles(item, analysis)
    clean = [
        part for start, end in between for part in clean_stretches(marked, start, end, guard_ms=_GUARD_MS)
    ]
    if len(between) < 2 and not marked.faults:
        return (Take(item=item),)
    for stretches in (clean, between if len(between) > 1 else ()):
        found = tuple(
            Take(item=cut_out(item, start, end), offset_ms=start)
            for start, end in stretches
            if end - start >= beat_ms * _SLOWEST
        )
        if found:
            return found
    return (Take(item=item),)


def _with_titles(item: MediaItem, analysis: Analysis) -> Analysis:
    """The analysis with titles that stand over the picture among its faults; not where most of the film has some."""
    titles = [
        FootageFault(
            kind="credits",
            start_ms=max(0, line.start_ms - _TITLE_MS),
            end_ms=min(item.info.duration_ms, (line.end_ms or item.info.duration_ms) + _TITLE_MS),
        )
        for lines in analysis.words
        for line in lines
        if line.is_large
    ]
    if not titles or sum(title.end_ms - title.start_ms for title in titles) > _TITLED * item.info.duration_ms:
        return analysis
    return replace(analysis, faults=(*(analysis.faults or ()), *titles))


def _between_cuts(item: MediaItem, analysis: Analysis) -> list[tuple[int, int]]:
    end_ms = item.info.duration_ms
    bounds = sorted({0, end_ms, *(s for s in analysis.shot_starts_ms if 0 < s < end_ms)})
    spans = [(start + (_GUARD_MS if start else 0), end - _GUARD_MS) for start, end in pairwise(bounds)]
    return [(start, end) for start, end in spans if end > start]


def _enough(
    item: MediaItem, takes: tuple[Take, ...], *, beat_ms: float, needed_ms: float
) -> tuple[Take, ...]:
    """The takes, and where they cannot fill `needed_ms` as much of the faulty footage, the least bad of it first."""
    analysis, missing_ms = item.analysis, needed_ms - sum(film_ms(take.item) for take in takes)
    if analysis is None or not analysis.faults or missing_ms <= 0:
        return takes
    taken = [(take.offset_ms, take.offset_ms + film_ms(take.item)) for take in takes]
    spare: list[tuple[float, int, int]] = []
    for first, last in _between_cuts(item, analysis):
        edges = [first, *(edge for span in taken for edge in span if first <= span[0] < last), last]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= beat_ms * _SLOWEST:
                spare.append((fault_weight(faults_in(analysis, start, end)), start, end))
    more: list[Take] = []
    for _, start, end in sorted(spare):
        if missing_ms <= 0:
            break
        more.append(Take(item=cut_out(item, start, end), offset_ms=start))
        missing_ms -= end - start
    return tuple(sorted((*takes, *more), key=lambda take: take.offset_ms))


def _best(takes: Sequence[Take], *, quota: int, most: int, needed_ms: float) -> list[int]:
    """The takes of the best pictures, by number: `quota` of them, or up to `most` until they fill `needed_ms`."""
    kept: list[int] = []
    filled_ms = 0
    for number in sorted(range(len(takes)), key=lambda n: _worth(takes[n]), reverse=True):
        if len(kept) >= most or (len(kept) >= quota and filled_ms >= needed_ms):
            break
        kept.append(number)
        filled_ms += takes[number].item.info.duration_ms
    return kept


def _worth(take: Take) -> float:
    return mean_quality(take.item.analysis) * math.log1p(take.item.info.duration_ms)
