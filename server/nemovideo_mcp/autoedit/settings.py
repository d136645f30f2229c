"""What was set on clips survives a new auto-edit: same shots keep all, shots of the same source what these shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.look import PLAIN
from nemovideo_mcp.timeline.model import Fit, VideoClip

__all__ = ["with_settings"]

# Zoom and speed are the auto-edit's own: a shot is punched in or slowed to fit.
_SHARED = (
    "volume",
    "fit",
    "position",
    "follow",
    "crop_bars",
    "rotation",
    "flip",
    "motion",
    "look",
    "fade_in_ms",
    "fade_out_ms",
    "reversed",
    "smooth",
    "keep_pitch",
    "extra",
)


def with_settings(
    clips: Sequence[VideoClip], before: Sequence[VideoClip], *, own_sound: float, fit: Fit | None
) -> tuple[VideoClip, ...]:
    """`clips` with the ids and settings of the shots before.

    Raises:
        EditRefused: where shots carry keys of their own that no new shot could take over.
    """
    known: dict[tuple[str, int], list[VideoClip]] = {}
    for clip in before:
        known.setdefault((clip.media_id, clip.source_start_ms), []).append(clip)
    # A look that the whole film has, new shots have too.
    film_look = _shared(before).get("look", PLAIN)
    made: list[VideoClip] = []
    kept: set[str] = set()
    for clip in clips:
        same = known.get((clip.media_id, clip.source_start_ms))
        shared = _shared([c for c in before if c.media_id == clip.media_id])
        clip = replace(clip, **{"volume": own_sound, "fit": fit, "look": film_look, **shared})
        if same:
            old = same.pop(0)
            kept.add(old.clip_id)
            clip = replace(clip, clip_id=old.clip_id, **{key: getattr(old, key) for key in _SHARED})
        made.append(clip)
    lost = [c for c in before if c.extra and c.clip_id not in kept and "extra" not in _shared_of(before, c)]
    if lost:
        ids = ", ".join(c.clip_id for c in lost[:8])
        raise refuse(
            f"clips carry settings that a new auto-edit would lose: {ids}.",
            f"以下片段带有自动剪辑会丢失的设置：{ids}。",
            hint=Words(
                "Edit the clips by name instead; a clip that was edited by name is kept.",
                "请改为逐个编辑片段；单独编辑过的片段会保留。",
            ),
        )
    return tuple(made)


def _shared_of(before: Sequence[VideoClip], clip: VideoClip) -> dict[str, Any]:
    return _shared([c for c in before if c.media_id == clip.media_id])


def _shared(clips: Sequence[VideoClip]) -> dict[str, Any]:
    """The settings that all shots of a source have in common."""
    if not clips:
        return {}
    first = clips[0]
    return {
        key: getattr(first, key)
        for key in _SHARED
        if all(getattr(c, key) == getattr(first, key) for c in clips)
    }
