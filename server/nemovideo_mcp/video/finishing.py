"""What a look does to the whole frame, on the canvas: sharpness, blur, darker corners, bars."""

from __future__ import annotations

from math import pi

from av.video.frame import VideoFrame

from nemovideo_mcp.timeline.look import Look
from nemovideo_mcp.video.compositor import FINISHED, Canvas
from nemovideo_mcp.video.graphs import Node, Pipe, add_chain, add_input, new_graph

__all__ = ["BAR_SHARE", "Finisher"]

BAR_SHARE = (1 - 16 / 9 / 2.39) / 2
"""How much of the height each bar takes: in 16:9 they leave the 2.39:1 of films for wide screens."""

# At the strongest: sigma as a share of the frame's shorter side, the angle of the lens, the amount of sharpening.
_WIDEST_BLUR, _WIDEST_ANGLE, _SHARPEST = 0.04, pi / 3.2, 1.6
# Weaker than this, FFmpeg's gblur changes nothing.
_LEAST_SIGMA = 0.3


class Finisher:
    """Finishes frames of one canvas. The same frame twice is finished once."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._look: Look | None = None
        self._pipe: Pipe | None = None
        self._last: tuple[VideoFrame, VideoFrame] | None = None
        self._pts = 0

    def finish(self, frame: VideoFrame, look: Look) -> VideoFrame:
        """`frame` as `look` wants it; the frame itself where it wants nothing of this."""
        if look != self._look:
            self._look, self._last = look, None
            nodes = _nodes(look, self._canvas)
            self._pipe = _pipe(frame, nodes, self._canvas) if nodes else None
        if self._pipe is None:
            return frame
        if self._last is None or self._last[0] is not frame:
            self._pts += 1
            self._last = frame, self._pipe.run([frame], self._pts)
        return self._last[1]


def _pipe(frame: VideoFrame, nodes: list[Node], canvas: Canvas) -> Pipe:
    graph = new_graph()
    source = add_input(graph, frame, frame_rate=canvas.frame_rate)
    last = add_chain(graph, source, [*nodes, *FINISHED])
    return Pipe(graph, [source], last, frame_rate=canvas.frame_rate)


def _nodes(look: Look, canvas: Canvas) -> list[Node]:
    nodes: list[Node] = []
    if look.sharpen > 0:
        nodes.append(("unsharp", f"luma_msize_x=5:luma_msize_y=5:luma_amount={_SHARPEST * look.sharpen:.4f}"))
    sigma = look.blur * _WIDEST_BLUR * min(canvas.size)
    if sigma > _LEAST_SIGMA:
        nodes.append(("gblur", f"sigma={sigma:.4f}:steps=2"))
    if look.vignette > 0:
        nodes.append(("vignette", f"angle={_WIDEST_ANGLE * look.vignette:.5f}"))
    bar = round(canvas.height * BAR_SHARE / 2) * 2
    if look.bars and bar:
        at = (0, canvas.height - bar)
        nodes += [("drawbox", f"0:{y}:{canvas.width}:{bar}:black:fill") for y in at]
    return nodes
