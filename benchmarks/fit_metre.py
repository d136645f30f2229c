"""Fit how beats are counted: `python benchmarks/fit_metre.py FOLDER [FOLDER …]` (see `beat_songs.py`).

On songs that are not held out, in three steps: networks that say of each beat its place in the bar and whether it is
one (`metre_training.py`), and a second view of the places (`place_training.py`); which of the ways to count a pulse is
the right one (the mean of small networks over the ways of a song, by L-BFGS), fitted on what the first ones said of
songs that they had not seen; and the certainty, how often the likeliest way is right, likewise. Prints, for the
held-out songs of each folder, F before and after, downbeat F (by the first networks alone), and how well the confidence
is calibrated (expected calibration error in ten bins, area under the curve). Needs PyTorch and SciPy; run
`fit_beats.py` and `fit_levels.py` first.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import mir_eval
import numpy as np
from beat_songs import SAMPLE_RATE, Song, songs_in
from fit_beats import entry, fit_linear, logistic
from metre_training import Counted, Way, fitted
from place_training import fit_places, placed
from scipy.optimize import minimize

from nemovideo_mcp.audio import beat_track as tracker
from nemovideo_mcp.audio.downbeats import find_bars
from nemovideo_mcp.audio.levels import likeliest
from nemovideo_mcp.audio.metre_network import TemporalNetwork, heard_features
from nemovideo_mcp.audio.onset_strength import OnsetFeatures, onset_features
from nemovideo_mcp.audio.weights import Hinges, Linear, MetreWeights, beat_weights, packed

SHARE = {
    "metres": 0.35,
    "composed": 0.6,
    "mma": 0.8,
    "pop": 1.2,
    "written": 1.5,
    "written-on": 0.9,
    "simutrans": 1.2,
    "more": 1.2,
}
"""How much a song of a folder counts, where it is not 1."""
RARE_SHARE, CUT_SHARE = 1.6, 0.6
NETWORKS, PARTS = 1, 2
WAY_HINGES, WAY_PENALTY, WAY_NETWORKS, WAY_PARTS = 8, 5e-3, 3, 2
AS_GOOD, LEAST_GOOD = 0.05, 0.7
RIGHT, NEAR_S, NEAR_GAP = 0.75, 0.07, 0.2
LEAST_SUPPORT_SLOPE = 0.5
FEWEST, FEWEST_IN_CUT = 12, 10
SHAKE_S = 0.004
CUT_S = (11.0, 24.0)
"""Every song is counted a second time, cut to a length between these."""


def metre_of(song: Song) -> int:
    firsts = np.flatnonzero(song.places == 1)
    return int(np.median(np.diff(firsts))) if len(firsts) > 2 else 0


def cut(song: Song, samples: np.ndarray) -> tuple[Song, np.ndarray]:
    rng = np.random.default_rng(zlib.crc32(song.name.encode()))
    length = int(rng.uniform(*CUT_S) * SAMPLE_RATE)
    first = int(rng.integers(0, max(len(samples) - length, 1)))
    samples = samples[first : first + length]
    beats_s = song.beats_s - first / SAMPLE_RATE
    inside = (beats_s >= 0) & (beats_s < len(samples) / SAMPLE_RATE)
    return replace(song, beats_s=beats_s[inside], places=song.places[inside]), samples


def counted(song: Song) -> list[Counted]:
    """A song and a cut of it, without those that have too few beats."""
    samples = song.samples()
    part, part_samples = cut(song, samples)
    found = [counted_once(song, onset_features([samples], sample_rate=SAMPLE_RATE), is_cut=False)]
    if len(part.beats_s) >= FEWEST_IN_CUT:
        features = onset_features([part_samples], sample_rate=SAMPLE_RATE)
        found.append(counted_once(part, features, is_cut=True))
    return [each for each in found if each is not None]


def counted_once(song: Song, features: OnsetFeatures, *, is_cut: bool) -> Counted | None:
    scene = tracker.Scene(features, beat_weights())
    path = scene.path(None)
    free = scene.pulse(path)
    seen = scene.ways(path, free)
    if not seen:
        return None
    # the first five seconds are not scored, but of a cut
    trimmed = (lambda times: times) if is_cut else mir_eval.beat.trim_beats
    truth, metre, folder = trimmed(song.beats_s), metre_of(song), song.path.parent.name
    share = SHARE.get(folder, 1.0) * (CUT_SHARE if is_cut else 1.0)
    shaken = song.beats_s + np.random.default_rng(0).normal(0, SHAKE_S, len(song.beats_s))
    return Counted(
        name=song.name,
        folder=folder,
        ways=[way(s, song, mir_eval.beat.f_measure(truth, trimmed(s.way.beats_s))) for s in seen],
        beats_s=song.beats_s,
        true_rows=scene.rows(song.beats_s),
        true_places=song.places,
        around=scene.around(np.maximum.accumulate(shaken)),
        metre=metre,
        there=scene.confidence(free),
        share=share * (1.0 if metre == 4 else RARE_SHARE),
        is_cut=is_cut,
        held_out=song.held_out,
    )


def way(seen: tracker.Seen, song: Song, f_measure: float) -> Way:
    """A way to count beside the truth of each of its beats."""
    times, truth = seen.way.beats_s, song.beats_s
    nearest = np.abs(truth[None] - times[:, None]).argmin(axis=1)
    gaps = np.abs(np.log(np.gradient(times) / np.gradient(truth)[nearest]))
    right = (np.abs(truth[nearest] - times) < NEAR_S) & (gaps < NEAR_GAP)
    known = (times > truth[0] - 0.3) & (times < truth[-1] + 0.3)
    return Way(
        beats_s=times,
        rows=seen.rows,
        features=seen.features,
        f_measure=f_measure,
        right=np.where(known, right, -1),
        places=np.where(right, song.places[nearest], 0),
        likelihood=seen.likelihood,
        evidence=seen.evidence,
        support=seen.support,
    )


def part_of(song: Counted, parts: int) -> int:
    """Pieces by one hand, or cuts of one piece, are in one part."""
    return zlib.crc32((song.folder[:7] + song.name.split("-")[0]).encode()) % parts


@dataclass(frozen=True, kw_only=True)
class Told:
    """A song with what networks, which had not seen it, say of its ways beside the ways' own features."""

    song: Counted
    rows: np.ndarray
    f_measures: np.ndarray


def told(song: Counted, networks: Sequence[TemporalNetwork]) -> Told:
    rows = []
    for each in song.ways:
        said = [network(each.rows) for network in networks]
        places, odds = (np.mean([s[kind] for s in said], axis=0) for kind in (0, 1))
        rows.append(np.concatenate([each.features, heard_features(places, odds)]))
    return Told(song=song, rows=np.array(rows), f_measures=np.array([each.f_measure for each in song.ways]))


def fit_ways(songs: Sequence[Told], seed: int) -> Hinges:
    told = [s for s in songs if s.f_measures.max() >= LEAST_GOOD]
    counts = [len(s.rows) for s in told]
    of = np.repeat(np.arange(len(told)), counts)
    starts = np.cumsum([0, *counts[:-1]])
    x = np.concatenate([s.rows for s in told])
    truth = np.concatenate([s.f_measures >= s.f_measures.max() - AS_GOOD for s in told]).astype(np.float32)
    share = np.array([s.song.share for s in told])
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

    best = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
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


def fit_mean(songs: Sequence[Told]) -> Hinges:
    return mean_of([fit_ways(songs, seed) for seed in range(WAY_NETWORKS)])


def verdict(song: Told, ways: Hinges) -> tuple[int, np.ndarray]:
    """The likeliest way, and what the certainty goes by."""
    scores = ways(song.rows.astype(np.float32)).astype(float)
    chances = np.exp(scores - scores.max())
    best = likeliest(scores)
    chance = float(chances[best] / chances.sum())
    return best, tracker.certainty_features(chance, song.song.ways[best])


def judged(songs: Sequence[Told], ways: Hinges) -> tuple[np.ndarray, np.ndarray]:
    verdicts = [verdict(song, ways) for song in songs]
    right = [float(s.f_measures[best] > RIGHT) for s, (best, _) in zip(songs, verdicts, strict=True)]
    return np.array([row for _, row in verdicts]), np.array(right)


def certainty_for(songs: Sequence[Told]) -> Linear:
    found = []
    for part in range(WAY_PARTS):
        ways = fit_mean([s for s in songs if part_of(s.song, WAY_PARTS) != part])
        found.append(judged([s for s in songs if part_of(s.song, WAY_PARTS) == part], ways))
    return fit_certainty(*(np.concatenate(values) for values in zip(*found, strict=True)))


def fit_certainty(x: np.ndarray, right: np.ndarray) -> Linear:
    offset = LEAST_SUPPORT_SLOPE * x[:, 3]
    loss = logistic(right, np.full(len(right), 1 / len(right)))
    free = fit_linear(x[:, :3], lambda odds: loss(odds + offset), 1e-4, constant=True)
    return replace(free, slope=np.append(free.slope, np.float32(LEAST_SUPPORT_SLOPE)))


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


def downbeat_f(song: Counted, best: int, metre: MetreWeights) -> float:
    way = song.ways[best]
    bars = way.beats_s[list(find_bars(metre.hear(way.rows, way.features).places).downbeats)]
    truth, found = (mir_eval.beat.trim_beats(t) for t in (song.beats_s[song.true_places == 1], bars))
    return float(mir_eval.beat.f_measure(truth, found)) if len(truth) and len(found) else 0.0


def report(songs: Sequence[Counted], metre: MetreWeights) -> None:
    heard = [told(song, metre.networks) for song in songs]
    for folder in sorted({song.folder for song in songs}):
        part = [(each, verdict(each, metre.ways)[0]) for each in heard if each.song.folder == folder]
        print(
            f"held out, {folder}: {len(part)} songs,"
            f" F {np.mean([each.f_measures[0] for each, _ in part]):.3f} as tracked,"
            f" {np.mean([each.f_measures[best] for each, best in part]):.3f} as counted,"
            f" downbeat F {np.mean([downbeat_f(each.song, best, metre) for each, best in part]):.3f}"
        )
    x, right = judged(heard, metre.ways)
    chances = 1 / (1 + np.exp(-metre.certainty(x)))
    print(f"calibration error {calibration_error(chances, right):.3f},", end=" ")
    print(f"area under the curve {area_under_curve(chances, right):.3f}")


def entry_of(network: TemporalNetwork) -> dict[str, object]:
    return {
        **{name: packed(getattr(network, name)) for name in ("mean", "scale", "entry", "exits")},
        "layers": [packed(layer) for layer in network.layers],
    }


def save(path: Path, metre: MetreWeights, count: int) -> None:
    table = json.loads(path.read_text("utf-8"))
    table["fitted_metre"] = f"benchmarks/fit_metre.py, {count} songs and cuts of songs"
    table["networks"] = [entry_of(network) for network in metre.networks]
    table["places"] = {name: packed(value) for name, value in vars(metre.places).items()}
    table["ways"] = {name: packed(value) for name, value in vars(metre.ways).items()}
    table["certainty"] = entry(metre.certainty)
    path.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")


def fit_on(
    songs: Sequence[Counted], networks: Sequence[TemporalNetwork], others: Sequence[TemporalNetwork]
) -> MetreWeights:
    """The places, the ways and the certainty beside `networks`; each of `others` has not seen one part of the songs."""
    heard = [told(song, [others[part_of(song, PARTS)]]) for song in songs]
    whole = [
        placed(s.around, s.true_places, s.metre, SHARE.get(s.folder, 1.0)) for s in songs if not s.is_cut
    ]
    places = fit_places([each for each in whole if each is not None])
    return MetreWeights(
        networks=networks, places=places, ways=fit_mean(heard), certainty=certainty_for(heard)
    )


def fit(songs: Sequence[Counted], output: Path) -> None:
    """Networks, ways and certainty by the songs that are not held out, into a table, and how they do on the others."""
    seen = [song for song in songs if not song.held_out]
    networks = [fitted(seen, seed=seed) for seed in range(NETWORKS)]
    others = [fitted([s for s in seen if part_of(s, PARTS) != part], seed=0) for part in range(PARTS)]
    metre = fit_on(seen, networks, others)
    unseen = [song for song in songs if song.held_out and not song.is_cut]
    if unseen:
        report(unseen, metre)
    save(output, metre, len(seen))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=Path(tracker.__file__).with_name("beat_weights.json"))
    options = parser.parse_args()
    chosen = [s for folder in options.folders for s in songs_in(folder) if len(s.beats_s) >= FEWEST]
    with ProcessPoolExecutor() as pool:
        fit([each for found in pool.map(counted, chosen, chunksize=4) for each in found], options.output)


if __name__ == "__main__":
    main()
