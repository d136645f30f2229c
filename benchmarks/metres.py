"""Write annotated songs of many metres: `python benchmarks/metres.py FOLDER --songs 60` (see `beat_songs.py`).

Drums, bass, chords and broken chords drawn by NumPy: 4/4 from ballads to drum and bass, 6/8, 12/8, waltzes, 5/4, 7/8,
swing, dembow, dotted rhythms, beats with nothing between them. Seeds from 1000 on are the held-out songs. A song's
name begins with its family.
"""

from __future__ import annotations

import argparse
import wave
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
LENGTH_S = 24.0
HELD_OUT_FROM = 1000

Samples = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """The steps of a bar on which kick, snare, hi-hat and notes of the chord begin."""

    kick: Collection[int] = ()
    snare: Collection[int] = ()
    hat: Collection[int] = ()
    notes: Collection[int] = ()


@dataclass(frozen=True, kw_only=True)
class Family:
    """The range of tempos of the beat, the steps of a bar and of a beat, and the patterns that take turns."""

    bpm: tuple[float, float]
    steps: int
    per_beat: int
    patterns: tuple[Pattern, ...]


def _all(steps: int, every: int = 1, first: int = 0) -> range:
    return range(first, steps, every)


FAMILIES: dict[str, Family] = {
    "rock": Family(
        bpm=(84, 150),
        steps=16,
        per_beat=4,
        patterns=(
            Pattern(kick=(0, 8), snare=(4, 12), hat=_all(16, 2)),
            Pattern(kick=(0, 6, 8), snare=(4, 12), hat=_all(16, 2)),
            Pattern(kick=(0, 10), snare=(4, 12), hat=_all(16, 4)),
            Pattern(kick=(0, 4, 8, 12), snare=(4, 12), hat=_all(16, 4, 2)),
            Pattern(notes=_all(16, 2)),
        ),
    ),
    "slow": Family(
        bpm=(50, 72),
        steps=16,
        per_beat=4,
        patterns=(
            Pattern(kick=(0, 8), snare=(4, 12), hat=_all(16, 2)),
            Pattern(kick=(0, 8), snare=(4, 12), hat=_all(16)),
            Pattern(kick=(0, 7, 10), snare=(4, 12), hat=_all(16, 2)),
        ),
    ),
    "six8": Family(
        bpm=(42, 90),
        steps=6,
        per_beat=3,
        patterns=(
            Pattern(kick=(0,), snare=(3,), hat=_all(6)),
            Pattern(kick=(0, 5), snare=(3,), hat=_all(6)),
            Pattern(kick=(0, 3), hat=_all(6)),
            Pattern(kick=(0,), snare=(3,), hat=(0, 2, 3, 5)),
            Pattern(kick=(0, 2), snare=(3,), hat=_all(6)),
            Pattern(notes=_all(6)),
            Pattern(kick=(0, 3), notes=_all(6)),
        ),
    ),
    "twelve8": Family(
        bpm=(45, 80),
        steps=12,
        per_beat=3,
        patterns=(
            Pattern(kick=(0, 6), snare=(3, 9), hat=_all(12)),
            Pattern(kick=(0, 5, 6), snare=(3, 9), hat=_all(12)),
            Pattern(kick=(0, 6, 11), snare=(3, 9), hat=(0, 2, 3, 5, 6, 8, 9, 11)),
            Pattern(kick=(0, 6), snare=(3, 9), notes=_all(12)),
        ),
    ),
    "waltz": Family(
        bpm=(88, 180),
        steps=6,
        per_beat=2,
        patterns=(
            Pattern(kick=(0,), snare=(2, 4)),
            Pattern(kick=(0,), snare=(2, 4), hat=_all(6)),
            Pattern(kick=(0,), snare=(4,), hat=(0, 2, 4)),
            Pattern(kick=(0,), hat=(2, 4)),
            Pattern(kick=(0,), notes=(0, 2, 4)),
        ),
    ),
    "five4": Family(
        bpm=(100, 170),
        steps=10,
        per_beat=2,
        patterns=(
            Pattern(kick=(0, 6), snare=(4, 8), hat=_all(10, 2)),
            Pattern(kick=(0, 5), snare=(4, 8), hat=_all(10)),
        ),
    ),
    "seven8": Family(
        bpm=(200, 260),
        steps=7,
        per_beat=1,
        patterns=(
            Pattern(kick=(0, 4), snare=(2, 6), hat=_all(7)),
            Pattern(kick=(0, 2, 4), snare=(6,), hat=_all(7)),
        ),
    ),
    "swing": Family(
        bpm=(100, 200),
        steps=12,
        per_beat=3,
        patterns=(
            Pattern(snare=(3, 9), hat=(0, 3, 5, 6, 9, 11)),
            Pattern(kick=(0, 6), snare=(3, 9), hat=(0, 2, 3, 5, 6, 8, 9, 11)),
            Pattern(kick=(0, 3, 6, 9), hat=(0, 3, 5, 6, 9, 11)),
        ),
    ),
    "dnb": Family(
        bpm=(160, 180),
        steps=16,
        per_beat=4,
        patterns=(
            Pattern(kick=(0, 10), snare=(4, 12), hat=_all(16, 2)),
            Pattern(kick=(0, 10), snare=(4, 12), hat=_all(16)),
            Pattern(kick=(0, 6, 10), snare=(4, 12), hat=_all(16, 2)),
            Pattern(kick=(0, 10), snare=(4, 7, 12, 15), hat=_all(16, 2)),
        ),
    ),
    "halftime": Family(
        bpm=(134, 180),
        steps=16,
        per_beat=4,
        patterns=(
            Pattern(kick=(0,), snare=(8,), hat=_all(16, 2)),
            Pattern(kick=(0, 6), snare=(8,), hat=_all(16)),
            Pattern(kick=(0, 10), snare=(8,), hat=_all(16, 2)),
        ),
    ),
    "dembow": Family(
        bpm=(84, 104),
        steps=16,
        per_beat=4,
        patterns=(
            Pattern(kick=(0, 4, 8, 12), snare=(3, 6, 11, 14), hat=_all(16, 2)),
            Pattern(kick=(0, 8), snare=(3, 6, 11, 14), hat=_all(16, 2)),
        ),
    ),
    "dotted": Family(
        bpm=(84, 130),
        steps=16,
        per_beat=4,
        patterns=(
            Pattern(kick=(0, 3, 8), snare=(4, 12), hat=(0, 3, 6, 9, 12)),
            Pattern(kick=(0, 6, 12), snare=(4, 12), hat=_all(16, 2)),
            Pattern(kick=(0, 3, 6, 8), snare=(4, 12), hat=(0, 3, 4, 7, 8, 11, 12, 15)),
        ),
    ),
    "woodblock": Family(
        bpm=(62, 165),
        steps=4,
        per_beat=1,
        patterns=(
            Pattern(snare=_all(4)),
            Pattern(kick=_all(4)),
            Pattern(hat=_all(4)),
            Pattern(kick=(0, 2), snare=(1, 3)),
            Pattern(kick=(0,), hat=_all(4)),
        ),
    ),
}


def _decay(length_s: float, decay_s: float) -> Samples:
    return np.exp(-np.arange(int(length_s * RATE)) / RATE / decay_s)


def tone(hz: float, length_s: float, attack_s: float) -> Samples:
    at = np.arange(int(length_s * RATE)) / RATE
    return np.sin(2 * np.pi * hz * at) * np.minimum(at / attack_s, 1) * np.exp(-at / length_s) + 0.4 * np.sin(
        4 * np.pi * hz * at
    ) * np.minimum(at / attack_s, 1) * np.exp(-at / length_s)


class Kit:
    """The sounds of one song, and how loud each is."""

    def __init__(self, rng: np.random.Generator) -> None:
        at = np.arange(int(0.22 * RATE)) / RATE
        sweep = rng.uniform(45, 60) * at + rng.uniform(1, 3) * (1 - np.exp(-at / 0.03))
        self.kick = rng.uniform(0.6, 1.0) * np.sin(2 * np.pi * sweep) * _decay(0.22, rng.uniform(0.05, 0.1))
        noise = 0.6 * rng.standard_normal(int(0.2 * RATE))
        body = 0.4 * np.sin(2 * np.pi * 190 * np.arange(int(0.2 * RATE)) / RATE)
        self.snare = rng.uniform(0.4, 1.0) * (noise + body) * _decay(0.2, rng.uniform(0.04, 0.08))
        hiss = np.diff(rng.standard_normal(int(0.06 * RATE) + 1))
        self.hat = 0.25 * rng.uniform(0.3, 1.2) * hiss * _decay(0.06, rng.uniform(0.01, 0.025))


def draw(family: str, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float64], int]:
    """A song: its samples at `RATE`, its beats in seconds, the beats of a bar."""
    made, rng = FAMILIES[family], np.random.default_rng([seed, sorted(FAMILIES).index(family)])
    pattern = made.patterns[seed % len(made.patterns)]
    bpm = float(np.exp(rng.uniform(*np.log(made.bpm))))
    step_s, first_s = 60 / bpm / made.per_beat, float(rng.uniform(0.05, 0.9))
    count = int((LENGTH_S - first_s - 0.2) / step_s)
    samples = rng.standard_normal(int(LENGTH_S * RATE)) * 10 ** rng.uniform(-4, -2.6)
    kit, jitter_s, root_hz = Kit(rng), rng.uniform(0, 0.006), rng.uniform(150, 300)
    chords, bass, accents = rng.random() < 0.8, rng.random() < 0.6, rng.random() < 0.7
    order = rng.permutation([0, 5, 7, 9, 2, -3])

    def put(at_s: float, sound: Samples, gain: float = 1.0) -> None:
        first = round((at_s + rng.normal(0, jitter_s)) * RATE)
        if 0 <= first < len(samples):
            part = sound[: len(samples) - first]
            samples[first : first + len(part)] += gain * rng.uniform(0.85, 1.1) * part

    for index in range(count):
        at_s, place = first_s + index * step_s, index % made.steps
        hz = root_hz * 2 ** (order[index // made.steps % 4] / 12)
        on_beat = place % made.per_beat == 0
        if place in pattern.kick:
            put(at_s, kit.kick)
        if place in pattern.snare:
            put(at_s, kit.snare)
        if place in pattern.hat:
            put(at_s, kit.hat, 1.3 if accents and on_beat else 0.9)
        if place in pattern.notes:
            degree = (0, 7, 12, 16, 12, 7)[sorted(pattern.notes).index(place) % 6]
            put(at_s, 0.25 * tone(hz * 2 ** (degree / 12), 2 * step_s, 0.004), 1.4 if on_beat else 0.9)
        if chords and place == 0:
            triad = sum(tone(hz * 2 ** (k / 12), made.steps * step_s, 0.01) for k in (0, 3 + seed % 2, 7))
            put(at_s, 0.08 * np.asarray(triad))
        if bass and (place in pattern.kick or (not pattern.kick and on_beat)):
            put(at_s, 0.3 * tone(hz / 4, made.per_beat * step_s, 0.006))
    beats_s = first_s + np.arange(0, count, made.per_beat) * step_s
    return (
        (samples / np.abs(samples).max() * 0.9).astype(np.float32),
        beats_s,
        made.steps // made.per_beat,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--songs", type=int, default=60, help="of each family, to fit on")
    parser.add_argument("--held-out", type=int, default=20, help="of each family, that no fit may see")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    held_out: list[str] = []
    for family in FAMILIES:
        for seed in [*range(options.songs), *range(HELD_OUT_FROM, HELD_OUT_FROM + options.held_out)]:
            name = f"{family}_{seed}"
            samples, beats_s, per_bar = draw(family, seed)
            with wave.open(str(options.folder / f"{name}.wav"), "wb") as file:
                file.setparams((1, 2, RATE, 0, "NONE", ""))
                file.writeframes((samples * 32767).astype("<i2").tobytes())
            lines = (f"{beat:.5f} {index % per_bar + 1}\n" for index, beat in enumerate(beats_s))
            (options.folder / f"{name}.beats").write_text("".join(lines), "utf-8")
            if seed >= HELD_OUT_FROM:
                held_out.append(name)
    (options.folder / "held-out.txt").write_text("\n".join(held_out) + "\n", "utf-8")


if __name__ == "__main__":
    main()
