"""The options of an export as they come from a caller: read forgivingly, refused with what there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.exports import EXPORTS
from nemovideo_mcp.timeline.export_options import CODECS, QUALITIES, ExportOptions
from nemovideo_mcp.timeline.platforms import PRESETS

__all__ = ["KNOWN", "export_options"]

KNOWN: Mapping[str, tuple[str, ...]] = {"quality": QUALITIES, "codec": CODECS, "platform": tuple(PRESETS)}
"""The words that each option takes."""
_ALSO: Mapping[str, str] = {
    "h.264": "h264",
    "avc": "h264",
    "x264": "h264",
    "h265": "hevc",
    "h.265": "hevc",
    "x265": "hevc",
    "twitter": "x",
    "instagram reels": "reels",
    "youtube shorts": "shorts",
    "yt": "youtube",
}


def export_options(given: Mapping[str, Any]) -> ExportOptions:
    """The options that `given` names; what is missing, None or empty is the default.

    Raises InvalidRequest for a value that there is not, with those that there are.
    """
    found: dict[str, Any] = {}
    for name, known in KNOWN.items():
        said = str(given.get(name) or "").strip().lower()
        if not said:
            continue
        found[name] = _ALSO.get(said, said)
        if found[name] not in known:
            raise InvalidRequest(
                detail=words_of(EXPORTS, "unknown_option", value=repr(said[:40]), name=name).pair(),
                hint=words_of(EXPORTS, "unknown_option_hint", known=", ".join(known)).pair(),
            )
    return ExportOptions.from_json({**found, "hardware": given.get("hardware") is True})
