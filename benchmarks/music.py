"""How composed music sounds, in figures, side by side with another version and with real pieces.

`python benchmarks/music.py [--moods a,b] [--seeds 1,2] [--seconds 30] [--python OTHER] [--bands]` composes each mood
with each seed, in a process of its own that imports `nemovideo_mcp`, and prints medians of the figures of
`music_sound.py` beside the references of `music_references.py`: for the spectrum, the mean and the largest distance of
a third-octave band (63 Hz to 10 kHz) from the style's reference. `--python` is the interpreter of another installation
(its rows are marked `other`).
`python benchmarks/music.py --files FILE...` measures recordings.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from music_references import OF_MOOD, figure_of, reference_of
from music_sound import CENTERS_HZ, RATE, Figures, figures_of

MOODS = (
    "upbeat", "lofi", "cinematic", "ambient", "hiphop", "rock", "electronic", "acoustic", "happy", "dark", "romantic",
    "funk",
)  # fmt: skip
SHOWN = (
    "presence_db", "body_db", "flux", "onset_variety", "onsets_per_s", "loudness_range_lu", "side_db", "correlation",
    "mono_loss_db", "crest_db", "roughness",
)  # fmt: skip
COMPOSE = """
import json, sys, time
import numpy as np
from nemovideo_mcp.audio.compose.composer import MOODS, compose, plan_music
from nemovideo_mcp.audio.compose.drums import KITS, render_drum
mood, seconds, folder = sys.argv[1], float(sys.argv[2]), sys.argv[3]
rows = []
kick = render_drum(KITS[MOODS[mood].style.kit]["kick"], velocity=1.0, seconds=0.25, variant=0, sample_rate=48000)[0]
level = np.sqrt(np.convolve(kick**2, np.ones(960) / 960, mode="same"))
length = float(np.flatnonzero(level > 0.1 * level.max())[-1] / 48)
for seed in map(int, sys.argv[4].split(",")):
    music = plan_music(mood=mood, duration_ms=round(seconds * 1000), seed=seed)
    start = time.process_time()
    blocks = list(compose(music))
    took = time.process_time() - start
    np.save(f"{folder}/{mood}-{seed}.npy", np.concatenate(blocks, axis=1))
    rows.append({"seed": seed, "took_s": took, "kick_ms": length})
print(json.dumps(rows))
"""


def composed(
    python: str, mood: str, seeds: Sequence[int], seconds: float
) -> tuple[list[Figures], float, float]:
    """Figures of a mood's pieces, the median CPU seconds of composing one, and the kick's length in ms."""
    with tempfile.TemporaryDirectory() as folder:
        command = [python, "-c", COMPOSE, mood, str(seconds), folder, ",".join(map(str, seeds))]
        rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        figures = [figures_of(np.load(Path(folder) / f"{mood}-{seed}.npy")) for seed in seeds]
    return figures, float(np.median([r["took_s"] for r in rows])), rows[0]["kick_ms"]


def recorded(path: Path, seconds: float) -> np.ndarray:
    """A stretch out of the middle of a recording, (2, n) at 48 kHz."""
    import av

    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
        blocks = [
            part.to_ndarray() for frame in container.decode(audio=0) for part in resampler.resample(frame)
        ]
    sound = np.concatenate(blocks, axis=1)
    spare = max(sound.shape[1] - int(seconds * RATE), 0) // 2
    return sound[:, spare : spare + int(seconds * RATE)]


def row(name: str, figures: Sequence[Figures], reference: Sequence[float] | None) -> str:
    values = [f"{np.median([getattr(f, key) for f in figures]):9.3f}" for key in SHOWN]
    bands = np.median([f.bands_db for f in figures], axis=0)
    off = ""
    if reference is not None:
        apart = np.abs(bands - np.array(reference))[2:-2]  # 63 Hz to 10 kHz
        off = f"{apart.mean():6.2f}{apart.max():7.2f}"
    return f"{name:22}{''.join(values)} {off}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moods", default=",".join(MOODS))
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--python", help="interpreter of another version")
    parser.add_argument("--bands", action="store_true", help="print the third-octave bands")
    parser.add_argument("--files", nargs="+", type=Path, help="measure recordings instead")
    options = parser.parse_args()
    print(f"{'':22}{''.join(f'{key[:8]:>9}' for key in SHOWN)}  off   most")
    if options.files:
        found = [figures_of(recorded(path, options.seconds)) for path in options.files]
        for path, figures in zip(options.files, found, strict=True):
            print(row(path.stem[:21], [figures], None))
        print(row("median", found, None))
        print([round(float(b), 1) for b in np.median([f.bands_db for f in found], axis=0)])
        return
    seeds = [int(s) for s in options.seeds.split(",")]
    pythons = [("", sys.executable), *([("other", options.python)] if options.python else [])]
    for mood in options.moods.split(","):
        reference = reference_of(mood)
        for mark, python in pythons:
            figures, took, kick = composed(python, mood, seeds, options.seconds)
            print(row(f"{mood} {mark}", figures, reference), f"{took:6.2f} s  kick {kick:.0f} ms", flush=True)
            if options.bands:
                bands = np.median([f.bands_db for f in figures], axis=0)
                apart = bands - np.array(reference)
                print(
                    " ".join(
                        f"{c:.0f}:{b:.0f}({d:+.0f})" for c, b, d in zip(CENTERS_HZ, bands, apart, strict=True)
                    )
                )
        known = {key: figure_of(mood, key) for key in SHOWN}
        shown = "".join(" " * 9 if v is None else f"{v:9.3f}" for v in known.values())
        print(f"{'  reference':22}{shown}  {' and '.join(OF_MOOD[mood])}", flush=True)


if __name__ == "__main__":
    main()
