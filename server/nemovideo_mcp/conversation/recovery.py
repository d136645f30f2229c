"""Sends a message once; after a lost connection, reads from the state whether the edit was made.

After a break the state is read when 30 s have passed, and then every 60 s, five times [protocol.md, The event stream].
A message is never sent a second time from here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import anyio

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.stream import OnEvent, OnWait, Reply, reminding
from nemovideo_mcp.errors import (
    ConnectionFailed,
    EditNotMade,
    NemoError,
    ReplyTimeout,
    ServerFailed,
    SessionNotFound,
)
from nemovideo_mcp.messages.catalogue import is_chinese, say
from nemovideo_mcp.messages.conversation import RECOVERY
from nemovideo_mcp.protocol.events import is_temporary_issue
from nemovideo_mcp.views.diff import generation_stage

__all__ = ["LOOK_PAUSES", "Sent", "second_stage", "send_once", "words_of"]

LOOK_PAUSES = (30.0, *(5 * (60.0,)))
"""Seconds before each look at the state behind a break."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message that has had its effect. `recovered`: found out by looking, behind a break.

    `failure` is what went wrong beside it: the backend's own word where the timeline changed all the same, or why the
    state could not be read although the backend has answered (`unread`; then `after` is `before`).
    """

    text: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    recovered: bool = False
    failure: NemoError | None = None
    unread: bool = False

    @property
    def changed(self) -> bool:
        return self.after != self.before


async def send_once(
    nemo: NemoClient,
    session_id: str,
    message: str,
    *,
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    beside: str = "",
    sleep: Sleep = anyio.sleep,
) -> Sent:
    """Send `message` exactly once, and find out by the states before and behind it what it did.

    `beside` is said behind it where the timeline is still empty.
    `on_wait(seconds)` is called every two minutes. Raises what the backend had against it, with nothing changed;
    `EditNotMade` if the line broke and nothing had changed after the last look; `ReplyTimeout` if it broke and the
    state could not be read: then nobody knows.
    """
    before = (await nemo.state(session_id)).draft
    if beside and not before.get("t"):
        message = f"{message}\n{beside}"
    async with reminding(on_wait):
        try:
            reply = await nemo.send_message(session_id, message, on_event=on_event)
        except ConnectionFailed:
            raise  # Nothing was sent.
        except NemoError as error:
            if _is_break(error):
                return await _found(nemo, session_id, before, error, sleep)
            return await _refused(nemo, session_id, before, error)
        return await _answered(nemo, session_id, before, reply, sleep)


def _is_break(error: NemoError) -> bool:
    """True if the backend may still be at work: the line broke, or a gateway spoke in its place."""
    gateway = isinstance(error, ServerFailed) and error.fields.get("status") in (502, 503, 504)
    return gateway or isinstance(error, ReplyTimeout)


async def _refused(nemo: NemoClient, session_id: str, before: Mapping[str, Any], error: NemoError) -> Sent:
    """The backend says that it failed; what it had done until then is there."""
    try:
        after = (await nemo.state(session_id)).draft
    except NemoError as failure:
        # A call that was refused as such has done nothing; one that failed on the way may have.
        if "status" in error.fields and not isinstance(error, ServerFailed):
            raise error from None
        raise _unknown(error, failure) from error
    if after == before:
        raise error
    return Sent(text="", before=before, after=after, failure=error)


async def _answered(
    nemo: NemoClient, session_id: str, before: Mapping[str, Any], reply: Reply, sleep: Sleep
) -> Sent:
    try:
        after = (await nemo.state(session_id)).draft
    except SessionNotFound:
        raise
    except NemoError as error:
        if not reply.complete:
            return await _found(nemo, session_id, before, error, sleep, text=reply.text)
        await sleep(LOOK_PAUSES[0])
        try:
            after = (await nemo.state(session_id)).draft
        except NemoError as again:
            return Sent(text=reply.text, before=before, after=before, failure=again, unread=True)
    if reply.complete or after != before:
        return Sent(text=reply.text, before=before, after=after)
    cut = ReplyTimeout("the answer ended in the middle")
    return await _found(nemo, session_id, before, cut, sleep, text=reply.text)


async def _found(
    nemo: NemoClient,
    session_id: str,
    before: Mapping[str, Any],
    error: NemoError,
    sleep: Sleep,
    *,
    text: str = "",
) -> Sent:
    unread: NemoError | None = None
    for pause in LOOK_PAUSES:
        await sleep(pause)
        try:
            after = (await nemo.state(session_id)).draft
        except SessionNotFound:
            raise
        except NemoError as failure:
            unread = failure
            continue
        unread = None
        if after != before:
            return Sent(text=text, before=before, after=after, recovered=True)
    if unread is not None:
        raise _unknown(error, unread) from error
    raise EditNotMade(_detail(error)) from error


def _unknown(error: NemoError, unread: NemoError) -> ReplyTimeout:
    return ReplyTimeout(f"{_detail(error)}; {_detail(unread)}")


def _detail(error: NemoError) -> str:
    return str(error.fields.get("detail", error.what())).rstrip(".")


async def second_stage(
    nemo: NemoClient, session_id: str, sent: Sent, *, sleep: Sleep = anyio.sleep
) -> Sent | None:
    """The music, title or effects that a backend adds by itself to the raw video that `sent` has brought.

    Looked for as often as behind a break; None if `sent` brought no raw video, or nothing was added to it. `before`
    of the result is the raw video.
    """
    if generation_stage(sent.before, sent.after) != "raw":
        return None
    for pause in LOOK_PAUSES:
        await sleep(pause)
        try:
            now = (await nemo.state(session_id)).draft
        except SessionNotFound:
            raise
        except NemoError:
            continue
        if generation_stage(sent.before, now) == "finished":
            return Sent(text="", before=sent.after, after=now)
    return None


def words_of(sent: Sent, *, language: str, changes: Sequence[str] = ()) -> str:
    """What to tell the user of `sent`, never empty; `changes` are the differences in words."""

    def with_changes(key: str) -> str:
        stop, colon, between = ("。", "：", "；") if is_chinese(language) else (".", ": ", "; ")
        listed = between.join(change.rstrip(".。") for change in changes)
        said = say(RECOVERY, key, language)
        return f"{said}{colon}{listed}{stop}" if listed else f"{said}{stop}"

    if sent.unread and sent.failure is not None:
        return f"{sent.text}\n{say(RECOVERY, 'unread', language, reason=sent.failure.describe(language))}".strip()
    if sent.failure is not None:
        return f"{sent.failure.describe(language)}\n{with_changes('changed_anyway')}"
    if sent.recovered:
        return f"{sent.text}\n{with_changes('recovered')}".strip()
    # An apology that invites a second try, for an edit that was made, would have it made and paid for twice.
    if sent.text and not (sent.changed and is_temporary_issue(sent.text)):
        return sent.text
    return with_changes("made") if sent.changed else say(RECOVERY, "nothing", language)
