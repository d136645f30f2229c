"""A whole turn: routes the user's message, carries it out and reports it, whatever the backend replies."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.files import checked
from nemovideo_mcp.config import MAX_MESSAGE_CHARACTERS
from nemovideo_mcp.conversation.default_words import words_for_defaults, words_for_language
from nemovideo_mcp.conversation.gui import translate
from nemovideo_mcp.conversation.gui_patterns import Pattern
from nemovideo_mcp.conversation.intents import Action, route
from nemovideo_mcp.conversation.left_out import left_out_lines
from nemovideo_mcp.conversation.long_texts import Reading, read_aside
from nemovideo_mcp.conversation.named_files import ChooseFiles, Sending, Step, planned, renamed
from nemovideo_mcp.conversation.next_steps import next_steps
from nemovideo_mcp.conversation.recovery import Sent, send_once
from nemovideo_mcp.conversation.replies import asks_back, wishes_edit
from nemovideo_mcp.conversation.telling import Said, changes_of, offers_told, told
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import RECOVERY, TURNS
from nemovideo_mcp.protocol.events import Event, ToolProgress
from nemovideo_mcp.protocol.models import Credits, UploadedFile
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.views.diff import generation_stage
from nemovideo_mcp.views.substance import difference
from nemovideo_mcp.views.summary import summary_line, summary_text

__all__ = ["Turn", "check_length", "converse", "credits_words", "take_turn"]

OnEvent = Callable[[Event], None]
OnWait = Callable[[float], None]
OnBytes = Callable[[str, int, int], None]

_READINGS = frozenset({"state", "summary", "credits"})
# Only what is generated comes in two stages [protocol.md].
_GENERATES = Pattern(r"\b(?:generat|creat|produc)|生成|制作")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of the user's words.

    `said` is what to tell the user, the backend's words and ours apart; `summary` the timeline behind the turn in one
    line, `changes` what is new, `next_steps` sentences that would work now. `export` is the user's own wish for the
    file: whoever holds the turn carries it out. `offers` are actions that only the backend spoke of: they are named in
    `said`, and never done unasked. `answers` are those of the edits, from a backend that gives any. `raw` is a video
    that was generated without sound and titles: the backend may add them by itself, and `recovery.second_stage` looks.
    """

    said: tuple[Said, ...]
    summary: str
    changed: bool
    draft: Mapping[str, Any]
    changes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    export: Action | None = None
    offers: tuple[str, ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()
    raw: Sent | None = None

    @property
    def text(self) -> str:
        """All that is said, whoever says it."""
        return "\n".join(words.text for words in self.said)

    @property
    def question(self) -> Mapping[str, Any] | None:
        """What a studio asks before it does what was said, as `studio.questions` has it; None where it asks nothing."""
        return next((answer["question"] for answer in self.answers if answer.get("question")), None)

    @property
    def refused(self) -> bool:
        """Whether something that the user asked for was not done."""
        return any(answer.get("not_done") for answer in self.answers)


def check_length(text: str, language: str) -> None:
    """Raise `InvalidRequest` for a message that is too long to be read, before anything of it is looked at."""
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise InvalidRequest(
            say(TURNS, "too_long", language, n=len(text), most=MAX_MESSAGE_CHARACTERS),
            hint=say(TURNS, "too_long_hint", language),
        )


async def converse(
    nemo: NemoClient,
    session_id: str,
    text: str,
    *,
    language: str = "en",
    session_language: str = "",
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    on_bytes: OnBytes | None = None,
    choose_files: ChooseFiles = checked,
    patient: bool = False,
    reading: Reading | None = None,
    key: str | None = None,
    asking: Asking = NO_QUESTIONS,
) -> Turn:
    """Do what `text` asks for, in order: files are sent, edits made, readings read; an export is handed back.

    An export is never forwarded to the backend, nor is a question for the credits or the timeline. `choose_files` turns
    the names that `text` mentions into the files to send, or refuses them: then nothing at all is done.
    `session_language` is the tag that the backend was last given: where the words are in another language, the backend
    is told so. `patient`: see `take_turn`; it holds by itself where an export is asked for. `reading` is shared by all
    messages of a user. `key` stands for this very text: see `NemoClient.send_message`. `asking`: whether a studio may
    answer with a question in place of an edit; where `text` is more than that one edit, the next message answers it,
    since the whole may not be sent again. Raises `InvalidRequest` for a message of more than 20,000 characters.
    """
    said: list[Said] = []
    made: list[Turn] = []
    check_length(text, language)
    known = nemo.known_sources(session_id)
    reading = reading or Reading()
    actions = (await reading.aside(route, text)).actions

    def plan(words: str) -> Sequence[Step]:
        return planned(words, actions, choose_files=choose_files, known=known)

    steps = await read_aside(plan, text, limiter=reading.limiter)
    export = next((action for action in actions if action.kind == "export"), None)
    if asking.song and not await nemo.is_studio():
        raise InvalidRequest(say(TURNS, "song_cloud", language), hint=say(TURNS, "song_cloud_hint", language))
    alone = sum(step.action.kind == "message" for step in steps) == 1 and not any(s.sendings for s in steps)
    if asking.ask and not alone:
        asking = replace(asking, ask="later")
    sent: dict[str, Sequence[UploadedFile]] = {}
    for place, step in enumerate(steps):
        try:
            if step.sendings:
                files, words = await _send(nemo, session_id, step.sendings, on_bytes, language)
                sent |= files
                said.append(Said(text=words))
            if step.action.kind == "message":
                turn = await take_turn(
                    nemo,
                    session_id,
                    renamed(step.text, sent, known=nemo.known_sources(session_id)),
                    language=language,
                    session_language=session_language,
                    on_event=on_event,
                    on_wait=on_wait,
                    patient=patient or export is not None,
                    key=f"{key}.{place}" if key else None,
                    asking=asking,
                )
                made.append(turn if alone else _answered_by_message(turn))
                said += turn.said
                if turn.question is not None:
                    # What comes behind it is of a film that may be another one.
                    break
        except NemoError as error:
            if not any(turn.changed for turn in made):
                raise
            # What was made before stands, and is told: who sends it all again would have it twice.
            said.append(Said(text=say(TURNS, "broke_off", language, reason=error.what(language))))
            export = None
            break
        match step.action.kind:
            case "upload":
                if not step.sendings:
                    said.append(Said(text=say(TURNS, "upload_how", language)))
            case "credits":
                said.append(Said(text=await _credits_told(nemo, language)))
            case "state":
                draft = (await nemo.state(session_id)).draft
                said.append(Said(text=summary_text(draft, language=language)))
            case _:
                # An edit is made by now, and an export is left to the caller.
                continue
    draft = made[-1].draft if made else (await nemo.state(session_id)).draft
    changed = any(turn.changed for turn in made)
    refused = any(turn.refused for turn in made)
    if export is not None and made and (made[-1].question is not None or _waits_for_an_answer(made[-1])):
        said.append(Said(text=say(TURNS, "export_waits", language)))
        export = None
    offers = tuple(dict.fromkeys(offer for turn in made for offer in turn.offers))
    return Turn(
        said=(*said, *_named(offers, changed=changed, asked=export is not None, language=language)),
        summary=summary_line(draft, language=language),
        changed=changed,
        draft=draft,
        changes=tuple(change for turn in made for change in turn.changes),
        next_steps=next_steps(draft, language=language, with_export=not refused)
        if changed or not made
        else (),
        export=export,
        offers=offers,
        answers=tuple(answer for turn in made for answer in turn.answers),
        raw=made[-1].raw if made else None,
    )


def _answered_by_message(turn: Turn) -> Turn:
    """`turn`, whose question is answered by the next message only: what was said before it may not be sent again."""
    answers = [
        {**answer, "question": {**answer["question"], "answer_by": "message"}}
        if answer.get("question")
        else answer
        for answer in turn.answers
    ]
    return replace(turn, answers=tuple(answers))


def _waits_for_an_answer(turn: Turn) -> bool:
    """True where the backend has asked something back in place of an edit: the film would be without it."""
    theirs = [words.text for words in turn.said if words.by_backend]
    return not turn.changed and not turn.answers and bool(theirs) and asks_back(theirs[-1])


def _named(offers: Iterable[str], *, changed: bool, asked: bool, language: str) -> tuple[Said, ...]:
    """The offers as sentences: without an export that is done anyhow, and what an edit that was made makes needless."""
    # The sentences for what may come next name the export of a film that has changed.
    needless = {"message", "export"} if changed else {"export"} if asked else set[str]()
    return offers_told((offer for offer in offers if offer not in needless), language=language)


async def take_turn(
    nemo: NemoClient,
    session_id: str,
    message: str,
    *,
    language: str = "en",
    session_language: str = "",
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    patient: bool = False,
    key: str | None = None,
    asking: Asking = NO_QUESTIONS,
) -> Turn:
    """Send `message` once, and compare the state before with the state after it; `on_wait` is called every 2 minutes.

    `patient`: look for a late change behind any reply, because something is to be made of the timeline. `key`: see
    `converse`.

    What the reply says of a GUI is taken out. The readings it stood for are carried out. Where the reply was nothing
    else and the user asked for an edit, the backend is told once to make the edit itself; the rest is offered.
    """
    asked = words_for_language(language, session_language=session_language)
    beside = "\n".join(words for words in (words_for_defaults(nemo.defaults, language), asked) if words)
    answers: list[Mapping[str, Any]] = []

    def hear(event: Event) -> None:
        # A studio that is asked again after a broken line says it again.
        if isinstance(event, ToolProgress) and event.answer and event.answer not in answers:
            answers.append(event.answer)
        if on_event is not None:
            on_event(event)

    sent = await send_once(
        nemo,
        session_id,
        message,
        on_event=hear,
        on_wait=on_wait,
        beside=beside,
        patient=patient,
        key=key,
        asking=asking,
    )
    if await _is_left_to_the_user(sent) and wishes_edit(message):
        # By the user's own words: what the backend describes need not be what they asked for.
        words = say(TURNS, "do_it", language, wish=message)
        with contextlib.suppress(NemoError):
            again = await send_once(
                nemo,
                session_id,
                words,
                on_event=hear,
                on_wait=on_wait,
                key=f"{key}.again" if key else None,
            )
            changed = again.changed or difference(sent.before, again.after) == "seen"
            sent = replace(again, before=sent.before, changed=changed)
    reply = await read_aside(translate, sent.text)
    changes = tuple(change.text for change in changes_of(sent, language=language))
    kinds = reply.actions
    only_gui = not reply.text and bool(sent.text) and not sent.changed and sent.failure is None
    heard = replace(sent, text=reply.text)
    is_answer = bool(answers) or nemo.backend.is_studio
    said = () if only_gui else told(heard, language=language, changes=changes, is_answer=is_answer)
    more: list[str] = []
    if only_gui and not _READINGS & set(kinds):
        more.append(say(RECOVERY, "unchanged", language))
    if "credits" in kinds:
        # A reading that fails is no reason to lose what came of the message.
        with contextlib.suppress(NemoError):
            more.append(await _credits_told(nemo, language))
    if {"state", "summary"} & set(kinds) and not sent.changed:
        more.append(summary_line(sent.after, language=language))
    raw = _GENERATES.search(message) and generation_stage(sent.before, sent.after) == "raw"
    if raw and not nemo.backend.is_studio:
        more.append(say(TURNS, "second_stage", language))
    return Turn(
        said=(*said, *(Said(text=words) for words in more)),
        summary=summary_line(sent.after, language=language),
        changed=sent.changed,
        draft=sent.after,
        changes=changes,
        offers=tuple(kind for kind in kinds if kind not in _READINGS),
        answers=tuple(answers),
        raw=sent if raw and not nemo.backend.is_studio else None,
    )


async def _is_left_to_the_user(sent: Sent) -> bool:
    """True where the reply was an instruction to edit by hand, and nothing else came of the message."""
    if sent.changed or sent.failure is not None or not sent.text:
        return False
    reply = await read_aside(translate, sent.text)
    return not reply.text and "message" in reply.actions


def credits_words(balance: Credits, *, is_local: bool, language: str) -> str:
    """The balance in words."""
    numbers = {
        key: "?" if value is None else f"{value:g}"
        for key, value in (
            ("available", balance.available),
            ("frozen", balance.frozen),
            ("total", balance.total),
        )
    }
    return say(TURNS, "credits", language, **numbers) + (
        say(TURNS, "credits_local", language) if is_local else ""
    )


async def _credits_told(nemo: NemoClient, language: str) -> str:
    return credits_words(await nemo.credits(), is_local=nemo.backend.is_local, language=language)


async def _send(
    nemo: NemoClient, session_id: str, sendings: Sequence[Sending], on_bytes: OnBytes | None, language: str
) -> tuple[dict[str, Sequence[UploadedFile]], str]:
    """What the backend calls each of the files, by what they are called in the message, and what to tell of it."""
    left_out = [error for sending in sendings for error in sending.left_out]
    before = len(left_out)
    sent = await nemo.upload(
        session_id,
        [item for sending in sendings for item in sending.items],
        on_bytes=on_bytes,
        on_left_out=left_out.append,
    )
    names = ", ".join(file.filename or file.cdn_url for file in sent)
    told = "\n".join(
        [
            say(TURNS, "uploaded", language, n=len(sent), names=names),
            *left_out_lines(left_out, language=language),
        ]
    )
    found: dict[str, Sequence[UploadedFile]] = {}
    at = 0
    for sending in sendings if len(left_out) == before else ():
        found[sending.said] = sent[at : at + len(sending.items)]
        at += len(sending.items)
    return found, told
