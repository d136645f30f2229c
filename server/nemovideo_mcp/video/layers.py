"""What lies over finished frames."""

from __future__ import annotations

from typing import Protocol

from av.video.frame import VideoFrame

__all__ = ["Layer"]


class Layer(Protocol):
    """What is laid over frames: where it stands on the canvas, its frames, and how many of them it fades in and out."""

    @property
    def left(self) -> int: ...
    @property
    def top(self) -> int: ...
    @property
    def first_frame(self) -> int: ...
    @property
    def frames(self) -> int: ...
    @property
    def fade_in(self) -> int: ...
    @property
    def fade_out(self) -> int: ...
    def covers(self, frame_number: int) -> bool: ...
    def picture_at(self, frame_number: int) -> VideoFrame: ...
