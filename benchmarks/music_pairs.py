"""A blind table of pairs: composed music, the first edition's, a soundfont's rendering of the same score, a real piece.

`python benchmarks/music_pairs.py [--moods a,b] [--seeds 1,2] [--seconds 30] [--soundfont GM.sf2] [--spectrograms DIR]`

For each mood and seed there are up to four candidates: `new` (the newest edition), `old` (the first edition, same mood
and seed), `font` (the notes of `new` as a MIDI file through FluidSynth and a General MIDI soundfont, where one is
given), and `real` (the figures of a recording, from `music_references.RECORDINGS`). They get letters that are shuffled
with `--shuffle`. The judge sees letters and figures only and says, for each pair and figure, which of the two lies
nearer to real pieces of the style:

- `balance`: mean distance of the third-octave levels (63 Hz to 10 kHz) from the style's reference, in dB (the master of
  `new` is led to nearly the same curves, so that this figure is not independent of what it judges);
- `flux`, `intervals`, `strengths` (entropy of the times between onsets and of the onsets' strengths, in bits), `range`
  (loudness range, EBU Tech 3342) and `roughness` (Vassilakis, 2001): distance from the median of the style's
  recordings, in median absolute deviations of these recordings.

A pair is won by whoever is nearer in more figures; a tie is no win. Then the letters are uncovered, and the shares
are printed. A real piece shows what the judge is worth: it should win more often than not.
`--spectrograms` writes a PNG of `new`, `old` and `font` (one below the other, 20 Hz to 20 kHz) for each piece.
"""

from __future__ import annotations

import argparse
import struct
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
from music_references import OF_MOOD, RECORDINGS, reference_of
from music_sound import RATE, Figures, Sound, figures_of

from nemovideo_mcp.audio.compose.composer import MOODS, compose, plan_music
from nemovideo_mcp.audio.compose.players import Note
from nemovideo_mcp.audio.compose.score import Score
from nemovideo_mcp.timeline.model import MusicSpec

FIGURES = ("balance", "flux", "intervals", "strengths", "range", "roughness")
PER_BEAT = 480
PROGRAMS: Mapping[str, int] = {
    "piano": 0, "felt_piano": 0, "electric_piano": 4, "organ": 16, "clav": 7, "acoustic_guitar": 25, "nylon_guitar": 24,
    "ukulele": 24, "electric_guitar": 27, "muted_guitar": 28, "power_guitar": 30, "palm_guitar": 28, "lead_guitar": 29,
    "harp": 46, "pizzicato": 45, "marimba": 12, "vibraphone": 11, "glockenspiel": 9, "music_box": 10, "timpani": 47,
    "bass_guitar": 34, "finger_bass": 33, "slap_bass": 36, "upright_bass": 32, "cello_bass": 42, "strings": 48,
    "spiccato": 48, "violin": 40, "cello": 42, "choir": 52, "choir_pad": 52, "brass": 61, "horn": 60, "trumpet": 56,
    "saxophone": 66, "flute": 73, "pluck": 84, "soft_pluck": 88, "bell_pluck": 98, "synth_bass": 38, "pulse_bass": 39,
    "sub_bass": 39, "bass_808": 38, "warm_pad": 89, "glass_pad": 92, "supersaw": 81, "synth_lead": 80, "saw_lead": 81,
    "whistle": 78,
}  # fmt: skip
DRUM_KEYS: Mapping[str, int] = {
    "kick": 36, "boom": 35, "impact": 35, "snare": 38, "swirl": 40, "rim": 37, "clap": 39, "snap": 39, "hat": 42,
    "tick": 42, "open_hat": 46, "tom_low": 45, "tom_mid": 47, "tom_high": 50, "crash": 49, "ride": 51, "splash": 55,
    "tambourine": 54, "shaker": 82, "conga": 63, "conga_low": 64, "conga_slap": 62, "block": 76, "triangle": 81,
}  # fmt: skip
DRUM_CHANNEL = 9


def midi_of(music: MusicSpec) -> bytes:
    """The score as a Standard MIDI File of format 0, a channel for each instrument and place of the desk."""
    score = Score(music)
    notes = [note for index in range(score.bars) for note in score.bar(index)]
    desk = score.style.mix.channels
    melodic = sorted({(n.voice, n.channel) for n in notes if n.pitch is not None})
    free = [channel for channel in range(16) if channel != DRUM_CHANNEL]
    places = dict(zip(melodic, free, strict=False))
    events: list[tuple[int, int, bytes]] = []
    for (voice, channel), place in places.items():
        volume = round(100 * 10 ** (desk[channel].gain_db / 40))
        events.append((0, 0, bytes([0xC0 | place, PROGRAMS[voice]])))
        events.append((0, 0, bytes([0xB0 | place, 7, min(volume, 127)])))
    events.append(
        (0, 0, bytes([0xB0 | DRUM_CHANNEL, 7, min(round(100 * 10 ** (desk["drums"].gain_db / 40)), 127)]))
    )
    for note in notes:
        events += _stroke(note, places, ticks_per_s=PER_BEAT * music.bpm_milli / 60_000)
    track = bytearray(b"\x00\xff\x51\x03" + round(60e9 / music.bpm_milli).to_bytes(3, "big"))
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track += _variable(tick - now) + message
        now = tick
    track += b"\x00\xff\x2f\x00"
    return (
        b"MThd"
        + struct.pack(">IHHH", 6, 0, 1, PER_BEAT)
        + b"MTrk"
        + struct.pack(">I", len(track))
        + bytes(track)
    )


def _stroke(
    note: Note, places: Mapping[tuple[str, str], int], *, ticks_per_s: float
) -> list[tuple[int, int, bytes]]:
    if note.pitch is None:
        place, key = DRUM_CHANNEL, DRUM_KEYS.get(note.voice)
    else:
        place, key = places.get((note.voice, note.channel)), round(note.pitch)
    if place is None or key is None:  # more instruments than channels; a riser
        return []
    start = max(round(note.beat * PER_BEAT + note.delay_s * ticks_per_s), 0)
    end = start + max(round(note.beats * PER_BEAT), 1)
    # General MIDI: 40 log10 of the velocity is its level
    velocity = min(max(round(127 * note.velocity**0.65 * 10 ** (note.gain_db / 40)), 1), 127)
    return [(start, 2, bytes([0x90 | place, key, velocity])), (end, 1, bytes([0x80 | place, key, 0]))]


def _variable(number: int) -> bytes:
    out = [number & 0x7F]
    while number := number >> 7:
        out.append(0x80 | number & 0x7F)
    return bytes(reversed(out))


def rendered(music: MusicSpec, soundfont: Path) -> Sound:
    """The score through FluidSynth, (2, n) at 48 kHz, as long as the piece."""
    with tempfile.TemporaryDirectory() as folder:
        midi = Path(folder) / "score.mid"
        midi.write_bytes(midi_of(music))
        command = [
            "fluidsynth",
            "-ni",
            "-q",
            "-g",
            "0.4",
            "-r",
            str(RATE),
            "-T",
            "raw",
            "-O",
            "s16",
            "-F",
            "-",
        ]
        done = subprocess.run([*command, str(soundfont), str(midi)], check=True, capture_output=True)
    samples = np.frombuffer(done.stdout[: len(done.stdout) // 4 * 4], "<i2").reshape(-1, 2).T / 32768
    frames = round(music.duration_ms * RATE / 1000)
    out = np.zeros((2, frames), np.float32)
    out[:, : samples.shape[1]] = samples[:, :frames]
    return out


def recordings_of(mood: str) -> list[tuple[float, ...]]:
    """Figures of the recordings that a mood is held against; of all where its references are published curves only."""
    own = [row for name in dict.fromkeys(OF_MOOD[mood]) for row in RECORDINGS.get(name, ())]
    return own or [row for rows in RECORDINGS.values() for row in rows]


def figures_row(mood: str, figures: Figures) -> tuple[float, ...]:
    """A piece in the judge's figures, as `RECORDINGS` has them."""
    apart = np.abs(np.array(figures.bands_db) - np.array(reference_of(mood)))[2:-2]
    return (
        float(apart.mean()), figures.flux, figures.interval_bits, figures.strength_bits, figures.loudness_range_lu,
        figures.roughness,
    )  # fmt: skip


def distances(mood: str, row: Sequence[float]) -> dict[str, float]:
    """How far a piece lies from real ones in each figure; 0 is the middle of them."""
    real = np.array(recordings_of(mood))
    middle = np.median(real, axis=0)
    spread = np.median(np.abs(real - middle), axis=0)
    away = np.abs(np.array(row) - middle) / spread
    away[0] = row[0]
    return dict(zip(FIGURES, away.tolist(), strict=True))


def judged(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, int]:
    """For each figure 0 if the first is nearer to real pieces, 1 if the other is."""
    return {figure: int(other[figure] < one[figure]) for figure in FIGURES}


def spectrogram(sound: Sound, *, width: int = 1200, height: int = 300) -> np.ndarray:
    """(height, width) of 0 to 255: 80 dB under the peak to the peak, 20 Hz to 20 kHz on a logarithmic scale."""
    size = 4096
    mono = np.pad(sound.mean(axis=0), (size // 2, size // 2))
    starts = np.linspace(0, len(mono) - size, width).astype(int)
    frames = np.stack([mono[s : s + size] for s in starts]) * np.hanning(size)
    power = 20 * np.log10(np.abs(np.fft.rfft(frames, axis=1)) + 1e-9)
    lines = np.geomspace(20, 20_000, height)[::-1] * size / RATE
    low = np.floor(lines).astype(int)
    picture = (power[:, low] + (power[:, low + 1] - power[:, low]) * (lines - low)).T
    return np.clip((picture - picture.max() + 80) / 80 * 255, 0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moods", default=",".join(MOODS))
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--soundfont", type=Path)
    parser.add_argument("--shuffle", type=int, default=7, help="the seed of the letters")
    parser.add_argument("--spectrograms", type=Path)
    options = parser.parse_args()
    drawn = np.random.default_rng(options.shuffle)
    pieces: list[tuple[str, int, dict[str, dict[str, float]]]] = []
    for mood in options.moods.split(","):
        for seed in map(int, options.seeds.split(",")):
            music = plan_music(mood=mood, duration_ms=round(options.seconds * 1000), seed=seed)
            sounds = {"new": played(music), "old": played(replace(music, edition=1))}
            if options.soundfont:
                sounds["font"] = rendered(music, options.soundfont)
            rows = {name: figures_row(mood, figures_of(sound)) for name, sound in sounds.items()}
            real = recordings_of(mood)
            rows["real"] = real[int(drawn.integers(len(real)))]
            pieces.append((mood, seed, {name: distances(mood, row) for name, row in rows.items()}))
            if options.spectrograms:
                options.spectrograms.mkdir(parents=True, exist_ok=True)
                picture(list(sounds.values()), options.spectrograms / f"{mood}-{seed}.png")
    print(f"{'':14}{'pair':7}" + "".join(f"{figure:>11}" for figure in FIGURES) + "   nearer to real pieces")
    won: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_figure: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mood, seed, away in pieces:
        names = list(away)
        drawn.shuffle(names)
        letters = dict(zip("ABCD", names, strict=False))
        for a, b in combinations(letters, 2):
            picked = judged(away[letters[a]], away[letters[b]])
            votes = Counter((a, b)[side] for side in picked.values())
            winner = a if votes[a] > votes[b] else b if votes[b] > votes[a] else None
            print(
                f"{f'{mood} {seed}':14}{a} - {b}  "
                + "".join(f"{(a, b)[side]:>11}" for side in picked.values())
                + f"   {winner or '='}"
            )
            pair = tuple(sorted((letters[a], letters[b])))
            won[pair][letters[winner] if winner else "="] += 1
            for figure, side in picked.items():
                by_figure[pair][f"{figure} {letters[(a, b)[side]]}"] += 1
        print(f"{'':14}letters: " + ", ".join(f"{letter} {name}" for letter, name in letters.items()))
    report(won, by_figure, pieces)


def played(music: MusicSpec) -> Sound:
    """The whole piece, (2, n) at 48 kHz."""
    return np.concatenate(list(compose(music)), axis=1)


def report(
    won: Mapping[tuple[str, str], Counter[str]],
    by_figure: Mapping[tuple[str, str], Counter[str]],
    pieces: Sequence[tuple[str, int, Mapping[str, Mapping[str, float]]]],
) -> None:
    """Shares of the pairs, uncovered, and how far each kind of candidate lies from real pieces."""
    print("\npairs won, of all that are no tie (and the share of pieces that are nearer in each figure)")
    for pair, votes in sorted(won.items()):
        for name in pair:
            decided = sum(count for who, count in votes.items() if who != "=")
            count = sum(votes.values())
            shares = (f"{figure} {by_figure[pair][f'{figure} {name}'] / count:4.0%}" for figure in FIGURES)
            other = next(n for n in pair if n != name)
            print(f"{name:>5} over {other:5} {votes[name] / max(decided, 1):4.0%}   " + "  ".join(shares))
    print("\nmedian distance from real pieces (dB for the balance, else in the recordings' own deviations)")
    for name in dict.fromkeys(n for _, _, away in pieces for n in away):
        medians = (
            float(np.median([away[name][figure] for _, _, away in pieces if name in away]))
            for figure in FIGURES
        )
        print(f"{name:>5}   " + "  ".join(f"{f} {m:5.2f}" for f, m in zip(FIGURES, medians, strict=True)))


def picture(sounds: Sequence[Sound], path: Path) -> None:
    """Spectrograms one below the other, as a PNG."""
    import av

    rows = [spectrogram(sound) for sound in sounds]
    gap = np.full((4, rows[0].shape[1]), 255, np.uint8)
    planes = np.concatenate([part for row in rows for part in (row, gap)])
    codec = av.CodecContext.create("png", "w")
    codec.width, codec.height, codec.pix_fmt = planes.shape[1], planes.shape[0], "gray"
    codec.time_base = Fraction(1)
    packets = [*codec.encode(av.VideoFrame.from_ndarray(planes, format="gray")), *codec.encode(None)]
    path.write_bytes(b"".join(bytes(packet) for packet in packets))


if __name__ == "__main__":
    main()
