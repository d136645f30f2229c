"""Regions of finished frames that are made unreadable: blurred, or in blocks of one colour."""

from __future__ import annotations

from collections.abc import Sequence

from av.video.frame import VideoFrame

from nemovideo_mcp.video.camera_move import frame_of, planes_of
from nemovideo_mcp.video.compositor import FINISHED, Canvas
from nemovideo_mcp.video.geometry import Box
from nemovideo_mcp.video.graphs import Node, Pipe, add_chain, add_input, new_graph
from nemovideo_mcp.video.overlay_plan import OverlayPiece
from nemovideo_mcp.video.region_tracking import RegionPath

__all__ = ["Regions", "block_side"]

# A region's shorter side is so many blocks, which leaves nothing of a face or a number plate.
_BLOCKS = 8
_LEAST_BLOCK = 4
# How many pixels of the luma, each way, there are for one of each plane.
_HALVES = (1, 2, 2)


class Regions:
    """Lays regions over finished frames, one after the other: first those that stand, then those that follow.

    `paths` are, for each region, the ways of what it follows in each of its `shots`.
    """

    def __init__(
        self, canvas: Canvas, regions: Sequence[OverlayPiece], paths: Sequence[Sequence[RegionPath]]
    ) -> None:
        self._canvas = canvas
        self._standing = [region for region in regions if not region.shots]
        self._following = [
            _Following(region, path, canvas)
            for region, path in zip(regions, paths, strict=True)
            if region.shots
        ]
        self._active: tuple[OverlayPiece, ...] = ()
        self._pipe: Pipe | None = None

    def lay(self, frame: VideoFrame, frame_number: int) -> VideoFrame:
        """The frame with the regions of that moment; the frame itself where there are none."""
        active = tuple(region for region in self._standing if region.covers(frame_number))
        if active:
            if self._pipe is None or active != self._active:
                self._active, self._pipe = active, self._pipe_for(frame, active)
            frame = self._pipe.run([frame], frame_number)
        for following in self._following:
            frame = following.lay(frame, frame_number)
        return frame

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


class _Following:
    """A region that goes where its paths go: only what it covers passes through filters."""

    def __init__(self, region: OverlayPiece, paths: Sequence[RegionPath], canvas: Canvas) -> None:
        self._region, self._canvas = region, canvas
        self._shots = tuple(zip(region.shots, paths, strict=True))
        self._pipe: Pipe | None = None

    def lay(self, frame: VideoFrame, frame_number: int) -> VideoFrame:
        if not self._region.covers(frame_number):
            return frame
        shot, path = next(found for found in self._shots if found[0].covers(frame_number))
        left, top = path.corners[min(frame_number - shot.first_frame, len(path.corners) - 1)]
        box, planes = self._region.box, planes_of(frame)
        parts = [
            plane.crop((left // half, top // half, (left + box.width) // half, (top + box.height) // half))
            for plane, half in zip(planes, _HALVES, strict=True)
        ]
        hidden = planes_of(self._hidden(frame_of((parts[0], parts[1], parts[2])), frame_number))
        # Pillow reads the planes where they stand: they are copied before anything is laid on them.
        made = [plane.copy() for plane in planes]
        for plane, part, half in zip(made, hidden, _HALVES, strict=True):
            plane.paste(part, (left // half, top // half))
        return frame_of((made[0], made[1], made[2]))

    def _hidden(self, part: VideoFrame, frame_number: int) -> VideoFrame:
        if self._pipe is None:
            graph, rate = new_graph(), self._canvas.frame_rate
            source = add_input(graph, part, frame_rate=rate)
            nodes = _hiding(self._region.effect or "blur", self._region.box)
            self._pipe = Pipe(graph, [source], add_chain(graph, source, [*nodes, *FINISHED]), frame_rate=rate)
        return self._pipe.run([part], frame_number)


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
