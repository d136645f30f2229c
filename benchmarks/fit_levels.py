"""Fit the metrical levels of the beat tracker: `python benchmarks/fit_levels.py FOLDER` (see `metres.py`).

A small model beside those of `fit_beats.py`, into the same table: whether the longer of two pulses that stand as 2 to 3
is the beat. Held-out songs are scored at the end. Needs SciPy.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from beat_songs import SAMPLE_RATE, Song, songs_in
from fit_beats import entry, fit_linear, logistic

from nemovideo_mcp.audio import beat_track as tracker
from nemovideo_mcp.audio.levels import division_features
from nemovideo_mcp.audio.onset_strength import FRAME_RATE, onset_features
from nemovideo_mcp.audio.tempo import novelty, tempo_path
from nemovideo_mcp.audio.weights import beat_weights

PENALTY = 3e-3
NEAR = 0.04
# True period against the shorter pulse's: whether the longer pulse is right; what is in both says nothing.
AS_SHORTER = {1.0: 0, 2.0: 0, 0.5: 0, 4.0: 0, 1.5: 1, 0.75: 1}
AS_LONGER = {1.0: 1, 2.0: 1, 0.5: 1, 1 / 3: 1, 2 / 3: 0, 4 / 3: 0}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A song as the tempo model hears it: the true period in periods that it found, and what the levels go by."""

    folder: Path
    held_out: bool
    ratio: float
    as_shorter: np.ndarray
    as_longer: np.ndarray


def hear(song: Song) -> Heard:
    features = onset_features([song.samples()], sample_rate=SAMPLE_RATE)
    curves = novelty(features.flux)
    path = tempo_path(curves, beat_weights().tempo)
    seconds = path.periods[::FRAME_RATE]
    as_shorter, as_longer = division_features(curves, [seconds, seconds * 2 / 3])
    true_period = float(np.median(np.diff(song.beats_s))) * FRAME_RATE
    return Heard(
        folder=song.path.parent,
        held_out=song.held_out,
        ratio=true_period / float(np.median(path.periods)),
        as_shorter=as_shorter,
        as_longer=as_longer,
    )


def labelled(heard: list[Heard]) -> tuple[np.ndarray, np.ndarray]:
    rows, truths = [], []
    for song in heard:
        for features, table in ((song.as_shorter, AS_SHORTER), (song.as_longer, AS_LONGER)):
            for ratio, truth in table.items():
                if abs(song.ratio / ratio - 1) < NEAR:
                    rows.append(features)
                    truths.append(float(truth))
    return np.array(rows), np.array(truths)


def balanced(truths: np.ndarray) -> np.ndarray:
    return np.where(truths == 1, 0.5 / truths.sum(), 0.5 / (1 - truths).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=Path(tracker.__file__).with_name("beat_weights.json"))
    options = parser.parse_args()
    songs = [s for folder in options.folders for s in songs_in(folder) if len(s.beats_s)]
    with ProcessPoolExecutor() as pool:
        heard = list(pool.map(hear, songs, chunksize=8))
    seen, unseen = ([h for h in heard if h.held_out == held_out] for held_out in (False, True))
    rows, truths = labelled(seen)
    division = fit_linear(rows, logistic(truths, balanced(truths)), PENALTY, constant=True)
    for folder in options.folders:
        for name, part in (("fitted on", seen), ("held out", unseen)):
            rows, truths = labelled([song for song in part if song.folder == folder])
            if len(rows):
                right = ((division(rows.astype(np.float32)) > 0) == (truths > 0)).mean()
                print(f"{folder.name}, {name}: {right:.3f} of {len(rows)} pairs of pulses told right")
    table = json.loads(options.output.read_text("utf-8"))
    table["fitted_levels"] = f"benchmarks/fit_levels.py, {len(seen)} songs"
    table["division"] = entry(division)
    options.output.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
