"""Fit how beats are counted: `python benchmarks/fit_metre.py FOLDER [FOLDER …]` (see `beat_songs.py`).

Three models, by L-BFGS with a quadratic penalty, on songs that are not held out: places (which beat of its bar is
this one: a small network), ways (which of the ways to count a pulse is the right one: the mean of four small networks
over the ways of a song), certainty (how often the likeliest way is right: fitted on what networks said of songs that
they had not seen, in four parts). Prints, for the held-out songs, F before and after, and how well the confidence is
calibrated (expected calibration error in ten bins, area under the curve). Needs SciPy; run `fit_beats.py` and
`fit_levels.py` first.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import mir_eval
import numpy as np
from beat_songs import SAMPLE_RATE, Song, songs_in
from fit_beats import entry, fit_linear, logistic, rounded
from scipy.optimize import minimize

from nemovideo_mcp.audio import beat_track as tracker
from nemovideo_mcp.audio.downbeats import METRES
from nemovideo_mcp.audio.metre_features import PER_BEAT, metre_grid, surroundings
from nemovideo_mcp.audio.onset_strength import onset_features
from nemovideo_mcp.audio.pulse import local_level
from nemovideo_mcp.audio.tempo import novelty
from nemovideo_mcp.audio.weights import BeatWeights, Hinges, Layers, beat_weights

SHARE = {"metres": 0.4, "composed": 0.7, "mma": 0.8, "pop": 1.2, "written": 1.5}
"""How much a song of a folder counts, where it is not 1."""
RARE_METRE = 2.5
PLACE_HINGES, PLACE_PENALTY = 12, 2e-3
WAY_HINGES, WAY_PENALTY, NETWORKS, PARTS = 8, 5e-3, 4, 4
RIGHT, AS_GOOD, LEAST_GOOD = 0.75, 0.05, 0.7
LEAST_SUPPORT_SLOPE = 0.5
SHAKE_S = 0.004
FEWEST = 12
SHORT_S = (11.0, 19.0)
"""Every song is counted a second time, cut to a length between these."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The surroundings of a song's beats, and their true places among those of `METRES`."""

    rows: np.ndarray
    truths: np.ndarray
    share: float


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A song's ways to count: their features, the F-measure of each, and what the certainty goes by."""

    song: Song
    rows: np.ndarray
    f_measures: np.ndarray
    supports: np.ndarray
    there: float
    share: float

    @property
    def part(self) -> int:
        return zlib.crc32(self.song.name.split("-")[0].encode()) % PARTS


def metre_of(song: Song) -> int:
    firsts = np.flatnonzero(song.places == 1)
    return int(np.median(np.diff(firsts))) if len(firsts) > 2 else 0


def share_of(song: Song) -> float:
    return SHARE.get(song.path.parent.name, 1.0)


def placed(song: Song) -> Placed | None:
    metre = metre_of(song)
    if metre not in METRES or len(song.beats_s) <= 4 * metre:
        return None
    features = onset_features([song.samples()], sample_rate=SAMPLE_RATE)
    shaken = song.beats_s + np.random.default_rng(0).normal(0, SHAKE_S, len(song.beats_s))
    level = local_level(novelty(features.flux))
    grid = metre_grid(level, features.chroma, features.bass, np.maximum.accumulate(shaken))
    truths = np.zeros((len(shaken), sum(METRES)))
    first = 0 if metre == METRES[0] else METRES[0]
    truths[np.arange(len(shaken)), first + np.clip(song.places - 1, 0, metre - 1)] = 1
    return Placed(
        rows=surroundings(grid, np.arange(len(shaken)) * PER_BEAT),
        truths=truths,
        share=share_of(song) * (RARE_METRE if metre == METRES[0] else 1.0),
    )


def counted(song: Song, weights: BeatWeights, *, short: bool = False) -> Counted | None:
    samples = song.samples()
    if short:
        rng = np.random.default_rng(zlib.crc32(song.name.encode()))
        length = int(rng.uniform(*SHORT_S) * SAMPLE_RATE)
        first = int(rng.integers(0, max(len(samples) - length, 1)))
        samples = samples[first : first + length]
        beats_s = song.beats_s - first / SAMPLE_RATE
        inside = (beats_s >= 0) & (beats_s < len(samples) / SAMPLE_RATE)
        song = replace(song, beats_s=beats_s[inside], places=song.places[inside])
        if len(song.beats_s) < FEWEST:
            return None
    features = onset_features([samples], sample_rate=SAMPLE_RATE)
    scene = tracker.Scene(features, weights)
    path = scene.path(None)
    free = scene.pulse(path)
    seen = scene.ways(path, free)
    if not seen:
        return None
    # the first five seconds are not scored, but of a short cut
    trimmed = (lambda times: times) if short else mir_eval.beat.trim_beats
    truth = trimmed(song.beats_s)
    f_measures = [mir_eval.beat.f_measure(truth, trimmed(s.way.beats_s)) for s in seen]
    return Counted(
        song=song,
        rows=np.array([s.features for s in seen]),
        f_measures=np.array(f_measures),
        supports=np.array([s.support for s in seen]),
        there=scene.confidence(free),
        share=share_of(song),
    )


def fit_places(songs: Sequence[Placed]) -> Layers:
    x = np.concatenate([s.rows for s in songs])
    truth = np.concatenate([s.truths for s in songs]).astype(np.float32)
    share = np.concatenate([np.full(len(s.rows), s.share / len(s.rows)) for s in songs])
    share = (share / share.sum()).astype(np.float32)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    z = ((x - mean) / scale).astype(np.float32)
    size, classes = z.shape[1], truth.shape[1]
    shapes = [(size, PLACE_HINGES), (PLACE_HINGES,), (PLACE_HINGES, classes), (size, classes), (classes,)]
    sizes = [int(np.prod(shape)) for shape in shapes]
    cuts = np.cumsum(sizes)[:-1]
    rng = np.random.default_rng(0)
    start = np.concatenate(
        [
            rng.normal(0, 0.5 / np.sqrt(size), sizes[0]),
            np.zeros(sizes[1]),
            rng.normal(0, 0.3, sizes[2]),
            np.zeros(sizes[3] + sizes[4]),
        ]
    )
    shrunk = np.concatenate(
        [np.full(n, float(len(shape) > 1)) for n, shape in zip(sizes, shapes, strict=True)]
    )

    def parts(theta: np.ndarray) -> list[np.ndarray]:
        return [part.reshape(shape) for part, shape in zip(np.split(theta, cuts), shapes, strict=True)]

    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        w, b, v, line, c = parts(theta.astype(np.float32))
        hidden = np.maximum(z @ w + b, 0)
        scores = hidden @ v + z @ line + c
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        value = -(share * np.log(np.maximum((p * truth).sum(axis=1), 1e-9))).sum()
        slope = (p - truth) * share[:, None]
        back = (hidden > 0) * (slope @ v.T)
        gradient = [z.T @ back, back.sum(axis=0), hidden.T @ slope, z.T @ slope, slope.sum(axis=0)]
        flat = np.concatenate([g.ravel() for g in gradient]).astype(float)
        return (
            float(value) + PLACE_PENALTY * (shrunk * theta**2).sum(),
            flat + 2 * PLACE_PENALTY * shrunk * theta,
        )

    best = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 110})
    w, b, v, line, c = parts(best.x)
    w, line = w / scale[:, None], line / scale[:, None]
    return Layers(*(a.astype(np.float32) for a in (w, b - mean @ w, v, line, c - mean @ line)))


def fit_ways(songs: Sequence[Counted], seed: int) -> Hinges:
    told = [s for s in songs if s.f_measures.max() >= LEAST_GOOD]
    counts = [len(s.rows) for s in told]
    of = np.repeat(np.arange(len(told)), counts)
    starts = np.cumsum([0, *counts[:-1]])
    x = np.concatenate([s.rows for s in told])
    truth = np.concatenate([s.f_measures >= s.f_measures.max() - AS_GOOD for s in told]).astype(np.float32)
    share = np.array([s.share for s in told])
    share = share / share.sum()
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    z = ((x - mean) / scale).astype(np.float32)
    size = z.shape[1]
    cuts = np.cumsum([size * WAY_HINGES, WAY_HINGES, WAY_HINGES])
    rng = np.random.default_rng(seed)
    start = np.concatenate(
        [
            rng.normal(0, 0.5 / np.sqrt(size), cuts[0]),
            np.zeros(WAY_HINGES),
            rng.normal(0, 0.3, WAY_HINGES),
            np.zeros(size),
        ]
    )
    shrunk = np.ones(len(start))
    shrunk[cuts[0] : cuts[1]] = 0

    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        w, b, v, line = np.split(theta.astype(np.float32), cuts)
        hidden = np.maximum(z @ w.reshape(size, WAY_HINGES) + b, 0)
        scores = hidden @ v + z @ line
        p = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        p /= np.add.reduceat(p, starts)[of]
        right = np.maximum(np.add.reduceat(p * truth, starts), 1e-9)
        slope = ((p - p * truth / right[of]) * share[of]).astype(np.float32)
        back = (hidden > 0) * (slope[:, None] * v)
        flat = np.concatenate([(z.T @ back).ravel(), back.sum(0), hidden.T @ slope, z.T @ slope]).astype(
            float
        )
        value = -(share * np.log(right)).sum() + WAY_PENALTY * (shrunk * theta**2).sum()
        return float(value), flat + 2 * WAY_PENALTY * shrunk * theta

    best = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    w, b, v, line = np.split(best.x, cuts)
    w = w.reshape(size, WAY_HINGES) / scale[:, None]
    return Hinges(*(a.astype(np.float32) for a in (line / scale, w, b - mean @ w, v)))


def mean_of(networks: Sequence[Hinges]) -> Hinges:
    """One network that says what these say on average."""
    return Hinges(
        np.mean([n.slope for n in networks], axis=0),
        np.concatenate([n.directions for n in networks], axis=1),
        np.concatenate([n.thresholds for n in networks]),
        np.concatenate([n.heights for n in networks]) / len(networks),
    )


def fit_mean(songs: Sequence[Counted]) -> Hinges:
    return mean_of([fit_ways(songs, seed) for seed in range(NETWORKS)])


def verdict(song: Counted, ways: Hinges) -> tuple[int, np.ndarray]:
    """The likeliest way, and what the certainty goes by."""
    scores = ways(song.rows.astype(np.float32)).astype(float)
    chances = np.exp(scores - scores.max())
    best = int(scores.argmax())
    chance = float(chances[best] / chances.sum())
    return best, tracker.certainty_features(chance, song.there, float(song.supports[best]))


def judged(songs: Sequence[Counted], ways: Hinges) -> tuple[np.ndarray, np.ndarray]:
    verdicts = [verdict(song, ways) for song in songs]
    right = [float(s.f_measures[best] > RIGHT) for s, (best, _) in zip(songs, verdicts, strict=True)]
    return np.array([row for _, row in verdicts]), np.array(right)


def calibration_error(chances: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    place = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        abs(chances[place == b].mean() - right[place == b].mean()) * (place == b).mean()
        for b in np.unique(place)
    ]
    return float(sum(gaps))


def area_under_curve(chances: np.ndarray, right: np.ndarray) -> float:
    yes, no = chances[right > 0.5][:, None], chances[right < 0.5][None]
    return float((yes > no).mean() + 0.5 * (yes == no).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=Path(tracker.__file__).with_name("beat_weights.json"))
    options = parser.parse_args()
    songs = [s for folder in options.folders for s in songs_in(folder) if len(s.beats_s) >= FEWEST]
    weights = beat_weights()
    with ProcessPoolExecutor() as pool:
        known = [p for p in pool.map(placed, [s for s in songs if not s.held_out], chunksize=4) if p]
        places = fit_places(known)
        weights = replace(weights, metre=replace(weights.metre, places=places))
        heard = [c for c in pool.map(partial(counted, weights=weights), songs, chunksize=4) if c]
        short = partial(counted, weights=weights, short=True)
        cuts = [c for c in pool.map(short, [s for s in songs if not s.held_out], chunksize=4) if c]
    seen, unseen = ([c for c in heard if c.song.held_out == held] for held in (False, True))
    seen += cuts
    ways = fit_mean(seen)
    rows, truths = [], []
    for part in range(PARTS):
        others = fit_mean([c for c in seen if c.part != part])
        x, right = judged([c for c in seen if c.part == part], others)
        rows.append(x)
        truths.append(right)
    x, right = np.concatenate(rows), np.concatenate(truths)
    offset = LEAST_SUPPORT_SLOPE * x[:, 2]
    loss = logistic(right, np.full(len(right), 1 / len(right)))
    free = fit_linear(x[:, :2], lambda odds: loss(odds + offset), 1e-4, constant=True)
    certainty = replace(free, slope=np.append(free.slope, np.float32(LEAST_SUPPORT_SLOPE)))
    if unseen:
        x, right = judged(unseen, ways)
        chances = 1 / (1 + np.exp(-certainty(x)))
        chosen = [c.f_measures[verdict(c, ways)[0]] for c in unseen]
        print(
            f"held out: {len(unseen)} songs, F {np.mean([c.f_measures[0] for c in unseen]):.3f} as tracked,"
        )
        print(
            f"  {np.mean(chosen):.3f} as counted; calibration error {calibration_error(chances, right):.3f},"
        )
        print(f"  area under the curve {area_under_curve(chances, right):.3f}")
    table = json.loads(options.output.read_text("utf-8"))
    table["fitted_metre"] = f"benchmarks/fit_metre.py, {len(seen)} songs"
    table["places"] = {name: rounded(value) for name, value in vars(places).items()}
    table["ways"] = {name: rounded(value) for name, value in vars(ways).items()}
    table["certainty"] = entry(certainty)
    options.output.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
