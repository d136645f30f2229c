"""Annotated songs for `beats.py` and `fit_beats.py`: a folder of audio files, each with a text file beside it.

`song.beats` has a line per beat, its time in seconds and its place in the bar from 1; an empty one says that the
sound has no beat. `held-out.txt` names the songs (without suffix) that no fit may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.video.audio import decode_audio

SAMPLE_RATE = 44_100


@dataclass(frozen=True, kw_only=True)
class Song:
    path: Path
    beats_s: NDArray[np.float64]
    places: NDArray[np.intp]
    held_out: bool

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def family(self) -> str:
        return self.name.split("_")[0]

    def samples(self) -> NDArray[np.float32]:
        return np.concatenate(list(decode_audio(self.path, sample_rate=SAMPLE_RATE, channels=1)))


def songs_in(folder: Path) -> list[Song]:
    """The songs of a folder, by name."""
    listed = folder / "held-out.txt"
    held_out = set(listed.read_text("utf-8").split()) if listed.exists() else set()
    return [_song(path, held_out) for path in sorted(folder.glob("*.beats"))]


def _song(annotation: Path, held_out: set[str]) -> Song:
    sound = next(p for p in sorted(annotation.parent.glob(f"{annotation.stem}.*")) if p.suffix != ".beats")
    rows = np.array([line.split() for line in annotation.read_text("utf-8").splitlines()], float).reshape(
        -1, 2
    )
    return Song(
        path=sound,
        beats_s=rows[:, 0],
        places=rows[:, 1].astype(np.intp),
        held_out=annotation.stem in held_out,
    )
