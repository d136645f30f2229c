"""Where things stand on this machine, and what the environment says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

__all__ = [
    "API_URL",
    "MAX_MESSAGE_CHARACTERS",
    "MAX_UNPACKED_BYTES",
    "MAX_UPLOAD_BYTES",
    "MEDIA_TYPES",
    "STILL_WORKING_SECONDS",
    "WEB_URL",
    "HomeMissing",
    "Paths",
    "media_type_of",
]

API_URL = "https://mega-api-prod.nemovideo.ai"
WEB_URL = "https://nemovideo.com"
MAX_UPLOAD_BYTES = 500 * 1024 * 1024
# What the media of archives of edits may take when they are taken out of them for one upload.
MAX_UNPACKED_BYTES = 20 * 1024**3
MAX_MESSAGE_CHARACTERS = 20_000
STILL_WORKING_SECONDS = 120.0
"""How often whoever waits for an edit is told that it goes on [protocol.md, The event stream]."""

MEDIA_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("mp4", "mov", "avi", "webm", "mkv"), "video"),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp"), "image"),
    **dict.fromkeys(("mp3", "wav", "m4a", "aac"), "audio"),
}
"""Accepted file extensions and the `file_type` of each, as the protocol lists them."""


def media_type_of(name: str) -> str | None:
    """`video`, `image` or `audio` by the extension of `name`; None if it is not accepted."""
    return MEDIA_TYPES.get(Path(name).suffix.lower().removeprefix("."))


class HomeMissing(RuntimeError):
    """This user has no home folder, and NEMO_HOME names no other."""


@dataclass(frozen=True)
class Paths:
    """The folders of one user. `NEMO_HOME` puts everything under one folder."""

    data: Path
    config: Path

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Paths:
        """The folders that `environ` decides; nothing is created. Raises `HomeMissing`."""
        if home := environ.get("NEMO_HOME"):
            root = Path(home).expanduser().absolute()
            return cls(data=root / "data", config=root / "config")
        try:
            Path.home()
        except RuntimeError:
            raise HomeMissing from None
        return cls(
            data=Path(platformdirs.user_data_dir("nemovideo", appauthor=False)),
            config=Path("~/.config/nemovideo").expanduser(),
        )
