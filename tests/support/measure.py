"""What is in a finished film, found by looking and listening: nothing here asks the product.

Shots are told by their colours: the clips of `support.footage` have one each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from support.footage import COLOURS
from support.loudness import integrated_lufs
from support.media import decoded_audio

__all__ = ["Measured", "measure"]

_LOOK_WIDTH = 160
_WHITE = 225
_TITLE_SHARE = 0.002
_FURTHEST = 110.0
_SHORTEST_SHOT = 3
_LOUD = 0.1
_QUIET_MS = 80
_RATE = 48_000


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`shots` are the colours in order, `cuts_ms` where one gives way to the next, `titled` when white letters show.

    `onsets_ms` are where the sound comes out of quiet; they mean something for clicks only.
    """

    width: int
    height: int
    frame_rate: float
    duration_ms: float
    sound_ms: float
    streams: str
    shots: tuple[str, ...]
    cuts_ms: tuple[float, ...]
    titled: tuple[tuple[float, bool], ...]
    loudness_lufs: float
    onsets_ms: tuple[float, ...]

    def title_at(self, second: float) -> bool:
        """Whether a title stands in the picture at that time."""
        return min(self.titled, key=lambda seen: abs(seen[0] - 1000 * second))[1]

    def to_onset_ms(self) -> float:
        """The furthest that a cut stands from the sound nearest to it."""
        return max(min(abs(cut - onset) for onset in self.onsets_ms) for cut in self.cuts_ms)


def measure(path: Path) -> Measured:
    """Decode all of it once, small."""
    times: list[float] = []
    seen: list[str] = []
    titled: list[tuple[float, bool]] = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        kinds = [s.codec_context.name for s in container.streams]
        rate = float(stream.average_rate or 0)
        size = (stream.codec_context.width, stream.codec_context.height)
        high = round(_LOOK_WIDTH * size[1] / size[0])
        shape = VideoReformatter()
        for frame in container.decode(video=0):
            time_ms = float((frame.time or 0) * 1000)
            small = shape.reformat(frame, width=_LOOK_WIDTH, height=high, format="rgb24", threads=1)
            picture = small.to_ndarray()
            times.append(time_ms)
            seen.append(_nearest(picture))
            titled.append((time_ms, float((picture.min(axis=2) > _WHITE).mean()) > _TITLE_SHARE))
    starts = _shot_starts(seen)
    has_sound = len(kinds) > 1
    first_ms, samples = (
        decoded_audio(path, sample_rate=_RATE) if has_sound else (0, np.zeros((2, 0), np.float32))
    )
    return Measured(
        width=size[0],
        height=size[1],
        frame_rate=rate,
        duration_ms=times[-1] + 1000 / rate,
        sound_ms=samples.shape[1] / _RATE * 1000,
        streams="+".join(kinds),
        shots=tuple(seen[k] for k in starts),
        cuts_ms=tuple(times[k] for k in starts[1:]),
        titled=tuple(titled),
        loudness_lufs=integrated_lufs(samples, sample_rate=_RATE) if has_sound else -70.0,
        onsets_ms=tuple(float(first_ms) + at for at in _onsets(samples)),
    )


def _nearest(picture: np.ndarray) -> str:
    # The middle of the picture: at the rim may be bars or a blurred double.
    height, width = picture.shape[:2]
    middle = picture[height // 3 : -height // 3, width // 4 : -width // 4].reshape(-1, 3)
    shown = np.median(middle, axis=0)
    distances: Mapping[str, float] = {
        name: float(np.linalg.norm(shown - np.array(colour))) for name, colour in COLOURS.items()
    }
    name = min(distances, key=lambda n: distances[n])
    return name if distances[name] < _FURTHEST else "?"


def _shot_starts(seen: list[str]) -> list[int]:
    """Where a colour begins that stays for some frames."""
    starts = [0]
    for k in range(1, len(seen)):
        run = seen[k : k + _SHORTEST_SHOT]
        if seen[k] != seen[starts[-1]] and len(set(run)) == 1:
            starts.append(k)
    return starts


def _onsets(samples: np.ndarray) -> list[float]:
    """Where the sound becomes loud (a tenth of its peak) after it was not for a while."""
    if samples.size == 0:
        return []
    level = np.abs(samples).max(axis=0)
    loud = np.flatnonzero(level > max(float(level.max()) * _LOUD, 1e-4)) / _RATE * 1000
    return [float(at) for n, at in enumerate(loud) if n == 0 or at - loud[n - 1] > _QUIET_MS]
