"""Score the beat tracker on annotated songs: `python benchmarks/beats.py FOLDER` (see `beat_songs.py`).

F-measure within ±70 ms, AMLt and CMLt by `mir_eval`, the bias of beats that were found, how often tempo and its
octave are right, downbeats, and the speed. `--families` splits the table by the part of a name before the first `_`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import mir_eval
import numpy as np
from beat_songs import SAMPLE_RATE, Song, songs_in

from nemovideo_mcp.audio.beat_track import BeatEstimate, beat_track

BLOCK = 4096
NEAR_S = 0.07


@dataclass(frozen=True, kw_only=True)
class Score:
    song: Song
    estimate: BeatEstimate
    f_measure: float
    amlt: float
    cmlt: float
    bias_ms: float
    octave_right: bool
    tempo_right: bool
    downbeat_f: float
    seconds: float
    sound_s: float


def score(song: Song) -> Score:
    samples = song.samples()
    started = time.perf_counter()
    estimate = beat_track(
        (samples[i : i + BLOCK] for i in range(0, len(samples), BLOCK)), sample_rate=SAMPLE_RATE
    )
    seconds = time.perf_counter() - started
    beats = np.array(estimate.beats)
    truth = mir_eval.beat.trim_beats(song.beats_s)
    found = mir_eval.beat.trim_beats(beats) if len(beats) else beats
    bpm = 60 / np.median(np.diff(song.beats_s)) if len(song.beats_s) else 0.0
    ratio = estimate.tempo_bpm / bpm if bpm else 0.0
    gaps = (
        beats - song.beats_s[np.abs(song.beats_s[None] - beats[:, None]).argmin(1)]
        if bpm and len(beats)
        else beats
    )
    near = gaps[np.abs(gaps) < NEAR_S]
    _, cmlt, _, amlt = mir_eval.beat.continuity(truth, found) if len(found) > 1 and bpm else (0.0,) * 4
    bars = song.beats_s[song.places == 1]
    return Score(
        song=song,
        estimate=estimate,
        f_measure=mir_eval.beat.f_measure(truth, found) if len(found) and bpm else 0.0,
        amlt=amlt,
        cmlt=cmlt,
        bias_ms=float(np.median(near)) * 1000 if len(near) else float("nan"),
        octave_right=abs(ratio - 1) < 0.04,
        tempo_right=any(abs(ratio / level - 1) < 0.04 for level in (1 / 3, 1 / 2, 1, 2, 3)),
        downbeat_f=mir_eval.beat.f_measure(bars, np.array(estimate.downbeats))
        if estimate.downbeats and len(bars)
        else 0.0,
        seconds=seconds,
        sound_s=len(samples) / SAMPLE_RATE,
    )


def line(label: str, scores: list[Score]) -> str:
    def mean(values: Iterable[float]) -> float:
        return float(np.nanmean(list(values)))

    spent = sum(s.seconds for s in scores) / sum(s.sound_s for s in scores)
    return (
        f"{label:<22}{len(scores):>4}  F {mean(s.f_measure for s in scores):.3f}"
        f"  AMLt {mean(s.amlt for s in scores):.3f}"
        f"  CMLt {mean(s.cmlt for s in scores):.3f}  octave {mean(s.octave_right for s in scores):.2f}"
        f" (any level {mean(s.tempo_right for s in scores):.2f})  downbeat F {mean(s.downbeat_f for s in scores):.2f}"
        f"  bias {mean(s.bias_ms for s in scores):+.1f} ms"
        f" (worst {np.nanmax([abs(s.bias_ms) for s in scores] + [0]):.0f})"
        f"  {1 / spent:.0f}x real time"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--families", action="store_true")
    parser.add_argument("--below", type=float, default=-1.0, help="name the songs whose F is below this")
    parser.add_argument("--held-out", action="store_true", help="only the held-out songs")
    options = parser.parse_args()
    scores = [score(song) for song in songs_in(options.folder) if song.held_out or not options.held_out]
    for label, held_out in (("developed on", False), ("held out", True)):
        part = [s for s in scores if s.song.held_out == held_out]
        songs = [s for s in part if len(s.song.beats_s)]
        if songs:
            print(line(label, songs))
        families = sorted({s.song.family for s in songs}) if options.families else []
        for family in families:
            print(line(f"  {family}", [s for s in songs if s.song.family == family]))
        beatless = [s for s in part if not len(s.song.beats_s)]
        if beatless:
            silent = sum(not s.estimate.beats for s in beatless)
            print(f"{label}: no grid in {silent} of {len(beatless)} sounds without a beat")
            for s in beatless:
                if s.estimate.beats:
                    print(f"    {s.song.name}: confidence {s.estimate.confidence}")
        for s in songs:
            if s.f_measure < options.below:
                bpm = 60 / float(np.median(np.diff(s.song.beats_s)))
                print(
                    f"    {s.song.name:<44} F {s.f_measure:.2f} AMLt {s.amlt:.2f} {bpm:.0f} BPM, found"
                    f" {s.estimate.tempo_bpm} {s.estimate.alternatives_bpm} confidence {s.estimate.confidence}"
                )


if __name__ == "__main__":
    main()
