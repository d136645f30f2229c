"""Films that come from a plain colour and go to one: pictures and texts alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image

from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.camera_move import frame_of, planes_of
from nemovideo_mcp.video.colors import bt709_of, rgb_of
from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["FadePiece", "faded", "fades_of", "mixed"]

_BLACK = (0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class FadePiece(FrameSpan):
    """A fade over `frames` frames from `first_frame` of the chunk on, which may lie before the chunk's start.

    Going `out`, the last frame is all of the colour; coming in, the first one is.
    """

    color: str
    out: bool

    def opacity(self, frame_number: int) -> float:
        """How much of the colour lies over a frame, 0 to 1."""
        if not self.covers(frame_number):
            return 0.0
        passed = frame_number - self.first_frame
        return (passed + 1 if self.out else self.frames - passed) / self.frames


def fades_of(timeline: Timeline) -> list[FadePiece]:
    """The film's fades, with frames counted from its start; each is as long as the film at most."""
    rate = timeline.frame_rate
    last = frame_at(timeline.duration_ms, frame_rate=rate)
    fades: list[FadePiece] = []
    for fade, out in ((timeline.fade_in, False), (timeline.fade_out, True)):
        frames = min(last, frame_at(fade.duration_ms, frame_rate=rate)) if fade else 0
        if fade and frames > 0:
            first = last - frames if out else 0
            fades.append(FadePiece(color=fade.color, out=out, first_frame=first, frames=frames))
    return fades


def faded(frame: VideoFrame, fades: Sequence[FadePiece], frame_number: int) -> VideoFrame:
    """A finished frame with the colour of its moment over it; the frame itself where there is none."""
    for fade in fades:
        if (opacity := fade.opacity(frame_number)) > 0:
            frame = mixed(frame, fade.color, opacity)
    return frame


def mixed(frame: VideoFrame, color: str, opacity: float) -> VideoFrame:
    """A finished frame with so much of a colour over it."""
    levels = np.arange(256)
    parts: list[Image.Image] = []
    for plane, level in zip(planes_of(frame), bt709_of(rgb_of(color, default=_BLACK)), strict=True):
        table = np.rint(levels * (1 - opacity) + level * opacity).astype(int)
        parts.append(plane.point(table.tolist()))
    return frame_of((parts[0], parts[1], parts[2]))
