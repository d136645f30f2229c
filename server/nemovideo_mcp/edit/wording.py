"""Times and names as the sentences of edits write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nemovideo_mcp.messages.catalogue import Words
from nemovideo_mcp.timeline.model import OverlayClip, VideoClip

__all__ = ["Words", "clip_names", "joined", "names_of", "seconds"]


def seconds(time_ms: float) -> str:
    """Milliseconds as people write seconds: `2`, `2.5`, `12.04`."""
    return f"{round(time_ms / 1000, 2):g}"


def names_of(names: Sequence[str], *, most: int = 4) -> Words:
    """A list of names that does not run on for ever."""
    shown = [f"“{name}”" for name in names[:most]]
    more = len(names) - len(shown)
    if more > 0:
        return Words(f"{', '.join(shown)} and {more} more", f"{'、'.join(shown)} 等另外 {more} 个")
    return Words(", ".join(shown), "、".join(shown))


def clip_names(clips: Iterable[VideoClip | OverlayClip]) -> Words:
    """Clips by their names and ids, as `names_of`."""
    return names_of([f"{clip.name} ({clip.clip_id})" for clip in clips])


def joined(*parts: Words) -> Words:
    """`parts` one behind the other."""
    return Words("".join(part.en for part in parts), "".join(part.zh for part in parts))
