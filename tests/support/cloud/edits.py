"""A tiny editor by the words of a message, so that a turn without a script still edits plausibly."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from . import drafts
from .drafts import AUDIO, TEXT, VIDEO, Draft

Edit = Callable[[Draft], Draft | None]

_REMOVE = re.compile(r"\b(remove|delete|drop|without)\b|删除|去掉", re.IGNORECASE)
_TITLE = re.compile(r"\btitle\b|标题", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“「『']([^\"”」』']+)[\"”」』']")
_MUSIC = re.compile(r"\b(music|song|soundtrack|bgm)\b|音乐", re.IGNORECASE)
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*-?\s*(?:s|sec|secs|second|seconds|秒)(?![a-z])", re.IGNORECASE)


def by_words(message: str, draft: Draft | None) -> tuple[Draft | None, str]:
    """The draft after the message and what the backend says about it. No draft: nothing was changed."""
    made = copy.deepcopy(draft) if draft else drafts.draft_of()
    if _REMOVE.search(message) and _TITLE.search(message):
        return _without(made, TEXT, "title")
    if _REMOVE.search(message) and _MUSIC.search(message):
        return _without(made, AUDIO, "music")
    length = int(made.get("d") or 0) or 10000
    if _TITLE.search(message):
        quoted = _QUOTED.search(message)
        words = quoted.group(1) if quoted else "Title"
        _add(made, TEXT, min(3000, length), text=words)
        return drafts.measured(made), f'I added the title "{words}".'
    if _MUSIC.search(message):
        _add(made, AUDIO, length, name="Lo-fi", volume=0.35)
        return drafts.measured(made), "I added a Lo-fi track as background music at 35% volume."
    return _resized(made, message)


def from_words(message: str) -> Edit:
    """The same as a function of the draft alone."""
    return lambda draft: by_words(message, draft)[0]


def add_title(words: str, start: int = 0, length: int = 3000) -> Edit:
    def edit(draft: Draft) -> Draft:
        draft.setdefault("t", []).append(drafts.track(TEXT, drafts.segment(start, length, text=words)))
        return drafts.measured(draft)

    return edit


def add_music(name: str = "Lo-fi", length: int = 10000, volume: float = 0.35) -> Edit:
    def edit(draft: Draft) -> Draft:
        part = drafts.segment(0, length, name=name, volume=volume)
        draft.setdefault("t", []).append(drafts.track(AUDIO, part))
        return drafts.measured(draft)

    return edit


def add_clip(name: str = "clip", length: int = 5000) -> Edit:
    def edit(draft: Draft) -> Draft:
        found = [one for one in drafts.tracks(draft) if one["tt"] == VIDEO]
        if not found:
            found = [drafts.track(VIDEO)]
            draft.setdefault("t", []).insert(0, found[0])
        start = sum(int(part["d"]) for part in drafts.segments(found[0]))
        found[0]["sg"].append(drafts.segment(start, length, name=name))
        return drafts.measured(draft)

    return edit


def replace_with(draft: Draft | None) -> Edit:
    return lambda _before: copy.deepcopy(draft)


def _add(draft: Draft, kind: int, length: int, **meta: object) -> None:
    draft["t"].append(drafts.track(kind, drafts.segment(0, length, **meta)))


def _without(draft: Draft, kind: int, word: str) -> tuple[Draft | None, str]:
    kept = [one for one in drafts.tracks(draft) if one["tt"] != kind]
    if len(kept) == len(drafts.tracks(draft)):
        return None, f"There is no {word} to remove."
    draft["t"] = kept
    return drafts.measured(draft), f"I removed the {word}."


def _resized(draft: Draft, message: str) -> tuple[Draft, str]:
    clips = next((one for one in drafts.tracks(draft) if one["tt"] == VIDEO and one["sg"]), None)
    if clips is None:
        add_clip("city timelapse", 10000)(draft)
        return draft, "I put a clip of 10 seconds on the timeline."
    parts = drafts.segments(clips)
    before = int(parts[0]["d"])
    asked = _SECONDS.search(message)
    after = round(float(asked.group(1)) * 1000) if asked else before
    if after in (before, 0):
        after = before - 1000 if before > 2000 else before + 3000
    parts[0]["d"] = after
    start = 0
    for part in parts:
        part["s"] = start
        start += int(part["d"])
    return drafts.measured(draft), f"The first clip now lasts {after / 1000:g} seconds."
