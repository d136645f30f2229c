"""Regions of finished frames that are made unreadable: blurred, or in blocks of one colour."""

from __future__ import annotations

from collections.abc import Sequence

from av.video.frame import VideoFrame

from nemovideo_mcp.video.compositor import FINISHED, Canvas
from nemovideo_mcp.video.geometry import Box
from nemovideo_mcp.video.graphs import Node, Pipe, add_chain, add_input, new_graph
from nemovideo_mcp.video.overlay_plan import OverlayPiece

__all__ = ["Regions", "block_side"]

# A region's shorter side is so many blocks, which leaves nothing of a face or a number plate.
_BLOCKS = 8
_LEAST_BLOCK = 4


class Regions:
    """Lays regions over finished frames, one after the other."""

    def __init__(self, canvas: Canvas, regions: Sequence[OverlayPiece]) -> None:
        self._canvas, self._regions = canvas, regions
        self._active: tuple[OverlayPiece, ...] = ()
        self._pipe: Pipe | None = None

    def lay(self, frame: VideoFrame, frame_number: int) -> VideoFrame:
        """The frame with the regions of that moment; the frame itself where there are none."""
        active = tuple(region for region in self._regions if region.covers(frame_number))
        if not active:
            return frame
        if self._pipe is None or active != self._active:
            self._active, self._pipe = active, self._pipe_for(frame, active)
        return self._pipe.run([frame], frame_number)

    def _pipe_for(self, frame: VideoFrame, regions: Sequence[OverlayPiece]) -> Pipe:
        graph, rate = new_graph(), self._canvas.frame_rate
        source = last = add_input(graph, frame, frame_rate=rate)
        for region in regions:
            box = region.box
            split = add_chain(graph, last, [("split", "2")])
            crop = ("crop", f"{box.width}:{box.height}:{box.left}:{box.top}")
            hidden = add_chain(graph, split, [crop, *_hiding(region.effect or "blur", box)], output=1)
            mixed = graph.add("overlay", f"{box.left}:{box.top}:format=yuv420")
            split.link_to(mixed, 0, 0)
            hidden.link_to(mixed, 0, 1)
            last = mixed
        return Pipe(graph, [source], add_chain(graph, last, FINISHED), frame_rate=rate)


def block_side(box: Box) -> int:
    """The side of a block in pixels: even, so that colour has the same blocks."""
    return max(_LEAST_BLOCK, round(min(box.width, box.height) / _BLOCKS / 2) * 2)


def _hiding(effect: str, box: Box) -> list[Node]:
    side = block_side(box)
    if effect == "pixelate":
        return [("pixelize", f"w={side}:h={side}:m=avg")]
    # Made small and enlarged: cheaper than a wide blur, and smoother at the edges of small regions.
    small = max(2, round(box.width / side)), max(2, round(box.height / side))
    return [
        ("scale", f"{small[0]}:{small[1]}:flags=area"),
        ("scale", f"{box.width}:{box.height}:flags=bicubic"),
        ("setsar", "1"),
    ]
