"""Exports as jobs: rows of the database that are carried out in fair turns, and taken up again after a kill."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from nemovideo_mcp.errors import LimitReached, MediaChanged, NemoError, RenderCancelled, WorkerDied
from nemovideo_mcp.export.estimate import Estimate
from nemovideo_mcp.export.options import as_exported
from nemovideo_mcp.export.worker_tasks import as_nemo_error
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.protocol.envelope import failure
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.records import Media, Render
from nemovideo_mcp.studio.render_pool import Lane
from nemovideo_mcp.studio.second_look import SecondLook
from nemovideo_mcp.studio.sources import sources_of
from nemovideo_mcp.studio.space import Space
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.studio.workers import Workers
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.timeline.speech import speakers
from nemovideo_mcp.views.receipt import Receipt

__all__ = ["Exports", "Progress"]

_log = logging.getLogger(__name__)
_ATTEMPTS = 2
# How long a request to cancel is kept waiting.
_STOP_S = 8.0
# Exports that may go on at a time; each has a thread, which mostly waits for the workers.
_MOST_BEGUN = 64
# Before a length is known, and where it cannot be: an export that will fail at once is not in anybody's way.
_UNKNOWN_S = 0.0


@dataclass(frozen=True)
class Progress:
    """How far an export is: the stage that goes on, and the fraction of the whole; `ahead` exports come before it."""

    stage: str = "pending"
    fraction: float = 0.0
    ahead: int = 0


@dataclass(kw_only=True)
class _Job:
    render: Render
    language: str
    progress: Progress = field(default_factory=Progress)
    stop: threading.Event = field(default_factory=threading.Event)
    parked: bool = False
    lane: Lane | None = None
    expected: Estimate | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Exports:
    """The queue of exports, `per_user` of each user at most. Whose turn it is, `workers.rendering` decides."""

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        workers: Workers,
        analyses: MediaAnalyses,
        engine: Engine,
        space: Space,
        second_look: SecondLook,
        per_user: int = 20,
    ) -> None:
        self._store = store
        self._files = files
        self._workers = workers
        self._analyses = analyses
        self._engine = engine
        self._space = space
        self._second_look = second_look
        self._per_user = per_user
        self._threads = ThreadPoolExecutor(_MOST_BEGUN, thread_name_prefix="nemovideo-export")
        self._jobs: dict[str, _Job] = {}
        # Those of each user that are being asked for at this moment.
        self._asked: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    @property
    def running(self) -> int:
        return len(self._tasks)

    async def resume(self) -> None:
        """Take up what a studio before this one left unfinished; the chunks that it had made are not made again."""
        for render in await self._store.unfinished_renders():
            project = await self._store.project(render.session_id, user_id=render.user_id)
            self._start(render, project.language if project else "en")

    async def submit(
        self,
        user_id: str,
        render_id: str,
        *,
        session_id: str,
        draft: Mapping[str, Any],
        language: str,
        options: ExportOptions = STANDARD,
    ) -> Render:
        """The job of this id: a new one, or the one that is there already.

        Raises `InvalidRequest` where the platform of `options` does not take such a film, `LimitReached` where the user
        has as many exports that wait or go on as one may have, and `NotEnoughSpace` or `QuotaFull` where there is no
        room for it.
        """
        if (known := await self._store.render(user_id, render_id)) is not None:
            return known
        as_exported(timeline_of(draft), options)
        of_user = sum(job.render.user_id == user_id for job in self._jobs.values())
        if of_user + self._asked[user_id] >= self._per_user:
            raise _too_many(self._per_user)
        self._asked[user_id] += 1
        try:
            expected = await self._estimate(session_id, draft, options)
            await self._admit(user_id, expected)
            render, new = await self._store.add_render(
                user_id, render_id, session_id=session_id, draft=draft, options=options
            )
            if new:
                # In the queue before the answer, which tells its place.
                self._join(self._start(render, language), expected)
        finally:
            self._asked -= Counter({user_id: 1})
        return render

    def progress(self, render: Render) -> Progress:
        """How far it is at this moment."""
        job = self._jobs.get(render.key)
        # A job tidies up for a moment after its end has been written down.
        if job is not None and not render.finished:
            waits = job.lane is not None and not job.lane.begun.is_set()
            return replace(job.progress, ahead=job.lane.ahead) if job.lane and waits else job.progress
        stage = "cancelled" if render.cancelled else render.status
        return Progress(stage, 1.0 if render.status == "completed" else 0.0)

    async def cancel(self, render: Render, language: str) -> None:
        """Stop it, and wait for that: one that waits is over at once, one that goes on within a second or two.

        One that has ended stays as it is.
        """
        job = self._jobs.get(render.key)
        if job is None:
            return
        job.stop.set()
        if job.progress.stage == "pending":
            await self._fail(job, RenderCancelled(), language)
            if job.lane is not None:
                job.lane.leave()
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(job.ended.wait(), _STOP_S)

    async def close(self) -> None:
        """Park what goes on: it is pending again, and goes on in the next studio where it was."""
        for job in self._jobs.values():
            job.parked = True
            job.stop.set()
            if job.lane is not None and not job.lane.begun.is_set():
                job.lane.leave()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=False)

    def _start(self, render: Render, language: str) -> _Job:
        job = self._jobs[render.key] = _Job(render=render, language=language)
        task = asyncio.create_task(self._carry_out(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def _join(self, job: _Job, expected: Estimate | None) -> Lane:
        job.expected = expected
        job.lane = self._workers.rendering.join(
            job.render.key,
            user=job.render.user_id,
            arrived_s=job.render.created,
            expected_s=expected.work_s if expected else _UNKNOWN_S,
        )
        return job.lane

    async def _carry_out(self, job: _Job) -> None:
        try:
            render = job.render
            lane = job.lane or self._join(
                job, await self._estimate(render.session_id, render.draft, render.options)
            )
            if not job.stop.is_set():
                await lane.begun.wait()
            if job.stop.is_set():
                return
            # Others may have filled the disk since it was asked for.
            await self._admit(job.render.user_id, job.expected)
            job.progress = Progress("render", 0.0)
            await self._store.set_render_status(job.render.key, "processing")
            receipt = await self._export(job, lane)
            mended = await self._second_look.after(job.render, receipt, job.language)
            if mended is not None:
                job.render = replace(job.render, draft=mended.draft)
                receipt = replace(await self._export(job, lane), chosen_again=mended.kinds)
            await self._finish(job, receipt)
        except RenderCancelled as error:
            if job.parked:
                await self._store.set_render_status(job.render.key, "pending")
            else:
                await self._fail(job, error, job.language)
        except NemoError as error:
            await self._fail(job, error, job.language)
        except Exception as error:  # noqa: BLE001 - the edge of a job
            _log.exception("An export failed")
            path = self._files.render_path(job.render.key)
            await self._fail(job, as_nemo_error(error, path), job.language)
        finally:
            if job.lane is not None:
                job.lane.leave()
            self._jobs.pop(job.render.key, None)
            job.ended.set()

    async def _estimate(
        self, session_id: str, draft: Mapping[str, Any], options: ExportOptions
    ) -> Estimate | None:
        """What the export should take; None where that cannot be told, as it will fail and say why."""
        timeline = timeline_of(draft)
        media = await self._media_of(session_id, timeline)
        sources = sources_of(media, self._files, await self._analyses.analyses_of(media))
        try:
            return await asyncio.to_thread(
                self._engine.estimate,
                timeline,
                sources,
                work_folder=self._files.work,
                options=options,
            )
        except NemoError:
            return None

    async def _admit(self, user_id: str, expected: Estimate | None) -> None:
        if expected is not None:
            await self._space.admit_film(
                user_id, disk_bytes=expected.disk_bytes, film_bytes=expected.film_bytes
            )

    async def _media_of(self, session_id: str, timeline: Timeline) -> list[Media]:
        """The files that the timeline uses."""
        used = timeline.media_ids
        return [m for m in await self._store.media(session_id) if m.media_id in used]

    async def _export(self, job: _Job, lane: Lane) -> Receipt:
        loop = asyncio.get_running_loop()
        timeline = timeline_of(job.render.draft)
        media = await self._media_of(job.render.session_id, timeline)
        # In threads of their own: the event loop's are for those who wait for an answer.
        await loop.run_in_executor(self._threads, _check_media, media, self._files)
        await self._hear(job.render.user_id, timeline, media)
        await self._look_for_subjects(job.render.user_id, timeline, media)
        # The export does without what is not known.
        analyses = await self._analyses.analyses_of(media)
        sources = sources_of(media, self._files, analyses)
        self._workers.make_room()

        def on_progress(stage: str, fraction: float) -> None:
            # A film that is made again goes on from where it was.
            job.progress = Progress(stage, max(fraction, job.progress.fraction))

        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await loop.run_in_executor(
                    self._threads,
                    partial(
                        self._engine.export,
                        timeline,
                        sources,
                        analyses=analyses,
                        output=self._files.render_path(job.render.key),
                        work_folder=self._files.work,
                        executor=lane,
                        on_progress=on_progress,
                        cancelled=job.stop.is_set,
                        options=job.render.options,
                    ),
                )
            except WorkerDied:
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError("every attempt returns or raises")

    async def _hear(self, user: str, timeline: Timeline, media: Sequence[Media]) -> None:
        """Find when the clips speak, where the music is to be lower then. Raises `ExtraMissing`."""
        if all(clip.under_speech >= 1 for clip in timeline.audio_clips):
            return
        heard = {clip.media_id for clip in speakers(timeline)}
        speaking = [m.stored for m in media if m.media_id in heard and m.stored.info.has_audio]
        await asyncio.gather(*(self._analyses.speech(stored, user) for stored in speaking))

    async def _look_for_subjects(self, user_id: str, timeline: Timeline, media: list[Media]) -> None:
        """Measure what a film needs that is framed by its subjects, where that has not been done."""
        framed = {
            clip.media_id
            for clip in timeline.video_clips
            if clip.follow or clip.crop_bars or (timeline.auto_framing and clip.follow is None)
        }
        for one in media:
            if one.media_id in framed and one.stored.info.has_pictures:
                with contextlib.suppress(NemoError):  # the crop stays in the middle
                    await self._analyses.analysis(one.stored, user_id)

    async def _finish(self, job: _Job, receipt: Receipt) -> None:
        path = self._files.render_path(job.render.key)
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        output = {"duration": round(receipt.duration_ms / 1000, 3), "size": size, "format": "mp4"}
        await self._store.finish_render(
            job.render.key,
            output={**output, "width": receipt.width, "height": receipt.height},
            receipt={**receipt.as_json(), "line": receipt.line(job.language)},
        )
        await self._space.tidy()

    async def _fail(self, job: _Job, error: NemoError, language: str) -> None:
        said = failure(error, language=language)
        await self._store.finish_render(
            job.render.key,
            error={"code": said["code"], "message": said["message"], **said["data"]},
            cancelled=isinstance(error, RenderCancelled),
        )


def _too_many(allowed: int) -> LimitReached:
    return LimitReached(
        limit=words_of(STUDIO, "exports_limit", n=allowed).pair(),
        wait=words_of(STUDIO, "exports_wait").pair(),
    )


def _check_media(media: Iterable[Media], files: Files) -> None:
    """Raises `MediaChanged` for a file that is gone, or that has another content than the one it is named by."""
    for one in media:
        try:
            with files.path_of(one.stored).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found = ""
        if found != one.stored.content_hash:
            raise MediaChanged(name=one.name)
