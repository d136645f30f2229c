"""Recordings as cameras and screen recorders write them: a flash with each beep, and any number of sound tracks.

Flash and beep begin at the same moments, `MARKS_MS`. What a finished film makes of them is measured by
`flashes_in` and `beeps_in`: how far a picture and its sound are apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.stream import Disposition
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from support.media import QUICK, decoded_audio, decoded_frames, plain

__all__ = ["MARKS_MS", "SoundOf", "beeps", "beeps_in", "flash_at", "flashes_in", "hiss", "make_recording"]

Samples = NDArray[np.float32]

MARKS_MS = (500, 1500, 2500, 3500)
_MARK_MS = 100
_RATE = 48_000
_QUIET_MS = 300
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
_CODECS = {".webm": "libopus", ".avi": "mp3", ".ts": "aac", ".mpg": "mp2"}


def flash_at(time_ms: float) -> bool:
    """Whether a flash is on screen."""
    return any(mark <= time_ms < mark + _MARK_MS for mark in MARKS_MS)


def beeps(
    *, duration_ms: int = 4000, channels: int = 2, gain: float = 0.5, frequency: float = 1000.0
) -> Samples:
    """A beep at each mark, `(channels, n)`."""
    t = np.arange(duration_ms * _RATE // 1000) / _RATE
    on = np.zeros(t.shape)
    for mark in MARKS_MS:
        on[(t >= mark / 1000) & (t < (mark + _MARK_MS) / 1000)] = 1
    return np.tile((gain * on * np.sin(2 * np.pi * frequency * t)).astype(np.float32), (channels, 1))


def hiss(*, duration_ms: int = 4000, channels: int = 2, level_db: float = -60.0) -> Samples:
    """The noise of an open microphone."""
    noise = np.random.default_rng(1).standard_normal((channels, duration_ms * _RATE // 1000))
    return (10 ** (level_db / 20) * noise).astype(np.float32)


@dataclass(frozen=True, kw_only=True)
class SoundOf:
    """A sound track to be written: its samples, when it begins, and what is said of it."""

    samples: Samples = field(default_factory=beeps)
    start_ms: int = 0
    codec: str = ""
    layout: str = ""
    flags: Disposition | None = None
    tags: tuple[tuple[str, str], ...] = ()


def make_recording(
    path: Path,
    *,
    tracks: Sequence[SoundOf] = (SoundOf(),),
    times_ms: Sequence[float] | None = None,
    start_ms: int = 0,
    frame_rate: int | Fraction = 30,
    codec: str = "",
    size: tuple[int, int] = (160, 96),
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    time_base: Fraction | None = None,
) -> Path:
    """Write a film of 4 s, grey with white flashes, and return its path.

    `times_ms` are the moments of its pictures, every frame where none are given; `start_ms` delays the pictures alone.
    """
    rate = Fraction(frame_rate)
    times = [float(n * 1000 / rate) for n in range(round(4 * rate))] if times_ms is None else list(times_ms)
    chosen = codec or {".webm": "libvpx", ".mpg": "mpeg2video"}.get(path.suffix, "libx264")
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options=container_options or {}) as container:
        stream = container.add_stream(chosen, rate=rate, options={**QUICK.get(chosen, {}), **(options or {})})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = 12
        stream.codec_context.time_base = time_base or (
            1 / rate if times_ms is None and not start_ms else Fraction(1, 1000)
        )
        voices = [_added(container, track, path) for track in tracks]
        shape = VideoReformatter()
        for time_ms in times:
            paint = plain((255, 255, 255) if flash_at(time_ms) else (90, 90, 90))
            rgb = av.VideoFrame.from_ndarray(paint(0, Fraction(0), *size), format="rgb24")
            frame = shape.reformat(rgb, format="yuv420p", threads=1)
            frame.time_base = stream.codec_context.time_base
            frame.pts = round((time_ms + start_ms) / 1000 / frame.time_base)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        for voice, track in zip(voices, tracks, strict=True):
            _write(container, voice, track)
    return path


def flashes_in(path: Path) -> list[float]:
    """The moments, in ms, at which a flash comes on screen."""
    seen = [(float(shown.time_ms), shown.picture.mean() > 190) for shown in decoded_frames(path)]
    return [time for n, (time, on) in enumerate(seen) if on and (n == 0 or not seen[n - 1][1])]


def beeps_in(path: Path, *, frequency: float = 1000.0, loud: float = 0.3) -> list[float]:
    """The moments, in ms, at which a beep of this pitch begins that has at least `loud` of the loudest one's level."""
    first_ms, samples = decoded_audio(path)
    t = np.arange(samples.shape[1]) / _RATE
    spun = samples.mean(axis=0) * np.exp(-2j * np.pi * frequency * t)
    width = _RATE // 200
    level = np.abs(_running_mean(spun, width))
    if level.size == 0 or level.max() < 1e-3:
        return []
    on = np.flatnonzero(level > loud * level.max())
    # The window's middle is there when it is filled by half; `loud` of it comes a little earlier.
    begins = on[np.diff(on, prepend=-_RATE) > _QUIET_MS * _RATE / 1000].tolist()
    return [float(first_ms) + k * 1000 / _RATE + 1000 * width / _RATE * (0.5 - loud) for k in begins]


def _running_mean(values: NDArray[np.complex128], width: int) -> NDArray[np.complex128]:
    """The mean of the `width` values around each; beyond the ends are zeros."""
    padded = np.concatenate([np.zeros(width // 2 + 1), values, np.zeros(width - width // 2 - 1)])
    sums = np.cumsum(padded)
    return (sums[width:] - sums[:-width]) / width


def _added(container: Any, track: SoundOf, path: Path) -> Any:
    voice = container.add_stream(track.codec or _CODECS.get(path.suffix, "aac"), rate=_RATE)
    voice.codec_context.layout = track.layout or _LAYOUTS[track.samples.shape[0]]
    if track.flags is not None:
        voice.disposition = track.flags
    voice.metadata.update(dict(track.tags))
    return voice


def _write(container: Any, voice: Any, track: SoundOf) -> None:
    resampler = av.AudioResampler(
        format=voice.codec_context.format.name, layout=voice.codec_context.layout.name, rate=_RATE
    )
    size = voice.codec_context.frame_size or 1024
    fifo = av.AudioFifo()
    layout = track.layout or _LAYOUTS[track.samples.shape[0]]
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(track.samples, np.float32), format="fltp", layout=layout
    )
    frame.sample_rate, frame.time_base, frame.pts = _RATE, Fraction(1, _RATE), 0
    for ready in resampler.resample(frame):
        ready.pts = None
        fifo.write(ready)
    position = track.start_ms * _RATE // 1000
    while (part := fifo.read(size, partial=True)) is not None:
        part.pts, part.time_base = position, Fraction(1, _RATE)
        position += part.samples
        container.mux(voice.encode(part))
    container.mux(voice.encode(None))
