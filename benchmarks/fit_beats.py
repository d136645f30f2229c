"""Fit the beat tracker's tables to annotated songs: `python benchmarks/fit_beats.py FOLDER` (see `beat_songs.py`).

Three small models, fitted one after the other by L-BFGS with a quadratic penalty, on songs that are not held out:
tempo (a softmax over candidate periods in each window), beat (is this frame a beat, given the period), confidence (is
there a beat at all). `fit_metre.py` fits the rest, and has to run again after this. Needs SciPy.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from beat_songs import SAMPLE_RATE, Song, songs_in
from scipy.optimize import minimize

from nemovideo_mcp.audio import beat_track as tracker
from nemovideo_mcp.audio.onset_strength import FRAME_RATE, onset_features
from nemovideo_mcp.audio.pulse import beat_evidence, beat_features, chroma_change, local_level, place_beats
from nemovideo_mcp.audio.tempo import PERIODS, novelty, tempo_features, tempo_path
from nemovideo_mcp.audio.weights import Hinges, Linear

HINGES = 12
PENALTY = {"tempo": 1e-3, "beat": 1e-3, "confidence": 1e-3}
SHARE = {"mma": 0.4, "syn": 0.4, "comp": 0.4, "fof": 2.0}
"""How much a song of a family counts (by the part of its name before the first `_`), where it is not 1."""

LossAndSlope = Callable[[np.ndarray], tuple[float, np.ndarray]]


class Prepared:
    """A song's features."""

    def __init__(self, song: Song) -> None:
        self.song = song
        self.features = onset_features([song.samples()], sample_rate=SAMPLE_RATE)
        self.curves = novelty(self.features.flux)
        self.level = local_level(self.curves)
        self.change = chroma_change(self.features.chroma)
        self.share = SHARE.get(song.family, 1.0)

    def true_periods(self) -> np.ndarray:
        beats = self.song.beats_s
        gaps = np.diff(beats, append=2 * beats[-1] - beats[-2])
        return np.interp(np.arange(len(self.curves)) / FRAME_RATE, beats, gaps) * FRAME_RATE


def logistic(truth: np.ndarray, share: np.ndarray) -> LossAndSlope:
    def loss(odds: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-odds))
        cost = -(share * (truth * np.log(p + 1e-9) + (1 - truth) * np.log(1 - p + 1e-9))).sum()
        return float(cost), (p - truth) * share

    return loss


def fit_linear(x: np.ndarray, loss: LossAndSlope, penalty: float, *, constant: bool) -> Linear:
    mean = x.reshape(-1, x.shape[-1]).mean(axis=0) if constant else np.zeros(x.shape[-1])
    scale = x.reshape(-1, x.shape[-1]).std(axis=0) + 1e-6
    flat = ((x - mean) / scale).astype(np.float32)

    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = loss(flat @ theta[:-1].astype(np.float32) + np.float32(theta[-1] if constant else 0))
        gradient = np.tensordot(slope.astype(np.float32), flat, axes=slope.ndim)
        shrunk = np.append(theta[:-1], 0)
        return value + penalty * (shrunk**2).sum(), np.append(
            gradient, slope.sum() * constant
        ) + 2 * penalty * shrunk

    best = minimize(cost, np.zeros(x.shape[-1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    print(f"  loss {best.fun:.4f}")
    slope = best.x[:-1] / scale
    return Linear(slope.astype(np.float32), float(best.x[-1] - mean @ slope) if constant else 0.0)


def fit_hinges(x: np.ndarray, loss: LossAndSlope, penalty: float) -> Hinges:
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    x = ((x - mean) / scale).astype(np.float32)
    size = x.shape[1]
    cuts = np.cumsum([size * HINGES, HINGES, HINGES])
    rng = np.random.default_rng(0)
    start = np.concatenate(
        [
            rng.normal(0, 0.6 / np.sqrt(size), size * HINGES),
            np.zeros(HINGES),
            rng.normal(0, 0.3, HINGES),
            np.zeros(size),
        ]
    )
    penalised = np.ones(len(start))
    penalised[cuts[0] : cuts[1]] = 0

    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        w, b, v, line = np.split(theta.astype(np.float32), cuts)
        hidden = np.maximum(x @ w.reshape(size, HINGES) + b, 0)
        value, slope = loss(hidden @ v + x @ line)
        slope = slope.astype(np.float32)
        back = (hidden > 0) * (slope[:, None] * v)
        gradient = np.concatenate([(x.T @ back).ravel(), back.sum(0), hidden.T @ slope, x.T @ slope]).astype(
            float
        )
        return value + penalty * (penalised * theta**2).sum(), gradient + 2 * penalty * penalised * theta

    best = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    print(f"  loss {best.fun:.4f}")
    w, b, v, line = np.split(best.x, cuts)
    directions = w.reshape(size, HINGES) / scale[:, None]
    line = line / scale
    # the last feature is always 1: it takes up what centring leaves over
    line[-1] = -(mean[:-1] @ line[:-1])
    return Hinges(*(a.astype(np.float32) for a in (line, directions, b - mean @ directions, v)))


def fit_tempo(songs: list[Prepared]) -> Linear:
    rows, hits, shares = [], [], []
    for song in songs:
        table = np.concatenate(list(tempo_features(song.curves)))
        at = np.arange(len(table))
        beats = song.song.beats_s
        truth = np.full(len(table), np.nan)
        for second in at:
            near = beats[(beats > second - 2) & (beats < second + 2)]
            if len(near) >= 3:
                truth[second] = np.median(np.diff(near)) * FRAME_RATE
        hit = np.abs(np.log(PERIODS[None] / truth[:, None])) < 0.025
        use = np.flatnonzero(hit.any(axis=1))[::3]
        rows.append(table[use])
        hits.append(hit[use])
        shares.append(np.full(len(use), song.share / max(len(use), 1)))
    x, truth, share = np.concatenate(rows), np.concatenate(hits), np.concatenate(shares)
    share = share / share.sum()

    def loss(scores: np.ndarray) -> tuple[float, np.ndarray]:
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        right = np.maximum((p * truth).sum(axis=1), 1e-12)
        return float(-(share * np.log(right)).sum()), (p - p * truth / right[:, None]) * share[:, None]

    return fit_linear(x, loss, PENALTY["tempo"], constant=False)


def fit_beat(songs: list[Prepared]) -> Hinges:
    rng = np.random.default_rng(0)
    rows, truths, shares = [], [], []
    for song in songs:
        beats, at = song.song.beats_s, np.arange(len(song.curves)) / FRAME_RATE
        after = np.clip(np.searchsorted(beats, at), 1, len(beats) - 1)
        distance = np.minimum(np.abs(at - beats[after]), np.abs(at - beats[after - 1]))
        on = np.flatnonzero(distance <= 0.0151)
        off = np.flatnonzero((distance > 0.045) & (at > beats[0]) & (at < beats[-1]))
        loudness = song.level.sum(axis=1)[off]
        deceiving = off[loudness > np.quantile(loudness, 0.8)]
        chosen = [rng.choice(on, 300), rng.choice(off, 350), rng.choice(deceiving, 350)]
        frames = np.concatenate(chosen)
        rows.append(beat_features(song.level, song.change, song.true_periods(), frames))
        truths.append(np.repeat([1.0, 0.0], [300, 700]))
        shares.append(np.repeat([song.share / 600, song.share / 1400], [300, 700]))
    x, truth, share = np.concatenate(rows), np.concatenate(truths), np.concatenate(shares)
    return fit_hinges(x, logistic(truth, share / share.sum()), PENALTY["beat"])


def fit_confidence(songs: list[Prepared], beatless: list[Prepared], tempo: Linear, beat: Hinges) -> Linear:
    rows, truths, shares = [], [], []
    for song in songs + beatless:
        path = tempo_path(song.curves, tempo)
        evidence = beat_evidence(song.level, song.change, path.periods, beat)
        sounding = np.flatnonzero(song.features.level_db > -50)
        frames = place_beats(evidence, path.periods, first=int(sounding[0]), last=int(sounding[-1]))
        rows.append(tracker.confidence_features(path, evidence, song.level, frames))
        truths.append(float(song in songs))
        shares.append(1 / len(songs) if song in songs else 1 / len(beatless))
    x = np.array(rows)
    x[:, -1] = 0  # the number of beats is how long we listened, not a reason
    return fit_linear(
        x, logistic(np.array(truths), np.array(shares) / 2), PENALTY["confidence"], constant=True
    )


def rounded(values: np.ndarray) -> list[object]:
    return json.loads(
        json.dumps(np.asarray(values, float).tolist()), parse_float=lambda text: float(f"{float(text):.4g}")
    )


def entry(model: Linear) -> dict[str, object]:
    return {"slope": rounded(model.slope), "constant": model.constant}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, default=Path(tracker.__file__).with_name("beat_weights.json"))
    options = parser.parse_args()
    chosen = [Prepared(s) for s in songs_in(options.folder) if not s.held_out]
    songs = [s for s in chosen if len(s.song.beats_s)]
    beatless = [s for s in chosen if not len(s.song.beats_s)]
    print(f"{len(songs)} songs, {len(beatless)} sounds without a beat")
    tempo = fit_tempo(songs)
    beat = fit_beat(songs)
    confidence = fit_confidence(songs, beatless, tempo, beat)
    table = json.loads(options.output.read_text("utf-8")) | {
        "fitted": f"benchmarks/fit_beats.py, {len(songs)} songs and {len(beatless)} sounds without a beat",
        **{name: entry(model) for name, model in (("tempo", tempo), ("confidence", confidence))},
        "beat": {
            key: rounded(getattr(beat, key)) for key in ("slope", "directions", "thresholds", "heights")
        },
    }
    options.output.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
