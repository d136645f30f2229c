"""The questions that a studio asks in place of an edit: which song, and whether most of the film is to go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, Literal

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.edit.losses import loss_of
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.which_song import uses_song
from nemovideo_mcp.language.yes_or_no import is_no, is_yes
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.questions import QUESTIONS
from nemovideo_mcp.protocol.questions import Asking
from nemovideo_mcp.timeline.media import MediaItem, short_ids
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.edit_answer import NotDone

__all__ = ["OpenQuestions", "Question", "loss_question", "moved_on", "song_question", "song_unused"]

_MOST_NAMED = 6
_MOST_OFFERED = 50
_MOST_OPEN = 1000


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked in place of an edit: which of `options`, by id and name, or whether it is to be done at all."""

    kind: Literal["song", "confirm"]
    words: Words
    version: int
    options: tuple[tuple[str, str], ...] = ()

    def view(self, language: str) -> dict[str, Any]:
        """The question as an answer carries it."""
        return {
            "kind": self.kind,
            "text": self.words.in_language(language),
            **({"options": [{"id": i, "name": name} for i, name in self.options]} if self.options else {}),
            "version": self.version,
        }

    def reply_words(self, asking: Asking) -> Words | None:
        """How a person answers it in the next message, where that is how it is answered."""
        if asking.ask != "later":
            return None
        return words_of(QUESTIONS, "reply_song" if self.kind == "song" else "reply_yes")


def song_question(songs: Sequence[MediaItem], media: Sequence[MediaItem], *, version: int) -> Question:
    """Which of `songs`, in the order of their arrival."""
    ids = short_ids(media)
    names = [f"“{song.name}”" for song in songs[:_MOST_NAMED]]
    listed = Words(", ".join(names), "、".join(names))
    if len(songs) > _MOST_NAMED:
        listed = words_of(QUESTIONS, "more_songs", names=listed, n=len(songs) - _MOST_NAMED)
    return Question(
        kind="song",
        words=words_of(QUESTIONS, "which_song", names=listed),
        version=version,
        options=tuple((ids[song.media_id], song.name) for song in songs[:_MOST_OFFERED]),
    )


def loss_question(asking: Asking, before: Timeline, applied: Applied, *, version: int) -> Question | None:
    """Whether so much of the film `before` is to go; None where that need not be asked."""
    if not asking.ask or asking.confirm:
        return None
    loss = loss_of(before, applied.timeline, applied.done)
    if loss is None:
        return None
    words = words_of(
        QUESTIONS,
        "loss",
        clips=loss.clips,
        of_clips=loss.of_clips,
        lost=seconds(loss.lost_ms),
        of=seconds(loss.of_ms),
    )
    return Question(kind="confirm", words=words, version=version)


def moved_on() -> NotDone:
    """That nothing is done, since the question was about another film than the one that is there now."""
    return NotDone(why=words_of(QUESTIONS, "moved_on"), hint=words_of(QUESTIONS, "moved_on_hint"))


def song_unused(song: MediaItem | None, understood: Understanding) -> tuple[Words, ...]:
    """What is said where a song was given and the words do not ask for one."""
    if song is None or uses_song(understood, song.media_id, song.name):
        return ()
    return (words_of(QUESTIONS, "song_unused", name=song.name),)


@dataclass(frozen=True, kw_only=True)
class _Open:
    message: str
    asking: Asking
    question: Question


@dataclass(kw_only=True)
class OpenQuestions:
    """The questions that the next message of a project may answer; a studio that starts anew has forgotten them."""

    _open: dict[str, _Open] = field(default_factory=dict[str, _Open])

    def remember(self, session_id: str, message: str, asking: Asking, question: Question) -> None:
        """`question` was asked in place of doing `message`."""
        if asking.ask == "later":
            self._open[session_id] = _Open(message=message, asking=asking, question=question)
            if len(self._open) > _MOST_OPEN:
                del self._open[next(iter(self._open))]

    def answered(self, session_id: str, message: str, asking: Asking) -> tuple[str, Asking] | None:
        """What is to be done now that `message` was said, and with which answers; None where the user says no.

        The question is closed, whatever is said. What is no answer to it is a message of its own.
        """
        found = self._open.pop(session_id, None)
        if found is None:
            return message, asking
        given = replace(found.asking, ask=asking.ask, expect_version=found.question.version)
        if found.question.kind == "confirm":
            if is_yes(message):
                return found.message, replace(given, confirm=True)
        elif (song := _chosen(message, found.question.options)) is not None:
            return found.message, replace(given, song=song)
        return None if is_no(message) else (message, asking)


_MARKS = re.compile(r"[\s“”\"'’‘.,!?。，！？、~]+")
_FILLING = re.compile(
    r"\b(?:use|take|try|with|the|song|track|tune|one|it|is|its|it's|please|called|named|i|mean|meant|want|number|no)\b"
    r"|请|用|选|要|我|是|就|那|这|第|首|个|歌|曲|吧|的|呢|号"
)
_LONGEST_ANSWER = 300
_ORDINALS: Mapping[str, int] = {
    **{word: n for n, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)},
    **{word: n for n, word in enumerate(("1st", "2nd", "3rd", "4th", "5th", "6th"), 1)},
    **{str(n): n for n in range(1, 10)},
    **{word: n for n, word in enumerate("一二三四五六", 1)},
    "last": -1,
    "最后一": -1,
}


def _chosen(message: str, options: Sequence[tuple[str, str]]) -> str | None:
    """The id of the option that `message` names, by name, id or number, and says nothing else."""
    said = message.casefold().strip()
    if len(said) > _LONGEST_ANSWER:
        return None
    found = [
        option
        for option, name in options
        if any(_rest(said, part) == "" for part in (name.casefold(), PurePath(name).stem.casefold(), option))
    ]
    if not found:
        places = [n for word, n in _ORDINALS.items() if _rest(said, word) == ""]
        found = [options[n - 1 if n > 0 else n][0] for n in places[:1] if n <= len(options)]
    return found[0] if len(found) == 1 else None


def _rest(said: str, name: str) -> str | None:
    """What `said` says beside `name`, but for words that only point at it; None where it does not name it."""
    before, found, behind = said.partition(name)
    if not found or not name:
        return None
    return _MARKS.sub("", _FILLING.sub("", before)) + _MARKS.sub("", _FILLING.sub("", behind))
