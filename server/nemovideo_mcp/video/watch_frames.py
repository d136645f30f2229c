"""Films looked at, not rendered: every frame in turn, and the small pictures that measuring needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any, cast

import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from nemovideo_mcp.video.clock import clock_of, packets_on, seek
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.streams import film_stream, picture_decoder

__all__ = [
    "Cells",
    "SmallPicture",
    "Watched",
    "cells_of",
    "has_full_range",
    "luma_plane",
    "small_picture",
    "watch",
]

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]

# About 96 × 54 cells for a film of any shape: enough to tell shots apart, little enough to compare every frame.
_CELLS = 96 * 54
# Rows that are read of each cell: a mean over these is free of aliasing and costs a fifth of reading them all.
_ROWS_READ = 4
# 8-bit planar formats, whose planes can be read as they stand: chroma is 1/x wide, 1/y high.
_PLANAR: dict[str, tuple[int, int]] = {
    "yuv420p": (2, 2),
    "yuvj420p": (2, 2),
    "yuv422p": (2, 1),
    "yuvj422p": (2, 1),
    "yuv444p": (1, 1),
    "yuvj444p": (1, 1),
}
_FULL_RANGE = 2
# Kept cells count in so many parts of a level of 255.
_PARTS = 4
# Others are converted, and not larger than this.
_CONVERTED_WIDTH = 960


@dataclass(frozen=True)
class SmallPicture:
    """A frame as a few thousand cells: `luma` (rows, columns) and `chroma` (2, rows, columns), both 0 to 255.

    Luma counts from black to white, whatever range the film has. Chroma has half the cells each way.
    """

    luma: Plane
    chroma: Plane


@dataclass(frozen=True)
class Cells:
    """A small picture as it is kept: the means of its cells in quarters of a level, before the range is evened out.

    `luma` has the shape (rows, columns), `chroma` (2, rows, columns). `is_full` says that the film has the full range.
    """

    luma: NDArray[np.uint16]
    chroma: NDArray[np.uint16]
    is_full: bool

    def picture(self) -> SmallPicture:
        """The colours, to a quarter of a level."""
        luma, chroma = (plane.astype(np.float32) / np.float32(_PARTS) for plane in (self.luma, self.chroma))
        return SmallPicture(_evened(luma, is_full=self.is_full), chroma)


@dataclass
class Watched:
    """What `watch` has met so far: packets that it could not decode, the end of the last frame, the pixel format."""

    broken_packets: int = 0
    frames: int = 0
    first_ms: float = 0.0
    end_ms: float = 0.0


def watch(
    path: Path, watched: Watched, *, start_ms: float = 0.0, end_ms: float = inf, deblock: bool = True
) -> Iterator[tuple[float, VideoFrame]]:
    """Every frame of the film in order with its time in ms after the file's start; what is broken is left out.

    Only frames from `start_ms` on and before `end_ms`. Without `deblock` it is a fifth faster and a little coarse.
    `watched` is filled as it goes on. A file without pictures yields nothing. Raises FileMissing, MediaUnreadable.
    """
    with open_media(path) as container:
        stream = film_stream(container)
        if stream is None:
            return
        clock = clock_of(container, path)
        base_s = clock.origin_s
        context: Any = picture_decoder(stream)
        context.thread_type = "AUTO"
        if not deblock:
            context.options = {"skip_loop_filter": "all"}
        usual_ms = 1000 / float(stream.average_rate or stream.guessed_rate or 25)
        if start_ms > 0 and stream.time_base:
            with suppress(FFmpegError):  # what cannot be sought in is decoded from its start
                seek(container, stream, Fraction(start_ms) / 1000 + base_s, clock)
        started = False
        for packet in packets_on(container, clock, stream):
            try:
                frames: list[VideoFrame] = context.decode(packet)
            except FFmpegError:
                watched.broken_packets += 1
                continue
            for frame in frames:
                known = frame.pts is not None and frame.time_base is not None
                time_ms = float((frame.pts or 0) * (frame.time_base or 0) - base_s) * 1000
                if not known or (started and time_ms < watched.end_ms - 2 * usual_ms):
                    time_ms = watched.end_ms  # no time, or one that runs backwards: the next moment it is
                if time_ms < start_ms:
                    continue
                if time_ms >= end_ms:
                    return
                if not started:
                    watched.first_ms, started = time_ms, True
                length_ms = float((frame.duration or 0) * (frame.time_base or 0)) * 1000
                watched.frames += 1
                watched.end_ms = time_ms + (length_ms or usual_ms)
                yield time_ms, frame


def small_picture(frame: VideoFrame) -> SmallPicture:
    """The frame's colours, averaged over cells."""
    luma, chroma, is_full = _means(frame)
    return SmallPicture(_evened(luma, is_full=is_full), chroma)


def cells_of(frame: VideoFrame) -> Cells:
    """The small picture of the frame as it is kept: small, and the same wherever it is made."""
    luma, chroma, is_full = _means(frame)
    return Cells(_in_parts(luma), _in_parts(chroma), is_full)


def luma_plane(frame: VideoFrame) -> Pixels:
    """The frame's brightness in full size (or at most 960 wide where it had to be converted)."""
    return _planes(frame)[0][0]


def has_full_range(frame: VideoFrame) -> bool:
    """Whether the brightness of `luma_plane` counts from 0 to 255 and not from 16 to 235."""
    return frame.format.name.startswith("yuvj") or int(frame.color_range) == _FULL_RANGE


def _means(frame: VideoFrame) -> tuple[Plane, Plane, bool]:
    planes, is_full, (across, down) = _planes(frame)
    height, width = planes[0].shape
    cell = max(1, round((width * height / _CELLS) ** 0.5))
    wide, high = max(1, 2 * cell // across), max(1, 2 * cell // down)
    chroma = np.stack([_averaged(plane, wide, high) for plane in planes[1:3]])
    return _averaged(planes[0], cell, cell), chroma, is_full


def _evened(luma: Plane, *, is_full: bool) -> Plane:
    """From black to white, whatever range the film has."""
    return luma if is_full else (luma - 16.0) * np.float32(255 / 219)


def _in_parts(plane: Plane) -> NDArray[np.uint16]:
    return np.rint(plane * np.float32(_PARTS)).astype(np.uint16)


def _planes(frame: VideoFrame) -> tuple[list[Pixels], bool, tuple[int, int]]:
    if frame.format.name not in _PLANAR:
        scale = min(1.0, _CONVERTED_WIDTH / frame.width)
        frame = frame.reformat(
            width=max(2, round(frame.width * scale / 2) * 2),
            height=max(2, round(frame.height * scale / 2) * 2),
            format="yuv420p",
            interpolation=Interpolation.BILINEAR,
        )
    views: list[Pixels] = []
    for plane in frame.planes:
        rows = np.frombuffer(cast("Any", plane), np.uint8)[: plane.line_size * plane.height]
        views.append(rows.reshape(plane.height, plane.line_size)[:, : plane.width])
    return views, has_full_range(frame), _PLANAR[frame.format.name]


def _averaged(plane: Pixels, wide: int, high: int) -> Plane:
    """Means over cells of `wide` × `high` pixels, of some rows of each; what is left over at the edges is left out."""
    high, wide = min(high, plane.shape[0]), min(wide, plane.shape[1])
    rows, columns = plane.shape[0] // high, plane.shape[1] // wide
    picks = sorted({int((k + 0.5) * high / _ROWS_READ) for k in range(_ROWS_READ)})
    body = plane[: rows * high, : columns * wide].reshape(rows, high, columns * wide)
    bands = body[:, picks[0]].astype(np.uint16)
    for pick in picks[1:]:
        bands += body[:, pick]
    # Whole numbers below 2 to the 24 are exact in any order; a product takes half the time of sums of integers.
    sums = bands.astype(np.float32).reshape(-1, wide) @ np.ones(wide, np.float32)
    return sums.reshape(rows, columns) / np.float32(len(picks) * wide)
