"""Sends a message once, and finds by the state what came of it: after a silence, after a lost connection, later.

A silent edit is looked for again after 1, 2, 4 and 8 s; after a break the state is read when 30 s have passed, and then
every 60 s, five times [protocol.md, The event stream]. A message is never sent a second time from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.stream import OnEvent, OnWait, Reply, reminding
from nemovideo_mcp.conversation.gui import translate
from nemovideo_mcp.conversation.long_texts import read_aside
from nemovideo_mcp.conversation.replies import asks_back, claims_edit, is_apology
from nemovideo_mcp.errors import (
    ConnectionFailed,
    EditNotMade,
    NemoError,
    ReplyTimeout,
    ServerFailed,
    SessionNotFound,
)
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.views.diff import generation_stage
from nemovideo_mcp.views.substance import difference, stays_different

__all__ = ["LATE_PAUSES", "LOOK_PAUSES", "Sent", "second_stage", "send_once"]

LATE_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further reading of the state behind a reply that does not say what was done."""

LOOK_PAUSES = (30.0, *(5 * (60.0,)))
"""Seconds before each reading of the state after a disconnect."""

_SECOND_LOOK = 1.0
_FAILED = 500
# Statuses of gateways; 520 to 527 are Cloudflare's.
_GAVE_UP = frozenset((408, 499, 502, 503, 504, *range(520, 528)))

Draft = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message that was processed; `recovered` if only the state showed so, after a disconnect.

    `changed` says whether the timeline is another one than before: a timestamp that moved is no change.
    `failure` is what went wrong beside it: the backend's own word where the timeline changed all the same, or why the
    state could not be read although the backend has answered (`unread`; then `after` is `before`).
    """

    text: str
    before: Draft
    after: Draft
    changed: bool = False
    recovered: bool = False
    failure: NemoError | None = None
    unread: bool = False


async def send_once(
    nemo: NemoClient,
    session_id: str,
    message: str,
    *,
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    beside: str = "",
    patient: bool = False,
    key: str | None = None,
    asking: Asking = NO_QUESTIONS,
) -> Sent:
    """Send `message` exactly once, and find what it did from the states before and after it.

    Args:
        nemo: The client.
        session_id: The project.
        message: The user's words.
        on_event: Hears every event of the answer.
        on_wait: Is called every two minutes with the seconds that have passed.
        beside: Said behind the message where the timeline is still empty; a studio knows it without being told.
        patient: Look for a late state behind every reply that shows no change: what comes next builds on it.
        key: Stands for this very message, where the backend keeps answers: see `NemoClient.send_message`.
        asking: Whether a studio may answer with a question in place of an edit.

    Raises:
        NemoError: What the backend had against it, with nothing changed.
        EditNotMade: The line broke, and nothing had changed after the last look.
        ReplyTimeout: The line broke, and the state could not be read: then nobody knows.
    """
    look = _Look(nemo=nemo, session_id=session_id)
    look.before = await look.first()
    if beside and not look.before.get("t") and not nemo.backend.is_studio:
        message = f"{message}\n{beside}"
    async with reminding(on_wait):
        try:
            reply = await nemo.send_message(session_id, message, on_event=on_event, key=key, asking=asking)
        except ConnectionFailed:
            raise  # Nothing was sent.
        except NemoError as error:
            if _is_break(error):
                return await _found(look, error)
            return await _refused(look, error)
        return await _answered(look, reply, patient=patient)


@dataclass(kw_only=True)
class _Look:
    """Readings of one project's state, compared with the state before the message."""

    nemo: NemoClient
    session_id: str
    before: Draft = field(default_factory=dict[str, Any])

    async def draft(self) -> Draft:
        return (await self.nemo.state(self.session_id)).draft

    async def first(self) -> Draft:
        """The state before the message. One empty draft is no proof of an empty timeline: it is asked for again."""
        found = await self.draft()
        if found.get("t") or self.nemo.backend.is_studio:
            return found
        return await self.draft()

    async def change(self, pauses: Sequence[float]) -> tuple[Draft, bool]:
        """The state, and whether it has changed; read at once, and again after each of `pauses` until it has.

        Raises what kept the state from being read where no reading came through.
        """
        waits = [0.0, *pauses]
        after: Draft | None = None
        failure: NemoError | None = None
        more = iter(LATE_PAUSES[len(pauses) :])
        while waits:
            if pause := waits.pop(0):
                await self.nemo.sleep(pause)
            try:
                after = await self.draft()
            except SessionNotFound:
                raise
            except NemoError as error:
                failure = error
                continue
            if self._has_vanished(after):
                # An empty draft behind a full one may be a reading that went wrong.
                waits += [] if waits or (late := next(more, None)) is None else [late]
                continue
            if await self._is_another(after):
                return after, True
        if after is None:
            raise failure or ReplyTimeout("the state was not read")
        return after, self._has_vanished(after)

    async def _is_another(self, after: Draft) -> bool:
        match difference(self.before, after):
            case "none":
                return False
            case "seen":
                return True
            case "unseen":
                # In keys that nobody knows: what moves by itself is another again a moment later.
                await self.nemo.sleep(_SECOND_LOOK)
                again = await self.draft()
                if self._has_vanished(again):
                    return False
                return difference(self.before, again) == "seen" or stays_different(self.before, after, again)

    def _has_vanished(self, after: Draft) -> bool:
        return bool(self.before.get("t")) and not after.get("t")


def _is_break(error: NemoError) -> bool:
    """True if the backend may still be at work: after a disconnect, or where something before it gave up waiting."""
    return isinstance(error, ReplyTimeout) or (
        isinstance(error, ServerFailed) and error.fields.get("status") in _GAVE_UP
    )


async def _refused(look: _Look, error: NemoError) -> Sent:
    """The backend says that it failed; what it had done until then is there, or will be in a moment."""
    begun = error.fields.get("begun") is True or error.fields.get("status") == _FAILED
    try:
        after, changed = await look.change(LATE_PAUSES if begun else ())
    except NemoError as failure:
        # A call that was refused as such has done nothing; one that failed on the way may have.
        if "status" in error.fields and not isinstance(error, ServerFailed):
            raise error from None
        raise _unknown(error, failure) from error
    if not changed:
        raise error
    return Sent(text="", before=look.before, after=after, changed=True, failure=error)


async def _answered(look: _Look, reply: Reply, *, patient: bool) -> Sent:
    is_studio = look.nemo.backend.is_studio
    pauses = LATE_PAUSES if patient and not is_studio else await _pauses_behind(reply, is_studio=is_studio)
    try:
        after, changed = await look.change(pauses)
    except SessionNotFound:
        raise
    except NemoError as error:
        if not reply.complete:
            return await _found(look, error, text=reply.text)
        await look.nemo.sleep(LOOK_PAUSES[0])
        try:
            after, changed = await look.change(())
        except NemoError as again:
            return Sent(text=reply.text, before=look.before, after=look.before, failure=again, unread=True)
    if reply.complete or changed or reply.text:
        return Sent(text=reply.text, before=look.before, after=after, changed=changed)
    cut = ReplyTimeout("the answer ended in the middle")
    return await _found(look, cut, text=reply.text)


async def _pauses_behind(reply: Reply, *, is_studio: bool) -> tuple[float, ...]:
    """How patiently an edit is looked for whose state may come late."""
    if not reply.complete or reply.answered or is_studio:
        return ()
    words = (await read_aside(translate, reply.text)).text
    if not words or reply.unfinished or is_apology(words) or (claims_edit(words) and not asks_back(words)):
        return LATE_PAUSES
    return LATE_PAUSES[:2] if reply.used_tools else LATE_PAUSES[:1]


async def _found(look: _Look, error: NemoError, *, text: str = "") -> Sent:
    unread: NemoError | None = None
    for pause in LOOK_PAUSES:
        await look.nemo.sleep(pause)
        try:
            after, changed = await look.change(())
        except SessionNotFound:
            raise
        except NemoError as failure:
            unread = failure
            continue
        unread = None
        if changed:
            return Sent(text=text, before=look.before, after=after, changed=True, recovered=True)
    if unread is not None:
        raise _unknown(error, unread) from error
    raise EditNotMade(_detail(error)) from error


def _unknown(error: NemoError, unread: NemoError) -> ReplyTimeout:
    return ReplyTimeout(f"{_detail(error)}; {_detail(unread)}")


def _detail(error: NemoError) -> str:
    return str(error.fields.get("detail", error.what())).rstrip(".")


async def second_stage(nemo: NemoClient, session_id: str, sent: Sent) -> Sent | None:
    """The music, title or effects that a backend adds by itself to the raw video that `sent` has brought.

    Looked for as often as behind a break; None if `sent` brought no raw video, or nothing was added to it. `before`
    of the result is the raw video.
    """
    if generation_stage(sent.before, sent.after) != "raw":
        return None
    for pause in LOOK_PAUSES:
        await nemo.sleep(pause)
        try:
            now = (await nemo.state(session_id)).draft
        except SessionNotFound:
            raise
        except NemoError:
            continue
        if generation_stage(sent.before, now) == "finished":
            return Sent(text="", before=sent.after, after=now, changed=True)
    return None
