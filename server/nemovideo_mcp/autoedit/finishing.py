"""The last touch of a film that is cut to the beat: dissolves where they suit, a picture that fades with slow music."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nemovideo_mcp.autoedit.arc import Stretch, energy_at
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Fade, Transition, VideoClip
from nemovideo_mcp.timeline.transitions import handle_ms

__all__ = ["closing_fade", "dissolved"]

SLOW_MOODS = frozenset(("ambient", "cinematic", "romantic"))
_DISSOLVE_MS = 500
# Shots that are shorter than this are cut; so is what follows a rise of the music, and what is as lively as that.
_SHORTEST_MS, _LIVELY = 1600, 0.75
_FADE_MS, _HELD_MS = 1200, 1800


def dissolved(
    clips: Sequence[VideoClip],
    media: Mapping[str, MediaItem],
    *,
    mood: str | None,
    stretches: Sequence[Stretch],
) -> tuple[VideoClip, ...]:
    """The shots with a dissolve between photos, and in a slow mood between calm shots that have footage for it.

    Args:
        clips: the shots in order.
        media: the project's, by id.
        mood: of a composed piece, None of a song.
        stretches: how strong the music is.
    """
    made = list(clips[:1])
    for before, after in pairwise(clips):
        photos = all(media[clip.media_id].info.kind == "image" for clip in (before, after))
        slow = mood in SLOW_MOODS and energy_at(stretches, after.start_ms + 1) < _LIVELY
        long = min(before.duration_ms, after.duration_ms) >= _SHORTEST_MS
        other = before.media_id != after.media_id
        if long and other and (photos or (slow and _has_footage(before, after, media))):
            after = replace(after, transition_in=Transition(kind="dissolve", duration_ms=_DISSOLVE_MS))
        made.append(after)
    return tuple(made)


def closing_fade(clips: Sequence[VideoClip], mood: str | None) -> Fade | None:
    """The fade of the picture at the end of a film with music of a slow mood; None for any other."""
    if mood not in SLOW_MOODS or len(clips) < 2 or clips[-1].duration_ms < _HELD_MS:
        return None
    return Fade(duration_ms=min(_FADE_MS, clips[-1].duration_ms // 2))


def _has_footage(before: VideoClip, after: VideoClip, media: Mapping[str, MediaItem]) -> bool:
    """Whether both go on for long enough behind and before the cut, in their own takes."""
    for clip, tail in ((before, True), (after, False)):
        item = media[clip.media_id]
        starts = item.analysis.shot_starts_ms if item.analysis else ()
        handle = handle_ms(clip, item.info, starts, tail=tail)
        if handle is not None and handle < _DISSOLVE_MS / 2:
            return False
    return True
