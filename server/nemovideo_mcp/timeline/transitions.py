"""Transitions as they are seen: between which clips, over which frames, and what the sources have for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import get_args

from nemovideo_mcp.timeline.choices import TransitionKind
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import Timeline, TrackKind, VideoClip

__all__ = ["TRANSITION_KINDS", "Crossing", "crossings_of", "handle_ms", "handles_ms", "shot_bounds_ms"]

TRANSITION_KINDS: tuple[str, ...] = get_args(TransitionKind)


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """A transition from `before` to `after`: `frames` frames about `cut_frame`, the first frame of `after`.

    `lead` of them come before the cut. The rest, `tail`, is one more where the number is odd.
    """

    kind: str
    before: VideoClip
    after: VideoClip
    cut_frame: int
    frames: int
    frame_rate: Fraction

    @property
    def lead(self) -> int:
        return self.frames // 2

    @property
    def tail(self) -> int:
        return self.frames - self.lead

    @property
    def first_frame(self) -> int:
        return self.cut_frame - self.lead

    @property
    def start_ms(self) -> int:
        return ms_at(self.first_frame, frame_rate=self.frame_rate)

    @property
    def end_ms(self) -> int:
        return ms_at(self.cut_frame + self.tail, frame_rate=self.frame_rate)

    @property
    def duration_ms(self) -> int:
        return ms_at(self.frames, frame_rate=self.frame_rate)


def crossings_of(timeline: Timeline) -> tuple[Crossing, ...]:
    """The transitions that are seen, in order of time.

    A clip has one where the clip before it ends as it starts. It takes at most half of each of its clips, so that two
    never overlap. One under another track's clip is not seen.
    """
    found: list[Crossing] = []
    for track in timeline.tracks:
        if track.kind != TrackKind.VIDEO:
            continue
        clips = [clip for clip in track.clips if isinstance(clip, VideoClip)]
        for before, after in pairwise(clips):
            if after.transition_in is not None and before.end_ms == after.start_ms:
                crossing = _crossing(timeline.frame_rate, before, after)
                if crossing is not None and not _is_covered(timeline, crossing):
                    found.append(crossing)
    return tuple(sorted(found, key=lambda crossing: crossing.cut_frame))


def _crossing(rate: Fraction, before: VideoClip, after: VideoClip) -> Crossing | None:
    transition = after.transition_in
    if transition is None or transition.kind not in TRANSITION_KINDS:
        return None
    first, cut, end = (
        frame_at(ms, frame_rate=rate) for ms in (before.start_ms, after.start_ms, after.end_ms)
    )
    frames = frame_at(transition.duration_ms, frame_rate=rate)
    if frames // 2 > (cut - first) // 2 or frames - frames // 2 > (end - cut) // 2:
        frames = 2 * min((cut - first) // 2, (end - cut) // 2)
    if frames < 2:
        return None
    return Crossing(
        kind=transition.kind, before=before, after=after, cut_frame=cut, frames=frames, frame_rate=rate
    )


def _is_covered(timeline: Timeline, crossing: Crossing) -> bool:
    start_ms, end_ms = crossing.start_ms, crossing.end_ms
    return any(
        clip.start_ms < end_ms and clip.end_ms > start_ms and clip not in (crossing.before, crossing.after)
        for clip in timeline.video_clips
    )


@lru_cache(maxsize=256)
def _frame_ms(frame_rate: float) -> Fraction:
    """How long a frame is seen; asked for with every shot of a plan."""
    return Fraction(1000) / Fraction(str(frame_rate))


def shot_bounds_ms(
    clip: VideoClip, info: MediaInfo, shot_starts_ms: Sequence[int]
) -> tuple[Fraction, Fraction]:
    """The first and the last picture, in ms of the source, of the shots that `clip` shows of it.

    `shot_starts_ms` are the source's own cuts; a clip that begins or ends within half a frame of one stands on it.
    """
    frame_ms = _frame_ms(info.frame_rate or 25)
    starts = [s for s in shot_starts_ms if 0 < s < info.duration_ms]
    first = max((s for s in starts if s <= clip.source_start_ms + frame_ms / 2), default=0)
    end = min((s for s in starts if s >= clip.source_end_ms - frame_ms / 2), default=info.duration_ms)
    return Fraction(first), max(Fraction(first), end - frame_ms)


def handle_ms(
    clip: VideoClip, info: MediaInfo | None, shot_starts_ms: Sequence[int] = (), *, tail: bool
) -> Fraction | None:
    """How long the source of `clip` goes on behind the clip's end (`tail`), or is there before its start, on screen.

    It does not go on over the source's own cuts. None is for ever: a photo, a frozen picture, an unknown source.
    """
    handles = handles_ms(clip, info, shot_starts_ms)
    return handles and handles[tail]


def handles_ms(
    clip: VideoClip, info: MediaInfo | None, shot_starts_ms: Sequence[int] = ()
) -> tuple[Fraction, Fraction] | None:
    """Both handles of a clip, before its start and behind its end, as `handle_ms` tells each of them."""
    if clip.freeze or info is None or info.kind != "video" or not info.duration_ms or clip.speed <= 0:
        return None
    first, last = shot_bounds_ms(clip, info, shot_starts_ms)
    end = last + _frame_ms(info.frame_rate or 25)
    spare_ms = clip.source_start_ms - first, end - clip.source_end_ms
    before, behind = reversed(spare_ms) if clip.reversed else spare_ms
    if clip.ramp is None:
        speeds = (Fraction(clip.speed), Fraction(clip.speed))
    else:
        speeds = (clip.curve.speed_at(0), clip.curve.speed_at(clip.duration_ms))
    return max(Fraction(0), before / speeds[0]), max(Fraction(0), behind / speeds[1])
