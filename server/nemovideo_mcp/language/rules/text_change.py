"""Texts that are there: change their words, look and times, and remove them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.text import AddText, ChangeText, RemoveText
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.musical import take_lengths_ms
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.text_changes import meant_text, moved_a_step, with_other_word
from nemovideo_mcp.language.text_dress import (
    TITLE_WITH,
    adds_new_text,
    is_dressed,
    speaks_of_every_text,
    take_dress,
)
from nemovideo_mcp.language.text_words import (
    AWAY,
    each_its_own,
    is_on_clip,
    speaks_of_captions,
    take_look,
    take_quotes,
    take_shown,
    take_size,
)
from nemovideo_mcp.language.times import Times, take_times

__all__ = ["KNOWS", "RULES"]

KNOWS: tuple[str, ...] = ("sound", "text", "text_dress")


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
    noun = noun or (clause.has("text_all") and clause.has("text_change"))
    noun = noun or (clause.has("text_kind:subtitle") and is_dressed(clause))
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
    low = [t.clip_id for t in texts if t.style == "subtitle" or (t.place or "").startswith("bottom")]
    if clause.has("text_kind:subtitle") and is_dressed(clause) and len(low) == 1:
        # "a box behind the subtitle"
        clause.take("text_kind:subtitle", "text_word", "text_noun")
        return (low[0],)
    ending = any(t.has("end") and t.text != "back" for t in clause.tokens) or kind == "end_card"
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


_FILM_LENGTH = frozenset(("时长", "总长", "总时长", "全长", "片长", "总共", "一共"))


def _goes_on(clause: Clause) -> bool:
    """Whether a length is the second of two ("在2秒和8秒"), or that of a film that is not there yet."""
    timed = [t for t in clause.tokens if t.kind == "duration"]
    if not timed or any(t.kind in ("quote", "texts") for t in clause.tokens):
        return False
    before = clause.message[: clause.tokens[0].start].rstrip()
    fresh = not clause.scene.clips and any(t.text in _FILM_LENGTH for t in clause.tokens)
    return fresh or (clause.tokens[0] is timed[0] and before.endswith(("和", "、", "跟", "与")))


# --- change ------------------------------------------------------------------------------------------------
def _change(clause: Clause) -> Reading | None:
    if clause.has("except") or _goes_on(clause) or speaks_of_captions(clause):
        return None
    spelled = _respelled(clause) or _reworded(clause)
    if spelled is not None:
        return Reading(operations=(spelled,))
    if each_its_own(clause):
        return None
    ids, new = take_quotes(clause)
    if len(new) > 1:
        return None
    nouns = ("text_noun", "text_title", "text_word", "text_change")
    about = clause.has(*nouns) or ids or clause.names_texts
    about = about or is_dressed(clause)
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
    if several and not any(t.text in AWAY for t in clause.tokens):
        # "the title red and the end text blue": a look for each
        return None
    adding = clause.has("text_add") and not clause.has("text_change")
    adding = adding or any(t.text.startswith(("再加", "再写", "再来", "加个", "加一")) for t in clause.tokens)
    if new and adding and not (ids or clause.names_texts):
        return None
    if any(t.has("text_remove") for t in clause.tokens) and not new:
        return None
    captions = clause.has("text_kind:subtitle") and not clause.has("text_title", "text_noun")
    if captions and not new and not clause.scene.texts:
        return None
    if clause.has("text_add") and not new and not clause.scene.texts and not clause.has("text_change"):
        return None
    try:
        every = is_dressed(clause) and not ids and speaks_of_every_text(clause)
        # "use a serif font", "字体换成衬线"
        chosen = tuple(text.clip_id for text in clause.scene.texts) if every else None
        if is_dressed(clause) and not (new or ids) and any(t.text == TITLE_WITH for t in clause.tokens):
            chosen = tuple(text.clip_id for text in clause.scene.texts[:1])
            clause.take("text_says")
        chosen = chosen or _chosen(clause, ids, implicit=True, placed=is_on_clip(clause))
        clause.take(*(("text_word", "text_noun") if every else ()))
    except Unresolved:
        if not new and not clause.has("text_change", "text_bigger", "text_smaller", "text_move"):
            raise
        if new:
            return None
        raise
    if chosen is None:
        return None
    if is_dressed(clause) and not new and not ids and adds_new_text(clause):
        # "add a handwritten title": which words it is to have is not said
        return None
    values: dict[str, Any] = take_dress(clause)
    values |= take_look(clause)
    if (size := take_size(clause)) is not None:
        values["size_by"] = size
    if "place" not in values and (steps := _stepped(clause, chosen)) is not None:
        return steps
    if not values and not new and (cased := _cased(clause, chosen)) is not None:
        return cased
    if values and "place" not in values and clause.segments > 1 and clause.has("text_raise", "text_lower"):
        # "标题往下移一点，再大一点": two wishes
        return None
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
        shown = take_shown(clause) if not until else None
        times = take_times(clause, clips=is_on_clip(clause), ends=False)
        if until and isinstance(times.start, float):
            times = Times(end=times.start)
            clause.used.update(
                n for n, t in enumerate(clause.tokens) if t.text in ("until", "till", "til", "before")
            )
        elif shown is not None and times.end is times.length is None:
            times = Times(start=times.start, end=shown)
            clause.take("while", "on_screen", "whole_film")
        given = times.fields
        if clause.has("text_gone") and "start" in given and "end" not in given:
            given = {"end": given["start"]}
        if clause.has("text_gone") and "length" in given and not clause.has("text_stay"):
            given = {"end": given["length"]}
        if (
            moved
            and set(given) == {"length"}
            and not any(t.text == "back" for t in clause.tokens)
            and clause.take("earlier", "later")
        ):
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
    last = clause.focus.operation
    again = re.search(
        r"[再又]从?$|^[再又]|也[来加有]一?[个条]|再[来加]一?[个条]", clause.plain
    ) or _said_again(clause)
    if isinstance(last, AddText) and again and not new and values.keys() <= {"start", "end", "length"}:
        # "再从8秒到10秒": the same text once more
        left = {"start": None, "end": None, "length": None}
        return Reading(operations=(last.model_copy(update=left | values),))
    return Reading(operations=(ChangeText(texts=chosen, **values),))


def _said_again(clause: Clause) -> bool:
    """Whether "再" or "也" stands right before these words, as a connective."""
    return clause.continued and clause.message[: clause.tokens[0].start].rstrip().endswith(("再", "又"))


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
    if len(quotes) == 2 and any(t.text == "instead of" for t in clause.tokens):
        # "Write “Monday” instead of “Sunday”"
        quotes.reverse()
        clause.used.update(
            n for n, t in enumerate(clause.tokens) if t.text == "instead of" or t.has("text_add")
        )
    elif len(quotes) != 2 or not clause.has("text_change"):
        return None
    if len(quotes) != 2 or clause.names_texts:
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
    by = any(t.text == "by" and t.end < u.start for t, u in pairwise(clause.tokens) if u.kind in _LENGTHS)
    moved = by and clause.has("text_move")
    if not (moved or clause.has("later", "earlier", "longer", "shorter")) or len(chosen) != 1:
        return None
    if clause.segments > 1 or any(t.text == "back" for t in clause.tokens):
        # "Back" is later to some, and earlier to others.
        return None
    text = next((t for t in clause.scene.texts if t.clip_id == chosen[0]), None)
    amounts = take_lengths_ms(clause)
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
    if amounts and reached and not lasts:
        # "提前到10秒"
        clause.take("later", "earlier", "text_appear", "text_move", "more")
        return {"start": amount, "length": text.duration_ms / 1000}
    clause.take("later", "earlier", "longer", "shorter", "text_gone", "text_appear", "more")
    if lasts:
        length = round(text.duration_ms / 1000 + signed, 3)
        return {"length": length} if length > 0 else None
    start = round(text.start_ms / 1000 + signed, 3)
    return {"start": max(0.0, start), "length": text.duration_ms / 1000}


_LENGTHS = ("duration", "beats", "bars")


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
    if (not clause.has("text_remove") and not gone) or speaks_of_captions(clause):
        return None
    if clause.segments > 1 and any(
        any(clause.tokens[n].kind in ("quote", "texts") for n in stretch)
        and not any(clause.tokens[n].has("text_remove") for n in stretch)
        for stretch in stretches(clause)
    ):
        # "The End不要了，Sunday Ride要"
        return None
    ids, new = take_quotes(clause)
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


def _instead(clause: Clause) -> Reading | None:
    """ "No, “Hello”", "I meant “Hello”": other words for the text that was spoken of last."""
    texts, last = clause.focus.texts, clause.focus.operation
    told = clause.correcting or clause.has("correction", "instead", "not", "enough")
    if (
        len(texts) != 1
        or not told
        or not isinstance(last, AddText | ChangeText)
        or clause.count("quote") != 1
    ):
        return None
    if clause.continued and not clause.correcting:
        return None
    known, new = take_quotes(clause)
    words = new[0] if new and not known else ""
    clause.take("not", "enough", "text_change", "it", "text_says")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun)
    return Reading(operations=(ChangeText(texts=texts, text=words),)) if words.strip() else None


RULES = (
    Rule(name="text_instead", read=_instead, rank=27),
    Rule(name="remove_text", read=_remove, rank=30),
    Rule(name="change_text", read=_change, rank=32),
)
