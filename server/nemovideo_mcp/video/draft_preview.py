"""A stretch of the film as a draft: few small frames a second, composed by what renders the export."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction

from PIL import Image

from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.chunk import composed_frames
from nemovideo_mcp.video.compositor import picture_of
from nemovideo_mcp.video.plan import SourceFile, plan_window

__all__ = ["DRAFT_RATE", "DRAFT_VERSION", "DRAFT_WINDOW_MS", "Draft", "draft_at"]

DRAFT_VERSION = 1
"""Part of the names of kept drafts: raise it when the same film comes to be shown differently in one."""

DRAFT_RATE = 8
"""Frames a second; each lasts a whole number of ms."""

DRAFT_WINDOW_MS = 2000
"""How much one draft shows; they begin at its multiples, so that each is made once."""

_LONGER_SIDE = 320


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The frames from `start_ms` of the film on, `DRAFT_RATE` a second."""

    start_ms: int
    pictures: tuple[Image.Image, ...]


def draft_at(timeline: Timeline, sources: Mapping[str, SourceFile], *, at_ms: int) -> Draft:
    """The draft that shows the moment `at_ms`; no pictures where the film has none there.

    Raises RenderFailed, which names the clip that cannot be shown.
    """
    start_ms = max(0, at_ms) // DRAFT_WINDOW_MS * DRAFT_WINDOW_MS
    first = start_ms * DRAFT_RATE // 1000
    spec = plan_window(
        _small(timeline), sources, first_frame=first, end_frame=first + DRAFT_WINDOW_MS * DRAFT_RATE // 1000
    )
    if spec is None:
        return Draft(start_ms=start_ms, pictures=())
    with closing(composed_frames(spec)) as frames:
        return Draft(start_ms=start_ms, pictures=tuple(picture_of(frame) for frame in frames))


def _small(timeline: Timeline) -> Timeline:
    scale = min(1.0, _LONGER_SIDE / max(timeline.width, timeline.height, 1))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (timeline.width, timeline.height))
    return replace(timeline, width=width, height=height, frame_rate=Fraction(DRAFT_RATE))
