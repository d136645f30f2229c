"""Rendering one chunk: frames of films, photos and gaps, composed and encoded into a file of their own."""

from __future__ import annotations

import errno
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from av.error import FFmpegError
from av.video.frame import VideoFrame

from nemovideo_mcp.errors import FileMissing, MediaUnreadable, RenderCancelled, RenderFailed
from nemovideo_mcp.video.compositor import Canvas, Fitter, Overlay, TitleLayer, black_frame
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.files import whole_file
from nemovideo_mcp.video.plan import ChunkSpec, Piece, SourceFile, TitlePiece
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.stills import Still, zoom_at
from nemovideo_mcp.video.titles import paint_title

__all__ = ["composed_frames", "render_chunk"]

_FADE_MS = 250
# Films that are kept open between the shots of a chunk.
_OPEN_FILMS = 4


def render_chunk(
    spec: ChunkSpec,
    folder: Path,
    *,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """The file of the chunk in `folder`, rendered unless it is there already: H.264 High in MP4, closed GOPs.

    It holds exactly `spec.frames` frames. `on_frame` hears how many are done, `cancelled` is asked before each.
    Whatever happens, no half-written file stays. Raises RenderFailed (naming the clip), RenderCancelled, DiskFull.
    """
    path = folder / f"{spec.key}.mp4"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as temporary, ExitStack() as opened:
        encoder = opened.enter_context(
            PictureEncoder(
                temporary,
                width=spec.width,
                height=spec.height,
                frame_rate=spec.frame_rate,
                settings=spec.settings,
            )
        )
        for number, frame in enumerate(opened.enter_context(closing(composed_frames(spec)))):
            if cancelled is not None and cancelled():
                raise RenderCancelled
            encoder.encode(frame, number)
            if on_frame is not None:
                on_frame(number + 1)
    return path


def composed_frames(spec: ChunkSpec) -> Generator[VideoFrame]:
    """Every frame of the chunk, finished: on the canvas, with its titles. Raises RenderFailed (naming the clip)."""
    canvas = Canvas(width=spec.width, height=spec.height, frame_rate=spec.frame_rate)
    with ExitStack() as opened:
        overlay = Overlay(canvas, [layer for title in spec.titles if (layer := _layer(title, canvas))])
        for number, frame in enumerate(_frames(spec, canvas, opened)):
            yield overlay.lay(frame, number)


def _frames(spec: ChunkSpec, canvas: Canvas, opened: ExitStack) -> Iterator[VideoFrame]:
    """Every frame of the chunk on the canvas, without titles."""
    films: dict[Path, FilmReader] = {}
    opened.callback(lambda: [film.close() for film in films.values()])
    fitter = Fitter(canvas)
    for piece in spec.pieces:
        if piece.source is None:
            black = black_frame(canvas)
            for _ in range(piece.frames):
                yield black
            continue
        try:
            if piece.source.info.kind == "image":
                yield from _still_frames(piece, piece.source, canvas)
            else:
                film = _opened_film(films, piece.source.path)
                for frame in film.frames_at(
                    piece.source_start_ms + n * piece.step_ms for n in range(piece.frames)
                ):
                    yield fitter.fit(
                        frame,
                        fit=piece.fit,
                        zoom=piece.zoom,
                        orientation=film.orientation,
                        sample_aspect_ratio=film.sample_aspect_ratio,
                    )
        except FileMissing as error:
            raise _failed(piece, "its file is no longer there", "源文件已不存在") from error
        except MediaUnreadable as error:
            raise _failed(piece, "its file cannot be read", "源文件无法读取") from error
        except FFmpegError as error:
            if error.errno == errno.ENOSPC:
                raise
            raise _failed(piece, f"its pictures cannot be used ({error.strerror})", "画面无法处理") from error


def _still_frames(piece: Piece, source: SourceFile, canvas: Canvas) -> Iterator[VideoFrame]:
    still = Still(source.path, canvas, fit=piece.fit, zoom=piece.zoom)
    inwards = sum(source.content_hash.encode()) % 2 == 0
    for n in range(piece.frames):
        yield still.frame(
            zoom_at(
                piece.clip_frame + n,
                frames=max(piece.clip_frames, piece.frames),
                frame_rate=canvas.frame_rate,
                inwards=inwards,
            )
        )


def _opened_film(films: dict[Path, FilmReader], path: Path) -> FilmReader:
    film = films.pop(path, None) or FilmReader(path)
    while len(films) >= _OPEN_FILMS:
        films.pop(next(iter(films))).close()
    films[path] = film
    return film


def _layer(title: TitlePiece, canvas: Canvas) -> TitleLayer | None:
    painted = paint_title(title.text, style=title.style, width=canvas.width, height=canvas.height)
    if painted is None:
        return None
    image = painted.image
    fade_frames = max(1, min(round(_FADE_MS * canvas.frame_rate / 1000), title.frames // 3))
    return TitleLayer(
        picture=VideoFrame.from_bytes(image.tobytes(), image.width, image.height, format="rgba"),
        left=painted.left,
        top=painted.top,
        first_frame=title.first_frame,
        frames=title.frames,
        fade_frames=fade_frames,
    )


def _failed(piece: Piece, reason: str, reason_zh: str) -> RenderFailed:
    path = piece.source.path if piece.source else ""
    return RenderFailed(
        detail={"en": f"{piece.name}: {reason} ({path})", "zh": f"{piece.name}：{reason_zh}（{path}）"}
    )
