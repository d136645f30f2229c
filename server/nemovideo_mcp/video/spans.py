"""Runs of frames: something that is there from one frame on, for so many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self, TypeVar

__all__ = ["FrameSpan", "counted_from"]


@dataclass(frozen=True, kw_only=True)
class FrameSpan:
    """`frames` frames from `first_frame` on, which may lie before the chunk's start."""

    first_frame: int
    frames: int

    @property
    def end_frame(self) -> int:
        return self.first_frame + self.frames

    def covers(self, frame_number: int) -> bool:
        return self.first_frame <= frame_number < self.end_frame

    def meets(self, first_frame: int, end_frame: int) -> bool:
        """Whether it has a frame from `first_frame` on and before `end_frame`."""
        return self.first_frame < end_frame and first_frame < self.end_frame

    def moved(self, frames: int) -> Self:
        """The same so many frames later."""
        return replace(self, first_frame=self.first_frame + frames)


Span = TypeVar("Span", bound=FrameSpan)


def counted_from(spans: Iterable[Span], first_frame: int, end_frame: int) -> tuple[Span, ...]:
    """Those of `spans` that have a frame from `first_frame` on and before `end_frame`, counted from `first_frame`."""
    return tuple(span.moved(-first_frame) for span in spans if span.meets(first_frame, end_frame))
