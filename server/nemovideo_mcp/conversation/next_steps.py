"""Suggestions for the next message: sentences that work on the timeline as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import NEXT_STEPS
from nemovideo_mcp.views.outline import Outline, outline_of

__all__ = ["next_steps"]

_MOST = 3


def _has(outline: Outline, *labels: str) -> bool:
    return any(track.label in labels for track in outline.tracks)


# The last one, which exports the film, is kept whenever it fits.
_SENTENCES: tuple[tuple[Callable[[Outline], bool], str], ...] = (
    (lambda o: not o.tracks, "first_film"),
    (lambda o: _has(o, "video") and not _has(o, "bgm", "sound"), "add_music"),
    (lambda o: _has(o, "video") and not _has(o, "title", "subtitle"), "add_title"),
    (lambda o: _has(o, "video") and o.width > o.height > 0, "vertical"),
    (lambda o: _has(o, "bgm"), "another_song"),
    (lambda o: _has(o, "bgm"), "music_volume"),
    (lambda o: _has(o, "video"), "export"),
)


def next_steps(
    draft: Mapping[str, Any], *, language: str = "en", with_export: bool = True
) -> tuple[str, ...]:
    """Up to three sentences that work on `draft`.

    Args:
        draft: The timeline, ours or the cloud's.
        language: `en` or `zh`.
        with_export: Whether the last sentence may be the one that exports; False after a refusal.
    """
    outline = outline_of(draft)
    sentences = _SENTENCES if with_export else _SENTENCES[:-1]
    fitting = [say(NEXT_STEPS, key, language) for fits, key in sentences if fits(outline)]
    if not with_export:
        return tuple(fitting[:_MOST])
    return tuple(fitting) if len(fitting) <= _MOST else (*fitting[: _MOST - 1], fitting[-1])
