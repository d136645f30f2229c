"""Shots of a stretch of film: cut to the beat of a score, or the clips whole, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.autoedit.arrangement import drifting
from nemovideo_mcp.autoedit.brief import Brief
from nemovideo_mcp.autoedit.cutting import clips_of
from nemovideo_mcp.autoedit.layout import film_ms, interleaved, lay_out
from nemovideo_mcp.autoedit.moments import choose_moments
from nemovideo_mcp.autoedit.notes import faults_shown, note
from nemovideo_mcp.autoedit.pacing import Phrasing
from nemovideo_mcp.autoedit.reframing import framed_anew
from nemovideo_mcp.autoedit.takes import takes_for, takes_of
from nemovideo_mcp.autoedit.worth import Window, crossed
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["cut_clips", "wanted_length", "whole_beats_ms", "whole_clips"]

_SHORTEST_SHOT_FRAMES = 10
# A clip that lacks less than a frame of its source is shown from the start.
_WHOLE_WITHIN_MS = 40


def wanted_length(brief: Brief, items: Sequence[MediaItem], notes: list[Words]) -> int | None:
    """The length to be made, None where nobody asked: not more than there is, unless photos can fill it."""
    if brief.length_ms is None:
        return None
    available = sum(film_ms(i) for i in items)
    if brief.length_ms <= available:
        return brief.length_ms
    if brief.at_most:
        return None
    if any(i.info.kind == "image" for i in items):
        return brief.length_ms
    notes.append(note("too_short", asked_ms=brief.length_ms, available_ms=available))
    return available


def whole_beats_ms(items: Sequence[MediaItem], beat_ms: float, most_ms: int) -> int:
    """How much of the films can be shown in whole beats, between their own cuts, without slowing them.

    A tempo is rounded: a last beat that footage lacks up to a millisecond of is whole.
    """
    takes = [take.item for item in items for take in takes_of(item, beat_ms)]
    return min(most_ms, round(sum(max(1, int((film_ms(take) + 1) / beat_ms)) * beat_ms for take in takes)))


def cut_clips(
    brief: Brief,
    items: Sequence[MediaItem],
    *,
    grid: BeatGrid,
    phrasing: Phrasing,
    on_beat: bool,
    end_ms: int,
    frame_rate: Fraction,
    notes: list[Words],
) -> tuple[VideoClip, ...]:
    """The shots of `items` on the beats of `grid`, from 0 to `end_ms`.

    Args:
        brief: the pace, and whether sources take turns.
        items: the media in order; one may be there several times.
        grid: the beats, in ms after the stretch's start; its first beat is the start.
        phrasing: how long shots are at each beat.
        on_beat: whether the grid is one of real beats, so that clips get anchors.
        end_ms: the end of the last shot.
        frame_rate: of the film.
        notes: takes what is to be said.
    """
    beat_ms = end_ms / phrasing.beats
    takes = takes_for(
        items,
        beats=phrasing.beats,
        beat_ms=beat_ms,
        beats_per_shot=phrasing.beats_per_shot,
    )
    media = [take.item for take in takes]
    patient = brief.pace != "fast" and brief.every is None
    layout = None
    if not (brief.ordered or brief.interleaved):
        layout = drifting(media, phrasing=phrasing, beat_ms=beat_ms, patient_photos=patient)
    if layout is None:
        layout = lay_out(media, phrasing=phrasing, beat_ms=beat_ms, patient_photos=patient)
        layout = interleaved(layout, media) if brief.interleaved else layout
    shown = {media[shot.source].media_id for shot in layout.shots}
    left_out = [item.name for item in items if item.media_id not in shown]
    if left_out:
        notes.append(note("left_out", count=len(left_out), names=left_out))
    clips = clips_of(
        layout,
        media,
        grid=grid,
        anchored=on_beat,
        accented=brief.action_on_beat,
        end_ms=end_ms,
        frame_rate=frame_rate,
        energies=phrasing.strengths(
            [(s.start // layout.per_beat, -(-s.end // layout.per_beat)) for s in layout.shots]
        ),
        keeps_sound=brief.own_sound > 0,
    )
    clips = tuple(
        replace(clip, source_start_ms=clip.source_start_ms + takes[shot.source].offset_ms)
        for clip, shot in zip(clips, layout.shots, strict=True)
    )
    known = {item.media_id: item for item in items}
    clips = framed_anew(clips, known)
    own = sum(crossed(c.source_start_ms, c.source_end_ms, known[c.media_id].analysis) for c in clips)
    if own:
        notes.append(note("own_cuts", count=own))
    notes += faults_shown(clips, items)
    return clips


def whole_clips(
    items: Sequence[MediaItem],
    length: int | None,
    frame_rate: Fraction,
    notes: list[Words],
) -> tuple[VideoClip, ...]:
    """All clips one after the other, whole, or each cut down in proportion to its best moment."""
    chosen = list(items)
    if length is not None:
        room = max(1, frame_at(length, frame_rate=frame_rate) // _SHORTEST_SHOT_FRAMES)
        if len(chosen) > room:
            chosen = [items[n * len(items) // room] for n in range(room)]
            names = [i.name for i in items if i not in chosen]
            notes.append(note("left_out", count=len(names), names=names))
    total = sum(film_ms(i) for i in chosen)
    shares = _shares_ms(chosen, length if length is not None else total, frame_rate)
    spans: list[tuple[int, int]] = []
    passed = Fraction(0)
    for share in shares:
        start = ms_at(frame_at(passed, frame_rate=frame_rate), frame_rate=frame_rate)
        passed += share
        end = ms_at(frame_at(passed, frame_rate=frame_rate), frame_rate=frame_rate)
        spans.append((start, max(end - start, 0)))
    in_points = _in_points(chosen, [duration for _, duration in spans])
    clips = tuple(
        VideoClip(
            clip_id="",
            name=item.name,
            media_id=item.media_id,
            start_ms=start,
            duration_ms=duration,
            source_start_ms=in_point,
        )
        for item, (start, duration), in_point in zip(chosen, spans, in_points, strict=True)
        if duration
    )
    whole = {item.media_id: film_ms(item) - _WHOLE_WITHIN_MS for item in chosen}
    notes += faults_shown([clip for clip in clips if clip.duration_ms < whole[clip.media_id]], chosen)
    return clips


def _in_points(items: Sequence[MediaItem], durations_ms: Sequence[int]) -> list[int]:
    """Where each clip begins in its source: 0 if it is shown whole; other footage each time where there is enough."""
    found = [0] * len(items)
    by_source: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        if item.info.kind != "image" and durations_ms[n] < film_ms(item) - _WHOLE_WITHIN_MS:
            by_source.setdefault(item.media_id, []).append(n)
    for group in by_source.values():
        item = items[group[0]]
        enough = sum(durations_ms[n] for n in group) <= film_ms(item)
        for part in [group] if enough else [[n] for n in group]:
            windows = [Window(duration_ms=durations_ms[n]) for n in part]
            moments = choose_moments(
                windows, length_ms=film_ms(item), analysis=item.analysis, keeps_sound=item.info.has_audio
            )
            found = [moments[part.index(n)] if n in part else at for n, at in enumerate(found)]
    return found


def _shares_ms(items: Sequence[MediaItem], length: int, frame_rate: Fraction) -> list[Fraction]:
    """`length` in proportion to the clips' lengths; films never longer than they are, photos take up the rest."""
    total = sum(film_ms(i) for i in items)
    if length > total:
        photos = [i for i in items if i.info.kind == "image"]
        more = Fraction(length - total, len(photos)) if photos else Fraction(0)
        return [Fraction(film_ms(i)) + (more if i.info.kind == "image" else 0) for i in items]
    least = min(Fraction(1000 * _SHORTEST_SHOT_FRAMES, frame_rate), Fraction(length, len(items)))
    raw = [max(Fraction(length * film_ms(i), total), min(least, Fraction(film_ms(i)))) for i in items]
    spare = sum(raw) - length
    if spare > 0:
        # what the shortest got more than their share, the longer ones give
        over = [max(Fraction(0), r - least) for r in raw]
        whole = sum(over)
        raw = [r - (spare * o / whole if whole else 0) for r, o in zip(raw, over, strict=True)]
    return [Fraction(r) for r in raw]
