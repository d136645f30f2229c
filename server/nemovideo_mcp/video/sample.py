"""The sample clips: four short films that the program paints itself, so that it can be tried without any."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from fractions import Fraction
from math import inf
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

from nemovideo_mcp.errors import OutputNotWritable
from nemovideo_mcp.video.files import whole_file
from nemovideo_mcp.video.scenes.ambience import night_lake, wind
from nemovideo_mcp.video.scenes.brushes import Canvas, Developer, Sheet
from nemovideo_mcp.video.scenes.deep import Deep
from nemovideo_mcp.video.scenes.dusk import Dusk
from nemovideo_mcp.video.scenes.lanterns import Lanterns
from nemovideo_mcp.video.scenes.neon import Neon

__all__ = ["draw_sample_clips"]

Samples = NDArray[np.float32]

_SAMPLE_RATE = 48_000
_AAC_FRAME = 1024
# Soft pictures lose nothing when they are painted at two thirds of the size, and take half the time.
_PAINTED = Fraction(2, 3)
# As fast to write and to read as H.264 can be: a film that is cut at once needs no small file. Cuts go in anywhere,
# and frames before an in-point are decoded in vain.
_OPTIONS = {"preset": "ultrafast", "crf": "19", "g": "30"}
_BT709 = 1
_TOLD_EVERY_S = 0.2


class _Scene(Protocol):
    seconds: float

    def paint(self, time_s: float) -> Canvas: ...


_Painter = Callable[[Sheet, np.random.Generator], _Scene]
_Sound = Callable[[np.random.Generator, float, int], Samples]
_SCENES: tuple[tuple[str, _Painter, _Sound | None], ...] = (
    ("dusk", Dusk, wind),
    ("neon", Neon, None),
    ("deep", Deep, None),
    ("lanterns", Lanterns, night_lake),
)


class _Stopped(Exception):
    """Another clip failed, or the caller lost interest."""


def draw_sample_clips(
    folder: Path,
    *,
    width: int = 1920,
    height: int = 1080,
    frame_rate: int = 30,
    duration_ms: int | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[Path, ...]:
    """Paint the four clips into `folder` and return their paths; one that is there already is kept as it is.

    A sunset, a neon road, jellyfish and lanterns, about six seconds each (or `duration_ms`), the first and the last
    with a soft sound of their own. Every call paints the same. A file only appears when it is whole. `on_progress`
    takes 0 to 1 and is called from this thread. Raises OutputNotWritable, DiskFull.
    """
    paths = tuple(folder / f"{name}.mp4" for name, _, _ in _SCENES)
    missing = [index for index, path in enumerate(paths) if not path.exists()]
    done = [float(index not in missing) for index in range(len(paths))]
    stop = Event()

    def painted(index: int, share: float) -> None:
        if stop.is_set():
            raise _Stopped
        done[index] = share

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(path=str(folder), reason=error.strerror or str(error)) from error
    with ThreadPoolExecutor(max_workers=min(len(_SCENES), os.cpu_count() or 2)) as pool:
        try:
            waiting = {
                pool.submit(_draw, index, paths[index], (width, height), frame_rate, duration_ms, painted)
                for index in missing
            }
            while waiting:
                finished, waiting = wait(waiting, timeout=_TOLD_EVERY_S, return_when=FIRST_COMPLETED)
                for future in finished:
                    future.result()
                if on_progress:
                    on_progress(sum(done) / len(done))
        finally:
            stop.set()
    return paths


def _draw(
    index: int,
    path: Path,
    size: tuple[int, int],
    frame_rate: int,
    duration_ms: int | None,
    painted: Callable[[int, float], None],
) -> None:
    _, painter, sound = _SCENES[index]
    sheet = Sheet(*(max(16, round(side * _PAINTED / 2) * 2) for side in size))
    scene = painter(sheet, np.random.default_rng([2026, index]))
    frames = round((scene.seconds if duration_ms is None else duration_ms / 1000) * frame_rate)
    developer = Developer(sheet, np.random.default_rng([7, index]))
    heard = sound(np.random.default_rng([11, index]), frames / frame_rate, _SAMPLE_RATE) if sound else None
    with whole_file(path) as part:
        output: Any = av.open(str(part), "w", format="mp4", options={"movflags": "faststart"})
        with output as container:
            film = _film_stream(container, size, frame_rate)
            voice = container.add_stream("aac", rate=_SAMPLE_RATE) if heard is not None else None
            if voice is not None:
                voice.codec_context.layout = "stereo"
            blocks = deque(_sound_frames(heard)) if heard is not None else deque[AudioFrame]()
            for k in range(frames):
                _sounded(container, voice, blocks, until_s=k / frame_rate)
                frame = _frame(developer.developed(scene.paint(k / frame_rate)), size)
                frame.pts, frame.time_base = k, Fraction(1, frame_rate)
                container.mux(film.encode(frame))
                painted(index, (k + 1) / frames)
            _sounded(container, voice, blocks, until_s=inf)
            for stream in (film, voice):
                if stream is not None:
                    container.mux(stream.encode(None))


def _sounded(container: Any, voice: Any, blocks: deque[AudioFrame], *, until_s: float) -> None:
    """The sound up to a moment, so that it lies beside its pictures in the file."""
    while blocks and (blocks[0].pts or 0) <= until_s * _SAMPLE_RATE:
        container.mux(voice.encode(blocks.popleft()))


def _film_stream(container: Any, size: tuple[int, int], frame_rate: int) -> Any:
    film = container.add_stream("libx264", rate=frame_rate, options=_OPTIONS)
    film.width, film.height = size
    film.pix_fmt = "yuv420p"
    context = film.codec_context
    context.color_range = ColorRange.MPEG
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.thread_type = "FRAME"
    return film


def _frame(picture: NDArray[np.uint8], size: tuple[int, int]) -> VideoFrame:
    painted = VideoFrame(picture.shape[2], picture.shape[1], "gbrp")
    for plane, channel in zip(painted.planes, (1, 2, 0), strict=True):
        line = plane.line_size
        rows = picture[channel]
        if line != rows.shape[1]:
            rows = np.pad(rows, ((0, 0), (0, line - rows.shape[1])))
        plane.update(np.ascontiguousarray(rows).tobytes())
    return painted.reformat(
        width=size[0],
        height=size[1],
        format="yuv420p",
        src_colorspace=Colorspace.DEFAULT,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC,
    )


def _sound_frames(heard: Samples) -> Iterator[AudioFrame]:
    for at in range(0, heard.shape[1], _AAC_FRAME):
        block = np.ascontiguousarray(heard[:, at : at + _AAC_FRAME])
        frame = AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = _SAMPLE_RATE, Fraction(1, _SAMPLE_RATE), at
        yield frame
