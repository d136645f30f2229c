"""Where the studio's files lie in the data folder: media by content, renders by key, and what is on its way in."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nemovideo_mcp.studio.records import Stored

__all__ = ["Files"]


@dataclass(frozen=True)
class Files:
    """The folders under `data`."""

    data: Path
    changing: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False, repr=False)
    """Held by whoever keeps a file and notes it, or deletes one with its note: nobody else is in between."""

    @property
    def database(self) -> Path:
        return self.data / "studio.db"

    @property
    def incoming(self) -> Path:
        """Files that are being received; what lies here when the studio starts was left by one that was killed."""
        return self.data / "incoming"

    @property
    def renders(self) -> Path:
        return self.data / "renders"

    @property
    def work(self) -> Path:
        """Chunks, composed music and mixes, kept by their content for the next export."""
        return self.data / "work"

    @property
    def pictures(self) -> Path:
        """Boards, frames around cuts, and the thumbnails and waveforms that they are made of, by content."""
        return self.work / "pictures"

    @property
    def looking(self) -> Path:
        """Where workers say how far they are."""
        return self.data / "looking"

    def path_of(self, stored: Stored) -> Path:
        return self.media_path(stored.content_hash, stored.extension)

    def media_path(self, content_hash: str, extension: str) -> Path:
        return self.data / "media" / content_hash[:2] / f"{content_hash}.{extension}"

    def render_path(self, key: str) -> Path:
        return self.renders / f"{key}.mp4"

    def delivered_path(self, key: str) -> Path:
        """An empty file that says that the film was fetched, and by its time when; it stays when the film goes."""
        return self.renders / f"{key}.delivered"

    def prepare(self) -> None:
        """Make the folders, for nobody else's eyes, and clear away what a killed studio left half-done.

        Only the one studio that holds the data folder's lock may call this.
        """
        for folder in (self.incoming, self.looking):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in (
            self.data,
            self.incoming,
            self.looking,
            self.renders,
            self.work,
            self.pictures,
            self.data / "media",
        ):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.renders, self.work, self.pictures, self.data / "backups"):
            for left in folder.glob("*.part*"):
                with suppress(OSError):
                    left.unlink()

    async def keep(self, arrived: Path, stored: Stored) -> None:
        """Put a file that has arrived in its place, where it survives a power cut too."""
        await asyncio.to_thread(_keep, arrived, self.path_of(stored))


def _keep(arrived: Path, target: Path) -> None:
    # Also in the place of one that is there: whatever became of that copy, this one is as it was given.
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with arrived.open("rb") as file:
        os.fsync(file.fileno())
    arrived.replace(target)
