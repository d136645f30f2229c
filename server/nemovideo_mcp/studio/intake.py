"""A file that has arrived becomes a file of a project: its type is checked by name and by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.config import media_type_of
from nemovideo_mcp.errors import MediaUnreadable, NemoError, UnsupportedFile, WorkerDied
from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.records import Media, Project, Stored
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.studio.workers import Workers

__all__ = ["Arrival", "Intake", "check_name"]

# What a name may promise, and what the content may be then: a song may come in a film's container, a film of one
# picture counts as a photo, and the two kinds of picture that can move may do so.
_MAY_HOLD: Mapping[str, frozenset[str]] = {
    "video": frozenset({"video", "audio", "image"}),
    "image": frozenset({"image"}),
    "audio": frozenset({"audio"}),
}
_MOVING_PICTURES = frozenset({"gif", "webp"})
_KINDS: Mapping[str, Mapping[str, str]] = {
    "video": {"en": "a film", "zh": "视频"},
    "image": {"en": "a photo", "zh": "照片"},
    "audio": {"en": "sound only", "zh": "音频"},
}
_EXTENSIONS: Mapping[str, str] = {"video": "mp4", "image": "jpg", "audio": "mp3"}
_UNKNOWN_TYPE = {"en": "its type is not accepted", "zh": "不支持该文件类型"}
_CRASHED = {"en": "it makes the decoder crash", "zh": "解码器因该文件崩溃"}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file received whole: under `path` for the time being, called `name` by its sender.

    `named` is False where the name says nothing of the type; then the content alone decides.
    """

    name: str
    path: Path
    size_bytes: int
    content_hash: str
    named: bool = True


def check_name(name: str) -> None:
    """Raise `UnsupportedFile` if the extension of `name` is not accepted."""
    if media_type_of(name) is None:
        raise UnsupportedFile(name=name, reason=_UNKNOWN_TYPE)


class Intake:
    """Takes arrivals into projects; whatever is refused leaves nothing behind."""

    def __init__(
        self, *, store: Store, files: Files, workers: Workers, analyses: MediaAnalyses, engine: Engine
    ) -> None:
        self._store = store
        self._files = files
        self._workers = workers
        self._analyses = analyses
        self._engine = engine

    async def take(self, project: Project, arrival: Arrival) -> Media:
        """The file as one of the project's; the long looks at it begin in the background.

        Raises `UnsupportedFile`, `MediaUnreadable`, `DiskFull`.
        """
        try:
            if arrival.named:
                check_name(arrival.name)
            stored = await self._stored(arrival)
            if arrival.named:
                _check_content(arrival.name, stored)
            await self._files.keep(arrival.path, stored)
        except OSError as error:
            if isinstance(error, NemoError):
                raise
            raise not_written(error, self._files.data) from error
        finally:
            arrival.path.unlink(missing_ok=True)
        name = arrival.name if arrival.named else f"{arrival.name}.{_EXTENSIONS[stored.info.kind]}"
        media = await self._store.add_media(project.session_id, name, stored)
        self._analyses.begin(stored)
        return media

    async def _stored(self, arrival: Arrival) -> Stored:
        known = await self._store.stored(arrival.content_hash)
        if known is not None:
            return known
        try:
            info = await self._workers.look(self._engine.probe, arrival.path)
        except MediaUnreadable as error:
            raise MediaUnreadable(**{**error.fields, "name": arrival.name}) from None
        except WorkerDied:
            raise MediaUnreadable(name=arrival.name, reason=_CRASHED) from None
        return Stored(
            content_hash=arrival.content_hash,
            extension=_extension(arrival.name) if arrival.named else _EXTENSIONS[info.kind],
            size_bytes=arrival.size_bytes,
            info=info,
        )


def _extension(name: str) -> str:
    return Path(name).suffix.lower().removeprefix(".")


def _check_content(name: str, stored: Stored) -> None:
    extension, kind = _extension(name), stored.info.kind
    promised = media_type_of(name) or ""
    if kind in _MAY_HOLD[promised] or (kind == "video" and extension in _MOVING_PICTURES):
        return
    held = _KINDS[kind]
    raise UnsupportedFile(
        name=name,
        reason={
            "en": f"it is called .{extension}, but it holds {held['en']}",
            "zh": f"扩展名为 .{extension}，但内容是{held['zh']}",
        },
    )
