"""How far the cut between two clips can be moved while everything else stays: the bounds of a rolling edit.

The clip before the cut gives or takes what the clip behind it takes or gives. Each keeps what it shows at every moment
of the film that it still covers, so only the cut between them is seen to move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.sequence import SHORTEST_FRAMES
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import SpeedRamp, VideoClip

__all__ = ["RollingCut", "part_of_ramp", "rolled", "rolling_cuts"]

# Places are rounded to milliseconds, and a source's length with them.
_ROUNDING_MS = 1


@dataclass(frozen=True, kw_only=True)
class RollingCut:
    """A cut between two clips that follow each other, counted from 1, and from when to when it can be moved, in ms.

    `earliest_is_footage` and `latest_is_footage` say whether the bound is the end of a clip's footage; else it is the
    least length of a clip.
    """

    number: int
    before: VideoClip
    after: VideoClip
    earliest_ms: int
    latest_ms: int
    earliest_is_footage: bool
    latest_is_footage: bool

    def holds(self, time_ms: int) -> bool:
        return self.earliest_ms <= time_ms <= self.latest_ms


def rolling_cuts(
    clips: Sequence[VideoClip], media: Mapping[str, MediaItem], *, frame_rate: Fraction
) -> tuple[RollingCut, ...]:
    """The cuts of the film that can be moved.

    Args:
        clips: the film's clips in order of time.
        media: what is known of their sources, by media id; where a source's length is not known, it is no bound.
        frame_rate: of the film; both bounds are times of frames.

    Returns:
        One for each cut, but for those beside a gap. Their numbers count all the cuts of the film.
    """
    found: list[RollingCut] = []
    numbers = {start: n for n, start in enumerate(sorted({c.start_ms for c in clips if c.start_ms > 0}), 1)}
    for before, after in pairwise(clips):
        if before.end_ms != after.start_ms:
            continue
        first, last = (
            frame_at(before.start_ms, frame_rate=frame_rate),
            frame_at(after.end_ms, frame_rate=frame_rate),
        )
        cut = frame_at(after.start_ms, frame_rate=frame_rate)
        least, most = first + SHORTEST_FRAMES, last - SHORTEST_FRAMES
        head, tail = _head_ms(after, media), _tail_ms(before, media)
        earliest = least if head is None else ceil((after.start_ms - head - _ROUNDING_MS) * frame_rate / 1000)
        latest = most if tail is None else floor((before.end_ms + tail + _ROUNDING_MS) * frame_rate / 1000)
        found.append(
            RollingCut(
                number=numbers[after.start_ms],
                before=before,
                after=after,
                # A cut between clips that are shorter already stays where it is.
                earliest_ms=ms_at(min(cut, max(least, earliest)), frame_rate=frame_rate),
                latest_ms=ms_at(max(cut, min(most, latest)), frame_rate=frame_rate),
                earliest_is_footage=earliest > least,
                latest_is_footage=latest < most,
            )
        )
    return tuple(found)


def rolled(cut: RollingCut, time_ms: int) -> tuple[VideoClip, VideoClip]:
    """The two clips with the cut at `time_ms`, which it can be moved to; their anchors are left to the caller."""
    before, after = cut.before, cut.after
    by_ms = time_ms - after.start_ms
    longer = replace(before, duration_ms=before.duration_ms + by_ms, ramp=part_of_ramp(before, 0))
    if before.reversed and not before.freeze:
        longer = replace(longer, source_start_ms=max(0, before.source_end_ms - round(longer.footage_ms())))
    shorter = replace(
        after, start_ms=time_ms, duration_ms=after.duration_ms - by_ms, ramp=part_of_ramp(after, by_ms)
    )
    if not (after.reversed or after.freeze):
        start = after.source_start_ms + round(after.curve.passed_ms(by_ms))
        shorter = replace(shorter, source_start_ms=max(0, start))
    return longer, shorter


def part_of_ramp(clip: VideoClip, from_ms: int) -> SpeedRamp | None:
    """The ramp of a clip as that of its part from `from_ms` on: it goes on as it was for the whole."""
    ramp = clip.ramp
    if ramp is None:
        return None
    start, end = ramp.span_ms or (0, clip.duration_ms)
    return replace(ramp, peak_ms=ramp.peak_ms - from_ms, span_ms=(start - from_ms, end - from_ms))


def _tail_ms(clip: VideoClip, media: Mapping[str, MediaItem]) -> Fraction | None:
    """How much longer a clip can get at its end; None where there is no limit."""
    footage = None if clip.freeze else source_ms(media.get(clip.media_id))
    if footage is None:
        return None
    # Backwards, what comes next lies before the in-point.
    more = clip.source_start_ms if clip.reversed else footage - clip.source_end_ms
    return max(Fraction(0), clip.curve.time_ms(clip.footage_ms() + max(0, more)) - clip.duration_ms)


def _head_ms(clip: VideoClip, media: Mapping[str, MediaItem]) -> Fraction | None:
    """How much earlier a clip can begin; None where there is no limit."""
    footage = None if clip.freeze else source_ms(media.get(clip.media_id))
    if footage is None:
        return None
    more = footage - clip.source_end_ms if clip.reversed else clip.source_start_ms
    return max(Fraction(0), -clip.curve.time_ms(-max(0, more)))
