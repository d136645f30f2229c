"""What only makes sense after what was said before: "6 then", "and the surf", "第一个也是"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_time import TrimClip
from nemovideo_mcp.edit.operations.film import FadeFilm
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.edit.operations.text import AddText, ChangeText, RemoveText
from nemovideo_mcp.edit.values import BarsLength, BeatsLength
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.differences import length_difference
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, Undo
from nemovideo_mcp.language.rules.length import longer_by
from nemovideo_mcp.language.rules.more import DEGREES, is_english_difference

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("more",)

WORDS: Vocabulary = {
    "enough": """
        enough|is enough|will do|would do|is fine|is plenty|then|bump|bump to|put|nudge|crank|push|pull|dial|raise
        lower|bring|take|drop|i said|more like|rather like|something like|instead|rather|i mean|i meant|make that|that
        no|nah|sorry|wait|in total|total|please|for|to|just|only|same|the same|also|likewise|too|as well|same for
        same with|do|that one|try|go with|back to|let's say|say|go for|how about|maybe|ditto|do that to|do that with
        do this to|do this with|do it to|do it with|do the same to|do the same for|do the same with|do the same on
        do the same thing to|do the same thing with|do the same thing for|likewise for|apply it to|apply that to
        apply the same to|apply this to|same thing for|same thing with|same thing to|same thing|same deal with
        same deal for|same deal|ditto for|ditto with|same to|same on|same treatment for|same treatment|that goes for
        this goes for|same goes for|goes for|the same goes for|repeat that for|repeat that on|repeat it for
        repeat it on|copy that to|also for|also on|also to|and also|needs the same|needs it too|needs that too
        gets the same|gets it too|should get the same|should be the same|should too|should as well|could use the same
        deserves the same|while you're at it do|same settings for|same settings on|same as|same like|same again for
        same again on|as for|same story with|same story for|same problem with|same issue with|same length for
        same speed for|same volume for|same level for|same zoom for|that much for|this one too|over
        打住|就打住|为止|封顶|足矣|完事|就完事|拉倒|就成|就可以|即可|就够|也行|也可以|也好|也成|就得|差不多|就行|就好
        够了|得了|改|改成|停|也是|也一样|也一样处理|也得这样|也得|也安排上|一样|也|同样|还有|那|不对|是|说错了|吧|拉长到|拉到|缩到|给它|换|换成|总行|拉
        到|调|行|换到|也这样|也这么|这样|这么|同样处理|一样处理|照做|照办|照样|照此|也照做|也来一下|也弄一下|也搞一下
        也来|也弄|也搞|也处理一下|也处理|也同样|也同样处理|也如此|如此|也这么弄|也这么搞|也这么办|也这么处理|也这样处理
        也这样弄|也这样搞|也这样做|也这么做|这样弄|这样处理|这么处理|这么弄|一样的处理|同样的处理|同理|同上|跟着|也跟着
        也跟上|也给弄一下|跟它一样|跟这个一样|跟这段一样|跟前面一样|跟刚才一样|和它一样|和这个一样|和这段一样
        和前面一样|和刚才一样|像刚才那样|像这样|也要|也要这样|也是这样|也是如此|也是一样|都一样|也都一样|都这样
        也都这样|都照做|也安排|也安排一下|也整一下|也整|照旧来|也按这个来|按这个来|也做一下|也做|也做同样的处理
        做同样的处理|也改|也改一下|一视同仁|亦然|同此|也来一个|也来个|也加一个|也加个|也弄一个|也弄个|也加|也加上
        也做一个|也整一个|也整个|也给来一个
    """,
    "spared": """
        保持原样|原样保留|保持|照旧|照常|正常|不用|除外|不算|不要动|别动|不变|原样|不动|例外|不包括|不包含|不在内|就不用了|就算了|不用了|就不用|别管|不管|跳过
        排除|不含|别这样|不要这样|不这样|留着|保留|的留着|的不用|的不动|的别动|的保留|的除外|的就不用了|的就算了
    """,
}

_LENGTHS: Mapping[str, tuple[str, ...]] = {
    "set_clip_length": ("length",),
    "set_film_length": ("length",),
    "auto_edit": ("length",),
    "fade_film": ("length_s",),
    "freeze_frame": ("length",),
    "add_clips": ("length",),
    "trim_clip": ("start_by", "end_by"),
    "set_music_mix": ("fade_in_s", "fade_out_s"),
    "set_clip_sound": ("fade_in_s", "fade_out_s"),
    "change_text": ("length",),
    "slip_clip": ("by_s",),
}
_MAKES = ("add_clips", "freeze_frame")
_SHARES: Mapping[str, tuple[str]] = {
    "set_music_mix": ("volume",),
    "set_clip_sound": ("volume",),
    "set_framing": ("zoom",),
    "set_speed": ("factor",),
}


_RELATIVE = {"volume": ("volume_by", "mute"), "zoom": ("zoom_by",), "factor": ()}
"""Fields that give way to an amount."""


def _another_amount(clause: Clause) -> Reading | None:
    """The last operation with another length, share or angle."""
    last = clause.focus.operation
    others = any(t.kind == "clips" and t.value.pronoun == "other" for t in clause.tokens)
    if last is None or clause.names_clips or clause.names_texts or others:
        return None
    of_before = last is clause.scene.focus.operation
    if not (of_before or clause.correcting) and clause.continued:
        return None
    if is_english_difference(clause) or _counts_on(clause) or _joined(clause):
        return None
    every = clause.focus.clips
    if clause.says_all and set(every) > set(clip_ids(last)):
        # "自行车2秒" – "鹦鹉3秒" – "都改成4秒"
        last = _copy(last, "clips", every) or last
    changed = _with_amount(clause, last)
    if changed is None:
        return None
    clause.take(
        "enough",
        "lasts",
        "at_prep",
        "not",
        "whole",
        "it",
        "more",
        "frame_word",
        "still_more",
        "less_of_it",
        "less",
    )
    clause.take("too", "longer", "shorter", "talk", "each", *DEGREES)
    clause.refs()
    if last.name in _MAKES and clause.focus.before is not None:
        # What was made once is made anew, and not a second time.
        return Reading(step=Undo(), operations=(*clause.focus.beside, changed))
    return Reading(operations=(changed,))


_ALSO = ("as well", "too", "also", "same", "the same", "likewise", "ditto")


def _runs_on(clause: Clause) -> bool:
    """Whether English words stand right beside others, so that a thing that is only named is no wish of its own."""
    if not clause.tokens or any(t.text in _ALSO for t in clause.tokens):
        return False
    before = clause.message[: clause.tokens[0].start].rstrip().lower()
    after = clause.message[clause.tokens[-1].end :].lstrip().lower()
    behind = before[-1:].isalnum() and before.isascii() and before.split()[-1] not in _JOINING
    return behind or (
        after[:1].isalnum() and after.isascii() and after.split()[0].strip(",.") not in _JOINING
    )


_JOINING = ("and", "then", "but", "plus", "also", "so", "please", "pls", "thanks", "while")


def _joined(clause: Clause) -> bool:
    """Whether an amount goes on with the one before it: "在2秒和8秒"."""
    before = clause.message[: clause.tokens[0].start].rstrip()
    return clause.continued and before.endswith(("和", "、", "跟", "与"))


def _counts_on(clause: Clause) -> bool:
    """ "5 as well": the fifth clip, not five seconds."""
    joined = clause.tokens and clause.message[: clause.tokens[0].start].rstrip().lower().endswith("and")
    also = joined or any(t.text in ("as well", "too", "also") for t in clause.tokens)
    return bool(also) and clause.count("number") == 1


def _with_amount(clause: Clause, last: Operation) -> Operation | None:
    name, values = last.name, last.model_dump()
    if name == "move_clips" and isinstance(values["to"], int) and clause.count("ordinal") == 1:
        # "换到第二" – "第三吧"
        clause.take("position")
        return _copy(last, "to", clause.one("ordinal"))
    if name == "set_speed" and values["factor"] is not None and clause.has("double", "half"):
        faster, by_half = values["factor"] > 1, any(t.text == "by half" for t in clause.tokens)
        if not clause.has("double") and faster and not by_half:
            return None
        factor = 2.0 if clause.has("double") else 1.5 if faster else 0.5
        clause.take("double", "half")
        return _copy(last, "factor", factor)
    if clause.count("duration", "beats", "bars", "number", "percent", "factor", "degrees") != 1:
        return None
    if values.get("every_beats") and clause.count("beats", "bars"):
        # "四拍吧" behind "每两拍一切"
        return _copy(last, "every_beats", int(clause.one("beats") or 4 * clause.one("bars")))
    of_a_film = any(t.kind == "duration" and t.value >= _OF_A_FILM_MS for t in clause.tokens)
    if of_a_film and name in ("add_text", "fade_film") and clause.continued and not clause.scene.clips:
        # "开头写“旅行日记”，12秒": so long is the film that is to be made.
        return None
    if name == "add_text" and clause.count("duration"):
        return ChangeText(texts=clause.focus.texts, length=clause.one("duration") / 1000)
    lengths, shares = _LENGTHS.get(name, ()), _SHARES.get(name, ())
    field = next((f for f in lengths if values.get(f) is not None), lengths[0] if lengths else "")
    if name in ("set_music_mix", "set_clip_sound") and all(values.get(f) is None for f in lengths):
        field = ""
    given = (f for f in shares if any(values.get(g) is not None for g in (f, *_RELATIVE[f])))
    share = next(given, "")
    turned = values.get("rotate") is not None or values.get("rotate_by") is not None
    if turned and clause.count("degrees", "number"):
        angle = int(clause.one("degrees", "number"))
        return _copy(last, "rotate", angle) if angle in (0, 90, 180, 270) else None
    if (
        name == "set_music"
        and isinstance(values.get("start"), int | float)
        and clause.count("duration", "clock")
    ):
        return _copy(last, "start", clause.one("duration", "clock") / 1000)
    by = length_difference(clause)
    if by and field:
        now = values.get(field)
        wanted = round(now + by, 3) if isinstance(now, int | float) else 0
        clause.one("duration")
        clause.take("more", "less", "longer", "shorter", "still_more", "insert", "do")
        return _copy(last, field, wanted) if wanted > 0 else None
    if field and (value := _length(clause, name)) is not None:
        return _copy(last, field, value)
    if not share or not clause.count("percent", "factor", "number"):
        return None
    step = next((t.text for t in clause.tokens if t.text in _STEPS), "")
    if step:
        # "再加0.2"
        now = values.get(share)
        by: float = clause.one("percent", "factor", "number") * (-1 if step.endswith(("减", "降")) else 1)
        clause.take("insert", "longer", "music_add", "text_add", "less", "more")
        return (
            _copy(last, share, round(now + by, 3)) if isinstance(now, int | float) and now + by > 0 else None
        )
    bare = clause.count("number") == 1
    amount: float = clause.one("percent", "factor", "number")
    if bare and share == "volume" and (values.get(share) is None or 1 < amount <= _MOST[share]):
        # "And 2" after "mute clip 1"
        return None
    amount = amount / 100 if amount > _MOST[share] else amount
    return _copy(last, share, amount) if amount or share == "volume" else None


_STEPS = frozenset(("再加", "再加上", "再减", "再升", "再降", "再提", "再增加", "再减少"))
_OF_A_FILM_MS = 8_000
_MOST = {"volume": 2.0, "zoom": 10.0, "factor": 10.0}
"""Bare numbers above these are per cent."""


def _length(clause: Clause, name: str) -> Any:
    if clause.count("duration"):
        return clause.one("duration") / 1000
    if name in ("set_clip_length", "freeze_frame"):
        if clause.count("beats"):
            return BeatsLength(beats=clause.one("beats"))
        if clause.count("bars"):
            return BarsLength(bars=clause.one("bars"))
    number = clause.one("number")
    return number if number else None


def _copy(operation: Operation, field: str, value: object) -> Operation | None:
    given = operation.model_dump(exclude_none=True, by_alias=True) | {field: value}
    for other in _RELATIVE.get(field, ()):
        given.pop(other, None)
    try:
        return type(operation).model_validate(given)
    except ValidationError:
        return None


_AMOUNT = re.compile(r"\d|[一二两三四五六七八九十半] ?(?:秒|拍|个?小节)|second|beat|\bbars?\b")
_RELATED = re.compile(r"\bby\b|\b(?:shorter|longer|less|more|off|extra|extend|add)\b|[短长减加多少剪去砍掉]")
_ONE_PLACE = ("auto_edit", "set_music", "move_clips", "replace_clip")
"""Operations that are carried over to other clips only in place of those that were said."""


def _another_object(clause: Clause) -> Reading | None:
    """The last operation on other clips or texts, or with other media."""
    last = clause.focus.operation
    if last is None or (clause.has("not") and not clause.correcting) or clause.has("keep", "keep_only"):
        return None
    if not clause.correcting and _runs_on(clause):
        return None
    if clause.names_texts:
        return _another_text(clause, last)
    values = last.model_dump(exclude_none=True)
    if (instead := _of_number(clause, last)) is not None:
        return instead
    if not any(
        t.kind == "clips" and (not t.value.pronoun or t.value.pronoun == "other" or t.value.all)
        for t in clause.tokens
    ):
        return None
    if last.name == "add_clips":
        if not (set(values["media"]) - {m.media_id for m in clause.scene.media}):
            return None
        media = clause.media()
        clause.take("enough", "it")
        return Reading(operations=(_copy(last, "media", media) or last,)) if media else None
    relative = not _AMOUNT.search(clause.focus.said) or _RELATED.search(clause.focus.said)
    if last.name == "set_clip_length" and not clause.continued and relative:
        # "短一点" and "shorter by a second" are said of each clip against its own length.
        return None
    if len(clause.refs_seen()) > 1 and clause.has("same_as", "same_length"):
        # "第三段跟第一段一样": as what is named last is
        return None
    if (last.name in _ONE_PLACE and not clause.correcting) or values.get("at") is not None:
        return None
    clips = clause.clips()
    if not clips:
        return None
    clause.take("enough", "lasts", "at_prep", "it")
    beside = clause.focus.beside
    same = tuple(clip_ids(o) == clip_ids(last) for o in beside)
    if beside and all(same) and clip_ids(last) and clause.has("same_as", "enough") and not clause.continued:
        # "鹦鹉静音并倒放" – "冲浪也一样"
        copies = [_copy(o, "clips", clips) for o in (*beside, last)]
        return Reading(operations=tuple(o for o in copies if o is not None)) if all(copies) else None
    if values.get("swap_with") is not None:
        # "不对，是和第三段"
        joined = any(t.text in ("和", "跟", "与", "with") for t in clause.tokens) and len(clips) == 1
        return Reading(operations=(_copy(last, "swap_with", clips[0]) or last,)) if joined else None
    if "clips" in values:
        return Reading(operations=(_copy(last, "clips", clips) or last,))
    if "clip" in values:
        return Reading(operations=tuple(_copy(last, "clip", clip) or last for clip in clips))
    return None


def _of_number(clause: Clause, last: Operation) -> Reading | None:
    """ "5 as well", "and the third": the last operation on the clip of that number."""
    values = last.model_dump(exclude_none=True)
    if not ("clips" in values or "clip" in values) or clause.count("clips") or values.get("at") is not None:
        return None
    if clause.count("ordinal", "number") != 1 or not (clause.count("ordinal") or _counts_on(clause)):
        return None
    if last.name in _ONE_PLACE:
        return None
    number = int(clause.one("ordinal", "number"))
    clips = clause.scene.clips
    if not 0 < abs(number) <= len(clips):
        return None
    clause.take(
        "enough", "lasts", "at_prep", "it", "clip_noun", "opens", "in_sequence", "very_first", "first"
    )
    chosen = clips[number - 1 if number > 0 else number].clip_id
    changed = _copy(last, "clips", (chosen,)) if "clips" in values else _copy(last, "clip", chosen)
    return Reading(operations=(changed,)) if changed is not None else None


def _another_of_both(clause: Clause) -> Reading | None:
    """ "Second one 4", "and the parrot to 40%": the last operation on other clips with another amount."""
    last = clause.focus.operation
    if (
        last is None
        or last.name not in _BOTH
        or not clause.names_clips
        or clause.has("not")
        or is_english_difference(clause)
    ):
        return None
    values = last.model_dump(exclude_none=True)
    refs = [t.value for t in clause.tokens if t.kind == "clips"]
    if "clips" not in values or len(refs) != 1:
        return None
    if last.name == "set_clip_length" and (longer := longer_by(clause.fresh())) is not None:
        return longer_by(clause) if longer.operations else None
    if last.name == "set_clip_length" and any(t.text == "by" for t in clause.tokens):
        return None
    changed = _with_amount(clause, last)
    clips = clause.clips()
    if changed is None or not clips:
        return None
    clause.take("enough", "lasts", "at_prep", "it", "to_sep")
    changed = _copy(changed, "clips", clips)
    return Reading(operations=(changed,)) if changed is not None else None


def _share_of_another(clause: Clause) -> Reading | None:
    """ "Bikes at double speed, surf at half": half of what the words before it speak of."""
    last = clause.focus.operation
    if last is None or last.name not in _SHARES or not (clause.continued and clause.names_clips):
        return None
    (field,) = _SHARES[last.name]
    half, double = clause.has("half"), clause.has("double")
    if half is double or (double and field == "volume") or getattr(last, field) is None:
        return None
    if clause.has(*_NO_SHARE) or clause.count("duration", "percent", "factor", "number"):
        return None
    clips = clause.clips()
    changed = _copy(last, field, 0.5 if half else 2.0)
    changed = _copy(changed, "clips", clips) if clips and changed is not None else None
    if changed is None:
        return None
    clause.take(
        "half", "double", "enough", "lasts", "at_prep", "to_sep", "trim_down", "slower", "speed_noun", "it"
    )
    return Reading(operations=(changed,))


_NO_SHARE = (
    "not",
    "shorter",
    "longer",
    "split",
    "midway",
    "remove",
    "duplicate",
    "halve_length",
    "part_first",
    "part_second",
)
_BOTH = ("set_clip_length", "set_clip_sound", "set_speed", "set_framing")


def _another_text(clause: Clause, last: Operation) -> Reading | None:
    """The last operation on another text: "第二个标题也一样"."""
    values = last.model_dump(exclude_none=True)
    texts = clause.texts() if values.get("texts") and values.get("text") is None else None
    if not texts:
        return None
    clause.take("enough", "lasts", "at_prep", "it", "text_noun")
    changed = _copy(last, "texts", texts)
    return Reading(operations=(changed,)) if changed is not None else None


def _excepted(clause: Clause) -> Reading | None:
    """ "除了鹦鹉" or "鹦鹉不用" behind what was done to several clips: it is not done to these."""
    last, before = clause.focus.operation, clause.focus.before
    if last is None or before is None or clause.continued or not clause.names_clips:
        return None
    excepts = clause.has("except", "spared", "keep", "as_is")
    done = clip_ids(last)
    every = sorted(before.video_clips, key=lambda clip: clip.start_ms)
    among = tuple(c.clip_id for c in every) if done == ("all",) else done
    named = clause.refs()
    but = {i for ref in named for i in ref.ids}
    loosely = all(t.text.endswith(("个", "one")) for t in clause.tokens if t.kind == "clips")
    counted = [n for ref in named for n in ref.numbers if not ref.media and loosely]
    if not but <= set(among) and len(counted) == len(named) and all(abs(n) <= len(among) for n in counted):
        # "鹦鹉倒放" – "除了最后一个": the last of these
        but = {among[n - 1 if n > 0 else n] for n in counted}
    left = tuple(i for i in among if i not in but)
    if (
        clause.has("spared")
        and not clause.has("keep")
        and not but & set(among)
        and not last.name.startswith("remove")
    ):
        # "第三段不用" behind what was done to the others: it is not to be done to that one.
        clause.take("spared", "only", "all", "sound_noun", "part_of")
        return Reading(talk=True, focus=clause.focus) if but else None
    if not excepts or last.name.startswith("remove") or not but <= set(among) or not left or len(among) < 2:
        return None
    clause.take("except", "spared", "keep", "as_is", "only", "all", "own_sound", "sound_noun", "part_of")
    changed = _copy(last, "clips", left)
    return Reading(step=Undo(), operations=(*clause.focus.beside, changed)) if changed is not None else None


def _other_end(clause: Clause) -> Reading | None:
    """ "开头也是" behind a fade at the end."""
    last = clause.focus.operation
    if (
        not isinstance(last, FadeFilm)
        or clause.names_clips
        or clause.names_texts
        or clause.has("not", "music_noun")
    ):
        return None
    start, end = clause.has("start"), clause.has("end", "last")
    if start == end or not clause.take("enough", "same_as"):
        return None
    clause.take(
        "start", "end", "last", "still_more", "film_fade", "film_fade_do", "film_noun", "insert", "do", "it"
    )
    return Reading(operations=(last.model_copy(update={"at": "in" if start else "out"}),))


def _at_edge(clause: Clause) -> Reading | None:
    """ "片头那个去掉" behind fades or texts, "不对，是片尾" behind a text: the one at that end of the film."""
    last = clause.focus.operation
    starts, ends = clause.has("start", "first"), clause.has("end", "last")
    plain = not (clause.names_clips or clause.names_texts or clause.has("not", "music_noun"))
    if last is None or starts == ends or not plain or clause.continued:
        return None
    removed = clause.take("remove", "text_remove", "taken_away", "film_fade_off")
    clause.take("start", "end", "first", "last", "enough", "same_as", "correction", "instead", "at_prep")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _THAT_ONE)
    clause.refs()
    if isinstance(last, FadeFilm):
        faded = clause.scene.timeline.fade_in if starts else clause.scene.timeline.fade_out
        gone = FadeFilm(at="in" if starts else "out", length_s=0)
        return Reading(operations=(gone,)) if removed and faded is not None else None
    texts = clause.scene.texts
    if not clause.focus.texts or not texts or not isinstance(last, ChangeText | AddText | RemoveText):
        return None
    edge = texts[0] if starts else texts[-1]
    if removed:
        return Reading(operations=(RemoveText(texts=(edge.clip_id,)),))
    changed = (
        _copy(last, "texts", (edge.clip_id,)) if isinstance(last, ChangeText) and last.text is None else None
    )
    return Reading(operations=(changed,)) if changed is not None else None


_THAT_ONE = ("one", "那个", "这个", "那句", "那行", "那行字", "那段", "那里", "字", "lose", "the one", "the")


def _other_edge(clause: Clause) -> Reading | None:
    """ "And the end" behind a second off the start of a clip."""
    last = clause.focus.operation
    if not isinstance(last, TrimClip) or clause.names_clips or clause.names_texts or clause.has("not"):
        return None
    start, end = clause.has("start"), clause.has("end", "last")
    by = last.start_by if end else last.end_by
    if start == end or by is None or clause.count("duration", "beats", "bars", "number"):
        return None
    clause.take("enough", "same_as", "start", "end", "last", "still_more", "it", "trim", "off", "at_prep")
    clause.refs()
    edge = TrimClip(clip=last.clip, start_by=by) if start else TrimClip(clip=last.clip, end_by=by)
    return Reading(operations=(edge,))


def _another_mood(clause: Clause) -> Reading | None:
    """ "还是轻快的好" where music is spoken of."""
    moods = [m for t in clause.tokens if (m := t.detail("mood") or t.detail("feeling"))]
    if not isinstance(clause.focus.operation, SetMusic) or len(moods) != 1 or clause.has("not", "too"):
        return None
    for n, token in enumerate(clause.tokens):
        if token.detail("mood") or token.detail("feeling"):
            clause.used.add(n)
    clause.take("enough", "talk", "music_noun", "music_bit", "music_change", "lasts", "feel_more", "it")
    return Reading(operations=(SetMusic(mood=moods[0]),))


def _amount_alone(clause: Clause) -> Reading | None:
    """ "Make it 2x" behind a zoom, "double" behind a change of speed: the last amount, and nothing else, is another."""
    last = clause.focus.operation
    if last is None or last is not clause.scene.focus.operation or clause.names_clips or clause.names_texts:
        return None
    amounts = ("factor", "percent") if last.name != "freeze_frame" else ("duration", "beats", "bars")
    times = clause.has("double", "half") and last.name == "set_speed"
    if last.name not in ("set_framing", "set_speed", "freeze_frame") or not (
        clause.count(*amounts) == 1 or times
    ):
        return None
    told = (*amounts, "clips", "mark")
    if any(
        t.kind not in told and not t.has("filler", "enough", "det", "double", "half", "correction")
        for t in clause.tokens
    ):
        return None
    return _another_amount(clause)


RULES = (
    Rule(name="amount_alone", read=_amount_alone, rank=10),
    Rule(name="at_edge", read=_at_edge, rank=27),
    Rule(name="other_end", read=_other_end, rank=92),
    Rule(name="other_edge", read=_other_edge, rank=92),
    Rule(name="another_mood", read=_another_mood, rank=93),
    Rule(name="excepted", read=_excepted, rank=5),
    Rule(name="share_of_another", read=_share_of_another, rank=6),
    Rule(name="another_amount", read=_another_amount, rank=90),
    Rule(name="another_object", read=_another_object, rank=91),
    Rule(name="another_of_both", read=_another_of_both, rank=92),
)
