"""New texts. Their words are quotations, or were found to be words of a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.operations.text import AddText
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, makes_film
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.text_dress import take_dress
from nemovideo_mcp.language.text_words import take_look, take_quotes, take_shown, take_size
from nemovideo_mcp.language.times import Times, take_times
from nemovideo_mcp.language.vocabulary.text import WORDS

__all__ = ["KNOWS", "RULES", "WORDS", "add_texts"]

KNOWS: tuple[str, ...] = ("sound", "text_change", "text_dress")

# A text that is there already is added once more only by these.
_NEW = frozenset(
    ("add", "insert", "create", "write", "type", "加", "加上", "加个", "加一个", "添加", "写", "写上", "插入")
)


_CLOSING = frozenset(("end", "ends", "finish", "finishes", "close", "closes", "conclude"))


def _parted(clause: Clause, places: list[int]) -> list[Clause] | None:
    """One clause per quotation, where punctuation or "and" stands between each two of them."""
    tokens = clause.tokens
    bounds = [0]
    for one, other in itertools.pairwise(places):
        gaps = [
            n
            for n in range(one + 1, other + 1)
            if clause.message[tokens[n - 1].end : tokens[n].start].strip(" 的")
        ]
        if not gaps:
            return None
        bounds.append(gaps[-1])
    bounds.append(len(tokens))
    if len(bounds) == 2:
        return None
    return [clause.retold(tokens[a:b]) for a, b in itertools.pairwise(bounds)]


def _groups(clause: Clause) -> list[Clause] | None:
    """One clause per quotation, each with the words that go with it."""
    places = [n for n, token in enumerate(clause.tokens) if token.kind == "quote"]
    if (parted := _parted(clause, places)) is not None:
        return parted
    timed = ("duration", "clock", "at", "number", "range", "start", "end")
    before = any(t.kind in timed or t.has("start", "end") for t in clause.tokens[: places[0]])
    after = any(t.kind in timed or t.has("start", "end") for t in clause.tokens[places[-1] + 1 :])
    bounds: list[tuple[int, int]] = []
    for k, n in enumerate(places):
        if before and not after:
            bounds.append((places[k - 1] + 1 if k else 0, n + 1))
        else:
            bounds.append((n if k else 0, places[k + 1] if k + 1 < len(places) else len(clause.tokens)))
    return [
        Clause(
            clause.tokens[a:b], clause.scene, clause.message, focus=clause.focus, continued=clause.continued
        )
        for a, b in bounds
    ]


def add_texts(said: Clause) -> Reading | None:
    """The texts of a clause with quotations, each with its time and look; None where it asks for something else."""
    clause = said
    if makes_film(clause) or _beside_length(clause):
        return None
    count = clause.count("quote")
    if not count or (clause.has("music_noun") and not clause.has("text_add", "text_kind:title", "text_word")):
        return None
    if (
        clause.focus.texts
        and clause.scene.texts
        and not clause.uncertain
        and any(t.text in ("call", "call it", "name it") for t in clause.tokens)
    ):
        return None
    changing = clause.has("text_change") or any(t.text == "instead" for t in clause.tokens)
    if changing and clause.scene.texts and not clause.has("text_add"):
        # "Make it say “Bye” instead": of one that is there, whichever it is.
        return None
    several = any(t.kind == "clips" and (t.value.all or len(t.value.numbers) > 1) for t in clause.tokens)
    if several and count == 1:
        return refusal(
            clause,
            "a text stands at one place; say one wish for each clip.",
            "一条文字只能放在一处，请为每个片段分别说明。",
        )
    if count == 1:
        operation = _one(clause)
        return Reading(operations=(operation,)) if operation is not None else None
    each: float | None = None
    counted = {n for n, t in enumerate(clause.tokens) if t.kind == "number" and t.value == count}
    if counted and any(t.text in ("titles", "texts", "captions", "lines", "words") for t in clause.tokens):
        # "3 titles: “one”, “two” and “three”"
        clause = clause.retold([t for n, t in enumerate(clause.tokens) if n not in counted])
    groups = _groups(clause) or []
    operations: list[AddText] = []
    for group in groups:
        operation = _one(group, beside=bool(operations))
        if operation is None or group.rest():
            return None
        operations.append(operation)
    if any(token.has("each") for token in clause.tokens):
        each = next((o.length for o in operations if o.length is not None), None)  # pyright: ignore[reportAssignmentType]
    kept = [o.model_copy(update={"length": each}) if each is not None else o for o in operations]
    said.take_everything()
    return Reading(operations=tuple(_in_the_middle(kept, clause)))


_OPENING = re.compile(r"开头|片头|开场|一开始")
_EARLIER = re.compile(r"[0-9零一二两三四五六七八九十]\s*(?:秒|分钟|s\b|sec)")


_FILM_LENGTH = frozenset(("做", "时长", "总长", "总时长", "全长", "片长", "总共", "一共", "长度"))


def _beside_length(clause: Clause) -> bool:
    """Whether a length that stands apart is that of a film that is not there yet: "10秒，标题“海”"."""
    if clause.scene.clips or clause.segments < 2 or _EARLIER.search(clause.message[: clause.tokens[0].start]):
        return False
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        said = [t for t in tokens if t.text not in _FILM_LENGTH]
        texts = any(t.kind == "quote" or t.has("text_add", "text_stay", "start", "end") for t in said)
        if not texts and any(t.kind == "duration" for t in tokens):
            return True
    return False


def _in_the_middle(texts: list[AddText], clause: Clause) -> list[AddText]:
    """ "开头写早上，中间写中午，结尾写晚上": between a start and an end, the middle is a time."""
    starts = [text.start for text in texts]
    if starts[0] != "start" or starts[-1] != "end":
        return texts
    middle = round(clause.scene.timeline.duration_ms / 2000, 3)
    return [
        text.model_copy(update={"start": middle, "place": None})
        if text.start is None and text.place == "center"
        else text
        for text in texts
    ]


def _one(clause: Clause, *, beside: bool = False) -> AddText | None:
    """The text of one quotation; `beside` another one, its words alone say it."""
    ids, new = take_quotes(clause)
    if len(ids) + len(new) != 1:
        return None
    words = new[0] if new else next(t.text for t in clause.scene.texts if t.clip_id == ids[0])
    if ids and not any(token.text in _NEW for token in clause.tokens):
        return None
    nouns = ("text_title", "text_word", "text_noun", "text_kind:end_card", "text_kind:lower_third")
    renaming = clause.has("text_change") and clause.has(*nouns)
    if clause.has("text_change") and clause.names_clips and not any(t.text in _NEW for t in clause.tokens):
        # "Ride改成Trip": a word of a text that is there
        return None
    if renaming and clause.scene.texts and not any(token.text in _NEW for token in clause.tokens):
        return None
    if clause.scene.texts and (clause.has("text_should") or _becomes(clause)):
        # "the text should say …" is about one that is there
        return None
    for n, token in enumerate(clause.tokens[:-1]):
        if token.text == "like" and clause.tokens[n + 1].kind == "quote":
            # "a title like “Golden Hour”"
            clause.used.add(n)
    named = clause.detail("text_kind")
    marked = named is not None or clause.has("text_add", "text_word", "text_says")
    at_end = clause.has("end") or any(
        t.kind == "word" and t.text.split()[0] in _CLOSING for t in clause.tokens
    )
    clause.take(
        "text_add",
        "text_says",
        "text_word",
        "text_title",
        "text_noun",
        "ordinal_word",
        "text_in_color",
        "each",
    )
    values: dict[str, Any] = take_dress(clause)
    values |= take_look(clause)
    if (size := take_size(clause)) is not None:
        values["size"] = size
    before = clause.focus.operation
    if isinstance(before, AddText) and clause.has("same_as"):
        # "再加“B”，颜色一样"
        looks = {"颜色": "color", "位置": "place", "大小": "size"}
        alike = [looks[t.text] for t in clause.tokens if t.text in looks] or ["color", "place", "size"]
        values |= {key: getattr(before, key) for key in alike if getattr(before, key) is not None}
        clause.take("same_as", "text_change")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in looks)
    if clause.tokens[0].text == "中间" and _OPENING.search(clause.message[: clause.tokens[0].start]):
        # "开头写“早”，中间写“中”": when, and not where
        values.pop("place", None)
        values["start"] = round(clause.scene.timeline.duration_ms / 2000, 3)
    shown = take_shown(clause)
    times = take_times(clause)
    if shown is not None and times.end is times.length is None:
        times = replace(times, end=shown)
    follows = isinstance(clause.focus.operation, AddText) and not clause.uncertain
    if not (marked or times.said or values or beside or (at_end and follows)):
        return None
    clause.take(
        "end",
        "text_stay",
        "text_move",
        "right_at",
        "on_screen",
        "text_appear",
        "picture",
        "film_noun",
        "only",
        "it",
        "text_kind:title",
        "one",
        "text_change",
        "at_post",
    )
    for n, token in enumerate(clause.tokens):
        # "on it", "there": the film is meant
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
        if token.kind == "texts" and token.value.wrong is not None:
            clause.used.add(n)
    if at_end and times.start is None and times.end is None:
        kind = named if named not in (None, "title") else "title"
        values |= {"start": "end"} if kind != "end_card" else {}
        named = kind
    if named == "subtitle":
        named = "title"
        values.setdefault("place", "bottom")
    return AddText(
        text=words,
        kind=named or "title",  # pyright: ignore[reportArgumentType]
        **values,
        **_given(times, values),
    )


def _becomes(clause: Clause) -> bool:
    """ "The title should be “Monday”": new words for the one that is there."""
    return not clause.has("text_add") and any(
        one.text in ("to", "should be", "must be", "needs to be", "has to be", "becomes", "to be")
        and other.kind == "quote"
        for one, other in itertools.pairwise(clause.tokens)
    )


def _given(times: Times, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in times.fields.items() if key not in values}


def _wanted(clause: Clause) -> Reading | None:
    """A text without words."""
    if clause.count("quote") or not clause.has(
        "text_kind:title", "text_kind:end_card", "text_kind:lower_third", "text_word"
    ):
        return None
    if (
        not clause.has("text_add")
        or clause.has("text_remove", "text_change")
        or clause.names_texts
        or clause.has("not")
    ):
        return None
    say = Words("Add the title “Hello” at the start", "开头加标题“你好”")
    return refusal(
        clause, "it does not say which words the text is to have.", "没有说明文字的内容。", say=say
    )


RULES = (
    Rule(name="add_text", read=add_texts, rank=28),
    Rule(name="text_wanted", read=_wanted, rank=90),
)
