"""What lies over the film after its clips have moved: texts and overlays, captions, which stay with their footage.

A text or overlay stays with the clip that it begins on; one at the film's start or end stays there. An overlay that
covers clips from their first frame to their last one goes on doing so, and goes with them. A caption stays with the
footage that it begins over: it is moved, shortened and slowed down with it, and goes where that is not shown any more.

All look-ups are made once for an edit, so that thousands of captions over thousands of clips cost no more than that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import CaptionClip, OverlayClip, TextClip, Timeline, VideoClip

__all__ = ["Moves", "source_ms", "within_footage"]

# Two frames at 25 a second.
_BEFORE_CUT_MS = 80

_Laid = TypeVar("_Laid", TextClip, OverlayClip)


def source_ms(item: MediaItem | None) -> int | None:
    """How long the footage of a medium is; None for a photo, which lasts for ever, and for one that is not known."""
    return item.info.duration_ms if item and item.info.kind == "video" else None


def within_footage(overlay: OverlayClip, item: MediaItem | None) -> OverlayClip:
    """`overlay`, which shows `item`: where that is a film, it ends with it."""
    footage = source_ms(item)
    if footage is None:
        return overlay
    return replace(overlay, duration_ms=max(1, min(overlay.duration_ms, footage - overlay.source_start_ms)))


class Moves:
    """Where everything stands once the clips of `before` have become those of `after`."""

    def __init__(self, before: Timeline, after: Timeline) -> None:
        self.before, self.after = before, after
        self._old = _Clips(_by_track(before))
        self._new = _Clips(_by_track(after))
        known = self._new.by_id
        self._kept = _Clips([[c for c in clips if c.clip_id in known] for clips in _by_track(before)])
        self._split: dict[str, tuple[list[float], list[VideoClip]]] = {}

    def text(self, text: _Laid) -> _Laid:
        """Where a text or overlay stands; never behind the film's end."""
        old_end, end = self.before.duration_ms, self.after.duration_ms
        start, length = text.start_ms, text.duration_ms
        if text.start_ms == 0 and text.end_ms >= old_end:
            start, length = 0, end
        elif text.start_ms > 0 and text.end_ms >= old_end:
            start = end - min(length, end)
        elif text.start_ms > 0:
            start = self._followed(text.start_ms)
        start = min(start, max(0, end - min(length, end)))
        return replace(text, start_ms=start, duration_ms=max(1, min(length, end - start)))

    def overlay(self, overlay: OverlayClip, item: MediaItem | None) -> OverlayClip | None:
        """Where an overlay stands, within its footage; None where its clips are gone."""
        is_whole = overlay.start_ms == 0 and overlay.end_ms >= self.before.duration_ms
        covered = None if is_whole else self._covered(overlay)
        if not covered:
            moved = self.text(overlay)
        elif not any(clip_id in self._new.by_id for clip_id in covered):
            return None
        else:
            start, end = self._run_of(covered)
            moved = (
                replace(overlay, start_ms=start, duration_ms=end - start)
                if end > start
                else self.text(overlay)
            )
        return within_footage(moved, item)

    def caption(self, caption: CaptionClip) -> CaptionClip | None:
        """Where a caption stands; None where what it began over is not shown any more.

        One that begins over no clip, or behind the film's end, keeps its time.
        """
        old, lead = self._owner(caption)
        if old is None:
            return caption
        from_ms = caption.start_ms + lead
        place = self._place(old, from_ms, caption.end_ms)
        if place is None:
            return None
        start, end, pace, lost = place
        start = max(0, start - lead)
        length = max(1, end - start)
        if (start, length, pace) == (caption.start_ms, caption.duration_ms, 1.0):
            return caption
        words = tuple(
            replace(
                word,
                start_ms=min(length, max(0, round(word.start_ms * pace - lost))),
                end_ms=min(length, max(0, round(word.end_ms * pace - lost))),
            )
            for word in caption.words
        )
        return replace(caption, start_ms=start, duration_ms=length, words=words)

    def _owner(self, caption: CaptionClip) -> tuple[VideoClip | None, int]:
        """The clip that a caption begins on, and how many ms before its first frame it does so.

        Files of captions are not exact to the frame: one that goes over a cut which it begins just before is of the
        clip behind the cut.
        """
        old = self._old.at(caption.start_ms)
        if caption.duration_ms > 2 * _BEFORE_CUT_MS:
            behind = self._old.at(caption.start_ms + _BEFORE_CUT_MS)
            if behind is not None and behind.start_ms > caption.start_ms:
                return behind, behind.start_ms - caption.start_ms
        return old, 0

    def _place(self, old: VideoClip, from_ms: int, to_ms: int) -> tuple[int, int, float, float] | None:
        """Where that stands which lay from `from_ms`, over `old`, to `to_ms`.

        Returns:
            From when to when, how much longer it takes than before, and how many ms of it are cut off at its start.
        """
        last_ms = min(to_ms, old.end_ms)
        behind = to_ms - last_ms
        first = self._shown(old, from_ms)
        if first is not None:
            clip, start = first
            pace = _pace(old, clip, from_ms, last_ms)
            end = start + (last_ms - from_ms) * pace
            last = self._shown(old, last_ms - 1)
            # Where its end is cut off with the clip's, it ends with the clip; over a cut that came between it goes on.
            end = end if last is not None and last[0] is not clip else min(end, clip.end_ms)
            return round(start), round(end) + behind, pace, 0.0
        clip = self._new.by_id.get(old.clip_id)
        if clip is None or not _same_footage(old, clip):
            return None
        begins, ends = (_moment(clip, _footage(old, ms)) for ms in (from_ms, last_ms))
        if not begins < clip.start_ms < ends:
            return None
        end = round(min(ends, clip.end_ms)) + behind
        return clip.start_ms, end, _pace(old, clip, from_ms, last_ms), clip.start_ms - begins

    def _shown(self, old: VideoClip, time_ms: int) -> tuple[VideoClip, float] | None:
        """The clip and the moment that show what `old` showed at `time_ms`; None where nothing does."""
        same = self._new.by_id.get(old.clip_id)
        if same is None:
            return None
        if not _same_footage(old, same):
            moment = same.start_ms + time_ms - old.start_ms
            return (same, moment) if moment < same.end_ms else None
        footage = _footage(old, time_ms)
        moment = _moment(same, footage)
        if same.start_ms <= moment < same.end_ms:
            return same, moment
        return self._in_parts(same, footage)

    def _in_parts(self, first: VideoClip, footage: float) -> tuple[VideoClip, float] | None:
        """The same in the clips that were made of `first`, which follow it."""
        keys, parts = self._parts(first)
        place = bisect_right(keys, -footage if first.reversed else footage) - 1
        if not 0 <= place < len(parts):
            return None
        moment = _moment(parts[place], footage)
        return (parts[place], moment) if parts[place].start_ms <= moment < parts[place].end_ms else None

    def _parts(self, first: VideoClip) -> tuple[list[float], list[VideoClip]]:
        """The clips made of `first`, in order, by the footage that they begin with."""
        found = self._split.get(first.clip_id)
        if found is None:
            parts: list[VideoClip] = []
            for clip in self._new.in_order[self._new.places[first.clip_id] + 1 :]:
                if clip.clip_id in self._old.by_id or not _same_footage(first, clip):
                    break
                parts.append(clip)
            keys = [-float(p.source_end_ms) if p.reversed else float(p.source_start_ms) for p in parts]
            # Parts that are not in order are not looked for.
            in_order = all(a < b for a, b in pairwise(keys))
            found = self._split[first.clip_id] = (keys, parts if in_order else list[VideoClip]())
        return found

    def _followed(self, time_ms: int) -> int:
        """The moment of the film that shows what was shown at `time_ms`, or what took its place."""
        old = self._old.at(time_ms)
        if old is None:
            return time_ms
        new = self._new.by_id.get(old.clip_id)
        if new is not None:
            return new.start_ms + min(time_ms - old.start_ms, max(0, new.duration_ms - 1))
        earlier = self._kept.last_before(old.start_ms)
        return self._new.by_id[earlier.clip_id].end_ms if earlier else 0

    def _covered(self, overlay: OverlayClip) -> frozenset[str]:
        """The clips that the overlay covers from the first one's first frame to the last one's last; none where it ends
        elsewhere."""
        inside = self._old.within(overlay.start_ms, overlay.end_ms)
        edges = (min((c.start_ms for c in inside), default=-1), max((c.end_ms for c in inside), default=-1))
        is_covering = edges == (overlay.start_ms, overlay.end_ms)
        return frozenset(c.clip_id for c in inside) if is_covering else frozenset()

    def _run_of(self, covered: frozenset[str]) -> tuple[int, int]:
        """From where to where the clips `covered`, and those made of them, follow one another; else (0, 0)."""
        clips = self._new.in_order
        left = {clip_id for clip_id in covered if clip_id in self._new.by_id}
        first = min(self._new.places[clip_id] for clip_id in left)
        run = [clips[first]]
        for clip in clips[first + 1 :]:
            is_made = clip.clip_id not in self._old.by_id and clip.media_id == run[-1].media_id
            if clip.clip_id not in covered and not is_made:
                break
            run.append(clip)
        return (run[0].start_ms, run[-1].end_ms) if left <= {c.clip_id for c in run} else (0, 0)


def _same_footage(one: VideoClip, other: VideoClip) -> bool:
    """Whether both run through the same file in the same direction."""
    return (one.media_id, one.reversed) == (other.media_id, other.reversed) and not (
        one.freeze or other.freeze
    )


def _footage(clip: VideoClip, time_ms: float) -> float:
    """What moment of its source a clip shows at `time_ms` of the film."""
    if clip.ramp is not None:
        return float(clip.source_at(Fraction(time_ms) - clip.start_ms))
    into = (time_ms - clip.start_ms) * clip.speed
    return clip.source_end_ms - into if clip.reversed else clip.source_start_ms + into


def _moment(clip: VideoClip, footage: float) -> float:
    """When a clip shows a moment of its source, also outside of it."""
    if clip.ramp is not None:
        return clip.start_ms + float(clip.offset_of(Fraction(footage)))
    into = clip.source_end_ms - footage if clip.reversed else footage - clip.source_start_ms
    return clip.start_ms + into / clip.speed


def _pace(old: VideoClip, new: VideoClip, from_ms: float, to_ms: float) -> float:
    """How much longer `new` takes for what `old` shows between two moments."""
    if not _same_footage(old, new):
        return 1.0
    if old.ramp == new.ramp and (old.ramp is None or old.duration_ms == new.duration_ms):
        return old.speed / new.speed
    if to_ms <= from_ms:
        return 1.0
    begins, ends = (_moment(new, _footage(old, time_ms)) for time_ms in (from_ms, to_ms))
    return abs(ends - begins) / (to_ms - from_ms)


def _by_track(timeline: Timeline) -> list[list[VideoClip]]:
    return [[c for c in track.clips if isinstance(c, VideoClip)] for track in timeline.tracks]


class _Clips:
    """Clips by track, to be found by id and by time."""

    def __init__(self, tracks: Sequence[Sequence[VideoClip]]) -> None:
        self._all = [clip for clips in tracks for clip in clips]
        # The first of several of one id counts.
        self.by_id: Mapping[str, VideoClip] = {c.clip_id: c for c in reversed(self._all)}
        self.in_order = sorted(self._all, key=lambda c: c.start_ms)
        self.places = {c.clip_id: n for n, c in reversed(list(enumerate(self.in_order)))}
        self._runs = [(clips, [c.start_ms for c in clips]) for clips in tracks if clips]
        # Of our own drafts every track is one; what others wrote is looked through.
        self._is_plain = all(_is_run(clips) for clips, _ in self._runs)

    def at(self, time_ms: int) -> VideoClip | None:
        """The first clip, in the order of the tracks, that shows something at `time_ms`."""
        if not self._is_plain:
            return next((c for c in self._all if c.start_ms <= time_ms < c.end_ms), None)
        for clips, starts in self._runs:
            place = bisect_right(starts, time_ms) - 1
            if place >= 0 and time_ms < clips[place].end_ms:
                return clips[place]
        return None

    def last_before(self, start_ms: int) -> VideoClip | None:
        """Of the clips that begin before `start_ms`, the last one in the order of the tracks."""
        if not self._is_plain:
            return next((c for c in reversed(self._all) if c.start_ms < start_ms), None)
        for clips, starts in reversed(self._runs):
            if place := bisect_left(starts, start_ms):
                return clips[place - 1]
        return None

    def within(self, start_ms: int, end_ms: int) -> list[VideoClip]:
        """The clips that lie between two moments with all of their length."""
        parts = [
            clips[bisect_left(starts, start_ms) : bisect_left(starts, end_ms)] if self._is_plain else clips
            for clips, starts in self._runs
        ]
        return [c for part in parts for c in part if start_ms <= c.start_ms and c.end_ms <= end_ms]


def _is_run(clips: Sequence[VideoClip]) -> bool:
    return all(a.end_ms <= b.start_ms and a.start_ms < b.start_ms for a, b in pairwise(clips))
