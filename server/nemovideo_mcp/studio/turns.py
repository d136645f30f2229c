"""A turn of the conversation: a message becomes a new version of the project, and a stream of events."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.errors import (
    FileMissing,
    InvalidRequest,
    MediaUnreadable,
    NemoError,
    NothingToEdit,
    ServerFailed,
    UnsupportedFile,
)
from nemovideo_mcp.language.direct import Outcome, Situation, stepped
from nemovideo_mcp.language.stepping import Landing, StepWish, step_wish
from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.protocol.events import (
    HEARTBEAT,
    encode_event,
    error_event,
    text_event,
    tool_call_event,
    tool_response_event,
)
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.studio.edits import Edits, EditSession, FileFailed, OnMeasured, timeline_in
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.records import Project, Version
from nemovideo_mcp.studio.steps import Move, move_for
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.studio.words import words

__all__ = ["Stepped", "Turn", "Turns"]

_log = logging.getLogger(__name__)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PIECES = re.compile(r".+?(?:[.!?。！？…]\s+|[。！？]|\n+|$)", re.DOTALL)
# What a user can mend is said in words, as the cloud would; only what the studio did wrong is an error.
_SAID = (NothingToEdit, MediaUnreadable, UnsupportedFile, FileMissing, InvalidRequest)


@dataclass(kw_only=True)
class Turn:
    """A turn that goes on, whether or not anybody listens; `events` is what listeners have yet to hear."""

    invocation_id: str = field(default_factory=lambda: f"e-{uuid.uuid4()}")
    events: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue[bytes | None])

    def emit(self, event: Mapping[str, Any]) -> None:
        self.events.put_nowait(encode_event(event))

    def say(self, text: str) -> None:
        """Words for the user: piece by piece, then whole."""
        for piece in _PIECES.findall(text):
            self.emit(text_event(piece, partial=True, meta=self.meta()))
        self.emit(text_event(text, meta=self.meta()))

    def fail(self, error: NemoError, language: str) -> None:
        """The last event: in the form of errors in events, and in that of an agent server which failed in mid-stream."""
        event = error_event(error, language=language, meta=self.meta())
        details = {"code": event["errorCode"], **event["customMetadata"]}
        self.emit({**event, "error": event["errorMessage"], "error_details": details})

    def meta(self) -> dict[str, Any]:
        """What each event carries beside its content."""
        return {"id": str(uuid.uuid4()), "invocationId": self.invocation_id, "timestamp": time.time()}

    async def stream(self, *, heartbeat_s: float) -> AsyncGenerator[bytes]:
        """The bytes of the events, with a heartbeat whenever there has been nothing for so long."""
        while True:
            try:
                event = await asyncio.wait_for(self.events.get(), heartbeat_s)
            except TimeoutError:
                yield HEARTBEAT
                continue
            if event is None:
                return
            yield event


@dataclass(frozen=True, kw_only=True)
class Stepped:
    """An undo, redo or restore that was made: the versions before and after it, and the one that is back."""

    before: Version
    now: Version
    of: int


class Turns:
    """Carries messages out: one at a time for each project, in the order of their coming."""

    def __init__(
        self,
        *,
        store: Store,
        edits: Edits,
        engine: Engine,
        defaults: Callable[[], Mapping[str, SkillDefaults]],
    ) -> None:
        self._defaults = defaults
        self._store = store
        self._edits = edits
        self._engine = engine
        self._going_on: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        return bool(self._going_on)

    def start(self, project: Project, message: str) -> Turn:
        """Begin; the turn is carried to its end even if nobody listens."""
        turn = Turn()
        task = asyncio.create_task(self._carry_out(project, message, turn))
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return turn

    async def step(self, project: Project, wish: StepWish, *, said: str, language: str) -> Stepped:
        """Undo, redo or restore without words, behind the turns that go on; `said` is kept as the message.

        Raises `InvalidRequest` where that leads nowhere.
        """
        async with self._edits.lock_of(project):
            latest = await self._store.latest(project.session_id)
            move = await move_for(wish, session_id=project.session_id, store=self._store, latest=latest)
            situation = Situation(timeline=timeline_in(move.draft, project), media=(), landing=move.landing)
            outcomes = {key: stepped(wish, situation, language=key) for key in ("en", "zh")}
            if move.landing.number is None:
                raise InvalidRequest(
                    detail={key: outcome.reply for key, outcome in outcomes.items()},
                    hint={
                        "en": "Ask for the versions to see which there are.",
                        "zh": "请查看版本列表。",
                    },
                )
            reply = outcomes["zh" if language.startswith("zh") else "en"].reply
            await self._store.add_version(
                project.session_id,
                draft=move.draft,
                message=said,
                reply=reply,
                changed=True,
                step=move.step,
                at=move.stands_on,
            )
            now = await self._store.latest(project.session_id)
        return Stepped(before=latest, now=now, of=move.landing.number)

    async def close(self, *, patience_s: float) -> None:
        """Let what goes on come to its end, for so long; then give it up, with nothing of it kept."""
        if self._going_on:
            _, late = await asyncio.wait(self._going_on, timeout=patience_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _carry_out(self, project: Project, message: str, turn: Turn) -> None:
        language = "zh" if _CHINESE.search(message) else project.language
        try:
            async with self._edits.lock_of(project):
                turn.say(await self._edit(project, message, language, turn))
        except _SAID as error:
            turn.say(error.describe(language))
        except NemoError as error:
            turn.fail(error, language)
        except Exception as error:  # noqa: BLE001 - the edge of a job
            _log.exception("A turn failed")
            turn.fail(ServerFailed(f"{type(error).__name__}."), language)
        finally:
            turn.events.put_nowait(None)

    async def _edit(self, project: Project, message: str, language: str, turn: Turn) -> str:
        latest = await self._store.latest(project.session_id)
        wish = step_wish(message, language=project.language)
        move: Move | None = None
        if wish is not None:
            move = await move_for(wish, session_id=project.session_id, store=self._store, latest=latest)
        base = move.draft if move else latest.draft
        session = await self._edits.open(project, draft=base)
        known: Mapping[str, SkillDefaults] = await asyncio.to_thread(self._defaults) if project.skill else {}

        def situation(session: EditSession) -> Situation:
            return Situation(
                timeline=session.timeline,
                media=session.context.media,
                seed=session.context.seed,
                language=project.language,
                landing=move.landing if move else Landing(),
                defaults=known.get(project.skill) or SkillDefaults(),
            )

        needs = self._engine.needs(message, situation(session))
        try:
            session = await self._edits.look(
                session,
                Needs(analyse=needs.analyse, beats=needs.beats),
                on_measured=_reports(turn, language),
            )
        except FileFailed as failed:
            raise failed.error from failed
        outcome = await self._direct(message, situation(session), language, turn)
        edited = outcome.timeline != session.timeline
        landed = move is not None and move.landing.number is not None
        await self._store.add_version(
            project.session_id,
            draft=draft_of(outcome.timeline) if edited else base,
            message=message,
            reply=outcome.reply,
            changed=edited or landed,
            step=move.step if move and landed and not edited else None,
            at=move.stands_on if move and landed else None,
            author="user",
        )
        return outcome.reply

    async def _direct(self, message: str, situation: Situation, language: str, turn: Turn) -> Outcome:
        report = _Reporter(turn=turn, name=_TOOLS["edit"], stage=words("edit", language), total=1)
        outcome = await asyncio.to_thread(self._engine.direct, message, situation)
        report.tell(1, 0.0)
        return outcome


_TOOLS: Mapping[str, str] = {"look": "analyse_media", "listen": "find_beats", "edit": "edit_timeline"}


def _reports(turn: Turn, language: str) -> OnMeasured:
    """Tells of each stage of measuring as events of `turn`."""
    reporters: dict[str, _Reporter] = {}

    def tell(stage: str, done: int, total: int, under_way: float) -> None:
        if stage not in reporters:
            reporters[stage] = _Reporter(
                turn=turn, name=_TOOLS[stage], stage=words(stage, language), total=total
            )
        reporters[stage].tell(done, under_way)

    return tell


class _Reporter:
    """One stage's progress as events: a call when it begins, a response whenever the percentage grows."""

    def __init__(self, *, turn: Turn, name: str, stage: str, total: int) -> None:
        self._turn = turn
        self._name = name
        self._stage = stage
        self._total = total
        self._call_id = f"call_{uuid.uuid4().hex[:12]}"
        self._percent = -1
        turn.emit(tool_call_event(name, {"files": total}, self._call_id, meta=turn.meta()))
        self.tell(0, 0.0)

    def tell(self, done: int, under_way: float) -> None:
        percent = min(100, int(100 * (done + under_way) / self._total))
        if percent <= self._percent:
            return
        self._percent = percent
        response = {"stage": self._stage, "percent": percent, "done": done, "total": self._total}
        self._turn.emit(tool_response_event(self._name, response, self._call_id, meta=self._turn.meta()))
