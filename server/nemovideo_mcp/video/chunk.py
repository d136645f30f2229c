"""Rendering one chunk: frames of films, photos and gaps, composed and encoded into a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from av.video.frame import VideoFrame

from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.video.beat_effects import BeatPiece, on_beats
from nemovideo_mcp.video.camera_move import View, moved_frame, own_motion, roomy, view_at
from nemovideo_mcp.video.caption_plan import CaptionPiece
from nemovideo_mcp.video.captions import paint_caption, paint_mark
from nemovideo_mcp.video.compositor import Canvas, Fitter, black_frame
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.fades import faded
from nemovideo_mcp.video.finishing import Finisher
from nemovideo_mcp.video.followed import followed_frames
from nemovideo_mcp.video.geometry import focus_of
from nemovideo_mcp.video.kept import is_intact, kept_file
from nemovideo_mcp.video.layers import Layer, Overlay, layer_picture
from nemovideo_mcp.video.overlay_layers import overlay_layers
from nemovideo_mcp.video.overlay_plan import OverlayPiece
from nemovideo_mcp.video.packet_copy import NotCopied, copy_packets
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.plan import ChunkSpec
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.region_paths import FollowedShot, path_of
from nemovideo_mcp.video.region_tracking import RegionPath
from nemovideo_mcp.video.regions import Regions
from nemovideo_mcp.video.render_errors import naming
from nemovideo_mcp.video.slow_motion import smooth_frames
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.stills import Still
from nemovideo_mcp.video.text_layers import mend_of, text_layer
from nemovideo_mcp.video.titles import PaintedText
from nemovideo_mcp.video.transitions import blended
from nemovideo_mcp.video.untouched import Copied

__all__ = ["composed_frames", "render_chunk"]

# Canvases beside the film's own for which what brings frames onto them is kept.
_OTHER_FITTERS = 3
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

    One that is copied consists of its source's packets; where these are not what the index tells of, it is encoded. It
    holds exactly `spec.frames` frames. `on_frame` hears how many are done, `cancelled` is asked before each.
    Whatever happens, no half-written file stays. Raises RenderFailed (naming the clip), RenderCancelled, DiskFull.
    """
    path = folder / f"{spec.key}.mp4"
    if is_intact(path):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with kept_file(path) as temporary:
        if spec.copied is None or not _is_copied(spec, spec.copied, temporary, cancelled):
            _encode(spec, temporary, folder, on_frame, cancelled)
    return path


def _is_copied(
    spec: ChunkSpec, copied: Copied, temporary: Path, cancelled: Callable[[], bool] | None
) -> bool:
    """Copy the packets; False where the source does not hold them as it did."""
    try:
        copy_packets(
            copied.source.path,
            copied.index,
            temporary,
            first_frame=copied.source_frame,
            frames=copied.frames,
            frame_rate=spec.frame_rate,
            cancelled=cancelled,
        )
    except (NotCopied, ValueError):  # A packet that is cut off has no whole units.
        return False
    return True


def _encode(
    spec: ChunkSpec,
    temporary: Path,
    folder: Path,
    on_frame: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    with ExitStack() as opened:
        encoder = opened.enter_context(
            PictureEncoder(
                temporary,
                width=spec.width,
                height=spec.height,
                frame_rate=spec.frame_rate,
                settings=spec.settings,
                header_id=spec.header_id,
            )
        )
        for number, frame in enumerate(opened.enter_context(closing(composed_frames(spec, folder)))):
            if cancelled is not None and cancelled():
                raise RenderCancelled
            encoder.encode(frame, number)
            if on_frame is not None:
                on_frame(number + 1)


def composed_frames(spec: ChunkSpec, folder: Path | None = None) -> Generator[VideoFrame]:
    """Every frame of the chunk, finished: on the canvas, with its regions, overlays, texts and fades.

    `folder` keeps what is found out for several chunks. Raises RenderFailed (naming the clip).
    """
    canvas = Canvas(width=spec.width, height=spec.height, frame_rate=spec.frame_rate)
    with ExitStack() as opened:
        hidden = [overlay for overlay in spec.overlays if overlay.effect]
        paths = [[_path(shot, canvas, folder) for shot in region.shots] for region in hidden]
        regions = Regions(canvas, hidden, paths)
        pictures = overlay_layers([o for o in spec.overlays if not o.effect], canvas, opened)
        captions = [layer for caption in spec.captions for layer in _caption_layers(caption, canvas)]
        overlay = Overlay(canvas, [*pictures, *_layers(spec, canvas), *captions])
        for number, frame in enumerate(_frames(spec, canvas, opened)):
            yield faded(overlay.lay(regions.lay(frame, number), number), spec.fades, number)


def _path(shot: FollowedShot, canvas: Canvas, folder: Path | None) -> RegionPath:
    """The way of what a region hides in a shot."""
    with ExitStack() as opened:
        bench = _Bench(canvas, opened)
        return path_of(
            shot,
            lambda: _piece_frames(shot.piece, bench, shot.beats, 0),
            canvas=canvas.size,
            frame_rate=canvas.frame_rate,
            folder=folder,
        )


def _layers(spec: ChunkSpec, canvas: Canvas) -> list[Layer]:
    """The texts of the chunk, painted, each as legible as what lies behind it asks for."""
    layers: list[Layer] = []
    for text, grounds in zip(spec.texts, spec.grounds, strict=True):
        mends: dict[int, float] = {}
        for ground in grounds:
            with ExitStack() as opened:
                bare = list(_frames(replace(spec, pieces=ground.samples, beats=()), canvas, opened))
            laid = ground.overlays or ((),) * len(bare)
            seen = [_under_text(frame, over, canvas) for frame, over in zip(bare, laid, strict=True)]
            mends[ground.first_frame] = mend_of(text, seen, canvas=canvas.size)
        layer = text_layer(text, canvas=canvas, mends=mends)
        layers += [layer] if layer else []
    return layers


def _under_text(frame: VideoFrame, overlays: Sequence[OverlayPiece], canvas: Canvas) -> VideoFrame:
    """A frame with the overlays of its moment, each of which is one frame long."""
    if not overlays:
        return frame
    with ExitStack() as opened:
        return Overlay(canvas, overlay_layers(overlays, canvas, opened)).lay(frame, 0)


def _frames(spec: ChunkSpec, canvas: Canvas, opened: ExitStack) -> Iterator[VideoFrame]:
    """Every frame of the chunk on the canvas, without anything that is laid over it."""
    # What a transition shows of its second clip is read and fitted by itself: both may be of one file.
    main, second = _Bench(canvas, opened), _Bench(canvas, opened)
    for piece in spec.pieces:
        if piece.mix is None:
            yield from _piece_frames(piece, main, spec.beats, piece.first_frame)
            continue
        both = zip(
            _piece_frames(piece.mix.before, main, spec.beats, piece.first_frame),
            _piece_frames(piece.mix.after, second, spec.beats, piece.first_frame),
            strict=True,
        )
        for n, (before, after) in enumerate(both):
            progress = (piece.clip_frame + n + 0.5) / piece.clip_frames
            yield blended(piece.mix.kind, before, after, progress)
        main, second = second, main


class _Bench:
    """The last film, open, and the last photo, the fitters for their frames, and what gives these their look."""

    def __init__(self, canvas: Canvas, opened: ExitStack) -> None:
        self.fitters = _Fitters(canvas)
        self.finisher = Finisher(canvas)
        self.canvas = canvas
        self._still: tuple[object, Still] | None = None
        self._film: tuple[Path, FilmReader] | None = None
        opened.callback(self._close_film)

    def film(self, path: Path) -> FilmReader:
        """The film at `path`. Only one is open: the decoder of a second one holds more than opening it again costs."""
        if self._film is None or self._film[0] != path:
            self._close_film()
            self._film = path, FilmReader(path)
        return self._film[1]

    def _close_film(self) -> None:
        if self._film is not None:
            self._film[1].close()
            self._film = None

    def still(self, piece: Piece, source: SourceFile) -> Still:
        """The photo of the piece, read once for a clip and its transitions."""
        wanted = source.path, piece.framing, piece.grade
        if self._still is None or self._still[0] != wanted:
            self._still = None
            made = Still(source.path, self.canvas, framing=piece.framing, grade=piece.grade)
            self._still = wanted, made
        return self._still[1]


def _piece_frames(
    piece: Piece, bench: _Bench, beats: Sequence[BeatPiece], first_frame: int
) -> Iterator[VideoFrame]:
    """The frames of a piece of one source, with their look and the effects of `beats`, from `first_frame` on."""
    if piece.source is None:
        black = black_frame(bench.canvas)
        for _ in range(piece.frames):
            yield black
        return
    with naming(piece.name):
        if piece.source.info.kind == "image":
            frames = _still_frames(piece, bench.still(piece, piece.source), bench.canvas)
        else:
            frames = _film_frames(piece, bench.film(piece.source.path), bench.fitters)
        for number, frame in enumerate(frames, first_frame):
            shown = on_beats(frame, beats, number, bench.canvas)
            yield bench.finisher.finish(shown, piece.grade.look) if piece.grade else shown


class _Fitters:
    """What brings frames onto the canvas, and onto the larger one that moves need, made once it is needed."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.plain = Fitter(canvas)
        self._others: dict[Canvas, Fitter] = {}

    @property
    def roomy(self) -> Fitter:
        return self.of(roomy(self.canvas))

    def of(self, canvas: Canvas) -> Fitter:
        """The one for another canvas, kept for what is shown next."""
        fitter = self._others.pop(canvas, None) or Fitter(canvas)
        while len(self._others) >= _OTHER_FITTERS:
            del self._others[next(iter(self._others))]
        self._others[canvas] = fitter
        return fitter


def _film_frames(piece: Piece, film: FilmReader, fitters: _Fitters) -> Iterator[VideoFrame]:
    canvas = fitters.canvas
    moves = piece.motion not in (None, "none")
    view = _views(piece, canvas)

    def shown(numbers: range) -> Iterator[VideoFrame]:
        if piece.path:
            seen = view if moves else None
            yield from followed_frames(piece, film, canvas, fitter=fitters.of, view=seen, numbers=numbers)
            return
        for n, frame in zip(
            numbers, _fitted(piece, film, fitters.roomy if moves else fitters.plain, numbers), strict=True
        ):
            yield moved_frame(frame, view(n), canvas) if moves else frame

    yield from _backwards(piece, shown, canvas) if piece.step_ms < 0 else shown(range(piece.frames))


def _fitted(piece: Piece, film: FilmReader, fitter: Fitter, numbers: range) -> Iterator[VideoFrame]:
    def fit(frame: VideoFrame) -> VideoFrame:
        return fitter.fit(
            frame,
            framing=piece.framing,
            orientation=film.orientation,
            sample_aspect_ratio=film.sample_aspect_ratio,
            ground=piece.source.info.ground if piece.source else 0,
            grade=piece.grade,
        )

    moments_ms = map(piece.moment_ms, numbers)
    if piece.smooth and piece.source is not None:
        yield from smooth_frames(
            film,
            list(moments_ms),
            how=piece.smooth,
            frame_rate=piece.source.info.frame_rate or 25,
            shot_starts_ms=piece.source.shot_starts_ms,
            fit=fit,
        )
        return
    for frame in film.frames_at(moments_ms, reach_ms=abs(piece.step_ms) / 2):
        yield fit(frame)


def _backwards(
    piece: Piece, shown: Callable[[range], Iterator[VideoFrame]], canvas: Canvas
) -> Iterator[VideoFrame]:
    """The frames of a piece that runs backwards: decoded forwards in runs that are small enough to be held."""
    run = max(_LEAST_HELD, _HELD_BYTES // (canvas.width * canvas.height * 3 // 2))
    for first in range(0, piece.frames, run):
        held = list(shown(range(min(first + run, piece.frames) - 1, first - 1, -1)))
        while held:
            yield held.pop()


def _still_frames(piece: Piece, still: Still, canvas: Canvas) -> Iterator[VideoFrame]:
    view = _views(piece, canvas)

    @lru_cache(maxsize=1)
    def seen(view: View) -> VideoFrame:
        return still.frame(view)

    for n in range(piece.frames):
        yield seen(view(n))


def _views(piece: Piece, canvas: Canvas) -> Callable[[int], View]:
    """What the camera sees in each frame of the piece; a photo that names no move is zoomed in or out evenly."""
    motion = piece.motion
    if motion is None and piece.source is not None:
        motion = own_motion(piece.source.content_hash)
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


def _caption_layers(caption: CaptionPiece, canvas: Canvas) -> Iterator[Layer]:
    """The lines, and over them each word while it is spoken; captions don't fade."""
    place = {"width": canvas.width, "height": canvas.height, "lift": caption.lift}
    lines = paint_caption(caption.lines, caption.style, **place)
    yield _lasting(lines, caption.first_frame, caption.frames)
    for word in caption.words:
        if (letters := paint_mark(caption.lines, word.mark, **place)) is not None:
            yield _lasting(letters, word.first_frame, word.frames)


def _lasting(painted: PaintedText, first_frame: int, frames: int) -> Layer:
    picture = layer_picture(painted.image)
    return Layer(
        picture=lambda _: picture,
        left=painted.left,
        top=painted.top,
        first_frame=first_frame,
        frames=frames,
    )
