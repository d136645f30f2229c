"""Score the sections of songs whose form is known: `python benchmarks/forms.py --seeds 11 12 --drawn 24`.

Composed pieces of every mood, and songs that NumPy draws (layers of drums, bass and chords that come and go by the
section), are tracked and cut into sections as an uploaded song is. A boundary is right within 0.3 s of the form's; the
drop is right where it stands on the start of one of the form's loud sections.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from metres import RATE, Kit, Samples, tone

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.audio.compose.composer import MOODS, compose, plan_music
from nemovideo_mcp.audio.compose.form import structure_of
from nemovideo_mcp.audio.structure import BandLevels, song_structure

NEAR_MS = 300
BLOCK = 65_536
LAYERS = {
    "intro": ("chords",),
    "verse": ("chords", "hat", "kick"),
    "chorus": ("chords", "hat", "kick", "snare", "bass"),
    "break": ("chords", "hat"),
    "outro": ("chords",),
}
FORMS = (
    ("intro", "verse", "chorus", "verse", "chorus", "outro"),
    ("intro", "chorus", "break", "chorus", "outro"),
    ("verse", "chorus", "break", "verse", "chorus"),
    ("intro", "verse", "chorus", "break", "chorus", "outro"),
)


@dataclass(frozen=True, kw_only=True)
class Formed:
    """A song with its sections' kinds and starts in ms."""

    samples: np.ndarray
    sections: tuple[tuple[str, float], ...]


def composed(mood: str, seed: int) -> Formed:
    music = plan_music(mood=mood, duration_ms=75_000, seed=seed)
    samples = np.concatenate([block.mean(axis=0) for block in compose(music, sample_rate=RATE)])
    starts = [(s.kind, float(s.start_ms)) for s in structure_of(music).sections]
    return Formed(samples=samples, sections=tuple(starts))


def drawn(seed: int) -> Formed:
    rng = np.random.default_rng([seed, 77])
    form = FORMS[seed % len(FORMS)]
    beat_s = 60 / float(rng.uniform(85, 140))
    kit, root_hz = Kit(rng), float(rng.uniform(150, 300))
    bars = [int(rng.choice([4, 8, 8])) for _ in form]
    samples = rng.standard_normal(int((sum(bars) * 4 * beat_s + 1.0) * RATE)) * 1e-3
    order = rng.permutation([0, 5, 7, 9])

    def put(at_s: float, sound: Samples, gain: float = 1.0) -> None:
        first = round(at_s * RATE)
        part = sound[: max(len(samples) - first, 0)]
        samples[first : first + len(part)] += gain * rng.uniform(0.85, 1.1) * part

    at_s, bar, sections = 0.2, 0, list[tuple[str, float]]()
    for kind, count in zip(form, bars, strict=True):
        sections.append((kind, at_s * 1000))
        layers = LAYERS[kind]
        for _ in range(count):
            hz = root_hz * 2 ** (order[bar % 4] / 12)
            for degree in (0, 4, 7):
                put(at_s, 0.12 * tone(hz * 2 ** (degree / 12), 4 * beat_s, 0.01))
            for beat in range(4):
                place_s = at_s + beat * beat_s
                if "kick" in layers and beat % 2 == 0:
                    put(place_s, kit.kick)
                if "snare" in layers and beat % 2 == 1:
                    put(place_s, kit.snare)
                if "bass" in layers:
                    put(place_s, 0.3 * tone(hz / 4, beat_s, 0.006))
                if "hat" in layers:
                    put(place_s, kit.hat)
                    put(place_s + beat_s / 2, kit.hat, 0.8)
            at_s, bar = at_s + 4 * beat_s, bar + 1
    peak = float(np.abs(samples).max())
    return Formed(samples=(0.9 * samples / peak).astype(np.float32), sections=tuple(sections))


def score(song: Formed) -> tuple[list[bool], list[bool], str]:
    """Whether each boundary of the form was found, whether each found one is in the form, and the drop."""
    levels = BandLevels(sample_rate=RATE)
    blocks = (song.samples[i : i + BLOCK].astype(np.float32) for i in range(0, len(song.samples), BLOCK))
    estimate = beat_track(levels.watch(blocks), sample_rate=RATE)
    found = song_structure(levels, estimate.grid(), duration_ms=round(len(song.samples) * 1000 / RATE))
    true_ms = [start for _, start in song.sections[1:]]
    loud_ms = [start for kind, start in song.sections if kind == "chorus"]
    found_ms = [section.start_ms for section in found.sections[1:]]

    def near(time_ms: float, others: list[float] | list[int]) -> bool:
        return any(abs(time_ms - other) <= NEAR_MS for other in others)

    drop = "none" if found.drop_ms is None else "right" if near(found.drop_ms, loud_ms) else "wrong"
    return [near(t, found_ms) for t in true_ms], [near(t, true_ms) for t in found_ms], drop


def _score_composed(piece: tuple[str, int]) -> tuple[list[bool], list[bool], str]:
    return score(composed(*piece))


def _score_drawn(seed: int) -> tuple[list[bool], list[bool], str]:
    return score(drawn(seed))


def report(label: str, scores: Iterator[tuple[list[bool], list[bool], str]]) -> None:
    recalled, precise, drops = list[bool](), list[bool](), list[str]()
    for found, right, drop in scores:
        recalled += found
        precise += right
        drops.append(drop)
    counts = ", ".join(f"{drops.count(kind)} {kind}" for kind in ("right", "wrong", "none"))
    print(f"{label}: {np.mean(recalled):.3f} of {len(recalled)} boundaries found,", end=" ")
    print(f"{np.mean(precise):.3f} of {len(precise)} are right; drops {counts}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="*", default=[11, 12], help="of the composed pieces")
    parser.add_argument("--drawn", type=int, default=24, help="songs that are drawn")
    options = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        run = partial(pool.map, chunksize=2)
        report("drawn", iter(run(_score_drawn, range(options.drawn))))
        report("composed", iter(run(_score_composed, [(m, s) for m in MOODS for s in options.seeds])))


if __name__ == "__main__":
    main()
