"""Interlaced frames made whole, by FFmpeg's `bwdif`: each pair of fields becomes one picture without combing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from av.error import BlockingIOError as NotYet
from av.error import EOFError as Ended
from av.video.frame import VideoFrame

from nemovideo_mcp.video.graphs import add_chain, new_graph

__all__ = ["deinterlaced"]

# One picture for each frame, and frames that are not marked as interlaced as they are.
_SETTINGS = "mode=send_frame:parity=auto:deint=interlaced"


def deinterlaced(frames: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
    """The same frames at the same times; from the first interlaced one on they go through the filter.

    The filter looks at the neighbours of a frame, so `frames` must follow one another.
    """
    filtering: _Filtering | None = None
    for frame in frames:
        if filtering is not None and not filtering.takes(frame):
            yield from filtering.rest()
            filtering = None
        if filtering is None and frame.interlaced_frame and frame.time_base:
            filtering = _Filtering(frame)
        if filtering is None:
            yield frame
        else:
            yield from filtering.push(frame)
    if filtering is not None:
        yield from filtering.rest()


class _Filtering:
    """A graph for frames of one size, format and clock."""

    def __init__(self, frame: VideoFrame) -> None:
        self._form = _form(frame)
        self._graph = new_graph()
        self._source = self._graph.add(
            "buffer",
            f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base={frame.time_base}"
            f":pixel_aspect=1/1:colorspace={frame.colorspace}:range={frame.color_range}",
        )
        self._sink = add_chain(self._graph, self._source, [("bwdif", _SETTINGS), ("buffersink", "")])
        self._graph.configure()

    def takes(self, frame: VideoFrame) -> bool:
        return _form(frame) == self._form

    def push(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        self._source.push(frame)
        yield from self._pulled()

    def rest(self) -> Iterator[VideoFrame]:
        self._source.push(None)
        yield from self._pulled()

    def _pulled(self) -> Iterator[VideoFrame]:
        while True:
            try:
                yield cast("VideoFrame", self._sink.pull())
            except (NotYet, Ended):
                return


def _form(frame: VideoFrame) -> tuple[object, ...]:
    return frame.width, frame.height, frame.format.name, frame.time_base, frame.colorspace, frame.color_range
