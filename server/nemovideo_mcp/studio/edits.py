"""Edits of a project: whoever speaks, operations are applied here, one batch at a time, and kept as a version."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakValueDictionary

from nemovideo_mcp.edit.apply import Applied, Lookahead, RefusedWish, apply, apply_wishes
from nemovideo_mcp.edit.budget import Budget
from nemovideo_mcp.edit.context import EditContext, Needs, Planner
from nemovideo_mcp.edit.history import TurnKind
from nemovideo_mcp.edit.losses import has_handwork
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.parsing import parse_operations, to_json
from nemovideo_mcp.edit.references import media_for
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.errors import (
    EditConflict,
    EditRefused,
    ExtraMissing,
    FileMissing,
    MediaUnreadable,
    ModelMissing,
    NemoError,
    NothingToEdit,
    UnsupportedFile,
    WorkerDied,
)
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.answers import Answered, Answers, KeyedCall
from nemovideo_mcp.studio.computing import Computing
from nemovideo_mcp.studio.questions import loss_question
from nemovideo_mcp.studio.records import Media, Project, Stored, Version
from nemovideo_mcp.studio.store import EMPTY_DRAFT, Store
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.typefaces import undrawable
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.edit_answer import NotDone, edit_answer, not_done_of
from nemovideo_mcp.views.sound_remarks import sound_remarks

__all__ = ["EditSession", "Edits", "OnMeasured", "timeline_in"]

OnMeasured = Callable[[str, int, int, float], None]
"""Called with the stage (`look`, `listen`, `speech`), how many files are done, of how many, and how much of others."""

_POLL_S = 0.3
_BUDGET = Budget(limit_s=10)
# What is wrong with a file that an operation names, not with the studio.
_UNUSABLE = (
    ExtraMissing,
    FileMissing,
    MediaUnreadable,
    ModelMissing,
    NothingToEdit,
    UnsupportedFile,
    WorkerDied,
)
_LANGUAGES = ("en", "zh")


@dataclass(frozen=True, kw_only=True)
class EditSession:
    """A project as an edit finds it: its newest version, the timeline to edit, and what is around that.

    `timeline` is that of the newest version, or the one that an undo in the same turn leads to.
    """

    project: Project
    latest: Version
    timeline: Timeline
    files: tuple[Media, ...]
    context: EditContext


def timeline_in(draft: Mapping[str, Any], project: Project) -> Timeline:
    """The timeline of a draft; the project's name is that of the empty one."""
    return timeline_of({"m": {"title": project.name}} if draft == EMPTY_DRAFT else draft)


class _FileFailed(Exception):
    """A file of the project could not be measured, and why."""

    def __init__(self, file: Media, error: NemoError) -> None:
        super().__init__(str(error))
        self.file = file
        self.error = error


def _tell_nobody(stage: str, done: int, total: int, under_way: float) -> None:
    del stage, done, total, under_way


class Edits:
    """Opens projects for edits, measures what they need, applies them and keeps them.

    `computing` is for what may take seconds, `viewing` for what takes some milliseconds at most.
    """

    def __init__(
        self,
        *,
        store: Store,
        answers: Answers,
        analyses: MediaAnalyses,
        planner: Planner,
        computing: Computing,
        viewing: Computing,
    ) -> None:
        self._store = store
        self._answers = answers
        self._computing = computing
        self._viewing = viewing
        self._analyses = analyses
        self._planner = planner
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock_of(self, project: Project) -> asyncio.Lock:
        """What whoever changes the project holds meanwhile."""
        return self._locks.setdefault(project.session_id, asyncio.Lock())

    async def edit(
        self,
        project: Project,
        given: object,
        *,
        language: str,
        asking: Asking = NO_QUESTIONS,
        dry_run: bool = False,
        author: str = "agent",
        call: KeyedCall | None = None,
    ) -> Mapping[str, Any]:
        """Apply operations as they came from the wire, all or none.

        Args:
            project: whose film is edited.
            given: a list of operations as JSON.
            language: of the answer, "en" or "zh".
            asking: the version that the caller has seen, and whether a question may be the answer, with nothing
                changed: where more than half of a film would go that a person has worked on.
            dry_run: answer as the edit would, and keep nothing.
            author: who asked, kept with each operation.
            call: the key that it was asked under; what was answered under it before is answered again.

        Returns:
            The answer of `views.edit_answer`. A refused edit has nothing in `done`; where something is asked, there is
            a `question` too.

        Raises:
            EditConflict: if the timeline is another than that of `asking.expect_version`.
            KeyReused: if the key of `call` stands for something else.
        """
        # Who asks again while the first call goes on waits for it here.
        async with self.lock_of(project):
            if (recorded := await self._answers.of(call)) is not None:
                return recorded
            session = await self.open(project)
            await self.check_version(session.project, session.latest, asking.expect_version)
            operations: tuple[Operation, ...] = ()
            try:
                operations = await self._computing.run(project.user_id, parse_operations, given)
                session, unusable = await self.measured(session, [operations])
                if unusable:
                    raise unusable[0].error
                applied = await self._computing.run(
                    project.user_id, apply, session.timeline, operations, session.context
                )
            except EditRefused as error:
                answer = self._answer(session, language, not_done=[not_done_of(error, operations)])
                return await self._answered(call, answer)
            if not dry_run and has_handwork(session.timeline):
                question = loss_question(asking, session.timeline, applied, version=session.latest.number)
                if question is not None:
                    # No answer that the key stands for: the same edit may come again with the user's answer.
                    answer = self._answer(session, language, not_done=[NotDone(why=question.words)])
                    return {**answer, "question": question.view(language)}
            answer = self._answer(session, language, applied=applied, dry_run=dry_run)
            if dry_run or not applied.changed:
                return await self._answered(None if dry_run else call, answer)
            answer["version"] = await self.keep(
                session,
                applied,
                operations=operations,
                author=author,
                message=" ".join(o.sentence().in_language(language) for o in operations),
                reply=answer["message"],
                answered=Answered(call=call, answer=answer) if call else None,
            )
            return answer

    def song_of(self, session: EditSession, reference: str) -> MediaItem:
        """The song of the project that `reference` names, by id or name. Raises `EditRefused`."""
        work = Workspace(timeline=session.timeline, context=session.context)
        return media_for(work, reference, kinds=("audio",))

    async def _answered(self, call: KeyedCall | None, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """`answer`, kept for who asks again; nothing was changed for it."""
        if call is not None:
            await self._answers.keep(Answered(call=call, answer=answer))
        return answer

    async def open(self, project: Project, *, draft: Mapping[str, Any] | None = None) -> EditSession:
        """The project as it stands, or with another draft in the place of its newest one."""
        latest, files, last_ids = await self._store.standing(project.session_id)
        drawn = latest.draft if draft is None else draft
        timeline = await self._viewing.run(project.user_id, timeline_in, drawn, project)
        context = EditContext(
            media=await self._items(files),
            planner=self._planner,
            seed=int.from_bytes(hashlib.sha256(project.session_id.encode()).digest()[:4], "big"),
            last_ids=last_ids,
            budget=_BUDGET,
            undrawable=undrawable,
        )
        return EditSession(
            project=project,
            latest=latest,
            timeline=timeline,
            files=files,
            context=context.with_beats(timeline.song_beats),
        )

    async def measured(
        self,
        session: EditSession,
        wishes: Sequence[Sequence[Operation]],
        *,
        on_measured: OnMeasured | None = None,
    ) -> tuple[EditSession, tuple[RefusedWish, ...]]:
        """`session` with all that `wishes` need measured, and the wishes whose files cannot be."""
        refused: list[RefusedWish] = []
        lookahead = Lookahead(session.timeline, session.context)
        for number, wish in enumerate(wishes, 1):
            for place, operation in enumerate(wish, 1):
                needs = await self._computing.run(
                    session.project.user_id, lookahead.needs_of, operation, session.context
                )
                try:
                    session = await self._look(session, needs, on_measured)
                except _FileFailed as failed:
                    error = _unusable(failed.error, operation, place)
                    refused.append(RefusedWish(number=number, op=operation.name, error=error))
                    break
                lookahead.pass_by(operation)
            lookahead.end_wish()
        return session, tuple(refused)

    async def apply_wishes(
        self, session: EditSession, wishes: Sequence[Sequence[Operation]]
    ) -> tuple[Applied, tuple[RefusedWish, ...]]:
        """`edit.apply.apply_wishes`, as soon as it is the user's turn: shots and music are solved there."""
        return await self._computing.run(
            session.project.user_id, apply_wishes, session.timeline, wishes, session.context
        )

    async def keep(
        self,
        session: EditSession,
        applied: Applied,
        *,
        operations: Sequence[Operation],
        author: str,
        message: str,
        reply: str,
        authors: Sequence[str] = (),
        step: TurnKind | None = None,
        at: int | None = None,
        answered: Answered | None = None,
    ) -> int:
        """Make a version of what was applied; its number. The others are those of `Store.add_version`.

        `authors` are those of each operation, where not all are of the version's `author`.
        """
        return await self._store.add_version(
            session.project.session_id,
            draft=draft_of(applied.timeline),
            message=message,
            reply=reply,
            changed=True,
            step=step,
            at=at,
            operations=[
                {**to_json(operation), "author": by}
                for operation, by in zip(operations, authors or [author] * len(operations), strict=True)
            ],
            author=author,
            last_ids=applied.last_ids,
            answered=answered,
        )

    async def sources(self, project: Project) -> EditSession:
        """The project with all its files measured, as far as they can be."""
        session = await self.open(project)
        pending = [
            self._analyses.structure(f.stored, project.user_id)
            if f.stored.info.kind == "audio"
            else self._analyses.analysis(f.stored, project.user_id)
            for f in session.files
            if f.stored.info.kind in ("video", "audio")
        ]
        for outcome in await asyncio.gather(*pending, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, _UNUSABLE):
                raise outcome
        return await self.open(project)

    # --- ours ----------------------------------------------------------------------------------------------------

    async def _look(self, session: EditSession, needs: Needs, on_measured: OnMeasured | None) -> EditSession:
        if needs == Needs():
            return session
        stages: tuple[tuple[str, tuple[str, ...], Callable[[Stored, str], Awaitable[object]]], ...] = (
            ("look", needs.analyse, self._analyses.analysis),
            ("listen", needs.beats, self._analyses.structure),
            ("look", needs.captions, self._analyses.captions),
            ("look", needs.edits, self._analyses.foreign_edit),
            ("look", needs.beat_files, self._analyses.beat_file),
            ("speech", needs.speech, self._analyses.speech),
            ("speech", needs.words, self._analyses.transcript),
        )
        for stage, wanted, measure in stages:
            files = [file for file in session.files if file.media_id in wanted]
            await self._measure(stage, session.project.user_id, files, measure, on_measured)
        items = await self._items(session.files)
        context = replace(session.context, media=items, measured=None)
        return replace(session, context=context.with_beats(session.timeline.song_beats))

    async def check_version(self, project: Project, latest: Version, expected: int | None) -> None:
        """Raise `EditConflict` where the timeline is another than `expected` was; mere talk makes none."""
        if expected is None or expected == latest.number:
            return
        then = await self._store.version(project.session_id, expected)
        if then is not None and then.draft == latest.draft:
            return
        listed = {
            language: [c.text for c in diff(then.draft, latest.draft, language=language)] if then else []
            for language in _LANGUAGES
        }
        none = {"en": "there is no such version", "zh": "没有这个版本"}
        joined = {key: ("；" if key == "zh" else "; ").join(listed[key]) or none[key] for key in _LANGUAGES}
        raise EditConflict(expected=expected, version=latest.number, changes=joined, listed=listed)

    def _answer(
        self,
        session: EditSession,
        language: str,
        *,
        applied: Applied | None = None,
        not_done: Sequence[NotDone] = (),
        dry_run: bool = False,
    ) -> dict[str, Any]:
        return edit_answer(
            timeline=applied.timeline if applied else session.timeline,
            media=session.context.media,
            version=session.latest.number,
            language=language,
            applied=applied,
            not_done=not_done,
            behind=sound_remarks(session.timeline, applied.timeline, session.context.media)
            if applied
            else (),
            dry_run=dry_run,
        )

    async def _items(self, files: Sequence[Media]) -> tuple[MediaItem, ...]:
        await self._analyses.look_for_model()
        known = await self._analyses.known_of([file.stored for file in files])
        return tuple(
            MediaItem(
                media_id=file.media_id,
                name=file.name,
                info=file.stored.info,
                analysis=measured.analysis,
                grid=measured.grid,
                structure=measured.structure,
                captions=measured.captions,
                edit=measured.edit,
                beats=measured.beats,
            )
            for file, measured in zip(files, known, strict=True)
        )

    async def _measure(
        self,
        stage: str,
        user: str,
        files: Sequence[Media],
        measure: Callable[[Stored, str], Awaitable[object]],
        on_measured: OnMeasured | None,
    ) -> None:
        """Wait until all `files` have been measured, and tell how far that is."""
        if not files:
            return
        tell = on_measured or _tell_nobody
        tell(stage, 0, len(files), 0.0)
        pending = {asyncio.ensure_future(measure(file.stored, user)): file for file in files}
        try:
            while pending:
                done, _ = await asyncio.wait(pending, timeout=_POLL_S, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    file = pending.pop(task)
                    error = task.exception()
                    if isinstance(error, _UNUSABLE):
                        raise _FileFailed(file, error)
                    task.result()
                under_way = sum(self._analyses.progress(file.stored) for file in pending.values())
                tell(stage, len(files) - len(pending), len(files), under_way)
        finally:
            for task in pending:
                task.cancel()


def _unusable(error: NemoError, operation: Operation, place: int) -> EditRefused:
    what = Words(error.what("en"), error.what("zh"))
    detail = Words(
        f"operation {place} ({operation.name}): {what.en}",
        f"第 {place} 个操作（{operation.name}）：{what.zh}",
    )
    hint = {"en": error.next_step("en"), "zh": error.next_step("zh")}
    return EditRefused(detail=detail.pair(), hint=hint, place=place)
