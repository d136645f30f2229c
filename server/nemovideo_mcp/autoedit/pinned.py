"""Auto-edit around clips that somebody edited by name: these stay, and the stretches between them are solved anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nemovideo_mcp.autoedit.arc import Stretch, stretches_of
from nemovideo_mcp.autoedit.brief import Brief
from nemovideo_mcp.autoedit.film import cut_clips, whole_clips
from nemovideo_mcp.autoedit.layout import film_ms
from nemovideo_mcp.autoedit.music import music_clips
from nemovideo_mcp.autoedit.notes import note
from nemovideo_mcp.autoedit.pacing import phrasing_of
from nemovideo_mcp.autoedit.settings import with_settings
from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, VideoClip

__all__ = ["around_pinned"]

_SHORTEST_STRETCH_MS = 400
_NEAR_MS = 120
_ANY_LENGTH_MS = 24 * 60 * 60_000


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """A run of clips that may be solved anew, as long as it is now; or, where `pinned` is set, that one clip."""

    length_ms: int
    sources: tuple[str, ...] = ()
    pinned: VideoClip | None = None


def around_pinned(
    timeline: Timeline,
    brief: Brief,
    items: Sequence[MediaItem],
    *,
    media: Mapping[str, MediaItem],
    notes: list[Words],
    fit: Callable[[Timeline], Timeline],
) -> Timeline:
    """The film of `brief` with its pinned clips as they are, in their places in the order.

    Args:
        timeline: the film as it stands.
        brief: what it is to be.
        items: the sources that may be shown, in order.
        media: the project's, by id.
        notes: takes what is to be said.
        fit: gives the film the music of its new length.

    Raises:
        EditRefused: where the pinned clips leave no room for the length that is wanted.
    """
    stretches = _with_new(_stretches(timeline), items)
    fixed = sum(s.length_ms for s in stretches if s.pinned)
    free = [s for s in stretches if not s.pinned]
    wanted = brief.length_ms or timeline.duration_ms
    room = wanted - fixed
    spans = [_span_ms(stretch, items) for stretch in stretches]
    least = sum(shortest for shortest, _ in spans)
    most = [longest for (_, longest), s in zip(spans, stretches, strict=True) if not s.pinned]
    if (free and wanted < least) or (not free and abs(room) > _NEAR_MS):
        raise refuse(
            f"the clips that were edited by name take {seconds(fixed)} s, "
            f"so the film cannot be {seconds(wanted)} s long.",
            f"单独编辑过的片段共 {seconds(fixed)} 秒，影片无法做成 {seconds(wanted)} 秒。",
            nearest={"op": "set_film_length", "length": least / 1000},
        )
    if free and room > sum(most):
        raise refuse(
            f"there is not enough footage to fill {seconds(wanted)} s around the clips that were edited by name.",
            f"在单独编辑过的片段之外，素材不足以填满 {seconds(wanted)} 秒。",
            nearest={"op": "set_film_length", "length": (fixed + sum(most)) / 1000},
        )
    shares = iter(_shares(room, [s.length_ms for s in free], most))
    beats = beats_of(timeline)
    stretches_ms = stretches_of(music_clips(timeline), media)
    clips: list[VideoClip] = []
    at_ms = 0
    for number, stretch in enumerate(stretches):
        if stretch.pinned is not None:
            clips.append(_placed(stretch.pinned, at_ms, beats, timeline.frame_rate))
            at_ms = clips[-1].end_ms
            continue
        shortest, longest = spans[number]
        behind = [sum(lengths) for lengths in zip(*spans[number + 1 :], strict=True)] or [0, 0]
        earliest = max(at_ms + shortest, wanted - behind[1])
        latest = max(earliest, min(at_ms + longest, wanted - behind[0]))
        end = min(max(Fraction(at_ms) + next(shares), Fraction(earliest)), Fraction(latest))
        if brief.cut and beats.known and number < len(stretches) - 1:
            end = _on_beat(end, earliest, latest, beats)
        end_ms = ms_at(frame_at(end, frame_rate=timeline.frame_rate), frame_rate=timeline.frame_rate)
        clips += _solved(brief, _chosen(stretch, items), at_ms, end_ms, beats, timeline, stretches_ms, notes)
        at_ms = end_ms
    kept = [c for c in clips if c.pinned]
    free_clips = [c for c in clips if not c.pinned]
    before = [c for c in timeline.video_clips if not c.pinned]
    settled = iter(with_settings(free_clips, before, own_sound=brief.own_sound, fit=brief.fit))
    clips = [c if c.pinned else next(settled) for c in clips]
    notes.append(note("pinned", names=[f"{c.name} ({c.clip_id})" for c in kept]))
    return fit(timeline.with_shots(clips))


def _chosen(stretch: _Stretch, items: Sequence[MediaItem]) -> list[MediaItem]:
    """What may be shown in a stretch; everything where none of its own sources is wanted any more."""
    return [i for i in items if i.media_id in stretch.sources] or list(items)


def _footage_ms(items: Sequence[MediaItem]) -> int:
    """How long the sources can be shown; a photo for as long as anybody wants."""
    return sum(_ANY_LENGTH_MS if i.info.kind == "image" else film_ms(i) for i in items)


def _span_ms(stretch: _Stretch, items: Sequence[MediaItem]) -> tuple[int, int]:
    """The least and the most that a stretch takes."""
    if stretch.pinned:
        return stretch.length_ms, stretch.length_ms
    most = _footage_ms(_chosen(stretch, items))
    return min(_SHORTEST_STRETCH_MS, most), most


def _on_beat(end_ms: Fraction, earliest_ms: int, latest_ms: int, beats: Beats) -> Fraction:
    """The beat nearest to `end_ms`, as far as one leaves room for the stretch and for what follows it."""
    index, near = beats.nearest(end_ms), beats.period_ms / 2
    around = [beats.time_ms(index + n) for n in (-1, 0, 1)]
    fitting = [beat for beat in around if earliest_ms <= beat <= latest_ms + near]
    return min(fitting, key=lambda beat: abs(beat - end_ms), default=end_ms)


def _shares(room_ms: int, weights: Sequence[int], most_ms: Sequence[int]) -> list[Fraction]:
    """`room_ms` by the weights, none above its most; what these cannot take goes to the others."""
    shares = [Fraction(0)] * len(weights)
    rest = Fraction(room_ms)
    left: set[int] = set(range(len(weights)))
    while left:
        whole = sum(max(1, weights[n]) for n in left)
        full: set[int] = {n for n in left if rest * max(1, weights[n]) / whole >= most_ms[n]}
        for n in full or left:
            shares[n] = Fraction(most_ms[n]) if full else rest * max(1, weights[n]) / whole
        rest -= sum(shares[n] for n in full)
        left -= full or set(left)
    return shares


def _stretches(timeline: Timeline) -> list[_Stretch]:
    found: list[_Stretch] = []
    for clip in timeline.video_clips:
        if clip.pinned:
            found.append(_Stretch(length_ms=clip.duration_ms, pinned=clip))
        elif found and found[-1].pinned is None:
            last = found[-1]
            found[-1] = replace(
                last, length_ms=last.length_ms + clip.duration_ms, sources=(*last.sources, clip.media_id)
            )
        else:
            found.append(_Stretch(length_ms=clip.duration_ms, sources=(clip.media_id,)))
    return found


def _with_new(stretches: list[_Stretch], items: Sequence[MediaItem]) -> list[_Stretch]:
    """Sources that the film does not show yet come in at its end."""
    shown = {s.pinned.media_id for s in stretches if s.pinned} | {i for s in stretches for i in s.sources}
    fresh = [i for i in items if i.media_id not in shown]
    if not fresh:
        return stretches
    ids = tuple(i.media_id for i in fresh)
    length = sum(i.info.duration_ms or 3000 for i in fresh)
    if stretches and stretches[-1].pinned is None:
        last = stretches[-1]
        return [
            *stretches[:-1],
            replace(last, length_ms=last.length_ms + length, sources=(*last.sources, *ids)),
        ]
    return [*stretches, _Stretch(length_ms=length, sources=ids)]


def _placed(clip: VideoClip, at_ms: int, beats: Beats, frame_rate: Fraction) -> VideoClip:
    """A pinned clip where it now begins; only its place and its anchor are new."""
    end_ms = ms_at(frame_at(at_ms + clip.duration_ms, frame_rate=frame_rate), frame_rate=frame_rate)
    if at_ms == clip.start_ms:
        return clip
    index = beats.index_at(at_ms) if beats.cut else None
    return replace(
        clip,
        start_ms=at_ms,
        duration_ms=end_ms - at_ms,
        anchor=beats.anchor(index) if index is not None else None,
    )


def _solved(
    brief: Brief,
    items: Sequence[MediaItem],
    start_ms: int,
    end_ms: int,
    beats: Beats,
    timeline: Timeline,
    stretches: Sequence[Stretch],
    notes: list[Words],
) -> list[VideoClip]:
    """The shots from `start_ms` to `end_ms`."""
    rate = timeline.frame_rate
    if not (brief.cut and beats.known):
        clips = whole_clips(items, end_ms - start_ms, rate, notes)
        return _shifted(clips, start_ms, end_ms, rate)
    first = beats.nearest(start_ms)
    count = max(1, beats.nearest(end_ms) - first)
    times = [max(Fraction(0), beats.time_ms(first + n) - start_ms) for n in range(count)]
    times[0] = Fraction(0)
    grid = BeatGrid(tuple(times), (beats.grid.downbeat_index - first) % beats.per_bar, beats.per_bar)
    under = [s for n, s in enumerate(stretches) if not _ends_by(stretches, n, start_ms)]
    phrasing = phrasing_of(
        times_ms=[float(t) for t in times],
        downbeat=grid.downbeat_index,
        beats_per_bar=beats.per_bar,
        pace=brief.pace,
        every=brief.every,
        stretches=[replace(s, start_ms=s.start_ms - start_ms) for s in under],
    )
    clips = cut_clips(
        brief,
        items,
        grid=grid,
        phrasing=phrasing,
        on_beat=True,
        end_ms=end_ms - start_ms,
        frame_rate=rate,
        notes=notes,
    )
    # A frame of the stretch is not always one of the film: cuts on beats are placed by the film's own beats.
    placed = [
        beats.on_frame(beats.time_ms(first + grid.index_of(c.anchor))) - start_ms if c.anchor else c.start_ms
        for c in clips
    ]
    moved: list[VideoClip] = []
    for clip in _shifted(
        [replace(c, start_ms=at) for c, at in zip(clips, placed, strict=True)], start_ms, end_ms, rate
    ):
        index = beats.index_at(clip.start_ms)
        moved.append(replace(clip, anchor=beats.anchor(index) if index is not None else None))
    return moved


def _ends_by(stretches: Sequence[Stretch], number: int, time_ms: int) -> bool:
    return number + 1 < len(stretches) and stretches[number + 1].start_ms <= time_ms


def _shifted(clips: Sequence[VideoClip], start_ms: int, end_ms: int, frame_rate: Fraction) -> list[VideoClip]:
    """`clips` from `start_ms` to `end_ms`, on frames and without gaps."""
    inner = [
        ms_at(frame_at(c.start_ms + start_ms, frame_rate=frame_rate), frame_rate=frame_rate)
        for c in clips[1:]
    ]
    bounds = [start_ms, *inner, end_ms]
    return [
        replace(clip, start_ms=start, duration_ms=end - start)
        for clip, start, end in zip(clips, bounds, bounds[1:], strict=False)
    ]
