"""A whole turn: routes the user's message, carries it out and reports it, whatever the backend replies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.files import checked
from nemovideo_mcp.conversation.default_words import words_for_defaults
from nemovideo_mcp.conversation.gui import translate
from nemovideo_mcp.conversation.intents import Action, route
from nemovideo_mcp.conversation.next_steps import next_steps
from nemovideo_mcp.conversation.recovery import second_stage, send_once, words_of
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import TURNS
from nemovideo_mcp.protocol.events import Event, ToolProgress
from nemovideo_mcp.protocol.models import Credits
from nemovideo_mcp.views.diff import diff, generation_stage
from nemovideo_mcp.views.summary import summary_line, summary_text

__all__ = ["Turn", "converse", "credits_words", "take_turn"]

OnEvent = Callable[[Event], None]
OnWait = Callable[[float], None]
OnBytes = Callable[[str, int, int], None]
ChooseFiles = Callable[[Iterable[str]], Sequence[Path | str]]

_READINGS = frozenset({"state", "summary", "credits"})
# Only what is generated comes in two stages [protocol.md]: nobody waits minutes behind a plain edit.
_GENERATES = re.compile(r"\b(?:generat|creat|produc)|生成|制作|製作", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of the user's words.

    `text` is what to tell the user, `summary` the timeline behind the turn in one line, `changes` what is new,
    `next_steps` sentences that would work now. `export` is the user's own wish for the file: whoever holds the turn
    carries it out. `offers` are actions that only the backend spoke of: they are never done unasked. `answers` are
    those of the edits, from a backend that gives any.
    """

    text: str
    summary: str
    changed: bool
    draft: Mapping[str, Any]
    changes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    export: Action | None = None
    offers: tuple[str, ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something that the user asked for was not done."""
        return any(answer.get("not_done") for answer in self.answers)


async def converse(
    nemo: NemoClient,
    session_id: str,
    text: str,
    *,
    language: str = "en",
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    on_bytes: OnBytes | None = None,
    on_raw: Callable[[str], None] | None = None,
    choose_files: ChooseFiles = checked,
) -> Turn:
    """Do what `text` asks for, in order: files are sent, edits made, readings read; an export is handed back.

    An export is never forwarded to the backend, nor is a question for the credits or the timeline. `on_raw` hears of
    a video that the cloud has generated and goes on to finish. `choose_files` turns the names that `text` mentions
    into the files to send, or refuses them.
    """
    waits = on_raw if not nemo.backend.is_local and _GENERATES.search(text) else None
    told: list[str] = []
    made: list[Turn] = []
    actions = route(text).actions
    alone = len(actions) == 1
    for action in actions:
        match action.kind:
            case "message":
                turn = await take_turn(
                    nemo,
                    session_id,
                    text if alone else action.text,
                    language=language,
                    on_event=on_event,
                    on_wait=on_wait,
                    on_raw=waits,
                )
                made.append(turn)
                told.append(turn.text)
            case "upload":
                told.append(await _uploaded(nemo, session_id, action, language, on_bytes, choose_files))
            case "credits":
                told.append(await _credits_told(nemo, language))
            case "state":
                told.append(summary_text((await nemo.state(session_id)).draft, language=language))
            case "export":
                continue
    draft = made[-1].draft if made else (await nemo.state(session_id)).draft
    changed = any(turn.changed for turn in made)
    refused = any(turn.refused for turn in made)
    return Turn(
        text="\n".join(told),
        summary=summary_line(draft, language=language),
        changed=changed,
        draft=draft,
        changes=tuple(change for turn in made for change in turn.changes),
        next_steps=next_steps(draft, language=language, with_export=not refused)
        if changed or not made
        else (),
        export=next((action for action in actions if action.kind == "export"), None),
        offers=tuple(offer for turn in made for offer in turn.offers),
        answers=tuple(answer for turn in made for answer in turn.answers),
    )


async def take_turn(
    nemo: NemoClient,
    session_id: str,
    message: str,
    *,
    language: str = "en",
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    on_raw: Callable[[str], None] | None = None,
) -> Turn:
    """Send `message` once, and compare the state before with the state after it; `on_wait` is called every 2 minutes.

    What the reply says of a GUI is taken out. The readings it stood for are carried out, the rest is offered.
    With `on_raw`, a video that came without sound and titles is told to it at once, and what the backend adds to it
    by itself is waited for, at most five and a half minutes.
    """
    # The studio on this machine knows them; another backend has to be told.
    beside = "" if nemo.backend.is_near else words_for_defaults(nemo.defaults, language)
    answers: list[Mapping[str, Any]] = []

    def hear(event: Event) -> None:
        if isinstance(event, ToolProgress) and event.answer:
            answers.append(event.answer)
        if on_event is not None:
            on_event(event)

    sent = await send_once(nemo, session_id, message, on_event=hear, on_wait=on_wait, beside=beside)
    if on_raw is not None and generation_stage(sent.before, sent.after) == "raw":
        on_raw(f"{translate(sent.text).text}\n{summary_line(sent.after, language=language)}".strip())
        if (more := await second_stage(nemo, session_id, sent)) is not None:
            sent = replace(sent, after=more.after)
    changes = tuple(change.text for change in diff(sent.before, sent.after, language=language))
    reply = translate(sent.text)
    kinds = reply.actions
    told = [words_of(replace(sent, text=reply.text), language=language, changes=changes)]
    if not reply.text and sent.text and not sent.changed:
        # All that the reply held was GUI speech: there is something to do, and nothing that went wrong.
        told = [] if _READINGS & set(kinds) else [say(TURNS, "done", language)]
    if "credits" in kinds:
        told.append(await _credits_told(nemo, language))
    if {"state", "summary"} & set(kinds) and not sent.changed:
        told.append(summary_line(sent.after, language=language))
    return Turn(
        text="\n".join(told),
        summary=summary_line(sent.after, language=language),
        changed=sent.changed,
        draft=sent.after,
        changes=changes,
        offers=tuple(kind for kind in kinds if kind not in _READINGS),
        answers=tuple(answers),
    )


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


async def _uploaded(
    nemo: NemoClient,
    session_id: str,
    action: Action,
    language: str,
    on_bytes: OnBytes | None,
    choose_files: ChooseFiles,
) -> str:
    if not action.mentions:
        return say(TURNS, "upload_how", language)
    items = choose_files([mention.text for mention in action.mentions])
    sent = await nemo.upload(session_id, items, on_bytes=on_bytes)
    names = ", ".join(file.filename or file.cdn_url for file in sent)
    return say(TURNS, "uploaded", language, n=len(sent), names=names)
