"""Films for the hand-over: fifty edits in projects of `support.films`, as sequences and back as timelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nemovideo_mcp.edit.foreign import Opened, opened
from nemovideo_mcp.interchange.formats import hand_over
from nemovideo_mcp.interchange.from_timeline import sequence_of
from nemovideo_mcp.interchange.reading import read_edit
from nemovideo_mcp.interchange.sequence import Located, Sequence
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.source_file import SourceFile
from support.edits import applied_to
from support.films import film, media_of

EDITS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "plain": (),
    "speed 2": ({"op": "set_speed", "clips": [1], "factor": 2},),
    "speed 0.5": ({"op": "set_speed", "clips": [2], "factor": 0.5},),
    "reversed": ({"op": "reverse_clip", "clips": [2]},),
    "frozen": ({"op": "freeze_frame", "at": 0.5, "length": 1},),
    "dissolves": ({"op": "set_transition", "clips": "all", "kind": "dissolve", "length": 0.4},),
    "moved": ({"op": "move_clips", "clips": [1], "to": "end"},),
    "removed": ({"op": "remove_clips", "clips": [2]},),
    "trimmed": ({"op": "set_clip_length", "clips": [1], "length": 1.5, "snap": "none"},),
    "zoomed": ({"op": "set_framing", "clips": [1], "zoom": 1.3},),
}
RATES = (Fraction(30), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60))


def sources_of(media: tuple[MediaItem, ...]) -> dict[str, SourceFile]:
    return {
        item.media_id: SourceFile(path=Path("/films") / item.name, content_hash=item.name, info=item.info)
        for item in media
    }


def sequence(timeline: Timeline, media: tuple[MediaItem, ...]) -> Sequence:
    """The film for other editors; the files lie in a folder with a blank and Chinese letters in its name."""
    located = {
        item.media_id: Located(
            name=item.name, location=f"file:///films/{quote('里斯本 1')}/{quote(item.name)}"
        )
        for item in media
    }
    located |= {
        clip.clip_id: Located(name=f"{clip.clip_id}.wav", location=f"film-media/{clip.clip_id}.wav")
        for clip in timeline.audio_clips
        if clip.music is not None
    }
    analyses = {item.media_id: item.analysis for item in media if item.analysis is not None}
    return sequence_of(timeline, sources_of(media), analyses=analyses, located=located)


def back(timeline: Timeline, media: tuple[MediaItem, ...], kind: str) -> Opened:
    """The film, written in a format and opened again."""
    text = hand_over(sequence(timeline, media), kind).text
    numbers: dict[str, int] = {}

    def new_id(letter: str) -> str:
        numbers[letter] = numbers.get(letter, 0) + 1
        return f"{letter}{numbers[letter]}"

    return opened(read_edit(text.encode()), media, Timeline(frame_rate=Fraction(30)), new_id)


def fifty() -> Iterator[tuple[str, Timeline, tuple[MediaItem, ...]]]:
    """Ten edits at five frame rates."""
    media = media_of("plain")
    for rate in RATES:
        start = replace(film("plain"), frame_rate=rate)
        for name, operations in EDITS.items():
            timeline = (
                applied_to("plain", *map(dict, operations), timeline=start).timeline if operations else start
            )
            yield f"{name} at {rate}", timeline, media
