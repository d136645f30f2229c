"""The titles of a first message: their words, and where, when and how they are shown."""

from __future__ import annotations

import re
from typing import Any

from nemovideo_mcp.edit.operations.text import AddText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.segments import Segment
from nemovideo_mcp.language.text_dress import dresses, take_dress
from nemovideo_mcp.language.text_words import take_look, take_size
from nemovideo_mcp.language.times import take_times

__all__ = ["headed", "heads_quote", "is_look", "title_of"]

_TITLES = re.compile(
    r"\b(?:titles?|titled|texts?|headings?|headlines?|supers?|words?|intro"
    r"|call(?:ed)? it|writ(?:e|es|ten)|say(?:s|ing)?|reads)\b"
    r"|标题|文字|字样|片名|片头|片尾|写|打上|打个|大字"
)
_COLON = re.compile(r"\s*[:：=]\s*")
_ENDS = re.compile(r"[\n;；。]|\.(?:\s|$)|[!?！？](?=\s|$)|$")
_LONGEST_TITLE = 80
_PLACE = re.compile(
    r"\b(?:top|bottom|upper|lower|cent(?:er|re)(?:ed)?|middle|left|right)\b|[上下左右](?:方|面|边|角)|顶部|底部|中间|中央|居中|正中|置中"
)
"""Words for where on the picture a title is shown."""
_SHOWN = (
    "text_stay",
    "first",
    "text_appear",
    "start",
    "end",
    "insert",
    "move",
    "text_move",
    "at_post",
    "on_screen",
)


def title_of(words: str, clause: Clause) -> AddText:
    """The title of these words, as the words beside them say. Raises `ValidationError` where it can be none."""
    values: dict[str, Any] = take_dress(clause)
    values |= take_look(clause)
    if (size := take_size(clause)) is not None:
        values["size"] = size
    values |= take_times(clause).fields
    if "place" not in values and (place := _place_told(" ".join(t.text for t in clause.tokens))) is not None:
        values["place"] = place
    if clause.has("end", "closes") and "start" not in values and "end" not in values:
        values["start"] = "end"
    return AddText.model_validate({"text": words.strip(), **values})


_ROWS = {"top": re.compile(r"top|upper|上|顶"), "bottom": re.compile(r"bottom|lower|下|底")}
_SIDES = {"left": re.compile(r"left|左"), "right": re.compile(r"right|右")}


def _place_told(words: str) -> str | None:
    """Where a title is shown, by words like "bottom right" or "画面上方"."""
    said = " ".join(_PLACE.findall(words))
    row = next((name for name, pattern in _ROWS.items() if pattern.search(said)), None)
    side = next((name for name, pattern in _SIDES.items() if pattern.search(said)), None)
    return f"{row}-{side}" if row and side else row or side or ("center" if said else None)


def heads_quote(segment: Segment, message: str) -> bool:
    """Whether a segment is the "Title:" of a quotation behind it."""
    colon = _COLON.match(message, segment[-1].end)
    return colon is not None and message[colon.end() : colon.end() + 1] in _OPENING


_OPENING = ('"', "“", "「", "『", "《", "'", "‘")


def headed(segment: Segment, message: str) -> tuple[str, int] | None:
    """The words behind "Title in the beginning:", and where they end."""
    colon = _COLON.match(message, segment[-1].end)
    words = message[segment[0].start : segment[-1].end].lower()
    if colon is None or not (
        _TITLES.search(words) or any(t.detail("place") for t in segment) or _PLACE.search(words)
    ):
        return None
    end = _ENDS.search(message, colon.end())
    title = message[colon.end() : end.start() if end else len(message)].strip(" \"“”「」'")
    return (title, colon.end() + len(title)) if 0 < len(title) <= _LONGEST_TITLE else None


def is_look(segment: Segment) -> bool:
    """Whether a segment behind a title only says where, when or how it is shown."""
    looks = [
        t
        for t in segment
        if t.detail("place")
        or _PLACE.search(t.text)
        or t.kind == "color"
        or t.detail("color")
        or t.has("text_stay")
        or dresses(t)
    ]
    timed = [t for t in segment if t.kind == "duration"]
    if any(t.has("whole", "in_all", "film_noun") for t in segment):
        return False
    shown = any(
        t.has("text_stay", "first") or t.kind == "ordinal" or t.text.startswith(("头", "停", "显示"))
        for t in segment
    )
    others = [
        t
        for t in segment
        if t not in looks
        and t not in timed
        and not (
            t.kind == "ordinal" or (t.kind == "word" and t.has("filler", "det", "dress_on_beat", *_SHOWN))
        )
    ]
    return not others and (bool(looks) or shown) and (not timed or shown)
