"""Times and names as the sentences of edits write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from nemovideo_mcp.messages.catalogue import Words
from nemovideo_mcp.timeline.model import OverlayClip, VideoClip

__all__ = ["Words", "clip_names", "joined", "names_of", "seconds", "visible"]

# Joins the parts of one emoji.
_JOINER = "\u200d"


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


def visible(text: str) -> str:
    """Words as they can be drawn: without control characters, which would be boxes, nor blanks around them.

    What is newer than the tables here, as emoji of next year, stays: who draws it says whether a font has it.
    """
    shown = "".join(c if c.isprintable() or c in ("\n", _JOINER) or _may_be_new(c) else " " for c in text)
    return shown.strip(f" \n{_JOINER}")


def _may_be_new(character: str) -> bool:
    """Whether it is a character that may have come to be, or is somebody's own."""
    return unicodedata.category(character) in ("Cn", "Co")
