"""What is measured of a file's content: once, in a worker, and kept for every project that has the same content."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter

from nemovideo_mcp.errors import ExtraMissing, ModelMissing, NemoError
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.looks import Looks
from nemovideo_mcp.studio.records import (
    ANALYSIS,
    BEATS,
    CAPTIONS,
    EDIT,
    GRID,
    SPEECH,
    STRUCTURE,
    Media,
    Stored,
)
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.timeline.beat_file import BeatFile
from nemovideo_mcp.timeline.captions import CaptionFile
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.song import SongStructure

__all__ = ["Measured", "MediaAnalyses"]

T = TypeVar("T")
_log = logging.getLogger(__name__)
_MOST_READ = 512
"""How many measurements stay in memory."""


@dataclass(frozen=True, kw_only=True)
class _Kind(Generic[T]):
    """A way of looking. `name` carries a version: raise it when the same file comes to be measured differently.

    `task` is given the file, its info and a watch, and what `first` gives, where there has to be something first.
    What was measured under one of the `older` names is still known, though not all of it.
    """

    name: str
    task: Callable[..., T]
    form: TypeAdapter[T]
    first: Callable[[Stored, str], Awaitable[Any]] | None = None
    older: tuple[str, ...] = ()


class Measured(NamedTuple):
    """What has been measured of a file already; None for what has not.

    `captions` are those of a file of captions, or what is said in a film or song.
    """

    analysis: Analysis | None
    grid: BeatGrid | None
    structure: SongStructure | None
    captions: CaptionFile | None
    edit: ForeignEdit | None
    beats: BeatFile | None


class MediaAnalyses:
    """Analyses, beat grids and song structures by content.

    A look that somebody has begun is shared by all who ask for it.
    """

    def __init__(self, *, store: Store, files: Files, looks: Looks, engine: Engine) -> None:
        self._store = store
        self._files = files
        self._looks = looks
        self._going_on: dict[tuple[str, str], asyncio.Task[str]] = {}
        self._read: dict[tuple[str, str], Any] = {}
        # Faces are looked for where their detector is installed: what was measured without it is measured again, and
        # nothing else where faces alone come to be looked for in another way.
        faces = "-faces-2" if find_spec("cv2") else ""
        self._analysis = _Kind(
            name=f"analysis-7{faces}",
            task=engine.analyse,
            form=ANALYSIS,
            older=(
                *(f"analysis-{version}{found}" for version in (7, 6, 5) for found in ("-faces", "")),
                "analysis-4",
            ),
        )
        self._beats = _Kind(name="beats-3", task=engine.find_beats, form=GRID, older=("beats-2",))
        self._structure = _Kind(
            name="structure-3",
            task=engine.find_structure,
            form=STRUCTURE,
            first=self.beats,
            older=("structure-2",),
        )
        self._captions = _Kind(name="captions-1", task=engine.read_captions, form=CAPTIONS)
        self._edit = _Kind(name="edit-1", task=engine.read_edit, form=EDIT)
        self._beat_file = _Kind(name="beat-file-1", task=engine.read_beats, form=BEATS)
        self._speech = _Kind(name="speech-1", task=engine.find_speech, form=SPEECH)
        self._engine = engine
        self._said: _Kind[CaptionFile] | None = None
        self._has_looked_for_model = False

    async def analysis(self, stored: Stored, user: str) -> Analysis:
        """Motion, sharpness, exposure, shots and their subjects. Raises `MediaUnreadable` and the like."""
        return await self._look(self._analysis, stored, user)

    async def beats(self, stored: Stored, user: str) -> BeatGrid:
        """The beats of the sound."""
        return await self._look(self._beats, stored, user)

    async def structure(self, stored: Stored, user: str) -> SongStructure:
        """The sections and the drop of a song; its beats are measured first."""
        return await self._look(self._structure, stored, user)

    async def captions(self, stored: Stored, user: str) -> CaptionFile:
        """What a file of captions holds."""
        return await self._look(self._captions, stored, user)

    async def foreign_edit(self, stored: Stored, user: str) -> ForeignEdit:
        """What an edit of another program holds."""
        return await self._look(self._edit, stored, user)

    async def beat_file(self, stored: Stored, user: str) -> BeatFile:
        """What a file of beats of another program holds."""
        return await self._look(self._beat_file, stored, user)

    async def speech(self, stored: Stored, user: str) -> Analysis:
        """The analysis with the stretches in which somebody speaks. Raises `ExtraMissing` too."""
        analysis = await self.analysis(stored, user)
        return replace(analysis, speech_ms=await self._look(self._speech, stored, user))

    async def transcript(self, stored: Stored, user: str) -> CaptionFile:
        """What is said in a film or song, with the times of its words. Raises `ExtraMissing` and `ModelMissing` too."""
        return await self._look(await asyncio.to_thread(self._transcript), stored, user)

    async def known(self, stored: Stored) -> Measured:
        """What has been measured already."""
        return (await self.known_of([stored]))[0]

    async def analyses_of(self, media: Sequence[Media]) -> dict[str, Analysis]:
        """The analyses that are known, by media id."""
        known = await self.known_of([one.stored for one in media])
        return {
            one.media_id: found.analysis for one, found in zip(media, known, strict=True) if found.analysis
        }

    async def known_of(self, files: Sequence[Stored]) -> tuple[Measured, ...]:
        """What has been measured already of each file; the database is asked once."""
        kinds = (
            self._analysis,
            self._beats,
            self._structure,
            self._captions,
            self._edit,
            self._beat_file,
            self._speech,
        )
        if not self._has_looked_for_model:
            await self.look_for_model()
        said = self._said
        kinds = kinds if said is None else (*kinds, said)
        by_key: dict[tuple[str, str], _Kind[Any]] = {
            (file.content_hash, name): kind
            for file in files
            for kind in kinds
            for name in (kind.name, *kind.older)
        }
        found = {key: self._read[key] for key in by_key if key in self._read}
        texts = await self._store.measurements([key for key in by_key if key not in found])
        for key, text in texts.items():
            found[key] = self._remember(key, by_key[key], text)
        return tuple(self._joined(file, found, said) for file in files)

    def _joined(
        self, file: Stored, found: Mapping[tuple[str, str], Any], said: _Kind[CaptionFile] | None
    ) -> Measured:
        def of(kind: _Kind[T]) -> T | None:
            return _newest(found, file, kind)

        analysis, speech, captions = of(self._analysis), of(self._speech), of(self._captions)
        if analysis is not None and speech is not None:
            analysis = replace(analysis, speech_ms=speech)
        if captions is None and said is not None:
            captions = of(said)
        return Measured(
            analysis, of(self._beats), of(self._structure), captions, of(self._edit), of(self._beat_file)
        )

    def _transcript(self) -> _Kind[CaptionFile]:
        """Another model hears other words. Raises `ExtraMissing` and `ModelMissing`."""
        model, called = self._engine.find_model()

        async def first(stored: Stored, user: str) -> Path:
            del stored, user
            return model

        return _Kind(name=f"transcript-1-{called}", task=self._engine.transcribe, form=CAPTIONS, first=first)

    async def look_for_model(self) -> None:
        """See whether there is a model for speech, or another one now: what it has recognised is known from now on.

        It looks through the disk: edits ask for it, and who only looks at a project does not.
        """
        self._has_looked_for_model = True
        try:
            self._said = await asyncio.to_thread(self._transcript)
        except (ExtraMissing, ModelMissing, OSError):
            self._said = None

    def begin(self, stored: Stored, user: str) -> None:
        """Look at a file that has just come from `user`, so that the first edit need not wait for it."""
        if stored.info.kind == "captions":
            self._task(self._captions, stored, user)
        elif stored.info.kind == "edit":
            self._task(self._edit, stored, user)
        elif stored.info.kind == "beats":
            self._task(self._beat_file, stored, user)
        elif stored.info.kind == "audio":
            self._task(self._structure, stored, user)
        else:
            self._task(self._analysis, stored, user)

    def progress(self, stored: Stored) -> float:
        """How much of what goes on with this file is done, 0 to 1."""
        names = [name for content, name in self._going_on if content == stored.content_hash]
        return max((self._watch(stored, name).read().fraction for name in names), default=0.0)

    @property
    def busy(self) -> bool:
        return bool(self._going_on)

    async def close(self) -> None:
        """Give up what goes on."""
        tasks = list(self._going_on.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self, kind: _Kind[T], stored: Stored, user: str) -> T:
        found = await self._kept(kind, stored)
        # Shielded: others may wait for it too.
        return (
            found
            if found is not None
            else kind.form.validate_json(await asyncio.shield(self._task(kind, stored, user)))
        )

    async def _kept(self, kind: _Kind[T], stored: Stored) -> T | None:
        """What is in the database; read once, as it never changes and every edit asks for all of it."""
        key = (stored.content_hash, kind.name)
        if key not in self._read:
            text = await self._store.measurement(*key)
            if text is None:
                return None
            self._remember(key, kind, text)
        return self._read[key]

    def _remember(self, key: tuple[str, str], kind: _Kind[T], text: str) -> T:
        if len(self._read) >= _MOST_READ:
            del self._read[next(iter(self._read))]
        self._read[key] = read = kind.form.validate_json(text)
        return read

    def _task(self, kind: _Kind[T], stored: Stored, user: str) -> asyncio.Task[str]:
        key = (stored.content_hash, kind.name)
        if key not in self._going_on:
            task = asyncio.create_task(self._measure(kind, stored, user))
            self._going_on[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        return self._going_on[key]

    async def _measure(self, kind: _Kind[T], stored: Stored, user: str) -> str:
        # Before the place among the lookers is taken: it needs one too.
        more = () if kind.first is None else (await kind.first(stored, user),)
        text = await self._store.measurement(stored.content_hash, kind.name)
        if text is not None:
            return text
        path, watch = self._files.path_of(stored), self._watch(stored, kind.name)
        try:
            found = await self._looks.long(user, kind.task, path, stored.info, watch, *more)
        finally:
            (watch.folder / f"{watch.name}.progress").unlink(missing_ok=True)
        text = kind.form.dump_json(found).decode()
        await self._store.keep_measurement(stored.content_hash, kind.name, text)
        return text

    def _watch(self, stored: Stored, name: str) -> Watch:
        return Watch(self._files.looking, f"{stored.content_hash}-{name}")

    def _ended(self, key: tuple[str, str], task: asyncio.Task[str]) -> None:
        del self._going_on[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            level = logging.INFO if isinstance(error, NemoError) else logging.ERROR
            _log.log(level, "Looking at %s failed: %s", key[0][:12], error)


def _newest(found: Mapping[tuple[str, str], Any], file: Stored, kind: _Kind[Any]) -> Any:
    """What was measured of a file in this way, or in an older one."""
    names = (kind.name, *kind.older)
    return next((found[key] for name in names if (key := (file.content_hash, name)) in found), None)
