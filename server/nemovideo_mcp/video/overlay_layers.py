"""The pictures of overlays: logos and photos painted once, films frame by frame, with their transparency kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from typing import Any, cast

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from nemovideo_mcp.video.colors import rgb_of
from nemovideo_mcp.video.compositor import TRANSPARENT, Canvas, Fitter
from nemovideo_mcp.video.geometry import Framing
from nemovideo_mcp.video.graphs import Pipe, add_chain, add_input, new_graph
from nemovideo_mcp.video.layers import Layer, layer_picture
from nemovideo_mcp.video.overlay_plan import OverlayPiece
from nemovideo_mcp.video.photos import open_photo
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.render_errors import naming
from nemovideo_mcp.video.source_file import SourceFile

__all__ = ["overlay_layers"]

# Corners are drawn this much larger and made small again, which smooths them.
_FINE = 4
# How far the colour of what is seen reaches into what is not: further than 4:2:0 colour and its filters do.
_BLEED = 3


def overlay_layers(pieces: Sequence[OverlayPiece], canvas: Canvas, opened: ExitStack) -> list[Layer]:
    """A layer for each of `pieces`, which all have a source; `opened` closes their films.

    Raises RenderFailed, naming the overlay; a layer does so as well when it is asked for a picture.
    """
    return [
        Layer(
            picture=_pictures(piece, piece.source, canvas, opened),
            left=piece.box.left,
            top=piece.box.top,
            first_frame=piece.first_frame,
            frames=piece.frames,
        )
        for piece in pieces
        if piece.source is not None
    ]


def _pictures(
    piece: OverlayPiece, source: SourceFile, canvas: Canvas, opened: ExitStack
) -> Callable[[int], VideoFrame]:
    """The picture of each frame of the piece, from 0."""
    with naming(piece.name):
        if source.info.kind == "image":
            painted = _painted(piece, source)
            return lambda _: painted
        return _FilmPictures(piece, source, canvas.frame_rate, opened).picture


class _FilmPictures:
    """The pictures of a film over the film; they are asked for in order."""

    def __init__(
        self, piece: OverlayPiece, source: SourceFile, frame_rate: Fraction, opened: ExitStack
    ) -> None:
        self._piece, self._film = piece, opened.enter_context(FilmReader(source.path))
        size = piece.box.width, piece.box.height
        self._fitter = Fitter(Canvas(width=size[0], height=size[1], frame_rate=frame_rate))
        self._finish = _Finish(piece, frame_rate)
        self._pictures = enumerate(self._read())

    def picture(self, number: int) -> VideoFrame:
        with naming(self._piece.name):
            return next(picture for n, picture in self._pictures if n >= number)

    def _read(self) -> Iterator[VideoFrame]:
        piece = self._piece
        moments_ms = (piece.source_start_ms + n * piece.step_ms for n in range(piece.frames))
        for frame in self._film.frames_at(moments_ms, reach_ms=piece.step_ms / 2):
            fitted = self._fitter.fit(
                frame,
                framing=Framing(),
                orientation=self._film.orientation,
                sample_aspect_ratio=self._film.sample_aspect_ratio,
                ground=None,
            )
            yield self._finish.run(fitted)


class _Finish:
    """Border, corners and opacity on the fitted frames of a film. The same frame twice is finished once."""

    def __init__(self, piece: OverlayPiece, frame_rate: Fraction) -> None:
        self._piece, self._frame_rate = piece, frame_rate
        self._pipe: Pipe | None = None
        self._format = ""
        self._extras: list[VideoFrame] = []
        self._last: tuple[VideoFrame, VideoFrame] | None = None
        self._pts = 0

    def run(self, frame: VideoFrame) -> VideoFrame:
        piece = self._piece
        if not piece.border and not piece.radius and piece.opacity >= 1:
            return frame
        if self._last is None or self._last[0] is not frame:
            if self._pipe is None or self._format != frame.format.name:
                self._format, self._pipe = frame.format.name, self._pipe_for(frame)
            self._pts += 1
            self._last = frame, self._pipe.run([frame, *self._extras], self._pts)
        return self._last[1]

    def _pipe_for(self, frame: VideoFrame) -> Pipe:
        piece, rate, graph = self._piece, self._frame_rate, new_graph()
        source = add_input(graph, frame, frame_rate=rate)
        last, inputs, self._extras = add_chain(graph, source, [("format", TRANSPARENT)]), [source], []
        if piece.border:
            line = layer_picture(_border(piece))
            ring = add_input(graph, line, frame_rate=rate)
            mixed = graph.add("overlay", "0:0:format=yuv420")
            last.link_to(mixed, 0, 0)
            ring.link_to(mixed, 0, 1)
            last = add_chain(graph, mixed, [("format", TRANSPARENT)])
            inputs.append(ring)
            self._extras.append(line)
        mask_frame = _grey_frame(_mask(piece))
        mask = add_input(graph, mask_frame, frame_rate=rate)
        split = add_chain(graph, last, [("split", "2")])
        alpha = add_chain(graph, split, [("alphaextract", ""), ("format", "gray")], output=1)
        product = graph.add("blend", "all_mode=multiply")
        alpha.link_to(product, 0, 0)
        mask.link_to(product, 0, 1)
        merged = graph.add("alphamerge", "")
        split.link_to(merged, 0, 0)
        add_chain(graph, product, [("format", "gray")]).link_to(merged, 0, 1)
        self._extras.append(mask_frame)
        ends = add_chain(graph, merged, [("format", TRANSPARENT)])
        return Pipe(graph, [*inputs, mask], ends, frame_rate=rate)


def _painted(piece: OverlayPiece, source: SourceFile) -> VideoFrame:
    """A photo or logo in its size, with border, corners and opacity, in the colours of finished frames."""
    size = piece.box.width, piece.box.height
    photo = open_photo(source.path).convert("RGBA").resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    if piece.border:
        photo.alpha_composite(_border(piece))
    photo.putalpha(ImageChops.multiply(photo.getchannel("A"), _mask(piece)))
    return layer_picture(_with_colour_beside(photo))


def _with_colour_beside(picture: Image.Image) -> Image.Image:
    """`picture` with the colour of what is seen also where nothing is: colour is stored at half the size."""
    beside = picture.convert("RGBa").filter(ImageFilter.GaussianBlur(_BLEED)).convert("RGBA").convert("RGB")
    seen = picture.getchannel("A").point([0] + [255] * 255)
    mixed = Image.composite(picture.convert("RGB"), beside, seen)
    mixed.putalpha(picture.getchannel("A"))
    return mixed


def _mask(piece: OverlayPiece) -> Image.Image:
    """How much is seen of each pixel: the corners and the opacity."""
    size = piece.box.width, piece.box.height
    level = round(255 * piece.opacity)
    if not piece.radius:
        return Image.new("L", size, level)
    return _rounded(size, (0, 0, *size), piece.radius, level)


def _border(piece: OverlayPiece) -> Image.Image:
    """The line inside the overlay's edge on nothing."""
    size, width = (piece.box.width, piece.box.height), piece.border
    inner = _rounded(
        size, (width, width, size[0] - width, size[1] - width), max(0, piece.radius - width), 255
    )
    line = Image.new("RGBA", size, (*rgb_of(piece.border_color, default=(255, 255, 255)), 255))
    line.putalpha(ImageChops.invert(inner))
    return line


def _rounded(size: tuple[int, int], box: tuple[int, int, int, int], radius: int, level: int) -> Image.Image:
    """A rectangle of brightness `level` with round corners, on black."""
    large = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    left, top, right, bottom = (edge * _FINE for edge in box)
    if right > left and bottom > top:
        ImageDraw.Draw(large).rounded_rectangle(
            (left, top, right - 1, bottom - 1), radius=radius * _FINE, fill=level
        )
    return large.resize(size, Image.Resampling.BOX)


def _grey_frame(picture: Image.Image) -> VideoFrame:
    frame = VideoFrame(picture.width, picture.height, "gray")
    plane = cast("Any", frame.planes[0])
    rows, step = picture.tobytes(), picture.width
    padded = b"".join(rows[n : n + step].ljust(plane.line_size, b"\0") for n in range(0, len(rows), step))
    plane.update(padded.ljust(plane.buffer_size, b"\0"))
    frame.color_range = ColorRange.JPEG
    return frame
