"""The bank of recorded instruments: samples in Ogg Opus, decoded on demand and kept up to a fixed size.

`instruments/index.json` says of each instrument its samples (key, place in the file, loudness, loop), of each drum its
strokes; `publish/instruments.py` writes both. A bank is shared by all who compose in a process.
"""

from __future__ import annotations

import io
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bank", "Kept", "Sample", "installed_bank"]

Signal = NDArray[np.float32]
T = TypeVar("T")

_DECODED_BYTES = 16_000_000
_LONGEST_LOOP_S = 64.0


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A recording: its `key` (MIDI, exact), `gain` to a loudness of 0.1, and its loop in frames if it lasts."""

    file: str
    at: int
    size: int
    frames: int
    start: int
    key: float
    gain: float
    loop: tuple[int, int] | None


class Kept(Generic[T]):
    """Things that were made, the latest used ones up to `most_bytes`; safe to share between threads."""

    def __init__(self, most_bytes: int, size_of: Callable[[T], int]) -> None:
        self._most, self._size_of = most_bytes, size_of
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`, or what `make` gives, kept."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            if key not in self._things:
                self._things[key] = made
                self._bytes += self._size_of(made)
            while self._bytes > self._most and len(self._things) > 1:
                _, dropped = self._things.popitem(last=False)
                self._bytes -= self._size_of(dropped)
        return made


class Bank:
    """The instruments and drums of a folder with an `index.json`."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        index: Mapping[str, Any] = json.loads(folder.joinpath("index.json").read_text(encoding="utf-8"))
        self.rate = int(index["rate"])
        self.instruments: Mapping[str, Sequence[Sample]] = _samples(index["instruments"])
        self.drums: Mapping[str, Sequence[Sample]] = _samples(index["drums"])
        self._files: dict[str, bytes] = {}
        self._decoded = Kept[Signal](_DECODED_BYTES, lambda sound: sound.nbytes)

    def sound(self, sample: Sample, frames: int) -> Signal:
        """(channels, n) frames of a sample at the bank's rate and at a loudness of 0.1; what lasts is looped.

        `n` is `frames`, or fewer where a sound that dies away has no more.
        """
        wanted = min(frames, sample.frames)
        # what was decoded for one note serves the next: an eighth, a quarter, a half of the sample, or all of it
        for part in (8, 4, 2, 1):
            ready = -(-sample.frames // part)
            if wanted <= ready:
                break
        decoded = self._decoded.get((sample.file, sample.at, ready), lambda: self._decode(sample, ready))
        if sample.loop is None or frames <= sample.loop[1]:
            return decoded[:, :frames]
        start, end = sample.loop
        body, ring = decoded[:, :end], decoded[:, start:end]
        times = -(-(min(frames, int(_LONGEST_LOOP_S * self.rate)) - end) // (end - start))
        return np.concatenate([body, np.tile(ring, times)], axis=1)[:, :frames]

    def _decode(self, sample: Sample, frames: int) -> Signal:
        import av  # nobody who only plans a piece needs it

        if sample.file not in self._files:
            self._files[sample.file] = self._folder.joinpath(sample.file).read_bytes()
        data = self._files[sample.file][sample.at : sample.at + sample.size]
        sound: Signal | None = None
        ready = -sample.start
        with av.open(io.BytesIO(data), "r", format="ogg", options={"analyzeduration": "0"}) as container:
            for frame in container.decode(audio=0):
                planes = [np.frombuffer(bytes(plane), np.float32, frame.samples) for plane in frame.planes]
                if sound is None:
                    sound = np.zeros((len(planes), frames), np.float32)
                first, last = max(ready, 0), min(ready + frame.samples, frames)
                for side, plane in zip(sound, planes, strict=True):
                    side[first:last] = plane[first - ready : last - ready]
                ready += frame.samples
                if ready >= frames:
                    break
        assert sound is not None
        sound *= np.float32(sample.gain)
        return sound


@cache
def installed_bank() -> Bank:
    """The bank that comes with the program."""
    return Bank(resources.files("nemovideo_mcp.audio.compose").joinpath("instruments"))


def _samples(entries: Mapping[str, Any]) -> dict[str, tuple[Sample, ...]]:
    return {
        name: tuple(
            Sample(
                file=entry["file"],
                at=row["at"],
                size=row["bytes"],
                frames=row["frames"],
                start=row["start"],
                key=row["key"],
                gain=row["gain"],
                loop=tuple(row["loop"]) if "loop" in row else None,
            )
            for row in entry["samples"]
        )
        for name, entry in entries.items()
    }
