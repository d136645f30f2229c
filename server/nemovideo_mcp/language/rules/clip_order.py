"""The order of the clips."""

from __future__ import annotations

from itertools import pairwise

from nemovideo_mcp.edit.operations.base import After, Before
from nemovideo_mcp.edit.operations.clip_order import (
    MoveClips,
)
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.rules.clip_places import spot_of
from nemovideo_mcp.language.sequence import UNTOLD, places_told
from nemovideo_mcp.language.tokens import Token

__all__ = ["KNOWS", "RULES"]

KNOWS = ("clip_add", "clip_places", "clip_remove", "clip_speed", "clip_trim", "length")


def _swap(clause: Clause) -> Reading | None:
    if not clause.has("swap") or any(t.text in ("for", "换成", "换为") for t in clause.tokens):
        return None
    clause.take("swap")
    clause.take("move", "replace", "order")
    refs = clause.refs() or _bare_numbers(clause)
    parts = [part for ref in refs for part in (ref.parts or (ref,))]
    ids: list[str] = []
    for part in parts:
        if part.pronoun == "them" and len(clause.scene.clips) == 2:
            ids += [clip.clip_id for clip in clause.scene.clips]
        elif part.pronoun in ("them", "it") and not ids:
            ids += clause.focus.clips
        else:
            ids += clause.resolved(part)
    if not parts and clause.focus.operation is not None and len(clause.focus.clips) == 2:
        ids = list(clause.focus.clips)
    clause.take("back", "them", "each")
    if len(ids) == 1 and len(clause.scene.clips) == 2:
        ids += [clip.clip_id for clip in clause.scene.clips if clip.clip_id not in ids]
    if len(ids) != 2:
        if not ids:
            return None
        return refusal(
            clause,
            "swapping takes two clips.",
            "交换需要指明两个片段。",
            say=Words("Swap clip 1 and clip 2.", "交换第 1 个和第 2 个片段。"),
        )
    return Reading(operations=(MoveClips(clips=(ids[0],), swap_with=ids[1]),))


def _bare_numbers(clause: Clause) -> list[Ref]:
    """The clips of "1和3换一下" and "二三对调": two places and nothing that they could count."""
    numbers = [t for t in clause.tokens if t.kind == "number" and t.value == int(t.value)]
    places = [int(t.value) for t in numbers]
    if len(places) == 1 and len(numbers[0].text) == 2 and not numbers[0].text.isascii():
        # "二三" was read as 23.
        places = [int(digit) for digit in str(places[0])]
    ids = [clip.clip_id for clip in clause.scene.clips]
    if len(places) != 2 or not all(0 < place <= len(ids) for place in places):
        return []
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.kind == "number" or t.text == "和")
    return [Ref(ids=(ids[place - 1],)) for place in places]


def _reverse_order(clause: Clause) -> Reading | None:
    if clause.names_clips and not all(t.value.all for t in clause.tokens if t.kind == "clips"):
        return _pair_turned(clause)
    if not clause.take("reverse_order") and not (clause.has("reverse", "flip") and clause.has("order")):
        return None
    clause.take("order", "reverse", "flip", "all", "move", "lasts", "do")
    clause.refs()
    ids = tuple(clip.clip_id for clip in clause.scene.clips)
    if len(ids) < 2:
        return None
    return Reading(operations=(MoveClips(clips=ids[::-1], to="start"),))


def _order(clause: Clause) -> Reading | None:
    """ "Order: surf, parrot, bikes", "先看冲浪再看鹦鹉，自行车放最后"."""
    meant = [t for t in clause.tokens if not (t.kind == "word" and t.has("filler", "sep", "det"))]
    bare = len(meant) == 1 and meant[0].kind == "clips" and len(meant[0].value.parts) > 1
    bare |= all(t.kind == "clips" for t in meant) and any(t.text in _ARROWS for t in clause.tokens)
    if not clause.scene.clips or clause.has("not", "except", "replace") or _beside(clause):
        return None
    if (counted := _counted(clause)) is not None:
        return counted
    named = [n for n, t in enumerate(clause.tokens) if t.kind == "clips" and not t.value.all]
    others = [n for n in named if clause.tokens[n].value.pronoun == "other"]
    named = [n for n in named if n not in others]
    places = places_told(clause, named)
    told = _follow_each_other(clause) and any(place != UNTOLD for place in places.values())
    if clause.has("swap") and not (told and any("顺序" in t.text for t in clause.tokens)):
        return None
    if not (clause.take("order") or bare or told):
        return None
    clause.used.update((*named, *others))
    named.sort(key=lambda n: places[n])
    parts = [
        (part, places[n]) for n in named for part in clause.tokens[n].value.parts or (clause.tokens[n].value,)
    ]
    if len(parts) < 2 or any(part.all for part, _ in parts):
        return None
    clause.take(
        "move",
        "lasts",
        "last",
        "replace",
        "appears",
        "in_sequence",
        "opens",
        "closes",
        "start",
        "end",
        "first",
    )
    clause.take("between", "place:center", "insert", "framing_show", "after", "before", "at_prep", "swap")
    ids = [i for part, _ in parts for i in clause.resolved(part)]
    rest = [clip.clip_id for clip in clause.scene.clips if clip.clip_id not in ids]
    if rest and not told:
        return refusal(
            clause, "name all clips in the new order, each once.", "请按新顺序列出全部片段，各一次。"
        )
    behind = [i for part, place in parts if place > UNTOLD for i in clause.resolved(part)]
    ahead = [i for i in ids if i not in behind]
    wanted = tuple(dict.fromkeys((*ahead, *rest, *behind)))
    return Reading(operations=(MoveClips(clips=wanted, to="start"),))


_ARROWS = ("→", "->", "=>", ">", "➡")


def _counted(clause: Clause) -> Reading | None:
    """ "Order them 3, 1, 2": all clips by their numbers."""
    numbers = [int(t.value) for t in clause.tokens if t.kind == "number"]
    if len(numbers) == 1:
        # "顺序321"
        numbers = [int(digit) for digit in str(numbers[0])]
    ids = [clip.clip_id for clip in clause.scene.clips]
    if not clause.has("order") or clause.names_clips or sorted(numbers) != list(range(1, len(ids) + 1)):
        return None
    clause.take("order", "move", "it", "them", "to_sep", "swap", "replace", "after")
    clause.values("number", "clips")
    return Reading(operations=(MoveClips(clips=tuple(ids[n - 1] for n in numbers), to="start"),))


def _beside(clause: Clause) -> bool:
    """Whether clips are put before or behind another one, which the "后" of "先冲浪后鹦鹉" doesn't."""
    first = any(t.text == "先" for t in clause.tokens)
    return any(
        t.kind == "word"
        and t.has("before", "after")
        and not (first and t.text == "后")
        and not (n and clause.tokens[n - 1].text in _STANDS)
        for n, t in enumerate(clause.tokens)
    )


_STANDS = frozenset(("在", "放", "排", "摆", "搁", "站", "放在", "排在", "摆在"))


def _follow_each_other(clause: Clause) -> bool:
    """Whether words tell that several clips are to follow each other, and tell of nothing else."""
    words = (
        "order",
        "appears",
        "in_sequence",
        "opens",
        "closes",
        "move",
        "start",
        "end",
        "last",
        "first",
        "filler",
        "sep",
    )
    words = (*words, "place:center", "between", "det", "insert", "after", "before", "at_prep", "swap")
    count = sum(len(t.value.parts) or 1 for t in clause.tokens if t.kind == "clips")
    return count > 1 and all(
        t.kind == "clips" or (t.kind == "word" and not t.text.isascii() and t.has(*words))
        for t in clause.tokens
    )


_ADDING_ZH = ("加一", "加个", "加段", "插一", "插个", "插段", "再加", "再插", "添一", "添个")
_BEHIND = ("后面", "后面接", "之后", "后边", "后头", "后面放", "接着后面", "后面再接", "后面跟")


def _move(clause: Clause) -> Reading | None:
    if clause.count("duration", "quote", "texts", "percent", "file", "factor") or clause.has("text_noun"):
        return None
    if any(t.has("insert") and t.text.startswith(_ADDING_ZH) for t in clause.tokens):
        # "鹦鹉前面加一段冲浪": it is there once more.
        return None
    if (begins := _begins_with(clause)) is not None:
        return begins
    if any(t.text == "从" for t in clause.tokens) or _of_part(clause) or clause.has("reverse_order"):
        return None
    if any(t.has("swap") and not t.has("move") for t in clause.tokens) and clause.has("start") == clause.has(
        "end"
    ):
        return None
    moved = clause.has("move", "opens", "closes")
    if clause.has("film_noun") and clause.has("start", "end", "opens", "closes") and _leads_clip(clause):
        # "Let the film end with the bikes"
        clause.take("film_noun")
        moved = True
    spot, beside = spot_of(clause)
    if beside is not None and clause.find("opens", "closes") is not None:
        return None
    position = None
    behind = clause.continued and clause.tokens[0].text in _BEHIND and len(clause.focus.clips) == 1
    behind = behind and spot == "end" and clause.names_clips
    if behind:
        # "冲浪挪到开头，后面接鹦鹉"
        spot = After(after=clause.focus.clips[0])
    if spot is None:
        position = _position(clause)
        spot = position
    if spot is None or (
        not moved and not ((spot in ("start", "end") and len(clause.tokens) <= 6) or beside or behind)
    ):
        return None
    clause.take(
        "move", "at_prep", "position", "copy_noun", "replace", "opens", "closes", "swap", "insert", "part_of"
    )
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _WAYS)
    refs = clause.refs()
    if any(not part.ids and part.media for ref in refs for part in ref.parts):
        # "Put the beach and the surf at the end", where the beach is not on the timeline.
        return None
    if len(refs) == 2 and any(t.text in ("instead of", "rather than") for t in clause.tokens):
        refs = refs[:1]
    if refs and all(ref.media and not ref.ids for ref in refs) and not clause.continued:
        # "把海滩照片放最后": media that the film does not show yet are added.
        return None
    if any(not ref.pronoun for ref in refs):
        # "把鹦鹉那个给它弄到最前面"
        refs = [ref for ref in refs if not ref.pronoun]
    copies = clause.has("copy_noun")
    clips = tuple(i for ref in refs for i in clause.resolved(ref)) or (
        clause.focus.clips if clause.continued or copies or moved else ()
    )
    if not clips:
        return None
    if isinstance(spot, Before | After):
        other = spot.before if isinstance(spot, Before) else spot.after
        if other in clips:
            return refusal(clause, "a clip cannot be placed beside itself.", "片段不能放到它自己旁边。")
    return Reading(operations=(MoveClips(clips=clips, to=spot),))


def _of_part(clause: Clause) -> bool:
    """Whether the start or end of a clip is meant, and no place of the film: "自行车的结尾", "第一段结尾和…"."""
    tokens = clause.tokens
    if any(t.text in ("时", "的时候", "那会儿", "那一刻", "时候") for t in tokens):
        return True
    for n, token in enumerate(tokens[:-1]):
        if token.kind != "clips" or token.value.pronoun:
            continue
        edge = (t.has("start", "end") and not t.has("before", "after") for t in tokens[n + 2 : n + 3])
        if tokens[n + 1].text == "的" and any(edge):
            return True
        joined = clause.message[tokens[-1].end : tokens[-1].end + 1] in ("和", "跟", "与", "及")
        if joined and n + 2 == len(tokens) and tokens[n + 1].has("start", "end"):
            return True
    return False


def _leads_clip(clause: Clause) -> bool:
    """Whether "with" or "on" stands right before a clip."""
    return any(
        other.kind == "clips" and one.text.split()[-1] in ("with", "on")
        for one, other in pairwise(clause.tokens)
    )


def _to_ordinal(clause: Clause) -> Reading | None:
    """ "The surf should be the first one", "冲浪当第一段"."""
    named = [(n, t) for n, t in enumerate(clause.tokens) if t.kind == "clips"]
    ordinals = [t for t in clause.tokens if t.kind == "ordinal"]
    if (
        len(named) == 1
        and len(ordinals) == 1
        and ordinals[0].value > 0
        and not clause.has("text_noun", "not")
    ):
        # "let the parrot come second"
        if clause.count("duration", "percent", "quote", "factor", "number"):
            return None
        clause.take("move", "position", "order", "insert_with")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _WAYS)
        place = clause.one("ordinal")
        clips = clause.clips()
        return Reading(operations=(MoveClips(clips=clips, to=place),)) if clips and len(clips) == 1 else None
    if len(named) != 2 or clause.count("duration", "percent", "quote", "factor"):
        return None
    if (placed := _to_place_of(clause, named)) is not None:
        return placed
    (first_at, first), (second_at, second) = named
    between = clause.tokens[first_at + 1 : second_at]
    becomes = any(t.text in _BECOMES for t in between)
    placed = clause.has("move") and [t.text for t in between] in (["to"], ["into"])
    placed = placed or (len(between) == 1 and _moves_to(between[0]))
    if not (becomes or placed) or len(second.value.numbers) != 1 or second.value.media:
        return None
    clause.take("move", "position")
    clause.used.update(range(first_at, second_at + 1))
    number = second.value.numbers[0]
    to = number if number > 0 else "end" if number == -1 else len(clause.scene.clips) + 1 + number
    return Reading(operations=(MoveClips(clips=clause.resolved(first.value), to=to),))


def _to_place_of(clause: Clause, named: list[tuple[int, Token]]) -> Reading | None:
    """ "Put clip three where clip one is", "make the surf number one"."""
    (first_at, first), (second_at, second) = named
    between = [t.text for t in clause.tokens[first_at + 1 : second_at]]
    ids = [clip.clip_id for clip in clause.scene.clips]
    numbered = not between and second.text.startswith(("number ", "no ", "#"))
    if not (numbered or ("where" in between and clause.has("move", "insert"))) or not first.value.ids:
        return None
    clause.take("move", "insert", "replace")
    clause.used.update((first_at, second_at))
    target = clause.resolved(second.value)
    if len(target) != 1:
        return None
    return Reading(operations=(MoveClips(clips=clause.resolved(first.value), to=ids.index(target[0]) + 1),))


_WAYS = frozenset(("up", "down", "up to", "down to", "forward", "back", "over"))


def _moves_to(token: Token) -> bool:
    """Whether a Chinese verb puts something in the place that follows: "挪到第2个"."""
    return token.has("move") and token.text.endswith(("到", "至", "在", "成"))


_BECOMES = frozenset(
    ("should be", "be", "is", "as", "to be", "becomes", "是", "当", "作为", "变成", "做", "must be")
)


_BACK = frozenset(
    (
        "往后",
        "向后",
        "往后挪",
        "往后移",
        "后移",
        "往后放",
        "往后排",
        "推后",
        "延后",
        "往后调",
        "后挪",
        "靠后",
        "往后退",
    )
)
_FORTH = frozenset(
    (
        "往前",
        "向前",
        "往前挪",
        "往前移",
        "前移",
        "往前放",
        "往前排",
        "提前",
        "往前提",
        "往前调",
        "前挪",
        "靠前",
        "往前进",
    )
)


def _shift(clause: Clause) -> Reading | None:
    """ "第三段往后挪两位": so many places further on, or back."""
    back = any(t.text in _BACK for t in clause.tokens)
    if back == any(t.text in _FORTH for t in clause.tokens) or clause.has("not") or clause.count("duration"):
        return None
    at = next((n for n, t in enumerate(clause.tokens) if t.text in _STEPS or _is_step(clause, n)), None)
    if at is None:
        return None
    token = clause.tokens[at]
    by = int(token.value) if token.kind == "number" else 1
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _BACK | _FORTH or n == at)
    return _shifted(clause, by if back else -by)


def _shifted(clause: Clause, by: int) -> Reading | None:
    """The one clip that is spoken of, so many places further on."""
    clause.take("move", "position", "measure", "lasts", "clip_noun")
    clips = clause.clips(implicit=True)
    if not clips or len(clips) != 1:
        return None
    ids = [clip.clip_id for clip in clause.scene.clips]
    place = ids.index(clips[0]) + 1 + by
    if not 1 <= place <= len(ids):
        return refusal(clause, f"there are only {len(ids)} clips.", f"一共只有 {len(ids)} 个片段。")
    return Reading(operations=(MoveClips(clips=clips, to=place),))


_STEPS = frozenset(("一位", "一格", "一个", "一下位", "一个位置", "一个位", "一步"))
_UNITS = frozenset(("位", "格", "个位置", "个位", "个", "步", "个镜头", "段", "个片段"))


_EN_FORTH = frozenset(("forward", "forwards", "earlier", "sooner", "up", "left", "ahead"))
_EN_BACK = frozenset(("back", "backward", "backwards", "later", "down", "right", "further back"))


def _nudge(clause: Clause) -> Reading | None:
    """ "Move the surf one spot up", "clip 1 two places to the right"."""
    tokens = clause.tokens
    at = next(
        (n for n, t in enumerate(tokens) if n and t.has("position") and t.text.rstrip("s") in _EN_STEPS), 0
    )
    before = tokens[at - 1] if at else None
    back = any(t.text in _EN_BACK for t in tokens)
    if before is None or back == any(t.text in _EN_FORTH for t in tokens) or clause.has("not"):
        return None
    if not (
        before.kind == "number" or before.text in ("a", "one", "another") or before.text.endswith(" one")
    ):
        return None
    by = int(before.value) if before.kind == "number" else 1
    clause.used.update(
        n
        for n, t in enumerate(tokens)
        if t.text in _EN_FORTH | _EN_BACK or n == at or (t is before and t.kind != "clips")
    )
    return _shifted(clause, by if back else -by)


_EN_STEPS = frozenset(("spot", "place", "position", "slot", "step"))


def _is_step(clause: Clause, n: int) -> bool:
    following = clause.tokens[n + 1].text if n + 1 < len(clause.tokens) else ""
    return clause.tokens[n].kind == "number" and following in _UNITS and clause.tokens[n].value >= 1


def _begins_with(clause: Clause) -> Reading | None:
    """ "从冲浪开始": of a medium by name, since "从第六个开始" is said of what is cut away too."""
    tokens = [t for t in clause.tokens if not t.has("filler") or t.text == "从"]
    if (
        len(tokens) != 3
        or tokens[0].text != "从"
        or tokens[1].kind != "clips"
        or tokens[2].text not in ("开始", "起")
    ):
        return None
    ref: Ref = tokens[1].value
    if not ref.media or ref.numbers:
        return None
    clause.take_everything()
    return Reading(operations=(MoveClips(clips=clause.resolved(ref), to="start"),))


def _position(clause: Clause) -> int | None:
    if clause.find("position") is None:
        return None
    value = clause.one("ordinal", "number")
    return int(value) if value else None


def _pair_turned(clause: Clause) -> Reading | None:
    """ "Flip the order of the last two clips": two clips change places."""
    if not clause.take("reverse_order"):
        return None
    clause.take("swap", "order")
    clips = clause.clips()
    if clips is None or len(clips) != 2:
        return None
    return Reading(operations=(MoveClips(clips=(clips[0],), swap_with=clips[1]),))


RULES = (
    Rule(name="reverse_order", read=_reverse_order, rank=40),
    Rule(name="swap_clips", read=_swap, rank=46),
    Rule(name="order_clips", read=_order, rank=47),
    Rule(name="shift_clip", read=_shift, rank=41),
    Rule(name="nudge_clip", read=_nudge, rank=41),
    Rule(name="move_to_ordinal", read=_to_ordinal, rank=59),
    Rule(name="move_clips", read=_move, rank=60),
)
