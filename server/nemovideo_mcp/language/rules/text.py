"""Texts: add, change and remove them. Their words are quotations, or were found to be words of a text."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.text import AddText, ChangeText, RemoveText
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved, makes_film
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.text_changes import meant_text, moved_a_step, with_other_word
from nemovideo_mcp.language.times import Times, take_times
from nemovideo_mcp.language.vocabulary.text import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

# A text that is there already is added once more only by these.
_NEW = frozenset(
    ("add", "insert", "create", "write", "type", "加", "加上", "加个", "加一个", "添加", "写", "写上", "插入")
)
_SIZES = {"text_bigger": 1.5, "text_smaller": 0.7}


_AWAY = frozenset(("from", "out of", "off of", "away from", "off", "not", "instead of", "rather than"))


def _look(clause: Clause) -> dict[str, Any]:
    """Takes place, colour and size."""
    found: dict[str, Any] = {}
    for n in range(1, len(clause.tokens)):
        # "from the top to the bottom", "out of the centre": where it is not to be
        before = clause.tokens[n - 1 - (clause.tokens[n - 1].has("det") and n > 1)]
        if clause.tokens[n].detail("place") and before.text in _AWAY:
            clause.used.add(n)
            clause.used.update(k for k, t in enumerate(clause.tokens) if t is before)
    if (place := clause.detail("place")) is not None:
        found["place"] = place
        clause.take("text_move")
    color = clause.one("color") or clause.detail("color")
    if color is not None and clause.has("text_change", "music_change"):
        # "白色换黄色"
        color = clause.detail("color") or color
    if color is not None:
        # a hex value beside a name says the same more exactly
        clause.detail("color")
        found["color"] = color
        clause.take("text_in_color")
    return found


def _size(clause: Clause) -> float | None:
    percent, factor = None, None
    bigger, smaller = clause.has("text_bigger"), clause.has("text_smaller")
    if (bigger or smaller or clause.has("text_font")) and (
        percent := clause.one("percent", "factor")
    ) is not None:
        less = smaller and not bigger and percent < 1 and _by(clause)
        clause.take("text_bigger", "text_smaller", "text_font", "more", "less", "too")
        if less:
            return round(1 - percent, 3)
        doubled = percent == 1 and bigger and any(t.text == "一倍" for t in clause.tokens)
        return 2.0 if doubled else 1 + percent if bigger and percent < 1 else percent
    if clause.has("double", "half") and (bigger or smaller or clause.has("text_font")):
        factor = 2.0 if clause.has("double") else 0.5
        clause.take("double", "half", "text_bigger", "text_smaller", "text_font")
        return factor
    if (
        clause.has("text_font")
        and (size := next((t for t in clause.tokens if t.kind == "number"), None)) is not None
    ):
        # "size 2": an amount of the usual size
        if not 0.25 <= size.value <= 4:
            return None
        clause.one("number")
        clause.take("text_font")
        return float(size.value)
    if bigger == smaller:
        return None
    sized = next(n for n, t in enumerate(clause.tokens) if t.has("text_bigger", "text_smaller"))
    # "too big", and not "bigger too"
    too = any(t.has("too") for t in clause.tokens[:sized]) or (
        not clause.tokens[sized].text.isascii() and clause.has("too")
    )
    clause.take("text_bigger", "text_smaller", "text_font", "more", "less", "too")
    return _SIZES["text_smaller" if smaller is not too else "text_bigger"]


def _by(clause: Clause) -> bool:
    """Whether a share is counted from the present size: "by 20 %", "20 % smaller"."""
    at = next((n for n, t in enumerate(clause.tokens) if t.kind in ("percent", "factor")), 0)
    behind = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    before = clause.tokens[at - 1] if at else None
    counted = before is not None and before.has("text_smaller") and not before.text.isascii()
    if counted and before is not None and not before.text.endswith(("到", "至", "成", "为")):
        # "缩小三分之一"
        return True
    return any(t.text == "by" for t in clause.tokens) or (behind is not None and behind.has("text_smaller"))


def _each_its_own(clause: Clause) -> bool:
    """Whether texts are named apart, with a look for each: "“One” to the left, and “Two” yellow"."""
    known = {text.text.casefold().strip() for text in clause.scene.texts}
    named = [
        n
        for n, t in enumerate(clause.tokens)
        if t.kind == "texts" or (t.kind == "quote" and str(t.value).casefold().strip() in known)
    ]
    if clause.segments < 2 or len(named) < 2:
        return False
    between = clause.tokens[named[0] + 1 : named[-1]]
    return any(t.detail("place") or t.detail("color") or t.has(*_SIZES) for t in between)


def _quotes(clause: Clause) -> tuple[list[str], list[str]]:
    """Quotations that are the words of a text that is there (their ids), and the others."""
    ids: list[str] = []
    new: list[str] = []
    by_words = {text.text.casefold().strip(): text.clip_id for text in clause.scene.texts}
    for n, token in enumerate(clause.tokens):
        if token.kind != "quote":
            continue
        clause.used.add(n)
        words = str(token.value).strip()
        known = by_words.get(words.casefold())
        if known is not None and not new:
            ids.append(known)
        elif words:
            new.append(str(token.value))
    return ids, new


# --- add ---------------------------------------------------------------------------------------------------
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


def _add(said: Clause) -> Reading | None:
    clause = said
    if makes_film(clause):
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
        operation = _one(group)
        if operation is None or group.rest():
            return None
        operations.append(operation)
    if any(token.has("each") for token in clause.tokens):
        each = next((o.length for o in operations if o.length is not None), None)  # pyright: ignore[reportAssignmentType]
    kept = [o.model_copy(update={"length": each}) if each is not None else o for o in operations]
    said.take_everything()
    return Reading(operations=tuple(_in_the_middle(kept, clause)))


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


def _one(clause: Clause) -> AddText | None:
    ids, new = _quotes(clause)
    if len(ids) + len(new) != 1:
        return None
    words = new[0] if new else next(t.text for t in clause.scene.texts if t.clip_id == ids[0])
    if ids and not any(token.text in _NEW for token in clause.tokens):
        return None
    nouns = ("text_title", "text_word", "text_noun", "text_kind:end_card", "text_kind:lower_third")
    renaming = clause.has("text_change") and clause.has(*nouns)
    if renaming and clause.scene.texts and not any(token.text in _NEW for token in clause.tokens):
        return None
    if clause.scene.texts and clause.has("text_should"):
        # "the text should say …" is about one that is there
        return None
    for n, token in enumerate(clause.tokens[:-1]):
        if token.text == "like" and clause.tokens[n + 1].kind == "quote":
            # "a title like “Golden Hour”"
            clause.used.add(n)
    named = clause.detail("text_kind")
    marked = named is not None or clause.has("text_add", "text_word", "text_says")
    at_end = clause.has("end")
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
    values: dict[str, Any] = _look(clause)
    if (size := _size(clause)) is not None:
        values["size"] = size
    shown = _shown(clause)
    times = take_times(clause)
    if shown is not None and times.end is times.length is None:
        times = replace(times, end=shown)
    follows = isinstance(clause.focus.operation, AddText) and not clause.uncertain
    if not (marked or times.said or values or (at_end and follows)):
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


_AT_ONCE = frozenset(("when", "where", "over", "under", "一出来", "一出现", "一出场", "出场时", "刚出来"))


def _shown(clause: Clause) -> float | None:
    """When the clips end during which a text is to be there ("while the parrot is on", "鹦鹉出现的时候")."""
    if not clause.names_clips or not any(t.has("while") and t.text not in _AT_ONCE for t in clause.tokens):
        return None
    ids = clause.fresh().clips() or ()
    ends = [c.end_ms / 1000 for c in clause.scene.clips if c.clip_id in ids]
    return ends[-1] if ends else None


def _given(times: Times, values: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: getattr(times, key) for key in ("start", "end", "length")}
    return {key: value for key, value in given.items() if value is not None and key not in values}


_ON_CLIP = (
    "on",
    "over",
    "when",
    "until",
    "till",
    "til",
    "while",
    "during",
    "with",
    "onto",
    "throughout",
    "before",
)


def _on_clip(clause: Clause) -> bool:
    """Whether a clip that is named tells when a text is there: "the title on clip 2", "until the parrot appears"."""
    named = [n for n, t in enumerate(clause.tokens) if t.kind == "clips" and not t.value.pronoun]
    if len(named) != 1 or not clause.has("text_move", "text_stay", "text_appear", "text_gone", "text_add"):
        return False
    words = [t.text for t in clause.tokens[max(0, named[0] - 2) : named[0]]]
    return any(word in _ON_CLIP for word in words)


# --- which texts -------------------------------------------------------------------------------------------
def _chosen(
    clause: Clause, ids: list[str], *, implicit: bool, placed: bool = False
) -> tuple[str, ...] | None:
    """The texts that the clause speaks of. Raises `Unresolved` where it is not clear which, or there are none."""
    texts = clause.scene.texts
    named = clause.texts()
    if named and texts and any(t.kind == "word" and t.has("text_title") for t in clause.tokens):
        # "the title and the end text"
        ids = [*ids, texts[0].clip_id]
    if ids or named:
        clause.take("text_noun", "text_title", "text_word")
        clause.used.update(
            n
            for n, t in enumerate(clause.tokens)
            if t.kind == "clips" and t.value.pronoun in ("it", "it_clip")
        )
        return tuple(dict.fromkeys((*ids, *(named or ()))))
    noun = clause.has("text_noun", "text_title", "text_word", "text_kind:end_card", "text_kind:lower_third")
    pronouns = [
        (n, t.value.pronoun) for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun
    ]
    if clause.names_clips and not placed:
        return None
    spoken = clause.focus.texts
    if pronouns and (spoken or noun):
        clause.used.update(n for n, _ in pronouns)
        clause.take("text_noun", "text_title", "text_word", "it")
        if not spoken:
            return None
        if any(pronoun == "other" for _, pronoun in pronouns):
            return tuple(t.clip_id for t in texts if t.clip_id not in spoken) or None
        return spoken
    if not noun:
        return spoken if implicit and spoken and not pronouns and not clause.uncertain else None
    if not texts:
        raise Unresolved(Words("there is no text on the timeline.", "时间线上没有文字。"))
    kind = next((k for k in ("end_card", "lower_third") if clause.has(f"text_kind:{k}")), None)
    ending = clause.has("end") or kind == "end_card"
    plural = any(t.text in ("titles", "texts", "captions") for t in clause.tokens) or clause.has("text_all")
    title = any(
        t.has("text_title") and not t.has("text_kind:end_card", "text_kind:lower_third")
        for t in clause.tokens
    )
    opening = (texts[0].clip_id,) if title and kind is not None else ()
    clause.take(
        "text_noun",
        "text_title",
        "text_word",
        "text_kind:end_card",
        "text_kind:lower_third",
        "text_kind:title",
        "text_kind:subtitle",
    )
    if plural:
        clause.take("text_all", "all")
        for n, token in enumerate(clause.tokens):
            if token.kind == "number" and token.value == len(texts):
                clause.used.add(n)
        return tuple(t.clip_id for t in texts)
    if kind is not None and (of_kind := [t.clip_id for t in texts if t.style == kind]):
        return tuple(dict.fromkeys((*opening, *of_kind[:1])))
    if ending:
        clause.take("end")
        return tuple(dict.fromkeys((*opening, texts[-1].clip_id)))
    if len(texts) == 1:
        return (texts[0].clip_id,)
    if spoken and not title:
        return spoken
    if title:
        return (texts[0].clip_id,)
    listed = ", ".join(f"“{t.text[:30]}”" for t in texts[:4])
    raise Unresolved(
        Words(f"it is not clear which text is meant: {listed}.", f"不清楚指的是哪一段文字：{listed}。")
    )


# --- change ------------------------------------------------------------------------------------------------
def _change(clause: Clause) -> Reading | None:
    if clause.has("except"):
        return None
    spelled = _respelled(clause) or _reworded(clause)
    if spelled is not None:
        return Reading(operations=(spelled,))
    if _each_its_own(clause):
        return None
    ids, new = _quotes(clause)
    if len(new) > 1:
        return None
    nouns = ("text_noun", "text_title", "text_word", "text_change")
    about = clause.has(*nouns) or ids or clause.names_texts
    about = about or (clause.has("text_should") and clause.has("text_kind:end_card", "text_kind:lower_third"))
    if new and not ids and clause.has("text_should", "text_change") and not clause.names_texts:
        meant = meant_text(clause.scene.texts, new[0])
        ids = [meant.clip_id] if meant is not None else ids
    if new and not about and not clause.focus.texts and not ids:
        return None
    if new and not about and clause.continued and isinstance(clause.focus.operation, AddText):
        # "“bikes”, “parrot” and “surf”": each is a text
        return None
    looks = [t for t in clause.tokens if t.kind == "word" and (t.detail("color") or t.detail("place"))]
    several = max(len({t.text for t in looks if t.detail(look)}) for look in ("color", "place")) > 1
    if several and not any(t.text in _AWAY for t in clause.tokens):
        # "the title red and the end text blue": a look for each
        return None
    if new and clause.has("text_add") and not (ids or clause.names_texts) and not clause.has("text_change"):
        return None
    if any(t.has("text_remove") for t in clause.tokens) and not new:
        return None
    captions = clause.has("text_kind:subtitle") and not clause.has("text_title", "text_noun")
    if captions and not new and not clause.scene.texts:
        return None
    if clause.has("text_add") and not new and not clause.scene.texts and not clause.has("text_change"):
        return None
    try:
        chosen = _chosen(clause, ids, implicit=True, placed=_on_clip(clause))
    except Unresolved:
        if not new and not clause.has("text_change", "text_bigger", "text_smaller", "text_move"):
            raise
        if new:
            return None
        raise
    if chosen is None:
        return None
    values: dict[str, Any] = _look(clause)
    if (size := _size(clause)) is not None:
        values["size_by"] = size
    if "place" not in values and (steps := _stepped(clause, chosen)) is not None:
        return steps
    if not values and not new and (cased := _cased(clause, chosen)) is not None:
        return cased
    if "place" in values:
        clause.take("text_raise", "text_lower")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("up", "down", "over"))
    if new:
        values["text"] = new[0]
    moved = clause.has("earlier", "later")
    shifted = _shifted(clause, chosen)
    if shifted is None:
        until = clause.names_clips and any(
            t.text in ("until", "till", "til", "before") for t in clause.tokens
        )
        shown = _shown(clause) if not until else None
        times = take_times(clause, clips=_on_clip(clause), ends=False)
        if until and isinstance(times.start, float):
            times = Times(end=times.start)
            clause.used.update(
                n for n, t in enumerate(clause.tokens) if t.text in ("until", "till", "til", "before")
            )
        elif shown is not None and times.end is times.length is None:
            times = Times(start=times.start, end=shown)
            clause.take("while", "on_screen", "whole_film")
        given = {k: getattr(times, k) for k in ("start", "end", "length") if getattr(times, k) is not None}
        if clause.has("text_gone") and "start" in given and "end" not in given:
            given = {"end": given["start"]}
        if clause.has("text_gone") and "length" in given and not clause.has("text_stay"):
            given = {"end": given["length"]}
        if moved and set(given) == {"length"} and clause.take("earlier", "later"):
            # "sooner, say at 10 seconds"
            given = {"start": given["length"]}
        values |= given
    else:
        values |= shifted
    clause.take(
        "text_change", "text_move", "text_appear", "text_gone", "text_stay", "text_says", "text_in_color", "text_font",
        "same_as", "only", "more", "text_add", "too", "picture", "on_screen",
    )  # fmt: skip
    if not values and clause.has("same_as") and isinstance(clause.focus.operation, ChangeText):
        last = clause.focus.operation
        return Reading(operations=(last.model_copy(update={"texts": chosen}),))
    if not values:
        return None
    return Reading(operations=(ChangeText(texts=chosen, **values),))


def _stepped(clause: Clause, chosen: tuple[str, ...]) -> Reading | None:
    """ "Move the title up", "the title a bit lower": the next row of the picture."""
    rest = [
        t
        for t in clause.tokens
        if not t.has("filler", "det", "text_noun", "text_title", "text_word") and t.kind == "word"
    ]
    moved = clause.has("text_move") or all(t.text in ("up", "down") for t in rest)
    up = clause.has("text_raise") or (moved and any(t.text == "up" for t in clause.tokens))
    down = clause.has("text_lower") or (moved and any(t.text == "down" for t in clause.tokens))
    if up is down or clause.count("percent", "factor", "duration", "number", "color", "quote"):
        return None
    texts = [t for t in clause.scene.texts if t.clip_id in chosen]
    steps = [(t.clip_id, moved_a_step(t, up=up)) for t in texts]
    if any(step is None for _, step in steps):
        return refusal(
            clause,
            f"the text is at the {'top' if up else 'bottom'} already.",
            f"文字已经在{'顶部' if up else '底部'}了。",
            say=Words("Put the title in the centre", "标题放中间"),
        )
    clause.take("text_raise", "text_lower", "text_move", "more", "too", "picture", "text_change")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("up", "down"))
    return Reading(operations=tuple(ChangeText(texts=(i,), **step) for i, step in steps if step))


def _cased(clause: Clause, chosen: tuple[str, ...]) -> Reading | None:
    """ "The title in capitals"."""
    upper, lower = clause.has("text_upper"), clause.has("text_lowercase")
    if upper is lower or clause.has("not"):
        return None
    clause.take(
        "text_upper", "text_lowercase", "text_change", "text_in_color", "all", "text_all", "text_font"
    )
    texts = [t for t in clause.scene.texts if t.clip_id in chosen]
    return Reading(
        operations=tuple(
            ChangeText(texts=(t.clip_id,), text=t.text.upper() if upper else t.text.lower()) for t in texts
        )
    )


def _reworded(clause: Clause) -> Operation | None:
    """ "Swap “Sunday” for “Monday” in the title": a part of a text that is there."""
    quotes = [str(t.value) for t in clause.tokens if t.kind == "quote"]
    if len(quotes) != 2 or not clause.has("text_change") or clause.names_texts:
        return None
    hits = [(t, words) for t in clause.scene.texts if (words := with_other_word(t.text, *quotes)) is not None]
    if len(hits) != 1:
        return None
    clause.values("quote")
    clause.take(
        "text_change",
        "text_noun",
        "text_title",
        "text_word",
        "text_says",
        "text_kind:title",
        "text_kind:end_card",
    )
    return ChangeText(texts=(hits[0][0].clip_id,), text=hits[0][1])


def _shifted(clause: Clause, chosen: tuple[str, ...]) -> dict[str, Any] | None:
    """ "a second longer", "晚一秒再消失": against how it is now."""
    if not clause.has("later", "earlier", "longer", "shorter") or len(chosen) != 1 or clause.segments > 1:
        return None
    text = next((t for t in clause.scene.texts if t.clip_id == chosen[0]), None)
    amounts = clause.values("duration")
    if text is None or len(amounts) > 1:
        return None
    amount = (amounts or [1000.0])[0] / 1000
    less = clause.has("earlier", "shorter")
    signed = -amount if less else amount
    lasts = clause.has("longer", "shorter", "text_gone")
    reached = any(t.text == "to" or t.text.endswith(("到", "至", "成")) for t in clause.tokens)
    if lasts and amounts and reached and not clause.has("text_gone"):
        # "shorten the title to one second"
        clause.take("longer", "shorter", "more")
        return {"length": amount}
    clause.take("later", "earlier", "longer", "shorter", "text_gone", "text_appear", "more")
    if lasts:
        length = round(text.duration_ms / 1000 + signed, 3)
        return {"length": length} if length > 0 else None
    start = round(text.start_ms / 1000 + signed, 3)
    return {"start": max(0.0, start), "length": text.duration_ms / 1000}


def _respelled(clause: Clause) -> Operation | None:
    """ "Sunday should be Sundae": one word of a text that is there."""
    quotes = [t for t in clause.tokens if t.kind == "quote"]
    if len(quotes) != 1 or clause.names_texts:
        return None
    for text in clause.scene.texts:
        for n, token in enumerate(clause.tokens):
            said = clause.message[token.start : token.end]
            if token.kind in ("word", "name") and len(said) > 1 and said in text.text and said != text.text:
                fresh = text.text.replace(said, str(quotes[0].value), 1)
                clause.used.add(n)
                clause.used.add(clause.tokens.index(quotes[0]))
                clause.take("text_change")
                return ChangeText(texts=(text.clip_id,), text=fresh)
    return None


# --- remove ------------------------------------------------------------------------------------------------
def _remove(clause: Clause) -> Reading | None:
    gone = _can_go(clause)
    if not clause.has("text_remove") and not gone:
        return None
    ids, new = _quotes(clause)
    if new:
        return None
    chosen = _chosen(
        clause, ids, implicit=clause.removes and isinstance(clause.focus.operation, AddText | ChangeText)
    )
    if chosen is None:
        return None
    if not clause.take("text_remove") and not gone:
        return None
    clause.take(
        "text_move" if gone else "text_take",
        "text_again",
        "too",
        "same_as",
        "not",
        "more",
        "text_all",
        "all",
        "only",
    )
    return Reading(
        operations=(RemoveText(texts=chosen),), focus=Focus(texts=chosen, operation=RemoveText(texts=chosen))
    )


_MAY = frozenset(
    (
        "can",
        "could",
        "should",
        "must",
        "may",
        "has to",
        "have to",
        "needs to",
        "need",
        "gotta",
        "will",
    )
)


def _can_go(clause: Clause) -> bool:
    """ "The title can go": nothing follows where it could go to."""
    words = [
        t
        for t in clause.tokens
        if t.text not in ("please", "now", "too", "as well", "then", "completely", "entirely")
    ]
    return len(words) > 2 and words[-1].text == "go" and words[-2].text in _MAY


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
    Rule(name="remove_text", read=_remove, rank=30),
    Rule(name="change_text", read=_change, rank=32),
    Rule(name="add_text", read=_add, rank=28),
    Rule(name="text_wanted", read=_wanted, rank=90),
)
