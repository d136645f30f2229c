"""Says what came of a message: the backend's words and ours, kept apart, and what is offered but was not done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemovideo_mcp.conversation.recovery import Sent
from nemovideo_mcp.conversation.replies import claims_edit, is_apology
from nemovideo_mcp.errors import NemoError, NoCredits
from nemovideo_mcp.messages.catalogue import Words, is_chinese, say
from nemovideo_mcp.messages.conversation import OFFERS, RECOVERY, TURNS
from nemovideo_mcp.protocol.text_assembler import is_temporary_issue
from nemovideo_mcp.views.changes import Change
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.substance import without_volatile

__all__ = ["Said", "changes_of", "offers_told", "second_stage_words", "told"]

_PUNCTUATION = {True: ("。", "：", "；"), False: (".", ": ", "; ")}


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words for the user. What is `by_backend` is somebody else's, and marked as such where an agent reads it."""

    text: str
    by_backend: bool = False


def changes_of(sent: Sent, *, language: str) -> tuple[Change, ...]:
    """What is different on the timeline, the most important first; nothing where it only moved by itself."""
    if not sent.changed:
        return ()
    return diff(without_volatile(sent.before), without_volatile(sent.after), language=language)


def told(
    sent: Sent, *, language: str, changes: Sequence[str] = (), is_answer: bool = False
) -> tuple[Said, ...]:
    """What to tell the user of `sent`, never empty.

    Args:
        sent: The message and what came of it.
        language: The user's.
        changes: The differences in words.
        is_answer: Whether the backend has told exactly what was done, as a studio does.
    """
    theirs = (Said(text=sent.text, by_backend=True),) if sent.text else ()
    if sent.unread and sent.failure is not None:
        unread = say(RECOVERY, "unread", language, reason=sent.failure.what(language))
        return (*theirs, Said(text=f"{unread} {say(RECOVERY, 'not_again', language)}"))
    if sent.failure is not None:
        # The error's own next step would have the edit made a second time.
        what = " ".join(
            part for part in (sent.failure.what(language), _remedy(sent.failure, language)) if part
        )
        said = _with_changes("changed_anyway", changes, language)
        return (Said(text=f"{what}\n{said} {say(RECOVERY, 'not_again', language)}"),)
    if sent.recovered:
        return (*theirs, Said(text=_with_changes("recovered", changes, language)))
    if not theirs:
        made = _with_changes("made", changes, language)
        return (Said(text=made if sent.changed else say(RECOVERY, "nothing", language)),)
    # An apology that invites a second try, for an edit that was made, would have it made and paid for twice.
    if sent.changed and is_temporary_issue(sent.text):
        return (Said(text=_with_changes("made", changes, language)),)
    if sent.changed and is_apology(sent.text):
        changed = _with_changes("changed_anyway", changes, language)
        return (*theirs, Said(text=f"{changed} {say(RECOVERY, 'not_again', language)}"))
    if not sent.changed and claims_edit(sent.text) and not is_answer:
        return (*theirs, Said(text=say(RECOVERY, "unchanged", language)))
    return theirs


def _remedy(failure: NemoError, language: str) -> str:
    """What helps against the failure for the next time, where it is something else than another try."""
    if not isinstance(failure, NoCredits):
        return ""
    fields = {
        key: Words(**found).in_language(language) if isinstance(found := failure.fields[key], dict) else found
        for key in ("remedy", "link")
    }
    return say(RECOVERY, "no_credits", language, **fields)


def _with_changes(key: str, changes: Sequence[str], language: str) -> str:
    stop, colon, between = _PUNCTUATION[is_chinese(language)]
    listed = between.join(change.rstrip(".。") for change in changes)
    said = say(RECOVERY, key, language)
    return f"{said}{colon}{listed}{stop}" if listed else f"{said}{stop}"


def second_stage_words(more: Sent, *, language: str) -> str:
    """What a backend has added by itself to a generated video."""
    stop, colon, between = _PUNCTUATION[is_chinese(language)]
    changes = between.join(change.text.rstrip(".。") for change in changes_of(more, language=language))
    return f"{say(TURNS, 'second_stage_came', language)}{colon}{changes}{stop}"


def offers_told(kinds: Iterable[str], *, language: str) -> tuple[Said, ...]:
    """One sentence for each action that the backend spoke of and that was not done."""
    return tuple(Said(text=say(OFFERS, kind, language)) for kind in kinds if kind in OFFERS)
