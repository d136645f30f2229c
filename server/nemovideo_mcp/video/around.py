"""The frames around a cut, as the export shows them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from PIL import Image

from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.chunk import composed_frames
from nemovideo_mcp.video.compositor import picture_of
from nemovideo_mcp.video.plan import ChunkSpec, SourceFile, plan_window

__all__ = ["SeenFrame", "frames_around"]


@dataclass(frozen=True, kw_only=True)
class SeenFrame:
    """A frame of the film: `offset` counts from the first after the cut (0); `name` and `clip_id` are its clip's."""

    image: Image.Image
    time_ms: int
    offset: int
    name: str
    clip_id: str = ""


def frames_around(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, at_ms: int, each_side: int, max_width: int
) -> tuple[SeenFrame, ...]:
    """`each_side` frames before `at_ms` and as many from it on, fewer at the ends of the film; none if it is empty.

    They are composed by what renders the export, then made `max_width` wide at most. Raises RenderFailed, which names
    the clip that cannot be shown.
    """
    cut = frame_at(at_ms, frame_rate=timeline.frame_rate)
    spec = plan_window(timeline, sources, first_frame=cut - each_side, end_frame=cut + each_side)
    if spec is None:
        return ()
    first = max(0, cut - each_side)
    scale = min(1.0, max_width / spec.width)
    size = max(1, round(spec.width * scale)), max(1, round(spec.height * scale))
    with closing(composed_frames(spec)) as frames:
        return tuple(
            SeenFrame(
                image=picture_of(frame).resize(size, Image.Resampling.LANCZOS),
                time_ms=ms_at(first + number, frame_rate=timeline.frame_rate),
                offset=first + number - cut,
                name=_name_at(spec, number),
                clip_id=_clip_at(timeline, first + number),
            )
            for number, frame in enumerate(frames)
        )


def _name_at(spec: ChunkSpec, frame: int) -> str:
    return next((p.name for p in spec.pieces if p.first_frame <= frame < p.end_frame), "")


def _clip_at(timeline: Timeline, frame: int) -> str:
    """The id of the clip that is on screen in the `frame`-th picture of the film."""
    time_ms = ms_at(frame, frame_rate=timeline.frame_rate)
    return next((c.clip_id for c in timeline.video_clips if c.start_ms <= time_ms < c.end_ms), "")
