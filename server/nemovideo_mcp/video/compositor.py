"""Frames of any source onto the canvas: turned, scaled, cropped or framed, in BT.709.

All by FFmpeg's filters: no picture passes through Python.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from nemovideo_mcp.temporary import temporary_folder
from nemovideo_mcp.timeline.model import Fit
from nemovideo_mcp.video.alpha_graphs import TO_VIDEO, laid_on, scaled_with_alpha
from nemovideo_mcp.video.color_table import TABLE_FORMAT, Colors, colors_of, cube
from nemovideo_mcp.video.geometry import (
    Box,
    Framing,
    Orientation,
    Placement,
    displayed_size,
    placed,
    stored_window,
    turned,
)
from nemovideo_mcp.video.grading import Grade, plane_nodes
from nemovideo_mcp.video.graphs import Node, Pipe, add_chain, add_input, new_graph
from nemovideo_mcp.video.transparency import has_alpha

__all__ = ["FINISHED", "TRANSPARENT", "Canvas", "Fitter", "black_frame", "picture_of"]

FINISHED: tuple[Node, ...] = (
    ("setsar", "1"),
    ("format", "yuv420p"),
    ("setparams", "range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"),
)
"""What every frame is in the end."""

TRANSPARENT = "yuva420p"
"""What finished frames are that are transparent."""

# The blurred background is made small (by this factor) and enlarged: cheaper than a wide blur, and smoother.
_BACKGROUND_SHRINK = 8
# FFmpeg's gblur spoils the colours of pictures that are only some 30 pixels wide.
_BACKGROUND_LEAST = 64
_BACKGROUND_SIGMA = 5
_BACKGROUND_LIGHT = 0.62

# Graphs that are kept for the next shot of the same shape.
_MOST_PIPES = 4

_RGB = 0
_RGB_FORMATS = ("rgb", "bgr", "gbr", "pal", "argb", "abgr", "0rgb", "0bgr")
_MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
# Below this, pictures that don't say are of the standard definition's matrix, as players take it.
_HD_WIDTH, _HD_HEIGHT = 1280, 576


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """The exported picture."""

    width: int
    height: int
    frame_rate: Fraction

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """What a graph for fitting depends on."""

    width: int
    height: int
    pixel_format: str
    colorspace: int
    color_range: int
    colors: Colors | None
    orientation: Orientation
    sample_aspect_ratio: Fraction | None
    framing: Framing
    ground: int | None
    grade: Grade | None


class Fitter:
    """Brings frames onto the canvas. The same frame twice is composed once."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._pipes: dict[_Shape, Pipe] = {}
        self._last: tuple[VideoFrame, _Shape, VideoFrame] | None = None
        self._pts = 0

    def fit(
        self,
        frame: VideoFrame,
        *,
        framing: Framing,
        orientation: Orientation = Orientation.UPRIGHT,
        sample_aspect_ratio: Fraction | None = None,
        ground: int | None = 0,
        grade: Grade | None = None,
    ) -> VideoFrame:
        """`frame` on the canvas, on a `ground` of that brightness where it is transparent, in the colours of `grade`.

        Without a ground it stays transparent.

        A source may change its size or format on the way.
        """
        shape = _Shape(
            width=frame.width,
            height=frame.height,
            pixel_format=frame.format.name,
            colorspace=frame.colorspace,
            color_range=frame.color_range,
            colors=colors_of(frame),
            orientation=turned(orientation, framing.orientation),
            sample_aspect_ratio=sample_aspect_ratio,
            framing=framing,
            ground=ground,
            grade=grade.colors if grade else None,
        )
        if self._last is None or self._last[0] is not frame or self._last[1] != shape:
            self._pts += 1
            self._last = frame, shape, self._pipe_for(shape, frame).run([frame], self._pts)
        return self._last[2]

    def _pipe_for(self, shape: _Shape, frame: VideoFrame) -> Pipe:
        pipe = self._pipes.pop(shape, None) or _fitting(shape, frame, self._canvas)
        while len(self._pipes) >= _MOST_PIPES:
            del self._pipes[next(iter(self._pipes))]
        self._pipes[shape] = pipe
        return pipe


def black_frame(canvas: Canvas) -> VideoFrame:
    """A gap of the timeline."""
    graph = new_graph()
    source = graph.add("color", f"c=black:s={canvas.width}x{canvas.height}:r={canvas.frame_rate}")
    return Pipe(graph, [], add_chain(graph, source, FINISHED), frame_rate=canvas.frame_rate).run([], 0)


def picture_of(frame: VideoFrame, size: tuple[int, int] | None = None) -> Image.Image:
    """A finished frame (BT.709, limited range) as a picture, in `size` if one is given."""
    width, height = size or (frame.width, frame.height)
    rgb = frame.reformat(
        width=width,
        height=height,
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.JPEG,
    )
    return cast("Image.Image", cast("Any", rgb).to_image())


def _fitting(shape: _Shape, frame: VideoFrame, canvas: Canvas) -> Pipe:
    graph = new_graph()
    source = add_input(graph, frame, frame_rate=canvas.frame_rate)
    last = source
    if has_alpha(frame) and shape.ground is None:
        width, height = canvas.size
        size = (height, width) if shape.orientation.swaps_sides else (width, height)
        ends = [(name, TRANSPARENT if name == "format" else args) for name, args in FINISHED]
        nodes = [
            *scaled_with_alpha(size, _source_colours(shape)),
            *_turns(shape.orientation),
            TO_VIDEO,
            *ends,
        ]
        return Pipe(graph, [source], add_chain(graph, source, nodes), frame_rate=canvas.frame_rate)
    if has_alpha(frame):
        last, shape = (
            laid_on(graph, source, shape.ground or 0),
            replace(shape, pixel_format="rgb24", colorspace=_RGB),
        )
    size = displayed_size(
        shape.width,
        shape.height,
        orientation=shape.orientation,
        sample_aspect_ratio=shape.sample_aspect_ratio,
    )
    framing = shape.framing
    placement = placed(framing, size=size, canvas=canvas.size)
    with _table_file(shape) as table:
        picture = _placed(shape, placement, placement.target, table)
        if placement.target == Box(left=0, top=0, width=canvas.width, height=canvas.height):
            last = add_chain(graph, last, picture)
        elif framing.fit is Fit.BLUR:
            last = _on_blur(graph, last, shape, size, picture, placement.target, canvas, table)
        else:
            at = placement.target
            last = add_chain(
                graph,
                last,
                [*picture, ("pad", f"{canvas.width}:{canvas.height}:{at.left}:{at.top}:black")],
            )
    return Pipe(graph, [source], add_chain(graph, last, FINISHED), frame_rate=canvas.frame_rate)


def _on_blur(
    graph: Graph,
    source: FilterContext,
    shape: _Shape,
    size: tuple[int, int],
    picture: Sequence[Node],
    at: Box,
    canvas: Canvas,
    table: Path | None,
) -> FilterContext:
    split = add_chain(graph, source, [("split", "2")])
    small = Box(
        left=0,
        top=0,
        width=max(_BACKGROUND_LEAST, canvas.width // _BACKGROUND_SHRINK // 2 * 2),
        height=max(_BACKGROUND_LEAST, canvas.height // _BACKGROUND_SHRINK // 2 * 2),
    )
    filling = _placed(
        shape, placed(shape.framing, size=size, canvas=canvas.size, fit=Fit.COVER), small, table
    )
    background = add_chain(
        graph,
        split,
        [
            *filling,
            ("gblur", f"sigma={_BACKGROUND_SIGMA}:steps=2"),
            ("lutyuv", f"y=(val-16)*{_BACKGROUND_LIGHT}+16"),
            ("scale", f"{canvas.width}:{canvas.height}:flags=bicubic"),
            ("setsar", "1"),
        ],
        output=0,
    )
    foreground = add_chain(graph, split, [*picture, ("setsar", "1")], output=1)
    mixed = graph.add("overlay", f"{at.left}:{at.top}:format=yuv420")
    background.link_to(mixed, 0, 0)
    foreground.link_to(mixed, 0, 1)
    return mixed


def _placed(shape: _Shape, placement: Placement, target: Box, table: Path | None) -> list[Node]:
    """Crop, scale into the working colours, turn: in this order, so that only what is seen is scaled.

    `table` converts and grades colours, and does so where the picture is the smaller.
    """
    left, top, right, bottom = stored_window(placement, shape.orientation)
    width, height = target.width, target.height
    if shape.orientation.swaps_sides:
        width, height = height, width
    nodes: list[Node] = []
    x, kept_width = _crop(shape.width, left, right)
    y, kept_height = _crop(shape.height, top, bottom)
    if (kept_width, kept_height) != (shape.width, shape.height):
        nodes.append(("crop", f"{kept_width}:{kept_height}:{x}:{y}"))
    stored, wanted = _source_colours(shape), "out_color_matrix=bt709:out_range=tv"
    resize = f"{width}:{height}:flags=bicubic"
    if table is None:
        nodes.append(("scale", f"{resize}{stored}:{wanted}"))
    else:
        enlarges = width * height > kept_width * kept_height
        whole = f"{kept_width}:{kept_height}:flags=bicubic"
        nodes += [
            ("scale", f"{whole if enlarges else resize}{stored}:out_range=pc"),
            ("format", TABLE_FORMAT),
            ("lut3d", {"file": str(table), "interp": "tetrahedral"}),
            ("scale", f"{resize}:{wanted}"),
        ]
    nodes.append(("format", "yuv420p"))
    if table is None and shape.grade is not None:
        nodes += plane_nodes(shape.grade) or ()
    return [*nodes, *_turns(shape.orientation)]


def _turns(orientation: Orientation) -> list[Node]:
    if orientation is Orientation.UPRIGHT:
        return []
    parts = [turn.partition("=") for turn in orientation.value.split(",")]
    return [(name, args) for name, _, args in parts]


def _crop(side: int, begin: float, end: float) -> tuple[int, int]:
    """First pixel and length of a share of a side: even, as 4:2:0 colour wants it, about the same middle."""
    if end - begin >= 1:
        return 0, side
    length = min(side, max(2, round(side * (end - begin) / 2) * 2))
    first = round((side * (begin + end) - length) / 4) * 2
    return min(max(0, first), side - length), length


def _source_colours(shape: _Shape) -> str:
    """What the source says of its matrix and range, or what players assume where it says nothing."""
    if shape.colorspace == _RGB or shape.pixel_format.startswith(_RGB_FORMATS):
        return ""
    full = shape.color_range == ColorRange.JPEG or shape.pixel_format.startswith("yuvj")
    hd = shape.width >= _HD_WIDTH or shape.height > _HD_HEIGHT
    guess = "bt709" if hd and not shape.pixel_format.startswith("yuvj") else "bt601"
    return f":in_color_matrix={_MATRICES.get(shape.colorspace, guess)}:in_range={'pc' if full else 'tv'}"


@contextmanager
def _table_file(shape: _Shape) -> Generator[Path | None]:
    """The table of a shape's colours as a file, for as long as filters are added to a graph; they read it at once."""
    colors, grade = shape.colors, shape.grade
    if colors is None and (grade is None or plane_nodes(grade) is not None):
        yield None
        return
    with temporary_folder() as folder:
        path = folder / "colors.cube"
        path.write_bytes(cube(colors, grade))
        yield path
