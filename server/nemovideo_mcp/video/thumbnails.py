"""Small pictures of films and photos as the export shows them, quickly: key frames where they will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from av.error import FFmpegError
from av.video.frame import VideoFrame
from PIL import Image

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.video.camera_move import View
from nemovideo_mcp.video.clock import clock_of, packets_on, seek
from nemovideo_mcp.video.compositor import Canvas, Fitter, picture_of
from nemovideo_mcp.video.finishing import Finisher
from nemovideo_mcp.video.geometry import Framing
from nemovideo_mcp.video.grading import Grade
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.stills import Still
from nemovideo_mcp.video.streams import film_stream, frame_orientation, picture_decoder

__all__ = ["Shot", "thumbnails"]

# Frames that may be decoded only to get past them, counted in frames of 1080p, for all pictures together.
_BUDGET_FRAMES = 2000
_FULL_HD = 1920 * 1080
# Packets that are looked at for a key frame before it is given up.
_MOST_PACKETS = 40
_FRAME_RATE = Fraction(30)


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A moment of a source; any frame between `first_ms` and `last_ms` will do, the one at `time_ms` is best."""

    source: SourceFile
    time_ms: int
    first_ms: int
    last_ms: int
    framing: Framing = field(default_factory=Framing)
    grade: Grade | None = None


def thumbnails(
    shots: Iterable[Shot], *, size: tuple[int, int], budget_frames: float = _BUDGET_FRAMES
) -> Iterator[tuple[Shot, Image.Image]]:
    """Each shot with its picture in `size` (even sides), source by source; what cannot be read is left out.

    A film's nearest key frame is taken where it lies within the shot. Where it does not, the film is decoded up to
    the moment, as long as `budget_frames` (of 1080p, for all shots together) last; behind that the key frame before
    it has to do.
    """
    canvas = Canvas(width=size[0], height=size[1], frame_rate=_FRAME_RATE)
    budget = _Budget(budget_frames)
    ordered = sorted(shots, key=lambda s: (str(s.source.path), s.time_ms))
    for path, group in groupby(ordered, key=lambda shot: shot.source.path):
        of_film = list(group)
        try:
            if of_film[0].source.info.kind == "image":
                yield from _of_photo(of_film, canvas)
            elif of_film[0].source.info.kind == "video":
                with _Film(path, canvas, budget) as film:
                    for shot in of_film:
                        if (picture := film.picture(shot)) is not None:
                            yield shot, picture
        except (NemoError, FFmpegError, OSError):
            continue


@dataclass
class _Budget:
    """What may still be decoded in vain."""

    frames: float

    def spend(self, frames: float, source: SourceFile) -> bool:
        """True if there is enough left for so many frames of `source`."""
        cost = frames * max(0.1, source.info.width * source.info.height / _FULL_HD)
        if cost > self.frames:
            return False
        self.frames -= cost
        return True


def _of_photo(shots: Iterable[Shot], canvas: Canvas) -> Iterator[tuple[Shot, Image.Image]]:
    made: dict[tuple[Framing, Grade | None], Image.Image] = {}
    for shot in shots:
        key = shot.framing, shot.grade
        if key not in made:
            still = Still(shot.source.path, canvas, framing=shot.framing, grade=shot.grade)
            made[key] = picture_of(_finished(still.frame(View()), shot, Finisher(canvas)))
        yield shot, made[key]


def _finished(frame: VideoFrame, shot: Shot, finisher: Finisher) -> VideoFrame:
    return finisher.finish(frame, shot.grade.look) if shot.grade else frame


class _Film:
    """A film that is looked into here and there."""

    def __init__(self, path: Path, canvas: Canvas, budget: _Budget) -> None:
        self._path, self._budget = path, budget
        self._fitter, self._finisher = Fitter(canvas), Finisher(canvas)
        self._reader = FilmReader(path)

    def __enter__(self) -> _Film:
        self._container = open_media(self._path)
        self._clock = clock_of(self._container, self._path)
        stream = film_stream(self._container)
        self._decoder = picture_decoder(stream) if stream is not None else None
        if self._decoder is not None:
            self._decoder.thread_count = 1
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()
        self._container.close()

    def picture(self, shot: Shot) -> Image.Image | None:
        key = self._key_frame(shot.time_ms)
        if key is not None and shot.first_ms <= key[0] <= shot.last_ms:
            return self._fitted(key[1], shot)
        behind_ms = shot.time_ms - (key[0] if key and key[0] <= shot.time_ms else 0)
        rate = shot.source.info.frame_rate or float(_FRAME_RATE)
        if self._budget.spend(behind_ms * rate / 1000, shot.source):
            exact = next(self._reader.frames_at([Fraction(shot.time_ms)]), None)
            if exact is not None:
                return self._fitted(exact, shot)
        return self._fitted(key[1], shot) if key is not None else None

    def _key_frame(self, time_ms: int) -> tuple[float, VideoFrame] | None:
        """The key frame at or before `time_ms`, and its time; None where it cannot be sought."""
        container, stream, decoder = self._container, film_stream(self._container), self._decoder
        if stream is None or decoder is None or not stream.time_base:
            return None
        if "444" in (decoder.pix_fmt or ""):
            return None  # old versions of x264: green after a seek, which the reader knows how to mend
        decoder.skip_frame = "NONKEY"
        origin_s = self._clock.origin_s
        with suppress(FFmpegError):
            seek(container, stream, Fraction(time_ms, 1000) + origin_s, self._clock)
            for packet, _ in zip(
                packets_on(container, self._clock, stream), range(_MOST_PACKETS), strict=False
            ):
                if not packet.is_keyframe:
                    continue
                # Drained at once: a decoder that reorders would wait for frames that are not wanted.
                frames = [*decoder.decode(packet), *decoder.decode(None)]
                decoder.flush_buffers()
                for frame in frames:
                    if frame.pts is not None:
                        return float((frame.pts * stream.time_base - origin_s) * 1000), frame
        return None

    def _fitted(self, frame: VideoFrame, shot: Shot) -> Image.Image:
        stream = film_stream(self._container)
        fitted = self._fitter.fit(
            frame,
            framing=shot.framing,
            orientation=frame_orientation(frame),
            sample_aspect_ratio=stream.sample_aspect_ratio if stream else None,
            ground=shot.source.info.ground,
            grade=shot.grade,
        )
        return picture_of(_finished(fitted, shot, self._finisher))
