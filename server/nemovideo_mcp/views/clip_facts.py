"""What the timeline's structure says of each clip, by its id, for those who show or compare timelines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from nemovideo_mcp.messages.clips import choice_word
from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.timeline.model import (
    CaptionClip,
    OverlayClip,
    TextClip,
    Timeline,
    VideoClip,
)
from nemovideo_mcp.views.timeline_table import clip_notes, overlay_notes, text_notes
from nemovideo_mcp.views.timeline_view import caption_view, clip_view, overlay_view, text_view

__all__ = ["Facts", "FactsById", "facts_of", "notes_on", "read_timeline"]

Facts = Mapping[str, Any]

# What is usual of a text needs no words.
_USUAL_KIND = "title"
# Ours have no more: 2,000 clips and texts each, 5,000 captions, 100 overlays.
_MOST_SEGMENTS = 20_000


def read_timeline(draft: object) -> Timeline:
    """A `Timeline` as it is, or what can be read of a draft in our keys; empty for anything else. Never raises."""
    if isinstance(draft, Timeline):
        return draft
    tracks: object = cast("Facts", draft).get("t") if isinstance(draft, Mapping) else None
    if not isinstance(tracks, list) or _segments(cast("list[object]", tracks)) > _MOST_SEGMENTS:
        return Timeline()
    try:
        return timeline_of(cast("Facts", draft))
    except (TypeError, ValueError, ArithmeticError, RecursionError):
        return Timeline()  # somebody else's keys, with other values


class FactsById:
    """The structure of each clip that is seen, made when it is asked for; that it was edited by name is not seen."""

    def __init__(
        self, timeline: Timeline, *, names: Mapping[str, str], transitions: bool, reasons: bool
    ) -> None:
        self._clips = {clip.clip_id: clip for track in timeline.tracks for clip in track.clips}
        self._names, self._transitions, self._reasons = names, transitions, reasons

    def of(self, clip_id: str) -> Facts:
        """Those of the clip with this id; none of music, or where there is none."""
        match self._clips.get(clip_id):
            case VideoClip() as clip:
                shown = replace(clip, pinned=False, why=clip.why if self._reasons else ())
                shown = shown if self._transitions else replace(shown, transition_in=None)
                # A table whose name is not known is called by none: an id tells nobody anything.
                return clip_view(shown, ids={}, names={shown.look.lut or "": "", **self._names})
            case TextClip() as clip:
                return text_view(clip)
            case OverlayClip() as clip:
                return overlay_view(clip, {})
            case CaptionClip() as clip:
                return caption_view(clip)
            case _:
                return {}


def _segments(tracks: list[object]) -> int:
    found = (cast("Facts", track).get("sg") for track in tracks if isinstance(track, Mapping))
    return sum(len(cast("list[object]", some)) for some in found if isinstance(some, list))


def facts_of(
    timeline: Timeline,
    *,
    names: Mapping[str, str] | None = None,
    transitions: bool = True,
    reasons: bool = False,
) -> FactsById:
    """The structure of the clips of `timeline`.

    Args:
        timeline: one of our own.
        names: the files' by the media's ids, for tables of colours.
        transitions: whether a clip's has its transition, or who asks shows these at the cuts.
        reasons: whether a clip's tell why it was chosen.
    """
    return FactsById(timeline, names=names or {}, transitions=transitions, reasons=reasons)


def notes_on(facts: Facts, label: str, *, language: str = "en") -> list[str]:
    """What is special of a clip on a track `label`, in short words; nothing where there are no facts."""
    if not facts:
        return []
    if label == "video":
        return clip_notes(facts, language=language)
    if label == "overlay":
        return overlay_notes(facts, language=language)
    if "kind" in facts:
        kind = [] if facts["kind"] == _USUAL_KIND else [choice_word("kind", facts["kind"], language)]
        return [*kind, *text_notes(facts, language=language)]
    return [choice_word("style", facts["style"], language)] if "style" in facts else []
