"""How films are cut: the figures of an editor's craft over thirty and more planned films, of one version or of two.

    python benchmarks/montage.py [--media FOLDER] [--python OTHER ...] [--each] [--json FILE]

Each version plans the same films from the films of FOLDER, the sample clips and footage that is drawn here; nothing is
rendered. `--python` names the interpreters whose installed version plans (this one by default); their figures stand
side by side. The pictures are measured here, by rules of this file only, so that no version judges itself:

- jump cuts: a source follows itself within one take, less than two seconds apart, framed within 1.4 times;
- blocks: films whose sources are never returned to; same: cuts from a source to itself; returns per source;
- lengths: distinct shot lengths, in half beats, in films of twenty seconds and more;
- faults: shots of which a quarter is black, burnt out or blurred (below a twelfth of the sharpness of the source's best
  tenth), where the source has better;
- sharpness: where the shown pictures stand among all of their source, as a share of 1;
- energy: Spearman's rank correlation between the motion of the shots and the music's energy under them;
- build: films whose loudest section has its middle in their second half;
- opening: the first frame's luma is above 40, and the first second is no blur; ending: a held last shot of four beats
  or more, no fault in it; alike: cuts between shots whose pictures, as 8 x 8 differences, hardly differ.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import mean
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_WIDTH, _HEIGHT = 160, 90
_JUMP_MS, _REFRAMED = 2000, 1.4
_BLACK, _BURNT, _BLURRED, _PART = 14.0, 238.0, 1 / 12, 0.25
_HOOK_LUMA, _HELD_BEATS, _ALIKE = 40.0, 3.9, 0.06
_LONG_MS, _MOTION_MS = 20_000, 80.0
_PROGRAM = Path(__file__)


@dataclass(frozen=True)
class Measured:
    """What every frame of a source is like: its time in ms, brightness, sharpness, motion, and 64 bits of it."""

    times_ms: Values
    luma: Values
    sharpness: Values
    motion: Values
    bits: tuple[int, ...]

    def span(self, start_ms: float, end_ms: float) -> slice:
        first = int(np.searchsorted(self.times_ms, start_ms - 1))
        last = int(np.searchsorted(self.times_ms, end_ms - 1))
        first = min(first, len(self.times_ms) - 1)
        return slice(first, max(last, first + 1))

    def faulty(self, part: slice) -> float:
        usual = float(np.percentile(self.sharpness, 90))
        bad = (self.luma < _BLACK) | (self.luma > _BURNT) | (self.sharpness < usual * _BLURRED)
        return float(bad[part].mean())


def measure(path: Path, store: Path) -> Measured:
    """The frames of a film or photo at low resolution; kept in `store`."""
    key = hashlib.sha256(f"{path.name}{path.stat().st_size}".encode()).hexdigest()[:16]
    kept = store / f"{key}-2.npz"
    if not kept.exists():
        rows: list[tuple[float, float, float, float]] = []
        bits: list[int] = []
        before: list[tuple[float, Values]] = []
        for at_ms, picture in _pictures(path):
            edges = 4 * picture[1:-1, 1:-1] - picture[:-2, 1:-1] - picture[2:, 1:-1]
            edges = edges - picture[1:-1, :-2] - picture[1:-1, 2:]
            # Films of many and of few frames a second are held against what was seen as long before.
            while len(before) > 1 and before[1][0] <= at_ms - _MOTION_MS:
                before.pop(0)
            gap_ms = at_ms - before[0][0] if before else 0.0
            moved = float(np.abs(picture - before[0][1]).mean()) * _MOTION_MS / gap_ms if gap_ms else 0.0
            rows.append((at_ms, float(picture.mean()), float(edges.var()), moved))
            small = picture[:88, :153].reshape(8, 11, 9, 17).mean(axis=(1, 3))
            bits.append(int("".join("1" if b else "0" for b in (np.diff(small, axis=1) > 0).ravel()), 2))
            before.append((at_ms, picture))
        np.savez(kept, rows=np.asarray(rows), bits=np.asarray(bits, np.uint64))
    with np.load(kept) as file:
        rows_, bits_ = file["rows"], file["bits"]
    times, luma, sharpness, motion = (rows_[:, n] for n in range(4))
    return Measured(times, luma, sharpness, motion, tuple(int(b) for b in bits_))


def _pictures(path: Path) -> Iterator[tuple[float, Values]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        first: float | None = None
        for frame in container.decode(stream):
            at_ms = 1000 * float(frame.time or 0.0)
            first = at_ms if first is None else first
            small = frame.reformat(width=_WIDTH, height=_HEIGHT, format="gray")
            yield at_ms - first, small.to_ndarray().astype(np.float64)


# --- the films -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Film:
    """A film to be planned: its sources in order, and the operations."""

    name: str
    sources: tuple[str, ...]
    operations: tuple[Mapping[str, Any], ...]
    song: str | None = None


def films_of(
    real: Sequence[str], samples: Sequence[str], drawn: Sequence[str], song: str
) -> tuple[Film, ...]:
    """Thirty-odd films: of one to many sources, in several moods, lengths and paces."""
    moods = ("upbeat", "cinematic", "rock", "lofi", "electronic", "ambient", "funk", "romantic")
    made: list[Film] = []

    def add(sources: Sequence[str], mood: str | None, **wish: Any) -> None:
        music = {"op": "set_music", "mood": mood} if mood else {"op": "set_music"}
        edit = {"op": "auto_edit", "cut_to_beat": True, **wish}
        name = f"{len(made) + 1:02d} {len(sources)} x {mood or 'song'} {wish}"
        made.append(Film(name, tuple(sources), (music, edit), None if mood else song))

    pool = [*real, *samples]
    for n, (length, mood) in enumerate(itertools.product((12, 20, 30), moods[:4])):
        size = (3, 4, 5)[n % 3]
        add([pool[(n * 2 + k) % len(pool)] for k in range(size)], mood, length=length, at_most=True)
    for n, pace in enumerate(("slow", "fast")):
        add(pool[n : n + 4], moods[4 + n], length=24, pace=pace, at_most=True)
    for mood in moods[4:]:
        add(samples, mood)
        add(drawn[:4], mood, length=20, at_most=True)
    add(samples, "upbeat", length=15)
    add(drawn, "rock", length=25, at_most=True)
    add(drawn[::-1], "upbeat")
    add(pool, "electronic", length=40)
    add(pool, None, length=30)
    add(samples, None, length=20)
    add(drawn[:3], None, length=20, at_most=True)
    add(drawn[:2], "upbeat", length=12)
    for one in (real or samples)[:2]:
        add([one], "upbeat", length=10, at_most=True)
    add(drawn[:1], "cinematic", length=6)
    return tuple(made)


def draw(folder: Path) -> tuple[list[str], str]:
    """Footage with faults where they are known, calm and lively scenes, photos, and a song of calm and loud parts."""
    folder.mkdir(parents=True, exist_ok=True)
    films = [
        str(_drawn(folder / f"{name}.mp4", number, parts))
        for number, (name, parts) in enumerate(_SCENES.items())
    ]
    song = folder / "song.wav"
    if not song.exists():
        _write_song(song)
    return films, str(song)


# name → (what is seen, seconds, how lively)
_SCENES: Mapping[str, Sequence[tuple[str, int, float]]] = {
    "four_faults": (("black", 5, 0), ("blurred", 5, 0.4), ("good", 5, 0.4), ("burnt", 5, 0)),
    "calm_then_wild": (("good", 8, 0.1), ("good", 8, 1.0)),
    "faded": (("fade_in", 3, 0.3), ("good", 8, 0.5), ("fade_out", 3, 0.3)),
    "wild_then_calm": (("good", 6, 0.9), ("good", 6, 0.05)),
    "steady": (("good", 14, 0.3),),
}


def _drawn(path: Path, number: int, parts: Sequence[tuple[str, int, float]]) -> Path:
    if path.exists():
        return path
    dice = np.random.default_rng(number)
    width, height, rate = 320, 180, 12
    fine = dice.random((height, width)) * 90
    y, x = np.mgrid[0:height, 0:width]
    ground = 70 + 60 * np.sin(x / (17 + 5 * number)) * np.cos(y / (11 + 3 * number))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        place, frame_number = 40.0, 0
        for kind, seconds, lively in parts:
            for k in range(seconds * rate):
                place += 14 * lively * (0.4 + 0.6 * abs(np.sin(k / 7)))
                picture = ground + 0.4 * fine
                inside = (abs(x - place % width) < 36) & (abs(y - 90 - 40 * np.sin(place / 40)) < 30)
                picture = np.where(inside, 255 - picture, picture)
                share = (k + 1) / (seconds * rate)
                if kind == "blurred":
                    # Three boxes after each other are nearly a lens out of focus.
                    for axis in (0, 1) * 3:
                        picture = np.mean([np.roll(picture, by, axis) for by in range(-7, 8)], axis=0)
                picture = {
                    "black": picture * 0 + 4,
                    "burnt": picture * 0.03 + 246,
                    "fade_in": picture * max(0.0, 1.2 * share - 0.2),
                    "fade_out": picture * max(0.0, 1 - 1.2 * share),
                }.get(kind, picture)
                gray = np.clip(picture, 0, 255).astype(np.uint8)
                frame = av.VideoFrame.from_ndarray(gray, format="gray").reformat(format="yuv420p")
                frame.pts, frame_number = frame_number, frame_number + 1
                frame.time_base = Fraction(1, rate)
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _write_song(path: Path) -> None:
    """A click track at 112 beats a minute with a quiet intro, a loud part, a break and a louder end."""
    rate, beat_s = 22_050, 60 / 112
    samples = np.zeros(int(56 * rate), np.float32)
    dice = np.random.default_rng(5)
    for beat in range(int(56 / beat_s)):
        loud = (0.15, 0.15, 0.4, 0.8, 0.2, 0.9, 0.9)[min(beat // 16, 6)]
        start, size = int(beat * beat_s * rate), int(0.12 * rate)
        t = np.arange(size) / rate
        hit = np.sin(2 * np.pi * (60 if beat % 4 == 0 else 180) * t) * np.exp(-t * 30)
        hit += dice.normal(0, 0.3, size) * np.exp(-t * 60)
        stop = min(start + size, len(samples))
        samples[start:stop] += (loud * hit)[: stop - start]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=rate, layout="mono")
        whole = np.clip(samples * 20_000, -32_000, 32_000).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


# --- what one version makes of them ----------------------------------------------------------------------------------


def plan_all(films: Sequence[Film], store: Path) -> list[dict[str, Any]]:
    """The films as the version that runs this plans them, with the seconds that it took."""
    from nemovideo_mcp import __file__ as place
    from nemovideo_mcp.autoedit.planner import AutoEditor
    from nemovideo_mcp.edit.apply import apply
    from nemovideo_mcp.edit.context import EditContext
    from nemovideo_mcp.edit.parsing import parse_operations
    from nemovideo_mcp.timeline.model import Timeline

    items = {
        path: _item(path, store, str(place)) for film in films for path in (*film.sources, film.song) if path
    }
    told: list[dict[str, Any]] = []
    for film in films:
        media = tuple(items[path] for path in (*film.sources, *([film.song] if film.song else [])))
        begun = time.perf_counter()
        context = EditContext(media=media, planner=AutoEditor(), seed=3)
        applied = apply(Timeline(), parse_operations([dict(o) for o in film.operations]), context)
        took = time.perf_counter() - begun
        timeline = applied.timeline
        music = timeline.music
        assert music is not None
        grid = [float(t) for t in music.grid.times_ms] if music.grid else []
        spec = music.music
        sections: list[tuple[float, float]] = []
        if spec is not None:
            bar_ms, at = spec.beats_per_bar * 60_000_000 / spec.bpm_milli, 0
            for section in spec.sections:
                sections.append((music.start_ms + at * bar_ms, section.energy))
                at += section.bars
        fade = timeline.fade_out
        told.append(
            {
                "name": film.name,
                "took_s": took,
                "duration_ms": timeline.duration_ms,
                "grid": grid,
                "sections": sections,
                "song_from_ms": music.source_start_ms if spec is None else None,
                "fade_out_ms": fade.duration_ms if fade else 0,
                "notes": [note.en for note in applied.notes],
                "shots": [
                    {
                        "path": next(p for p in film.sources if items[p].media_id == clip.media_id),
                        "start_ms": clip.start_ms,
                        "duration_ms": clip.duration_ms,
                        "in_ms": clip.source_start_ms,
                        "speed": clip.speed,
                        "zoom": clip.zoom,
                        "position": list(clip.position),
                        "transition": clip.transition_in.kind if clip.transition_in else None,
                    }
                    for clip in timeline.video_clips
                ],
                "takes": {p: list(a.shot_starts_ms) for p in film.sources if (a := items[p].analysis)},
            }
        )
    return told


def _item(path: str, store: Path, version: str) -> Any:
    import pickle

    from nemovideo_mcp.audio.beat_track import beat_track
    from nemovideo_mcp.audio.structure import BandLevels, song_structure
    from nemovideo_mcp.timeline.media import MediaItem
    from nemovideo_mcp.video.analysis import analyse
    from nemovideo_mcp.video.probe import probe

    code = "".join(
        (Path(version).parent / name).read_text("utf-8")
        for name in ("video/analysis.py", "timeline/media.py")
    )
    size = Path(path).stat().st_size
    key = hashlib.sha256(f"{path}{size}{code}".encode()).hexdigest()[:20]
    kept = store / f"{key}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    info = probe(Path(path))
    name = Path(path).name
    if info.kind == "audio":
        with av.open(path) as container:
            rate = container.streams.audio[0].rate
            planes = [f.to_ndarray() for f in container.decode(audio=0)]
        samples = np.concatenate(planes, axis=1).astype(np.float32) / 32_768
        grid = beat_track([samples], sample_rate=rate).grid()
        levels = BandLevels(sample_rate=rate)
        levels.add([samples])
        structure = song_structure(levels, grid, duration_ms=info.duration_ms)
        item = MediaItem(media_id=name, name=name, info=info, grid=grid, structure=structure)
    else:
        item = MediaItem(media_id=name, name=name, info=info, analysis=analyse(Path(path), info))
    kept.write_bytes(pickle.dumps(item))
    return item


# --- judging ---------------------------------------------------------------------------------------------------------


def judge(
    film: Mapping[str, Any], measured: Mapping[str, Measured], loudness: Values
) -> dict[str, float | None]:
    """The figures of one film; None where a figure says nothing of it."""
    shots = film["shots"]
    paths = [shot["path"] for shot in shots]
    sources = list(dict.fromkeys(paths))
    runs = [path for path, _ in itertools.groupby(paths)]
    pairs = list(itertools.pairwise(shots))
    spans = [measured[s["path"]].span(s["in_ms"], s["in_ms"] + s["duration_ms"] * s["speed"]) for s in shots]
    beat_ms = float(np.median(np.diff(film["grid"]))) if len(film["grid"]) > 1 else 500.0
    motion, energy, sharp, faults = [], [], [], 0
    for shot, span in zip(shots, spans, strict=True):
        of = measured[shot["path"]]
        motion.append(float(of.motion[span][1:].mean()) if span.stop - span.start > 1 else 0.0)
        energy.append(_energy(film, shot, loudness))
        sharp.append(float((of.sharpness[:, None] <= of.sharpness[span][None]).mean()))
        faults += of.faulty(span) >= _PART and of.faulty(slice(None)) < 1 - _PART
    first = measured[paths[0]]
    opening = first.span(shots[0]["in_ms"], shots[0]["in_ms"] + 1000 * shots[0]["speed"])
    last, last_span = shots[-1], spans[-1]
    loud = max((e for _, e in film["sections"]), default=None)
    bounds = [*film["sections"], (film["duration_ms"], 0.0)]
    peaks = [(s + t) / 2 for (s, e), (t, _) in itertools.pairwise(bounds) if e == loud]
    moving = len(set(energy)) > 1 and len(shots) >= 6 and len(set(motion)) > 1
    lengths = {round(2 * shot["duration_ms"] / beat_ms) for shot in shots}
    return {
        "shots": len(shots),
        "same": _share(a["path"] == b["path"] for a, b in pairs) if len(sources) > 1 else None,
        "jump cuts": _share(_is_jump(a, b, film["takes"]) for a, b in pairs) if len(sources) > 1 else None,
        "jump cuts, 3+": _share(_is_jump(a, b, film["takes"]) for a, b in pairs)
        if len(sources) > 2
        else None,
        "jump cuts, 1": _share(_is_jump(a, b, film["takes"]) for a, b in pairs) if len(sources) < 2 else None,
        "blocks": float(len(runs) == len(sources)) if 1 < len(sources) < len(shots) else None,
        "returns": len(runs) / len(sources) - 1 if len(sources) > 1 else None,
        "lengths": len(lengths) if film["duration_ms"] >= _LONG_MS - 1500 else None,
        "faults": faults,
        "sharpness": mean(sharp),
        "energy": _spearman(motion, energy) if moving else None,
        "build": float(peaks[-1] >= film["duration_ms"] / 2) if len(peaks) and len(bounds) > 3 else None,
        "first luma": float(first.luma[spans[0].start]),
        "opening": float(
            first.luma[spans[0].start] > _HOOK_LUMA
            and first.faulty(opening) == 0
            and float((first.sharpness <= np.median(first.sharpness[opening])).mean()) >= 0.3
        ),
        "ending": float(
            last["duration_ms"] >= _HELD_BEATS * beat_ms and measured[last["path"]].faulty(last_span) == 0
        ),
        "alike": _share(_alike(a, b, measured) for a, b in pairs) if pairs else None,
        "ms": 1000 * film["took_s"],
    }


def _is_jump(one: Mapping[str, Any], other: Mapping[str, Any], takes: Mapping[str, Sequence[int]]) -> bool:
    if one["path"] != other["path"]:
        return False
    out_ms, in_ms = one["in_ms"] + one["duration_ms"] * one["speed"], other["in_ms"]
    if any(min(out_ms, in_ms) + 1 < t <= max(out_ms, in_ms) + 100 for t in takes.get(one["path"], ())):
        return False
    zooms = sorted((one["zoom"], other["zoom"]))
    return zooms[1] / zooms[0] < _REFRAMED - 1e-6 and abs(in_ms - out_ms) < _JUMP_MS - 1


def _alike(one: Mapping[str, Any], other: Mapping[str, Any], measured: Mapping[str, Measured]) -> bool:
    of, then = measured[one["path"]], measured[other["path"]]
    end = of.span(0, one["in_ms"] + one["duration_ms"] * one["speed"]).stop - 1
    start = then.span(other["in_ms"], other["in_ms"] + 1).start
    zooms = sorted((one["zoom"], other["zoom"]))
    return zooms[1] / zooms[0] < _REFRAMED and (of.bits[end] ^ then.bits[start]).bit_count() / 64 <= _ALIKE


def _energy(film: Mapping[str, Any], shot: Mapping[str, Any], loudness: Values) -> float:
    """The music's energy under a shot: of a composed piece by its sections, of the song by its sound."""
    start, end = shot["start_ms"], shot["start_ms"] + shot["duration_ms"]
    if film["sections"]:
        bounds = [*(s for s, _ in film["sections"]), film["duration_ms"] + 1]
        parts = [
            (max(0.0, min(end, b) - max(start, a)), energy)
            for (a, energy), b in zip(film["sections"], bounds[1:], strict=True)
        ]
        whole = sum(w for w, _ in parts) or 1.0
        return round(sum(w * e for w, e in parts) / whole, 3)
    at = slice(int((film["song_from_ms"] + start) / 100), int((film["song_from_ms"] + end) / 100) + 1)
    return round(float(loudness[at].mean()), 2) if len(loudness[at]) else 0.0


def _spearman(one: Sequence[float], other: Sequence[float]) -> float:
    a, b = (_ranks(np.asarray(values)) for values in (one, other))
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: Values) -> Values:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((ends - counts + ends - 1) / 2)[inverse]


def _share(cases: Any) -> float:
    found = [bool(case) for case in cases]
    return sum(found) / len(found) if found else 0.0


def _loudness(path: str) -> Values:
    with av.open(path) as container:
        rate = container.streams.audio[0].rate
        sound = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)[0] / 32_768
    hop = rate // 10
    power = (sound[: len(sound) // hop * hop].reshape(-1, hop) ** 2).mean(axis=1)
    return np.convolve(10 * np.log10(power + 1e-6), np.ones(20) / 20, "same")


# --- the program -----------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--media", type=Path, help="a folder of films")
    parser.add_argument("--python", action="append", help="an interpreter with a version of the package")
    parser.add_argument("--store", type=Path, default=Path(tempfile.gettempdir()) / "nemovideo-montage")
    parser.add_argument("--each", action="store_true", help="the figures of each film too")
    parser.add_argument("--json", type=Path, help="where all that was planned is written")
    parser.add_argument("--plan", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    store: Path = chosen.store
    if chosen.plan:
        films = tuple(Film(**film) for film in json.loads(chosen.plan.read_text("utf-8")))
        print(json.dumps(plan_all(films, store)))
        return
    store.mkdir(parents=True, exist_ok=True)
    drawn, song = draw(store / "drawn")
    from nemovideo_mcp.video.sample import draw_sample_clips

    samples = [str(p) for p in draw_sample_clips(store / "samples", width=640, height=360)]
    names = ("*.mp4", "*.webm", "*.mkv", "*.mov")
    real = sorted(str(p) for name in names for p in (chosen.media.glob(name) if chosen.media else ()))
    films = films_of(real, samples, drawn, song)
    wanted = store / "films.json"
    wanted.write_text(json.dumps([vars(film) for film in films]), encoding="utf-8")
    measured = {path: measure(Path(path), store) for film in films for path in film.sources}
    loudness = _loudness(song)
    columns: dict[str, list[dict[str, float | None]]] = {}
    plans: dict[str, Any] = {}
    for python in chosen.python or [sys.executable]:
        command = [python, str(_PROGRAM), "--plan", str(wanted), "--store", str(store)]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
        plans[python] = json.loads(found.stdout)
        columns[python] = [judge(film, measured, loudness) for film in plans[python]]
        if chosen.each:
            print(python)
            for film, figures in zip(films, columns[python], strict=True):
                print(" ", film.name, _line(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(plans, indent=1), encoding="utf-8")
    print(f"{len(films)} films; mean of those that a figure is about" + "".join(f"\n  {p}" for p in columns))
    for figure in next(iter(columns.values()))[0]:
        told = [[v for f in column if (v := f[figure]) is not None] for column in columns.values()]
        cells = "".join(f"{mean(values) if values else float('nan'):12.3f}" for values in told)
        print(f"  {figure:16s}{cells}   ({len(told[0])} films)")
    for column in columns.values():
        dark = sum((f["first luma"] or 0) <= _HOOK_LUMA for f in column)
        print(f"  films that begin at a luma of 40 or less: {dark}")


def _line(figures: Mapping[str, float | None]) -> str:
    return ", ".join(f"{k} {v:.2f}" for k, v in figures.items() if v is not None)


if __name__ == "__main__":
    main(sys.argv[1:])
