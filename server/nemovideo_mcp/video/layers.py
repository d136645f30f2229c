"""What lies over finished frames: texts, captions and overlays as pictures, laid on by FFmpeg."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from av.video.frame import VideoFrame
from PIL import Image

from nemovideo_mcp.video.alpha_graphs import TO_VIDEO
from nemovideo_mcp.video.compositor import FINISHED, TRANSPARENT, Canvas
from nemovideo_mcp.video.graphs import Node, Pipe, add_chain, add_input, new_graph
from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["Layer", "Overlay", "layer_picture"]

_ANY_RATE = Fraction(25)


@dataclass(frozen=True, kw_only=True)
class Layer(FrameSpan):
    """Pictures of one size over finished frames, and where they stand on the canvas.

    `picture` gives the one of a frame of the layer's own, from 0: finished, or finished and transparent. It fades in
    and out by whole frames, 0 where it does not.
    """

    picture: Callable[[int], VideoFrame]
    left: int
    top: int
    fade_in: int = 0
    fade_out: int = 0


def layer_picture(image: Image.Image) -> VideoFrame:
    """An RGBA picture in the colours of finished frames: converted once, not with every frame that it lies over."""
    painted = VideoFrame.from_bytes(image.tobytes(), image.width, image.height, format="rgba")
    graph = new_graph()
    source = add_input(graph, painted, frame_rate=_ANY_RATE)
    last = add_chain(graph, source, [TO_VIDEO, ("format", TRANSPARENT)])
    return Pipe(graph, [source], last, frame_rate=_ANY_RATE).run([painted], 0)


class Overlay:
    """Lays layers over finished frames: the first one lowest."""

    def __init__(self, canvas: Canvas, layers: Sequence[Layer]) -> None:
        self._canvas, self._layers = canvas, layers
        self._active: tuple[Layer, ...] = ()
        self._pipe: Pipe | None = None
        # A text may have begun before the chunk; filters count time from zero.
        self._shift = max([0, *(-layer.first_frame for layer in layers)])

    def lay(self, frame: VideoFrame, frame_number: int) -> VideoFrame:
        """The frame with the layers of that moment over it; the frame itself where there are none."""
        active = tuple(layer for layer in self._layers if layer.covers(frame_number))
        if not active:
            return frame
        pictures = [layer.picture(frame_number - layer.first_frame) for layer in active]
        if self._pipe is None or active != self._active:
            self._active, self._pipe = active, self._pipe_for(frame, active, pictures)
        return self._pipe.run([frame, *pictures], frame_number + self._shift)

    def _pipe_for(self, frame: VideoFrame, layers: Sequence[Layer], pictures: Sequence[VideoFrame]) -> Pipe:
        graph, rate = new_graph(), self._canvas.frame_rate
        last = below = add_input(graph, frame, frame_rate=rate)
        inputs = [below]
        for layer, picture in zip(layers, pictures, strict=True):
            source = add_input(graph, picture, frame_rate=rate)
            inputs.append(source)
            painted = add_chain(graph, source, _fades(layer, rate, self._shift))
            mixed = graph.add("overlay", f"{layer.left}:{layer.top}:format=yuv420:eof_action=pass")
            last.link_to(mixed, 0, 0)
            painted.link_to(mixed, 0, 1)
            last = mixed
        return Pipe(graph, inputs, add_chain(graph, last, FINISHED), frame_rate=rate)


def _fades(layer: Layer, frame_rate: Fraction, shift: int) -> list[Node]:
    first = layer.first_frame + shift
    # One frame early: the first frame is seen already, and the last one still is.
    begin, end = max(0, first - 1), first + layer.frames - layer.fade_out
    return [
        ("fade", f"t={kind}:alpha=1:st={float(start / frame_rate):.6f}:d={float(frames / frame_rate):.6f}")
        for kind, start, frames in (("in", begin, layer.fade_in), ("out", end, layer.fade_out))
        if frames
    ]
