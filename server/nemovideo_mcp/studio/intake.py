"""A file that has arrived becomes a file of a project: what it holds is told by its content, whatever its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.errors import MediaUnreadable, NemoError, SessionNotFound, WorkerDied
from nemovideo_mcp.file_types import head_of, type_of_head
from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.looks import Looks
from nemovideo_mcp.studio.records import Media, Project, Stored
from nemovideo_mcp.studio.store import Store

__all__ = ["Arrival", "Intake"]

# The endings of files whose names and first bytes say nothing of their type.
_EXTENSIONS: Mapping[str, str] = {
    "video": "mp4",
    "image": "jpg",
    "audio": "mp3",
    "lut": "cube",
    "captions": "srt",
    "edit": "edl",
    "beats": "csv",
}
_CRASHED = {"en": "it makes the decoder crash", "zh": "解码器因该文件崩溃"}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file received whole: under `path` for the time being, called `name` by its sender.

    `named` is False where the name wants the ending that the content has.
    """

    name: str
    path: Path
    size_bytes: int
    content_hash: str
    named: bool = True


class Intake:
    """Takes arrivals into projects; whatever is refused leaves nothing behind.

    `foresee_export` is called for what can be made into a film.
    """

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        looks: Looks,
        analyses: MediaAnalyses,
        engine: Engine,
        foresee_export: Callable[[], None],
    ) -> None:
        self._store = store
        self._files = files
        self._looks = looks
        self._analyses = analyses
        self._engine = engine
        self._foresee_export = foresee_export

    async def take(self, project: Project, arrival: Arrival) -> Media:
        """The file as one of the project's; the long looks at it begin in the background, and renderers get ready.

        Raises `MediaUnreadable`, `DiskFull`, and `SessionNotFound` where the project was deleted meanwhile.
        """
        try:
            stored = await self._stored(arrival, project.user_id)
            name = arrival.name if arrival.named else f"{arrival.name}.{stored.extension}"
            async with self._files.changing:
                if await self._store.project(project.session_id, user_id=project.user_id) is None:
                    raise SessionNotFound(project.session_id)
                await self._files.keep(arrival.path, stored)
                media = await self._store.add_media(project.session_id, name, stored)
        except OSError as error:
            if isinstance(error, NemoError):
                raise
            raise not_written(error, self._files.data) from error
        finally:
            arrival.path.unlink(missing_ok=True)
        if stored.info.kind != "lut":
            self._analyses.begin(stored, project.user_id)
        if stored.info.has_pictures:
            self._foresee_export()
        return media

    async def _stored(self, arrival: Arrival, user: str) -> Stored:
        known = await self._store.stored(arrival.content_hash)
        if known is not None:
            return known
        try:
            info = await self._looks.short(user, self._engine.probe, arrival.path)
        except MediaUnreadable as error:
            raise MediaUnreadable(**{**error.fields, "name": arrival.name}) from None
        except WorkerDied:
            raise MediaUnreadable(name=arrival.name, reason=_CRASHED) from None
        found = type_of_head(await asyncio.to_thread(head_of, arrival.path))
        return Stored(
            content_hash=arrival.content_hash,
            extension=found.ending if found and found.ending else _EXTENSIONS[info.kind],
            size_bytes=arrival.size_bytes,
            info=info,
        )
