"""What of a message was not done, and what is to be remarked on it, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.edit.apply import RefusedWish
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.parsing import parse_operations, to_json
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.praise import says_thanks
from nemovideo_mcp.language.readings import Refusal, Understanding
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.edit_answer import NotDone, film_line, not_done_of

__all__ = ["not_done_wish", "not_done_words", "offered_of", "remarks_on"]

_EXPORT = Words("For the file, ask for the export.", "需要成片时，请导出。")
_NOT_UNDERSTOOD = Words("I did not understand this.", "没有看懂这部分。")
_YES = Words("Say “yes” to do that.", "回复“好”就这样做。")
_NOTHING_SAID = Words(
    "Nothing was changed. Say what is to change about the film.", "没有改动。请说明要怎么改。"
)
_NO_MEDIA = Words(
    "There are no clips in this project yet: upload some first.", "项目里还没有素材，请先上传。"
)
_WELCOME = Words("You are welcome. Say what is to change, whenever you like.", "不客气。需要修改时请告诉我。")


def not_done_words(understood: Understanding) -> tuple[NotDone, ...]:
    """The words that were refused or not understood."""
    refused = [_refused(refusal) for refusal in understood.refusals]
    unknown = [NotDone(why=_NOT_UNDERSTOOD, words=words) for words in understood.unknown]
    return (*refused, *unknown)


def offered_of(not_done: Sequence[NotDone]) -> tuple[tuple[NotDone, ...], tuple[Operation, ...]]:
    """`not_done` with the first operation that works offered in words, and this operation alone."""
    for n, one in enumerate(not_done):
        if one.nearest is not None:
            offered = parse_operations(one.nearest)
            return (*not_done[:n], replace(one, offer=_YES), *not_done[n + 1 :]), offered
    return tuple(not_done), ()


def not_done_wish(one: RefusedWish) -> NotDone:
    """A wish that was understood and could not be done. It has no place: nobody counted it."""
    said = not_done_of(one.error)
    return NotDone(why=said.why, op=one.op, hint=said.hint, nearest=said.nearest, say=said.say)


def remarks_on(
    understood: Understanding, timeline: Timeline, media: Sequence[MediaItem], *, message: str
) -> tuple[Words, ...]:
    """What is said where a message asks for no edit, or for the file as well."""
    refused = bool(understood.refusals or understood.unknown)
    if understood.wants_export and not refused:
        return (_EXPORT,)
    if understood.operations or refused or understood.step:
        return ()
    if not media:
        return (_NO_MEDIA,)
    said = _WELCOME if understood.talk and says_thanks(message) else _NOTHING_SAID
    return (said, film_line(timeline)) if timeline.video_clips else (said,)


def _refused(refusal: Refusal) -> NotDone:
    say = refusal.say or (refusal.nearest.sentence() if refusal.nearest else None)
    return NotDone(
        why=refusal.because,
        words=refusal.words,
        nearest=to_json(refusal.nearest) if refusal.nearest else None,
        say=say,
    )
