"""How much of a film an edit throws away, and whether that is more than half. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nemovideo_mcp.edit.workspace import Done
from nemovideo_mcp.timeline.model import Timeline, VideoClip

__all__ = ["Loss", "has_handwork", "loss_of", "lost_share"]

_NAMED = frozenset(("remove_clips", "replace_clip"))
"""Operations that take the clips away which they name."""

_WHOLE = frozenset(("open_edit",))
"""Operations that put another film in the place of the one that is there."""

_FEWEST = 3
"""Clips that go before anybody is asked: fewer are seen at a glance, and are back with one undo."""

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What an edit throws away: so many of the film's clips, which last so long of its pictures."""

    clips: int
    of_clips: int
    lost_ms: int
    of_ms: int


def loss_of(before: Timeline, after: Timeline, done: Sequence[Done]) -> Loss | None:
    """What an edit throws away, where that is more than half of the film.

    Only clips count that the edit takes away as clips. What shortens a film by naming a length, a time or a speed, or
    makes it anew from its sources, keeps to what was asked for in numbers, and the footage stays at hand for the next
    edit. A clip whose footage is shown elsewhere in the new film, as one half of a split or a copy, is not lost.

    Args:
        before: the film before the edit.
        after: the film behind it.
        done: what the edit has done, in order.

    Returns:
        The loss; None where it is at most half of the film's time, or of fewer than three clips.
    """
    clips = before.video_clips
    taken = _taken(clips, done)
    left = _footage_of(after.video_clips)
    gone = [(clip, lost) for clip in clips if clip.clip_id in taken and (lost := _lost_ms(clip, left)) > 0]
    lost_ms, of_ms = sum(lost for _, lost in gone), sum(clip.duration_ms for clip in clips)
    if len(gone) < _FEWEST or 2 * lost_ms <= of_ms:
        return None
    return Loss(clips=len(gone), of_clips=len(clips), lost_ms=lost_ms, of_ms=of_ms)


def lost_share(before: Timeline, after: Timeline) -> float:
    """The share of the film `before`, 0 to 1 of its clips' time, whose footage is not in the film `after`.

    Unlike `loss_of` it counts whatever makes footage go: trims, lengths, a film that is made anew.
    """
    whole_ms = sum(clip.duration_ms for clip in before.video_clips)
    left = _footage_of(after.video_clips)
    lost_ms = sum(_lost_ms(clip, left) for clip in before.video_clips)
    return lost_ms / whole_ms if whole_ms else 0.0


def has_handwork(timeline: Timeline) -> bool:
    """Whether a film holds what a person made: clips that were edited by name, texts, captions or overlays."""
    by_hand = any(clip.pinned for clip in timeline.video_clips)
    return by_hand or bool(timeline.text_clips or timeline.overlay_clips or timeline.captions)


def _taken(clips: Iterable[VideoClip], done: Sequence[Done]) -> set[str]:
    """The ids of the clips that an edit takes away as clips."""
    if any(one.op in _WHOLE and one.changed for one in done):
        return {clip.clip_id for clip in clips}
    return {clip_id for one in done if one.op in _NAMED and one.changed for clip_id in one.ids}


class _Footage:
    """The footage of one medium that a film shows, as stretches that do not touch, in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        # How much is covered by the stretches before each.
        self._before: list[int] = [0]
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)
        for start, end in zip(self._starts, self._ends, strict=True):
            self._before.append(self._before[-1] + end - start)

    def shows(self, at: int) -> bool:
        """Whether the moment is shown."""
        n = bisect_right(self._starts, at)
        return n > 0 and at <= self._ends[n - 1]

    def covered(self, span: Span) -> int:
        """How much of the span is shown."""
        return self._up_to(span[1]) - self._up_to(span[0])

    def _up_to(self, at: int) -> int:
        n = bisect_right(self._starts, at)
        return self._before[n] - max(0, self._ends[n - 1] - at) if n else 0


def _footage_of(clips: Iterable[VideoClip]) -> Mapping[str, _Footage]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for clip in clips:
        spans[clip.media_id].append(_shown(clip))
    return {media_id: _Footage(found) for media_id, found in spans.items()}


def _lost_ms(clip: VideoClip, left: Mapping[str, _Footage]) -> int:
    """How much of the time of `clip` is of footage that is not in `left`; a still one is shown or not."""
    footage = left.get(clip.media_id)
    if footage is None:
        return clip.duration_ms
    start, end = _shown(clip)
    if start == end:
        return 0 if footage.shows(start) else clip.duration_ms
    return round(clip.duration_ms * (end - start - footage.covered((start, end))) / (end - start))


def _shown(clip: VideoClip) -> Span:
    return clip.source_start_ms, clip.source_end_ms
