"""Questions in place of an edit: whether one may be asked, and what the user has answered, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nemovideo_mcp.errors import InvalidRequest

__all__ = ["NO_QUESTIONS", "Asking", "asking_of"]

_ASK = ("here", "later")
_SONG_CHARACTERS = 300


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What an edit may be answered with in place of being made, and the answers that are known before.

    `ask` None: no question is asked. `here`: the caller asks the user and sends the same again with the answer.
    `later`: the next message may be the answer, so the studio remembers the question. `song` is the id or the name of
    the song that the words speak of. `confirm`: the user has agreed to lose more than half of the film.
    `expect_version` is the version that the question was about: at another one nothing is done.
    """

    ask: Literal["here", "later"] | None = None
    song: str = ""
    confirm: bool = False
    expect_version: int | None = None

    def to_body(self) -> dict[str, Any]:
        """The fields of the request's body; those that say nothing are left out."""
        found = {
            "ask": self.ask,
            "song": self.song or None,
            "confirm": self.confirm or None,
            "expect_version": self.expect_version,
        }
        return {key: value for key, value in found.items() if value is not None}


NO_QUESTIONS = Asking()


def asking_of(body: Mapping[str, Any]) -> Asking:
    """What the body of a request says of questions. Raises `InvalidRequest` for a field of the wrong kind."""
    ask, song, confirm = body.get("ask"), body.get("song", ""), body.get("confirm", False)
    expected = body.get("expect_version")
    if ask is not None and ask not in _ASK:
        raise _misfit("ask", "“here” or “later”", "“here”或“later”")
    if not isinstance(song, str) or len(song) > _SONG_CHARACTERS:
        raise _misfit(
            "song",
            f"the id or the name of a song, of at most {_SONG_CHARACTERS} characters",
            "歌曲的编号或名称",
        )
    if not isinstance(confirm, bool):
        raise _misfit("confirm", "true or false", "true 或 false")
    if expected is not None and (isinstance(expected, bool) or not isinstance(expected, int)):
        raise _misfit("expect_version", "a whole number", "整数")
    return Asking(ask=ask, song=song.strip(), confirm=confirm, expect_version=expected)


def _misfit(name: str, en: str, zh: str) -> InvalidRequest:
    return InvalidRequest(
        detail={"en": f"“{name}” does not fit.", "zh": f"“{name}”的值不合适。"},
        hint={"en": f"It is {en}.", "zh": f"应为{zh}。"},
    )
