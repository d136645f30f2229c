"""What a receipt needs of a film's sound: beats, loudness, faults, and the signs by which known sound is found."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.faults import SoundFaults
from nemovideo_mcp.audio.loudness import Loudness, measure_loudness
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.fingerprint import Signs, signs_of_file

__all__ = ["BeatTracker", "FilmSound", "Heard", "SoundLevels", "TrackedBeats", "measure_levels"]

Block = NDArray[np.float32]
Stretch = tuple[float, float]

_SAMPLE_RATE, _FULL_RATE = 22_050, 48_000


class TrackedBeats(Protocol):
    """What a beat tracker says: times in seconds, none where it is not sure."""

    @property
    def tempo_bpm(self) -> float: ...
    @property
    def beats(self) -> tuple[float, ...]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def alternatives_bpm(self) -> tuple[float, ...]: ...


class BeatTracker(Protocol):
    """Tracks the beats of stereo blocks; `tempo_bpm` says at which metrical level to count."""

    def __call__(
        self, blocks: Iterable[Block], *, sample_rate: int, tempo_bpm: float | None = None
    ) -> TrackedBeats: ...


@dataclass(frozen=True)
class Heard:
    """What the tracker hears in a sound that ends at `end_ms`."""

    tempo_bpm: float | None = None
    beats_ms: tuple[float, ...] = ()
    confidence: float | None = None
    alternatives_bpm: tuple[float, ...] = ()
    end_ms: float | None = None


@dataclass(frozen=True)
class SoundLevels:
    """How loud a sound is, and its faults."""

    loudness: Loudness
    silent_ms: tuple[Stretch, ...]
    clipped_ms: tuple[Stretch, ...]
    cancels_in_mono: bool


def measure_levels(path: Path) -> SoundLevels:
    """The loudness of a file's sound, decoded, and its faults. Raises what `decode_audio` raises."""
    faults = SoundFaults(sample_rate=_FULL_RATE)
    blocks = decode_audio(path, sample_rate=_FULL_RATE, channels=2)
    loudness = measure_loudness(faults.watch(blocks), sample_rate=_FULL_RATE)
    return SoundLevels(loudness, faults.silent_ms(), faults.clipped_ms(), faults.cancels_in_mono)


@dataclass
class FilmSound:
    """The measures of a file's sound: each is taken when it is asked for, once, by decoding the file.

    `known_levels` are those that were measured before. `values` and `from_values` keep those that were taken, to the
    last bit. Raises FileMissing, MediaUnreadable.
    """

    path: Path
    beat_track: BeatTracker
    known_levels: SoundLevels | None = None
    _tracked: dict[float | None, Heard] = field(default_factory=dict[float | None, Heard], init=False)
    _signs: Signs | None = field(default=None, init=False)

    def tracked(self, tempo_bpm: float | None = None) -> Heard:
        """The beats; counted at `tempo_bpm`, or as the tracker would count."""
        if tempo_bpm not in self._tracked:
            self._tracked[tempo_bpm] = self._track(tempo_bpm)
        return self._tracked[tempo_bpm]

    def has_tracked(self, tempo_bpm: float | None) -> bool:
        """Whether `tracked` needs no decoding for this tempo."""
        return tempo_bpm in self._tracked

    @property
    def levels(self) -> SoundLevels:
        if self.known_levels is None:
            self.known_levels = measure_levels(self.path)
        return self.known_levels

    @property
    def signs(self) -> Signs:
        if self._signs is None:
            self._signs = signs_of_file(self.path)
        return self._signs

    def values(self) -> tuple[dict[str, Any], bytes]:
        """What was taken, as plain values for JSON and as data; all but the beats is taken now if it was not."""
        tracked = [{"told_bpm": tempo_bpm, **asdict(heard)} for tempo_bpm, heard in self._tracked.items()]
        return {"tracked": tracked, "levels": asdict(self.levels)}, zlib.compress(self.signs.tobytes())

    @classmethod
    def from_values(
        cls, path: Path, beat_track: BeatTracker, values: Mapping[str, Any], data: bytes
    ) -> FilmSound:
        """The sound of `path`, of which `values` gave these."""
        levels = values["levels"]
        sound = cls(
            path,
            beat_track,
            SoundLevels(
                Loudness(**levels["loudness"]),
                _stretches(levels["silent_ms"]),
                _stretches(levels["clipped_ms"]),
                levels["cancels_in_mono"],
            ),
        )
        for heard in values["tracked"]:
            sound._tracked[heard["told_bpm"]] = Heard(
                tempo_bpm=heard["tempo_bpm"],
                beats_ms=tuple(heard["beats_ms"]),
                confidence=heard["confidence"],
                alternatives_bpm=tuple(heard["alternatives_bpm"]),
                end_ms=heard["end_ms"],
            )
        sound._signs = np.frombuffer(zlib.decompress(data), np.int8)
        return sound

    def _track(self, tempo_bpm: float | None) -> Heard:
        samples = 0

        def blocks() -> Iterator[Block]:
            nonlocal samples
            for block in decode_audio(self.path, sample_rate=_SAMPLE_RATE, channels=2):
                samples += block.shape[1]
                yield block

        tracked = self.beat_track(blocks(), sample_rate=_SAMPLE_RATE, tempo_bpm=tempo_bpm)
        return Heard(
            tempo_bpm=tracked.tempo_bpm if tracked.beats else None,
            beats_ms=tuple(round(beat * 1000, 2) for beat in tracked.beats),
            confidence=tracked.confidence,
            alternatives_bpm=tracked.alternatives_bpm,
            end_ms=round(samples * 1000 / _SAMPLE_RATE, 1),
        )


def _stretches(pairs: Iterable[Iterable[float]]) -> tuple[Stretch, ...]:
    return tuple((start, end) for start, end in pairs)
