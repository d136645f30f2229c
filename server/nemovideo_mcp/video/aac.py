"""Sound written as files: AAC for the film, WAV for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

__all__ = ["AacCoder", "encode_aac", "encode_wav"]

Samples = NDArray[np.float32]
AacCoder = Literal["fast", "twoloop"]

_AAC_FRAME = 1024
# 24 bits: the noise of rounding lies below anything that a mix has.
_WAV_CODEC, _WAV_FORMAT = "pcm_s24le", "s32"


def encode_aac(
    blocks: Iterable[Samples],
    path: Path,
    *,
    sample_rate: int = 48_000,
    bit_rate: int = 192_000,
    coder: AacCoder = "fast",
) -> int:
    """Write blocks (2, n) as AAC-LC stereo in an MP4 container (.m4a); the number of samples that were written.

    Sample 0 plays at time 0: the encoder's priming stands before it, hidden by the edit list. Decoders may add
    silence up to a whole frame of 1,024 at the end. `coder` is how FFmpeg's encoder shares out its bits: "twoloop"
    takes three times as long, and spoils the first frame of much music that begins with a beat. Raises OSError and
    av.FFmpegError as they come.
    """
    output: Any = av.open(str(path), "w", format="mp4")  # PyAV's stubs leave packets half known
    with output as container:
        stream = container.add_stream("aac", rate=sample_rate, options={"aac_coder": coder})
        stream.codec_context.layout = "stereo"
        stream.codec_context.bit_rate = bit_rate
        written = 0
        for frame in _frames(blocks, sample_rate):
            written += frame.samples
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written


def encode_wav(
    blocks: Iterable[Samples], path: Path, *, sample_rate: int = 48_000, as_float: bool = False
) -> int:
    """Write blocks (2, n) as a stereo WAV file of 24 bits, or of floats of 32; the number of samples written."""
    codec, layout = ("pcm_f32le", "flt") if as_float else (_WAV_CODEC, _WAV_FORMAT)
    output: Any = av.open(str(path), "w", format="wav")
    with output as container:
        stream = container.add_stream(codec, rate=sample_rate)
        stream.codec_context.layout = "stereo"
        resampler = AudioResampler(format=layout, layout="stereo", rate=sample_rate)
        written = 0
        for frame in _frames(blocks, sample_rate):
            written += frame.samples
            for whole in resampler.resample(frame):
                container.mux(stream.encode(whole))
        container.mux(stream.encode(None))
    return written


def _frames(blocks: Iterable[Samples], sample_rate: int) -> Iterator[AudioFrame]:
    position = 0
    for planes in _cut(blocks, _AAC_FRAME):
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = sample_rate, Fraction(1, sample_rate), position
        position += planes.shape[1]
        yield frame


def _cut(blocks: Iterable[Samples], size: int) -> Iterator[Samples]:
    """The same samples in pieces of `size`; the last one may be shorter."""
    left = np.zeros((2, 0), np.float32)
    for block in blocks:
        left = np.concatenate((left, block), axis=1)
        whole = left.shape[1] // size * size
        for start in range(0, whole, size):
            yield np.ascontiguousarray(left[:, start : start + size])
        left = left[:, whole:]
    if left.shape[1]:
        yield np.ascontiguousarray(left)
