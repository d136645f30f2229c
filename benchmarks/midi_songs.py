"""Write annotated songs from MIDI files: `python benchmarks/midi_songs.py MIDI_FOLDER FOLDER --soundfont FILE.sf2`.

FluidSynth renders the sound; beats and their places in the bar follow from the tempo map and the time signatures, a
dotted crotchet being the beat of 6/8, 9/8 and 12/8. A file without a time signature is left out. `--start` takes a
later part of each piece. See `beat_songs.py`.

The networks were fitted on MIDI files of POP909 (MIT), Freedoom and Blasphemer (three-clause BSD), OpenMSX (GPL 2),
Simutrans (Artistic 1.0), Planet Blupi (GPL 3) and on grooves of MMA (GPL 2); none is part of this repository. In a
folder, pieces by one name are held out with all their parts.
"""

from __future__ import annotations

import argparse
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np
from numpy.typing import NDArray

RATE = 44_100
SILENCE_S = 0.2


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The tempo map of a file: from ticks to seconds."""

    ticks: NDArray[np.float64]
    seconds: NDArray[np.float64]

    def at(self, ticks: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.interp(ticks, self.ticks, self.seconds)


def annotate(path: Path) -> list[tuple[float, int]]:
    """The beats in seconds and their places in the bar from 1; none where no time signature is said."""
    file = mido.MidiFile(path, clip=True)
    per_beat = file.ticks_per_beat
    tempos, metres, notes = [(0, 500_000)], [], []
    for track in file.tracks:
        tick = 0
        for message in track:
            tick += message.time
            if message.type == "set_tempo":
                tempos.append((tick, message.tempo))
            elif message.type == "time_signature":
                metres.append((tick, message.numerator, message.denominator))
            elif message.type == "note_on" and message.velocity:
                notes.append(tick)
    if not metres or not notes:
        return []
    clock = _clock(dict(tempos), max(notes) + 100 * per_beat, per_beat)
    by_tick = {tick: (numerator, denominator) for tick, numerator, denominator in metres}
    starts = sorted(by_tick)
    beats: list[tuple[float, int]] = []
    for start, end in zip(starts, [*starts[1:], max(notes) + 1], strict=True):
        numerator, denominator = by_tick[start]
        unit = 4 * per_beat / denominator
        if denominator >= 8 and numerator % 3 == 0 and numerator > 3:
            unit, numerator = 3 * unit, numerator // 3
        count = int(np.ceil((end - start) / unit - 1e-6))
        times = clock.at(start + np.arange(count) * unit)
        beats += [(float(time), index % numerator + 1) for index, time in enumerate(times)]
    first, last = (float(t) for t in clock.at(np.array([min(notes), max(notes)], float)))
    return [(time, place) for time, place in beats if first - 0.03 <= time <= last + 0.03]


def _clock(tempos: dict[int, int], end: int, per_beat: int) -> Clock:
    ticks, seconds = [0.0], [0.0]
    starts = sorted(tempos)
    for start, following in zip(starts, [*starts[1:], end], strict=True):
        ticks.append(float(following))
        seconds.append(seconds[-1] + (following - start) / per_beat * tempos[start] / 1e6)
    return Clock(ticks=np.array(ticks), seconds=np.array(seconds))


def render(path: Path, target: Path, soundfont: Path, length_s: float, *, start_s: float = 0.0) -> None:
    """The `length_s` seconds of the piece from `start_s` on as a mono WAV file."""
    command = ["fluidsynth", "-ni", "-q", "-g", "0.5", "-r", str(RATE), "-F", "-", "-T", "raw", "-O", "s16"]
    with subprocess.Popen(
        [*command, str(soundfont), str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        process.stdout.read(int(start_s * RATE) * 4)
        data = process.stdout.read(int(length_s * RATE) * 4)
        process.kill()
    samples = np.frombuffer(data[: len(data) // 4 * 4], "<i2").reshape(-1, 2).astype(float).mean(axis=1)
    samples *= 0.9 * 32767 / max(float(np.abs(samples).max()), 1.0)
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("midi", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--soundfont", type=Path, required=True)
    parser.add_argument("--length", type=float, default=50.0, help="seconds of each piece")
    parser.add_argument("--start", type=float, default=0.0, help="second of each piece to begin at")
    parser.add_argument("--prefix", default="", help="in front of every name: the family")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(options.midi.glob("*.mid")):
        part = f"-{options.start:g}" if options.start else ""
        name = f"{options.prefix}{path.stem.replace(' ', '-')}{part}"
        target = options.folder / f"{name}.wav"
        try:
            shifted = [(time - options.start, place) for time, place in annotate(path)]
            beats = [b for b in shifted if 0 <= b[0] < options.length - SILENCE_S]
        except (OSError, ValueError, EOFError, KeyError, IndexError) as error:
            print(f"{path.name}: {error}")
            continue
        if len(beats) < 16 or target.exists():
            continue
        render(path, target, options.soundfont, options.length, start_s=options.start)
        lines = (f"{time:.5f} {place}\n" for time, place in beats)
        target.with_suffix(".beats").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
