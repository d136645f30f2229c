"""Figures of the composer's variety and playing: `python benchmarks/music_scores.py [--seeds 6] [--moods upbeat …]`.

For each mood, over pieces of 40 s that differ in their seed only:

- `between`: the mean correlation of the onsets of two seeds above 3 kHz, beat by beat (12 frames to a beat). 1 is the
  same drumming; two pieces that share nothing but the beat have about .3.
- `bars`: a bar's likeness to its nearest other bar of the piece, the mean over its bars: half the correlation of the
  onsets in four bands (16 to a bar), half that of the chroma of each beat.
- `off grid`: the share of notes that are 3 to 10 ms from their place in the bar.
- `grooves`, `sets`, `forms`, `hooks`: how many different ones the seeds have.
- `s/min`: seconds of composing for a minute of music.

`--python OTHER` runs the same with another installation and prints both side by side.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.composer import MOODS, compose, plan_music
from nemovideo_mcp.audio.compose.score import Score
from nemovideo_mcp.timeline.model import MusicSpec

RATE = 22_050
LENGTH_MS = 40_000
HIGH_HZ = 3000
PER_BEAT = 12
PER_BAR = 16
BANDS_HZ = ((30, 200), (200, 1200), (1200, 4000), (4000, 11_000))
_SIZE, _HOP = 1024, 220

Array = NDArray[np.float64]


def flux(sound: Array, bands: tuple[tuple[int, int], ...]) -> Array:
    """Half-wave rectified rise of the log spectrum in each band, one row each, a frame every 10 ms (Dixon, 2006)."""
    padded = np.pad(sound, (_SIZE // 2, _SIZE // 2))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP] * np.hanning(_SIZE)
    spectrum = np.log1p(20 * np.abs(np.fft.rfft(frames, axis=1)))
    rise = np.maximum(np.diff(spectrum, axis=0, prepend=spectrum[:1]), 0)
    hz = np.fft.rfftfreq(_SIZE, 1 / RATE)
    return np.stack([rise[:, (hz >= low) & (hz < high)].mean(axis=1) for low, high in bands])


def chroma(sound: Array, beat_s: float, beats: int) -> Array:
    """(beats, 12) energies of the pitch classes from 100 to 4,000 Hz, each beat of unit length."""
    rows: list[Array] = []
    for beat in range(beats):
        span = sound[round(beat * beat_s * RATE) : round((beat + 1) * beat_s * RATE)]
        power = np.abs(np.fft.rfft(span * np.hanning(len(span)), 32_768)) ** 0.5
        hz = np.fft.rfftfreq(32_768, 1 / RATE)
        kept = (hz > 100) & (hz < 4000)
        classes = np.round(12 * np.log2(hz[kept] / 440)).astype(int) % 12
        row = np.bincount(classes, weights=power[kept], minlength=12)
        rows.append(row / max(float(np.linalg.norm(row)), 1e-9))
    return np.array(rows)


def at_steps(curve: Array, step_s: float, count: int) -> Array:
    """The greatest value of a curve (100 frames a second) about each of `count` steps."""
    centers = np.arange(count) * step_s * RATE / _HOP
    reach = max(step_s * RATE / _HOP / 2, 1)
    spans = [(max(int(c - reach), 0), max(int(c + reach), int(c - reach) + 1, 1)) for c in centers]
    return np.array([curve[a:b].max() if a < len(curve) else 0.0 for a, b in spans])


def bar_likeness(sound: Array, music: MusicSpec) -> float:
    """The mean over the bars of the correlation with the nearest other bar."""
    beat_s = 60_000 / music.bpm_milli
    bars = music.bars - 1
    onsets = flux(sound, BANDS_HZ)
    steps = np.stack([at_steps(band, beat_s / 4, bars * PER_BAR) for band in onsets])
    steps = steps / np.maximum(steps.mean(axis=1, keepdims=True), 1e-9)
    steps -= 1
    rows = steps.reshape(len(BANDS_HZ), bars, PER_BAR).transpose(1, 0, 2).reshape(bars, -1)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    tones = chroma(sound, beat_s, bars * 4).reshape(bars, -1)
    tones = tones - tones.mean()
    tones = tones / np.maximum(np.linalg.norm(tones, axis=1, keepdims=True), 1e-9)
    likeness = (rows @ rows.T + tones @ tones.T) / 2
    np.fill_diagonal(likeness, -1)
    return float(likeness.max(axis=1).mean())


def off_grid(score: Score, music: MusicSpec) -> float:
    """The share of the notes of all bars but the last one that begin 3 to 10 ms from where the bar has them."""
    delays = [abs(n.delay_s) * 1000 for index in range(score.bars - 1) for n in score.bar(index)]
    return float(np.mean([3 <= d <= 10 for d in delays]))


def measured(mood: str, seeds: int) -> dict[str, float]:
    """The figures of one mood."""
    envelopes: list[Array] = []
    likeness: list[float] = []
    loose: list[float] = []
    spent = 0.0
    grooves, sets, forms, hooks = set[object](), set[object](), set[object](), set[object]()
    for seed in range(seeds):
        music = plan_music(mood=mood, duration_ms=LENGTH_MS, seed=seed)
        began = time.perf_counter()
        sound = np.concatenate(list(compose(music, sample_rate=RATE)), axis=1).mean(axis=0).astype(float)
        spent += time.perf_counter() - began
        beat_s = 60_000 / music.bpm_milli
        high = flux(sound, ((HIGH_HZ, 11_000),))[0]
        envelopes.append(at_steps(high, beat_s / PER_BEAT, (music.bars - 1) * 4 * PER_BEAT))
        likeness.append(bar_likeness(sound, music))
        score = Score(music)
        loose.append(off_grid(score, music))
        grooves.add(score.style.drums)
        sets.add(frozenset(p.patch for p in score.style.parts))
        forms.add(tuple((s.kind, s.bars) for s in music.sections))
        hooks.add(_hook(score, music))
    pairs = [np.corrcoef(a[: len(b)], b[: len(a)])[0, 1] for a, b in combinations(envelopes, 2)]
    return {
        "between": float(np.mean(pairs)),
        "nearest": float(np.max(pairs)),
        "bars": float(np.mean(likeness)),
        "off grid": float(np.mean(loose)),
        "grooves": len(grooves),
        "sets": len(sets),
        "forms": len(forms),
        "hooks": len(hooks),
        "s/min": spent / seeds * 60_000 / LENGTH_MS,
    }


def _hook(score: Score, music: MusicSpec) -> tuple[tuple[float, int], ...]:
    """The first two bars of the tune in a chorus: places and steps."""
    starts = [
        sum(s.bars for s in music.sections[:n]) for n, s in enumerate(music.sections) if s.kind == "chorus"
    ]
    first = starts[0] if starts else 0
    singers = {p.patch for p in score.style.parts if p.player == "lead"}
    notes = [
        n for bar in (first, first + 1) for n in score.bar(bar) if n.channel == "lead" and n.voice in singers
    ]
    places = sorted({(round(n.beat - first * 4, 2), round(n.pitch or 0)) for n in notes})
    return tuple((round(b - a, 2), q - p) for (a, p), (b, q) in pairwise(places))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--moods", nargs="*", default=list(MOODS))
    parser.add_argument("--python", help="another installation to compare with")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {mood: measured(mood, options.seeds) for mood in options.moods}
    if options.json:
        print(json.dumps(found))
        return
    other: dict[str, dict[str, float]] = {}
    if options.python:
        command = [
            options.python,
            __file__,
            "--json",
            "--seeds",
            str(options.seeds),
            "--moods",
            *options.moods,
        ]
        other = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    names = list(next(iter(found.values())))
    print("mood".ljust(12), *(name.rjust(15) for name in names))
    mean = {name: float(np.mean([row[name] for row in found.values()])) for name in names}
    before = {name: float(np.mean([row[name] for row in other.values()])) for name in names} if other else {}
    for mood, row in {**found, "mean": mean}.items():
        old = before if mood == "mean" else other.get(mood, {})
        cells = [(f"{old[name]:.3g} → " if old else "") + f"{row[name]:.3g}" for name in names]
        print(mood.ljust(12), *(cell.rjust(15) for cell in cells))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
