"""How one clip gives way to the next: "dissolve between clip 1 and 2", "所有镜头之间加闪白转场"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from nemovideo_mcp.edit.operations.transition import SetTransition
from nemovideo_mcp.edit.values import BarsLength, BeatsLength
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import phrases_of
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.language.vocabulary.transition import PHRASES, WORDS
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["RULES", "WORDS"]

_QUICK_S, _SLOW_S = 0.25, 1.0
# Kinds that are as well words for moving or framing clips: a noun or two clips must say what they are.
_MOVING = ("slide", "push", "zoom", "blur")
_PLAIN = ("wipe", "whip", "dip_to_black", "dip_to_white")
_SILENT = ("filler", "det", "sep")
_ARTICLES = ("one", "一")
_PAIR = re.compile(r"(?:between|from) (\d{1,4}) (?:and|to) (\d{1,4})")
"""Two numbers without a unit: clips, not moments."""
_COUNTED = re.compile(r"切点|剪辑点|剪切点|切口|切换处|转场|过渡|叠化|闪白|闪黑")
# "Add a dissolve to clips 1 and 2", "给第一段和第二段都加叠化".
_EACH = re.compile(r"\b(?:to|on|onto|before|after|at|for|each|every|both|all)\b|[前后每都给各]")
_LEADS_ON = re.compile(r"\b(?:into|to|from)\b")

_BY_PHRASE: dict[str, str] = {}
for _concept, _phrases in PHRASES.items():
    for _phrase in phrases_of(_phrases):
        _BY_PHRASE.setdefault(_phrase, _concept)
_LONGEST = max(map(len, _BY_PHRASE))
_SAY = Words("Add a dissolve between clip 1 and clip 2", "在第一段和第二段之间加叠化")
_SAY_ALL = Words("Add a dissolve between all clips", "所有镜头之间加叠化转场")


@dataclass
class _Said:
    """The parts of a wish: kinds, references, numbers and lengths in their order, and the other concepts."""

    kinds: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    refs: list[Ref] = field(default_factory=list[Ref])
    numbers: list[int] = field(default_factory=list[int])
    lengths: list[Any] = field(default_factory=list[Any])
    order: list[str] = field(default_factory=list[str])

    def has(self, *concepts: str) -> bool:
        return any(concept in self.order for concept in concepts)


def _said(tokens: Sequence[Token]) -> _Said | None:
    """The words as parts of a wish about transitions; None where one of them is none."""
    said = _Said()
    for run in _runs([_counted(tokens, n) for n in range(len(tokens))]):
        if isinstance(run, Token):
            _take(said, run)
        elif not _spell(said, run):
            return None
    return said


def _counted(tokens: Sequence[Token], n: int) -> Token:
    """The token, but for "第二个" of "第二个切点", which is no clip, and for a colour that a kind is called by."""
    token = tokens[n]
    if token.kind == "color" and token.text in ("white", "black"):
        return replace(token, kind="word")
    if token.kind == "clips" and len(token.value.numbers) == 1 and not token.text.isascii():
        behind = tokens[n + 1].text if n + 1 < len(tokens) else ""
        if _COUNTED.match(behind) and token.text.endswith(("个", "处", "次")):
            return replace(token, kind="ordinal", value=token.value.numbers[0])
    return token


def _runs(tokens: Sequence[Token]) -> Iterator[Token | list[Token]]:
    """Amounts and references by themselves, and the runs of words between them."""
    run: list[Token] = []
    for token in tokens:
        if token.kind in ("word", "mark") or token.text in _ARTICLES:
            run.append(token)
            continue
        if run:
            yield run
            run = []
        yield token
    if run:
        yield run


def _take(said: _Said, token: Token) -> None:
    match token.kind:
        case "clips":
            said.refs.append(token.value)
            said.order.append("clips")
        case "duration":
            said.lengths.append(token.value / 1000)
            said.order.append("length")
        case "beats":
            said.lengths.append(BeatsLength(beats=token.value))
            said.order.append("length")
        case "bars":
            said.lengths.append(BarsLength(bars=token.value))
            said.order.append("length")
        case "number" | "ordinal" if token.value == int(token.value):
            said.numbers.append(int(token.value))
            said.order.append("number")
        case "cut":
            said.numbers.append(token.value)
            said.order += ["number", "cut"]
        case "range" if (pair := _PAIR.fullmatch(token.text)) is not None:
            said.numbers += [int(number) for number in pair.groups()]
            said.order += ["between", "number", "number"]
        case _:
            said.order.append("unknown")


def _spell(said: _Said, run: Sequence[Token]) -> bool:
    """Read a run of words phrase by phrase, the longest first; words that are silent anywhere are passed over."""
    text, starts = "", dict[int, Token]()
    for token in run:
        if text and (text[-1].isascii() and token.text[0].isascii()):
            text += " "
        starts[len(text)] = token
        text += token.text
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        end, token = _phrase_end(text, at), starts.get(at)
        if end:
            _add(said, _BY_PHRASE[text[at:end]])
            at = end
        elif token is not None and (token.has(*_SILENT) or token.kind == "mark"):
            at += len(token.text)
        else:
            return False
    return True


def _phrase_end(text: str, at: int) -> int:
    """Where the longest phrase ends that begins at `at`; 0 where none does."""
    if at and _is_latin(text[at - 1]) and _is_latin(text[at]):
        return 0
    for end in range(min(len(text), at + _LONGEST), at, -1):
        parted = end == len(text) or not (_is_latin(text[end - 1]) and _is_latin(text[end]))
        if parted and text[at:end] in _BY_PHRASE:
            return end
    return 0


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _add(said: _Said, concept: str) -> None:
    family, _, kind = concept.partition(":")
    if kind:
        said.kinds.append((kind, family == "kind"))
    if concept in ("first", "last"):
        said.numbers.append(1 if concept == "first" else -1)
        concept = "number"
    said.order.append(concept if not kind else family)


def _read(clause: Clause) -> Reading | None:
    if not clause.scene.clips or clause.count("quote", "texts", "percent", "factor", "color"):
        return None
    if any(n and t.has("beat_on:drop") for n, t in enumerate(clause.tokens)):
        # "White flash at the drop": on a beat, and at no cut.
        return None
    said = _said(clause.tokens)
    if said is None or said.has("unknown") or len(said.lengths) > 1:
        return None
    kinds = list(dict.fromkeys(kind for kind, _ in said.kinds))
    sure = any(sure for _, sure in said.kinds)
    noun = said.has("noun") or (sure and not said.has("maybe"))
    if len(kinds) == 2 and "dissolve" in kinds and not sure:
        # "a soft wipe", "fade through a blur"
        kinds.remove("dissolve")
    if (
        not (kinds or noun or said.has("hard") or (said.has("off") and said.has("cut", "all")))
        or len(kinds) > 1
    ):
        return None
    kind = kinds[0] if kinds else None
    placed = said.has("between", "all", "cut") or (
        len(said.refs) == 2 and bool(_LEADS_ON.search(clause.plain))
    )
    placed = placed or (kind in _PLAIN and said.has("before", "after"))
    if kind in _MOVING and not said.has("noun") and _moves_clips(clause, said):
        return None
    if not noun and not sure and not placed and not said.has("hard"):
        return _again(clause, said, kind)
    try:
        place = _place(clause, said)
    except _Unplaced as wrong:
        return refusal(clause, wrong.words.en, wrong.words.zh, say=_SAY, nearest=_all(kind))
    if place is None:
        return None
    off = said.has("off", "hard")
    if off and (said.lengths or (kind and said.has("longer", "shorter"))):
        return None
    fields: dict[str, Any] = dict(place)
    if off:
        fields["kind"] = "none"
    else:
        fields |= _wished(clause, said, kind, place)
    clause.take_everything()
    return Reading(operations=(SetTransition.model_validate(fields),))


def _moves_clips(clause: Clause, said: _Said) -> bool:
    """Whether "push the parrot between clip 1 and 3", "zoom in at every cut" speak of clips, and of no transition."""
    between = said.has("between") or (
        said.has("all") and ("之间" in clause.plain or "between" in clause.plain)
    )
    return not between or ("maybe", "clips") in pairwise(said.order)


def _wished(clause: Clause, said: _Said, kind: str | None, place: dict[str, Any]) -> dict[str, Any]:
    """Kind and length as they were said."""
    there = _existing(clause.scene, place)
    if kind is None and there and (said.lengths or said.has("longer", "shorter")):
        fields: dict[str, Any] = {}
    else:
        fields = {"kind": kind or "dissolve"}
    if said.lengths:
        fields["length"] = said.lengths[0]
    elif said.has("longer", "shorter") and there:
        longest = max(there)
        fields["length"] = round(longest * (1.5 if said.has("longer") else 0.5) / 1000, 2)
    elif said.has("quick"):
        fields["length"] = _QUICK_S
    elif said.has("slow"):
        fields["length"] = _SLOW_S
    return fields


def _existing(scene: Scene, place: dict[str, Any]) -> list[int]:
    """The lengths, in ms, of the transitions that are at the place already."""
    clips = scene.clips
    chosen: list[VideoClip]
    if "cuts" in place:
        starts = [clip for clip in clips if clip.start_ms > 0]
        chosen = [starts[n - 1 if n > 0 else n] for n in place["cuts"] if -len(starts) <= n <= len(starts)]
    elif place["clips"] == ("all",):
        chosen = list(clips)
    else:
        chosen = [clip for clip in clips if clip.clip_id in place["clips"]]
    return [clip.transition_in.duration_ms for clip in chosen if clip.transition_in]


class _Unplaced(Exception):
    """It is not said, or cannot be, at which cut."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.words = Words(en, zh)


def _all(kind: str | None) -> SetTransition:
    return SetTransition.model_validate({"clips": ("all",), "kind": kind or "dissolve"})


def _place(clause: Clause, said: _Said) -> dict[str, Any] | None:
    """At which cuts, as fields of the operation. Raises `_Unplaced`; None where it is no such wish at all."""
    scene = clause.scene
    clips = [clip.clip_id for clip in scene.clips]
    refs = [ref for ref in said.refs if not (ref.pronoun == "them" or ref.all)]
    every = len(refs) < len(said.refs) or said.has("all", "every")
    if said.numbers:
        return _by_numbers(said, refs, scene, clips)
    if refs and said.has("all") and not said.has("between"):
        every = False
    if refs and not every:
        if all(ref.pronoun for ref in refs) and isinstance(clause.focus.operation, SetTransition):
            return _same_place(clause.focus.operation)
        return {"clips": _into(clause, said, refs, clips)}
    if refs:
        return None
    if every:
        return {"clips": ("all",)}
    last = clause.focus.operation
    if isinstance(last, SetTransition):
        return _same_place(last)
    if any(clip.transition_in for clip in scene.clips) and (
        said.has("off", "longer", "shorter") or (said.lengths and not said.kinds)
    ):
        return {"clips": tuple(clip.clip_id for clip in scene.clips if clip.transition_in)}
    if said.has("off", "hard"):
        return {"clips": ("all",)}
    if len(clips) == 2:
        return {"clips": (clips[1],)}
    raise _Unplaced("say between which clips, or at which cut.", "请说明在哪两个片段之间，或哪个切点。")


def _same_place(last: SetTransition) -> dict[str, Any]:
    return {"cuts": last.cuts} if last.cuts is not None else {"clips": last.clips}


def _by_numbers(
    said: _Said, refs: Sequence[Ref], scene: Scene, clips: Sequence[str]
) -> dict[str, Any] | None:
    """ "Cut 3", "the second transition", "between 3 and 4"."""
    if refs:
        return None
    # "The cut between 3 and 4" names clips; "the cut between 3" is half of it.
    if said.has("cut") and ("cut", "between", "number") not in _triples(said.order):
        return {"cuts": tuple(said.numbers)}
    if said.has("between") and len(said.numbers) == 2:
        first, second = sorted(said.numbers)
        if second - first != 1 or not 0 < second <= len(clips):
            raise _Unplaced(
                f"clips {first} and {second} do not follow each other.",
                f"第 {first} 段和第 {second} 段不相邻。",
            )
        return {"clips": (clips[second - 1],)}
    if said.has("noun") and len(said.numbers) == 1:
        number = said.numbers[0]
        there = [clip.clip_id for clip in scene.clips if clip.transition_in]
        if there and -len(there) <= number <= len(there):
            return {"clips": (there[number - 1 if number > 0 else number],)}
        return {"cuts": (number,)} if not there else None
    return None


def _triples(order: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(order[n : n + 3]) for n in range(len(order) - 2)]


def _into(clause: Clause, said: _Said, refs: Sequence[Ref], clips: Sequence[str]) -> tuple[str, ...]:
    """The clips that the transitions lead into."""
    places = {clip_id: n for n, clip_id in enumerate(clips)}
    sides = [clause.resolved(side) for ref in refs for side in (ref.parts or (ref,))]
    if len(sides) == 1 and len(sides[0]) > 1 and (said.has("between") or _joins(clause, said, sides[0])):
        sides = [(one,) for one in sides[0]]
    if len(sides) == 1:
        only = sides[0]
        if said.has("after"):
            only = tuple(clips[places[one] + 1] for one in only if places[one] + 1 < len(clips))
            if not only:
                raise _Unplaced("no clip comes after the last one.", "最后一个片段后面没有片段。")
        return only
    if len(refs) > 2 or (
        len(refs) == 2 and (len(sides) > 2 or any(len(r.ids) > 1 and r.numbers for r in refs))
    ):
        raise _Unplaced("say one pair of clips in a sentence.", "请在一句话里只说一对片段。")
    if len(sides) > 2 and any(len(side) > 1 for side in sides):
        raise _Unplaced("say one pair of clips in a sentence.", "请在一句话里只说一对片段。")
    found: list[str] = []
    for one, other in pairwise(sides):
        pairs = [b for a, b in pairwise(clips) if (a in one and b in other) or (a in other and b in one)]
        found += pairs
        if not pairs:
            raise _Unplaced("these clips do not follow each other.", "这两个片段不相邻。")
    return tuple(dict.fromkeys(found))


def _joins(clause: Clause, said: _Said, pair: Sequence[str]) -> bool:
    """Whether two clips are to be joined, as in "crossfade clips 1 and 2", and none of them is to get its own."""
    return len(pair) == 2 and not said.has("off", "hard") and not _EACH.search(clause.plain)


def _again(clause: Clause, said: _Said, kind: str | None) -> Reading | None:
    """ "A wipe then?", "make it a push", behind a wish for a transition."""
    last = clause.focus.operation
    named = any(not ref.pronoun for ref in said.refs)
    if not isinstance(last, SetTransition) or kind is None or named or said.numbers or said.has("off"):
        return None
    fields = {**_same_place(last), "kind": kind}
    if said.lengths:
        fields["length"] = said.lengths[0]
    clause.take_everything()
    return Reading(operations=(SetTransition.model_validate(fields),))


RULES = (Rule(name="set_transition", read=_read, rank=11),)
