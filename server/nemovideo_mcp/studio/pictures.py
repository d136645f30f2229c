"""Pictures of a project, made in a worker and kept by what they show."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nemovideo_mcp import __version__
from nemovideo_mcp.errors import InvalidRequest, NothingToEdit
from nemovideo_mcp.export.cache import prune
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.looks import Looks
from nemovideo_mcp.studio.records import Media, Project
from nemovideo_mcp.studio.sources import sources_of
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.files import whole_file
from nemovideo_mcp.views.board import BoardCut, board_of

if TYPE_CHECKING:
    from nemovideo_mcp.video.plan import SourceFile

__all__ = ["Pictures"]

_log = logging.getLogger(__name__)

# Frames around a moment that lies so near to a cut are those around the cut.
_NEAR_MS = 20

_HINT_CUT = {
    "en": "Ask for one that is there, or for a moment with at_ms.",
    "zh": "请选择存在的剪切点，或用 at_ms 指定时间。",
}


class Pictures:
    """Boards, the frames around cuts, drafts, contact sheets. All who ask for one that is being made share it."""

    def __init__(
        self, *, store: Store, files: Files, looks: Looks, analyses: MediaAnalyses, limit_bytes: int
    ) -> None:
        self._store = store
        self._analyses = analyses
        self._files = files
        self._looks = looks
        self._limit_bytes = limit_bytes
        self._going_on: dict[Path, asyncio.Task[bytes]] = {}

    async def board_png(self, project: Project, *, language: str) -> bytes:
        """The board of the project as it stands; a PNG of at most 1 MB."""
        from nemovideo_mcp.studio.picture_tasks import board_picture

        return await self._board(project, "png", board_picture, language)

    async def board_json(self, project: Project, *, language: str) -> bytes:
        """What a page needs to draw the board itself; JSON of at most 400 KB."""
        from nemovideo_mcp.studio.picture_tasks import board_json

        return await self._board(project, "json", board_json, language)

    async def frames_png(
        self, project: Project, *, cut: int | None, at_ms: int | None, language: str
    ) -> bytes:
        """The frames around a cut, by its number, or around a moment; a PNG of at most 1 MB.

        Raises `NothingToEdit`, and `InvalidRequest` where there is no such cut or moment.
        """
        from nemovideo_mcp.studio.picture_tasks import frames_picture

        timeline, known = await self._project(project)
        if not timeline.video_clips:
            raise NothingToEdit
        found = _cut_of(timeline, cut) if cut is not None else _cut_near(timeline, at_ms or 0)
        moment_ms = found.time_ms if found else _moment(timeline, at_ms or 0)
        sources, seen = await self._sources(known)
        path = self._path("frames", timeline, sources, [moment_ms, language, seen], "png")
        return await self._kept(
            project.user_id, path, frames_picture, timeline, sources, moment_ms, found, language
        )

    async def draft_json(self, project: Project, *, at_ms: int) -> bytes:
        """The stretch of the film about `at_ms` in small frames: JSON of at most 400 KB; raises as `frames_png`."""
        from nemovideo_mcp.studio.picture_tasks import draft_json
        from nemovideo_mcp.video.draft_preview import DRAFT_WINDOW_MS

        timeline, known = await self._project(project)
        if not timeline.video_clips:
            raise NothingToEdit
        start_ms = _moment(timeline, at_ms) // DRAFT_WINDOW_MS * DRAFT_WINDOW_MS
        sources, seen = await self._sources(known)
        path = self._path("draft", timeline, sources, [start_ms, seen], "json")
        return await self._kept(project.user_id, path, draft_json, timeline, sources, start_ms)

    async def sheet_png(self, project: Project, item: MediaItem, *, language: str) -> bytes:
        """A contact sheet of a source; a PNG of at most 1 MB. Its own cuts are marked where they are known."""
        from nemovideo_mcp.studio.picture_tasks import sheet_picture

        known = [m for m in await self._store.media(project.session_id) if m.media_id == item.media_id]
        sources = sources_of(known, self._files)
        starts = item.analysis.shot_starts_ms if item.analysis else (0,)
        path = self._path("sheet", Timeline(), sources, [item.name, starts, language], "png")
        return await self._kept(
            project.user_id, path, sheet_picture, sources[item.media_id], item.name, starts, language
        )

    async def close(self) -> None:
        """Give up what goes on."""
        tasks = list(self._going_on.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _board(self, project: Project, suffix: str, task: Callable[..., bytes], language: str) -> bytes:
        timeline, known = await self._project(project)
        sources, seen = await self._sources(known)
        names = {one.media_id: one.name for one in known}
        path = self._path("board", timeline, sources, [language, names, seen], suffix)
        return await self._kept(
            project.user_id, path, task, timeline, sources, names, self._files.pictures, language
        )

    async def _sources(self, known: Sequence[Media]) -> tuple[dict[str, SourceFile], dict[str, list[object]]]:
        """The files as they are rendered, and what decides how each of them is framed."""
        sources = sources_of(known, self._files, await self._analyses.analyses_of(known))
        return sources, {media_id: _looked_at(source) for media_id, source in sources.items()}

    async def _project(self, project: Project) -> tuple[Timeline, list[Media]]:
        """The timeline as it stands, and the files that it uses."""
        latest = await self._store.latest(project.session_id)
        timeline = timeline_of(latest.draft)
        timeline = timeline if timeline.title else replace(timeline, title=project.name)
        media = await self._store.media(project.session_id)
        used = timeline.media_ids
        return timeline, [one for one in media if one.media_id in used]

    def _path(
        self,
        kind: str,
        timeline: Timeline,
        sources: Mapping[str, SourceFile],
        more: list[object],
        suffix: str,
    ) -> Path:
        """The name of a picture by all that it shows."""
        from nemovideo_mcp.studio.picture_tasks import VERSIONS

        content = {media_id: source.content_hash for media_id, source in sources.items()}
        shown = [kind, __version__, VERSIONS, draft_of(timeline), content, more]
        digest = hashlib.sha256(json.dumps(shown, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        return self._files.pictures / f"{digest}.{suffix}"

    async def _kept(self, user: str, path: Path, task: Callable[..., bytes], *args: object) -> bytes:
        found = await asyncio.to_thread(_read, path)
        if found is not None:
            return found
        making = self._going_on.get(path)
        if making is None:
            making = self._going_on[path] = asyncio.create_task(self._make(user, path, task, *args))
            making.add_done_callback(lambda done: self._ended(path, done))
        # Shielded: others may wait for it too.
        return await asyncio.shield(making)

    def _ended(self, path: Path, task: asyncio.Task[bytes]) -> None:
        self._going_on.pop(path, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Who waited is told; where nobody waits any more, this is all that is left of it.
            _log.info("A picture was not made: %s", error)

    async def _make(self, user: str, path: Path, task: Callable[..., bytes], *args: object) -> bytes:
        data = await self._looks.short(user, task, *args)
        await asyncio.to_thread(_keep, path, data, self._limit_bytes)
        return data


def _looked_at(source: SourceFile) -> list[object]:
    """What of a source decides how it is framed, as values of JSON."""
    words = [[[*line.area, line.start_ms, line.end_ms] for line in lines] for lines in source.words]
    seen: list[object] = [
        list(source.shot_starts_ms),
        [subject.kind for subject in source.subjects],
        len(source.pictures),
    ]
    return [*seen, words] if words else seen


def _cut_of(timeline: Timeline, number: int) -> BoardCut:
    cuts = board_of(timeline).cuts
    if 1 <= number <= len(cuts):
        return cuts[number - 1]
    raise InvalidRequest(
        detail={
            "en": f"there is no cut {number}: the timeline has {len(cuts)}.",
            "zh": f"没有第 {number} 处剪切：时间线共有 {len(cuts)} 处。",
        },
        hint=_HINT_CUT,
    )


def _cut_near(timeline: Timeline, at_ms: int) -> BoardCut | None:
    near = [cut for cut in board_of(timeline).cuts if abs(cut.time_ms - at_ms) <= _NEAR_MS]
    return min(near, key=lambda cut: abs(cut.time_ms - at_ms), default=None)


def _moment(timeline: Timeline, at_ms: int) -> int:
    if 0 <= at_ms <= timeline.duration_ms:
        return at_ms
    raise InvalidRequest(
        detail={
            "en": f"{at_ms} ms is not in the video, which is {timeline.duration_ms} ms long.",
            "zh": f"{at_ms} 毫秒不在视频范围内，视频时长 {timeline.duration_ms} 毫秒。",
        },
        hint=_HINT_CUT,
    )


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    path.touch()
    return data


def _keep(path: Path, data: bytes, limit_bytes: int) -> None:
    """Keep a picture for the next who asks, and not more of them than is sensible; a full disk keeps none."""
    try:
        with whole_file(path) as part:
            part.write_bytes(data)
        prune(path.parent, limit_bytes)
    except OSError as error:
        _log.info("A picture was not kept: %s", error)
