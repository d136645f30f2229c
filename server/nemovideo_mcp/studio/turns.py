"""A turn of the conversation: a message becomes a new version of the project, and a stream of events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nemovideo_mcp.autoedit.defaults import with_defaults
from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import (
    EditConflict,
    EditRefused,
    FileMissing,
    InvalidRequest,
    MediaUnreadable,
    NemoError,
    NothingToEdit,
    ServerFailed,
    UnsupportedFile,
)
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.which_song import leaves_song_open, may_leave_song_open, with_one_song
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.questions import QUESTIONS
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.studio.answers import Answered, Answers, KeyedCall
from nemovideo_mcp.studio.edits import Edits, EditSession
from nemovideo_mcp.studio.model_reader import ModelReader
from nemovideo_mcp.studio.questions import (
    OpenQuestions,
    Question,
    loss_question,
    moved_on,
    song_question,
    song_unused,
)
from nemovideo_mcp.studio.readers import Readers
from nemovideo_mcp.studio.records import Project
from nemovideo_mcp.studio.second_reading import FirstReading, SecondReading, read_again, unread_of
from nemovideo_mcp.studio.steps import Move, keep_move, move_for, said_of
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.studio.turn_events import (
    StageReport,
    Turn,
    asking_report,
    edit_report,
    measuring_reports,
)
from nemovideo_mcp.studio.understood import not_done_wish, not_done_words, offered_of, remarks_on
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.views.edit_answer import NotDone, edit_answer, not_done_of
from nemovideo_mcp.views.sound_remarks import sound_remarks

__all__ = ["Turns"]

_log = logging.getLogger(__name__)
_AUTHOR = "user"
_MOST_FOCUSES = 1000
# What a user can mend is said in words, as the cloud would; only what the studio did wrong is an error.
_SAID = (NothingToEdit, MediaUnreadable, UnsupportedFile, FileMissing, InvalidRequest)


class Turns:
    """Carries messages out: one at a time for each project, in the order of their coming.

    `model` is asked about what the rules do not understand; None where nobody has named one.
    """

    def __init__(
        self,
        *,
        store: Store,
        answers: Answers,
        edits: Edits,
        readers: Readers,
        defaults: Callable[[], Mapping[str, SkillDefaults]],
        model: ModelReader | None = None,
    ) -> None:
        self._model = model
        self._defaults = defaults
        self._store = store
        self._answers = answers
        self._edits = edits
        self._readers = readers
        self._focus: dict[str, Focus] = {}
        self._questions = OpenQuestions()
        self._going_on: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        return bool(self._going_on)

    def start(
        self,
        project: Project,
        message: str,
        *,
        call: KeyedCall | None = None,
        asking: Asking = NO_QUESTIONS,
    ) -> Turn:
        """Begin; the turn is carried to its end even if nobody listens.

        What was answered under the key of `call` before is answered again; who asks while that goes on waits for it.
        `asking` says whether a question may be the answer, with nothing changed.
        """
        turn = Turn()
        task = asyncio.create_task(self._carry_out(project, message, turn, call, asking))
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return turn

    async def close(self, *, patience_s: float) -> None:
        """Let what goes on come to its end, for so long; then give it up, with nothing of it kept."""
        if self._going_on:
            _, late = await asyncio.wait(self._going_on, timeout=patience_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _carry_out(
        self, project: Project, message: str, turn: Turn, call: KeyedCall | None, asking: Asking
    ) -> None:
        language = language_of(message, otherwise=project.language)
        try:
            async with self._edits.lock_of(project):
                recorded = await self._answers.of(call)
                if recorded is None:
                    turn.say(await self._edit(project, message, turn, call, asking))
                else:
                    edit_report(turn, language).tell(1, 0.0, answer=recorded)
                    turn.say(str(recorded["message"]))
        except _SAID as error:
            turn.say(error.describe(language))
        except NemoError as error:
            turn.fail(error, language)
        except Exception as error:  # noqa: BLE001 - the edge of a job
            _log.exception("A turn failed")
            turn.fail(ServerFailed(f"{type(error).__name__}."), language)
        finally:
            turn.events.put_nowait(None)

    async def _edit(
        self, project: Project, said: str, turn: Turn, call: KeyedCall | None, asking: Asking
    ) -> str:
        """Understand what was `said`, do what can be done of it, keep that as one version, and say all of it.

        Where a question is to be answered first, it is asked, and nothing is done.
        """
        session = await self._edits.open(project)
        language = language_of(said, otherwise=project.language)
        meant = self._questions.answered(project.session_id, said, asking)
        if meant is None:
            return await self._leave(session, turn, said, words_of(QUESTIONS, "left"), language, call=call)
        message, asking = meant
        try:
            await self._edits.check_version(project, session.latest, asking.expect_version)
            song = self._edits.song_of(session, asking.song) if asking.song else None
        except EditConflict:
            return await self._leave(session, turn, said, moved_on(), language, call=call)
        except EditRefused as error:
            return await self._leave(session, turn, said, not_done_of(error), language, call=call)
        understood = await self._understood(message, session, song=song)
        move: Move | None = None
        if understood.step is not None:
            move = await move_for(
                understood.step,
                session_id=project.session_id,
                store=self._store,
                latest=session.latest,
            )
            if move.number is not None:
                # The rest of the message speaks of the version that is back.
                session = await self._edits.open(project, draft=move.draft)
                understood = await self._understood(message, session, song=song)
        language = understood.language
        if asking.ask and song is None and await self._leaves_song_open(message, session, understood):
            question = song_question(
                self._scene(session).songs, session.context.media, version=session.latest.number
            )
            return await self._ask(session, turn, said, message, asking, question, language)
        wished, notes = await self._completed(understood, session)
        session, unusable = await self._edits.measured(
            session, wished, on_measured=measuring_reports(turn, language)
        )
        failed = {one.number for one in unusable}
        wishes = [wish for number, wish in enumerate(wished, 1) if number not in failed]
        report = edit_report(turn, language)
        applied, refused = await self._edits.apply_wishes(session, wishes)
        before = self._focus_of(project)
        if not (before.loss_told and understood.operations == before.offered):
            question = loss_question(asking, session.timeline, applied, version=session.latest.number)
            if question is not None:
                return await self._ask(session, turn, said, message, asking, question, language, report)
        first = FirstReading(
            message=message,
            understood=understood,
            session=session,
            wishes=wishes,
            applied=applied,
            refused=refused,
        )
        second = await self._second_reading(first, turn)
        understood, session, applied = second.understood, second.session, second.applied
        not_done = (
            *(not_done_wish(one) for one in (*unusable, *refused)),
            *not_done_words(understood),
            *([NotDone(why=said_of(move)[0], op=move.kind)] if move and move.number is None else []),
        )
        offered = second.offered
        if not offered:
            not_done, offered = offered_of(not_done)
        answer = edit_answer(
            timeline=applied.timeline,
            media=session.context.media,
            version=session.latest.number + 1,
            language=language,
            applied=applied if applied.done else None,
            not_done=not_done,
            before=said_of(move) if move and move.number is not None else (),
            behind=(
                *notes,
                *sound_remarks(session.timeline, applied.timeline, session.context.media),
                *remarks_on(understood, session.timeline, session.context.media, message=said),
                *song_unused(song, understood),
                *([second.remark] if second.remark else []),
            ),
            read=second.read,
        )
        asked = [
            (operation, _AUTHOR)
            for number, wish in enumerate(wishes, 1)
            if number not in {one.number for one in refused}
            for operation in wish
        ]
        asked += [(operation, second.author) for operation in second.operations]
        await self._keep(session, move, applied, message=message, answer=answer, asked=asked, call=call)
        self._remember(project, replace(understood.focus, offered=offered, loss_told=bool(second.offered)))
        report.tell(1, 0.0, answer=answer)
        return str(answer["message"])

    async def _ask(
        self,
        session: EditSession,
        turn: Turn,
        said: str,
        message: str,
        asking: Asking,
        question: Question,
        language: str,
        report: StageReport | None = None,
    ) -> str:
        """Ask in place of doing `message`, of which nothing is done; `said` is what the user said in this turn.

        The question is no answer that a key stands for: who sends the message again with the answer has the same key.
        """
        self._questions.remember(session.project.session_id, message, asking, question)
        not_done = NotDone(why=question.words, hint=question.reply_words(asking))
        return await self._leave(
            session, turn, said, not_done, language, report=report, question=question.view(language)
        )

    async def _leave(
        self,
        session: EditSession,
        turn: Turn,
        said: str,
        why: NotDone | Words,
        language: str,
        *,
        call: KeyedCall | None = None,
        report: StageReport | None = None,
        question: Mapping[str, Any] | None = None,
    ) -> str:
        """Leave the film as it is and say why: what was not done, or that this is as it was wished.

        What was said is kept as talk.
        """
        answer = edit_answer(
            timeline=session.timeline,
            media=session.context.media,
            version=session.latest.number + 1,
            language=language,
            not_done=[why] if isinstance(why, NotDone) else (),
            before=(why,) if isinstance(why, Words) else (),
        )
        if question is not None:
            answer["question"] = question
        applied = Applied(timeline=session.timeline, done=())
        await self._keep(session, None, applied, message=said, answer=answer, asked=(), call=call)
        # What an earlier turn has offered is no longer what a "yes" is about.
        self._remember(session.project, replace(self._focus_of(session.project), offered=()))
        (report or edit_report(turn, language)).tell(1, 0.0, answer=answer)
        return str(answer["message"])

    async def _second_reading(self, first: FirstReading, turn: Turn) -> SecondReading:
        """`first` with what a model makes of the words that no rule understands, where there is a model to ask."""
        if self._model is None or not first.session.files or not unread_of(first.understood):
            return SecondReading(understood=first.understood, session=first.session, applied=first.applied)
        language = first.understood.language
        return await read_again(
            first,
            reader=self._model,
            edits=self._edits,
            on_asking=asking_report(turn, language),
            on_measured=measuring_reports(turn, language),
        )

    def _scene(self, session: EditSession) -> Scene:
        return Scene(
            timeline=session.timeline,
            media=session.context.media,
            language=session.project.language,
            last_ids=session.context.last_ids,
            focus=self._focus_of(session.project),
        )

    async def _understood(
        self, message: str, session: EditSession, *, song: MediaItem | None = None
    ) -> Understanding:
        """What `message` means, where words for a song mean `song`, if one is given."""
        scene = self._scene(session)
        if song is not None:
            scene = with_one_song(scene, song.media_id)
        return await self._readers.read(session.project.user_id, message, scene)

    async def _leaves_song_open(self, message: str, session: EditSession, understood: Understanding) -> bool:
        scene = self._scene(session)
        if not may_leave_song_open(understood, scene):
            return False
        alone = await self._understood(message, session, song=scene.songs[0])
        return leaves_song_open(understood, alone, scene)

    async def _completed(
        self, understood: Understanding, session: EditSession
    ) -> tuple[Sequence[Sequence[Operation]], Sequence[Words]]:
        """The wishes with what the project's skill takes for granted, and what is to be said of that."""
        skill = session.project.skill
        known: Mapping[str, SkillDefaults] = await asyncio.to_thread(self._defaults) if skill else {}
        completed = with_defaults(
            understood.wishes,
            known.get(skill) or SkillDefaults(),
            timeline=session.timeline,
            media=session.context.media,
        )
        return completed.wishes, completed.notes

    async def _keep(
        self,
        session: EditSession,
        move: Move | None,
        applied: Applied,
        *,
        message: str,
        answer: Mapping[str, Any],
        asked: Sequence[tuple[Operation, str]],
        call: KeyedCall | None,
    ) -> None:
        """One version for the turn: an edit, a move, or talk that changed nothing.

        `asked` are the operations that were done, and who read each in the user's words.
        """
        reply = str(answer["message"])
        answered = Answered(call=call, answer=answer) if call else None
        if applied.changed:
            await self._edits.keep(
                session,
                applied,
                operations=[operation for operation, _ in asked],
                authors=[author for _, author in asked],
                author=_AUTHOR,
                message=message,
                reply=reply,
                at=move.stands_on if move and move.number is not None else None,
                answered=answered,
            )
        elif move is not None and move.number is not None:
            await keep_move(
                move,
                session_id=session.project.session_id,
                store=self._store,
                message=message,
                reply=reply,
                author=_AUTHOR,
                answered=answered,
            )
        else:
            await self._store.add_version(
                session.project.session_id,
                draft=session.latest.draft,
                message=message,
                reply=reply,
                changed=False,
                author=_AUTHOR,
                answered=answered,
            )

    def _focus_of(self, project: Project) -> Focus:
        return self._focus.get(project.session_id, Focus())

    def _remember(self, project: Project, focus: Focus) -> None:
        """What "it" means in the next message; a studio that starts anew has forgotten it."""
        self._focus.pop(project.session_id, None)
        self._focus[project.session_id] = focus
        if len(self._focus) > _MOST_FOCUSES:
            del self._focus[next(iter(self._focus))]
