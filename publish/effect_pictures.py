"""Makes the pictures of docs/effects.md: `python publish/effect_pictures.py`, some minutes on two cores.

Each shows four frames of a film of the sample clips, as the sentences below it in the page make it.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pictures import HERE, film, frames, strip

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.video.sample import draw_sample_clips

_MOST_BYTES = 90_000
_DOCS = HERE.parent / "docs"


class Shown(NamedTuple):
    """What is said, one message after the other, and the seconds of the film that are shown."""

    turns: Sequence[str]
    times_s: Sequence[float]


_WORDS = "1\n00:00:01,000 --> 00:00:04,000\nOne word lights up after the other\n"
_FILM = "Combine these clips with upbeat music and cut to the beat, 12 seconds"
PICTURES: Mapping[str, Shown] = {
    "transitions": Shown((_FILM, "Slide transition at every cut, 1 second long"), (1.75, 1.9, 2.1, 2.25)),
    "looks": Shown(
        (_FILM, "Make it black and white from 3 to 6 seconds", "Make the lanterns warmer"), (1, 4, 5, 10)
    ),
    "texts": Shown(
        (_FILM, "Add the title “Night and day” at the start in a serif font, typewriter, for 3 seconds"),
        (0.3, 0.6, 0.9, 2.0),
    ),
    "captions": Shown((_FILM, "Add the captions from words.srt word by word"), (1.2, 2.0, 2.8, 3.6)),
    "overlays": Shown(
        (_FILM, "Picture in picture with dusk in the top right corner, rounded"),
        (0.8, 2, 3.2, 4.5),
    ),
    "framing": Shown((_FILM + ", vertical",), (1, 3, 5, 7, 9, 11)),
}


async def made(folder: Path) -> None:
    """Make and save all pictures."""
    words = folder / "words.srt"
    words.write_text(_WORDS, encoding="utf-8")
    clips = [*draw_sample_clips(folder), words]
    target = _DOCS / "effects"
    target.mkdir(exist_ok=True)
    async with NemoClient.from_env(backend="local") as nemo:
        for name, shown in PICTURES.items():
            output = folder / f"{name}.mp4"
            await film(nemo, clips, output, words=shown.turns)
            picture = strip(frames(output, shown.times_s), " · ".join(shown.turns[1:] or shown.turns))
            path = target / f"{name}.jpg"
            picture.convert("RGB").save(path, quality=80, optimize=True, progressive=True)
            if path.stat().st_size > _MOST_BYTES:
                raise SystemExit(f"{path} is larger than {_MOST_BYTES} bytes")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEMO_HOME"] = str(Path(folder) / "nemo")
        os.environ["PYTHONPATH"] = str(HERE.parent / "server")
        try:
            asyncio.run(made(Path(folder)))
        finally:
            stop = [sys.executable, "-m", "nemovideo_mcp", "studio", "--stop"]
            subprocess.run(stop, check=False, env=os.environ)


if __name__ == "__main__":
    main()
