"""Small films, photos and songs made on the spot, and what a test reads back from a file.

Pictures are RGB arrays `(height, width, 3)` of uint8. A pattern is one of `PATTERNS` or a function of the frame's
number and its time in milliseconds. `numbers` writes the frame's number into the picture, so that a test can tell
after scaling and re-encoding which frame it is looking at: `number_in`.
"""

from __future__ import annotations

import contextlib
import wave
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray
from PIL import Image

__all__ = [
    "PATTERNS",
    "QUICK",
    "Shown",
    "click_track",
    "count_frames",
    "decoded_audio",
    "decoded_frames",
    "make_image",
    "make_video",
    "make_wav",
    "number_in",
    "shots",
    "tone",
]

Picture = NDArray[np.uint8]
Pattern = Callable[[int, Fraction, int, int], Picture]
Colour = tuple[int, int, int]

_NUMBER_ROWS, _NUMBER_COLUMNS = 3, 4
_SOUND_CODECS: Mapping[str, str] = {".webm": "libopus", ".avi": "mp3"}
QUICK: Mapping[str, Mapping[str, str]] = {"libx264": {"preset": "veryfast", "threads": "1"}}
"""Options of encoders with which a small film is made soonest: one thread for a small picture, and little search."""
_COLORSPACES: Mapping[str, tuple[int, int]] = {
    "bt709": (1, Colorspace.ITU709),
    "bt601": (6, Colorspace.ITU601),
    "bt2020": (9, Colorspace.BT2020),
    "unspecified": (2, Colorspace.ITU709),
}
"""What is tagged, and by which matrix pictures are coded."""


def plain(colour: Colour) -> Pattern:
    """One colour all over, always."""

    def paint(_k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
        return np.broadcast_to(np.array(colour, np.uint8), (height, width, 3)).copy()

    return paint


def numbers(k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
    """The frame's number in binary, as a grid of 4 × 3 black and white blocks."""
    cells = [(k >> bit) & 1 for bit in range(_NUMBER_ROWS * _NUMBER_COLUMNS)]
    grid = np.array(cells, np.uint8).reshape(_NUMBER_ROWS, _NUMBER_COLUMNS) * 235 + 10
    rows = np.arange(height) * _NUMBER_ROWS // height
    columns = np.arange(width) * _NUMBER_COLUMNS // width
    return np.repeat(grid[rows][:, columns][:, :, None], 3, axis=2)


def quarters(_k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
    """Red above left, green above right, blue below left, grey below right: tells every rotation."""
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[: height // 2, : width // 2] = (200, 30, 30)
    picture[: height // 2, width // 2 :] = (30, 160, 30)
    picture[height // 2 :, : width // 2] = (30, 30, 200)
    return picture


def moving(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
    """A bright square that crosses a soft gradient once in two seconds."""
    picture = _gradient(width, height).copy()
    side = height // 4
    left = round(float(time_ms % 2000) / 2000 * (width - side))
    picture[height // 2 - side // 2 : height // 2 + side // 2, left : left + side] = (250, 230, 90)
    return picture


@lru_cache(maxsize=4)
def _gradient(width: int, height: int) -> Picture:
    across = np.linspace(30, 140, width, dtype=np.float32)
    down = np.linspace(0, 60, height, dtype=np.float32)
    grey = np.stack([np.add.outer(down, across)] * 3, axis=2)
    return (grey * np.array([1.0, 0.8, 0.6], np.float32)).astype(np.uint8)


PATTERNS: Mapping[str, Pattern] = {"numbers": numbers, "quarters": quarters, "moving": moving}


def shots(cuts_ms: Sequence[float], patterns: Sequence[Pattern | Colour] = ()) -> Pattern:
    """A film that changes at each of `cuts_ms` (first frame not earlier than the cut) to the next pattern in turn."""
    palette: Sequence[Pattern | Colour] = patterns or (
        (190, 60, 40),
        (40, 110, 190),
        (60, 160, 70),
        (230, 200, 80),
    )
    painters = [p if callable(p) else plain(p) for p in palette]

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        shot = sum(1 for cut in cuts_ms if time_ms >= cut)
        return painters[shot % len(painters)](k, time_ms, width, height)

    return paint


def make_video(
    path: Path,
    *,
    width: int = 320,
    height: int = 180,
    frame_rate: int | Fraction = 30,
    duration_ms: int = 2000,
    pattern: str | Pattern = "moving",
    color: Colour | None = None,
    audio: str | NDArray[np.float32] = "none",
    sample_rate: int = 48_000,
    rotation: int = 0,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    full_range: bool = False,
    colorspace: str = "bt709",
    color_primaries: int = 1,
    color_trc: int = 1,
    times_ms: Sequence[int] | None = None,
    start_ms: int = 0,
    key_every: int = 12,
    options: Mapping[str, str] | None = None,
    container_options: Mapping[str, str] | None = None,
    sample_aspect_ratio: Fraction | None = None,
) -> Path:
    """Write a film and return its path; the container follows from the extension.

    `color` is short for a plain pattern. `audio` is `none`, `tone` (440 Hz), `clicks` (one a second, at 0 too),
    `silence`, or samples `(channels, n)`. `times_ms` gives the time of every frame (variable frame rate) in place of
    `frame_rate` and `duration_ms`. `start_ms` delays everything. `rotation` is counter-clockwise, as FFmpeg says it.
    `color_primaries` and `color_trc` are tags only, by their numbers in ITU-T H.273.
    """
    paint = plain(color) if color else PATTERNS[pattern] if isinstance(pattern, str) else pattern
    rate = Fraction(frame_rate)
    frames = duration_ms * rate / 1000
    times = [Fraction(t) for t in times_ms] if times_ms else [n * 1000 / rate for n in range(round(frames))]
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options=dict(container_options or {})) as container:
        quick = QUICK.get(codec, {})
        stream = container.add_stream(
            codec, rate=rate, options={"bf": "0" if times_ms else "2", **quick, **(options or {})}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, pix_fmt
        context: Any = stream.codec_context
        context.time_base = Fraction(1, 1000) if times_ms or start_ms else 1 / rate
        context.gop_size = key_every
        context.color_range = ColorRange.JPEG if full_range else ColorRange.MPEG
        context.colorspace = _COLORSPACES[colorspace][0]
        context.color_primaries, context.color_trc = color_primaries, color_trc
        if sample_aspect_ratio is not None:
            context.sample_aspect_ratio = sample_aspect_ratio
        if rotation:
            stream.set_display_rotation(rotation)
        samples = _sound(
            audio, duration_ms=round(max(times, default=Fraction(0)) + 1000 / rate), rate=sample_rate
        )
        voice = None
        if samples is not None:
            voice = container.add_stream(_SOUND_CODECS.get(path.suffix, "aac"), rate=sample_rate)
            voice.codec_context.layout = "stereo" if samples.shape[0] == 2 else "mono"
        matrix, shape = _COLORSPACES[colorspace][1], VideoReformatter()
        for k, time_ms in enumerate(times):
            frame = _frame(shape, paint(k, time_ms, width, height), pix_fmt, full_range, matrix)
            frame.time_base = context.time_base
            frame.pts = round((time_ms + start_ms) / 1000 / context.time_base)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if voice is not None and samples is not None:
            for sound in _audio_frames(samples, sample_rate, start_ms=start_ms):
                container.mux(voice.encode(sound))
            container.mux(voice.encode(None))
    return path


def make_image(
    path: Path,
    *,
    width: int = 320,
    height: int = 180,
    color: Colour | tuple[int, int, int, int] | None = None,
    picture: Picture | None = None,
    orientation: int = 1,
    frames: int = 1,
    frame_ms: int = 100,
) -> Path:
    """Write a photo (or, with `frames`, an animated GIF or WebP of numbered frames) and return its path.

    A colour of four has alpha. `orientation` is the EXIF tag (6: turn by 90° clockwise to look at it).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if frames > 1:
        pages = [Image.fromarray(numbers(k, Fraction(0), width, height)) for k in range(frames)]
        pages[0].save(path, save_all=True, append_images=pages[1:], duration=frame_ms, loop=0)
        return path
    if picture is None and color is not None and len(color) == 4:
        image = Image.new("RGBA", (width, height), color)
    else:
        base = plain(color[:3]) if color else quarters
        image = Image.fromarray(base(0, Fraction(0), width, height) if picture is None else picture)
    exif = image.getexif()
    if orientation != 1:
        exif[0x0112] = orientation
    image.save(path, exif=exif)
    return path


def make_wav(path: Path, samples: NDArray[Any], sample_rate: int = 48_000) -> Path:
    """Write floats in -1..1, `(n,)` or `(channels, n)`, as a 16-bit WAV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    channels = np.atleast_2d(samples)
    whole = np.clip(np.round(channels * 32767), -32768, 32767).astype("<i2")
    with contextlib.closing(wave.open(str(path), "wb")) as out:
        out.setnchannels(channels.shape[0])
        out.setsampwidth(2)
        out.setframerate(sample_rate)
        out.writeframes(np.ascontiguousarray(whole.T).tobytes())
    return path


def tone(
    *,
    duration_ms: int,
    sample_rate: int = 48_000,
    frequency: float = 440.0,
    gain: float = 0.25,
    channels: int = 2,
) -> NDArray[np.float32]:
    """A sine, `(channels, n)`."""
    t = np.arange(round(duration_ms * sample_rate / 1000)) / sample_rate
    return np.tile((gain * np.sin(2 * np.pi * frequency * t)).astype(np.float32), (channels, 1))


def click_track(
    times_ms: Iterable[float], *, duration_ms: int, sample_rate: int = 48_000, channels: int = 2
) -> NDArray[np.float32]:
    """Silence with a sharp 5 ms burst of 1 kHz at each of `times_ms`, `(channels, n)`."""
    samples = np.zeros(round(duration_ms * sample_rate / 1000), np.float32)
    t = np.arange(round(0.005 * sample_rate)) / sample_rate
    burst = (0.8 * np.cos(2 * np.pi * 1000 * t) * np.exp(-t * 600)).astype(np.float32)
    for time_ms in times_ms:
        at = round(time_ms * sample_rate / 1000)
        room = samples[at : at + burst.size]
        room += burst[: room.size]
    return np.tile(samples, (channels, 1))


@dataclass(frozen=True)
class Shown:
    """A frame as it is presented: its time, and its picture in RGB."""

    time_ms: Fraction
    picture: Picture

    @property
    def colour(self) -> tuple[float, float, float]:
        """The mean colour."""
        red, green, blue = self.picture.reshape(-1, 3).mean(axis=0)
        return float(red), float(green), float(blue)


def decoded_frames(path: Path) -> Iterator[Shown]:
    """Every frame of a film in order of presentation, as a player shows its colours (not rotated)."""
    shape = VideoReformatter()
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.pts is not None
            assert frame.time_base is not None
            # swscale takes BT.601 for granted unless it is told what the frame says itself.
            source = frame.colorspace if frame.colorspace in (1, 5, 6) else 1
            picture = shape.reformat(
                frame, format="rgb24", src_colorspace=source, dst_color_range=ColorRange.JPEG, threads=1
            )
            yield Shown(frame.pts * frame.time_base * 1000, picture.to_ndarray())


def count_frames(path: Path) -> int:
    """How many frames a player would show."""
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def number_in(picture: Picture, box: tuple[int, int, int, int] | None = None) -> int:
    """The number that `numbers` wrote into a picture; `box` (left, top, right, bottom) is where that stands now."""
    left, top, right, bottom = box or (0, 0, picture.shape[1], picture.shape[0])
    high, wide = (bottom - top) / _NUMBER_ROWS, (right - left) / _NUMBER_COLUMNS
    number = 0
    for bit in range(_NUMBER_ROWS * _NUMBER_COLUMNS):
        row, column = divmod(bit, _NUMBER_COLUMNS)
        y, x = top + row * high, left + column * wide
        cell = picture[
            round(y + high * 0.3) : round(y + high * 0.7), round(x + wide * 0.3) : round(x + wide * 0.7)
        ]
        number |= int(cell.mean() > 128) << bit
    return number


def decoded_audio(path: Path, *, sample_rate: int = 48_000) -> tuple[Fraction, NDArray[np.float32]]:
    """The time in ms of the first decoded sample, and all samples `(channels, n)`: what a player would play."""
    parts: list[NDArray[np.float32]] = []
    first: Fraction | None = None
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=sample_rate)
        for frame in container.decode(audio=0):
            if first is None and frame.pts is not None and frame.time_base is not None:
                first = frame.pts * frame.time_base * 1000
            parts.extend(part.to_ndarray() for part in resampler.resample(frame))
        parts.extend(part.to_ndarray() for part in resampler.resample(None))
    return first or Fraction(0), np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)


def _sound(audio: str | NDArray[np.float32], *, duration_ms: int, rate: int) -> NDArray[np.float32] | None:
    if not isinstance(audio, str):
        return np.atleast_2d(audio)
    makers: Mapping[str, Callable[[], NDArray[np.float32] | None]] = {
        "none": lambda: None,
        "tone": lambda: tone(duration_ms=duration_ms, sample_rate=rate),
        "silence": lambda: click_track((), duration_ms=duration_ms, sample_rate=rate),
        "clicks": lambda: click_track(range(0, duration_ms, 1000), duration_ms=duration_ms, sample_rate=rate),
    }
    return makers[audio]()


def _frame(
    shape: VideoReformatter, picture: Picture, pix_fmt: str, full_range: bool, colorspace: int
) -> av.VideoFrame:
    rgb = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return shape.reformat(
        rgb,
        format=pix_fmt,
        dst_colorspace=colorspace,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.JPEG if full_range else ColorRange.MPEG,
        threads=1,
    )


def _audio_frames(
    samples: NDArray[np.float32], sample_rate: int, *, start_ms: int
) -> Iterator[av.AudioFrame]:
    layout = "stereo" if samples.shape[0] == 2 else "mono"
    offset = start_ms * sample_rate // 1000
    for at in range(0, samples.shape[1], 1024):
        block = np.ascontiguousarray(samples[:, at : at + 1024], dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = sample_rate, Fraction(1, sample_rate), at + offset
        yield frame
