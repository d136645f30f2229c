"""Frames seen through a crop that moves, smooth to a fraction of a pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from av.video.frame import VideoFrame

from nemovideo_mcp.timeline.media import Area
from nemovideo_mcp.video.camera_move import ROOM, View, frame_of, planes_of, seen_plane
from nemovideo_mcp.video.compositor import Canvas, Fitter
from nemovideo_mcp.video.follow import CropPath
from nemovideo_mcp.video.geometry import Framing, placed, turned
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.reader import FilmReader

__all__ = ["followed_frames"]

# The times of frames and of cuts are rounded to whole milliseconds.
_ROUNDING_MS = 1.0


@dataclass(frozen=True)
class _Band:
    """The part of a picture over which the crop goes within a piece, brought onto a canvas of its own."""

    canvas: Canvas
    framing: Framing


def followed_frames(
    piece: Piece,
    film: FilmReader,
    canvas: Canvas,
    *,
    fitter: Callable[[Canvas], Fitter],
    view: Callable[[int], View] | None,
    numbers: range,
) -> Iterator[VideoFrame]:
    """Frames `numbers` of a piece whose crop moves, on the canvas, with what the camera sees of each in `view`.

    `fitter` gives the one for a canvas. Only the band that the crop goes over is converted; each frame is then sampled
    at the crop's place between the pixels.
    """
    bands: dict[CropPath, _Band] = {}
    info = piece.source.info if piece.source else None
    size = (info.width, info.height) if info else (0, 0)
    if piece.framing.rotation % 180:
        size = size[1], size[0]
    seen = placed(piece.framing, size=size, canvas=canvas.size)
    crop = seen.right - seen.left, seen.bottom - seen.top
    moments_ms = map(piece.moment_ms, numbers)
    for number, frame in zip(
        numbers, film.frames_at(moments_ms, reach_ms=abs(piece.step_ms) / 2), strict=True
    ):
        path = _path_at(piece.path, film.shown_ms)
        if path not in bands:
            bands[path] = _band(piece, path, frame, film, crop, canvas, roomy=view is not None)
        band = bands[path]
        whole = fitter(band.canvas).fit(
            frame,
            framing=band.framing,
            orientation=film.orientation,
            sample_aspect_ratio=film.sample_aspect_ratio,
            ground=piece.source.info.ground if piece.source else 0,
            grade=piece.grade,
        )
        middle = path.at(float(piece.moment_ms(number)))
        yield _cropped(whole, band, middle, crop, view(number) if view else View(), canvas)


def _path_at(paths: Sequence[CropPath], shown_ms: float) -> CropPath:
    """The way in the shot of which a picture is."""
    return next((p for p in reversed(paths) if shown_ms + _ROUNDING_MS >= p.start_ms), paths[0])


def _band(
    piece: Piece,
    path: CropPath,
    frame: VideoFrame,
    film: FilmReader,
    crop: tuple[float, float],
    canvas: Canvas,
    *,
    roomy: bool,
) -> _Band:
    ends = sorted(float(piece.moment_ms(n)) for n in (0, max(0, piece.frames - 1)))
    reach = path.reach(*ends)
    stored = frame.width, frame.height
    if turned(film.orientation, piece.framing.orientation).swaps_sides:
        stored = stored[1], stored[0]
    sides: list[tuple[float, float]] = []
    pixels: list[int] = []
    for axis in (0, 1):
        half = crop[axis] / 2
        begin, end = piece.framing.picture[axis], piece.framing.picture[axis + 2]
        first = max(begin, reach[axis] - half)
        last = min(end, reach[axis + 2] + half)
        # Whole pairs of pixels of the source, so that pieces beside one another meet exactly.
        first = max(0.0, floor(first * stored[axis] / 2 + 1e-6) * 2 / stored[axis])
        last = min(1.0, ceil(last * stored[axis] / 2 - 1e-6) * 2 / stored[axis])
        sides.append((first, last))
        wanted = canvas.size[axis] * (ROOM if roomy else 1.0)
        # The source is not enlarged before it is sampled.
        scale = min(wanted, crop[axis] * stored[axis]) / crop[axis]
        pixels.append(max(2, round((last - first) * scale / 2) * 2))
    area: Area = (sides[0][0], sides[1][0], sides[0][1], sides[1][1])
    return _Band(
        canvas=Canvas(width=pixels[0], height=pixels[1], frame_rate=canvas.frame_rate),
        framing=replace(piece.framing, picture=area, position=(0.5, 0.5), zoom=1.0, stretched=True),
    )


def _cropped(
    whole: VideoFrame,
    band: _Band,
    middle: tuple[float, float],
    crop: tuple[float, float],
    view: View,
    canvas: Canvas,
) -> VideoFrame:
    left, top, right, bottom = band.framing.picture
    parts = [
        seen_plane(
            plane,
            view,
            (canvas.width // half, canvas.height // half),
            fine=half == 1,
            window=(
                _pixels(middle[0] - crop[0] / 2 - left, right - left, plane.width, crop[0]),
                _pixels(middle[1] - crop[1] / 2 - top, bottom - top, plane.height, crop[1]),
            ),
        )
        for plane, half in zip(planes_of(whole), (1, 2, 2), strict=True)
    ]
    return frame_of((parts[0], parts[1], parts[2]))


def _pixels(begin: float, whole: float, side: int, crop: float) -> tuple[float, float]:
    """First pixel and length of a crop within a side."""
    length = min(float(side), crop / whole * side)
    return min(max(0.0, begin / whole * side), side - length), length
