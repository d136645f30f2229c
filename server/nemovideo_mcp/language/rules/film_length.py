"""How long the whole film is to be: a length, a limit, a share of what it is, or so much more or less."""

from __future__ import annotations

import re
from dataclasses import replace

from nemovideo_mcp.edit.operations.film import SetFilmLength
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.film import film_length_of
from nemovideo_mcp.language.vague_wishes import other_length

__all__ = ["KNOWS", "RULES"]

KNOWS: tuple[str, ...] = ("film", "length")

_TAKEN = (
    "film_noun",
    "whole",
    "trim_down",
    "it",
    "lasts",
    "longer",
    "shorter",
    "all",
    "at_prep",
    "everything",
    "frame_word",
    "publish",
    "too",
    "more",
    "less",
    "only",
    "by_word",
    "enough",
)


def _read(clause: Clause) -> Reading | None:
    if (
        clause.names_clips
        or clause.names_texts
        or clause.has("text_noun", "music_noun", "first", "start", "end", "fade", "sound_noun")
        or _splits(clause)
        or (clause.has("at_post") and clause.count("duration", "clock") and not _at_length(clause))
    ):
        return None
    others = any(t.kind == "clips" and t.value.pronoun == "other" for t in clause.tokens)
    if (
        others
        or _THIS_AND_THAT.search(clause.message)
        or any(t.text in ("每个", "每", "各") for t in clause.tokens)
    ):
        # "其余视频每个5秒", "这个视频5秒，那个3秒"
        return None
    limited = _takes_limit(clause)
    if clause.find("not") is not None:
        return None
    about_film = clause.has("film_noun") or any(t.has("whole") and t.text in _WHOLE for t in clause.tokens)
    focus = clause.focus
    free = not (focus.clips or focus.texts or focus.music) or (focus.film and not focus.clips)
    if focus.operation is not None and focus.operation.name not in (
        "set_film_length",
        "auto_edit",
        "set_canvas",
    ):
        free = free and focus.film and focus.operation.name != "fade_film"
    if not about_film and (not free or clause.uncertain):
        return None
    share = clause.has("halve_length", "double_length")
    if (
        not about_film
        and not share
        and not clause.has("it", "longer", "shorter", "whole", "at_most", "trim_down", "lasts")
        and not _bare(clause)
    ):
        return None
    by = _by(clause)
    plain = not clause.count("duration", "clock", "factor", "number") and not by
    if plain and clause.has("half", "halve_length", "double_length"):
        return _share_of_film(clause, about_film=about_film)
    if clause.count("percent") == 1:
        return _by_percent(clause, by)
    length = film_length_of(clause)
    if length is None:
        if clause.has("longer", "shorter") and about_film:
            near = other_length(clause.scene, shorter=clause.has("shorter"))
            say = None if near else Words("Make the film 15 seconds long.", "全片剪到 15 秒。")
            return refusal(
                clause, "say how long the film is to be.", "请说明影片要多长。", nearest=near, say=say
            )
        return None
    seconds, at_most = length
    if any(_sign(t.text) > 0 and t.has("trim_down") for t in clause.tokens):
        # "Extend it up to 20 seconds"
        at_most = False
    clause.take(*_TAKEN)
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text == "out")
    clause.refs()
    if not about_film and not focus.film and not by and seconds * 3000 < clause.scene.timeline.duration_ms:
        # "缩短到2秒" is said of a clip, and it is not clear of which.
        return None
    if by:
        now = clause.scene.timeline.duration_ms / 1000
        seconds = round(now + by * seconds, 3)
        if seconds <= 0 or not now:
            return refusal(clause, "the film is not that long.", "影片没有那么长。")
        at_most = False
    return Reading(operations=(SetFilmLength(length=seconds, at_most=at_most or limited),))


_THIS_AND_THAT = re.compile(r"这[个段条](?:视频|片子|片段)?[^，,。]{1,10}[，,。；; ]那[个段条]")
_BEYOND = re.compile(
    r"(?:\bnot|n[o']?t|\bnever|\bwithout)\b.{0,200}\b(?:longer than|exceed\w*|over|past|beyond|above|more than)\b"
)
_BEYOND_WORDS = words_of(
    "than exceed exceeding over past beyond above go going let run running allow allowed"
)


def _takes_limit(clause: Clause) -> bool:
    """Takes the words of "don't let it go over": no film may be longer than the length that follows."""
    if not clause.count("duration", "clock") or not _BEYOND.search(clause.plain):
        return False
    clause.take("not", "longer")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _BEYOND_WORDS)
    return True


def _splits(clause: Clause) -> bool:
    """ "Cut the film at 6 seconds": a moment, and no length."""
    leads = [
        clause.tokens[n - 1].text
        for n, t in enumerate(clause.tokens)
        if n and t.kind in ("duration", "clock")
    ]
    return leads == ["at"] and clause.has("split")


def _at_length(clause: Clause) -> bool:
    """Whether "in" leads a length ("the whole film in 12 seconds"), and marks no moment."""
    at = next(n for n, t in enumerate(clause.tokens) if t.kind in ("duration", "clock"))
    marks = [n for n, t in enumerate(clause.tokens) if t.has("at_post")]
    return all(n < at and clause.tokens[n].text in ("in", "into") for n in marks)


def _share_of_film(clause: Clause, *, about_film: bool) -> Reading | None:
    """ "总长砍一半", "cut the whole video to half its length", "make it twice as long"."""
    now = clause.scene.timeline.duration_ms / 1000
    if (doubled := clause.has("double_length")) and not clause.has(
        "half", "halve_length", "faster", "slower"
    ):
        clause.take("double_length", *_TAKEN)
        clause.refs()
        return Reading(operations=(SetFilmLength(length=round(now * 2, 3)),)) if now else None
    if doubled or not (about_film or clause.has("halve_length")):
        return None
    shorter = clause.has("halve_length", "shorter", "trim_down", "whole") or _sign(clause.tokens[0].text) < 0
    if not shorter or clause.has("faster", "slower", "remove", "zoom_in", "zoom_out"):
        return None
    clause.take("half", "halve_length", *_TAKEN)
    clause.refs()
    return Reading(operations=(SetFilmLength(length=round(now / 2, 3)),)) if now else None


def _by_percent(clause: Clause, by: int) -> Reading | None:
    """ "20% shorter", "cut the film by 20%"."""
    now = clause.scene.timeline.duration_ms / 1000
    factor = 1 + by * clause.one("percent")
    clause.take(*_TAKEN)
    clause.refs()
    if not by or factor <= 0 or not now:
        return None
    return Reading(operations=(SetFilmLength(length=round(now * factor, 3)),))


_WHOLE = frozenset(
    [
        "in total",
        "total",
        "overall",
        "altogether",
        "entire",
        "whole",
        "total length",
        "whole length",
        "total duration",
        "总长",
        "总时长",
        "一共",
        "总共",
        "全片",
        "整条",
        "全长",
        "整体",
        "总",
    ]
)
_SHORTENS = words_of(
    """
    cut trim shorten reduce tighten shrink condense compress squeeze chop crop shave pare whittle decrease down shorter
    bring take lose remove drop knock snip slice subtract less fewer halve off too
    """
)
_LENGTHENS = words_of(
    """
    extend lengthen stretch expand increase pad draw drag prolong grow longer add give more extra another additional
    need needs want
    """
)
_FURTHER = ("another", "extra", "additional", "an extra", "an additional")
_LINKS = frozenset(("off", "from", "off of", "out of", "away from"))


def _sign(text: str) -> int:
    word = text.split()[0]
    return -1 if word in _SHORTENS else 1 if word in _LENGTHENS else 0


def _by(clause: Clause) -> int:
    """1 where the film is to be longer *by* an amount, -1 where shorter by it, 0 where it is to be that long."""
    tokens = clause.tokens
    at = next((n for n, t in enumerate(tokens) if t.kind in ("duration", "percent")), None)
    if at is None:
        return 0
    if changed := _change_of(clause, at):
        return changed
    before = [t for t in tokens[:at] if t.text == "by" or not t.has("filler", "det") or _sign(t.text)]
    if before and clause.message[before[-1].end : tokens[at].start].strip(" ,").endswith((",", "，", ".")):
        # "短一点，8秒": the length that it is to have
        before = []
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is not None and behind.text.isascii() and behind.has("longer", "shorter", "more", "less"):
        longer = behind.has("longer", "more")
        if len(before) and before[-1].text in ("lose", "take", "cut", "trim") and behind.text == "more":
            longer = False
        clause.used.add(at + 1)
        return 1 if longer else -1
    if behind is not None and behind.text in _LINKS and any(_sign(t.text) < 0 for t in before):
        clause.used.update(n for n, t in enumerate(tokens) if t.text in _LINKS or _sign(t.text))
        return -1
    verbs = [t for t in before if _sign(t.text)]
    if not verbs:
        return 0
    last = before[-1]
    if last.text == "by":
        clause.used.update(n for n, t in enumerate(tokens[:at]) if t in verbs)
        return _sign(verbs[0].text)
    if last.text.split()[0] in ("lose", "subtract", "add", "give", "extra", "additional"):
        clause.used.update(n for n, t in enumerate(tokens[:at]) if t in verbs)
        return _sign(last.text)
    if tokens[at].text.startswith(_FURTHER) or last.text in _FURTHER:
        clause.used.update(n for n, t in enumerate(tokens[:at]) if t in verbs or t is last)
        return _sign(verbs[0].text)
    return 0


_CHANGED_BY = re.compile(
    r"(?:^| |[再又还] ?)(?:(?P<longer>[再还多增] ?[长加留补要给放来]"
    r"|[拉延加放增] ?长|长(?= ?[个出上])|[多加补][上出]?|增加)"
    r"|[剪缩压减砍截裁]短|[剪减砍去删压裁截扣切缩][掉去少]|压 ?缩|精简|减少|再?[短减砍少扣缩压收])(?: ?[个上])?$"
)
"""Words before a length that tell by how much the film is to change: "再减两秒", "延长 3 秒"."""


def _change_of(clause: Clause, at: int) -> int:
    """The sign of a change that Chinese words right before the amount `at` tell; 0 where they tell none."""
    tokens, start = clause.tokens, at
    while (
        start and at - start < 4 and not clause.message[tokens[start - 1].end : tokens[start].start].strip()
    ):
        start -= 1
    changed = _CHANGED_BY.search(" ".join(t.text for t in tokens[start:at]))
    if not changed:
        return 0
    clause.used.update(k for k in range(start, at) if tokens[k].text in changed[0])
    return 1 if changed["longer"] else -1


_DISLIKED = re.compile(
    r"^[^,，]{0,10}(?:秒钟?|分钟?|s)(?:也|还是|有点|真的|实在){0,8}(?:太|有点|偏|过)[长久短]了?[啊吧呀]?$"
)


def _disliked(clause: Clause) -> Reading | None:
    """ "一分钟太久了": the length that the film has, and not the one that is wished."""
    if clause.segments > 1 or clause.names_clips or clause.names_texts or clause.focus.clips:
        return None
    if clause.has("text_noun", "music_noun", "fade") or not _DISLIKED.search(clause.plain):
        return None
    clause.take_everything()
    return Reading(remark=True, focus=replace(clause.focus, film=True))


def _bare(clause: Clause) -> bool:
    """Whether nothing but a length is said ("15 seconds"), and it is the film that was spoken of."""
    follows = clause.focus.film and clause.focus.operation is not None
    return all(t.kind in ("duration", "clock") or t.has("filler", "sep") for t in clause.tokens) and (
        follows or not (clause.continued or clause.scene.clips)
    )


RULES = (
    Rule(name="film_length_disliked", read=_disliked, rank=79),
    Rule(name="set_film_length", read=_read, rank=80),
)
