"""The answer to an edit: what was done, what was not, what moved, the cuts that it placed, and a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nemovideo_mcp.edit.apply import Applied, Change, TouchedCut, blockers_of
from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Done
from nemovideo_mcp.errors import EditRefused, NemoError
from nemovideo_mcp.messages.catalogue import is_chinese, say
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL
from nemovideo_mcp.messages.story import reason_words
from nemovideo_mcp.timeline.media import MediaItem, short_ids
from nemovideo_mcp.timeline.model import CaptionClip, Clip, OverlayClip, TextClip, Timeline, VideoClip
from nemovideo_mcp.views.timeline_view import (
    caption_view,
    clip_view,
    in_seconds,
    overlay_view,
    sound_view,
    text_view,
)

__all__ = ["NotDone", "ReadByModel", "edit_answer", "film_line", "not_done_of", "not_done_view"]

_MOST_CHANGES = 60
_MOST_IDS = 200
_MOST_SAID = 12
_ON_BEAT_MS = 40
_SOLVED = "auto_edit"
_SOLVES = (_SOLVED, "set_film_length")
_ALREADY = Words("It is that way already.", "已经是这样了。")


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """An operation, or words of the user, that changed nothing.

    `place` is the operation's place in the list, from 1; `words` are the user's. `nearest` is an operation that works
    in its stead, as JSON, and `say` a sentence that does; `offer` says how to have it done in the next message.
    """

    why: Words
    place: int | None = None
    op: str | None = None
    words: str | None = None
    hint: Words | None = None
    nearest: Mapping[str, Any] | None = None
    say: Words | None = None
    offer: Words | None = None


@dataclass(frozen=True, kw_only=True)
class ReadByModel:
    """The last `count` operations that were done are a language model's reading of `words`, or of the whole message."""

    name: str
    count: int
    words: str = ""


def not_done_of(error: NemoError, operations: Sequence[Operation] = ()) -> NotDone:
    """A refusal as `apply` and `parse_operations` raise it; `operations` are those that were to be applied."""
    place = error.place if isinstance(error, EditRefused) else None
    nearest = error.nearest if isinstance(error, EditRefused) else None
    return NotDone(
        why=Words(error.what("en"), error.what("zh")),
        place=place,
        op=operations[place - 1].name if place and place <= len(operations) else None,
        hint=Words(error.next_step("en"), error.next_step("zh")),
        nearest=nearest,
        say=parse_operations(nearest)[0].sentence() if nearest else None,
    )


def edit_answer(
    *,
    timeline: Timeline,
    media: Sequence[MediaItem],
    version: int,
    language: str,
    applied: Applied | None = None,
    not_done: Sequence[NotDone] = (),
    before: Sequence[Words] = (),
    behind: Sequence[Words] = (),
    read: ReadByModel | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """The answer of an edit as JSON.

    Args:
        timeline: the film behind the edit.
        media: the project's media in the order of their arrival.
        version: the number of the version that `timeline` is, or stays.
        language: that of the texts, "en" or "zh".
        applied: what was done, if anything was.
        not_done: what was not, in order.
        before: sentences that stand before all others: which edit was taken back.
        behind: sentences that stand behind what was done.
        read: which of what was done a language model has read; all of it is told.
        dry_run: nothing of it was kept.
    """
    blockers = blockers_of(timeline, [item.media_id for item in media])
    changes = applied.changes if applied else ()
    cuts = applied.cuts if applied else ()
    ids = short_ids(media)
    names = {item.media_id: item.name for item in media}
    shown = [_change(change, ids, names) for change in changes[:_MOST_CHANGES]]
    if len(changes) > _MOST_CHANGES:
        shown.append({"more": len(changes) - _MOST_CHANGES})
    return {
        "done": [
            {"op": done.op, "text": done.words.in_language(language), "ids": list(done.ids)}
            for done in (applied.done if applied else ())
        ],
        "not_done": [not_done_view(one, language) for one in not_done],
        "changes": shown,
        "cuts": [_cut(cut) for cut in cuts],
        **({"story": story} if (story := _story(timeline, applied, language)) else {}),
        "duration_s": in_seconds(timeline.duration_ms),
        "version": version,
        **({"dry_run": True} if dry_run else {}),
        "exportable": not blockers,
        "blockers": [blocker.in_language(language) for blocker in blockers],
        "message": _message(timeline, applied, not_done, before, behind, read, language),
    }


def _story(timeline: Timeline, applied: Applied | None, language: str) -> list[dict[str, str]]:
    """One line for each shot of a film that was solved: why it was chosen."""
    if applied is None or not any(done.op in _SOLVES for done in applied.done):
        return []
    return [
        {"clip": clip.clip_id, "why": reason_words(clip.why, language=language)}
        for clip in timeline.video_clips[:_MOST_CHANGES]
        if clip.why
    ]


def film_line(timeline: Timeline) -> Words:
    """The film in one line: shots, length, frame, and how many cuts are on the beat."""
    count = len(timeline.video_clips)
    canvas = f"{timeline.width}×{timeline.height}, {float(timeline.frame_rate):.4g}"
    parts = [
        Words(f"{count} shot{'' if count == 1 else 's'}", f"{count} 个镜头"),
        Words(f"{seconds(timeline.duration_ms)} s", f"{seconds(timeline.duration_ms)} 秒"),
        Words(f"{canvas} fps", f"{canvas} 帧/秒"),
    ]
    beats, cuts = beats_of(timeline), timeline.cuts_ms
    if beats.cut and cuts:
        off = [abs(beats.off_beat_ms(cut)) for cut in cuts]
        on = sum(1 for ms in off if ms <= _ON_BEAT_MS)
        parts.append(
            Words("all cuts on the beat", "所有切点都在节拍上")
            if on == len(cuts)
            else Words(f"{on} of {len(cuts)} cuts on the beat", f"{len(cuts)} 个切点中 {on} 个在节拍上")
        )
    return Words(", ".join(p.en for p in parts), "，".join(p.zh for p in parts))


def not_done_view(one: NotDone, language: str) -> dict[str, Any]:
    """What was not done as JSON."""
    fields = {
        "place": one.place,
        "op": one.op,
        "words": one.words,
        "why": one.why.in_language(language),
        "hint": one.hint.in_language(language) if one.hint else None,
        "nearest": dict(one.nearest) if one.nearest else None,
        "say": one.say.in_language(language) if one.say else None,
        "offer": one.offer.in_language(language) if one.offer else None,
    }
    return {key: value for key, value in fields.items() if value is not None}


# --- what moved --------------------------------------------------------------------------------------------------


def _change(change: Change, ids: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    if change.shift_ms is not None:
        more = len(change.ids) - _MOST_IDS
        return {
            "ids": list(change.ids[:_MOST_IDS]),
            **({"more_ids": more} if more > 0 else {}),
            "shift_s": in_seconds(change.shift_ms),
        }
    before, after = (_seen(clip, ids, names) for clip in (change.before, change.after))
    if before and after:
        differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        before = {key: before[key] for key in differing if key in before}
        after = {key: after[key] for key in differing if key in after}
    return {"id": change.ids[0], "before": before, "after": after}


def _seen(clip: Clip | None, ids: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any] | None:
    match clip:
        case None:
            return None
        case VideoClip():
            return clip_view(replace(clip, anchor=None, why=()), ids=ids, names=names)
        case TextClip():
            return text_view(clip)
        case OverlayClip():
            return overlay_view(clip, ids)
        case CaptionClip():
            return caption_view(clip)
        case _:
            return sound_view(clip, ids)


def _cut(cut: TouchedCut) -> dict[str, Any]:
    off = {} if cut.off_beat_ms is None else {"off_beat_ms": cut.off_beat_ms}
    return {"clip": cut.clip_id, "at_s": in_seconds(cut.time_ms), **off}


# --- the message -------------------------------------------------------------------------------------------------


def _message(
    timeline: Timeline,
    applied: Applied | None,
    not_done: Sequence[NotDone],
    before: Sequence[Words],
    behind: Sequence[Words],
    read: ReadByModel | None,
    language: str,
) -> str:
    """What was done, its notes and the film after it; what was not done, why, and what works instead."""
    sentences = [words.in_language(language) for words in before]
    changed = applied is not None and applied.changed
    if applied is not None and read is not None:
        sentences += _read_sentences(applied.done, read, language)
    elif applied is not None and changed:
        sentences.append(_done_sentence(applied.done, language))
    elif applied is not None and not not_done and not before:
        sentences.append(_ALREADY.in_language(language))
    if applied is not None:
        sentences += [_sentence(note.in_language(language), language) for note in applied.notes]
    sentences += [_sentence(words.in_language(language), language) for words in behind]
    if (changed or before) and timeline.video_clips:
        sentences.append(_sentence(film_line(timeline).in_language(language), language))
    for one in not_done[:_MOST_SAID]:
        sentences += _refusal(one, language)
    if len(not_done) > _MOST_SAID:
        more = len(not_done) - _MOST_SAID
        sentences.append(
            Words(f"{more} more could not be done.", f"另有 {more} 项无法完成。").in_language(language)
        )
    return ("" if is_chinese(language) else " ").join(sentences)


def _read_sentences(done: Sequence[Done], read: ReadByModel, language: str) -> list[str]:
    """What the rules read, as ever, and all that the model did: the words themselves do not tell that."""
    own, others = done[: -read.count], done[-read.count :]
    said = [_done_sentence(own, language)] if any(one.changed for one in own) else []
    listed = _listed([one.words.in_language(language) for one in others], language)
    key = "read_words" if read.words else "read_this"
    said.append(
        _sentence(say(LANGUAGE_MODEL, key, language, name=read.name, words=read.words, done=listed), language)
    )
    return said if any(one.changed for one in others) else [*said, _ALREADY.in_language(language)]


def _done_sentence(done: Sequence[Done], language: str) -> str:
    # Of a film that was solved twice in one batch, first for its music and then on it, only the last one is there.
    solved = [one for one in done if one.op == _SOLVED]
    told = [one for one in done if one.op != _SOLVED or one is solved[-1]]
    said = list(dict.fromkeys(one.words.in_language(language) for one in told))
    more = len(said) - _MOST_SAID
    listed = _listed(said[:_MOST_SAID], language)
    if more > 0:
        listed += Words(f"; and {more} more", f"；另有 {more} 项").in_language(language)
    return _sentence(listed, language)


def _listed(said: Sequence[str], language: str) -> str:
    return ("；" if is_chinese(language) else "; ").join(said)


def _refusal(one: NotDone, language: str) -> list[str]:
    why = _sentence(one.why.in_language(language), language)
    if one.words:
        why = Words(f"Not done, “{one.words}”: {why}", f"未执行“{one.words}”：{why}").in_language(language)
    if one.say is not None:
        said = one.say.in_language(language).rstrip(".。")
        works = Words(f"What works: “{said}”.", f"可以这样说：“{said}”。").in_language(language)
        return [why, works, one.offer.in_language(language)] if one.offer else [why, works]
    return [why, one.hint.in_language(language)] if one.hint else [why]


def _sentence(text: str, language: str) -> str:
    """`text` as a sentence. A name of a file that it begins with stays as it is."""
    if "." not in text.partition(" ")[0].rstrip(".:;,!?"):
        text = text[:1].upper() + text[1:]
    if text.endswith((".", "!", "?", "。", "！", "？", "…")):
        return text
    return text + ("。" if is_chinese(language) else ".")
