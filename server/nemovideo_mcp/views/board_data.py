"""The board as plain values for a page that draws it itself: short lists, nothing that could be taken for markup."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from math import ceil
from typing import Any

from nemovideo_mcp.messages.catalogue import language_tag
from nemovideo_mcp.messages.story import reason_words
from nemovideo_mcp.timeline.model import Fade
from nemovideo_mcp.views.board import TEXTS, Board, BoardClip, BoardTransition, Lane, Peaks, StripCell
from nemovideo_mcp.views.board_words import name_of, notes_of
from nemovideo_mcp.views.timeline_table import beat_effect_words, transition_words

__all__ = ["BOARD_DATA_VERSION", "board_data"]

BOARD_DATA_VERSION = 2
"""Part of the values, so that an old page can tell that it does not know them."""

_MOST_LEVELS = 6000


def board_data(
    board: Board,
    *,
    language: str = "en",
    pictures: Mapping[StripCell, str] | None = None,
    peaks: Mapping[BoardClip, Peaks] | None = None,
    most_clips: int = 1000,
) -> dict[str, Any]:
    """Values of JSON; `pictures` are data URIs, each is named once however often it is shown.

    Beats are `[ms, bar, beat]`. What is special of a clip, a cut or a beat effect is said
    in words of `language`. A waveform is `{"step_ms", "levels"}`, levels one byte each in base64. A lane of more
    than `most_clips` is cut short, and `more` says by how many.
    """
    shown = pictures or {}
    numbers = {uri: number for number, uri in enumerate(dict.fromkeys(shown.values()))}
    return {
        "version": BOARD_DATA_VERSION,
        "language": language_tag(language),
        "title": board.title,
        "width": board.width,
        "height": board.height,
        "duration_ms": board.duration_ms,
        "bpm": round(board.bpm_milli / 1000, 2) if board.bpm_milli else None,
        "lanes": [_lane(lane, peaks or {}, most_clips, language) for lane in board.lanes],
        "cuts": [
            {
                "number": cut.number,
                "time_ms": cut.time_ms,
                "place": cut.place.value,
                "offset_ms": cut.offset_ms,
                "bar": cut.bar,
                "beat": cut.beat,
                **({"transition": _transition(cut.transition, language)} if cut.transition else {}),
            }
            for cut in board.cuts[:most_clips]
        ],
        "beats": [[beat.time_ms, beat.bar, beat.beat] for beat in board.beats],
        "effects": [
            {"name": said[0], "notes": said[1:], "times": list(one.times_ms)}
            for one in board.effects
            for said in (beat_effect_words(one.facts, language=language),)
        ],
        **({"fade_in": _fade(board.fade_in)} if board.fade_in else {}),
        **({"fade_out": _fade(board.fade_out)} if board.fade_out else {}),
        "strip": [[cell.start_ms, cell.end_ms, numbers[uri]] for cell, uri in shown.items()],
        "pictures": list(numbers),
    }


def _lane(lane: Lane, peaks: Mapping[BoardClip, Peaks], most_clips: int, language: str) -> dict[str, Any]:
    clips = [_clip(clip, peaks.get(clip), lane.label, language) for clip in lane.clips[:most_clips]]
    more = len(lane.clips) - len(clips)
    rows = {"rows": lane.rows} if lane.rows > 1 else {}
    return {"label": lane.label, "clips": clips, **rows, **({"more": more} if more else {})}


def _clip(clip: BoardClip, peaks: Peaks | None, label: str, language: str) -> dict[str, Any]:
    notes = notes_of(clip, label, language=language)
    return {
        "number": clip.number,
        **({"id": clip.clip_id} if clip.clip_id else {}),
        "name": name_of(clip, label, language=language),
        **({"text": text} if (text := clip.facts.get("text")) and label in TEXTS else {}),
        "start_ms": clip.start_ms,
        "end_ms": clip.end_ms,
        **({"source_start_ms": clip.source_start_ms} if clip.source_start_ms else {}),
        **({"speed": round(clip.speed, 4)} if clip.speed != 1.0 and not notes else {}),
        **({"volume": clip.volume} if clip.volume is not None and not (notes and label == "video") else {}),
        **({"row": clip.row} if clip.row else {}),
        **({"notes": notes} if notes else {}),
        **({"why": reason_words(why, language=language)} if (why := clip.facts.get("why")) else {}),
        **({"region": True} if clip.facts.get("effect") and label == "overlay" else {}),
        **({"peaks": _levels(peaks)} if peaks else {}),
    }


def _transition(one: BoardTransition, language: str) -> dict[str, Any]:
    words = transition_words(one.kind, one.duration_ms / 1000, language=language)
    return {"name": words, "start_ms": one.start_ms, "end_ms": one.end_ms}


def _fade(fade: Fade) -> dict[str, Any]:
    return {"duration_ms": fade.duration_ms, "color": fade.color}


def _levels(peaks: Peaks) -> dict[str, Any]:
    """At most so many levels: several become their loudest."""
    merged = max(1, ceil(len(peaks.levels) / _MOST_LEVELS))
    levels = bytes(max(peaks.levels[n : n + merged]) for n in range(0, len(peaks.levels), merged))
    return {"step_ms": peaks.step_ms * merged, "levels": b64encode(levels).decode("ascii")}
