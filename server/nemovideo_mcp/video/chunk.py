"""Rendering one chunk: frames of films, photos and gaps, composed and encoded into a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from functools import lru_cache
from pathlib import Path

from av.error import FFmpegError
from av.video.frame import VideoFrame

from nemovideo_mcp.errors import FileMissing, MediaUnreadable, RenderCancelled, RenderFailed
from nemovideo_mcp.messages.system import FULL
from nemovideo_mcp.video.camera_move import View, moved_frame, roomy, view_at
from nemovideo_mcp.video.caption_plan import CaptionPiece
from nemovideo_mcp.video.captions import paint_caption, paint_mark
from nemovideo_mcp.video.compositor import Canvas, Fitter, Overlay, TextLayer, black_frame
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.fades import faded
from nemovideo_mcp.video.geometry import focus_of
from nemovideo_mcp.video.kept import is_intact, kept_file
from nemovideo_mcp.video.plan import ChunkSpec, Piece, SourceFile
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.stills import Still
from nemovideo_mcp.video.text_plan import TextPiece
from nemovideo_mcp.video.titles import PaintedText, paint_text

__all__ = ["composed_frames", "render_chunk"]

_FADE_MS = 250
# Films that are kept open between the shots of a chunk.
_OPEN_FILMS = 4
# Bytes of finished frames that are held to show a film backwards, and frames that are held at least.
_HELD_BYTES, _LEAST_HELD = 128_000_000, 4


def render_chunk(
    spec: ChunkSpec,
    folder: Path,
    *,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """The file of the chunk in `folder`, rendered unless it is there, intact: H.264 High in MP4, closed GOPs.

    It holds exactly `spec.frames` frames. `on_frame` hears how many are done, `cancelled` is asked before each.
    Whatever happens, no half-written file stays. Raises RenderFailed (naming the clip), RenderCancelled, DiskFull.
    """
    path = folder / f"{spec.key}.mp4"
    if is_intact(path):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with kept_file(path) as temporary, ExitStack() as opened:
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
    """Every frame of the chunk, finished: on the canvas, with its texts and fades.

    Raises RenderFailed (naming the clip).
    """
    canvas = Canvas(width=spec.width, height=spec.height, frame_rate=spec.frame_rate)
    with ExitStack() as opened:
        layers = [layer for text in spec.texts if (layer := _layer(text, canvas))]
        layers += [layer for caption in spec.captions for layer in _caption_layers(caption, canvas)]
        overlay = Overlay(canvas, layers)
        for number, frame in enumerate(_frames(spec, canvas, opened)):
            yield faded(overlay.lay(frame, number), spec.fades, number)


def _frames(spec: ChunkSpec, canvas: Canvas, opened: ExitStack) -> Iterator[VideoFrame]:
    """Every frame of the chunk on the canvas, without texts and fades."""
    films: dict[Path, FilmReader] = {}
    opened.callback(lambda: [film.close() for film in films.values()])
    fitters = _Fitters(canvas)
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
                yield from _film_frames(piece, _opened_film(films, piece.source.path), fitters)
        except FileMissing as error:
            raise _failed(
                piece,
                "its file is no longer there; give it to the project again",
                "源文件已不存在，请重新上传",
            ) from error
        except MediaUnreadable as error:
            raise _failed(piece, "its file cannot be read", "源文件无法读取") from error
        except FFmpegError as error:
            if error.errno in FULL:
                raise
            raise _failed(piece, f"its pictures cannot be used ({error.strerror})", "画面无法处理") from error


class _Fitters:
    """What brings frames onto the canvas, and onto the larger one that moves need, made once it is needed."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.plain = Fitter(canvas)
        self._roomy: Fitter | None = None

    @property
    def roomy(self) -> Fitter:
        self._roomy = self._roomy or Fitter(roomy(self.canvas))
        return self._roomy


def _film_frames(piece: Piece, film: FilmReader, fitters: _Fitters) -> Iterator[VideoFrame]:
    canvas = fitters.canvas
    moves = piece.motion not in (None, "none")
    fitter = fitters.roomy if moves else fitters.plain
    if piece.step_ms < 0:
        frames = _backwards(piece, film, fitter, canvas)
    else:
        frames = _fitted(piece, film, fitter, range(piece.frames))
    view = _views(piece, canvas)
    for n, frame in enumerate(frames):
        yield moved_frame(frame, view(n), canvas) if moves else frame


def _fitted(piece: Piece, film: FilmReader, fitter: Fitter, numbers: range) -> Iterator[VideoFrame]:
    moments_ms = (piece.source_start_ms + n * piece.step_ms for n in numbers)
    for frame in film.frames_at(moments_ms, reach_ms=abs(piece.step_ms) / 2):
        yield fitter.fit(
            frame,
            framing=piece.framing,
            orientation=film.orientation,
            sample_aspect_ratio=film.sample_aspect_ratio,
            ground=piece.source.info.ground if piece.source else 0,
        )


def _backwards(piece: Piece, film: FilmReader, fitter: Fitter, canvas: Canvas) -> Iterator[VideoFrame]:
    """The frames of a piece that runs backwards: decoded forwards in runs that are small enough to be held."""
    run = max(_LEAST_HELD, _HELD_BYTES // (canvas.width * canvas.height * 3 // 2))
    for first in range(0, piece.frames, run):
        numbers = range(min(first + run, piece.frames) - 1, first - 1, -1)
        held = list(_fitted(piece, film, fitter, numbers))
        while held:
            yield held.pop()


def _still_frames(piece: Piece, source: SourceFile, canvas: Canvas) -> Iterator[VideoFrame]:
    still, view = Still(source.path, canvas, framing=piece.framing), _views(piece, canvas)

    @lru_cache(maxsize=1)
    def seen(view: View) -> VideoFrame:
        return still.frame(view)

    for n in range(piece.frames):
        yield seen(view(n))


def _views(piece: Piece, canvas: Canvas) -> Callable[[int], View]:
    """What the camera sees in each frame of the piece; a photo that names no move is zoomed in or out evenly."""
    motion = piece.motion
    if motion is None and piece.source is not None:
        motion = "push-in" if sum(piece.source.content_hash.encode()) % 2 == 0 else "pull-out"
    info = piece.source.info if piece.source else None
    size = (info.width, info.height) if info else (0, 0)
    focus = focus_of(piece.framing, size=size, canvas=canvas.size)

    def view(number: int) -> View:
        return view_at(
            motion or "none",
            piece.clip_frame + number,
            frames=max(piece.clip_frames, piece.frames),
            frame_rate=canvas.frame_rate,
            eased=piece.motion is not None,
            focus=focus,
        )

    return view


def _opened_film(films: dict[Path, FilmReader], path: Path) -> FilmReader:
    film = films.pop(path, None) or FilmReader(path)
    while len(films) >= _OPEN_FILMS:
        films.pop(next(iter(films))).close()
    films[path] = film
    return film


def _layer(text: TextPiece, canvas: Canvas) -> TextLayer | None:
    painted = paint_text(text.look, width=canvas.width, height=canvas.height, shift=text.shift)
    if painted is None:
        return None
    image = painted.image
    fade_frames = max(1, min(round(_FADE_MS * canvas.frame_rate / 1000), text.frames // 3))
    return TextLayer(
        picture=VideoFrame.from_bytes(image.tobytes(), image.width, image.height, format="rgba"),
        left=painted.left,
        top=painted.top,
        first_frame=text.first_frame,
        frames=text.frames,
        fade_frames=fade_frames,
    )


def _caption_layers(caption: CaptionPiece, canvas: Canvas) -> Iterator[TextLayer]:
    """The lines, and over them each word while it is spoken; captions don't fade."""
    place = {"width": canvas.width, "height": canvas.height, "lift": caption.lift}
    lines = paint_caption(caption.lines, caption.style, **place)
    yield _lasting(lines, caption.first_frame, caption.frames)
    for word in caption.words:
        if (letters := paint_mark(caption.lines, word.mark, **place)) is not None:
            yield _lasting(letters, word.first_frame, word.frames)


def _lasting(painted: PaintedText, first_frame: int, frames: int) -> TextLayer:
    image = painted.image
    return TextLayer(
        picture=VideoFrame.from_bytes(image.tobytes(), image.width, image.height, format="rgba"),
        left=painted.left,
        top=painted.top,
        first_frame=first_frame,
        frames=frames,
        fade_frames=0,
    )


def _failed(piece: Piece, reason: str, reason_zh: str) -> RenderFailed:
    """Without the path: it is the studio's own, and means nothing to who uploaded the file under `piece.name`."""
    return RenderFailed(detail={"en": f"{piece.name}: {reason}", "zh": f"{piece.name}：{reason_zh}"})
