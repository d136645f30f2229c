"""`nemovideo compose`: a piece of music of a mood, a tempo and an exact length, on wish with its stems."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from nemovideo_mcp.audio.compose.arrange import substyle_of
from nemovideo_mcp.audio.compose.composer import MOODS, plan_music
from nemovideo_mcp.audio.compose.stems import STEMS
from nemovideo_mcp.cli.progress import open_display
from nemovideo_mcp.cli.report import Usage, print_json
from nemovideo_mcp.client.outputs import check_room, named_output, prepare_output
from nemovideo_mcp.export.soundtrack import compose_to_wav
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.commands import COMMANDS

__all__ = ["run"]

_MAX_SECONDS = 3600.0
_BPM = (30.0, 300.0)
# Stereo at 48 kHz: of floats as it is composed, and of 24 bits as it is written.
_RAW_BYTES_PER_S = 48_000 * 2 * 4
_WAV_BYTES_PER_S = _RAW_BYTES_PER_S + 48_000 * 2 * 3


def run(options: argparse.Namespace) -> int:
    """Compose and write the WAV."""
    mood = options.mood.lower().replace("-", "").replace(" ", "").replace("_", "")
    if mood not in MOODS:
        raise Usage(f"there is no mood {options.mood!r}.", hint=f"--mood {' | '.join(MOODS)}")
    if not 0 < options.duration <= _MAX_SECONDS:
        raise Usage(f"--duration {options.duration:g}", hint=f"--duration 1 … {_MAX_SECONDS:.0f}")
    if options.bpm is not None and not _BPM[0] <= options.bpm <= _BPM[1]:
        raise Usage(f"--bpm {options.bpm:g}", hint=f"--bpm {_BPM[0]:.0f} … {_BPM[1]:.0f}")
    target = named_output(options.output).absolute()
    target = target if target.suffix else target.with_name(f"{target.name}.wav")
    if target.suffix.lower() != ".wav":
        raise Usage(f"-o {options.output}", hint="-o bgm.wav")
    prepare_output(target, overwrite=options.overwrite)
    stems = named_output(options.stems).absolute() if options.stems else None
    parts = {stem: stems / f"{stem}.wav" for stem in STEMS} if stems is not None else {}
    for part in parts.values():
        prepare_output(part, overwrite=options.overwrite)
    check_room(target, round(options.duration * _WAV_BYTES_PER_S))
    if stems is not None:
        check_room(stems / "stems", round(options.duration * _RAW_BYTES_PER_S * (len(STEMS) + 1)))
    music = plan_music(
        mood=mood, duration_ms=round(options.duration * 1000), seed=options.seed, bpm=options.bpm
    )
    with closing(open_display(as_json=options.json)) as display:
        display.stage(say(COMMANDS, "composing", options.language))
        loudness = compose_to_wav(
            music, target, tick=lambda _, fraction: display.update(100 * fraction), stems=stems
        )
    lufs = loudness.integrated_lufs if loudness.integrated_lufs is not None else float("-inf")
    if options.json:
        print_json(
            {
                "path": str(target),
                "mood": music.mood,
                "tempo_bpm": music.bpm_milli / 1000,
                "duration_s": music.duration_ms / 1000,
                "seed": music.seed,
                "style": substyle_of(music.mood, music.seed).name,
                **({"stems": {stem: str(part) for stem, part in parts.items()}} if parts else {}),
                "loudness_lufs": loudness.integrated_lufs,
                "true_peak_dbtp": loudness.true_peak_dbtp,
            }
        )
        return 0
    line = say(
        COMMANDS,
        "composed",
        options.language,
        path=options.output,
        mood=music.mood,
        bpm=music.bpm_milli / 1000,
        seconds=music.duration_ms / 1000,
        lufs=lufs,
    )
    sys.stdout.write(line + "\n")
    return 0
