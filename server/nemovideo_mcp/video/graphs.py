"""FFmpeg filter graphs, written down as chains."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from av.error import BlockingIOError as NotYet
from av.error import EOFError as Ended
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

__all__ = ["Node", "Pipe", "add_chain", "add_input", "new_graph"]

Node = tuple[str, str | dict[str, str]]
"""A filter's name and its arguments, as one string or, where they would have to be escaped, by name."""


def new_graph() -> Graph:
    """An empty graph of one thread: the cores are shared out among chunks already."""
    graph = Graph()
    graph.threads = 1
    return graph


def add_input(graph: Graph, frame: VideoFrame, *, frame_rate: Fraction) -> FilterContext:
    """A source that takes frames like `frame`, with times counted in output frames."""
    return graph.add(
        "buffer",
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base={Fraction(1) / frame_rate}"
        f":frame_rate={frame_rate}:pixel_aspect=1/1:colorspace={frame.colorspace}:range={frame.color_range}",
    )


def add_chain(graph: Graph, start: FilterContext, nodes: Sequence[Node], *, output: int = 0) -> FilterContext:
    """`nodes` one after the other, fed from `output` of `start`; the last one (or `start` itself)."""
    last = start
    for name, args in nodes:
        node = graph.add(name, args) if isinstance(args, str) else graph.add(name, **args)
        last.link_to(node, output, 0)
        last, output = node, 0
    return last


class Pipe:
    """A configured graph that gives one frame for each set of frames put in."""

    def __init__(
        self, graph: Graph, inputs: Sequence[FilterContext], last: FilterContext, *, frame_rate: Fraction
    ) -> None:
        self._graph, self._inputs, self._time_base = graph, inputs, Fraction(1) / frame_rate
        self._sink = add_chain(graph, last, [("buffersink", "")])
        graph.configure()

    def run(self, frames: Sequence[VideoFrame], pts: int) -> VideoFrame:
        """What comes out for `frames`, one per input, at time `pts` (which must rise from call to call)."""
        for source, frame in zip(self._inputs, frames, strict=True):
            frame.pts, frame.time_base = pts, self._time_base
            source.push(frame)
        try:
            return cast("VideoFrame", self._sink.pull())
        except (NotYet, Ended) as error:
            raise RuntimeError("a filter graph held a frame back") from error
