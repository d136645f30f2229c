"""A stretch of a film as a medium of its own, with what was measured of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.timeline.footage import faults_in
from nemovideo_mcp.timeline.media import Analysis, MediaItem, Subject, WordsLine

__all__ = ["cut_out"]


def cut_out(item: MediaItem, start_ms: int, end_ms: int) -> MediaItem:
    """The film from `start_ms` to `end_ms` of it; all that was measured of it goes with it, on its own time."""
    info = replace(item.info, duration_ms=end_ms - start_ms)
    analysis = item.analysis and _of_stretch(item.analysis, start_ms, end_ms)
    return replace(item, info=info, analysis=analysis)


def _of_stretch(analysis: Analysis, start_ms: int, end_ms: int) -> Analysis:
    hops = slice(start_ms // analysis.hop_ms, -(-end_ms // analysis.hop_ms))
    starts = analysis.shot_starts_ms
    first = max(bisect_right(starts, start_ms) - 1, 0)
    shots = slice(first, max(bisect_left(starts, end_ms), first + 1))
    subjects = analysis.subjects[shots] if len(analysis.subjects) == len(starts) else ()
    if subjects:
        subjects = (_later(subjects[0], start_ms - starts[first]), *subjects[1:])
    return replace(
        analysis,
        motion=analysis.motion[hops],
        sharpness=analysis.sharpness[hops],
        exposure=analysis.exposure[hops],
        signatures=analysis.signatures[hops],
        pans=analysis.pans[hops],
        shot_starts_ms=(0, *(start - start_ms for start in starts[shots][1:])),
        subjects=subjects,
        words=tuple(_lines(lines, start_ms, end_ms) for lines in analysis.words[shots]),
        pictures=analysis.pictures[shots],
        hits_ms=None
        if analysis.hits_ms is None
        else tuple(hit - start_ms for hit in analysis.hits_ms if start_ms <= hit < end_ms),
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


def _lines(lines: Sequence[WordsLine], start_ms: int, end_ms: int) -> tuple[WordsLine, ...]:
    return tuple(
        replace(line, start_ms=line.start_ms - start_ms, end_ms=line.end_ms and line.end_ms - start_ms)
        for line in lines
        if line.stands_in(start_ms, end_ms)
    )


def _later(subject: Subject, by_ms: int) -> Subject:
    """The subject of a shot from a later moment of it on."""
    if len(subject.areas) < 2:
        return subject
    return replace(subject, areas=subject.areas[min(by_ms // subject.hop_ms, len(subject.areas) - 1) :])
