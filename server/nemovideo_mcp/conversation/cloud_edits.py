"""Operations for the cloud: each one as a sentence, and what came of them by the states before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.stream import OnEvent, OnWait
from nemovideo_mcp.conversation.gui import Translation, translate
from nemovideo_mcp.conversation.long_texts import read_aside
from nemovideo_mcp.conversation.recovery import Sent, send_once
from nemovideo_mcp.conversation.telling import Said, changes_of, offers_told, told
from nemovideo_mcp.edit.apply import check
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.base import After, Before
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.messages.catalogue import is_chinese, say
from nemovideo_mcp.messages.conversation import RECOVERY
from nemovideo_mcp.protocol.draft import is_exportable
from nemovideo_mcp.views.edit_answer import NotDone, not_done_of, not_done_view
from nemovideo_mcp.views.foreign_view import foreign_view

__all__ = ["edit_in_words", "sentence_for"]

_UNCHANGED = Words("the timeline did not change", "时间线没有变化")
_EMPTY = Words("there are no clips on the timeline", "时间线上没有片段")
_SEVERAL = Words(
    "The cloud was told this in words: compare the changes with what you wanted.",
    "已用文字告知云端：请对照变化确认是否符合要求。",
)


async def edit_in_words(
    nemo: NemoClient,
    session_id: str,
    operations: Sequence[Mapping[str, Any]],
    *,
    language: str = "en",
    key: str | None = None,
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
) -> dict[str, Any]:
    """The answer of an edit by the cloud, as `edits.edit` describes it."""
    draft = (await nemo.state(session_id)).draft
    parsed: tuple[Operation, ...] = ()
    try:
        parsed = parse_operations(list(operations))
        check(parsed)
    except EditRefused as error:
        refused = not_done_of(error, parsed)
        message = f"{refused.why.in_language(language)} {error.next_step(language)}"
        return _answer(draft, language=language, message=message, not_done=[refused])
    said = [sentence_for(operation, draft).in_language(language) for operation in parsed]
    between = "" if is_chinese(language) else " "
    sent = await send_once(nemo, session_id, between.join(said), on_event=on_event, on_wait=on_wait, key=key)
    reply = await read_aside(translate, sent.text)
    return _told(sent, reply, parsed, said, language)


def _told(
    sent: Sent, reply: Translation, operations: Sequence[Operation], said: Sequence[str], language: str
) -> dict[str, Any]:
    changes = [change.text for change in changes_of(sent, language=language)]
    heard = told(replace(sent, text=reply.text), language=language, changes=changes)
    if sent.text and not reply.text and not sent.changed and sent.failure is None:
        # It spoke, of its own editor only.
        heard = (
            Said(text=say(RECOVERY, "unchanged", language)),
            *offers_told(reply.actions, language=language),
        )
    message = _joined(heard, by_backend=False)
    said_by_cloud = _joined(heard, by_backend=True)
    if not sent.changed:
        not_done = [
            NotDone(why=_UNCHANGED, place=place, op=operation.name)
            for place, operation in enumerate(operations, 1)
        ]
        return _answer(sent.after, language=language, message=message, reply=said_by_cloud, not_done=not_done)
    if len(operations) > 1:
        message = f"{message}\n{_SEVERAL.in_language(language)}".strip()
    nobody: list[str] = []
    done = [
        {"op": operation.name, "text": text, "ids": nobody}
        for operation, text in zip(operations, said, strict=True)
    ]
    return _answer(
        sent.after, language=language, message=message, reply=said_by_cloud, done=done, changes=changes
    )


def _joined(heard: Sequence[Said], *, by_backend: bool) -> str:
    return "\n".join(said.text for said in heard if said.by_backend is by_backend)


def _answer(
    draft: Mapping[str, Any],
    *,
    language: str,
    message: str,
    reply: str = "",
    done: Sequence[Mapping[str, Any]] = (),
    not_done: Sequence[NotDone] = (),
    changes: Sequence[str] = (),
) -> dict[str, Any]:
    exportable = is_exportable(draft)
    return {
        "done": list(done),
        "not_done": [not_done_view(one, language) for one in not_done],
        "changes": [{"text": text} for text in changes],
        "cuts": [],
        "duration_s": foreign_view(draft, project="")["duration_s"],
        "version": 0,
        "exportable": exportable,
        "blockers": [] if exportable else [_EMPTY.in_language(language)],
        "message": message,
        **({"reply": reply} if reply else {}),
    }


def sentence_for(operation: Operation, draft: Mapping[str, Any]) -> Words:
    """The operation in words. The ids of clips are ours: the cloud is told their numbers."""
    numbers = {clip["id"]: n for n, clip in enumerate(foreign_view(draft, project="")["clips"], 1)}
    renamed = {
        name: _numbered(getattr(operation, name), numbers) for name in _NAMING if hasattr(operation, name)
    }
    return operation.model_copy(update=renamed).sentence()


_NAMING = ("clip", "clips", "swap_with", "at", "to")
"""The fields of operations that can name clips."""


def _numbered(value: Any, numbers: Mapping[str, int]) -> Any:
    """A reference with the numbers of clips in place of their ids."""
    if isinstance(value, tuple):
        return tuple(_numbered(part, numbers) for part in cast("tuple[Any, ...]", value))
    if isinstance(value, Before | After):
        name = "before" if isinstance(value, Before) else "after"
        return value.model_copy(update={name: _numbered(getattr(value, name), numbers)})
    return numbers.get(value, value) if isinstance(value, str) else value
