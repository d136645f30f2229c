"""An undo, redo or restore that nobody said in words: the buttons and calls for it, under a key like an edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.language.readings import Step
from nemovideo_mcp.studio.answers import Answered, Answers, KeyedCall
from nemovideo_mcp.studio.edits import Edits
from nemovideo_mcp.studio.records import Project, Version
from nemovideo_mcp.studio.steps import keep_move, move_for, said_of
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.views.edit_answer import edit_answer

__all__ = ["Stepped", "Stepping"]


@dataclass(frozen=True, kw_only=True)
class Stepped:
    """An undo, redo or restore that was made: the versions before and after it, and the one that is back."""

    before: Version
    now: Version
    of: int


class Stepping:
    """Goes to other versions of projects, behind the edits and turns that go on."""

    def __init__(self, *, store: Store, answers: Answers, edits: Edits) -> None:
        self._store = store
        self._answers = answers
        self._edits = edits

    async def step(
        self,
        project: Project,
        wish: Step,
        *,
        said: str,
        language: str,
        author: str,
        call: KeyedCall | None = None,
        expect_version: int | None = None,
    ) -> Stepped:
        """Undo, redo or restore; `said` is kept as the message.

        What was done under the key of `call` is told again. Raises `InvalidRequest` where that leads nowhere,
        `EditConflict` where the timeline is another than that of `expect_version`, and `KeyReused`.
        """
        async with self._edits.lock_of(project):
            if (recorded := await self._answers.of(call)) is not None:
                return await self._stepped(project, recorded)
            latest = await self._store.latest(project.session_id)
            await self._edits.check_version(project, latest, expect_version)
            move = await move_for(wish, session_id=project.session_id, store=self._store, latest=latest)
            if move.number is None:
                raise InvalidRequest(
                    detail=said_of(move)[0].pair(),
                    hint={
                        "en": "Ask for the versions to see which there are.",
                        "zh": "请查看版本列表。",
                    },
                )
            session = await self._edits.open(project, draft=move.draft)
            answer = edit_answer(
                timeline=session.timeline,
                media=session.context.media,
                version=latest.number + 1,
                language=language,
                before=said_of(move),
            )
            await keep_move(
                move,
                session_id=project.session_id,
                store=self._store,
                message=said,
                reply=answer["message"],
                author=author,
                answered=Answered(call=call, answer={"of": move.number}) if call else None,
            )
            now = await self._store.latest(project.session_id)
        return Stepped(before=latest, now=now, of=move.number)

    async def _stepped(self, project: Project, recorded: Mapping[str, Any]) -> Stepped:
        number = int(recorded["version"])
        before = await self._store.version(project.session_id, number - 1)
        now = await self._store.version(project.session_id, number)
        assert before is not None
        assert now is not None
        return Stepped(before=before, now=now, of=int(recorded["of"]))
