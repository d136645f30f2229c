"""The options of an export as they come from a caller: read forgivingly, refused with what there is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.exports import EXPORTS
from nemovideo_mcp.timeline.export_options import CODECS, QUALITIES, ExportOptions
from nemovideo_mcp.timeline.platforms import PRESETS

__all__ = ["export_options", "options_named"]

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "quality": QUALITIES,
    "codec": CODECS,
    "platform": tuple(PRESETS),
}
_HARDWARE = "hardware"
_ALSO: Mapping[str, str] = {
    **dict.fromkeys(("h.264", "avc", "x264", "mp4"), "h264"),
    **dict.fromkeys(("h265", "h.265", "x265"), "hevc"),
    "twitter": "x",
    "yt": "youtube",
    "reel": "reels",
    "short": "shorts",
    "gpu": _HARDWARE,
}
_SEPARATORS = re.compile(r"[\s,;+/]+")


def export_options(given: Mapping[str, Any]) -> ExportOptions:
    """The options that `given` names by key; what is missing, None or empty is the default.

    Raises InvalidRequest for a value that there is not, with those that there are.
    """
    found: dict[str, Any] = {}
    for name, known in _KNOWN.items():
        said = str(given.get(name) or "").strip().lower()
        if said and _ALSO.get(said, said) not in known:
            raise _unknown(said, name, known)
        if said:
            found[name] = _ALSO.get(said, said)
    return ExportOptions.from_json({**found, _HARDWARE: given.get(_HARDWARE) is True})


def options_named(words: str) -> ExportOptions:
    """The options whose names stand in `words`, in any order: "high", "draft, tiktok", "hevc hardware".

    Raises InvalidRequest for a word that names none, and for two of a kind.
    """
    kinds = {name: kind for kind, known in _KNOWN.items() for name in known} | {_HARDWARE: _HARDWARE}
    found: dict[str, Any] = {}
    for word in filter(None, _SEPARATORS.split(words.strip().lower())):
        name = _ALSO.get(word, word)
        kind = kinds.get(name)
        if kind is None or found.get(kind, name) != name:
            raise _unknown(words, "quality", tuple(kinds))
        found[kind] = name
    return ExportOptions.from_json({**found, _HARDWARE: _HARDWARE in found})


def _unknown(said: str, name: str, known: tuple[str, ...]) -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(EXPORTS, "unknown_option", value=repr(said[:40]), name=name).pair(),
        hint=words_of(EXPORTS, "unknown_option_hint", known=", ".join(known)).pair(),
    )
