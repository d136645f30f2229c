"""Films handed over to other editors: the project file, and the music that it names as WAV files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from nemovideo_mcp.errors import FileMissing, InvalidRequest, NothingToEdit
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.interchange import INTERCHANGE
from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.looks import Looks
from nemovideo_mcp.studio.records import Media, Project
from nemovideo_mcp.studio.sources import sources_of
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.timeline.model import AudioClip, Timeline

if TYPE_CHECKING:
    from nemovideo_mcp.interchange.formats import HandedOver

__all__ = ["HandoverFile", "Handovers"]


@dataclass(frozen=True, kw_only=True)
class HandoverFile:
    """A file that the film is made of: a source, or a composed piece by its clip's id, whose size is not known yet.

    `stems` are the names of a piece's stems.
    """

    file_id: str
    name: str
    kind: str
    path: str
    size_bytes: int | None = None
    stems: tuple[str, ...] = ()


class Handovers:
    """Writes project files, and composes the music of films; what was composed is kept in the work folder."""

    def __init__(self, *, store: Store, files: Files, looks: Looks, analyses: MediaAnalyses) -> None:
        self._store = store
        self._files = files
        self._looks = looks
        self._analyses = analyses

    async def parts(self, project: Project) -> tuple[HandoverFile, ...]:
        """The files that the film uses: sources first, then composed pieces. Raises `NothingToEdit`."""
        timeline, used = await self._film(project)
        return _files(project, timeline, used)

    async def write(self, project: Project, kind: str, locations: Mapping[str, str]) -> HandedOver:
        """The project file, the film's captions as SRT, and what the format leaves out.

        `locations` says where each file will be, by its id, as `parts` names them. Raises `NothingToEdit`.
        """
        from nemovideo_mcp.interchange.sequence import Located
        from nemovideo_mcp.studio.handover_tasks import project_file

        timeline, used = await self._film(project)
        analyses = await self._analyses.analyses_of(used)
        sources = sources_of(used, self._files, analyses)
        names = {file.file_id: file.name for file in _files(project, timeline, used)}
        located = {
            one: Located(name=name, location=locations.get(one, quote(name))) for one, name in names.items()
        }
        titled = timeline if timeline.title else replace(timeline, title=project.name)
        return await self._looks.short(
            project.user_id, project_file, titled, sources, analyses, located, kind
        )

    async def music(self, project: Project, clip_id: str, stem: str | None) -> Path:
        """The WAV of a composed piece, or of one of its stems. Raises `InvalidRequest` where there is none."""
        from nemovideo_mcp.audio.compose.stems import STEMS
        from nemovideo_mcp.export.sound_plan import music_key
        from nemovideo_mcp.studio.handover_tasks import SAMPLE_RATE, compose_wavs, wav_path

        timeline, _ = await self._film(project)
        clip = next((c for c in _composed(timeline) if c.clip_id == clip_id), None)
        if clip is None or clip.music is None or (stem is not None and stem not in STEMS):
            raise InvalidRequest(
                detail=words_of(INTERCHANGE, "no_music", name=clip_id[:64]).pair(),
                hint=words_of(INTERCHANGE, "no_music_hint").pair(),
            )
        key = music_key(clip.music, sample_rate=SAMPLE_RATE)
        place = wav_path(self._files.work, key, stem)
        if not place.is_file():
            await self._looks.long(
                project.user_id, compose_wavs, clip.music, self._files.work, key, stem is not None
            )
        if not place.is_file():
            raise FileMissing(path=place.name)
        return place

    async def _film(self, project: Project) -> tuple[Timeline, Sequence[Media]]:
        version = await self._store.latest(project.session_id)
        timeline = timeline_of(version.draft)
        if not timeline.video_clips:
            raise NothingToEdit
        media = await self._store.media(project.session_id)
        return timeline, [one for one in media if one.media_id in timeline.media_ids]


def _files(project: Project, timeline: Timeline, used: Sequence[Media]) -> tuple[HandoverFile, ...]:
    sources = [_source_file(one) for one in used]
    return (*sources, *_piece_files(project, timeline, {file.name for file in sources}))


def _source_file(media: Media) -> HandoverFile:
    return HandoverFile(
        file_id=media.media_id,
        name=media.name,
        kind=media.stored.info.kind,
        path=f"media/{media.key}/{quote(media.name, safe='')}",
        size_bytes=media.stored.size_bytes,
    )


def _composed(timeline: Timeline) -> list[AudioClip]:
    return [clip for clip in timeline.audio_clips if clip.music is not None]


def _piece_files(project: Project, timeline: Timeline, taken: set[str]) -> Iterator[HandoverFile]:
    from nemovideo_mcp.audio.compose.stems import STEMS

    for clip in _composed(timeline):
        stem = f"music-{clip.music.mood}" if clip.music else "music"
        names = chain((f"{stem}.wav",), (f"{stem}-{n}.wav" for n in count(2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        path = f"studio/sessions/{quote(project.session_id, safe='')}/music/{quote(clip.clip_id, safe='')}"
        yield HandoverFile(file_id=clip.clip_id, name=name, kind="music", path=path, stems=tuple(STEMS))
