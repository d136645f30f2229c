"""What an export is asked for beside the edit: quality, codec, platform, hardware encoder; it travels as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from nemovideo_mcp.timeline.platforms import PRESETS

__all__ = ["CODECS", "QUALITIES", "STANDARD", "Codec", "ExportOptions", "Quality"]

Quality = Literal["draft", "standard", "high"]
Codec = Literal["h264", "hevc", "av1"]
QUALITIES: tuple[str, ...] = get_args(Quality)
CODECS: tuple[str, ...] = get_args(Codec)


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """How a film is to be exported; what is left out is as every export was before there was a choice.

    `platform` is a key of `timeline.platforms.PRESETS`. `hardware` asks for an encoder of the graphics hardware, which
    is used where a trial shows that it works. None of this is part of the edit.
    """

    quality: Quality = "standard"
    codec: Codec = "h264"
    platform: str | None = None
    hardware: bool = False

    def as_json(self) -> dict[str, Any]:
        """What differs from the default, as plain values."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) != f.default}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ExportOptions:
        """The options that `as_json` wrote. Raises ValueError, with the name of the key, for a value that is none."""
        known: Mapping[str, tuple[object, ...]] = {
            "quality": QUALITIES,
            "codec": CODECS,
            "platform": (None, *PRESETS),
            "hardware": (False, True),
        }
        for name, values in known.items():
            if name in data and not any(data[name] is value or data[name] == value for value in values):
                raise ValueError(name)
        return cls(**{name: data[name] for name in known if name in data})


STANDARD = ExportOptions()
