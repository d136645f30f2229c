"""Pictures into packets: one encoder per chunk, all with the same headers, so that chunks can be joined by packets."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.codec.context import ThreadType
from av.video.frame import PictureType, VideoFrame

from nemovideo_mcp.video.encoders import ENCODERS
from nemovideo_mcp.video.plan import EncoderSettings

__all__ = ["BT709", "LIMITED", "TICKS_PER_FRAME", "PictureEncoder"]

TICKS_PER_FRAME = 512
"""The time base of pictures is 1 / (frame rate · this), as FFmpeg's MP4 files have it."""

BT709 = 1
LIMITED = 1

_KEY_FRAME_EVERY_S = 2


class PictureEncoder:
    """Writes frames of one size into an MP4 file: yuv420p, BT.709, closed GOPs; a context manager.

    The parameter sets of H.264 have the number `header_id`.
    """

    def __init__(
        self,
        path: Path,
        *,
        width: int,
        height: int,
        frame_rate: Fraction,
        settings: EncoderSettings,
        header_id: int = 0,
    ) -> None:
        self._time_base = Fraction(1) / frame_rate
        encoder = ENCODERS[settings.encoder]
        options = dict(encoder.options(settings, round(_KEY_FRAME_EVERY_S * frame_rate)))
        if header_id:
            # Beside packets that are copied, the parameter sets have a number of their own.
            options["x264-params"] += f":sps-id={header_id}"
        if settings.most_bit_rate:
            options |= {"maxrate": str(settings.most_bit_rate), "bufsize": str(2 * settings.most_bit_rate)}
        # SVT-AV1 tells its settings on the standard error unless it is told to be quiet.
        os.environ.setdefault("SVT_LOG", "1")
        # PyAV's stubs leave packets and options half unknown.
        self._container: Any = av.open(f"file:{path}", "w", format="mp4")
        self._stream = self._container.add_stream(settings.encoder, rate=frame_rate, options=options)
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, encoder.pixels
        self._stream.time_base = Fraction(1) / (frame_rate * TICKS_PER_FRAME)
        context = self._stream.codec_context
        if encoder.tag is not None:
            context.codec_tag = encoder.tag
        context.time_base = self._time_base
        # One thread: there is a worker for every core.
        context.thread_count = 1
        context.thread_type = ThreadType.FRAME
        context.color_range = LIMITED
        context.colorspace = context.color_primaries = context.color_trc = BT709

    def __enter__(self) -> PictureEncoder:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def encode(self, frame: VideoFrame, number: int) -> None:
        """Encode `frame` as the frame `number`, counted from 0."""
        frame.pts, frame.time_base = number, self._time_base
        frame.pict_type = PictureType.NONE  # else the source's kinds of pictures are forced on the encoder
        self._container.mux(self._stream.encode(frame))
