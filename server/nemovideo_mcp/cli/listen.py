"""`nemovideo beats`: tempo, beats and bars of any sound."""

from __future__ import annotations

import argparse
import sys

from nemovideo_mcp.audio.beat_track import ANALYSIS_SAMPLE_RATE, BeatEstimate, beat_track
from nemovideo_mcp.audio.structure import BandLevels
from nemovideo_mcp.cli.report import print_json
from nemovideo_mcp.client.files import find_media
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.commands import COMMANDS
from nemovideo_mcp.video.audio import decode_audio

__all__ = ["run"]

_SHOWN_BEATS = 8


def run(options: argparse.Namespace) -> int:
    """Find the beats of one file and print them."""
    [path, *_] = find_media(options.file)
    levels = BandLevels(sample_rate=ANALYSIS_SAMPLE_RATE)
    blocks = levels.watch(decode_audio(path, sample_rate=ANALYSIS_SAMPLE_RATE, channels=2))
    found = beat_track(blocks, sample_rate=ANALYSIS_SAMPLE_RATE)
    is_silent = levels.heard_from_ms is None
    if options.json:
        print_json(
            {
                "tempo_bpm": round(found.tempo_bpm, 3),
                "beats": [round(t, 4) for t in found.beats],
                "downbeats": [round(t, 4) for t in found.downbeats],
                "confidence": round(found.confidence, 3),
                "beats_per_bar": found.beats_per_bar,
                "alternatives_bpm": [round(bpm, 2) for bpm in found.alternatives_bpm],
                "silent": is_silent,
            }
        )
    else:
        sys.stdout.write("\n".join(_lines(found, options.language, is_silent=is_silent)) + "\n")
    return 0


def _lines(found: BeatEstimate, language: str, *, is_silent: bool) -> list[str]:
    if is_silent:
        return [say(COMMANDS, "silent", language)]
    if not found.beats:
        return [say(COMMANDS, "no_beat", language, confidence=found.confidence)]
    first = ", ".join(f"{t:.2f}" for t in found.beats[:_SHOWN_BEATS])
    more = ", …" if len(found.beats) > _SHOWN_BEATS else ""
    lines = [
        say(
            COMMANDS,
            "tempo",
            language,
            bpm=found.tempo_bpm,
            beats=len(found.beats),
            bars=len(found.downbeats),
            confidence=found.confidence,
        ),
        say(COMMANDS, "first_beats", language, times=first + more),
    ]
    if found.alternatives_bpm:
        others = " / ".join(f"{bpm:.1f}" for bpm in found.alternatives_bpm)
        lines.append(say(COMMANDS, "alternatives", language, bpms=others))
    return lines
