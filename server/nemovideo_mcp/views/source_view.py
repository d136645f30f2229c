"""What a source of the project holds, as agents read it: its size, its own cuts, and of a song the music."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.views.timeline_view import in_seconds, media_view, number, without_defaults

__all__ = ["source_view"]

_MOST_SPOKEN = 100
_MOST_FAULTS = 100


def source_view(item: MediaItem, *, uses: int, ids: Mapping[str, str]) -> dict[str, Any]:
    """One source; what has not been measured is left out. All times are seconds of the source itself.

    `cuts_s` are the cuts inside a film; of a song there are `bpm` with its `confidence` and other ways to count it
    (`alternatives_bpm`), the number of `beats`, `sections` and `drop_s`; `silent` of one in which nothing is heard.
    `captions` is how many a file of captions holds. Of a film in which that was looked for, `speech` are the stretches
    in which somebody speaks, `speech_s` is how long they are together, and `said` are the words, as far as they were
    recognised; of a long one the first hundred of each, and `lines_said`. `follows` is what a crop can follow in its
    shots (`face`, `motion`, `detail`), `black_bars` the shares of the picture, from the left, top, right and bottom,
    that are black bars. `faults` are stretches that an automatic edit shows only where there is nothing else, each of a
    `kind` (`black`, `fade`, `burnt`, `blurred`, `frozen`, `empty`, `shaky`, `flash`, `credits`), the first
    hundred.
    """
    info, analysis, structure = item.info, item.analysis, item.structure
    return {
        **media_view(item, uses=uses, ids=ids),
        **without_defaults(
            {
                "width": info.width or None,
                "height": info.height or None,
                "frame_rate": number(info.frame_rate) if info.kind == "video" else None,
                "has_sound": info.has_audio if info.kind == "video" else None,
                "cuts_s": [in_seconds(start) for start in analysis.shot_starts_ms if start > 0]
                if analysis and info.kind == "video"
                else None,
                **_seen(analysis),
                **_music(item.grid),
                "sections": [{"kind": s.kind, "start_s": in_seconds(s.start_ms)} for s in structure.sections]
                if structure
                else None,
                "drop_s": in_seconds(structure.drop_ms)
                if structure and structure.drop_ms is not None
                else None,
                "captions": len(item.captions.lines) if item.captions and info.kind == "captions" else None,
                **_spoken(item),
                "silent": True if structure and structure.is_silent else None,
            }
        ),
    }


def _spoken(item: MediaItem) -> dict[str, Any]:
    """When somebody speaks in a film or song and what is said, the first of each and how many there are of more."""
    speech = item.analysis.speech_ms if item.analysis else None
    said = item.captions.lines if item.captions and item.info.kind != "captions" else None
    found: dict[str, Any] = {}
    if speech is not None:
        found["speech"] = [_span(*stretch) for stretch in speech[:_MOST_SPOKEN]]
        found["speech_s"] = in_seconds(sum(end - start for start, end in speech))
    if said is not None:
        found["said"] = [
            {"text": line.text, **_span(line.start_ms, line.end_ms)} for line in said[:_MOST_SPOKEN]
        ]
        found["lines_said"] = len(said) if len(said) > _MOST_SPOKEN else None
    return found


def _span(start_ms: int, end_ms: int) -> dict[str, Any]:
    return {"start_s": in_seconds(start_ms), "end_s": in_seconds(end_ms)}


def _seen(analysis: Analysis | None) -> dict[str, Any]:
    if analysis is None:
        return {}
    kinds = [kind for kind in ("face", "motion", "detail") if any(s.kind == kind for s in analysis.subjects)]
    bars = next((area for area in analysis.pictures if area != (0.0, 0.0, 1.0, 1.0)), None)
    shares = (bars[0], bars[1], 1 - bars[2], 1 - bars[3]) if bars else ()
    faults = [{"kind": f.kind, **_span(f.start_ms, f.end_ms)} for f in (analysis.faults or ())[:_MOST_FAULTS]]
    words = sum(len(lines) for lines in analysis.words)
    return {
        "follows": kinds or None,
        "lines_of_words": words or None,
        "black_bars": [number(share) for share in shares] or None,
        "faults": faults or None,
    }


def _music(grid: BeatGrid | None) -> dict[str, Any]:
    if grid is None or grid.bpm is None:
        return {}
    return {
        "bpm": number(grid.bpm),
        "confidence": number(grid.confidence),
        "alternatives_bpm": [number(bpm) for bpm in grid.alternatives_bpm] or None,
        "beats": len(grid.times_ms),
        "first_beat_s": in_seconds(float(grid.times_ms[0])),
        "beats_per_bar": grid.beats_per_bar,
    }
