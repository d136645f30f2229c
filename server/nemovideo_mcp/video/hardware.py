"""The encoders of the graphics hardware: each is tried once, in a process of its own, before it is trusted.

A driver may be missing, refuse, hang, or take its process down with it; so a trial encodes two short runs of moving
pictures in a child with a time limit, decodes them, and compares. An encoder passes where both runs come back whole and
alike, with the same headers, which is what joining chunks by packets asks for. What was found holds for the life of the
process.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from nemovideo_mcp.timeline.export_options import STANDARD
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.encoders import hardware_names, settings_for
from nemovideo_mcp.video.plan import EncoderSettings

__all__ = ["HARDWARE", "HardwareEncoders", "encodes_right", "works_in_a_child"]

_WIDTH, _HEIGHT, _RATE = 640, 360, Fraction(30)
_RUNS = (12, 7)
# Levels of 255 by which decoded pictures may differ in the mean: a green or black one differs by 20 and more.
_MOST_OFF = 8.0
_LIMIT_S = 20.0


@dataclass
class HardwareEncoders:
    """Which encoders of the hardware work here; `trial` says it of one, by FFmpeg's name. Safe from any thread."""

    trial: Callable[[str], bool]
    _known: dict[str, bool] = field(default_factory=dict[str, bool], init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def working(self, codec: str) -> str | None:
        """The first encoder for `codec` (`h264`, `hevc`, `av1`) that works; None where none does."""
        with self._lock:
            for name in hardware_names(codec):
                if name not in self._known:
                    self._known[name] = self.trial(name)
                if self._known[name]:
                    return name
        return None

    def distrust(self, name: str) -> None:
        """It has failed in an export: it is not used again."""
        with self._lock:
            self._known[name] = False


def works_in_a_child(name: str, *, limit_s: float = _LIMIT_S) -> bool:
    """Whether `encodes_right` says so of the encoder within `limit_s` seconds, and the process lives to tell."""
    if name not in av.codecs_available:
        return False
    child = multiprocessing.get_context("spawn").Process(target=_try, args=(name,), daemon=True)
    try:
        child.start()
    except OSError:  # there is no room for another process
        return False
    child.join(limit_s)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode == 0


HARDWARE = HardwareEncoders(works_in_a_child)
"""Those of this process."""


def _try(name: str) -> None:
    sys.exit(0 if encodes_right(name) else 1)


def encodes_right(name: str) -> bool:
    """Whether pictures that the encoder has encoded come back as they were, in two runs with the same headers."""
    settings = settings_for(STANDARD, encoder=name)
    with tempfile.TemporaryDirectory() as folder:
        try:
            headers = [_run(Path(folder) / f"{n}.mp4", frames, settings) for n, frames in enumerate(_RUNS)]
        except Exception:  # noqa: BLE001 - whatever it fails with, it does not work
            return False
    return headers[0] is not None and headers[0] == headers[1]


def _run(path: Path, frames: int, settings: EncoderSettings) -> bytes | None:
    """The headers of a run that was encoded to `path`; None where it does not come back whole and alike."""
    with PictureEncoder(path, width=_WIDTH, height=_HEIGHT, frame_rate=_RATE, settings=settings) as encoder:
        for number in range(frames):
            encoder.encode(
                VideoFrame.from_ndarray(_picture(number), format="gray").reformat(format="yuv420p"), number
            )
    with av.open(f"file:{path}") as film:
        stream = film.streams.video[0]
        seen = [frame.to_ndarray(format="gray") for frame in film.decode(stream)]
        headers = bytes(stream.codec_context.extradata or b"")
    off = [np.abs(one.astype(int) - _picture(n)).mean() for n, one in enumerate(seen)]
    return headers if len(seen) == frames and max(off) < _MOST_OFF else None


def _picture(number: int) -> NDArray[np.uint8]:
    """A soft pattern that moves: no two pictures of a run are alike, and none is like itself shifted or upside down."""
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    wave = np.sin((x + 8 * number) / 40) + np.cos((y + x / 3) / 50)
    return np.clip(128 + 45 * wave + 30 * y / _HEIGHT, 16, 235).astype(np.uint8)
